"""What is offered to whoever maps a column with cells that cannot be used as they are: the order of its days, or what each such cell means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from licet.columns.headings import Column
from licet.columns.proposing import unreadable
from licet.columns.wording import WORDED, nameable, orders_of
from licet.rulebook.rulebook import Rulebook

_MOST = 12


@dataclass(frozen=True, slots=True)
class Offer:
    """What is offered for a column.

    Attributes:
        orders: the orders in which all days are written that cannot be read as they are.
        words: each cell that is no value of the fact, with the value that other people call so, or nothing.
        values: the values that a cell may mean, each with its meaning; empty for nations, which are named freely.
        sample: a cell that cannot be read as it is.
    """

    orders: tuple[str, ...] = ()
    words: tuple[tuple[str, str], ...] = ()
    values: tuple[tuple[str, str], ...] = ()
    sample: str = ""


def offered(rulebook: Rulebook, column: Column, cells: Sequence[str]) -> Offer | None:
    """Return what is offered for a column, or None where its cells can be used or nothing mends them.

    Args:
        rulebook: declares the facts.
        column: what it states.
        cells: its different cells.
    """
    fact = column.fact
    if fact.type not in (*WORDED, "date"):
        return None
    odd = [cell for cell in cells if unreadable(rulebook, column, cell)]
    if fact.type == "date":
        orders = tuple(orders_of(odd)) if column.wording is None else ()
        return Offer(orders=orders, sample=odd[0]) if orders else None
    also = {word.casefold(): value for word, value in fact.also.items()}
    words = tuple((cell, also.get(cell.strip().casefold(), "")) for cell in odd if nameable(cell))[:_MOST]
    values = {"one_of": tuple(fact.values.items()), "truth": (("yes", ""), ("no", ""), ("unknown", ""))}
    return Offer(words=words, values=values.get(fact.type, ()), sample=words[0][0]) if words else None
