"""Answering a whole table: a source read in batches, an executor asked for each, the answers written or handed back.

Rows in are rows out and rejects together; that is checked for every batch and at the end, and a run that would lose a row fails.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from licet.columns.answers import ANSWER_TYPE, Answered, Runner, answer_columns, asked, clash_faults, reject_names
from licet.columns.cells import cell_text
from licet.columns.counting import Counts, counted, reasons
from licet.columns.earlier import Without, earlier_answers
from licet.columns.engines import AUTO, WALK, batch_size, chosen_engine, made
from licet.columns.frames import source_of
from licet.columns.headings import CARRY, Headings, read_headings, type_faults
from licet.columns.inputs import Asking, Batch, Source, stored_type
from licet.columns.keeping import Kept, writing
from licet.columns.mapping import read_mapping
from licet.columns.nesting import Nested
from licet.columns.noticing import Noticed, Noticing
from licet.columns.outputs import count_rows, output_form, write_table
from licet.columns.signature import DATE
from licet.errors import Fault, InputError, LicetError, number_of
from licet.language.quantities import NotAQuantity
from licet.rulebook.rulebook import Rulebook, today
from licet.version import __version__

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
    return work.to_file(path, output_form(path, form), Path(rejects) if rejects else None, given, progress)


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
        if self.engine == WALK and not self.exact:
            notes.append("The walk reviews every row by itself and is exact with --wide too")
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
            return self._none()
        if len(parts) == 1:
            return parts[0]
        return Answered(pl.concat([part.results for part in parts]), pl.concat([part.rejects for part in parts]))

    def _none(self) -> Answered:
        """Return the answers to no row, with all columns."""
        results = pl.DataFrame(
            schema={**self.source.schema, **dict.fromkeys(answer_columns(self.questions), ANSWER_TYPE())}
        )
        names = reject_names(self.source.schema)
        return Answered(results, pl.DataFrame(schema={n: pl.Int64() if n == "row" else pl.String() for n in names}))

    def to_file(
        self,
        output: Path,
        form: str,
        rejects: Path | None,
        given: Path | None = None,
        progress: Callable[[int, int | None], None] | None = None,
    ) -> Ran:
        """Answer the table into a file; work that was interrupted goes on where it stopped.

        Args:
            output: the file.
            form: its format.
            rejects: where the rejects go.
            given: the file that is read, which must not be written.
            progress: called with the rows that are done and the rows there are.

        Raises:
            InputError: for a file that cannot be written.
        """
        in_sheet = form == "xlsx" and rejects is None
        rejects = rejects or output.with_name(f"{output.name}.rejects.csv")
        rejects_form = output_form(rejects)
        self._check_places(output, rejects, given)
        columns = [*self.source.schema, *answer_columns(self.questions)]
        if form == "xlsx":
            from licet.columns.workbooks import check_size

            check_size(output, self.source.rows, len(columns))
        size = batch_size(self.engine)
        runner = self.runner()
        kept = Kept(output, self._named(form, size))
        try:
            resumed = kept.done
            counts = self._parts(kept, runner, size, progress)
            self._check_total(counts)
            table = kept.folder / f"whole{output.suffix}"
            finals: dict[Path, Path] = {}
            with writing(output):
                self._whole_file(kept, table, form, counts, in_sheet)
                if counts.faults and not in_sheet:
                    lines = kept.folder / f"rejects{rejects.suffix}"
                    self._rejects_file(kept, lines, rejects_form)
                    finals[lines] = rejects
            finals[table] = output
            kept.finish(finals)
        finally:
            kept.close()
        if not counts.faults and not in_sheet:
            # Those of an earlier run would be taken for those of this one.
            rejects.unlink(missing_ok=True)
        return Ran(
            None,
            None,
            self.headings,
            self.engine,
            output,
            rejects if counts.faults and not in_sheet else None,
            resumed,
            self.notes,
            lambda: counts,
        )

    def _whole_file(self, kept: Kept, table: Path, form: str, counts: Counts, with_rejects: bool) -> None:
        if form == "xlsx":
            self._workbook(kept, table, counts, with_rejects)
            return
        write_table(kept.paths("results"), table, form, self.source.nested)
        held = count_rows(table, form)
        if held is not None and held != counts.rows_out:
            said = f"{number_of(counts.rows_out, 'row')} out and {held} in the file"
            raise RowsLost(faults=[Fault(str(kept.output), said, "as many", "please report it")])

    @staticmethod
    def _rejects_file(kept: Kept, lines: Path, form: str) -> None:
        if form == "xlsx":
            from licet.columns.workbooks import write_sheet

            write_sheet(lines, "Rejects", kept.paths("rejects"))
        else:
            write_table(kept.paths("rejects"), lines, form, {})

    def _parts(
        self, kept: Kept, runner: Runner, size: int, progress: Callable[[int, int | None], None] | None
    ) -> Counts:
        for height, found, seen in self.answered(runner, kept.done, size):
            counts = counted(self.rulebook, self.questions, found, height)
            kept.add(found, height, {**counts, "noticed": seen.plain()})
            if progress is not None:
                progress(kept.done, self.source.rows)
        if not kept.parts:
            # A table without rows has columns all the same.
            none = self._none()
            kept.add(none, 0, counted(self.rulebook, self.questions, none, 0))
        whole = Counts()
        for part in kept.parts:
            whole.add(part["counts"])
        return whole

    def _check_total(self, counts: Counts) -> None:
        rows = self.source.rows
        if counts.rows_in != counts.rows_out + counts.rejected or (rows is not None and counts.rows_in != rows):
            there = number_of(rows if rows is not None else counts.rows_in, "row")
            said = f"{there} in, {counts.rows_out} out and {counts.rejected} rejected"
            raise RowsLost(faults=[Fault(self.source.name, said, "rows in = rows out + rejects", "please report it")])

    def _check_places(self, output: Path, rejects: Path, given: Path | None) -> None:
        for where, path in (("--output", output), ("--rejects", rejects)):
            if path.is_symlink() or (path.exists() and not path.is_file()):
                # What is whole takes the place of what bears its name: a link or a device would be lost.
                found = "a link" if path.is_symlink() else "a folder" if path.is_dir() else "no ordinary file"
                raise InputError(faults=[Fault(where, f"{path}, which is {found}", "the name of a file")])
            if given is not None and path.exists() and given.exists() and path.samefile(given):
                raise InputError(faults=[Fault(where, f"{path}, which is read", "another file")])
        if not output.parent.is_dir():
            raise InputError(faults=[Fault("--output", f"no folder {output.parent}", "a folder that is there")])
        if not rejects.parent.is_dir():
            raise InputError(faults=[Fault("--rejects", f"no folder {rejects.parent}", "a folder that is there")])
        if rejects.absolute() == output.absolute():
            raise InputError(faults=[Fault("--rejects", f"{rejects}, which is the output", "another file")])

    def _named(self, form: str, size: int) -> dict[str, Any] | None:
        """Name the work by everything that its answers depend on; None for an input that may change unseen."""
        if self.source.fingerprint is None:
            return None
        return {
            "licet": __version__,
            "input": self.source.fingerprint,
            "law": self.rulebook.digest,
            "reforms": self.rulebook.named_reforms(),
            "questions": self.questions,
            "day": self.as_of or self.day.isoformat(),
            "assume": self.assume,
            "mapping": self.mapping,
            "engine": self.engine,
            "exact": self.exact,
            "size": size,
            "form": form,
        }

    def _workbook(self, kept: Kept, table: Path, counts: Counts, with_rejects: bool) -> None:
        from licet.columns.workbooks import write_workbook

        assumed = self.assume if isinstance(self.assume, tuple) else [f"{n}={v}" for n, v in self.assume.items()]
        asked_of: list[tuple[str, Any]] = [
            ("Date of the run", self.day.isoformat()),
            ("Licet", __version__),
            ("Law", self.rulebook.digest),
            ("Reforms", ", ".join(self.rulebook.named_reforms()) or "none"),
            ("As of", self.as_of or "the date of each row, or of the run"),
            ("Assumptions", "; ".join(map(str, assumed)) or "none but those of the law"),
            ("Questions", ", ".join(self.questions)),
            ("Input", self.source.name),
            (
                "Columns that state facts",
                ", ".join(f"{c.name}: {c.fact.path}" for c in self.headings.columns) or "none",
            ),
            ("Columns carried over", ", ".join(self.headings.carried) or "none"),
            ("Rows in", counts.rows_in),
            ("Rows out", counts.rows_out),
            ("Rows rejected", counts.rejected),
            ("Engine", self.engine),
            *(("Note", note) for note in (*self.notes, *counts.noticed.lines())),
            ("Note", "This is a reading of public law and policy by a program. It is not legal advice."),
        ]
        told = reasons(self.rulebook, counts, self.questions)
        paths = kept.paths("rejects") if with_rejects else []
        write_workbook(table, kept.paths("results"), paths, told, asked_of)


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
