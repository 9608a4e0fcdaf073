"""What the site works out before the first visitor comes: the law compiled for every day on which it changed, and the pages that ask most of it."""

from __future__ import annotations

from django.conf import settings
from django.test import RequestFactory
from django.urls import resolve

from licet.deciding.bound import binder
from licet.deciding.exploring import explorer
from licet.rulebook.rulebook import today
from licet.web.dress import rulebook
from licet.web.examples import examples, review_address

# Between them they read every part of the law.
_FIRST = (
    "/",
    "/law/",
    "/annex/",
    "/nations/",
    "/systems/",
    "/about/",
    "/review/",
)
# So many of the law's own examples are reviewed, from all over its table.
_REVIEWED = 3


def warm() -> None:
    """Work out what every visitor needs.

    Raises:
        LawError: for law that cannot be used.
    """
    book = rulebook()
    binding = binder(book)
    for day in book.boundaries:
        explorer(binding.on(day))
    host = next((host for host in settings.ALLOWED_HOSTS if host not in ("", "*")), "localhost").lstrip(".")
    factory = RequestFactory(SERVER_NAME=host)
    known = [query for _, query in examples(book, today()).values()]
    begun = known[:: max(1, len(known) // _REVIEWED)][:_REVIEWED]
    for address in (*_FIRST, *(review_address(query, date=today().isoformat()) for query in begun)):
        request = factory.get(address)
        found = resolve(request.path)
        found.func(request, *found.args, **found.kwargs)
