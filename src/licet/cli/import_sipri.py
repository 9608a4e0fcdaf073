"""``licet import sipri``: the deals of SIPRI's trade register in missiles, drones and launchers, as transfers."""

from __future__ import annotations

import click

from licet.cli.options import format_option, law_option, output_option


@click.command("sipri")
@click.argument("file", metavar="FILE", type=click.Path())
@format_option("text", "json", "jsonl", "csv")
@output_option
@law_option
def command(file: str, format_: str | None, output: str | None, law: str | None) -> None:
    """Make transfers of SIPRI's trade register, the CSV file that its website exports.

    The text is the account: what became of every row, which names are no nation of today, which weapons are not in the catalogue. JSON
    lines are the transfers, in the form of the files that 'licet review' reads, with the register's own columns under 'register'; JSON
    holds both. A row stands on more than one line where the law of the year of its order gave more than one answer.

    The exit status is 0 also when rows were rejected, and 2 when the file cannot be used.

    \b
    Examples:
      licet import sipri trade-register.csv
      licet import sipri trade-register.csv -o deals.jsonl
    """  # noqa: D301
    from licet.cli.imports import form_of, give
    from licet.cli.loading import load
    from licet.registers.opening import published
    from licet.registers.sipri_transfers import import_sipri
    from licet.rulebook.rulebook import today

    give(import_sipri(published(file), load(law), today()), form_of(format_, output), output, (file,))
