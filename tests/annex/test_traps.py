"""Where the Annex and the lists that carry it are easily misread: each trap a test."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from annex.asking import (
    MET,
    NOT_MET,
    OPEN,
    SYSTEMS,
    UNRELATED,
    USABLE,
    Item,
    classified,
    classifying,
    entry,
    met,
    part_of,
    verdict,
)

import licet

DRONE: Item = {"kind": "uas", "aerosol_dispenser": False}


def reviewed(item: Item, **facts: Any) -> Any:
    """A review of an item that a partner without rules of its own sends to another."""
    return licet.review({"date": "2025-01-10", "exporter": "GB", "recipient": "IT", "item": item, **facts})


# Numbers that mean different things on different lists.


def test_9a120_is_propellant_tanks_in_the_eu_and_a_spraying_drone_in_the_united_states() -> None:
    tank = entry("3.A.8", {"kind": "component", "part": "propellant_tank", "tank_for_annex_propellant": True})
    assert tank.verdict == MET
    assert "9A120" in tank.xref["eu"]
    assert "9A120" not in tank.xref.get("eccn", [])
    assert "9A103" in tank.xref["eccn"]
    drone = entry("19.A.3", {**DRONE, "range": "20 km"})
    assert "9A120" in drone.xref["eccn"]
    assert "9A120" not in drone.xref["eu"]
    assert "9A112.b" in drone.xref["eu"]


@pytest.mark.parametrize("day", ["2026-08-12", "2026-08-13", "2026-11-22"])
def test_9a012_keeps_the_reference_when_its_tiers_change_and_the_note_says_what_changed(day: str) -> None:
    found = entry("19.A.2", {**DRONE, "range": "600 km", "payload": "100 kg"}, on=day)
    assert found.verdict == MET
    assert "9A012" in found.xref["eccn"]
    note = found.relations["eccn"]["9A012"]
    assert "2026-08-13" in note
    assert "tiers" in note


@pytest.mark.parametrize(
    ("code", "heading"),
    [
        ("3.A.2", "9A111"),
        ("3.A.2", "9A011"),
        ("3.A.2", "9A118"),
        ("3.A.3", "9A108"),
        ("3.A.4", "9A117"),
        ("3.A.6", "9A109"),
        ("3.A.8", "9A103"),
        ("6.A.2", "1A102"),
        ("6.C.2", "1C102"),
        ("10.E.2", "7E104"),
        ("11.A.1", "7A106"),
        ("11.A.2", "7A115"),
        ("16.A.1", "4A102"),
        ("18.A.3", "6A103"),
        ("19.A.1", "9A104"),
    ],
)
def test_an_eccn_heading_that_only_says_see_the_itar_is_a_pointer(code: str, heading: str) -> None:
    relations = entry(code, {"kind": "material", "part": "other"}).relations["eccn"]
    assert relations[heading].split(";")[0] == "pointer"


# Substances, powders and fuels.


def test_hydrazine_is_listed_above_70_per_cent_and_not_at_it() -> None:
    hydrazine: Item = {"kind": "material", "part": "chemical", "substance": "hydrazine"}
    assert verdict("4.C.2.a", {**hydrazine, "concentration": "70 %"}) == NOT_MET
    assert verdict("4.C.2.a", {**hydrazine, "concentration": "70.1 %"}) == MET
    assert verdict("4.C.2.a", hydrazine) == OPEN


def test_kerosene_is_no_fuel_of_high_energy_density_however_much_energy_a_kilogram_holds() -> None:
    kerosene: Item = {
        "kind": "material",
        "part": "high_energy_fuel",
        "mixed_solid_and_liquid_fuel": False,
        "fossil_refined_or_biofuel": True,
        "specially_formulated_for_missile": False,
        "energy_per_mass": "43 MJ/kg",
    }
    for system in SYSTEMS:
        assert met(part_of(system, kerosene)) == []
        assert verdict("4.C.2.f", part_of(system, kerosene)) == NOT_MET
    assert met({"kind": "material", "part": "chemical", "substance": "kerosene"}) == []


def test_a_pure_powder_of_no_listed_metal_meets_nothing() -> None:
    copper: Item = {
        "kind": "material",
        "part": "metal_powder",
        "powder_metal": "other",
        "purity": "99.9 %",
        "particle_size": "10 um",
        "fraction_below_60um": "100 %",
        "fraction_below_63um": "100 %",
        "spherical_or_spheroidal": True,
        "for_missile_components": True,
    }
    found = classified(part_of("1.A.1", copper, USABLE))
    assert found.met == []
    assert found.open == []


def test_butyl_nena_is_open_since_its_row_is_not_confirmed() -> None:
    found = classified({"kind": "material", "part": "chemical", "substance": "butyl_nena"})
    assert (found.met, found.open) == ([], ["4.C.6.d.6.c"])


def test_specific_strength_as_a_length_is_worked_out_and_the_working_is_shown() -> None:
    prepreg: Item = {
        "kind": "material",
        "part": "prepreg",
        "tensile_strength": "3530 MPa",
        "tensile_modulus": "230 GPa",
        "density": "1.76 g/cm^3",
        "metal_coated": False,
        "glass_transition": "180 degC",
        "for_missile_composites": True,
    }
    found = classified(prepreg)
    assert found.entry("6.C.1").verdict == MET
    taken = {figure.fact: figure for figure in found.taken}
    assert "tensile_strength / (density * 9.80665 m/s^2)" in taken["item.specific_tensile_strength"].from_
    # 3,530 MPa over 1.76 g/cm³ and 9.80665 m/s² are 204.5 km.
    strength = taken["item.specific_tensile_strength"].value
    assert strength.endswith("km")
    assert float(strength.split()[0]) == pytest.approx(204.52, abs=0.1)
    assert "tensile_modulus" in taken["item.specific_modulus"].from_


# Engines.


@pytest.mark.parametrize(
    ("thrust", "expected"),
    [("400 N", NOT_MET), ("500 N", MET), ("8.89 kN", MET), ("8.9 kN", NOT_MET), ("20 kN", NOT_MET)],
)
def test_a_civil_certificate_helps_a_jet_engine_only_above_8_89_kn(thrust: str, expected: str) -> None:
    engine: Item = {
        "kind": "component",
        "part": "jet_engine",
        "thrust_max": thrust,
        "sfc": "0.1 kg/N/h",
        "dry_mass": "100 kg",
        "first_stage_rotor_diameter": "0.4 m",
        "civil_certified": True,
    }
    assert verdict("3.A.1.a", engine) == expected


@pytest.mark.parametrize(
    ("impulse", "system", "expected"),
    [
        ("0.8409 MN*s", "19.A.1", []),
        ("0.841 MN*s", "19.A.1", ["20.A.1.b.1"]),
        ("1.0999 MN*s", "19.A.1", ["20.A.1.b.1"]),
        ("1.1 MN*s", "19.A.1", []),
        ("0.8409 MN*s", "1.A.1", []),
        ("1.1 MN*s", "1.A.1", ["2.A.1.c.1"]),
        ("1.1 MN*s", "1.A.2", ["2.A.1.c.1"]),
        ("1.1 MN*s", "a short rocket", []),
    ],
)
def test_total_impulse_at_exactly_0_841_and_1_1_mn_s(impulse: str, system: str, expected: list[str]) -> None:
    motor: Item = {"kind": "subsystem", "part": "solid_rocket_motor", "total_impulse": impulse}
    assert met(part_of(system, motor)) == expected
    case: Item = {"kind": "component", "part": "motor_case", "total_impulse": impulse}
    assert met(part_of(system, case)) == (["3.A.3"] if expected else [])


# Instruments.


def test_an_accelerometer_made_for_oil_wells_is_not_listed_and_does_not_make_a_unit_listed() -> None:
    sensor: Item = {
        "kind": "component",
        "part": "accelerometer",
        "designed_for_inertial_navigation_or_guidance": True,
        "scale_factor_repeatability": "300 ppm",
        "bias_repeatability": "300 ug0",
        "operating_acceleration": "40 g0",
        "drilling_sensor": True,
    }
    unit: Item = {**sensor, "part": "inertial_system", "gyro_drift_rate_stability": "5 deg/h"}
    for system in ("1.A.1", "19.A.2"):
        assert verdict("9.A.3", part_of(system, sensor)) == NOT_MET
        assert verdict("9.A.3", part_of(system, {**sensor, "drilling_sensor": False})) == MET
        assert verdict("9.A.6", part_of(system, unit)) == NOT_MET
        assert verdict("9.A.6", part_of(system, {**unit, "drilling_sensor": False})) == MET


@pytest.mark.parametrize(
    ("instability", "expected"),
    [("0.003 deg/h", OPEN), ("0.3 deg/h", OPEN), ("0.5 deg/h", NOT_MET), ("0.6 deg/h", NOT_MET)],
)
def test_bias_instability_is_not_drift_rate_stability_but_a_lower_bound_of_it(instability: str, expected: str) -> None:
    gyro: Item = {"kind": "component", "part": "gyro", "gyro_bias_instability": instability}
    found = entry("9.A.4", part_of("1.A.1", gyro, USABLE))
    assert found.verdict == expected
    if expected == OPEN:
        assert "item.gyro_drift_rate_stability" in found.must_settle


@pytest.mark.parametrize(
    ("rate", "expected"),
    [
        ("1 deg/s", MET),
        ("30 deg/s", MET),
        ("30.1 deg/s", NOT_MET),
        ("200 deg/s", NOT_MET),
        ("399.9 deg/s", NOT_MET),
        ("400 deg/s", MET),
        ("3000 deg/s", MET),
    ],
)
def test_rate_tables_are_listed_when_fast_or_slow_and_not_between(rate: str, expected: str) -> None:
    table: Item = {
        "kind": "production_equipment",
        "part": "motion_simulator",
        "table_axes": 2,
        "sliprings_or_contactless": True,
        "table_rate": rate,
        "rate_resolution": "1 deg/s",
        "rate_accuracy": "0.1 deg/s",
        "rate_stability": "1 %",
        "table_position_accuracy": "60 arcsec",
    }
    assert verdict("9.B.2.c", table) == expected


# Names, silence and estimates.


def test_the_wording_of_a_name_alone_decides_nothing() -> None:
    found = classified({"name": "ballistic missile 600 kg 400 km"})
    assert found.category.value is None
    assert set(found.category.possible) == {"I", "II", "unlisted"}
    assert found.met == []
    assert {"1.A.1", "19.A.1"} <= set(found.open)


def test_silence_never_clears() -> None:
    silent = classifying({"kind": "component"}).verdicts
    goods = [code for code in silent if code.split(".")[1] in "AC" and code.split(".")[0] not in ("1", "19")]
    assert len(goods) > 100
    assert {silent[code] for code in goods} == {1}
    found = classified({"kind": "component"})
    assert found.met == []
    assert set(goods) <= set(found.open)
    assert found.category.value is None
    assert set(found.category.possible) == {"I", "II", "unlisted"}


@pytest.mark.parametrize("kind", ["material", "production_equipment", "production_facility", "software", "technology"])
def test_a_kind_alone_clears_no_item_that_lists_such_things(kind: str) -> None:
    silent = classifying({"kind": kind}).verdicts
    group = {"material": "C", "production_equipment": "B", "production_facility": "B", "software": "D"}.get(kind, "E")
    listed = [code for code, truth in silent.items() if code.split(".")[1] == group and truth == 1]
    assert len(listed) >= (5 if kind == "production_facility" else 10)
    assert 2 not in silent.values()


def test_item_19_cannot_be_met_while_item_1_is_open() -> None:
    ranges = ["250 km", "280 km", "299 km", "300 km", "500 km", ["200 km", "400 km"], None]
    payloads = ["100 kg", "450 kg", "480 kg", "499 kg", "500 kg", ["300 kg", "700 kg"], None]
    for kind, first, second in (("ballistic_missile", "1.A.1", "19.A.1"), ("uas", "1.A.2", "19.A.2")):
        for reach, payload in itertools.product(ranges, payloads):
            found = classifying({"kind": kind, "range": reach, "payload": payload}).verdicts
            if found[second] == 2:
                assert found[first] == 0, (kind, reach, payload)
            assert (found[first], found[second]) != (2, 1)


def test_a_rocket_of_480_kg_published_leaves_both_items_open() -> None:
    found = classified({"kind": "ballistic_missile", "range": "1000 km", "payload": "480 kg"})
    assert {"1.A.1", "19.A.1"} <= set(found.open)
    assert found.met == []
    assert set(found.category.possible) == {"I", "II"}


def test_endurance_and_speed_give_a_range_that_meets_300_km_as_an_estimate() -> None:
    found = classified({**DRONE, "payload": "50 kg", "endurance": "30 h", "cruise_speed": "200 km/h"})
    assert found.met == ["19.A.2"]
    [taken] = [figure for figure in found.taken if figure.fact == "item.range"]
    assert taken.value == "4200 km to 6000 km"
    assert "estimate" in taken.from_
    assert "estimate" in {warning.code for warning in found.warnings}


def test_an_estimate_that_straddles_300_km_settles_nothing() -> None:
    found = classified({**DRONE, "payload": "50 kg", "endurance": "1.5 h", "cruise_speed": "250 km/h"})
    assert found.met == []
    assert found.open == ["19.A.2"]
    [taken] = [figure for figure in found.taken if figure.fact == "item.range"]
    assert taken.value == "262.5 km to 375 km"
    assert found.category.value is None
    assert "item.range" in found.entry("19.A.2").must_settle


def test_what_is_stated_goes_before_an_estimate() -> None:
    found = classified(
        {**DRONE, "payload": "50 kg", "range": "150 km", "endurance": "30 h", "cruise_speed": "200 km/h"}
    )
    assert found.met == []
    assert "estimate" not in {warning.code for warning in found.warnings}


# Incorporation.


@pytest.mark.parametrize(
    ("inseparable", "category", "posture"),
    [(False, "I", "strong_presumption_of_denial"), (True, "II", "case_by_case"), (None, None, None)],
)
def test_a_category_i_item_inside_makes_a_system_category_i_unless_it_cannot_be_taken_out(
    inseparable: bool | None, category: str | None, posture: str | None
) -> None:
    rocket: Item = {
        "kind": "ballistic_missile",
        "range": "400 km",
        "payload": "200 kg",
        "contains_category_i_item": True,
        "incorporated_item_inseparable": inseparable,
    }
    d = reviewed(rocket)
    assert d.category.value == category
    assert d.regime_posture.value == posture


def test_a_category_i_item_inside_an_unlisted_part_makes_it_category_i() -> None:
    part = part_of("a short rocket", {"kind": "component", "part": "other"}, UNRELATED)
    held = {**part, "contains_category_i_item": True, "incorporated_item_inseparable": False}
    assert reviewed(part).category.value == "unlisted"
    assert reviewed(held).category.value == "I"
