"""Turning points: for each stated fact alone, the nearest value at which a main answer changes, and to what."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from licet.deciding.bound import binder
from licet.deciding.changing import Decided, decide_again, on_day, same_there, state_with
from licet.deciding.exploring import Explorer, left
from licet.deciding.walking import Purse
from licet.language.quantities import plain
from licet.rulebook.vocabulary import Fact

# A fact with more values than this has no nearest other value worth telling: what is transferred is not a matter of degree.
FEW = 6

# States that all turning points of a transfer may cost; what could not be explored is not told.
_STATES = 1500

MAIN = ("category", "regime_posture", "posture", "licence")


Answers = Mapping[str, tuple[tuple[str, ...], bool]]


@dataclass(frozen=True, slots=True)
class Turn:
    """The nearest value of one fact at which one answer changes."""

    fact: str
    at: str
    question: str
    now: tuple[str, ...]
    then: tuple[str, ...]


def turns(
    decided: Decided,
    explorer: Explorer,
    stated: Mapping[str, Any],
    now: Answers,
    boundaries: Sequence[int],
) -> list[Turn]:
    """Return the turning points of a transfer.

    Args:
        decided: the transfer as it was decided.
        explorer: knows where facts are cut.
        stated: what was stated.
        now: the main answers now, with whether they are exact.
        boundaries: the days on which the law changes.
    """
    # Of an answer that is not known exactly nothing can be said to turn.
    now = {question: answer for question, answer in now.items() if answer[1]}
    if not now:
        return []
    purse, bound = Purse(_STATES), decided.bound
    found: list[Turn] = []
    for name, value in stated.items():
        fact = bound.rulebook.facts[name]
        if fact.type == "date":
            found += _dates(decided, stated, now, purse, boundaries, int(value[0]), name)
        elif fact.measured:
            found += _measures(decided, explorer, stated, now, purse, fact, value)
        elif fact.type == "truth" or (fact.type == "one_of" and len(fact.values) <= FEW):
            found += _values(decided, explorer, stated, now, purse, fact, value)
    return found


def _answers(
    decided: Decided, stated: Mapping[str, Any], name: str, now: Answers, purse: Purse, asked: Iterable[str]
) -> Answers:
    """Return what is left of those questions that are asked, where one fact is another."""
    bound = decided.bound
    other = state_with(bound, decided.state, stated, name)
    then = Decided(bound, other.state, decide_again(bound, other, decided, bound.engine.plan_of(now)))
    return left(bound, stated, asked, purse, then)


def _changed(fact: str, at: str, now: Answers, then: Answers, questions: list[str]) -> list[Turn]:
    """What turns; where it could not be found out exactly what is left, nothing is said to turn."""
    return [
        Turn(fact, at, question, now[question][0], then[question][0])
        for question in questions
        if now[question][0] != then[question][0] and now[question][1] and then[question][1]
    ]


def _measures(
    decided: Decided,
    explorer: Explorer,
    stated: Mapping[str, Any],
    now: Answers,
    purse: Purse,
    fact: Fact,
    value: tuple[float, float],
) -> list[Turn]:
    found: list[Turn] = []
    unit = f" {fact.unit.name}" if fact.unit else ""
    cuts = explorer.cells.cuts(fact.name)
    for upwards in (True, False):
        open_questions = list(now)
        for cut in cuts if upwards else reversed(cuts):
            if upwards and cut > value[0]:
                to, at = (cut, cut), f"{_limit(cut, unit)} or more"
                if _is_next(cut):
                    at = f"more than {plain(math.nextafter(cut, -math.inf))}{unit}"
            elif not upwards and cut <= value[0]:
                below = math.nextafter(cut, -math.inf)
                to, at = (below, below), f"below {_limit(cut, unit)}"
                if _is_next(cut):
                    at = f"{plain(below)}{unit} or less"
            else:
                continue
            there = {**stated, fact.name: to}
            then = _answers(decided, there, fact.name, now, purse, open_questions)
            turned = _changed(fact.name, at, now, then, open_questions)
            found += turned
            open_questions = [q for q in open_questions if q not in {turn.question for turn in turned}]
            if not open_questions:
                break
    return found


def _limit(cut: float, unit: str) -> str:
    return f"{plain(cut)}{unit}"


def _is_next(cut: float) -> bool:
    """Whether a cut stands just above a round limit, as that of ``>`` and ``<=`` does."""
    return len(repr(math.nextafter(cut, -math.inf))) < len(repr(cut))


def _values(
    decided: Decided,
    explorer: Explorer,
    stated: Mapping[str, Any],
    now: Answers,
    purse: Purse,
    fact: Fact,
    value: Any,
) -> list[Turn]:
    found: list[Turn] = []
    for cell in explorer.cells.of(fact):
        if cell.value == value or value in cell.values:
            continue
        at = {0: "no", 2: "yes"}[cell.value] if fact.type == "truth" else " or ".join(cell.values)
        then = _answers(decided, {**stated, fact.name: cell.value}, fact.name, now, purse, now)
        found += _changed(fact.name, at, now, then, list(now))
    return found


def _dates(
    decided: Decided,
    stated: Mapping[str, Any],
    now: Answers,
    purse: Purse,
    boundaries: Sequence[int],
    day: int,
    name: str,
) -> list[Turn]:
    found: list[Turn] = []
    rulebook, filled = decided.bound.rulebook, decided.bound.filled
    binding, plan, engine = binder(rulebook), decided.bound.engine.plan_of(now), decided.bound.engine
    changing = engine.changing.days(decided.bound, plan, decided.state)
    for later in (True, False):
        open_questions, before, then = list(now), decided, dict(now)
        days = [b for b in boundaries if b > day] if later else [b for b in reversed(boundaries) if b <= day]
        for boundary in days:
            if changing is not None and boundary not in changing:
                continue
            on = boundary if later else boundary - 1
            bound, value = binding.on(on, filled), (float(on), float(on))
            if same_there(bound, before, name, value, plan):
                before = replace(before, bound=bound)
                continue
            there, moved = {**stated, name: value}, set[int]()
            other = on_day(bound, before.state, name, value, there)
            was, before = before, Decided(bound, other.state, decide_again(bound, other, before, plan, moved))
            asked = [q for q in open_questions if not same_there(bound, was, name, value, engine.cone(q), moved)]
            then |= left(bound, there, asked, purse, before)
            date = datetime.date.fromordinal(boundary).isoformat()
            turned = _changed(name, f"from {date}" if later else f"before {date}", now, then, open_questions)
            # What turns on a placeholder is told of no day: when it really turned is not known.
            if boundary not in rulebook.placeholders:
                found += turned
            open_questions = [q for q in open_questions if q not in {turn.question for turn in turned}]
            if not open_questions:
                break
    return found
