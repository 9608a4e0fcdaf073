"""The columns of a table as arrays: a view of the memory that holds them, with what says which cells are there.

Nothing is copied, and blocks of rows are views of the same memory; every other way of asking a column for its numbers costs more than
deciding the rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Array:
    """A column of numbers, days, truths, or of texts from a list known beforehand, by their numbers.

    Attributes:
        values: the cells; what stands for one that is not there means nothing.
        bits: one bit for each cell, set where it is there; None where all are.
        offset: where in them the first cell's stands.
        packed: whether the values are bits themselves.
    """

    values: npt.NDArray[Any]
    bits: npt.NDArray[np.uint8] | None
    offset: int
    packed: bool

    def part(self, start: int, count: int) -> tuple[npt.NDArray[Any], Mask | None]:
        """Return some cells, and which of them are there; None where all are."""
        known = None if self.bits is None else _unpacked(self.bits, self.offset + start, count)
        if self.packed:
            return _unpacked(self.values, self.offset + start, count), known
        return self.values[self.offset + start : self.offset + start + count], known


def _arrayed(dtype: pl.DataType) -> bool:
    """Whether the cells of a column are held as numbers."""
    held = dtype.is_numeric() or dtype in (pl.Boolean, pl.Date, pl.Enum)
    return held and not dtype.is_decimal() and not dtype.is_(pl.Int128)


def _array_of(held: pa.Array, packed: bool) -> Array:
    bits, values = held.buffers()
    kind = np.dtype(np.uint8 if packed else held.type.to_pandas_dtype())
    # A column of which no cell is there may hold no memory at all.
    numbers = np.frombuffer(values, dtype=kind) if values else np.zeros(held.offset + len(held), dtype=kind)
    known = np.frombuffer(bits, dtype=np.uint8) if bits is not None and held.null_count else None
    return Array(numbers, known, held.offset, packed)


def _unpacked(bits: npt.NDArray[np.uint8], start: int, count: int) -> Mask:
    some = np.unpackbits(bits[start // 8 : (start + count + 7) // 8], bitorder="little")
    return some[start % 8 : start % 8 + count].view(np.bool_)


class Table:
    """A table whose columns lie in one piece of memory each.

    Args:
        whole: the table of which it is a part.
        first: the place of its first row in that table.
        height: how many rows it has.
        held: those of its columns that are arrays.
    """

    def __init__(self, whole: pl.DataFrame, first: int, height: int, held: pa.RecordBatch | None) -> None:
        self.whole = whole
        self.first = first
        self.height = height
        self.schema = whole.schema
        self._held = held
        self._arrays: dict[str, Array | None] = {}

    def held(self, name: str) -> pa.Array:
        """Return a column that is an array as Arrow holds it: days and texts from a list as numbers."""
        assert self._held is not None
        return self._held.column(name)

    def array(self, name: str) -> Array | None:
        """Return a column as an array; None for texts and what is nested."""
        if name not in self._arrays:
            held = self._held
            place = -1 if held is None else held.schema.get_field_index(name)
            packed = self.schema[name] == pl.Boolean
            self._arrays[name] = None if held is None or place < 0 else _array_of(held.column(place), packed)
        return self._arrays[name]

    def block(self, start: int, count: int) -> Block:
        """Return some rows."""
        return Block(self, start, min(count, self.height - start))


def tables(frame: pl.DataFrame, least: int) -> Iterator[tuple[int, Table]]:
    """Yield a table in the parts in which it lies in the memory, each with the place of its first row.

    Args:
        frame: the table.
        least: parts of fewer rows than this are put together, which copies them.
    """
    if frame.n_chunks("all") and frame.height < least * max(frame.n_chunks("all")):
        frame = frame.rechunk()
    names = [name for name, dtype in frame.schema.items() if _arrayed(dtype)]
    if not names or not frame.height:
        yield 0, Table(frame, 0, frame.height, None)
        return
    first = 0
    for part in frame.select(pl.col(names).to_physical()).to_arrow().to_batches():
        yield first, Table(frame, first, part.num_rows, part)
        first += part.num_rows


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows of a table.

    Attributes:
        table: the table.
        start: the first row.
        height: how many there are.
    """

    table: Table
    start: int
    height: int

    @property
    def frame(self) -> pl.DataFrame:
        """The rows as a table of their own."""
        return self.table.whole.slice(self.table.first + self.start, self.height)

    def series(self, name: str) -> pl.Series:
        """Return a column."""
        return self.table.whole[name].slice(self.table.first + self.start, self.height)

    def together(self, names: Sequence[str]) -> pl.Series:
        """Return one column, or of several the cells of each row together."""
        series = [self.series(name) for name in names]
        return series[0] if len(series) == 1 else pl.DataFrame(series).to_struct("cells")

    def held(self, name: str) -> pa.Array:
        """Return a column that is an array as Arrow holds it: days and texts from a list as numbers."""
        return self.table.held(name).slice(self.start, self.height)

    def array(self, name: str) -> tuple[npt.NDArray[Any], Mask | None] | None:
        """Return a column as an array, and which of its cells are there; None where it is none."""
        found = self.table.array(name)
        return None if found is None else found.part(self.start, self.height)
