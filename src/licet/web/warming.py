"""What the site works out before the first visitor comes: the law compiled for every day on which it changed, and the pages that ask most of it."""

from __future__ import annotations

from django.conf import settings
from django.test import RequestFactory
from django.urls import resolve

from licet.deciding.bound import binder
from licet.deciding.exploring import explorer
from licet.rulebook.rulebook import today
from licet.web.dress import rulebook

# Between them they read every part of the law, and bring every template that a review needs.
_FIRST = (
    "/",
    "/law/",
    "/annex/",
    "/nations/",
    "/systems/",
    "/about/",
    "/review/",
    "/review/?kind=uas&recipient=IN&date={day}",
    "/review/?kind=component&part=gyro&recipient=KR&date={day}",
    "/review/?kind=ballistic_missile&range=1000+km&payload=600+kg&recipient=SA&date={day}",
)


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
    for address in _FIRST:
        request = factory.get(address.format(day=today().isoformat()))
        found = resolve(request.path)
        found.func(request, *found.args, **found.kwargs)
