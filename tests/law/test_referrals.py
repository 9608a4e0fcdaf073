"""Who must see an application, by the law: what an authority is told beside the review."""

from __future__ import annotations

from typing import Any

import pytest
from law.transfers import ballistic_missile, fast_drone, light_drone, short_drone, slow_drone

import licet
from licet.determination import Answer
from licet.rulebook.rulebook import Rulebook


def referrals(item: dict[str, Any], **facts: Any) -> Answer:
    transfer = {"date": "2026-11-22", "recipient": "PL", "item": item, **facts}
    return licet.review(transfer, rulebook=Rulebook.load().for_cases).answers["referrals"]


def codes(item: dict[str, Any], **facts: Any) -> set[str]:
    found = referrals(item, **facts).value
    assert isinstance(found, list)
    return set(found)


def test_a_missile_item_on_the_munitions_list_goes_to_defense_before_it_is_licensed() -> None:
    found = referrals(fast_drone(), jurisdiction="usml", channel="direct_commercial")
    assert "defense" in (found.value or ())
    rule = next(one for one in found.by if "defense" in one.answer)
    assert (rule.rule, rule.cite, rule.standing) == (
        "us.referrals-munitions/defense-missile",
        "22 USC 2797(b)(1)",
        "verified",
    )


def test_before_november_1990_no_statute_sent_it_to_defense() -> None:
    assert codes(ballistic_missile(), jurisdiction="usml", channel="direct_commercial", date="1990-11-04") == set()
    assert "defense" in codes(ballistic_missile(), jurisdiction="usml", channel="direct_commercial", date="1990-11-05")


def test_an_item_off_the_annex_is_seen_by_the_offices_of_policy_and_not_by_defense() -> None:
    seen = codes(short_drone(), jurisdiction="usml", channel="fms")
    assert seen == {"human_rights_bureau", "regional_bureau", "arms_transfers_office"}


def test_a_government_sale_of_a_missile_item_is_seen_by_the_missile_office() -> None:
    assert "missile_office" in codes(slow_drone(), jurisdiction="usml", channel="fms")
    assert "defense" not in codes(slow_drone(), jurisdiction="usml", channel="fms")


def test_a_dual_use_missile_item_goes_to_all_agencies_and_the_missile_group() -> None:
    assert codes(light_drone(), jurisdiction="ccl") == {"state", "defense", "energy", "missile_group"}


def test_a_dual_use_item_off_the_annex_comes_before_the_missile_group_where_the_end_use_is_of_concern() -> None:
    assert "missile_group" in codes(short_drone(), jurisdiction="ccl", recipient="PK", end_use={"wmd_delivery": True})


def test_where_the_category_is_open_so_is_whether_defense_must_see_it() -> None:
    item = {"kind": "uas", "range": ["250 km", "350 km"], "payload": "150 kg", "aerosol_dispenser": False}
    found = referrals(item, channel="direct_commercial", jurisdiction="usml")
    assert found.value is None
    assert "defense" in found.possible
    assert "defense" not in (found.certain or ())


def test_the_law_of_the_united_states_sends_nothing_of_another_exporter_anywhere() -> None:
    assert codes(fast_drone(), exporter="FR") == set()


@pytest.mark.parametrize("kind", [fast_drone, light_drone, slow_drone, ballistic_missile, short_drone])
@pytest.mark.parametrize("jurisdiction", ["usml", "ccl"])
@pytest.mark.parametrize("channel", ["direct_commercial", "fms"])
@pytest.mark.parametrize("recipient", ["PL", "PK", "AU", "CN"])
def test_who_must_see_it_agrees_with_what_the_statutes_oblige_to(
    kind: Any, jurisdiction: str, channel: str, recipient: str
) -> None:
    transfer = {
        "date": "2026-11-22",
        "recipient": recipient,
        "channel": channel,
        "jurisdiction": jurisdiction,
        "item": kind(),
    }
    answers = licet.review(transfer, rulebook=Rulebook.load().for_cases).answers
    obliged, seen = set(answers["obligations"].certain or ()), set(answers["referrals"].certain or ())
    if jurisdiction == "usml":
        assert ("refer_to_defense" in obliged) == ("defense" in seen)
        assert ("mtcr_review_before_letter_of_offer" not in obliged) or "missile_office" in seen
    else:
        assert ("agencies_answer_within_30_days" in obliged) == ({"state", "defense", "energy"} <= seen)
        assert ("missile_technology_export_control_group_review" not in obliged) or "missile_group" in seen
