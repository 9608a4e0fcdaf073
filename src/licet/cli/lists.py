"""``licet lists``: the group of commands that keep the lists of parties against which a screening is made."""

from __future__ import annotations

import click

from licet.cli.lazy import LazyGroup

COMMANDS = {
    "add": ("licet.cli.lists_add", "Add a list from the file in which it is published."),
    "update": ("licet.cli.lists_update", "Replace a list by a later vintage of it."),
    "show": ("licet.cli.lists_show", "The lists, whether they may be relied on, and what changed."),
    "settle": ("licet.cli.lists_settle", "Go on with a list although an update of it was refused."),
    "decide": ("licet.cli.lists_decide", "Settle whether an entry is a party, with who decided it and why."),
    "decisions": ("licet.cli.lists_decisions", "What was decided of hits, by whom and why."),
    "remove": ("licet.cli.lists_remove", "Remove a list; that it was removed, and why, is kept."),
}


@click.group("lists", cls=LazyGroup, table=COMMANDS)
def command() -> None:
    """Keep the lists of parties against which a screening is made.

    No list comes with Licet and none is fetched: FILE is one that you have, as it is published. A list is taken whole or refused; what was
    there before then stays, and every screening says so until it is settled. The lists lie in one file: --lists, else LICET_LISTS, else the
    user's data folder; 'off' is none.

    \b
    Examples:
      licet lists add csl consolidated.json
      licet lists add ofac sdn.csv --add add.csv --alt alt.csv --vintage 2026-07-30
      licet lists update csl consolidated.json
      licet lists show
      licet lists show csl --changes
    """  # noqa: D301
