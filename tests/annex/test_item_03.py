"""Item 3: propulsion components and equipment."""

from __future__ import annotations

from typing import Any

import pytest
from annex.asking import (
    MET,
    NO_MISSILE,
    NOT_MET,
    OPEN,
    SYSTEMS,
    USABLE,
    Item,
    Limit,
    assert_open_for_want_of,
    assert_tied,
    at_limits,
    below,
    classified,
    entry,
    left_out,
    met,
    part_of,
    serving,
    verdict,
    within,
    without,
)

# Samples, each of which meets its entry with figures that stand clear of the limits.

JET_ENGINE: Item = {
    "kind": "component",
    "part": "jet_engine",
    "thrust_max": "4 kN",
    "sfc": "0.11 kg/N/h",
    "dry_mass": "80 kg",
    "first_stage_rotor_diameter": "0.3 m",
    "civil_certified": False,
}
LIGHTLY_TIED: Item = {"designed_or_modified": False, "specially_designed": False}
CREWED = part_of("a crewed aircraft", JET_ENGINE, LIGHTLY_TIED)
RUGGED: Item = {"kind": "component", "vibration_rms": "20 g0", "component_specially_designed": True}
SERVO_VALVE = part_of(
    "1.A.1",
    {
        **RUGGED,
        "part": "propellant_servo_valve",
        "flow_rate": "40 L/min",
        "pressure_abs": "10 MPa",
        "response_time": "50 ms",
    },
)
PUMP = part_of(
    "1.A.1",
    {**RUGGED, "part": "propellant_pump", "shaft_speed": "20000 rpm", "discharge_pressure": "10 MPa"},
)
SLOW_PUMP: Item = {**PUMP, "shaft_speed": "5000 rpm"}
WEAK_PUMP: Item = {**PUMP, "discharge_pressure": "5 MPa"}
TURBINE = part_of("1.A.1", {**RUGGED, "part": "turbopump_turbine", "shaft_speed": "20000 rpm"})
BEARING: Item = {
    "kind": "component",
    "part": "ball_bearing",
    "iso492_class2_or_better": True,
    "bore_diameter": "20 mm",
    "outer_diameter": "47 mm",
    "bearing_width": "14 mm",
}
TANK: Item = {
    "kind": "component",
    "part": "propellant_tank",
    "tank_for_annex_propellant": True,
    "tank_for_rocket_propellant": False,
}
TURBOPROP = part_of(
    "1.A.2", {"kind": "component", "part": "turboprop_engine", "power_max": "80 kW", "civil_certified": False}
)
FLOW_FORMER: Item = {
    "kind": "production_equipment",
    "part": "flow_forming_machine",
    "nc_capable": True,
    "contouring_axes": 3,
    "usable_for_propulsion_parts": True,
}
RAMJET = part_of("1.A.2", {"kind": "component", "part": "ramjet_engine"})
MOTOR_CASE = part_of("1.A.1", {"kind": "component", "part": "motor_case", "total_impulse": "2 MN*s"})
STAGING = part_of("1.A.1", {"kind": "component", "part": "staging_mechanism"})
HYBRID_PART = part_of(
    "1.A.1",
    {
        "kind": "component",
        "part": "hybrid_motor_component",
        "total_impulse": "2 MN*s",
        "component_specially_designed": True,
    },
)
THRUST_CHAMBER = part_of("1.A.1", {"kind": "component", "part": "thrust_chamber", "total_impulse": "2 MN*s"})
LINER = part_of(
    "1.A.1",
    {"kind": "material", "part": "motor_liner", "total_impulse": "2 MN*s", "material_specially_designed": False},
)
INSULATION: Item = {**LINER, "part": "bulk_insulation"}

OTHERS = {
    "3.A.1.b": part_of("1.A.2", {"kind": "component", "part": "jet_engine", "thrust_max": "200 N"}),
    "3.A.2": RAMJET,
    "3.A.3": MOTOR_CASE,
    "3.A.4": STAGING,
    "3.A.5.a": SERVO_VALVE,
    "3.A.5.b": PUMP,
    "3.A.5.c": TURBINE,
    "3.A.6": HYBRID_PART,
    "3.A.8": TANK,
    "3.A.9": TURBOPROP,
    "3.A.10": THRUST_CHAMBER,
    "3.C.1": LINER,
    "3.C.2": INSULATION,
}
SAMPLES = {"3.A.1.a": CREWED, "3.A.7": BEARING, "3.B.3": FLOW_FORMER, **OTHERS}


@pytest.mark.parametrize("code", SAMPLES)
def test_each_sample_meets_its_entry_and_no_other_of_the_annex(code: str) -> None:
    assert met(SAMPLES[code]) == [code]
    assert classified(SAMPLES[code]).category.value == "II"


# Limits.

LIMITS: list[Limit] = [
    ("3.A.1.a", JET_ENGINE, "thrust_max", ["400.001 N", "0.5 kN", "100 lbf"], ["400 N", "399.9 N", "89 lbf", "0 N"]),
    (
        "3.A.1.a",
        JET_ENGINE,
        "sfc",
        ["0.15 kg/N/h", "0.1 kg/N/h", "1.47 lb/lbf/h"],
        ["0.1501 kg/N/h", "1.48 lb/lbf/h", "0.2 kg/N/h"],
    ),
    ("3.A.1.a", JET_ENGINE, "dry_mass", ["749.9 kg", "1 kg", "1650 lb"], ["750 kg", "751 kg", "1654 lb"]),
    ("3.A.1.a", JET_ENGINE, "first_stage_rotor_diameter", ["0.999 m", "999 mm"], ["1 m", "1000 mm", "2 m"]),
    ("3.A.5.a", SERVO_VALVE, "vibration_rms", ["10.1 g0", "98.2 m/s^2"], ["10 g0", "9.9 g0", "98 m/s^2"]),
    ("3.A.5.a", SERVO_VALVE, "flow_rate", ["24 L/min", "25 L/min"], ["23.9 L/min"]),
    ("3.A.5.a", SERVO_VALVE, "pressure_abs", ["7 MPa", "70 bar", "8 MPa"], ["6.99 MPa", "69.9 bar"]),
    ("3.A.5.a", SERVO_VALVE, "response_time", ["99.9 ms", "0.05 s"], ["100 ms", "0.1 s", "101 ms"]),
    ("3.A.5.b", PUMP, "vibration_rms", ["10.1 g0"], ["10 g0", "5 g0"]),
    ("3.A.5.b", WEAK_PUMP, "shaft_speed", ["8000 rpm", "9000 rpm"], ["7999 rpm"]),
    ("3.A.5.b", SLOW_PUMP, "discharge_pressure", ["7 MPa", "70 bar"], ["6.99 MPa", "0 MPa"]),
    ("3.A.5.c", TURBINE, "vibration_rms", ["10.1 g0"], ["10 g0"]),
    ("3.A.5.c", TURBINE, "shaft_speed", ["8000 rpm"], ["7999 rpm"]),
    ("3.A.7", BEARING, "bore_diameter", ["12 mm", "50 mm", "30 mm"], ["11.99 mm", "50.01 mm"]),
    ("3.A.7", BEARING, "outer_diameter", ["25 mm", "100 mm"], ["24.99 mm", "100.01 mm"]),
    ("3.A.7", BEARING, "bearing_width", ["10 mm", "20 mm"], ["9.99 mm", "20.01 mm"]),
    ("3.A.7", BEARING, "iso492_class2_or_better", [True], [False]),
    ("3.A.9", TURBOPROP, "power_max", ["10.01 kW", "14 hp"], ["10 kW", "13 hp", "9 kW"]),
    ("3.A.9", TURBOPROP, "civil_certified", [False], [True]),
    ("3.B.3", FLOW_FORMER, "contouring_axes", [3, 4], [2, 1]),
    ("3.B.3", FLOW_FORMER, "nc_capable", [True], [False]),
    ("3.B.3", FLOW_FORMER, "usable_for_propulsion_parts", [True], [False]),
]


@pytest.mark.parametrize(("code", "item", "expected"), at_limits(LIMITS))
def test_the_limits_of_item_3(code: str, item: Item, expected: str) -> None:
    assert verdict(code, item) == expected


NEEDED = {
    "3.A.1.a": (JET_ENGINE, ["thrust_max", "sfc", "dry_mass", "first_stage_rotor_diameter"]),
    "3.A.2": (RAMJET, ["usable_in_system"]),
    "3.A.3": (MOTOR_CASE, ["total_impulse", "usable_in_system"]),
    "3.A.4": (STAGING, ["usable_in_system"]),
    "3.A.5.a": (SERVO_VALVE, ["vibration_rms", "flow_rate", "pressure_abs", "response_time"]),
    "3.A.5.b": (PUMP, ["vibration_rms"]),
    "3.A.5.c": (TURBINE, ["vibration_rms", "shaft_speed"]),
    "3.A.6": (HYBRID_PART, ["total_impulse"]),
    "3.A.7": (BEARING, ["bore_diameter", "outer_diameter", "bearing_width"]),
    "3.A.8": (TANK, ["tank_for_annex_propellant"]),
    "3.A.9": (TURBOPROP, ["power_max", "civil_certified"]),
    "3.A.10": (THRUST_CHAMBER, ["total_impulse", "usable_in_system"]),
    "3.B.3": (FLOW_FORMER, ["nc_capable", "contouring_axes", "usable_for_propulsion_parts"]),
    "3.C.1": (LINER, ["total_impulse", "usable_in_system"]),
    "3.C.2": (INSULATION, ["total_impulse", "usable_in_system"]),
}
# That a part which is for a system can be used in it follows from its being for it; said of a material it does not.
FOLLOWS = {"3.A.2", "3.A.3", "3.A.4", "3.A.10"}


@pytest.mark.parametrize(("code", "item", "name"), left_out(NEEDED))
def test_without_a_fact_that_it_needs_the_entry_is_open_and_asks_for_it(code: str, item: Item, name: str) -> None:
    if name == "usable_in_system" and code in FOLLOWS:
        assert verdict(code, item) == MET
    else:
        assert_open_for_want_of(code, item, name)


# 3.A.1: jet engines.


@pytest.mark.parametrize(
    ("thrust", "certified", "expected"),
    [
        ("8.89 kN", True, MET),
        ("8.891 kN", True, NOT_MET),
        ("8.891 kN", False, MET),
        ("8.891 kN", None, OPEN),
        ("8.89 kN", None, MET),
        ("400 N", True, NOT_MET),
        ("401 N", True, MET),
        ("60 kN", True, NOT_MET),
        ("60 kN", False, MET),
        ("2000 lbf", True, NOT_MET),
        ("1998 lbf", True, MET),
    ],
)
def test_a_civil_certificate_releases_a_jet_engine_only_above_8_89_kn(
    thrust: str, certified: bool | None, expected: str
) -> None:
    assert verdict("3.A.1.a", {**JET_ENGINE, "thrust_max": thrust, "civil_certified": certified}) == expected


def test_an_engine_above_8_89_kn_asks_whether_it_has_a_civil_certificate() -> None:
    assert_open_for_want_of(
        "3.A.1.a", {**JET_ENGINE, "thrust_max": "20 kN", "civil_certified": None}, "civil_certified"
    )


def test_an_interval_of_thrust_across_the_limit_stays_open() -> None:
    assert verdict("3.A.1.a", {**JET_ENGINE, "thrust_max": ["390 N", "410 N"]}) == OPEN
    assert verdict("3.A.1.a", {**JET_ENGINE, "thrust_max": ["401 N", "8 kN"]}) == MET
    assert verdict("3.A.1.a", {**JET_ENGINE, "thrust_max": ["100 N", "400 N"]}) == NOT_MET


def test_a_jet_engine_may_go_as_part_of_a_crewed_aircraft_and_stays_listed() -> None:
    found = classified({**CREWED, "part_of_crewed_aircraft": True})
    assert found.entry("3.A.1.a").verdict == MET
    assert found.category.value == "II"
    assert found.treatments.value


def test_thrust_that_is_certified_or_continuous_is_a_lower_bound_of_the_greatest() -> None:
    unrated = {**JET_ENGINE, "thrust_max": None}
    for figure in ("thrust_certified", "thrust_continuous"):
        assert verdict("3.A.1.a", {**unrated, figure: "450 N"}) == MET
        assert verdict("3.A.1.a", {**unrated, figure: "350 N"}) == OPEN


def test_consumption_in_cruise_says_nothing_of_the_static_one() -> None:
    assert_open_for_want_of("3.A.1.a", {**JET_ENGINE, "sfc": None, "sfc_cruise": "0.2 kg/N/h"}, "sfc")


def test_the_outside_of_an_engine_bounds_its_rotor_from_above_only() -> None:
    slim = {**JET_ENGINE, "first_stage_rotor_diameter": None, "engine_diameter": "0.6 m"}
    assert verdict("3.A.1.a", slim) == MET
    assert verdict("3.A.1.a", {**slim, "engine_diameter": "1.4 m"}) == OPEN


def test_3_a_1_b_engines_made_or_changed_for_unmanned_aircraft_whatever_their_numbers() -> None:
    engine = {"kind": "component", "part": "jet_engine", "thrust_max": "100 N", "sfc": "1 kg/N/h"}
    assert_tied("3.A.1.b", engine, "designed or modified", below("1.A", "19.A.2"))
    assert verdict("3.A.1.a", part_of("1.A.2", engine)) == NOT_MET


# 3.A.2 to 3.A.4, 3.A.6 and 3.A.10: parts tied to systems and motors.


def test_3_a_2_ramjets_and_the_like_usable_in_systems_of_1_a_or_19_a_2() -> None:
    assert_tied("3.A.2", {"kind": "component", "part": "ramjet_engine"}, "usable in", below("1.A", "19.A.2"))
    part: Item = {"kind": "component", "part": "ramjet_component", "component_specially_designed": True}
    assert_tied("3.A.2", part, "usable in", below("1.A", "19.A.2"))


def test_3_a_2_a_standard_part_of_a_ramjet_is_out() -> None:
    part = part_of("1.A.2", {"kind": "component", "part": "ramjet_component"})
    assert verdict("3.A.2", {**part, "component_specially_designed": True}) == MET
    assert verdict("3.A.2", {**part, "component_specially_designed": False}) == NOT_MET


def test_3_a_4_staging_mechanisms_usable_in_systems_of_1_a() -> None:
    assert_tied("3.A.4", {"kind": "component", "part": "staging_mechanism"}, "usable in", below("1.A"))


SOLID_PARTS = ["motor_case", "case_insulation", "solid_motor_nozzle"]
IMPULSES = ["0.8409 MN*s", "0.841 MN*s", "1.0999 MN*s", "1.1 MN*s", "1.1001 MN*s"]


def of_listed_motor(impulse: str, system: str) -> bool:
    """Whether a motor of this impulse, usable in that system alone, is one of 2.A.1.c or 20.A.1.b."""
    size = float(impulse.split()[0])
    return (size >= 1.1 and system in below("1.A")) or (0.841 <= size < 1.1 and system == "19.A.1")


# A motor between the two limits that fits systems of Item 1 alone stands for itself below.
DISPUTED = [(impulse, system) for impulse in ("0.841 MN*s", "1.0999 MN*s") for system in ("1.A.1", "1.A.2")]
MOTORS = [(impulse, system) for impulse in IMPULSES for system in SYSTEMS if (impulse, system) not in DISPUTED]


@pytest.mark.parametrize(("impulse", "system"), MOTORS)
@pytest.mark.parametrize(
    ("code", "part"), [*(("3.A.3", part) for part in SOLID_PARTS), ("3.A.6", "hybrid_motor_component")]
)
def test_parts_of_solid_and_hybrid_motors_are_listed_with_the_motor(
    code: str, part: str, impulse: str, system: str
) -> None:
    piece: Item = {
        "kind": "component",
        "part": part,
        "total_impulse": impulse,
        "component_specially_designed": True,
    }
    assert verdict(code, part_of(system, piece)) == (MET if of_listed_motor(impulse, system) else NOT_MET)


@pytest.mark.parametrize(("impulse", "system"), MOTORS)
def test_3_a_10_thrust_chambers_are_listed_with_the_engine(impulse: str, system: str) -> None:
    piece = part_of(system, {"kind": "component", "part": "thrust_chamber", "total_impulse": impulse})
    assert verdict("3.A.10", piece) == (MET if of_listed_motor(impulse, system) else NOT_MET)


PIECES = {
    "3.A.3": "motor_case",
    "3.A.6": "hybrid_motor_component",
    "3.A.10": "thrust_chamber",
    "3.C.1": "motor_liner",
    "3.C.2": "bulk_insulation",
}


@pytest.mark.parametrize("system", ["1.A.1", "1.A.2"])
@pytest.mark.parametrize("code", PIECES)
def test_parts_of_a_motor_of_the_smaller_class_are_listed_for_rockets_and_for_no_drone(code: str, system: str) -> None:
    # As in Item 20: a motor of that size for a rocket of Item 1 is taken to be usable in one of 19.A.1 as well.
    piece: Item = {
        "kind": "material" if code.startswith("3.C") else "component",
        "part": PIECES[code],
        "component_specially_designed": True,
        "material_specially_designed": True,
    }
    found = [verdict(code, part_of(system, {**piece, "total_impulse": size})) for size, of in DISPUTED if of == system]
    assert found == ([MET, MET] if system == "1.A.1" else [NOT_MET, NOT_MET])


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("code", ["3.A.3", "3.A.10"])
def test_a_case_or_a_chamber_is_listed_exactly_when_its_motor_is(code: str, system: str) -> None:
    motor = "solid_rocket_motor" if code == "3.A.3" else "liquid_engine"
    for impulse in IMPULSES:
        whole = part_of(system, {"kind": "subsystem", "part": motor, "total_impulse": impulse})
        piece = part_of(system, {"kind": "component", "part": PIECES[code], "total_impulse": impulse})
        assert bool(met(whole)) == bool(met(piece)), impulse


def test_3_a_3_parts_that_cannot_be_used_in_the_motor_are_out() -> None:
    for part in SOLID_PARTS:
        piece = part_of("1.A.1", {"kind": "component", "part": part, "total_impulse": "2 MN*s"}, LIGHTLY_TIED)
        assert verdict("3.A.3", {**piece, "usable_in_system": False}) == NOT_MET
        assert verdict("3.A.3", {**piece, "usable_in_system": True}) == MET


def test_3_a_6_needs_special_design_for_the_hybrid_motor() -> None:
    assert verdict("3.A.6", {**HYBRID_PART, "component_specially_designed": False}) == NOT_MET


# 3.A.5: propellant control.


@pytest.mark.parametrize(("code", "sample"), [("3.A.5.a", SERVO_VALVE), ("3.A.5.b", PUMP), ("3.A.5.c", TURBINE)])
def test_3_a_5_is_for_systems_of_1_a(code: str, sample: Item) -> None:
    tied = ("usable_in_system", "designed_or_modified", "specially_designed", "usable_elsewhere", "for_kind")
    piece = {name: value for name, value in sample.items() if name not in (*tied, "system_kind", "range", "payload")}
    assert_tied(code, piece, "usable in", below("1.A"))


def test_3_a_5_a_pressure_on_a_gauge_lies_an_atmosphere_below() -> None:
    unknown = {**SERVO_VALVE, "pressure_abs": None}
    assert verdict("3.A.5.a", {**unknown, "pressure_gauge": "6.9 MPa"}) == MET
    assert verdict("3.A.5.a", {**unknown, "pressure_gauge": "6.89 MPa"}) == NOT_MET


def test_3_a_5_b_a_pump_is_caught_by_speed_or_by_pressure() -> None:
    neither = {**PUMP, "shaft_speed": "7000 rpm", "discharge_pressure": "6 MPa"}
    assert verdict("3.A.5.b", neither) == NOT_MET
    assert verdict("3.A.5.b", {**neither, "shaft_speed": None}) == OPEN
    assert verdict("3.A.5.b", {**neither, "discharge_pressure": None}) == OPEN
    assert verdict("3.A.5.b", {**PUMP, "shaft_speed": None}) == MET


def test_3_a_5_of_valves_pumps_and_turbines_only_those_within_the_figures_are_caught() -> None:
    for sample in (SERVO_VALVE, PUMP, TURBINE):
        calm = {**sample, "vibration_rms": "5 g0"}
        assert within(3, met(calm)) == []
        assert within(3, classified(calm).open) == []


def test_3_a_5_control_systems_that_stand_strong_vibration_are_listed_as_such() -> None:
    for part in ("propellant_control", "propellant_control_component"):
        controls = part_of("1.A.1", {**RUGGED, "part": part})
        assert verdict("3.A.5", controls) == MET
        assert verdict("3.A.5", controls, vibration_rms="10 g0") == NOT_MET
    standard = part_of(
        "1.A.1", {**RUGGED, "part": "propellant_control_component", "component_specially_designed": False}
    )
    assert verdict("3.A.5", standard) == NOT_MET


# 3.A.7: bearings.


@pytest.mark.parametrize(
    ("tolerance", "expected"),
    [
        ("ABEC 9", MET),
        ("P2", MET),
        ("class_2", MET),
        ("ABEC 7", NOT_MET),
        ("P4", NOT_MET),
        ("P4S", NOT_MET),
        ("ABEC 5", NOT_MET),
        ("normal", NOT_MET),
    ],
)
def test_3_a_7_only_iso_492_class_2_or_abec_9(tolerance: str, expected: str) -> None:
    assert verdict("3.A.7", {**BEARING, "iso492_class2_or_better": None, "bearing_tolerance": tolerance}) == expected


def test_3_a_7_asks_for_the_class_where_it_is_not_known() -> None:
    assert_open_for_want_of("3.A.7", without(BEARING, "iso492_class2_or_better"), "bearing_tolerance")


# 3.A.8: tanks.


@pytest.mark.parametrize(
    ("annex", "rocket", "expected"),
    [
        (True, False, MET),
        (False, True, MET),
        (True, True, MET),
        (False, False, NOT_MET),
        (None, True, MET),
        (True, None, MET),
        (None, False, OPEN),
        (False, None, OPEN),
    ],
)
def test_3_a_8_tanks_for_listed_propellants_or_for_those_of_rockets(
    annex: bool | None, rocket: bool | None, expected: str
) -> None:
    tank = {**TANK, "tank_for_annex_propellant": annex, "tank_for_rocket_propellant": rocket}
    assert verdict("3.A.8", part_of("a crewed aircraft", tank, LIGHTLY_TIED)) == expected


def test_3_a_8_tanks_specially_designed_for_rockets_of_1_a_1() -> None:
    tank = {**TANK, "tank_for_annex_propellant": False, "tank_for_rocket_propellant": False}
    assert_tied("3.A.8", tank, "specially designed", {"1.A.1"})


# 3.A.9: turboprops.


def test_3_a_9_turboprops_specially_designed_for_unmanned_aircraft() -> None:
    engine = {"kind": "component", "part": "turboprop_engine", "power_max": "80 kW", "civil_certified": False}
    assert_tied("3.A.9", engine, "specially designed", {"1.A.2", "19.A.2"})


def test_3_a_9_continuous_power_is_a_lower_bound() -> None:
    unrated = {**TURBOPROP, "power_max": None}
    assert verdict("3.A.9", {**unrated, "power_continuous": "11 kW"}) == MET
    assert verdict("3.A.9", {**unrated, "power_continuous": "9 kW"}) == OPEN


# 3.B: plant and machines.


FOR_PLANT = {code: item for code, item in SAMPLES.items() if code not in ("3.A.7", "3.B.3")}


@pytest.mark.parametrize("code", FOR_PLANT)
@pytest.mark.parametrize(("what", "listed"), [("production_facility", "3.B.1"), ("production_equipment", "3.B.2")])
def test_plant_and_tooling_specially_designed_for_parts_of_item_3(what: str, listed: str, code: str) -> None:
    plant = serving(what, FOR_PLANT[code], specially_designed=True)
    assert verdict(listed, plant) == MET
    assert verdict(listed, plant, specially_designed=False) == NOT_MET


@pytest.mark.parametrize(("what", "listed"), [("production_facility", "3.B.1"), ("production_equipment", "3.B.2")])
def test_plant_for_ball_bearings_is_not_listed(what: str, listed: str) -> None:
    plant = serving(what, BEARING, specially_designed=True)
    assert verdict(listed, plant) == NOT_MET
    assert met(plant) == []


@pytest.mark.parametrize(("what", "listed"), [("production_facility", "3.B.1"), ("production_equipment", "3.B.2")])
def test_plant_for_an_engine_that_is_not_listed_is_not_listed(what: str, listed: str) -> None:
    weak = serving(what, {**CREWED, "thrust_max": "300 N"}, specially_designed=True)
    assert verdict(listed, weak) == NOT_MET


def test_3_b_3_a_component_of_a_flow_former_is_listed_when_specially_designed() -> None:
    piece = {**FLOW_FORMER, "part": "flow_forming_component"}
    assert verdict("3.B.3", {**piece, "component_specially_designed": True}) == MET
    assert verdict("3.B.3", {**piece, "component_specially_designed": False}) == NOT_MET


# 3.C: linings and insulation.


@pytest.mark.parametrize(("impulse", "system"), MOTORS)
@pytest.mark.parametrize("special", [True, False])
@pytest.mark.parametrize(("code", "part"), [("3.C.1", "motor_liner"), ("3.C.2", "bulk_insulation")])
def test_3_c_usable_in_large_motors_or_specially_designed_for_the_smaller(
    code: str, part: str, impulse: str, special: bool, system: str
) -> None:
    piece: Item = {
        "kind": "material",
        "part": part,
        "total_impulse": impulse,
        "material_specially_designed": special,
    }
    large = float(impulse.split()[0]) >= 1.1
    listed = of_listed_motor(impulse, system) and (large or special)
    assert verdict(code, part_of(system, piece, USABLE)) == (MET if listed else NOT_MET)


# 3.D and 3.E: software and technology.


@pytest.mark.parametrize("purpose", ["use", "development"])
def test_3_d_1_software_for_flow_formers_and_for_plant(purpose: str) -> None:
    machine = serving("software", FLOW_FORMER, designed_or_modified=True, software_purpose=purpose)
    plant = serving(
        "software",
        serving("production_facility", CREWED, specially_designed=True),
        designed_or_modified=True,
        software_purpose=purpose,
    )
    for program in (machine, plant):
        assert verdict("3.D.1", program) == (MET if purpose == "use" else NOT_MET)
        assert verdict("3.D.1", program, designed_or_modified=False) == NOT_MET


def test_3_d_1_software_for_a_machine_that_is_not_listed_is_not_listed() -> None:
    machine = serving("software", {**FLOW_FORMER, "contouring_axes": 2}, designed_or_modified=True)
    assert verdict("3.D.1", machine) == NOT_MET


# The entry that reaches software for the use of each article, and the one for its development.
USE = {"3.A.1.a", "3.A.1.b", "3.A.2", "3.A.4", "3.A.5.a", "3.A.5.b", "3.A.5.c", "3.A.6", "3.A.9"}
DEVELOPMENT = {"3.A.2", "3.A.3", "3.A.4"}


@pytest.mark.parametrize("code", [*FOR_PLANT, "3.A.7"])
def test_3_d_2_software_for_the_use_of_engines_and_propulsion_components(code: str) -> None:
    program = serving("software", SAMPLES[code], software_purpose="use", designed_or_modified=True)
    assert verdict("3.D.2", program) == (MET if code in USE else NOT_MET)
    assert verdict("3.D.2", program, designed_or_modified=False) == NOT_MET
    assert verdict("3.D.2", program, software_purpose="development") == NOT_MET


@pytest.mark.parametrize("code", [*FOR_PLANT, "3.A.7"])
def test_3_d_3_software_for_the_development_of_ramjets_cases_and_staging(code: str) -> None:
    program = serving("software", SAMPLES[code], software_purpose="development", designed_or_modified=True)
    assert verdict("3.D.3", program) == (MET if code in DEVELOPMENT else NOT_MET)
    assert verdict("3.D.3", program, designed_or_modified=False) == NOT_MET
    assert verdict("3.D.3", program, software_purpose="use") == NOT_MET


@pytest.mark.parametrize("code", [*FOR_PLANT, "3.B.3"])
def test_3_e_1_technology_for_item_3(code: str) -> None:
    know_how = serving("technology", SAMPLES[code])
    assert verdict("3.E.1", know_how) == MET
    assert verdict("3.E.1", know_how, released_by_general_note=True) == NOT_MET


def test_3_e_1_leaves_out_bearings() -> None:
    assert verdict("3.E.1", serving("technology", BEARING)) == NOT_MET


def test_3_e_1_reaches_technology_for_software_and_for_plant_of_item_3() -> None:
    program = serving("software", RAMJET, software_purpose="use", designed_or_modified=True)
    plant = serving("production_facility", RAMJET, specially_designed=True)
    for served in (program, plant):
        assert verdict("3.E.1", serving("technology", served)) == MET


def test_a_part_for_no_missile_meets_only_what_is_listed_by_its_figures() -> None:
    tied: list[dict[str, Any]] = [RAMJET, MOTOR_CASE, STAGING, SERVO_VALVE, PUMP, TURBINE, TURBOPROP, THRUST_CHAMBER]
    for sample in tied:
        for system in NO_MISSILE:
            stated = part_of(system, {name: sample[name] for name in sample if name not in part_of(system, {})})
            assert met(stated) == [], (sample["part"], system)


def test_the_eu_number_of_the_tanks_is_no_drone() -> None:
    assert entry("3.A.8", TANK).xref["eu"] == ["9A120"]
