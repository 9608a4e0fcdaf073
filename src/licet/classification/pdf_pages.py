"""PDF pages as lines: characters, with where they stand, put together to words, pieces and tables.

A raised figure is told from its neighbours, so that 10⁵ does not become 105. Pages without a text layer, and text whose font says nothing of
its signs, are named and never guessed.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from ctypes import c_double
from dataclasses import dataclass, field
from math import pi
from statistics import median
from typing import Any

from licet.classification.documents import fault
from licet.classification.lines import Cell, Document, Line, Placed, Remark, into_tables

MAX_PAGES = 500

# PDFium must not be entered by two threads at once.
_ALONE = threading.Lock()

# Shares of the height of a line. A gap as wide as the height sets columns apart; words stand closer.
_CELL_GAP = 1.0
_WORD_GAP = 0.14
_SAME_LINE = 0.25
# A raised or lowered sign is smaller than its neighbour, touches it, and stands off its line by this much.
_SMALLER = 0.86
_TOUCHES = 0.35
_RAISED = (0.12, 0.9)
_LARGER = 1.15
_MOST_UNREADABLE = 0.1
_HEADING_WORDS = 10


def read_pdf(data: bytes, name: str, pages: str = "") -> Document:
    """Read a PDF.

    Args:
        data: the file.
        name: its name.
        pages: the pages to read, such as ``3-8`` or ``1,4-6``.

    Raises:
        InputError: for a file that is damaged, encrypted or too long, or that holds no text.
        ImportError: where the reader is not installed.
    """
    import pypdfium2 as pdfium

    with _ALONE:
        try:
            document = pdfium.PdfDocument(data)
        except pdfium.PdfiumError as error:
            if getattr(error, "err_code", None) in (4, 5) or "password" in str(error).casefold():
                raise fault(name, "an encrypted PDF", "one without a password", "save it without a password") from None
            raise fault(name, "a damaged PDF", "a PDF that opens", "fetch or export it again") from None
        try:
            return _read(document, name, pages, pdfium.PdfiumError)
        finally:
            document.close()


def _read(document: Any, name: str, pages: str, broken: type[Exception]) -> Document:
    wanted = _wanted(pages, len(document), name)
    lines: list[Line] = []
    remarks: list[Remark] = []
    silent: list[int] = []
    garbled: list[int] = []
    for number in wanted:
        try:
            page = document[number - 1]
            turned, unreadable = _runs(page)
        except broken:
            remarks.append(Remark("damaged_page", f"Page {number} is damaged and was not read.", f"page {number}"))
            continue
        signs = sum(len(run.text) for runs in turned for run in runs)
        if not signs and not unreadable:
            silent.append(number)
        elif unreadable > _MOST_UNREADABLE * (signs + unreadable):
            garbled.append(number)
        else:
            tables = max((line.table for line in lines), default=0)
            placed: list[Placed] = []
            for runs in turned:
                placed += _placed(runs, number, len(placed))
            lines += into_tables(placed, tables + 1)
    if not lines:
        if garbled:
            found, mend = (
                "a PDF whose fonts do not say what their signs mean",
                "export it again, or have its text recognised",
            )
        elif remarks:
            found, mend = "a damaged PDF", "fetch or export it again"
        else:
            found, mend = "a PDF without a text layer (scanned, or pictures only)", "have its text recognised first"
        raise fault(name, found, "a PDF with text", mend)
    for listed, code, why in (
        (silent, "no_text", "no text layer"),
        (garbled, "unreadable_text", "a font that does not say what its signs mean"),
    ):
        if listed:
            several = f"Page{'s' * (len(listed) > 1)} {_listed(listed)}"
            said = f"{several} {'have' if len(listed) > 1 else 'has'} {why} and {'were' if len(listed) > 1 else 'was'} not read."
            remarks.append(Remark(code, said, several.casefold()))
    return Document(name, tuple(lines), tuple(remarks))


def _listed(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:12]))
    return f"{shown} and {len(numbers) - 12} more" if len(numbers) > 12 else shown


def _wanted(pages: str, count: int, name: str) -> list[int]:
    if not count:
        raise fault(name, "a PDF without pages", "a PDF with text", "fetch or export it again")
    found: set[int] = set()
    for part in filter(None, (part.strip() for part in pages.split(","))):
        match = re.fullmatch(r"(\d{1,6})(?:\s*[-–]\s*(\d{1,6}))?", part)
        first, last = (int(match[1]), int(match[2] or match[1])) if match else (0, 0)
        if not 1 <= first <= last:
            raise fault(name, f"pages '{pages}'", "pages such as 3-8 or 1,4-6")
        if last > count:
            raise fault(name, f"pages '{pages}' of a PDF of {count}", f"pages from 1 to {count}")
        found.update(range(first, last + 1))
    if pages.strip() and not found:
        raise fault(name, f"pages '{pages}'", "pages such as 3-8 or 1,4-6")
    wanted = sorted(found) or list(range(1, count + 1))
    if len(wanted) > MAX_PAGES:
        raise fault(
            name, f"{len(wanted):,} pages", f"at most {MAX_PAGES} at once", "name the pages to read, such as 3-8"
        )
    return wanted


@dataclass(slots=True)
class _Run:
    """Characters of one size that follow each other on one line."""

    text: str
    left: float
    right: float
    base: float
    size: float
    raised: bool = False
    lowered: bool = False


def _runs(page: Any) -> tuple[list[list[_Run]], int]:
    """Return the runs of characters of a page, those of each direction apart, and how many characters say nothing of themselves."""
    from pypdfium2 import raw

    text = page.get_textpage()
    found: dict[int, list[_Run]] = {}
    unreadable = 0
    box, x, y = raw.FS_RECTF(), c_double(), c_double()
    last: _Run | None = None
    for index in range(max(text.count_chars(), 0)):
        code = raw.FPDFText_GetUnicode(text, index)
        sign = chr(code) if code and not 0xD800 <= code < 0xE000 and code <= 0x10FFFF else ""
        if code in (0x02, 0xAD, 0xFFFE):
            sign = "-"
        if raw.FPDFText_IsGenerated(text, index) == 1 or sign.isspace():
            if last is not None and not last.text.endswith(" "):
                last.text += " "
            continue
        if not sign or code == 0xFFFD or 0xE000 <= code < 0xF900 or raw.FPDFText_HasUnicodeMapError(text, index) == 1:
            unreadable += 1
            continue
        if ord(sign) < 32:
            continue
        if not raw.FPDFText_GetLooseCharBox(text, index, box) or not raw.FPDFText_GetCharOrigin(text, index, x, y):
            continue
        quarter = round(raw.FPDFText_GetCharAngle(text, index) / (pi / 2)) % 4
        run = _Run(sign, *_upright(box, x.value, y.value, quarter))
        runs = found.setdefault(quarter, [])
        if last is not None and runs and last is runs[-1] and _follows(last, run):
            if run.left - last.right > _WORD_GAP * run.size and not last.text.endswith(" "):
                last.text += " "
            last.text += sign
            last.right = max(run.right, last.right)
        else:
            runs.append(run)
            last = run
    kept = [[run for run in runs if run.text.strip()] for runs in found.values()]
    return sorted((runs for runs in kept if runs), key=len, reverse=True), unreadable


def _follows(last: _Run, run: _Run) -> bool:
    level = abs(last.base - run.base) < 0.08 * run.size and abs(last.size - run.size) < 0.08 * run.size
    return level and -0.3 * run.size < run.left - last.right < 0.6 * run.size


def _upright(box: Any, x: float, y: float, quarter: int) -> tuple[float, float, float, float]:
    """Return left, right, base line and height of a character as a reader sees them who turns the page by quarters, clockwise."""
    match quarter:
        case 3:
            return box.bottom, box.top, -x, abs(box.right - box.left) or 1.0
        case 2:
            return -box.right, -box.left, -y, abs(box.top - box.bottom) or 1.0
        case 1:
            return -box.top, -box.bottom, x, abs(box.right - box.left) or 1.0
    return box.left, box.right, y, abs(box.top - box.bottom) or 1.0


@dataclass(slots=True)
class _Row:
    """The runs of one line of a page."""

    base: float
    size: float
    runs: list[_Run] = field(default_factory=list)


def _placed(runs: list[_Run], page: int, before: int) -> list[Placed]:
    """Return the lines of a page from top to bottom, numbered on after those before."""
    _mark_scripts(runs)
    rows: list[_Row] = []
    for run in sorted((run for run in runs if not (run.raised or run.lowered)), key=lambda run: (-run.base, run.left)):
        row = rows[-1] if rows else None
        if row is not None and abs(row.base - run.base) <= _SAME_LINE * min(row.size, run.size):
            row.runs.append(run)
            row.size = max(row.size, run.size)
        else:
            rows.append(_Row(run.base, run.size, [run]))
    for run in runs:
        if run.raised or run.lowered:
            row = min(rows, key=lambda row: abs(row.base - run.base + (0.35 if run.raised else -0.15) * row.size))
            row.runs.append(run)
    usual = median(row.size for row in rows)
    edge = max(run.right for run in runs)
    above = [None, *rows]
    return [
        _line(row, over, page, number, usual, edge)
        for number, (row, over) in enumerate(zip(rows, above, strict=False), before + 1)
    ]


def _mark_scripts(runs: list[_Run]) -> None:
    """Mark the runs that are raised or lowered against the larger one that they touch."""
    for run in runs:
        text = run.text.strip()
        if len(text) > 5:
            continue
        for other in runs:
            if run.size > _SMALLER * other.size:
                continue
            lift = run.base - other.base
            if -_TOUCHES * other.size < run.left - other.right < _TOUCHES * other.size:
                if _RAISED[0] * other.size < lift < _RAISED[1] * other.size:
                    run.raised = True
                elif -_RAISED[1] / 2 * other.size < lift < -_RAISED[0] / 2 * other.size:
                    run.lowered = True


def _line(row: _Row, above: _Row | None, page: int, number: int, usual: float, edge: float) -> Placed:
    cells: list[str] = []
    extents: list[tuple[float, float]] = []
    spaced = False
    for run in sorted(row.runs, key=lambda run: run.left):
        text = run.text.strip()
        if run.raised:
            text = f"^{text}" if re.fullmatch(r"[+\-−–]?\d{1,2}", text) else f" {text}"
        gap = run.left - extents[-1][1] if extents else 0.0
        if not cells or gap > _CELL_GAP * row.size:
            cells.append(text.strip())
            extents.append((run.left, run.right))
        else:
            apart = not (run.raised or run.lowered) and (spaced or gap > _WORD_GAP * row.size)
            cells[-1] += f" {text}" if apart else text
            extents[-1] = (extents[-1][0], max(run.right, extents[-1][1]))
        spaced = run.text.endswith(" ")
    return Placed(
        Line(
            f"page {page}, line {number}",
            tuple(map(Cell, cells)),
            heading=_heading(cells, row, usual),
            continues=_continues(cells, row, above, edge),
        ),
        tuple(extents),
    )


def _heading(cells: Sequence[str], row: _Row, usual: float) -> int:
    """Return the level of a heading, by its size against the usual one of the page; 0 for none."""
    if len(cells) != 1 or row.size < _LARGER * usual or len(cells[0].split()) > _HEADING_WORDS:
        return 0
    return max(1, 6 - round(3 * (row.size / usual - 1)))


def _continues(cells: Sequence[str], row: _Row, above: _Row | None, edge: float) -> bool:
    """Whether a line goes on with the sentence above: same size and left edge, close below, and that one reaches the right edge."""
    if above is None or len(cells) != 1:
        return False
    text = max(above.runs, key=lambda run: run.right).text.rstrip()
    left = min(run.left for run in row.runs)
    return (
        abs(row.size - above.size) < 0.08 * row.size
        and above.base - row.base < 1.9 * row.size
        and abs(left - min(run.left for run in above.runs)) < 2 * row.size
        and edge - max(run.right for run in above.runs) < 6 * row.size
        and not re.search(r"[.:;!?]$", text)
    )
