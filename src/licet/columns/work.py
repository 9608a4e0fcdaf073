"""One table, one law, one set of options: asked a batch at a time, and checked that no row is lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from licet.columns.answers import ANSWER_TYPE, Answered, Runner, answer_columns, asked, clash_faults, reject_names
from licet.columns.cells import cell_text
from licet.columns.counting import Counts, counted
from licet.columns.earlier import Without, earlier_answers
from licet.columns.engines import AUTO, WALK, batch_size, chosen_engine, made
from licet.columns.headings import CARRY, Headings, read_headings, type_faults
from licet.columns.inputs import Batch, Source, stored_type
from licet.columns.nesting import Nested
from licet.columns.noticing import Noticed, Noticing
from licet.columns.signature import DATE
from licet.errors import Fault, InputError, LicetError, number_of
from licet.language.quantities import NotAQuantity
from licet.rulebook.rulebook import Rulebook, today

# So many rows tell whether a column of text holds bare numbers.
_PEEKED = 1_000


class RowsLost(LicetError):
    """Rows in are not rows out and rejects together. It is a defect of Licet, and no output is written."""


@dataclass
class Ran:
    """What a run gives back.

    Attributes:
        frame: the table with its answers, of the same kind as the frame that was given; None when it was written to a file.
        rejects: the rows that cannot be used, one line for each fault; None when they were written.
        headings: what the columns were understood to state.
        engine: the executor that answered.
        output: the file that was written.
        rejects_file: the file of rejects that was written.
        resumed: the rows that an earlier run of the same work had done.
        notes: what a reader should know of the way the input was read.
    """

    frame: Any
    rejects: Any
    headings: Headings
    engine: str
    output: Path | None = None
    rejects_file: Path | None = None
    resumed: int = 0
    notes: tuple[str, ...] = ()
    _counted: Callable[[], Counts] = field(default=Counts, repr=False)

    @cached_property
    def counts(self) -> Counts:
        """Rows in, out and rejected, answers, open questions, rules."""
        return self._counted()


class Work:
    """One table, one law, one set of options: everything that the answers depend on.

    Args:
        rulebook: the law.
        source: the table.
        questions: the questions to answer; all that reviews report when empty.
        as_of: a date that overrides those of the rows.
        assume: ``FACT=VALUE`` texts, or fact → value.
        mapping: header → fact with its unit.
        engine: the executor.
        exact: whether what is left of open rows is found exactly.

    Raises:
        InputError: for a header or an option that cannot be used.
    """

    def __init__(
        self,
        rulebook: Rulebook,
        source: Source,
        questions: tuple[str, ...] = (),
        as_of: str | None = None,
        assume: dict[str, Any] | tuple[str, ...] = (),
        mapping: Mapping[str, str] | None = None,
        engine: str = AUTO,
        exact: bool = True,
    ) -> None:
        self.exact = exact
        self.rulebook = rulebook
        self.questions = asked(rulebook, questions)
        self.as_of = as_of
        self.assume = assume
        self.mapping = dict(mapping or {})
        self.engine = chosen_engine(engine, source.rows)
        self.day = today()
        self.source, self.notes, aside = self._anew(source)
        if self.engine == WALK and not exact:
            self.notes += ("The walk reviews every row by itself and is exact with --wide too",)
        self.nested = Nested(rulebook, self.source.schema)
        names = list(self.nested.schema)
        clashes = clash_faults(names, self.questions)
        try:
            self.headings = read_headings(rulebook, names, {**self.mapping, **aside})
        except InputError as error:
            raise InputError(faults=[*error.faults, *clashes]) from None
        if as_of is not None:
            self.headings = self.headings.without(DATE, f"not read, since --as-of {as_of} counts for every row")
        faults = [*clashes, *type_faults(self.headings, self._types())]
        if faults:
            raise InputError(faults=faults)

    def _anew(self, source: Source) -> tuple[Source, tuple[str, ...], dict[str, str]]:
        """Set the answers of an earlier run aside: those that are given anew are left out, and no others state a fact.

        Returns:
            The table, what is to be told of it, and the mapping of the columns that stay.
        """
        notes = list(source.notes)
        earlier = [
            name
            for name in earlier_answers(list(source.schema), self.rulebook.questions)
            if self.mapping.get(name, CARRY).strip() in ("", CARRY)
        ]
        again = [name for name in answer_columns(self.questions) if name in earlier]
        stay = [name for name in earlier if name not in again]
        if again:
            source = Without(source, tuple(again))
            self.mapping = {name: wanted for name, wanted in self.mapping.items() if name not in again}
            notes.append(f"Answers of an earlier run, given anew: {', '.join(again)}")
        if stay:
            notes.append(f"Answers of an earlier run, left as they are and stating nothing: {', '.join(stay)}")
        return source, tuple(notes), dict.fromkeys(stay, CARRY)

    def _types(self) -> dict[str, str]:
        """Return how each column is stored; one of text that holds bare numbers alone counts as numbers where a unit is wanted."""
        types = {name: stored_type(kind) for name, kind in self.nested.schema.items()}
        bare = [
            column
            for column in self.headings.columns
            if column.unit is None and column.fact.unit is not None and types[column.name] == "text"
        ]
        if bare and self.source.fingerprint is not None:
            head = next(iter(self.source.batches(0, _PEEKED)), Batch(pl.DataFrame()))
            frame = self.nested.opened(head.frame)
            for column in bare if frame.height else ():
                cells = [cell_text(cell) for cell in frame.get_column(column.name).unique().to_list()]
                if cells and any(cells) and all(self._is_bare(cell) for cell in cells if cell.strip()):
                    types[column.name] = "number"
        return types

    def _is_bare(self, text: str) -> bool:
        units = self.rulebook.units
        try:
            return units.read(text, units.by_name.get("1")).unit.name == "1"
        except NotAQuantity:
            return False

    def runner(self) -> Runner:
        """Return the executor, made for this table."""
        runner: Runner = made(self.engine)(
            self.rulebook, self.headings, self.questions, self.as_of, self.assume, self.exact
        )
        return runner

    def answered(self, runner: Runner, start: int, size: int) -> Iterator[tuple[int, Answered, Noticed]]:
        """Yield the answers from the row with this index on, each with the number of rows that it answers and what was noticed of them."""
        first = start + 1
        noticing = Noticing(self.rulebook, self.headings, self.assume)
        for batch in self.source.batches(start, size):
            frame = self.nested.opened(batch.frame)
            found = self.nested.closed(_of_batch(runner, replace(batch, frame=frame), first))
            self._check(batch.frame, found)
            yield (
                batch.frame.height,
                found,
                noticing.of(frame, first, found.rejects.get_column("row").unique().to_list()),
            )
            first += batch.frame.height

    def _check(self, frame: pl.DataFrame, found: Answered) -> None:
        rejected = found.rejects.get_column("row").n_unique() if found.rejects.height else 0
        wanted = [*frame.columns, *answer_columns(self.questions)]
        if found.results.height + rejected != frame.height or found.results.columns != wanted:
            said = f"{number_of(frame.height, 'row')} in, {found.results.height} out and {rejected} rejected by the engine {self.engine}"
            raise RowsLost(faults=[Fault(self.source.name, said, "rows in = rows out + rejects", "please report it")])

    def in_memory(
        self, back: Callable[[Ran], None] | None = None, progress: Callable[[int, int | None], None] | None = None
    ) -> Ran:
        """Answer the table and hand it back."""
        size = batch_size(self.engine, self.source.rows or 0)
        parts: list[Answered] = []
        rows = 0
        noticed = Noticed()
        for height, found, seen in self.answered(self.runner(), 0, size):
            parts.append(found)
            noticed.add(seen.plain())
            rows += height
            if progress is not None:
                progress(rows, self.source.rows)
        whole = self._whole(parts)

        def count() -> Counts:
            counts = Counts(noticed=noticed)
            counts.add(counted(self.rulebook, self.questions, whole, rows))
            return counts

        ran = Ran(whole.results, whole.rejects, self.headings, self.engine, notes=self.notes, _counted=count)
        if back is not None:
            back(ran)
        return ran

    def _whole(self, parts: list[Answered]) -> Answered:
        if not parts:
            return self.none()
        if len(parts) == 1:
            return parts[0]
        return Answered(pl.concat([part.results for part in parts]), pl.concat([part.rejects for part in parts]))

    def none(self) -> Answered:
        """Return the answers to no row, with all columns."""
        results = pl.DataFrame(
            schema={**self.source.schema, **dict.fromkeys(answer_columns(self.questions), ANSWER_TYPE())}
        )
        names = reject_names(self.source.schema)
        return Answered(results, pl.DataFrame(schema={n: pl.Int64() if n == "row" else pl.String() for n in names}))


def _of_batch(runner: Runner, batch: Batch, first: int) -> Answered:
    """Ask for a batch; rows that the reader refused are set aside, and the numbers of the others put right afterwards."""
    if not batch.faults:
        return runner.answer(batch.frame, first)
    from licet.columns.answers import rejected

    places = [place for place in range(batch.frame.height) if place not in batch.faults]
    found = runner.answer(batch.frame[places], 0)
    numbers = [first + places[number] for number in found.rejects.get_column("row").to_list()]
    rejects = found.rejects.with_columns(pl.Series("row", numbers, dtype=pl.Int64))
    refused = rejected(batch.frame, first, {place: [fault] for place, fault in batch.faults.items()})
    return Answered(found.results, pl.concat([rejects, refused]).sort("row", maintain_order=True))
