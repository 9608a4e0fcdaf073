"""The columns of a table as arrays: a view of the memory that holds them, with what says which cells are there.

Nothing is copied, and blocks of rows are views of the same memory; every other way of asking a column for its numbers costs more than
deciding the rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

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


def array_of(series: pl.Series) -> Array | None:
    """Return a column as an array; None for texts and what is nested."""
    dtype = series.dtype
    if not (dtype.is_numeric() or dtype in (pl.Boolean, pl.Date, pl.Enum)) or dtype.is_decimal():
        return None
    arrow = series.to_physical().rechunk().to_arrow()
    bits, values = arrow.buffers()
    packed = dtype == pl.Boolean
    kind = np.dtype(np.uint8 if packed else arrow.type.to_pandas_dtype())
    # A column of which no cell is there may hold no memory at all.
    held = np.frombuffer(values, dtype=kind) if values else np.zeros(arrow.offset + len(arrow), dtype=kind)
    known = np.frombuffer(bits, dtype=np.uint8) if bits is not None and arrow.null_count else None
    return Array(held, known, arrow.offset, packed)


def _unpacked(bits: npt.NDArray[np.uint8], start: int, count: int) -> Mask:
    some = np.unpackbits(bits[start // 8 : (start + count + 7) // 8], bitorder="little")
    return some[start % 8 : start % 8 + count].view(np.bool_)


class Table:
    """Some columns of a table.

    Args:
        frame: the table.
    """

    def __init__(self, frame: pl.DataFrame) -> None:
        self.frame = frame
        self.dtypes = dict(zip(frame.columns, frame.dtypes, strict=True))
        self.arrays = {name: array_of(frame[name]) for name in frame.columns}

    def block(self, start: int, count: int) -> Block:
        """Return some rows."""
        return Block(self, start, min(count, self.frame.height - start))


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
        return self.table.frame.slice(self.start, self.height)

    def series(self, name: str) -> pl.Series:
        """Return a column."""
        return self.table.frame[name].slice(self.start, self.height)

    def array(self, name: str) -> tuple[npt.NDArray[Any], Mask | None] | None:
        """Return a column as an array, and which of its cells are there; None where it is none."""
        found = self.table.arrays[name]
        return None if found is None else found.part(self.start, self.height)
