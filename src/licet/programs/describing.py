"""JSON schemas of what programs state and of what they are answered; the first follows from the vocabulary, the second is generated from the answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from licet.classification.verdicts import schema as classification
from licet.comparing.answer import schema as comparison
from licet.determination import schema as determination
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.vocabulary import PARTY, Fact
from licet.screening.answer import schema as screening

ANSWERS: dict[str, Callable[[], dict[str, Any]]] = {
    "Determination": determination,
    "Classification": classification,
    "Screening": screening,
    "Comparison": comparison,
}
_NUMBER_OR_TEXT = ["string", "number"]
_TYPES: dict[str, dict[str, Any]] = {
    "truth": {"type": ["boolean", "string"]},
    "quantity": {"type": ["string", "array"]},
    "number": {"type": [*_NUMBER_OR_TEXT, "array"]},
    "money": {"type": [*_NUMBER_OR_TEXT, "array"]},
    "codes": {"type": ["string", "array"]},
    "texts": {"type": ["string", "array"]},
    "identifiers": {"type": ["string", "array"]},
    "points": {"type": "array", "items": {"type": "object"}},
}


def transfer(book: Rulebook) -> dict[str, Any]:
    """Return the schema of a transfer: every fact of the vocabulary where it is stated. It may hold less, and the program's ``id``."""
    properties: dict[str, Any] = {"id": {"type": ["string", "integer"], "description": "Your own name for it; it stands in the answer."}}  # fmt: skip
    for fact in book.facts.values():
        place = properties
        if fact.at and fact.at != PARTY:
            place = properties.setdefault(fact.at, {"type": "object", "properties": {}}).setdefault("properties", {})
        if fact.type != "parties" and fact.at != PARTY:
            place[fact.key] = _property(fact)
    properties["parties"] = {"type": "array", "items": party(book)}
    return {"type": "object", "description": "A transfer. Only what is known is stated.", "properties": properties}


def item(book: Rulebook) -> dict[str, Any]:
    """Return the schema of an item, or of a transfer that holds one."""
    found = transfer(book)["properties"]
    return {"type": "object", "description": "An item, or a transfer with its item.", "properties": {**found["item"]["properties"], **found}}  # fmt: skip


def party(book: Rulebook) -> dict[str, Any]:
    """Return the schema of a party."""
    known = book.of_party.facts if book.of_party is not None else {}
    facts = {fact.key: _property(fact) for fact in known.values() if fact.at == PARTY and not fact.found}
    return {"type": "object", "required": ["name"], "properties": {**facts, "name": {"type": "string"}}}


def _property(fact: Fact) -> dict[str, Any]:
    if fact.type == "one_of":
        shape: dict[str, Any] = {"anyOf": [{"enum": list(fact.values)}, {"type": "string"}]}
    else:
        shape = dict(_TYPES.get(fact.type, {"type": _NUMBER_OR_TEXT if fact.measured else "string"}))
    unit = f" With its unit, such as {fact.unit.name}." if fact.type == "quantity" and fact.unit else ""
    return {**shape, "description": f"{fact.definition}{unit}"}


def components() -> dict[str, Any]:
    """Return the schemas of the answers as they stand beside each other: each part bears the name of its answer before its own."""
    found: dict[str, Any] = {}
    for name, make in ANSWERS.items():
        whole = make()
        parts = whole.pop("$defs", {})
        for part, shape in parts.items():
            found[_part(name, part)] = _moved(shape, name)
        found.setdefault(name, _moved({key: value for key, value in whole.items() if key != "$schema"}, name))
    return found


def _part(name: str, part: str) -> str:
    return name if part == name else f"{name}.{part}"


def _moved(shape: Any, name: str) -> Any:
    if isinstance(shape, dict):
        return {
            key: f"#/components/schemas/{_part(name, value.rpartition('/')[2])}"
            if key == "$ref"
            else _moved(value, name)
            for key, value in shape.items()
        }
    return [_moved(one, name) for one in shape] if isinstance(shape, list) else shape
