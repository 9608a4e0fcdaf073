"""The pages of the Annex: the tree of its items, and one entry or heading."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from licet.errors import Fault, InputError
from licet.registers.accounts import EntryAccount
from licet.registers.annex import CATEGORY, Annex
from licet.registers.entries import Entries, plain
from licet.registers.places import Places
from licet.reports.annex_entry import LISTS, RELATIONS, entry_title
from licet.reports.annex_tree import annex_tree
from licet.reports.condition_tree import condition_tree
from licet.rulebook.rulebook import Rulebook
from licet.web.asked import Choice, Day, Field, Words
from licet.web.page import Asking, Page
from licet.web.refusals import NotThere


@lru_cache(maxsize=4)
def annex_of(rulebook: Rulebook) -> Annex:
    """Return the Annex of a rulebook, whose places on other lists take longer to find than a page to make."""
    return Annex.of(rulebook)


class AnnexTree(Page):
    """The Annex, item by item."""

    name, route = "annex", "annex"

    def fields(self, book: Rulebook, day: datetime.date) -> tuple[Field, ...]:
        """Return how entries may be looked for."""
        categories = sorted({code for entry in annex_of(book).entries.values() for code in entry.categories})
        return (
            Words(name="search", label="Search", hint="A word, a code, or a code of another list"),
            Choice(name=CATEGORY, label="Category", values={code: f"Category {code}" for code in categories}),
            Day(name="on", label="As it stood on", today=day),
        )

    def content(self, asking: Asking) -> dict[str, Any]:
        """Return the items with what stands below them."""
        annex = annex_of(asking.rulebook)
        items = annex_tree(annex, asking["on"], asking["search"] or "", asking[CATEGORY] or "")
        return {
            "title": "Annex",
            "date": asking["on"].isoformat(),
            "items": items,
            "entries": sum(1 for item in items for _ in _entries(item)),
            "of": len(annex.entries),
        }

    def drawn(self, asking: Asking, content: Mapping[str, Any]) -> dict[str, Any]:
        """Return whether what was looked for stands open."""
        del content
        return {"opened": bool(asking["search"] or asking[CATEGORY])}


def _entries(node: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if "entry" in node:
        yield node
    for below in node["below"]:
        yield from _entries(below)


class OneEntry(Page):
    """An entry of the Annex, or a heading."""

    name, route = "entry", "annex/<str:code>"
    above = (("annex", "Annex"),)

    def fields(self, book: Rulebook, day: datetime.date) -> tuple[Field, ...]:
        """Return the day whose edition is shown."""
        del book
        return (Day(name="on", label="As it stood on", today=day),)

    def content(self, asking: Asking) -> dict[str, Any]:
        """Return the entry."""
        entries = Entries(annex_of(asking.rulebook), asking["on"], Places(None))
        try:
            told = entries.tell(asking.of["code"])
        except InputError as error:
            raise NotThere(faults=[Fault("the address", f.found, f.expected, f.mend) for f in error.faults]) from None
        return {**plain(told), "title": entry_title(told), "is_entry": isinstance(told, EntryAccount)}

    def drawn(self, asking: Asking, content: Mapping[str, Any]) -> dict[str, Any]:
        """Return its places on other lists with the words for them."""
        return {
            "tree": condition_tree(content.get("condition"), asking.rulebook),
            "elsewhere": [
                (
                    LISTS.get(name, name),
                    [{**one, "words": RELATIONS.get(one["relation"], one["relation"])} for one in places],
                )
                for name, places in content.get("places", {}).items()
            ],
            "rough": any(not edition["dates_verified"] for edition in content.get("editions", ())),
        }
