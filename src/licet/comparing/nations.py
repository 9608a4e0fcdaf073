"""Nations that the rules of both sides cannot tell apart: what is proven for one of them holds for all."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Any

from licet.comparing.provisions import in_force
from licet.comparing.sides import Side
from licet.language.conditions import Condition, InGroup, InValues, Is, atoms, names
from licet.rulebook.groups import Membership
from licet.rulebook.windows import read_date

RECIPIENT = "recipient"


def alike(base: Side, other: Side) -> list[list[str]]:
    """Return the nations in classes: those of one class stood in the same groups on both sides, and no rule names one of them apart.

    Args:
        base: the one side.
        other: the other side.

    Returns:
        The classes, in the order of the law; each nation is in one.
    """
    tests = [(side, *test) for side in (base, other) for test in _tests(side)]
    classes: dict[tuple[Hashable, ...], list[str]] = {}
    for nation in other.rulebook.nations:
        key = tuple(_seen(side, kind, what, nation) for side, kind, what in tests)
        classes.setdefault(key, []).append(nation)
    return list(classes.values())


def _tests(side: Side) -> Iterator[tuple[str, Any]]:
    """Yield what the conditions of a side ask of the recipient: the groups with the day, and the values it is held against."""
    found: dict[tuple[str, Any], None] = {}
    for condition in _conditions(side):
        for atom in atoms(condition):
            if RECIPIENT not in names(atom):
                continue
            match atom:
                case InGroup(_, group, _, on):
                    found["group", (group, read_date(on).toordinal() if on else side.day)] = None
                case Is(_, value, _):
                    found["named", (value,)] = None
                case InValues(_, values, _):
                    found["named", tuple(values)] = None
    yield from found


def _conditions(side: Side) -> Iterator[Condition]:
    book = side.rulebook
    rules = in_force(side).values()
    yield from (rule.condition for rule in rules if rule.condition is not None)
    yield from (q.covered for q in book.questions.values() if q.covered is not None)
    yield from (implied.when for fact in book.facts.values() for implied in fact.implied)


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
