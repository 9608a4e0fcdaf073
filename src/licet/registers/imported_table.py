"""Imported lines as one table: the facts of the transfers in the columns of ``licet run``, then the record, then the register's columns."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from typing import IO, Any

import msgspec

from licet.registers.recorded import Line

_PARTIES = ("exporter", "recipient")
_APART = ("columns", *_PARTIES)
# A cell that begins so would be run as a formula by a spreadsheet.
_FORMULA = re.compile(r"[=+\-@\t\r]")


def write_table(lines: Iterable[Line], stream: IO[str]) -> None:
    """Write lines as CSV; an interval is two columns, and a list is one cell with ``|`` between its parts."""
    rows = [_row(line) for line in lines]
    names = list(dict.fromkeys(name for row in rows for name in row))
    writer = csv.DictWriter(stream, names, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


def _row(line: Line) -> dict[str, str]:
    transfer = line.transfer
    row = {name: _cell(transfer.get(name, "")) for name in ("date", "exporter", "recipient")}
    for name, value in transfer.get("item", {}).items():
        row.update(_fact(name, value))
    record = msgspec.to_builtins(line.record)
    row.update({f"register_{key}": _cell(value) for key, value in record.items() if key not in _APART})
    for name in _PARTIES:
        party = record.get(name) or {}
        row[f"register_{name}"] = _cell(party.get("name", ""))
        row[f"register_{name}_may_be"] = _cell(party.get("may_be", []))
    row.update({name: _cell(value) for name, value in line.record.columns.items()})
    return row


def _fact(name: str, value: Any) -> dict[str, str]:
    """Return a fact of the item in the columns of a table: a quantity without its unit, an interval in two columns."""
    if name == "envelope":
        return {name: _cell([", ".join(point.values()) for point in value])}
    if isinstance(value, list) and len(value) == 2:
        least, most = (_quantity(name, text) for text in value)
        return {f"{least[0]}_min": least[1], f"{most[0]}_max": most[1]}
    key, text = _quantity(name, value)
    return {key: text}


def _quantity(name: str, text: str) -> tuple[str, str]:
    number, _, unit = str(text).partition(" ")
    if name in ("range", "payload") and unit:
        return f"{name}_{unit}", number
    return name, _cell(text)


def _cell(value: Any) -> str:
    text = " | ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
    if isinstance(value, bool):
        text = "yes" if value else "no"
    return f"'{text}" if _FORMULA.match(text) and not isinstance(value, (int, float)) else text
