"""The Export Administration Regulations: missile technology control, catch-alls, Russia and Belarus, and licence exceptions."""

from __future__ import annotations

from typing import Any

import pytest
from law.transfers import (
    CASE_BY_CASE,
    DENIAL,
    NOT_REVIEWED,
    PRESUMPTION,
    PROHIBITED,
    STRONG_PRESUMPTION,
    assumed,
    codes,
    defeated,
    dual_use,
    facility,
    light_drone,
    listed_part,
    military,
    missing,
    review,
    rules,
    short_drone,
    slow_drone,
    spraying_drone,
    technology,
    unlisted_part,
    warnings,
)

from licet.determination import Determination

# 742.5(a) and the Country Chart.


@pytest.mark.parametrize(
    ("to", "day", "licence"),
    [
        ("CA", "2010-01-01", "not_required"),
        ("CA", "2026-11-22", "not_required"),
        ("AU", "2024-04-18", "required"),
        ("AU", "2024-04-19", "not_required"),
        ("GB", "2024-04-18", "required"),
        ("GB", "2024-04-19", "not_required"),
        ("NZ", "2026-11-22", "required"),
        ("DE", "2026-11-22", "required"),
        ("JP", "2026-11-22", "required"),
        ("SA", "2026-11-22", "required"),
    ],
)
def test_missile_items_need_a_licence_except_where_the_chart_has_no_mark(to: str, day: str, licence: str) -> None:
    for item in (listed_part(9), light_drone(), slow_drone()):
        d = dual_use(item, to, day)
        assert d.licence.value == licence
        assert d.authority.value == "commerce_bis"


def test_the_catch_alls_stand_where_the_chart_has_no_mark() -> None:
    for to in ("AU", "CA", "GB"):
        d = dual_use(listed_part(9), to, end_use={"wmd_delivery": True})
        assert d.licence.value == "required"


def test_a_listed_item_of_unknown_entry_is_not_cleared() -> None:
    d = dual_use({key: value for key, value in listed_part().items() if key != "other_item"})
    assert set(d.licence.possible) == {"required", "not_required"}
    assert "item.other_item" in missing(d)


# 742.5(b).


@pytest.mark.parametrize("to", ["IT", "IN", "SA", "SG"])
def test_commerce_weighs_category_ii_case_by_case(to: str) -> None:
    d = dual_use(listed_part(9), to)
    assert d.posture.value == CASE_BY_CASE
    assert "us.ear-742.5/case-by-case" in rules(d.posture)
    assert "end_use.material_contribution" in assumed(d)


def test_the_six_factors_of_commerce_are_weighed() -> None:
    factors = {f"ear_742_5_{name}" for name in ("end_use", "significance", "programmes", "credentials", "assurances", "prior_contract")}
    assert factors <= codes(dual_use(listed_part(9)).factors)
    assert not factors & codes(military(listed_part(9)).factors)
    assert not factors & codes(dual_use(unlisted_part()).factors)


@pytest.mark.parametrize("item", [listed_part(9), light_drone(), technology(light_drone())], ids=["part", "drone", "technology"])
def test_a_material_contribution_is_refused(item: dict[str, Any]) -> None:
    assert dual_use(item, end_use={"material_contribution": True}).posture.value == DENIAL


def test_category_i_under_commerce_keeps_the_strong_presumption_unless_it_is_for_slow_drones() -> None:
    assert dual_use(technology()).posture.value == STRONG_PRESUMPTION
    assert dual_use(facility()).posture.value == PROHIBITED
    d = dual_use(technology(slow_drone()))
    assert d.posture.value == CASE_BY_CASE
    assert "mtcr.guidelines/category-i" in defeated(d.posture)


@pytest.mark.parametrize(("day", "expected"), [("2021-01-11", DENIAL), ("2021-01-12", CASE_BY_CASE)])
def test_slow_drones_are_under_no_policy_of_denial_since_january_2021(day: str, expected: str) -> None:
    assert dual_use(slow_drone(), on=day, end_use={"material_contribution": True}).posture.value == expected


def test_that_a_risk_of_diversion_was_found_is_weighed_for_slow_drones() -> None:
    assert "ear_742_5_diversion_found" in codes(dual_use(slow_drone(), end_use={"diversion_risk": True}).factors)
    assert "ear_742_5_diversion_found" not in codes(dual_use(slow_drone()).factors)


def test_spares_for_manned_aircraft_are_viewed_with_favour() -> None:
    assert "ear_742_5_spares_viewed_with_favour" in codes(dual_use(listed_part(9, navigation_spare=True)).factors)
    assert "ear_742_5_spares_viewed_with_favour" not in codes(dual_use(listed_part(9)).factors)


def test_items_off_the_list_that_could_go_into_missile_work_are_weighed_too() -> None:
    assert dual_use(unlisted_part(), "IN", end_use={"missile_programme": True}).posture.value == CASE_BY_CASE
    refused = dual_use(unlisted_part(), "IN", end_use={"missile_programme": True, "material_contribution": True})
    assert refused.posture.value == DENIAL
    assert dual_use(unlisted_part(), "IN").posture.value == NOT_REVIEWED


def test_china_is_also_judged_by_the_policy_on_military_support() -> None:
    assert "ear_742_4_china_military_review" in codes(dual_use(listed_part(9), "CN").factors)
    assert "ear_742_4_china_military_review" in codes(dual_use(listed_part(9), "HK").factors)
    assert "ear_742_4_china_military_review" not in codes(dual_use(listed_part(9), "HK", "2018-01-01").factors)
    assert "ear_742_4_china_military_review" not in codes(dual_use(listed_part(9), "IN").factors)


def test_a_licence_covers_the_least_software() -> None:
    assert "own_licence_for_software_beyond_the_minimum" in codes(dual_use(listed_part(9)).obligations)
    assert "own_licence_for_software_beyond_the_minimum" not in codes(dual_use(technology(light_drone())).obligations)


def test_a_missile_in_section_742_5_carries_500_kg_over_300_km() -> None:
    assert "ear_missile" in codes(dual_use(slow_drone()).references)
    assert "ear_missile" not in codes(dual_use(light_drone()).references)


# Russia.


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2020-02-23", CASE_BY_CASE), ("2020-02-24", PRESUMPTION), ("2022-03-02", PRESUMPTION), ("2022-03-03", DENIAL), ("2026-11-22", DENIAL)],
)
def test_missile_items_for_russia_were_presumed_refused_and_then_refused(day: str, expected: str) -> None:
    assert dual_use(listed_part(9), "RU", day).posture.value == expected


@pytest.mark.parametrize(
    ("use", "day", "expected"),
    [
        ("government_space_cooperation", "2020-02-24", CASE_BY_CASE),
        ("government_space_cooperation", "2022-03-02", CASE_BY_CASE),
        ("government_space_cooperation", "2022-03-03", CASE_BY_CASE),
        ("government_space_cooperation", "2022-04-08", CASE_BY_CASE),
        ("government_space_cooperation", "2026-11-22", CASE_BY_CASE),
        ("commercial_launch", "2020-02-24", CASE_BY_CASE),
        ("commercial_launch", "2022-03-02", CASE_BY_CASE),
        ("commercial_launch", "2022-03-03", DENIAL),
        ("commercial_launch", "2026-11-22", DENIAL),
        ("sanctions_carve_out", "2026-11-22", DENIAL),
    ],
)
def test_space_cooperation_with_russia_kept_its_review_and_commercial_launches_lost_it(use: str, day: str, expected: str) -> None:
    assert dual_use(listed_part(9), "RU", day, end_use={use: True}).posture.value == expected


def test_no_relief_for_slow_drones_reaches_russia() -> None:
    assert dual_use(slow_drone(), "RU", "2021-01-12").posture.value == PRESUMPTION
    assert dual_use(slow_drone(), "RU", "2022-03-03").posture.value == DENIAL


def test_space_cooperation_does_not_lift_the_presumption_on_category_i() -> None:
    d = dual_use(technology(), "RU", end_use={"government_space_cooperation": True})
    assert d.posture.value == STRONG_PRESUMPTION


# 746.8: everything on the Commerce list.


@pytest.mark.parametrize("to", ["RU", "BY"])
@pytest.mark.parametrize("item", [listed_part(9), unlisted_part(), short_drone()], ids=["on the Annex", "off the Annex", "short drone"])
def test_every_item_on_the_commerce_list_is_refused_to_russia_and_belarus_since_april_2022(item: dict[str, Any], to: str) -> None:
    d = dual_use(item, to, "2022-04-08")
    assert d.licence.value == "required"
    assert d.posture.value == DENIAL


@pytest.mark.parametrize(("day", "expected"), [("2022-04-07", CASE_BY_CASE), ("2022-04-08", DENIAL)])
def test_belarus_came_under_it_with_the_whole_list(day: str, expected: str) -> None:
    assert dual_use(listed_part(9), "BY", day).posture.value == expected


@pytest.mark.parametrize(("day", "expected"), [("2022-02-23", PRESUMPTION), ("2022-02-24", DENIAL), ("2022-04-07", DENIAL)])
def test_drones_for_russia_came_under_it_at_once(day: str, expected: str) -> None:
    assert dual_use(light_drone(), "RU", day).posture.value == expected


def test_that_the_item_is_on_the_list_is_presumed_and_ear99_denies_it() -> None:
    assert "item.commerce_listed" in assumed(dual_use(unlisted_part(), "RU"))
    for stated in ({"commerce_listed": False}, {"eccn": "EAR99"}):
        d = dual_use(unlisted_part(**stated), "RU")
        assert d.posture.value == NOT_REVIEWED
        assert d.licence.value == "not_required"


@pytest.mark.parametrize("use", ["sanctions_carve_out", "government_space_cooperation"])
def test_narrow_classes_for_belarus_are_weighed_case_by_case(use: str) -> None:
    assert dual_use(listed_part(9), "BY", end_use={use: True}).posture.value == CASE_BY_CASE
    assert dual_use(listed_part(9), "BY", end_use={use: True}).licence.value == "required"


# 744.3: catch-alls.


def known(to: str, on: str = "2026-11-22", **use: Any) -> Determination:
    """Review an unlisted item of which the exporter knows something."""
    return dual_use(unlisted_part(eccn="EAR99"), to, on, end_use=use)


@pytest.mark.parametrize(("distance", "licence"), [("300 km", "required"), ("1000 km", "required"), ("299 km", "not_required")])
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
        d = dual_use(unlisted_part(eccn="EAR99", system_kind="manned_aircraft"), to, end_use={"wmd_delivery": True, "nato_nuclear_programme": True})
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
    [("PK", "2021-03-15", True), ("PK", "2021-03-16", True), ("CU", "2021-03-15", False), ("CU", "2021-03-16", True), ("IN", "2021-03-16", False)],
)
def test_a_us_person_needs_a_licence_to_help_missiles_in_d4_or_cuba(to: str, day: str, needed: bool) -> None:
    d = review(unlisted_part(), to, day, exporter="SG", us_person_support=True, end_use={"missile_programme": True})
    assert (d.licence.value == "required") == needed


def test_help_that_contributes_materially_is_refused() -> None:
    d = review(unlisted_part(), "PK", exporter="SG", us_person_support=True, end_use={"missile_programme": True, "material_contribution": True})
    assert d.posture.value == DENIAL


def test_what_the_munitions_rules_license_is_left_to_them() -> None:
    d = military(listed_part(9), "PK", us_person_support=True, end_use={"missile_programme": True})
    assert "us.ear-744.6/missile-support" not in rules(d.licence)


# 740.2: licence exceptions.

OUTSIDE = {"exception_tmp", "exception_rpl", "exception_gov", "exception_tsu", "exception_avs", "exception_apr"}


@pytest.mark.parametrize("to", ["IN", "BR", "ZA", "SG", "TW"])
def test_outside_d4_and_d5_the_named_exceptions_remain(to: str) -> None:
    assert codes(dual_use(listed_part(9), to).licence_exceptions) - {"exception_sta"} == OUTSIDE


@pytest.mark.parametrize("to", ["CN", "SA", "IL", "PK", "MO", "ZW", "SO", "VE"])
def test_in_d4_and_d5_none_remains_but_for_two_small_classes(to: str) -> None:
    assert codes(dual_use(listed_part(9), to).licence_exceptions) == set()
    held = {"exception_tmp", "exception_rpl", "exception_tsu", "exception_avs"}
    assert codes(dual_use(listed_part(9, vehicle_navigation_item=True), to).licence_exceptions) == held
    assert codes(dual_use(listed_part(3, one_for_one_bearing=True), to).licence_exceptions) == {"exception_tmp", "exception_rpl"}


@pytest.mark.parametrize("to", ["RU", "BY", "IR", "KP", "SY", "CU"])
def test_embargoed_destinations_have_none_of_them(to: str) -> None:
    assert codes(dual_use(listed_part(9, vehicle_navigation_item=True, one_for_one_bearing=True), to).licence_exceptions) == set()


@pytest.mark.parametrize(("to", "open_to"), [("DE", True), ("JP", True), ("IN", True), ("KR", True), ("TW", False), ("ZA", False), ("SG", False)])
def test_sta_goes_to_country_group_a5(to: str, open_to: bool) -> None:
    assert ("exception_sta" in codes(dual_use(listed_part(9), to).licence_exceptions)) == open_to


def test_sta_is_closed_to_missile_items_of_the_600_series() -> None:
    d = dual_use(listed_part(9, military_series=True), "DE")
    assert "exception_sta" not in codes(d.licence_exceptions)
    assert codes(d.licence_exceptions) == OUTSIDE


@pytest.mark.parametrize(("day", "left"), [("2023-12-07", False), ("2023-12-08", True)])
def test_the_wider_exceptions_began_in_december_2023(day: str, left: bool) -> None:
    assert bool(codes(dual_use(listed_part(9), "DE", day).licence_exceptions)) == left


@pytest.mark.parametrize(("day", "user", "open_to"), [("2026-07-09", "armed_forces", False), ("2026-07-10", "armed_forces", True), ("2026-07-10", "civilian", False), ("2026-11-22", "other_government", True)])
def test_sta_opened_to_government_agencies_of_the_emirates_in_july_2026(day: str, user: str, open_to: bool) -> None:
    d = dual_use(listed_part(9), "AE", day, end_use={"end_user": user})
    assert ("exception_sta" in codes(d.licence_exceptions)) == open_to


def test_sta_for_others_in_the_emirates_needs_an_approval() -> None:
    d = dual_use(listed_part(9), "AE", sta_approved_user=True, end_use={"end_user": "civilian"})
    assert "exception_sta" in codes(d.licence_exceptions)
    assert "exception_sta" not in codes(dual_use(listed_part(9), "AE").licence_exceptions), "who the user is has to be stated"


@pytest.mark.parametrize(("day", "left"), [("2026-02-02", False), ("2026-02-03", True)])
def test_cambodia_left_the_embargoed_group_of_commerce_in_february_2026(day: str, left: bool) -> None:
    assert (codes(dual_use(listed_part(9), "KH", day).licence_exceptions) == OUTSIDE) == left


# 750.4: the clock.


def test_commerce_acts_in_nine_days_and_the_missile_group_reviews() -> None:
    clock = {"commerce_acts_within_9_days", "agencies_answer_within_30_days", "settled_or_with_president_within_90_days"}
    held = codes(dual_use(listed_part(9), "SA").obligations)
    assert clock | {"missile_technology_export_control_group_review"} <= held
    assert not clock & codes(dual_use(listed_part(9), "CA").obligations), "no licence, no clock"
    assert not clock & codes(dual_use(listed_part(9), "SA", "1996-02-03").obligations)
    assert clock <= codes(dual_use(listed_part(9), "SA", "1996-02-04").obligations)


@pytest.mark.parametrize(("to", "user", "told"), [("IR", "armed_forces", True), ("IR", "civilian", False), ("CU", "police", True), ("IT", "armed_forces", False)])
def test_congress_is_told_before_missile_items_go_to_forces_of_terrorism_list_states(to: str, user: str, told: bool) -> None:
    d = dual_use(listed_part(9), to, end_use={"end_user": user})
    assert ("congress_notification_for_terrorism_list_state_30_days" in codes(d.obligations)) == told


# Entries of the list.


def test_a_civil_drone_of_300_km_is_in_9a012_and_a_spraying_one_in_9a120() -> None:
    assert "eccn_9a012_mt" in codes(dual_use(light_drone()).references)
    assert "eccn_9a012_mt" in codes(dual_use(slow_drone()).references)
    assert "eccn_9a012_mt" not in codes(dual_use(short_drone()).references)
    assert "eccn_9a120_mt" in codes(dual_use(spraying_drone()).references)
    assert "eccn_9b116_mt" in codes(dual_use(facility(light_drone())).references)


# What is not known.


def test_a_membership_in_d4_that_is_not_known_leaves_the_licence_open() -> None:
    d = known("AE", "2023-01-01", missile_programme=True, programme_range="1000 km")
    assert set(d.licence.possible) == {"required", "not_required"}
    assert "membership_unknown" in warnings(d)
