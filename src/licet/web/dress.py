"""What every page wears: the doors at its top, the law at its foot, and the addresses of the style and the script."""

from __future__ import annotations

import hashlib
import time
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.http import HttpRequest

from licet.errors import LicetError
from licet.rulebook.rulebook import Rulebook
from licet.version import __version__

DOORS = (
    ("review", "Review", "What the law says of a transfer, asked step by step"),
    ("compare", "Compare", "What a reform, or a day, changes in the law: for whom, and by which provision"),
    ("law", "Rulebook", "Every text of law with its rules beside the paragraphs"),
    ("annex", "Annex", "What is controlled, item by item"),
    ("nations", "Nations", "Who belonged to what, and when"),
    ("systems", "Systems", "Known systems with their figures"),
    ("portfolio", "Portfolio", "A table of transfers answered row by row, to look through and download"),
    ("screen", "Screen", "Names held against the lists, with the date of each"),
    ("about", "About", "What is covered, and how to cite it"),
)
# There is no such door where the site keeps no cases.
CASES = ("cases", "Cases", "From an application to a decision that can be audited, for those who have an account")
_SHORT = 12
# In seconds.
_LOOKED_AGAIN = 1.0


def rulebook() -> Rulebook:
    """Return the law of the site.

    Raises:
        LawError: for law that cannot be used.
    """
    from django.conf import (
        settings,
    )  # In the function, since whoever only looks at this module need not have set up a site.

    return _read(settings.LICET_LAW, int(time.monotonic() / _LOOKED_AGAIN))


@lru_cache(maxsize=2)
def _read(folder: str | None, moment: int) -> Rulebook:
    del moment  # To see whether a file of law is another now takes longer than many an answer, so that it is seen to once a second.
    return Rulebook.load(folder)


def short(digest: str) -> str:
    """Return the first signs of a digest, enough to tell one law from another in an address."""
    return digest.removeprefix("sha256:")[:_SHORT]


def dress(request: HttpRequest) -> dict[str, Any]:
    """Return what every page wears."""
    from django.conf import settings

    doors = (*DOORS[:-1], CASES, DOORS[-1]) if settings.LICET_CASES else DOORS
    found: dict[str, Any] = {"doors": doors, "version": __version__, "made": made()[:12], "path": request.path}
    try:
        digest = rulebook().digest
    except LicetError:
        # A page that says that something is wrong must not fail on what is wrong.
        return found
    return {**found, "digest": digest, "short_digest": short(digest)}


@lru_cache(maxsize=1)
def made() -> str:
    """Return what names the program and its templates, so that nothing made by others is taken for theirs."""
    whole = hashlib.sha256()
    folder = Path(__file__).resolve().parents[1]
    for path in sorted(path for path in folder.rglob("*") if path.suffix in (".py", ".html", ".css", ".js", ".svg")):
        whole.update(path.read_bytes())
    return whole.hexdigest()


def told_settings() -> str:
    """Return the settings of the site that its pages tell, such as how long a table may be."""
    from django.conf import settings

    return "\n".join(f"{name}={getattr(settings, name)}" for name in sorted(dir(settings)) if name.startswith("LICET_"))
