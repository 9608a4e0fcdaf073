"""Law that has been read and checked, kept for the next start, as Python keeps its compiled modules.

What is kept is found by the digest of the law, the version of Licet and of Python, and the state of Licet's own files; anything else, a
damaged file or a folder that cannot be written only means that the law is read again. It lies in the user's own cache folder, and
``LICET_CACHE`` names another one or, with ``off``, none.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import sys
import tempfile
from pathlib import Path
from typing import Any

from licet.version import __version__

# Of one user's rulebooks, so many are kept; the oldest go.
_KEPT = 8


def folder() -> Path | None:
    """Return the folder in which read law is kept, or None where none is wanted."""
    named = os.environ.get("LICET_CACHE", "")
    if named.casefold() == "off":
        return None
    if named:
        return Path(named)
    with contextlib.suppress(RuntimeError):
        local = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else "XDG_CACHE_HOME", "")
        return (Path(local) if local else Path.home() / ".cache") / "licet"
    return None


def kept(digest: str) -> Any:
    """Return what was kept under a digest, or None."""
    path = _path(digest)
    if path is None:
        return None
    collecting = gc.isenabled()
    gc.disable()
    try:
        if not _own(path):
            return None
        with path.open("rb") as file:
            return pickle.load(file)  # noqa: S301 - written by this user's own Licet, into a folder of his own
    except Exception:  # noqa: BLE001 - whatever is wrong with it, the law itself is still there to be read
        return None
    finally:
        if collecting:
            gc.enable()


def keep(digest: str, value: Any) -> None:
    """Keep something under a digest, if it can be kept."""
    path = _path(digest)
    if path is None:
        return
    with contextlib.suppress(OSError, pickle.PicklingError, TypeError, AttributeError, RecursionError):
        data = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        # Two commands at once each write a file of their own, and the last whole one stands.
        Path(name).replace(path)
        old = sorted(path.parent.glob("law-*.pickle"), key=lambda found: found.stat().st_mtime)
        for found in old[:-_KEPT]:
            found.unlink(missing_ok=True)


def _own(path: Path) -> bool:
    """Whether a file and its folder are this user's, and nobody else may write them."""
    if not hasattr(os, "getuid"):
        return path.is_file()
    return all(
        (found := place.stat()).st_uid == os.getuid() and not found.st_mode & 0o022 for place in (path, path.parent)
    )


def _path(digest: str) -> Path | None:
    place = folder()
    if place is None:
        return None
    package = Path(__file__).resolve().parents[1]
    newest = max(
        (file.stat().st_mtime_ns for part in ("language", "rulebook") for file in (package / part).glob("*.py")),
        default=0,
    )
    python = f"{sys.implementation.cache_tag}-{sys.hexversion:x}"
    return place / f"law-{digest[-40:]}-{__version__}-{python}-{newest:x}.pickle"
