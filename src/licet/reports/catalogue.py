"""The systems of the catalogue as a reader needs them: figures with their sources, who says what of their category, and what the rules answer."""

from __future__ import annotations

import datetime
from functools import lru_cache
from typing import Any

from licet.deciding.bound import binder
from licet.pictures.systems import Placed, placed
from licet.reports.sentences import words
from licet.rulebook.rulebook import Rulebook
from licet.transfers.catalogue import System

QUESTION = "category"


def systems(rulebook: Rulebook, day: datetime.date) -> list[dict[str, Any]]:
    """Return every system as it stands in a list of them.

    Args:
        rulebook: the law, and its catalogue.
        day: the day whose law is asked for the category.

    Raises:
        LawError: for a catalogue that cannot be read.
    """
    return [plain_system(rulebook, one) for one in of_the_day(rulebook, day)]


def of_the_day(rulebook: Rulebook, day: datetime.date) -> tuple[Placed, ...]:
    """Return the systems as the law of a day sees them, worked out once for all days on which it says the same."""
    bound = binder(rulebook).on(day.toordinal())
    return _placed(rulebook, bound.day)


@lru_cache(maxsize=8)
def _placed(rulebook: Rulebook, day: int) -> tuple[Placed, ...]:
    return tuple(placed(rulebook, datetime.date.fromordinal(day), (), QUESTION))


def plain_system(rulebook: Rulebook, one: Placed) -> dict[str, Any]:
    """Return a system as it stands in JSON."""
    system: System = one.system
    figures = {key: value for key, value in system.figures.items() if key != "kind"}
    return {
        "id": system.id,
        "name": system.name,
        "aliases": list(system.aliases),
        "origin": list(system.origin),
        "nations": [rulebook.nations.get(code, code) for code in system.origin],
        "kind": one.kind,
        "kind_words": words(one.kind, rulebook) if one.kind else "",
        **{key: figures.get(key) for key in ("range_km", "payload_kg", "max_airspeed_kmh")},
        QUESTION: one.category[0] if len(one.category) == 1 else None,
        "possible": list(one.category),
        "category_words": " or ".join(words(code, rulebook) for code in one.category),
        "stated_category": system.stated_category,
        "stated_by": system.stated_by,
        "statement_type": system.statement_type,
        "source": system.source,
        "standing": system.standing,
        "notes": system.notes,
        "range": _maximum(one, 0),
        "payload": _maximum(one, 1),
    }


def _maximum(one: Placed, index: int) -> str:
    """Say how far a system goes, or how much it carries, and how much more that may be by the definition of the law."""
    if one.plane is None:
        return "not known"
    axis = (one.plane.across, one.plane.up)[index]
    maximum = axis.maximum
    if maximum is None:
        return "not known"
    more = f", up to {axis.amount(maximum.most)} by the definition of the law" if maximum.most > maximum.high else ""
    return f"{maximum.text}{more}"
