"""Plain text, Markdown and CSV as lines.

In plain text a tab, or two spaces and more, set the columns of a table apart; in Markdown also upright strokes. Nothing is understood here.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from licet.classification.documents import fault
from licet.classification.lines import MAX_CELLS, Cell, Document, Line, Placed, Remark, into_tables
from licet.classification.products import model_name

_GAP = re.compile(r"\t\s*| {2,}|\u2003+")
_RULE = re.compile(r"\s*([=\-_*~#.])\1{2,}\s*$")
_PIPE_RULE = re.compile(r"\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$")
_STROKE = re.compile(r"(?<!\\)\|")
_MARK = re.compile(r"(?:[-*+•·▪–]|\d{1,2}[.)])\s+")
_SENTENCE = re.compile(r"[.:;!?]\s*$")

# A line of running text that is at least this long goes on in the next one, where it ends in the middle of a sentence.
_LONG = 55
_HEADING_WORDS = 8
# Columns set apart by tabs stand this far from each other, so that an empty one keeps its place.
_TAB = 1000
# Text that stands as a heading without a mark; below every marked one.
_UNMARKED = 6


def read_text(text: str, name: str, markdown: bool = False) -> Document:
    """Read plain text or Markdown.

    Raises:
        InputError: for an empty text.
    """
    rows = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n").split("\n")
    if not text.strip():
        raise fault(name, "an empty text", "a text with figures")
    found: list[Line] = []
    waiting: list[Placed] = []
    tables = 0

    def settle() -> None:
        nonlocal tables
        found.extend(into_tables(waiting, tables + 1))
        tables = max([tables, *(line.table for line in found)])
        waiting.clear()

    number = 0
    while number < len(rows):
        row, place = rows[number].expandtabs(8), f"line {number + 1}"
        if (
            markdown
            and number + 1 < len(rows)
            and "|" in row
            and "-" in rows[number + 1]
            and _PIPE_RULE.match(rows[number + 1])
        ):
            settle()
            tables += 1
            while number < len(rows) and "|" in rows[number]:
                if not _PIPE_RULE.match(rows[number]):
                    found.append(_strokes(rows[number], f"line {number + 1}", tables))
                number += 1
            continue
        if not row.strip() or _RULE.match(row) or (markdown and row.lstrip().startswith("```")):
            if not row.strip():
                settle()
            number += 1
            continue
        waiting.append(_placed(rows, number, place, markdown))
        number += 1
    settle()
    return Document(name, tuple(line for line in found if line.cells))


def _strokes(row: str, place: str, table: int) -> Line:
    inner = row.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    pieces = [_unmarked(piece.replace("\\|", "|").strip()) for piece in _STROKE.split(inner)]
    return Line(place, tuple(Cell(piece, column) for column, piece in enumerate(pieces) if piece), table)


def _unmarked(text: str) -> str:
    """Return a text without the marks of Markdown for emphasis and code."""
    text = re.sub(r"<sup>\s*([+\-−]?\d+)\s*</sup>", r"^\1", text)
    return re.sub(r"(\*\*|__|`)(?=\S)(.+?)(?<=\S)\1", r"\2", text)


def _raw(row: str, markdown: bool) -> str:
    return _unmarked(row) if markdown else row


def _placed(rows: list[str], number: int, place: str, markdown: bool) -> Placed:
    row = rows[number].expandtabs(8)
    text = _raw(row, markdown)
    marked = re.match(r"\s{0,3}(#{1,6})\s+(.*?)\s*#*\s*$", text)
    if marked:
        return Placed(Line(place, (Cell(marked[2]),), heading=len(marked[1])), ((0.0, float(len(text))),))
    stripped = text.strip()
    if "\t" in rows[number].strip():
        fields = [
            (at, piece.strip()) for at, piece in enumerate(_raw(rows[number], markdown).split("\t")) if piece.strip()
        ]
        extents = tuple((float(_TAB * at), float(_TAB * at + 1)) for at, _ in fields)
        return Placed(Line(place, tuple(Cell(piece) for _, piece in fields)), extents)
    if len(_GAP.split(stripped)) > 1:
        pieces = list(_pieces(text))
        extents = tuple((float(at), float(at + len(piece))) for at, piece in pieces)
        return Placed(Line(place, tuple(Cell(piece) for _, piece in pieces)), extents)
    line = Line(place, (Cell(stripped),), heading=_heading(rows, number), continues=_continues(rows, number))
    return Placed(line, ((0.0, float(len(stripped))),))


def _pieces(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for gap in [*_GAP.finditer(text), None]:
        end = gap.start() if gap else len(text)
        piece = text[at:end]
        if piece.strip():
            yield at + len(piece) - len(piece.lstrip()), piece.strip()
        at = gap.end() if gap else end


def _heading(rows: list[str], number: int) -> int:
    """Return the level of a heading that is underlined, or that stands by itself after an empty line."""
    text = rows[number].strip()
    below = rows[number + 1].strip() if number + 1 < len(rows) else ""
    if re.fullmatch(r"={3,}", below):
        return 1
    if re.fullmatch(r"-{3,}", below):
        return 2
    # The name of a model by itself is a heading wherever it stands, or one product would take on the figures of another.
    alone = number == 0 or not rows[number - 1].strip() or bool(model_name(text))
    short = len(text.split()) <= _HEADING_WORDS and not _SENTENCE.search(text) and ":" not in text and "=" not in text
    return _UNMARKED if alone and short and not _MARK.match(text) else 0


def _continues(rows: list[str], number: int) -> bool:
    if number == 0:
        return False
    before, text = rows[number - 1].expandtabs(8), rows[number].strip()
    if len(before.rstrip()) < _LONG or _SENTENCE.search(before) or len(_GAP.split(before.strip())) > 1:
        return False
    return not (_MARK.match(text) or text.startswith("#"))


def read_csv(text: str, name: str) -> Document:
    """Read a table of separated values.

    The sign that sets columns apart is the one that gives most rows the same number of columns, above one; a comma that may be a decimal
    comma yields to a semicolon, and both to a tab.

    Raises:
        InputError: for text that is not CSV, or empty.
    """
    best: tuple[float, str, list[tuple[int, list[str]]]] | None = None
    wrong = ""
    for sign in ("\t", ";", ",", "|"):
        try:
            rows = list(_rows(text, sign))
        except csv.Error as error:
            wrong = str(error)
            continue
        widths = [len(row) for _, row in rows]
        if not widths:
            raise fault(name, "an empty file", "rows of values")
        usual = max(set(widths), key=lambda width: (widths.count(width), width))
        share = widths.count(usual) / len(widths) if usual > 1 else 0.0
        if best is None or share > best[0] + 0.25:
            best = (share, sign, rows)
    if best is None:
        raise fault(name, f"text that is not CSV ({wrong})", "CSV", "export the table again")
    if sum(len(row) for _, row in best[2]) > MAX_CELLS:
        raise fault(name, f"more than {MAX_CELLS:,} cells", "a data sheet", "take out the rows that matter")
    lines = []
    for number, row in best[2]:
        cells = tuple(Cell(value.strip(), column) for column, value in enumerate(row) if value.strip())
        if cells:
            lines.append(Line(f"row {number}", cells, table=1))
    if not lines:
        raise fault(name, "an empty file", "rows of values")
    remarks = () if best[0] else (Remark("one_column", "The file holds one column only."),)
    return Document(name, tuple(lines), remarks)


def _rows(text: str, sign: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
    for number, row in enumerate(reader, 1):
        if any(value.strip() for value in row):
            yield number, row
