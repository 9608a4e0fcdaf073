"""Conventional arms transfer policy: which one governs on which day, and what it has the authority weigh."""

from __future__ import annotations

import pytest
from law.transfers import (
    CASE_BY_CASE,
    DENIAL,
    NOT_REVIEWED,
    PROHIBITED,
    STRONG_PRESUMPTION,
    Reviewed,
    ballistic_missile,
    codes,
    dual_use,
    facility,
    light_missile,
    manned_aircraft,
    military,
    review,
    rules,
    warnings,
)

# What both policies weigh, as the facts list it.
COMMON = {
    "cat_national_security",
    "cat_appropriateness",
    "cat_burden_sharing_and_interoperability",
    "cat_regional_stability",
    "cat_technology_protection",
    "cat_diversion",
    "cat_nonproliferation",
    "cat_counter_terrorism",
    "cat_economic_security",
    "cat_foreign_availability",
    "cat_alliances_and_influence",
    "cat_human_rights",
    "cat_civilian_harm_reduction",
    "cat_appropriate_use",
}
OF_2018 = COMMON | {"cat_human_rights_actual_knowledge"}
OF_2023 = COMMON | {"cat_human_rights_more_likely_than_not", "cat_security_sector_governance"}

STRETCHES = [
    ("2018-04-18", None, set()),
    ("2018-04-19", "us.nspm-10", OF_2018),
    ("2023-02-22", "us.nspm-10", OF_2018),
    ("2023-02-23", "us.nsm-18", OF_2023),
    ("2025-03-13", "us.nsm-18", OF_2023),
    ("2025-03-14", "us.cat-gap", set()),
    ("2025-04-08", "us.cat-gap", set()),
    ("2025-04-09", "us.nspm-10-restored", OF_2018),
    ("2026-11-22", "us.nspm-10-restored", OF_2018),
]


def a_fighter(on: str, to: str = "PL", **facts: str) -> Reviewed:
    """A military sale on which no missile policy speaks."""
    return military(manned_aircraft(), to, on, **facts)


def cat_factors(d: Reviewed) -> set[str]:
    return {code for code in codes(d.factors) if code.startswith("cat_")}


@pytest.mark.parametrize(("day", "policy", "factors"), STRETCHES)
def test_one_arms_transfer_policy_governs_at_a_time(day: str, policy: str | None, factors: set[str]) -> None:
    d = a_fighter(day)
    assert d.posture.value == (CASE_BY_CASE if policy else NOT_REVIEWED)
    assert rules(d.posture) == ({f"{policy}/case-by-case"} if policy else set())


@pytest.mark.parametrize(("day", "policy", "factors"), STRETCHES)
def test_the_factors_of_the_policy_in_force_are_weighed_and_no_others(
    day: str, policy: str | None, factors: set[str]
) -> None:
    d = a_fighter(day)
    assert cat_factors(d) == factors
    assert ("no_cat_policy_on_record" in codes(d.factors)) == (policy == "us.cat-gap")


def test_the_bar_was_actual_knowledge_then_likelihood_then_actual_knowledge_again() -> None:
    for day, knowledge, likelihood in (
        ("2023-02-22", True, False),
        ("2023-02-23", False, True),
        ("2025-03-13", False, True),
        ("2025-04-09", True, False),
    ):
        factors = codes(a_fighter(day).factors)
        assert ("cat_human_rights_actual_knowledge" in factors) == knowledge
        assert ("cat_human_rights_more_likely_than_not" in factors) == likelihood


def test_in_the_gap_the_statutes_are_still_weighed() -> None:
    assert {"aeca_38_arms_race", "aeca_38_wmd_development", "aeca_38_conflict"} <= codes(
        a_fighter("2025-03-14").factors
    )


def test_nsm_18_keeps_restraint_for_delivery_systems() -> None:
    assert "cat_restraint_on_delivery_systems" in codes(military(light_missile(), on="2024-01-01").factors)
    assert "cat_restraint_on_delivery_systems" not in codes(a_fighter("2024-01-01").factors)
    assert "cat_restraint_on_delivery_systems" not in codes(military(light_missile(), on="2023-02-22").factors)


@pytest.mark.parametrize("day", ["2019-01-01", "2024-01-01", "2025-03-20", "2026-01-01"])
def test_every_channel_of_the_munitions_list_comes_under_the_policy(day: str) -> None:
    factors = {
        channel: cat_factors(review(manned_aircraft(), on=day, channel=channel))
        for channel in ("fms", "direct_commercial")
    }
    assert factors["fms"] == factors["direct_commercial"]


@pytest.mark.parametrize("day", ["2019-01-01", "2024-01-01", "2025-03-20", "2026-01-01"])
def test_the_commerce_list_does_not_come_under_the_policy(day: str) -> None:
    assert not cat_factors(dual_use(light_missile(), on=day))


@pytest.mark.parametrize("day", ["2019-01-01", "2024-01-01", "2024-12-31", "2025-03-20"])
def test_no_arms_transfer_policy_lifts_what_the_missile_policies_hold(day: str) -> None:
    assert military(ballistic_missile(), on=day).posture.value == STRONG_PRESUMPTION
    assert military(facility(), on=day).posture.value == PROHIBITED
    assert military(manned_aircraft(), "IR", day).posture.value == DENIAL


# Executive orders that change no posture.


@pytest.mark.parametrize(("day", "told"), [("2025-04-08", False), ("2025-04-09", True), ("2026-11-22", True)])
def test_the_order_of_april_2025_sets_tasks(day: str, told: bool) -> None:
    told_of = codes(military(ballistic_missile(), on=day).directives)
    tasks = {
        "carry_out_nspm_10_or_successor",
        "rethink_category_i_restrictions",
        "propose_notification_thresholds",
        "priority_partner_and_item_lists",
        "review_fms_only_list_and_munitions_list",
    }
    assert (tasks <= told_of) == told
    assert bool(tasks & told_of) == told


def test_rethinking_category_i_lifts_nothing_by_itself() -> None:
    d = military(ballistic_missile(), on="2025-04-09")
    assert d.posture.value == STRONG_PRESUMPTION
    assert "rethink_category_i_restrictions" not in codes(military(light_missile(), on="2025-04-09").directives)


@pytest.mark.parametrize(("day", "told"), [("2026-02-05", False), ("2026-02-06", True), ("2026-11-22", True)])
def test_the_order_of_february_2026_sets_tasks_and_names_who_notifies(day: str, told: bool) -> None:
    d = a_fighter(day)
    tasks = {
        "america_first_arms_transfer_strategy",
        "criteria_for_enhanced_end_use_monitoring",
        "secretary_of_state_notifies_congress",
    }
    assert (tasks <= codes(d.directives)) == told
    assert d.posture.value == CASE_BY_CASE
    assert d.licence.value == "required"


def test_the_plan_for_third_party_transfers_concerns_re_transfers() -> None:
    assert "plan_for_third_party_transfers" in codes(a_fighter("2026-02-06", retransfer="yes").directives)
    assert "plan_for_third_party_transfers" not in codes(a_fighter("2026-02-06").directives)


def test_an_answer_that_rests_on_unread_criteria_says_so() -> None:
    d = a_fighter("2019-01-01")
    assert "unverified" in warnings(d)
    assert any("us.nspm-10/foreign-availability" in w.message for w in d.warnings)
