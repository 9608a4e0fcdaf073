"""What is published: tables with their margins, in which a hidden number is the word ``protected`` and nothing tells why it is hidden."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations
from statistics import median

from licet.cases.reporting.counting import CASES, VALUE
from licet.cases.reporting.hiding import Protected
from licet.cases.reporting.views import Cell, View
from licet.harmless import harmless

ALL, PROTECTED = "all", "protected"
EXACT, AT_LEAST = "exact", "at least"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table.

    Attributes:
        places: one for each dimension, ``all`` for a sum.
        cases: how many, each item of a case once for each destination; None where the number is protected.
        value: the sum of the values that are stated; None where it is protected.
        at_least: whether some case states no value, so that the sum is more than that; it says nothing of a protected value.
    """

    places: tuple[str, ...]
    cases: int | None
    value: Decimal | None
    at_least: bool = False


@dataclass(frozen=True, slots=True)
class Days:
    """How long a stage took in the cases of a cell: the median in days; None where the cases are too few to tell."""

    places: tuple[str, ...]
    stage: str
    median: Decimal | None


@dataclass(frozen=True, slots=True)
class Table:
    """A view as it is published. A cell without a line has no case."""

    view: View
    lines: tuple[Line, ...]
    days: tuple[Days, ...]
    fewest: int


def tables(protected: Protected) -> tuple[Table, ...]:
    """Return every view as it is published."""
    return tuple(_table(protected, view) for view in protected.views)


def table_csv(table: Table) -> str:
    """Return the numbers of a table as CSV."""
    return _csv(
        [*table.view.dimensions, "cases", "value", "value_is"],
        [
            [
                *map(harmless, line.places),
                PROTECTED if line.cases is None else line.cases,
                PROTECTED if line.value is None else f"{line.value:f}",
                PROTECTED if line.value is None else AT_LEAST if line.at_least else EXACT,
            ]
            for line in table.lines
        ],
    )


def days_csv(table: Table) -> str:
    """Return the stage times of a table as CSV."""
    return _csv(
        [*table.view.dimensions, "stage", "median_days"],
        [
            [*map(harmless, one.places), harmless(one.stage), PROTECTED if one.median is None else f"{one.median:f}"]
            for one in table.days
        ],
    )


def _csv(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return stream.getvalue()


def _table(protected: Protected, view: View) -> Table:
    margins = {
        tuple(sorted(some)) for size in range(len(view.dimensions) + 1) for some in combinations(view.dimensions, size)
    }
    cells = {cell for cell in protected.counted.tallies if _crossed(cell) in margins}
    # A cell without a case has a line where it is hidden, since a line that is not there says that there is none.
    cells |= {cell for cell, _ in protected.hidden if _crossed(cell) in margins}
    ordered = sorted(cells, key=lambda cell: [(place == ALL, place) for place in _places(cell, view)])
    lines = tuple(_line(protected, cell, view) for cell in ordered)
    days = tuple(one for cell in ordered for one in _days(protected, cell, view))
    return Table(view, lines, days, protected.limits.cases)


def _crossed(cell: Cell) -> tuple[str, ...]:
    return tuple(dimension for dimension, _ in cell)


def _places(cell: Cell, view: View) -> tuple[str, ...]:
    held = dict(cell)
    return tuple(held.get(dimension, ALL) for dimension in view.dimensions)


def _line(protected: Protected, cell: Cell, view: View) -> Line:
    tally = protected.counted.tally(cell)
    value = None if (cell, VALUE) in protected.hidden else tally.value
    cases = None if (cell, CASES) in protected.hidden else tally.cases
    return Line(_places(cell, view), cases, value, value is not None and tally.unstated > 0)


def _days(protected: Protected, cell: Cell, view: View) -> list[Days]:
    """Return the stage times of a cell whose count is shown; of a stage that too few of its cases left, or too few applicants', nothing."""
    if (cell, CASES) in protected.hidden:
        return []
    took: dict[str, list[int]] = {}
    whose: dict[str, set[str]] = {}
    for number in protected.counted.members.get(cell, ()):
        row = protected.counted.rows[number]
        for stage, days in row.stages:
            took.setdefault(stage, []).append(days)
            whose.setdefault(stage, set()).add(row.applicant or f"\0{number}")
    limits = protected.limits
    return [
        Days(_places(cell, view), stage, Decimal(str(median(found))) if enough else None)
        for stage, found in sorted(took.items())
        for enough in [len(found) >= limits.cases and len(whose[stage]) >= limits.applicants]
    ]
