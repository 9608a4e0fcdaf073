"""Where a table comes from: a frame of Polars or pandas, an Arrow table, or the name of a file or a query."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import polars as pl

from licet.columns.inputs import Asking, Frame, Source, checked_header, open_source
from licet.errors import Fault, InputError

if TYPE_CHECKING:
    from licet.columns.work import Ran


def _unlike() -> tuple[type[Exception], ...]:
    """Return what is raised for a column of several types."""
    import pyarrow

    return TypeError, ValueError, pl.exceptions.PolarsError, pyarrow.ArrowException


def source_of(table: Any, asking: Asking | None) -> tuple[Source, Callable[[Ran], None] | None]:
    """Return what to read, and for a frame of pandas what turns the answers back into one.

    Raises:
        InputError: for what is no table, a column of several types, a file that cannot be read.
    """
    if isinstance(table, str | Path):
        return open_source(table, asking), None
    if isinstance(table, pl.DataFrame):
        return Frame(table), None
    if isinstance(table, pl.LazyFrame):
        return Frame(table.collect()), None
    kind = type(table)
    if kind.__module__.partition(".")[0] == "pandas" and kind.__name__ == "DataFrame":
        names = checked_header("the frame", [str(name) for name in table.columns])
        plain = table.set_axis(names, axis="columns").reset_index(drop=True)
        index = table.index

        def back(ran: Ran) -> None:
            refused = set(ran.rejects.get_column("row").to_list())
            kept = [place for place in range(len(index)) if place + 1 not in refused]
            ran.frame = ran.frame.to_pandas().set_index(index[kept])
            ran.rejects = ran.rejects.to_pandas()

        try:
            return Frame(pl.from_pandas(plain)), back
        except _unlike() as error:
            said = " ".join(str(error).split())[:200]
            mend = "give each column one type, such as text: frame.astype(str)"
            raise InputError(
                faults=[Fault("frame", f"a column of mixed types: {said}", "one type a column", mend)]
            ) from None
    if hasattr(table, "__arrow_c_stream__") or hasattr(table, "to_batches"):
        frame = pl.DataFrame(table)
        return Frame(frame), None
    expected = "a frame of Polars or pandas, an Arrow table, or the name of a file"
    raise InputError(faults=[Fault("table", f"a {kind.__name__}", expected)])
