"""One cell of a table, or the two ends of an interval, as the node that a file would give for the fact.

What a cell means is thereby read where everything stated is read, by the type of its fact: a table has no rules of its own but those of its
header. A figure in a column with a unit is in that unit; another unit in the cell is refused, since one of the two must be a slip.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence as SequenceType
from decimal import Decimal
from typing import Any

from licet.columns.headings import Column, Headings
from licet.errors import Fault
from licet.language.nodes import Mapping, Node, Scalar, Sequence, Unreadable, Where, from_value, read_yaml
from licet.language.quantities import NotAQuantity, Unit, plain
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.vocabulary import Fact
from licet.transfers.stating import UNKNOWN, nations_of
from licet.transfers.values import ValueReader, nothing
from licet.transfers.written import node_of

_BARE = re.compile(r"[+\-−]?[\d.,]+(?:[eE][+-]?\d{1,2})?")
# A moment as spreadsheets and databases write it: the day is the one that is written, whatever the clock said elsewhere.
_HOUR, _SIXTY = r"(?:[01]\d|2[0-3])", r"[0-5]\d"
_MOMENT = re.compile(
    rf"(\d{{4}}-\d{{2}}-\d{{2}})[T ]{_HOUR}:{_SIXTY}(:({_SIXTY}|60)([.,]\d+)?)?\s?(Z|[+-]{_HOUR}(:?{_SIXTY}){{0,2}})?",
    re.ASCII,
)


def cell_text(value: Any) -> str:
    """Return a cell as the text that a person would write; an empty text for a blank cell.

    >>> cell_text(1850.0), cell_text(datetime.date(2025, 9, 15)), cell_text(True), cell_text(None)
    ('1850', '2025-09-15', 'true', '')
    """
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        # Not yes and no: where a nation is asked for, "no" would be Norway.
        return "true" if value else "false"
    if isinstance(value, float):
        return plain(value) if abs(value) != float("inf") else str(value)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return str(value)


def blank(value: Any) -> bool:
    """Whether a cell says nothing: empty, a question mark, *unknown*."""
    if isinstance(value, list | tuple | dict):
        return not value
    return nothing(cell_text(value))


def cell_node(
    rulebook: Rulebook, columns: SequenceType[Column], cells: SequenceType[Any], faults: list[Fault]
) -> Node | None:
    """Return what the cells of a fact state, as a node that names the column as its place.

    Args:
        rulebook: declares the facts and units.
        columns: the column of the fact, or those of the two ends of its interval, the least first.
        cells: their cells in one row.
        faults: takes what cannot be used.

    Returns:
        The node, or None where the cells say nothing.
    """
    if len(columns) == 1:
        return None if _unsaid(columns[0].fact, cells[0]) else _node(rulebook, columns[0], cells[0], faults)
    fact, ends = columns[0].fact, []
    for index, (column, cell) in enumerate(zip(columns, cells, strict=True)):
        if not blank(cell):
            node = _node(rulebook, column, cell, faults)
            if not isinstance(node, Scalar):
                faults.append(
                    Fault(column.name, f"'{cell_text(cell)}'", "one number", "an end of an interval is one number")
                )
                return None
            ends.append(node)
        elif fact.bounds is not None and fact.unit is not None and not all(map(blank, cells)):
            # Where one end is not known, the fact may lie anywhere on that side.
            unit = "" if fact.unit.name == "1" else f" {fact.unit.name}"
            ends.append(Scalar(f"{plain(fact.bounds[index])}{unit}", Where(column.name)))
    return Sequence(tuple(ends), Where(columns[0].name)) if len(ends) == 2 else None


def cell_state(rulebook: Rulebook, columns: SequenceType[Column], cells: SequenceType[Any]) -> tuple[Any, bool]:
    """Return what the cells of a fact state as it stands in a state, None where they say nothing, and whether they cannot be used.

    Args:
        rulebook: declares the facts and units.
        columns: the column of the fact, or those of the two ends of its interval, the least first.
        cells: their cells in one row.
    """
    faults: list[Fault] = []
    node = cell_node(rulebook, columns, cells, faults)
    value = None
    if node is not None and not faults:
        value = ValueReader(rulebook, nations_of(rulebook), faults).read(columns[0].fact, node)
    return (None if value is None else value.state), bool(faults)


def row_node(rulebook: Rulebook, headings: Headings, row: dict[str, Any], faults: list[Fault]) -> Mapping:
    """Return what a row states, as a file would state it: header → cell in, paths of facts out."""
    entries: list[tuple[str, Node]] = []
    for columns in headings.stated.values():
        node = cell_node(rulebook, columns, [row[column.name] for column in columns], faults)
        if node is not None:
            entries.append((columns[0].fact.path, node))
    return Mapping(tuple(entries), Where("row"), tuple(node.where for _, node in entries))


def said_unknown(fact: Fact, cell: Any) -> bool:
    """Whether a cell says of a nation that is presumed where nothing is said that it is not known."""
    return fact.type == "nation" and bool(fact.presume) and cell_text(cell).strip().casefold() == UNKNOWN


def _unsaid(fact: Fact, cell: Any) -> bool:
    # A value may itself be called unknown, and an empty list of codes says that there are none.
    if fact.type == "codes" and isinstance(cell, list | tuple):
        return False
    if said_unknown(fact, cell):
        return False
    return blank(cell) and not (fact.type == "one_of" and cell_text(cell).strip() in fact.values)


def _node(rulebook: Rulebook, column: Column, cell: Any, faults: list[Fault]) -> Node | None:
    fact, where = column.fact, Where(column.name)
    try:
        if isinstance(cell, list | tuple | dict):
            # An absent field of a nested value is not stated.
            return _in_unit(rulebook, column, from_value(_without_nulls(cell), where), faults)
        text = cell_text(cell).strip()
        if column.wording is not None:
            text = column.wording.meant(text)
        if fact.type == "text" or len(text) > 1000:
            return Scalar(text, where)
        if text.startswith(("[", "{")):
            nodes = read_yaml(text, column.name)
            node = _placed(nodes[0], where) if len(nodes) == 1 else Scalar(text, where)
            return _in_unit(rulebook, column, node, faults)
    except Unreadable as error:
        faults.append(Fault(column.name, error.fault.found, error.fault.expected, error.fault.mend))
        return None
    if fact.type == "date":
        day = _MOMENT.fullmatch(text)
        return Scalar(day[1] if day else text, where)
    texts = text.split(";") if fact.type == "parties" else [text]
    return _in_unit(rulebook, column, node_of(rulebook, fact, texts, where, faults), faults)


def _in_unit(rulebook: Rulebook, column: Column, node: Node, faults: list[Fault]) -> Node | None:
    """Return a figure with the unit of its column; a cell that names another is a fault."""
    if column.unit is None or isinstance(node, Mapping):
        return node
    if isinstance(node, Sequence):
        items = [_in_unit(rulebook, column, item, faults) for item in node.items]
        return None if None in items else Sequence(tuple(item for item in items if item is not None), node.where)
    text = node.text.strip()
    if _BARE.fullmatch(text):
        return Scalar(f"{text} {column.unit.name}", node.where)
    if any(sign.isnumeric() for sign in text) and not any(sign.isalpha() for sign in text):
        # What is no number is told of in the unit of the column all the same.
        return Scalar(f"{text} {column.unit.name}", node.where)
    other = _unit_of(rulebook, text, column.unit)
    if other is not None and other != column.unit:
        mend = f"convert it, or call the column '{column.fact.key}' so that each cell carries its unit"
        faults.append(
            Fault(column.name, f"'{text}' in a column in {column.unit.name}", f"a number in {column.unit.name}", mend)
        )
        return None
    return node


def _unit_of(rulebook: Rulebook, text: str, unit: Unit) -> Unit | None:
    try:
        return rulebook.units.read(text, None, unit.dimension).unit
    except NotAQuantity:
        return None


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nulls(item) for key, item in value.items() if item is not None}
    if isinstance(value, list | tuple):
        return [_without_nulls(item) for item in value]
    if isinstance(value, float | datetime.date | Decimal) and not isinstance(value, bool):
        return cell_text(value)
    return value


def _placed(node: Node, where: Where) -> Node:
    """Return a node with the column as its place, since the lines of a cell are not those of the table."""
    if isinstance(node, Scalar):
        return Scalar(node.text, where, node.empty)
    if isinstance(node, Sequence):
        return Sequence(tuple(_placed(item, where) for item in node.items), where)
    return Mapping(
        tuple((key, _placed(item, where)) for key, item in node.entries), where, (where,) * len(node.entries)
    )
