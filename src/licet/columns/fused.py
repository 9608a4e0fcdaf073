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

_NO_BITS = np.zeros(1, dtype=np.uint8)


@numba.njit(nogil=True, cache=True)  # type: ignore[untyped-decorator]
def _code_figures(
    values: Any, bits: Any, offset: int, start: int, low: Any, high: Any, bottom: float, beyond: float, out: Any
) -> bool:
    """Code figures by their cells; False where one is out of bounds."""
    cells = len(low) + 1
    fine = True
    for n in range(len(out)):
        at = offset + start + n
        if len(bits) > 1 and not (bits[at >> 3] >> (at & 7)) & 1:
            out[n] = 0
            continue
        number = values[at]
        if number != number:
            out[n] = 0
            continue
        if number < bottom or number >= beyond:
            fine = False
        first = 0
        for cut in low:
            first += number >= cut
        last = 0
        for cut in high:
            last += number >= cut
        out[n] = (first * (2 * cells - 1) - first * first) // 2 + last + 1
    return fine


@numba.njit(nogil=True, cache=True)  # type: ignore[untyped-decorator]
def _code_numbers(values: Any, bits: Any, offset: int, start: int, of_number: Any, first: int, out: Any) -> None:
    """Code small numbers by a table, whose last place is for what is not there; numbers outside it count as its ends."""
    last = len(of_number) - 1
    for n in range(len(out)):
        at = offset + start + n
        if len(bits) > 1 and not (bits[at >> 3] >> (at & 7)) & 1:
            out[n] = of_number[last]
        else:
            out[n] = of_number[min(max(np.int64(values[at]) - first, 0), last - 1)]


@numba.njit(nogil=True, cache=True)  # type: ignore[untyped-decorator]
def _code_truths(values: Any, bits: Any, offset: int, start: int, out: Any) -> None:
    for n in range(len(out)):
        at = offset + start + n
        known = len(bits) <= 1 or (bits[at >> 3] >> (at & 7)) & 1
        out[n] = (1 + ((values[at >> 3] >> (at & 7)) & 1)) if known else 0


@numba.njit(nogil=True, cache=True)  # type: ignore[untyped-decorator]
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
    """Follow rows from table to table; False where one is not filled yet."""
    for n in range(len(out)):
        state = 0
        for stage in range(len(starts) - 1):
            key = 0
            for k in range(starts[stage], starts[stage + 1]):
                key = key * rooms[k] + codes[columns[k], n]
            found = classes[class_at[stage] + key]
            if found < 0:
                return False
            state = states[state_at[stage] + state * wide[stage] + found]
            if state < 0:
                return False
        out[n] = state
    return True


@dataclass(slots=True)
class _Packed:
    """The tables of one chain, one behind the other."""

    starts: npt.NDArray[np.int64]
    columns: npt.NDArray[np.int64]
    rooms: npt.NDArray[np.int64]
    classes: Codes
    class_at: npt.NDArray[np.int64]
    states: Codes
    state_at: npt.NDArray[np.int64]
    wide: npt.NDArray[np.int64]


class Fused(Memory):
    """Answers tables by look-ups in one compiled loop; takes what :class:`~licet.columns.memory.Memory` takes."""

    def _prepare(self, schema: pl.Schema) -> None:
        if self._schema == schema:
            return
        super()._prepare(schema)
        facts, reader = self.decider.facts, self.reader
        plain = not reader.side and not reader.unused and not facts.worked_out and not facts.exact
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
        codes = np.empty((len(self._rows), block.height), dtype=np.int32)
        for n, name in enumerate(self._rows):
            if not self._code(name, block, codes[n]):
                return None
        if self._packed is None:
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

    def _code(self, name: str, block: Block, out: Codes) -> bool:
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
            *(np.array(some, dtype=np.int64) for some in (starts, columns, rooms)),
            np.concatenate(classes),
            np.array(class_at, dtype=np.int64),
            np.concatenate(states),
            np.array(state_at, dtype=np.int64),
            np.array(wide, dtype=np.int64),
        )
