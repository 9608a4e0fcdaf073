"""The classes of items that a matrix has for columns: ``law/catalogue/item-classes.csv``, or a file of one's own.

A class is a transfer without a recipient and a date: the figures that make it what it is, and what has to be known for an answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from licet.comparing.sides import Side
from licet.errors import Fault, InputError, LawError
from licet.language.nodes import Mapping as MappingNode
from licet.language.nodes import Node, Scalar, Unreadable, Where, read_yaml
from licet.rulebook.library import read_rows
from licet.transfers.files import read_file
from licet.transfers.stating import Stater
from licet.transfers.transfer import Transfer

Assumed = dict[str, Any] | tuple[str, ...]

_FILE = "catalogue/item-classes.csv"
_COLUMNS = ("class", "title", "transfer", "note")
# The keys of one's own file that name the class; all others are the transfer.
_NAME, _TITLE = "class", "title"


@dataclass(frozen=True, slots=True)
class ItemClass:
    """One class of items.

    Attributes:
        name: the class, as programs have it.
        title: the class, as people have it.
        node: the transfer as it stands in its file.
        note: what a reader should know.
    """

    name: str
    title: str
    node: Node
    note: str = ""

    def on(self, side: Side, assume: Assumed = ()) -> Transfer:
        """Return the transfer on one side of a comparison.

        Args:
            side: the side.
            assume: facts to assume, and lists of nations to fill.

        Raises:
            InputError: for facts that the law of that side does not know.
        """
        return Stater(side.rulebook, side.date, side.date.isoformat(), assume).read(self.node)


def item_classes(folder: Path) -> list[ItemClass]:
    """Return the classes that came with a folder of law.

    Raises:
        LawError: for a table that cannot be read.
    """
    path = folder / _FILE
    faults: list[Fault] = []
    if not path.is_file():
        raise LawError(faults=[Fault(_FILE, "no such file", ", ".join(_COLUMNS))])
    found = _table(_FILE, path.read_bytes(), faults)
    if faults:
        raise LawError(faults=faults)
    return found


def _table(name: str, data: bytes, faults: list[Fault]) -> list[ItemClass]:
    """Return the classes of a table as the law has it."""
    found: list[ItemClass] = []
    for where, row in read_rows({name: data}, name, faults, _COLUMNS):
        node = _flow(row["transfer"], where, faults)
        if node is not None:
            found.append(ItemClass(row["class"], row["title"], node, row["note"]))
        if not row["class"] or not row["title"]:
            faults.append(Fault(str(where), "a class without a name or a title", "both"))
    faults += _twice(found)
    return found


def own_classes(file: str) -> list[ItemClass]:
    """Return the classes of somebody's own file: a list of transfers, each with ``class`` and, if it likes, ``title``, or a table like that of the law.

    Raises:
        InputError: for a file that cannot be read.
    """
    faults: list[Fault] = []
    if Path(file).suffix.lower() == ".csv" and Path(file).is_file():
        found = _table(file, Path(file).read_bytes(), faults)
    else:
        nodes, _ = read_file(file, faults)
        found = [item for node in nodes for item in _own(node, faults)]
        faults += _twice(found)
    if not found and not faults:
        faults.append(Fault(file, "no transfer", "a list of transfers, each with a class"))
    if faults:
        raise InputError(faults=faults)
    return found


def _own(node: Node, faults: list[Fault]) -> Iterator[ItemClass]:
    if not isinstance(node, MappingNode):
        faults.append(Fault(str(node.where), "something other than a transfer", "facts, and a class"))
        return
    said = {key: value.text for key, value in node.entries if key in (_NAME, _TITLE) and isinstance(value, Scalar)}
    if not said.get(_NAME):
        faults.append(Fault(str(node.where), "a transfer without a class", f"{_NAME}: a name for the column"))
        return
    kept = [(key, value) for key, value in node.entries if key not in (_NAME, _TITLE)]
    rest = MappingNode(tuple(kept), node.where, tuple(node.where_of(key) for key, _ in kept))
    yield ItemClass(said[_NAME], said.get(_TITLE, said[_NAME]), rest)


def _flow(text: str, where: Where, faults: list[Fault]) -> Node | None:
    try:
        nodes = read_yaml(text, where.file, where.line, faults)
    except Unreadable as error:
        faults.append(error.fault)
        return None
    if len(nodes) != 1 or not isinstance(nodes[0], MappingNode):
        faults.append(Fault(str(where), f"'{text:.60}'", "facts as {key: value, …}"))
        return None
    return nodes[0]


def _twice(found: list[ItemClass]) -> list[Fault]:
    names = [item.name for item in found]
    return [
        Fault(str(item.node.where), f"the class '{item.name}' a second time", "every class once")
        for n, item in enumerate(found)
        if item.name in names[:n]
    ]
