"""Transfers as people state them: what is understood, what is refused and where, and what only looks odd."""

from __future__ import annotations

import datetime
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import statements

import licet
from licet.errors import InputError
from licet.language.nodes import Where, from_value
from licet.rulebook.rulebook import Rulebook
from licet.transfers.files import read_text
from licet.transfers.stating import Stater
from licet.transfers.transfer import Transfer

TODAY = datetime.date(2026, 11, 22)


@pytest.fixture(scope="module")
def stater(rulebook: Rulebook) -> Stater:
    return Stater(rulebook, TODAY)


def read(stater: Stater, text: str) -> Transfer:
    [node], _ = read_text(text.encode(), "transfer.yaml")
    return stater.read(node)


def faults(stater: Stater, text: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        read(stater, text)
    return [str(fault) for fault in caught.value.faults]


def notes(transfer: Transfer) -> list[str]:
    return [note.code for note in transfer.notes]


# what is understood


@pytest.mark.parametrize(
    ("text", "fact", "state"),
    [
        ("recipient: NO", "recipient", "NO"),
        ("recipient: Norway", "recipient", "NO"),
        ("recipient: Türkiye", "recipient", "TR"),
        ("recipient: no", "recipient", "NO"),
        ("item: {hypersonic: NO}", "hypersonic", 0),
        ("item: {hypersonic: yes}", "hypersonic", 2),
        ("item: {hypersonic: TRUE}", "hypersonic", 2),
        ("item: {hypersonic: 0}", "hypersonic", 0),
        ("item: {operating_acceleration: 100 g}", "operating_acceleration", (100, 100)),
        ("item: {bias_repeatability: 1 mg}", "bias_repeatability", (1000, 1000)),
        ("item: {total_dose: 500000 rad}", "total_dose", (500, 500)),
        ("item: {operating_temperature_max: 257 F}", "operating_temperature_max", (125, 125)),
        ("item: {operating_temperature_min: -54 °C}", "operating_temperature_min", (-54, -54)),
        (
            "item: {operating_temperature_min: [-67 degF, -40 C]}",
            "operating_temperature_min",
            (-55, -40),
        ),
        ("item: {outer_diameter: '2 \"'}", "outer_diameter", (50.8, 50.8)),
        ("item: {coordinated_axes: 3}", "coordinated_axes", (3, 3)),
        ("item: {scale_factor_repeatability: 1000}", "scale_factor_repeatability", (1000, 1000)),
        ("item: {scale_factor_repeatability: 0.1 %}", "scale_factor_repeatability", (1000, 1000)),
        ("item: {kind: uas}", "kind", "uas"),
        ("item: {kind: Cruise Missile}", "kind", "cruise_missile"),
        ("item: {kind: cruise-missile}", "kind", "cruise_missile"),
        ("kind: uas", "kind", "uas"),
        ("item.kind: uas", "kind", "uas"),
        ("end_use.wmd_delivery: no", "end_use.wmd_delivery", 0),
        ("end_use: {wmd_delivery: no}", "end_use.wmd_delivery", 0),
        ("item: {max_airspeed: 389 km/h}", "max_airspeed", (389.0, 389.0)),
        ("item: {speed: 389 km/h}", "max_airspeed", (389.0, 389.0)),
        ("item: {max_airspeed: [100 km/h, 200 km/h]}", "max_airspeed", (100.0, 200.0)),
        ("item: {basis: annex, range: 300 km}", "range", (300.0, 300.0)),
        ("item: {range: 300 km, basis: Annex}", "range", (300.0, 300.0)),
        ("item: {range: 270 km}", "range", (270.0, 300.0)),
        ("item: {range: '1,800 km'}", "range", (1800.0, 2000.0)),
        ("item: {range: [1800 km, 2700 km]}", "range", (1800.0, 3000.0)),
        ("item: {range: {value: 270 km, basis: annex}}", "range", (270.0, 270.0)),
        ("item: {basis: annex, range: {value: 270 km, basis: published}}", "range", (270.0, 300.0)),
        ("item: {guidance_error: 3.33 %}", "guidance_error", (3.33, 3.33)),
        ("item: {guidance_error: 3.33}", "guidance_error", (3.33, 3.33)),
        ("value: $14 million", "value", (14e6, 14e6)),
        ("value: 1960 MUSD", "value", (1960e6, 1960e6)),
        ("item: {envelope: [{payload: 500 kg, range: 300 km}]}", "envelope", ((500.0, 300.0),)),
        ("item: {envelope: {payload: 0.5 t, range: 300000 m}}", "envelope", ((500.0, 300.0),)),
        ("item: {entries: 1.A.2}", "entries", {"1.A.2": 2}),
        ("item: {entries: [1.a.2, 19.A.2]}", "entries", {"1.A.2": 2, "19.A.2": 2}),
        ("item: {entries: '1.A.2, 19.A.2'}", "entries", {"1.A.2": 2, "19.A.2": 2}),
        ("item: {entries: 20.a.1.a}", "entries", {"20.A.1.a": 2}),
        ("item: {entries: 1.A}", "entries", {"1.A.1": 1, "1.A.2": 1}),
        ("item: {entries: []}", "entries", {}),
        ("item: {eccn: EAR99}", "entries", {}),
        ("item: {eccn: ear99}", "jurisdiction", "ccl"),
        ("item: {usml: VIII(a)(5)}", "jurisdiction", "usml"),
    ],
)
def test_a_value_is_read_by_the_type_of_its_fact(stater: Stater, text: str, fact: str, state: Any) -> None:
    assert read(stater, text).stated[fact] == state


@pytest.mark.parametrize(
    "text",
    [
        "item: {range: ''}",
        "item: {range: }",
        "item: {range: unknown}",
        "item: {range: '?'}",
        "item: {range: ~}",
        "item:",
        "item: {}",
        "end_use:",
        "item: {envelope: []}",
        "item: {envelope: unknown}",
        "recipient: unknown",
        "item: {hypersonic: unknown}",
    ],
)
def test_what_is_said_to_be_unknown_is_not_stated(stater: Stater, text: str) -> None:
    transfer = read(stater, "exporter: US\n" + text)
    assert set(transfer.stated) == {"date", "exporter"}
    assert transfer.shown == {"date": "2026-11-22", "exporter": "US"}


def test_without_a_date_it_is_today_and_as_of_overrides_the_date_that_is_stated(
    rulebook: Rulebook, stater: Stater
) -> None:
    assert read(stater, "recipient: IT").date == TODAY
    assert read(stater, "date: 2020-07-24").date == datetime.date(2020, 7, 24)
    assert read(Stater(rulebook, TODAY, as_of="1999-01-01"), "date: 2020-07-24").date == datetime.date(1999, 1, 1)


def test_a_name_of_the_catalogue_lends_the_figures_that_are_missing(stater: Stater) -> None:
    transfer = read(stater, "item: {name: mq-9a reaper, range: 100 km}")
    assert transfer.stated["kind"] == "uas"
    assert transfer.stated["range"][0] == 100
    assert {taken.fact for taken in transfer.taken} == {"item.kind", "item.payload", "item.max_airspeed"}
    assert transfer.shown["item"] == {"name": "mq-9a reaper", "range": "100 km"}


def test_a_group_is_filled_and_a_fact_assumed_on_request(rulebook: Rulebook) -> None:
    group = next(name for name, group in rulebook.groups.items() if group.assumed)
    transfer = read(
        Stater(rulebook, TODAY, assume=[f"{group}=Japan, AU", "item.kind=uas", "end_use.wmd_delivery=yes"]),
        "recipient: IT",
    )
    assert transfer.filled == ((group, frozenset({"AU", "JP"})),)
    assert transfer.assumed == {group: "AU,JP", "item.kind": "uas", "end_use.wmd_delivery": "yes"}
    assert transfer.stated["kind"] == "uas"
    assert transfer.shown == {"date": "2026-11-22", "recipient": "IT"}


# what is refused: the text, the line, what the fault says

REFUSED: list[tuple[str, int, str]] = [
    # quantities
    ("item:\n  range: 5 furlongs", 2, "item.range: the unknown unit 'furlongs'; expected a number in km, m, cm, mm, um, nmi, mi, ft, inch"),
    ("item:\n  range: 5", 2, "item.range: '5' without a unit; expected a number in km, m, cm, mm, um, nmi, mi, ft, inch; write 5 km"),
    ("item:\n  range: 5 kg", 2, "item.range: 5 kg, a mass; expected a length in km"),
    ("item:\n  range: 0.3 Mm", 2, "item.range: the unknown unit 'Mm'"),
    ("item:\n  range: -5 km", 2, "item.range: -5 km; expected from 0 to 50000 km"),
    ("item:\n  range: 60,000 km", 2, "item.range: 60000 km; expected from 0 to 50000 km"),
    ("item:\n  range: about 5 km", 2, "'about 5 km', which is no number with a unit"),
    ("item:\n  range:\n    - 5 km\n    - 1 km", 3, "item.range: 5 km to 1 km; expected the least value first; swap the two"),
    ("item:\n  range: [1 km, 2 km, 3 km]", 2, "item.range: 3 values; expected one value, or the least and the greatest"),
    ("item:\n  range: []", 2, "item.range: 0 values"),
    ("item:\n  range:\n    - 1 km\n    - 2 kg", 4, "item.range: 2 kg, a mass"),
    ("item:\n  range: [[1 km]]", 2, "item.range: a nested value"),
    ("item:\n  range: {from: 1 km}", 2, "item.range: the unknown key 'from'; expected value, basis"),
    ("item:\n  range: {value: 5 km, basis: annexe}", 2, "item.range: the basis 'annexe'; expected annex | published; did you mean annex?"),
    ("item:\n  range: {basis: annex}", 2, "item.range: a basis without a value"),
    ("item:\n  range: 99999999999999999999999999999999 km", 2, "beyond all measure"),
    (f"item:\n  range: {'9' * 5000} km", 2, "a text of 5,003 signs; expected at most 1,000"),
    ("value: 5 EUR", 1, "value: the unknown unit 'EUR'; expected a number in USD"),
    ("value: -5 USD", 1, "value: -5 USD; expected from 0 to"),
    ("item:\n  max_airspeed: 500 km", 2, "item.max_airspeed: 500 km, a length; expected a speed in km/h"),
    # words
    ("item:\n  kind: drone", 2, "item.kind: 'drone'; expected ballistic_missile | "),
    ("item:\n  kind: cruise_misile", 2, "did you mean cruise_missile or ballistic_missile?"),
    ("item:\n  kind: [uas]", 2, "item.kind: a list or mapping; expected a single one of"),
    ("item:\n  basis: annexed", 2, "item.basis: 'annexed'; expected published | annex; did you mean annex?"),
    ("item:\n  hypersonic: maybe", 2, "item.hypersonic: 'maybe'; expected yes | no | unknown"),
    ("item:\n  hypersonic: 2", 2, "item.hypersonic: '2'; expected yes | no | unknown"),
    # nations
    ("recipient: Itly", 1, "recipient: no nation is called 'Itly'; expected a nation: ISO code or common name; did you mean Italy (IT)?"),
    ("recipient: ZZ", 1, "recipient: no nation is called 'ZZ'; expected a nation: ISO code or common name"),
    ("date: 2020-01-01\nrecipient: Korea", 2, "recipient: 'Korea' does not name one nation of today: "),
    ("recipient: Korea", 1, "; expected North Korea (KP) or South Korea (KR)"),
    ("recipient: [IT, FR]", 1, "recipient: a list or mapping; expected a single nation"),
    (f"recipient: {'x' * 2000}", 1, "recipient: a text of 2,000 signs"),
    # days
    ("date: 2025-02-30", 1, "date: '2025-02-30', which is no date; expected a day that exists, as YYYY-MM-DD"),
    ("date: 15.9.2025", 1, "date: '15.9.2025', which is no date"),
    ("date: yesterday", 1, "which is no date"),
    ("date: 0000-01-01", 1, "which is no date"),
    ("date: [2025-01-01]", 1, "date: a list or mapping; expected a single date"),
    # facts
    ("recipient: IT\nrecipent: IT", 2, "the unknown fact 'recipent'; expected a fact of the transfer ('licet facts' lists them); did you mean recipient?"),
    ("item:\n  rnge: 5 km", 2, "the unknown fact 'rnge'; expected a fact of the item ('licet facts' lists them); did you mean range or max_range?"),
    ("item:\n  recipient: IT", 2, "the unknown fact 'recipient'; expected a fact of the item ('licet facts' lists them); it stands beside the item"),
    ("end_use:\n  kind: uas", 2, "the unknown fact 'kind'; expected a fact of the end use ('licet facts' lists them); it stands under item"),
    ("wmd_delivery: yes", 1, "it stands under end_use"),
    ("items:\n  kind: uas", 1, "the unknown fact 'items'"),
    ("item.rnge: 5 km", 1, "the unknown fact 'item.rnge'"),
    ("item:\n  range: 5 km\n  max_range: 6 km", 3, "'item.range' a second time; expected every fact once"),
    ("range: 5 km\nitem:\n  range: 6 km", 3, "'item.range' a second time"),
    ("item.range: 5 km\nitem:\n  range: 6 km", 3, "'item.range' a second time"),
    ("recipient: IT\nitem: uas", 2, "item: no mapping; expected the facts of the item"),
    ("end_use: [wmd_delivery]", 1, "end_use: no mapping; expected the facts of the end use"),
    # claims, points, parties, texts
    ("item:\n  entries: 1.Z.2", 2, "item.entries: '1.Z.2'; expected the code of an Annex entry, such as 1.A.2"),
    ("item:\n  entries:\n    - 1.A.2\n    - 9A012", 4, "item.entries: '9A012'"),
    ("item:\n  entries: [{a: b}]", 2, "item.entries: a nested value; expected codes such as 1.A.2"),
    ("item:\n  envelope: [500 kg]", 2, "item.envelope: no pair; expected {payload: …, range: …}"),
    ("item:\n  envelope:\n    - {payload: 500 kg}", 3, "item.envelope: a point without range; expected a range"),
    ("item:\n  envelope:\n    - {payload: 500 kg, range: 3 km, speed: 3}", 3, "item.envelope: the unknown key 'speed'; expected payload, range"),
    ("item:\n  envelope:\n    - payload: 500 kg\n      range: 3 kg", 4, "item.range: 3 kg, a mass"),
    ("parties:\n  - {role: carrier}", 2, "parties: a party without a name; expected {name: …, role: …, nation: …}"),
    ("parties: [Acme]", 1, "parties: a party without a name"),
    ("parties:\n  - name: Acme\n    nation: Itly", 3, "parties[0].nation: no nation is called 'Itly'"),
    ("parties:\n  - {name: Acme, rle: carrier}", 2, "parties: the unknown key 'rle'; expected name, role, nation, kind, address, aliases, born, identifiers, forwarder, id; did you mean role?"),
    ("parties:\n  - {name: [Acme]}", 2, "parties[0].name: a list or mapping; expected a single text"),
    ("item:\n  name: [a]", 2, "item.name: a list or mapping; expected a single text"),
    (f"item:\n  name: {'x' * 2000}", 2, "item.name: a text of 2,000 signs; expected at most 1,000"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "message"), REFUSED)
def test_what_cannot_be_used_is_one_clear_line_with_its_place(
    stater: Stater, text: str, line: int, message: str
) -> None:
    [fault] = faults(stater, text)
    assert fault.startswith(f"transfer.yaml:{line}: ")
    assert message in fault
    assert "\n" not in fault
    assert fault.count("; expected") <= 1


def test_several_faults_are_reported_together_in_the_order_of_the_text(stater: Stater) -> None:
    found = faults(
        stater,
        "recipent: IT\ndate: 2025-02-30\nrecipient: Itly\nitem:\n  kind: drone\n  range: -5 km\n  payload: 5 km\n  rnge: 3\n"
        "end_use:\n  wmd_delivery: perhaps\n",
    )
    assert {fault.split(": ")[0] for fault in found} == {f"transfer.yaml:{line}" for line in (1, 2, 3, 5, 6, 7, 8, 10)}
    assert len(found) == 8


def test_a_fault_in_a_list_of_transfers_has_its_own_line(stater: Stater) -> None:
    nodes, _ = read_text(b"- recipient: IT\n- recipient: FR\n- recipient: Itly\n", "many.yaml")
    assert [stater.read(node).stated["recipient"] for node in nodes[:2]] == ["IT", "FR"]
    with pytest.raises(InputError, match=r"^many\.yaml:3: recipient: "):
        stater.read(nodes[2])


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("t.json", '{"recipient": "IT",\n "item": {\n  "range": "5 kg"}}'),
        ("t.toml", 'recipient = "IT"\n[item]\nrange = "5 kg"\n'),
    ],
)
def test_json_and_toml_have_the_same_faults_on_their_lines(stater: Stater, name: str, text: str) -> None:
    [node], _ = read_text(text.encode(), name)
    with pytest.raises(InputError, match=rf"^{name}:3: item\.range: 5 kg, a mass"):
        stater.read(node)


@pytest.mark.parametrize(
    ("assume", "message"),
    [
        ("kind", "--assume: 'kind'; expected FACT=VALUE or GROUP=NATION,NATION"),
        ("knd=uas", "--assume: the unknown fact 'knd'; expected a fact or a group; did you mean kind?"),
        ("kind=drone", "--assume: item.kind: 'drone'; expected ballistic_missile"),
        ("item.range=5 furlongs", "--assume: item.range: the unknown unit 'furlongs'"),
        ("nsm28_partner=IT, Atlantis", "--assume nsm28_partner: no nation is called 'Atlantis'"),
        ("nato=IT", "--assume nato: the group 'nato', whose members are law"),
        ("kind=", "--assume kind: no value"),
    ],
)
def test_an_assumption_that_cannot_be_used_is_a_fault(rulebook: Rulebook, assume: str, message: str) -> None:
    [fault] = faults(Stater(rulebook, TODAY, assume=[assume]), "recipient: IT")
    assert fault.startswith(message)


def test_faults_of_assumptions_and_of_the_file_are_reported_together(rulebook: Rulebook) -> None:
    found = faults(Stater(rulebook, TODAY, as_of="2025-13-01", assume=["knd=uas"]), "recipient: Itly")
    assert [fault.split(": ")[0] for fault in found] == ["--assume", "transfer.yaml:1", "--as-of"]


def test_keyword_arguments_have_faults_like_a_file() -> None:
    with pytest.raises(InputError) as caught:
        licet.review(recipient="Itly", item={"range": "5 kg", "rnge": "3 km"})
    assert len(caught.value.faults) == 3
    assert all(fault.where == "transfer" for fault in caught.value.faults)


def test_keyword_arguments_that_cannot_be_written_are_faults() -> None:
    deep: dict[str, Any] = {}
    deep["item"] = deep
    for transfer in (deep, {"item": {"name": "\ud800"}}):
        with pytest.raises(InputError, match="transfer: "):
            licet.review(transfer)


def test_a_file_of_thousands_of_unknown_facts_is_refused_at_once(stater: Stater) -> None:
    found = faults(stater, "".join(f"fact_number_{n}: 1\n" for n in range(5000)))
    assert len(found) == 5000


# what looks odd


@pytest.mark.parametrize(
    ("text", "code", "message"),
    [
        ("exporter: IT\nrecipient: Italy", "no_export", "the same nation"),
        ("recipient: US", "no_export", "the same nation; the exporter was presumed"),
        ("date: 2099-01-01", "day_to_come", "the law of a day to come is that which is known now"),
        (
            "item: {eccn: 9A012}\njurisdiction: usml",
            "contradiction",
            "eccn 9A012 goes with jurisdiction ccl, and usml is stated",
        ),
        ("item: {usml: VIII(a)(5)}\njurisdiction: ccl", "contradiction", "goes with jurisdiction usml"),
        ("item: {eccn: 9A012, usml: VIII(a)(5)}", "contradiction", "goes with jurisdiction usml, and ccl"),
        (
            "item: {range: 200 km, envelope: {payload: 1 kg, range: 300 km}}",
            "contradiction",
            "The envelope reaches 300 km, more than the stated range of 200 km; the envelope counts",
        ),
        ("item: {entries: 42.A.1}", "unknown_entry", "The claimed entry 42.A.1 is not in this rulebook"),
        ("item: {eccn: 9Z999}", "no_reference", "refers to ECCN 9Z999"),
        ("item: {name: Flying Teapot}", "not_in_catalogue", "'Flying Teapot' is not in the catalogue"),
        (
            "item: {name: MQ-1B Predator, kind: rocket}",
            "contradiction",
            "item.kind rocket is stated, and the catalogue has uas for MQ-1B Predator; what is stated counts",
        ),
        ("item: {name: MQ-9A Reapr}", "not_in_catalogue", "Near names: MQ-9A Reaper"),
    ],
)
def test_what_does_not_fit_together_is_a_warning(stater: Stater, text: str, code: str, message: str) -> None:
    [note] = read(stater, text).notes
    assert note.code == code
    assert message in note.message


def test_what_fits_together_is_no_warning(stater: Stater) -> None:
    for text in (
        "exporter: US\nrecipient: Italy",
        "exporter: unknown\nrecipient: US",
        "item: {eccn: 9A012}\njurisdiction: ccl",
        "item: {eccn: EAR99}",
        "item: {range: 300 km, envelope: {payload: 1 kg, range: 300 km}}",
        "item: {entries: 1.A.2, kind: uas, range: 400 km, payload: 600 kg}",
    ):
        assert not read(stater, text).notes, text


def test_a_point_that_it_reaches_is_a_floor_under_both_maxima(stater: Stater) -> None:
    point = "envelope: {payload: 400 kg, range: 300 km}"
    low, high = read(stater, f"item: {{{point}, range: 200 km}}").stated["range"]
    assert (low, high) == (300, 300)
    low, high = read(stater, f"item: {{{point}, range: [200 km, 900 km]}}").stated["range"]
    assert (low, high) == (300, 1000)
    assert read(stater, f"item: {{{point}}}").stated["payload"] == (400, 200_000)


@pytest.mark.parametrize(
    ("item", "code", "message"),
    [
        ({"entries": "1.A.2", "kind": "uas", "range": "2000 km", "payload": "5 kg"}, "claim_contradicted", "claims 1.A.2; the facts stated do not meet it"),
        ({"entries": [], "kind": "uas", "range": "2000 km", "payload": "600 kg"}, "claim_contradicted", "meet 1.A.2, which the exporter does not claim"),
        ({"entries": "1.A.2", "kind": "uas"}, "claim_on_trust", "1.A.2 is taken on the exporter's word"),
        ({"kind": "uas", "max_airspeed": "500 km/h", "hypersonic": True}, "contradiction", "item.hypersonic is stated as yes, and no follows"),
        ({"kind": "subsystem", "part": "solid_rocket_motor", "total_impulse": "0.5 MN*s", "mean_thrust": "200 kN", "burn_time": "10 s"}, "contradiction", "item.total_impulse"),
        ({"kind": "component", "part": "gyro", "gyro_bias_instability": "2 deg/h", "gyro_drift_rate_stability": "0.1 deg/h"}, "contradiction", "item.gyro_drift_rate_stability"),
    ],
)  # fmt: skip
def test_facts_that_contradict_each_other_warn_in_the_review(
    rulebook: Rulebook, item: dict[str, Any], code: str, message: str
) -> None:
    warnings = licet.review(rulebook=rulebook, recipient="SA", date="2025-09-15", item=item).warnings
    assert any(warning.code == code and message in warning.message for warning in warnings), warnings


@pytest.mark.parametrize("text", ["6000 nm", "6000nm", "6000 Nm", "6,000 nm"])
def test_a_range_in_nm_is_in_nautical_miles_or_a_fault_and_never_in_nanometres(stater: Stater, text: str) -> None:
    try:
        transfer = read(stater, f"item: {{kind: uas, range: '{text}'}}")
    except InputError:
        return
    assert transfer.stated["range"][0] == 11_112.0


def test_an_accuracy_in_nm_is_in_nanometres(stater: Stater) -> None:
    assert read(stater, "item: {profile_accuracy: 0.4 nm}").stated["profile_accuracy"] == (0.4, 0.4)


def test_a_claim_that_the_figures_contradict_decides_nothing(rulebook: Rulebook) -> None:
    claimed = {"kind": "uas", "range": "2000 km", "payload": "5 kg", "aerosol_dispenser": "no"}
    bare = licet.review(rulebook=rulebook, recipient="SA", date="2025-09-15", item=claimed)
    claim = licet.review(rulebook=rulebook, recipient="SA", date="2025-09-15", item={**claimed, "entries": ["1.A.2"]})
    assert claim.category.value == bare.category.value == "II"
    assert claim.posture.value == bare.posture.value


# what is understood reads back


def check_reads_back(stater: Stater, transfer: Transfer) -> None:
    for node in (
        from_value(transfer.shown, Where("again")),
        read_text(json.dumps(transfer.shown).encode(), "again.json")[0][0],
        read_text(json.dumps(transfer.shown, ensure_ascii=False, indent=1).encode(), "again.yaml")[0][0],
    ):
        again = stater.read(node)
        assert again.stated == transfer.stated
        assert again.shown == transfer.shown
        assert (again.date, again.claims, again.taken, again.notes) == (
            transfer.date,
            transfer.claims,
            transfer.taken,
            transfer.notes,
        )


@given(st.data())
def test_a_transfer_as_understood_reads_back_to_the_same_transfer(
    rulebook: Rulebook, stater: Stater, data: st.DataObject
) -> None:
    statement = data.draw(statements(rulebook))
    check_reads_back(stater, stater.read(from_value(statement, Where("transfer"))))


def test_every_fact_reads_back_from_what_is_shown(rulebook: Rulebook, stater: Stater) -> None:
    for fact in rulebook.facts.values():
        for value in list(fact.values) or [
            "yes",
            "1 km",
            "3 kg",
            "500 km/h",
            "1.1 MN*s",
            "3.33 %",
            "IT",
            "2020-01-01",
            "$5 million",
            "9A012",
            "1.A.2",
        ]:
            stated = {fact.at: {fact.key: value}} if fact.at else {fact.key: value}
            try:
                transfer = stater.read(from_value(stated, Where("transfer")))
            except InputError:
                continue
            check_reads_back(stater, transfer)


@given(st.data())
def test_any_scalars_are_a_transfer_or_faults_and_nothing_else_is_raised(
    rulebook: Rulebook, stater: Stater, data: st.DataObject
) -> None:
    word = st.sampled_from(
        ["yes", "5 km", "500 kg", "1.A.2", "IT", "2020-01-01", "EAR99", "", "~", "unknown", "-1 km", "1e9 kg"]
    ) | st.text(max_size=8)
    value = st.recursive(word, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["value", "basis", "payload", "range", "name", "nation"]) | st.text(max_size=3), inner, max_size=3), max_leaves=4)  # fmt: skip
    paths = data.draw(
        st.lists(st.sampled_from([fact.path for fact in rulebook.facts.values()]), max_size=6, unique=True)
    )
    stated = {path: data.draw(value) for path in paths}
    try:
        node = from_value(stated, Where("transfer"))
        transfer = stater.read(node)
    except InputError as error:
        assert all(fault.where == "transfer" and fault.expected for fault in error.faults)
    else:
        check_reads_back(stater, transfer)


def test_an_exporter_that_is_said_to_be_unknown_is_not_presumed(rulebook: Rulebook) -> None:
    said = licet.review(exporter="unknown", item={"kind": "uas"}, rulebook=rulebook)
    assert said.answers["authority"].open
    assert said.transfer["exporter"] == "unknown"
    assert not licet.review(item={"kind": "uas"}, rulebook=rulebook).answers["authority"].open


def test_what_a_register_says_beside_the_facts_is_left_aside(stater: Stater) -> None:
    transfer = read(stater, "{recipient: IT, register: {row: 3, recipient: FR, anything: [1, 2]}}")
    assert transfer.stated["recipient"] == "IT"
    assert "register" not in transfer.shown
