"""Item 13: computers."""

from __future__ import annotations

import pytest
from annex.asking import (
    MET,
    NOT_MET,
    OPEN,
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
    without,
)

# A computer that meets no limb, and one for each.
PLAIN: Item = {
    "kind": "component",
    "part": "computer",
    "operating_temperature_min": "0 degC",
    "operating_temperature_max": "50 degC",
    "ruggedised": False,
    "total_dose": "10 krad",
}
WIDE: Item = {**PLAIN, "operating_temperature_min": "-55 degC", "operating_temperature_max": "85 degC"}
RUGGED: Item = {**PLAIN, "ruggedised": True}
HARDENED: Item = {**PLAIN, "total_dose": "1 Mrad"}
LIMBS = {"temperature": WIDE, "rugged": RUGGED, "hardened": HARDENED}


@pytest.mark.parametrize("limb", LIMBS)
def test_each_sample_meets_its_entry_and_no_other_of_the_annex(limb: str) -> None:
    computer = part_of("1.A.1", LIMBS[limb])
    assert met(computer) == ["13.A.1"]
    assert classified(computer).category.value == "II"


@pytest.mark.parametrize("limb", LIMBS)
def test_13_a_1_computers_designed_or_modified_for_systems_of_1_a(limb: str) -> None:
    assert_tied("13.A.1", LIMBS[limb], "designed or modified", below("1.A"))


LIMITS: list[Limit] = [
    (
        "13.A.1",
        part_of("1.A.1", WIDE),
        "operating_temperature_min",
        ["-45.1 degC", "-50 degF"],
        ["-45 degC", "-49 degF", "-40 degC"],
    ),
    (
        "13.A.1",
        part_of("1.A.1", WIDE),
        "operating_temperature_max",
        ["55.1 degC", "132 degF"],
        ["55 degC", "131 degF", "50 degC"],
    ),
    ("13.A.1", part_of("1.A.1", RUGGED), "ruggedised", [True], [False]),
    (
        "13.A.1",
        part_of("1.A.1", HARDENED),
        "total_dose",
        ["500 krad", "5 kGy", "0.5 Mrad", "500000 rad(Si)"],
        ["499.9 krad", "4.99 kGy", "100 krad"],
    ),
]


@pytest.mark.parametrize(("code", "item", "expected"), at_limits(LIMITS))
def test_the_limits_of_item_13(code: str, item: Item, expected: str) -> None:
    assert verdict(code, item) == expected


@pytest.mark.parametrize(
    ("code", "item", "name"),
    left_out(
        {
            "13.A.1": (
                part_of("1.A.1", {**WIDE, "operating_temperature_max": "85 degC"}),
                ["operating_temperature_min", "operating_temperature_max"],
            )
        }
    ),
)
def test_without_a_fact_that_it_needs_the_entry_is_open_and_asks_for_it(code: str, item: Item, name: str) -> None:
    assert_open_for_want_of(code, item, name)


def test_13_a_1_any_limb_will_do_and_none_is_taken_for_granted() -> None:
    assert verdict("13.A.1", part_of("1.A.1", PLAIN)) == NOT_MET
    assert verdict("13.A.1", part_of("1.A.1", without(PLAIN, "ruggedised"))) == OPEN
    assert verdict("13.A.1", part_of("1.A.1", without(PLAIN, "total_dose"))) == OPEN
    assert verdict("13.A.1", part_of("1.A.1", without(RUGGED, "total_dose", "operating_temperature_min"))) == MET


def test_13_a_1_one_end_of_the_temperatures_is_not_enough() -> None:
    assert verdict("13.A.1", part_of("1.A.1", {**WIDE, "operating_temperature_max": "50 degC"})) == NOT_MET
    assert verdict("13.A.1", part_of("1.A.1", {**WIDE, "operating_temperature_min": "0 degC"})) == NOT_MET


def test_13_e_1_technology_for_computers() -> None:
    for limb in LIMBS.values():
        know_how = serving("technology", part_of("1.A.1", limb))
        assert met(know_how) == ["13.E.1"]
        assert verdict("13.E.1", know_how, released_by_general_note=True) == NOT_MET
    assert met(serving("technology", part_of("1.A.1", PLAIN))) == []


def test_item_13_lists_no_software() -> None:
    assert met(serving("software", part_of("1.A.1", RUGGED))) == []
