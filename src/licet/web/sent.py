"""What a request says of what it brings: how long it is, and what its file is called."""

from __future__ import annotations

from pathlib import PurePosixPath

from django.http import HttpRequest

# File systems hold a name of 255 bytes; some of them are left for what is put beside it.
_MOST_BYTES = 120


def length_sent(request: HttpRequest) -> int:
    """Return how many bytes a request says that it brings; none where it says nothing that is a number, as Django reads none then."""
    told = request.META.get("CONTENT_LENGTH") or ""
    # Of an absurd number the first digits are absurd enough, and are read in no time.
    return int(told[:18]) if told.isascii() and told.isdecimal() else 0


def file_name(told: object) -> str:
    r"""Return the name that a browser gives a file, without folders, harmless and short enough to be that of a file here.

    >>> file_name("C:\\tables\\=fleet;.csv"), file_name("../../.csv")
    ('_fleet_.csv', 'csv')
    """
    name = PurePosixPath(str(told).replace("\\", "/")).name
    kept = "".join(sign if sign.isalnum() or sign in "_ .()-" else "_" for sign in name)
    # The end of a name says what the file is.
    return kept.encode("utf-8", "replace")[-_MOST_BYTES:].decode("utf-8", "ignore").strip(" .")
