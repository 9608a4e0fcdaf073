"""``licet report``: the group of commands that report on many transfers at once."""

from __future__ import annotations

import click

from licet.cli.lazy import LazyGroup

COMMANDS = {
    "proliferation": (
        "licet.cli.report_proliferation",
        "Who supplied Category I drones and missiles to whom, and which posture they met.",
    ),
}


@click.group("report", cls=LazyGroup, table=COMMANDS)
def command() -> None:
    """Report on many transfers at once.

    \b
    Examples:
      licet report proliferation deals.jsonl
      licet report proliferation trade-register.csv -o page.html
    """  # noqa: D301
