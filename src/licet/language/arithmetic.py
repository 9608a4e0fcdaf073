"""Quantities that follow from others: a small language of sums, products and a few functions, over intervals.

``burn_time * mean_thrust`` and ``tensile_strength / (density * 9.80665 m/s^2)`` are read, checked for their dimension, and worked out exactly
where they hold nothing but the four operations; whatever is not known leaves the whole unknown. Like a condition, an expression cannot
loop, import or call anything but the functions named here.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from licet.language.quantities import Exponents, NotAQuantity, Unit, Units

Interval = tuple[float, float]

# Numbers on the way are exact; what has no bound is infinite.
Number = Fraction | float
Exact = tuple[Number, Number]

Value = TypeVar("Value")

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<name>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)|(?P<op>[-+*/(),]))"
)
_UNIT = re.compile(r"[ \t\n]*(?P<unit>[A-Za-zµ%°][A-Za-z0-9µ%°·*/^²³]*)")

# The Earth, for the range of a ballistic flight: mean radius and gravitational parameter of WGS 84.
_EARTH_RADIUS = 6_371_008.8
_EARTH_GM = 3.986004418e14


class NotAnExpression(ValueError):
    """A text that is no expression, or one of the wrong dimension."""


@dataclass(frozen=True, slots=True)
class _Constant:
    exponents: Exponents
    number: Fraction

    def value(self, known: Mapping[str, Exact]) -> Exact | None:  # noqa: ARG002 - the same whatever is known
        return self.number, self.number


@dataclass(frozen=True, slots=True)
class _Fact:
    exponents: Exponents
    name: str

    def value(self, known: Mapping[str, Exact]) -> Exact | None:
        return known.get(self.name)


@dataclass(frozen=True, slots=True)
class _Applied:
    """An operation or function on one or two parts."""

    exponents: Exponents
    operation: str
    parts: tuple[_Node, ...]

    def value(self, known: Mapping[str, Exact]) -> Exact | None:
        found = [part.value(known) for part in self.parts]
        if any(value is None for value in found):
            return None
        return _OPERATIONS[self.operation](*found)


# A part of an expression: each has its dimension in base units, and its value as an interval in them.
_Node = _Constant | _Fact | _Applied


@dataclass(frozen=True, slots=True)
class Expression:
    """An expression over measured facts.

    Attributes:
        text: the expression.
        reads: the facts that it reads.
        root: its tree.
    """

    text: str
    reads: tuple[str, ...]
    root: _Node

    @property
    def exponents(self) -> Exponents:
        """Its dimension in base units."""
        return self.root.exponents

    def value(self, known: Mapping[str, Interval]) -> Interval | None:
        """Return its value in base units, from fact → interval in base units, or None where something is not known."""
        found = self.exact({name: (_number(low), _number(high)) for name, (low, high) in known.items()})
        return None if found is None else (_nearest(found[0]), _nearest(found[1]))

    def exact(self, known: Mapping[str, Exact]) -> Exact | None:
        """Return the same from and to exact numbers, so that only the last of them is rounded."""
        return self.root.value(known)

    def over(
        self,
        number: Callable[[Fraction], Value],
        fact: Callable[[str], Value],
        operation: Callable[[str, list[Value]], Value],
    ) -> Value:
        """Return its value in another arithmetic, such as that of formulas.

        Args:
            number: the value of a number in base units.
            fact: the value of a fact in base units.
            operation: the value of an operation (``+``, ``-``, ``*``, ``/``) or a function (``FUNCTIONS``) on the values of its parts.
        """
        return _over(self.root, number, fact, operation)


def _over(
    node: _Node,
    number: Callable[[Fraction], Value],
    fact: Callable[[str], Value],
    operation: Callable[[str, list[Value]], Value],
) -> Value:
    # No function inside another that calls itself: such a one, and every formula that it holds, lives until the collector of circles comes
    # by, and z3 numbers its formulas by what is alive, so that the same question would get one answer today and another tomorrow.
    match node:
        case _Constant():
            return number(node.number)
        case _Fact():
            return fact(node.name)
    return operation(node.operation, [_over(part, number, fact, operation) for part in node.parts])


FUNCTIONS = ("at_least", "at_most", "between", "ln", "ballistic_range")


def read_expression(text: str, units: Units, facts: Mapping[str, Unit]) -> Expression:
    """Read an expression.

    Args:
        text: the expression.
        units: the table of units.
        facts: the measured facts that it may read, with their units.

    Raises:
        NotAnExpression: with what is wrong.
    """
    reader = _Reader(text, units, facts)
    node = reader.sum(0)
    reader.end()
    return Expression(" ".join(text.split()), tuple(dict.fromkeys(reader.reads)), node)


class _Reader:
    def __init__(self, text: str, units: Units, facts: Mapping[str, Unit]) -> None:
        self.text, self.units, self.facts = text, units, facts
        self.at = 0
        self.reads: list[str] = []

    def peek(self) -> tuple[str, str, int]:
        match = _TOKEN.match(self.text, self.at)
        if match is None:
            rest = self.text[self.at :].strip()
            if rest:
                raise NotAnExpression(f"the sign '{rest[0]}' in '{self.text.strip()}'")
            return "end", "", len(self.text)
        kind = match.lastgroup or ""
        return kind, match[kind], match.end()

    def word(self, *signs: str) -> str:
        kind, text, end = self.peek()
        if kind == "op" and text in signs:
            self.at = end
            return text
        return ""

    def expect(self, sign: str) -> None:
        if not self.word(sign):
            raise NotAnExpression(
                f"'{self.peek()[1] or 'the end'}' where '{sign}' was expected in '{self.text.strip()}'"
            )

    def end(self) -> None:
        if self.peek()[0] != "end":
            raise NotAnExpression(f"'{self.peek()[1]}' where an operator or the end was expected")

    def sum(self, depth: int) -> _Node:
        left = self.product(depth)
        while sign := self.word("+", "-"):
            right = self.product(depth)
            if left.exponents != right.exponents:
                raise NotAnExpression(f"a sum of unlike dimensions in '{self.text.strip()}'")
            left = _Applied(left.exponents, sign, (left, right))
        return left

    def product(self, depth: int) -> _Node:
        left = self.factor(depth)
        while sign := self.word("*", "/"):
            right = self.factor(depth)
            exponents = _multiplied(left.exponents, right.exponents, 1 if sign == "*" else -1)
            left = _Applied(exponents, sign, (left, right))
        return left

    def factor(self, depth: int) -> _Node:
        if depth > 40:
            raise NotAnExpression("an expression nested more than 40 deep")
        kind, text, end = self.peek()
        if kind == "op" and text == "(":
            self.at = end
            inner = self.sum(depth + 1)
            self.expect(")")
            return inner
        if kind == "number":
            return self.number()
        if kind != "name":
            raise NotAnExpression(
                f"'{text or 'the end'}' where a fact or a number was expected in '{self.text.strip()}'"
            )
        self.at = end
        if self.word("("):
            return self.function(text, depth)
        unit = self.facts.get(text)
        if unit is None:
            raise NotAnExpression(f"'{text}', which is no measured fact")
        self.reads.append(text)
        return _Fact(self.exponents(unit), text)

    def number(self) -> _Node:
        _, text, self.at = self.peek()
        match = _UNIT.match(self.text, self.at)
        if match:
            self.at = match.end()
            text = f"{text} {match['unit']}"
        try:
            quantity = self.units.read(text, self.units.by_name["1"])
        except NotAQuantity as error:
            raise NotAnExpression(str(error)) from None
        unit = quantity.unit
        return _Constant(self.exponents(unit), (quantity.number + unit.offset) * unit.factor)

    def function(self, name: str, depth: int) -> _Node:
        arguments = [self.sum(depth + 1)]
        while self.word(","):
            arguments.append(self.sum(depth + 1))
        self.expect(")")
        wanted = 2 if name == "between" else 1
        if name not in FUNCTIONS or len(arguments) != wanted:
            raise NotAnExpression(f"the function '{name}' of {len(arguments)}; known are {', '.join(FUNCTIONS)}")
        first = arguments[0]
        if name == "between":
            second = arguments[1]
            if first.exponents != second.exponents:
                raise NotAnExpression(f"two ends of unlike dimensions in '{self.text.strip()}'")
            return _Applied(first.exponents, name, (first, second))
        found = first.exponents
        if name in ("ln", "ballistic_range"):
            wanted_exponents: Exponents = () if name == "ln" else (("m", 1), ("s", -1))
            if first.exponents != wanted_exponents:
                raise NotAnExpression(f"the dimension of what '{name}' is asked of")
            found = () if name == "ln" else (("m", 1),)
        return _Applied(found, name, (first,))

    def exponents(self, unit: Unit) -> Exponents:
        return self.units.dimensions.get(unit.dimension, ((unit.dimension, 1),))


def _multiplied(left: Exponents, right: Exponents, sign: int) -> Exponents:
    powers = dict(left)
    for base, power in right:
        powers[base] = powers.get(base, 0) + sign * power
    return tuple(sorted((base, power) for base, power in powers.items() if power))


def _plus(a: Exact, b: Exact) -> Exact:
    return a[0] + b[0], a[1] + b[1]


def _minus(a: Exact, b: Exact) -> Exact:
    return a[0] - b[1], a[1] - b[0]


def _times(a: Exact, b: Exact) -> Exact:
    found = [_product(x, y) for x in a for y in b]
    return min(found), max(found)


def _product(x: Number, y: Number) -> Number:
    # Nothing of what is without bounds is nothing.
    return Fraction(0) if 0 in (x, y) else x * y


def _divided(a: Exact, b: Exact) -> Exact | None:
    if b[0] <= 0 <= b[1]:
        return None
    found = [Fraction(0) if math.isinf(y) else x / y for x in a for y in b]
    return min(found), max(found)


def _ln(value: Exact) -> Exact | None:
    if value[0] <= 0:
        return None
    low, high = (math.log(_nearest(end)) for end in value)
    return _number(low), _number(high)


def _ballistic_range(speed: Exact) -> Exact:
    """The farthest range over a round Earth without air, from the speed at burn-out, on the best path from the ground.

    With q the speed squared over that of a circular orbit, the half range angle has the sine q / (2 - q) (Bate, Mueller and White,
    Fundamentals of Astrodynamics, 1971, section 6.2); from the speed of an orbit on, it reaches every place.
    """

    def reach(v: float) -> float:
        q = v * v * _EARTH_RADIUS / _EARTH_GM
        return math.pi * _EARTH_RADIUS if q >= 1 else 2 * _EARTH_RADIUS * math.asin(q / (2 - q))

    return _number(reach(max(_nearest(speed[0]), 0.0))), _number(reach(max(_nearest(speed[1]), 0.0)))


def _number(number: float) -> Number:
    """Return a number as the decimal that it prints as, so that 0.1 times 3 is 0.3."""
    return number if math.isinf(number) else Fraction(repr(number))


def _nearest(number: Number) -> float:
    try:
        return float(number)
    except OverflowError:
        return math.inf if number > 0 else -math.inf


_OPERATIONS: dict[str, Callable[..., Exact | None]] = {
    "+": _plus,
    "-": _minus,
    "*": _times,
    "/": _divided,
    "between": lambda low, high: (low[0], high[1]),
    "at_least": lambda value: (value[0], math.inf),
    "at_most": lambda value: (-math.inf, value[1]),
    "ln": _ln,
    "ballistic_range": _ballistic_range,
}
