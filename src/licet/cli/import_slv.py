"""``licet import slv``: a list of launch vehicles as items, with what they carry to orbit as a point that they reach."""

from __future__ import annotations

import click

from licet.cli.options import format_option, law_option, output_option


@click.command("slv")
@click.argument("file", metavar="FILE", type=click.Path())
@format_option("text", "json", "jsonl", "csv")
@output_option
@law_option
def command(file: str, format_: str | None, output: str | None, law: str | None) -> None:
    """Make items of a list of launch vehicles, a CSV file with the columns Name, Status and Payload to LEO (in tonnes).

    What a vehicle carries to orbit is less than its payload on the terms of the Annex, so that it is stated as a point that the vehicle
    reaches, and never as its greatest payload: a small launcher stays open. The lines state no nation and no day, for the list tells of
    no transfer.

    \b
    Examples:
      licet import slv all-rockets.csv
      licet import slv all-rockets.csv -o launchers.jsonl
      licet review launchers.jsonl --as-of 2024-01-01 --format jsonl
    """  # noqa: D301
    from licet.cli.imports import form_of, give
    from licet.cli.loading import load
    from licet.registers.opening import published
    from licet.registers.slv import read

    give(read(published(file), load(law)), form_of(format_, output), output, (file,))
