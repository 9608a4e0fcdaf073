"""HTML that cannot be broken by what it holds: every text is escaped unless this module made it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

_LINK = re.compile(r"https?://[^\s<>\"'`;|]+")
_EMPTY = frozenset({"meta", "br", "hr"})


class Safe(str):
    """Text that is HTML already."""

    __slots__ = ()


def text(*parts: str) -> Safe:
    """Return texts one after the other, each escaped unless it is HTML already."""
    return Safe("".join(part if isinstance(part, Safe) else html.escape(part) for part in parts))


def tag(name: str, /, *children: str, **attributes: str | bool) -> Safe:
    """Return an element; ``class_`` is its class, underscores in other names are hyphens, and a false attribute is left out."""
    shown = "".join(
        f" {key.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{html.escape(value)}"')
        for key, value in attributes.items()
        if value is not False and value != ""
    )
    return Safe(f"<{name}{shown}>" + ("" if name in _EMPTY else f"{text(*children)}</{name}>"))


def joined(parts: Iterable[Safe]) -> Safe:
    """Return pieces of HTML one after the other."""
    return Safe("\n".join(parts))


def link(words: str, address: str) -> Safe:
    """Return a link to a page of the web; anything else stays text."""
    if not _LINK.fullmatch(address):
        return text(words)
    return tag("a", words, href=address, rel="noopener noreferrer")


def linked(words: str) -> Safe:
    """Return a text with the addresses in it as links."""
    made: list[str] = []
    end = 0
    for found in _LINK.finditer(words):
        address = found.group().rstrip(".,:")
        if address.endswith(")") and "(" not in address:
            address = address.rstrip(")")
        made += [text(words[end : found.start()]), link(address, address)]
        end = found.start() + len(address)
    return text(*made, words[end:])


@lru_cache(maxsize=1)
def style() -> Safe:
    """Return the style of all reports as one element."""
    return Safe(f"<style>\n{(Path(__file__).parent / 'report.css').read_text(encoding='utf-8')}</style>")


def document(title: str, body: Safe) -> str:
    """Return a whole page that loads nothing from anywhere."""
    head = joined(
        [
            tag("meta", charset="utf-8"),
            tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
            tag("meta", name="color-scheme", content="light dark"),
            tag(
                "meta",
                http_equiv="Content-Security-Policy",
                content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'",
            ),
            tag("title", title),
            Safe(
                "<style>html { background: #fffefb; } body { margin: 0; } body > .licet { margin: 0 auto; }\n"
                "@media (prefers-color-scheme: dark) { html { background: #191917; } }</style>"
            ),
            style(),
        ]
    )
    return f'<!DOCTYPE html>\n<html lang="en-GB">\n<head>\n{head}\n</head>\n<body>\n{body}\n</body>\n</html>\n'
