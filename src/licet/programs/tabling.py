"""Tables that somebody hands in: what their columns seem to state, and their answers as files. It is done where :mod:`licet.programs.limited` works.

The table stands in the folder ``given``, and what is asked of it in ``asked.json``; nothing of it is told anywhere else.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

from licet.columns.answers import JOIN, MISSING
from licet.columns.filing import Filing
from licet.columns.headings import CARRY, Column, mapped_name, read_headings
from licet.columns.inputs import Asking, Source, open_source
from licet.columns.mapping import mapping_yaml
from licet.columns.nesting import Nested
from licet.columns.outputs import write_table
from licet.columns.proposing import distinct, guesses, samples, understood
from licet.columns.unstated import unstated
from licet.columns.work import Work
from licet.errors import Fault, InputError, number_of
from licet.programs.limited import Tell
from licet.rulebook.rulebook import Rulebook
from licet.transfers.stating import assumed_facts

GIVEN, ASKED, COLUMNS, SUMMARY = "given", "asked.json", "columns.json", "summary.json"
ANSWERS, REJECTS, REJECTS_TEXT, MAPPING = "answers.arrow", "rejects.arrow", "rejects.csv", "mapping.yaml"
# The forms in which the answers are written, each with the name of its file.
FILES = {"csv": "answers.csv", "xlsx": "answers.xlsx", "parquet": "answers.parquet", "jsonl": "answers.jsonl"}
# A workbook of more cells takes minutes to write.
_CELLS = 2_000_000
_BATCH = 50_000
# What is longer is no word for a value.
_CELL = 60


def look(folder: Path, asked: Mapping[str, Any], tell: Tell) -> None:
    """Read a table once, and write down what its columns seem to state.

    Args:
        folder: holds the table.
        asked: ``law``, and the limits ``rows`` and ``columns``.
        tell: is told the progress.

    Raises:
        InputError: for a table that cannot be read to its end, or that is larger than the limits.
    """
    tell(0, 0, "reading the table")
    source = _source(folder)
    width = len(source.schema)
    if width > asked["columns"]:
        found, expected = number_of(width, "column"), f"at most {asked['columns']:,} columns"
        raise InputError(faults=[Fault(source.name, found, expected, "leave out those that state nothing")])
    rows = 0
    for batch in source.batches(0, _BATCH):
        rows += batch.frame.height
        tell(rows, source.rows or 0, "reading the table")
        if rows > asked["rows"]:
            expected = f"at most {asked['rows']:,} rows"
            mend = "split the table, or use the command 'licet run'"
            raise InputError(faults=[Fault(source.name, f"more than {asked['rows']:,} rows", expected, mend)])
    if not rows:
        raise InputError(faults=[Fault(source.name, "a header and no row", "at least one row below the header")])
    _write(folder / COLUMNS, {"rows": rows, "notes": list(source.notes), "columns": _columns(source, asked["law"])})


def answer(folder: Path, asked: Mapping[str, Any], tell: Tell) -> None:
    """Answer a table, and write the answers in every form, the rejects, the mapping, and what is counted.

    Args:
        folder: holds the table, and what is asked of it.
        asked: ``law``, and where wanted the name of the file that holds what is asked, as ``wanted``.
        tell: is told the progress.

    Raises:
        InputError: for what cannot be used of the whole table.
    """
    wanted = json.loads((folder / asked.get("wanted", ASKED)).read_text(encoding="utf-8"))
    _write(folder / ASKED, wanted)
    source = _source(folder)
    tell(0, wanted["rows"], "reading the law")
    for name in (*FILES.values(), REJECTS_TEXT, SUMMARY):
        (folder / name).unlink(missing_ok=True)  # Of an earlier mapping.
    book = Rulebook.load(asked["law"], tuple(wanted["reforms"]))
    mapping: dict[str, str] = wanted["mapping"]
    work = Work(
        book,
        source,
        tuple(wanted["questions"]),
        wanted["as_of"],
        tuple(wanted["assume"]),
        mapping,
        exact=wanted["exact"] == "default",
    )
    filing = Filing(work)

    def progress(done: int, whole: int | None) -> None:
        tell(done, whole or wanted["rows"], "answering the rows")

    progress(0, None)
    ran = filing.write(folder / ANSWERS, "arrow", folder / REJECTS, None, progress)
    counts = ran.counts
    answers, rejects = [folder / ANSWERS], [folder / REJECTS] if counts.faults else []
    written = []
    for form, name in FILES.items():
        tell(0, 0, f"writing {form.upper()}")
        if form != "xlsx":
            write_table(answers, folder / name, form, work.source.nested, tame=True)
        elif (counts.rows_out + 1) * (len(source.schema) + 3 * len(work.questions)) <= _CELLS:
            filing.workbook(folder / name, answers, rejects, counts)
        else:
            continue
        written.append(form)
    if rejects:
        write_table(rejects, folder / REJECTS_TEXT, "csv", {}, tame=True)
    stated = {column.name: mapped_name(column) for column in work.headings.columns}
    (folder / MAPPING).write_text(mapping_yaml(mapping or stated), encoding="utf-8")
    _write(
        folder / SUMMARY,
        {
            "questions": list(work.questions),
            "rows": {
                "in": counts.rows_in,
                "out": counts.rows_out,
                "rejected": counts.rejected,
                "faults": counts.faults,
            },
            "open": counts.open,
            "answers": counts.answers,
            "missing": _missing(folder / ANSWERS),
            "unstated": unstated(book, work.headings, wanted["as_of"], assumed_facts(book, wanted["assume"])),
            "notes": [*ran.notes, *counts.noticed.lines()],
            "stated": {name: mapping.get(name, wanted) for name, wanted in stated.items()},
            "carried": list(work.headings.carried),
            "id": work.headings.id,
            "files": written,
        },
    )


def _source(folder: Path) -> Source:
    """Return the table, named as whoever handed it in knows it."""
    os.chdir(folder / GIVEN)
    (path,) = (path.relative_to(folder / GIVEN) for path in (folder / GIVEN).iterdir())
    if path.suffix.casefold() in (".xlsx", ".xlsm"):
        from licet.classification.documents import packed

        if path.read_bytes()[:2] == b"PK":
            packed(path.read_bytes(), path.name)
    return open_source(path, Asking())


def run(folder: Path, asked: Mapping[str, Any], tell: Tell) -> None:
    """Answer a table without asking back what its columns state: :func:`look` and :func:`answer` in one."""
    look(folder, asked, tell)
    wanted = json.loads((folder / ASKED).read_text(encoding="utf-8"))
    _write(folder / ASKED, {**wanted, "rows": json.loads((folder / COLUMNS).read_text(encoding="utf-8"))["rows"]})
    answer(folder, asked, tell)


def _missing(answers: Path) -> dict[str, int]:
    """Return the facts that are missing somewhere, each with its rows, the most frequent first."""
    found: dict[str, int] = {}
    texts = pl.scan_ipc(answers).select(pl.col(MISSING).cast(pl.String)).collect().to_series().drop_nulls()
    for text, rows in texts.value_counts(name="rows").iter_rows():
        for fact in text.split(JOIN):
            found[fact] = found.get(fact, 0) + rows
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def _aside(book: Rulebook, source: Source) -> dict[str, str]:
    """Return the columns that cannot state what their headers say beside those before them, such as a fact for the second time."""
    kept: list[str] = []
    aside: dict[str, str] = {}
    for name in Nested(book, source.schema).schema:
        try:
            read_headings(book, [*kept, name])
            kept.append(name)
        except InputError as error:
            aside[name] = error.faults[0].found
    return aside


def _columns(source: Source, law: str | None) -> list[dict[str, Any]]:
    book = Rulebook.load(law)
    aside: dict[str, str] = {}
    try:
        headings, head = understood(book, source, {})
    except InputError:
        aside = _aside(book, source)
        headings, head = understood(book, source, dict.fromkeys(aside, CARRY))
    guessed = guesses(book, headings, aside, head)
    why = {one.header: one.why for one in guessed if one.why}
    stating: dict[str, tuple[str, Column]] = {column.name: ("understood", column) for column in headings.columns}
    stating |= {one.header: ("proposed", one.column) for one in guessed if one.column and one.sure}
    listed = []
    for name in (*headings.names, *headings.carried):
        how, column = stating.get(name, ("carried", None))
        unit = column.unit.name if column is not None and column.unit is not None else ""
        listed.append(
            {
                "name": name,
                "samples": samples(head, name),
                "cells": [text for text in distinct(head, name) if len(text) <= _CELL],
                "hint": aside.get(name) or "; ".join(filter(None, (headings.hints.get(name), why.get(name)))),
                "how": how,
                "states": "" if column is None else mapped_name(replace(column, unit=None)),
                "unit": "" if unit == "1" else unit,
            }
        )
    places = {name: place for place, name in enumerate(head.columns)}
    return sorted(listed, key=lambda one: places.get(one["name"], len(places)))


def _write(path: Path, told: Any) -> None:
    path.write_text(json.dumps(told, ensure_ascii=False), encoding="utf-8")
