"""Where the user's lists lie: in the file that is named, that the environment names, or in his own data folder."""

from __future__ import annotations

import contextlib
import os
import sys
from pathlib import Path

VARIABLE = "LICET_LISTS"
NONE = "off"


def lists_file(named: str | None = None) -> Path | None:
    """Return the file of the lists, which need not be there, or None where none are wanted.

    Args:
        named: a file, or ``off``; else ``LICET_LISTS`` is asked, and then the user's data folder taken.
    """
    named = named or os.environ.get(VARIABLE, "")
    if named.casefold() == NONE:
        return None
    if named:
        return Path(named)
    with contextlib.suppress(RuntimeError):
        local = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_DATA_HOME", "")
        return (Path(local) if local else Path.home() / ".local" / "share") / "licet" / "lists.sqlite"
    return None
