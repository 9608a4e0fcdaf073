"""``licet report proliferation``: registers of published transfers, read for their Category I drones and missiles."""

from __future__ import annotations

import click

from licet.cli.options import format_option, law_option, output_option, reform_option
from licet.errors import Fault, InputError


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
    from licet.registers.opening import day_of, read_registers
    from licet.registers.proliferation import proliferation

    faults: list[Fault] = []
    day = day_of(as_of, "--as-of", faults)
    rulebook = load(law, reforms, faults)
    lines, sources = read_registers(files, rulebook, faults)
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

                stream.write(page(found, rulebook, files))
            case _:
                from licet.reports.proliferation import render

                render(found, console=console(stream), rulebook=rulebook)
