"""Item 14: analogue-to-digital converters."""

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

CONVERTER: Item = {"kind": "component", "part": "adc", "mil_spec_rugged": True}
PLAIN_CHIP: Item = {
    "kind": "component",
    "part": "adc_microcircuit",
    "military_use": True,
    "total_dose": "10 krad",
    "operating_temperature_min": "-40 degC",
    "operating_temperature_max": "85 degC",
    "hermetically_sealed": True,
}
WIDE_CHIP: Item = {**PLAIN_CHIP, "operating_temperature_min": "-55 degC", "operating_temperature_max": "150 degC"}
HARD_CHIP: Item = {**PLAIN_CHIP, "total_dose": "1 Mrad"}
BOARD: Item = {
    "kind": "component",
    "part": "adc_board",
    "military_use": True,
    "electrical_input_type": True,
    "holds_listed_converter": True,
    "operating_temperature_min": "-55 degC",
    "operating_temperature_max": "90 degC",
}
BARE = {"14.A.1.a": CONVERTER, "14.A.1.b.1": WIDE_CHIP, "14.A.1.b.2": BOARD}
ARTICLES = {code: part_of("1.A.1", item, USABLE) for code, item in BARE.items()}
WIDE = ARTICLES["14.A.1.b.1"]
HARD = part_of("1.A.1", HARD_CHIP, USABLE)


@pytest.mark.parametrize("code", ARTICLES)
def test_each_sample_meets_its_entry_and_no_other_of_the_annex(code: str) -> None:
    assert met(ARTICLES[code]) == [code]
    assert classified(ARTICLES[code]).category.value == "II"


@pytest.mark.parametrize("code", ARTICLES)
def test_converters_usable_in_systems_of_1_a(code: str) -> None:
    assert_tied(code, BARE[code], "usable in", below("1.A"))


LIMITS: list[Limit] = [
    ("14.A.1.a", ARTICLES["14.A.1.a"], "mil_spec_rugged", [True], [False]),
    ("14.A.1.b.1", WIDE, "operating_temperature_min", ["-54.1 degC", "-65 degC"], ["-53.9 degC", "-40 degC"]),
    ("14.A.1.b.1", WIDE, "operating_temperature_max", ["125.1 degC", "175 degC"], ["125 degC", "85 degC"]),
    ("14.A.1.b.1", WIDE, "hermetically_sealed", [True], [False]),
    ("14.A.1.b.1", WIDE, "military_use", [True], [False]),
    ("14.A.1.b.1", HARD, "military_use", [True], [False]),
    ("14.A.1.b.1", HARD, "total_dose", ["500 krad", "5 kGy"], ["499.9 krad", "4.99 kGy"]),
    (
        "14.A.1.b.2",
        ARTICLES["14.A.1.b.2"],
        "operating_temperature_min",
        ["-45.1 degC", "-54 degC"],
        ["-45 degC", "-40 degC"],
    ),
    ("14.A.1.b.2", ARTICLES["14.A.1.b.2"], "operating_temperature_max", ["80.1 degC", "125 degC"], ["80 degC"]),
    ("14.A.1.b.2", ARTICLES["14.A.1.b.2"], "military_use", [True], [False]),
    ("14.A.1.b.2", ARTICLES["14.A.1.b.2"], "electrical_input_type", [True], [False]),
    ("14.A.1.b.2", ARTICLES["14.A.1.b.2"], "holds_listed_converter", [True], [False]),
]


@pytest.mark.parametrize(("code", "item", "expected"), at_limits(LIMITS))
def test_the_limits_of_item_14(code: str, item: Item, expected: str) -> None:
    assert verdict(code, item) == expected


NEEDED = {
    "14.A.1.a": (ARTICLES["14.A.1.a"], ["mil_spec_rugged"]),
    "14.A.1.b.1": (
        WIDE,
        ["military_use", "operating_temperature_min", "operating_temperature_max", "hermetically_sealed"],
    ),
    "14.A.1.b.2": (
        ARTICLES["14.A.1.b.2"],
        [
            "military_use",
            "electrical_input_type",
            "holds_listed_converter",
            "operating_temperature_min",
            "operating_temperature_max",
        ],
    ),
}


@pytest.mark.parametrize(("code", "item", "name"), left_out(NEEDED))
def test_without_a_fact_that_it_needs_the_entry_is_open_and_asks_for_it(code: str, item: Item, name: str) -> None:
    assert_open_for_want_of(code, item, name)


def test_14_a_1_b_1_exactly_minus_54_degrees_is_open() -> None:
    edge = {**WIDE, "operating_temperature_min": "-54 degC"}
    assert_open_for_want_of("14.A.1.b.1", edge, "minus_54_counts")
    assert verdict("14.A.1.b.1", {**edge, "minus_54_counts": True}) == MET
    assert verdict("14.A.1.b.1", {**edge, "minus_54_counts": False}) == NOT_MET


def test_14_a_1_b_1_that_minus_54_counts_says_nothing_of_warmer_limits() -> None:
    assert (
        verdict("14.A.1.b.1", {**WIDE, "operating_temperature_min": "-53.9 degC", "minus_54_counts": True}) == NOT_MET
    )


def test_14_a_1_b_1_radiation_hardness_is_enough_without_the_temperatures() -> None:
    assert verdict("14.A.1.b.1", {**HARD, "hermetically_sealed": False}) == MET
    assert verdict("14.A.1.b.1", without(HARD, "operating_temperature_min", "operating_temperature_max")) == MET


def test_14_a_1_b_2_a_board_without_a_listed_chip_is_out_however_cold_it_works() -> None:
    assert verdict("14.A.1.b.2", {**ARTICLES["14.A.1.b.2"], "holds_listed_converter": False}) == NOT_MET


def test_14_a_1_storage_temperatures_are_none_of_it() -> None:
    stored = without(WIDE, "operating_temperature_min", "operating_temperature_max")
    stored = {**stored, "storage_temperature_min": "-65 degC", "storage_temperature_max": "150 degC"}
    assert verdict("14.A.1.b.1", stored) == OPEN


@pytest.mark.parametrize("code", ARTICLES)
def test_14_e_1_technology_for_converters(code: str) -> None:
    know_how = serving("technology", ARTICLES[code])
    assert met(know_how) == ["14.E.1"]
    assert verdict("14.E.1", know_how, released_by_general_note=True) == NOT_MET


def test_item_14_lists_no_software() -> None:
    assert met(serving("software", ARTICLES["14.A.1.a"])) == []
