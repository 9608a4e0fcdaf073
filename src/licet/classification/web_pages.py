"""HTML pages as lines: paragraphs, headings, lists and tables, without scripts, styles and what is hidden."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from licet.classification.documents import fault
from licet.classification.lines import Cell, Document, Line
from licet.classification.wording import word_set

_SILENT = frozenset(
    {"script", "style", "template", "noscript", "head", "svg", "math", "select", "textarea", "object", "iframe"}
)
_BLOCKS = word_set(
    "address article aside blockquote body caption center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 "
    "header hr html legend li main nav ol p pre section summary table tbody td tfoot th thead tr ul"
)
_MOST_SPAN = 100
_DEEPEST = 200


def read_html(data: bytes, name: str) -> Document:
    """Read a page.

    Raises:
        InputError: for a page without text, or nested beyond all measure.
        ImportError: where the reader is not installed.
    """
    from lxml import etree, html

    # A page that says nothing of its signs is read as UTF-8 where it is UTF-8, and else as the parser would.
    try:
        data.decode("utf-8")
        parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    except UnicodeDecodeError:
        parser = html.HTMLParser(remove_comments=True, remove_pis=True)
    try:
        root = html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        raise fault(name, "a page without text", "a page with figures") from None
    page = _Page()
    body = root.find("body")
    try:
        page.block(root if body is None else body, 0)
    except RecursionError:
        raise fault(name, "a page nested too deep to read", "a page of text", "save it as plain text") from None
    page.flush()
    if not page.lines:
        raise fault(name, "a page without text", "a page with figures")
    return Document(name, tuple(page.lines), language=str(root.get("lang") or "")[:2].casefold())


@dataclass
class _Page:
    """The lines of a page while it is walked through."""

    lines: list[Line] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)
    heading: int = 0
    place: str = ""
    tables: int = 0

    def flush(self) -> None:
        """End the line that is being gathered."""
        for text in _squeezed("".join(self.pieces)):
            self.lines.append(Line(self.place or "page", (Cell(text),), heading=self.heading))
        self.pieces.clear()

    def block(self, element: Any, depth: int) -> None:
        """Walk through an element that stands on lines of its own."""
        if depth > _DEEPEST:
            raise RecursionError
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in _SILENT or _hidden(element):
            return
        if tag == "table" and element.find(".//table") is None:
            self.flush()
            self.table(element)
            return
        if tag == "dl":
            self.flush()
            self.definitions(element)
            return
        self.place = self.place if self.pieces else f"line {element.sourceline}"
        if tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            self.heading = int(tag[1])
        self.pieces.append(_clean(element.text))
        for child in element:
            name = child.tag if isinstance(child.tag, str) else ""
            if name in _BLOCKS:
                self.flush()
                self.place = f"line {child.sourceline}"
                self.block(child, depth + 1)
                self.flush()
                self.place = f"line {child.sourceline}"
            elif name == "br":
                self.pieces.append("\n")
            elif any(isinstance(inner.tag, str) and inner.tag in _BLOCKS for inner in child.iterdescendants()):
                self.block(child, depth + 1)
            else:
                self.pieces.append(_inline(child))
            self.pieces.append(_clean(child.tail))
        if tag in _BLOCKS:
            self.flush()
            self.heading = 0

    def table(self, table: Any) -> None:
        """Read the rows of a table; a cell over several rows or columns stands in each of its rows."""
        self.tables += 1
        held: dict[int, tuple[int, str]] = {}
        for caption in table.iter("caption"):
            for text in _squeezed(_inline(caption)):
                self.lines.append(Line(f"line {caption.sourceline}", (Cell(text),)))
        number = 0
        for row in table.iter("tr"):
            if _hidden(row):
                continue
            number += 1
            cells: dict[int, str] = {column: text for column, (_, text) in held.items()}
            held = {column: (left - 1, text) for column, (left, text) in held.items() if left > 1}
            column = 0
            marks = []
            for cell in row:
                if cell.tag not in ("td", "th"):
                    continue
                while column in cells:
                    column += 1
                text = "\n".join(_squeezed(_inline(cell)))
                down, across = _span(cell, "rowspan"), _span(cell, "colspan")
                cells[column] = text
                if down > 1:
                    held[column] = (down - 1, text)
                marks.append(cell.tag)
                column += across
            header = bool(marks) and all(mark == "th" for mark in marks) and len(marks) > 1
            found = tuple(Cell(text, column) for column, text in sorted(cells.items()) if text)
            if found:
                place = f"table {self.tables}, row {number}"
                self.lines.append(Line(place, found, table=self.tables, header=header))

    def definitions(self, listed: Any) -> None:
        """Read a list of terms and what they are, each pair as a row."""
        self.tables += 1
        term = ""
        number = 0
        for child in listed.iter("dt", "dd"):
            text = "\n".join(_squeezed(_inline(child)))
            if child.tag == "dt":
                term = text
            elif text:
                number += 1
                cells = tuple(Cell(piece, column) for column, piece in enumerate((term, text)) if piece)
                self.lines.append(Line(f"list {self.tables}, row {number}", cells, table=self.tables))


def _span(cell: Any, name: str) -> int:
    text = str(cell.get(name) or "1").strip()
    return min(max(int(text), 1), _MOST_SPAN) if text.isascii() and text.isdigit() else 1


def _hidden(element: Any) -> bool:
    style = str(element.get("style") or "").replace(" ", "").casefold()
    return element.get("hidden") is not None or "display:none" in style or "visibility:hidden" in style


def _inline(element: Any) -> str:
    """Return the text of an element that stands within a line; a raised figure is written with a caret."""
    tag = element.tag if isinstance(element.tag, str) else ""
    if tag in _SILENT or _hidden(element):
        return ""
    inner = "".join(_within(element))
    if tag == "sup":
        inner = inner.strip()
        return f"^{inner}" if re.fullmatch(r"[+\-−]?\d{1,2}", inner) else f" {inner}"
    if tag in _BLOCKS and tag not in ("td", "th"):
        return f"\n{inner}\n"
    return inner


def _within(element: Any) -> Iterator[str]:
    yield _clean(element.text)
    for child in element:
        yield "\n" if child.tag == "br" else _inline(child)
        yield _clean(child.tail)


def _clean(text: str | None) -> str:
    return re.sub(r"[ \t\r\n\f]+", " ", text or "").replace("\u00ad", "").replace("\u200b", "")


def _squeezed(text: str) -> list[str]:
    return [line for line in (re.sub(r"[ \t]+", " ", line).strip() for line in text.split("\n")) if line]
