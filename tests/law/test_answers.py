"""What every answer carries: its rules with citation and standing, what is assumed, missing and warned of, and the day that counts."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from law.transfers import (
    CASE_BY_CASE,
    STRONG_PRESUMPTION,
    Item,
    Reviewed,
    assumed,
    ballistic_missile,
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
    part,
    review,
    rules,
    short_drone,
    slow_drone,
    software,
    stated,
    technology,
    unlisted_part,
    warnings,
)

import licet
from licet.determination import RuleReason
from licet.language.nodes import Where, from_value
from licet.reviewing import Review, review_nodes
from licet.rulebook.rulebook import Rulebook
from licet.transfers.files import read_text
from licet.transfers.stating import Stater

TODAY = datetime.date(2026, 11, 22)


@cache
def a_range_of_answers() -> tuple[Reviewed, ...]:
    """Return determinations that between them rest on most instruments."""
    return tuple(_range())


def _range() -> Iterator[Reviewed]:
    for day in ("1990-01-01", "1994-06-01", "2003-06-01", "2019-01-01", "2022-03-10", "2026-11-22"):
        yield military(ballistic_missile(), "PK", day)
        yield military(slow_drone(), "CY", day)
        yield military(
            light_missile(), "AF", day, denial_notified=True, retransfer=True, component_in_foreign_article=True
        )
        yield review(launcher(), "KR", day, channel="fms")
        yield dual_use(listed_part(9), "RU", day)
        yield dual_use(light_drone(), "PK", day, end_use={"missile_programme": True, "programme_unclear": True})
        yield review(light_drone(), "IL", day, exporter="CN")


def reasons(d: Reviewed) -> Iterator[RuleReason]:
    for answer in d.answers.values():
        for listed in (answer.by, answer.defeated, answer.might, answer.outweighed):
            yield from listed


# Citations.


def test_every_rule_of_an_answer_has_a_sentence_a_citation_a_source_a_standing_and_its_dates() -> None:
    for d in a_range_of_answers():
        for reason in reasons(d):
            assert reason.says
            assert reason.cite
            assert reason.source
            assert reason.standing in ("verified", "partial", "unverified")
            assert ".." in reason.in_force


def placeholders(book: Rulebook) -> dict[str, set[str]]:
    """Return the placeholder dates of each rule."""
    found: dict[str, set[str]] = {}
    for rule in book.rules.values():
        window = rule.window
        days = {day for day, rough in ((window.start, window.rough_start), (window.end, window.rough_end)) if rough}
        if days:
            found[rule.name] = {datetime.date.fromordinal(day).isoformat() for day in days}
    return found


def test_a_placeholder_date_is_never_cited() -> None:
    rough = placeholders(Rulebook.load())
    assert {
        "us.itar-126.1/d1",
        "us.ear-742.5/licence",
        "us.ear-744.3/listed-countries-2004",
        "us.fms-mtcr-review/review",
    } <= set(rough)
    met: set[str] = set()
    for d in a_range_of_answers():
        for reason in reasons(d):
            for text in (reason.cite, reason.in_force, reason.says):
                assert "~" not in text
                assert not any(day in text for day in rough.get(reason.rule, ()))
            if reason.rule in rough:
                met.add(reason.rule)
                assert "not verified" in reason.in_force
    assert len(met) > 20, "the sample does rest on rules with placeholder dates"


def test_no_turning_point_names_a_placeholder_date() -> None:
    rough = {"1993-01-01", "1991-03-15", "2013-10-15", "2014-07-01", "2001-01-01", "1996-06-27", "1992-12-18"}
    for d in a_range_of_answers():
        assert not [turn for turn in d.turning_points if turn.fact == "date" and turn.at.split()[-1] in rough]


# Standing.


def test_an_answer_that_rests_on_an_unverified_rule_says_so() -> None:
    for d in a_range_of_answers():
        unverified = {
            reason.rule for answer in d.answers.values() for reason in answer.by if reason.standing == "unverified"
        }
        told = " ".join(warning.message for warning in d.warnings if warning.code == "unverified")
        assert all(rule in told for rule in unverified)
        assert bool(unverified) == ("unverified" in warnings(d))


def test_an_answer_that_rests_on_a_text_read_in_part_says_so() -> None:
    d = military(slow_drone())
    assert any(
        warning.code == "partial" and "us.uas-2025/as-manned-aircraft" in warning.message for warning in d.warnings
    )


# The day that counts.


def test_as_of_overrides_the_date_of_the_transfer() -> None:
    transfer = stated(slow_drone(), "IT", "2026-11-22")
    d = licet.review(transfer, as_of="2020-07-23")
    assert d.transfer["date"] == "2020-07-23"
    assert d.posture.value == STRONG_PRESUMPTION
    assert licet.review(transfer, as_of=datetime.date(2020, 7, 24)).posture.value == CASE_BY_CASE


def test_group_memberships_count_on_the_day_of_the_transfer() -> None:
    assert (
        military(launcher(), "IN", "2016-06-26").posture.value != military(launcher(), "IN", "2016-06-27").posture.value
    )


def test_a_day_before_all_law_is_told() -> None:
    d = military(ballistic_missile(), "IT", "1960-01-01")
    assert "before_the_rulebook" in warnings(d)
    assert d.licence.value is None


# Names and formats.


def test_norway_is_no_no() -> None:
    nodes, _ = read_text(
        b"recipient: NO\ndate: 2026-11-22\nitem:\n  kind: uas\n  hypersonic: NO\n  range: 2000 km\n  payload: 900 kg\n",
        "t.yaml",
    )
    d = next(iter(review_nodes(nodes, Stater(Rulebook.load(), TODAY))))
    assert d.transfer["recipient"] == "NO"
    assert d.transfer["item"]["hypersonic"] is False


def test_the_same_input_gives_the_same_bytes() -> None:
    transfer = stated(slow_drone(), "SA", "2026-11-22")
    assert licet.review(transfer).to_json() == licet.review(transfer).to_json()


@pytest.mark.parametrize("item", [slow_drone(), ballistic_missile(), listed_part(9), {"name": "MQ-9A Reaper"}], ids=str)
def test_a_determination_says_what_the_other_tests_look_at(item: Item) -> None:
    whole, parts = licet.review(stated(item, "SA", "2026-11-22")), review(item, "SA")
    assert whole.answers == parts.answers
    assert whole.missing == parts.missing
    assert whole.assumed == parts.assumed
    assert whole.warnings == parts.warnings
    assert whole.taken == parts.taken
    assert whole.turning_points == parts.turning_points
    assert whole.transfer == parts.transfer
    assert whole.rulebook.reforms == parts.reforms == []
    assert whole.rulebook.digest == parts.digest


# What is assumed, and what is missing.


def test_an_assumed_fact_is_listed_with_its_value() -> None:
    d = review(slow_drone(), "SA", assume=("jurisdiction=ccl",))
    assert {a.fact: a.value for a in d.assumed}["jurisdiction"] == "ccl"
    assert d.authority.value == "commerce_bis"


def test_that_a_transfer_is_a_commercial_munitions_sale_is_listed_when_nobody_said_so() -> None:
    assert "channel" in assumed(review(ballistic_missile()))
    assert "channel" not in assumed(military(ballistic_missile()))


def test_a_complete_statement_misses_nothing() -> None:
    d = dual_use(light_drone(), "IN")
    assert d.missing == []
    assert not [answer for answer in d.answers.values() if answer.open]


def test_every_missing_fact_has_a_question_for_a_person_and_what_it_decides() -> None:
    d = review(None, None)
    assert {"item.kind", "recipient"} <= missing(d)
    for fact in d.missing:
        assert fact.ask.endswith(")") or "?" in fact.ask
        assert fact.decides


# Nothing unknown is a clearance.


COMPLETE: list[tuple[str, Item, dict[str, Any]]] = [
    ("missile", ballistic_missile(), {"recipient": "PK"}),
    ("cruise missile", cruise_missile(), {"recipient": "JP"}),
    ("fast drone", fast_drone(), {"recipient": "SA", "date": "2024-01-01"}),
    ("slow drone", slow_drone(), {"recipient": "SA", "date": "2024-01-01"}),
    ("civil drone", light_drone(), {"recipient": "RU", "channel": "dual_use"}),
    ("short drone", short_drone(), {"recipient": "RU", "channel": "dual_use"}),
    ("launcher", launcher(), {"recipient": "JP", "end_use": {"space_programme": "unvetted"}}),
    ("plant", facility(), {"recipient": "GB"}),
    (
        "plant for parts",
        facility(
            for_kind="subsystem",
            system_kind="ballistic_missile",
            part="guidance_set",
            guidance_error="1 %",
            usable_in_system=True,
        ),
        {"recipient": "GB"},
    ),
    ("motor", motor(), {"recipient": "SA"}),
    ("fuze", part("arming_fuzing"), {"recipient": "GB"}),
    ("heat shield component", part("heat_shield", kind="component"), {"recipient": "GB"}),
    ("technology", technology(), {"recipient": "GB", "channel": "dual_use"}),
    ("software", software(), {"recipient": "GB"}),
    ("gyroscope", listed_part(9), {"recipient": "CN", "channel": "dual_use"}),
    (
        "unlisted part",
        unlisted_part(),
        {"recipient": "PK", "channel": "dual_use", "end_use": {"missile_programme": True, "programme_range": "500 km"}},
    ),
    ("fighter", manned_aircraft(), {"recipient": "ER", "end_use": {"end_user": "armed_forces"}}),
]
MAIN = ("category", "regime_posture", "posture", "licence")


def partial(item: Item, facts: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Return the transfer without each fact in turn that is not presumed one way or the other."""
    presumed = {fact.path for fact in Rulebook.load().facts.values() if fact.presume} - {"channel"}
    for key in item:
        if f"item.{key}" not in presumed:
            yield key, {"date": "2026-11-22", **facts, "item": {k: v for k, v in item.items() if k != key}}
    for key in facts:
        if key not in presumed and key not in ("date", "end_use", "channel"):
            yield key, {"date": "2026-11-22", **{k: v for k, v in facts.items() if k != key}, "item": item}
    for key in facts.get("end_use", {}):
        if f"end_use.{key}" not in presumed:
            use = {k: v for k, v in facts["end_use"].items() if k != key}
            yield key, {"date": "2026-11-22", **facts, "item": item, "end_use": use}


@pytest.mark.parametrize(("name", "item", "facts"), COMPLETE, ids=[name for name, _, _ in COMPLETE])
def test_leaving_a_fact_out_never_excludes_the_answer_that_it_gives(
    name: str, item: Item, facts: dict[str, Any]
) -> None:
    book = Rulebook.load()
    stater = Stater(book, TODAY)

    def possible(transfer: dict[str, Any]) -> dict[str, tuple[str, ...]]:
        review = Review(book, stater.read(from_value(transfer, Where(name))))
        left = {question: review.outcomes[question] for question in MAIN}
        return {
            question: review.explorer.remaining(question, review.stated).possible if outcome.open else outcome.possible
            for question, outcome in left.items()
        }

    whole = possible({"date": "2026-11-22", **facts, "item": item})
    assert all(len(left) == 1 for left in whole.values()), whole
    for left_out, transfer in partial(item, facts):
        for question, left in possible(transfer).items():
            assert whole[question][0] in left, (
                f"without {left_out} the answer {whole[question][0]} to {question} is out of sight"
            )


def test_no_answer_rests_on_a_rule_that_is_not_in_force() -> None:
    book = Rulebook.load()
    for d in a_range_of_answers():
        day = datetime.date.fromisoformat(d.transfer["date"]).toordinal()
        assert all(book.rules[reason.rule].window.holds(day) for reason in reasons(d))


def test_the_answer_to_the_question_of_category_never_names_a_policy() -> None:
    for d in a_range_of_answers():
        assert all(rule.startswith("mtcr.") for rule in rules(d.category) | rules(d.entries))
