"""Sample transfers worked out from the law itself: for a rule, facts under which its condition holds.

A condition is taken apart into the ways in which it can hold, each a set of limits for facts; a way is told as a transfer. Nothing here knows
of an entry, a fact or a limit, and nothing is taken for granted: whoever asks has to review the sample and see that the rule applies.
"""

from __future__ import annotations

import datetime
import math
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from itertools import islice
from typing import Any

from strategies import contradicts_itself

from licet.deciding.compiling import TRUE
from licet.language import conditions as c
from licet.language.nodes import Where, from_value
from licet.language.quantities import plain
from licet.reviewing import Review
from licet.rulebook.instruments import Rule
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.vocabulary import Fact
from licet.rulebook.windows import OPEN_END, read_date
from licet.transfers.stating import Stater

# What is known of each fact: the values that it may have, or the least and greatest number.
Limits = Mapping[str, Any]

_OPPOSITE = {"<": ">=", "<=": ">", ">": "<=", ">=": "<"}
_MIRRORED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


def day_of(rule: Rule, today: datetime.date) -> datetime.date:
    """A day on which a rule is in force: today, or the nearest to it."""
    day = min(max(today.toordinal(), rule.window.start), min(rule.window.end, OPEN_END) - 1)
    return datetime.date.fromordinal(day)


def meeting(book: Rulebook, rule: Rule, day: datetime.date) -> Iterator[dict[str, Any]]:
    """Transfers, in the form of a file, under which the condition of a rule may hold.

    Each way in which it can hold is told with the first value of everything that it leaves a choice of, and then with each other value of
    one such thing.
    """
    ways = _Ways(book, day.toordinal())
    for limits in ways.of_rule(rule, {}):
        yield ways.told(limits, day)
        for name, values in limits.items():
            if isinstance(values, list):
                yield from (ways.told({**limits, name: [value]}, day) for value in values[1:])


# So many ways in which a rule of the Annex may hold are tried.
_WAYS = 1000
_TODAY = datetime.date(2026, 11, 22)


def annex_rules(book: Rulebook) -> list[Rule]:
    """The rules of the Annex; one that says of the thing concerned what another says of the thing itself goes with that."""
    return [rule for rule in book.rules.values() if rule.instrument.startswith("mtcr.annex") and not rule.of]


@lru_cache(maxsize=4)
def met(book: Rulebook) -> Mapping[str, dict[str, Any]]:
    """For each rule of the Annex, a sample that it applies to and that does not contradict itself."""
    stater = Stater(book, _TODAY)
    found: dict[str, dict[str, Any]] = {}
    for rule in annex_rules(book):
        for sample in islice(meeting(book, rule, day_of(rule, _TODAY)), _WAYS):
            review = Review(book, stater.read(from_value(sample, Where("sample"))))
            applies = review.state[review.bound.engine.rule_slots[rule.name]] == TRUE
            if applies and not contradicts_itself(review.bound, review.stated):
                found[rule.name] = sample
                break
    return found


class _Ways:
    def __init__(self, book: Rulebook, day: int) -> None:
        self.book, self.day = book, day
        self.rules = [rule for rule in book.rules.values() if rule.window.holds(day)]

    def of_rule(self, rule: Rule, known: Limits) -> Iterator[Limits]:
        return iter([known]) if rule.condition is None else self.of(rule.condition, True, known)

    def of(self, condition: c.Condition, holds: bool, known: Limits) -> Iterator[Limits]:
        """The ways in which a condition holds, or does not, beside what is known already."""
        match condition:
            case c.Group(inner):
                yield from self.of(inner, holds, known)
            case c.Not(inner):
                yield from self.of(inner, not holds, known)
            case c.And(parts) | c.Or(parts) if isinstance(condition, c.And) == holds:
                yield from self.all_of([self.part(part, holds) for part in parts], known)
            case c.And(parts) | c.Or(parts):
                for part in parts:
                    yield from self.of(part, holds, known)
            case c.Truth(c.Name(name)):
                yield from self.among(name, {holds}, known)
            case c.Is(c.Name(name), value, negated):
                yield from self.values(name, {value}, holds != negated, known)
            case c.InValues(c.Name(name), values, negated):
                yield from self.values(name, set(values), holds != negated, known)
            case c.InGroup(c.Name(name), group, negated, on):
                when = read_date(on).toordinal() if on else self.day
                members = {nation for nation, held in self.book.groups[group].on(when).items() if held == 2}
                yield from self.values(name, members, holds != negated, known)
            case c.Compare(c.Name(name), operator, (c.Number() | c.Date()) as limit):
                yield from self.compared(name, operator if holds else _OPPOSITE[operator], limit, known)
            case c.Compare((c.Number() | c.Date()) as limit, operator, c.Name(name)):
                yield from self.of(c.Compare(c.Name(name), _MIRRORED[operator], limit), holds, known)
            case c.Between(operand, low, high):
                ends = c.And((c.Compare(operand, ">=", low), c.Compare(operand, "<=", high)))
                yield from self.of(ends, holds, known)
            case c.Applied(test, arguments):
                yield from self.tested(test, arguments, holds, known)
            case _:
                yield known

    def part(self, condition: c.Condition, holds: bool) -> Callable[[Limits], Iterator[Limits]]:
        return lambda known: self.of(condition, holds, known)

    def all_of(self, parts: list[Callable[[Limits], Iterator[Limits]]], known: Limits) -> Iterator[Limits]:
        if not parts:
            yield known
            return
        for found in parts[0](known):
            yield from self.all_of(parts[1:], found)

    def none_of(self, rules: list[Rule], known: Limits) -> Iterator[Limits]:
        yield from self.all_of(
            [self.part(rule.condition, False) for rule in rules if rule.condition is not None], known
        )

    def values(self, name: str, wanted: set[str], holds: bool, known: Limits) -> Iterator[Limits]:
        if name in self.book.facts:
            fact = self.book.facts[name]
            every = list(self.book.nations if fact.type == "nation" else fact.values)
            yield from self.among(name, [value for value in every if (value in wanted) == holds], known)
            return
        question = self.book.questions[name]
        deciding = [rule for rule in self.rules if name in rule.then]
        stricter: list[Rule] = []
        for answer in question.values:
            giving = [rule for rule in deciding if rule.then[name] == (answer,)]
            if (answer in wanted) == holds:
                for rule in giving:
                    for found in self.of_rule(rule, known):
                        yield from self.none_of(stricter, found)
                if answer == question.default:
                    yield from self.none_of(deciding, known)
            stricter += giving

    def among(self, name: str, values: Any, known: Limits) -> Iterator[Limits]:
        left = [value for value in known.get(name, values) if value in values]
        if left:
            yield {**known, name: left}

    def compared(self, name: str, operator: str, limit: c.Operand, known: Limits) -> Iterator[Limits]:
        number = self.number(self.book.facts[name], limit)
        low, high = known.get(name, self.book.facts[name].bounds or (-math.inf, math.inf))
        match operator:
            case "<":
                high = min(high, math.nextafter(number, -math.inf))
            case "<=":
                high = min(high, number)
            case ">":
                low = max(low, math.nextafter(number, math.inf))
            case _:
                low = max(low, number)
        if low <= high:
            yield {**known, name: (low, high)}

    def number(self, fact: Fact, limit: c.Operand) -> float:
        if isinstance(limit, c.Date):
            return float(read_date(limit.text).toordinal())
        assert isinstance(limit, c.Number)
        unit = fact.unit or self.book.units.by_name["1"]
        return self.book.units.read(limit.text, unit).to(unit)

    def tested(
        self, test: str, arguments: tuple[c.Number | c.Code, ...], holds: bool, known: Limits
    ) -> Iterator[Limits]:
        declared = self.book.tests[test]
        if declared.question:
            deciding = [
                rule
                for rule in self.rules
                for code in rule.then.get(declared.question, ())
                if any(f"{code}.".startswith(f"{heading.text}.") for heading in arguments)
            ]
            if holds:
                for rule in deciding:
                    yield from self.of_rule(rule, known)
            else:
                yield from self.none_of(deciding, known)
            return
        reached = [
            c.Compare(c.Name(maximum), ">=", argument)
            for maximum, argument in zip(declared.maxima, arguments, strict=True)
            if isinstance(argument, c.Number)
        ]
        yield from self.of(c.And(tuple(reached)), holds, known)

    # A way told as a transfer.

    def told(self, limits: Limits, day: datetime.date) -> dict[str, Any]:
        """A transfer in the form of a file, its figures on the definitions of the Annex."""
        found: dict[str, Any] = {"recipient": "FR", "item": {"basis": "annex"}}
        for name, limit in limits.items():
            fact = self.book.facts[name]
            value: Any = limit[0]
            if fact.type == "date":
                continue
            if fact.measured:
                assert fact.unit is not None
                unit = "" if fact.unit.name == "1" else f" {fact.unit.name}"
                value = f"{plain(_well_inside(*limit))}{unit}"
            place = found.setdefault(fact.at, {}) if fact.at else found
            place[fact.key] = value
        return {"date": day.isoformat(), **found}


def _well_inside(low: float, high: float) -> float:
    """A number between two others, clear of both where there is room, and not out of all proportion."""
    if math.isinf(low) and math.isinf(high):
        return 0.0
    if math.isinf(low):
        return high - abs(high) / 2 - 1
    top = min(high, low + abs(low) + 1)
    return low if top <= low else low + (top - low) / 2
