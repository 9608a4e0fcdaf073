"""The cells of a table as codes, read as a review reads them: a figure with its unit and margin, a nation by its name, a system by the catalogue.

What can be read for a whole column at once is; a distinct text is read once. A row with a cell that is not plain, or that cannot be used, is
left to the executor that reads each row as a transfer, so that both say the same of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from licet.columns.arrays import Block, Mask
from licet.columns.cells import cell_state, row_node, said_unknown
from licet.columns.coding import bounds_in, code_of
from licet.columns.distinct import REMEMBERED, distinct_cells, mark_of
from licet.columns.elsewhere import Elsewhere
from licet.columns.figures import Figures, floats, out_of_bounds
from licet.columns.following import Following, Rows
from licet.columns.headings import Column, Headings
from licet.columns.signature import DATE, Codes
from licet.language.quantities import Unit
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.vocabulary import Fact
from licet.transfers.stating import CATALOGUED, Stater

# A cell that is left to the plain executor.
_ODD = -1


@dataclass(slots=True)
class Read:
    """Rows that were read.

    Attributes:
        rows: their codes and figures.
        odd: the rows that are left to the plain executor.
    """

    rows: Rows
    odd: Mask


def units_of(headings: Headings, schema: pl.Schema, rulebook: Rulebook) -> dict[str, Unit | None]:
    """Return the facts that rows may state, with the unit of a column whose figures are read as they are, all at once."""
    found: dict[str, Unit | None] = {}
    for name, columns in headings.stated.items():
        fact = rulebook.facts[name]
        if fact.type in ("text", "points", "parties", DATE) or name == "basis":
            continue
        plain = all(schema[column.name].is_numeric() or schema[column.name] == pl.String for column in columns)
        one = len({column.unit for column in columns}) == 1
        found[name] = _unit_of(columns[0]) if fact.measured and plain and one else None
    for name in headings.stated:
        fact = rulebook.facts[name]
        for other in (*fact.implies, *fact.unlisted_implies, *(CATALOGUED if name == "name" else ())):
            found.setdefault(other, None)
        if fact.type in ("codes", "text") and name != "name":
            for question in rulebook.questions.values():
                if question.claims:
                    found.setdefault(question.claims, None)
    return found


def _unit_of(column: Column) -> Unit | None:
    """Return the unit in which bare numbers of a column are; None where each cell has to say."""
    if column.unit is not None:
        return column.unit
    unit = column.fact.unit
    return unit if unit is not None and unit.name == "1" else None


class Reader:
    """Reads the rows of one table.

    Args:
        facts: how the facts are coded.
        headings: the header of the table.
        stater: reads a transfer, with the date and the assumptions that count for all rows.
    """

    def __init__(self, facts: Following, headings: Headings, stater: Stater) -> None:
        self.facts = facts
        self.rulebook = facts.rulebook
        self.headings = headings
        self.dated = stater.as_of is None and DATE in headings.stated
        self.base = stater.read(row_node(self.rulebook, replace(headings, columns=()), {}, []))
        self.figures = Figures(facts)
        self.elsewhere = Elsewhere(facts, self.figures, headings, stater, frozenset(self.base.stated))
        side = self.elsewhere.columns
        self.simple = {
            name: columns
            for name, columns in headings.stated.items()
            if name in facts.own and not any(column in side for column in columns)
        }
        # Facts that decide nothing are still read, so that what cannot be used is said.
        self.unused = {
            name: columns
            for name, columns in headings.stated.items()
            if name not in self.simple and name != DATE and not any(column in side for column in columns)
        }
        self._cells: dict[str, dict[Any, int]] = {}
        self._enums: dict[Any, Codes] = {}
        self._bad: dict[str, dict[Any, bool]] = {}

    def read(self, frame: Block) -> Read:
        """Read some rows."""
        count = frame.height
        odd = np.zeros(count, dtype=bool)
        rows = Rows(self._days(frame, odd))
        for name, columns in self.simple.items():
            fact = self.rulebook.facts[name]
            if fact.measured:
                self.figures.read(fact, columns, frame, rows, odd)
            else:
                rows.codes[name] = self._codes(fact, columns, frame, odd)
        self.check(frame, odd)
        if self.elsewhere.columns:
            self.elsewhere.read(frame, rows, odd)
        for name in self.facts.own:
            fact = self.rulebook.facts[name]
            if name in self.facts.exact and fact.measured:
                rows.figures.setdefault(name, (np.full(count, np.nan), np.full(count, np.nan)))
            elif name not in rows.codes:
                rows.codes[name] = np.zeros(count, dtype=np.int32)
        return Read(rows, odd)

    def check(self, frame: Block, odd: Mask) -> None:
        """Find the rows in which a fact that decides nothing cannot be used."""
        for name, columns in self.unused.items():
            self._check(self.rulebook.facts[name], columns, frame, odd)

    # Days

    def _days(self, frame: Block, odd: Mask) -> npt.NDArray[np.int64]:
        count = frame.height
        fallback = self.base.date.toordinal()
        if not self.dated:
            return np.full(count, fallback, dtype=np.int64)
        (column,) = self.headings.stated[DATE]
        array = frame.array(column.name)
        if array is not None and frame.table.schema[column.name] == pl.Date:
            days, known = array
            # Arrow counts days from 1970, ordinals from the year 1.
            found: npt.NDArray[np.int64] = np.add(days, 719_163, dtype=np.int64)
            return found if known is None else np.where(known, found, fallback)
        places, cells = distinct_cells(frame.series(column.name))
        days_of = np.array([self._day(column, cell, fallback) for cell in cells], dtype=np.int64)
        found = days_of[places]
        odd |= found < 0
        return np.where(found < 0, fallback, found)

    def _day(self, column: Column, cell: Any, fallback: int) -> int:
        if cell is None:
            return fallback
        state, bad = cell_state(self.rulebook, (column,), (cell,))
        return _ODD if bad else fallback if state is None else int(state[0])

    # Facts of one column

    def _codes(self, fact: Fact, columns: Sequence[Column], frame: Block, odd: Mask) -> Codes:
        name = columns[0].name
        array, dtype = frame.array(name), frame.table.schema[name]
        if array is not None and dtype == pl.Boolean and fact.type == "truth":
            values, known = array
            codes = values + np.int32(1)
            return codes if known is None else codes * known
        if array is not None and isinstance(dtype, pl.Enum):
            of_text = self.of_enum(fact, columns, dtype)
            values, known = array
            codes = of_text[values if known is None else np.where(known, values, len(of_text) - 1)]
        else:
            places, cells = distinct_cells(frame.series(name))
            codes = self._of_cells(fact, columns, cells)[places]
        if len(codes) and codes.min() < 0:
            odd |= codes < 0
            codes = np.maximum(codes, 0)
        return codes

    def _of_cells(self, fact: Fact, columns: Sequence[Column], cells: Sequence[Any]) -> Codes:
        """Return the code of each of some cells; that of one that cannot be used is below 0."""
        known = self._cells.setdefault(fact.name, {})
        values = self.facts.values[fact.name]
        if len(known) > REMEMBERED:
            known.clear()
        found = np.zeros(len(cells), dtype=np.int32)
        for n, cell in enumerate(cells):
            if cell is None:
                continue
            mark = mark_of(cell)
            code = known.get(mark)
            if code is None:
                state, bad = cell_state(self.rulebook, columns, (cell,))
                bad = bad or said_unknown(fact, cell)
                code = _ODD if bad else 0 if state is None else code_of(values, state)
                known[mark] = code
            found[n] = code
        return found

    def of_enum(self, fact: Fact, columns: Sequence[Column], known: pl.Enum) -> Codes:
        """Return the code of each text of a list known beforehand, and last that of none."""
        key = (columns[0].name, known)
        found = self._enums.get(key)
        if found is None:
            codes = self._of_cells(fact, columns, known.categories.to_list())
            found = self._enums[key] = np.append(codes, np.int32(0)).astype(np.int32)
        return found

    def _check(self, fact: Fact, columns: Sequence[Column], frame: Block, odd: Mask) -> None:
        """Find cells of a fact that decides nothing and cannot be used."""
        if fact.type == "truth" and frame.table.schema[columns[0].name] == pl.Boolean:
            return
        array = frame.array(columns[0].name)
        unit = _unit_of(columns[0])
        if fact.measured and len(columns) == 1 and array is not None and unit is not None:
            odd |= out_of_bounds(floats(*array), bounds_in(fact, unit))
            return
        known = self._bad.setdefault(fact.name, {})
        places, cells = distinct_cells(frame.together([column.name for column in columns]))
        bad = np.zeros(len(cells), dtype=bool)
        for n, cell in enumerate(cells):
            mark = mark_of(cell)
            if mark not in known:
                one = (cell,) if len(columns) == 1 else tuple((cell or {}).values())
                known[mark] = cell is not None and cell_state(self.rulebook, columns, one)[1]
            bad[n] = known[mark]
        odd |= bad[places]
