"""A run as a workbook for people who work in Excel: results with filters, the rules that decided, the rejects, and what was asked.

Every text is written as text: a cell that begins with ``=``, ``+``, ``-`` or ``@`` is no formula, whoever wrote it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl

from licet.columns.cells import cell_text
from licet.columns.needed import needed
from licet.columns.outputs import frames
from licet.errors import Fault, InputError

# The limits of Excel: rows of a sheet with its header, columns, signs of a cell, and the first day it knows.
ROWS = 1_048_576
COLUMNS = 16_384
_SIGNS = 32_767
_FIRST_DAY = datetime.date(1900, 3, 1)
# Numbers beyond are no longer exact there.
_EXACT = 10**15
_WIDTHS = (8, 48)
_WEIGHED = 200
_OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def check_size(output: Path, rows: int | None, columns: int) -> None:
    """Raise when a table is larger than a sheet.

    Raises:
        InputError: with the limit and the way out.
    """
    mend = "write Parquet or CSV"
    if rows is not None and rows >= ROWS:
        raise InputError(
            faults=[Fault(str(output), f"{rows:,} rows", f"at most {ROWS - 1:,} rows on a sheet of Excel", mend)]
        )
    if columns > COLUMNS:
        raise InputError(
            faults=[Fault(str(output), f"{columns:,} columns", f"at most {COLUMNS:,} on a sheet of Excel", mend)]
        )


def write_workbook(
    target: Path,
    results: Sequence[Path],
    rejects: Sequence[Path],
    reasons: pl.DataFrame,
    asked: Sequence[tuple[str, Any]],
) -> None:
    """Write a workbook with the sheets Results, Reasons, Rejects and Asked.

    Args:
        target: the file to write.
        results: the parts of the results.
        rejects: the parts of the rejects; without any, they are not in the workbook.
        reasons: one row for each rule that decided something.
        asked: what was asked, name and value.

    Raises:
        InputError: for a cell that Excel cannot hold.
    """
    with _book(target) as book:
        sheets = _Sheets(book, target)
        sheets.table("Results", frames(results))
        sheets.table("Reasons", [reasons])
        if rejects:
            sheets.table("Rejects", frames(rejects))
        sheets.pairs("Asked", asked)


def write_sheet(target: Path, name: str, parts: Sequence[Path]) -> None:
    """Write a workbook of one table.

    Raises:
        InputError: for a cell that Excel cannot hold.
    """
    with _book(target) as book:
        _Sheets(book, target).table(name, frames(parts))


@contextmanager
def _book(target: Path) -> Iterator[Any]:
    """Give a workbook to write to, which is whole when this ends."""
    xlsxwriter: Any = needed("xlsxwriter", why="XLSX")
    try:
        with xlsxwriter.Workbook(str(target), _OPTIONS | {"tmpdir": str(target.parent)}) as book:
            yield book
    except xlsxwriter.exceptions.FileCreateError as error:
        # It holds the error of the file system.
        raise OSError(*getattr(error.args[0], "args", error.args)) from None


class _Sheets:
    def __init__(self, book: Any, target: Path) -> None:
        self.book = book
        self.target = target
        self.head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})
        self.moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})

    def table(self, name: str, parts: Iterable[pl.DataFrame]) -> None:
        sheet = self.book.add_worksheet(name)
        sheet.freeze_panes(1, 0)
        line = width = 0
        for frame in parts:
            if not line:
                width = frame.width
                for column, header in enumerate(frame.columns):
                    sheet.set_column(column, column, _width(header, frame.get_column(header)))
                    self._text(sheet, 0, column, header, name, self.head)
                line = 1
            check_size(self.target, line - 1 + frame.height, width)
            for row in frame.iter_rows():
                for column, value in enumerate(row):
                    if value is not None:
                        self._cell(sheet, line, column, value, name)
                line += 1
        if width:
            sheet.autofilter(0, 0, max(line - 1, 0), width - 1)

    def pairs(self, name: str, pairs: Sequence[tuple[str, Any]]) -> None:
        sheet = self.book.add_worksheet(name)
        sheet.set_column(0, 0, 24)
        sheet.set_column(1, 1, 100)
        for line, (key, value) in enumerate(pairs):
            self._text(sheet, line, 0, key, name, self.head)
            if isinstance(value, int):
                sheet.write_number(line, 1, value)
            else:
                self._text(sheet, line, 1, str(value), name, self.wrapped)

    def _cell(self, sheet: Any, line: int, column: int, value: Any, name: str) -> None:
        match value:
            case bool():
                sheet.write_boolean(line, column, value)
            case int() | float() if abs(value) < _EXACT:
                sheet.write_number(line, column, value)
            case Decimal() if abs(value) < _EXACT:
                sheet.write_number(line, column, float(value))
            case datetime.datetime() if value.date() >= _FIRST_DAY:
                sheet.write_datetime(line, column, value.replace(tzinfo=None), self.moment)
            case datetime.date() if not isinstance(value, datetime.datetime) and value >= _FIRST_DAY:
                sheet.write_datetime(line, column, value, self.day)
            case _:
                self._text(sheet, line, column, cell_text(value), name)

    def _text(self, sheet: Any, line: int, column: int, text: str, name: str, form: Any = None) -> None:
        if len(text) > _SIGNS:
            found = f"a cell of {len(text):,} signs on row {line}"
            raise InputError(
                faults=[Fault(name, found, f"at most {_SIGNS:,} signs in a cell of Excel", "write Parquet or CSV")]
            )
        sheet.write_string(line, column, text, form)


def _width(header: str, series: pl.Series) -> int:
    """Return a width for a column that shows most of its cells."""
    lengths: list[int] = sorted(len(cell_text(cell)) for cell in series.head(_WEIGHED).drop_nulls().to_list())
    common = lengths[len(lengths) * 9 // 10] if lengths else 0
    return min(max(common + 2, min(len(header), 24) + 3, _WIDTHS[0]), _WIDTHS[1])
