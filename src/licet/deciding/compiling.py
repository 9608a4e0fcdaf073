"""Conditions as three-valued functions over a state of values.

A state is a list with one place for every fact, question and rule. What stands in a place:

- a truth: 0 no, 1 not known, 2 yes, and likewise the truth of a rule;
- a number, money or a date: the pair of the least and greatest value it may have, or None;
- one of several, or a nation: the value, a frozenset of values that are still possible, or None;
- a group of nations: nation → 2 if it belongs on the day of the state, 1 if that is not known.

Kleene's logic on 0, 1, 2 is min for *and*, max for *or*, and ``2 - x`` for *not*. Functions are closures over the tree, so that one
transfer is decided in tens of microseconds without generating code from the text of a rulebook.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from licet.language.conditions import (
    And,
    Applied,
    Between,
    Code,
    Compare,
    Condition,
    Group,
    InGroup,
    InValues,
    Is,
    Name,
    Not,
    Number,
    Operand,
    Or,
    Sum,
    Truth,
)
from licet.language.quantities import Unit
from licet.rulebook.checking import covers
from licet.rulebook.operands import constant, limit_of, unit_of
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.vocabulary import Test
from licet.rulebook.windows import read_date

FALSE, UNKNOWN, TRUE = 0, 1, 2

State = list[Any]
Truths = Callable[[State], int]
Interval = tuple[float, float]

INFINITY = float("inf")


def unknown_at(truths: tuple[int, ...]) -> list[int]:
    """Return where in a row of truths it is not known."""
    found: list[int] = []
    at = -1
    try:
        while True:
            at = truths.index(UNKNOWN, at + 1)
            found.append(at)
    except ValueError:
        return found


class Compiler:
    """Turns conditions of one rulebook into functions of a state.

    Args:
        rulebook: the rulebook.
        slots: the place of every fact and question in a state, and of every group as ``group NAME``.
        entry_slots: for each question that a test names, the codes and the places of the rules behind them.
    """

    def __init__(
        self,
        rulebook: Rulebook,
        slots: dict[str, int],
        entry_slots: dict[str, list[tuple[str, int]]],
    ) -> None:
        self.rulebook = rulebook
        self.slots = slots
        self.entry_slots = entry_slots

    def compile(self, condition: Condition) -> Truths:
        """Return the function of a condition."""
        match condition:
            case Group(inner):
                return self.compile(inner)
            case Not(inner):
                return _negated(self.compile(inner))
            case And(conditions):
                return _all([self.compile(part) for part in conditions])
            case Or(conditions):
                return _any([self.compile(part) for part in conditions])
            case Truth(Name(name)):
                return _truth(self.slots[name])
            case Is(Name(name), value, negated):
                found = _one(self.slots[name], value)
                return _negated(found) if negated else found
            case InValues(Name(name), values, negated):
                found = _among(self.slots[name], dict.fromkeys(values, TRUE))
                return _negated(found) if negated else found
            case InGroup(Name(name), group, negated, on):
                if on:
                    found = _among(self.slots[name], self.rulebook.groups[group].on(read_date(on).toordinal()))
                else:
                    found = _member(self.slots[name], self.slots[f"group {group}"])
                return _negated(found) if negated else found
            case Compare(left, operator, right):
                return self.comparison(left, operator, right)
            case Between(operand, low, high):
                return _all([self.comparison(operand, ">=", low), self.comparison(operand, "<=", high)])
            case Applied(test, arguments):
                declared = self.rulebook.tests[test]
                if declared.question:
                    headings = [argument.text for argument in arguments]
                    entries = self.entry_slots[declared.question]
                    return _greatest([slot for code, slot in entries if any(covers(h, code) for h in headings)])
                limits = [self.limit(argument, declared, n) for n, argument in enumerate(arguments)]
                return self.reaches(declared, limits)

    def limit(self, argument: Number | Code, declared: Test, index: int) -> float:
        """Return an argument of a test in the unit of the fact that it is held against."""
        return limit_of(self.rulebook, argument, declared, index)

    def reaches(self, declared: Test, limits: list[float]) -> Truths:
        """The test of several maxima at once: see ``law/vocabulary/tests.md``."""
        maxima = [self.slots[name] for name in declared.maxima]
        points = self.slots[declared.points] if declared.points else -1
        excluded = self.slots[declared.excluded] if declared.excluded else -1
        pairs = list(zip(maxima, limits, strict=True))

        def reaches(state: State) -> int:
            if points >= 0 and state[points]:
                for point in state[points]:
                    if all(reached >= limit for reached, limit in zip(point, limits, strict=True)):
                        return TRUE
            truth = TRUE
            for slot, limit in pairs:
                value = state[slot]
                if value is None:
                    truth = UNKNOWN
                elif value[1] < limit:
                    return FALSE
                elif value[0] < limit:
                    truth = UNKNOWN
            # Below both maxima together the two are traded against each other: a point known to be out of reach settles it.
            if excluded >= 0 and state[excluded]:
                for point in state[excluded]:
                    if all(missed <= limit for missed, limit in zip(point, limits, strict=True)):
                        return FALSE
            return truth

        return reaches

    def comparison(self, left: Operand, operator: str, right: Operand) -> Truths:
        """Compare two operands as intervals."""
        unit = self.unit_of(left) or self.unit_of(right)
        constant = self.constant(right, unit)
        if isinstance(left, Name) and constant is not None:
            return _against(self.slots[left.name], operator, constant)
        first, second = self.operand(left, unit), self.operand(right, unit)
        if operator in (">", ">="):
            first, second, operator = second, first, {">": "<", ">=": "<="}[operator]
        strict = operator == "<"

        def compare(state: State) -> int:
            a, b = first(state), second(state)
            if a is None or b is None:
                return UNKNOWN
            if strict:
                return TRUE if a[1] < b[0] else FALSE if a[0] >= b[1] else UNKNOWN
            return TRUE if a[1] <= b[0] else FALSE if a[0] > b[1] else UNKNOWN

        return compare

    def unit_of(self, operand: Operand) -> Unit | None:
        """Return the unit of the first fact in an operand; quantities are compared in it."""
        return unit_of(self.rulebook.facts, operand)

    def constant(self, operand: Operand, unit: Unit | None) -> float | None:
        """Return the value of an operand that holds no fact."""
        return constant(self.rulebook.units, operand, unit)

    def operand(self, operand: Operand, unit: Unit | None) -> Callable[[State], Interval | None]:
        """Return the interval of an operand as a function of a state."""
        constant = self.constant(operand, unit)
        if constant is not None:
            interval = (constant, constant)
            return lambda _: interval
        if isinstance(operand, Name):
            slot = self.slots[operand.name]
            return lambda state: state[slot]
        assert isinstance(operand, Sum)
        terms = [(sign, self.operand(term, unit)) for sign, term in operand.terms]

        def add(state: State) -> Interval | None:
            low = high = 0.0
            for sign, term in terms:
                value = term(state)
                if value is None:
                    return None
                low, high = (low + value[0], high + value[1]) if sign == "+" else (low - value[1], high - value[0])
            return low, high

        return add


def _truth(slot: int) -> Truths:
    return lambda state: state[slot]


def _negated(inner: Truths) -> Truths:
    return lambda state: 2 - inner(state)


def _one(slot: int, value: str) -> Truths:
    def test(state: State) -> int:
        held = state[slot]
        if held.__class__ is str:
            return TRUE if held == value else FALSE
        if held is None:
            return UNKNOWN
        return UNKNOWN if value in held else FALSE

    return test


def _among(slot: int, values: dict[str, int]) -> Truths:
    def test(state: State) -> int:
        held = state[slot]
        if held.__class__ is str:
            return values.get(held, FALSE)
        if held is None:
            return UNKNOWN if values else FALSE
        truths = {values.get(value, FALSE) for value in held}
        return truths.pop() if len(truths) == 1 else UNKNOWN

    return test


def _member(slot: int, group: int) -> Truths:
    def test(state: State) -> int:
        held, members = state[slot], state[group]
        if held.__class__ is str:
            return members.get(held, FALSE)  # type: ignore[no-any-return]
        if held is None:
            return UNKNOWN if members else FALSE
        truths = {members.get(value, FALSE) for value in held}
        return truths.pop() if len(truths) == 1 else UNKNOWN

    return test


def _against(slot: int, operator: str, limit: float) -> Truths:
    match operator:
        case "<":

            def test(state: State) -> int:
                value = state[slot]
                if value is None:
                    return UNKNOWN
                return TRUE if value[1] < limit else FALSE if value[0] >= limit else UNKNOWN

        case "<=":

            def test(state: State) -> int:
                value = state[slot]
                if value is None:
                    return UNKNOWN
                return TRUE if value[1] <= limit else FALSE if value[0] > limit else UNKNOWN

        case ">":

            def test(state: State) -> int:
                value = state[slot]
                if value is None:
                    return UNKNOWN
                return TRUE if value[0] > limit else FALSE if value[1] <= limit else UNKNOWN

        case _:

            def test(state: State) -> int:
                value = state[slot]
                if value is None:
                    return UNKNOWN
                return TRUE if value[0] >= limit else FALSE if value[1] < limit else UNKNOWN

    return test


def _greatest(slots: list[int]) -> Truths:
    if len(slots) == 1:
        return _truth(slots[0])

    def greatest(state: State) -> int:
        truth = FALSE
        for slot in slots:
            found = state[slot]
            if found == TRUE:
                return TRUE
            if found:
                truth = UNKNOWN
        return truth

    return greatest


def _all(tests: list[Truths]) -> Truths:
    if len(tests) == 1:
        return tests[0]

    def every(state: State) -> int:
        truth = TRUE
        for test in tests:
            found = test(state)
            if not found:
                return FALSE
            if found < truth:
                truth = UNKNOWN
        return truth

    return every


def _any(tests: list[Truths]) -> Truths:
    def some(state: State) -> int:
        truth = FALSE
        for test in tests:
            found = test(state)
            if found == TRUE:
                return TRUE
            if found:
                truth = UNKNOWN
        return truth

    return some
