"""``licet lists decide``: settle whether an entry of a list is a party, and keep who decided it and why."""

from __future__ import annotations

from typing import Any

import click

from licet.cli.lists_reading import lists_option
from licet.cli.options import law_option
from licet.cli.party_options import party_options


@click.command("decide")
@click.argument("name")
@click.argument("on", metavar="LIST")
@click.argument("entry")
@click.option(
    "--verdict",
    type=click.Choice(("false_positive", "true_match", "open")),
    metavar="false_positive|true_match|open",
    help="Whether the entry is somebody else or the party; 'open' takes an earlier decision back.",
)
@click.option("--who", metavar="TEXT", default="", help="Who decides; it is kept and shown.")
@click.option("--why", metavar="TEXT", default="", help="The reason; it is kept and shown.")
@party_options
@lists_option
@law_option
def command(
    name: str,
    on: str,
    entry: str,
    verdict: str | None,
    who: str,
    why: str,
    lists: str | None,
    law: str | None,
    **stated: Any,
) -> None:
    """Decide whether the ENTRY of a LIST is the party NAME, after 'licet screen' found it.

    LIST and ENTRY are those of the hit: its list in short, and what stands in brackets. The decision is tied to the party as it is stated here
    and to the entry as the list has it now: it holds for screenings that state the same of the party, and the hit is open again when the list
    changes the entry. A false positive is shown with every screening and does not count in its status.

    \b
    Examples:
      licet lists decide "John Doe" SDN 4711 --born 1985 --verdict false_positive --who 'A. Smith' --why 'Born eighteen years later'
      licet lists decide "John Doe" SDN 4711 --born 1985 --verdict open --who 'A. Smith' --why 'The passport was forged'
    """  # noqa: D301
    from licet.cli import clock
    from licet.cli.faults import tame
    from licet.cli.lists_reading import place
    from licet.cli.loading import load
    from licet.rulebook.rulebook import today
    from licet.screening.decisions import decide
    from licet.screening.reading import party_node, party_stated
    from licet.screening.screening import screener
    from licet.screening.store import Store
    from licet.transfers.stating import Stater

    path = place(lists)
    rulebook = load(law, ())
    party = party_stated(party_node(name, stated), Stater(rulebook, today()))
    now = clock.now()
    screening = screener(lists=path, now=now, rulebook=rulebook).screen(party)
    with Store.open(path) as store:
        decision = decide(
            store,
            party,
            screening.hits,
            wrong=screening.why,
            on=on,
            entry=entry,
            verdict=verdict or "",
            who=who,
            why=why,
            now=now,
        )
    click.echo(f"{tame(decision.entry_name)} on {tame(decision.on)} [{tame(decision.entry)}]: {tame(decision.told())}.")
