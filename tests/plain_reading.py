"""The meaning of a rulebook, read as plainly as it is defined: one rule after the other, no compilation, no sharing, nothing kept.

It is slow, and the judge of the engine: both must find the same facts to follow from what is stated, and give the same answers to them.
"""

from __future__ import annotations

import ast
import math
import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from licet.deciding.bound import Bound
from licet.deciding.compiling import State
from licet.language import conditions as c
from licet.language.quantities import Unit
from licet.rulebook.instruments import Rule
from licet.rulebook.vocabulary import Derived, Fact
from licet.rulebook.windows import read_date

NO, UNKNOWN, YES = 0, 1, 2
Interval = tuple[float, float]

# Facts follow from each other in lines much shorter than this.
_ROUNDS = 30


def facts_of(bound: Bound, state: State) -> dict[str, Any]:
    """The facts of a state, by name."""
    return {name: state[bound.slots[name]] for name in bound.rulebook.facts}


def what_follows(bound: Bound, stated: Mapping[str, Any]) -> dict[str, Any]:
    """Every fact: what is stated, what follows from it, what is worked out from it, and what is presumed where nothing follows.

    All facts that nobody stated are looked at again and again, until none of them changes.
    """
    facts = bound.rulebook.facts
    known = {fact.name: stated.get(fact.name, _nothing(fact)) for fact in facts.values()}
    for _ in range(_ROUNDS):
        reading = PlainReading(bound, known)
        found = {name: known[name] if name in stated else reading.follows(fact) for name, fact in facts.items()}
        if found == known:
            return known
        known = found
    raise AssertionError("facts that never settle")


def _nothing(fact: Fact) -> Any:
    return UNKNOWN if fact.type == "truth" else None


class PlainReading:
    """All facts under one rulebook on one day.

    Args:
        bound: the rulebook on the day.
        facts: fact → value as it stands in a state, for every fact.
    """

    def __init__(self, bound: Bound, facts: Mapping[str, Any]) -> None:
        self.book = bound.rulebook
        self.day = bound.day
        self.facts = facts
        self.decided: dict[str, frozenset[str]] = {}
        self.rules = [rule for rule in self.book.rules.values() if rule.window.start <= self.day < rule.window.end]
        self.truths: dict[str, int] = {}

    def possible(self) -> dict[str, tuple[frozenset[str], frozenset[str]]]:
        """Decide every question: name → the answers that are possible; for codes, those that are certain and those that may come in."""
        found: dict[str, tuple[frozenset[str], frozenset[str]]] = {}
        for name in self.book.question_order:
            question = self.book.questions[name]
            rules = [rule for rule in self.rules if name in rule.then]
            acts = {rule.name: self.act(rule, rules) for rule in rules}
            sure = {answer for rule in rules if acts[rule.name] == YES for answer in rule.then[name]}
            may = {answer for rule in rules if acts[rule.name] == UNKNOWN for answer in rule.then[name]}
            if question.type == "codes":
                found[name] = frozenset(sure), frozenset(may - sure)
                continue
            order = list(question.values)
            if not sure and question.covered is not None and self.holds(question.covered) != YES:
                answers = set(order)
            elif not sure:
                answers = may | {question.default}
            elif question.combine == "strictest":
                best = min(map(order.index, sure))
                answers = {order[best]} | {answer for answer in may if order.index(answer) < best}
            else:
                answers = sure | may
            self.decided[name] = frozenset(answers)
            found[name] = frozenset(answers), frozenset()
        return found

    def act(self, rule: Rule, rules: list[Rule]) -> int:
        """Whether a rule applies and no exception defeats it."""
        truth = YES if rule.condition is None else self.applies(rule)
        for other in rules:
            if rule.name in other.except_to:
                truth = min(truth, 2 - self.act(other, rules))
        return truth

    def applies(self, rule: Rule) -> int:
        """Whether a rule holds: the scope of its instrument, its own condition, and that it speaks of the thing itself.

        What a provision says of the thing concerned stands as a rule of its own, and holds whether or not that is the thing itself.
        """
        if rule.name not in self.truths:
            conditions = [rule.scope, rule.when]
            if not rule.of:
                concerned = {name for twin in self.book.rules.values() if twin.of == rule.name for name in twin.then}
                conditions += [self.book.questions[name].itself for name in sorted(concerned)]
            self.truths[rule.name] = min((self.holds(one) for one in conditions if one is not None), default=YES)
        return self.truths[rule.name]

    def follows(self, fact: Fact) -> Any:
        """The value that a fact has when nobody states it."""
        for implied in fact.implied:
            if self.holds(implied.when) == YES:
                return self.value(fact, implied.value)
        for derived in fact.derived:
            measure = self.worked_out(fact, derived)
            if measure is not None:
                return measure
        return self.value(fact, fact.presume) if fact.presume else _nothing(fact)

    def value(self, fact: Fact, text: str) -> Any:
        """A value of the vocabulary."""
        if fact.type == "truth":
            return YES if text == "yes" else NO
        if fact.unit is not None:
            number = self.book.units.read(text, fact.unit).to(fact.unit)
            return number, number
        return text

    def worked_out(self, fact: Fact, derived: Derived) -> Interval | None:
        """The interval of a measure that is worked out from others, within its bounds; None where that says nothing."""
        assert fact.unit is not None
        if derived.when is not None and self.holds(derived.when) != YES:
            return None
        span = self.span(derived.expression.text)
        if span is None:
            return None
        low, high = (_from_base(end, fact.unit) for end in span)
        least, most = fact.bounds or (-math.inf, math.inf)
        low, high = max(low, least), min(high, most)
        return (low, high) if low <= high and (low, high) != (least, most) else None

    def span(self, expression: str) -> _Span | None:
        """The value of an expression in base units, worked out by the syntax tree of the language that this is written in."""

        def quantity(match: re.Match[str]) -> str:
            read = self.book.units.read(match[0], self.book.units.by_name["1"])
            return f"({(read.number + read.unit.offset) * read.unit.factor!r})".replace("Fraction", "")

        text = re.sub(r"(?<![\w.])\d+(\.\d+)?( *[A-Za-zµ%°][\w%°·*/^²³]*)?", quantity, expression)
        try:
            return self.spans(ast.parse(text, mode="eval").body)
        except _SaysNothing:
            return None

    def spans(self, node: ast.expr) -> _Span:
        match node:
            case ast.Tuple([ast.Constant(over), ast.Constant(under)]):
                number = Fraction(over, under)  # type: ignore[arg-type]
                return number, number
            case ast.Name(name):
                unit, held = self.book.facts[name].unit, self.facts[name]
                if held is None:
                    raise _SaysNothing
                assert unit is not None
                low, high = (Fraction(repr(end)) if math.isfinite(end) else end for end in held)
                return (low + unit.offset) * unit.factor, (high + unit.offset) * unit.factor
            case ast.BinOp(left, operator, right):
                return _joined(operator, self.spans(left), self.spans(right))
            case ast.Call(ast.Name(function), arguments):
                return _called(function, [self.spans(argument) for argument in arguments])
        raise AssertionError(ast.dump(node))

    def holds(self, condition: c.Condition) -> int:
        """The truth of a condition."""
        match condition:
            case c.Group(inner):
                return self.holds(inner)
            case c.Not(inner):
                return 2 - self.holds(inner)
            case c.And(parts):
                return min(map(self.holds, parts))
            case c.Or(parts):
                return max(map(self.holds, parts))
            case c.Truth(c.Name(name)):
                return int(self.facts[name])
            case c.Is(c.Name(name), value, negated):
                return self.among(name, {value: YES}, negated)
            case c.InValues(c.Name(name), values, negated):
                return self.among(name, dict.fromkeys(values, YES), negated)
            case c.InGroup(c.Name(name), group, negated, on):
                day = read_date(on).toordinal() if on else self.day
                members = {nation: self.book.groups[group].holds(nation, day) for nation in self.book.nations}
                return self.among(name, members, negated)
            case c.Compare(left, operator, right):
                return self.compare(left, operator, right)
            case c.Between(operand, low, high):
                return min(self.compare(operand, ">=", low), self.compare(operand, "<=", high))
            case c.Applied(test, arguments):
                return self.test(test, arguments)
        raise AssertionError(condition)

    def among(self, name: str, members: dict[str, int], negated: bool) -> int:
        held: Any = (
            self.decided.get(name) if name in self.book.questions and name not in self.facts else self.facts[name]
        )
        if held is None:
            truth = UNKNOWN if any(members.values()) else NO
        else:
            truths = {members.get(value, NO) for value in ({held} if isinstance(held, str) else held)}
            truth = truths.pop() if len(truths) == 1 else UNKNOWN
        return 2 - truth if negated else truth

    def compare(self, left: c.Operand, operator: str, right: c.Operand) -> int:
        unit = self.unit(left) or self.unit(right)
        a, b = self.interval(left, unit), self.interval(right, unit)
        if a is None or b is None:
            return UNKNOWN
        ends = {
            "<": (a[1] < b[0], a[0] < b[1]),
            "<=": (a[1] <= b[0], a[0] <= b[1]),
            ">": (a[0] > b[1], a[1] > b[0]),
            ">=": (a[0] >= b[1], a[1] >= b[0]),
        }
        always, ever = ends[operator]
        return YES if always else UNKNOWN if ever else NO

    def unit(self, operand: c.Operand) -> Any:
        match operand:
            case c.Name(name):
                return self.book.facts[name].unit
            case c.Sum(terms):
                return next((unit for _, term in terms if (unit := self.unit(term))), None)
        return None

    def interval(self, operand: c.Operand, unit: Any) -> Interval | None:
        match operand:
            case c.Name(name):
                value: Interval | None = self.facts[name]
                return value
            case c.Date(text):
                day = float(read_date(text).toordinal())
                return day, day
            case c.Number():
                one = unit or self.book.units.by_name["1"]
                number = self.book.units.read(operand.text, one).to(one)
                return number, number
            case c.Sum(terms):
                low = high = 0.0
                for sign, term in terms:
                    part = self.interval(term, unit)
                    if part is None:
                        return None
                    low, high = (low + part[0], high + part[1]) if sign == "+" else (low - part[1], high - part[0])
                return low, high
        raise AssertionError(operand)

    def test(self, name: str, arguments: tuple[c.Number | c.Code, ...]) -> int:
        test = self.book.tests[name]
        if test.question:
            truths = [
                self.applies(rule)
                for heading in arguments
                for rule in self.rules
                for code in rule.then.get(test.question, ())
                if f"{code}.".startswith(f"{heading.text}.")
            ]
            return max(truths, default=NO)
        limits = []
        for maximum, argument in zip(test.maxima, arguments, strict=True):
            unit = self.book.facts[maximum].unit
            assert unit is not None
            limits.append(self.book.units.read(argument.text, unit).to(unit))
        reached = self.facts.get(test.points) or ()
        missed = self.facts.get(test.excluded) or ()
        if any(all(x >= limit for x, limit in zip(point, limits, strict=True)) for point in reached):
            return YES
        held = [self.facts[maximum] for maximum in test.maxima]
        if any(value is not None and value[1] < limit for value, limit in zip(held, limits, strict=True)):
            return NO
        if any(all(x <= limit for x, limit in zip(point, limits, strict=True)) for point in missed):
            return NO
        sure = all(value is not None and value[0] >= limit for value, limit in zip(held, limits, strict=True))
        return YES if sure else UNKNOWN


# Intervals in base units: exact where they are finite.

_End = Fraction | float
_Span = tuple[_End, _End]


class _SaysNothing(Exception):
    """Something that is not known, or a division by what may be nothing."""


def _from_base(end: _End, unit: Unit) -> float:
    return float(end / unit.factor - unit.offset) if math.isfinite(end) else float(end)


def _corners(one: Callable[[_End, _End], _End], left: _Span, right: _Span) -> _Span:
    found = list(_each(one, left, right))
    return min(found), max(found)


def _each(one: Callable[[_End, _End], _End], left: _Span, right: _Span) -> Iterator[_End]:
    return (one(a, b) for a in left for b in right)


def _joined(operator: ast.operator, left: _Span, right: _Span) -> _Span:
    match operator:
        case ast.Add():
            return left[0] + right[0], left[1] + right[1]
        case ast.Sub():
            return left[0] - right[1], left[1] - right[0]
        case ast.Mult():
            return _corners(lambda a, b: Fraction(0) if 0 in (a, b) else a * b, left, right)
    if right[0] <= 0 <= right[1]:
        raise _SaysNothing
    return _corners(lambda a, b: Fraction(0) if math.isinf(b) else a / b, left, right)


def _called(function: str, spans: list[_Span]) -> _Span:
    low, high = spans[0]
    match function:
        case "between":
            return low, spans[1][1]
        case "at_least":
            return low, math.inf
        case "at_most":
            return -math.inf, high
        case "ln" if low <= 0:
            raise _SaysNothing
        case "ln":
            return math.log(low), math.log(high)
    assert function == "ballistic_range"
    return _flight(low), _flight(high)


def _flight(speed: _End) -> float:
    """The farthest flight over a round Earth: the arc whose half has the sine q over 2 - q, with q the speed squared over that of an orbit."""
    radius, orbit = 6371008.8, math.sqrt(3.986004418e14 / 6371008.8)
    q = (float(max(speed, 0)) / orbit) ** 2
    return radius * (math.pi if q >= 1 else 2 * math.asin(q / (2 - q)))
