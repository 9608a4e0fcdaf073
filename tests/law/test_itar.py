"""The International Traffic in Arms Regulations: proscribed destinations, nation by nation, and the marks of the Munitions List."""

from __future__ import annotations

from typing import Any

import pytest
from law.transfers import (
    AS_MANNED,
    CASE_BY_CASE,
    DENIAL,
    STRONG_PRESUMPTION,
    Reviewed,
    ballistic_missile,
    codes,
    dual_use,
    launcher,
    light_drone,
    light_missile,
    manned_aircraft,
    military,
    missing,
    motor,
    part,
    review,
    rules,
    short_drone,
    slow_drone,
    warnings,
)

FIRST_TABLE = ["BY", "MM", "CN", "CU", "IR", "KP", "SY", "VE"]
SECOND_TABLE = ["AF", "CF", "CD", "HT", "IQ", "LB", "LY", "NI", "RU", "SO", "SS", "SD", "ZW"]
APPROACH = {"prior_approval_even_for_proposals", "tell_defense_trade_controls_of_the_deal"}


def aircraft(to: str, on: str = "2026-11-22", user: str | None = None, **use: Any) -> Reviewed:
    """Review a military aircraft with a crew, on which no missile policy speaks."""
    return military(manned_aircraft(), to, on, end_use={**({"end_user": user} if user else {}), **use})


# 126.1(d)(1).


@pytest.mark.parametrize("to", FIRST_TABLE)
def test_the_first_table_is_refused_without_exceptions(to: str) -> None:
    for use in (
        {},
        {"user": "civilian"},
        {"user": "international_force"},
        {"non_lethal": True},
        {"government_space_cooperation": True},
    ):
        d = aircraft(to, **use)
        assert d.posture.value == DENIAL
        assert rules(d.posture) == {"us.itar-126.1/d1"}
    assert codes(aircraft(to).obligations) >= APPROACH


def test_hong_kong_is_treated_as_china_and_the_answer_says_that_this_was_not_checked() -> None:
    d = aircraft("HK")
    assert d.posture.value == DENIAL
    assert "membership_unverified" in warnings(d)


@pytest.mark.parametrize(
    "item",
    [slow_drone(), light_drone(), ballistic_missile(), launcher()],
    ids=lambda i: f"{i['kind']} of {i['payload']}",
)
def test_no_missile_policy_opens_a_refused_destination(item: dict[str, Any]) -> None:
    assert (
        military(item, "CN", assume=("nsm28_partner=CN",), end_use={"space_programme": "vetted"}).posture.value
        == DENIAL
    )


def test_a_government_sale_to_a_refused_destination_is_refused() -> None:
    assert review(manned_aircraft(), "CN", channel="fms").posture.value == DENIAL


def test_the_section_speaks_of_the_munitions_list_only() -> None:
    assert "us.itar-126.1/d1" not in rules(dual_use(light_drone(), "CN").posture)


# 126.1(d)(2).


@pytest.mark.parametrize("to", SECOND_TABLE)
def test_the_second_table_is_refused_when_nothing_of_its_paragraph_is_stated(to: str) -> None:
    d = aircraft(to, user="civilian")
    assert d.posture.value == DENIAL
    assert rules(d.posture) == {"us.itar-126.1/d2"}
    assert codes(aircraft(to).obligations) >= APPROACH


@pytest.mark.parametrize("to", SECOND_TABLE)
def test_a_user_that_is_not_stated_never_clears_a_nation_of_the_second_table(to: str) -> None:
    assert DENIAL in aircraft(to).posture.possible


@pytest.mark.parametrize(
    ("to", "user", "use", "opened"),
    [
        ("AF", "armed_forces", {}, False),
        ("AF", "armed_forces", {"recognised_government": True}, True),
        ("AF", "international_force", {}, True),
        ("AF", "civilian", {"non_lethal": True}, False),
        ("CF", "international_force", {}, True),
        ("CF", "armed_forces", {}, False),
        ("CF", "armed_forces", {"un_committee_cleared": True}, True),
        ("CF", "civilian", {"non_lethal": True}, True),
        ("CD", "international_force", {}, True),
        ("CD", "armed_forces", {}, False),
        ("CD", "armed_forces", {"un_committee_cleared": True}, True),
        ("CD", "civilian", {"non_lethal": True}, True),
        ("HT", "police", {}, True),
        ("HT", "intelligence", {}, False),
        ("HT", "international_force", {}, True),
        ("HT", "civilian", {"non_lethal": True}, True),
        ("IQ", "armed_forces", {}, True),
        ("IQ", "international_force", {}, True),
        ("IQ", "civilian", {"non_lethal": True}, True),
        ("LB", "international_force", {}, True),
        ("LB", "armed_forces", {}, True),
        ("LB", "civilian", {"non_lethal": True}, False),
        ("LY", "armed_forces", {}, False),
        ("LY", "armed_forces", {"un_committee_cleared": True}, True),
        ("LY", "civilian", {"non_lethal": True}, True),
        ("NI", "civilian", {"non_lethal": True}, True),
        ("NI", "international_force", {}, False),
        ("RU", "other_government", {"government_space_cooperation": True}, True),
        ("RU", "other_government", {"commercial_launch": True}, False),
        ("RU", "civilian", {"non_lethal": True}, False),
        ("SO", "international_force", {}, True),
        ("SO", "armed_forces", {}, False),
        ("SO", "armed_forces", {"un_committee_cleared": True}, True),
        ("SS", "international_force", {}, True),
        ("SS", "armed_forces", {}, False),
        ("SS", "civilian", {"non_lethal": True}, True),
        ("SD", "international_force", {}, True),
        ("SD", "armed_forces", {}, False),
        ("SD", "civilian", {"non_lethal": True}, True),
        ("ZW", "armed_forces", {}, False),
        ("ZW", "international_force", {"non_lethal": True}, False),
    ],
)
def test_a_nation_of_the_second_table_is_open_for_what_its_own_paragraph_names(
    to: str, user: str, use: dict[str, Any], opened: bool
) -> None:
    assert aircraft(to, user=user, **use).posture.value == (CASE_BY_CASE if opened else DENIAL)


@pytest.mark.parametrize("to", ["IQ", "LB"])
def test_an_opened_paragraph_lifts_no_missile_presumption(to: str) -> None:
    assert (
        military(launcher(), to, end_use={"end_user": "armed_forces", "space_programme": "unvetted"}).posture.value
        == STRONG_PRESUMPTION
    )


# When nations came and went.


@pytest.mark.parametrize(
    ("to", "day", "listed"),
    [
        ("SS", "2018-02-13", False),
        ("SS", "2018-02-14", True),
        ("RU", "2021-03-17", False),
        ("RU", "2021-03-18", True),
        ("KH", "2021-12-08", False),
        ("KH", "2021-12-09", True),
        ("KH", "2024-09-01", True),
        ("KH", "2025-11-06", True),
        ("KH", "2025-11-07", False),
        ("NI", "2024-03-14", False),
        ("NI", "2024-03-15", True),
        ("SY", "2026-11-22", True),
    ],
)
def test_nations_were_added_and_removed(to: str, day: str, listed: bool) -> None:
    d = aircraft(to, day, user="civilian")
    assert (d.posture.value == DENIAL) == listed
    assert bool(codes(d.obligations) & APPROACH) == listed


@pytest.mark.parametrize(
    ("day", "expected"), [("2021-03-18", CASE_BY_CASE), ("2021-08-31", CASE_BY_CASE), ("2021-09-01", DENIAL)]
)
def test_commercial_launches_with_russia_were_weighed_until_september_2021(day: str, expected: str) -> None:
    assert aircraft("RU", day, commercial_launch=True).posture.value == expected


# Eritrea and Ethiopia.


@pytest.mark.parametrize("to", ["ER", "ET"])
@pytest.mark.parametrize("user", ["armed_forces", "police", "intelligence", "internal_security"])
def test_eritrea_and_ethiopia_are_refused_for_their_forces(to: str, user: str) -> None:
    assert aircraft(to, user=user).posture.value == DENIAL


@pytest.mark.parametrize("to", ["ER", "ET"])
@pytest.mark.parametrize("user", ["civilian", "other_government", "international_force"])
def test_eritrea_and_ethiopia_are_not_refused_as_whole_countries(to: str, user: str) -> None:
    assert aircraft(to, user=user).posture.value == CASE_BY_CASE


@pytest.mark.parametrize("to", ["ER", "ET"])
def test_who_the_user_is_decides_and_is_asked(to: str) -> None:
    d = aircraft(to)
    assert set(d.posture.possible) == {DENIAL, CASE_BY_CASE}
    assert "end_use.end_user" in missing(d)


@pytest.mark.parametrize(
    ("to", "user", "day", "expected"),
    [
        ("ET", "armed_forces", "2021-10-31", CASE_BY_CASE),
        ("ET", "armed_forces", "2021-11-01", DENIAL),
        ("ER", "civilian", "2021-10-31", DENIAL),
        ("ER", "civilian", "2021-11-01", CASE_BY_CASE),
        ("ER", "armed_forces", "2021-10-31", DENIAL),
    ],
)
def test_both_paragraphs_took_their_form_on_1_november_2021(to: str, user: str, day: str, expected: str) -> None:
    assert aircraft(to, day, user=user).posture.value == expected


# Cyprus.


@pytest.mark.parametrize(
    ("day", "refused"),
    [
        ("2019-01-01", True),
        ("2022-09-30", True),
        ("2022-10-01", False),
        ("2023-09-30", False),
        ("2023-10-01", False),
        ("2024-09-30", False),
        ("2024-10-01", False),
        ("2025-09-30", False),
        ("2025-10-01", False),
        ("2026-09-30", False),
    ],
)
def test_the_refusal_for_cyprus_is_suspended_from_october_2022_to_september_2026(day: str, refused: bool) -> None:
    d = aircraft("CY", day, user="armed_forces")
    assert d.posture.value == (DENIAL if refused else CASE_BY_CASE)
    assert bool(codes(d.obligations) & APPROACH) == refused


@pytest.mark.parametrize("day", ["2026-10-01", "2026-11-22"])
def test_after_september_2026_the_refusal_for_cyprus_is_back_and_said_to_be_unchecked(day: str) -> None:
    d = aircraft("CY", day, user="armed_forces")
    assert d.posture.value == DENIAL
    assert any(w.code == "unverified" and "cyprus-after-suspension" in w.message for w in d.warnings)


@pytest.mark.parametrize("day", ["2019-01-01", "2023-01-01", "2026-11-22"])
@pytest.mark.parametrize("user", ["civilian", "international_force"])
def test_civilians_and_the_un_force_in_cyprus_are_always_weighed_case_by_case(day: str, user: str) -> None:
    assert aircraft("CY", day, user=user).posture.value == CASE_BY_CASE


@pytest.mark.parametrize(
    ("day", "expected"), [("2020-09-30", DENIAL), ("2020-10-01", CASE_BY_CASE), ("2022-09-30", CASE_BY_CASE)]
)
def test_non_lethal_articles_went_to_cyprus_from_october_2020(day: str, expected: str) -> None:
    assert aircraft("CY", day, user="armed_forces", non_lethal=True).posture.value == expected


def test_a_suspension_leaves_cyprus_under_the_ordinary_policies() -> None:
    assert military(slow_drone(), "CY", "2026-09-30").posture.value == AS_MANNED
    assert military(launcher(), "CY", "2024-01-01", end_use={"space_programme": "none"}).posture.value == DENIAL, (
        "no member, before 2025"
    )
    assert military(light_missile(), "CY", "2026-09-30").posture.value == CASE_BY_CASE
    assert DENIAL in military(slow_drone(), "CY").posture.possible


# 120.23 and 121.1.


@pytest.mark.parametrize(
    ("to", "printed"), [("AU", True), ("TW", True), ("PK", True), ("SA", False), ("PE", False), ("IT", False)]
)
def test_the_printed_list_of_allies_lacks_saudi_arabia_and_peru(to: str, printed: bool) -> None:
    assert ("itar_major_non_nato_ally" in codes(aircraft(to).references)) == printed


@pytest.mark.parametrize(
    ("item", "mark"),
    [
        (ballistic_missile(), "usml_iv_a_1_mt"),
        (launcher(), "usml_iv_a_1_mt"),
        (light_missile(), "usml_iv_a_2_mt"),
        (slow_drone(), "usml_viii_a_mt"),
        (light_drone(), "usml_viii_a_mt"),
        (part("rocket_stage"), "usml_iv_d_1_mt"),
        (motor(), "usml_iv_d_2_mt"),
        (motor(total_impulse="1.1 MN*s"), "usml_iv_d_2_mt"),
        (motor(total_impulse="0.9 MN*s"), "usml_iv_d_3_mt"),
        (part("guidance_set", guidance_error="1 %"), "usml_iv_h_1_mt"),
        (part("thrust_vector_control"), "usml_iv_h_4_mt"),
        (part("heat_shield"), "usml_iv_h_8_mt"),
        (part("arming_fuzing"), "usml_iv_h_9_mt"),
        (part("reentry_vehicle"), "usml_iv_h_17_mt"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.get("part", value["kind"]),
)
def test_missile_marks_of_the_munitions_list(item: dict[str, Any], mark: str) -> None:
    d = military(item)
    assert {mark, "usml_mt"} <= codes(d.references)
    assert not {code for code in codes(dual_use(item).references) if code.startswith("usml")}


def test_a_military_drone_is_marked_from_300_km_whatever_it_carries() -> None:
    assert "usml_viii_a_mt" in codes(military(light_drone(payload="1 kg")).references)
    assert "usml_viii_a_mt" not in codes(military(short_drone()).references)
    assert "usml_mt" not in codes(military(short_drone()).references)


def test_the_mark_has_its_definition_at_120_23_since_september_2022() -> None:
    assert "usml_mt" not in codes(military(light_missile(), on="2022-08-31").references)
    assert "usml_mt" in codes(military(light_missile(), on="2022-09-01").references)
