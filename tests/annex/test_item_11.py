"""Item 11: avionics."""

from __future__ import annotations

import pytest
from annex.asking import (
    DESIGNED,
    MET,
    NOT_MET,
    OPEN,
    UNRELATED,
    Item,
    Limit,
    assert_open_for_want_of,
    assert_tied,
    at_limits,
    below,
    classified,
    left_out,
    met,
    part_of,
    serving,
    verdict,
    within,
    without,
)

RADAR: Item = {"kind": "component", "part": "radar"}
PASSIVE: Item = {"kind": "component", "part": "passive_sensor"}
# A receiver that meets neither entry on its own, and one for each way in.
PLAIN_RECEIVER: Item = {
    "kind": "component",
    "part": "satnav_receiver",
    "navigation_satellite_system": "GPS",
    "airborne": True,
    "max_speed_nav": "515 m/s",
    "decrypts_government_signal": False,
    "antijam_null_steering": False,
    "civil_satnav_service": False,
}
CREWED_RECEIVER = part_of("a crewed aircraft", PLAIN_RECEIVER, UNRELATED)
FAST_RECEIVER: Item = {**CREWED_RECEIVER, "max_speed_nav": "2000 m/s"}
DECRYPTING_RECEIVER: Item = {**CREWED_RECEIVER, "decrypts_government_signal": True}
ANTIJAM_RECEIVER: Item = {**CREWED_RECEIVER, "antijam_null_steering": True}
HOT_ASSEMBLY: Item = {
    "kind": "component",
    "part": "electronic_assembly",
    "military_use": True,
    "operating_temperature_max": "150 degC",
}
CONNECTOR: Item = {"kind": "component", "part": "umbilical_connector"}

ARTICLES = {
    "11.A.1": part_of("1.A.2", RADAR),
    "11.A.2": part_of("1.A.2", PASSIVE),
    "11.A.3.a": part_of("1.A.2", PLAIN_RECEIVER),
    "11.A.3.b": FAST_RECEIVER,
    "11.A.4": part_of("1.A.2", HOT_ASSEMBLY),
    "11.A.5": part_of("1.A.1", CONNECTOR),
}


@pytest.mark.parametrize("code", ARTICLES)
def test_each_sample_meets_its_entry_and_no_other_of_the_annex(code: str) -> None:
    assert met(ARTICLES[code]) == [code]
    assert classified(ARTICLES[code]).category.value == "II"


LIMITS: list[Limit] = [
    ("11.A.3.b", FAST_RECEIVER, "max_speed_nav", ["600.1 m/s", "2161 km/h"], ["600 m/s", "2160 km/h", "515 m/s"]),
    *(
        ("11.A.3.b", sample, "airborne", [True], [False])
        for sample in (FAST_RECEIVER, DECRYPTING_RECEIVER, ANTIJAM_RECEIVER)
    ),
    ("11.A.3.b", DECRYPTING_RECEIVER, "decrypts_government_signal", [True], [False]),
    ("11.A.3.b", ANTIJAM_RECEIVER, "antijam_null_steering", [True], [False]),
    (
        "11.A.4",
        ARTICLES["11.A.4"],
        "operating_temperature_max",
        ["125.1 degC", "399 K"],
        ["125 degC", "398.15 K", "85 degC"],
    ),
    ("11.A.4", ARTICLES["11.A.4"], "military_use", [True], [False]),
]


@pytest.mark.parametrize(("code", "item", "expected"), at_limits(LIMITS))
def test_the_limits_of_item_11(code: str, item: Item, expected: str) -> None:
    assert verdict(code, item) == expected


NEEDED = {
    "11.A.3.b": (FAST_RECEIVER, ["airborne", "max_speed_nav"]),
    "11.A.4": (ARTICLES["11.A.4"], ["operating_temperature_max", "military_use"]),
}


@pytest.mark.parametrize(("code", "item", "name"), left_out(NEEDED))
def test_without_a_fact_that_it_needs_the_entry_is_open_and_asks_for_it(code: str, item: Item, name: str) -> None:
    assert_open_for_want_of(code, item, name)


@pytest.mark.parametrize(
    ("code", "item", "least", "targets"),
    [
        ("11.A.1", RADAR, "designed or modified", ["1.A"]),
        ("11.A.2", PASSIVE, "designed or modified", ["1.A"]),
        ("11.A.3.a", PLAIN_RECEIVER, "designed or modified", ["1.A"]),
        ("11.A.4", HOT_ASSEMBLY, "designed or modified", ["1.A", "19.A"]),
        ("11.A.5", CONNECTOR, "specially designed", ["1.A.1", "19.A.1"]),
    ],
    ids=["11.A.1", "11.A.2", "11.A.3.a", "11.A.4", "11.A.5"],
)
def test_avionics_tied_to_listed_systems(code: str, item: Item, least: str, targets: list[str]) -> None:
    assert_tied(code, item, least, below(*targets))


# 11.A.3: receivers.


def test_11_a_3_b_any_of_three_ways_in() -> None:
    assert verdict("11.A.3.b", CREWED_RECEIVER) == NOT_MET
    for receiver in (FAST_RECEIVER, DECRYPTING_RECEIVER, ANTIJAM_RECEIVER):
        assert verdict("11.A.3.b", receiver) == MET
    for name in ("decrypts_government_signal", "antijam_null_steering"):
        assert verdict("11.A.3.b", without(CREWED_RECEIVER, name)) == OPEN
        assert verdict("11.A.3.b", without(FAST_RECEIVER, name)) == MET


@pytest.mark.parametrize(
    ("receiver", "expected"),
    [(FAST_RECEIVER, MET), (DECRYPTING_RECEIVER, NOT_MET), (ANTIJAM_RECEIVER, NOT_MET)],
    ids=["speed", "decryption", "anti-jam"],
)
def test_11_a_3_b_civil_services_are_out_save_for_speed(receiver: Item, expected: str) -> None:
    assert verdict("11.A.3.b", {**receiver, "civil_satnav_service": True}) == expected


@pytest.mark.parametrize("system", ["GPS", "Galileo", "NavIC", "QZSS"])
def test_11_a_3_regional_systems_are_included(system: str) -> None:
    for code in ("11.A.3.a", "11.A.3.b"):
        assert verdict(code, {**ARTICLES[code], "navigation_satellite_system": system}) == MET


def test_11_a_3_b_does_not_turn_on_a_system() -> None:
    for system in ("1.A.1", "19.A.2", "a short drone"):
        assert verdict("11.A.3.b", part_of(system, {**PLAIN_RECEIVER, "max_speed_nav": "700 m/s"}, UNRELATED)) == MET


# 11.A.4: heat.


def test_11_a_4_the_junction_is_no_colder_than_what_surrounds_it() -> None:
    unknown = without(ARTICLES["11.A.4"], "operating_temperature_max")
    assert verdict("11.A.4", {**unknown, "junction_temperature_max": "120 degC"}) == NOT_MET
    assert verdict("11.A.4", {**unknown, "junction_temperature_max": "150 degC"}) == OPEN
    assert verdict("11.A.4", {**unknown, "storage_temperature_max": "85 degC"}) == OPEN


# 11.D and 11.E.

SOFTWARE = {
    "11.A.1": "11.D.1",
    "11.A.2": "11.D.1",
    "11.A.3.a": "11.D.2",
    "11.A.3.b": "11.D.2",
    "11.A.4": "11.D.1",
}


@pytest.mark.parametrize("code", ARTICLES)
def test_software_for_avionics(code: str) -> None:
    program = {
        **serving("software", ARTICLES[code], software_purpose="use"),
        "designed_or_modified": True,
        "specially_designed": True,
    }
    assert within(11, met(program)) == ([SOFTWARE[code]] if code in SOFTWARE else [])


@pytest.mark.parametrize("code", SOFTWARE)
def test_software_that_was_not_made_for_avionics_is_not_listed(code: str) -> None:
    program = {**serving("software", ARTICLES[code], software_purpose="use"), **UNRELATED}
    assert within(11, met(program)) == []


@pytest.mark.parametrize("code", ["11.A.3.a", "11.A.3.b"])
def test_11_d_2_needs_special_design_for_the_receiver(code: str) -> None:
    program = {**serving("software", ARTICLES[code], software_purpose="use"), **DESIGNED}
    assert verdict("11.D.2", program) == NOT_MET


def test_11_e_1_technology_for_the_design_of_protection() -> None:
    know_how: Item = {"kind": "technology", "for_kind": "other", "part": "emp_protection"}
    assert met(know_how) == ["11.E.1"]
    assert verdict("11.E.1", know_how, design_technology=False) == NOT_MET
    assert verdict("11.E.1", know_how, released_by_general_note=True) == NOT_MET


@pytest.mark.parametrize("code", ARTICLES)
def test_11_e_2_technology_for_item_11(code: str) -> None:
    know_how = serving("technology", ARTICLES[code])
    assert verdict("11.E.2", know_how) == MET
    assert verdict("11.E.2", know_how, released_by_general_note=True) == NOT_MET


@pytest.mark.parametrize("code", SOFTWARE)
def test_11_e_2_reaches_technology_for_the_software_of_11_d(code: str) -> None:
    program = {**serving("software", ARTICLES[code], software_purpose="use"), "specially_designed": True}
    assert verdict("11.E.2", serving("technology", program)) == MET
