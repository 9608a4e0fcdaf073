"""The site as tests ask it: without a server, and for a browser with one."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator

import django
import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "licet.web.settings")
django.setup()

from django.test import Client  # noqa: E402 - the settings come first


@pytest.fixture(scope="session")
def site() -> Client:
    """Return who asks the site."""
    return Client(SERVER_NAME="localhost")


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Return the address of a site that a browser can reach."""
    from licet.web.serving import listening

    with listening("127.0.0.1", 0) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


@pytest.fixture
def settings_of_the_site() -> Iterator[Callable[..., None]]:
    """Return what changes settings of the site for one test."""
    from django.test import override_settings

    changed: list[override_settings] = []

    def change(**to: object) -> None:
        changed.append(override_settings(**to))
        changed[-1].enable()

    yield change
    for one in reversed(changed):
        one.disable()
