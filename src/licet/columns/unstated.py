"""What no column of a table states though much turns on it, and what counts for its rows instead, in the words of the vocabulary."""

from __future__ import annotations

from collections.abc import Collection

from licet.columns.headings import Headings
from licet.rulebook.rulebook import Rulebook
from licet.transfers.catalogue import read_catalogue
from licet.transfers.stating import CATALOGUED

_NAME = "name"


def unstated(rulebook: Rulebook, headings: Headings, as_of: str | None, assumed: Collection[str]) -> dict[str, str]:
    """Return each fact that no column states though its absence is worth a warning, by its path, with what counts instead.

    Args:
        rulebook: declares the facts.
        headings: what the columns state.
        as_of: the day by whose law every row is answered, where one is said.
        assumed: the names of the facts that are assumed of every row.
    """
    stated = headings.stated
    told = {*stated, *assumed, *(other for name in stated for other in rulebook.facts[name].implies)}
    if _NAME in stated and read_catalogue(rulebook.folder).systems:
        told |= set(CATALOGUED)
    return {
        fact.path: fact.unstated
        for fact in rulebook.facts.values()
        if fact.unstated and fact.name not in told and not (fact.type == "date" and as_of)
    }
