"""A plain stand-in for the index of names, for tests of what is kept and not of what is found."""

from __future__ import annotations

import json
from collections.abc import Iterable


def build(entries: Iterable[tuple[int, str, str]]) -> bytes:
    """The entries as they are."""
    return json.dumps(list(entries)).encode()


class Index:
    """The entries, read back."""

    def __init__(self, data: bytes) -> None:
        self.entries = json.loads(data)
