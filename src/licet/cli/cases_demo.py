"""``licet cases demo``: a demonstration agency with cases in every state, only where it is asked for and only in an empty database."""

from __future__ import annotations

import click

from licet.cli.options import law_option


@click.command("demo")
@law_option
def command(law: str | None) -> None:
    """Make a demonstration agency: 40 invented cases, in each of the states a case can be in, and one person for each role.

    Every case is made by the acts themselves: the engine determines it, the example procedure of law/procedure/plain says who sees, signs and
    decides. It is made only in a database in which nothing happened, whole or not at all, and cannot be taken out again:
    name a database of its own with DATABASE_URL or LICET_SITE_FOLDER first.

    \b
    Examples:
      export LICET_SITE_FOLDER=/tmp/demonstration
      licet cases demo
    """  # noqa: D301
    from collections import Counter

    from licet.cli import clock
    from licet.cli.cases_opening import register
    from licet.cli.loading import load
    from licet.cli.progress import bar

    book = load(law)
    with register(made=True):
        from licet.cases.demonstration import demonstrate
        from licet.cases.models import Case, Event

        with bar("Cases") as tell:
            many = demonstrate(book.folder, clock.now(), tell)
        click.echo(f"{many} cases of {Event.objects.count():,} events.")
        states = Counter(Case.objects.values_list("state", flat=True))
        for state in sorted(states):
            click.echo(f"  {state.replace('_', ' '):<22}{states[state]:>3}")
        click.echo("The id of each person is the name of the role, such as licensing_officer.")
