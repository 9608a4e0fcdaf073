"""The form in which every executor answers a table: its columns, and each answer as text.

The texts are made here alone, so that all executors give the same bytes. A list is joined by a comma and a blank. A question that is open
has no value and no deciding rule, only what is possible; a question of codes whose answer is that there are none says ``none``, since an
empty cell means open.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import polars as pl

from licet.columns.cells import cell_text
from licet.columns.headings import Headings
from licet.errors import Fault, InputError, near
from licet.rulebook.rulebook import Rulebook

JOIN = ", "
NONE = "none"
MISSING = "missing"

# Whatever executor answered: the same few texts stand in many rows.
ANSWER_TYPE = pl.Categorical

# The columns of a reject, before those of its row.
REJECT_COLUMNS = ("row", "column", "found", "expected", "mend")


@dataclass(frozen=True, slots=True)
class Answered:
    """What an executor gives back for some rows of a table.

    Attributes:
        results: the rows that could be used, in their order: their own columns unchanged, then those of :func:`answer_columns`.
        rejects: one line for each fault of the others: the columns of ``REJECT_COLUMNS``, then the row's own as text.
    """

    results: pl.DataFrame
    rejects: pl.DataFrame


class Runner(Protocol):
    """An executor: made once for a table, asked for one part of it after another.

    Args:
        rulebook: the law.
        headings: the header of the table.
        questions: the questions to answer, in the order of :func:`asked`.
        as_of: a date that overrides those of the rows.
        assume: ``FACT=VALUE`` texts, or fact → value.
        exact: whether what is left of an open row, and what is missing, is found exactly, as in a review; otherwise it may be more.

    Raises:
        InputError: for a date or an assumption that cannot be used.
    """

    def __init__(
        self,
        rulebook: Rulebook,
        headings: Headings,
        questions: Sequence[str],
        as_of: str | None,
        assume: Iterable[str] | dict[str, Any],
        exact: bool,
    ) -> None: ...

    def answer(self, frame: pl.DataFrame, first: int) -> Answered:
        """Answer some rows.

        Args:
            frame: the rows, with all columns of the table.
            first: the number of the first of them in the table, from 1.
        """
        ...


def asked(rulebook: Rulebook, questions: Collection[str] = ()) -> tuple[str, ...]:
    """Return the questions to answer, in the order in which they are decided; all that reviews report when none is named.

    Raises:
        InputError: for a question that does not exist.
    """
    known = rulebook.questions
    faults = [
        Fault(
            "--question", f"the unknown question '{name}'", "a question ('licet facts' lists them)", near(name, known)
        )
        for name in questions
        if name not in known
    ]
    if faults:
        raise InputError(faults=faults)
    return tuple(n for n in rulebook.question_order if (n in questions if questions else known[n].shown))


def answer_columns(questions: Iterable[str]) -> list[str]:
    """Return the columns that are added to a table, in their order."""
    columns = [name for question in questions for name in (question, f"{question}_by", f"{question}_possible")]
    return [*columns, MISSING]


def value_text(value: str | Sequence[str] | None) -> str | None:
    """Return the answer to a question; None when it is open.

    >>> value_text("I"), value_text(["1.A.2", "12.A.1"]), value_text([]), value_text(None)
    ('I', '1.A.2, 12.A.1', 'none', None)
    """
    if value is None or isinstance(value, str):
        return value
    return JOIN.join(value) if value else NONE


def by_text(rules: Iterable[str], is_open: bool) -> str | None:
    """Return the rules that decided; None when the question is open, or when no rule spoke."""
    return None if is_open else JOIN.join(rules) or None


def possible_text(possible: Iterable[str], is_open: bool) -> str | None:
    """Return the answers that are left of an open question; None when it is decided."""
    return JOIN.join(possible) if is_open else None


def missing_text(facts: Iterable[str]) -> str | None:
    """Return the paths of the facts that could still decide something, most decisive first; None when there is none."""
    return JOIN.join(facts) or None


def with_answers(
    rows: pl.DataFrame, questions: Sequence[str], answers: Mapping[str, Sequence[str | None]]
) -> pl.DataFrame:
    """Return rows with their answers: column of :func:`answer_columns` → a text for each row."""
    columns = [pl.Series(name, answers[name], dtype=ANSWER_TYPE) for name in answer_columns(questions)]
    return rows.with_columns(columns)


def text_columns(frame: pl.DataFrame) -> pl.DataFrame:
    """Return a table with every cell as text, as rejects show it; a blank cell stays blank."""
    return pl.DataFrame([_as_text(series) for series in frame.get_columns()])


def _as_text(series: pl.Series) -> pl.Series:
    if series.dtype == pl.String:
        return series
    if series.dtype.is_nested():
        texts = [
            None if cell is None else json.dumps(cell, ensure_ascii=False, default=str) for cell in series.to_list()
        ]
        return pl.Series(series.name, texts, dtype=pl.String)
    return pl.Series(series.name, [cell_text(cell) or None for cell in series.to_list()], dtype=pl.String)


def reject_names(names: Iterable[str]) -> list[str]:
    """Return the columns of a table of rejects for an input of these columns."""
    return [*REJECT_COLUMNS, *(f"input_{name}" if name in REJECT_COLUMNS else name for name in names)]


def rejected(frame: pl.DataFrame, first: int, faults: Mapping[int, Sequence[Fault]]) -> pl.DataFrame:
    """Return the rejects of some rows.

    Args:
        frame: all rows that were asked.
        first: the number of the first of them in the table.
        faults: the index of each row that cannot be used → its faults, whose place is the column.
    """
    lines = [(index, fault) for index in sorted(faults) for fault in faults[index]]
    own = text_columns(frame[[index for index, _ in lines]]) if lines else text_columns(frame.clear())
    own.columns = reject_names(own.columns)[len(REJECT_COLUMNS) :]
    return pl.DataFrame(
        [
            pl.Series("row", [first + index for index, _ in lines], dtype=pl.Int64),
            pl.Series("column", [fault.where or None for _, fault in lines], dtype=pl.String),
            pl.Series("found", [fault.found for _, fault in lines], dtype=pl.String),
            pl.Series("expected", [fault.expected or None for _, fault in lines], dtype=pl.String),
            pl.Series("mend", [fault.mend or None for _, fault in lines], dtype=pl.String),
            *own.get_columns(),
        ]
    )


def checked_assumptions(
    rulebook: Rulebook, as_of: str | None, assume: Iterable[str] | dict[str, Any], today: datetime.date
) -> None:
    """Raise what is wrong with a date and with assumptions once, and not for every row.

    Raises:
        InputError: with every fault.
    """
    from licet.language.nodes import Mapping as Stated
    from licet.language.nodes import Where
    from licet.transfers.stating import Stater

    Stater(rulebook, today, as_of, assume).read(Stated((), Where("row")))


def clash_faults(names: Sequence[str], questions: Iterable[str]) -> list[Fault]:
    """Return a fault for the columns of a table that bear the name of an answer, which must not be written over."""
    taken = [name for name in answer_columns(questions) if name in names]
    if not taken:
        return []
    listed = ", ".join(f"'{name}'" for name in taken[:3]) + (f" and {len(taken) - 3} more" if len(taken) > 3 else "")
    found = f"{listed}, the name of an answer" if len(taken) == 1 else f"{listed}, the names of answers"
    mend = "rename or remove them, or leave their questions out; a claim of entries may be called 'item.entries'"
    return [Fault("columns" if len(taken) > 1 else "column", found, "columns whose names no answer has", mend)]
