"""The Arms Export Control Act and its kin: notices to Congress, re-transfer, referral, sanctions, the certification for China."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from law.transfers import (
    CASE_BY_CASE,
    Item,
    Reviewed,
    assumed,
    ballistic_missile,
    codes,
    dual_use,
    facility,
    launcher,
    light_drone,
    light_missile,
    listed_part,
    manned_aircraft,
    military,
    missing,
    review,
    slow_drone,
    unlisted_part,
)

# Section 36: how large, and how long.

MDE, ARTICLES, CONSTRUCTION = "major_defense_equipment", "articles_or_services", "construction"
THIRTY, FIFTEEN = "congress_notification_30_days", "congress_notification_15_days"


def notice(
    value: str, sale: str, to: str, on: str = "2026-11-22", channel: str = "direct_commercial", **facts: str
) -> set[str]:
    """The notices that are due for certain."""
    d = review(manned_aircraft(), to, on, channel=channel, value=value, sale_class=sale, **facts)
    assert not (set(d.obligations.possible) - codes(d.obligations)) & {THIRTY, FIFTEEN}, "no notice is left open"
    return codes(d.obligations) & {THIRTY, FIFTEEN}


@pytest.mark.parametrize("channel", ["fms", "direct_commercial"])
@pytest.mark.parametrize(
    ("sale", "below", "reached"),
    [
        (MDE, "13999999 USD", "14000000 USD"),
        (ARTICLES, "49999999 USD", "50000000 USD"),
        (CONSTRUCTION, "199999999 USD", "200000000 USD"),
    ],
)
def test_outside_the_circle_of_allies_congress_is_told_from_14_50_and_200_million(
    sale: str, below: str, reached: str, channel: str
) -> None:
    assert notice(below, sale, "SA", channel=channel) == set()
    assert notice(reached, sale, "SA", channel=channel) == {THIRTY}


@pytest.mark.parametrize("to", ["IT", "PL", "AU", "JP", "KR", "IL", "NZ"])
@pytest.mark.parametrize(
    ("sale", "below", "reached"),
    [
        (MDE, "24999999 USD", "25000000 USD"),
        (ARTICLES, "99999999 USD", "100000000 USD"),
        (CONSTRUCTION, "299999999 USD", "300000000 USD"),
    ],
)
def test_for_nato_and_the_five_it_is_told_from_25_100_and_300_million(
    sale: str, below: str, reached: str, to: str
) -> None:
    assert notice(below, sale, to) == set()
    assert notice(reached, sale, to) == {FIFTEEN}


@pytest.mark.parametrize("to", ["SA", "BR", "SG", "IN", "AT", "PK"])
def test_other_friends_wait_thirty_days(to: str) -> None:
    assert notice("25 MUSD", MDE, to) == {THIRTY}


def test_a_new_sales_territory_takes_the_higher_amounts_away() -> None:
    assert notice("14 MUSD", MDE, "IT", new_sales_territory="yes") == {FIFTEEN}
    assert notice("13999999 USD", MDE, "IT", new_sales_territory="yes") == set()


@pytest.mark.parametrize(
    ("to", "day", "expected"),
    [
        ("FI", "2023-04-03", THIRTY),
        ("FI", "2023-04-04", FIFTEEN),
        ("SE", "2024-03-06", THIRTY),
        ("SE", "2024-03-07", FIFTEEN),
    ],
)
def test_a_new_member_of_nato_counts_from_the_day_of_accession(to: str, day: str, expected: str) -> None:
    assert notice("30 MUSD", MDE, to, day) == {expected}


def test_a_price_that_is_not_known_leaves_the_notice_open() -> None:
    d = military(manned_aircraft(), "SA")
    assert THIRTY in d.obligations.possible
    assert THIRTY not in codes(d.obligations)
    assert {"value", "sale_class"} <= missing(d)


@pytest.mark.parametrize(
    ("value", "told"), [("13 MUSD", False), ("30 MUSD", None), ("60 MUSD", None), ("250 MUSD", True)]
)
def test_a_sale_of_unknown_class_is_decided_only_where_every_class_agrees(value: str, told: bool | None) -> None:
    d = military(manned_aircraft(), "SA", value=value)
    assert (THIRTY in codes(d.obligations)) == (told is True)
    assert (THIRTY in d.obligations.possible) == (told is not False)


def test_the_commerce_list_is_outside_section_36() -> None:
    assert not codes(dual_use(light_drone(), "SA", value="900 MUSD", sale_class=MDE).obligations) & {THIRTY, FIFTEEN}


def test_making_significant_equipment_abroad_is_certified_whatever_its_value() -> None:
    assert notice("1 MUSD", ARTICLES, "SA", sme_manufacture_abroad="yes") == {THIRTY}
    assert notice("1 MUSD", ARTICLES, "IT", sme_manufacture_abroad="yes") == {FIFTEEN}


@pytest.mark.parametrize(("day", "expected"), [("1996-07-20", THIRTY), ("1996-07-21", FIFTEEN)])
def test_commercial_sales_to_allies_waited_thirty_days_until_july_1996(day: str, expected: str) -> None:
    assert notice("60 MUSD", ARTICLES, "IT", day) == {expected}
    assert notice("60 MUSD", ARTICLES, "IT", day, channel="fms") == {FIFTEEN}


@pytest.mark.parametrize(("day", "expected"), [("2002-09-29", {FIFTEEN}), ("2002-09-30", set())])
def test_the_higher_amounts_for_allies_came_on_30_september_2002(day: str, expected: set[str]) -> None:
    assert notice("20 MUSD", MDE, "IT", day) == expected


# Section 36(h).

EDGE, DETAIL = "qualitative_military_edge_determination", "qualitative_military_edge_evaluation"


@pytest.mark.parametrize(
    ("to", "stated"), [("SA", True), ("AE", True), ("EG", True), ("IL", False), ("IT", False), ("PK", False)]
)
def test_a_certified_sale_to_the_middle_east_states_that_israel_keeps_its_edge(to: str, stated: bool) -> None:
    d = military(slow_drone(), to, value="1960 MUSD", sale_class=MDE)
    assert (EDGE in codes(d.obligations)) == stated
    assert (DETAIL in codes(d.obligations)) == stated


@pytest.mark.parametrize(
    ("day", "edge", "detail"),
    [
        ("2008-10-14", False, False),
        ("2008-10-15", True, False),
        ("2014-12-18", True, False),
        ("2014-12-19", True, True),
    ],
)
def test_the_edge_is_determined_since_2008_and_explained_since_2014(day: str, edge: bool, detail: bool) -> None:
    d = military(manned_aircraft(), "SA", day, value="20 MUSD", sale_class=MDE)
    assert (EDGE in codes(d.obligations)) == edge
    assert (DETAIL in codes(d.obligations)) == detail


def test_a_sale_that_is_not_certified_states_nothing_of_the_edge() -> None:
    assert EDGE not in codes(military(slow_drone(), "SA", value="13 MUSD", sale_class=MDE).obligations)


# Section 3: re-transfer.

CONSENT, REPORTED = "united_states_consent_to_retransfer", "notify_retransfer_within_30_days"


def passed_on(item: Item, to: str = "IT", **facts: str) -> Reviewed:
    """Parts built into a foreign article, passed on to a government."""
    return military(
        item,
        to,
        retransfer="yes",
        end_use={"end_user": "armed_forces"},
        **{"component_in_foreign_article": "yes", "value": "1 MUSD", "sale_class": ARTICLES, **facts},
    )


def test_what_was_delivered_is_passed_on_with_consent_only() -> None:
    assert CONSENT in codes(military(manned_aircraft(), retransfer="yes").obligations)
    assert CONSENT not in codes(military(manned_aircraft()).obligations)
    assert "retransfer" in assumed(military(manned_aircraft()))


@pytest.mark.parametrize("to", ["IT", "AU", "JP", "KR", "IL", "NZ"])
def test_built_in_parts_go_to_close_allies_without_consent(to: str) -> None:
    held = codes(passed_on(unlisted_part(significant_military_equipment=False), to).obligations)
    assert CONSENT not in held
    assert REPORTED in held


@pytest.mark.parametrize(
    ("item", "to", "facts"),
    [
        (listed_part(9, significant_military_equipment=False), "IT", {}),
        (unlisted_part(significant_military_equipment=True), "IT", {}),
        (unlisted_part(significant_military_equipment=False), "SA", {}),
        (unlisted_part(significant_military_equipment=False), "IT", {"value": "100 MUSD"}),
        (unlisted_part(significant_military_equipment=False), "IT", {"component_in_foreign_article": "no"}),
        (unlisted_part(), "IT", {}),
    ],
    ids=[
        "missile item",
        "significant",
        "no close ally",
        "notifiable",
        "not built in",
        "nobody said whether significant",
    ],
)
def test_in_every_other_case_consent_is_needed(item: Item, to: str, facts: dict[str, str]) -> None:
    d = passed_on(item, to, **facts)
    assert CONSENT in d.obligations.possible
    if "significant_military_equipment" in item:
        assert CONSENT in codes(d.obligations)
        assert REPORTED not in d.obligations.possible


def test_missile_items_keep_consent_even_when_built_in() -> None:
    assert "missile_item_needs_consent_even_when_built_in" in codes(passed_on(listed_part(9)).obligations)


def test_consent_to_a_large_re_transfer_waits_for_congress() -> None:
    for to, waits in (
        ("SA", "congress_notification_of_retransfer_30_days"),
        ("IT", "congress_notification_of_retransfer_15_days"),
    ):
        d = military(manned_aircraft(), to, retransfer="yes", value="200 MUSD", sale_class=ARTICLES)
        assert waits in codes(d.obligations)
        assert not codes(d.obligations) & {THIRTY, FIFTEEN}, "no first sale is notified"


# Sections 38 and 40A.


def test_the_munitions_list_needs_a_licence_and_a_government_sale_a_letter_of_offer() -> None:
    sold = military(manned_aircraft())
    assert (sold.licence.value, sold.authority.value) == ("required", "state_ddtc")
    given = review(manned_aircraft(), channel="fms")
    assert (given.licence.value, given.authority.value) == ("exempt", "state_fms")
    assert "letter_of_offer_and_acceptance" in codes(given.obligations)


def test_what_the_act_has_weighed_was_widened_on_30_april_1994() -> None:
    before, after = (
        codes(military(manned_aircraft(), on="1994-04-29").factors),
        codes(military(manned_aircraft(), on="1994-04-30").factors),
    )
    assert "aeca_38_wmd_development" not in before
    assert {"aeca_38_arms_race", "aeca_38_terrorism", "aeca_38_conflict", "aeca_38_arms_control"} <= before & after
    assert "aeca_38_wmd_development" in after


def test_end_use_is_monitored_and_that_of_category_i_verified() -> None:
    assert "end_use_monitoring" in codes(military(manned_aircraft()).obligations)
    assert "enhanced_end_use_monitoring" in codes(military(ballistic_missile()).obligations)
    assert "enhanced_end_use_monitoring" not in codes(military(light_missile()).obligations)
    assert "end_use_monitoring" not in codes(military(manned_aircraft(), on="1996-07-20").obligations)


# Section 71: referral to Defense.

REFERRAL = {"refer_to_defense", "papers_to_defense_and_commerce_within_10_days"}


@pytest.mark.parametrize(("day", "referred"), [("1990-11-04", False), ("1990-11-05", True), ("2026-11-22", True)])
@pytest.mark.parametrize("item", [ballistic_missile(), listed_part(9)], ids=["category I", "category II"])
def test_a_licence_for_a_missile_item_is_referred_to_defense_since_november_1990(
    item: Item, day: str, referred: bool
) -> None:
    assert (codes(military(item, on=day).obligations) >= REFERRAL) == referred


def test_nothing_else_is_referred() -> None:
    assert not codes(military(manned_aircraft()).obligations) & REFERRAL
    assert not codes(review(ballistic_missile(), channel="fms").obligations) & REFERRAL
    assert not codes(dual_use(light_drone()).obligations) & REFERRAL


# Sections 72 to 74: sanctions.


def test_a_breach_by_a_us_person_costs_two_years_or_more() -> None:
    assert "us_person_loses_all_contracts_and_munitions_licences_2_years_or_more" in codes(
        military(ballistic_missile()).sanctions
    )
    assert "us_person_loses_missile_contracts_and_licences_2_years" in codes(military(light_missile()).sanctions)
    assert not codes(military(manned_aircraft()).sanctions)
    assert not codes(military(ballistic_missile(), on="1990-11-04").sanctions)
    assert codes(military(ballistic_missile(), on="1990-11-05").sanctions)


@pytest.mark.parametrize(
    ("to", "presumed"), [("IR", True), ("KP", True), ("SY", True), ("CU", True), ("CN", False), ("IT", False)]
)
def test_a_terrorism_list_destination_presumes_missile_use(to: str, presumed: bool) -> None:
    assert (
        "missile_use_presumed_for_terrorism_list_state" in codes(military(listed_part(9), to).sanctions)
    ) == presumed


FOREIGN_I = "foreign_person_loses_all_contracts_and_munitions_licences_2_years_or_more"
FOREIGN_II = "foreign_person_loses_missile_contracts_and_licences_2_years"


def test_a_foreign_person_that_brings_missile_items_to_a_non_adherent_is_sanctioned() -> None:
    assert FOREIGN_I in codes(review(ballistic_missile(), "SA", exporter="CN").sanctions)
    helped = review(light_missile(), "PK", exporter="CN", end_use={"missile_programme": True})
    assert {FOREIGN_II, "import_ban_2_years_or_more_if_substantial"} <= codes(helped.sanctions)
    assert not codes(review(light_missile(), "PK", exporter="CN", end_use={"missile_programme": False}).sanctions)
    assert FOREIGN_I not in codes(review(ballistic_missile(), "SA", "1990-11-04", exporter="CN").sanctions)


def test_trade_with_an_adherent_is_left_alone() -> None:
    assert not codes(review(ballistic_missile(), "IT", exporter="CN").sanctions)


def test_trade_that_a_partner_licensed_is_sanctioned_only_if_unlawful() -> None:
    held = codes(review(ballistic_missile(), "SA", exporter="FR").sanctions)
    assert "foreign_person_sanctioned_only_without_lawful_authorisation" in held
    assert FOREIGN_I not in held


@pytest.mark.parametrize("to", ["IL", "RO", "SK", "MK", "EE"])
def test_adherence_by_declaration_shields_only_with_an_understanding(to: str) -> None:
    held = codes(review(ballistic_missile(), to, exporter="CN").sanctions)
    assert "recipient_is_adherent_only_by_understanding_with_the_united_states" in held
    assert FOREIGN_I in held


# Section 1512: China.

CHINA = "presidential_certification_for_china_15_days"


@pytest.mark.parametrize(("day", "certified"), [("1998-10-16", False), ("1998-10-17", True), ("2026-11-22", True)])
@pytest.mark.parametrize("ask", [military, dual_use], ids=["munitions", "dual use"])
@pytest.mark.parametrize("item", [listed_part(9), launcher()], ids=["category II", "category I"])
def test_every_annex_item_for_china_is_certified_since_october_1998(
    item: Item, ask: Callable[..., Reviewed], day: str, certified: bool
) -> None:
    assert (CHINA in codes(ask(item, "CN", day).obligations)) == certified


def test_inertial_units_of_manned_civil_aircraft_are_left_out() -> None:
    assert CHINA not in codes(dual_use(listed_part(9, manned_aircraft_inertial=True), "CN").obligations)
    assert "item.manned_aircraft_inertial" in assumed(dual_use(listed_part(9), "CN"))


@pytest.mark.parametrize("to", ["TW", "IN", "IT"])
def test_no_such_certification_for_anyone_else(to: str) -> None:
    assert CHINA not in codes(dual_use(listed_part(9), to).obligations)


def test_no_such_certification_for_what_is_off_the_annex() -> None:
    assert CHINA not in codes(dual_use(unlisted_part(), "CN").obligations)


def test_hong_kong_is_treated_as_china_since_december_2020() -> None:
    assert CHINA in codes(dual_use(listed_part(9), "HK").obligations)
    assert CHINA not in codes(dual_use(listed_part(9), "HK", "2015-01-01").obligations)


# Government sales are reviewed for missiles before the letter of offer.


def test_a_government_sale_of_a_missile_item_is_reviewed_before_the_letter_of_offer() -> None:
    looked_at = {"mtcr_review_before_letter_of_offer", "mtcr_note_in_letter_of_offer"}
    for item in (ballistic_missile(), light_missile()):
        assert looked_at <= codes(review(item, channel="fms").obligations)
        assert not looked_at & codes(military(item).obligations)
    assert not looked_at & codes(review(manned_aircraft(), channel="fms").obligations)
    assert not looked_at & codes(review(ballistic_missile(), on="1999-01-01", channel="fms").obligations)


def test_a_government_sale_of_a_barred_facility_stays_barred() -> None:
    assert review(facility(), channel="fms").posture.value == "prohibited"


# The sixty days of NSPD-56.


@pytest.mark.parametrize(("day", "counted"), [("2008-04-14", False), ("2008-04-15", True)])
def test_state_decides_within_sixty_days_and_waits_for_missile_assurances(day: str, counted: bool) -> None:
    d = military(light_missile(), on=day)
    assert ("ddtc_decision_within_60_days" in codes(d.obligations)) == counted
    assert ("ddtc_clock_waits_for_mtcr_assurances" in codes(d.obligations)) == counted
    assert "ddtc_clock_waits_for_mtcr_assurances" not in codes(military(manned_aircraft(), on=day).obligations)


def test_a_statute_sets_no_posture_of_its_own() -> None:
    assert military(light_missile(), "SA", "2010-01-01").posture.value == CASE_BY_CASE
