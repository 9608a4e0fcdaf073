"""How the form of an application is shown: each row with its questions, those that could still decide and what is wrong, as the review page asks them."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from licet.errors import Fault, InputError
from licet.reviewing import Review
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.vocabulary import Fact
from licet.transfers.catalogue import read_catalogue
from licet.web.casework.stated_form import ITEM, MORE, MOST, NOT_OF_THE_WHOLE, PARTY, PLACE, WHOLE, Row, Stated
from licet.web.questions import Question, most_deciding, question
from licet.web.review_offers import roles
from licet.web.stating_in_addresses import options, read_texts

# What an applicant nearly always knows, in the order of the form.
_OF_ITEM = ("kind", "range", "payload", "entries")
_OF_ALL = ("exporter", "end-use-end-user", "channel")
# What the items and their values tell, and what only an authority can say of a party.
_NEVER = (
    *NOT_OF_THE_WHOLE,
    "name",
    "value",
    "screening",
    "screening-hits",
    "red-flag",
    "parties-named",
    "denial-notified",
)
_OPEN, _WAITING = 3, 12
# So many items are asked about anew for one page: each takes a part of a second.
_ANEW = 6
_Asks = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Box:
    """A field that is no question of the vocabulary.

    Attributes:
        name: of the field.
        label: what it is called.
        text: what stands in it.
        hint: how to fill it.
        offers: the list of which it is offered, by its id; empty for none.
        size: ``short`` for a number or a code.
        optional: whether it may be left empty.
    """

    name: str
    label: str
    text: str
    faults: Sequence[Fault] = ()
    hint: str = ""
    offers: str = ""
    size: str = ""
    optional: bool = False


@dataclass(frozen=True)
class Asked:
    """The questions of one item, or of the whole."""

    first: tuple[Question, ...]
    answered: tuple[Question, ...]
    next: tuple[Question, ...] = ()
    waiting: tuple[Question, ...] = ()


def shown(stated: Stated, book: Rulebook, day: datetime.date) -> dict[str, Any]:
    """Return what the template of the form reads.

    Args:
        stated: the form as it was written.
        book: asks the questions.
        day: on which the law is read.
    """
    missing = _missing(stated, book, day)
    asks = {name: found or {} for name, found in missing.items()}
    whole: dict[str, Sequence[str]] = {}
    for found in asks.values():
        for path, decides in found.items():
            whole.setdefault(path, decides)
    return {
        "items": [_item(at, row, asks[row.name], book) for at, row in enumerate(stated.items, start=1)],
        "places": [
            Box(row.name, f"Destination {at}", row.texts[""], row.faults, offers="nations")
            for at, row in enumerate(stated.places, start=1)
        ],
        "parties": [_party(at, row, book) for at, row in enumerate(stated.parties, start=1)],
        "later": [name for name, found in missing.items() if found is None],
        "whole": _questions(stated.whole, _OF_ALL, whole, book),
        "roles": roles(book),
        "nations": sorted(book.nations.values()),
        "systems": [one.name for one in read_catalogue(book.folder).systems],
        "full": {kind: len(rows) >= MOST[kind] for kind, rows in ((ITEM, stated.items), (PLACE, stated.places), (PARTY, stated.parties))},
    }  # fmt: skip


def _missing(stated: Stated, book: Rulebook, day: datetime.date) -> dict[str, _Asks | None]:
    """Return by item the facts that could still decide something of it, each with what; None for those that are asked about the next time.

    As long as something cannot be read, or nothing is said of an item, nothing is asked.
    """
    place = next((one.texts["code"] for one in stated.places if one.texts["code"]), "")
    shared = {**stated.whole.said.texts, **({"recipient": (place,)} if place else {})}
    found: dict[str, _Asks | None] = {}
    before = _asks.cache_info().misses
    for row in stated.items:
        if row.said.faults or stated.whole.said.faults or not ({"kind", "name"} & row.said.texts.keys()):
            found[row.name] = {}
        elif _asks.cache_info().misses - before < _ANEW:
            found[row.name] = _asks(book, tuple({**shared, **row.said.texts}.items()), day)
        else:
            found[row.name] = None
    return found


@lru_cache(maxsize=512)
def _asks(book: Rulebook, texts: tuple[tuple[str, tuple[str, ...]], ...], day: datetime.date) -> _Asks:
    # A form is drawn many times, and most of its items are as they were the last time. No party is among what is remembered.
    try:
        found = Review(book, read_texts(dict(texts), book, day), exact="quick").determination
    except InputError:
        return {}
    return {one.fact: tuple(one.decides) for one in found.missing}


def _item(number: int, row: Row, asks: Mapping[str, Sequence[str]], book: Rulebook) -> dict[str, Any]:
    name = row.said.texts.get("name", ("",))[0]
    catalogue = read_catalogue(book.folder)
    system = catalogue.find(name) if name else None
    wrong = row.wrong

    def box(field: str, label: str, **more: Any) -> Box:
        return Box(f"{row.name}.{field}", label, row.texts.get(field, ""), wrong.get(field, ()), **more)

    named = Box(
        f"{row.name}.name",
        "Name",
        name,
        (*wrong.get("name", ()), *(one for one in row.said.faults if one.where == "name")),
        hint="A known system brings its figures with it",
        offers="systems",
    )
    return {
        "row": row.name,
        "title": name or f"Item {number}",
        "number": number,
        "id": row.texts["id"],
        "named": named,
        "amounts": [
            box("quantity", "Quantity", size="short", hint="How many in all"),
            box("unit", "Unit", size="short", hint="Such as pieces or kg"),
            box("value", "Value", size="short", hint="Of all of them, if known"),
            box("currency", "Currency", size="short", hint="Three letters"),
        ],
        "system": system.name if system is not None else "",
        "near": catalogue.near(name) if name and system is None else [],
        "asked": _questions(row, _OF_ITEM, {path: one for path, one in asks.items() if path.startswith(f"{ITEM}.")}, book),
    }  # fmt: skip


def _party(number: int, row: Row, book: Rulebook) -> dict[str, Any]:
    del book
    wrong = row.wrong

    def box(field: str, label: str, **more: Any) -> Box:
        return Box(f"{row.name}.{field}", label, row.texts.get(field, ""), wrong.get(field, ()), **more)

    return {
        "row": row.name,
        "title": row.texts.get("name") or f"Party {number}",
        "number": number,
        "name": box("name", "Name", hint="As it is registered"),
        "role": box("role", "Role", optional=True),
        "nation": box("nation", "Nation", offers="nations", optional=True),
        "address": box("address", "Address", optional=True),
        "more": Box(f"{row.name}.{MORE}", "", row.texts.get(MORE, "")),
    }


def _questions(row: Row, start: Sequence[str], asks: Mapping[str, Sequence[str]], book: Rulebook) -> Asked:
    known = options(book)
    texts = row.said.texts
    of_item = row.name != WHOLE
    by_path = {fact.path: fact for fact in known.values()}
    unsaid = [by_path[path] for path in most_deciding(asks) if path in by_path]
    unsaid = [
        fact for fact in unsaid
        if (fact.at == ITEM) == of_item and fact.option not in (*texts, *start, *_NEVER)
    ]  # fmt: skip
    answered = [known[name] for name in texts if name in known and name not in (*start, "name")]

    def put(facts: Iterable[Fact]) -> tuple[Question, ...]:
        return tuple(_named(row, question(book, fact, row.said, asks.get(fact.path, ()))) for fact in facts)

    return Asked(
        put(known[name] for name in start if name in known),
        put(answered),
        put(unsaid[:_OPEN]),
        put(unsaid[_OPEN : _OPEN + _WAITING]),
    )


def _named(row: Row, asked: Question) -> Question:
    """Return a question by the name of its field in this form."""
    return replace(asked, option=f"{row.name}.{asked.option}")
