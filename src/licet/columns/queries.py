"""Tables that a database answers a query with: DuckDB, over its own files or over files of other formats, and PostgreSQL.

What a query gives may be another table the next time, so interrupted work over one starts anew.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Any

import polars as pl

from licet.columns.inputs import DATABASES, Batch, checked_header, form_of
from licet.columns.needed import needed
from licet.errors import Fault, InputError

# The name under which a query finds a file that is no database.
VIEW = "input"


class _Query(ABC):
    """What queries have in common."""

    nested: Mapping[str, str] = {}
    notes: tuple[str, ...] = ()
    rows = None
    fingerprint = None

    def __init__(self, name: str, query: str) -> None:
        self.name = name
        if not query.strip():
            raise InputError(faults=[Fault(name, "a database and no query", "--query SQL")])
        self.query = query.strip().rstrip(";")
        with self._reader(1) as reader:
            empty = pl.from_arrow(reader.schema.empty_table())
        assert isinstance(empty, pl.DataFrame)
        self.schema: Mapping[str, pl.DataType] = empty.schema
        checked_header(name, list(self.schema))

    @abstractmethod
    def _reader(self, size: int) -> AbstractContextManager[Any]:
        """Run the query, and give what reads its answer in batches of some rows."""

    def batches(self, start: int, size: int) -> Iterator[Batch]:
        """Yield what the query gives, from the row with this index on."""
        skip = start
        with self._reader(size) as reader:
            while True:
                try:
                    block = reader.read_next_batch()
                except StopIteration:
                    return
                except Exception as error:  # noqa: BLE001 - each driver has errors of its own
                    raise InputError(faults=[Fault(self.name, _said(error), "a query that runs to its end")]) from None
                if skip >= block.num_rows:
                    skip -= block.num_rows
                    continue
                frame = pl.from_arrow(block.slice(skip))
                skip = 0
                assert isinstance(frame, pl.DataFrame)
                yield Batch(frame)


class DuckDB(_Query):
    """A query that DuckDB answers.

    Args:
        file: a database of DuckDB, opened to read only; or a file of another format, which the query calls ``input``; or nothing.
        query: the query.

    Raises:
        InputError: for a file that is not there, a query that does not run.
    """

    def __init__(self, file: str, query: str) -> None:
        self.file = file
        if file and not Path(file).is_file():
            raise InputError(faults=[Fault(file, "no such file", "a database of DuckDB, or a file with a table")])
        super().__init__(f"duckdb:{file}", query)

    @contextmanager
    def _reader(self, size: int) -> Iterator[Any]:
        duckdb: Any = needed("duckdb", "duckdb", "DuckDB")
        database = (
            self.file
            if self.file and (Path(self.file).suffix.casefold() in DATABASES or not form_of(Path(self.file)))
            else ""
        )
        try:
            with duckdb.connect(database or ":memory:", read_only=bool(database)) as connection:
                # A query must not find the variables of a program.
                connection.execute("set python_enable_replacements = false")
                if self.file and not database:
                    _view(connection, self.file)
                yield connection.sql(self.query).to_arrow_reader(size)
        except duckdb.Error as error:
            raise InputError(faults=[Fault(self.name, _said(error), "a query that DuckDB understands")]) from None


def _view(connection: Any, file: str) -> None:
    """Give a query a file under a name."""
    quoted = file.replace("'", "''")
    match form_of(Path(file)):
        case "csv":
            table = f"read_csv('{quoted}', all_varchar = true)"
        case "parquet":
            table = f"read_parquet('{quoted}')"
        case "jsonl":
            table = f"read_json('{quoted}')"
        case form:
            expected = "a database of DuckDB, CSV, Parquet or JSON lines"
            raise InputError(faults=[Fault(file, f"a query over {form}", expected)])
    # The name of a file is quoted above, and nothing else of a user's stands here.
    connection.execute(f"create view {VIEW} as select * from {table}")  # noqa: S608


class PostgreSQL(_Query):
    """A query that PostgreSQL answers.

    Args:
        uri: ``postgresql://…``.
        query: the query.

    Raises:
        InputError: for a server that cannot be reached, a query that does not run.
    """

    def __init__(self, uri: str, query: str) -> None:
        self.uri = uri
        # A password is never shown.
        super().__init__(re.sub(r"//[^@/]*@", "//…@", re.sub(r"\?.*", "", uri)), query)

    @contextmanager
    def _reader(self, size: int) -> Iterator[Any]:
        del size
        driver: Any = needed("adbc_driver_postgresql.dbapi", "postgres", "PostgreSQL")
        try:
            with driver.connect(self.uri) as connection, connection.cursor() as cursor:
                cursor.execute(self.query)
                yield cursor.fetch_record_batch()
        except driver.Error as error:
            raise InputError(faults=[Fault(self.name, _said(error), "a query that PostgreSQL understands")]) from None


def _said(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
