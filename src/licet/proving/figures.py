"""Figures worked out from others, as bounds that z3 can reason with: sums, differences, multiples by what is known, and limits from one side."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from licet.language.arithmetic import Expression
from licet.language.quantities import Unit
from licet.proving.logic import Logic, Term


class NotLinear(Exception):
    """A product of two figures that are both open, a quotient by an open one, or a function that only numbers have."""


@dataclass(frozen=True, slots=True)
class Span:
    """The least and the greatest value of an expression in base units: terms of z3 or exact numbers, None without a bound."""

    low: Any
    high: Any

    @property
    def number(self) -> Fraction | None:
        """The number that it is, if it is one."""
        return self.low if isinstance(self.low, Fraction) and self.low == self.high else None


class Figures:
    """Works expressions out over variables.

    Args:
        logic: makes terms.
    """

    def __init__(self, logic: Logic) -> None:
        self.logic = logic

    def span(self, expression: Expression, facts: dict[str, Any]) -> Span:
        """Return the span of an expression.

        Args:
            expression: the expression.
            facts: fact → its value in base units, a term of z3 or an exact number.

        Raises:
            NotLinear: for what z3 would not reason with quickly.
        """
        return expression.over(
            lambda number: Span(number, number), lambda name: Span(facts[name], facts[name]), self._operation
        )

    def in_base(self, value: Any, unit: Unit) -> Any:
        """Return a term or an exact number of a unit in base units."""
        if isinstance(value, Fraction):
            return (value + unit.offset) * unit.factor
        return (value + self._term(unit.offset)) * self._term(unit.factor)

    def at_least(self, value: Any, limit: Any) -> Any:
        """Return that a value is a limit or more."""
        return self._as_term(value) >= self._as_term(limit)

    def _operation(self, operation: str, parts: list[Span]) -> Span:
        match operation, parts:
            case "+", [left, right]:
                return Span(self._plus(left.low, right.low), self._plus(left.high, right.high))
            case "-", [left, right]:
                return Span(self._plus(left.low, self._less(right.high)), self._plus(left.high, self._less(right.low)))
            case "*", [left, right]:
                known, other = (left, right) if left.number is not None else (right, left)
                return self._times(other, known.number)
            case "/", [left, right]:
                return self._times(left, 1 / right.number if right.number else None)
            case "between", [low, high]:
                return Span(low.low, high.high)
            case "at_least", [value]:
                return Span(value.low, None)
            case "at_most", [value]:
                return Span(None, value.high)
        raise NotLinear(operation)

    def _times(self, span: Span, factor: Fraction | None) -> Span:
        if factor is None:
            raise NotLinear("*")
        ends = [None if end is None else self._product(end, factor) for end in (span.low, span.high)]
        return Span(*(ends if factor >= 0 else reversed(ends)))

    def _product(self, value: Any, factor: Fraction) -> Any:
        return value * factor if isinstance(value, Fraction) else value * self._term(factor)

    def _plus(self, left: Any, right: Any) -> Any:
        if left is None or right is None:
            return None
        if isinstance(left, Fraction) and isinstance(right, Fraction):
            return left + right
        return self._as_term(left) + self._as_term(right)

    def _less(self, value: Any) -> Any:
        return None if value is None else -value

    def _as_term(self, value: Any) -> Term:
        return self._term(value) if isinstance(value, Fraction) else value

    def _term(self, number: Fraction) -> Term:
        return self.logic.number(number)
