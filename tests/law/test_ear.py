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
    rules,
    short_drone,
    slow_drone,
    spraying_drone,
    technology,
    unlisted_part,
    warnings,
)

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


def test_a_listed_item_of_which_nobody_said_what_it_is_is_not_cleared() -> None:
    d = dual_use({key: value for key, value in listed_part().items() if key != "part"})
    assert set(d.licence.possible) == {"required", "not_required"}
    assert "item.part" in missing(d)


def test_what_commerce_asked_for_before_the_section_was_written_is_not_in_the_rulebook_and_stays_open() -> None:
    for item in (listed_part(9), unlisted_part()):
        d = dual_use(item, "IN", "1989-01-01")
        assert d.licence.value is None
        assert "not_covered" in warnings(d)


# 742.5(b).


@pytest.mark.parametrize("to", ["IT", "IN", "SA", "SG"])
def test_commerce_weighs_category_ii_case_by_case(to: str) -> None:
    d = dual_use(listed_part(9), to)
    assert d.posture.value == CASE_BY_CASE
    assert "us.ear-742.5/case-by-case" in rules(d.posture)
    assert "end_use.material_contribution" in assumed(d)


def test_the_six_factors_of_commerce_are_weighed() -> None:
    factors = {
        f"ear_742_5_{name}"
        for name in ("end_use", "significance", "programmes", "credentials", "assurances", "prior_contract")
    }
    assert factors <= codes(dual_use(listed_part(9)).factors)
    assert not factors & codes(military(listed_part(9)).factors)
    assert not factors & codes(dual_use(unlisted_part()).factors)


@pytest.mark.parametrize(
    "item", [listed_part(9), light_drone(), technology(light_drone())], ids=["part", "drone", "technology"]
)
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
    [
        ("2020-02-23", CASE_BY_CASE),
        ("2020-02-24", PRESUMPTION),
        ("2022-03-02", PRESUMPTION),
        ("2022-03-03", DENIAL),
        ("2026-11-22", DENIAL),
    ],
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
def test_space_cooperation_with_russia_kept_its_review_and_commercial_launches_lost_it(
    use: str, day: str, expected: str
) -> None:
    assert dual_use(listed_part(9), "RU", day, end_use={use: True}).posture.value == expected


def test_no_relief_for_slow_drones_reaches_russia() -> None:
    assert dual_use(slow_drone(), "RU", "2021-01-12").posture.value == PRESUMPTION
    assert dual_use(slow_drone(), "RU", "2022-03-03").posture.value == DENIAL


def test_space_cooperation_does_not_lift_the_presumption_on_category_i() -> None:
    d = dual_use(technology(), "RU", end_use={"government_space_cooperation": True})
    assert d.posture.value == STRONG_PRESUMPTION


# 746.8: everything on the Commerce list.


@pytest.mark.parametrize("to", ["RU", "BY"])
@pytest.mark.parametrize(
    "item", [listed_part(9), unlisted_part(), short_drone()], ids=["on the Annex", "off the Annex", "short drone"]
)
def test_every_item_on_the_commerce_list_is_refused_to_russia_and_belarus_since_april_2022(
    item: dict[str, Any], to: str
) -> None:
    d = dual_use(item, to, "2022-04-08")
    assert d.licence.value == "required"
    assert d.posture.value == DENIAL


@pytest.mark.parametrize(("day", "expected"), [("2022-04-07", CASE_BY_CASE), ("2022-04-08", DENIAL)])
def test_belarus_came_under_it_with_the_whole_list(day: str, expected: str) -> None:
    assert dual_use(listed_part(9), "BY", day).posture.value == expected


@pytest.mark.parametrize(
    ("day", "expected"), [("2022-02-23", PRESUMPTION), ("2022-02-24", DENIAL), ("2022-04-07", DENIAL)]
)
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


# Entries of the list.


def test_a_civil_drone_of_300_km_is_in_9a012_and_a_spraying_one_in_9a120() -> None:
    assert "eccn_9a012_mt" in codes(dual_use(light_drone()).references)
    assert "eccn_9a012_mt" in codes(dual_use(slow_drone()).references)
    assert "eccn_9a012_mt" not in codes(dual_use(short_drone()).references)
    assert "eccn_9a120_mt" in codes(dual_use(spraying_drone()).references)
    assert "eccn_9b116_mt" in codes(dual_use(facility(light_drone())).references)
