"""Background work that is done in the process of the worker, while another thread writes down how far it has come and that it lives."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

from licet.programs.limited import Stopped
from licet.web.models import Job

_BEAT = 1.0


def here(work: str, folder: Path, asked: Mapping[str, Any], mine: QuerySet[Job]) -> Any:
    """Do work and return its answer.

    The work itself writes nothing into the database: on SQLite, what it is reading there would keep it from doing so.

    Args:
        work: ``module:function`` of Licet; the function takes the folder, what is asked, and what it tells its progress.
        folder: where it writes.
        asked: what is asked, as plain data.
        mine: the job, as long as it is wanted.

    Raises:
        Stopped: where it was no longer wanted.
    """
    ends, gone = threading.Event(), threading.Event()
    told: list[tuple[int, int, str]] = [(0, 0, "")]

    def beat() -> None:
        try:
            while not ends.wait(_BEAT):
                done, whole, says = told[0]
                if not mine.update(done=done, whole=whole, told=says[:200], beat=timezone.now()):
                    gone.set()
        finally:
            connection.close()

    def tell(done: int, whole: int, says: str) -> None:
        told[0] = done, whole, says
        if gone.is_set():
            raise Stopped

    module, _, function = work.partition(":")
    beating = threading.Thread(target=beat, daemon=True)
    beating.start()
    try:
        return getattr(import_module(module), function)(folder, asked, tell)
    finally:
        ends.set()
        beating.join()
