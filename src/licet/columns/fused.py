"""The look-ups of a row in one compiled loop, for tables whose columns are numbers, days, truths and texts from a list known beforehand.

Columns are coded and followed through the tables of :mod:`licet.columns.chain` block by block, so that nothing between a column and its
answer leaves the cache of a core. What the tables do not hold yet is found as :class:`~licet.columns.memory.Memory` finds it, and what is not
such a table is answered by it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numba
import numpy as np
import numpy.typing as npt
import polars as pl

from licet.columns.arrays import Array, Block
from licet.columns.coding import Cuts
from licet.columns.memory import Memory
from licet.columns.reading import Reader
from licet.columns.signature import DATE, Codes

# So many ends can be told apart in two bytes, with one number to spare.
_MOST = 65_000
# Rows that are coded together, so that each cut is held against them in one go of the processor.
_STEP = 2048
# For each byte of bits, the eight bytes that they stand for.
_EIGHT = np.unpackbits(np.arange(256, dtype=np.uint8), bitorder="little").view(np.uint64)
_NO_BITS = np.zeros(1, dtype=np.uint8)


@numba.njit(nogil=True, cache=True)
def _there(bits: Any, start: int, count: int, known: Any) -> None:
    """Unpack which cells are there, a byte of them at a time where they begin with one."""
    if len(bits) <= 1:
        known[:] = 1
    elif start & 7:
        for n in range(count):
            known[n] = (bits[(start + n) >> 3] >> ((start + n) & 7)) & 1
    else:
        wide = known.view(np.uint64)
        for n in range((count + 7) >> 3):
            wide[n] = _EIGHT[bits[(start >> 3) + n]]


@numba.njit(nogil=True, cache=True)
def _code_figures(
    values: Any, bits: Any, offset: int, start: int, low: Any, high: Any, bottom: float, beyond: float, out: Any
) -> bool:
    """Code figures by their cells, cut by cut over a few rows at a time; False where one is out of bounds."""
    cells = np.int16(len(low) + 1)
    once = len(low) == len(high) and (len(low) == 0 or low[0] == high[0])
    known = np.empty(_STEP, dtype=np.uint8)
    first = np.empty(_STEP, dtype=np.int16)
    last = np.empty(_STEP, dtype=np.int16)
    wrong = 0
    for begin in range(0, len(out), _STEP):
        count = min(_STEP, len(out) - begin)
        numbers = values[offset + start + begin : offset + start + begin + count]
        _there(bits, offset + start + begin, count, known)
        first[:] = 0
        for cut in low:
            for n in range(count):
                first[n] += numbers[n] >= cut
        if not once:
            last[:] = 0
            for cut in high:
                for n in range(count):
                    last[n] += numbers[n] >= cut
        else:
            last[:] = first
        for n in range(count):
            number = numbers[n]
            here = known[n] & (number == number)
            wrong += here & ((number < bottom) | (number >= beyond))
            code = (
                (first[n] * (np.int16(2) * cells - np.int16(1)) - first[n] * first[n]) // np.int16(2)
                + last[n]
                + np.int16(1)
            )
            out[begin + n] = code * here
    return wrong == 0


@numba.njit(nogil=True, cache=True)
def _code_numbers(values: Any, bits: Any, offset: int, start: int, of_number: Any, first: int, out: Any) -> None:
    """Code small numbers by a table, whose last place is for what is not there; numbers outside it count as its ends."""
    last, lowest = np.int32(len(of_number) - 1), np.int32(first)
    known = np.empty(_STEP, dtype=np.uint8)
    places = np.empty(_STEP, dtype=np.int32)
    for begin in range(0, len(out), _STEP):
        count = min(_STEP, len(out) - begin)
        _there(bits, offset + start + begin, count, known)
        for n in range(count):
            place = min(max(np.int32(values[offset + start + begin + n]) - lowest, np.int32(0)), last - np.int32(1))
            places[n] = last + (place - last) * np.int32(known[n])
        for n in range(count):
            out[begin + n] = of_number[places[n]]


@numba.njit(nogil=True, cache=True)
def _code_truths(values: Any, bits: Any, offset: int, start: int, out: Any) -> None:
    known = np.empty(_STEP, dtype=np.uint8)
    truths = np.empty(_STEP, dtype=np.uint8)
    for begin in range(0, len(out), _STEP):
        count = min(_STEP, len(out) - begin)
        _there(bits, offset + start + begin, count, known)
        _there(values, offset + start + begin, count, truths)
        for n in range(count):
            out[begin + n] = (truths[n] + 1) * known[n]


@numba.njit(nogil=True, cache=True)
def _follow(
    codes: Any,
    starts: Any,
    columns: Any,
    rooms: Any,
    classes: Any,
    class_at: Any,
    states: Any,
    state_at: Any,
    wide: Any,
    out: Any,
) -> bool:
    """Follow rows from table to table, one table after the other; False where one is not filled yet."""
    unseen = np.uint16(65535)
    key = np.empty(len(out), dtype=np.int32)
    out[:] = 0
    for stage in range(len(starts) - 1):
        first = columns[starts[stage]]
        for n in range(len(out)):
            key[n] = np.int32(codes[first, n])
        for k in range(starts[stage] + 1, starts[stage + 1]):
            room, column = np.int32(rooms[k]), columns[k]
            for n in range(len(out)):
                key[n] = key[n] * room + np.int32(codes[column, n])
        here, there = class_at[stage], state_at[stage]
        width = np.int32(wide[stage])
        worst = np.uint16(0)
        for n in range(len(out)):
            found = classes[here + key[n]]
            worst = max(worst, found)
            key[n] = out[n] * width + found
        if worst == unseen:
            return False
        for n in range(len(out)):
            found = states[there + key[n]]
            worst = max(worst, found)
            out[n] = found
        if worst == unseen:
            return False
    return True


@dataclass(slots=True)
class _Packed:
    """The tables of one chain, one behind the other."""

    starts: npt.NDArray[np.int64]
    columns: npt.NDArray[np.int64]
    rooms: npt.NDArray[np.int64]
    classes: npt.NDArray[np.uint16]
    class_at: npt.NDArray[np.int64]
    states: npt.NDArray[np.uint16]
    state_at: npt.NDArray[np.int64]
    wide: npt.NDArray[np.int64]


class Fused(Memory):
    """Answers tables by look-ups in one compiled loop; takes what :class:`~licet.columns.memory.Memory` takes."""

    def _prepare(self, schema: pl.Schema) -> None:
        if self._schema == schema:
            return
        super()._prepare(schema)
        facts, reader = self.decider.facts, self.reader
        plain = not reader.side and not any(self.rulebook.facts[name].measured for name in facts.exact & facts.own)
        plain = plain and all(len(columns) == 1 for columns in reader.simple.values())
        stages = [stage for chain in self.decider.chains for stage in chain.stages]
        self._rows = sorted(
            {name for stage in stages for name in stage.lookup.names}, key=lambda name: (name != DATE, name)
        )
        self._fits = plain and all(name == DATE or name in reader.simple for name in self._rows)
        self._packed: list[_Packed] | None = None

    def _lasts(self, block: Block) -> list[Codes] | None:
        """Return the end of each row in every chain; None where the rows have to be read otherwise."""
        if not self._fits:
            return None
        odd = np.zeros(block.height, dtype=bool)
        self.reader.check(block, odd)
        if odd.any():
            return None
        codes = np.empty((len(self._rows), block.height), dtype=np.int16)
        for n, name in enumerate(self._rows):
            if not self._code(name, block, codes[n]):
                return None
        if self._packed is None:
            if any(self.decider.ends(n) >= _MOST for n in range(len(self.decider.chains))):
                return None
            self._packed = [self._pack(number) for number in range(len(self.decider.chains))]
        found = []
        for packed in self._packed:
            last = np.empty(block.height, dtype=np.int32)
            if not _follow(
                codes,
                packed.starts,
                packed.columns,
                packed.rooms,
                packed.classes,
                packed.class_at,
                packed.states,
                packed.state_at,
                packed.wide,
                last,
            ):
                # The tables are filled by the way that takes any row, and packed anew for the next.
                self._packed = None
                return None
            found.append(last)
        return found

    def _code(self, name: str, block: Block, out: npt.NDArray[np.int16]) -> bool:
        reader: Reader = self.reader
        if name == DATE and not reader.dated:
            out[:] = self.decider.stretches.of(np.full(1, reader.base.date.toordinal(), dtype=np.int64))[0]
            return True
        (column,) = self.headings.stated[name]
        array: Array | None = block.table.arrays[column.name]
        dtype = block.table.dtypes[column.name]
        if array is None:
            return False
        bits = _NO_BITS if array.bits is None else array.bits
        if name == DATE:
            if dtype != pl.Date:
                return False
            table, first = self.decider.stretches.table(reader.base.date.toordinal())
            _code_numbers(array.values, bits, array.offset, block.start, table, first - 719_163, out)
            return True
        fact = self.rulebook.facts[name]
        if fact.measured:
            cuts: Cuts = self.decider.facts.cuts[name]
            values = array.values
            if dtype == pl.Boolean:
                return False
            return bool(
                _code_figures(
                    values, bits, array.offset, block.start, cuts.low, cuts.high, cuts.bounds[0], cuts.bounds[1], out
                )
            )
        if fact.type == "truth" and dtype == pl.Boolean:
            _code_truths(array.values, bits, array.offset, block.start, out)
            return True
        if isinstance(dtype, pl.Enum):
            of_text = reader.of_enum(fact, (column,), dtype)
            if of_text.min() < 0:
                return False
            _code_numbers(array.values, bits, array.offset, block.start, of_text, 0, out)
            return True
        return False

    def _pack(self, number: int) -> _Packed:
        chain = self.decider.chains[number]
        starts, columns, rooms, class_at, state_at, wide = [0], [], [], [], [], []
        classes, states = [], []
        at_class = at_state = 0
        chain.make_room()
        for stage in chain.stages:
            columns += [self._rows.index(name) for name in stage.lookup.names]
            rooms += [self.decider.facts.values[name].room for name in stage.lookup.names]
            starts.append(len(columns))
            table, following = stage.lookup.table, stage.table
            class_at.append(at_class)
            state_at.append(at_state)
            wide.append(following.shape[1])
            classes.append(table)
            states.append(following.reshape(-1))
            at_class += len(table)
            at_state += following.size
        return _Packed(
            np.array(starts, dtype=np.int64),
            np.array(columns, dtype=np.int64),
            np.array(rooms, dtype=np.int64),
            _small(classes),
            np.array(class_at, dtype=np.int64),
            _small(states),
            np.array(state_at, dtype=np.int64),
            np.array(wide, dtype=np.int64),
        )


def _small(tables: list[Codes]) -> npt.NDArray[np.uint16]:
    """Return tables one behind the other in two bytes a place; the highest number says that a place is not filled."""
    return np.concatenate(tables).astype(np.uint16)
