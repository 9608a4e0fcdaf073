"""``licet import missile-tests``: the flight tests of North Korean missiles as items, each on its day."""

from __future__ import annotations

import click

from licet.cli.options import format_option, law_option, output_option


@click.command("missile-tests")
@click.argument("file", metavar="FILE", type=click.Path())
@click.option(
    "--missiles",
    metavar="FILE",
    type=click.Path(),
    help="The names and types of the missiles; missile.en.json beside FILE by default, where it is there.",
)
@format_option("text", "json", "jsonl", "csv")
@output_option
@law_option
def command(file: str, missiles: str | None, format_: str | None, output: str | None, law: str | None) -> None:
    """Make items of the flight tests of North Korean missiles, as nk-missile-tests publishes them (test.en.json).

    A test is no transfer: a line states the missile, North Korea as its nation, and the day. How far missiles of that name flew is a lower
    bound of their range, and is stated where the catalogue has no greater one.

    \b
    Examples:
      licet import missile-tests test.en.json
      licet import missile-tests test.en.json -o tests.jsonl
    """  # noqa: D301
    from licet.cli.imports import form_of, give
    from licet.cli.loading import load
    from licet.registers.missile_tests import read
    from licet.registers.opening import missiles_beside, published
    from licet.rulebook.rulebook import today

    names = missiles or missiles_beside(file)
    tests = published(file)
    inputs = (file,) if names is None else (file, names)
    found = read(tests, load(law), today(), published(names) if names is not None else None)
    give(found, form_of(format_, output), output, inputs)
