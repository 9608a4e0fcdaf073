"""The answers to a table that was handed in, looked through: some of its rows at a time, by what is asked of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from licet.columns.answers import JOIN, MISSING, answer_columns, text_columns
from licet.columns.cells import cell_text, row_node
from licet.columns.headings import Column, Headings, read_headings
from licet.columns.nesting import Nested
from licet.errors import Fault, InputError
from licet.programs.tabling import ANSWERS, ASKED, REJECTS, SUMMARY
from licet.rulebook.rulebook import Rulebook
from licet.transfers.nations import NationError
from licet.transfers.stating import Stater, nations_of
from licet.transfers.transfer import Transfer

OPEN, DECIDED = "open", "decided"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows are wanted.

    Attributes:
        question: the question that ``answer`` and ``state`` are of.
        answer: only rows with this answer.
        state: only rows on which it is ``open``, or ``decided``.
        nation: only rows that name this nation, by its code.
        missing: only rows of which this fact is missing.
        text: only rows with these letters in a cell.
    """

    question: str = ""
    answer: str = ""
    state: str = ""
    nation: str = ""
    missing: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its number in the table, its own cells, its answers with what decided, and the transfer that it states."""

    number: int
    cells: Mapping[str, str]
    answers: Mapping[str, Mapping[str, str | None]]
    missing: tuple[str, ...]
    transfer: Transfer | None


class Answers:
    """The answers in a folder of :mod:`licet.programs.tabling`.

    Args:
        folder: the folder.
        rulebook: the law of the site, which declares the facts.
    """

    def __init__(self, folder: Path, rulebook: Rulebook) -> None:
        self.folder = folder
        self.rulebook = rulebook
        self.summary: dict[str, Any] = json.loads((folder / SUMMARY).read_text(encoding="utf-8"))
        self.asked: dict[str, Any] = json.loads((folder / ASKED).read_text(encoding="utf-8"))

    def rows(self, wanted: Wanted, start: int, count: int) -> tuple[int, list[Row]]:
        """Return how many rows are wanted, and some of them from this one on."""
        whole = pl.scan_ipc(self.folder / ANSWERS)
        found = whole.with_row_index(_NUMBER).filter(self._wanted(whole, wanted))
        # Of a large table no more rows than are shown come into the memory.
        total = int(found.select(pl.len()).collect().item())
        some = found.slice(start, count).collect()
        return total, self._told(some.with_columns(self._numbers(some.get_column(_NUMBER))))

    def rejects(self, count: int) -> list[dict[str, Any]]:
        """Return the first faults of the rows that cannot be used."""
        path = self.folder / REJECTS
        if not self.summary["rows"]["faults"]:
            return []
        whole = pl.scan_ipc(path)
        names = [pl.col(name) for name in ("row", "column", "found", "expected", "mend")]
        if (own := self.summary["id"]) in whole.collect_schema() and own != "row":
            names.append(pl.col(own).cast(pl.String, strict=False).alias("id"))
        return whole.select(names).head(count).collect().to_dicts()

    def _numbers(self, places: pl.Series) -> pl.Series:
        """Return the number of rows in the table as it was handed in, from their places among the answers."""
        if not self.summary["rows"]["rejected"]:
            return places.cast(pl.Int64) + 1
        refused = pl.scan_ipc(self.folder / REJECTS).select(pl.col("row").cast(pl.Int64)).unique().collect().to_series()
        every = pl.int_range(1, self.summary["rows"]["in"] + 1, eager=True).alias(_NUMBER)
        return every.filter(~every.is_in(refused.implode())).gather(places)

    def _wanted(self, whole: pl.LazyFrame, wanted: Wanted) -> pl.Expr:
        tests = [pl.lit(True)]
        column = pl.col(wanted.question).cast(pl.String) if wanted.question else pl.lit(None, dtype=pl.String)
        if wanted.answer:
            tests.append((column == wanted.answer).fill_null(False))
        if wanted.state:
            tests.append(column.is_null() if wanted.state == OPEN else column.is_not_null())
        if wanted.missing:
            inside = pl.concat_str(pl.lit(JOIN), pl.col(MISSING).cast(pl.String), pl.lit(JOIN))
            tests.append(inside.str.contains(f"{JOIN}{wanted.missing}{JOIN}", literal=True).fill_null(False))
        if wanted.nation:
            tests.append(self._of_nation(whole, wanted.nation))
        if wanted.text:
            tests.append(self._with_text(whole, wanted.text))
        return pl.all_horizontal(tests)

    def _of_nation(self, whole: pl.LazyFrame, code: str) -> pl.Expr:
        nations = nations_of(self.rulebook)
        tests = [pl.lit(False)]
        schema = whole.collect_schema()
        for column in self._headings(schema).columns:
            if column.fact.type != "nation" or column.name not in schema:
                continue
            cells = whole.select(pl.col(column.name).cast(pl.String)).unique().collect().to_series().drop_nulls()
            named = [cell for cell in cells.to_list() if _code(nations, _meant(column, cell)) == code]
            tests.append(pl.col(column.name).cast(pl.String).is_in(named).fill_null(False))
        return pl.any_horizontal(tests)

    @staticmethod
    def _with_text(whole: pl.LazyFrame, text: str) -> pl.Expr:
        plain = [name for name, kind in whole.collect_schema().items() if not kind.is_nested() and kind != pl.Binary]
        looked = [pl.col(name).cast(pl.String, strict=False).str.to_lowercase() for name in plain]
        return pl.any_horizontal(one.str.contains(text.lower(), literal=True).fill_null(False) for one in looked)

    def _headings(self, schema: Mapping[str, pl.DataType]) -> Headings:
        """Return what the columns state, as it was asked; a mapping may be of an earlier day's law, which is then told."""
        own = {name: kind for name, kind in schema.items() if name != _NUMBER}
        for name in answer_columns(self.summary["questions"]):
            own.pop(name, None)
        chosen = {**dict.fromkeys(self.summary["carried"], "-"), **self.summary["stated"]}
        names = list(Nested(self.rulebook, own).schema)
        return read_headings(self.rulebook, names, {name: to for name, to in chosen.items() if name in names})

    def _told(self, some: pl.DataFrame) -> list[Row]:
        headings = self._headings(some.schema)
        questions = self.summary["questions"]
        own = [name for name in some.columns if name != _NUMBER and name not in answer_columns(questions)]
        opened = Nested(self.rulebook, {name: some.schema[name] for name in own}).opened(some)
        texts = text_columns(some.select(own)).to_dicts()
        told = []
        for row, cells in zip(opened.to_dicts(), texts, strict=True):
            answers = {q: {"answer": row[q], "by": row[f"{q}_by"], "possible": row[f"{q}_possible"]} for q in questions}
            missing = tuple(filter(None, cell_text(row[MISSING]).split(JOIN)))
            shown = {name: text or "" for name, text in cells.items()}
            told.append(Row(row[_NUMBER], shown, answers, missing, self._transfer(headings, row)))
        return told

    def _transfer(self, headings: Headings, row: dict[str, Any]) -> Transfer | None:
        """Return the transfer that a row states, or None where it cannot be stated by itself."""
        from licet.rulebook.rulebook import today

        faults: list[Fault] = []
        try:
            node = row_node(self.rulebook, headings, row, faults)
            return Stater(self.rulebook, today(), self.asked["as_of"]).read(node) if not faults else None
        except InputError:
            return None


_NUMBER = "\0number"


def _meant(column: Column, cell: str) -> str:
    return cell if column.wording is None else column.wording.meant(cell)


def _code(nations: Any, cell: str) -> str:
    try:
        return str(nations.code(cell))
    except NationError:
        return ""
