"""``licet cases report``: how many cases had which outcome, where and when, as tables and pictures that give no single case away."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from licet.cli.cases_options import procedure_option
from licet.cli.options import law_option
from licet.errors import Fault, InputError

if TYPE_CHECKING:
    from licet.cases.reporting.hiding import Protected


@click.command("report")
@click.argument("folder", metavar="FOLDER", type=click.Path())
@procedure_option
@click.option(
    "--currency", metavar="CODE", default="EUR", show_default=True, help="The currency of the values that are summed."
)
@click.option("--no-pictures", is_flag=True, help="Write the tables alone.")
@law_option
def command(folder: str, procedure: str, currency: str, no_pictures: bool, law: str | None) -> None:
    """Write the statistics of all submitted cases into a FOLDER that is not there yet: a CSV and a picture for each view.

    What is small is protected: a number of too few cases, or of too few applicants, stands as 'protected', and so does every number from
    which it could be worked out, in all tables together. How few is too few stands in published/disclosure.csv of the procedure. It does not
    protect against a second report of almost the same cases: publish whole new periods.

    \b
    Examples:
      licet cases report statistics-2026
      licet cases report statistics-2026 --procedure us --currency USD --no-pictures
    """  # noqa: D301
    from zoneinfo import ZoneInfo

    from licet.cli.cases_opening import register
    from licet.cli.cases_options import configuration
    from licet.cli.loading import load
    from licet.cli.progress import bar

    if re.fullmatch(r"[A-Z]{3}", currency) is None:
        raise InputError(faults=[Fault("--currency", f"'{currency}'", "a code of three capitals, such as EUR")])
    book = load(law)
    tables = configuration(book.folder, procedure)
    with register():
        from licet.cases.exporting.folder import write_folder
        from licet.cases.reporting.limits import read_limits
        from licet.cases.reporting.publishing import files_of, outcomes, protected
        from licet.cases.reporting.views import read_views

        limits = read_limits(book.folder / "procedure" / procedure / "published" / "disclosure.csv")
        with bar("Cases") as tell:
            rows = list(outcomes(ZoneInfo(tables.calendar.zone), currency, tell))
    made = protected(rows, read_views(), limits)
    files = files_of(made, book.digest, book.nations, not no_pictures)
    write_folder(files, Path(folder))
    _summary(made)
    click.echo(f"{folder}: {len(files):,} files.")


def _summary(made: Protected) -> None:
    """Tell what is published, and nothing else."""
    from licet.cases.reporting.tables import ALL, PROTECTED, tables

    for table in tables(made):
        whole = next(line for line in table.lines if set(line.places) == {ALL})
        hidden = sum(line.cases is None for line in table.lines)
        count = PROTECTED if whole.cases is None else f"{whole.cases:,}"
        click.echo(f"{table.view.title}: {count} cases; {hidden:,} of {len(table.lines):,} numbers are protected.")
    click.echo("Each item of a case counts once for each destination.")
