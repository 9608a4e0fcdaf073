"""Imported lines as one table: the facts of the transfers under the headers of a table of transfers, then what the register says.

A number carries its unit in its header (``range_km``), an interval has two columns (``range_km_min``, ``range_km_max``), a fact outside the
item the name of its place (``end_use_wmd_delivery``). Whatever is no fact is called ``register_…``, so that no column of a register, which may
well be called ``Recipient`` or ``date``, is taken for one.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable
from typing import IO, Any

import msgspec

from licet.registers.recorded import KEY, Line

_PARTIES = ("exporter", "recipient")
_APART = ("columns", *_PARTIES)
_NAME = "name"
# A cell that begins so would be run as a formula by a spreadsheet.
_QUANTITY = re.compile(r"(\d+(?:\.\d+)?) ([A-Za-z]+(?:/[A-Za-z]+)?)")
_FORMULA = re.compile(r"[=+\-@\t\r]")


def write_table(lines: Iterable[Line], stream: IO[str]) -> None:
    """Write lines as CSV: the facts in the order of their first use, after them the columns of the record, after those the register's own."""
    rows = [(_facts(line), _record(line), _own(line)) for line in lines]
    names = list(dict.fromkeys(name for part in range(3) for row in rows for name in row[part]))
    writer = csv.DictWriter(stream, names, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(facts | record | own for facts, record, own in rows)


def _facts(line: Line) -> dict[str, str]:
    transfer = line.transfer
    row = {name: _cell(transfer.get(name, "")) for name in ("date", *_PARTIES)}
    for place, value in transfer.items():
        for name, inner in value.items() if isinstance(value, dict) else ():
            row.update(_fact(name if place == "item" else f"{place}_{name}", inner))
    return row


def _record(line: Line) -> dict[str, str]:
    record = msgspec.to_builtins(line.record)
    row = {_own_name(key): _cell(value) for key, value in record.items() if key not in _APART}
    for name in _PARTIES:
        party = record.get(name) or {}
        row[_own_name(name)] = _cell(party.get("name", ""))
        row[_own_name(f"{name}_may_be")] = _cell(party.get("may_be", []))
    return row


def _own(line: Line) -> dict[str, str]:
    return {_own_name("columns", name): _cell(value) for name, value in line.record.columns.items()}


def _own_name(*parts: str) -> str:
    """Return the header of what a register says: ``register_columns_year_of_order`` for its own column of that name."""
    words = "_".join(parts).replace("?", "mark")
    return f"{KEY}_{re.sub(r'[^0-9a-z]+', '_', words.casefold()).strip('_')}"


def _fact(name: str, value: Any) -> dict[str, str]:
    """Return a fact in the columns of a table: a quantity without its unit, an interval in two columns."""
    if isinstance(value, list) and any(isinstance(part, dict) for part in value):
        # Points and parties are written as JSON, which is one cell.
        return {name: json.dumps(value, ensure_ascii=False)}
    if isinstance(value, list) and len(value) == 2:
        least, most = (_quantity(name, text) for text in value)
        return {f"{least[0]}_min": least[1], f"{most[0]}_max": most[1]}
    key, text = _quantity(name, value)
    return {key: text}


def _quantity(name: str, text: Any) -> tuple[str, str]:
    """Return the header and the number of a quantity, and anything else as it stands."""
    quantity = _QUANTITY.fullmatch(str(text)) if name != _NAME else None
    return (f"{name}_{quantity[2].replace('/', '')}", quantity[1]) if quantity else (name, _cell(text))


def _cell(value: Any) -> str:
    text = " | ".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
    if isinstance(value, bool):
        text = "yes" if value else "no"
    return f"'{text}" if _FORMULA.match(text) and not isinstance(value, (int, float)) else text
