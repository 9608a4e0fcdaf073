"""Item 9: instruments of navigation, and the machines that make and test them."""

from __future__ import annotations

import pytest
from annex.asking import (
    MET,
    NOT_MET,
    OPEN,
    SYSTEMS,
    UNRELATED,
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
    within,
    without,
)


def instrument(part: str, **more: object) -> Item:
    """An instrument of navigation, tied to no system."""
    return {"kind": "component", "part": part, **more}


def machine(part: str, **more: object) -> Item:
    """A machine that makes or tests instruments."""
    return {"kind": "production_equipment", "part": part, **more}


REACHED = below("1.A", "19.A.1", "19.A.2")
FINE_ACCELEROMETER = instrument(
    "accelerometer",
    designed_for_inertial_navigation_or_guidance=True,
    scale_factor_repeatability="300 ppm",
    bias_repeatability="300 ug0",
    operating_acceleration="40 g0",
)
HARD_ACCELEROMETER: Item = {
    **FINE_ACCELEROMETER,
    "scale_factor_repeatability": "5000 ppm",
    "bias_repeatability": "5000 ug0",
    "operating_acceleration": "1000 g0",
}
FINE_GYRO = instrument(
    "gyro",
    designed_for_inertial_navigation_or_guidance=True,
    gyro_drift_rate_stability="0.1 deg/h",
    operating_acceleration="40 g0",
)
HARD_GYRO: Item = {**FINE_GYRO, "gyro_drift_rate_stability": "10 deg/h", "operating_acceleration": "1000 g0"}
# Inertial equipment whose sensors meet nothing, and the figures that would make one of them listed.
PLAIN_IMU = instrument(
    "inertial_system",
    designed_for_inertial_navigation_or_guidance=True,
    gyro_drift_rate_stability="10 deg/h",
    scale_factor_repeatability="5000 ppm",
    bias_repeatability="5000 ug0",
    operating_acceleration="40 g0",
)
GYRO_IMU: Item = {**PLAIN_IMU, "gyro_drift_rate_stability": "0.1 deg/h"}
ACCELEROMETER_IMU: Item = {**PLAIN_IMU, "scale_factor_repeatability": "300 ppm", "bias_repeatability": "300 ug0"}
HARD_IMU: Item = {**PLAIN_IMU, "operating_acceleration": "1000 g0"}
NAVIGATION = instrument("integrated_navigation", nav_accuracy_cep="10 m")
HEADING = instrument(
    "magnetic_heading_sensor",
    tilt_compensated_pitch90_roll180=True,
    azimuth_accuracy="0.3 deg",
    integrates_flight_control=True,
)
STAR_TRACKER = instrument("star_tracker", automatic_celestial_tracking=True)

ACCELEROMETER = part_of("1.A.1", FINE_ACCELEROMETER, USABLE)
GYRO = part_of("1.A.1", FINE_GYRO, USABLE)
IMU = part_of("1.A.1", GYRO_IMU, USABLE)

TEST_BENCH = machine(
    "inertial_test_equipment",
    serves_listed_navigation_equipment=True,
    designed_or_modified=True,
    mirror_instrument="none",
)
BALANCER = machine(
    "balancing_machine",
    rotor_mass_max="2 kg",
    balance_speed="20000 rpm",
    correction_planes=2,
    residual_unbalance="0.1 g*mm/kg",
)
INDICATOR = machine("balancing_indicator", for_listed_balancing_machine=True, designed_or_modified=True)
# A table that meets nothing, and those that meet one limb each.
PLAIN_TABLE = machine(
    "motion_simulator",
    table_axes=3,
    sliprings_or_contactless=True,
    table_rate="100 deg/s",
    rate_resolution="10 deg/s",
    rate_accuracy="1 deg/s",
    rate_stability="1 %",
    table_position_accuracy="30 arcsec",
)
RATE: Item = {"rate_resolution": "1 deg/s", "rate_accuracy": "0.1 deg/s"}
FAST_TABLE: Item = {**PLAIN_TABLE, **RATE, "table_rate": "1000 deg/s"}
SLOW_TABLE: Item = {**PLAIN_TABLE, **RATE, "table_rate": "10 deg/s"}
STEADY_TABLE: Item = {**PLAIN_TABLE, "rate_stability": "0.01 %"}
POINTING_TABLE: Item = {**PLAIN_TABLE, "table_position_accuracy": "2 arcsec"}
POSITIONER = machine(
    "positioning_table",
    table_axes=2,
    table_position_accuracy="2 arcsec",
    sliprings_or_contactless=False,
    simulates_motion=False,
)
CENTRIFUGE = machine("centrifuge", centrifuge_acceleration="300 g0", sliprings_or_contactless=True)

ARTICLES = {
    "9.A.1": part_of("1.A.2", instrument("autopilot")),
    "9.A.2": STAR_TRACKER,
    "9.A.3": ACCELEROMETER,
    "9.A.4": GYRO,
    "9.A.5": HARD_ACCELEROMETER,
    "9.A.6": IMU,
    "9.A.7": part_of("1.A.2", NAVIGATION),
    "9.A.8": HEADING,
}
MACHINES = {
    "9.B.1": TEST_BENCH,
    "9.B.2.a": BALANCER,
    "9.B.2.b": INDICATOR,
    "9.B.2.c": FAST_TABLE,
    "9.B.2.d": POSITIONER,
    "9.B.2.e": CENTRIFUGE,
}
SAMPLES = {**ARTICLES, **MACHINES}


@pytest.mark.parametrize("code", SAMPLES)
def test_each_sample_meets_its_entry_and_no_other_of_the_annex(code: str) -> None:
    assert met(SAMPLES[code]) == [code]
    assert classified(SAMPLES[code]).category.value == "II"


LIMITS: list[Limit] = [
    ("9.A.2", STAR_TRACKER, "automatic_celestial_tracking", [True], [False]),
    ("9.A.3", ACCELEROMETER, "scale_factor_repeatability", ["1249.9 ppm", "0.1 %"], ["1250 ppm", "0.125 %", "0.2 %"]),
    (
        "9.A.3",
        ACCELEROMETER,
        "bias_repeatability",
        ["1249.9 ug0", "1.2 mg0", "0.012258 m/s^2"],
        ["1250 ug0", "1.25 mg0", "0.012259 m/s^2"],
    ),
    ("9.A.3", ACCELEROMETER, "designed_for_inertial_navigation_or_guidance", [True], [False]),
    ("9.A.3", ACCELEROMETER, "drilling_sensor", [False], [True]),
    ("9.A.3", ACCELEROMETER, "angular_accelerometer", [False], [True]),
    ("9.A.4", GYRO, "gyro_drift_rate_stability", ["0.499 deg/h", "0.00013 deg/s"], ["0.5 deg/h", "0.00014 deg/s"]),
    *(
        limit
        for sample in (HARD_ACCELEROMETER, HARD_GYRO)
        for limit in (
            ("9.A.5", sample, "operating_acceleration", ["100.1 g0", "981 m/s^2"], ["100 g0", "980 m/s^2", "50 g0"]),
            ("9.A.5", sample, "designed_for_inertial_navigation_or_guidance", [True], [False]),
        )
    ),
    ("9.A.5", HARD_ACCELEROMETER, "vibration_or_shock_sensor", [False], [True]),
    ("9.A.5", HARD_ACCELEROMETER, "angular_accelerometer", [False, True], []),
    ("9.A.6", IMU, "gyro_drift_rate_stability", ["0.499 deg/h"], ["0.5 deg/h"]),
    (
        "9.A.6",
        part_of("1.A.1", ACCELEROMETER_IMU, USABLE),
        "scale_factor_repeatability",
        ["1249.9 ppm"],
        ["1250 ppm"],
    ),
    ("9.A.6", part_of("1.A.1", ACCELEROMETER_IMU, USABLE), "bias_repeatability", ["1249.9 ug0"], ["1250 ug0"]),
    ("9.A.6", part_of("1.A.1", HARD_IMU, USABLE), "operating_acceleration", ["100.1 g0"], ["100 g0"]),
    ("9.A.7", part_of("1.A.2", NAVIGATION), "nav_accuracy_cep", ["200 m", "1 m", "0.1 nmi"], ["200.1 m", "1 km"]),
    ("9.A.8", HEADING, "azimuth_accuracy", ["0.499 deg", "29 arcmin"], ["0.5 deg", "30.1 arcmin", "1 deg"]),
    ("9.A.8", HEADING, "tilt_compensated_pitch90_roll180", [True], [False]),
    ("9.A.8", HEADING, "integrates_flight_control", [True], [False]),
    ("9.B.2.a", BALANCER, "rotor_mass_max", ["3 kg", "0.1 kg"], ["3.01 kg", "50 kg"]),
    ("9.B.2.a", BALANCER, "balance_speed", ["12501 rpm", "209 rps"], ["12500 rpm", "208 rps"]),
    ("9.B.2.a", BALANCER, "correction_planes", [2, 3], [1]),
    ("9.B.2.a", BALANCER, "residual_unbalance", ["0.2 g*mm/kg", "0.05 g*mm/kg"], ["0.21 g*mm/kg"]),
    ("9.B.2.a", BALANCER, "dental_or_medical_balancing", [False], [True]),
    ("9.B.2.b", INDICATOR, "for_listed_balancing_machine", [True], [False]),
    ("9.B.2.b", INDICATOR, "designed_or_modified", [True], [False]),
    *(
        limit
        for sample in (FAST_TABLE, SLOW_TABLE, STEADY_TABLE, POINTING_TABLE)
        for limit in (
            ("9.B.2.c", sample, "table_axes", [2, 3], [1]),
            ("9.B.2.c", sample, "sliprings_or_contactless", [True], [False]),
            ("9.B.2.c", sample, "machine_tool_or_medical_table", [False], [True]),
        )
    ),
    ("9.B.2.c", FAST_TABLE, "table_rate", ["400 deg/s", "401 deg/s", "30 deg/s", "29 deg/s"], ["399.9 deg/s"]),
    ("9.B.2.c", SLOW_TABLE, "table_rate", ["30 deg/s", "1 deg/s", "400 deg/s"], ["30.1 deg/s", "200 deg/s"]),
    *(
        limit
        for sample in (FAST_TABLE, SLOW_TABLE)
        for limit in (
            ("9.B.2.c", sample, "rate_resolution", ["6 deg/s", "0.1 deg/s"], ["6.01 deg/s"]),
            ("9.B.2.c", sample, "rate_accuracy", ["0.6 deg/s", "0.1 deg/s"], ["0.61 deg/s"]),
        )
    ),
    ("9.B.2.c", STEADY_TABLE, "rate_stability", ["0.05 %", "0.001 %"], ["0.051 %", "1 %"]),
    ("9.B.2.c", POINTING_TABLE, "table_position_accuracy", ["5 arcsec", "1 arcsec"], ["5.01 arcsec", "1 arcmin"]),
    ("9.B.2.d", POSITIONER, "table_position_accuracy", ["5 arcsec", "1 arcsec"], ["5.01 arcsec"]),
    ("9.B.2.d", POSITIONER, "table_axes", [2, 5], [1]),
    ("9.B.2.d", POSITIONER, "machine_tool_or_medical_table", [False], [True]),
    ("9.B.2.e", CENTRIFUGE, "centrifuge_acceleration", ["100.1 g0", "981 m/s^2"], ["100 g0", "980 m/s^2"]),
    ("9.B.2.e", CENTRIFUGE, "sliprings_or_contactless", [True], [False]),
]


@pytest.mark.parametrize(("code", "item", "expected"), at_limits(LIMITS))
def test_the_limits_of_item_9(code: str, item: Item, expected: str) -> None:
    assert verdict(code, item) == expected


NEEDED = {
    "9.A.2": (STAR_TRACKER, ["automatic_celestial_tracking"]),
    "9.A.3": (
        ACCELEROMETER,
        ["designed_for_inertial_navigation_or_guidance", "scale_factor_repeatability", "bias_repeatability"],
    ),
    "9.A.4": (GYRO, ["gyro_drift_rate_stability"]),
    "9.A.5": (HARD_ACCELEROMETER, ["designed_for_inertial_navigation_or_guidance", "operating_acceleration"]),
    "9.A.6": (IMU, ["gyro_drift_rate_stability"]),
    "9.A.7": (part_of("1.A.2", NAVIGATION), ["nav_accuracy_cep"]),
    "9.A.8": (HEADING, ["azimuth_accuracy", "integrates_flight_control"]),
    "9.B.1": (TEST_BENCH, ["serves_listed_navigation_equipment"]),
    "9.B.2.a": (BALANCER, ["rotor_mass_max", "balance_speed", "correction_planes", "residual_unbalance"]),
    "9.B.2.c": (FAST_TABLE, ["table_axes", "sliprings_or_contactless", "rate_resolution", "rate_accuracy"]),
    "9.B.2.d": (POSITIONER, ["table_axes", "table_position_accuracy"]),
    "9.B.2.e": (CENTRIFUGE, ["centrifuge_acceleration", "sliprings_or_contactless"]),
}


@pytest.mark.parametrize(("code", "item", "name"), left_out(NEEDED))
def test_without_a_fact_that_it_needs_the_entry_is_open_and_asks_for_it(code: str, item: Item, name: str) -> None:
    assert_open_for_want_of(code, item, name)


# 9.A: instruments.


@pytest.mark.parametrize(
    ("code", "item", "least"),
    [
        ("9.A.1", instrument("autopilot"), "designed or modified"),
        ("9.A.3", FINE_ACCELEROMETER, "usable in"),
        ("9.A.4", FINE_GYRO, "usable in"),
        ("9.A.7", NAVIGATION, "designed or modified"),
    ],
    ids=["autopilot", "accelerometer", "gyro", "navigation"],
)
def test_instruments_tied_to_listed_systems(code: str, item: Item, least: str) -> None:
    assert_tied(code, item, least, REACHED)


@pytest.mark.parametrize("system", SYSTEMS)
def test_9_a_5_and_what_holds_it_do_not_turn_on_a_system(system: str) -> None:
    for code, sample in (("9.A.5", HARD_ACCELEROMETER), ("9.A.5", HARD_GYRO), ("9.A.6", HARD_IMU)):
        assert verdict(code, part_of(system, sample, UNRELATED)) == MET


def test_9_a_3_both_repeatabilities_have_to_be_good() -> None:
    for figure in ("scale_factor_repeatability", "bias_repeatability"):
        unit = "ppm" if figure.startswith("scale") else "ug0"
        assert verdict("9.A.3", {**ACCELEROMETER, figure: f"2000 {unit}"}) == NOT_MET
        assert verdict("9.A.3", {**without(ACCELEROMETER, figure)}) == OPEN


def test_9_a_3_in_run_instability_is_a_lower_bound_of_repeatability() -> None:
    unknown = without(ACCELEROMETER, "bias_repeatability")
    assert verdict("9.A.3", {**unknown, "accelerometer_bias_instability": "20 ug0"}) == OPEN
    assert verdict("9.A.3", {**unknown, "accelerometer_bias_instability": "1300 ug0"}) == NOT_MET


def test_9_a_3_non_linearity_is_no_repeatability() -> None:
    unknown = without(ACCELEROMETER, "scale_factor_repeatability")
    for figure in ("100 ppm", "5000 ppm"):
        assert verdict("9.A.3", {**unknown, "scale_factor_nonlinearity": figure}) == OPEN


def test_9_a_4_repeatability_from_one_switching_on_to_the_next_settles_nothing() -> None:
    unknown = without(GYRO, "gyro_drift_rate_stability")
    for figure in ("0.1 deg/h", "5 deg/h"):
        assert verdict("9.A.4", {**unknown, "gyro_bias_repeatability": figure}) == OPEN


def test_9_a_5_a_shock_that_it_survives_is_not_what_it_works_at() -> None:
    unknown = without(HARD_GYRO, "operating_acceleration")
    assert verdict("9.A.5", {**unknown, "shock_survival": "20000 g0"}) == OPEN


def test_9_a_5_an_accelerometer_works_at_what_it_measures() -> None:
    unknown = without(HARD_ACCELEROMETER, "operating_acceleration")
    assert verdict("9.A.5", {**unknown, "acceleration_range": "200 g0"}) == MET
    assert verdict("9.A.5", {**unknown, "acceleration_range": "50 g0"}) == OPEN


def test_9_a_5_knows_no_exception_for_drilling() -> None:
    assert verdict("9.A.5", {**HARD_ACCELEROMETER, "drilling_sensor": True}) == MET


def test_9_a_6_is_decided_by_the_sensors_inside() -> None:
    assert verdict("9.A.6", part_of("1.A.1", PLAIN_IMU, USABLE)) == NOT_MET
    unknown: Item = {"kind": "component", "part": "inertial_system"}
    assert verdict("9.A.6", part_of("1.A.1", unknown, USABLE)) == OPEN
    assert verdict("9.A.6", part_of("1.A.1", {**unknown, "holds_listed_inertial_sensor": True}, USABLE)) == MET
    assert verdict("9.A.6", part_of("1.A.1", {**unknown, "holds_listed_inertial_sensor": False}, USABLE)) == NOT_MET


@pytest.mark.parametrize("sample", [GYRO_IMU, ACCELEROMETER_IMU], ids=["gyro", "accelerometer"])
def test_9_a_6_equipment_that_fits_no_missile_is_asked_whether_its_sensors_do(sample: Item) -> None:
    for system in SYSTEMS:
        for grade in (UNRELATED, USABLE):
            stated = part_of(system, sample, grade)
            if grade is USABLE and system in REACHED:
                assert verdict("9.A.6", stated) == MET
            else:
                assert verdict("9.A.6", stated) == OPEN
                assert verdict("9.A.6", {**stated, "holds_listed_inertial_sensor": False}) == NOT_MET


@pytest.mark.parametrize("purpose", ["vibration_or_shock_sensor", "drilling_sensor"])
def test_9_a_6_leaves_out_equipment_whose_only_listed_accelerometer_is_for_drilling_or_vibration(purpose: str) -> None:
    assert verdict("9.A.6", part_of("1.A.1", {**ACCELEROMETER_IMU, purpose: True}, USABLE)) == NOT_MET
    assert verdict("9.A.6", part_of("1.A.1", {**GYRO_IMU, purpose: True}, USABLE)) == MET


def test_9_a_7_a_circle_that_holds_more_positions_is_no_smaller() -> None:
    unknown = without(part_of("1.A.2", NAVIGATION), "nav_accuracy_cep")
    assert verdict("9.A.7", {**unknown, "nav_accuracy_outer": "150 m"}) == MET
    assert verdict("9.A.7", {**unknown, "nav_accuracy_outer": "300 m"}) == OPEN


@pytest.mark.parametrize(
    ("pitch", "roll", "expected"),
    [
        ("90 deg", "180 deg", MET),
        ("89 deg", "180 deg", NOT_MET),
        ("90 deg", "179 deg", NOT_MET),
        ("45 deg", "180 deg", NOT_MET),
    ],
)
def test_9_a_8_tilt_of_90_degrees_in_pitch_and_180_in_roll(pitch: str, roll: str, expected: str) -> None:
    unknown = without(HEADING, "tilt_compensated_pitch90_roll180")
    assert verdict("9.A.8", {**unknown, "pitch_compensation": pitch, "roll_compensation": roll}) == expected


def test_9_a_8_heading_accuracy_without_its_latitude_settles_nothing() -> None:
    unknown = without(HEADING, "azimuth_accuracy")
    for figure in ("0.2 deg", "2 deg"):
        assert verdict("9.A.8", {**unknown, "heading_accuracy": figure}) == OPEN


# 9.B: machines.


def test_9_b_1_equipment_for_instruments_that_are_listed() -> None:
    assert verdict("9.B.1", {**TEST_BENCH, "designed_or_modified": False}) == NOT_MET
    assert verdict("9.B.1", {**TEST_BENCH, "serves_listed_navigation_equipment": False}) == NOT_MET


@pytest.mark.parametrize(
    ("name", "figure", "meeting", "failing"),
    [
        ("scatterometer", "mirror_accuracy", ["10 ppm", "5 ppm"], ["10.1 ppm", "50 ppm"]),
        ("reflectometer", "mirror_accuracy", ["50 ppm", "10 ppm"], ["50.1 ppm"]),
        ("profilometer", "profile_accuracy", ["0.5 nm", "5 angstrom"], ["0.51 nm", "5.1 angstrom"]),
    ],
)
def test_9_b_1_instruments_for_the_mirrors_of_ring_lasers(
    name: str, figure: str, meeting: list[str], failing: list[str]
) -> None:
    stated = {**without(TEST_BENCH, "serves_listed_navigation_equipment"), "mirror_instrument": name}
    unserving = {**stated, "serves_listed_navigation_equipment": False}
    for value in meeting:
        assert verdict("9.B.1", {**stated, figure: value}) != NOT_MET
        assert verdict("9.B.1", {**TEST_BENCH, "mirror_instrument": name, figure: value}) == MET
    for value in failing:
        assert verdict("9.B.1", {**unserving, figure: value}) == NOT_MET


@pytest.mark.parametrize("machine", [BALANCER, POSITIONER, FAST_TABLE, CENTRIFUGE], ids=lambda item: str(item["part"]))
def test_9_b_1_leaves_out_what_9_b_2_names(machine: Item) -> None:
    stated = {**machine, "serves_listed_navigation_equipment": True, "designed_or_modified": True}
    assert verdict("9.B.1", stated) == NOT_MET


def test_9_b_2_b_takes_the_figures_of_its_machine() -> None:
    head = {**without(BALANCER, "part"), "part": "balancing_indicator", "designed_or_modified": True}
    assert verdict("9.B.2.b", head) == MET
    assert verdict("9.B.2.b", {**head, "rotor_mass_max": "5 kg"}) == NOT_MET
    assert_open_for_want_of("9.B.2.b", without(head, "rotor_mass_max"), "rotor_mass_max")


def test_9_b_2_c_any_of_three_limbs_will_do() -> None:
    assert verdict("9.B.2.c", PLAIN_TABLE) == NOT_MET
    for table in (FAST_TABLE, SLOW_TABLE, STEADY_TABLE, POINTING_TABLE):
        assert verdict("9.B.2.c", table) == MET
    assert verdict("9.B.2.c", without(PLAIN_TABLE, "rate_stability")) == OPEN
    assert verdict("9.B.2.c", without(PLAIN_TABLE, "table_position_accuracy")) == OPEN
    assert verdict("9.B.2.c", without(FAST_TABLE, "rate_stability", "table_position_accuracy")) == MET


def test_9_b_2_d_a_table_that_meets_9_b_2_c_is_judged_there() -> None:
    moving = {**POSITIONER, "sliprings_or_contactless": True, "simulates_motion": True}
    assert met(moving) == ["9.B.2.c"]


# 9.D and 9.E.


@pytest.mark.parametrize("code", SAMPLES)
def test_9_d_1_software_for_the_use_of_9_a_and_9_b(code: str) -> None:
    program = serving("software", SAMPLES[code], software_purpose="use", integration_software=False)
    program = {**program, "designed_or_modified": True}
    assert met(program) == ["9.D.1"]
    assert verdict("9.D.1", program, designed_or_modified=False) == NOT_MET


@pytest.mark.parametrize(
    ("code", "listed", "needs"),
    [
        ("9.A.1", "9.D.2", None),
        ("9.A.6", "9.D.3", "specially_designed"),
        ("9.A.7", "9.D.4", "designed_or_modified"),
    ],
)
def test_software_that_integrates_instruments(code: str, listed: str, needs: str | None) -> None:
    program: Item = {
        **serving("software", ARTICLES[code], software_purpose="other", integration_software=True),
        "designed_or_modified": True,
        "specially_designed": True,
    }
    assert verdict(listed, program) == MET
    assert verdict(listed, program, integration_software=False) == NOT_MET
    if needs is not None:
        assert verdict(listed, program, **{needs: False}) == NOT_MET
    others = {"9.D.2", "9.D.3", "9.D.4"} - {listed}
    assert not others & set(met(program))


@pytest.mark.parametrize("code", SAMPLES)
def test_9_e_1_technology_for_item_9(code: str) -> None:
    know_how = serving("technology", SAMPLES[code])
    assert verdict("9.E.1", know_how) == MET
    assert verdict("9.E.1", know_how, released_by_general_note=True) == NOT_MET


def test_software_and_technology_for_what_falls_short_are_not_listed() -> None:
    for short in (
        {**GYRO, "gyro_drift_rate_stability": "2 deg/h"},
        {**BALANCER, "rotor_mass_max": "20 kg"},
        {**CENTRIFUGE, "centrifuge_acceleration": "50 g0"},
    ):
        assert within(9, met(serving("software", short, designed_or_modified=True))) == []
        assert within(9, met(serving("technology", short))) == []
