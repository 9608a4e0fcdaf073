"""The seal of the file of lists: a digest of what is kept beside the lists, so that nothing of it is lost or changed unseen.

The entries and the index of a list have digests of their own. What stands against a list, what people decided, what changed and the latest
moment that was seen are sealed together with every transaction: a refusal that is lost would make a list look as if it could be relied on.
"""

from __future__ import annotations

import hashlib
import sqlite3

SEAL = "seal"
_SEALED = (
    f"SELECT key, value FROM kept WHERE key != '{SEAL}' ORDER BY key",  # noqa: S608 - a constant of ours
    "SELECT list, since FROM registered ORDER BY list",
    "SELECT list, told FROM refusal ORDER BY list",
    "SELECT id, list, told FROM changes ORDER BY id",
    "SELECT id, told FROM decision ORDER BY id",
    "SELECT id, told FROM event ORDER BY id",
)


def seal(connection: sqlite3.Connection) -> None:
    """Write the seal; the last act of every transaction that writes."""
    connection.execute("INSERT OR REPLACE INTO kept VALUES (?, ?)", (SEAL, _digest(connection)))


def unsealed(connection: sqlite3.Connection) -> str:
    """Return what is wrong with the seal, or an empty text."""
    rows = connection.execute("SELECT value FROM kept WHERE key = ?", (SEAL,)).fetchall()
    if not rows:
        return "it has no seal"
    return "" if rows[0][0] == _digest(connection) else "what is kept beside the lists is not as it was written"


def _digest(connection: sqlite3.Connection) -> str:
    whole = hashlib.sha256()
    for query in _SEALED:
        for row in connection.execute(query):
            for cell in row:
                content = cell if isinstance(cell, bytes) else str(cell).encode()
                whole.update(f"{type(cell).__name__} {len(content)} ".encode())
                whole.update(content)
        whole.update(b"\n")
    return whole.hexdigest()
