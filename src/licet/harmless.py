"""Cells of tables that no spreadsheet runs: what a user or a list wrote is text, whatever sign it begins with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# Signs with which a spreadsheet takes a cell for a formula.
RUNS = ("=", "+", "-", "@", "\t", "\r")


def harmless(cell: str) -> str:
    """Return a cell that a spreadsheet shows and does not run: with an apostrophe before what would be a formula.

    >>> harmless("=1+1"), harmless("ACME")
    ("'=1+1", 'ACME')
    """
    return f"'{cell}" if cell.startswith(RUNS) else cell


def harmless_row(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row of a CSV with its texts made harmless; a number stays one, whatever its sign.

    >>> harmless_row({"name": "-1+1", "difference": -1})
    {'name': "'-1+1", 'difference': -1}
    """
    return {key: harmless(cell) if isinstance(cell, str) else cell for key, cell in row.items()}
