"""The cells of a table as codes, read as a review reads them: a figure with its unit and margin, a nation by its name, a system by the catalogue.

What can be read for a whole column at once is; a distinct text is read once. A row with a cell that is not plain, or that cannot be used, is
left to the executor that reads each row as a transfer, so that both say the same of it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from licet.columns.arrays import Block, Mask
from licet.columns.cells import blank, cell_node, row_node, said_unknown
from licet.columns.chain import FILLING
from licet.columns.coding import Floats, coded, cuts_in, read_in, with_margin
from licet.columns.distinct import distinct_cells, mark_of
from licet.columns.following import Following, Rows
from licet.columns.headings import Column, Headings
from licet.columns.signature import DATE, Codes
from licet.errors import Fault, InputError
from licet.language.quantities import Unit, crowded
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.vocabulary import Fact
from licet.transfers.stating import CATALOGUED, Stater, nations_of
from licet.transfers.values import ValueReader

# A cell that is left to the plain executor.
_ODD = -1
# More distinct texts than this are no longer remembered.
_REMEMBERED = 200_000

_PLAIN_NUMBER = r"^\s*[+-]?\d{1,15}(\.\d+)?\s*$"
# A text of so many signs has no more digits than a float holds, whatever they are.
_HELD = 16
# One of more signs than this is no figure.
_LONGEST = 100


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
        self.stater = stater
        self.headings = headings
        self.today = stater.today.toordinal()
        self.dated = stater.as_of is None and DATE in headings.stated
        self.base = stater.read(row_node(self.rulebook, replace(headings, columns=()), {}, []))
        self.side = [
            c
            for c in headings.columns
            if c.fact.type in ("text", "codes", "points", "parties") or c.fact.name == "basis"
        ]
        self.simple = {
            name: columns
            for name, columns in headings.stated.items()
            if name in facts.own and not any(column in self.side for column in columns)
        }
        # Facts that decide nothing are still read, so that what cannot be used is said.
        self.unused = {
            name: columns
            for name, columns in headings.stated.items()
            if name not in self.simple and name != DATE and not any(column in self.side for column in columns)
        }
        self._cells: dict[str, dict[Any, int]] = {}
        self._enums: dict[Any, Codes] = {}
        self._sides: dict[tuple[Any, ...], dict[str, Any] | None] = {}
        self._identity = {
            name: cuts_in(self.rulebook.facts[name], facts.edges[name], None, False)
            for name in facts.own
            if self.rulebook.facts[name].measured and name not in facts.raw
        }
        self._spans: dict[str, dict[Any, tuple[float, float] | None]] = {}
        self._converted: dict[str, dict[float, tuple[float, float]]] = {}

    def read(self, frame: Block) -> Read:
        """Read some rows."""
        count = frame.height
        odd = np.zeros(count, dtype=bool)
        rows = Rows(self._days(frame, odd))
        for name, columns in self.simple.items():
            fact = self.rulebook.facts[name]
            if fact.measured:
                self._measure(fact, columns, frame, rows, odd)
            else:
                rows.codes[name] = self._codes(fact, columns, frame, odd)
        self.check(frame, odd)
        if self.side:
            self._sided(frame, rows, odd)
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
        state, bad = self._state(column.fact, (column,), (cell,))
        return _ODD if bad else fallback if state is None else int(state[0])

    # Facts of one column

    def _state(self, fact: Fact, columns: Sequence[Column], cells: Sequence[Any]) -> tuple[Any, bool]:
        """Return what cells state as it stands in a state, and whether they cannot be used."""
        faults: list[Fault] = []
        node = cell_node(self.rulebook, columns, cells, faults)
        value = None
        if node is not None and not faults:
            value = ValueReader(self.rulebook, nations_of(self.rulebook), faults).read(fact, node)
        return (None if value is None else value.state), bool(faults)

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
        held = self.facts.values[fact.name].held
        if len(known) > _REMEMBERED:
            known.clear()
        found = np.zeros(len(cells), dtype=np.int32)
        for n, cell in enumerate(cells):
            if cell is None:
                continue
            mark = mark_of(cell)
            code = known.get(mark)
            if code is None:
                state, bad = self._state(fact, columns, (cell,))
                bad = bad or said_unknown(fact, cell)
                code = _ODD if bad else 0 if state is None else _code(held, state)
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
        spans = self._spans.setdefault(fact.name, {})
        array = frame.array(columns[0].name)
        if fact.measured and len(columns) == 1 and array is not None:
            unit = _unit_of(columns[0])
            if unit is not None:
                low = _floats(*array)
                limits = self._identity_of(fact, unit)
                odd |= (low < limits[0]) | (low >= limits[1]) | np.isinf(low)
                return
        places, cells = distinct_cells(self._together(columns, frame))
        bad = np.zeros(len(cells), dtype=bool)
        for n, cell in enumerate(cells):
            mark = mark_of(cell)
            if mark not in spans:
                one = (cell,) if len(columns) == 1 else tuple((cell or {}).values())
                spans[mark] = None if cell is None or not self._state(fact, columns, one)[1] else (0.0, 0.0)
            bad[n] = spans[mark] is not None
        odd |= bad[places]

    def _together(self, columns: Sequence[Column], frame: Block) -> pl.Series:
        """Return one column, or the two ends of an interval as pairs."""
        series = [frame.series(column.name) for column in columns]
        return series[0] if len(series) == 1 else pl.DataFrame(series).to_struct("cells")

    def _identity_of(self, fact: Fact, unit: Unit | None) -> tuple[float, float]:
        return cuts_in(fact, (), unit).bounds

    # Measures

    def _measure(self, fact: Fact, columns: Sequence[Column], frame: Block, rows: Rows, odd: Mask) -> None:
        name, facts = fact.name, self.facts
        unit = facts.units[name]
        ends = [] if unit is None else [self._numbers(column, frame, odd) for column in columns]
        if not ends or any(end is None for end in ends):
            least, most = self._spanned(fact, columns, frame, odd)
            if name in facts.exact:
                rows.figures[name] = least, most
            else:
                rows.codes[name] = coded(least, most, self._identity[name])
            return
        low, high = ends[0], ends[-1]
        assert low is not None
        assert high is not None
        bounds = facts.cuts[name].bounds if name not in facts.exact else self._identity_of(fact, unit)
        wrong = np.zeros(len(low), dtype=bool)
        for end in (low,) if low is high else (low, high):
            wrong |= (end < bounds[0]) | (end >= bounds[1]) | np.isinf(end)
        if low is not high:
            wrong |= low > high
            # Where one end is not known, the fact may lie anywhere on that side; such rows are rare.
            wrong |= np.isnan(low) != np.isnan(high)
        odd |= wrong
        if name in facts.exact:
            rows.figures[name] = self._in_unit(fact, unit, low, high)
        else:
            rows.codes[name] = coded(low, high, facts.cuts[name])

    def _numbers(self, column: Column, frame: Block, odd: Mask) -> Floats | None:
        array = frame.array(column.name)
        if array is not None:
            return _floats(*array)
        series = frame.series(column.name)
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

    def _in_unit(self, fact: Fact, unit: Unit | None, low: Floats, high: Floats) -> tuple[Floats, Floats]:
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

    def _spanned(self, fact: Fact, columns: Sequence[Column], frame: Block, odd: Mask) -> tuple[Floats, Floats]:
        """Return a measure whose cells carry their units."""
        spans = self._spans.setdefault(fact.name, {})
        if len(spans) > _REMEMBERED:
            spans.clear()
        one = len(columns) == 1
        places, cells = distinct_cells(self._together(columns, frame))
        ends = np.full((len(cells), 2), np.nan)
        bad = np.zeros(len(cells), dtype=bool)
        for n, cell in enumerate(cells):
            if cell is None:
                continue
            mark = mark_of(cell)
            if mark not in spans:
                state, wrong = self._state(fact, columns, (cell,) if one else tuple(cell.values()))
                spans[mark] = (np.inf, -np.inf) if wrong else state
            span = spans[mark]
            if span is not None:
                bad[n] = span[0] > span[1]
                if not bad[n]:
                    ends[n] = span
        odd |= bad[places]
        return ends[places, 0], ends[places, 1]

    # What comes from elsewhere than its own column

    def _sided(self, block: Block, rows: Rows, odd: Mask) -> None:
        """Read names, claims and the like: what they tell of other facts counts where those are not stated."""
        names = [column.name for column in self.side]
        frame = block.frame.select(names)
        plain = frame.select(pl.col(n).cast(pl.String) if not frame.schema[n].is_nested() else pl.col(n) for n in names)
        places, cells = distinct_cells(plain.to_struct("cells") if len(names) > 1 else plain.to_series())
        told: list[dict[str, Any] | None] = []
        for cell in cells:
            values: tuple[Any, ...] = tuple((cell or dict.fromkeys(names)).values()) if len(names) > 1 else (cell,)
            mark = tuple(mark_of(value) for value in values)
            if mark not in self._sides:
                if len(self._sides) > _REMEMBERED:
                    self._sides.clear()
                self._sides[mark] = self._told(dict(zip(names, values, strict=True)))
            told.append(self._sides[mark])
        bad = np.array([found is None for found in told], dtype=bool)
        odd |= bad[places]
        for name in dict.fromkeys(name for found in told if found for name in found):
            if name not in self.facts.own:
                continue
            fact = self.rulebook.facts[name]
            stated = [None if found is None else found.get(name) for found in told]
            if fact.measured:
                ends = np.array([value or (np.nan, np.nan) for value in stated], dtype=float)
                low, high = ends[places, 0], ends[places, 1]
                if name in self.facts.exact:
                    own = rows.figures.get(name)
                    if own is not None:
                        low, high = np.where(np.isnan(own[0]), low, own[0]), np.where(np.isnan(own[0]), high, own[1])
                    rows.figures[name] = low, high
                    continue
                codes = coded(low, high, self._identity[name])
            else:
                held = self.facts.values[name].held
                codes = np.array([0 if value is None else _code(held, value) for value in stated], dtype=np.int32)[
                    places
                ]
                self.facts.values[name].grown()
            own_codes = rows.codes.get(name)
            rows.codes[name] = codes if own_codes is None else np.where(own_codes > 0, own_codes, codes)

    def _told(self, row: dict[str, Any]) -> dict[str, Any] | None:
        """Return what the side columns of a row state, or None where the row has to be read as a whole."""
        faults: list[Fault] = []
        side = replace(self.headings, columns=tuple(self.side))
        node = row_node(self.rulebook, side, row, faults)
        if faults:
            return None
        try:
            transfer = self.stater.read(node)
        except InputError:
            return None
        # Points and the basis of figures bear on other cells of the row.
        if any(self.rulebook.facts[name].type == "points" for name in transfer.stated) or self._based(transfer.shown):
            return None
        return {name: value for name, value in transfer.stated.items() if name != DATE and name not in self.base.stated}

    def _based(self, shown: Mapping[str, Any]) -> bool:
        basis = self.rulebook.facts.get("basis")
        place = shown.get(basis.at, shown) if basis is not None else {}
        return basis is not None and basis.key in place


def _code(held: list[Any], state: Any) -> int:
    """Return the code of a value, which is given one if it has none."""
    with FILLING:
        for code in range(1, len(held)):
            if held[code] == state:
                return code
        held.append(state)
        return len(held) - 1


def _crowded(texts: pl.Series, long: pl.Series) -> Mask:
    """Return which of some long numbers have more digits than a float holds; noughts at the end, as databases write them, are none."""
    found = [text for text in texts.filter(long).unique().to_list() if len(text) > _LONGEST or crowded(Fraction(text))]
    mask: Mask = (long & texts.is_in(found)).fill_null(False).to_numpy()
    return mask


def _each(numbers: Floats, reading: Callable[[float], float]) -> Floats:
    distinct, place = np.unique(numbers, return_inverse=True)
    found = np.array([np.nan if np.isnan(n) else reading(n) for n in distinct.tolist()], dtype=float)
    return found[place.reshape(-1)]


def _floats(values: npt.NDArray[Any], known: Mask | None) -> Floats:
    if known is None:
        return values.astype(np.float64, copy=False)
    return np.where(known, values, np.nan)
