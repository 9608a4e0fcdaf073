"""One transfer through the years: category and posture at every date on which either changes, and the rules behind each change."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from licet.deciding.bound import Bound, Filled, Outcome, binder
from licet.deciding.compiling import TRUE
from licet.deciding.exploring import Explorer, Purse
from licet.rulebook.rulebook import Rulebook

QUESTIONS = ("category", "regime_posture", "posture")

# States that one day may cost; of a transfer of which next to nothing is stated, the wider answers stand.
_BUDGET = 1500


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days on which the answers stay the same.

    Attributes:
        start: the first day.
        end: the first day of the next stretch; None for the last.
        answers: question → the answers left; one when decided.
        caused_by: the rules that decide now and did not before.
        ended: the rules that decided before and no longer do.
    """

    start: datetime.date
    end: datetime.date | None
    answers: Mapping[str, tuple[str, ...]]
    caused_by: tuple[str, ...]
    ended: tuple[str, ...] = ()


def timeline(
    rulebook: Rulebook,
    stated: Mapping[str, Any],
    first: datetime.date,
    last: datetime.date,
    filled: Filled = (),
    questions: Iterable[str] = QUESTIONS,
) -> list[Stretch]:
    """Return the stretches of a transfer between two days, both included.

    Args:
        rulebook: the law.
        stated: fact → value as it stands in a state; its date is left aside.
        first: the first day.
        last: the last day.
        filled: groups that a user has filled.
        questions: the questions whose answers are followed.
    """
    asked = tuple(questions)
    begin, end = first.toordinal(), last.toordinal()
    days = [begin, *(day for day in rulebook.boundaries if begin < day <= end)]
    found: list[Stretch] = []
    before: dict[str, tuple[str, ...]] | None = None
    wide_before: dict[str, tuple[str, ...]] | None = None
    rules_before: set[str] = set()
    for day in days:
        bound = binder(rulebook).on(day, filled)
        on_day = {**stated, "date": (float(day), float(day))}
        outcomes = bound.decide(bound.state(on_day))
        wide = {question: outcomes[question].possible for question in asked}
        rules = {name for question in asked for name in deciding(bound, question, outcomes[question])}
        answers = before if before is not None and wide == wide_before else _exact(bound, on_day, outcomes, wide)
        wide_before = wide
        if answers == before:
            rules_before = rules
            continue
        start = datetime.date.fromordinal(day)
        if found:
            last_stretch = found[-1]
            found[-1] = Stretch(
                last_stretch.start, start, last_stretch.answers, last_stretch.caused_by, last_stretch.ended
            )
        found.append(
            Stretch(start, None, answers, tuple(sorted(rules - rules_before)), tuple(sorted(rules_before - rules)))
        )
        before, rules_before = answers, rules
    return found


def _exact(
    bound: Bound, stated: Mapping[str, Any], outcomes: Mapping[str, Outcome], wide: Mapping[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]]:
    """Return the answers that are left, as a review gives them: an open one is explored."""
    explorer, purse = Explorer(bound), Purse(_BUDGET)
    return {
        question: explorer.remaining(question, stated, purse=purse).possible
        if outcomes[question].open and bound.question(question).question.type != "codes"
        else possible
        for question, possible in wide.items()
    }


def deciding(bound: Bound, question: str, outcome: Outcome) -> list[str]:
    """Return the rules that decide a question: those that apply undefeated, of the strictest answer where that governs."""
    asked = bound.question(question)
    applying = [asked.rules[index] for index, act in outcome.acts.items() if act == TRUE]
    if asked.question.type != "codes" and applying:
        best = min(ranked.answer for ranked in applying)
        applying = [ranked for ranked in applying if ranked.answer == best]
    return [ranked.rule.name for ranked in applying]
