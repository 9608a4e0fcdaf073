"""United States policy on unmanned aircraft, from 2015 to today, on both lists."""

from __future__ import annotations

import pytest
from law.transfers import (
    AS_MANNED,
    CASE_BY_CASE,
    DENIAL,
    NOT_REVIEWED,
    PROHIBITED,
    STRONG_PRESUMPTION,
    Item,
    assumed,
    codes,
    cruise_missile,
    defeated,
    dual_use,
    facility,
    fast_drone,
    light_drone,
    military,
    missing,
    review,
    rules,
    short_drone,
    slow_drone,
    software,
    technology,
)

# 2015: the first policy, for military drones.


@pytest.mark.parametrize("day", ["2015-02-16", "2015-02-17", "2018-04-18", "2018-04-19", "2020-07-23"])
def test_a_military_category_i_drone_was_presumed_refused_until_july_2020(day: str) -> None:
    assert military(slow_drone(), on=day).posture.value == STRONG_PRESUMPTION


@pytest.mark.parametrize("day", ["2015-02-16", "2015-02-17", "2018-04-18", "2018-04-19", "2020-07-24", "2025-09-14"])
def test_a_military_category_ii_drone_was_decided_case_by_case_until_september_2025(day: str) -> None:
    assert military(light_drone(), on=day).posture.value == CASE_BY_CASE


@pytest.mark.parametrize(
    ("day", "named"), [("2015-02-16", False), ("2015-02-17", True), ("2018-04-18", True), ("2018-04-19", False)]
)
def test_the_policy_of_2015_held_until_the_day_of_that_of_2018(day: str, named: bool) -> None:
    assert ("us.uas-2015/category-i" in rules(military(slow_drone(), on=day).posture)) == named
    assert ("us.uas-2015/category-ii" in rules(military(light_drone(), on=day).posture)) == named


@pytest.mark.parametrize(
    ("day", "asked"), [("2015-02-16", False), ("2015-02-17", True), ("2018-04-18", True), ("2018-04-19", False)]
)
def test_a_sensitive_drone_had_to_go_by_government_sale_from_2015_to_2018(day: str, asked: bool) -> None:
    assert ("sensitive_uas_by_government_sale" in codes(military(slow_drone(), on=day).obligations)) == asked
    assert "sensitive_uas_by_government_sale" not in codes(review(slow_drone(), on=day, channel="fms").obligations)


def test_the_terms_of_2015_were_assurances_technology_review_and_monitoring() -> None:
    terms = {
        "end_use_assurance",
        "technology_security_review",
        "enhanced_end_use_monitoring",
        "uas_principles_of_proper_use",
    }
    assert terms <= codes(military(light_drone(), on="2015-02-17").obligations)
    assert "technology_security_review" not in codes(military(light_drone(), on="2015-02-16").obligations)
    assert "technology_security_review" not in codes(military(light_drone(), on="2018-04-19").obligations)


def test_the_policy_of_2015_was_for_military_drones_only() -> None:
    d = dual_use(light_drone(), on="2016-01-01")
    assert not any(rule.startswith("us.uas-2015") for rule in rules(d.posture))
    assert "uas_principles_of_proper_use" not in codes(d.obligations)


# 2018: both lists.


@pytest.mark.parametrize(
    ("day", "named"), [("2018-04-18", False), ("2018-04-19", True), ("2025-09-14", True), ("2025-09-15", False)]
)
def test_the_policy_of_2018_reaches_civil_and_military_drones_until_september_2025(day: str, named: bool) -> None:
    for ask in (military, dual_use):
        d = ask(fast_drone(), on=day)
        assert ("us.uas-2018/category-i" in rules(d.posture) | defeated(d.posture)) == named
        assert ("us.uas-2018/category-ii" in rules(ask(light_drone(), on=day).posture)) == named


@pytest.mark.parametrize("day", ["2018-04-19", "2020-07-23", "2020-07-24", "2026-11-22"])
def test_the_buyer_of_a_military_drone_agrees_to_proper_use_and_monitoring_since_2015(day: str) -> None:
    assert {"uas_principles_of_proper_use", "end_use_monitoring"} <= codes(military(slow_drone(), on=day).obligations)


# 24 July 2020: slow aircraft.


@pytest.mark.parametrize(("day", "expected"), [("2020-07-23", STRONG_PRESUMPTION), ("2020-07-24", CASE_BY_CASE)])
def test_a_slow_category_i_drone_is_case_by_case_from_july_2020(day: str, expected: str) -> None:
    d = military(slow_drone(), on=day)
    assert d.posture.value == expected
    assert d.category.value == "I"
    assert d.regime_posture.value == STRONG_PRESUMPTION, "the regime did not adopt it"


def test_the_answer_names_the_presumption_that_it_defeats() -> None:
    d = military(slow_drone(), on="2020-07-24")
    assert "us.uas-2020/slow-uas" in rules(d.posture)
    assert {"mtcr.guidelines/category-i", "us.uas-2018/category-i"} <= defeated(d.posture)


@pytest.mark.parametrize(
    ("speed", "expected"),
    [
        ("1 km/h", CASE_BY_CASE),
        ("799.9 km/h", CASE_BY_CASE),
        ("800 km/h", STRONG_PRESUMPTION),
        ("900 km/h", STRONG_PRESUMPTION),
    ],
)
def test_800_km_h_itself_is_not_slow(speed: str, expected: str) -> None:
    for day in ("2020-07-24", "2025-09-14"):
        assert military(slow_drone(max_airspeed=speed), on=day).posture.value == expected


@pytest.mark.parametrize("to", ["GB", "IT", "IN", "AE", "SA", "PK", "RS"])
def test_the_decision_of_2020_has_no_list_of_recipients(to: str) -> None:
    assert military(slow_drone(), to, "2020-07-24").posture.value == CASE_BY_CASE


def test_an_embargo_outranks_the_decision_of_2020() -> None:
    assert military(slow_drone(), "CN", "2020-07-24").posture.value == DENIAL


def test_a_drone_whose_speed_is_not_known_is_not_cleared() -> None:
    item = {key: value for key, value in slow_drone().items() if key != "max_airspeed"}
    d = military(item, on="2020-07-24")
    assert set(d.posture.possible) == {STRONG_PRESUMPTION, CASE_BY_CASE}
    assert "item.max_airspeed" in missing(d)


@pytest.mark.parametrize(
    "retained",
    [{"hypersonic": True}, {"advanced_ucav": True}, {"max_airspeed": "1050 km/h"}],
    ids=["hypersonic", "advanced UCAV", "fast"],
)
def test_hypersonic_fast_and_advanced_combat_drones_kept_the_presumption(retained: Item) -> None:
    for day in ("2020-07-24", "2025-09-14"):
        d = military(slow_drone(**retained), on=day)
        assert d.posture.value == STRONG_PRESUMPTION
        assert "us.uas-2020/retained" in rules(d.posture)


def test_that_nobody_called_it_an_advanced_combat_drone_is_listed() -> None:
    assert "item.advanced_ucav" in assumed(military(slow_drone(), on="2020-07-24"))


@pytest.mark.parametrize("day", ["2020-07-23", "2020-07-24", "2025-09-15", "2026-11-22"])
@pytest.mark.parametrize("speed", ["700 km/h", "880 km/h"])
def test_a_cruise_missile_is_presumed_refused_whatever_its_speed(day: str, speed: str) -> None:
    assert military(cruise_missile(max_airspeed=speed), on=day).posture.value == STRONG_PRESUMPTION


def test_the_decision_of_2020_is_for_complete_aircraft_only() -> None:
    for item in (technology(slow_drone()), software(slow_drone())):
        assert military(item, on="2020-07-24").posture.value == STRONG_PRESUMPTION
    assert military(facility(slow_drone()), on="2020-07-24").posture.value == PROHIBITED


def test_the_criteria_of_the_guidelines_are_still_weighed() -> None:
    weighed = codes(military(slow_drone(), on="2020-07-24").factors)
    assert "guidelines_criteria_still_weighed" in weighed
    assert {f"guidelines_3_{letter}" for letter in "abcdef"} <= weighed
    assert "cat_national_security" in weighed, "and so is the arms transfer policy"
    assert "guidelines_criteria_still_weighed" not in codes(military(slow_drone(), on="2020-07-23").factors)


@pytest.mark.parametrize("day", ["2020-07-24", "2025-09-15"])
def test_the_intent_test_outranks_every_relief(day: str) -> None:
    assert military(slow_drone(), on=day, end_use={"wmd_delivery": True}).posture.value == STRONG_PRESUMPTION


# 12 January 2021: the Commerce rule.


@pytest.mark.parametrize("day", ["2020-07-24", "2021-01-11", "2021-01-12", "2025-09-15", "2026-11-22"])
def test_a_slow_civil_drone_is_case_by_case_since_july_2020(day: str) -> None:
    assert dual_use(slow_drone(), on=day).posture.value == CASE_BY_CASE


@pytest.mark.parametrize("item", [technology(slow_drone()), software(slow_drone())], ids=["technology", "software"])
@pytest.mark.parametrize(("day", "expected"), [("2021-01-11", STRONG_PRESUMPTION), ("2021-01-12", CASE_BY_CASE)])
def test_what_serves_a_slow_civil_drone_followed_in_january_2021(item: Item, day: str, expected: str) -> None:
    assert dual_use(item, on=day).posture.value == expected


@pytest.mark.parametrize("item", [technology(slow_drone()), software(slow_drone())], ids=["technology", "software"])
def test_the_commerce_rule_changed_nothing_on_the_munitions_list(item: Item) -> None:
    assert military(item, on="2021-01-12").posture.value == STRONG_PRESUMPTION


@pytest.mark.parametrize(("speed", "expected"), [("799.9 km/h", CASE_BY_CASE), ("800 km/h", STRONG_PRESUMPTION)])
def test_the_commerce_rule_turns_at_the_same_speed(speed: str, expected: str) -> None:
    assert dual_use(technology(slow_drone(max_airspeed=speed)), on="2021-01-12").posture.value == expected
    assert dual_use(slow_drone(max_airspeed=speed), on="2021-01-12").posture.value == expected


def test_the_commerce_rule_asks_three_questions() -> None:
    asked = {
        "ear_742_5_support_for_wmd_activities",
        "ear_742_5_support_for_hostile_military_activities",
        "ear_742_5_diversion",
    }
    assert asked <= codes(dual_use(slow_drone(), on="2021-01-12").factors)
    assert not asked & codes(dual_use(slow_drone(), on="2021-01-11").factors)
    assert not asked & codes(dual_use(fast_drone(), on="2021-01-12").factors)
    assert not asked & codes(dual_use(light_drone(), on="2021-01-12").factors)


def test_a_plant_for_slow_civil_drones_stays_barred() -> None:
    assert dual_use(facility(slow_drone()), on="2021-01-12").posture.value == PROHIBITED


def test_a_fast_civil_drone_stays_presumed_refused_to_this_day() -> None:
    for day in ("2021-01-12", "2025-09-15", "2026-11-22"):
        assert dual_use(fast_drone(), on=day).posture.value == STRONG_PRESUMPTION


# 15 September 2025: as manned aircraft.


@pytest.mark.parametrize("item", [slow_drone(), fast_drone(), light_drone()], ids=["slow", "fast", "category II"])
def test_a_military_drone_is_reviewed_as_a_manned_aircraft_from_september_2025(item: Item) -> None:
    assert military(item, on="2025-09-14").posture.value != AS_MANNED
    d = military(item, on="2025-09-15")
    assert d.posture.value == AS_MANNED
    assert rules(d.posture) == {"us.uas-2025/as-manned-aircraft"}


def test_the_statement_of_2025_leaves_category_and_regime_where_they_were() -> None:
    d = military(fast_drone(), on="2025-09-15")
    assert d.category.value == "I"
    assert d.regime_posture.value == STRONG_PRESUMPTION


@pytest.mark.parametrize("channel", ["fms", "direct_commercial"])
def test_the_statement_reaches_government_and_commercial_sales(channel: str) -> None:
    assert review(fast_drone(), on="2025-09-15", channel=channel).posture.value == AS_MANNED


def test_the_statement_says_nothing_of_the_commerce_list() -> None:
    assert dual_use(slow_drone(), on="2025-09-15").posture.value == CASE_BY_CASE
    assert dual_use(light_drone(), on="2025-09-15").posture.value == CASE_BY_CASE


def test_the_statement_says_nothing_of_plant_parts_and_technology() -> None:
    assert military(facility(slow_drone()), on="2025-09-15").posture.value == PROHIBITED
    assert military(technology(slow_drone()), on="2025-09-15").posture.value == STRONG_PRESUMPTION
    assert military(software(slow_drone()), on="2025-09-15").posture.value == STRONG_PRESUMPTION


def test_a_one_way_drone_is_left_out_and_that_it_is_none_is_listed() -> None:
    assert military(fast_drone(one_way_attack=True), on="2025-09-15").posture.value == STRONG_PRESUMPTION
    assert military(light_drone(one_way_attack=True), on="2025-09-15").posture.value == CASE_BY_CASE
    assert "item.one_way_attack" in assumed(military(fast_drone(), on="2025-09-15"))


@pytest.mark.parametrize("to", ["CN", "IR", "RU", "VE"])
def test_an_embargo_outranks_the_statement(to: str) -> None:
    assert military(slow_drone(), to, "2025-09-15").posture.value == DENIAL


@pytest.mark.parametrize("to", ["IT", "SA", "AE", "IN", "PK", "RS"])
def test_the_statement_has_no_list_of_recipients(to: str) -> None:
    assert military(slow_drone(), to, "2025-09-15").posture.value == AS_MANNED


# 2025 and 2026: what changes no posture.


@pytest.mark.parametrize(("day", "told"), [("2025-06-05", False), ("2025-06-06", True), ("2026-11-22", True)])
def test_the_drone_order_of_june_2025_is_a_task_for_civil_drones(day: str, told: bool) -> None:
    d = dual_use(light_drone(), on=day)
    assert ("speed_civil_drone_exports" in codes(d.directives)) == told
    assert d.posture.value == CASE_BY_CASE
    assert "speed_civil_drone_exports" not in codes(military(light_drone(), on=day).directives)


@pytest.mark.parametrize(("day", "told"), [("2026-01-20", False), ("2026-01-21", True)])
def test_the_drone_rules_of_2026_leave_missile_technology_control_as_it_was(day: str, told: bool) -> None:
    d = dual_use(light_drone(), on=day)
    assert ("eccn_9a012_drone_rules_2026" in codes(d.references)) == told
    assert d.licence.value == "required"
    assert d.posture.value == CASE_BY_CASE


# Drones off the Annex.


def test_a_short_civil_drone_needs_no_licence_for_reasons_of_missile_technology() -> None:
    d = dual_use(short_drone())
    assert d.category.value == "unlisted"
    assert d.licence.value == "not_required"
    assert d.posture.value == NOT_REVIEWED
    assert {"end_use.missile_programme", "end_use.wmd_delivery"} <= assumed(d), (
        "that it is for no missile programme is a presumption"
    )


def test_a_short_military_drone_still_needs_a_licence() -> None:
    assert military(short_drone()).licence.value == "required"
