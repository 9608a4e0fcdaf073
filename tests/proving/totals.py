"""Transfers of which everything is known, drawn at random, and the walk's answers to them as formulas to be held against those of the proof."""

from __future__ import annotations

import datetime
import math
import random
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

import z3

from licet.deciding.bound import Bound, binder
from licet.deciding.cells import Cells
from licet.deciding.compiling import FALSE, TRUE
from licet.proving.encoding import Encoding
from licet.proving.logic import Formula, Term
from licet.proving.space import Space
from licet.rulebook.rulebook import Rulebook

FIRST, LAST = datetime.date(1982, 1, 1).toordinal(), datetime.date(2026, 12, 31).toordinal()
Stated = dict[str, Any]


def some_day(rulebook: Rulebook, draw: random.Random) -> int:
    """Any day from 1982 to 2026, or one on which the law changes, or the day before it."""
    days = [day for day in rulebook.boundaries if FIRST < day <= LAST]
    return draw.randint(FIRST, LAST) if draw.random() < 0.6 or not days else draw.choice(days) - draw.randrange(2)


def drawn(bound: Bound, draw: random.Random) -> Stated:
    """A transfer on a day of which every fact is known, figures on the limits and beside them; it may contradict itself."""
    cells = Cells(bound)
    stated: Stated = {"date": (float(bound.day), float(bound.day))}
    for fact in bound.rulebook.facts.values():
        if fact.name == "date" or not fact.decidable:
            continue
        cell = draw.choice(cells.of(fact))
        if fact.measured:
            low, high = cell.value
            high = low + 1e6 if math.isinf(high) else high
            number = draw.choice([low, high, low + (high - low) / 2])
            stated[fact.name] = (number, number)
        else:
            stated[fact.name] = draw.choice(cell.values) if cell.values else cell.value
    return stated


def of_model(space: Space, model: z3.ModelRef, rulebook: Rulebook) -> Stated:
    """The transfer that a model of z3 stands for, with every fact; a number that no float is keeps to the same side of all limits."""
    stated: Stated = {}
    for fact in rulebook.facts.values():
        if not fact.decidable:
            continue
        value = model.eval(space.term(fact.name), model_completion=True)
        if fact.type == "truth":
            stated[fact.name] = TRUE if z3.is_true(value) else FALSE
        elif fact.type == "date":
            stated[fact.name] = (float(value.as_long()), float(value.as_long()))
        elif fact.measured:
            number = float(Fraction(value.numerator_as_long(), value.denominator_as_long()))
            stated[fact.name] = (number, number)
        else:
            stated[fact.name] = value.decl().name()
    return stated


def valued(space: Space, stated: Mapping[str, Any]) -> Iterator[tuple[Term, Term]]:
    """The variables of a transfer of which everything is known, with their values."""
    for name, value in stated.items():
        fact, term = space.facts[name], space.term(name)
        if fact.type == "truth":
            yield term, space.logic.true if value == TRUE else space.logic.false
        elif fact.type == "date":
            yield term, space.logic.whole(min(max(int(value[0]), space.first), space.last))
        elif fact.measured:
            yield term, space.number(value[0])
        else:
            yield term, space.equals(name, value).arg(1)


def fixed(space: Space, stated: Mapping[str, Any]) -> Iterator[Formula]:
    """That a transfer is one of which everything is known."""
    return (term == value for term, value in valued(space, stated))


def as_decided(encoding: Encoding, bound: Bound, stated: Mapping[str, Any]) -> Iterator[Formula]:
    """What the walk says of a transfer: of every rule whether it stands, of every question what its answers are.

    Where a membership is not known to the day the walk leaves things open, and nothing is said of them.
    """
    state = bound.state(stated)
    outcomes = bound.decide(state)
    logic = encoding.logic
    for name in encoding.rulebook.question_order:
        decided, outcome, question = encoding.question(name), outcomes[name], bound.question(name)
        acts = {question.rules[index].rule.name: act for index, act in outcome.acts.items()}
        for rule, stands in decided.stands.items():
            act = acts.get(rule, FALSE)
            if act in (TRUE, FALSE):
                yield stands if act == TRUE else logic.no(stands)
        if decided.question.type == "codes":
            for code, holds in decided.holds.items():
                if code in outcome.value:
                    yield holds
                elif code not in outcome.possible:
                    yield logic.no(holds)
            continue
        for answer, holds in decided.holds.items():
            if outcome.value == answer:
                yield holds
            elif answer not in outcome.possible:
                yield logic.no(holds)
        if not outcome.open:
            yield logic.no(decided.open)


def bound_on(rulebook: Rulebook, day: int, filled: Mapping[str, frozenset[str]] | None = None) -> Bound:
    return binder(rulebook).on(day, tuple(sorted((filled or {}).items())))
