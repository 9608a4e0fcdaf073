"""Rows of published tables: read strictly to the end of the text, by header or by place."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence

from licet.registers.published import PublishedFile
from licet.registers.screening_lists.read_list import Faults, refused, text_of

# Some lists have hundreds of addresses in one cell.
_LONGEST_CELL = 2_000_000


def bare_rows(file: PublishedFile, text: str, width: int, what: str) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of a table without a header, with their lines.

    Raises:
        InputError: with a fault for every row of another width, and for text that does not end as CSV does.
    """
    faults = Faults(file)
    for line, row in _rows(file, text, ",", what):
        if len(row) == width:
            yield line, row
        else:
            faults.add(line, f"a row of {len(row)} values", f"{width} values: {what}")
    faults.raise_any()


def headed_rows(
    file: PublishedFile, needed: Sequence[str], what: str, delimiter: str = ","
) -> tuple[list[str], Iterator[tuple[int, dict[str, str]]]]:
    """Return the headers of a table, and its rows by header with their lines.

    Args:
        file: the file.
        needed: headers that must be there.
        what: the list, for messages.
        delimiter: what stands between two values.

    Raises:
        InputError: for a table without its headers, and, while the rows are taken, for every row of another width.
    """
    rows = _rows(file, text_of(file), delimiter, what)
    line, first = next(rows)
    headers = [header.strip() for header in first]
    missing = [header for header in needed if header not in headers]
    if missing:
        found = f"no column {', '.join(missing)} among {', '.join(headers)[:200]}"
        raise refused(file, line, found, what, "fetch the file in its published form")
    twice = [header for header in dict.fromkeys(headers) if header and headers.count(header) > 1]
    if twice:
        raise refused(file, line, f"the column {', '.join(twice)} more than once", "every column once")

    def by_header() -> Iterator[tuple[int, dict[str, str]]]:
        faults = Faults(file)
        for line, row in rows:
            if len(row) == len(headers):
                yield line, dict(zip(headers, row, strict=True))
            else:
                faults.add(line, f"a row of {len(row)} values", f"{len(headers)} values, one for each column")
        faults.raise_any()

    return headers, by_header()


def ends_its_last_row(file: PublishedFile) -> bool:
    """Whether a table ends with the end of a line; where it does not, its last row may be cut."""
    return file.data.rstrip(b" \t").endswith((b"\n", b"\r"))


def _rows(file: PublishedFile, text: str, delimiter: str, what: str) -> Iterator[tuple[int, list[str]]]:
    before = csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for row in reader:
            if row:
                yield reader.line_num, row
    except csv.Error as error:
        cut = "unexpected end" in str(error)
        found = "a row that ends in the middle" if cut else f"text that is not CSV ({error})"
        raise refused(file, max(reader.line_num, 1), found, what) from None
    finally:
        csv.field_size_limit(before)
