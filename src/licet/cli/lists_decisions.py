"""``licet lists decisions``: what people decided of hits."""

from __future__ import annotations

import sys

import click

from licet.cli.lists_reading import lists_option
from licet.cli.options import format_option


@click.command("decisions")
@format_option("text", "json", "jsonl")
@lists_option
def command(format_: str | None, lists: str | None) -> None:
    """Show what was decided of hits, the earliest first: by whom, when, why, of which party and which entry.

    A decision that was taken back or replaced stays and is shown. Whether one still holds is said by a screening, since it holds only for the
    entry as the list had it then.

    \b
    Examples:
      licet lists decisions
      licet lists decisions --format json
    """  # noqa: D301
    import msgspec

    from licet.cli.output import console, print_json
    from licet.screening.placing import lists_file
    from licet.screening.store import Store

    with Store.open(lists_file(lists)) as store:
        decisions = store.decisions()
    if format_ in ("json", "jsonl"):
        print_json(msgspec.to_builtins(decisions), lines=format_ == "jsonl")
        return
    if not decisions:
        click.echo("Nothing was decided.")
        return
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from licet.cli.faults import tame

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column in ("on", "party", "entry", "verdict", "who", "why"):
        table.add_column(column, no_wrap=column in ("on", "verdict"))
    for one in decisions:
        entry = f"{one.entry_name} [{one.on} {one.entry}]"
        cells = (one.at[:10], one.name, entry, one.verdict.replace("_", " "), one.who, one.why)
        table.add_row(*(Text(tame(cell)) for cell in cells))
    console(sys.stdout).print(table)
