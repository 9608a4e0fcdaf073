"""The compiled loop: rows coded, followed through the tables and answered, some thousand at a time, so that all of it stays in the nearest cache."""

from __future__ import annotations

from typing import Any

import numba
import numpy as np
from numba.core import types
from numba.extending import intrinsic

# How the cells of a column are coded.
ALIKE, TRUTHS, NUMBERS, FIGURES = range(4)
# What the cells of a column may be held as, by how they are coded; others are made such first.
HELD = {
    TRUTHS: (np.dtype(np.uint8),),
    NUMBERS: (np.dtype(np.int32), np.dtype(np.uint8)),
    FIGURES: (np.dtype(np.float64),),
}
# Cuts are held against a row so many at a time; places that are left over are filled with infinity.
CUTS = 4

_STEP = 4096
# For each byte of bits, the eight bytes that they stand for.
_EIGHT = np.unpackbits(np.arange(256, dtype=np.uint8), bitorder="little").view(np.uint64)


def _pointer(typingctx: Any, address: Any, like: Any) -> Any:
    """A pointer to what is held at an address, of the type of another value."""
    del typingctx

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return builder.inttoptr(arguments[0], context.get_value_type(signature.return_type))

    return types.CPointer(like)(address, like), build  # type: ignore[no-untyped-call]


_held_at: Any = intrinsic(_pointer)
# What is held at an address, as an array.
_array: Any = numba.carray  # type: ignore[attr-defined]


@numba.njit(nogil=True, cache=True)
def _bits(held: Any, start: int, count: int, out: Any) -> None:
    """Unpack bits into bytes, eight at a time."""
    shift = start & 7
    first = start >> 3
    wide = out.view(np.uint64)
    last = (start + count - 1) >> 3
    if shift == 0:
        for n in range((count + 7) >> 3):
            wide[n] = _EIGHT[held[first + n]]
    else:
        for n in range((count + 7) >> 3):
            byte = np.uint32(held[first + n]) >> np.uint32(shift)
            if first + n < last:
                byte |= np.uint32(held[first + n + 1]) << np.uint32(8 - shift)
            wide[n] = _EIGHT[byte & np.uint32(255)]


@numba.njit(nogil=True, cache=True)
def _numbers(values: Any, known: Any, table: Any, first: int, out: Any) -> None:
    """Code small numbers by a table, whose last place is for what is not there; numbers outside it count as its ends."""
    lowest, last, none = np.int64(first), np.int64(len(table) - 2), table[len(table) - 1]
    for n in range(len(out)):
        out[n] = table[min(max(np.int64(values[n]) - lowest, np.int64(0)), last)]
    if len(known):
        for n in range(len(out)):
            out[n] = none + (out[n] - none) * np.int16(known[n])


@numba.njit(nogil=True, cache=True)
def _figures(values: Any, known: Any, low: Any, high: Any, limits: Any, cell: Any, out: Any) -> Any:
    """Code figures by the cells in which they lie; False where one is out of bounds."""
    bottom, beyond, cells = limits[0], limits[1], np.int32(limits[2])
    wrong = 0
    for n in range(len(out)):
        wrong += (values[n] < bottom) | (values[n] >= beyond)
    if wrong:
        # What stands for a cell that is not there means nothing.
        wrong = 0
        for n in range(len(out)):
            out_of_bounds = (values[n] < bottom) | (values[n] >= beyond)
            wrong += out_of_bounds & (len(known) == 0 or known[n] == 1)
        if wrong:
            return False
    _cut(values, low, cell)
    for n in range(len(out)):
        out[n] = cell[n]
    if len(high):
        _cut(values, high, cell)
    twice = np.int32(2) * cells - np.int32(1)
    for n in range(len(out)):
        start = np.int32(out[n])
        code = ((start * twice - start * start) >> np.int32(1)) + np.int32(cell[n]) + np.int32(1)
        out[n] = np.int16(code * np.int32(values[n] == values[n]))
    if len(known):
        for n in range(len(out)):
            out[n] *= known[n]
    return True


@numba.njit(nogil=True, cache=True)
def _cut(values: Any, cuts: Any, cell: Any) -> None:
    """Find the cell of each figure: the number of the cuts that it reaches."""
    for n in range(len(values)):
        cell[n] = 0
    for k in range(0, len(cuts), 4):
        one, two, three, four = cuts[k], cuts[k + 1], cuts[k + 2], cuts[k + 3]
        for n in range(len(values)):
            value = values[n]
            cell[n] += (
                np.int64(value >= one) + np.int64(value >= two) + np.int64(value >= three) + np.int64(value >= four)
            )


@numba.njit(nogil=True, cache=True)
def _staged(codes: Any, columns: Any, rooms: Any, classes: Any, states: Any, wide: int, key: Any, state: Any) -> Any:
    """Follow rows through one stage; False where its tables are not filled yet. Of the first, the classes are the states."""
    first = codes[columns[0]]
    for n in range(len(state)):
        key[n] = np.int32(first[n])
    for k in range(1, len(columns)):
        room, more = np.int32(rooms[k]), codes[columns[k]]
        for n in range(len(state)):
            key[n] = key[n] * room + np.int32(more[n])
    width, worst = np.int32(wide), np.uint16(0)
    if wide == 0:
        for n in range(len(state)):
            found = classes[key[n]]
            worst = max(worst, found)
            state[n] = np.int32(found)
        return worst < np.uint16(65535)
    for n in range(len(state)):
        found = classes[key[n]]
        worst = max(worst, found)
        key[n] = state[n] * width + np.int32(found)
    if worst == np.uint16(65535):
        return False
    for n in range(len(state)):
        found = states[key[n]]
        worst = max(worst, found)
        state[n] = np.int32(found)
    return worst < np.uint16(65535)


@numba.njit(nogil=True, cache=True)
def _told(state: Any, answers: Any, out: Any) -> Any:
    """Look up the answers of rows; False where one is not told yet."""
    worst = np.uint16(0)
    for n in range(len(state)):
        found = answers[state[n]]
        worst = max(worst, found)
        out[n] = found
    return worst < np.uint16(65535)


@numba.njit(nogil=True, cache=True)
def answer(
    start: int,
    count: int,
    held: Any,
    tables: Any,
    low: Any,
    high: Any,
    limits: Any,
    chains: Any,
    stages: Any,
    columns: Any,
    rooms: Any,
    classes: Any,
    states: Any,
    questions: Any,
    answers: Any,
    lasts: Any,
    out: Any,
    out_start: int,
) -> bool:
    """Answer rows; False where something takes more than look-ups.

    Args:
        start: the first row.
        count: how many there are.
        held: a line for each column: how it is coded, the bytes of a cell, where they are held, where it is held which of
            them are there (0 where all are), the place of the first row in both, the number to which its first code belongs, where its codes
            begin and end in ``tables``, where its cuts begin and end in ``low``, and whether those of ``high`` are others.
        tables: the codes of small numbers, one column behind the other.
        low: the cuts for the least value of figures.
        high: those for the greatest.
        limits: a line for each column: the bounds of figures, and the number of cells.
        chains: where the stages of each chain begin, and where the last ends.
        stages: a line for each stage: where its columns begin and end, where its classes and its states begin, and how many classes there
            are; 0 for the first, whose classes are the states after it.
        columns: the columns that stages look at.
        rooms: how many codes each may have.
        classes: the classes by the codes, one stage behind the other.
        states: the states after a stage, by those before it and the class.
        questions: a line for each question: its chain, and where its answers begin.
        answers: the number of the answer by the end.
        lasts: written: the end of each row in each chain; no rows where nobody asks.
        out: written: the answer of each row to each question; no rows where nobody asks.
        out_start: the row of ``out`` from which on it is written.
    """
    codes = np.empty((len(held), _STEP), dtype=np.int16)
    flags = np.empty(_STEP, dtype=np.uint8)
    truths = np.empty(_STEP, dtype=np.uint8)
    cell = np.empty(_STEP, dtype=np.int64)
    key = np.empty(_STEP, dtype=np.int32)
    state = np.empty(_STEP, dtype=np.int32)
    for begin in range(0, count, _STEP):
        some = min(_STEP, count - begin)
        for c in range(len(held)):
            coding, size, address, bits, offset, first, table, table_end, cut, cut_end, apart = held[c]
            code = codes[c, :some]
            if coding == 0:
                code[:] = tables[table]
                continue
            place = offset + start + begin
            known = flags[:0]
            if bits:
                _bits(_array(_held_at(bits, np.uint8(0)), (place + some + 7) >> 3), place, some, flags)
                known = flags[:some]
            if coding == 1:
                _bits(_array(_held_at(address, np.uint8(0)), (place + some + 7) >> 3), place, some, truths)
                for n in range(some):
                    code[n] = np.int16(truths[n]) + np.int16(1)
                if bits:
                    for n in range(some):
                        code[n] *= known[n]
                continue
            cells = tables[table:table_end]
            if coding == 2 and size == 1:
                _numbers(_array(_held_at(address + place, np.uint8(0)), some), known, cells, first, code)
            elif coding == 2:
                _numbers(_array(_held_at(address + 4 * place, np.int32(0)), some), known, cells, first, code)
            elif not _figures(
                _array(_held_at(address + 8 * place, np.float64(0)), some),
                known,
                low[cut:cut_end],
                high[cut : cut_end if apart else cut],
                limits[c],
                cell[:some],
                code,
            ):
                return False
        for chain in range(len(chains) - 1):
            end = state[:some]
            for stage in range(chains[chain], chains[chain + 1]):
                use, use_end, class_at, state_at, wide = stages[stage]
                if not _staged(
                    codes,
                    columns[use:use_end],
                    rooms[use:use_end],
                    classes[class_at:],
                    states[state_at:],
                    wide,
                    key[:some],
                    end,
                ):
                    return False
            if lasts.shape[1]:
                lasts[chain, begin : begin + some] = end
            for question in range(out.shape[0]):
                if questions[question, 0] == chain and not _told(
                    end, answers[questions[question, 1] :], out[question, out_start + begin : out_start + begin + some]
                ):
                    return False
    return True


def load() -> None:
    """Compile the loop, or load it where that was done before, so that the first block of rows need not wait for it."""
    none, some = np.empty(0, dtype=np.int64), np.empty((0, 1), dtype=np.int64)
    figures, short = np.empty(0), np.empty(0, dtype=np.uint16)
    codes = np.empty(0, dtype=np.int16)
    ends, found = np.empty((0, 0), dtype=np.int32), np.empty((0, 0), dtype=np.uint16)
    answer(
        0,
        0,
        some,
        codes,
        figures,
        figures,
        np.empty((0, 3)),
        none,
        some,
        none,
        none,
        short,
        short,
        some,
        short,
        ends,
        found,
        0,
    )
