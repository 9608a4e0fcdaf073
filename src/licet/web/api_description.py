"""The description of the API for programs (OpenAPI): its paths from the operations, its schemas from the vocabulary and the answers."""

from __future__ import annotations

import datetime
from typing import Any

from licet.programs.comparing import BASE, KEYS, OTHER
from licet.programs.describing import components, item, party, transfer
from licet.rulebook.rulebook import Rulebook
from licet.web.api_asked import SEVERAL, fields
from licet.web.api_run import KEYS as RUN_KEYS
from licet.web.api_run import TABLE
from licet.web.asked import LAW, Choice, Day, Digest, Field

_ANSWERS = {
    "review": "Determination",
    "classify": "Classification",
    "screen": "Screening",
    "compare": "Comparison",
    "run": "Run",
    "run_state": "Run",
}
_LISTS = {"true_false": ("proof", "matrix"), "texts": ("questions", "assume")}
_FAULTS = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["where", "found", "expected", "mend"],
        "properties": {name: {"type": "string"} for name in ("where", "found", "expected", "mend")},
    },
}
_PROBLEM = {
    "type": "object",
    "description": "Problem details (RFC 9457), with a fault for everything that was found wrong.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string"},
        "faults": _FAULTS,
    },
}
_LOOKED_UP = {
    "type": "object",
    "required": ["licet", "rulebook", "title"],
    "properties": {"licet": {"type": "string"}, "rulebook": {"type": "object"}, "title": {"type": "string"}},
}
_EXAMPLES: dict[str, Any] = {
    "review": {
        "id": "order-17",
        "date": "2025-09-15",
        "recipient": "Saudi Arabia",
        "item": {"kind": "uas", "range": "11100 km", "payload": "2155 kg", "max_airspeed": "389 km/h"},
    },
    "classify": {"kind": "uas", "range": "2000 km", "payload": "600 kg"},
    "screen": [{"id": "c-1", "name": "Example Trading", "nation": "IT"}],
    "compare": {"base": "now", "other": "now+hr-8892-118", "questions": ["licence"]},
    "run": {
        "rows": [{"order": 17, "to": "Saudi Arabia", "kind": "uas", "range_km": 2000, "payload_kg": 600}],
        "mapping": {"to": "recipient", "order": "-"},
    },
}
_RUN: dict[str, Any] = {
    "type": "object",
    "description": "The state of work. What was counted, and the files, are there once it is done.",
    "required": ["licet", "id", "state", "progress", "faults", "made", "deleted_at", "page"],
    "properties": {
        **{name: {"type": "string"} for name in ("licet", "id", "page")},
        **{name: {"type": "string", "format": "date-time"} for name in ("made", "deleted_at")},
        "state": {"enum": ["waiting", "running", "done", "failed"]},
        "progress": {
            "description": "Null once it is over.",
            "type": ["object", "null"],
            "properties": {
                "done": {"type": "integer"},
                "of": {"type": ["integer", "null"]},
                "doing": {"type": "string"},
            },
        },
        "faults": _FAULTS,
        "rows": {
            "type": "object",
            "description": "'in' is always 'out' and 'rejected' together.",
            "properties": {name: {"type": "integer"} for name in ("in", "out", "rejected", "faults")},
        },
        "questions": {"type": "array", "items": {"type": "string"}},
        "open": {"type": "object", "additionalProperties": {"type": "integer"}},
        "answers": {"type": "object", "additionalProperties": {"type": "object"}},
        "missing": {"type": "object", "additionalProperties": {"type": "integer"}},
        "files": {"type": "object", "additionalProperties": {"type": "string"}},
    },
}
_CELL = {"type": ["string", "number", "boolean", "null", "array", "object"]}
_TABLE: dict[str, Any] = {
    "type": "object",
    "required": ["rows"],
    "additionalProperties": False,
    "properties": {
        "rows": {
            "type": "array",
            "minItems": 1,
            "description": RUN_KEYS["rows"],
            "items": {"type": "object", "minProperties": 1, "additionalProperties": _CELL},
        },
        "mapping": {
            "type": "object",
            "description": RUN_KEYS["mapping"],
            "additionalProperties": {"type": ["string", "null"]},
        },
    },
}
_FORM = {
    "type": "object",
    "required": [TABLE],
    "properties": {
        TABLE: {"type": "string", "format": "binary", "description": "CSV, XLSX, Parquet, JSON lines or Arrow"},
        "mapping": {"type": "string", "description": "the mapping, as JSON"},
    },
}
_REFUSED = {
    "400": "What was asked cannot be read; a fault for each thing",
    "413": "More than one request may hold",
    "415": "A body that is no JSON",
    "422": "It takes longer than one request may",
}


def describe(made: dict[str, Any], book: Rulebook, day: datetime.date) -> dict[str, Any]:
    """Return the description of the operations with what may be stated and what is answered.

    Args:
        made: what the paths say of themselves.
        book: the law of the site.
        day: the day of asking.
    """
    schemas = {
        **components(),
        "Transfer": transfer(book),
        "Item": item(book),
        "Party": party(book),
        "Comparing": _comparing(),
        "LookedUp": _LOOKED_UP,
        "Problem": _PROBLEM,
        "Run": _RUN,
        "Table": _TABLE,
    }
    for path in made["paths"].values():
        for operation in path.values():
            _complete(operation, book, day)
    made["components"] = {"schemas": schemas}
    return made


def _complete(operation: dict[str, Any], book: Rulebook, day: datetime.date) -> None:
    name = operation["operationId"]
    answer: dict[str, Any] = _ref(_ANSWERS[name]) if name in _ANSWERS else {"type": "object"}
    refused = (
        {"404": "There is nothing of that name"} if any(p["in"] == "path" for p in operation["parameters"]) else {}
    )
    if name in ("review", "classify", "screen"):
        answer = {"anyOf": [answer, {"type": "array", "items": answer}]}
        if name == "classify":
            answer["anyOf"].append({"type": "object", "required": ["candidates"]})
    operation["parameters"] += [_parameter(field) for field in (*_page_fields(name, book, day), *fields(name, book))]
    if name in _EXAMPLES:
        refused |= {code: _REFUSED[code] for code in ("413", "415", "422")}
        content = {"schema": _stated(name), "example": _EXAMPLES[name]}
        operation["requestBody"] = {"required": True, "content": {"application/json": content}}
        if name == "run":
            operation["requestBody"]["content"]["multipart/form-data"] = {"schema": _FORM}
    elif name != "rule" and name not in _ANSWERS and not name.startswith("run_"):
        answer = _ref("LookedUp")
    refused |= {"400": _REFUSED["400"], "429": "Too many requests; Retry-After says for how many seconds to wait"}
    problem = {"application/problem+json": {"schema": _ref("Problem")}}
    given: dict[str, Any] = {"200": {"description": "The answer", "content": {"application/json": {"schema": answer}}}}
    match name:
        case "run":
            given = {"202": {**given["200"], "description": "The work is begun; Location is the address of its state"}}
            refused.pop("422")
        case "run_file":
            given = {
                "200": {
                    "description": "The file",
                    "content": {"*/*": {"schema": {"type": "string", "format": "binary"}}},
                }
            }
        case "run_end":
            given = {"204": {"description": "It is deleted"}}
    operation["responses"] = {
        **given,
        **{code: {"description": said, "content": problem} for code, said in sorted(refused.items())},
    }


def _page_fields(name: str, book: Rulebook, day: datetime.date) -> tuple[Field, ...]:
    from licet.web.api import LOOKED_UP

    if name not in LOOKED_UP:
        return ()
    return (*LOOKED_UP[name][2]().fields(book, day), Digest(name=LAW, label="The law under which it was cited"))


def _parameter(field: Field) -> dict[str, Any]:
    shape: dict[str, Any] = {"type": "string", "maxLength": 200}
    if isinstance(field, Choice):
        shape = {"enum": list(field.values)}
    elif isinstance(field, Day):
        shape = {"type": "string", "format": "date"}
    elif isinstance(field, Digest):
        shape = {"type": "string", "pattern": "^[0-9a-f]{8,64}$"}
    if field.name in SEVERAL:
        shape = {"type": "array", "items": shape}
    said = ". ".join(part for part in (field.label, field.hint) if part)
    return {"in": "query", "name": field.name, "required": False, "description": said, "schema": shape}


def _stated(name: str) -> dict[str, Any]:
    match name:
        case "review":
            return _one_or_several(_ref("Transfer"))
        case "classify":
            text = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string"}}}
            return _one_or_several(_ref("Item"), text)
        case "screen":
            return _one_or_several({"anyOf": [{"type": "string"}, _ref("Party")]})
        case "run":
            return _ref("Table")
        case _:
            return _ref("Comparing")


def _one_or_several(one: dict[str, Any], *others: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [one, {"type": "array", "items": one, "minItems": 1}, *others]}


def _comparing() -> dict[str, Any]:
    return {
        "type": "object",
        "required": [BASE, OTHER],
        "additionalProperties": False,
        "properties": {name: {**_shape(name), "description": said} for name, said in KEYS.items()},
    }


def _shape(name: str) -> dict[str, Any]:
    if name in _LISTS["true_false"]:
        return {"type": "boolean"}
    return {"type": ["array", "string"], "items": {"type": "string"}} if name in _LISTS["texts"] else {"type": "string"}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}
