"""Item 10: flight control."""

from __future__ import annotations

import pytest
from annex.asking import (
    MET,
    NOT_MET,
    SYSTEMS,
    Item,
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

CONTROLS: Item = {"kind": "component", "part": "flight_control_system"}
ATTITUDE: Item = {"kind": "component", "part": "attitude_control"}
VALVE: Item = {"kind": "component", "part": "flight_control_valve", "vibration_rms": "20 g0"}
ARTICLES = {
    "10.A.1": part_of("1.A.2", CONTROLS),
    "10.A.2": part_of("1.A.1", ATTITUDE),
    "10.A.3": part_of("1.A.1", VALVE),
}
TEST_BENCH: Item = {
    "kind": "production_equipment",
    "part": "flight_control_test_equipment",
    "tests_calibrates_or_aligns": True,
    "serves_listed_flight_control": True,
    "specially_designed": True,
}


@pytest.mark.parametrize("code", ARTICLES)
def test_each_sample_meets_its_entry_and_no_other_of_the_annex(code: str) -> None:
    assert met(ARTICLES[code]) == [code]
    assert classified(ARTICLES[code]).category.value == "II"


@pytest.mark.parametrize(
    ("code", "item"),
    [("10.A.1", CONTROLS), ("10.A.2", ATTITUDE), ("10.A.3", VALVE)],
    ids=["10.A.1", "10.A.2", "10.A.3"],
)
def test_flight_control_designed_or_modified_for_systems_of_1_a(code: str, item: Item) -> None:
    assert_tied(code, item, "designed or modified", below("1.A"))


@pytest.mark.parametrize(
    ("code", "item", "expected"),
    at_limits(
        [("10.A.3", ARTICLES["10.A.3"], "vibration_rms", ["10.01 g0", "98.1 m/s^2"], ["10 g0", "98 m/s^2", "1 g0"])]
    ),
)
def test_10_a_3_above_10_g_from_20_hz_to_2_khz(code: str, item: Item, expected: str) -> None:
    assert verdict(code, item) == expected


@pytest.mark.parametrize(("code", "item", "name"), left_out({"10.A.3": (ARTICLES["10.A.3"], ["vibration_rms"])}))
def test_without_a_fact_that_it_needs_the_entry_is_open_and_asks_for_it(code: str, item: Item, name: str) -> None:
    assert_open_for_want_of(code, item, name)


def test_a_part_that_says_nothing_of_its_system_is_open() -> None:
    assert_open_for_want_of("10.A.1", without(ARTICLES["10.A.1"], "range"), "range")


@pytest.mark.parametrize("code", ARTICLES)
def test_10_b_1_equipment_that_tests_listed_flight_control(code: str) -> None:
    bench = {
        **serving("production_equipment", ARTICLES[code], tests_calibrates_or_aligns=True),
        "specially_designed": True,
    }
    assert verdict("10.B.1", bench) == MET
    assert verdict("10.B.1", bench, specially_designed=False) == NOT_MET
    assert verdict("10.B.1", bench, tests_calibrates_or_aligns=False) == NOT_MET


def test_10_b_1_equipment_by_its_own_name() -> None:
    assert verdict("10.B.1", TEST_BENCH) == MET
    assert verdict("10.B.1", TEST_BENCH, specially_designed=False) == NOT_MET


@pytest.mark.parametrize("code", ARTICLES)
def test_10_d_1_software_for_the_use_of_10_a(code: str) -> None:
    program = serving("software", ARTICLES[code], software_purpose="use")
    assert met(program) == ["10.D.1"]
    assert verdict("10.D.1", program, designed_or_modified=False) == NOT_MET


def test_10_d_1_software_for_the_use_of_10_b() -> None:
    program = {**serving("software", TEST_BENCH, software_purpose="use"), "designed_or_modified": True}
    assert verdict("10.D.1", program) == MET


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize(
    ("code", "part", "targets"),
    [
        ("10.E.1", "airframe_integration", ["1.A.2", "19.A.2"]),
        ("10.E.2", "flight_management_integration", ["1.A.1", "19.A.1"]),
    ],
)
def test_design_technology_for_complete_systems(code: str, part: str, targets: list[str], system: str) -> None:
    know_how = part_of(system, {"kind": "technology", "part": part})
    assert verdict(code, know_how) == (MET if system in targets else NOT_MET)
    assert verdict(code, know_how, released_by_general_note=True) == NOT_MET


@pytest.mark.parametrize("code", [*ARTICLES, "10.B.1"])
def test_10_e_3_technology_for_item_10(code: str) -> None:
    know_how = serving("technology", {**ARTICLES, "10.B.1": TEST_BENCH}[code])
    assert verdict("10.E.3", know_how) == MET
    assert verdict("10.E.3", know_how, released_by_general_note=True) == NOT_MET


def test_10_e_3_reaches_technology_for_the_software_of_10_d() -> None:
    program = serving("software", ARTICLES["10.A.1"], software_purpose="use")
    assert verdict("10.E.3", serving("technology", program)) == MET


def test_software_and_technology_for_what_falls_short_are_not_listed() -> None:
    weak = {**ARTICLES["10.A.3"], "vibration_rms": "5 g0"}
    assert within(10, met(serving("software", weak))) == []
    assert within(10, met(serving("technology", weak))) == []
