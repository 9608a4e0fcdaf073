"""What the site keeps between two starts: its key and its database, in the user's data folder."""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path

VARIABLE = "LICET_SITE_FOLDER"
_KEY = "site-key"


def site_folder() -> Path:
    """Return the folder of the site, which is there when this returns.

    Raises:
        OSError: where it cannot be made.
    """
    named = os.environ.get(VARIABLE, "")
    local = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_DATA_HOME", "")
    folder = Path(named) if named else (Path(local) if local else Path.home() / ".local" / "share") / "licet"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def database() -> Path:
    """Return the file of the database, which is there and its owner's alone when this returns; what lies beside it takes its rights."""
    path = site_folder() / "site.sqlite"
    path.touch(mode=0o600)
    if os.name == "posix":
        path.chmod(0o600)
    return path


def secret_key() -> str:
    """Return the key of this site, made at its first start and readable by its owner alone."""
    path = site_folder() / _KEY
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(64))
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii")
