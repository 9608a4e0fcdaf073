"""``licet picture catalogue``: range against payload of the systems of the catalogue."""

from __future__ import annotations

import click

from licet.cli.drawing import picture_option
from licet.cli.options import law_option, reform_option
from licet.errors import Fault, InputError


@click.command("catalogue")
@click.option("--as-of", metavar="DATE", help="The day whose law is asked; today by default.")
@click.option(
    "--kind", "kinds", metavar="KIND", multiple=True, help="Only systems of this kind; it may be given several times."
)
@reform_option
@picture_option
@law_option
def command(
    as_of: str | None, kinds: tuple[str, ...], reforms: tuple[str, ...], output: str | None, law: str | None
) -> None:
    """Draw range against payload of the known systems, with the limits that the law reads.

    The fill of a mark is the category that the rules answer for the system with the figures of the catalogue, its shape the kind.

    \b
    Examples:
      licet picture catalogue -o systems.svg
      licet picture catalogue --kind uas --kind ballistic_missile -o systems.png
    """  # noqa: D301
    from licet.cli.drawing import checked, day_of, written
    from licet.cli.loading import load
    from licet.rulebook.rulebook import today

    faults: list[Fault] = []
    checked(output, (), faults)
    day = day_of("--as-of", as_of or today().isoformat(), faults)
    rulebook = load(law, reforms, faults)
    if faults or day is None or output is None:
        raise InputError(faults=faults)
    from licet.pictures.of_systems import catalogue

    written(catalogue(rulebook, day, kinds=kinds), output)
