"""What an applicant states, as a form of rows holds it: items, destinations and parties, with the facts of the vocabulary, and back again.

A name in the form is ``item.1.range``, ``destination.1``, ``party.1.name`` or ``whole.exporter``. What is told of an item is read by what reads
an address of the review page, so that both understand the same; what cannot be read is told at its field, and everything stays as it was written.
"""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.http import QueryDict

from licet.cases.given import amount_of
from licet.errors import Fault, InputError
from licet.rulebook.rulebook import Rulebook
from licet.web.asked import Nation
from licet.web.review_offers import roles
from licet.web.stating_in_addresses import MOST_PARTIES, PARTY_FIELDS, Said, options, read_said

MOST_ITEMS, MOST_PLACES = 20, 20
LONGEST: Final = 300
ITEM, PLACE, PARTY, WHOLE = "item", "destination", "party", "whole"
MOST: Final = {ITEM: MOST_ITEMS, PLACE: MOST_PLACES, PARTY: MOST_PARTIES}
# Of an item beside its facts.
ITEM_FIELDS: Final = ("id", "quantity", "unit", "value", "currency")
# What of a party the form does not ask, but keeps where it was stated.
MORE = "more"
# What a case says in another way: where it goes, who takes part, and on which day it is submitted.
NOT_OF_THE_WHOLE: Final = ("recipient", "parties", "date")
_NAME = re.compile(rf"({ITEM}|{PLACE}|{PARTY}|{WHOLE})(?:\.(\d{{1,4}}))?(?:\.([a-z0-9-]+))?")
_ID = re.compile(r"[A-Za-z0-9_-]{1,40}")
_THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")
_NOTHING: Final = ("", "pieces")


@dataclass(frozen=True)
class Row:
    """One row of the form, or all that is stated for every item.

    Attributes:
        name: before its fields, such as ``item.1``.
        texts: what was written in the fields that are no facts of the vocabulary, by the last part of their names.
        said: what was written for the facts, read.
        faults: for those fields.
    """

    name: str
    texts: Mapping[str, str] = field(default_factory=dict)
    said: Said = Said({})  # noqa: RUF009 - frozen
    faults: tuple[Fault, ...] = ()

    @property
    def blank(self) -> bool:
        """Whether nothing was written in it."""
        return not self.said.texts and all(text in _NOTHING for name, text in self.texts.items() if name != "id")

    @property
    def wrong(self) -> Mapping[str, Sequence[Fault]]:
        """The faults by the last part of the name of their field."""
        found: dict[str, list[Fault]] = defaultdict(list)
        for fault in self.faults:
            found[fault.where].append(fault)
        return found


@dataclass(frozen=True)
class Stated:
    """A whole form as it was written.

    Attributes:
        items, places, parties: its rows.
        whole: what is stated for all items.
        faults: what is wrong with the whole, and with no single field.
        transfer, goods, destinations: what it states as the acts of a case take it; of use only where nothing is wrong.
    """

    items: tuple[Row, ...]
    places: tuple[Row, ...]
    parties: tuple[Row, ...]
    whole: Row
    faults: tuple[Fault, ...] = ()
    transfer: Mapping[str, Any] = field(default_factory=dict)
    goods: tuple[Mapping[str, Any], ...] = ()
    destinations: tuple[str, ...] = ()

    @property
    def rows(self) -> tuple[Row, ...]:
        """All rows, in the order of the form."""
        return (*self.items, *self.places, *self.parties, self.whole)

    @property
    def wrong(self) -> list[tuple[str, Fault]]:
        """Every fault with the name of its field; empty for what is wrong with the whole."""
        own = [(f"{row.name}.{one.where}" if one.where else row.name, one) for row in self.rows for one in (*row.said.faults, *row.faults)]  # fmt: skip
        return [*own, *(("", one) for one in self.faults)]


def read_stated(sent: QueryDict, book: Rulebook, day: datetime.date) -> Stated:
    """Read a form as far as it was written; what is missing in it, :func:`licet.web.casework.stated_whole.stated_whole` says.

    Args:
        sent: what was written; names that are none of the form's are passed over.
        book: declares the facts.
        day: on which it is read.
    """
    texts = _sorted(sent)
    known = options(book)
    of_item = {option for option, fact in known.items() if fact.at == ITEM}
    of_all = known.keys() - of_item - {*NOT_OF_THE_WHOLE}
    ids = {one["id"][0] for (kind, _), one in texts.items() if kind == ITEM and one.get("id", [""])[0]}
    items = [_item(number, one, of_item, book, day, ids) for number, one in _of(texts, ITEM)]
    places = [_place(number, one, book) for number, one in _of(texts, PLACE)]
    parties = [_party(number, one, book) for number, one in _of(texts, PARTY)]
    return Stated(
        tuple(items)[:MOST_ITEMS],
        tuple(places)[:MOST_PLACES],
        tuple(parties)[:MOST_PARTIES],
        Row(WHOLE, {}, _said(texts.get((WHOLE, 0), {}), of_all, book, day)),
    )


def _sorted(sent: QueryDict) -> dict[tuple[str, int], dict[str, list[str]]]:
    """Return what was written by kind and number of its row, each by the last part of its name."""
    found: dict[tuple[str, int], dict[str, list[str]]] = defaultdict(dict)
    for name, given in sent.lists():
        part = _NAME.fullmatch(name)
        if part is not None:
            found[part[1], int(part[2] or 0)][part[3] or ""] = [text.strip() for text in given]
    return found


def _of(texts: Mapping[tuple[str, int], dict[str, list[str]]], kind: str) -> Iterable[tuple[int, dict[str, list[str]]]]:
    """Return the rows of one kind in their order; there is always one to write in."""
    rows = sorted((number, one) for (of, number), one in texts.items() if of == kind and number)
    return rows or [(1, {})]


def _said(texts: Mapping[str, list[str]], known: Iterable[str], book: Rulebook, day: datetime.date) -> Said:
    query = QueryDict(mutable=True)
    for option, given in texts.items():
        if option in known:
            query.setlist(option, given)
    return read_said(query, book, day)


def _one(row: Mapping[str, list[str]], names: Iterable[str]) -> tuple[dict[str, str], list[Fault]]:
    texts = {name: (row.get(name) or [""])[-1] for name in names}
    faults = []
    for name, text in texts.items():
        if len(text) > LONGEST and name != MORE:
            faults.append(Fault(name, f"{len(text):,} letters", f"at most {LONGEST}"))
        elif not text.isprintable():
            faults.append(Fault(name, "signs that cannot be shown", "letters, digits and signs on one line"))
    return texts, faults


def _item(
    number: int, row: Mapping[str, list[str]], known: Iterable[str], book: Rulebook, day: datetime.date, ids: set[str]
) -> Row:
    texts, faults = _one(row, ITEM_FIELDS)
    if not _ID.fullmatch(texts["id"]):
        texts["id"] = str(next(one for one in range(1, 10_000) if str(one) not in ids))
        ids.add(texts["id"])
    for name in ("quantity", "value"):
        plain = texts[name].replace("\N{NO-BREAK SPACE}", "").replace(" ", "")
        texts[name] = plain.replace(",", "") if _THOUSANDS.fullmatch(plain) else texts[name]
        if texts[name]:
            faults += amount_of(name, texts[name], zero=name == "value")[1]
    texts["currency"] = texts["currency"].upper()
    if texts["currency"] and not (len(texts["currency"]) == 3 and texts["currency"].isalpha()):
        faults.append(Fault("currency", f"'{texts['currency']}'", "the code of a currency, of three letters"))
    return Row(f"{ITEM}.{number}", texts, _said(row, known, book, day), tuple(faults))


def _place(number: int, row: Mapping[str, list[str]], book: Rulebook) -> Row:
    texts, faults = _one(row, [""])
    texts["code"] = ""
    if texts[""] and not faults:
        texts["code"], faults = _nation(texts[""], "", book)
    return Row(f"{PLACE}.{number}", texts, faults=tuple(faults))


def _party(number: int, row: Mapping[str, list[str]], book: Rulebook) -> Row:
    texts, faults = _one(row, (*PARTY_FIELDS, MORE))
    if texts["role"] and texts["role"] not in {one.value for one in roles(book)}:
        faults.append(Fault("role", f"'{texts['role']}'", "a role of the list"))
    if texts["nation"]:
        code, wrong = _nation(texts["nation"], "nation", book)
        texts, faults = {**texts, "code": code}, [*faults, *wrong]
    if not texts["name"] and any(texts.values()):
        faults.append(Fault("name", "a party without a name", "its name"))
    return Row(f"{PARTY}.{number}", texts, faults=tuple(faults))


def _nation(text: str, name: str, book: Rulebook) -> tuple[str, list[Fault]]:
    try:
        return Nation(name="nation", label="Nation", rulebook=book).read(text), []
    except InputError as error:
        return "", [replace(one, where=name) for one in error.faults]
