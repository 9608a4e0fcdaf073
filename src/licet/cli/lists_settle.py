"""``licet lists settle``: go on with a list although an update of it was refused, or believe the clock again."""

from __future__ import annotations

import click

from licet.cli.lists_reading import lists_option
from licet.errors import Fault, InputError


@click.command("settle")
@click.argument("name", required=False)
@click.option(
    "--clock", "of_clock", is_flag=True, help="Forget the latest moment that was seen, after a clock that was ahead."
)
@click.option("--why", metavar="TEXT", default="", help="Who decided it and why; it is kept and shown.")
@lists_option
def command(name: str | None, of_clock: bool, why: str, lists: str | None) -> None:
    """Go on with the list NAME although an update of it was refused.

    The list held serves again until it is too old. With --clock, the moment that was seen when the clock was ahead is forgotten.

    \b
    Examples:
      licet lists settle csl --why 'A. Smith: the file was cut in transit; the next one comes tomorrow'
      licet lists settle --clock --why 'A. Smith: the machine was set to 2031 by mistake'
    """  # noqa: D301
    from licet.cli import clock
    from licet.cli.lists_reading import place
    from licet.screening.updating import settle_clock, settle_list

    path = place(lists)
    if of_clock == (name is not None):
        raise InputError(faults=[Fault("licet lists settle", "both or neither", "a NAME or --clock")])
    if name is not None:
        settle_list(path, name, why, clock.now())
        click.echo(f"{name}: the list held serves again.")
    else:
        settle_clock(path, why, clock.now())
        click.echo("The clock is believed again.")
