"""Pieces of the page of an exported case: a section with its table, and how a cell is told."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from licet.reports.markup import Safe, tag, text


def section(title: str, heads: Sequence[str], rows: Iterable[Sequence[object]], files: Sequence[str] = ()) -> Safe:
    """Return a table under its heading; nothing where it has no row."""
    lines = [tag("tr", *(tag("td", shown(cell)) for cell in row)) for row in rows]
    if not lines:
        return Safe("")
    head = tag("thead", tag("tr", *(tag("th", one, scope="col") if one else tag("td") for one in heads)))
    links = [tag("p", *(text(tag("a", name, href=name), " ") for name in files))] if files else []
    return tag(
        "section",
        tag("h2", title),
        tag(
            "div",
            tag("table", head, tag("tbody", *lines)),
            class_="wide",
            role="region",
            aria_label=title,
            tabindex="0",
        ),
        *links,
    )


def said(code: str) -> str:
    """Return a code in words."""
    return code.replace("_", " ")


def shown(cell: object) -> str:
    """Return what stands in a cell as text: a moment to the minute, nothing for None."""
    if isinstance(cell, str):
        return cell
    if isinstance(cell, datetime.datetime):
        return f"{cell.astimezone(datetime.UTC):%Y-%m-%d %H:%M} UTC"
    return "" if cell is None else str(cell)
