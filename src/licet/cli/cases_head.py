"""``licet cases head``: the head of the chain, printed or put at the end of a file of heads that is kept elsewhere."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path

import click

from licet.errors import Fault, InputError


@click.command("head")
@click.option("--day", metavar="DATE", help="The head at the end of that day, UTC, in place of the last one.")
@click.option(
    "--output", "-o", metavar="FILE", type=click.Path(), help="Put it at the end of a file of heads, which is kept."
)
@click.pass_context
def command(ctx: click.Context, day: str | None, output: str | None) -> None:
    """Print the position and digest of the last event, which vouch for all events before it.

    Keep it where nobody can write who can write to the database: 'licet cases verify --heads FILE' then finds a register that was written anew.
    With --output, a line is put at the end of FILE; a head is never put after a later one, and nothing is written where FILE
    knows more or other events than the register has. The exit status is then 1, and one line tells what was found.

    \b
    Examples:
      licet cases head
      licet cases head --output /mnt/elsewhere/heads.txt
      licet cases head --day 2026-11-03 --output /mnt/elsewhere/heads.txt
    """  # noqa: D301
    from licet.cli import clock
    from licet.cli.cases_heads import head_text, known_heads
    from licet.cli.cases_opening import register

    wanted = _day(day)
    known = known_heads((), [output]) if output is not None and Path(output).exists() else {}
    with register():
        from licet.cases.ledger import head, head_of

        if wanted is None:
            (position, digest), said = head(), ""
        else:
            found = head_of(wanted)
            position, digest, said = found["position"], found["digest"], f" {found['day']} {found['last_event_at']}"
            if wanted >= clock.now().date():
                print(f"{wanted} is not over: its head changes until it is.", file=sys.stderr)
        if output is None:
            click.echo(f"{head_text(position, digest)}{said}".rstrip())
            return
        fault = _fault(known, position)
        if fault:
            click.echo(f"{output}: {fault}")
            ctx.exit(1)
    if known.get(position) == digest:
        click.echo(f"{output} has it already: {head_text(position, digest)}")
        return
    try:
        _put(Path(output), f"{head_text(position, digest)}{said}".rstrip())
    except OSError as error:
        raise InputError(
            faults=[Fault("--output", f"{output}: {error.strerror}", "a file that can be written")]
        ) from None
    click.echo(f"{output}: {head_text(position, digest)}")


def _day(text: str | None) -> datetime.date | None:
    if text is None:
        return None
    from licet.rulebook.windows import NotAWindow, read_date

    try:
        return read_date(text)
    except NotAWindow as error:
        raise InputError(faults=[Fault("--day", str(error), "a day as YYYY-MM-DD")]) from None


def _fault(known: dict[int, str], position: int) -> str:
    """Return why a head of a position is not put after those of a file; empty where nothing is wrong."""
    from licet.cases.ledger import head
    from licet.cases.models import Event

    last, reached = max(known, default=0), head()[0]
    if last > reached:
        return f"it knows {last:,} events, and the register has {reached:,}: rows are missing"
    there = dict(Event.objects.filter(position__in=list(known)).values_list("position", "digest"))
    wrong = [one for one in sorted(known) if one and there.get(one) != known[one]]
    if wrong:
        return f"row {wrong[0]:,} is altered: its digest is not the one that was kept"
    if last > position:
        return f"it has the head of row {last:,} already, and that of row {position:,} lies before it"
    return ""


def _put(path: Path, line: str) -> None:
    """Put a line at the end of a file, after an end of line where the last one lacks it."""
    with path.open("a+b") as file:
        file.seek(0)
        before = file.read()
        file.write((b"\n" if before and not before.endswith(b"\n") else b"") + line.encode() + b"\n")
