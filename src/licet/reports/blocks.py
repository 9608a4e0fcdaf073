"""The blocks of which a PDF is made: headings, paragraphs, facts, tables, pictures. Each holds texts alone; how it looks stands in ``pdf.typ``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from html import unescape
from pathlib import Path
from typing import Any

LINK = re.compile(r"https?://[^\s<>\"'`;|]+")

Block = dict[str, Any]
Runs = list[dict[str, Any]]


def run(text: str, style: str | int = "", *, to: str = "", at: str = "") -> dict[str, Any]:
    """Return a text with how it looks.

    Args:
        text: the text.
        style: ``strong``, ``code``, ``quiet``, ``doubt``, ``wrong``, ``open``, or the grade of an answer, from 0 (strictest) to 4.
        to: the address to which it leads.
        at: the place in the document to which it leads.
    """
    return {"text": text, "style": style, **({"to": to} if to else {}), **({"at": at} if at else {})}


def linked(text: str, style: str = "") -> Runs:
    """Return a text with the addresses in it as links."""
    found: Runs = []
    end = 0
    for link in LINK.finditer(text):
        address = link.group().rstrip(".,:")
        if address.endswith(")") and "(" not in address:
            address = address.rstrip(")")
        found += [run(text[end : link.start()], style), run(address, to=address)]
        end = link.start() + len(address)
    return [one for one in (*found, run(text[end:], style)) if one["text"]]


def heading(words: str, level: int = 2, *more: dict[str, Any]) -> Block:
    """Return a heading of a level."""
    return {"is": "heading", "level": level, "text": [run(words), *more]}


def paragraph(*of: dict[str, Any]) -> Block:
    """Return a paragraph."""
    return {"is": "paragraph", "text": list(of)}


def small(*of: dict[str, Any]) -> Block:
    """Return a paragraph in smaller letters."""
    return {"is": "small", "text": list(of)}


def lines(text: str) -> Block:
    """Return lines that stand as they are."""
    return {"is": "lines", "code": text}


def facts(rows: Iterable[tuple[str, Runs]]) -> Block:
    """Return names with what there is to say of each."""
    return {"is": "facts", "rows": [{"name": name, "text": text} for name, text in rows]}


def answer_box(title: str, grade: str | int | None, below: Sequence[Runs], items: Sequence[Runs] = ()) -> Block:
    """Return the answer, in a box of the colour of its grade."""
    return {"is": "verdict", "title": title, "grade": grade, "below": list(below), "items": list(items)}


def table(head: tuple[str, ...], rows: Iterable[Sequence[Runs]], widths: tuple[int, ...]) -> Block:
    """Return a table, its columns as wide as each other's share."""
    cells = [[{"runs": cell} for cell in row] for row in rows]
    return {"is": "table", "head": list(head), "widths": list(widths), "rows": cells}


def picture(svg: str, caption: str) -> Block:
    """Return a picture that has no style of its own; its title is what those hear who do not see it."""
    said = re.search(r"<title>(.*?)</title>", svg, re.DOTALL)
    styled = re.sub(r"(<svg\b[^>]*>)", lambda found: f"{found[1]}<style>{_style()}</style>", svg, count=1)
    return {"is": "picture", "svg": styled, "alt": unescape(said[1]) if said else caption, "caption": caption}


@lru_cache(maxsize=1)
def _style() -> str:
    return (Path(__file__).resolve().parent / "pdf.css").read_text(encoding="utf-8")
