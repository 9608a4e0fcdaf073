"""What is left of a licence: of each item the quantity and the value that were not drawn down."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from licet.cases.case import CaseState
from licet.cases.guards_end import drawn_of


@dataclass(frozen=True)
class Left:
    """What is left of one item of a licence.

    Attributes:
        item: its id.
        permitted, worth: of it in all; no worth where the licence limits none.
        quantity, value: what is left.
    """

    item: str
    name: str
    unit: str
    permitted: Decimal
    quantity: Decimal
    currency: str
    worth: Decimal | None = None
    value: Decimal | None = None


def left(state: CaseState) -> list[Left]:
    """Return what is left of each item of the licence of a case; nothing where it has none."""
    if state.licence is None:
        return []
    items = {one.id: one for one in state.items}
    found = []
    for one in state.licence.items:
        drawn, worth = drawn_of(state, one.item)
        item = items.get(one.item)
        found.append(
            Left(
                one.item,
                item.name if item is not None else one.item,
                item.unit if item is not None else "",
                one.quantity,
                one.quantity - drawn,
                state.licence.currency,
                one.value,
                None if one.value is None else one.value - worth,
            )
        )
    return found
