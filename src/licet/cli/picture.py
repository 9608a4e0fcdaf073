"""``licet picture``: the group of commands that draw, each with its data as CSV beside the picture."""

from __future__ import annotations

import click

from licet.cli.lazy import LazyGroup

COMMANDS = {
    "map": ("licet.cli.picture_map", "The world by posture: one tile a nation, for one law or two."),
    "timeline": ("licet.cli.picture_timeline", "The posture for a transfer through the years, nation by nation."),
    "catalogue": ("licet.cli.picture_catalogue", "Range against payload of known systems, with the limits of the law."),
}


@click.group("picture", cls=LazyGroup, table=COMMANDS)
def command() -> None:
    """Draw answers as SVG or PNG, by what the name of the file ends in.

    The data of a picture are written beside it, as CSV of the same name. The same input under the same law gives the same SVG. Nothing is
    fetched from a network. Pictures need the packages altair and vl-convert-python: pip install 'licet[pictures]'.

    \b
    Examples:
      licet picture map transfer.yaml --against 2025-01-02 -o map.svg
      licet picture timeline transfer.yaml --nations IT,IN,SA -o years.png
      licet picture catalogue -o systems.svg
    """  # noqa: D301
