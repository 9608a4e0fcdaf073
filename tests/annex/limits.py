"""The numeric limits of the law, each with a sample in which it alone turns the answer.

A limit is found in the tree of a condition. What the rest of the condition has to be, so that the limit decides, follows from where it stands
beneath ``and``, ``or`` and ``not``; values that make it so are taken from the cells of the facts. The engine says whether the sample does it.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from annex.asking import GRADES, SYSTEMS, Item, part_of

from licet.deciding.bound import Bound
from licet.deciding.cells import Cells
from licet.deciding.compiling import FALSE, TRUE
from licet.language.conditions import (
    And,
    Applied,
    Atom,
    Between,
    Compare,
    Condition,
    Group,
    Name,
    Not,
    Number,
    Or,
    names,
    write_condition,
)
from licet.rulebook.vocabulary import Fact

# How near to a limit the values below and above it lie, as a share of it.
_NEAR = Decimal("1e-6")
# How many ways of fulfilling the rest of a condition are tried.
_WAYS = 400
# How many values of one fact are tried in each, and how many samples of all of them.
_CHOICES = 4
_SAMPLES = 12

_HOLDS: dict[str, Callable[[int], bool]] = {
    "<": lambda side: side < 0,
    "<=": lambda side: side <= 0,
    ">": lambda side: side > 0,
    ">=": lambda side: side >= 0,
}


@dataclass(frozen=True, slots=True)
class Limit:
    """A fact held against a number.

    Attributes:
        fact: the fact.
        operator: how it is held against it.
        number: the limit, with its unit as the law writes it.
        atom: the test that it belongs to.
        path: from the top of the condition down to the test.
    """

    fact: str
    operator: str
    number: Number
    atom: Atom
    path: tuple[Condition, ...]

    def __str__(self) -> str:
        return f"{self.fact} {self.operator} {self.number.text}"

    def at(self, side: int) -> str:
        """The value just below (-1), at (0) or just above (1) the limit."""
        limit = Decimal(self.number.number)
        value = limit + side * max(abs(limit), Decimal(1)) * _NEAR
        return f"{value:f} {self.number.unit}".strip()

    def holds(self, side: int) -> bool:
        """Whether the comparison holds there."""
        return _HOLDS[self.operator](side)

    @property
    def sides(self) -> tuple[int, int]:
        """A side on which it holds and the nearest on which it does not."""
        return {"<": (-1, 0), "<=": (0, 1), ">": (1, 0), ">=": (0, -1)}[self.operator]


def limits_of(condition: Condition, bound: Bound, above: tuple[Condition, ...] = ()) -> Iterator[Limit]:
    """Yield the numeric limits of a condition, from left to right."""
    path = (*above, condition)
    match condition:
        case Not(inner) | Group(inner):
            yield from limits_of(inner, bound, path)
        case And(parts) | Or(parts):
            for part in parts:
                yield from limits_of(part, bound, path)
        case Compare(Name(name), operator, Number() as limit):
            yield Limit(name, operator, limit, condition, path)
        case Between(Name(name), Number() as low, Number() as high):
            yield Limit(name, ">=", low, condition, path)
            yield Limit(name, "<=", high, condition, path)
        case Applied(test, arguments):
            for name, argument in zip(bound.rulebook.tests[test].maxima, arguments, strict=False):
                assert isinstance(argument, Number)
                if not any(said == (name, argument) for said in _said_beside(path)):
                    yield Limit(name, ">=", argument, condition, path)
        case _:
            return


def _said_beside(path: tuple[Condition, ...]) -> Iterator[tuple[str, Number]]:
    """The facts and numbers that plain comparisons hold together beside a test, so that the test asks for them a second time."""
    for parent, child in itertools.pairwise(path):
        if isinstance(parent, And):
            for part in parent.conditions:
                match part:
                    case Compare(Name(name), ">=", Number() as number) if part is not child:
                        yield name, number
                    case _:
                        continue


def numeric(condition: Condition) -> Iterator[Atom]:
    """Yield the comparisons of a condition with a number in them, however they are written."""
    match condition:
        case Not(inner) | Group(inner):
            yield from numeric(inner)
        case And(parts) | Or(parts):
            for part in parts:
                yield from numeric(part)
        case Compare() | Between():
            yield condition
        case _:
            return


Literal = tuple[Atom, bool]


def _beside(limit: Limit) -> Iterator[tuple[Condition, bool]]:
    """What the rest of the condition has to be, so that the limit decides it: parts, each with the truth that it needs."""
    for parent, child in itertools.pairwise(limit.path):
        match parent:
            case And(parts):
                yield from ((part, True) for part in parts if part is not child)
            case Or(parts):
                yield from ((part, False) for part in parts if part is not child)
            case _:
                continue


def _ways(needs: list[tuple[Condition, bool]]) -> Iterator[list[Literal]]:
    """Yield ways of fulfilling some needs: tests, each with the truth that it must have."""
    if not needs:
        yield []
        return
    (condition, wanted), *rest = needs
    match condition:
        case Group(inner):
            yield from _ways([(inner, wanted), *rest])
        case Not(inner):
            yield from _ways([(inner, not wanted), *rest])
        case And(parts) if wanted:
            yield from _ways([*((part, True) for part in parts), *rest])
        case Or(parts) if not wanted:
            yield from _ways([*((part, False) for part in parts), *rest])
        case And(parts) | Or(parts):
            for part in parts:
                yield from _ways([(part, wanted), *rest])
        case _:
            for way in _ways(rest):
                yield [(condition, wanted), *way]


class Samples:
    """Looks for samples under one bound rulebook.

    Args:
        bound: the rulebook on the day.
        cells: the cells of the facts.
    """

    def __init__(self, bound: Bound, cells: Cells) -> None:
        self.bound = bound
        self.cells = cells
        self.facts = bound.rulebook.facts

    def of(self, limit: Limit) -> Iterator[Item]:
        """Yield samples in which the rest of the condition should leave the answer to the limit; the limit's own fact is not stated."""
        for way in itertools.islice(_ways(list(_beside(limit))), _WAYS):
            for stated in itertools.islice(self._stated(way, limit), _SAMPLES):
                for system in self._systems(way):
                    yield {**system, **stated}

    def _stated(self, way: list[Literal], limit: Limit) -> Iterator[Item]:
        """Yield values of the facts that fulfil the tests which read facts."""
        alone: dict[str, list[Literal]] = {}
        together: list[tuple[Atom, bool, list[str]]] = []
        stated: Item = {}
        for atom, wanted in way:
            read = [name for name in dict.fromkeys(names(atom)) if name in self.facts]
            if isinstance(atom, Applied):
                stated.update(self._reaching(atom, wanted, limit))
            elif len(read) > 1:
                together.append((atom, wanted, read))
                for name in read:
                    alone.setdefault(name, [])
            elif read:
                alone.setdefault(read[0], []).append((atom, wanted))
        choices: dict[str, list[tuple[Any, Any]]] = {}
        for name, literals in alone.items():
            fact = self.facts[name]
            if name == limit.fact:
                sides = [(self._held(fact, limit.at(side)), limit.at(side)) for side in limit.sides]
                if not all(self._fulfils(literals, {name: value}) for value, _ in sides):
                    return
                choices[name] = sides[:1]
                continue
            fitting = (pair for pair in self._values(fact) if self._fulfils(literals, {name: pair[0]}))
            choices[name] = list(itertools.islice(fitting, _CHOICES))
        if isinstance(limit.atom, Applied):
            stated = {**self._reaching(limit.atom, True, limit), **stated}
        for chosen in itertools.product(*choices.values()):
            values = {name: value for name, (value, _) in zip(choices, chosen, strict=True)}
            if self._fulfils([(atom, wanted) for atom, wanted, _ in together], values):
                said = {name: text for name, (_, text) in zip(choices, chosen, strict=True) if name != limit.fact}
                yield {**{name: text for name, text in stated.items() if name != limit.fact}, **said}

    def _reaching(self, atom: Applied, wanted: bool, limit: Limit) -> Item:
        """Figures that make a test of several maxima hold or fail."""
        found: Item = {}
        for name, argument in zip(self.bound.rulebook.tests[atom.test].maxima, atom.arguments, strict=False):
            assert isinstance(argument, Number)
            if name != limit.fact and (wanted or not found):
                found[name] = f"{Decimal(argument.number) * (3 if wanted else Decimal('0.3')):f} {argument.unit}"
        return found

    def _systems(self, way: list[Literal]) -> Iterable[Item]:
        """Systems that a part may be for, where something turns on them."""
        turns = any(
            (isinstance(atom, Applied) and not self.bound.rulebook.tests[atom.test].maxima)
            or any(name in self.bound.rulebook.questions for name in names(atom))
            for atom, _ in way
        )
        if not turns:
            return [{}]
        return [
            {name: value for name, value in part_of(system, {}, grade).items() if name != "for_kind"}
            for system in SYSTEMS
            for grade in reversed(list(GRADES.values()))
        ]

    def _held(self, fact: Fact, text: str) -> Any:
        """A figure as a state holds it."""
        one = self.bound.rulebook.units.by_name["1"]
        value = self.bound.rulebook.units.read(text, fact.unit or one).to(fact.unit or one)
        return (value, value)

    def _fulfils(self, literals: list[Literal], values: dict[str, Any]) -> bool:
        state = self.bound.blank.copy()
        for name, value in values.items():
            state[self.bound.slots[name]] = value
        return all(self.bound.function(atom)(state) == (TRUE if wanted else FALSE) for atom, wanted in literals)

    def _values(self, fact: Fact) -> Iterator[tuple[Any, Any]]:
        """Yield values of a fact, one of each cell, as a state holds them and as they are stated."""
        if fact.measured:
            for cell in self.cells.of(fact):
                low, high = cell.value
                value = min((low + high) / 2, low + abs(low) * 0.2 + 1)
                unit = "" if fact.unit is None or fact.unit.name == "1" else fact.unit.name
                yield (value, value), f"{value!r} {unit}".strip()
        elif fact.type == "truth":
            yield TRUE, True
            yield FALSE, False
        else:
            for value in fact.values:
                yield value, value


def told(condition: Condition) -> str:
    """A condition in one line, for a message."""
    return " ".join(write_condition(condition).split())
