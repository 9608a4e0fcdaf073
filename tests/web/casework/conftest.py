"""The people of the scene with an account each, signed in at the pages of cases; every test has a database of its own."""

from __future__ import annotations

import datetime
import sys
import types
from collections.abc import Callable, Iterator

import pytest
import site_of_tests  # noqa: F401 - the settings come first
from cases.conftest import cast, database, empty
from django.test import Client, override_settings

__all__ = ["accounts", "as_", "cast", "database", "empty", "law_of_the_scene"]

As = Callable[..., Client]
# Some weeks after the scene begins, whatever the hour of the machine is.
NOW = datetime.datetime(2026, 11, 23, 12, tzinfo=datetime.UTC)


@pytest.fixture
def accounts(cast: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Give everybody of the cast an account; the second factor has tests of its own."""
    from cases import scene
    from django.contrib.auth.models import User

    from licet.web.casework import visit

    del cast
    # The pages tell the hour by a clock that nobody of the scene is ahead of.
    clock = type("Clock", (datetime.datetime,), {"now": classmethod(lambda _cls, _zone=None: NOW)})
    monkeypatch.setattr(visit, "datetime", types.SimpleNamespace(datetime=clock, UTC=datetime.UTC))
    for who in scene.CAST:
        # Without a password, since each hashing of one takes longer than a test.
        User.objects.create_user(who.person)
    with override_settings(LICET_SECOND_FACTOR=False):
        yield


@pytest.fixture
def as_(accounts: None) -> As:
    """Return what signs somebody in: ``as_("countersigner")`` is the first of the cast with that role, ``as_(scene.GENERAL)`` is that person."""
    from cases import scene
    from django.contrib.auth.models import User

    del accounts

    def signed_in(role: object) -> Client:
        who = next(one for one in scene.CAST if role in (one, one.role, one.person))
        client = Client(SERVER_NAME="localhost")
        client.force_login(User.objects.get(username=who.person))
        return client

    return signed_in


@pytest.fixture
def law_of_the_scene(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have all pages ask the invented procedure and engine of the scene instead of the law of the site."""
    from cases import scene

    from licet.web import urls  # Every page is known from here on.
    from licet.web.casework import law_here

    assert urls.urlpatterns
    instead = {
        law_here.procedure: lambda state, at, outcome=None: scene.PROCEDURE if state.determinations else None,
        law_here.review: scene.engine(),
    }
    for name, module in list(sys.modules.items()):
        if name.startswith("licet.web.casework"):
            for attribute in ("procedure", "review"):
                if (found := vars(module).get(attribute)) in instead:
                    monkeypatch.setattr(module, attribute, instead[found])
