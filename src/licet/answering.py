"""What every answer can do beside holding its fields: be plain data, and JSON."""

from __future__ import annotations

from typing import Any

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
