"""``licet nation``: a nation's code, names and memberships, each with its source and how well it was checked."""

from __future__ import annotations

import datetime
import sys
from typing import Any

import click
from click.shell_completion import CompletionItem

from licet.cli.options import format_option, law_option, nation_items, rulebook_for_completion
from licet.errors import Fault, InputError


def _names(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    book = rulebook_for_completion(ctx)
    return nation_items(book, incomplete) if book is not None else []


@click.command("nation")
@click.argument("name", metavar="NAME", shell_complete=_names)
@click.option("--date", metavar="DATE", help="The day whose memberships are asked for; today by default.")
@format_option("text", "json")
@law_option
def command(name: str, date: str | None, format_: str | None, law: str | None) -> None:
    """Show a nation: its code and names, and the groups it belongs to, on a day and over time.

    The name may be an ISO code or what people write: Türkiye, UAE, Korea (South). A name that fits several nations is answered with them.

    \b
    Examples:
      licet nation Italy
      licet nation 'Saudi Arabia' --date 2025-09-15
      licet nation NO --format json
    """  # noqa: D301
    from licet.cli.loading import load
    from licet.cli.output import print_json
    from licet.reports.nation import plain_nation
    from licet.transfers.nations import NationError
    from licet.transfers.stating import nations_of

    rulebook = load(law)
    day = _day(date)
    nations = nations_of(rulebook)
    try:
        code = nations.code(name)
    except NationError as error:
        raise InputError(faults=[Fault("licet nation", fault.found) for fault in error.faults]) from None
    found = plain_nation(rulebook, code, day)
    if format_ == "json":
        print_json(found)
    else:
        _text(found)


def _day(text: str | None) -> datetime.date:
    from licet.rulebook.rulebook import today
    from licet.rulebook.windows import NotAWindow, read_date

    if text is None:
        return today()
    try:
        return read_date(text)
    except NotAWindow as error:
        raise InputError(faults=[Fault("--date", str(error), "a day that exists, as YYYY-MM-DD")]) from None


def _text(found: dict[str, Any]) -> None:
    from rich.text import Text

    from licet.cli.output import console

    screen = console(sys.stdout)
    screen.print(Text.assemble((found["name"], "bold"), f" ({found['code']}, {found['alpha3']}) · {found['official']}"))
    if found["aliases"]:
        screen.print(Text("Also called " + ", ".join(found["aliases"])), style="dim")
    screen.print()
    screen.print(Text(f"On {found['date']}", style="bold"))
    if not found["memberships"]:
        screen.print("  a member of no group of the rulebook")
    for entry in found["memberships"]:
        _entry(screen, entry, "" if entry["held"] == "yes" else "not known whether: ")
        if entry["group_note"]:
            screen.print(_indented("on the group: " + entry["group_note"]), style="dim")
    screen.print()
    screen.print(Text("Over time", style="bold"))
    if not found["history"]:
        screen.print("  nothing is recorded")
    for entry in found["history"]:
        _entry(screen, entry, "")
    if any("~" in entry["from"] + entry["until"] for entry in found["history"]):
        screen.print(Text("~ marks a date that is not fit to be cited; A/B a day between the two."), style="dim")


def _entry(screen: Any, entry: dict[str, Any], before: str) -> None:
    from rich.text import Text

    dates = " .. ".join((entry["from"], entry["until"])).strip()
    style = {"verified": "green", "partial": "yellow"}.get(entry["standing"], "red")
    screen.print(
        Text.assemble(
            f"  {before}", (entry["title"], "bold"), f" ({entry['group']}) {dates} · ", (entry["standing"], style)
        )
    )
    for line in filter(None, (entry["note"], entry["source"] and f"source: {entry['source']}")):
        screen.print(_indented(line), style="dim")


def _indented(text: str) -> Any:
    from rich.padding import Padding
    from rich.text import Text

    return Padding(Text(text), (0, 0, 0, 4))
