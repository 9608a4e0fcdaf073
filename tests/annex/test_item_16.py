"""Item 16: modelling, simulation and design integration."""

from __future__ import annotations

import pytest
from annex.asking import (
    DESIGNED,
    MET,
    NOT_MET,
    SPECIAL,
    Item,
    assert_open_for_want_of,
    assert_tied,
    below,
    met,
    part_of,
    serving,
    verdict,
    without,
)

HYBRID: Item = {"kind": "component", "part": "hybrid_computer", "supplied_with_listed_simulation_software": True}
PROGRAM: Item = {"kind": "software", "part": "simulation"}


def of_subsystem(item: Item, subsystem: str) -> Item:
    """Something that models a subsystem, whose complete system does not count."""
    return {
        **item,
        **SPECIAL,
        "for_kind": "subsystem",
        "system_kind": "ballistic_missile",
        "range": "1000 km",
        "payload": "1000 kg",
        "modelled_subsystem": subsystem,
    }


def test_16_a_1_hybrid_computers_specially_designed_for_systems_of_1_a() -> None:
    assert_tied("16.A.1", HYBRID, "specially designed", below("1.A"))


def test_16_a_1_only_when_supplied_with_the_software_of_16_d_1() -> None:
    computer = part_of("1.A.1", HYBRID)
    assert met(computer) == ["16.A.1"]
    assert verdict("16.A.1", computer, supplied_with_listed_simulation_software=False) == NOT_MET
    unknown = without(computer, "supplied_with_listed_simulation_software")
    assert_open_for_want_of("16.A.1", unknown, "supplied_with_listed_simulation_software")


@pytest.mark.parametrize(
    ("subsystem", "computer", "program"), [("item_2", MET, MET), ("item_20", NOT_MET, MET), ("none", NOT_MET, NOT_MET)]
)
def test_subsystems_of_item_2_count_for_both_and_those_of_item_20_for_software_alone(
    subsystem: str, computer: str, program: str
) -> None:
    small: Item = {"range": "100 km", "payload": "20 kg"}
    assert verdict("16.A.1", {**of_subsystem(HYBRID, subsystem), **small}) == computer
    assert verdict("16.D.1", {**of_subsystem(PROGRAM, subsystem), **small}) == program


def test_16_d_1_software_specially_designed_for_systems_of_1_a() -> None:
    assert_tied("16.D.1", PROGRAM, "specially designed", below("1.A"))
    assert verdict("16.D.1", part_of("1.A.1", PROGRAM, DESIGNED)) == NOT_MET


def test_16_e_1_technology_for_item_16() -> None:
    for served in (part_of("1.A.1", HYBRID), part_of("1.A.1", PROGRAM)):
        know_how = serving("technology", served)
        assert verdict("16.E.1", know_how) == MET
        assert verdict("16.E.1", know_how, released_by_general_note=True) == NOT_MET
    idle = serving("technology", part_of("1.A.1", {**HYBRID, "supplied_with_listed_simulation_software": False}))
    assert verdict("16.E.1", idle) == NOT_MET
