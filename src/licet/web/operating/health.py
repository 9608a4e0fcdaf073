"""Whether the site lives, and whether it is ready: for whatever starts it anew or sends visitors elsewhere.

*Live* touches nothing: a process whose database is gone is not to be killed for it. *Ready* asks what every page needs. What is told is one of
few sentences, with no name, address or version of anything, since whoever reaches the site may ask.
"""

from __future__ import annotations

import json
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from http import HTTPStatus
from pathlib import Path

from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse

from licet.errors import LicetError
from licet.web.keeping import site_folder
from licet.web.operating.events import log_event
from licet.web.operating.within import NoAnswer, Within

OK = "ok"
# What was found is told again for so long, in seconds, so that whoever asks often costs nothing.
_TOLD_AGAIN = 1.0


def live(request: HttpRequest) -> HttpResponse:
    """Return that the process answers."""
    del request
    return _answer({"live": True}, HTTPStatus.OK)


def ready(request: HttpRequest) -> HttpResponse:
    """Return whether the site can do its work, and which part cannot."""
    del request
    found = _kept(looked)
    whole = all(said == OK for said in found.values())
    return _answer({"ready": whole, "checks": found}, HTTPStatus.OK if whole else HTTPStatus.SERVICE_UNAVAILABLE)


def _answer(told: Mapping[str, object], status: HTTPStatus) -> HttpResponse:
    return HttpResponse(json.dumps(told) + "\n", content_type="application/json", status=status)


class _Kept:
    """Keeps what was found for a moment; one looks, and whoever comes meanwhile waits for that."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._until = 0.0
        self._found: Mapping[str, str] = {}

    def __call__(self, look: Callable[[], Mapping[str, str]]) -> Mapping[str, str]:
        with self._lock:
            if time.monotonic() >= self._until:
                before, self._found = self._found, look()
                self._until = time.monotonic() + _TOLD_AGAIN
                # It is written down once, and not each time that somebody asks.
                for name in (name for name, said in self._found.items() if said != OK and before.get(name) != said):
                    log_event("not_ready", check=name)
            return self._found

    def forget(self) -> None:
        """Look again the next time."""
        with self._lock:
            self._until, self._found = 0.0, {}


_kept = _Kept()
forget = _kept.forget


def looked() -> dict[str, str]:
    """Return what was found: each check with ``ok``, or with what is wrong in a sentence."""
    return {**_stored(), "law": _law(), "room": _room()}


def _stored() -> dict[str, str]:
    try:
        pending = _migrations(settings.LICET_READY_SECONDS)
    except NoAnswer:
        return {"database": "no answer in time", "migrations": "not known"}
    except (Error, OSError, ValueError):
        return {"database": "it cannot be reached", "migrations": "not known"}
    return {"database": OK, "migrations": "the database is to be migrated" if pending else OK}


@contextmanager
def connected() -> Iterator[None]:
    """Have a connection of this thread's own, which is given back."""
    try:
        yield
    finally:
        connection.close()


def _pending() -> bool:
    with connected():
        executor = MigrationExecutor(connection)
        return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


_migrations = Within(_pending)


def _law() -> str:
    from licet.web.dress import rulebook

    try:
        book = rulebook()
        _procedure(str(book.folder), book.digest, settings.LICET_PROCEDURE)
    except (LicetError, OSError):
        return "it cannot be used"
    return OK


@lru_cache(maxsize=2)
def _procedure(folder: str, digest: str, name: str) -> None:
    """Read the procedure once for each law, to see whether it can be used."""
    from licet.cases.procedure_reading import read_procedure

    del digest
    read_procedure(Path(folder), name)


def _room() -> str:
    try:
        places = [site_folder()]
        if connection.vendor == "sqlite":
            places.append(Path(connection.settings_dict["NAME"]).parent)
        free = min(shutil.disk_usage(place).free for place in places)
    except OSError:
        return "it cannot be told"
    return OK if free >= settings.LICET_ROOM_BYTES else "little is left on the disk"
