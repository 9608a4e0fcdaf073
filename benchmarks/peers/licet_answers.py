"""Licet's own answers to a table, which all others are held against.

:func:`licet_answers` is the one place that knows how Licet decides a table: here by its plain walk, one row after the other.
"""

from __future__ import annotations

import datetime
from typing import Any

from generated import ITEM
from groups import LAW
from peer import Pair, Peer, listed

from licet.deciding.bound import binder
from licet.language.nodes import Where, from_value
from licet.rulebook.rulebook import Rulebook
from licet.transfers.stating import Stater

UNITS = {"value": "USD", "range": "km", "payload": "kg", "max_airspeed": "km/h"}


def licet_answers(frame: Any) -> list[Pair]:
    """Return category and posture of every row of a table, None where the answer is open."""
    book = Rulebook.load(LAW)
    stater, days = Stater(book, datetime.date(2026, 1, 1)), binder(book)
    answers: list[Pair] = []
    for row in frame.iter_rows(named=True):
        transfer = stater.read(from_value(stated(row), Where("row")))
        bound = days.on(transfer.date.toordinal())
        outcomes = bound.decide(bound.state(transfer.stated))
        answers.append((outcomes["category"].value, outcomes["posture"].value))
    return answers


def stated(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row as the transfer that a person would state; what is not known is left out."""
    transfer: dict[str, Any] = {"item": {}}
    for name, value in row.items():
        if value is None:
            continue
        if name in UNITS:
            value = f"{value:.0f} {UNITS[name]}"
        elif isinstance(value, bool):
            value = "yes" if value else "no"
        (transfer["item"] if name in ITEM else transfer)[name] = str(value)
    return transfer


LICET = Peer(
    name="Licet, plain walk",
    packages=("licet",),
    note="one row after the other, the reading of each transfer included; an open row is open",
    open_rows=True,
    largest=10_000,
    prepare=lambda frame: frame,
    run=licet_answers,
    pairs=listed,
)
