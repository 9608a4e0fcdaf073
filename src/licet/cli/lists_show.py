"""``licet lists show``: the lists, whether each may be relied on now, and what changed with its updates."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from licet.cli.lists_reading import lists_option
from licet.cli.options import format_option
from licet.errors import Fault, InputError, near, number_of

if TYPE_CHECKING:
    from licet.screening.answer import ListState
    from licet.screening.store import Store

_STYLES = {"current": "green", "stale": "yellow"}
_EVENTS = 8


@click.command("show")
@click.argument("name", required=False)
@click.option("--changes", is_flag=True, help="Every entry that was added, removed or changed by the last updates.")
@format_option("text", "json")
@lists_option
def command(name: str | None, changes: bool, format_: str | None, lists: str | None) -> None:
    """Show the lists, or the list NAME: vintage, entries of each source, age, and whether it may be relied on now.

    A list that is stale, refused, damaged or missing makes every screening against it 'not_screened'.

    \b
    Examples:
      licet lists show
      licet lists show csl --changes
      licet lists show --format json
    """  # noqa: D301
    from licet.cli import clock
    from licet.cli.output import print_json
    from licet.screening.placing import lists_file
    from licet.screening.store import Store

    path = lists_file(lists)
    with Store.open(path) as store:
        states = store.state(clock.now())
        names = list(dict.fromkeys(state.list for state in states if state.list))
        if name is not None and name not in names and all(state.status != "damaged" for state in states):
            found = ", ".join(names) or "a list that was added"
            raise InputError(faults=[Fault("NAME", f"no list '{name}'", found, near(name, names))])
        shown = [state for state in states if name is None or state.list in (name, "")]
        if format_ == "json":
            print_json(_plain(store, shown, name, changes))
        else:
            _text(store, shown, name, changes, str(path) if path is not None else "off")


def _plain(store: Store, states: list[ListState], name: str | None, changes: bool) -> dict[str, Any]:
    import msgspec

    held = {one.name: one for one in _held(store) if name in (None, one.name)}
    answer: dict[str, Any] = {
        "states": msgspec.to_builtins(states),
        "lists": [
            msgspec.to_builtins(one)
            | {"refused": msgspec.to_builtins(_asked(store.refusal, one.name))}
            | ({"changes": msgspec.to_builtins(_asked(store.changes, one.name))} if changes else {})
            for one in held.values()
        ],
        "events": msgspec.to_builtins(_asked(store.events, name) or []),
    }
    return answer


def _text(store: Store, states: list[ListState], name: str | None, changes: bool, path: str) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from licet.cli.faults import tame
    from licet.cli.lists_reading import tell_changes
    from licet.cli.output import console

    screen = console(sys.stdout)
    held = {one.name: one for one in _held(store) if name in (None, one.name)}
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for column in ("list", "source", "vintage", "entries", "status"):
        table.add_column(column, no_wrap=True, justify="right" if column == "entries" else "left")
    table.add_column("title", ratio=1)
    for state in states:
        status = Text(state.status, style=_STYLES.get(state.status, "red"))
        count = f"{state.count:,}" if state.count else ""
        table.add_row(
            Text(state.list, style="bold"), state.source, state.vintage, count, status, Text(tame(state.title))
        )
    screen.print(table)
    for why in dict.fromkeys(state.why for state in states if state.why):
        click.echo(tame(why, 2000))
    for one in held.values():
        click.echo("")
        click.echo(f"{one.name}: {number_of(one.count, 'entry', 'entries')} of {one.vintage}, from {tame(one.file)}")
        click.echo(f"  added {one.added}; may be relied on for {number_of(one.max_age, 'day')} after its vintage")
        click.echo(f"  SHA-256 {one.digest}")
        for line in (*one.shown, *one.notes):
            click.echo(f"  {tame(line)}")
        for told in (_asked(store.changes, one.name) or []) if changes else []:
            tell_changes(told, one.name, every=True)
    events = _asked(store.events, name) or []
    if events:
        click.echo("\nWhat was done, the latest first:")
        for event in events[:_EVENTS]:
            click.echo(f"  {event.at}  {event.list} {event.what}: {tame(event.why)}")
    click.echo(f"\nThe lists are in {tame(path)}." if path != "off" else "\nLists are switched off.")


def _held(store: Store) -> list[Any]:
    return _asked(store.lists) or []


def _asked(ask: Any, *words: Any) -> Any:
    """Return what the store says; nothing where it is damaged, which its state tells."""
    from licet.screening.held import StoreDamaged

    try:
        return ask(*words)
    except StoreDamaged:
        return None
