"""Tables as text: CSV with its delimiter, encoding and byte order mark found out, and JSON lines.

The cells of CSV stay text, so that nothing is lost or re-typed: ``007`` stays ``007``. A line with more or fewer fields than the header is
no row of the table and goes to the rejects; it is never padded or cut.
"""

from __future__ import annotations

import codecs
import csv
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from itertools import islice
from pathlib import Path
from typing import Any

import polars as pl

from licet.columns.inputs import Batch, checked_header, file_fingerprint
from licet.columns.needed import needed
from licet.errors import Fault, InputError, number_of
from licet.language.quantities import crowded

_DELIMITERS = ",;\t|"
_MARKS = {
    codecs.BOM_UTF8: "utf-8-sig",
    codecs.BOM_UTF32_LE: "utf-32",
    codecs.BOM_UTF32_BE: "utf-32",
    codecs.BOM_UTF16_LE: "utf-16",
    codecs.BOM_UTF16_BE: "utf-16",
}
_WINDOWS = "cp1252"
_HEAD = 1 << 16
_SLICE = 1 << 22
_LONGEST_CELL = 10_000_000
# A number of no more digits is held as it is written.
_DIGITS = 15
# Of such a size that it can be compared exactly.
_FIGURE = re.compile(r"-?\d{1,30}(\.\d{1,100})?([eE][+-]?\d{1,2})?")


class Delimited:
    """A file of comma-separated values, whatever separates them.

    Args:
        path: the file.
        encoding: its encoding; found out where none is given: a byte order mark, else UTF-8, else the letters of Windows.

    Raises:
        InputError: for an empty or binary file, or a header that stands twice.
    """

    nested: Mapping[str, str] = {}
    rows = None

    def __init__(self, path: Path, encoding: str = "") -> None:
        self.path = path
        self.name = str(path)
        try:
            self.encoding = codecs.lookup(encoding).name if encoding else _encoding(path)
        except LookupError:
            raise InputError(
                faults=[Fault("--encoding", f"'{encoding}'", "an encoding such as utf-8 or cp1252")]
            ) from None
        self.notes = (
            (f"{path.name} is not UTF-8; it was read as {_WINDOWS}",)
            if self.encoding == _WINDOWS and not encoding
            else ()
        )
        csv.field_size_limit(_LONGEST_CELL)
        self.delimiter = ","
        with path.open("rb") as file:
            head = file.read(_HEAD)
        if not head.strip():
            raise InputError(faults=[Fault(self.name, "an empty file", "a header and rows")])
        if b"\0" in head and "16" not in self.encoding and "32" not in self.encoding:
            raise InputError(faults=[Fault(self.name, "a binary file", "text", "name its format with --input-format")])
        self.delimiter = _delimiter(head.decode(self.encoding, errors="replace"))
        self.header = checked_header(self.name, next(self._lines())[1])
        self.schema: Mapping[str, pl.DataType] = {name: pl.String() for name in self.header}

    @property
    def fingerprint(self) -> str:
        """The file, and how it is read."""
        return file_fingerprint(self.path, self.encoding, self.delimiter)

    def batches(self, start: int, size: int) -> Iterator[Batch]:
        """Yield the rows; a plain file is read by blocks, and line by line from the first line that does not fit."""
        done = start
        if self.encoding in ("utf-8", "utf-8-sig"):
            pa: Any = needed("pyarrow", why="CSV")
            try:
                for frame in _resized(self._blocks(start), size):
                    done += frame.height
                    yield Batch(frame)
                return
            except pa.ArrowInvalid as error:
                if "UTF8" in str(error):
                    raise self._not_text() from None
                # A line with other fields than the header, for example: read on where the blocks ended.
        yield from self._slowly(done, size)

    def _blocks(self, start: int) -> Iterator[pl.DataFrame]:
        pc: Any = needed("pyarrow.csv", why="CSV")
        pa: Any = needed("pyarrow")
        reader = pc.open_csv(
            self.path,
            read_options=pc.ReadOptions(block_size=_SLICE, column_names=self.header, skip_rows_after_names=1),
            parse_options=pc.ParseOptions(delimiter=self.delimiter, newlines_in_values=True),
            convert_options=pc.ConvertOptions(
                column_types={name: pa.large_string() for name in self.header},
                strings_can_be_null=True,
                null_values=[""],
            ),
        )
        skip = start
        for block in reader:
            if skip >= block.num_rows:
                skip -= block.num_rows
                continue
            frame = pl.from_arrow(block.slice(skip))
            skip = 0
            assert isinstance(frame, pl.DataFrame)
            yield frame

    def _lines(self) -> Iterator[tuple[int, list[str]]]:
        """Yield the rows that are not blank, the header first, each with the line of the file on which it begins."""
        try:
            with self.path.open(encoding=self.encoding, newline="") as file:
                reader = csv.reader(file, delimiter=self.delimiter)
                last = 0
                for fields in reader:
                    if fields:
                        yield last + 1, fields
                    last = reader.line_num
        except UnicodeError:
            raise self._not_text() from None
        except csv.Error as error:
            mend = "check its quotes"
            raise InputError(faults=[Fault(self.name, f"text that is no table ({error})", "CSV", mend)]) from None

    def _not_text(self) -> InputError:
        mend = "save it as UTF-8, or name its encoding with --encoding"
        return InputError(faults=[Fault(self.name, f"bytes that are not {self.encoding}", "text", mend)])

    def _slowly(self, start: int, size: int) -> Iterator[Batch]:
        rows = islice(self._lines(), start + 1, None)
        width = len(self.header)
        while block := list(islice(rows, size)):
            faults: dict[int, Fault] = {}
            held: list[list[str]] = []
            for index, (line, fields) in enumerate(block):
                if len(fields) != width:
                    faults[index] = self._ragged(line, fields)
                held.append((fields + [""] * width)[:width])
            columns = zip(*held, strict=True)
            data = [
                pl.Series(name, [cell or None for cell in cells], dtype=pl.String)
                for name, cells in zip(self.header, columns, strict=True)
            ]
            yield Batch(pl.DataFrame(data), faults)

    def _ragged(self, line: int, fields: list[str]) -> Fault:
        """Return what is wrong with a row that has more or fewer fields than the header."""
        width = len(self.header)
        more = len(fields) - width
        if more > 0:
            mend = f"quote the cell that holds '{self.delimiter}', or take out the last {number_of(more, 'field')}"
        else:
            mend = f"add the {number_of(-more, 'field')} that {'is' if more == -1 else 'are'} missing, or quote the cell that holds a line break"
        found = f"line {line}: {number_of(len(fields), 'field')}: {self.delimiter.join(fields)[:200]}"
        return Fault("", found, f"{number_of(width, 'field')}, as in the header", mend)


def _resized(frames: Iterator[pl.DataFrame], size: int) -> Iterator[pl.DataFrame]:
    """Yield the rows of frames in frames of one size."""
    held: list[pl.DataFrame] = []
    count = 0
    try:
        for frame in frames:
            held.append(frame)
            count += frame.height
            while count >= size:
                whole = pl.concat(held)
                yield whole.head(size)
                held, count = [whole.slice(size)], count - size
    except Exception:
        # What came before a fault has been read, and is not asked for again.
        if count:
            yield pl.concat(held)
        raise
    if count:
        yield pl.concat(held)


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(4)
        for mark, name in _MARKS.items():
            if head.startswith(mark):
                return name
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while block := file.read(_SLICE):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return _WINDOWS
    return "utf-8"


def _delimiter(head: str) -> str:
    """Return the sign that separates the fields of the header; what stands in quotes does not count."""
    quoted, counts = False, dict.fromkeys(_DELIMITERS, 0)
    for sign in head:
        if sign == '"':
            quoted = not quoted
        elif sign in "\r\n" and not quoted:
            break
        elif sign in counts and not quoted:
            counts[sign] += 1
    return max(counts, key=lambda sign: counts[sign])


class JsonLines:
    """A file with one object a line; objects within it become columns of dotted names (``item.range``).

    The file is read once for its columns and their types, so that every batch has the same: a column of numbers alone is one of numbers,
    one of several types is text, lists are text as JSON.

    Args:
        path: the file.

    Raises:
        InputError: for a file without objects.
    """

    notes: tuple[str, ...] = ()

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = str(path)
        self.rows = 0
        kinds: dict[str, set[str]] = {}
        for _, found in self._objects():
            self.rows += 1
            if isinstance(found, dict):
                for key, value in found.items():
                    kinds.setdefault(key, set()).add(_kind(value))
        if not kinds:
            raise InputError(faults=[Fault(self.name, "no object", 'one object a line, such as {"recipient": "IT"}')])
        self.kinds = {key: _merged(found) for key, found in kinds.items()}
        self.schema: Mapping[str, pl.DataType] = {key: _TYPES[kind]() for key, kind in self.kinds.items()}
        self.nested = {
            key: "json" if kind in ("list", "mixed") else "plain"
            for key, kind in self.kinds.items()
            if kind in ("list", "mixed") or "." in key
        }

    @property
    def fingerprint(self) -> str:
        """The file."""
        return file_fingerprint(self.path)

    def batches(self, start: int, size: int) -> Iterator[Batch]:
        """Yield the rows; a line that is no object is a row that cannot be used."""
        objects = islice(self._objects(), start, None)
        while block := list(islice(objects, size)):
            faults = {
                index: replace(found, found=f"line {line}: {found.found}")
                for index, (line, found) in enumerate(block)
                if isinstance(found, Fault)
            }
            rows: list[dict[str, Any]] = [found if isinstance(found, dict) else {} for _, found in block]
            data = [
                pl.Series(name, [_cell(row.get(name), self.kinds[name]) for row in rows], dtype=kind, strict=False)
                for name, kind in self.schema.items()
            ]
            yield Batch(pl.DataFrame(data), faults)

    def _objects(self) -> Iterator[tuple[int, dict[str, Any] | Fault]]:
        """Yield each line that is not blank with its number: the object, flat, or what is wrong with it."""
        try:
            with self.path.open(encoding="utf-8-sig") as file:
                for number, line in enumerate(file, 1):
                    if line.strip():
                        yield number, _object(line)
        except UnicodeError:
            raise InputError(faults=[Fault(self.name, "bytes that are not UTF-8", "JSON lines in UTF-8")]) from None


class _Repeated(Exception):
    """A key that stands in an object twice with two values."""

    def __init__(self, key: str, first: Any, second: Any) -> None:
        said = [json.dumps(value, ensure_ascii=False)[:60] for value in (first, second)]
        mend = "remove one of the two"
        self.fault = Fault("", f"the key '{key}' twice, with {said[0]} and {said[1]}", "every key once", mend)


def _object(line: str) -> dict[str, Any] | Fault:
    try:
        value = json.loads(line, object_pairs_hook=_once, parse_float=_number)
        if isinstance(value, dict):
            return _once(list(_flat(value)))
    except _Repeated as error:
        return error.fault
    except (ValueError, RecursionError) as error:
        said = f"text that is not JSON ({getattr(error, 'msg', 'too deep')}): {line.strip()[:200]}"
        return Fault("", said, "one object a line")
    return Fault("", f"no object: {line.strip()[:200]}", "one object a line")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Return an object, in which a key may stand again with the same value only."""
    found = dict(pairs)
    if len(found) < len(pairs):
        first: dict[str, Any] = {}
        for key, value in pairs:
            if repr(first.setdefault(key, value)) != repr(value):
                raise _Repeated(key, first[key], value)
    return found


def _number(text: str) -> float | str:
    """Return a number, or its text where it has more digits than a number holds."""
    plain = len(text) <= _DIGITS or not _FIGURE.fullmatch(text)
    return float(text) if plain or not crowded(Fraction(text)) else text


def _flat(value: dict[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    for key, item in value.items():
        name = f"{before}{key}"
        if isinstance(item, dict) and item and not before:
            yield from _flat(item, f"{name}.")
        else:
            yield name, item


_TYPES: dict[str, Any] = {
    "none": pl.String,
    "text": pl.String,
    "truth": pl.Boolean,
    "whole": pl.Int64,
    "number": pl.Float64,
    "list": pl.String,
    "mixed": pl.String,
}
_WIDE = 2**53


def _kind(value: Any) -> str:
    match value:
        case None:
            return "none"
        case bool():
            return "truth"
        case int():
            return "whole" if abs(value) < _WIDE else "mixed"
        case float():
            return "number"
        case str():
            return "text"
    return "list"


def _merged(kinds: set[str]) -> str:
    found = kinds - {"none"}
    if len(found) > 1:
        return "number" if found == {"whole", "number"} else "mixed"
    return next(iter(found), "none")


def _cell(value: Any, kind: str) -> Any:
    if kind not in ("list", "mixed") or value is None:
        return value
    # Text among other things stays bare, so that it reads as any other cell of text does.
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
