"""Military missiles: the directive of 1982, the presumption, and the memorandum of 3 January 2025."""

from __future__ import annotations

import pytest
from law.transfers import (
    AS_MANNED,
    CASE_BY_CASE,
    DENIAL,
    FLEXIBLE,
    NOT_REVIEWED,
    PROHIBITED,
    STRONG_PRESUMPTION,
    Item,
    assumed,
    ballistic_missile,
    codes,
    cruise_missile,
    defeated,
    dual_use,
    facility,
    fast_drone,
    launcher,
    light_missile,
    manned_aircraft,
    military,
    motor,
    rules,
    short_missile,
    slow_drone,
    sounding_rocket,
    technology,
    warnings,
)

PARTNERS = ("nsm28_partner=AU,GB,JP",)
MISSILES = [
    ballistic_missile(),
    cruise_missile(),
    ballistic_missile(kind="rocket"),
    ballistic_missile(kind="interceptor"),
]

# 1982 to 1987.


@pytest.mark.parametrize(
    ("day", "expected"),
    [("1982-11-29", NOT_REVIEWED), ("1982-11-30", DENIAL), ("1987-04-15", DENIAL), ("1987-04-16", STRONG_PRESUMPTION)],
)
def test_nuclear_capable_missiles_were_refused_as_policy_from_1982_to_1987(day: str, expected: str) -> None:
    d = military(ballistic_missile(), "FR", day)
    assert d.posture.value == expected
    assert ("presidential_approval" in codes(d.obligations)) == (expected == DENIAL)


def test_the_directive_of_1982_rests_on_nuclear_delivery_which_is_presumed() -> None:
    d = military(ballistic_missile(), "FR", "1985-01-01")
    assert "end_use.nuclear_delivery" in assumed(d)
    assert (
        military(ballistic_missile(), "FR", "1985-01-01", end_use={"nuclear_delivery": False}).posture.value
        == NOT_REVIEWED
    )


def test_the_directive_of_1982_knew_no_limit_of_range_and_payload_and_no_list() -> None:
    d = military(short_missile(), "FR", "1985-01-01")
    assert d.posture.value == DENIAL
    assert d.category.value == "unlisted"
    assert d.regime_posture.value == NOT_REVIEWED


def test_the_directive_of_1982_reached_what_serves_to_make_missiles() -> None:
    assert military(technology(), "FR", "1985-01-01").posture.value == DENIAL
    assert military(manned_aircraft(), "FR", "1985-01-01").posture.value == NOT_REVIEWED


# States outside the regime.


@pytest.mark.parametrize("item", [*MISSILES, motor(), technology()], ids=lambda i: i.get("part", i["kind"]))
@pytest.mark.parametrize("to", ["SA", "IL", "SG"])
def test_category_i_missiles_for_states_outside_the_regime_are_refused_as_policy_from_january_2025(
    item: Item, to: str
) -> None:
    assert military(item, to, "2025-01-02").posture.value == STRONG_PRESUMPTION
    d = military(item, to, "2025-01-03")
    assert d.posture.value == DENIAL
    assert rules(d.posture) == {"us.nsm-28/non-partners"}


def test_launchers_sounding_rockets_and_drones_are_outside_that_sentence() -> None:
    assert military(launcher(), "SA", end_use={"space_programme": "unvetted"}).posture.value == STRONG_PRESUMPTION
    assert military(sounding_rocket(), "SA").posture.value == STRONG_PRESUMPTION
    assert military(fast_drone(), "SA", "2025-01-03").posture.value == STRONG_PRESUMPTION
    assert military(fast_drone(), "SA").posture.value == AS_MANNED


def test_whoever_reads_a_drone_as_a_missile_may_say_so() -> None:
    assert "item.uas_as_missile" in assumed(military(fast_drone(), "SA", "2025-01-03"))
    assert military(fast_drone(uas_as_missile=True), "SA", "2025-01-03").posture.value == DENIAL
    assert military(slow_drone(uas_as_missile=True), "SA").posture.value == DENIAL
    assert military(fast_drone(uas_as_missile=True), "JP", "2025-01-03").posture.value == STRONG_PRESUMPTION


def test_category_ii_missiles_are_outside_that_sentence() -> None:
    assert military(light_missile(), "SA").posture.value == CASE_BY_CASE


@pytest.mark.parametrize("item", MISSILES, ids=lambda i: i["kind"])
def test_partners_of_the_regime_keep_the_strong_presumption_while_no_list_is_known(item: Item) -> None:
    d = military(item, "JP")
    assert d.posture.value == STRONG_PRESUMPTION
    assert "nsm28_partner" in assumed(d), "that the list counts as empty is said"


# The partners with strong export controls.


@pytest.mark.parametrize("item", [*MISSILES, motor(), technology()], ids=lambda i: i.get("part", i["kind"]))
@pytest.mark.parametrize("to", ["AU", "GB", "JP"])
def test_assumed_partners_get_more_flexibility_from_january_2025(item: Item, to: str) -> None:
    assert military(item, to, "2025-01-02", assume=PARTNERS).posture.value == STRONG_PRESUMPTION
    d = military(item, to, "2025-01-03", assume=PARTNERS)
    assert d.posture.value == FLEXIBLE
    assert d.regime_posture.value == STRONG_PRESUMPTION, "the presumption of the regime is not withdrawn"


def test_the_assumption_is_listed_with_the_nations_that_were_named() -> None:
    d = military(ballistic_missile(), "JP", assume=PARTNERS)
    named = {a.fact: a.value for a in d.assumed}
    assert named["nsm28_partner"] == "AU,GB,JP"


@pytest.mark.parametrize("day", ["2025-01-03", "2025-03-14", "2025-04-09", "2026-11-22"])
def test_the_flexibility_outlives_the_changes_of_arms_transfer_policy(day: str) -> None:
    assert military(ballistic_missile(), "JP", day, assume=PARTNERS).posture.value == FLEXIBLE


def test_a_partner_that_was_not_named_keeps_the_presumption() -> None:
    assert military(ballistic_missile(), "DE", assume=PARTNERS).posture.value == STRONG_PRESUMPTION


def test_naming_a_state_outside_the_regime_does_not_lift_the_policy_on_non_partners() -> None:
    assert military(ballistic_missile(), "IL", assume=("nsm28_partner=IL",)).posture.value == DENIAL


def test_flexibility_is_laxer_than_the_review_of_slow_drones_and_stricter_than_that_of_manned_aircraft() -> None:
    assert military(slow_drone(), "JP", "2025-01-03", assume=PARTNERS).posture.value == FLEXIBLE
    assert military(fast_drone(), "JP", "2025-09-14", assume=PARTNERS).posture.value == FLEXIBLE
    d = military(fast_drone(), "JP", "2025-09-15", assume=PARTNERS)
    assert d.posture.value == AS_MANNED
    assert "us.nsm-28/partners-military" in defeated(d.posture)


def test_items_under_commerce_keep_its_case_by_case_review() -> None:
    assert dual_use(technology(), "JP", assume=PARTNERS).posture.value == CASE_BY_CASE


def test_intent_outranks_the_flexibility() -> None:
    assert (
        military(ballistic_missile(), "JP", assume=PARTNERS, end_use={"wmd_delivery": True}).posture.value
        == STRONG_PRESUMPTION
    )


# Production facilities.


@pytest.mark.parametrize("complete", [True, False, None])
@pytest.mark.parametrize("to", ["JP", "SA"])
def test_no_production_facility_comes_under_the_flexibility(complete: bool | None, to: str) -> None:
    d = military(facility(), to, complete_production_facility=complete, assume=PARTNERS)
    assert d.posture.value == PROHIBITED
    assert ("us.nsm-28/complete-production-facility" in rules(d.posture)) == (complete is True)


def test_the_memorandum_has_a_bar_of_its_own_since_january_2025() -> None:
    before = military(facility(), "JP", "2025-01-02", complete_production_facility=True)
    assert rules(before.posture) == {"mtcr.guidelines/production-facilities"}


# What the memorandum is not.


def test_the_memorandum_binds_the_united_states_only() -> None:
    from law.transfers import review

    assert review(ballistic_missile(), "SA", exporter="FR").posture.value == STRONG_PRESUMPTION


def test_a_recipient_that_is_not_stated_is_not_cleared() -> None:
    d = military(ballistic_missile(), None)
    assert set(d.posture.possible) >= {DENIAL, STRONG_PRESUMPTION}
    assert "recipient" in {m.fact for m in d.missing}


def test_an_unknown_membership_leaves_the_answer_open() -> None:
    """A nation that is no partner and never was is refused; nobody is taken for a partner by silence."""
    d = military(ballistic_missile(), "AE")
    assert d.posture.value == DENIAL
    assert "membership_unknown" not in warnings(d)
