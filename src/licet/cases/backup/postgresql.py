"""A database of PostgreSQL copied by its own programs, ``pg_dump`` and ``pg_restore``, as it was at one moment."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from licet.cases.backup.looking import look
from licet.cases.backup.manifest import Found, Telling
from licet.errors import Fault, InputError

# What libpq reads from its environment, so that no password stands where other users of the machine see it: on a command line.
_TOLD = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "NAME": "PGDATABASE"}
_OPTIONS = {
    "sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY", "passfile": "PGPASSFILE",
    "service": "PGSERVICE", "connect_timeout": "PGCONNECT_TIMEOUT", "options": "PGOPTIONS", "channel_binding": "PGCHANNELBINDING",
}  # fmt: skip
_BEGUN = {"pg_dump": re.compile(r"dumping contents of table"), "pg_restore": re.compile(r"processing data for table")}
_SAID = 300


def copy_out(path: Path, tell: Telling | None = None) -> Found:
    """Copy the database of this process into a file, and return what it held at that moment.

    Args:
        path: the file, which is not there yet.
        tell: is told how many tables were begun, of how many.

    Raises:
        InputError: where the program is not there or fails.
    """
    connection.close()
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
            cursor.execute("SELECT pg_export_snapshot()")
            (snapshot,) = cursor.fetchone()
        found = look()
        whole = len(connection.introspection.table_names())
        words = ["--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={path}"]
        _run("pg_dump", words, whole, tell)
    return found


def copy_in(path: Path, tell: Telling | None = None) -> None:
    """Put a copy into the database of this process, in the place of the empty tables that are there: all of it or nothing.

    Args:
        path: the file.
        tell: is told how many tables were begun, of how many.

    Raises:
        InputError: where the program is not there or fails.
    """
    whole = len(connection.introspection.table_names())
    connection.close()
    name = str(connection.settings_dict["NAME"])
    words = [
        "--clean",
        "--if-exists",
        "--exit-on-error",
        "--single-transaction",
        "--no-owner",
        "--no-privileges",
        f"--dbname={name}",
    ]
    _run("pg_restore", [*words, str(path)], whole, tell)


def environment(settings: Mapping[str, Any]) -> dict[str, str]:
    """Return how the programs of PostgreSQL are told where a database is.

    Args:
        settings: those of Django for it.

    >>> environment({"HOST": "db", "NAME": "cases", "PASSWORD": "p", "OPTIONS": {"sslmode": "require", "pool": True}})["PGSSLMODE"]
    'require'
    """
    told = {known: str(settings[name]) for name, known in _TOLD.items() if settings.get(name)}
    options = settings.get("OPTIONS", {})
    told |= {known: str(options[name]) for name, known in _OPTIONS.items() if options.get(name)}
    kept = {
        name: os.environ[name]
        for name in ("PATH", "HOME", "SYSTEMROOT", "PGPASSFILE", "PGSERVICEFILE")
        if name in os.environ
    }
    return {**kept, "LC_ALL": "C", **told}


def program(name: str) -> str:
    """Return where a program of PostgreSQL is: on the path, else the newest of those that Debian keeps beside it.

    Raises:
        InputError: where it is not there.
    """
    kept = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"),
        key=lambda one: (len(one.parts[-3]), one.parts[-3]),
        reverse=True,
    )
    found = shutil.which(name) or next((str(one) for one in kept), None)
    if found is None:
        mend = "install the client of PostgreSQL, of the version of the server or a newer one"
        raise InputError(faults=[Fault(name, "it is not on this machine", "a program of PostgreSQL", mend)])
    return found


def _run(name: str, words: list[str], whole: int, tell: Telling | None) -> None:
    """Run a program, and tell which table it has come to."""
    command, begun, last = [program(name), "--verbose", "--no-password", *words], 0, ""
    with subprocess.Popen(  # noqa: S603 - a program of PostgreSQL
        command, env=environment(connection.settings_dict), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE, text=True, errors="replace",
    ) as process:  # fmt: skip
        assert process.stderr is not None
        for line in process.stderr:
            if "error:" in line or "fatal" in line.casefold():
                last = last or line.strip()
            if _BEGUN[name].search(line):
                begun += 1
                if tell is not None:
                    tell(min(begun, whole), whole)
    if process.returncode:
        raise InputError(
            faults=[Fault(name, last[:_SAID] or f"it ended with {process.returncode}", "that it succeeds")]
        )
