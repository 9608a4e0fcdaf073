"""The rows of the form in which an applicant states a case: from what is stated already, one more, one fewer."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from licet.cases.case import CaseState
from licet.errors import InputError
from licet.language.nodes import Mapping as MappingNode
from licet.language.nodes import Unreadable, Where, from_value
from licet.rulebook.rulebook import Rulebook
from licet.transfers.stating import UNKNOWN, Stater
from licet.web.casework.stated_form import ITEM, MORE, MOST, NOT_OF_THE_WHOLE, PARTY, PLACE, WHOLE
from licet.web.stating_in_addresses import PARTY_FIELDS, options, read_said, texts_shown


def rows_of(state: CaseState, book: Rulebook, day: datetime.date) -> QueryDict:
    """Return a case as the form states it."""
    sent = QueryDict(mutable=True)
    parties = {"parties": [dict(one) for one in state.parties]}
    for number, item in enumerate(state.items, start=1):
        row = f"{ITEM}.{number}"
        _facts(sent, row, _canonical({ITEM: {**item.stated, "name": item.name}}, book, day), book)
        for name, text in (
            ("id", item.id),
            ("quantity", f"{item.quantity:f}"),
            ("unit", item.unit),
            ("value", "" if item.value is None else f"{item.value:f}"),
            ("currency", item.currency),
        ):
            sent[f"{row}.{name}"] = text
    for number, code in enumerate(state.destinations, start=1):
        sent[f"{PLACE}.{number}"] = book.nations.get(code, code)
    _parties(sent, parties, book)
    shared = {key: value for key, value in state.transfer.items() if key not in (*NOT_OF_THE_WHOLE, ITEM)}
    _facts(sent, WHOLE, _canonical(shared, book, day), book)
    return sent


def rows_of_address(query: QueryDict, book: Rulebook, day: datetime.date) -> QueryDict:
    """Return what the address of a review states as the form of a new application states it; nothing where it cannot be read."""
    sent = QueryDict(mutable=True)
    said = read_said(query, book, day)
    if said.transfer is None or not said.texts:
        return sent
    shown = said.transfer.shown
    known = options(book)
    for option, texts in said.texts.items():
        if option not in NOT_OF_THE_WHOLE:
            sent.setlist(f"{f'{ITEM}.1' if known[option].at == ITEM else WHOLE}.{option}", _named(option, texts, book))
    if place := shown.get("recipient"):
        sent[f"{PLACE}.1"] = book.nations.get(str(place), str(place))
    _parties(sent, shown, book)
    return sent


def _parties(sent: QueryDict, shown: Mapping[str, Any], book: Rulebook) -> None:
    for number, party in enumerate(shown.get("parties") or (), start=1):
        for name in PARTY_FIELDS:
            text = str(party.get(name) or "")
            sent[f"{PARTY}.{number}.{name}"] = book.nations.get(text, text) if name == "nation" else text
        if more := {key: value for key, value in party.items() if key not in PARTY_FIELDS}:
            sent[f"{PARTY}.{number}.{MORE}"] = json.dumps(more, ensure_ascii=False)


def _canonical(stated: Mapping[str, Any], book: Rulebook, day: datetime.date) -> Mapping[str, Any]:
    """Return what is stated by the names of the vocabulary, whichever it was stated by; as it is where it cannot be read."""
    try:
        node = from_value(stated, Where("the case"))
        assert isinstance(node, MappingNode), "a mapping is read as one"
        shown = Stater(book, day).read(node).shown
    except (InputError, Unreadable):
        return stated
    whole = {key: dict(value) if isinstance(value, Mapping) else value for key, value in shown.items()}
    for fact in options(book).values():
        # What is said to be unknown is nothing that a transfer shows, and is not asked again.
        told = (stated.get(fact.at) or {} if fact.at else stated).get(fact.key)
        if told == UNKNOWN:
            (whole.setdefault(fact.at, {}) if fact.at else whole).setdefault(fact.key, UNKNOWN)
    return whole


def _facts(sent: QueryDict, row: str, shown: Mapping[str, Any], book: Rulebook) -> None:
    for option, texts in texts_shown(book, shown).items():
        if option not in NOT_OF_THE_WHOLE:
            sent.setlist(f"{row}.{option}", _named(option, texts, book))


def _named(option: str, texts: tuple[str, ...], book: Rulebook) -> list[str]:
    if options(book)[option].type == "nation":
        return [book.nations.get(text, text) for text in texts]
    return list(texts)


def with_one_more(sent: QueryDict, kind: str) -> QueryDict:
    """Return what was written with one more row of a kind, as far as there may be more."""
    more = sent.copy()
    numbers = _numbers(sent, kind) or {1}
    if kind in MOST and len(numbers) < MOST[kind]:
        more[f"{kind}.{max(numbers) + 1}{'' if kind == PLACE else '.name'}"] = ""
    return more


def without(sent: QueryDict, row: str) -> QueryDict:
    """Return what was written without one row."""
    fewer = sent.copy()
    for name in sent:
        if name == row or name.startswith(f"{row}."):
            del fewer[name]
    return fewer


def _numbers(sent: QueryDict, kind: str) -> set[int]:
    parts = (name.split(".") for name in sent if name.startswith(f"{kind}."))
    return {int(part[1]) for part in parts if part[1].isascii() and part[1].isdecimal() and len(part[1]) < 5}
