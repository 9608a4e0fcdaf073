"""Answering a whole table: a source read in batches, an executor asked for each, the answers written or handed back.

Rows in are rows out and rejects together; that is checked for every batch and at the end, and a run that would lose a row fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from licet.columns.engines import AUTO
from licet.columns.filing import Filing
from licet.columns.frames import source_of
from licet.columns.inputs import Asking
from licet.columns.mapping import read_mapping
from licet.columns.outputs import output_form
from licet.columns.work import Ran, Work
from licet.errors import Fault, InputError
from licet.rulebook.rulebook import Rulebook


def run(
    table: Any,
    *,
    output: str | Path | None = None,
    questions: Iterable[str] = (),
    rulebook: Rulebook | None = None,
    law: str | Path | None = None,
    reform: str | Iterable[str] = (),
    as_of: Any = None,
    assume: Mapping[str, Any] | Iterable[str] = (),
    mapping: Mapping[str, str] | str | Path | None = None,
    engine: str = AUTO,
    exact: bool = True,
    rejects: str | Path | None = None,
    form: str = "",
    asking: Asking | None = None,
    progress: Callable[[int, int | None], None] | None = None,
) -> Ran:
    """Answer every row of a table.

    Args:
        table: a Polars or pandas frame, an Arrow table, the name of a file, or ``duckdb:FILE?QUERY``.
        output: a file to write in place of handing the frame back.
        questions: the questions to answer; all that reviews report by default.
        rulebook: the law; the one that came with Licet by default.
        law: a folder of law instead.
        reform: proposals to put in force.
        as_of: a date that overrides those of the rows.
        assume: facts to assume, as a mapping or as ``FACT=VALUE`` texts.
        mapping: header → fact with its unit, or the name of a file that says so.
        engine: the executor: ``auto``, ``walk``, ``memory``, …
        exact: whether what is left of an open row, and what is missing, is found exactly, as in a review; otherwise it is what the rules leave
            open part by part, which is never too little, sometimes more, and much faster where many rows are open; ``walk`` is always exact.
        rejects: where to write the rejects; ``OUTPUT.rejects.csv``, or a sheet of a workbook, by default.
        form: the format of the output where its name does not tell.
        asking: how to read a file: its format, sheet, query, encoding.
        progress: called with the rows that are done and the rows there are, or None where that is not known.

    Returns:
        The frame with its answers, the rejects and the counts. A pandas frame comes back as one, with its index.

    Raises:
        InputError: with a fault for everything that makes the whole table unusable; what makes a row unusable is in the rejects.
    """
    reforms = (reform,) if isinstance(reform, str) else tuple(reform)
    book = rulebook or Rulebook.load(law, reforms)
    source, back = source_of(table, asking)
    work = Work(
        book,
        source,
        (questions,) if isinstance(questions, str) else tuple(questions),
        None if as_of is None else str(as_of),
        dict(assume) if isinstance(assume, Mapping) else tuple([assume] if isinstance(assume, str) else assume),
        mapping if isinstance(mapping, Mapping) or mapping is None else read_mapping(Path(mapping)),
        engine,
        exact,
    )
    if output is None:
        return work.in_memory(back, progress)
    path = Path(output)
    if isinstance(mapping, str | Path) and path.exists() and path.samefile(mapping):
        raise InputError(faults=[Fault("--output", f"{path}, which is read as the mapping", "another file")])
    given = Path(str(table)) if isinstance(table, str | Path) else None
    return Filing(work).write(path, output_form(path, form), Path(rejects) if rejects else None, given, progress)
