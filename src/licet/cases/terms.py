"""The terms of a licence as an event tells them, so that what was proposed and signed can be held against what is done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def written(about: Mapping[str, Any]) -> dict[str, Any]:
    """Return terms as plain data: days and amounts are text.

    Args:
        about: with ``number``, ``valid_from``, ``valid_until``, ``items`` and ``currency``, as they were found usable.
    """
    items = [
        {"item": one["item"], "quantity": str(one["quantity"]), "value": text_of_amount(one.get("value"))}
        for one in about["items"]
    ]
    days = {name: about[name].isoformat() for name in ("valid_from", "valid_until")}
    return {"number": about["number"], "items": items, "currency": about["currency"], **days}


def text_of_amount(value: Any) -> str | None:
    """Return an amount as text, or None where none is stated."""
    return None if value in (None, "") else str(value)
