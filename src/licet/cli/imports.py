"""What the import commands share: the file, the form, and the account that is always given."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING

from licet.errors import number_of

if TYPE_CHECKING:
    from licet.registers.imported import Imported

_SHOWN = 25


def form_of(wanted: str | None, output: str | None, others: tuple[str, ...] = ("csv",)) -> str:
    """Return the format that was asked for, or that the name of the output file tells."""
    from licet.cli.output import chosen_format

    suffix = Path(output or "").suffix.casefold().removeprefix(".")
    if wanted is None and suffix in others:
        return suffix
    return chosen_format(wanted, output)


def give(imported: Imported, form: str, output: str | None, inputs: tuple[str, ...]) -> None:
    """Print what was imported; beside any form but text, the account goes to standard error.

    Raises:
        InputError: for a file that cannot be written.
    """
    from licet.cli.output import opened, print_json
    from licet.registers.imported_table import write_table

    with opened(output, inputs) as stream:
        match form:
            case "json":
                print_json(imported.plain(), stream)
            case "jsonl":
                print_json([line.plain() for line in imported.lines], stream, lines=True)
            case "csv":
                write_table(imported.lines, stream)
            case _:
                _text(imported, stream)
    if form != "text":
        _summary(imported, sys.stderr)


def _summary(imported: Imported, stream: IO[str]) -> None:
    from licet.cli.faults import tame

    counts = imported.account
    kept = ", ".join(f"{count:,} {group.replace('_', ' ')}" for group, count in counts.kept.items())
    lines = number_of(counts.lines, "line") + (
        f" ({counts.several:,} rows have more than one)" if counts.several else ""
    )
    print(
        f"{tame(imported.file)}: {number_of(counts.rows, 'row')}: {kept or 'none kept'}; {counts.other:,} of other things;",
        file=stream,
    )
    print(f"  {len(counts.rejected):,} rejected; {lines}.", file=stream)
    for reject in counts.rejected[:_SHOWN]:
        print(f"  row {reject.row}: {tame(reject.reason)}", file=stream)
    if len(counts.rejected) > _SHOWN:
        print(f"  and {len(counts.rejected) - _SHOWN:,} more; --format json lists them all.", file=stream)
    for description, count in counts.strange.items():
        print(f"  '{tame(description)}' is not in the table of descriptions ({number_of(count, 'row')}).", file=stream)
    print(f"  {imported.credit}. {imported.terms}", file=stream)


def _text(imported: Imported, stream: IO[str]) -> None:
    from rich.text import Text

    from licet.cli.faults import tame
    from licet.cli.output import console

    counts = imported.account
    screen = console(stream)
    screen.print(Text(imported.title, style="bold"))
    screen.print(Text(imported.credit))
    screen.print(Text(imported.terms, style="dim"))
    screen.print()
    rows = [(group.replace("_", " "), f"{count:,}") for group, count in counts.kept.items()]
    rows += [("other", f"{counts.other:,}"), ("rejected", f"{len(counts.rejected):,}")]
    _grid(screen, "Rows of the file", [*rows, ("all rows", f"{counts.rows:,}")])
    facts = [("lines of transfers", f"{counts.lines:,}")]
    if counts.several:
        facts.append(("rows with more than one line, since the law of their year changed", f"{counts.several:,}"))
    if counts.uncertain:
        facts.append(("rows whose year the register marks as uncertain", f"{counts.uncertain:,}"))
    facts.append(("rows whose system is in the catalogue", f"{counts.in_catalogue:,}"))
    _grid(screen, "What was kept", facts)
    if counts.rejected:
        rejects: list[tuple[str, ...]] = [(f"row {reject.row}", tame(reject.reason)) for reject in counts.rejected]
        _grid(screen, "Rejected", _first(rejects), right=False)
    if counts.strange:
        strange: list[tuple[str, ...]] = [(tame(name), f"{count:,}") for name, count in counts.strange.items()]
        _grid(screen, "Descriptions that the table does not hold; they count as other", strange)
    if counts.nations:
        names: list[tuple[str, ...]] = [
            (tame(each.name), f"{each.rows:,}", _may_be(each.may_be)) for each in counts.nations
        ]
        _grid(screen, "Names that name no nation of today; the nation stays unknown", _first(names))
    if counts.unmatched:
        designations: list[tuple[str, ...]] = [
            (
                tame(each.designation),
                f"{each.rows:,}",
                tame(each.description) + ("; the catalogue has another of the name" if each.namesake else ""),
            )
            for each in counts.unmatched
        ]
        _grid(screen, f"Not in the catalogue ({len(designations):,} designations)", _first(designations))


def _first(rows: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    left = len(rows) - _SHOWN
    return rows if left <= 0 else [*rows[:_SHOWN], (f"and {left:,} more; --format json lists them all", "")]


def _may_be(codes: list[str]) -> str:
    return f"may be {', '.join(codes)}" if codes else ""


def _grid(screen: object, title: str, rows: Sequence[tuple[str, ...]], right: bool = True) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    assert isinstance(screen, Console)
    table = Table.grid(padding=(0, 2))
    wide = max(map(len, rows), default=2)
    for column in range(wide):
        table.add_column(justify="right" if column == 1 and right else "left")
    for row in rows:
        table.add_row("  " + row[0], *row[1:], *[""] * (wide - len(row)))
    screen.print(Text(title, style="bold"))
    screen.print(table)
    screen.print()
