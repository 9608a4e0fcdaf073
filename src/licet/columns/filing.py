"""The answers to a table written into a file: work that was interrupted goes on where it stopped, and nothing half-written bears the final name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from licet.columns.answers import Runner, answer_columns
from licet.columns.counting import Counts, counted, reasons
from licet.columns.engines import batch_size
from licet.columns.keeping import Kept, writing
from licet.columns.outputs import count_rows, output_form, write_table
from licet.columns.work import Ran, RowsLost, Work
from licet.errors import Fault, InputError, number_of
from licet.version import __version__


class Filing:
    """Writes the answers to a table.

    Args:
        work: the table, the law and the options.
    """

    def __init__(self, work: Work) -> None:
        self.work = work

    def write(
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
        columns = [*self.work.source.schema, *answer_columns(self.work.questions)]
        if form == "xlsx":
            from licet.columns.workbooks import check_size

            check_size(output, self.work.source.rows, len(columns))
        size = batch_size(self.work.engine)
        runner = self.work.runner()
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
            self.work.headings,
            self.work.engine,
            output,
            rejects if counts.faults and not in_sheet else None,
            resumed,
            self.work.notes,
            lambda: counts,
        )

    def _whole_file(self, kept: Kept, table: Path, form: str, counts: Counts, with_rejects: bool) -> None:
        if form == "xlsx":
            self.workbook(table, kept.paths("results"), kept.paths("rejects") if with_rejects else [], counts)
            return
        write_table(kept.paths("results"), table, form, self.work.source.nested)
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
        for height, found, seen in self.work.answered(runner, kept.done, size):
            counts = counted(self.work.rulebook, self.work.questions, found, height)
            kept.add(found, height, {**counts, "noticed": seen.plain()})
            if progress is not None:
                progress(kept.done, self.work.source.rows)
        if not kept.parts:
            # A table without rows has columns all the same.
            none = self.work.none()
            kept.add(none, 0, counted(self.work.rulebook, self.work.questions, none, 0))
        whole = Counts()
        for part in kept.parts:
            whole.add(part["counts"])
        return whole

    def _check_total(self, counts: Counts) -> None:
        rows = self.work.source.rows
        if counts.rows_in != counts.rows_out + counts.rejected or (rows is not None and counts.rows_in != rows):
            there = number_of(rows if rows is not None else counts.rows_in, "row")
            said = f"{there} in, {counts.rows_out} out and {counts.rejected} rejected"
            raise RowsLost(
                faults=[Fault(self.work.source.name, said, "rows in = rows out + rejects", "please report it")]
            )

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
        if self.work.source.fingerprint is None:
            return None
        return {
            "licet": __version__,
            "input": self.work.source.fingerprint,
            "law": self.work.rulebook.digest,
            "reforms": self.work.rulebook.named_reforms(),
            "questions": self.work.questions,
            "day": self.work.as_of or self.work.day.isoformat(),
            "assume": self.work.assume,
            "mapping": self.work.mapping,
            "engine": self.work.engine,
            "exact": self.work.exact,
            "size": size,
            "form": form,
        }

    def workbook(self, table: Path, results: Sequence[Path], rejects: Sequence[Path], counts: Counts) -> None:
        """Write answers as a workbook that says what was asked and what decided.

        Args:
            table: the file to write.
            results: the parts of the answers.
            rejects: the parts of the rejects; without any, they are not in the workbook.
            counts: what was counted of them.
        """
        from licet.columns.workbooks import write_workbook

        assumed = (
            self.work.assume
            if isinstance(self.work.assume, tuple)
            else [f"{n}={v}" for n, v in self.work.assume.items()]
        )
        asked_of: list[tuple[str, Any]] = [
            ("Date of the run", self.work.day.isoformat()),
            ("Licet", __version__),
            ("Law", self.work.rulebook.digest),
            ("Reforms", ", ".join(self.work.rulebook.named_reforms()) or "none"),
            ("As of", self.work.as_of or "the date of each row, or of the run"),
            ("Assumptions", "; ".join(map(str, assumed)) or "none but those of the law"),
            ("Questions", ", ".join(self.work.questions)),
            ("Input", self.work.source.name),
            (
                "Columns that state facts",
                ", ".join(f"{c.name}: {c.fact.path}" for c in self.work.headings.columns) or "none",
            ),
            ("Columns carried over", ", ".join(self.work.headings.carried) or "none"),
            ("Rows in", counts.rows_in),
            ("Rows out", counts.rows_out),
            ("Rows rejected", counts.rejected),
            ("Engine", self.work.engine),
            *(("Note", note) for note in (*self.work.notes, *counts.noticed.lines())),
            ("Note", "This is a reading of public law and policy by a program. It is not legal advice."),
        ]
        told = reasons(self.work.rulebook, counts, self.work.questions)
        write_workbook(table, results, rejects, told, asked_of)
