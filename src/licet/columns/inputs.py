"""Tables that come in: which reader takes a file, a query or a frame, and what every reader gives.

A source gives its rows in batches, so that a table may be larger than the memory, and names what it was read from, so that interrupted work
can go on with the same table only. Each format is in a file of its own: text in :mod:`licet.columns.texts`, the others in
:mod:`licet.columns.binaries` and :mod:`licet.columns.queries`.
"""

from __future__ import annotations

import atexit
import hashlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Protocol

import polars as pl

from licet.errors import Fault, InputError, near

# What the name of a file ends in, for each format.
ENDINGS = {
    "csv": (".csv", ".tsv", ".txt"),
    "xlsx": (".xlsx", ".xlsm"),
    "parquet": (".parquet", ".pq"),
    "jsonl": (".jsonl", ".ndjson"),
    "arrow": (".arrow", ".feather", ".ipc", ".arrows"),
}
FORMATS = tuple(ENDINGS)
DATABASES = (".duckdb", ".ddb", ".db")
_HEAD = 1 << 20


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of a table.

    Attributes:
        frame: the rows.
        faults: rows that were no rows of this table at all: index in the frame → why.
    """

    frame: pl.DataFrame
    faults: Mapping[int, Fault] = field(default_factory=dict)


class Source(Protocol):
    """A table to read."""

    @property
    def name(self) -> str:
        """What it is called in messages; never a password."""
        ...

    @property
    def schema(self) -> Mapping[str, pl.DataType]:
        """Its columns with their types, the same in every batch."""
        ...

    @property
    def rows(self) -> int | None:
        """How many rows there are, or None where only reading them tells."""
        ...

    @property
    def fingerprint(self) -> str | None:
        """What tells whether it is the same table as before; None where that cannot be known."""
        ...

    @property
    def nested(self) -> Mapping[str, str]:
        """For columns that stood nested in an object: column → ``plain``, or ``json`` for cells that hold lists as JSON."""
        ...

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader of the answers should know of the way it was read."""
        ...

    def batches(self, start: int, size: int) -> Iterator[Batch]:
        """Yield the rows from the one with this index on, in batches of about this size.

        Raises:
            InputError: for a table that cannot be read to its end.
        """
        ...


@dataclass(frozen=True, slots=True)
class Asking:
    """How an input is to be read, where it does not tell by itself.

    Attributes:
        form: one of ``FORMATS``; empty for what the name ends in.
        sheet: the sheet of a workbook; the first by default.
        query: what to ask of a database.
        encoding: of a text.
    """

    form: str = ""
    sheet: str = ""
    query: str = ""
    encoding: str = ""


def open_source(name: str | Path, asking: Asking | None = None) -> Source:
    """Return the reader of a file or a query.

    Args:
        name: a file, ``-`` for standard input, ``duckdb:FILE?QUERY``, or with a query a database file or ``postgresql://…``.
        asking: how to read it.

    Raises:
        InputError: for what is not there or of no known format.
    """
    text, asking = str(name), asking or Asking()
    if text == "-":
        return _standard_input(asking)
    if text.startswith("duckdb:"):
        from licet.columns.queries import DuckDB

        file, _, query = text.removeprefix("duckdb:").partition("?")
        return DuckDB(file, asking.query or query)
    if text.startswith(("postgresql://", "postgres://")):
        from licet.columns.queries import PostgreSQL

        return PostgreSQL(text, asking.query)
    path = Path(text)
    if asking.query:
        from licet.columns.queries import DuckDB

        return DuckDB(text, asking.query)
    form = asking.form or form_of(path)
    _exists(path)
    if not form:
        ending = path.suffix.casefold()
        if ending in DATABASES:
            raise InputError(faults=[Fault(text, "a database and no query", "--query SQL")])
        endings = [end for ends in ENDINGS.values() for end in ends]
        found = f"the ending '{ending}'" if ending else "no ending"
        raise InputError(faults=[Fault(text, found, ", ".join(endings), near(ending, endings) or "or --input-format")])
    match form:
        case "csv":
            from licet.columns.texts import Delimited

            return Delimited(path, asking.encoding)
        case "jsonl":
            from licet.columns.texts import JsonLines

            return JsonLines(path)
        case "xlsx":
            from licet.columns.binaries import Workbook

            return Workbook(path, asking.sheet)
        case "parquet":
            from licet.columns.binaries import Parquet

            return Parquet(path)
    from licet.columns.binaries import ArrowFile

    return ArrowFile(path)


@dataclass(frozen=True)
class _Unnamed:
    """A table that was read from a stream: it has no name, and is not the same another time."""

    kept: Source
    name: str = "standard input"
    fingerprint: str | None = None

    @property
    def schema(self) -> Mapping[str, pl.DataType]:
        return self.kept.schema

    @property
    def rows(self) -> int | None:
        return self.kept.rows

    @property
    def nested(self) -> Mapping[str, str]:
        return self.kept.nested

    @property
    def notes(self) -> tuple[str, ...]:
        return self.kept.notes

    def batches(self, start: int, size: int) -> Iterator[Batch]:
        return self.kept.batches(start, size)


def _standard_input(asking: Asking) -> Source:
    """Keep standard input in a file for the time of the process; text that begins as an object is JSON lines, other text is CSV."""
    folder = Path(tempfile.mkdtemp(prefix="licet-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    path = folder / "standard input"
    with path.open("wb") as file:
        shutil.copyfileobj(sys.stdin.buffer, file)
    with path.open("rb") as file:
        begins = file.read(_HEAD).lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    form = asking.form or ("jsonl" if begins == b"{" else "csv")
    try:
        return _Unnamed(open_source(path, replace(asking, form=form)))
    except InputError as error:
        told = [
            replace(fault, where="standard input" if fault.where == str(path) else fault.where)
            for fault in error.faults
        ]
        raise InputError(faults=told) from None


def form_of(path: Path) -> str:
    """Return the format that the name of a file tells, or an empty text."""
    ending = path.suffix.casefold()
    return next((form for form, ends in ENDINGS.items() if ending in ends), "")


def _exists(path: Path) -> None:
    try:
        if path.is_dir():
            raise InputError(faults=[Fault(str(path), "a folder", "a file with a table")])
        with path.open("rb"):
            pass
    except OSError as error:
        raise InputError(faults=[Fault(str(path), error.strerror or "cannot be read", "a file with a table")]) from None


def file_fingerprint(path: Path, *more: str) -> str:
    """Return what tells whether a file has changed: its place, size and time, and the digest of its head."""
    found = path.stat()
    digest = hashlib.sha256()
    with path.open("rb") as file:
        digest.update(file.read(_HEAD))
        if found.st_size > 2 * _HEAD:
            file.seek(-_HEAD, os.SEEK_END)
            digest.update(file.read(_HEAD))
    return "|".join((str(path.resolve()), str(found.st_size), str(found.st_mtime_ns), digest.hexdigest(), *more))


def checked_header(name: str, header: list[str]) -> list[str]:
    """Return the header of a table, where a blank one is called by its place.

    Raises:
        InputError: for a header that stands twice, since the answers could not be told apart.
    """
    named = [text if text.strip() else f"column {number}" for number, text in enumerate(header, 1)]
    places: dict[str, list[int]] = {}
    for number, text in enumerate(named, 1):
        places.setdefault(text, []).append(number)
    faults = [
        Fault(
            name,
            f"the header '{text}' on the columns {', '.join(map(str, numbers))}",
            "every header once",
            "rename one",
        )
        for text, numbers in places.items()
        if len(numbers) > 1
    ]
    if not named:
        faults.append(Fault(name, "no header", "a first row with the names of the columns"))
    if faults:
        raise InputError(faults=faults)
    return named


@dataclass(frozen=True)
class Frame:
    """A frame in the memory as a source."""

    frame: pl.DataFrame
    name: str = "the frame"
    fingerprint: str | None = None
    nested: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    @property
    def schema(self) -> Mapping[str, pl.DataType]:
        """The columns of the frame."""
        return self.frame.schema

    @property
    def rows(self) -> int:
        """The rows of the frame."""
        return self.frame.height

    def batches(self, start: int, size: int) -> Iterator[Batch]:
        """Yield the rows in batches; a frame is not copied for it."""
        for offset in range(start, self.frame.height, size):
            yield Batch(self.frame.slice(offset, size))


def stored_type(kind: Any) -> str:
    """Return how a column is stored, in the words of :func:`licet.columns.headings.type_faults`."""
    if kind == pl.Null:
        return "blank"
    if kind == pl.Boolean:
        return "truth"
    if kind.is_temporal():
        return "date" if kind in (pl.Date, pl.Datetime) else "time"
    if kind.is_numeric():
        return "number"
    return "nested" if kind.is_nested() else "text"
