"""``licet law verify``: the law's codes and references held against the published lists of a folder, with an exit status for a build."""

from __future__ import annotations

import sys
from itertools import groupby
from typing import TYPE_CHECKING, Any

import click

from licet.cli.options import format_option, law_option
from licet.errors import Fault, InputError

if TYPE_CHECKING:
    from licet.registers.findings import Verification
    from licet.registers.folder import PublishedLists
    from licet.rulebook.rulebook import Rulebook


@click.command("verify")
@click.option(
    "--against",
    metavar="FOLDER",
    type=click.Path(),
    help="A folder that holds published lists, at any depth. It must be named.",
)
@format_option("text", "json", "jsonl")
@law_option
@click.pass_context
def command(ctx: click.Context, against: str | None, format_: str | None, law: str | None) -> None:
    """Hold the law against published lists: that no code of the Annex is missing, and that what the entries refer to exists.

    The files are known by name and content: the British index of MTCR references, the Commerce Control List, the Munitions List, the
    dual-use list on the EU numbering. A list that is not there leaves its checks unmade; other files are left aside.

    The exit status is 0 when all holds, 1 when anything does not, 2 when the folder cannot be used or holds none of these lists. Notes - what
    a list carries and no entry refers to, what a file leaves unsettled - change nothing in it.

    \b
    Examples:
      licet law verify --against lists
      licet law verify --against lists --format json
    """  # noqa: D301
    from licet.cli.loading import load
    from licet.cli.output import print_json
    from licet.registers.annex import Annex
    from licet.registers.folder import read_folder
    from licet.registers.verification import verify

    if against is None:
        fault = Fault("licet law verify", "no --against", "a folder of published lists", "add --against FOLDER")
        raise InputError(faults=[fault])
    rulebook = load(law)
    lists = read_folder(against)
    found = verify(Annex.of(rulebook), lists)
    if not any(check.ran and check.register for check in found.checks):
        titles = ", ".join(dict.fromkeys(check.register for check in found.checks if check.register))
        raise InputError(faults=[Fault(against, "none of the lists that the entries refer to", titles)])
    if format_ == "json":
        print_json(_plain(rulebook, lists, found))
    elif format_ == "jsonl":
        print_json(_lines(found), lines=True)
    else:
        _text(lists, found)
    if found.findings:
        ctx.exit(1)


def _plain(rulebook: Rulebook, lists: PublishedLists, found: Verification) -> dict[str, Any]:
    from licet.version import __version__

    return {
        "licet": __version__,
        "rulebook": {"digest": rulebook.digest},
        "against": lists.folder,
        "files": [
            {"file": file.name, "list": file.list, "edition": file.edition or None, "count": file.count}
            for file in lists.files
        ],
        "aside": [{"file": name, "why": why} for name, why in lists.aside.items()],
        "checks": [check.plain() for check in found.checks],
        "findings": [finding.plain() for finding in found.findings],
        "notes": [note.plain() for note in found.notes],
    }


def _lines(found: Verification) -> list[dict[str, Any]]:
    lines = [{"kind": "check"} | check.plain() for check in found.checks]
    lines += [{"kind": "finding"} | finding.plain() for finding in found.findings]
    return lines + [{"kind": "note"} | note.plain() for note in found.notes]


def _text(lists: PublishedLists, found: Verification) -> None:
    from rich.table import Table
    from rich.text import Text

    from licet.cli.faults import fault_line
    from licet.cli.output import console

    screen = console(sys.stdout)
    screen.print(Text(f"Against {lists.folder}", style="bold"))
    for file in lists.files:
        of = f", of {file.edition}" if file.edition else ""
        screen.print(Text(f"  {file.name}: {file.list}{of} ({file.count:,})"))
    for why, group in groupby(sorted(lists.aside.items(), key=lambda pair: pair[1]), key=lambda pair: pair[1]):
        names = [name for name, _ in group]
        screen.print(Text(f"  left aside, {why}: {', '.join(names)}", style="dim"))
    screen.print()
    table = Table.grid(padding=(0, 2))
    for justify in ("left", "right", "right"):
        table.add_column(justify=justify)
    table.add_row(Text("Check", style="bold"), Text("looked at", style="bold"), Text("fail", style="bold"))
    for check in found.checks:
        if not check.ran:
            table.add_row(
                Text(f"{_capital(check.title)}: not checked, no {check.register} there", style="dim"), "-", "-"
            )
            continue
        style = "red" if check.failed else ""
        table.add_row(Text(_capital(check.title)), f"{check.looked_at:,}", Text(f"{check.failed:,}", style=style))
        for outcome, count in check.outcomes.items():
            if outcome != "failed" and count:
                table.add_row(Text(f"    {outcome}", style="dim"), Text(f"{count:,}", style="dim"), "")
    screen.print(table)
    if found.findings:
        screen.print()
        screen.print(Text(f"Findings ({len(found.findings)})", style="bold"))
        for finding in found.findings:
            screen.print(Text(fault_line(finding.fault)), soft_wrap=True)
    if found.notes:
        screen.print()
        screen.print(Text(f"Notes ({len(found.notes)}), none of which is a fault", style="bold"))
        for note in found.notes:
            screen.print(Text(fault_line(note.fault)), style="dim", soft_wrap=True)
    screen.print()
    screen.print(Text(_verdict(len(found.findings)), style="bold"))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _verdict(count: int) -> str:
    return "All holds." if not count else "1 finding." if count == 1 else f"{count:,} findings."
