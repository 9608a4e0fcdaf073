"""The Export Administration Regulations, section 740.2 on licence exceptions and section 750.4 on the review of applications."""

from __future__ import annotations

import pytest
from law.transfers import (
    codes,
    dual_use,
    listed_part,
)

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
    assert codes(dual_use(listed_part(3, one_for_one_bearing=True), to).licence_exceptions) == {
        "exception_tmp",
        "exception_rpl",
    }


@pytest.mark.parametrize("to", ["RU", "BY", "IR", "KP", "SY", "CU"])
def test_embargoed_destinations_have_none_of_them(to: str) -> None:
    assert (
        codes(dual_use(listed_part(9, vehicle_navigation_item=True, one_for_one_bearing=True), to).licence_exceptions)
        == set()
    )


@pytest.mark.parametrize(
    ("to", "open_to"),
    [("DE", True), ("JP", True), ("IN", True), ("KR", True), ("TW", False), ("ZA", False), ("SG", False)],
)
def test_sta_goes_to_country_group_a5(to: str, open_to: bool) -> None:
    assert ("exception_sta" in codes(dual_use(listed_part(9), to).licence_exceptions)) == open_to


def test_sta_is_closed_to_missile_items_of_the_600_series() -> None:
    d = dual_use(listed_part(9, military_series=True), "DE")
    assert "exception_sta" not in codes(d.licence_exceptions)
    assert codes(d.licence_exceptions) == OUTSIDE


@pytest.mark.parametrize(("day", "left"), [("2023-12-07", False), ("2023-12-08", True)])
def test_the_wider_exceptions_began_in_december_2023(day: str, left: bool) -> None:
    assert bool(codes(dual_use(listed_part(9), "DE", day).licence_exceptions)) == left


@pytest.mark.parametrize(
    ("day", "user", "open_to"),
    [
        ("2026-07-09", "armed_forces", False),
        ("2026-07-10", "armed_forces", True),
        ("2026-07-10", "civilian", False),
        ("2026-11-22", "other_government", True),
    ],
)
def test_sta_opened_to_government_agencies_of_the_emirates_in_july_2026(day: str, user: str, open_to: bool) -> None:
    d = dual_use(listed_part(9), "AE", day, end_use={"end_user": user})
    assert ("exception_sta" in codes(d.licence_exceptions)) == open_to


def test_sta_for_others_in_the_emirates_needs_an_approval() -> None:
    d = dual_use(listed_part(9), "AE", sta_approved_user=True, end_use={"end_user": "civilian"})
    assert "exception_sta" in codes(d.licence_exceptions)
    assert "exception_sta" not in codes(dual_use(listed_part(9), "AE").licence_exceptions), (
        "who the user is has to be stated"
    )


@pytest.mark.parametrize(("day", "left"), [("2026-02-02", False), ("2026-02-03", True)])
def test_cambodia_left_the_embargoed_group_of_commerce_in_february_2026(day: str, left: bool) -> None:
    assert (codes(dual_use(listed_part(9), "KH", day).licence_exceptions) == OUTSIDE) == left


# 750.4: the clock.


def test_commerce_acts_in_nine_days_and_the_missile_group_reviews() -> None:
    clock = {
        "commerce_acts_within_9_days",
        "agencies_answer_within_30_days",
        "settled_or_with_president_within_90_days",
    }
    held = codes(dual_use(listed_part(9), "SA").obligations)
    assert clock | {"missile_technology_export_control_group_review"} <= held
    assert not clock & codes(dual_use(listed_part(9), "CA").obligations), "no licence, no clock"
    assert not clock & codes(dual_use(listed_part(9), "SA", "1996-02-03").obligations)
    assert clock <= codes(dual_use(listed_part(9), "SA", "1996-02-04").obligations)


@pytest.mark.parametrize(
    ("to", "user", "told"),
    [("IR", "armed_forces", True), ("IR", "civilian", False), ("CU", "police", True), ("IT", "armed_forces", False)],
)
def test_congress_is_told_before_missile_items_go_to_forces_of_terrorism_list_states(
    to: str, user: str, told: bool
) -> None:
    d = dual_use(listed_part(9), to, end_use={"end_user": user})
    assert ("congress_notification_for_terrorism_list_state_30_days" in codes(d.obligations)) == told
