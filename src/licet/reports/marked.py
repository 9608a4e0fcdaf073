"""Markdown that cannot be broken by what it holds: a text as it is, code, a block of code, a table."""

from __future__ import annotations

import re
from collections.abc import Iterable

_SIGNS = re.compile(r"([\\`*\[\]<>|~#$]|(?<!\w)_|_(?!\w)|&(?=[#\w]))")
_BEGINS_BLOCK = re.compile(r"^(\s*)(\d+)([.)])(?=\s|$)|^(\s*)([-+=])(?=[-=\s]|$)")


def escape(text: str) -> str:
    r"""Return a text that Markdown shows as it is.

    >>> print(escape("# a <b> | c_d"))
    \# a \<b\> \| c_d
    """
    escaped = _SIGNS.sub(r"\\\1", text)
    return _BEGINS_BLOCK.sub(lambda m: f"{m[1]}{m[2]}\\{m[3]}" if m[2] else f"{m[4]}\\{m[5]}", escaped)


def code(text: str) -> str:
    """Return a text as code, whatever quotes it holds."""
    fence = "`" * (max((len(run) for run in re.findall(r"`+", text)), default=0) + 1)
    space = " " if "`" in text else ""
    return f"{fence}{space}{text}{space}{fence}"


def table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> list[str]:
    """Return the lines of a table; its cells are Markdown already."""
    lines = [f"| {' | '.join(header)} |", f"|{'|'.join(' --- ' for _ in header)}|"]
    return lines + [f"| {' | '.join(row)} |" for row in rows]


def fenced(held: str, language: str) -> list[str]:
    """Return the lines of a block of code that nothing in it can close."""
    fence = "`" * max(3, *(len(run) + 1 for run in re.findall(r"`+", held)), 3)
    return [f"{fence}{language}", *held.rstrip("\n").split("\n"), fence]
