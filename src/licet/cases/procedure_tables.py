"""The cells of a procedure's tables, with one clear fault for each that cannot be used."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Collection, Iterator
from typing import TypeVar

from licet.errors import Fault, near
from licet.rulebook.instruments import STANDINGS
from licet.rulebook.library import read_rows
from licet.rulebook.windows import NotAWindow, read_date

_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")
# Beyond this a number of days, months or years is a slip.
_MOST = 3660

One = TypeVar("One")


class Row:
    """One row of a table.

    Args:
        where: its place, as ``procedure/us/steps.csv:3``.
        cells: column → text.
        faults: takes what is wrong.
    """

    def __init__(self, where: str, cells: dict[str, str], faults: list[Fault]) -> None:
        self.where = where
        self.cells = {column: " ".join(text.split()) for column, text in cells.items()}
        self.faults = faults

    def fault(self, found: str, expected: str, mend: str = "") -> None:
        """Report what is wrong with the row."""
        self.faults.append(Fault(self.where, found, expected, mend))

    def text(self, column: str, needed: bool = False) -> str:
        """Return a cell; one that is needed and empty is a fault."""
        found = self.cells[column]
        if needed and not found:
            self.fault(f"nothing under '{column}'", "a text")
        return found

    def code(self, column: str) -> str:
        """Return the name of something, which is one word."""
        found = self.text(column, needed=True)
        if found and not _CODE.fullmatch(found):
            self.fault(f"'{found}' under '{column}'", "one word of letters, figures, dots, hyphens and underscores")
        return found

    def choice(self, column: str, choices: Collection[str], what: str = "") -> str:
        """Return a cell that is one of a few, of which one may be empty."""
        found = self.cells[column]
        if found not in choices:
            named = [choice for choice in choices if choice]
            expected = what or " | ".join([*named, *(["nothing"] if "" in choices else [])])
            self.fault(f"'{found}' under '{column}'", expected, near(found, named))
        return found

    def known(self, column: str, known: Collection[str] | None, what: str, may_lack: bool = False) -> str:
        """Return a cell that names something of another table; of a table that could not be read, known is None and any name will do."""
        found = self.text(column, needed=not may_lack)
        if found and known is not None and found not in known:
            self.fault(f"'{found}' under '{column}'", what, near(found, known))
        return found

    def several(self, column: str, known: Collection[str] | None = None) -> tuple[str, ...]:
        """Return a cell with several words, with ``|`` between them."""
        found = tuple(word for part in self.cells[column].split("|") if (word := part.strip()))
        for word in found if known is not None else ():
            if word not in (known or ()):
                self.fault(f"'{word}' under '{column}'", " | ".join(known or ()), near(word, known or ()))
        return found

    def number(self, column: str, least: int = 1, needed: bool = False) -> int | None:
        """Return a whole number; None for an empty cell, where it is not needed."""
        found = self.text(column, needed)
        if not found:
            return None
        if not re.fullmatch(r"[0-9]{1,4}", found) or not least <= int(found) <= _MOST:
            self.fault(f"'{found}' under '{column}'", f"a whole number from {least} to {_MOST}")
            return None
        return int(found)

    def day(self, column: str) -> datetime.date | None:
        """Return a day; None for an empty cell."""
        found = self.cells[column]
        if not found:
            return None
        try:
            return read_date(found)
        except NotAWindow:
            self.fault(f"'{found}' under '{column}'", "a day that exists, as YYYY-MM-DD")
            return None

    def truth(self, column: str) -> bool:
        """Return yes or no."""
        return self.choice(column, ("yes", "no")) == "yes"

    def standing(self) -> str:
        """Return how much of its source was read; more than nothing needs a source."""
        found = self.choice("standing", STANDINGS)
        if not self.cells["source"] and found != STANDINGS[-1]:
            self.fault(f"the standing '{found}' without a source", f"where it was read, or {STANDINGS[-1]}")
        return found

    def cited(self) -> dict[str, str]:
        """Return what every provision has: citation, source, standing, note and place."""
        standing = self.standing()
        if standing == STANDINGS[0] and not self.cells["cite"]:
            self.fault(f"the standing '{standing}' without a citation", "the provision under 'cite'")
        cells = {column: self.cells[column] for column in ("cite", "source", "note")}
        return {**cells, "standing": standing, "where": self.where}


class Tables:
    """The tables of one procedure.

    Args:
        files: the name of each file → its content.
        folder: how the folder is called in messages.
        faults: takes what is wrong.
    """

    def __init__(self, files: dict[str, bytes], folder: str, faults: list[Fault]) -> None:
        self.files = {f"{folder}/{name}": data for name, data in files.items()}
        self.folder = folder
        self.faults = faults

    def rows(self, name: str, columns: str) -> Iterator[Row]:
        """Yield the rows of a table; one that is not there is a fault, an empty one is not."""
        path = f"{self.folder}/{name}.csv"
        if path not in self.files:
            self.faults.append(Fault(path, "no such table", f"the columns {columns}", "a table may have no rows"))
            return
        for where, cells in read_rows(self.files, path, self.faults, tuple(columns.split(","))):
            yield Row(str(where), cells, self.faults)

    def once(
        self, name: str, columns: str, key: Callable[[One], object], made: Callable[[Row], One]
    ) -> tuple[One, ...]:
        """Return what the rows of a table make, each key once."""
        found: dict[object, One] = {}
        for row in self.rows(name, columns):
            one = made(row)
            if key(one) in found:
                told = key(one)
                told = " ".join(map(str, told)) if isinstance(told, tuple) else told
                row.fault(f"'{told}' a second time", "one row for each")
            found[key(one)] = one
        return tuple(found.values())
