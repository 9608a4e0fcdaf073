"""DOCX and XLSX files as lines: paragraphs, headings and tables; sheets, with numbers as they are shown.

Of a DOCX the body and its text boxes are read, without headers, footers and footnotes; what was struck out in a tracked change is left out and
what was put in is read. Of an XLSX the stored values are read; nothing is worked out.
"""

from __future__ import annotations

import datetime
import io
import re
import zipfile
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from licet.classification.documents import fault
from licet.classification.lines import MAX_CELLS, Cell, Document, Line, Remark
from licet.classification.products import model_name

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_GONE = frozenset({f"{_W}del", f"{_W}moveFrom", _FALLBACK})
_BOX = f"{_W}txbxContent"


def read_docx(data: bytes, name: str) -> Document:
    """Read a DOCX file.

    Raises:
        InputError: for a file that is damaged or holds no text.
        ImportError: where the reader is not installed.
    """
    import docx
    from docx.opc.exceptions import OpcError
    from lxml.etree import LxmlError

    try:
        opened = docx.Document(io.BytesIO(data))
        body = opened.element.body
        styles = {style.style_id: style.name or "" for style in opened.styles}
    except (OpcError, LxmlError, KeyError, ValueError, AttributeError, zipfile.BadZipFile):
        raise fault(name, "a damaged DOCX file", "one that opens", "save or fetch it again") from None
    reader = _Docx(styles)
    reader.blocks(body)
    if not reader.lines:
        raise fault(name, "a DOCX file without text", "a text with figures", "pictures are not read")
    return Document(name, tuple(reader.lines))


class _Docx:
    """The lines of a DOCX file while it is walked through."""

    def __init__(self, styles: dict[str, str]) -> None:
        self.styles = styles
        self.lines: list[Line] = []
        self.paragraphs = 0
        self.tables = 0

    def blocks(self, parent: Any) -> None:
        for element in parent:
            if element.tag == f"{_W}p":
                self.paragraph(element)
            elif element.tag == f"{_W}tbl":
                self.table(element)
            elif element.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"):
                self.blocks(element)

    def paragraph(self, element: Any) -> None:
        self.paragraphs += 1
        place = f"paragraph {self.paragraphs}"
        for text in _lines_of(element):
            pieces = [piece.strip() for piece in re.split(r"\t+| {3,}", text) if piece.strip()]
            level = self.level(element)
            table = 0
            if len(pieces) > 1:
                # Figures set apart by tabs are rows of a table, together with the rows before.
                last = self.lines[-1] if self.lines else None
                self.tables += 0 if last is not None and last.table and last.place.startswith("paragraph") else 1
                table = self.tables
            if pieces:
                cells = tuple(Cell(piece, column) for column, piece in enumerate(pieces))
                self.lines.append(Line(place, cells, table=table, heading=level if not table else 0))
        for box in element.iter(_BOX):
            if not any(parent.tag in _GONE for parent in box.iterancestors()):
                self.blocks(box)

    def level(self, element: Any) -> int:
        style = element.find(f"{_W}pPr/{_W}pStyle")
        named = self.styles.get(style.get(f"{_W}val"), "").casefold() if style is not None else ""
        if named == "title":
            return 1
        match = re.fullmatch(r"heading (\d)", named)
        outline = element.find(f"{_W}pPr/{_W}outlineLvl")
        if match is None and outline is not None and (value := str(outline.get(f"{_W}val"))).isdigit():
            return int(value) + 1 if int(value) < 9 else 0
        return int(match[1]) if match else 0

    def table(self, element: Any) -> None:
        self.tables += 1
        number, row_number = self.tables, 0
        above: dict[int, str] = {}
        inner: list[Any] = []
        for row in element.iter(f"{_W}tr"):
            if _nearest(row, f"{_W}tbl") is not element or any(parent.tag in _GONE for parent in row.iterancestors()):
                continue
            row_number += 1
            cells: dict[int, str] = {}
            column = 0
            for cell in row.iter(f"{_W}tc"):
                if _nearest(cell, f"{_W}tr") is not row:
                    continue
                nested = [table for table in cell.iter(f"{_W}tbl") if _nearest(table, f"{_W}tbl") is element]
                inner += nested
                texts = [
                    text
                    for paragraph in cell.iter(f"{_W}p")
                    if _nearest(paragraph, f"{_W}tc") is cell and _nearest(paragraph, _BOX) is None
                    for text in _lines_of(paragraph)
                    if text.strip()
                ]
                text = "\n".join(re.sub(r"\s+", " ", text).strip() for text in texts)
                merged = cell.find(f"{_W}tcPr/{_W}vMerge")
                if merged is not None and merged.get(f"{_W}val") != "restart":
                    text = above.get(column, "")
                across = cell.find(f"{_W}tcPr/{_W}gridSpan")
                cells[column] = text
                column += (
                    int(across.get(f"{_W}val")) if across is not None and str(across.get(f"{_W}val")).isdigit() else 1
                )
            above = cells
            head = row.find(f"{_W}trPr/{_W}tblHeader") is not None
            found = tuple(Cell(text, column) for column, text in sorted(cells.items()) if text)
            if found:
                self.lines.append(Line(f"table {number}, row {row_number}", found, table=number, header=head))
        for table in inner:
            self.table(table)


def _nearest(element: Any, tag: str) -> Any:
    return next((parent for parent in element.iterancestors() if parent.tag == tag), None)


def _lines_of(paragraph: Any) -> list[str]:
    """Return the text of a paragraph, a raised figure written with a caret; a line break begins a new line."""
    return "".join(_signs(paragraph)).split("\n")


def _signs(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag in _GONE or child.tag == _BOX:
            continue
        if child.tag == f"{_W}r":
            text = "".join(_signs(child))
            place = child.find(f"{_W}rPr/{_W}vertAlign")
            if place is not None and place.get(f"{_W}val") == "superscript" and text.strip():
                text = text.strip()
                text = f"^{text}" if re.fullmatch(r"[+\-−–]?\d{1,2}", text) else f" {text}"
            yield text
        elif child.tag in (f"{_W}t", f"{_M}t"):
            yield child.text or ""
        elif child.tag == f"{_M}sup":
            yield f"^{''.join(_signs(child))}"
        elif child.tag in (f"{_W}tab", f"{_W}ptab"):
            yield "\t" if child.getparent().tag == f"{_W}r" else ""
        elif child.tag in (f"{_W}br", f"{_W}cr"):
            yield "\n"
        elif child.tag == f"{_W}noBreakHyphen":
            yield "-"
        elif child.tag not in (f"{_W}pPr", f"{_W}rPr", f"{_W}delText", f"{_W}instrText"):
            yield from _signs(child)


def read_xlsx(data: bytes, name: str) -> Document:
    """Read an XLSX file.

    Raises:
        InputError: for a file that is damaged, empty or beyond 200,000 cells.
        ImportError: where the reader is not installed.
    """
    import warnings

    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with warnings.catch_warnings():
            # What openpyxl warns of, such as a lost style, says nothing of the values.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), data_only=True, rich_text=True)
    except (
        InvalidFileException,
        KeyError,
        ValueError,
        TypeError,
        AttributeError,
        SyntaxError,
        IndexError,
        zipfile.BadZipFile,
    ):
        raise fault(name, "a damaged XLSX file", "one that opens", "save or fetch it again") from None
    lines: list[Line] = []
    tables = count = 0
    for sheet in book.worksheets:
        called = f"sheet '{sheet.title}'" + (" (hidden)" if sheet.sheet_state != "visible" else "")
        spread = {
            (row, column): (merged.min_row, merged.min_col)
            for merged in sheet.merged_cells.ranges
            for row in range(merged.min_row + 1, min(merged.max_row, merged.min_row + 1000) + 1)
            for column in (merged.min_col,)
        }
        tables += 1
        blank = False
        if len(book.worksheets) > 1 and model_name(sheet.title):
            # A worksheet that bears the name of a model is about that model.
            lines.append(Line(called, (Cell(sheet.title),), heading=1))
        for row in sheet.iter_rows():
            cells = []
            for cell in row:
                at = (cell.row or 0, cell.column or 0)
                source = sheet.cell(*spread[at]) if at in spread else cell
                text, exact = _shown(source.value, source.number_format)
                if text:
                    count += 1
                    cells.append(Cell(text, at[1] - 1, exact))
            if count > MAX_CELLS:
                raise fault(name, f"more than {MAX_CELLS:,} cells", "a data sheet", "take out the sheets that matter")
            if not cells:
                blank = True
                continue
            if blank and lines and lines[-1].table == tables:
                tables += 1
            blank = False
            lines.append(Line(f"{called}, row {row[0].row}", tuple(cells), table=tables))
    remarks = tuple(_unstored(data))
    if not lines:
        mend = "open and save it in a spreadsheet program, so that its formulas are worked out" if remarks else ""
        raise fault(name, "an XLSX file without values", "a sheet with figures", mend)
    return Document(name, tuple(lines), remarks)


def _shown(value: Any, form: str) -> tuple[str, bool]:
    """Return a value as it is shown, with the unit or per cent that its number format adds, and whether it is a number."""
    if value is None:
        return "", False
    if isinstance(value, bool):
        return ("yes" if value else "no"), False
    if isinstance(value, (datetime.date, datetime.time, datetime.timedelta)):
        return str(value), False
    if isinstance(value, (int, float)):
        number = Decimal(repr(value))
        form = form.split(";")[0]
        bare = re.sub(r'"[^"]*"|\\.|\[[^\]]*\]', "", form)
        words = re.search(r'"([^"]*)"\s*$', form)
        if "%" in bare:
            return f"{(number * 100).normalize():f} %", True
        # A comma at the end of a format hides thousands, so that its words speak of another number.
        suffix = words[1].strip() if words and not re.search(r"[0#?],+\s*$", bare) else ""
        text = f"{number:f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
        return f"{text} {suffix}".strip(), True
    return _rich(value), False


def _rich(value: Any) -> str:
    """Return a text cell, a raised figure written with a caret."""
    pieces = []
    for part in value if isinstance(value, list) else [value]:
        text = str(getattr(part, "text", part))
        if getattr(getattr(part, "font", None), "vertAlign", None) == "superscript":
            text = text.strip()
            text = f"^{text}" if re.fullmatch(r"[+\-−–]?\d{1,2}", text) else f" {text}"
        pieces.append(text)
    lines = (re.sub(r"[ \t]+", " ", line).strip() for line in "".join(pieces).split("\n"))
    return "\n".join(line for line in lines if line)


def _unstored(data: bytes) -> Iterator[Remark]:
    """Yield a remark where formulas have no stored value, as in a file that no spreadsheet program has saved."""
    formula = re.compile(rb"<c\b[^>]*>\s*<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for part in archive.namelist():
            if re.fullmatch(r"xl/worksheets/[^/]+\.xml", part):
                missing = len(formula.findall(archive.read(part)))
                if missing:
                    cells = "One cell holds" if missing == 1 else f"{missing} cells hold"
                    yield Remark(
                        "no_value",
                        f"{cells} a formula without a stored value, and was not read; open and save the file.",
                    )
