"""Parties in a review: all of them are screened, what was not done is said, and nothing is clear that was not looked at."""

from __future__ import annotations

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from commands import run as licet_command
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

import licet
from licet.determination import Determination, schema
from licet.parties import gravest
from licet.screening.answer import (
    CLEAR,
    MATCH,
    NOT_SCREENED,
    POSSIBLE,
    STATUSES,
    Hit,
    ListState,
    Party,
    Screener,
    Screening,
)
from licet.screening.states import NO_LIST

OWNERSHIP = "Ownership is not screened"
MISSILE: dict[str, Any] = {
    "recipient": "IT",
    "date": "2026-11-22",
    "channel": "direct_commercial",
    "item": {"kind": "uas", "range": "1850 km", "payload": "1701 kg", "max_airspeed": "480 km/h"},
}
USER = {"name": "User", "role": "end_user", "nation": "IT", "address": "1 Road", "forwarder": False}
BROKER = {"name": "Broker <b>|*", "role": "broker", "nation": "CH", "address": "2 Road"}


def screener(*statuses: str, seen: list[Party] | None = None) -> Screener:
    """A screener that gives these statuses, one to each party, and clear to the rest."""

    def screen(parties: Sequence[Party]) -> list[Screening]:
        if seen is not None:
            seen.extend(parties)
        given = [*statuses, *[CLEAR] * (len(parties) - len(statuses))]
        return [answer(party, status) for party, status in zip(parties, given, strict=True)]

    return screen


def answer(party: Party, status: str) -> Screening:
    hit = Hit(
        on="EL",
        id="e-1",
        name="Listed & Sons",
        matched="Listed",
        score=0.91,
        status=status,
        why=["the name differs in one letter"],
        licence_requirement="All items subject to the EAR",
        licence_policy="Presumption of denial",
        since="2020-05-01",
        notice="85 FR 1",
    )
    return Screening(
        name=party.name,
        status=status,
        hits=[hit] if status in (MATCH, POSSIBLE) else [],
        lists=[ListState(source="EL", title="Entity List", vintage="2026-11-20", count=3000, status="current")],
        why=["the Entity List is older than seven days"] if status == NOT_SCREENED else [],
        party=party,
    )


def review(*parties: dict[str, Any], by: Screener | None = None, **facts: Any) -> Determination:
    named = {"parties": list(parties)} if parties else {}
    return licet.review({**MISSILE, **named, **facts}, screener=by)


def to_do(found: Determination) -> set[str]:
    return set(found.obligations.certain or ())


# Every party is screened.


def test_every_role_and_every_intermediary_is_screened() -> None:
    assert licet.Rulebook.load().of_party is not None
    roles = list(licet.Rulebook.load().of_party.facts["party.role"].values)  # type: ignore[union-attr]
    seen: list[Party] = []
    named = [{"name": f"P {role}", "role": role, "nation": "IT", "aliases": ["Q"]} for role in roles]
    found = review(*named, {"name": "No role"}, by=screener(seen=seen))
    assert [party.role for party in seen] == [*roles, ""]
    assert seen[0].nations == ("IT",)
    assert seen[0].aliases == ("Q",)
    assert [finding.screening.name for finding in found.parties] == [party.name for party in seen]


def test_a_party_is_screened_with_all_that_is_stated_of_it() -> None:
    seen: list[Party] = []
    more = {"kind": "person", "born": "1971", "identifiers": ["passport: A1"], "id": "7"}
    review({**USER, **more}, by=screener(seen=seen))
    party = seen[0]
    assert (party.kind, party.born, party.id, party.addresses) == ("person", ("1971",), "7", ("1 Road",))
    assert (party.identifiers[0].kind, party.identifiers[0].value) == ("passport", "A1")


# What a screening gives.


@pytest.mark.parametrize(
    ("status", "obligation"),
    [(NOT_SCREENED, "screen_parties"), (MATCH, "resolve_screening_hits"), (POSSIBLE, "resolve_screening_hits")],
)
@pytest.mark.parametrize(
    "facts", [{}, {"channel": "dual_use"}, {"exporter": "FR", "channel": None}, {"channel": "fms"}]
)
def test_what_is_not_clear_has_to_be_done_first_whoever_exports(
    status: str, obligation: str, facts: dict[str, Any]
) -> None:
    facts = {name: value for name, value in facts.items() if value is not None}
    found = review(USER, BROKER, by=screener(CLEAR, status), **facts)
    assert found.screening == status
    assert to_do(found) & {"screen_parties", "resolve_screening_hits"} == {obligation}


def test_clear_parties_without_a_red_flag_leave_nothing_to_do() -> None:
    found = review(USER, BROKER, by=screener())
    assert found.screening == CLEAR
    assert not {code for code in found.obligations.possible if code.startswith(("screen_", "resolve_"))}


def test_one_party_that_was_not_screened_blocks_a_clear_of_all() -> None:
    for others in STATUSES:
        assert review(USER, BROKER, by=screener(others, NOT_SCREENED)).screening == NOT_SCREENED


def test_the_gravest_status_is_that_of_all_and_what_is_not_known_is_not_screened() -> None:
    def one(status: str) -> Screening:
        return Screening(name="x", status=status, hits=[], lists=[])

    for place, status in enumerate(STATUSES):
        assert gravest(map(one, STATUSES[place:])) == status
    assert gravest([]) == NOT_SCREENED
    assert gravest([one(CLEAR), one("cleared")]) == NOT_SCREENED


def test_without_a_screener_nobody_is_screened_and_the_answer_says_why() -> None:
    found = review(USER)
    assert found.screening == NOT_SCREENED
    assert [why.casefold() for why in found.parties[0].screening.why] == [f"{NO_LIST}."]
    assert "screen_parties" in to_do(found)


def test_a_screener_that_leaves_a_party_out_has_screened_nobody() -> None:
    found = review(USER, BROKER, by=lambda parties: [answer(parties[0], CLEAR)])
    assert [finding.screening.status for finding in found.parties] == [NOT_SCREENED, NOT_SCREENED]
    assert found.screening == NOT_SCREENED


# What nobody names, and what is claimed.


def test_without_parties_that_none_is_named_is_an_assumption_and_no_more() -> None:
    found = review()
    assert found.parties == []
    assert found.screening is None
    assert "parties_named" in {assumption.fact for assumption in found.assumed}
    assert not {"screening", "red_flag"} & {missing.fact for missing in found.missing}
    assert not {code for code in found.obligations.possible if code.startswith(("screen_parties", "resolve_"))}


@pytest.mark.parametrize(
    ("facts", "sure"),
    [
        ({"screening": "clear"}, set()),
        ({"screening": "not_screened"}, {"screen_parties"}),
        ({"screening": "match", "red_flag": False}, {"resolve_screening_hits"}),
        ({"red_flag": True, "screening": "clear"}, {"resolve_red_flags"}),
        ({"screening_hits": True, "screening": "clear", "red_flag": False}, {"resolve_screening_hits"}),
        (
            {"screening_hits": True, "screening": "not_screened", "red_flag": False},
            {"screen_parties", "resolve_screening_hits"},
        ),
    ],
)
def test_what_was_found_elsewhere_can_be_claimed_and_is_called_a_claim(facts: dict[str, Any], sure: set[str]) -> None:
    found = review(**facts)
    assert {code for code in to_do(found) if code.startswith(("screen_parties", "resolve_"))} == sure
    assert [w.code for w in found.warnings].count("screening_claimed") == len(facts)
    assert "parties_named" not in {assumption.fact for assumption in found.assumed}


def test_where_parties_are_named_what_was_found_governs_and_a_claim_is_a_contradiction() -> None:
    found = review(USER, BROKER, by=screener(MATCH), screening="clear", red_flag=False)
    assert "resolve_screening_hits" in to_do(found)
    assert any("claimed to be clear" in w.message and "it is match" in w.message for w in found.warnings)
    for reason in found.obligations.by:
        for because in reason.because:
            assert because.facts.get("screening") != "clear"
    assert review(USER, by=screener(CLEAR), screening="match").screening == CLEAR
    found = review(USER, by=screener(CLEAR), screening_hits=True)
    assert "resolve_screening_hits" not in to_do(found)
    assert any("screening_hits is claimed to be yes" in w.message for w in found.warnings)


def test_a_red_flag_of_one_party_is_one_of_the_transfer() -> None:
    found = review(USER, {**BROKER, "nation": "CN"}, by=screener())
    assert "resolve_red_flags" in to_do(found)
    assert found.parties[1].red_flags.value == ["intermediary_in_a_nation_of_concern"]


def test_what_is_missing_of_a_party_is_missing_of_the_transfer() -> None:
    found = review({**USER, "address": None, "forwarder": None}, by=screener())
    missing = {one.fact: one for one in found.missing}
    assert {"parties[0].address", "parties[0].forwarder"} <= missing.keys()
    assert "red_flag" not in missing
    assert missing["parties[0].address"].ask.endswith(" (party 1)")
    assert set(missing["parties[0].address"].decides) == {"red_flags", "obligations"}


def test_parties_change_no_answer_but_obligations() -> None:
    without, named = review(), review(USER, {**BROKER, "nation": "CN"}, by=screener(MATCH))
    for name, one in without.answers.items():
        if name != "obligations":
            assert named.answers[name] == one


def test_the_same_transfer_gives_the_same_bytes_again() -> None:
    named = (USER, {**BROKER, "nation": "CN"})
    assert review(*named, by=screener(MATCH)).to_json() == review(*named, by=screener(MATCH)).to_json()


# How it is told.


@pytest.mark.parametrize("statuses", [(), (MATCH,), (POSSIBLE, NOT_SCREENED)])
def test_the_json_is_that_of_the_schema(statuses: tuple[str, ...]) -> None:
    found = review(USER, {**BROKER, "nation": "CN"}, by=screener(*statuses))
    Draft202012Validator(schema()).validate(json.loads(found.to_json()))
    Draft202012Validator(schema()).validate(json.loads(review().to_json()))


def test_text_markdown_and_html_tell_of_every_party() -> None:
    found = review(USER, {**BROKER, "nation": "CN", "address": None}, by=screener(MATCH, NOT_SCREENED))
    for told in (found.explain(), found.to_markdown(), found.to_html()):
        flat = " ".join(told.split())
        assert "2: 1 not screened, 1 match" in flat
        assert "score 0.91" in flat
        assert "The name differs in one letter." in flat
        assert "All items subject to the EAR" in flat
        assert "Presumption of denial" in flat
        assert "20 November 2026" in flat
        assert "older than seven days" in flat
        assert "intermediary in a nation of concern" in flat
        assert "Red Flag Indicators" in flat
        assert "parties" in flat and "[1].address" in flat.replace("\\", "")
        assert OWNERSHIP in flat
    assert "<b>|*" not in found.to_html()
    assert "### Broker \\<b\\>" in found.to_markdown()


def test_the_parties_stand_after_the_reasons() -> None:
    text = review(USER, by=screener()).explain()
    assert text.index("WHY ") < text.index("PARTIES ") < text.index("WHAT TO DO ")


def test_without_parties_the_report_says_that_none_is_named() -> None:
    text = review().explain()
    assert "Parties " in text
    assert "none named" in text
    assert "PARTIES " not in text


# At the command.


def test_the_command_takes_parties_as_options_and_from_files(tmp_path: Path) -> None:
    party = "name=ACME, Ltd, role=end_user, nation=IT, aliases=Acme; A C M E, identifiers=passport: A1"
    ran = licet_command("review", "--kind", "uas", "--recipient", "IT", "--parties", party, "--format", "json")
    found = json.loads(ran.stdout)
    assert found["screening"] == NOT_SCREENED
    assert found["parties"][0]["party"]["aliases"] == ["Acme", "A C M E"]
    assert found["parties"][0]["party"]["identifiers"] == [{"kind": "passport", "value": "A1"}]
    file = tmp_path / "t.json"
    file.write_text(json.dumps(found["transfer"]), encoding="utf-8")
    again = json.loads(licet_command("review", str(file), "--format", "json").stdout)
    assert again["parties"] == found["parties"]


def test_a_table_answers_a_row_with_parties_as_a_review_does(tmp_path: Path) -> None:
    import polars as pl

    rows = [
        {"recipient": "IT", "kind": "uas", "parties": "name=A, role=broker, nation=CN; name=B", "screening": None},
        {"recipient": "IT", "kind": "uas", "parties": None, "screening": "match"},
        {"recipient": "IT", "kind": "uas", "parties": None, "screening": None},
    ]
    file = tmp_path / "t.csv"
    pl.DataFrame(rows).write_csv(file)
    out = tmp_path / "o.csv"
    licet_command("run", str(file), "-o", str(out))
    told = pl.read_csv(io.BytesIO(out.read_bytes())).get_column("obligations_possible").to_list()
    assert "screen_parties" in told[0] and "resolve_red_flags" in told[0]
    assert "resolve_screening_hits" in told[1] and "screen_parties" not in told[1]
    assert "screen_parties" not in told[2] and "resolve_" not in told[2]


def test_what_each_party_may_get_to_whom_is_found_for_each_nation() -> None:
    named = [{**BROKER, "nation": "CN"}]
    found = licet.eligible({**MISSILE, "parties": named})
    assert found.nations
