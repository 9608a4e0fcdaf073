"""The catch-alls of the Export Administration Regulations: what is known of the end use, and help by United States persons."""

from __future__ import annotations

from typing import Any

import pytest
from law.transfers import (
    CASE_BY_CASE,
    DENIAL,
    Reviewed,
    codes,
    dual_use,
    listed_part,
    military,
    missing,
    review,
    rules,
    unlisted_part,
    warnings,
)

# 744.3: catch-alls.


def known(to: str, on: str = "2026-11-22", **use: Any) -> Reviewed:
    """Review an unlisted item of which the exporter knows something."""
    return dual_use(unlisted_part(eccn="EAR99"), to, on, end_use=use)


@pytest.mark.parametrize(
    ("distance", "licence"), [("300 km", "required"), ("1000 km", "required"), ("299 km", "not_required")]
)
def test_any_item_for_missiles_of_300_km_in_a_d4_country_needs_a_licence(distance: str, licence: str) -> None:
    for to in ("CN", "PK", "SA", "IL", "EG"):
        d = known(to, missile_programme=True, programme_range=distance, wmd_delivery=False)
        assert d.licence.value == licence


def test_the_range_rule_stops_at_the_d4_countries() -> None:
    assert known("IN", missile_programme=True, programme_range="1000 km").licence.value == "not_required"
    assert known("BR", missile_programme=True, programme_range="1000 km").licence.value == "not_required"


@pytest.mark.parametrize(("day", "licence"), [("2020-02-23", "not_required"), ("2020-02-24", "required")])
def test_russia_joined_the_d4_countries_in_february_2020(day: str, licence: str) -> None:
    assert known("RU", day, missile_programme=True, programme_range="1000 km").licence.value == licence


def test_a_programme_whose_range_nobody_stated_is_not_cleared() -> None:
    d = known("PK", missile_programme=True)
    assert set(d.licence.possible) == {"required", "not_required"}
    assert "end_use.programme_range" in missing(d)


def test_a_range_that_cannot_be_found_out_needs_a_licence_in_a_d4_country() -> None:
    assert known("PK", programme_unclear=True).licence.value == "required"
    assert known("IN", programme_unclear=True).licence.value == "not_required"


@pytest.mark.parametrize("to", ["IN", "BR", "DE", "CN", "PK"])
def test_delivery_of_mass_destruction_weapons_needs_a_licence_anywhere(to: str) -> None:
    assert known(to, wmd_delivery=True).licence.value == "required"


def test_only_nuclear_programmes_of_the_allies_that_may_have_them_are_left_out() -> None:
    for to, licence in (("FR", "not_required"), ("GB", "not_required"), ("DE", "required"), ("CN", "required")):
        d = dual_use(
            unlisted_part(eccn="EAR99", system_kind="manned_aircraft"),
            to,
            end_use={"wmd_delivery": True, "nato_nuclear_programme": True},
        )
        assert d.licence.value == licence


@pytest.mark.parametrize(("day", "named"), [("2004-11-07", False), ("2004-11-08", True)])
def test_the_three_part_form_dates_from_november_2004(day: str, named: bool) -> None:
    d = known("PK", day, missile_programme=True, programme_range="1000 km")
    assert d.licence.value == "required", "the older form reached the same case"
    assert ("us.ear-744.3/range-in-d4" in rules(d.licence)) == named
    assert ("us.ear-744.3/wmd-delivery-anywhere" in rules(known("IN", day, wmd_delivery=True).licence)) == named


def test_applications_under_the_catch_all_are_weighed_and_material_ones_refused() -> None:
    assert known("PK", programme_unclear=True).posture.value == CASE_BY_CASE
    assert known("PK", missile_programme=True, programme_range="1000 km").posture.value == CASE_BY_CASE
    assert known("PK", programme_unclear=True, material_contribution=True).posture.value == DENIAL
    assert known("IN", wmd_delivery=True, material_contribution=True).posture.value == DENIAL


def test_no_licence_exception_overcomes_the_catch_all() -> None:
    assert codes(dual_use(listed_part(9), "IN").licence_exceptions)
    assert not codes(dual_use(listed_part(9), "IN", end_use={"missile_programme": True}).licence_exceptions)
    assert not codes(dual_use(listed_part(9), "IN", end_use={"wmd_delivery": True}).licence_exceptions)


# 744.6: help by United States persons.


@pytest.mark.parametrize(
    ("to", "day", "needed"),
    [
        ("PK", "2021-03-15", True),
        ("PK", "2021-03-16", True),
        ("CU", "2021-03-15", False),
        ("CU", "2021-03-16", True),
        ("IN", "2021-03-16", False),
    ],
)
def test_a_us_person_needs_a_licence_to_help_missiles_in_d4_or_cuba(to: str, day: str, needed: bool) -> None:
    d = review(unlisted_part(), to, day, exporter="SG", us_person_support=True, end_use={"missile_programme": True})
    assert (d.licence.value == "required") == needed


def test_help_that_contributes_materially_is_refused() -> None:
    d = review(
        unlisted_part(),
        "PK",
        exporter="SG",
        us_person_support=True,
        end_use={"missile_programme": True, "material_contribution": True},
    )
    assert d.posture.value == DENIAL


def test_what_the_munitions_rules_license_is_left_to_them() -> None:
    d = military(listed_part(9), "PK", us_person_support=True, end_use={"missile_programme": True})
    assert "us.ear-744.6/missile-support" not in rules(d.licence)


# What is not known.


def test_a_membership_in_d4_that_is_not_known_leaves_the_licence_open() -> None:
    d = known("AE", "2023-01-01", missile_programme=True, programme_range="1000 km")
    assert set(d.licence.possible) == {"required", "not_required"}
    assert "membership_unknown" in warnings(d)
