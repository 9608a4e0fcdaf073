"""Reading the tables of moves and rights that stand beside the code. What is wrong in one is told with its line, all of it at once."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import resources

from licet.cases.faults import TablesWrong
from licet.errors import Fault, near


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table.

    Attributes:
        where: the table and the number of the line.
        cells: column → what stands there.
    """

    where: str
    cells: dict[str, str]

    def words(self, column: str) -> tuple[str, ...]:
        """Return what stands in a column, word by word."""
        return tuple(self.cells[column].split())

    def unknown(self, column: str, known: Sequence[str], what: str) -> Iterator[Fault]:
        """Return a fault for each word of a column that nobody knows."""
        for word in self.words(column):
            if word not in known:
                yield Fault(
                    self.where, f"the {column} '{word}'", what, near(word, known) or f"one of {', '.join(known)}"
                )


def text_of(name: str) -> str:
    """Return a table as it came with Licet."""
    return resources.files("licet.cases").joinpath(name).read_text("utf-8")


def lines(name: str, text: str, columns: Sequence[str]) -> list[Line]:
    """Return the lines of a table.

    Args:
        name: of the table, for faults.
        text: CSV with a line of names.
        columns: what the names must be, in order.

    Raises:
        TablesWrong: for other names, and lines that are longer or shorter.
    """
    read = list(csv.reader(io.StringIO(text), strict=True))
    if not read or read[0] != list(columns):
        found = ",".join(read[0]) if read else "nothing"
        raise TablesWrong(faults=[Fault(f"{name}:1", f"'{found}'", f"'{','.join(columns)}'")])
    wrong = [
        Fault(f"{name}:{number}", f"{len(cells)} columns", f"{len(columns)}")
        for number, cells in enumerate(read[1:], start=2)
        if len(cells) != len(columns)
    ]
    if wrong:
        raise TablesWrong(faults=wrong)
    return [
        Line(f"{name}:{number}", dict(zip(columns, map(str.strip, cells), strict=True)))
        for number, cells in enumerate(read[1:], start=2)
    ]
