"""Rows counted into cells, and what a change of some rows would change in the cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, TypeAlias

from licet.cases.reporting.limits import Limits
from licet.cases.reporting.outcome import Outcome
from licet.cases.reporting.views import Cell, View, cells_of, margins

Measure: TypeAlias = Literal["cases", "value"]
Number: TypeAlias = tuple[Cell, Measure]
CASES: Measure = "cases"
VALUE: Measure = "value"


@dataclass(slots=True)
class Tally:
    """What is counted in a cell: cases, the sum of the values that are stated, and how many state none."""

    cases: int = 0
    value: Decimal = Decimal(0)
    unstated: int = 0


@dataclass(frozen=True, slots=True)
class Counted:
    """Rows counted into the cells of views.

    Attributes:
        rows: those that were counted.
        crossed: the dimensions of every table and margin.
        tallies: of every cell that has a case.
        members: the numbers of the rows in each cell.
    """

    rows: Sequence[Outcome]
    crossed: tuple[tuple[str, ...], ...]
    tallies: Mapping[Cell, Tally]
    members: Mapping[Cell, Sequence[int]]
    known: dict[tuple[object, ...], tuple[Cell, ...]] = field(repr=False)

    def cells(self, row: Outcome) -> tuple[Cell, ...]:
        """Return the cells in which a row is counted, or would be."""
        return _cells(row, self.crossed, self.known)

    def tally(self, cell: Cell) -> Tally:
        """Return what is counted in a cell; nothing where no case is."""
        return self.tallies.get(cell) or Tally()


def count(rows: Sequence[Outcome], views: Sequence[View]) -> Counted:
    """Count rows into the cells of views and of all their margins."""
    crossed = margins(views)
    tallies: dict[Cell, Tally] = {(): Tally()}
    members: dict[Cell, list[int]] = {(): []}
    known: dict[tuple[object, ...], tuple[Cell, ...]] = {}
    for number, row in enumerate(rows):
        for cell in _cells(row, crossed, known):
            add(tallies.setdefault(cell, Tally()), row, 1)
            members.setdefault(cell, []).append(number)
    return Counted(rows, crossed, tallies, members, known)


def add(tally: Tally, row: Outcome, times: int) -> None:
    """Count a row once more, or once less."""
    tally.cases += times
    if row.value is None:
        tally.unstated += times
    else:
        tally.value += times * row.value


def _cells(
    row: Outcome, crossed: tuple[tuple[str, ...], ...], known: dict[tuple[object, ...], tuple[Cell, ...]]
) -> tuple[Cell, ...]:
    key = (row.destination, row.entry, row.category, row.outcome, row.submitted, row.decided)
    found = known.get(key)
    if found is None:
        found = known[key] = tuple(cells_of(row, crossed))
    return found


def small(counted: Counted, limits: Limits) -> set[Number]:
    """Return the numbers that are hidden for their own sake: those of few cases or applicants, and values that are nearly all of one."""
    found: set[Number] = set()
    for cell, tally in counted.tallies.items():
        if not tally.cases:
            continue
        shares: dict[str, Decimal] = {}
        for number in counted.members[cell]:
            row = counted.rows[number]
            # A row without an applicant counts as one of its own.
            who = row.applicant or f"\0{number}"
            shares[who] = shares.get(who, Decimal(0)) + (row.value or 0)
        if tally.cases < limits.cases or len(shares) < limits.applicants:
            found |= {(cell, CASES), (cell, VALUE)}
        elif tally.value and max(shares.values()) * 100 >= tally.value * limits.share_percent:
            found.add((cell, VALUE))
    return found


def changed(counted: Counted, removed: Iterable[Outcome], added: Iterable[Outcome]) -> dict[Number, Decimal]:
    """Return each number that would be printed otherwise if some rows were others, with the size of the difference.

    Beside a value it is printed whether some case of the cell states none; where only that would change, the size is nothing.
    """
    by: dict[Cell, Tally] = {}
    for rows, times in ((removed, -1), (added, 1)):
        for row in rows:
            for cell in counted.cells(row):
                add(by.setdefault(cell, Tally()), row, times)
    found: dict[Number, Decimal] = {}
    for cell, tally in by.items():
        if tally.cases:
            found[cell, CASES] = Decimal(abs(tally.cases))
        was = counted.tally(cell).unstated
        if tally.value or (was > 0) != (was + tally.unstated > 0):
            found[cell, VALUE] = abs(tally.value)
    return found
