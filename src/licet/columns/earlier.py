"""A table that was answered before and comes in again: which of its columns are answers, and the table without those that are given anew."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import polars as pl

from licet.columns.answers import MISSING, answer_columns
from licet.columns.inputs import Batch, Source


def earlier_answers(names: Sequence[str], questions: Iterable[str]) -> list[str]:
    """Return the columns that a run has added: for a question all of its columns, and what was missing.

    A column that has the name of one of them alone is somebody's own.

    >>> earlier_answers(["posture", "posture_by", "posture_possible", "licence", "missing"], ["posture", "licence"])
    ['posture', 'posture_by', 'posture_possible', 'missing']
    """
    added = [answer_columns([question])[:-1] for question in questions]
    found = [name for columns in added if set(columns) <= set(names) for name in columns]
    return [*found, MISSING] if found and MISSING in names else found


@dataclass(frozen=True)
class Without:
    """A table without some of its columns.

    Attributes:
        whole: the table.
        left: the columns that are left out.
    """

    whole: Source
    left: tuple[str, ...]

    @property
    def name(self) -> str:
        """What the table is called."""
        return self.whole.name

    @property
    def schema(self) -> Mapping[str, pl.DataType]:
        """The other columns."""
        return {name: kind for name, kind in self.whole.schema.items() if name not in self.left}

    @property
    def rows(self) -> int | None:
        """Its rows."""
        return self.whole.rows

    @property
    def fingerprint(self) -> str | None:
        """What tells whether it is the same table as before."""
        return self.whole.fingerprint

    @property
    def nested(self) -> Mapping[str, str]:
        """The columns that stood nested in an object."""
        return {name: kind for name, kind in self.whole.nested.items() if name not in self.left}

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader of the answers should know of the way it was read."""
        return self.whole.notes

    def batches(self, start: int, size: int) -> Iterator[Batch]:
        """Yield the rows."""
        for batch in self.whole.batches(start, size):
            yield replace(batch, frame=batch.frame.drop(*self.left))
