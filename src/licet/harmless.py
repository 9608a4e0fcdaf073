"""Cells of tables that no spreadsheet runs: what a user or a list wrote is text, whatever sign it begins with."""

from __future__ import annotations

# Signs with which a spreadsheet takes a cell for a formula.
RUNS = ("=", "+", "-", "@", "\t", "\r")


def harmless(cell: str) -> str:
    """Return a cell that a spreadsheet shows and does not run: with an apostrophe before what would be a formula.

    >>> harmless("=1+1"), harmless("ACME")
    ("'=1+1", 'ACME')
    """
    return f"'{cell}" if cell.startswith(RUNS) else cell
