"""What a row states of a fact elsewhere than in a column of that fact: by the name of a system, by a claim, by a list of codes.

Such columns are read together, as a transfer would be, each distinct combination of their cells once. What they tell counts only where the
column of a fact says nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from licet.columns.arrays import Block, Mask
from licet.columns.cells import row_node
from licet.columns.coding import code_of
from licet.columns.distinct import REMEMBERED, distinct_cells, mark_of
from licet.columns.figures import Figures
from licet.columns.following import Following, Rows
from licet.columns.headings import Headings
from licet.columns.signature import DATE
from licet.errors import Fault, InputError
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.vocabulary import Fact
from licet.transfers.stating import Stater

_Told = dict[str, Any] | None


class Elsewhere:
    """Reads the columns that tell of other facts than their own.

    Args:
        facts: how the facts are coded.
        figures: codes the measures that are told of.
        headings: the header of the table.
        stater: reads a transfer, with the date and the assumptions that count for all rows.
        alike: the facts that are stated alike of every row.

    Attributes:
        columns: those columns; with none there is nothing to read.
    """

    def __init__(
        self, facts: Following, figures: Figures, headings: Headings, stater: Stater, alike: frozenset[str]
    ) -> None:
        self.facts = facts
        self.figures = figures
        self.stater = stater
        self.alike = alike
        self.columns = tuple(
            column
            for column in headings.columns
            if column.fact.type in ("text", "codes", "points", "parties")
            or column.fact.name == "basis"
            or column.fact.implies
        )
        self._headings = replace(headings, columns=self.columns)
        self._told_of: dict[tuple[Any, ...], _Told] = {}

    @property
    def rulebook(self) -> Rulebook:
        """The law."""
        return self.facts.rulebook

    def read(self, block: Block, rows: Rows, odd: Mask) -> None:
        """Read what is told of facts whose own columns say nothing.

        Args:
            block: the rows as they lie in the table.
            rows: what their own columns say; takes what is told beside.
            odd: takes the rows that have to be read as a whole.
        """
        places, told = self._distinct(block)
        bad = np.array([found is None for found in told], dtype=bool)
        odd |= bad[places]
        for name in dict.fromkeys(name for found in told if found for name in found):
            if name in self.facts.own:
                fact = self.rulebook.facts[name]
                stated = [None if found is None else found.get(name) for found in told]
                self._put(fact, stated, places, rows)

    def _distinct(self, block: Block) -> tuple[npt.NDArray[np.intp], list[_Told]]:
        """Return the place of each row among the distinct ones, and what those tell."""
        names = [column.name for column in self.columns]
        frame = block.frame.select(names)
        plain = frame.select(pl.col(n).cast(pl.String) if not frame.schema[n].is_nested() else pl.col(n) for n in names)
        places, cells = distinct_cells(plain.to_struct("cells") if len(names) > 1 else plain.to_series())
        told: list[_Told] = []
        for cell in cells:
            values: tuple[Any, ...] = tuple((cell or dict.fromkeys(names)).values()) if len(names) > 1 else (cell,)
            mark = tuple(mark_of(value) for value in values)
            if mark not in self._told_of:
                if len(self._told_of) > REMEMBERED:
                    self._told_of.clear()
                self._told_of[mark] = self._told(dict(zip(names, values, strict=True)))
            told.append(self._told_of[mark])
        return places, told

    def _put(self, fact: Fact, stated: Sequence[Any], places: npt.NDArray[np.intp], rows: Rows) -> None:
        """Put what is told of a fact where its own column says nothing."""
        name = fact.name
        if fact.measured:
            ends = np.array([value or (np.nan, np.nan) for value in stated], dtype=float)
            low, high = ends[places, 0], ends[places, 1]
            if name in self.facts.exact:
                own = rows.figures.get(name)
                if own is not None:
                    low, high = np.where(np.isnan(own[0]), low, own[0]), np.where(np.isnan(own[0]), high, own[1])
                rows.figures[name] = low, high
                return
            codes = self.figures.in_own_unit(fact, low, high)
        else:
            values = self.facts.values[name]
            of_told = [0 if value is None else code_of(values, value) for value in stated]
            codes = np.array(of_told, dtype=np.int32)[places]
            values.grown()
        own_codes = rows.codes.get(name)
        rows.codes[name] = codes if own_codes is None else np.where(own_codes > 0, own_codes, codes)

    def _told(self, row: dict[str, Any]) -> _Told:
        """Return what the cells of a row tell, or None where the row has to be read as a whole."""
        faults: list[Fault] = []
        node = row_node(self.rulebook, self._headings, row, faults)
        if faults:
            return None
        try:
            transfer = self.stater.read(node)
        except InputError:
            return None
        # Points and the basis of figures bear on other cells of the row, and parties are screened one by one.
        if (
            transfer.parties
            or any(self.rulebook.facts[name].type == "points" for name in transfer.stated)
            or self._based(transfer.shown)
        ):
            return None
        return {name: value for name, value in transfer.stated.items() if name != DATE and name not in self.alike}

    def _based(self, shown: Mapping[str, Any]) -> bool:
        basis = self.rulebook.facts.get("basis")
        place = shown.get(basis.at, shown) if basis is not None else {}
        return basis is not None and basis.key in place
