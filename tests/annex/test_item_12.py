"""Item 12: launch support, tracking and gravity instruments."""

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
    within,
    without,
)


def part(name: str, **more: object) -> Item:
    """A part or a piece of equipment, tied to no system."""
    return {"kind": "component", "part": name, **more}


LAUNCHER = part("launch_apparatus")
TRANSPORTER = part("transporter_launcher")
GRAVITY_METER = part("gravity_meter", airborne_or_marine=True, gravity_accuracy="0.5 mGal", settling_time="1 min")
GRADIOMETER = part("gravity_gradiometer", airborne_or_marine=True)
TELEMETRY = part("telemetry_equipment")
TRANSLATOR = part("tracking_translator")
TRACKING_RADAR = part(
    "instrumentation_radar",
    angular_resolution="1 mrad",
    track_range="100 km",
    range_resolution="5 m",
    velocity_resolution="1 m/s",
)
BATTERY = part("thermal_battery", short_range_battery=False)
REACHED = ["1.A", "19.A.1", "19.A.2"]

ARTICLES = {
    "12.A.1": part_of("19.A.2", LAUNCHER),
    "12.A.2": part_of("1.A.1", TRANSPORTER),
    "12.A.3.a": part_of("1.A.1", GRAVITY_METER, USABLE),
    "12.A.3.b": part_of("1.A.1", GRADIOMETER, USABLE),
    "12.A.4": part_of("1.A.2", TELEMETRY),
    "12.A.5.a": part_of("1.A.1", TRANSLATOR, USABLE),
    "12.A.5.b": part_of("1.A.1", TRACKING_RADAR, USABLE),
    "12.A.6": part_of("1.A.1", BATTERY),
}


@pytest.mark.parametrize("code", ARTICLES)
def test_each_sample_meets_its_entry_and_no_other_of_the_annex(code: str) -> None:
    assert met(ARTICLES[code]) == [code]
    assert classified(ARTICLES[code]).category.value == "II"


LIMITS: list[Limit] = [
    ("12.A.3.a", ARTICLES["12.A.3.a"], "gravity_accuracy", ["0.7 mGal", "0.1 mGal", "7e-6 m/s^2"], ["0.701 mGal"]),
    ("12.A.3.a", ARTICLES["12.A.3.a"], "settling_time", ["2 min", "120 s", "1 s"], ["2.01 min", "121 s"]),
    ("12.A.3.a", ARTICLES["12.A.3.a"], "airborne_or_marine", [True], [False]),
    ("12.A.3.b", ARTICLES["12.A.3.b"], "airborne_or_marine", [True], [False]),
    ("12.A.5.b", ARTICLES["12.A.5.b"], "angular_resolution", ["1.499 mrad", "0.085 deg"], ["1.5 mrad", "0.086 deg"]),
    ("12.A.5.b", ARTICLES["12.A.5.b"], "track_range", ["30 km", "31 km"], ["29.9 km"]),
    ("12.A.5.b", ARTICLES["12.A.5.b"], "range_resolution", ["9.99 m"], ["10 m", "11 m"]),
    ("12.A.5.b", ARTICLES["12.A.5.b"], "velocity_resolution", ["2.99 m/s", "10.7 km/h"], ["3 m/s", "10.8 km/h"]),
    ("12.A.6", ARTICLES["12.A.6"], "short_range_battery", [False], [True]),
]


@pytest.mark.parametrize(("code", "item", "expected"), at_limits(LIMITS))
def test_the_limits_of_item_12(code: str, item: Item, expected: str) -> None:
    assert verdict(code, item) == expected


NEEDED = {
    "12.A.3.a": (ARTICLES["12.A.3.a"], ["airborne_or_marine", "gravity_accuracy", "settling_time"]),
    "12.A.3.b": (ARTICLES["12.A.3.b"], ["airborne_or_marine"]),
    "12.A.5.b": (
        ARTICLES["12.A.5.b"],
        ["angular_resolution", "track_range", "range_resolution", "velocity_resolution"],
    ),
}


@pytest.mark.parametrize(("code", "item", "name"), left_out(NEEDED))
def test_without_a_fact_that_it_needs_the_entry_is_open_and_asks_for_it(code: str, item: Item, name: str) -> None:
    assert_open_for_want_of(code, item, name)


@pytest.mark.parametrize(
    ("code", "item", "least", "targets"),
    [
        ("12.A.1", LAUNCHER, "designed or modified", REACHED),
        ("12.A.2", TRANSPORTER, "designed or modified", ["1.A"]),
        ("12.A.3.a", GRAVITY_METER, "usable in", ["1.A"]),
        ("12.A.3.b", GRADIOMETER, "usable in", ["1.A"]),
        ("12.A.4", TELEMETRY, "designed or modified", REACHED),
        ("12.A.5.a", TRANSLATOR, "usable in", REACHED),
        ("12.A.5.b", TRACKING_RADAR, "usable in", REACHED),
        ("12.A.6", BATTERY, "designed or modified", REACHED),
    ],
    ids=lambda value: value if isinstance(value, str) and value[0].isdigit() else "",
)
def test_equipment_tied_to_listed_systems(code: str, item: Item, least: str, targets: list[str]) -> None:
    assert_tied(code, item, least, below(*targets))


# 12.A.3: gravity.


def test_12_a_3_components_are_listed_with_their_instrument() -> None:
    piece = part_of("1.A.1", {"kind": "component", "part": "gravity_component", "airborne_or_marine": True})
    piece = {**piece, "gravity_accuracy": "0.5 mGal", "settling_time": "1 min", "component_specially_designed": True}
    assert verdict("12.A.3.a", {**piece, "gravity_instrument": "gravimeter"}) == MET
    assert verdict("12.A.3.b", {**piece, "gravity_instrument": "gradiometer"}) == MET
    assert verdict("12.A.3.b", {**piece, "gravity_instrument": "gravimeter"}) == NOT_MET


def test_12_a_3_a_resolution_is_no_accuracy() -> None:
    unknown = without(ARTICLES["12.A.3.a"], "gravity_accuracy")
    for figure in ("0.01 mGal", "5 mGal"):
        assert verdict("12.A.3.a", {**unknown, "gravity_resolution": figure}) == OPEN


def test_12_a_3_b_asks_for_no_figure() -> None:
    poor = {**ARTICLES["12.A.3.b"], "gravity_accuracy": "10 mGal", "settling_time": "60 min"}
    assert verdict("12.A.3.b", poor) == MET


# 12.A.4 and 12.A.5.


@pytest.mark.parametrize(
    "exception",
    [
        "crewed_aircraft_or_satellite_equipment",
        "land_or_sea_ground_equipment",
        "civil_satnav_service",
        "model_remote_control",
    ],
)
def test_12_a_4_equipment_for_other_things_is_out(exception: str) -> None:
    assert verdict("12.A.4", {**ARTICLES["12.A.4"], exception: True}) == NOT_MET
    assert verdict("12.A.4", {**ARTICLES["12.A.4"], exception: False}) == MET


def test_12_a_5_b_accuracy_is_no_resolution() -> None:
    for resolution, accuracy, figure in (
        ("angular_resolution", "tracking_angle_accuracy", "0.1 mrad"),
        ("range_resolution", "tracking_range_accuracy", "1 m"),
        ("velocity_resolution", "tracking_velocity_accuracy", "0.1 m/s"),
    ):
        assert verdict("12.A.5.b", {**without(ARTICLES["12.A.5.b"], resolution), accuracy: figure}) == OPEN


# 12.D and 12.E.

SOFTWARE = {"12.A.1": "12.D.1", "12.A.4": "12.D.3", "12.A.5.a": "12.D.3", "12.A.5.b": "12.D.3"}


@pytest.mark.parametrize("code", ARTICLES)
def test_software_for_launch_telemetry_and_tracking(code: str) -> None:
    program = {**serving("software", ARTICLES[code], software_purpose="use"), "designed_or_modified": True}
    assert within(12, met(program)) == ([SOFTWARE[code]] if code in SOFTWARE else [])
    assert within(12, met({**program, "designed_or_modified": False})) == []


def test_12_d_2_software_that_works_out_a_flight_after_it() -> None:
    program: Item = {"kind": "software", "part": "trajectory_reconstruction"}
    assert_tied("12.D.2", program, "designed or modified", below(*REACHED))


@pytest.mark.parametrize("code", ARTICLES)
def test_12_e_1_technology_for_item_12(code: str) -> None:
    know_how = serving("technology", ARTICLES[code])
    assert verdict("12.E.1", know_how) == MET
    assert verdict("12.E.1", know_how, released_by_general_note=True) == NOT_MET


@pytest.mark.parametrize("code", SOFTWARE)
def test_12_e_1_reaches_technology_for_the_software_of_12_d(code: str) -> None:
    program = {**serving("software", ARTICLES[code], software_purpose="use"), "designed_or_modified": True}
    assert verdict("12.E.1", serving("technology", program)) == MET


def test_software_and_technology_for_what_falls_short_are_not_listed() -> None:
    coarse = {**ARTICLES["12.A.5.b"], "range_resolution": "50 m"}
    assert within(12, met(serving("software", coarse))) == []
    assert within(12, met(serving("technology", coarse))) == []
