"""What is doubtful where others reach the site and yet no reason not to start.

It is told by ``python -m django check --deploy --database default``, and once in the log when a server starts.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register  # noqa: A004 - Django's name
from django.db import DatabaseError

from licet.cases.words import OFFICER

# Where nobody listens on the way.
_BESIDE = ("", "localhost", "127.0.0.1", "::1")
_CHECKED = ("require", "verify-ca", "verify-full")


def known() -> None:
    """Have Django know the checks."""
    register(_settings, Tags.security, deploy=True)
    register(_officers, Tags.database, deploy=True)


def doubtful(database: Mapping[str, Any], environ: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    """Return what is doubtful of the settings: a word for it, what was found, how to mend it.

    Args:
        database: the settings of the database.
        environ: the environment of the process.
    """
    if database["ENGINE"].endswith("sqlite3") and environ.get("WEB_CONCURRENCY", "").strip() != "1":
        found = "several processes share one file of SQLite, and one that writes makes all others wait"
        yield "sqlite_for_several", found, "use PostgreSQL (DATABASE_URL), or WEB_CONCURRENCY=1"
    host = str(database.get("HOST") or "")
    way = str(database.get("OPTIONS", {}).get("sslmode", ""))
    if (
        database["ENGINE"].endswith("postgresql")
        and not host.startswith("/")
        and host not in _BESIDE
        and way not in _CHECKED
    ):
        found = "the database is another machine, and whether it is asked in plain text is left to it"
        yield "database_in_plain", found, "add ?sslmode=verify-full to DATABASE_URL"


def _settings(app_configs: object, **_: object) -> list[CheckMessage]:
    del app_configs
    if not settings.LICET_FOR_OTHERS:
        return []
    found = doubtful(settings.DATABASES["default"], os.environ)
    return [Warning(said, hint=mend, id=f"licet.{name}") for name, said, mend in found]


def _officers(app_configs: object, databases: object = None, **_: object) -> list[CheckMessage]:
    """Return a warning where several officers share a file of SQLite."""
    from licet.cases.models import Membership

    del app_configs
    if not databases or not settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
        return []
    try:
        many = Membership.objects.filter(role=OFFICER, active=True).values("person").distinct().count()
    except DatabaseError:  # There is none yet.
        return []
    if many < 2:
        return []
    said = f"{many} licensing officers share one file of SQLite"
    return [Warning(said, hint="use PostgreSQL (DATABASE_URL)", id="licet.sqlite_for_officers")]
