"""A file of SQLite copied while others write to it: one moment of all of it, by the means of SQLite itself."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from django.db import connection

from licet.cases.backup.looking import look
from licet.cases.backup.manifest import Found, Telling
from licet.errors import Fault, InputError

_PAGES = 2_000


def _telling(tell: Telling | None) -> Callable[[int, int, int], object] | None:
    return None if tell is None else lambda _, left, whole: tell(whole - left, whole)


def copy_out(path: Path, tell: Telling | None = None) -> Found:
    """Copy the database of this process into a file, and return what the copy holds.

    Args:
        path: the file, which is not there yet.
        tell: is told how many pages were copied, of how many.
    """
    name = str(connection.settings_dict["NAME"])
    with closing(sqlite3.connect(name, isolation_level=None)) as source, closing(sqlite3.connect(path)) as made:
        # What is read stays the same until the end, however much others write meanwhile; without it the copy would begin anew each time.
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
        source.backup(made, pages=_PAGES, progress=_telling(tell))
        source.execute("ROLLBACK")
        # The copy is one file, with nothing beside it.
        made.execute("PRAGMA journal_mode=DELETE")
    return _looked(path)


def _looked(path: Path) -> Found:
    """Return what a copy holds, read as the register is read."""
    before = connection.settings_dict["NAME"]
    options = connection.settings_dict["OPTIONS"]
    connection.close()
    connection.settings_dict["NAME"] = str(path)
    # Nothing of it is changed by looking.
    connection.settings_dict["OPTIONS"] = {}
    try:
        return look()
    finally:
        connection.close()
        connection.settings_dict["NAME"], connection.settings_dict["OPTIONS"] = before, options


def copy_in(path: Path, tell: Telling | None = None) -> None:
    """Put a copy into the database of this process, in the place of all that is there.

    Args:
        path: the file.
        tell: is told how many pages were copied, of how many.

    Raises:
        InputError: for a file that SQLite finds damaged.
    """
    with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as source:
        (found,) = source.execute("PRAGMA quick_check(1)").fetchone()
        if found != "ok":
            raise InputError(faults=[Fault(str(path), f"it is damaged: {found}", "another copy of the backup")])
        connection.ensure_connection()
        source.backup(connection.connection, pages=_PAGES, progress=_telling(tell))
    connection.close()
