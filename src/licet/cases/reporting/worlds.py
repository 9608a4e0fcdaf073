"""Other worlds: what the rows could be instead, in which a number that is hidden is another one.

A world differs from the truth in one to three rows: one case goes elsewhere, two exchange a place, an amount is moved from one to the other, or
there is one case more or less. Which of them is taken decides only how much more is hidden, never whether what is hidden is safe.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from heapq import nsmallest
from operator import eq
from typing import Any, TypeAlias

from licet.cases.reporting.counting import CASES, Counted, Measure, Number
from licet.cases.reporting.outcome import ATTRIBUTES, DIMENSIONS, Outcome, possible
from licet.cases.reporting.views import Cell

# How many rows are tried; more find worlds that hide a little less, and take longer.
_OF_CELL, _NEAR, _LIGHT, _USED = 3, 16, 10, 12


# The cells in which a row is counted.
Stand: TypeAlias = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class World:
    """Rows that are not there, and those that are there instead."""

    removed: tuple[Outcome, ...]
    added: tuple[Outcome, ...]


class Worlds:
    """The worlds that are tried for a number.

    Args:
        counted: the truth.
    """

    def __init__(self, counted: Counted) -> None:
        self.counted = counted
        crossed = {DIMENSIONS[one] for some in counted.crossed for one in some}
        self.attributes = tuple(names for names in ATTRIBUTES if crossed & set(names))
        by: dict[Stand, list[Outcome]] = {}
        for row in counted.rows:
            by.setdefault(counted.cells(row), []).append(row)
        # Rows that are counted in the same cells are tried once, and stand in for each other.
        self.alike = by
        self.weights = {key: sum(counted.tally(cell).cases for cell in key) for key in by}
        self.light = sorted(by, key=lambda key: (self.weights[key], key))
        self.held = {key: self._held(rows[0]) for key, rows in by.items()}
        self.used: list[Stand] = []

    def of(self, wanted: Number, spread: Decimal) -> Iterator[World]:
        """Yield worlds in which a number is likely to be another one, the same in the same order for the same rows.

        Args:
            wanted: the cell and measure.
            spread: by how much at least.
        """
        cell, measure = wanted
        own = self._own(cell)
        for one in own:
            for other in self._others(one):
                yield from self._moved(one, other)
                yield from self._exchanged(one, other)
                if measure != CASES:
                    yield from _shifted(one, other, spread)
        for one, other in self._outside(cell):
            yield from self._moved(one, other)
            yield from self._exchanged(one, other)
        for one in own:
            yield from _last(one, measure, spread)

    def use(self, world: World) -> None:
        """Try the rows of a world first from now on: what they touch is hidden already."""
        self.used = list(dict.fromkeys([*map(self.counted.cells, world.removed), *self.used]))[:_USED]

    def _weight(self, row: Outcome) -> tuple[int, Stand]:
        key = self.counted.cells(row)
        return self.weights[key], key

    def _own(self, cell: Cell) -> list[Outcome]:
        rows = [self.counted.rows[number] for number in self.counted.members.get(cell, ())]
        first = {self.counted.cells(row): row for row in reversed(rows)}
        found = sorted(first.values(), key=self._weight)[:_OF_CELL]
        # The greatest amount counts most where a value is to be another one.
        greatest = max(rows, key=lambda row: row.value or 0, default=None)
        return found if greatest is None or any(one is greatest for one in found) else [*found, greatest]

    def _others(self, one: Outcome) -> Iterator[Outcome]:
        own = self.counted.cells(one)
        here = self._held(one)
        near = nsmallest(_NEAR + 1, self.light, key=lambda key: -sum(map(eq, here, self.held[key])))
        for key in dict.fromkeys([*self.used, *near, *self.light[:_LIGHT]]):
            if key != own and key in self.alike:
                yield self.alike[key][0]

    def _held(self, row: Outcome) -> tuple[tuple[object, ...], ...]:
        return tuple(tuple(getattr(row, name) for name in names) for names in self.attributes)

    def _outside(self, cell: Cell) -> Iterator[tuple[Outcome, Outcome]]:
        """Yield two rows outside a cell of which one would be in it, were it where the other is in one attribute."""
        for attribute in self.attributes:
            inside = tuple(part for part in cell if DIMENSIONS[part[0]] in attribute)
            rest = tuple(part for part in cell if DIMENSIONS[part[0]] not in attribute)
            if not inside or not rest:
                continue
            givers = [one for one in self._of(inside) if cell not in self.counted.cells(one)]
            takers = [one for one in self._of(rest) if cell not in self.counted.cells(one)]
            for one in takers[:_OF_CELL]:
                for other in givers[:_OF_CELL]:
                    yield one, other

    def _of(self, cell: Cell) -> list[Outcome]:
        numbers = self.counted.members.get(cell, ())
        rows = {self.counted.cells(self.counted.rows[number]): self.counted.rows[number] for number in numbers[:200]}
        return sorted(rows.values(), key=self._weight)

    def _moved(self, one: Outcome, other: Outcome) -> Iterator[World]:
        for names in self.attributes:
            if _may(one, other, names) and possible(made := _with(one, other, names)):
                yield World((one,), (made,))

    def _exchanged(self, one: Outcome, other: Outcome) -> Iterator[World]:
        """Yield the worlds in which two rows exchange an attribute, with their own amounts or with one amount for both.

        With one amount for both the sums over what was exchanged stay as they are, where a third row that stood beside one of them
        takes the difference.
        """
        for names in self.attributes:
            if not _may(one, other, names):
                continue
            made = _with(one, other, names), _with(other, one, names)
            if not all(map(possible, made)):
                continue
            yield World((one, other), made)
            if one.value is None or other.value is None or one.value == other.value:
                continue
            for beside, kept, lost in ((one, other.value, one.value), (other, one.value, other.value)):
                third = self._beside(beside, kept - lost)
                if third is not None and third.value is not None:
                    both = tuple(replace(row, value=kept) for row in made)
                    yield World((one, other, third), (*both, replace(third, value=third.value + lost - kept)))

    def _beside(self, row: Outcome, amount: Decimal) -> Outcome | None:
        """Return another row in the same cells, from whose value an amount can be taken; None where there is none."""
        for third in self.alike[self.counted.cells(row)]:
            if third is not row and third.value is not None and third.value >= amount:
                return third
        return None


def _with(one: Outcome, other: Outcome, names: Sequence[str]) -> Outcome:
    taken: dict[str, Any] = {name: getattr(other, name) for name in names}
    return replace(one, **taken)


def _may(one: Outcome, other: Outcome, names: Sequence[str]) -> bool:
    if all(getattr(one, name) == getattr(other, name) for name in names):
        return False
    # An outcome belongs to a case that was decided, or to one that was not; a day of decision only to the former.
    return names[0] not in ("outcome", "decided") or (one.decided is None) == (other.decided is None)


def _shifted(one: Outcome, other: Outcome, spread: Decimal) -> Iterator[World]:
    for giver, taker in ((one, other), (other, one)):
        if giver.value is not None and taker.value is not None and giver.value >= spread:
            made = replace(giver, value=giver.value - spread), replace(taker, value=taker.value + spread)
            yield World((giver, taker), made)


def _last(one: Outcome, measure: Measure, spread: Decimal) -> Iterator[World]:
    """Yield what is always possible: a case more or less, another amount. It hides every sum in which the row stands."""
    if measure == CASES:
        yield World((one,), ())
        yield World((), (one,))
    else:
        yield World((one,), (replace(one, value=(one.value or Decimal(0)) + spread),))
