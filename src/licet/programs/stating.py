"""What a program states as JSON: one transfer, item or party, or a list of them, each with the program's own ``id``.

A transfer knows no ``id``; it is taken off before the transfer is read, and put on the answer as it was given.
"""

from __future__ import annotations

import json
from collections.abc import Mapping as MappingType
from dataclasses import dataclass
from typing import Any

from licet.errors import Fault, InputError, number_of
from licet.language.nodes import Mapping, Node, Sequence, Unreadable, decode, read_json

ID = "id"
BODY = "body"
# An id is there to be recognised, not to carry data.
_LONGEST_ID = 200
_DIGITS = 18


class TooMuch(InputError):
    """More at once than one question may hold."""


@dataclass(frozen=True, slots=True)
class One:
    """One thing that was stated.

    Attributes:
        node: what was stated, without the id.
        named: ``{"id": …}`` as it was given, or empty.
    """

    node: Mapping
    named: MappingType[str, str | int]


@dataclass(frozen=True, slots=True)
class Stated:
    """What was stated.

    Attributes:
        ones: the transfers or items, in their order.
        listed: whether they stood in a list, so that the answer is one.
    """

    ones: tuple[One, ...]
    listed: bool


def read_plain(data: bytes) -> tuple[Any, Node]:
    """Read a JSON text.

    Returns:
        Its plain value, in which numbers that are no short whole ones are texts, and the same as nodes that know their lines.

    Raises:
        InputError: for text that is not JSON, or that names a key twice.
    """
    faults: list[Fault] = []
    try:
        text = decode(data, BODY)
        nodes = read_json(text, BODY, faults)
    except Unreadable as error:
        raise InputError(faults=[error.fault]) from None
    if not nodes and not faults:
        faults.append(Fault(BODY, "nothing", "JSON"))
    if faults:
        raise InputError(faults=faults)
    return json.loads(text, parse_float=str, parse_constant=str, parse_int=_whole), nodes[0]


def _whole(text: str) -> int | str:
    return int(text) if len(text) <= _DIGITS else text


def read_stated(data: bytes, most: int) -> Stated:
    """Read transfers or items.

    Args:
        data: the JSON.
        most: how many there may be, and how many parties they may name together.

    Raises:
        TooMuch: for more than that.
        InputError: for what is no transfer and no list of them.
    """
    plain, node = read_plain(data)
    if isinstance(node, Mapping) and len(node.entries) == 1 and (inner := node.get("transfers")) is not None:
        plain, node = plain["transfers"], inner
    listed = isinstance(node, Sequence)
    nodes = node.items if isinstance(node, Sequence) else (node,)
    values = plain if listed else [plain]
    expected = 'keys and values such as {"recipient": "Italy"}'
    if not nodes:
        raise InputError(faults=[Fault(BODY, "an empty list", f"at least one: {expected}")])
    too_many(len(nodes), most, "transfer")
    too_many(sum(map(_parties, values)), most, "party", "parties")
    faults: list[Fault] = []
    ones: list[One] = []
    for one, value in zip(nodes, values, strict=True):
        if isinstance(one, Mapping):
            ones.append(One(_without_id(one), _named(one, value, faults)))
        else:
            faults.append(Fault(str(one.where), "no transfer", expected))
    if faults:
        raise InputError(faults=faults)
    return Stated(tuple(ones), listed)


def too_many(found: int, most: int, noun: str, several: str = "") -> None:
    """Refuse more than one question may hold.

    Raises:
        TooMuch: for more than ``most``.
    """
    if found > most:
        mend = "ask in parts, or use 'licet run' for a table"
        raise TooMuch(faults=[Fault(BODY, number_of(found, noun, several), f"at most {most:,}", mend)])


def _parties(value: Any) -> int:
    parties = value.get("parties") if isinstance(value, dict) else None
    return len(parties) if isinstance(parties, list) else 0


def _named(node: Mapping, value: MappingType[str, Any], faults: list[Fault]) -> MappingType[str, str | int]:
    if ID not in value or value[ID] is None:
        return {}
    name = value[ID]
    if isinstance(name, bool) or not isinstance(name, str | int) or len(str(name)) > _LONGEST_ID:
        expected = f"a text of at most {_LONGEST_ID} letters, or a whole number"
        faults.append(Fault(f"{node.where_of(ID)}: {ID}", "what cannot name it", expected))
        return {}
    return {ID: name}


def _without_id(node: Mapping) -> Mapping:
    kept = [number for number, (key, _) in enumerate(node.entries) if key != ID]
    lines = tuple(node.key_lines[number] for number in kept if number < len(node.key_lines))
    return Mapping(tuple(node.entries[number] for number in kept), node.where, lines)
