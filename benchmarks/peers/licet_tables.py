"""Licet on tables: the same law by look-ups, in numpy and in one compiled loop.

The tables of look-ups are filled by the first run, which is not counted, as a compiler's work is not; ``benchmarks/RESULTS.md`` has that time.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from groups import LAW
from licet_answers import UNITS
from peer import Pair, Peer

from licet.columns.fused import Fused
from licet.columns.headings import read_headings
from licet.columns.memory import Memory
from licet.rulebook.rulebook import Rulebook

QUESTIONS = ("category", "posture")


class _Run:
    """A table in memory, and what answers it."""

    def __init__(self, engine: type[Memory], frame: Any) -> None:
        self.frame = frame.rename({name: f"{name} [{unit}]" for name, unit in UNITS.items()})
        book = Rulebook.load(LAW)
        self.runner = engine(book, read_headings(book, self.frame.columns), QUESTIONS, exact=False)

    def answers(self) -> Any:
        """Return the numbers of the answers, two bytes each."""
        return self.runner, self.runner.compact(self.frame)


def _pairs(result: Any, places: Sequence[int]) -> list[Pair]:
    runner, numbers = result
    texts = [[runner.texts[name].held[n] for n in numbers[name][list(places)].tolist()] for name in QUESTIONS]
    return list(zip(*texts, strict=True))


def _peer(engine: type[Memory], name: str, packages: tuple[str, ...]) -> Peer:
    return Peer(
        name=name,
        packages=packages,
        note="an open row is open; two bytes a row and question, and the same tables hold the deciding rules",
        open_rows=True,
        largest=10_000_000,
        prepare=lambda frame: _Run(engine, frame),
        run=lambda prepared: prepared.answers(),
        pairs=_pairs,
    )


LOOK_UPS = _peer(Memory, "Licet, look-ups", ("licet", "polars"))
COMPILED = _peer(Fused, "Licet, compiled loop", ("licet", "numba"))
