"""Item 18: protection against nuclear effects."""

from __future__ import annotations

import pytest
from annex.asking import (
    MET,
    NOT_MET,
    OPEN,
    USABLE,
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

CHIP: Item = {
    "kind": "component",
    "part": "microcircuit",
    "usable_for_nuclear_effects_protection": True,
    "total_dose": "1 Mrad",
}
DETECTOR: Item = {
    "kind": "component",
    "part": "radiation_detector",
    "designed_for_nuclear_effects_protection": True,
}
RADOME: Item = {
    "kind": "component",
    "part": "radome",
    "usable_for_nuclear_effects_protection": True,
    "thermal_shock": "8 MJ/m^2",
    "overpressure": "100 kPa",
}
ARTICLES = {
    "18.A.1": part_of("1.A.1", CHIP, USABLE),
    "18.A.2": part_of("1.A.1", DETECTOR),
    "18.A.3": part_of("1.A.1", RADOME, USABLE),
}


@pytest.mark.parametrize("code", ARTICLES)
def test_each_sample_meets_its_entry_and_no_other_of_the_annex(code: str) -> None:
    assert met(ARTICLES[code]) == [code]
    assert classified(ARTICLES[code]).category.value == "II"


@pytest.mark.parametrize(
    ("code", "item", "least"),
    [
        ("18.A.1", CHIP, "usable in"),
        ("18.A.2", DETECTOR, "usable in"),
        ("18.A.3", RADOME, "usable in"),
    ],
    ids=["18.A.1", "18.A.2", "18.A.3"],
)
def test_protection_tied_to_systems_of_1_a(code: str, item: Item, least: str) -> None:
    assert_tied(code, item, least, below("1.A"))


LIMITS: list[Limit] = [
    ("18.A.1", ARTICLES["18.A.1"], "total_dose", ["500 krad", "5 kGy", "500000 rad(Si)"], ["499.9 krad", "300 krad"]),
    ("18.A.1", ARTICLES["18.A.1"], "usable_for_nuclear_effects_protection", [True], [False]),
    (
        "18.A.3",
        ARTICLES["18.A.3"],
        "thermal_shock",
        ["4184001 J/m^2", "100.1 cal/cm^2"],
        ["4184000 J/m^2", "4.184 MJ/m^2", "100 cal/cm^2"],
    ),
    ("18.A.3", ARTICLES["18.A.3"], "overpressure", ["50.1 kPa", "7.3 psi"], ["50 kPa", "7.2 psi"]),
    ("18.A.3", ARTICLES["18.A.3"], "usable_for_nuclear_effects_protection", [True], [False]),
]


@pytest.mark.parametrize(("code", "item", "expected"), at_limits(LIMITS))
def test_the_limits_of_item_18(code: str, item: Item, expected: str) -> None:
    assert verdict(code, item) == expected


NEEDED = {
    "18.A.1": (ARTICLES["18.A.1"], ["total_dose"]),
    "18.A.3": (ARTICLES["18.A.3"], ["thermal_shock", "overpressure"]),
}


@pytest.mark.parametrize(("code", "item", "name"), left_out(NEEDED))
def test_without_a_fact_that_it_needs_the_entry_is_open_and_asks_for_it(code: str, item: Item, name: str) -> None:
    assert_open_for_want_of(code, item, name)


@pytest.mark.parametrize("code", ["18.A.1", "18.A.3"])
def test_that_a_hard_part_can_protect_a_missile_is_not_taken_for_granted(code: str) -> None:
    assert verdict(code, without(ARTICLES[code], "usable_for_nuclear_effects_protection")) == OPEN


def test_18_a_2_a_detector_is_not_refuted_by_a_low_dose() -> None:
    for dose in ("1 krad", "499 krad", "1 Mrad"):
        assert verdict("18.A.2", {**ARTICLES["18.A.2"], "total_dose": dose}) == MET


def test_18_a_2_a_detector_made_for_something_else_is_out() -> None:
    assert verdict("18.A.2", {**ARTICLES["18.A.2"], "designed_for_nuclear_effects_protection": False}) == NOT_MET


@pytest.mark.parametrize("code", ARTICLES)
def test_18_e_1_technology_for_item_18(code: str) -> None:
    know_how = serving("technology", ARTICLES[code])
    assert met(know_how) == ["18.E.1"]
    assert verdict("18.E.1", know_how, released_by_general_note=True) == NOT_MET


def test_item_18_lists_no_software() -> None:
    for article in ARTICLES.values():
        assert met(serving("software", article)) == []
