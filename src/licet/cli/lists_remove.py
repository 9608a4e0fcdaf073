"""``licet lists remove``: remove a list."""

from __future__ import annotations

import click

from licet.cli.lists_reading import lists_option


@click.command("remove")
@click.argument("name")
@click.option("--why", metavar="TEXT", default="", help="Who decided it and why; it is kept and shown.")
@lists_option
def command(name: str, why: str, lists: str | None) -> None:
    """Remove the list NAME.

    Screenings no longer ask it. That it was there, and why it was removed, is kept and shown by 'licet lists show'.

    \b
    Example:
      licet lists remove house --why 'A. Smith: replaced by the list of the group'
    """  # noqa: D301
    from licet.cli import clock
    from licet.cli.lists_reading import place
    from licet.screening.updating import remove_list

    remove_list(place(lists), name, why, clock.now())
    click.echo(f"{name} is removed.")
