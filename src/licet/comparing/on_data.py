"""What a comparison comes to on a table: every transfer answered on both sides, those that differ counted and written down."""

from __future__ import annotations

import csv
import itertools
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from licet.comparing.answer import Flip, OnData
from licet.comparing.sides import Side
from licet.errors import Fault, InputError
from licet.whole import made_whole

if TYPE_CHECKING:
    import polars as pl

    from licet.columns.work import Ran

# So many faults of a table are told.
_REJECTED = 10
# The formats in which the transfers that change can be written.
_ENDINGS = (".csv", ".parquet", ".jsonl", ".xlsx")
_BEFORE, _AFTER = "_before", "_after"
_YEAR, _COUNT, _FROM, _TO = "year", "count", "from", "to"

Progress = Callable[[int, int | None], None]


def on_data(
    base: Side,
    other: Side,
    table: Any,
    questions: Sequence[str],
    *,
    own_dates: bool = False,
    listed: str | Path | None = None,
    assume: Mapping[str, Any] | Sequence[str] = (),
    mapping: Mapping[str, str] | str | Path | None = None,
    wide: bool = False,
    progress: Progress | None = None,
) -> OnData:
    """Answer a table on both sides and tell what differs.

    Args:
        base: the one side.
        other: the other side.
        table: a frame, or what ``licet run`` reads.
        questions: the questions to ask, each with one answer.
        own_dates: whether every transfer is asked on its own date, so that only the proposals tell the sides apart.
        listed: a file for the transfers that change, with the answers on both sides.
        assume: facts to assume, and lists of nations to fill.
        mapping: header → fact with its unit, or the file that says so.
        wide: whether what is left of an open transfer may be told too wide, which is faster.
        progress: told how many rows are done on a side, and how many there are.

    Raises:
        InputError: with a fault for everything that makes the table unusable.
    """
    import polars as pl

    from licet.columns.running import run
    from licet.columns.work import RowsLost

    if own_dates and base.reforms == other.reforms:
        found, expected = "the same reforms on both sides", "a reform on one side, for nothing else tells them apart"
        raise InputError(faults=[Fault("--own-dates", found, expected)])
    if listed is not None and Path(listed).suffix.lower() not in _ENDINGS:
        raise InputError(faults=[Fault("--list", f"'{listed}'", f"a file that ends in {', '.join(_ENDINGS)}")])
    if listed is not None and not Path(listed).parent.is_dir():
        # Before the work, and not after it.
        raise InputError(faults=[_unwritable(Path(listed), f"no folder {Path(listed).parent}")])
    with tempfile.TemporaryDirectory(prefix="licet-") as folder:
        ran = [
            run(
                table,
                output=Path(folder) / f"{place}.parquet",
                questions=questions,
                rulebook=side.rulebook,
                as_of=None if own_dates else side.date.isoformat(),
                assume=assume,
                mapping=mapping,
                exact=not wide,
                rejects=Path(folder) / f"{place}.rejects.csv",
                progress=progress,
            )
            for place, side in (("base", base), ("other", other))
        ]
        if not ran[0].headings.columns:
            mend = "'licet run TABLE --map' proposes names"
            raise InputError(
                faults=[Fault(str(table), "no column that states a fact", "columns named as the facts", mend)]
            )
        if ran[0].counts.rows_out != ran[1].counts.rows_out:
            raise RowsLost(
                "The two sides could not use the same rows of the table; no row was lost, but none can be held against another."
            )
        dated = next(iter(ran[0].headings.stated.get("date", ())), None) if own_dates else None
        both = _together(
            [_anew(pl.scan_parquet(Path(folder) / f"{place}.parquet"), questions) for place in ("base", "other")],
            questions,
        )
        flips = _counted(both, questions, [])
        years = _counted(_with_year(both, dated.name), questions, [_YEAR]) if dated is not None else []
        changed = both.filter(_differs(questions))
        count = int(changed.select(pl.len()).collect(engine="streaming").item())
        if listed is not None:
            _write(changed, Path(listed))
        return OnData(
            table=str(table) if isinstance(table, str | Path) else type(table).__name__,
            dates="of_the_rows" if own_dates else "of_the_sides",
            rows=ran[0].counts.rows_out,
            rejected=ran[0].counts.rejected,
            changed=count,
            questions=list(questions),
            flips=flips,
            years=years,
            listed=None if listed is None else str(listed),
            notes=[*ran[0].notes, *_carried(ran[0]), *_rejects(Path(folder) / "base.rejects.csv")],
        )


def _carried(ran: Ran) -> Iterator[str]:
    """Yield what columns nothing was understood of, with what may have been meant."""
    if ran.headings.carried:
        yield f"Carried over, stating nothing: {', '.join(ran.headings.carried)}"
    yield from (f"'{name}': {hint}" for name, hint in ran.headings.hints.items())


def _rejects(path: Path) -> Iterator[str]:
    """Yield why rows could not be used, those of the first faults."""
    if not path.is_file():
        return
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(itertools.islice(csv.DictReader(file), _REJECTED + 1))
    for row in rows[:_REJECTED]:
        mend = f"; {row['mend']}" if row["mend"] else ""
        yield f"Row {row['row']}, {row['column']}: {row['found']}; expected {row['expected']}{mend}"
    if len(rows) > _REJECTED:
        yield "'licet run' tells why the others could not be used"


def _together(scans: list[pl.LazyFrame], questions: Sequence[str]) -> pl.LazyFrame:
    """Return the rows with the answers of both sides, an open one as ``open: A, B``."""
    import polars as pl

    answers = [name for q in questions for name in (q, f"{q}_by", f"{q}_possible")]
    # As plain text: what is grouped by answers as categories and as text together, Polars does not take.
    first, second = (
        scan.with_columns(pl.col(answers).cast(pl.String))
        .with_columns(
            pl.coalesce(pl.col(q), pl.lit("open: ") + pl.col(f"{q}_possible").fill_null("")).alias(q + end)
            for q in questions
        )
        .rename({f"{q}_by": f"{q}_by{end}" for q in questions})
        for scan, end in zip(scans, (_BEFORE, _AFTER), strict=True)
    )
    gone = [name for name in [*answers, "missing"] if not name.endswith("_by")]
    columns = [f"{q}{part}{_AFTER}" for q in questions for part in ("", "_by")]
    return pl.concat([first.drop(gone), second.select(columns)], how="horizontal")


def _anew(scan: pl.LazyFrame, questions: Sequence[str]) -> pl.LazyFrame:
    """Return rows without the answers of an earlier comparison, which are given anew."""
    earlier = {f"{q}{part}{end}" for q in questions for part in ("", "_by") for end in (_BEFORE, _AFTER)}
    return scan.drop([name for name in scan.collect_schema().names() if name in earlier])


def _differs(questions: Sequence[str]) -> pl.Expr:
    import polars as pl

    return pl.any_horizontal(pl.col(q + _BEFORE) != pl.col(q + _AFTER) for q in questions)


def _counted(rows: pl.LazyFrame, questions: Sequence[str], by: list[str]) -> list[Flip]:
    import polars as pl

    found: list[Flip] = []
    for question in questions:
        before, after = pl.col(question + _BEFORE), pl.col(question + _AFTER)
        counted = (
            rows.filter(before != after)
            .select(*by, before.alias(_FROM), after.alias(_TO))
            .group_by(*by, _FROM, _TO)
            .agg(pl.len().alias(_COUNT))
            .sort(*by, _COUNT, _FROM, _TO, descending=[*(False for _ in by), True, False, False])
            .collect(engine="streaming")
        )
        found += [
            Flip(question=question, from_=row[_FROM], to=row[_TO], count=row[_COUNT], year=row.get(_YEAR))
            for row in counted.iter_rows(named=True)
        ]
    return found


def _with_year(rows: pl.LazyFrame, column: str) -> pl.LazyFrame:
    """Return the rows with the year of their dates; a date that a row does not state has none."""
    import polars as pl

    year = pl.col(column).cast(pl.String).str.slice(0, 4).cast(pl.Int32, strict=False)
    return rows.with_columns(year.alias(_YEAR))


def _write(rows: pl.LazyFrame, path: Path) -> None:
    try:
        with made_whole(path) as part:
            match path.suffix.lower():
                case ".csv":
                    rows.sink_csv(part)
                case ".jsonl":
                    rows.sink_ndjson(part)
                case ".xlsx":
                    rows.collect(engine="streaming").write_excel(part)
                case _:
                    rows.sink_parquet(part)
    except OSError as error:
        raise InputError(faults=[_unwritable(path, error.strerror or str(error))]) from None


def _unwritable(path: Path, why: str) -> Fault:
    return Fault("--list", f"{path}: {why}", "a file that can be written")
