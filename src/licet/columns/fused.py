"""The look-ups of a row in one compiled loop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from licet.columns.arrays import Array, Block
from licet.columns.loops import ALIKE, CUTS, FIGURES, HELD, NUMBERS, TRUTHS, answer, load
from licet.columns.plain import Coding, Plain, Shorts, Tables
from licet.columns.signature import Codes

_LEAST_NUMBER = float(np.finfo(np.float64).min)

_Lines = npt.NDArray[np.int64]
_Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Columns:
    """How the columns are coded, but for where they are held: see :func:`licet.columns.loops.answer`."""

    held: _Lines
    tables: npt.NDArray[np.int16]
    low: _Floats
    high: _Floats
    limits: _Floats


@dataclass(frozen=True, slots=True)
class _Packed:
    """Everything as the loop takes it: see :func:`licet.columns.loops.answer`."""

    coded: _Columns
    chains: _Lines
    stages: _Lines
    columns: _Lines
    rooms: _Lines
    classes: Shorts
    states: Shorts
    questions: _Lines
    answers: Shorts


class Fused(Plain):
    """Answers tables by look-ups in one compiled loop; takes what :class:`~licet.columns.memory.Memory` takes."""

    together = 1 << 15

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        load()

    def laid_out(self, tables: Tables) -> _Packed:
        """Return tables one behind the other."""
        chains, stages = [0], []
        columns: list[int] = []
        rooms: list[int] = []
        classes: list[Codes] = []
        states: list[Codes] = [np.empty(0, dtype=np.int32)]
        at_class = at_state = 0
        for chain in tables.chains:
            for stop in chain:
                wide = 0 if stop.states is None else stop.states.shape[1]
                stages.append((len(columns), len(columns) + len(stop.columns), at_class, at_state, wide))
                columns += stop.columns
                rooms += stop.rooms
                classes.append(stop.classes)
                at_class += len(stop.classes)
                if stop.states is not None:
                    states.append(stop.states.reshape(-1))
                    at_state += stop.states.size
            chains.append(len(stages))
        starts = np.cumsum([0, *(len(of_end) for _, of_end in tables.answers)])
        questions = [(chain, int(start)) for (chain, _), start in zip(tables.answers, starts, strict=False)]
        return _Packed(
            _columns(self.codings or []),
            np.array(chains, dtype=np.int64),
            np.array(stages, dtype=np.int64),
            np.array(columns, dtype=np.int64),
            np.array(rooms, dtype=np.int64),
            _short(classes),
            _short(states),
            np.array(questions, dtype=np.int64),
            _short([of_end for _, of_end in tables.answers]),
        )

    def follow(self, block: Block, laid_out: _Packed, lasts: Codes, out: Shorts, start: int) -> bool:
        """Follow rows through the tables; see :meth:`licet.columns.plain.Plain.follow`."""
        held = laid_out.coded.held.copy()
        kept = []
        for line, coding in zip(held, self.codings or [], strict=True):
            array = block.table.array(coding.column) if coding.column else None
            if array is not None:
                kept.append(_locate(array, line))
        coded = laid_out.coded
        told: bool = answer(
            block.start,
            block.height,
            held,
            coded.tables,
            coded.low,
            coded.high,
            coded.limits,
            laid_out.chains,
            laid_out.stages,
            laid_out.columns,
            laid_out.rooms,
            laid_out.classes,
            laid_out.states,
            laid_out.questions,
            laid_out.answers,
            lasts,
            out,
            start,
        )
        return told


def _columns(codings: list[Coding]) -> _Columns:
    """Return how columns are coded, one behind the other."""
    held = np.zeros((len(codings), 11), dtype=np.int64)
    limits = np.zeros((len(codings), 3))
    tables: list[Codes] = [np.empty(0, dtype=np.int32)]
    low: list[_Floats] = [np.empty(0)]
    high: list[_Floats] = [np.empty(0)]
    at = cut = 0
    for n, coding in enumerate(codings):
        if coding.table is not None:
            way = NUMBERS if coding.column else ALIKE
            held[n] = way, 0, 0, 0, 0, coding.first, at, at + len(coding.table), 0, 0, 0
            tables.append(coding.table)
            at += len(coding.table)
        elif coding.cuts is None:
            held[n] = TRUTHS, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
        else:
            cuts = coding.cuts
            limits[n] = max(cuts.bounds[0], _LEAST_NUMBER), cuts.bounds[1], len(cuts.low) + 1
            low.append(_filled_up(cuts.low))
            high.append(_filled_up(cuts.high))
            apart = not np.array_equal(cuts.low, cuts.high)
            held[n] = FIGURES, 0, 0, 0, 0, 0, 0, 0, cut, cut + len(low[-1]), apart
            cut += len(low[-1])
    return _Columns(held, np.concatenate(tables).astype(np.int16), np.concatenate(low), np.concatenate(high), limits)


def _locate(array: Array, line: _Lines) -> npt.NDArray[np.generic]:
    """Write where the cells of a column are held into its line, and return what has to live as long."""
    values = array.values
    kinds = HELD[int(line[0])]
    if values.dtype not in kinds:
        values = values.astype(kinds[0])
    line[1] = values.itemsize
    line[2] = values.ctypes.data
    line[3] = 0 if array.bits is None else array.bits.ctypes.data
    line[4] = array.offset
    return values


def _filled_up(cuts: _Floats) -> _Floats:
    """Return cuts with as many more as are held against a row together; no figure reaches those."""
    return np.append(cuts, np.full(-len(cuts) % CUTS, np.inf))


def _short(tables: list[Codes]) -> Shorts:
    """Return tables one behind the other in two bytes a place; the highest number says that a place is not filled."""
    return np.concatenate(tables).astype(np.uint16)
