"""What a folder of law holds while it is being read, and the reading of its rows and blocks.

Every part of the law adds what it reads, and what is wrong with it, to one library.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field

from licet.errors import Fault
from licet.language.markdown import Block, Prose, read_markdown
from licet.language.nodes import Mapping, Node, Unreadable, Where, decode, read_yaml
from licet.language.quantities import Units
from licet.rulebook.fields import Fields
from licet.rulebook.groups import Group
from licet.rulebook.instruments import Instrument
from licet.rulebook.vocabulary import Fact, Question, Test


@dataclass
class Library:
    """What a folder of law holds, while it is being read."""

    units: Units
    facts: dict[str, Fact] = field(default_factory=dict)
    questions: dict[str, Question] = field(default_factory=dict)
    tests: dict[str, Test] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    nations: dict[str, str] = field(default_factory=dict)
    instruments: dict[str, Instrument] = field(default_factory=dict)
    words: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    words_at: dict[str, Where] = field(default_factory=dict)
    values_of: dict[str, str] = field(default_factory=dict)
    derivations: dict[str, list[tuple[Fields, bool]]] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)


def read_rows(
    files: dict[str, bytes], path: str, faults: list[Fault], columns: tuple[str, ...]
) -> Iterator[tuple[Where, dict[str, str]]]:
    """Yield the rows of a table with their places; a table, a column or a row that cannot be used is a fault."""
    if path not in files:
        return
    try:
        text = decode(files[path], path)
    except Unreadable as error:
        faults.append(error.fault)
        return
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        missing = [column for column in columns if column not in (reader.fieldnames or ())]
        if missing:
            faults.append(Fault(f"{path}:1", f"no column {', '.join(missing)}", f"the columns {', '.join(columns)}"))
            return
        for row in reader:
            where = Where(path, reader.line_num)
            if None in row or None in row.values():
                faults.append(Fault(str(where), "a row of another length than the header", "one value a column"))
                continue
            yield where, row
    except csv.Error as error:
        faults.append(Fault(f"{path}:{reader.line_num + 1}", f"text that is not CSV ({error})", "CSV"))


def read_blocks(path: str, data: bytes, faults: list[Fault]) -> tuple[Block | None, list[Block | Prose]]:
    """Return the front matter of a file of law, and its prose and blocks in their order."""
    try:
        document = read_markdown(decode(data, path), path, faults)
    except Unreadable as error:
        faults.append(error.fault)
        return None, []
    return document.front, list(document.parts)


def read_block(block: Block, what: str, faults: list[Fault]) -> Node:
    """Return the YAML of a block; an empty node where it cannot be read."""
    try:
        nodes = read_yaml(block.text, block.where.file, block.where.line, faults)
    except Unreadable as error:
        faults.append(error.fault)
        return Mapping((), block.where)
    if len(nodes) != 1:
        faults.append(Fault(str(block.where), f"an empty {what}", "keys and values"))
        return Mapping((), block.where)
    return nodes[0]
