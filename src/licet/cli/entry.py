"""``licet entry``: an entry of the Annex as the law holds it, with its places on other lists and what published files print there."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from licet.cli.options import format_option, items, law_option, nation_items, rulebook_for_completion
from licet.errors import Fault, InputError

if TYPE_CHECKING:
    from licet.registers.accounts import EntryAccount, Heading
    from licet.registers.folder import PublishedLists
    from licet.registers.places import Places
    from licet.rulebook.rulebook import Rulebook


def _codes(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    book = rulebook_for_completion(ctx)
    rules = book.rules.values() if book is not None else ()
    return items([(code, r.subject) for r in rules if not r.of for code in r.then.get("entries", ())], incomplete)


def _nations(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    book = rulebook_for_completion(ctx)
    return nation_items(book, incomplete) if book is not None else []


@click.command("entry")
@click.argument("codes", metavar="CODE…", nargs=-1, required=True, shell_complete=_codes)
@click.option("--on", metavar="DATE", help="The day whose edition is shown; today by default.")
@click.option(
    "--against",
    metavar="FOLDER",
    type=click.Path(),
    help="A folder of published lists; what they print at each place is shown.",
)
@click.option(
    "--to",
    metavar="NATION",
    shell_complete=_nations,
    help="A destination: the columns of the Country Chart that bear an X for it. It needs --against.",
)
@format_option("text", "json", "jsonl", "markdown")
@law_option
def command(
    codes: tuple[str, ...], on: str | None, against: str | None, to: str | None, format_: str | None, law: str | None
) -> None:
    """Show an entry of the MTCR Annex: what it lists, the facts it asks for, where it stands on other lists, and its editions.

    A heading (3.A, 9) lists what is below it. A code may be written without its dots (M2A1c). With - as the code, codes are read from
    standard input, one a line.

    With --against, a folder of published lists, each place is shown with what the lists print there: the heading of an ECCN, its reasons for
    control and its columns of the Commerce Country Chart. With --to, the columns that bear an X for a nation. A column without an X clears
    nothing by itself.

    \b
    Examples:
      licet entry 2.A.1.c.2
      licet entry 3.A
      licet entry 11.A.3.b --on 2016-01-01
      licet entry 19.A.2 --against lists --to India
      licet entry 9.A.6 10.A.1 --format json
    """  # noqa: D301
    from licet.cli.loading import load
    from licet.cli.output import print_json
    from licet.registers.annex import Annex
    from licet.registers.entries import Entries, plain

    wanted, several = _wanted(codes)
    rulebook = load(law)
    entries = Entries(Annex.of(rulebook), _day(on), _places(rulebook, against, to))
    told: list[EntryAccount | Heading] = []
    faults: list[Fault] = []
    for code in wanted:
        try:
            told.append(entries.tell(code))
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults=faults)
    if format_ in ("json", "jsonl"):
        found = [plain(each) for each in told]
        print_json(found if several or format_ == "jsonl" else found[0], lines=format_ == "jsonl")
    elif format_ == "markdown":
        click.echo("\n\n".join("\n".join(_markdown(each)).rstrip("\n") for each in told))
    else:
        _text(told)


def _wanted(codes: tuple[str, ...]) -> tuple[list[str], bool]:
    """Return the codes that are asked for, and whether a list was asked for."""
    if "-" not in codes:
        return list(codes), len(codes) > 1
    lines = sys.stdin.read().splitlines()
    wanted = [code for word in codes for code in (lines if word == "-" else [word]) if code.strip()]
    if not wanted:
        raise InputError(faults=[Fault("standard input", "no code", "one code of the Annex a line")])
    return wanted, True


def _day(text: str | None) -> datetime.date:
    from licet.rulebook.rulebook import today
    from licet.rulebook.windows import NotAWindow, read_date

    if text is None:
        return today()
    try:
        return read_date(text)
    except NotAWindow as error:
        raise InputError(faults=[Fault("--on", str(error), "a day that exists, as YYYY-MM-DD")]) from None


def _places(rulebook: Rulebook, against: str | None, to: str | None) -> Places:
    from licet.registers.country_chart import TITLE
    from licet.registers.folder import read_folder
    from licet.registers.places import Places
    from licet.transfers.nations import NationError
    from licet.transfers.stating import nations_of

    if to is not None and against is None:
        raise InputError(faults=[Fault("--to", "no --against", "a folder of published lists", "add --against FOLDER")])
    lists: PublishedLists | None = read_folder(against) if against is not None else None
    if to is None or lists is None:
        return Places(lists)
    if lists.chart is None:
        raise InputError(faults=[Fault("--to", f"no {TITLE} in {lists.folder}", f"a folder that holds the {TITLE}")])
    nations = nations_of(rulebook)
    try:
        code = nations.code(to)
    except NationError as error:
        raise InputError(faults=[Fault("--to", fault.found) for fault in error.faults]) from None
    return Places(lists, code, nations.name(code), nations.code)


def _markdown(told: EntryAccount | Heading) -> Iterator[str]:
    from licet.cli.faults import tame
    from licet.reports.annex_entry import entry_sections, entry_title

    yield f"# {tame(entry_title(told), 1000)}"
    for title, rows in entry_sections(told):
        if not rows:
            continue
        yield ""
        if title:
            yield from (f"## {title}", "")
        for label, text in rows:
            text = tame(text, 4000).replace("<", "&lt;")
            if label == "condition":
                yield f"- condition: `{tame(told.condition or 'always', 4000)}`"  # type: ignore[union-attr]
            elif label:
                yield f"- {label}: {text}"
            elif title.startswith("Other lists"):
                yield f"  - {text}"
            else:
                yield from (text, "")


def _text(told: list[EntryAccount | Heading]) -> None:
    from rich.padding import Padding
    from rich.table import Table
    from rich.text import Text

    from licet.cli.output import console
    from licet.reports.annex_entry import entry_sections, entry_title

    screen = console(sys.stdout)
    for number, each in enumerate(told):
        if number:
            screen.print()
        screen.print(Text(entry_title(each), style="bold"))
        for title, rows in entry_sections(each):
            if not rows:
                continue
            screen.print()
            if title:
                screen.print(Text(title, style="bold"))
            table = Table.grid(padding=(0, 2))
            table.add_column(style="dim", max_width=34, overflow="fold")
            table.add_column(ratio=1)
            labelled = False
            for label, text in rows:
                if label or labelled:
                    labelled = True
                    table.add_row(Text(label), Text(text))
                else:
                    screen.print(Padding(Text(text), (0, 0, 0, 2 if title else 0)))
            if labelled:
                screen.print(Padding(table, (0, 0, 0, 2 if title else 0)))
