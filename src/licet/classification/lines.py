"""A document as lines of text with their places: what every reader of a format hands on, and all that the search for figures sees.

Nothing here knows a format, a quantity or a fact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

#: A table beyond this is data, and no description of a product.
MAX_CELLS = 100_000

Extent = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Cell:
    """One piece of a line: a cell of a table, or the whole of a line of running text.

    Attributes:
        text: what stands in it; a raised figure is written ``^2``.
        column: the column of the table, from 0.
        exact: whether the file holds it as a number, so that its point is a decimal point and nothing else.
    """

    text: str
    column: int = 0
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One line, or one row of a table.

    Attributes:
        place: where it stands, in words: ``page 3, line 12``.
        cells: its pieces from left to right; empty cells are left out.
        table: the number of its table in the document, 0 for running text.
        heading: the level of a heading, 1 the highest; 0 for what is none.
        header: whether the file itself marks it as the heads of columns.
        continues: whether it goes on with the sentence of the line before.
        askew: whether it is a row whose pieces do not stand clearly under the columns of their table.
    """

    place: str
    cells: tuple[Cell, ...]
    table: int = 0
    heading: int = 0
    header: bool = False
    continues: bool = False
    askew: bool = False

    @property
    def text(self) -> str:
        """Its whole text; cells stand apart by two spaces."""
        return "  ".join(cell.text for cell in self.cells)


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that a reader of the document should know: a code for programs, a sentence, and where."""

    code: str
    message: str
    place: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A document that was read.

    Attributes:
        name: the name of the file.
        lines: its lines in their order.
        remarks: what could not be read, and what was.
        language: the language that the file itself states (``de``), if any.
    """

    name: str
    lines: tuple[Line, ...]
    remarks: tuple[Remark, ...] = ()
    language: str = ""

    @property
    def text(self) -> str:
        """The whole text, a line each."""
        return "\n".join(line.text for line in self.lines)


@dataclass(frozen=True, slots=True)
class Placed:
    """A line whose pieces are known by where they stand on the page, from left to right, and not yet by columns."""

    line: Line
    extents: tuple[Extent, ...]


# Rows of one table may stand this many single lines apart: a subheading, or the second half of a long label.
_APART = 2


def into_tables(placed: Sequence[Placed], first: int = 1) -> list[Line]:
    """Number the tables that follow from lines with several pieces, and give every piece its column.

    Args:
        placed: the lines of a page, from top to bottom.
        first: the number of the first table.
    """
    found: list[Line] = []
    start = 0
    number = first
    while start < len(placed):
        if len(placed[start].extents) < 2:
            found.append(placed[start].line)
            start += 1
            continue
        end = last = start
        while end < len(placed) and end - last <= _APART:
            if len(placed[end].extents) > 1:
                last = end
            end += 1
        rows = placed[start : last + 1]
        found += _table(rows, number)
        number += 1
        start = last + 1
    return found


def _table(rows: Sequence[Placed], number: int) -> list[Line]:
    columns = _columns([row.extents for row in rows if len(row.extents) > 1])
    lines = []
    for row in rows:
        if len(row.extents) == len(columns):
            numbers = list(range(len(columns)))
        else:
            numbers = [_nearest(extent, columns) for extent in row.extents]
        over = any(sum(_overlap(extent, column) > 0 for column in columns) != 1 for extent in row.extents)
        askew = len(row.extents) not in (1, len(columns)) and (over or len(set(numbers)) < len(numbers))
        if len(set(numbers)) < len(numbers):
            numbers = list(range(len(numbers)))
        cells = tuple(replace(cell, column=column) for cell, column in zip(row.line.cells, numbers, strict=True))
        lines.append(replace(row.line, cells=cells, table=number, askew=askew))
    return lines


def _columns(rows: Sequence[Sequence[Extent]]) -> list[Extent]:
    """Return the columns of a table: those of its rows with most pieces, as wide as their pieces together."""
    most = max(len(row) for row in rows)
    columns: list[Extent] = []
    for row in rows:
        if len(row) == most:
            if not columns:
                columns = list(row)
            elif all(_overlap(a, b) >= 0 for a, b in zip(columns, row, strict=True)):
                joined = [(min(a[0], b[0]), max(a[1], b[1])) for a, b in zip(columns, row, strict=True)]
                # A long piece must not swallow its neighbour.
                if all(left[1] <= right[0] for left, right in pairwise(joined)):
                    columns = joined
    return columns


def _overlap(a: Extent, b: Extent) -> float:
    return min(a[1], b[1]) - max(a[0], b[0])


def _nearest(extent: Extent, columns: Sequence[Extent]) -> int:
    return max(range(len(columns)), key=lambda n: _overlap(extent, columns[n]))
