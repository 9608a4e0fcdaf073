"""The range and payload test of Items 1 and 19, its margin, and the limits at which it turns."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from law.transfers import Reviewed, missing, review, warnings


def drone(payload: Any = None, distance: Any = None, **more: Any) -> Reviewed:
    """Review a drone of which nothing else is known."""
    return review({"kind": "uas", "payload": payload, "range": distance, **more})


def category(*args: Any, **more: Any) -> str | set[str]:
    """The category of a drone, or the categories that are left."""
    answer = drone(*args, **more).category
    return set(answer.possible) if answer.value is None else str(answer.value)


# The limits themselves: 500 kg and 300 km, both inclusive.


@pytest.mark.parametrize("basis", ["published", "annex"])
def test_exactly_500_kg_over_exactly_300_km_is_category_i(basis: str) -> None:
    d = drone("500 kg", "300 km", basis=basis)
    assert d.category.value == "I"
    assert d.entries.value == ["1.A.2"]


def test_exactly_300_km_with_little_payload_is_category_ii() -> None:
    d = drone("5 kg", "300 km")
    assert d.category.value == "II"
    assert d.entries.value == ["19.A.2"]


@pytest.mark.parametrize(
    ("payload", "distance", "expected"),
    [
        ("499.9 kg", "2000 km", "II"),
        ("500 kg", "299.9 km", "unlisted"),
        ("499.9 kg", "299.9 km", "unlisted"),
        ("500 kg", "300 km", "I"),
        ("499.9 kg", "300 km", "II"),
    ],
)
def test_on_the_annex_basis_a_figure_that_falls_short_at_all_is_short(
    payload: str, distance: str, expected: str
) -> None:
    assert category(payload, distance, basis="annex", aerosol_dispenser=False) == expected


# Published figures: a margin of ten per cent.


@pytest.mark.parametrize(
    ("payload", "expected"), [("480 kg", {"I", "II"}), ("450 kg", {"I", "II"}), ("449 kg", "II"), ("500 kg", "I")]
)
def test_a_published_payload_short_by_ten_per_cent_or_less_settles_nothing(
    payload: str, expected: str | set[str]
) -> None:
    assert category(payload, "1000 km") == expected


@pytest.mark.parametrize(
    ("distance", "expected"),
    [("280 km", {"I", "unlisted"}), ("270 km", {"I", "unlisted"}), ("269 km", "unlisted"), ("300 km", "I")],
)
def test_a_published_range_short_by_ten_per_cent_or_less_settles_nothing(
    distance: str, expected: str | set[str]
) -> None:
    assert category("1000 kg", distance, aerosol_dispenser=False) == expected


@pytest.mark.parametrize(
    ("distance", "expected"), [("280 km", {"II", "unlisted"}), ("270 km", {"II", "unlisted"}), ("269 km", "unlisted")]
)
def test_the_margin_holds_for_the_range_limit_of_item_19_as_well(distance: str, expected: str | set[str]) -> None:
    assert category("20 kg", distance, aerosol_dispenser=False) == expected


def test_both_figures_just_short_leave_every_category_open() -> None:
    assert category("480 kg", "280 km", aerosol_dispenser=False) == {"I", "II", "unlisted"}


def test_one_figure_far_short_settles_what_the_other_leaves_open() -> None:
    assert category("480 kg", "100 km", aerosol_dispenser=False) == "unlisted"
    assert category("100 kg", "280 km", aerosol_dispenser=False) == {"II", "unlisted"}


def test_a_figure_above_the_limit_has_no_margin() -> None:
    assert category("501 kg", "301 km") == "I"


def test_the_figure_that_settles_nothing_is_asked_for_again_by_its_definition() -> None:
    d = drone("480 kg", "1000 km")
    assert "item.payload" in missing(d)
    assert any("480 kg" in m.ask for m in d.missing if m.fact == "item.payload")


def test_basis_annex_settles_a_published_480_kg() -> None:
    assert category("480 kg", "1000 km", basis="annex") == "II"


# Maxima that are not known.


@pytest.mark.parametrize(("payload", "distance"), list(itertools.product([None, "600 kg"], [None, "600 km"])))
def test_a_maximum_that_is_not_known_is_never_taken_as_short(payload: str | None, distance: str | None) -> None:
    answer = drone(payload, distance).category
    assert "I" in answer.possible
    assert answer.open == (payload is None or distance is None)


def test_a_short_range_alone_settles_item_1() -> None:
    assert "I" not in drone(None, "100 km").category.possible


# Intervals.


@pytest.mark.parametrize(
    ("payload", "distance", "expected"),
    [
        (["600 kg", "900 kg"], ["1850 km", "2500 km"], "I"),
        (["300 kg", "900 kg"], "2000 km", {"I", "II"}),
        ("900 kg", ["250 km", "350 km"], {"I", "unlisted"}),
        (["100 kg", "200 kg"], ["1850 km", "2500 km"], "II"),
        (["100 kg", "460 kg"], "2000 km", {"I", "II"}),
        (["100 kg", "449 kg"], "2000 km", "II"),
    ],
)
def test_a_figure_known_as_an_interval_decides_only_where_all_of_it_agrees(
    payload: Any, distance: Any, expected: str | set[str]
) -> None:
    assert category(payload, distance, aerosol_dispenser=False) == expected


# The envelope, and points out of reach.


def test_a_point_of_the_envelope_that_reaches_both_limits_is_category_i() -> None:
    d = drone(envelope=[{"payload": "500 kg", "range": "300 km"}])
    assert d.category.value == "I"


def test_points_are_floors_under_the_maxima_and_both_maxima_decide() -> None:
    points = [{"payload": "800 kg", "range": "200 km"}, {"payload": "100 kg", "range": "900 km"}]
    assert category(envelope=points) == "I"
    assert category(envelope=points, cannot_reach=[{"payload": "500 kg", "range": "300 km"}]) == "II"
    assert category(envelope=points[1:]) == {"I", "II"}, "what it carries over less distance is not known"


def test_an_envelope_counts_beside_published_maxima() -> None:
    assert category("480 kg", "1000 km", envelope=[{"payload": "510 kg", "range": "310 km"}]) == "I"
    assert "contradiction" in warnings(drone("400 kg", "1000 km", envelope=[{"payload": "510 kg", "range": "310 km"}]))
    assert category("400 kg", "1000 km", envelope=[{"payload": "510 kg", "range": "310 km"}]) == "I"


def test_a_point_that_it_is_known_not_to_reach_settles_the_trade() -> None:
    assert category("600 kg", "1000 km", cannot_reach=[{"payload": "500 kg", "range": "300 km"}]) == "II"
    assert category("480 kg", "1000 km", cannot_reach=[{"payload": "490 kg", "range": "290 km"}]) == "II"
    assert category("480 kg", "1000 km", cannot_reach=[{"payload": "510 kg", "range": "300 km"}]) == {"I", "II"}


# Units.


@pytest.mark.parametrize(
    ("distance", "expected"),
    [
        ("162 nmi", "I"),
        ("161.9 nmi", "unlisted"),
        ("187 mi", "I"),
        ("186 mi", "unlisted"),
        ("300000 m", "I"),
        ("299999 m", "unlisted"),
    ],
)
def test_range_is_read_in_nautical_and_statute_miles_and_metres(distance: str, expected: str) -> None:
    assert category("1000 kg", distance, basis="annex", aerosol_dispenser=False) == expected


@pytest.mark.parametrize(
    ("payload", "expected"), [("1103 lb", "I"), ("1102 lb", "II"), ("0.5 t", "I"), ("0.4999 t", "II")]
)
def test_payload_is_read_in_pounds_and_tonnes(payload: str, expected: str) -> None:
    assert category(payload, "1000 km", basis="annex") == expected


# The same for rockets and for the system that a part serves.


@pytest.mark.parametrize(
    "kind", ["ballistic_missile", "space_launch_vehicle", "sounding_rocket", "rocket", "interceptor"]
)
@pytest.mark.parametrize(
    ("payload", "distance", "entries"),
    [
        ("500 kg", "300 km", ["1.A.1"]),
        ("499.9 kg", "300 km", ["19.A.1"]),
        ("500 kg", "299.9 km", []),
        ("20000 kg", "40000 km", ["1.A.1"]),
    ],
)
def test_every_rocket_is_measured_by_what_it_carries_how_far(
    kind: str, payload: str, distance: str, entries: list[str]
) -> None:
    d = review({"kind": kind, "payload": payload, "range": distance, "basis": "annex"})
    assert d.entries.value == entries


@pytest.mark.parametrize("kind", ["uas", "cruise_missile"])
def test_drones_and_cruise_missiles_stand_in_the_same_entry(kind: str) -> None:
    assert review({"kind": kind, "payload": "500 kg", "range": "300 km"}).entries.value == ["1.A.2"]


def test_technology_is_measured_by_its_system_with_the_same_margin() -> None:
    stated = {"kind": "technology", "for_kind": "ballistic_missile", "range": "1000 km", "part": "other"}
    assert review({**stated, "payload": "500 kg"}).category.value == "I"
    assert set(review({**stated, "payload": "480 kg"}).category.possible) == {"I", "II"}
    assert review({**stated, "payload": "449 kg"}).category.value == "II"


# Speed has no margin.


@pytest.mark.parametrize(
    ("speed", "expected"),
    [
        ("799.9 km/h", "case_by_case"),
        ("800 km/h", "strong_presumption_of_denial"),
        ("800.1 km/h", "strong_presumption_of_denial"),
    ],
)
def test_799_km_h_is_slow_and_800_km_h_is_not(speed: str, expected: str) -> None:
    d = review({"kind": "uas", "payload": "600 kg", "range": "1000 km", "max_airspeed": speed}, on="2021-01-01")
    assert d.posture.value == expected


@pytest.mark.parametrize(
    ("speed", "expected"),
    [
        ("431.9 kt", "case_by_case"),
        ("432 kt", "strong_presumption_of_denial"),
        ("222 m/s", "case_by_case"),
        ("222.3 m/s", "strong_presumption_of_denial"),
    ],
)
def test_speed_is_read_in_knots_and_metres_a_second(speed: str, expected: str) -> None:
    d = review({"kind": "uas", "payload": "600 kg", "range": "1000 km", "max_airspeed": speed}, on="2021-01-01")
    assert d.posture.value == expected


def test_a_speed_known_only_as_an_interval_around_800_km_h_settles_nothing() -> None:
    d = review(
        {"kind": "uas", "payload": "600 kg", "range": "1000 km", "max_airspeed": ["750 km/h", "850 km/h"]},
        on="2021-01-01",
    )
    assert set(d.posture.possible) == {"case_by_case", "strong_presumption_of_denial"}
    assert "item.max_airspeed" in missing(d)
