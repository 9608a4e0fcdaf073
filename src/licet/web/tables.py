"""A table of a page: its columns and rows once, from which the page, the JSON and the CSV follow."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from licet.harmless import harmless

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Column:
    """One column.

    Attributes:
        key: the key of its cells in a row, and its name in a CSV.
        title: its heading on the page; a column without one stands in the CSV alone.
        kind: how a cell is shown: ``text``, ``code``, ``number``, ``date``, ``long``, ``standing``, ``rules`` or ``answer``.
        to: the address to which a cell leads, or nothing.
        words: what a cell says on the page, where that is not its value.
    """

    key: str
    title: str = ""
    kind: str = "text"
    to: Callable[[Row], str] | None = None
    words: Callable[[Row], str] | None = None


@dataclass(frozen=True)
class Cell:
    """A cell as it is shown, below the ``title`` of its column; ``grade`` is how strict an answer in it is, from 0."""

    text: str
    kind: str
    href: str
    value: Any
    grade: int | None = None
    title: str = ""


@dataclass(frozen=True)
class Table:
    """A table.

    Attributes:
        caption: what it shows, for those who hear the page.
        columns: its columns; the first names the row.
        rows: its rows.
        key: its name in the JSON.
        empty: what is said where it has no row.
        most: so many rows stand on the page; the files have all.
    """

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Row]
    key: str = "rows"
    empty: str = "Nothing fits."
    most: int = 450

    @property
    def shown(self) -> list[Column]:
        """The columns that stand on the page."""
        return [column for column in self.columns if column.title]

    @property
    def left_out(self) -> int:
        """How many rows do not stand on the page."""
        return max(0, len(self.rows) - self.most)

    def cells(self) -> Iterator[list[Cell]]:
        """Yield the rows as they stand on the page."""
        for row in self.rows[: self.most]:
            yield [
                Cell(
                    column.words(row) if column.words else flat(row[column.key]),
                    column.kind,
                    column.to(row) if column.to else "",
                    row[column.key],
                    row.get("grade"),
                    column.title,
                )
                for column in self.shown
            ]

    def csv(self) -> str:
        """Return the table as CSV, its cells made harmless to a spreadsheet."""
        stream = io.StringIO()
        writer = csv.writer(stream, lineterminator="\r\n")
        writer.writerow([column.key for column in self.columns])
        for row in self.rows:
            writer.writerow([harmless(flat(row[column.key])) for column in self.columns])
        return stream.getvalue()


def flat(value: Any) -> str:
    """Return a value as the text of one cell."""
    if value is None:
        return ""
    if isinstance(value, (list, tuple)):
        return "; ".join(map(flat, value))
    return str(value)
