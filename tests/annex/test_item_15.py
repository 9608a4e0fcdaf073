"""Item 15: test equipment."""

from __future__ import annotations

import pytest
from annex.asking import (
    MET,
    NO_MISSILE,
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
    within,
    without,
)


def machine(part: str, **more: object) -> Item:
    """A piece of test equipment."""
    return {"kind": "production_equipment", "part": part, **more}


SYSTEM = machine("vibration_test_system", closed_loop_digital=True, vibration_rms="20 g0", force_bare_table="100 kN")
CONTROLLER = machine(
    "vibration_controller",
    combined_with_vibration_test_software=True,
    control_bandwidth="20 kHz",
    designed_for_listed_vibration_system=True,
)
THRUSTER = machine("vibration_thruster", force_bare_table="100 kN", usable_in_listed_vibration_system=True)
SUPPORT = machine("shaker_support", combined_force="100 kN", usable_in_listed_vibration_system=True)
TUNNEL = machine("wind_tunnel", mach=2, test_section_size="1000 mm")
FAST_TUNNEL: Item = {**TUNNEL, "mach": 5, "test_section_size": "100 mm"}
STAND = machine("engine_test_stand", thrust_capacity="500 kN", three_axis_thrust=False)
SMALL_STAND: Item = {**STAND, "thrust_capacity": "10 kN", "three_axis_thrust": True}
HIGH: Item = {
    "altitude_sim": "30 km",
    "operating_temperature_min": "-20 degC",
    "operating_temperature_max": "80 degC",
}
HOT_AND_COLD: Item = {
    "altitude_sim": "0 km",
    "operating_temperature_min": "-70 degC",
    "operating_temperature_max": "180 degC",
}
SHAKER: Item = {"vibration_rms": "20 g0", "force_bare_table": "20 kN"}
HIGH_CHAMBER = machine("environmental_chamber", **HIGH, **SHAKER)
HOT_CHAMBER = machine("environmental_chamber", **HOT_AND_COLD, **SHAKER)
LOUD_CHAMBER = machine("acoustic_chamber", **HIGH, sound_level="150 dB", acoustic_power="1 kW")
LOUD_HOT_CHAMBER = machine("acoustic_chamber", **HOT_AND_COLD, sound_level="150 dB", acoustic_power="1 kW")
STRONG_CHAMBER: Item = {**LOUD_CHAMBER, "sound_level": "130 dB", "acoustic_power": "10 kW"}
LINAC = machine("electron_accelerator", electron_energy="9 MeV")
ARC_JET = machine("arc_jet", electrical_power="20 MW", gas_pressure="1 MPa")
HIGH_PRESSURE_JET: Item = {**ARC_JET, "electrical_power": "1 MW", "gas_pressure": "10 MPa"}

TIED = {
    "15.B.1.a": (SYSTEM, ["1.A", "19.A.1", "19.A.2"]),
    "15.B.2": (TUNNEL, ["1.A", "19.A"]),
    "15.B.3": (STAND, ["1.A", "19.A.1", "19.A.2"]),
    "15.B.4.a": (HIGH_CHAMBER, ["1.A", "19.A"]),
    "15.B.4.b": (LOUD_CHAMBER, ["1.A", "19.A"]),
    "15.B.5": (LINAC, ["1.A", "19.A.1", "19.A.2"]),
    "15.B.6": (ARC_JET, ["1.A", "19.A"]),
}


def for_missiles(item: Item) -> Item:
    """Test equipment that can be used for a missile of Item 1."""
    return part_of("1.A.1", item, USABLE)


SAMPLES = {
    **{code: for_missiles(item) for code, (item, _) in TIED.items()},
    "15.B.1.b": CONTROLLER,
    "15.B.1.c": THRUSTER,
    "15.B.1.d": SUPPORT,
}


@pytest.mark.parametrize("code", SAMPLES)
def test_each_sample_meets_its_entry_and_no_other_of_the_annex(code: str) -> None:
    assert met(SAMPLES[code]) == [code]
    assert classified(SAMPLES[code]).category.value == "II"


@pytest.mark.parametrize("code", TIED)
def test_test_equipment_usable_for_listed_systems(code: str) -> None:
    item, targets = TIED[code]
    assert_tied(code, item, "usable in", below(*targets))


LIMITS: list[Limit] = [
    ("15.B.1.a", for_missiles(SYSTEM), "closed_loop_digital", [True], [False]),
    ("15.B.1.a", for_missiles(SYSTEM), "vibration_rms", ["10 g0", "98.1 m/s^2"], ["9.99 g0", "98 m/s^2"]),
    ("15.B.1.a", for_missiles(SYSTEM), "force_bare_table", ["50 kN", "51 kN"], ["49.9 kN"]),
    ("15.B.1.b", CONTROLLER, "combined_with_vibration_test_software", [True], [False]),
    ("15.B.1.b", CONTROLLER, "control_bandwidth", ["5.001 kHz", "5001 Hz"], ["5 kHz", "5000 Hz", "2 kHz"]),
    ("15.B.1.b", CONTROLLER, "designed_for_listed_vibration_system", [True], [False]),
    ("15.B.1.c", THRUSTER, "force_bare_table", ["50 kN"], ["49.9 kN"]),
    ("15.B.1.c", THRUSTER, "usable_in_listed_vibration_system", [True], [False]),
    ("15.B.1.d", SUPPORT, "combined_force", ["50 kN"], ["49.9 kN"]),
    ("15.B.1.d", SUPPORT, "usable_in_listed_vibration_system", [True], [False]),
    ("15.B.2", for_missiles(TUNNEL), "mach", [0.9, 3, 10], [0.89, 0.5]),
    ("15.B.2", for_missiles(TUNNEL), "test_section_size", ["250.1 mm", "0.26 m"], ["250 mm", "0.25 m", "100 mm"]),
    ("15.B.2", for_missiles(FAST_TUNNEL), "mach", [3.01, 8], [3, 2, 0.9]),
    ("15.B.3", for_missiles(STAND), "thrust_capacity", ["68.1 kN", "90 kN"], ["68 kN", "60 kN"]),
    ("15.B.3", for_missiles(SMALL_STAND), "three_axis_thrust", [True], [False]),
    ("15.B.4.a", for_missiles(HIGH_CHAMBER), "altitude_sim", ["15 km", "50000 ft"], ["14.99 km", "49000 ft"]),
    *(
        limit
        for code, sample in (("15.B.4.a", HOT_CHAMBER), ("15.B.4.b", LOUD_HOT_CHAMBER))
        for limit in (
            (code, for_missiles(sample), "operating_temperature_min", ["-50.1 degC"], ["-49.9 degC", "-40 degC"]),
            (code, for_missiles(sample), "operating_temperature_max", ["125.1 degC"], ["124.9 degC", "85 degC"]),
        )
    ),
    ("15.B.4.a", for_missiles(HOT_CHAMBER), "operating_temperature_min", [], ["-50 degC"]),
    ("15.B.4.a", for_missiles(HOT_CHAMBER), "operating_temperature_max", [], ["125 degC"]),
    *(
        limit
        for sample in (HIGH_CHAMBER, HOT_CHAMBER)
        for limit in (
            ("15.B.4.a", for_missiles(sample), "vibration_rms", ["10 g0"], ["9.99 g0"]),
            ("15.B.4.a", for_missiles(sample), "force_bare_table", ["5 kN"], ["4.99 kN"]),
        )
    ),
    ("15.B.4.b", for_missiles(LOUD_CHAMBER), "sound_level", ["140 dB"], ["139.9 dB"]),
    ("15.B.4.b", for_missiles(STRONG_CHAMBER), "acoustic_power", ["4 kW", "4000 W"], ["3.99 kW"]),
    ("15.B.4.b", for_missiles(LOUD_CHAMBER), "altitude_sim", ["15 km"], ["14.99 km"]),
    ("15.B.5", for_missiles(LINAC), "electron_energy", ["2 MeV", "2000 keV"], ["1.99 MeV"]),
    ("15.B.5", for_missiles(LINAC), "medical_accelerator", [False], [True]),
    ("15.B.5", for_missiles(LINAC), "delivers_bremsstrahlung", [True], [False]),
    ("15.B.6", for_missiles(ARC_JET), "electrical_power", ["5 MW", "5000 kW"], ["4.99 MW"]),
    ("15.B.6", for_missiles(HIGH_PRESSURE_JET), "gas_pressure", ["3 MPa", "30 bar"], ["2.99 MPa"]),
]


@pytest.mark.parametrize(("code", "item", "expected"), at_limits(LIMITS))
def test_the_limits_of_item_15(code: str, item: Item, expected: str) -> None:
    assert verdict(code, item) == expected


NEEDED = {
    "15.B.1.a": (SAMPLES["15.B.1.a"], ["closed_loop_digital", "vibration_rms", "force_bare_table"]),
    "15.B.1.b": (
        CONTROLLER,
        ["combined_with_vibration_test_software", "control_bandwidth", "designed_for_listed_vibration_system"],
    ),
    "15.B.1.c": (THRUSTER, ["force_bare_table", "usable_in_listed_vibration_system"]),
    "15.B.1.d": (SUPPORT, ["combined_force", "usable_in_listed_vibration_system"]),
    "15.B.2": (SAMPLES["15.B.2"], ["mach", "test_section_size"]),
    "15.B.3": (SAMPLES["15.B.3"], ["thrust_capacity"]),
    "15.B.4.a": (SAMPLES["15.B.4.a"], ["altitude_sim", "vibration_rms", "force_bare_table"]),
    "15.B.4.b": (SAMPLES["15.B.4.b"], ["sound_level", "altitude_sim"]),
    "15.B.5": (SAMPLES["15.B.5"], ["electron_energy"]),
    "15.B.6": (SAMPLES["15.B.6"], ["electrical_power"]),
}


@pytest.mark.parametrize(("code", "item", "name"), left_out(NEEDED))
def test_without_a_fact_that_it_needs_the_entry_is_open_and_asks_for_it(code: str, item: Item, name: str) -> None:
    assert_open_for_want_of(code, item, name)


@pytest.mark.parametrize("code", TIED)
def test_whether_it_can_be_used_for_a_listed_system_is_asked(code: str) -> None:
    assert_open_for_want_of(code, without(SAMPLES[code], "usable_in_system"), "usable_in_system")


# 15.B.1: vibration.


def test_15_b_1_random_force_is_a_lower_bound_and_shock_says_nothing() -> None:
    unknown = without(SAMPLES["15.B.1.a"], "force_bare_table")
    assert verdict("15.B.1.a", {**unknown, "random_force_rms": "50 kN"}) == MET
    assert verdict("15.B.1.a", {**unknown, "random_force_rms": "40 kN"}) == OPEN
    assert verdict("15.B.1.a", {**unknown, "shock_force": "200 kN"}) == OPEN


def test_15_b_1_b_the_band_of_a_test_is_not_the_control_bandwidth() -> None:
    unknown = without(CONTROLLER, "control_bandwidth")
    assert verdict("15.B.1.b", {**unknown, "control_frequency_range": "10 kHz"}) == OPEN
    assert verdict("15.B.1.b", {**unknown, "controller_sampling_rate": "5 kHz"}) == NOT_MET
    assert verdict("15.B.1.b", {**unknown, "controller_sampling_rate": "100 kHz"}) == OPEN


# 15.B.2: wind tunnels.


@pytest.mark.parametrize(
    ("mach", "size", "expected"),
    [
        (0.89, "1000 mm", NOT_MET),
        (0.9, "1000 mm", MET),
        (0.9, "250 mm", NOT_MET),
        (3, "250 mm", NOT_MET),
        (3, "251 mm", MET),
        (3.01, "250 mm", MET),
        (3.01, "10 mm", MET),
        (3, None, OPEN),
        (5, None, MET),
        (0.5, None, NOT_MET),
    ],
)
def test_15_b_2_small_tunnels_up_to_mach_3_are_out(mach: float, size: str | None, expected: str) -> None:
    assert verdict("15.B.2", for_missiles({**TUNNEL, "mach": mach, "test_section_size": size})) == expected


# 15.B.3: stands.


def test_15_b_3_either_limb_will_do() -> None:
    small = for_missiles({**STAND, "thrust_capacity": "10 kN"})
    assert verdict("15.B.3", small) == NOT_MET
    assert verdict("15.B.3", without(small, "three_axis_thrust")) == OPEN
    assert verdict("15.B.3", without(for_missiles(STAND), "three_axis_thrust")) == MET


# 15.B.4: chambers.


def test_15_b_4_altitude_or_both_temperatures() -> None:
    for code, chamber in (("15.B.4.a", HOT_CHAMBER), ("15.B.4.b", LOUD_HOT_CHAMBER)):
        assert verdict(code, for_missiles(chamber)) == MET
        cold = for_missiles({**chamber, "operating_temperature_max": "80 degC"})
        hot = for_missiles({**chamber, "operating_temperature_min": "-20 degC"})
        assert verdict(code, cold) == NOT_MET
        assert verdict(code, hot) == NOT_MET
        assert verdict(code, {**cold, "altitude_sim": "15 km"}) == MET


def test_15_b_4_b_the_texts_differ_at_exactly_minus_50_and_125_degrees() -> None:
    for name, edge in (("operating_temperature_min", "-50 degC"), ("operating_temperature_max", "125 degC")):
        assert verdict("15.B.4.b", for_missiles({**LOUD_HOT_CHAMBER, name: edge})) != MET


def test_15_b_4_b_sound_level_or_power() -> None:
    quiet = for_missiles({**LOUD_CHAMBER, "sound_level": "130 dB"})
    assert verdict("15.B.4.b", quiet) == NOT_MET
    assert verdict("15.B.4.b", {**quiet, "acoustic_power": "4 kW"}) == MET
    assert verdict("15.B.4.b", without(quiet, "acoustic_power")) == OPEN


@pytest.mark.parametrize(
    ("pressure", "expected"),
    [("1 kPa", MET), ("12 kPa", MET), ("12.5 kPa", NOT_MET), ("101 kPa", NOT_MET)],
)
def test_15_b_4_altitude_follows_from_pressure_in_the_standard_atmosphere(pressure: str, expected: str) -> None:
    chamber = {**without(HIGH_CHAMBER, "altitude_sim"), "chamber_pressure": pressure}
    assert verdict("15.B.4.a", for_missiles(chamber)) == expected


# 15.B.5 and 15.B.6.


def test_15_b_5_photons_have_no_more_energy_than_the_electrons() -> None:
    unknown = without(SAMPLES["15.B.5"], "electron_energy")
    assert verdict("15.B.5", {**unknown, "photon_energy_max": "2 MeV"}) == MET
    assert verdict("15.B.5", {**unknown, "photon_energy_max": "1 MeV"}) == OPEN


def test_15_b_6_power_or_pressure() -> None:
    weak = for_missiles({**ARC_JET, "electrical_power": "1 MW"})
    assert verdict("15.B.6", weak) == NOT_MET
    assert verdict("15.B.6", {**weak, "gas_pressure": "3 MPa"}) == MET
    assert verdict("15.B.6", without(weak, "gas_pressure")) == OPEN


# 15.D and 15.E.


@pytest.mark.parametrize("code", SAMPLES)
def test_15_d_1_software_for_test_equipment(code: str) -> None:
    program = {**serving("software", SAMPLES[code], software_purpose="use"), "designed_or_modified": True}
    assert met(program) == ["15.D.1"]
    assert verdict("15.D.1", program, designed_or_modified=False) == NOT_MET


@pytest.mark.parametrize("code", SAMPLES)
def test_15_e_1_technology_for_test_equipment(code: str) -> None:
    know_how = serving("technology", SAMPLES[code])
    assert met(know_how) == ["15.E.1"]
    assert verdict("15.E.1", know_how, released_by_general_note=True) == NOT_MET


def test_15_e_1_reaches_technology_for_the_software_of_15_d() -> None:
    program = {**serving("software", SAMPLES["15.B.1.a"], software_purpose="use"), "designed_or_modified": True}
    assert verdict("15.E.1", serving("technology", program)) == MET


def test_software_and_technology_for_what_falls_short_are_not_listed() -> None:
    for system in NO_MISSILE:
        stand = part_of(system, STAND, USABLE)
        assert within(15, met(serving("software", stand))) == []
        assert within(15, met(serving("technology", stand))) == []
