"""The tables of the file of lists, and how it is opened: one SQLite file, written in whole transactions that are on disk before they count."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from licet.errors import Fault
from licet.screening.held import StoreDamaged
from licet.screening.sealing import seal

# Tells a file of lists from any other database: "Lict" in ASCII.
APPLICATION = 0x4C696374
_VERSION = 1
# How long one command waits for another that is writing.
_WAIT_SECONDS = 30.0
# What SQLite raises of a file that it cannot read; its messages quote the file, which need not be text any more.
UNREADABLE = (sqlite3.Error, UnicodeDecodeError)
_MEND = "name another file; if it did hold your lists, remove it and add them again"

_TABLES = """
CREATE TABLE kept (key TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE registered (list TEXT PRIMARY KEY, since TEXT NOT NULL);
CREATE TABLE list (
    name TEXT PRIMARY KEY, account BLOB NOT NULL, account_digest TEXT NOT NULL, search_index BLOB NOT NULL
);
CREATE TABLE party (
    list TEXT NOT NULL, number INTEGER NOT NULL, content BLOB NOT NULL, digest TEXT NOT NULL, PRIMARY KEY (list, number)
);
CREATE TABLE refusal (list TEXT PRIMARY KEY, told BLOB NOT NULL);
CREATE TABLE changes (id INTEGER PRIMARY KEY, list TEXT NOT NULL, told BLOB NOT NULL);
CREATE TABLE decision (id INTEGER PRIMARY KEY, told BLOB NOT NULL);
CREATE TABLE event (id INTEGER PRIMARY KEY, told BLOB NOT NULL);
"""


def damaged(path: Path, found: object, expected: str = "the file as it was written") -> StoreDamaged:
    """Return the error of a file that cannot be relied on."""
    return StoreDamaged(faults=[Fault(str(path), str(found), expected, _MEND)])


def connect(path: Path, *, create: bool = False) -> sqlite3.Connection:
    """Open the file of the lists.

    Args:
        path: the file.
        create: make it, readable by this user alone, where it is not there.

    Raises:
        StoreDamaged: for a file that is no file of lists, or cannot be read.
    """
    try:
        if create and not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.touch(mode=0o600)
        elif path.stat().st_size == 0 and not create:
            raise damaged(path, "an empty file", "a file of lists")
        connection = _open(path, "rw")
    except OSError as error:
        raise damaged(path, error.strerror or "cannot be opened", "a file that can be read and written") from None
    except UNREADABLE:
        # What may be read and not written serves for screening.
        try:
            connection = _open(path, "ro")
        except UNREADABLE as error:
            raise damaged(path, error, "a file that can be read") from None
    try:
        _check(connection, path, create)
    except UNREADABLE as error:
        connection.close()
        raise damaged(path, error) from None
    except StoreDamaged:
        connection.close()
        raise
    return connection


def _open(path: Path, mode: str) -> sqlite3.Connection:
    uri = f"{path.absolute().as_uri()}?mode={mode}"
    connection = sqlite3.connect(uri, uri=True, timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA synchronous = EXTRA")
        # Reading the first page brings a transaction that was cut off back to where it began.
        connection.execute("PRAGMA schema_version").fetchone()
    except UNREADABLE:
        connection.close()
        raise
    return connection


def _check(connection: sqlite3.Connection, path: Path, create: bool) -> None:
    application, version = (
        connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
    )
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if create and not tables and not application:
        with writing(connection):
            # Another command may have made them while this one waited.
            if not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                for statement in _TABLES.split(";")[:-1]:
                    connection.execute(statement)
                seal(connection)
                connection.execute(f"PRAGMA application_id = {APPLICATION}")
                connection.execute(f"PRAGMA user_version = {_VERSION}")
    elif application != APPLICATION:
        raise damaged(path, "another file", "a file of lists that Licet made")
    elif version != _VERSION:
        raise damaged(path, f"tables of version {version}", f"tables of version {_VERSION}")


@contextmanager
def writing(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Give a transaction that is written whole or not at all, whatever ends it."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield connection
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")


@contextmanager
def reading(connection: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    """Give a view of the file in which nothing changes."""
    connection.execute("BEGIN")
    try:
        yield connection
    finally:
        connection.execute("ROLLBACK")
