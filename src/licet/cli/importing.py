"""``licet import``: the group of commands that make transfers of published registers."""

from __future__ import annotations

import click

from licet.cli.lazy import LazyGroup

COMMANDS = {
    "sipri": ("licet.cli.import_sipri", "SIPRI's trade register: missiles, drones and launchers, deal by deal."),
    "slv": ("licet.cli.import_slv", "A list of launch vehicles with what they carry to low orbit."),
    "missile-tests": ("licet.cli.import_missile_tests", "The flight tests of North Korean missiles."),
}


@click.group("import", cls=LazyGroup, table=COMMANDS)
def command() -> None:
    """Make transfers of a published register, in the form of the files that 'licet review' reads.

    No register is part of Licet: FILE is one that you have, in the form in which it is published. Every row is accounted for.

    \b
    Examples:
      licet import sipri trade-register.csv -o deals.jsonl
      licet review deals.jsonl --format jsonl
      licet report proliferation deals.jsonl -o page.html
    """  # noqa: D301
