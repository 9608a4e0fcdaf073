"""Transfers to begin with: the classes of items of the law's own table, each as an address of the review page."""

from __future__ import annotations

import datetime
from functools import lru_cache
from urllib.parse import urlencode

from django.urls import reverse

from licet.comparing.items import item_classes
from licet.comparing.sides import Side
from licet.rulebook.rulebook import Rulebook
from licet.web.stating_in_addresses import Said, texts_of


@lru_cache(maxsize=16)
def examples(rulebook: Rulebook, day: datetime.date) -> dict[str, tuple[str, str]]:
    """Return the classes that an address can hold: class → what it is called, and the query that states it without a recipient and a day.

    Args:
        rulebook: the law, and its table of classes.
        day: the day whose facts are known.

    Raises:
        LawError: for a table that cannot be read.
    """
    side = Side(day.isoformat(), rulebook, day, True)
    found = {}
    for one in item_classes(rulebook.folder):
        texts = texts_of(rulebook, one.on(side))
        if texts is not None:
            kept = {option: text for option, text in texts.items() if option != "date"}
            found[one.name] = (one.title, Said(kept).query())
    return found


def review_address(query: str = "", **more: str) -> str:
    """Return the address of the review page for what a query states, and more.

    >>> review_address("kind=uas", recipient="IT")
    '/review/?kind=uas&recipient=IT'
    """
    told = "&".join(filter(None, [query, urlencode(more, safe=":")]))
    return f"{reverse('review')}?{told}" if told else reverse("review")
