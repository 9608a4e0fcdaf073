"""What is missing in what an applicant stated, and what it says as the acts of a case take it: in the contract's form."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

from licet.errors import Fault, InputError
from licet.language.nodes import Mapping as MappingNode
from licet.language.nodes import Unreadable, Where, from_value
from licet.rulebook.rulebook import Rulebook
from licet.transfers.stating import Stater
from licet.web.casework.stated_form import ITEM, MORE, NOT_OF_THE_WHOLE, Row, Stated
from licet.web.stating_in_addresses import PARTY_FIELDS, with_unknown


def stated_whole(stated: Stated, book: Rulebook, day: datetime.date) -> Stated:
    """Return a form with what is missing in it, and what it states in the contract's form."""
    filled = [row for row in stated.items if not row.blank]
    items = [_missed(row) for row in filled] or [_missed(stated.items[0])]
    places = [row for row in stated.places if row.texts[""]]
    codes = [row.texts["code"] for row in places if row.texts["code"]]
    twice = [
        replace(row, faults=(Fault("", f"'{row.texts['']}' once more", "each nation once"),)) if row.texts["code"] in codes[:at] and row.texts["code"] else row
        for at, row in enumerate(places)
    ]  # fmt: skip
    first = replace(stated.places[0], faults=(Fault("", "nothing", "a nation to which it goes"),))
    stated = replace(
        stated,
        items=tuple(items),
        places=tuple(twice) if len(codes) == len(places) and places else tuple(places) or (first,),
        parties=tuple(row for row in stated.parties if not row.blank) or stated.parties[:1],
    )
    if stated.wrong:
        return stated
    shown = stated.whole.said.transfer
    transfer = with_unknown(book, stated.whole.said, shown.shown if shown is not None else {})
    transfer = {key: value for key, value in transfer.items() if key not in (*NOT_OF_THE_WHOLE, ITEM)}
    if parties := [_told(row) for row in stated.parties if not row.blank]:
        transfer["parties"] = parties
    goods = tuple(_good(row, book) for row in stated.items)
    faults = [one for good in goods for one in _unreadable({**transfer, ITEM: good["stated"], "recipient": codes[0]}, book, day)]  # fmt: skip
    return replace(
        stated,
        transfer=transfer,
        goods=goods,
        destinations=tuple(codes),
        faults=tuple(dict.fromkeys(faults)),
    )


def _missed(row: Row) -> Row:
    faults = list(row.faults)
    if "name" not in row.said.texts:
        faults.append(Fault("name", "nothing", "what it is called"))
    if not row.texts["quantity"]:
        faults.append(Fault("quantity", "nothing", "how many"))
    if row.texts["value"] and not row.texts["currency"]:
        faults.append(Fault("currency", "nothing", "the code of the currency of the value, of three letters"))
    return replace(row, faults=tuple(faults))


def _good(row: Row, book: Rulebook) -> Mapping[str, Any]:
    stated = with_unknown(book, row.said, row.said.transfer.shown if row.said.transfer is not None else {})
    value = row.texts["value"]
    return {
        "id": row.texts["id"],
        "name": row.said.texts["name"][0],
        "stated": stated.get(ITEM, {}),
        "quantity": str(Decimal(row.texts["quantity"])),
        "unit": row.texts["unit"] or "pieces",
        "value": str(Decimal(value)) if value else None,
        "currency": row.texts["currency"] if value else "",
    }


def _told(row: Row) -> dict[str, Any]:
    told = {name: row.texts[name] for name in PARTY_FIELDS if row.texts[name]}
    if row.texts.get("code"):
        told["nation"] = row.texts["code"]
    try:
        more = json.loads(row.texts[MORE] or "{}")
    except ValueError:
        more = {}
    return {**more, **told} if isinstance(more, dict) else told


def _unreadable(transfer: Mapping[str, Any], book: Rulebook, day: datetime.date) -> list[Fault]:
    """Return what the engine could not read of a transfer, so that it is told before anything is kept."""
    try:
        node = from_value(transfer, Where("the application"))
        assert isinstance(node, MappingNode), "a mapping is read as one"
        Stater(book, day).read(node)
    except Unreadable as error:
        return [error.fault]
    except InputError as error:
        return list(error.faults)
    return []
