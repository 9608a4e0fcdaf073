"""The Markdown of the law as HTML: nothing in it runs, its headings go below that of the page, and only its links lead anywhere."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

_BELOW = 1


@lru_cache(maxsize=1)
def _reader() -> MarkdownIt:
    # HTML in the law is shown as it is written; addresses that would run something are refused by the reader itself.
    return MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")


@lru_cache(maxsize=512)
def prose(text: str, title: str = "") -> str:
    """Return Markdown as HTML that is safe to show.

    Args:
        text: the Markdown.
        title: what the page is called already; a first heading that says the same is left out.
    """
    reader, environment = _reader(), dict[str, Any]()
    tokens = [_lowered(token) for token in reader.parse(text, environment)]
    if len(tokens) > 2 and tokens[0].type == "heading_open" and _same(tokens[1].content, title):
        tokens = tokens[3:]
    return str(reader.renderer.render(tokens, reader.options, environment))


def _lowered(token: Token) -> Token:
    if token.type in ("heading_open", "heading_close"):
        token.tag = f"h{min(int(token.tag[1]) + _BELOW, 6)}"
    elif token.type == "table_open":
        token.attrSet("class", "table")
    for child in token.children or ():
        if child.type == "link_open":
            child.attrSet("rel", "noreferrer")
    return token


def _same(heading: str, title: str) -> bool:
    return heading.casefold().strip() == title.casefold().strip()
