"""Tables in formats that keep types: Parquet, Arrow, and sheets of Excel."""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import polars as pl

from licet.columns.inputs import Batch, checked_header, file_fingerprint
from licet.columns.needed import needed
from licet.errors import Fault, InputError, near

# A group of rows larger than so many batches is read in parts, though each part has to unpack the group.
_TIMES = 4
# How a file of the old format of Office begins.
_COMPOUND = bytes.fromhex("d0cf11e0a1b11ae1")
_WORKBOOK = "xl/workbook.xml"


@contextmanager
def _readable(path: Path, form: str) -> Iterator[None]:
    """Turn what a reader says of a damaged file into one line."""
    pa: Any = needed("pyarrow")
    try:
        yield
    except (pa.ArrowException, pl.exceptions.PolarsError, OSError, EOFError, ValueError) as error:
        said = " ".join(str(error).split())[:160]
        mend = "was it copied or written to its end?"
        raise InputError(
            faults=[Fault(str(path), f"a file that is damaged or no {form} ({said})", f"{form}", mend)]
        ) from None


class _File:
    """What files of types have in common."""

    nested: Mapping[str, str] = {}
    notes: tuple[str, ...] = ()

    def __init__(self, path: Path) -> None:
        self.path = path
        self.name = str(path)

    @property
    def fingerprint(self) -> str:
        """The file."""
        return file_fingerprint(self.path)


class Parquet(_File):
    """A Parquet file, read by its groups of rows.

    Args:
        path: the file.

    Raises:
        InputError: for a file that is damaged, cut short, or no Parquet.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        pq: Any = needed("pyarrow.parquet", why="Parquet")
        with _readable(path, "Parquet"):
            with pq.ParquetFile(path) as file:
                meta = file.metadata
                self.groups = [meta.row_group(index).num_rows for index in range(meta.num_row_groups)]
            self.rows = sum(self.groups)
            self.schema: Mapping[str, pl.DataType] = pl.read_parquet_schema(path)
        checked_header(self.name, list(self.schema))

    def batches(self, start: int, size: int) -> Iterator[Batch]:
        """Yield the rows, in batches that end where a group of rows does if they can."""
        for offset, count in self._cuts(start, size):
            with _readable(self.path, "Parquet"):
                frame = pl.scan_parquet(self.path).slice(offset, count).collect()
            yield Batch(frame)

    def _cuts(self, start: int, size: int) -> Iterator[tuple[int, int]]:
        begin = end = 0
        for count in self.groups:
            if end - begin and end + count - begin > size:
                yield from _parts(max(begin, start), end, size)
                begin = end
            end += count
        yield from _parts(max(begin, start), end, size)


def _parts(begin: int, end: int, size: int) -> Iterator[tuple[int, int]]:
    step = size if end - begin > _TIMES * size else max(size, end - begin)
    for offset in range(begin, end, step):
        yield offset, min(step, end - offset)


class ArrowFile(_File):
    """An Arrow file, or a stream of Arrow in a file.

    Args:
        path: the file.

    Raises:
        InputError: for a file that is damaged, cut short, or no Arrow.
    """

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        pa: Any = needed("pyarrow", why="Arrow")
        with _readable(path, "Arrow"):
            with path.open("rb") as file:
                self.whole = file.read(6) == b"ARROW1"
            with pa.memory_map(self.name) as memory:
                reader = self._reader(pa, memory)
                self.rows: int | None = None
                if self.whole:
                    self.rows = sum(reader.get_batch(index).num_rows for index in range(reader.num_record_batches))
                empty = pl.from_arrow(reader.schema.empty_table())
        assert isinstance(empty, pl.DataFrame)
        self.schema: Mapping[str, pl.DataType] = empty.schema
        checked_header(self.name, list(self.schema))

    def _reader(self, pa: Any, memory: Any) -> Any:
        return pa.ipc.open_file(memory) if self.whole else pa.ipc.open_stream(memory)

    def batches(self, start: int, size: int) -> Iterator[Batch]:
        """Yield the rows, in the batches in which they stand or in parts of them."""
        pa: Any = needed("pyarrow")
        skip = start
        with _readable(self.path, "Arrow"), pa.memory_map(self.name) as memory:
            reader = self._reader(pa, memory)
            blocks = (reader.get_batch(n) for n in range(reader.num_record_batches)) if self.whole else iter(reader)
            held: list[Any] = []
            count = 0
            for block in blocks:
                if skip >= block.num_rows:
                    skip -= block.num_rows
                    continue
                held.append(block.slice(skip))
                count, skip = count + block.num_rows - skip, 0
                if count >= size:
                    yield from self._batches(pa, held, size)
                    held, count = [], 0
            if held:
                yield from self._batches(pa, held, size)

    def _batches(self, pa: Any, held: list[Any], size: int) -> Iterator[Batch]:
        frame = pl.from_arrow(pa.Table.from_batches(held))
        assert isinstance(frame, pl.DataFrame)
        for offset, count in _parts(0, frame.height, size):
            yield Batch(frame.slice(offset, count))


class Workbook(_File):
    """A sheet of Excel; a column of several types is read as text.

    Args:
        path: the file.
        sheet: the name of the sheet; the first by default.

    Raises:
        InputError: for a file that is no workbook, a sheet that is not there, a header that stands twice.
    """

    def __init__(self, path: Path, sheet: str = "") -> None:
        super().__init__(path)
        fastexcel: Any = needed("fastexcel", why="XLSX")
        try:
            book = fastexcel.read_excel(str(path))
            names: list[str] = book.sheet_names
            if sheet and sheet not in names:
                expected = f"a sheet of {path.name}: {', '.join(names)}"
                raise InputError(faults=[Fault("--sheet-name", f"no sheet '{sheet}'", expected, near(sheet, names))])
            self.sheet = sheet or names[0]
            self.frame = self._read(book)
        except fastexcel.FastExcelError as error:
            raise InputError(faults=[_no_workbook(path, " ".join(str(error).split())[:160])]) from None
        self.schema: Mapping[str, pl.DataType] = self.frame.schema
        self.rows = self.frame.height

    @property
    def fingerprint(self) -> str:
        """The file and the sheet."""
        return file_fingerprint(self.path, self.sheet)

    def _read(self, book: Any) -> pl.DataFrame:
        first = book.load_sheet(self.sheet, header_row=None, n_rows=1, dtypes="string").to_polars()
        if first.is_empty():
            raise InputError(faults=[Fault(self.name, f"nothing on the sheet '{self.sheet}'", "a header and rows")])
        row = list(first.row(0))
        while row and not str(row[-1] or "").strip():
            row.pop()
        header = checked_header(self.name, ["" if cell is None else str(cell) for cell in row])
        read = book.load_sheet(self.sheet, header_row=None, skip_rows=1, schema_sample_rows=None)
        frame: pl.DataFrame = read.to_polars() if read.height else pl.DataFrame()
        frame = frame[:, : len(header)]
        data = [_typed(series.alias(name)) for series, name in zip(frame.get_columns(), header, strict=False)]
        data += [pl.Series(name, [None] * frame.height, dtype=pl.String) for name in header[len(data) :]]
        whole = pl.DataFrame(data)
        # Rows that were only formatted, below the last with a cell, are no rows.
        said = whole.select(pl.any_horizontal(pl.all().is_not_null())).to_series().arg_true().to_list()
        return whole.head(said[-1] + 1 if said else 0)

    def batches(self, start: int, size: int) -> Iterator[Batch]:
        """Yield the rows."""
        for offset in range(start, self.frame.height, size):
            yield Batch(self.frame.slice(offset, size))


def _no_workbook(path: Path, said: str) -> Fault:
    """Return what a file is that cannot be read as a workbook, and how a table is made of it."""
    data, expected = path.read_bytes(), "a workbook, XLSX"
    if not data:
        return Fault(str(path), "an empty file", expected)
    if data.startswith(_COMPOUND):
        # What Excel protects by a password lies in a container of the old format.
        if "EncryptedPackage".encode("utf-16-le") in data:
            return Fault(str(path), "a workbook that a password protects", expected, "save it without a password")
        return Fault(str(path), "a file of the old format of Office", expected, "save it as .xlsx")
    if data.startswith(b"PK"):
        try:
            names = set(zipfile.ZipFile(path).namelist())
        except zipfile.BadZipFile:
            mend = "was it copied or written to its end?"
            return Fault(str(path), "a file that is damaged or no workbook", expected, mend)
        if _WORKBOOK not in names:
            mend = "save it as .xlsx" if {"content.xml", "mimetype"} & names else ""
            return Fault(str(path), f"an archive that is no workbook: it has no {_WORKBOOK}", expected, mend)
        return Fault(str(path), f"a workbook that is damaged ({said})", expected, "open it in Excel and save it anew")
    if b"\0" not in data:
        mend = "if it is CSV, call it .csv or say --input-format csv"
        return Fault(str(path), "text and no workbook", expected, mend)
    return Fault(str(path), "a file that is no workbook", expected)


def _typed(series: pl.Series) -> pl.Series:
    """Return a column of a sheet: whole numbers as such, days without the midnight that Excel gives them."""
    if series.dtype == pl.Null:
        return series.cast(pl.String)
    if series.dtype.is_float():
        known = series.drop_nulls()
        whole = known.is_finite().all() and bool(((known == known.floor()) & (known.abs() < 2**53)).all())
        return series.cast(pl.Int64) if whole else series
    if series.dtype == pl.Datetime:
        midnight: Callable[[Any], bool] = datetime.time().__eq__
        return series.cast(pl.Date) if all(midnight(cell) for cell in series.drop_nulls().dt.time()) else series
    return series
