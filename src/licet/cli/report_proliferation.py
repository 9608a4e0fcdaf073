"""``licet report proliferation``: registers of published transfers, read for their Category I drones and missiles."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import click

from licet.cli.options import format_option, law_option, output_option, reform_option
from licet.errors import Fault, InputError

if TYPE_CHECKING:
    from licet.registers.imported import Imported
    from licet.registers.proliferation_account import Source
    from licet.registers.published import PublishedFile
    from licet.registers.recorded import Line
    from licet.rulebook.rulebook import Rulebook


@click.command("proliferation")
@click.argument("files", nargs=-1, required=True, metavar="FILE…", type=click.Path())
@click.option(
    "--as-of",
    metavar="DATE",
    help="The day whose Annex tells which systems are of Category I, and the last policy date; today by default.",
)
@reform_option
@format_option("text", "json", "csv", "svg", "html")
@output_option
@law_option
def command(
    files: tuple[str, ...],
    as_of: str | None,
    reforms: tuple[str, ...],
    format_: str | None,
    output: str | None,
    law: str | None,
) -> None:
    """Report who supplied Category I unmanned aircraft and missiles to whom, by year.

    FILE is what 'licet import' wrote as JSON lines, or a register as it is published. For each day on which the posture for such
    transfers changed, the report counts what the transfers ordered before and after would have met on its eve and on the day; it tells the
    share of suppliers outside the regime, each on the date of its transfer; and what is open is counted as open.

    Flight tests and launch vehicles are no transfers: the report tells of them apart, as what their systems would have met.

    CSV is a row for each supplier, recipient, system and year; SVG is the pictures; the page holds the pictures, the tables and the same
    CSV, and loads nothing.

    \b
    Examples:
      licet report proliferation deals.jsonl
      licet report proliferation deals.jsonl -o page.html
      licet report proliferation deals.jsonl test.en.json launchers.csv -o chart.svg
      licet report proliferation trade-register.csv --as-of 2024-12-31 --format json
    """  # noqa: D301
    from licet.cli.imports import form_of
    from licet.cli.loading import load
    from licet.cli.output import console, opened
    from licet.registers.proliferation import proliferation
    from licet.rulebook.rulebook import today
    from licet.rulebook.windows import NotAWindow, read_date

    faults: list[Fault] = []
    day: datetime.date | None = None
    try:
        day = read_date(as_of) if as_of is not None else today()
    except NotAWindow as error:
        faults.append(Fault("--as-of", str(error), "a day that exists, as YYYY-MM-DD"))
    rulebook = load(law, reforms, faults)
    lines, sources = _read(files, rulebook, faults)
    if faults or day is None:
        raise InputError(faults=faults)
    found = proliferation(lines, rulebook, day, sources)
    with opened(output, files) as stream:
        match form_of(format_, output, ("csv", "svg")):
            case "json":
                import msgspec

                print(msgspec.json.format(msgspec.json.encode(found), indent=2).decode(), file=stream)
            case "csv":
                from licet.reports.proliferation import table

                stream.write(table(found))
            case "svg":
                from licet.reports.proliferation import chart

                print(chart(found, rulebook), file=stream)
            case "html":
                from licet.reports.proliferation import page

                stream.write(page(found, rulebook))
            case _:
                from licet.reports.proliferation import render

                render(found, console=console(stream), rulebook=rulebook)


def _read(files: tuple[str, ...], rulebook: Rulebook, faults: list[Fault]) -> tuple[list[Line], list[Source]]:
    """Read every file, its faults beside those of the others."""
    lines: list[Line] = []
    sources: list[Source] = []
    for name in files:
        if files.count(name) > 1:
            faults.append(Fault(name, "the file more than once", "every file once"))
            continue
        try:
            read, source = _one(name, rulebook)
        except InputError as error:
            faults += error.faults
        else:
            lines += read
            sources += source
    return lines, sources


def _one(name: str, rulebook: Rulebook) -> tuple[list[Line], list[Source]]:
    from licet.cli.imports import published
    from licet.language.nodes import Unreadable, decode
    from licet.registers.citing import sources_of
    from licet.registers.proliferation_account import Source
    from licet.registers.recorded import read_lines

    file = published(name)
    imported = _imported(file, rulebook)
    if imported is not None:
        account = imported.account
        source = Source(
            imported.name, imported.title, imported.credit, imported.terms, name, account.rows, len(account.rejected)
        )
        return list(imported.lines), [source]
    try:
        lines = read_lines(decode(file.data, name), name)
    except Unreadable as error:
        raise InputError(faults=[error.fault]) from None
    return lines, sources_of(lines)


def _imported(file: PublishedFile, rulebook: Rulebook) -> Imported | None:
    """Return a register as it is published, or None for any other file."""
    from licet.cli.imports import missiles_beside, published
    from licet.registers import missile_tests, sipri, slv
    from licet.registers.sipri_transfers import import_sipri
    from licet.rulebook.rulebook import today

    if sipri.recognises(file):
        return import_sipri(file, rulebook, today())
    if slv.recognises(file):
        return slv.read(file, rulebook)
    if missile_tests.recognises(file):
        names = missiles_beside(file.name)
        return missile_tests.read(file, rulebook, today(), published(names) if names is not None else None)
    return None
