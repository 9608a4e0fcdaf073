"""Item 17: reduced observables."""

from __future__ import annotations

import pytest
from annex.asking import (
    DESIGNED,
    MET,
    NOT_MET,
    USABLE,
    Item,
    assert_open_for_want_of,
    assert_tied,
    below,
    classified,
    met,
    part_of,
    serving,
    verdict,
    within,
    without,
)

DEVICE: Item = {"kind": "component", "part": "signature_reduction_device"}
RANGE: Item = {
    "kind": "production_equipment",
    "part": "signature_measurement",
    "rcs_measurement_designed": True,
}
COATING: Item = {"kind": "material", "part": "signature_material", "satellite_thermal_coating": False}
ARTICLES = {
    "17.A.1": part_of("1.A.2", DEVICE, USABLE),
    "17.B.1": part_of("1.A.2", RANGE, USABLE),
    "17.C.1": part_of("1.A.2", COATING, USABLE),
}


@pytest.mark.parametrize("code", ARTICLES)
def test_each_sample_meets_its_entry_and_no_other_of_the_annex(code: str) -> None:
    assert met(ARTICLES[code]) == [code]
    assert classified(ARTICLES[code]).category.value == "II"


@pytest.mark.parametrize(
    ("code", "item", "targets"),
    [
        ("17.A.1", DEVICE, ["1.A", "19.A"]),
        ("17.B.1", RANGE, ["1.A", "19.A.1", "19.A.2"]),
        ("17.C.1", COATING, ["1.A", "19.A"]),
    ],
    ids=["17.A.1", "17.B.1", "17.C.1"],
)
def test_reduced_observables_usable_in_listed_systems(code: str, item: Item, targets: list[str]) -> None:
    assert_tied(code, item, "usable in", below(*targets))


def test_17_b_1_only_what_was_made_to_measure_radar_cross_sections() -> None:
    assert verdict("17.B.1", ARTICLES["17.B.1"], rcs_measurement_designed=False) == NOT_MET
    unknown = without(ARTICLES["17.B.1"], "rcs_measurement_designed")
    assert_open_for_want_of("17.B.1", unknown, "rcs_measurement_designed")


def test_17_c_1_thermal_coatings_of_satellites_are_out() -> None:
    assert verdict("17.C.1", ARTICLES["17.C.1"], satellite_thermal_coating=True) == NOT_MET


def test_whether_it_can_be_used_in_a_listed_system_is_asked_of_materials_and_equipment() -> None:
    for code in ("17.B.1", "17.C.1"):
        assert_open_for_want_of(code, without(ARTICLES[code], "usable_in_system"), "usable_in_system")


def test_17_d_1_software_specially_designed_for_reduced_observables() -> None:
    design = part_of("1.A.2", {"kind": "other", "part": "signature_design"})
    for article in (ARTICLES["17.A.1"], ARTICLES["17.C.1"], design):
        program = {**serving("software", article), "designed_or_modified": True, "specially_designed": True}
        assert verdict("17.D.1", program) == MET
        assert verdict("17.D.1", {**program, **DESIGNED}) == NOT_MET


@pytest.mark.parametrize("code", ARTICLES)
def test_17_e_1_technology_for_item_17(code: str) -> None:
    know_how = serving("technology", ARTICLES[code])
    assert verdict("17.E.1", know_how) == MET
    assert verdict("17.E.1", know_how, released_by_general_note=True) == NOT_MET


def test_17_e_1_databases_for_the_analysis_of_signatures() -> None:
    database = part_of("1.A.2", {"kind": "technology", "part": "signature_design", "signature_database": True})
    assert verdict("17.E.1", database) == MET
    assert verdict("17.E.1", database, signature_database=False) != MET


def test_technology_for_a_coating_that_is_not_listed_is_not_listed() -> None:
    thermal = {**ARTICLES["17.C.1"], "satellite_thermal_coating": True}
    assert within(17, met(serving("technology", thermal))) == []
