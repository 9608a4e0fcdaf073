"""Space launch vehicles: the policy of 1993, the memorandum of January 2025, and the reports that Congress gets."""

from __future__ import annotations

import pytest
from law.transfers import (
    CASE_BY_CASE,
    DENIAL,
    FLEXIBLE,
    PROHIBITED,
    STRONG_PRESUMPTION,
    Item,
    codes,
    dual_use,
    facility,
    launcher,
    military,
    missing,
    motor,
    review,
    rules,
    sounding_rocket,
    technology,
    warnings,
)


def light_launcher() -> Item:
    """A launcher of Category II."""
    return launcher(payload="100 kg")


# 1993 to 2025.


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("1993-09-26", STRONG_PRESUMPTION),
        ("1993-09-27", DENIAL),
        ("2025-01-02", DENIAL),
        ("2025-01-03", STRONG_PRESUMPTION),
    ],
)
@pytest.mark.parametrize(
    "item", [launcher(), technology(launcher()), motor(launcher())], ids=["launcher", "technology", "motor"]
)
def test_launchers_of_states_outside_the_regime_were_not_supported_from_1993_to_2025(
    item: Item, day: str, expected: str
) -> None:
    assert military(item, "IL", day, end_use={"space_programme": "unvetted"}).posture.value == expected


@pytest.mark.parametrize("day", ["1993-09-26", "1993-09-27", "2025-01-02"])
def test_complete_launchers_stayed_presumed_refused_to_members(day: str) -> None:
    d = military(launcher(), "FR", day, end_use={"space_programme": "vetted"})
    assert d.posture.value == STRONG_PRESUMPTION
    assert ("us.slv-1993/members" in rules(d.posture)) == (day >= "1993-09-27")


def test_other_annex_items_for_a_members_launchers_were_considered() -> None:
    d = military(light_launcher(), "JP", "2010-01-01")
    assert d.posture.value == CASE_BY_CASE
    assert "us.slv-1993/category-ii-members" in rules(d.posture)
    assert "us.slv-1993/category-ii-members" not in rules(military(light_launcher(), "IL", "2010-01-01").posture)


@pytest.mark.parametrize(
    ("to", "day", "expected"),
    [
        ("KR", "2001-03-25", DENIAL),
        ("KR", "2001-03-26", STRONG_PRESUMPTION),
        ("IN", "2016-06-26", DENIAL),
        ("IN", "2016-06-27", STRONG_PRESUMPTION),
        ("BR", "1995-10-09", DENIAL),
        ("BR", "1995-10-13", STRONG_PRESUMPTION),
    ],
)
def test_membership_counts_on_the_day_of_the_transfer(to: str, day: str, expected: str) -> None:
    assert military(launcher(), to, day).posture.value == expected


def test_in_the_year_of_admission_the_answer_is_open_when_the_day_is_not_known() -> None:
    d = military(launcher(), "UA", "1998-06-01")
    assert set(d.posture.possible) == {DENIAL, STRONG_PRESUMPTION}
    assert "membership_unknown" in warnings(d)


# 3 January 2025.


@pytest.mark.parametrize("programme", ["vetted", "international"])
@pytest.mark.parametrize(
    "item", [launcher(), technology(launcher()), motor(launcher())], ids=["launcher", "technology", "motor"]
)
def test_vetted_and_international_programmes_are_decided_with_flexibility_from_january_2025(
    programme: str, item: Item
) -> None:
    before = military(item, "JP", "2025-01-02", end_use={"space_programme": programme})
    assert before.posture.value == STRONG_PRESUMPTION
    after = military(item, "JP", "2025-01-03", end_use={"space_programme": programme})
    assert after.posture.value == FLEXIBLE
    assert after.regime_posture.value == STRONG_PRESUMPTION


@pytest.mark.parametrize("day", ["2025-01-03", "2025-03-13", "2025-03-14", "2025-04-08", "2025-04-09", "2026-11-22"])
def test_the_flexibility_outlives_the_changes_of_arms_transfer_policy(day: str) -> None:
    assert military(launcher(), "JP", day, end_use={"space_programme": "vetted"}).posture.value == FLEXIBLE


@pytest.mark.parametrize("programme", ["unvetted", "none"])
def test_other_programmes_stay_presumed_refused(programme: str) -> None:
    assert (
        military(launcher(), "JP", "2025-01-03", end_use={"space_programme": programme}).posture.value
        == STRONG_PRESUMPTION
    )


def test_a_programme_of_which_nothing_is_known_is_not_cleared() -> None:
    d = military(launcher(), "JP")
    assert set(d.posture.possible) == {STRONG_PRESUMPTION, FLEXIBLE}
    assert "end_use.space_programme" in missing(d)


@pytest.mark.parametrize("complete", [True, False, None])
def test_plant_for_launchers_is_barred_for_vetted_programmes_too(complete: bool | None) -> None:
    d = military(
        facility(launcher()), "JP", complete_production_facility=complete, end_use={"space_programme": "vetted"}
    )
    assert d.posture.value == PROHIBITED


def test_intent_and_embargo_outrank_the_flexibility() -> None:
    assert (
        military(launcher(), "JP", end_use={"space_programme": "vetted", "wmd_delivery": True}).posture.value
        == STRONG_PRESUMPTION
    )
    assert military(launcher(), "CN", end_use={"space_programme": "international"}).posture.value == DENIAL


def test_the_words_of_the_memorandum_name_launchers_and_not_sounding_rockets() -> None:
    assert military(sounding_rocket(), "JP", end_use={"space_programme": "vetted"}).posture.value == STRONG_PRESUMPTION


def test_launcher_items_under_commerce_are_still_weighed_by_its_own_section() -> None:
    d = dual_use(technology(launcher()), "JP", end_use={"space_programme": "vetted"})
    assert d.posture.value == CASE_BY_CASE
    assert "us.ear-742.5/case-by-case" in rules(d.posture)


# The space transportation policy of 2026 is a task.


@pytest.mark.parametrize(("day", "told"), [("2026-08-19", False), ("2026-08-20", True)])
def test_the_space_transportation_policy_of_2026_changes_no_posture(day: str, told: bool) -> None:
    d = military(launcher(), "JP", day, end_use={"space_programme": "unvetted"})
    assert d.posture.value == STRONG_PRESUMPTION
    assert ("update_space_transport_export_controls" in codes(d.directives)) == told


# Reports to Congress.

REPORT = "report_launcher_licence_to_congress_within_15_days"


@pytest.mark.parametrize(
    ("day", "value", "reported"),
    [
        ("1994-04-29", "1 MUSD", False),
        ("1994-04-30", "1 MUSD", True),
        ("2000-10-05", "13.9 MUSD", True),
        ("2000-10-05", "14 MUSD", False),
        ("2000-10-06", "14 MUSD", True),
        ("2000-10-06", "49999999 USD", True),
        ("2000-10-06", "50 MUSD", False),
        ("2026-11-22", "49999999 USD", True),
        ("2026-11-22", "50 MUSD", False),
    ],
)
def test_a_small_licence_for_a_launcher_is_reported_within_fifteen_days(day: str, value: str, reported: bool) -> None:
    d = military(launcher(), "AU", day, value=value)
    assert (REPORT in codes(d.obligations)) == reported


@pytest.mark.parametrize(
    ("to", "reported"),
    [
        ("CA", False),
        ("FR", False),
        ("DE", False),
        ("IT", False),
        ("JP", False),
        ("GB", False),
        ("AU", True),
        ("ES", True),
        ("BR", True),
        ("IL", True),
    ],
)
def test_no_report_for_the_six_members_of_april_1987(to: str, reported: bool) -> None:
    for day in ("1995-01-01", "2026-11-22"):
        assert (REPORT in codes(military(launcher(), to, day, value="5 MUSD").obligations)) == reported


def test_the_report_is_for_licences_on_category_i_launchers() -> None:
    assert REPORT not in codes(review(launcher(), "AU", channel="fms", value="5 MUSD").obligations)
    assert REPORT not in codes(military(light_launcher(), "AU", value="5 MUSD").obligations)
    assert REPORT in codes(military(motor(launcher()), "AU", value="5 MUSD").obligations)


def test_whether_a_report_is_due_is_open_while_the_price_is_not_known() -> None:
    d = military(launcher(), "AU")
    assert REPORT in d.obligations.possible
    assert REPORT not in codes(d.obligations)
    assert "value" in missing(d)


RATIONALE = "mtcr_rationale_in_certification"


@pytest.mark.parametrize(("day", "given"), [("1994-04-29", False), ("1994-04-30", True), ("2026-11-22", True)])
@pytest.mark.parametrize("channel", ["fms", "direct_commercial"])
def test_a_certified_sale_for_a_launcher_carries_the_reasons(day: str, given: bool, channel: str) -> None:
    d = review(
        launcher(),
        "AU",
        day,
        channel=channel,
        value="60 MUSD",
        sale_class="articles_or_services",
        new_sales_territory=True,
    )
    assert (RATIONALE in codes(d.obligations)) == given


def test_no_reasons_where_nothing_is_certified() -> None:
    assert RATIONALE not in codes(military(launcher(), "AU", value="1 MUSD").obligations)
