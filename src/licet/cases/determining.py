"""Freezing what the engine says: a determination for each item and destination of a case, with the law and the lists it rests on."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from licet.cases.case import CaseState, Item
from licet.cases.worth import with_worth
from licet.determination import Determination
from licet.rulebook.rulebook import Rulebook

# Asks the engine of a transfer in the contract's form.
Review = Callable[[Mapping[str, Any]], Determination]


def asked(
    transfer: Mapping[str, Any], stated: Mapping[str, Any], destination: str, day: datetime.date
) -> dict[str, Any]:
    """Return the transfer of one item to one destination in the contract's form.

    Args:
        transfer: what is stated for all items.
        stated: the item.
        destination: the code of a nation.
        day: on which the law is read.
    """
    return {**transfer, "item": dict(stated), "recipient": destination, "date": day.isoformat()}


def frozen(
    transfer: Mapping[str, Any],
    items: Iterable[Item],
    destinations: Iterable[str],
    review: Review,
    day: datetime.date,
) -> list[dict[str, Any]]:
    """Return the determinations as they stand in an event.

    Args:
        transfer: what is stated for all items.
        items: of the case; what they are worth is told with each, see :mod:`licet.cases.worth`.
        destinations: the codes of nations.
        review: asks the engine.
        day: on which the law is read.

    Raises:
        InputError: where the engine cannot use what is stated, or the transfer states another value than its items.
    """
    places, things = tuple(destinations), tuple(items)
    # Whoever states no value needs no law to be told.
    values = [(one.value, one.currency) for one in things]
    told = with_worth(transfer, values, Rulebook.load()) if any(value is not None for value, _ in values) else transfer
    made = []
    for thing in things:
        for place in places:
            question = asked(told, thing.stated, place, day)
            found = review(question)
            text = found.to_json(indent=0)
            made.append(
                {
                    "item": thing.id,
                    "destination": place,
                    "rulebook": found.rulebook.digest,
                    "day": day.isoformat(),
                    "findings": text,
                    "digest": hashlib.sha256(text.encode()).hexdigest(),
                    "screening": vintages(found),
                    "transfer": question,
                }
            )
    return made


def vintages(found: Determination) -> list[dict[str, Any]]:
    """Return each list against which a party was screened, with its day and state; empty where no party is named."""
    lists = {
        (one.source, one.list): {
            "source": one.source,
            "title": one.title,
            "vintage": one.vintage,
            "status": one.status,
            "digest": one.digest,
        }
        for party in found.parties
        for one in party.screening.lists
    }
    return [lists[key] for key in sorted(lists)]


def frozen_of(state: CaseState, review: Review, day: datetime.date) -> list[dict[str, Any]]:
    """Return the determinations of a case as it is stated now."""
    return frozen(state.transfer, state.items, state.destinations, review, day)


def determined(state: CaseState) -> list[Determination]:
    """Return the last determination of each item and destination of a case as the engine gave it, for :func:`licet.cases.procedure_for.procedure_for`."""
    current = {(item.id, place) for item in state.items for place in state.destinations}
    return [
        msgspec.convert(one.findings, Determination) for one in state.latest if (one.item, one.destination) in current
    ]


def items_of(items: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return items as they stand in an event: amounts as text.

    Args:
        items: each with ``id``, ``name``, ``stated``, ``quantity``, and where they are stated ``unit``, ``value`` and ``currency``.
    """
    return [
        {
            "id": str(one["id"]),
            "name": str(one["name"]),
            "stated": one.get("stated", {}),
            "quantity": str(one["quantity"]),
            "unit": str(one.get("unit") or Item.__dataclass_fields__["unit"].default),
            "value": None if one.get("value") in (None, "") else str(one["value"]),
            "currency": str(one.get("currency") or ""),
        }
        for one in items
    ]
