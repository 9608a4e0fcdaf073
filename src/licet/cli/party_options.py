"""The options that state a party on a command line."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from licet.screening.listed import KINDS


def party_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add what a command states of the party that it names."""
    options = (
        click.option("--kind", type=click.Choice(KINDS[:-1]), metavar="|".join(KINDS[:-1]), help="What the party is; names of persons are read otherwise than those of companies."),
        click.option("--nation", metavar="NATION", help="The nation of the party."),
        click.option("--born", metavar="DATE", help="The day, month or year of birth."),
        click.option("--number", multiple=True, metavar="[KIND:]NUMBER", help="A passport, a registration, the IMO number of a ship."),
        click.option("--alias", multiple=True, metavar="NAME", help="Another name of the party."),
        click.option("--address", metavar="TEXT", help="The address of the party, to be held against those of listed parties."),
    )  # fmt: skip
    for option in reversed(options):
        function = option(function)
    return function
