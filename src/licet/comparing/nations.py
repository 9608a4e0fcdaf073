"""Nations that the rules of both sides cannot tell apart: what is proven for one of them holds for all."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Any

from licet.comparing.provisions import conditions
from licet.comparing.sides import Side
from licet.language.conditions import InGroup, InValues, Is, atoms, names
from licet.rulebook.groups import Membership
from licet.rulebook.windows import read_date


def alike(base: Side, other: Side) -> list[list[str]]:
    """Return the nations in classes: those of one class stood in the same groups on both sides, and no rule names one of them apart.

    Whatever is asked on one side is asked of the other side's groups as well, and of every fact that is a nation, not of the recipient alone:
    where only some provisions of a side count, or the exporter is told apart, the nations of a class are still alike.

    Args:
        base: the one side.
        other: the other side.

    Returns:
        The classes, in the order of the law; each nation is in one.
    """
    tests = [(side, *test) for side in (base, other) for test in _tests(base, other, side)]
    classes: dict[tuple[Hashable, ...], list[str]] = {}
    for nation in other.rulebook.nations:
        key = tuple(_seen(side, kind, what, nation) for side, kind, what in tests)
        classes.setdefault(key, []).append(nation)
    return list(classes.values())


def _tests(base: Side, other: Side, side: Side) -> Iterator[tuple[str, Any]]:
    """Yield what the conditions of both sides ask of a nation: the groups with the day, and the values it is held against."""
    facts = {fact.name for fact in side.rulebook.facts.values() if fact.type == "nation"}
    found: dict[tuple[str, Any], None] = {}
    for condition in [condition for asked in (base, other) for condition in conditions(asked)]:
        for atom in atoms(condition):
            if not facts & set(names(atom)):
                continue
            match atom:
                case InGroup(_, group, _, on):
                    found["group", (group, read_date(on).toordinal() if on else side.day)] = None
                case Is(_, value, _):
                    found["named", (value,)] = None
                case InValues(_, values, _):
                    found["named", tuple(values)] = None
    yield from found


def _seen(side: Side, kind: str, what: Any, nation: str) -> Hashable:
    if kind == "named":
        return nation in what
    name, day = what
    group = side.rulebook.groups[name]
    # Anybody may be on a list that is not public; its memberships are those that a reform brings.
    return tuple(_held(membership, day) for membership in group.memberships if membership.nation == nation)


def _held(membership: Membership, day: int) -> Hashable:
    truth = membership.holds(day)
    # Where it is not known, it matters between which days it began or ended: on another day it is the same unknown.
    return truth if truth != 1 else (membership.since, membership.until)
