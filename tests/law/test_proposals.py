"""Bills and proposals: in force only when named, from the day named, and no further than their words."""

from __future__ import annotations

import datetime
from typing import Any

import pytest
from law.transfers import (
    APPROVAL,
    AS_MANNED,
    CASE_BY_CASE,
    DENIAL,
    NO_PRESUMPTION,
    PROHIBITED,
    STRICTEST_FIRST,
    STRONG_PRESUMPTION,
    Item,
    ballistic_missile,
    cruise_missile,
    defeated,
    dual_use,
    facility,
    fast_drone,
    launcher,
    light_drone,
    light_missile,
    military,
    motor,
    rules,
    slow_drone,
    sounding_rocket,
    technology,
    warnings,
)

import licet
from licet.language.conditions import InGroup, atoms
from licet.rulebook.rulebook import Rulebook

HR_3068, HR_8892, S_2387, APPROVED = "hr-3068-119", "hr-8892-118", "s-2387-119", "presumption-of-approval"
ALL = (HR_3068, HR_8892, S_2387, APPROVED)

NATO = {
    *("AL", "BE", "BG", "CA", "HR", "CZ", "DK", "EE", "FI", "FR", "DE", "GR", "HU", "IS", "IT", "LV", "LT", "LU", "ME"),
    *("NL", "MK", "NO", "PL", "PT", "RO", "SK", "SI", "ES", "SE", "TR", "GB"),
}
ALLIES = {
    "AR",
    "BH",
    "BR",
    "CO",
    "EG",
    "IL",
    "JP",
    "JO",
    "KE",
    "KW",
    "MA",
    "PK",
    "PE",
    "PH",
    "QA",
    "SA",
    "KR",
    "TH",
    "TN",
}
OF_HR_8892 = NATO | {"AU", "NZ"}
OF_HR_3068 = OF_HR_8892 | ALLIES
PARTNERS_OUTSIDE = {"AT", "IN", "IE", "ZA", "CH", "UA"}
OTHERS = {"SG", "AE", "ID", "VN", "MX", "KZ", "CY", "MT", "RS"}


def test_the_bills_reach_33_and_52_nations() -> None:
    assert (len(OF_HR_8892), len(OF_HR_3068)) == (33, 52)


# In force only when named.


@pytest.mark.parametrize(
    "item", [ballistic_missile(), cruise_missile(), sounding_rocket(), launcher(), motor()], ids=lambda i: i["kind"]
)
def test_no_proposal_is_law(item: Item) -> None:
    d = military(item, "PL", end_use={"space_programme": "none"})
    assert d.posture.value == STRONG_PRESUMPTION
    assert d.reforms == []
    assert not any(
        rule.startswith("proposals.") for answer in d.answers.values() for rule in rules(answer) | defeated(answer)
    )


def test_a_named_reform_is_listed_and_changes_the_digest() -> None:
    plain, reformed = military(sounding_rocket(), "PL"), military(sounding_rocket(), "PL", reform=HR_3068)
    assert reformed.reforms == [HR_3068]
    assert reformed.digest != plain.digest


@pytest.mark.parametrize("day", ["1995-01-01", "2019-01-01", "2026-11-22"])
def test_a_reform_that_is_named_is_in_force_on_every_date(day: str) -> None:
    assert (
        military(sounding_rocket(), "PL" if day > "1999-03-12" else "IT", day, reform=HR_3068).posture.value
        == NO_PRESUMPTION
    )


@pytest.mark.parametrize(("day", "expected"), [("2026-12-31", STRONG_PRESUMPTION), ("2027-01-01", NO_PRESUMPTION)])
def test_a_reform_with_a_date_is_in_force_from_that_date(day: str, expected: str) -> None:
    d = military(sounding_rocket(), "PL", day, reform=f"{HR_3068}@2027-01-01")
    assert d.posture.value == expected
    assert d.reforms == [f"{HR_3068}@2027-01-01"]


def test_a_reform_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(licet.InputError, match="hr-3068-118"):
        military(sounding_rocket(), reform="hr-3068-118")


# H.R. 3068.


@pytest.mark.parametrize("to", sorted(OF_HR_3068))
def test_hr_3068_ends_the_presumption_for_the_52(to: str) -> None:
    d = military(sounding_rocket(), to, reform=HR_3068)
    assert d.posture.value == NO_PRESUMPTION
    assert d.category.value == "I"
    assert d.regime_posture.value == STRONG_PRESUMPTION


@pytest.mark.parametrize("to", sorted(PARTNERS_OUTSIDE | OTHERS))
def test_hr_3068_reaches_nobody_else(to: str) -> None:
    d = military(sounding_rocket(), to, reform=HR_3068)
    assert NO_PRESUMPTION not in d.posture.possible
    assert STRONG_PRESUMPTION in d.posture.possible


def test_hr_3068_may_reach_taiwan_and_the_answer_says_that_this_is_not_checked() -> None:
    d = military(sounding_rocket(), "TW", reform=HR_3068)
    assert rules(d.posture) == {"proposals.hr-3068-119/no-presumption-taiwan"}
    assert "unverified" in warnings(d)


def test_a_designation_counts_from_its_day() -> None:
    assert military(sounding_rocket(), "KE", "2024-06-23", reform=HR_3068).posture.value == STRONG_PRESUMPTION
    assert military(sounding_rocket(), "KE", "2024-06-24", reform=HR_3068).posture.value == NO_PRESUMPTION
    assert NO_PRESUMPTION not in military(sounding_rocket(), "PE", "2026-01-13", reform=HR_3068).posture.possible
    assert military(sounding_rocket(), "SA", "2025-11-17", reform=HR_3068).posture.value == STRONG_PRESUMPTION


# H.R. 8892.


@pytest.mark.parametrize("to", sorted(OF_HR_8892))
def test_hr_8892_ends_the_strong_presumption_for_the_33(to: str) -> None:
    assert military(sounding_rocket(), to, "2024-06-28", reform=HR_8892).posture.value == NO_PRESUMPTION


@pytest.mark.parametrize("to", sorted((OF_HR_3068 - OF_HR_8892) | PARTNERS_OUTSIDE))
def test_hr_8892_reaches_no_major_non_nato_ally(to: str) -> None:
    assert NO_PRESUMPTION not in military(sounding_rocket(), to, "2024-06-28", reform=HR_8892).posture.possible


# What no proposal touches.


@pytest.mark.parametrize("reform", ALL)
def test_no_proposal_lets_a_production_facility_go(reform: str) -> None:
    for system in (ballistic_missile(), slow_drone(), launcher()):
        assert military(facility(system), "GB", reform=reform).posture.value == PROHIBITED


@pytest.mark.parametrize("reform", ALL)
def test_no_proposal_lifts_the_intent_test(reform: str) -> None:
    for item in (ballistic_missile(), slow_drone(), light_missile()):
        assert military(item, "GB", reform=reform, end_use={"wmd_delivery": True}).posture.value == STRONG_PRESUMPTION


@pytest.mark.parametrize("reform", ALL)
def test_no_proposal_lifts_an_embargo(reform: str) -> None:
    for to in ("CN", "IR", "RU"):
        assert military(slow_drone(), to, reform=reform).posture.value == DENIAL


@pytest.mark.parametrize("reform", ALL)
@pytest.mark.parametrize("to", ["PK", "SA", "IL", "HR"])
def test_no_proposal_lifts_the_policy_on_missiles_of_states_outside_the_regime(reform: str, to: str) -> None:
    assert military(ballistic_missile(), to, reform=reform).posture.value == DENIAL


@pytest.mark.parametrize("reform", ALL)
def test_no_proposal_changes_the_commerce_departments_review(reform: str) -> None:
    assert dual_use(technology(slow_drone()), "GB", reform=reform).posture.value == CASE_BY_CASE
    assert dual_use(light_drone(), "GB", reform=reform).posture.value == CASE_BY_CASE


@pytest.mark.parametrize("reform", [HR_3068, HR_8892, APPROVED])
def test_category_ii_stays_case_by_case(reform: str) -> None:
    assert military(light_missile(), "GB", reform=reform).posture.value == CASE_BY_CASE


@pytest.mark.parametrize("reform", [HR_3068, HR_8892])
def test_what_rests_on_no_presumption_stays_as_it_is(reform: str) -> None:
    assert military(slow_drone(), "GB", "2021-01-01", reform=reform).posture.value == CASE_BY_CASE


@pytest.mark.parametrize("reform", ALL)
@pytest.mark.parametrize("to", ["GB", "SA", "CN", "KP", "IN"])
@pytest.mark.parametrize("item", [ballistic_missile(), fast_drone(), launcher(), facility()], ids=lambda i: i["kind"])
def test_a_proposal_never_makes_an_answer_stricter(reform: str, to: str, item: Item) -> None:
    use = {"space_programme": "none"}
    now, then = (military(item, to, end_use=use, reform=name).posture.value for name in ((), reform))
    assert now is not None
    assert then is not None
    if (reform, item["kind"]) not in {(HR_3068, "uas"), (HR_8892, "uas")}:
        assert STRICTEST_FIRST.index(then) >= STRICTEST_FIRST.index(now)
    else:
        assert then == now, "a drone that is reviewed as a manned aircraft stays so"


# The AUKUS exemption under the bills.


@pytest.mark.parametrize("reform", [HR_3068, HR_8892])
@pytest.mark.parametrize("to", ["AU", "GB"])
def test_the_bills_take_missile_items_into_the_aukus_exemption(reform: str, to: str) -> None:
    facts: dict[str, Any] = {"authorised_user": True, "value": "1 MUSD", "sale_class": "articles_or_services"}
    assert military(ballistic_missile(), to, **facts).licence.value == "required"
    assert military(ballistic_missile(), to, reform=reform, **facts).licence.value == "exempt"
    assert military(ballistic_missile(), to, "2024-08-31", reform=reform, **facts).licence.value == "required", (
        "no exemption yet"
    )
    assert (
        military(ballistic_missile(on_excluded_technology_list=True), to, reform=reform, **facts).licence.value
        == "required"
    )
    assert (
        military(ballistic_missile(), to, reform=reform, **{**facts, "authorised_user": False}).licence.value
        == "required"
    )
    assert (
        military(ballistic_missile(), to, reform=reform, **{**facts, "value": "100 MUSD"}).licence.value == "required"
    )


def test_the_bills_free_nobody_else_of_a_licence() -> None:
    for reform in (HR_3068, HR_8892):
        assert military(ballistic_missile(), "CA", reform=reform, authorised_user=True).licence.value == "required"


# S. 2387.


@pytest.mark.parametrize(
    "item", [slow_drone(), fast_drone(), light_drone(), technology(slow_drone())], ids=lambda i: i["kind"]
)
@pytest.mark.parametrize("day", ["2016-01-01", "2019-01-01", "2024-01-01", "2026-11-22"])
def test_s_2387_would_treat_reusable_military_drones_and_items_for_them_as_manned(item: Item, day: str) -> None:
    assert military(item, "IT", day, reform=S_2387).posture.value == AS_MANNED


def test_s_2387_leaves_one_way_drones_missiles_and_civil_drones_alone() -> None:
    assert military(fast_drone(one_way_attack=True), reform=S_2387).posture.value == STRONG_PRESUMPTION
    assert military(cruise_missile(), reform=S_2387).posture.value == STRONG_PRESUMPTION
    assert dual_use(fast_drone(), reform=S_2387).posture.value == STRONG_PRESUMPTION


# The presumption of approval.


@pytest.mark.parametrize(
    "item", [ballistic_missile(), cruise_missile(), fast_drone(), motor(), technology()], ids=lambda i: i["kind"]
)
@pytest.mark.parametrize(("to", "expected"), [("PL", True), ("GB", True), ("AU", True), ("JP", False), ("KR", False)])
def test_the_presumption_of_approval_is_for_nato_and_aukus(item: Item, to: str, expected: bool) -> None:
    assert (military(item, to, reform=APPROVED).posture.value == APPROVAL) == expected


def test_the_presumption_of_approval_is_not_for_launchers() -> None:
    d = military(launcher(), "PL", reform=APPROVED, end_use={"space_programme": "none"})
    assert d.posture.value == STRONG_PRESUMPTION


def test_two_reforms_together() -> None:
    d = military(sounding_rocket(), "PL", reform=[HR_3068, APPROVED])
    assert d.posture.value == NO_PRESUMPTION
    assert d.reforms == [HR_3068, APPROVED]
    assert military(ballistic_missile(), "PL", reform=[HR_3068, APPROVED]).posture.value == NO_PRESUMPTION, (
        "the stricter of the two governs"
    )


# Whom the bills reach, by the groups that their rules ask for.


def asked(rulebook: Rulebook, rule: str) -> list[str]:
    """The groups that a rule asks the recipient for."""
    found = rulebook.rule(rule)
    assert found is not None and found.condition is not None
    return [atom.group for atom in atoms(found.condition) if isinstance(atom, InGroup)]


def reached(rulebook: Rulebook, *groups: str) -> set[str]:
    """The nations that stood in one of some groups on 1 June 2026, the United States aside."""
    day = datetime.date(2026, 6, 1).toordinal()
    return {nation for name in groups for nation, held in rulebook.groups[name].on(day).items() if held == 2} - {"US"}


def test_hr_8892_reaches_33_nations_beside_the_united_states(rulebook: Rulebook) -> None:
    assert len(reached(rulebook, *asked(rulebook, "proposals.hr-8892-118/no-presumption"))) == 33


def test_hr_3068_reaches_52_nations_and_50_by_the_printed_list(rulebook: Rulebook) -> None:
    groups = asked(rulebook, "proposals.hr-3068-119/no-presumption")
    by_designation = reached(rulebook, *groups) - {"TW"}
    as_printed = reached(rulebook, *({"mnna": "mnna_itar_list"}.get(name, name) for name in groups)) - {"TW"}
    assert (len(by_designation), len(as_printed)) == (52, 50)
    assert by_designation - as_printed == {"SA", "PE"}


def test_hr_3068_reaches_eight_nations_of_country_group_d4_and_not_seven_partners(rulebook: Rulebook) -> None:
    allies = reached(rulebook, *asked(rulebook, "proposals.hr-3068-119/no-presumption")) - {"TW"}
    assert allies & reached(rulebook, "ear_d4") == {"BH", "EG", "IL", "JO", "KW", "PK", "QA", "SA"}
    assert reached(rulebook, "mtcr_partner") - allies == {"AT", "CH", "IE", "IN", "RU", "UA", "ZA"}
