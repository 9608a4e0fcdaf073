"""What changed between two vintages of a list."""

from __future__ import annotations

from collections.abc import Iterable

from licet.screening.held import ADDED, CHANGED, REMOVED, Change
from licet.screening.listed import Listed


def changes_between(before: Iterable[Listed], after: Iterable[Listed]) -> tuple[Change, ...]:
    """Return the entries that were added, removed and changed, by source and identifier.

    Args:
        before: the entries held, each with an identifier of its own within its source.
        after: the entries that take their place.
    """
    old = {(party.source, party.id): party for party in before}
    new = {(party.source, party.id): party for party in after}
    found: list[Change] = []
    for key in sorted(old.keys() | new.keys()):
        one, other = old.get(key), new.get(key)
        if one == other:
            continue
        source, number = key
        told = other if other is not None else one
        assert told is not None
        kind = ADDED if one is None else REMOVED if other is None else CHANGED
        fields = _fields(one, other) if one is not None and other is not None else ()
        found.append(Change(kind=kind, source=source, id=number, name=told.name, fields=fields, before=one))
    return tuple(found)


def _fields(one: Listed, other: Listed) -> tuple[str, ...]:
    return tuple(name for name in Listed.__struct_fields__ if getattr(one, name) != getattr(other, name))
