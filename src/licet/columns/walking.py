"""The plain executor: each distinct row is stated as a transfer and reviewed. Slow, exact, and what the others are held against."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from licet.columns.answers import (
    Answered,
    answer_columns,
    by_text,
    checked_assumptions,
    missing_text,
    possible_text,
    rejected,
    value_text,
    with_answers,
)
from licet.columns.cells import row_node
from licet.columns.headings import Headings
from licet.columns.signature import DATE
from licet.errors import Fault, InputError
from licet.reviewing import Review
from licet.rulebook.rulebook import Rulebook, today
from licet.transfers.stating import Stater
from licet.transfers.transfer import Transfer

# So many distinct rows are remembered; a table of more would fill the memory with answers that do not come again.
_REMEMBERED = 100_000

_Texts = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """A row that cannot be used, and why; the place of each fault is the column."""

    faults: tuple[Fault, ...]


class Walk:
    """Answers each distinct row by a review of its own.

    Args:
        rulebook: the law.
        headings: the header of the table.
        questions: the questions to answer.
        as_of: a date that overrides those of the rows.
        assume: ``FACT=VALUE`` texts, or fact → value.
        exact: says nothing here: a review is always exact.

    Raises:
        InputError: for a date or an assumption that cannot be used.
    """

    def __init__(
        self,
        rulebook: Rulebook,
        headings: Headings,
        questions: Sequence[str],
        as_of: str | None = None,
        assume: Iterable[str] | dict[str, Any] = (),
        exact: bool = True,  # noqa: ARG002 - a review is always exact
    ) -> None:
        self.rulebook = rulebook
        self.headings = headings
        self.questions = tuple(questions)
        day = today()
        self.assume = dict(assume) if isinstance(assume, dict) else tuple(assume)
        checked_assumptions(rulebook, as_of, self.assume, day)
        self.stater = Stater(rulebook, day, as_of, self.assume)
        self._read = headings if as_of is None else headings.without(DATE, "")
        self._known: dict[tuple[Any, ...], _Texts | Refused] = {}

    def answer(self, frame: pl.DataFrame, first: int) -> Answered:
        """Answer some rows, of which the first has this number in the table."""
        names = self.headings.names
        faults: dict[int, tuple[Fault, ...]] = {}
        texts: list[_Texts] = []
        rows = frame.select(names).iter_rows() if names else iter([()] * frame.height)
        for index, cells in enumerate(rows):
            found = self.texts_of(cells)
            if isinstance(found, Refused):
                faults[index] = found.faults
            else:
                texts.append(found)
        usable = frame.filter(~pl.int_range(frame.height).is_in(list(faults))) if faults else frame
        columns = answer_columns(self.questions)
        by_column = {name: [row[place] for row in texts] for place, name in enumerate(columns)}
        return Answered(with_answers(usable, self.questions, by_column), rejected(frame, first, faults))

    def texts_of(self, cells: tuple[Any, ...]) -> _Texts | Refused:
        """Return the answers to one row, given the cells of the columns that state facts; rows that came before are remembered."""
        # Lists have no hash, and 1 and True have the same.
        key = tuple((type(cell), cell if not isinstance(cell, list | dict) else repr(cell)) for cell in cells)
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            found = self._known[key] = self.texts(dict(zip(self.headings.names, cells, strict=True)))
        return found

    def texts(self, row: dict[str, Any]) -> _Texts | Refused:
        """Return the answers to one row, header → cell, in the order of the columns of an answer; or what is wrong with it."""
        faults: list[Fault] = []
        node = row_node(self.rulebook, self._read, row, faults)
        transfer: Transfer | None = None
        try:
            transfer = self.stater.read(node)
        except InputError as error:
            faults += error.faults
        if faults or transfer is None:
            return Refused(tuple(dict.fromkeys(map(self._of_column, faults))))
        review = Review(self.rulebook, transfer, self.questions)
        found: list[str | None] = []
        for name in self.questions:
            answer = review.answers[name]
            rules = [reason.rule for reason in answer.by]
            found += (
                value_text(answer.value),
                by_text(rules, answer.open),
                possible_text(answer.possible, answer.open),
            )
        return (*found, missing_text(missing.fact for missing in review.missing))

    def _of_column(self, fault: Fault) -> Fault:
        """Return a fault without the name of the fact, where its place is the column that states it."""
        column = next((column for column in self.headings.columns if column.name == fault.where), None)
        if column is None:
            return fault
        return Fault(fault.where, fault.found.removeprefix(f"{column.fact.path}: "), fault.expected, fault.mend)
