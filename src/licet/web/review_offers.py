"""What the form of the review page offers to begin with: examples, what the catalogue has of a name, names near to it, and the roles of a party."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from licet.reports.sentences import capital, words
from licet.rulebook.rulebook import Rulebook
from licet.transfers.catalogue import read_catalogue
from licet.web.examples import examples, review_address
from licet.web.handed_in import Sheet
from licet.web.questions import Choice
from licet.web.stating_in_addresses import Said


def figures_of(book: Rulebook, said: Said, figures: str) -> tuple[str, str, str] | None:
    """Return the address of the system of the catalogue that is named, its figures, and its kind; None where no system is."""
    name = said.texts.get("name", ("",))[0]
    system = read_catalogue(book.folder).find(name) if name else None
    if system is None:
        return None
    kind = capital(words(system.figures.get("kind", ""), book))
    return reverse("system", args=[system.id]), f"{system.name}: {figures}", kind


def near_names(book: Rulebook, said: Said) -> list[tuple[str, str]]:
    """Return the systems whose names are near to the one given, each with the address of the same review of it."""
    names = read_catalogue(book.folder).near(said.texts.get("name", ("",))[0])
    return [(name, review_address(Said({**said.texts, "name": (name,)}).query())) for name in names]


def beside(said: Said, sheet: Sheet) -> dict[str, Any]:
    """Return what goes with a data sheet from the review that it was handed in to: what stays said, and each figure beside what was said of it."""
    options = {one.option for one in sheet.found}
    stays = [
        *said.reforms.pairs,
        *((name, text) for name, texts in said.texts.items() for text in texts if name not in options),
    ]
    return {"stays": stays, "findings": [(one, said.texts.get(one.option, ())) for one in sheet.found]}


def roles(book: Rulebook) -> list[Choice]:
    """Return the roles that a party can have."""
    fact = (book.of_party or book).facts.get("party.role")
    values: Mapping[str, str] = fact.values if fact is not None else {}
    return [Choice(value, capital(words(value, book)), meaning) for value, meaning in values.items()]


def beginnings(book: Rulebook, day: datetime.date) -> list[tuple[str, str]]:
    """Return transfers to begin with: what each is called, and its address."""
    return [(title, review_address(query)) for title, query in examples(book, day).values()]
