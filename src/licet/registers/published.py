"""A published file as it lies in a folder: its bytes, read strictly as JSON of a declared shape or as rows of a declared width.

What is in the file, and what it means, is known to the reader of its format. A file that is cut off or of another shape is one fault with its
line; nothing of it is used.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from licet.errors import Fault, InputError
from licet.language.nodes import Unreadable, Where, decode
from licet.rulebook.library import read_rows

T = TypeVar("T")

_MEND = "fetch the file again whole"


@dataclass(frozen=True, slots=True)
class PublishedFile:
    """A file of a published list.

    Attributes:
        name: its path below the folder in which it was found.
        data: its bytes.
    """

    name: str
    data: bytes

    @property
    def head(self) -> str:
        """The beginning of its text, by which its format is recognised."""
        return self.data[:8192].decode("utf-8-sig", errors="replace")


def fault(file: PublishedFile, line: int, found: str, expected: str, mend: str = "") -> InputError:
    """Return the error of one thing wrong with a file; line 0 where there is none."""
    return InputError(faults=[Fault(str(Where(file.name, line)), found, expected, mend)])


def read_json(file: PublishedFile, shape: type[T], what: str) -> T:
    """Read a file as JSON of a declared shape; keys that the shape does not name may be there.

    Args:
        file: the file.
        shape: what must be in it.
        what: the list and what an entry of it needs, for messages.

    Raises:
        InputError: for a file that is no such JSON.
    """
    text = _text(file)
    try:
        return msgspec.json.decode(text, type=shape)
    except msgspec.ValidationError as error:
        message, _, place = str(error).partition(" - at `")
        at = f" at {place.rstrip('`')}" if place else ""
        raise fault(file, 0, f"JSON of another form ({_lowered(message)}{at})", what) from None
    except msgspec.DecodeError as error:
        byte = re.search(r"\(byte (\d+)\)", str(error))
        if byte is None:  # the text ended before the JSON did
            raise fault(file, text.count("\n") + 1, "JSON that ends in the middle", what, _MEND) from None
        line = text.encode()[: int(byte[1])].count(b"\n") + 1
        raise fault(file, line, "text that is not JSON", what, _MEND) from None
    except RecursionError:
        raise fault(file, 0, "JSON nested without end", what) from None


def read_table(file: PublishedFile, columns: tuple[str, ...], what: str) -> list[tuple[Where, dict[str, str]]]:
    """Read a file as a table with a header; columns beyond those that are needed may be there.

    Raises:
        InputError: with a fault for each row that is not of the header's length, and for a table without rows.
    """
    faults: list[Fault] = []
    rows = list(read_rows({file.name: file.data}, file.name, faults, columns))
    if faults:
        raise InputError(faults=[Fault(f.where, f.found, f"{what}: {f.expected}", f.mend or _MEND) for f in faults])
    if not rows:
        raise fault(file, 1, "a table without rows", what, _MEND)
    return rows


def read_bare_rows(file: PublishedFile, columns: tuple[str, ...], what: str) -> Iterator[tuple[Where, dict[str, str]]]:
    """Yield the rows of a table without a header, as column → text.

    Raises:
        InputError: for a row of another length, and for a table without rows.
    """
    reader = csv.reader(io.StringIO(_text(file), newline=""), strict=True)
    count = 0
    try:
        for row in reader:
            if not row:
                continue
            if len(row) != len(columns):
                found = f"a row of {len(row)} values"
                raise fault(file, reader.line_num, found, f"{what}: {', '.join(columns)}", _MEND)
            count += 1
            yield Where(file.name, reader.line_num), dict(zip(columns, row, strict=True))
    except csv.Error as error:
        raise fault(file, reader.line_num + 1, f"text that is not CSV ({error})", what, _MEND) from None
    if not count:
        raise fault(file, 1, "a table without rows", what, _MEND)


def _text(file: PublishedFile) -> str:
    try:
        return decode(file.data, file.name)
    except Unreadable as error:
        raise InputError(faults=[error.fault]) from None


def _lowered(message: str) -> str:
    return message[:1].lower() + message[1:].replace("`", "'")
