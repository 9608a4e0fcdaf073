"""Measures read from their columns: numbers all at once, and cells that carry their units one distinct text after the other.

A figure is coded in the unit of its column where that can be; it is brought into the unit of its fact only where the very figure counts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from licet.columns.arrays import Block, Mask
from licet.columns.cells import blank, cell_state
from licet.columns.coding import Floats, bounds_in, coded, cuts_in, read_in, with_margin
from licet.columns.distinct import REMEMBERED, distinct_cells, mark_of
from licet.columns.following import Following, Rows
from licet.columns.headings import Column
from licet.columns.signature import Codes
from licet.language.quantities import Unit, crowded
from licet.rulebook.vocabulary import Fact

_PLAIN_NUMBER = r"^\s*[+-]?\d{1,15}(\.\d+)?\s*$"
# A text of so many signs has no more digits than a float holds, whatever they are.
_HELD = 16
# One of more signs than this is no figure.
_LONGEST = 100


class Figures:
    """Reads the columns of measures.

    Args:
        facts: how the facts are coded.
    """

    def __init__(self, facts: Following) -> None:
        self.facts = facts
        self._own_cuts = {
            name: cuts_in(fact, facts.edges[name], None, False)
            for name in facts.own
            if (fact := facts.rulebook.facts[name]).measured and name not in facts.raw
        }
        self._spans: dict[str, dict[Any, tuple[float, float] | None]] = {}

    def read(self, fact: Fact, columns: Sequence[Column], block: Block, rows: Rows, odd: Mask) -> None:
        """Read a measure.

        Args:
            fact: the measure.
            columns: its column, or those of the two ends of its interval.
            block: the rows as they lie in the table.
            rows: takes what was read.
            odd: takes the rows that are left to the plain executor.
        """
        name, facts = fact.name, self.facts
        unit = facts.units[name]
        ends = [] if unit is None else [_numbers(column, block, odd) for column in columns]
        if not ends or any(end is None for end in ends):
            least, most = self._spanned(fact, columns, block, odd)
            if name in facts.exact:
                rows.figures[name] = least, most
            else:
                rows.codes[name] = self.in_own_unit(fact, least, most)
            return
        low, high = ends[0], ends[-1]
        assert low is not None
        assert high is not None
        bounds = facts.cuts[name].bounds if name not in facts.exact else bounds_in(fact, unit)
        wrong = out_of_bounds(low, bounds)
        if low is not high:
            wrong |= out_of_bounds(high, bounds) | (low > high)
            # Where one end is not known, the fact may lie anywhere on that side; such rows are rare.
            wrong |= np.isnan(low) != np.isnan(high)
        odd |= wrong
        if name in facts.exact:
            rows.figures[name] = _in_unit(fact, unit, low, high)
        else:
            rows.codes[name] = coded(low, high, facts.cuts[name])

    def in_own_unit(self, fact: Fact, least: Floats, most: Floats) -> Codes:
        """Return the codes of figures that are in the unit of their fact, and have its margin already."""
        return coded(least, most, self._own_cuts[fact.name])

    def _spanned(self, fact: Fact, columns: Sequence[Column], block: Block, odd: Mask) -> tuple[Floats, Floats]:
        """Return a measure whose cells carry their units."""
        spans = self._spans.setdefault(fact.name, {})
        if len(spans) > REMEMBERED:
            spans.clear()
        one = len(columns) == 1
        places, cells = distinct_cells(block.together([column.name for column in columns]))
        ends = np.full((len(cells), 2), np.nan)
        bad = np.zeros(len(cells), dtype=bool)
        for n, cell in enumerate(cells):
            if cell is None:
                continue
            mark = mark_of(cell)
            if mark not in spans:
                state, wrong = cell_state(self.facts.rulebook, columns, (cell,) if one else tuple(cell.values()))
                spans[mark] = (np.inf, -np.inf) if wrong else state
            span = spans[mark]
            if span is not None:
                bad[n] = span[0] > span[1]
                if not bad[n]:
                    ends[n] = span
        odd |= bad[places]
        return ends[places, 0], ends[places, 1]


def floats(values: npt.NDArray[Any], known: Mask | None) -> Floats:
    """Return the numbers of a column, not a number for a cell that is not there."""
    if known is None:
        return values.astype(np.float64, copy=False)
    return np.where(known, values, np.nan)


def out_of_bounds(numbers: Floats, bounds: tuple[float, float]) -> Mask:
    """Return which numbers are below the first bound, reach the second, or are infinite."""
    wrong: Mask = (numbers < bounds[0]) | (numbers >= bounds[1]) | np.isinf(numbers)
    return wrong


def _numbers(column: Column, block: Block, odd: Mask) -> Floats | None:
    array = block.array(column.name)
    if array is not None:
        return floats(*array)
    series = block.series(column.name)
    if series.dtype != pl.String:
        return None
    texts = series.str.strip_chars()
    numbers = texts.cast(pl.Float64, strict=False)
    plain = series.str.contains(_PLAIN_NUMBER)
    strange = (series.is_not_null() & ~plain).fill_null(False)
    found: Floats = numbers.fill_null(np.nan).to_numpy()
    long = (plain & (texts.str.len_bytes() > _HELD)).fill_null(False)
    if long.any():
        odd |= _crowded(texts, long)
    if strange.any():
        where = np.flatnonzero(strange.to_numpy())
        said = np.array([not blank(text) for text in series.filter(strange).to_list()], dtype=bool)
        odd[where[said]] = True
        found = found.copy()
        found[where] = np.nan
    return found


def _crowded(texts: pl.Series, long: pl.Series) -> Mask:
    """Return which of some long numbers have more digits than a float holds; noughts at the end, as databases write them, are none."""
    found = [text for text in texts.filter(long).unique().to_list() if len(text) > _LONGEST or crowded(Fraction(text))]
    mask: Mask = (long & texts.is_in(found)).fill_null(False).to_numpy()
    return mask


def _in_unit(fact: Fact, unit: Unit | None, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Return figures of a column in the unit of the fact, with its margin."""
    reading, most = read_in(fact, unit), with_margin(fact, unit)
    same = unit == fact.unit
    margin = bool(fact.margin)
    if same and not margin:
        return low, high
    least = low if same else _each(low, reading)
    if not margin:
        return least, (least if high is low else _each(high, reading))
    return least, _each(high, most)


def _each(numbers: Floats, reading: Callable[[float], float]) -> Floats:
    distinct, place = np.unique(numbers, return_inverse=True)
    found = np.array([np.nan if np.isnan(n) else reading(n) for n in distinct.tolist()], dtype=float)
    return found[place.reshape(-1)]
