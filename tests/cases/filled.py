"""A case in which everything is filled: with words that may leave where something may, and with a canary of its own wherever it may not.

The dataclasses are walked by their types, so that a field that somebody adds tomorrow is filled with a canary tomorrow.
"""

from __future__ import annotations

import datetime
import types
import typing
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any

from licet.cases.case import CaseState

CANARY = "KANARIE"
AT = datetime.datetime(2026, 3, 1, 12, 0, tzinfo=datetime.UTC)
DAY = datetime.date(2026, 3, 1)

# What may leave a case on a paper to the applicant. Everything that is not named here is internal.
OUTWARD: dict[str, Any] = {
    "reference": "C-2026-0042",
    "state": "amended",
    "destinations": ("IT",),
    "parties": ({"name": "Aeronautica Esempio", "role": "end_user", "nation": "IT"},),
    "items.id": "1",
    "items.name": "Long-range aircraft",
    "items.unit": "pieces",
    "items.currency": "USD",
    "provisos.text": "Not beyond the lake.",
    "provisos.item": "1",
    "provisos.state": "in_force",
    "asked.question": "Who flies it?",
    "asked.answered": None,
    "recommendation.outcome": "refused",
    "recommendation.shown": "The range is too great.",
    "decision.outcome": "refused",
    "decision.shown": "The range was too great.",
    "licence.number": "L-77",
    "licence.items.item": "1",
    "licence.currency": "USD",
    "determinations.rulebook": "sha256:" + "ab" * 32,
    "determinations.findings": {
        "answers": {"posture": {"by": [{"standing": "partial", "says": f"{CANARY}-says"}], "value": f"{CANARY}-value"}},
        "warnings": [f"{CANARY}-warning"],
    },
}


def filled(**more: Any) -> CaseState:
    """Return the case; a path such as ``decision.outcome`` can be given another value."""
    made = _of(CaseState, "", {**OUTWARD, **{path.replace("__", "."): value for path, value in more.items()}})
    assert isinstance(made, CaseState)
    return made


def canaries(value: Any) -> set[str]:
    """Return every canary in a value, however deep."""
    if isinstance(value, str):
        return {value} if CANARY in value else set()
    if is_dataclass(value):
        return {one for part in fields(value) for one in canaries(getattr(value, part.name))}
    if isinstance(value, Mapping):
        return {one for part in value.values() for one in canaries(part)}
    if isinstance(value, list | tuple):
        return {one for part in value for one in canaries(part)}
    return set()


def _of(kind: Any, path: str, outward: Mapping[str, Any]) -> Any:
    if path in outward:
        return outward[path]
    origin, inner = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        return _of(next(one for one in inner if one is not type(None)), path, outward)
    if origin is tuple:
        return (_of(inner[0], path, outward),)
    if kind is Mapping or (origin is not None and issubclass(origin, Mapping)):
        return {"told": f"{CANARY}-{path}", f"{CANARY}-key": [f"{CANARY}-{path}-deep"]}
    if is_dataclass(kind) and isinstance(kind, type):
        hints = typing.get_type_hints(kind)
        return kind(
            **{one.name: _of(hints[one.name], f"{path}.{one.name}".lstrip("."), outward) for one in fields(kind)}
        )
    values = {
        str: f"{CANARY}-{path}",
        bool: True,
        int: 987654,
        Decimal: Decimal(4),
        datetime.datetime: AT,
        datetime.date: DAY,
    }
    return values[kind]
