"""Trade among Australia, the United Kingdom and the United States: the statutes, the exemption, and what both leave out."""

from __future__ import annotations

from typing import Any

import pytest
from law.transfers import (
    Item,
    Reviewed,
    assumed,
    ballistic_missile,
    codes,
    cruise_missile,
    dual_use,
    facility,
    fast_drone,
    launcher,
    light_drone,
    light_missile,
    listed_part,
    manned_aircraft,
    military,
    missing,
    motor,
    review,
    rules,
    slow_drone,
    technology,
)


def between_approved(item: Item, to: str = "AU", on: str = "2026-11-22", **facts: Any) -> Reviewed:
    """Review a small sale between registrants or authorised users."""
    return military(
        item, to, on, **{"authorised_user": True, "value": "1 MUSD", "sale_class": "articles_or_services", **facts}
    )


# The exemption.


@pytest.mark.parametrize("to", ["AU", "GB"])
@pytest.mark.parametrize(
    ("day", "licence"),
    [
        ("2023-12-21", "required"),
        ("2023-12-22", "required"),
        ("2024-08-31", "required"),
        ("2024-09-01", "exempt"),
        ("2026-11-22", "exempt"),
        ("2038-12-21", "exempt"),
        ("2038-12-22", "required"),
    ],
)
def test_approved_users_need_no_licence_from_september_2024_until_the_sunset(to: str, day: str, licence: str) -> None:
    assert between_approved(manned_aircraft(), to, day).licence.value == licence


@pytest.mark.parametrize("to", ["CA", "NZ", "JP", "IT"])
def test_nobody_else_is_in_the_exemption(to: str) -> None:
    assert between_approved(manned_aircraft(), to).licence.value == "required"


def test_persons_that_are_not_approved_need_a_licence() -> None:
    assert between_approved(manned_aircraft(), authorised_user=False).licence.value == "required"


def test_whether_both_ends_are_approved_is_asked_and_not_supposed() -> None:
    d = military(manned_aircraft(), "AU", value="1 MUSD", sale_class="articles_or_services")
    assert set(d.licence.possible) == {"required", "exempt"}
    assert "authorised_user" in missing(d)


def test_who_uses_the_exemption_keeps_records() -> None:
    assert "record_of_aukus_transfer" in codes(between_approved(manned_aircraft()).obligations)
    assert "record_of_aukus_transfer" not in codes(between_approved(ballistic_missile()).obligations)


# The missile classes stay out.

EXCLUDED = [
    ballistic_missile(),
    cruise_missile(),
    slow_drone(),
    fast_drone(),
    launcher(),
    motor(),
    technology(),
    technology(slow_drone()),
    light_missile(),
    technology(light_missile()),
    facility(light_missile()),
]


@pytest.mark.parametrize("item", EXCLUDED, ids=lambda i: f"{i['kind']} {i.get('for_kind', '')} {i['payload']}")
@pytest.mark.parametrize("to", ["AU", "GB"])
def test_item_1_item_2_and_category_ii_for_rockets_stay_under_licence(item: Item, to: str) -> None:
    d = between_approved(item, to)
    assert d.licence.value == "required"
    assert {"us.aeca-38j/mtcr-exclusions", "us.itar-126.7/excluded-technology"} <= rules(d.licence)


@pytest.mark.parametrize("item", [light_drone(), technology(light_drone())], ids=["drone", "technology"])
def test_category_ii_for_drones_is_not_among_the_classes_of_the_statute(item: Item) -> None:
    d = between_approved(item)
    assert d.licence.value == "exempt"
    assert "item.on_excluded_technology_list" in assumed(d), "the rows of the list have to be looked up"


def test_what_stands_on_the_excluded_technology_list_stays_under_licence() -> None:
    assert between_approved(light_drone(on_excluded_technology_list=True)).licence.value == "required"
    assert between_approved(manned_aircraft(on_excluded_technology_list=True)).licence.value == "required"


def test_a_drone_of_unknown_payload_is_not_exempt_by_silence() -> None:
    item = {key: value for key, value in light_drone().items() if key != "payload"}
    assert set(between_approved(item).licence.possible) == {"required", "exempt"}


def test_a_part_that_nobody_held_against_the_annex_is_not_exempt_by_silence() -> None:
    d = between_approved({"kind": "subsystem", "for_kind": "ballistic_missile"})
    assert "required" in d.licence.possible


@pytest.mark.parametrize(("day", "reason"), [("2010-10-07", False), ("2010-10-08", True)])
def test_the_classes_stand_in_the_statute_since_october_2010(day: str, reason: bool) -> None:
    d = military(ballistic_missile(), "GB", day)
    assert d.licence.value == "required"
    assert ("us.aeca-38j/mtcr-exclusions" in rules(d.licence)) == reason


def test_the_exemption_changes_no_posture() -> None:
    assert between_approved(ballistic_missile()).posture.value == military(ballistic_missile(), "AU").posture.value


# Large transfers.


@pytest.mark.parametrize(
    ("value", "sale", "licence"),
    [
        ("24999999 USD", "major_defense_equipment", "exempt"),
        ("25 MUSD", "major_defense_equipment", "required"),
        ("99 MUSD", "articles_or_services", "exempt"),
        ("100 MUSD", "articles_or_services", "required"),
    ],
)
def test_a_transfer_large_enough_for_congress_stays_under_licence(value: str, sale: str, licence: str) -> None:
    assert between_approved(manned_aircraft(), value=value, sale_class=sale).licence.value == licence


def test_manufacture_of_significant_equipment_abroad_stays_under_licence() -> None:
    assert between_approved(manned_aircraft(), sme_manufacture_abroad=True).licence.value == "required"


def test_government_sales_have_their_own_road() -> None:
    d = review(manned_aircraft(), "AU", channel="fms", authorised_user=True)
    assert rules(d.licence) == {"us.aeca-38/government-sale-exemption"}


# Re-transfer, since 18 December 2025.


@pytest.mark.parametrize(("day", "consent"), [("2025-12-17", True), ("2025-12-18", False), ("2026-11-22", False)])
def test_approved_users_pass_articles_on_without_consent_since_december_2025(day: str, consent: bool) -> None:
    d = between_approved(manned_aircraft(), on=day, retransfer=True)
    assert ("united_states_consent_to_retransfer" in codes(d.obligations)) == consent
    assert ("only_among_approved_aukus_users" in codes(d.obligations)) == (not consent)


def test_missile_classes_are_passed_on_with_consent_only() -> None:
    for item in (ballistic_missile(), light_missile(), slow_drone()):
        d = between_approved(item, retransfer=True)
        assert "united_states_consent_to_retransfer" in codes(d.obligations)
        assert d.licence.value == "required"


def test_a_large_re_transfer_is_reported_to_state_and_not_to_congress() -> None:
    d = between_approved(manned_aircraft(), retransfer=True, value="200 MUSD")
    assert "report_large_aukus_retransfer_to_state" in codes(d.obligations)
    assert "congress_notification_of_retransfer_15_days" not in codes(d.obligations)


def test_the_excluded_list_is_reviewed_since_december_2025() -> None:
    told = {
        day: "review_of_the_excluded_technology_list" in codes(military(manned_aircraft(), "AU", day).directives)
        for day in ("2025-12-17", "2025-12-18")
    }
    assert told == {"2025-12-17": False, "2025-12-18": True}


# The Commerce side.


@pytest.mark.parametrize(
    ("to", "day", "licence"),
    [
        ("AU", "2024-04-18", "required"),
        ("AU", "2024-04-19", "not_required"),
        ("GB", "2024-04-19", "not_required"),
        ("CA", "2024-04-18", "not_required"),
    ],
)
def test_commerce_freed_missile_items_for_both_in_april_2024(to: str, day: str, licence: str) -> None:
    assert dual_use(listed_part(9), to, day).licence.value == licence


def test_what_commerce_freed_is_no_matter_of_approved_users() -> None:
    assert dual_use(listed_part(9), "AU", authorised_user=False).licence.value == "not_required"
