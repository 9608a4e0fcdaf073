"""``licet picture map``: the world by posture for one transfer, under one law or two."""

from __future__ import annotations

import click

from licet.cli.drawing import picture_option
from licet.cli.options import FactCommand, assume_option, law_option, reform_option
from licet.errors import Fault, InputError


@click.command("map", cls=FactCommand)
@click.argument("files", nargs=-1, metavar="[FILE|-]", type=click.Path(allow_dash=True))
@click.option("--as-of", metavar="DATE", help="Ask as of this date, whatever the transfer says.")
@click.option(
    "--against",
    metavar="DATE",
    help="Compare with the law of this date, without the reforms: a second map, and what changes is outlined.",
)
@reform_option
@assume_option
@picture_option
@law_option
def command(
    files: tuple[str, ...],
    as_of: str | None,
    against: str | None,
    reforms: tuple[str, ...],
    assume: tuple[str, ...],
    output: str | None,
    law: str | None,
    stated: dict[str, tuple[str, ...]],
) -> None:
    """Draw the world by posture: one tile for each nation as the recipient of a transfer.

    FILE holds one transfer; a recipient in it is left aside. What is open is white with a question mark. To see what a reform does, compare
    with the same day: --reform NAME --as-of DATE --against DATE.

    \b
    Examples:
      licet picture map transfer.yaml -o map.svg
      licet picture map transfer.yaml --as-of 2025-09-16 --against 2025-01-02 -o map.png
      licet picture map --kind uas --range '1850 km' --payload '1701 kg' --exporter US -o map.svg
    """  # noqa: D301
    from licet.cli.drawing import checked, day_of, one_transfer, written
    from licet.cli.loading import load
    from licet.eligibility.asking import eligible_node

    faults: list[Fault] = []
    checked(output, files, faults)
    if against is not None:
        day_of("--against", against, faults)
    rulebook = load(law, reforms, faults)
    if "-" in files and against is not None:
        faults.append(Fault("-", "standard input for two maps", "a file", "standard input can be read only once"))
    given, gathered = one_transfer(rulebook, files, stated, faults, as_of, assume)
    from licet.pictures.of_nations import side, tile_map

    sides = [side(eligible_node(given.node, gathered.stater), rulebook)]
    if against is not None:
        earlier = load(law)
        other, before = one_transfer(earlier, files, stated, [], against, assume)
        sides.insert(0, side(eligible_node(other.node, before.stater), earlier))
    if output is None:  # a fault that has been raised
        raise InputError(faults=faults)
    written(tile_map(sides, rulebook), output)
