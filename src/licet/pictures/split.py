"""An answer before and after in one box: the half on the left as it was, the half on the right as it is then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from licet.errors import Fault, InputError
from licet.pictures.chart import look_box
from licet.pictures.looks import Look, Looks


def split(before: Look, after: Look, x: float, y: float, wide: float, high: float) -> list[dict[str, Any]]:
    """Return the two halves of a box."""
    middle = x + wide / 2
    return [
        {**look_box(before), "x": x + 0.5, "y": y + 0.5, "x2": middle - 0.5, "y2": y + high - 0.5},
        {**look_box(after), "x": middle + 0.5, "y": y + 0.5, "x2": x + wide - 0.5, "y2": y + high - 0.5},
    ]


def signs(before: Look, after: Look, x: float, y: float, wide: float, high: float) -> list[dict[str, Any]]:
    """Return the signs of the two halves."""
    return [
        {"x": x + wide * share, "y": y + high / 2, "text": look.sign, "ink": look.ink, "align": "center"}
        for look, share in ((before, 0.25), (after, 0.75))
    ]


def ends(row: Mapping[str, Any], looks: Looks, where: str) -> tuple[Look, Look]:
    """Return how the two answers of a row look, under ``from`` and ``to``: a code, or a list of those that are left.

    Raises:
        InputError: with a fault for each that is none.
    """
    faults: list[Fault] = []
    found: list[Look] = []
    for key in ("from", "to"):
        given = row.get(key)
        possible: Sequence[str] = [given] if isinstance(given, str) else given if isinstance(given, Sequence) else ()
        try:
            found.append(looks.of(possible, f"{where}, '{key}'"))
        except InputError as error:
            faults += error.faults
    if faults:
        raise InputError(faults=faults)
    return found[0], found[1]
