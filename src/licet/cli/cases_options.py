"""What commands on cases share: the procedure, and rows as a table, JSON or CSV."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from pathlib import Path

    from licet.cases.procedure import Configuration


def procedure_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--procedure``."""
    return click.option(
        "--procedure",
        metavar="NAME",
        default="plain",
        show_default=True,
        help="The procedure of the authority: a folder of law/procedure.",
    )(function)


def configuration(folder: Path, name: str) -> Configuration:
    """Return a procedure of a folder of law.

    Raises:
        LawError: for a procedure that is not there or cannot be used.
    """
    from licet.cases.procedure_reading import read_procedure

    return read_procedure(folder, name)


def tell(rows: Sequence[Mapping[str, Any]], shown: Sequence[str], format_: str | None, nothing: str) -> None:
    """Print rows.

    Args:
        rows: all that is known of each, by name.
        shown: the names of the columns of a table.
        format_: ``json``, ``csv``, or a table.
        nothing: what is said where there is none.
    """
    if format_ == "json":
        from licet.cli.output import print_json

        print_json(list(map(dict, rows)))
        return
    if format_ == "csv":
        import csv

        from licet.harmless import harmless_row

        writer = csv.DictWriter(sys.stdout, list(rows[0]) if rows else list(shown), lineterminator="\n")
        writer.writeheader()
        writer.writerows(map(harmless_row, rows))
        return
    if not rows:
        click.echo(nothing)
        return
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from licet.cli.faults import tame
    from licet.cli.output import console

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name in shown:
        table.add_column(name.replace("_", " "), overflow="fold")
    for row in rows:
        table.add_row(*(Text(tame(_text(row[name]))) for name in shown))
    console(sys.stdout).print(table)


def _text(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
