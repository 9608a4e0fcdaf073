"""What every answer can do beside holding its fields: be plain data, JSON, and told by a schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args, get_type_hints

import msgspec


class Answering(msgspec.Struct, frozen=True, kw_only=True):
    """An answer of Licet; its fields are what the JSON holds."""

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain dictionaries and lists, as in the JSON."""
        built: dict[str, Any] = msgspec.to_builtins(self)
        return built

    def to_json(self, indent: int = 2) -> str:
        """Return the JSON; the same input under the same law gives the same bytes."""
        encoded = msgspec.json.encode(self)
        return (msgspec.json.format(encoded, indent=indent) if indent else encoded).decode()


def schema_of(struct: type[msgspec.Struct], title: str) -> dict[str, Any]:
    """Return the JSON schema of an answer; its descriptions are those of the docstrings.

    Args:
        struct: the class of the answer.
        title: what the schema is called.
    """
    import inspect

    generated: dict[str, Any] = msgspec.json.schema(struct)
    classes = {one.__name__: one for one in _structs(struct)}
    for called, definition in generated["$defs"].items():
        one = classes[called]
        written = dict(zip(one.__struct_fields__, one.__struct_encode_fields__, strict=True))
        text, _, attributes = inspect.cleandoc(definition["description"]).partition("\n\nAttributes:\n")
        definition["description"] = text
        for line in attributes.splitlines():
            names, _, meaning = line.strip().partition(": ")
            for name in names.split(", "):
                definition["properties"][written[name]]["description"] = meaning
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title, **generated}


def _structs(of: Any) -> Iterator[type[msgspec.Struct]]:
    """Yield the structs of which a type is made, itself included; what leads back to itself is followed once."""
    waiting, seen = [of], set()
    while waiting:
        one = waiting.pop()
        if isinstance(one, type) and issubclass(one, msgspec.Struct) and one not in seen:
            seen.add(one)
            yield one
            waiting += get_type_hints(one).values()
        waiting += get_args(one)
