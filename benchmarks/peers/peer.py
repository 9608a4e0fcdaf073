"""What a peer is to the bench, and the answers that all of them give. Nothing here knows a particular peer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

CATEGORIES = ("I", "II", "unlisted")
POSTURES = (
    "prohibited",
    "strong_presumption_of_denial",
    "presumption_of_denial",
    "case_by_case",
    "presumption_of_approval",
    "none",
)
"""The answers, strictest first, as the questions of the law folder list them."""

Pair = tuple[str | None, str | None]
"""Category and posture of one row; None where the answer is open."""


def pairs_of(categories: Iterable[int | None], postures: Iterable[int | None]) -> list[Pair]:
    """Return the answers whose places in the two lists are given, None for an open one."""
    return [
        (None if category is None else CATEGORIES[category], None if posture is None else POSTURES[posture])
        for category, posture in zip(categories, postures, strict=True)
    ]


@dataclass(frozen=True)
class Peer:
    """One way of deciding the policy.

    Attributes:
        name: how the table calls it.
        packages: the distributions whose versions are recorded with it.
        note: what a reader must know of the measurement.
        open_rows: whether it tells an open answer from a decided one; if not, it is given rows without unknowns.
        largest: the most rows that it is given.
        prepare: from a frame to the form in which the peer takes its input; not measured.
        run: from that form to all answers; measured.
        pairs: from what ``run`` returned to the answers for some rows, given by their places; not measured.
    """

    name: str
    packages: tuple[str, ...]
    note: str
    open_rows: bool
    largest: int
    prepare: Callable[[Any], Any]
    run: Callable[[Any], Any]
    pairs: Callable[[Any, Sequence[int]], list[Pair]]


def listed(answers: Sequence[Pair], places: Sequence[int]) -> list[Pair]:
    """Return the answers at some places of a list of them."""
    return [answers[place] for place in places]
