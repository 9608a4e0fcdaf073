"""Tables that go out: the parts of a run put together in the format that the name of the output tells.

Everything is written beside the output first; :mod:`licet.columns.keeping` gives it its final name. Workbooks are in
:mod:`licet.columns.workbooks`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import polars as pl

from licet.columns.answers import text_columns
from licet.columns.inputs import ENDINGS, FORMATS, form_of
from licet.errors import Fault, InputError, near
from licet.harmless import RUNS, harmless


def output_form(output: Path, form: str = "") -> str:
    """Return the format of an output.

    Raises:
        InputError: for a name that tells none.
    """
    found = form or form_of(output)
    if found not in FORMATS:
        endings = [end for ends in ENDINGS.values() for end in ends]
        ending = output.suffix.casefold()
        what = f"the ending '{ending}'" if ending else "no ending"
        mend = near(ending, endings) or "or name it with --format"
        raise InputError(faults=[Fault(str(output), what, "one of " + ", ".join(endings), mend)])
    return found


def frames(paths: Sequence[Path]) -> Iterator[pl.DataFrame]:
    """Yield the parts one after the other."""
    for path in paths:
        yield pl.read_ipc(path)


def write_table(paths: Sequence[Path], target: Path, form: str, nested: Mapping[str, str], tame: bool = False) -> None:
    """Put the parts of a table together.

    Args:
        paths: the parts, at least one, all with the same columns.
        target: the file to write.
        form: ``csv``, ``parquet``, ``jsonl`` or ``arrow``.
        nested: for JSON lines, the columns that stood in an object.
        tame: for CSV, whether no cell and no header may be one that a spreadsheet runs.
    """
    if form == "jsonl" and nested:
        _objects(paths, target, nested)
        return
    table = pl.scan_ipc(list(paths))
    whole = _texts(table, paths[0], nested=True)
    write: dict[str, Callable[[], Any]] = {
        "csv": lambda: (_harmless(whole) if tame else whole).sink_csv(target),
        "parquet": lambda: table.sink_parquet(target),
        "jsonl": lambda: _texts(table, paths[0], nested=False).sink_ndjson(target),
        "arrow": lambda: table.sink_ipc(target, compression="zstd"),
    }
    write[form]()


def _texts(table: pl.LazyFrame, first: Path, nested: bool) -> pl.LazyFrame:
    """Return a table whose cells a format of text can hold: spans of time and bytes as text, and lists as JSON where it has none."""
    schema = pl.read_ipc_schema(first)
    deep = [name for name, kind in schema.items() if kind in (pl.Duration, pl.Binary) or (nested and kind.is_nested())]
    return table.with_columns(pl.col(name).map_batches(_as_text, return_dtype=pl.String) for name in deep)


def _harmless(table: pl.LazyFrame) -> pl.LazyFrame:
    """Return a table whose texts no spreadsheet runs, as :func:`licet.harmless.harmless` writes them."""
    signs = "".join(f"\\x{ord(sign):02x}" for sign in RUNS)
    columns = []
    for name, kind in table.collect_schema().items():
        if kind == pl.String or isinstance(kind, pl.Categorical | pl.Enum):
            cells = pl.col(name).cast(pl.String)
            columns.append(
                pl.when(cells.str.contains(f"^[{signs}]"))
                .then(pl.concat_str(pl.lit("'"), cells))
                .otherwise(cells)
                .alias(name)
            )
    return table.with_columns(columns).rename(harmless)


def _as_text(series: pl.Series) -> pl.Series:
    return text_columns(series.to_frame()).to_series()


def _objects(paths: Sequence[Path], target: Path, nested: Mapping[str, str]) -> None:
    """Write one object a line, with what stood in an object in its place again."""
    with target.open("w", encoding="utf-8", newline="\n") as file:
        for frame in frames(paths):
            for row in frame.iter_rows(named=True):
                found: dict[str, Any] = {}
                for name, value in row.items():
                    outer, dot, inner = name.partition(".") if name in nested else (name, "", "")
                    if dot and value is None:
                        continue
                    if nested.get(name) == "json" and isinstance(value, str) and value.startswith(("[", "{")):
                        value = json.loads(value)
                    if dot:
                        found.setdefault(outer, {})[inner] = value
                    else:
                        found[name] = value
                file.write(json.dumps(found, ensure_ascii=False, default=str) + "\n")


def count_rows(path: Path, form: str) -> int | None:
    """Return how many rows a file that was written holds, where its format tells without reading it all; else None."""
    if form == "parquet":
        return int(pl.scan_parquet(path).select(pl.len()).collect().item())
    if form == "arrow":
        return int(pl.scan_ipc(path).select(pl.len()).collect().item())
    return None
