"""``licet law list``: the instruments of the rulebook, by kind, by day, by word."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from licet.cli.options import format_option, law_option
from licet.errors import Fault, InputError

if TYPE_CHECKING:
    from licet.rulebook.instruments import Instrument

_KINDS = ("regime", "practice", "statute", "regulation", "policy", "procedure", "proposal")


@click.command("list")
@click.option(
    "--kind", type=click.Choice(_KINDS), metavar="KIND", help=f"Only instruments of this kind: {', '.join(_KINDS)}."
)
@click.option("--in-force", metavar="DATE", help="Only what is in force on this date; proposals never are.")
@click.option("--search", metavar="TEXT", help="Only instruments in whose title, prose or rules the text stands.")
@format_option("text", "json", "jsonl", "markdown")
@law_option
def command(kind: str | None, in_force: str | None, search: str | None, format_: str | None, law: str | None) -> None:
    """List the instruments of the law: what they are, when they are in force, how well they were checked.

    \b
    Examples:
      licet law list
      licet law list --kind proposal
      licet law list --in-force 2021-06-01 --search unmanned
    """  # noqa: D301
    from licet.cli.loading import load
    from licet.cli.output import print_json
    from licet.reports.law import dates_of, plain_entry, speaks_of

    rulebook = load(law)
    day = _day(in_force)
    found = [
        instrument
        for instrument in rulebook.instruments.values()
        if (kind is None or instrument.kind == kind)
        and (day is None or (not instrument.proposal and instrument.window.holds(day)))
        and (not search or speaks_of(instrument, search))
    ]
    if format_ in ("json", "jsonl"):
        print_json([plain_entry(instrument) for instrument in found], lines=format_ == "jsonl")
    elif format_ == "markdown":
        click.echo("| instrument | kind | in force | standing | title |\n|---|---|---|---|---|")
        for i in found:
            click.echo(
                f"| `{i.id}` | {i.kind} | {dates_of(i)} | {i.standing} | {i.title.replace('|', chr(92) + '|')} |"
            )
    else:
        _table(found)


def _day(text: str | None) -> int | None:
    from licet.rulebook.windows import NotAWindow, read_date

    if text is None:
        return None
    try:
        return read_date(text).toordinal()
    except NotAWindow as error:
        raise InputError(faults=[Fault("--in-force", str(error), "a day that exists, as YYYY-MM-DD")]) from None


def _table(found: list[Instrument]) -> None:
    import sys

    from rich import box
    from rich.table import Table
    from rich.text import Text

    from licet.cli.output import console
    from licet.reports.law import dates_of

    if not found:
        click.echo("No instrument fits.", err=True)
        return
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column in ("instrument", "kind", "in force", "standing"):
        table.add_column(column, no_wrap=column == "instrument")
    table.add_column("title", ratio=1)
    for i in found:
        table.add_row(Text(i.id, style="bold"), i.kind, dates_of(i), _marked(i.standing), Text(i.title))
    console(sys.stdout).print(table)


def _marked(standing: str) -> Any:
    from rich.text import Text

    return Text(standing, style={"verified": "green", "partial": "yellow"}.get(standing, "red"))
