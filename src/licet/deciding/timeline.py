"""One transfer through the years: category and posture at every date on which either changes, and the rules behind each change."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from licet.deciding.bound import Bound, Filled, Outcome, binder
from licet.deciding.compiling import TRUE, State
from licet.deciding.exploring import explorer, left
from licet.deciding.walking import Purse
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
        rough: whether the first day is only a placeholder, so that it must not be cited.
    """

    start: datetime.date
    end: datetime.date | None
    answers: Mapping[str, tuple[str, ...]]
    caused_by: tuple[str, ...]
    ended: tuple[str, ...] = ()
    rough: bool = False


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
    rules_before: set[str] = set()
    known: dict[Any, dict[str, tuple[str, ...]]] = {}
    for day in days:
        bound = binder(rulebook).on(day, filled)
        on_day = {**stated, "date": (float(day), float(day))}
        state = bound.state(on_day)
        outcomes = bound.decide(state)
        rules = {name for question in asked for name in deciding(bound, question, outcomes[question])}
        # Days with the same truths and the same unknown tests have the same answers left, and are explored once.
        key = _likeness(bound, state, asked)
        answers = known.get(key)
        if answers is None:
            purse = Purse(_BUDGET)
            answers = known[key] = {q: possible for q, (possible, _) in left(bound, on_day, asked, purse).items()}
        if answers == before:
            rules_before = rules
            continue
        start = datetime.date.fromordinal(day)
        if found:
            found[-1] = replace(found[-1], end=start)
        caused, ended = tuple(sorted(rules - rules_before)), tuple(sorted(rules_before - rules))
        found.append(Stretch(start, None, answers, caused, ended, day in rulebook.placeholders))
        before, rules_before = answers, rules
    return found


def _likeness(bound: Bound, state: State, questions: tuple[str, ...]) -> Any:
    parts: set[int] = set()
    for question in questions:
        parts |= explorer(bound).unsettled(bound.question(question), state).parts
    base = bound.engine.rule_base
    places = [question.slot for question in bound.questions if question.slot >= 0]
    return bytes(state[base:]), tuple(state[place] for place in places), frozenset(parts)


def deciding(bound: Bound, question: str, outcome: Outcome) -> list[str]:
    """Return the rules that decide a question: those that apply undefeated, of the strictest answer where that governs."""
    asked = bound.question(question)
    applying = [asked.rules[index] for index, act in outcome.acts.items() if act == TRUE]
    if asked.question.type != "codes" and applying:
        best = min(ranked.answer for ranked in applying)
        applying = [ranked for ranked in applying if ranked.answer == best]
    return [ranked.rule.name for ranked in applying]
