"""Which memberships an answer rests on, and which would change it: both found by trying, one place after another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from licet.deciding.compiling import FALSE, TRUE, UNKNOWN
from licet.eligibility.trying import UNNAMED, Answers, Place, Trying, differing


@dataclass(frozen=True, slots=True)
class Ground:
    """What is enough for an answer: whoever has these memberships, lacks those, and is named so, has it, whatever else it belongs to.

    Attributes:
        belongs: groups that it must belong to.
        lacks: groups that it must not belong to.
        named: whether it must be this very nation.
    """

    belongs: tuple[str, ...]
    lacks: tuple[str, ...]
    named: bool


@dataclass(frozen=True, slots=True)
class Turn:
    """Memberships that would change an answer.

    Attributes:
        join: groups that the nation does not belong to, or may not, and would.
        leave: groups that it belongs to, or may, and would not.
        answers: the questions with another answer then, and the answers left.
    """

    join: tuple[str, ...]
    leave: tuple[str, ...]
    answers: tuple[tuple[str, tuple[str, ...]], ...]


def ground(trying: Trying, place: Place) -> Ground:
    """Return memberships that are enough for the answers of a place, none of which can be spared.

    Each is taken as not known in turn, those first that the nation has not; what makes no difference so is left out. Unknown is never
    taken for no, so what is left is enough whatever the rest may be.
    """
    wanted = trying.answers(place)
    kept = place
    if kept.nation != UNNAMED and _same(trying.answers(kept.unnamed), wanted):
        kept = kept.unnamed
    order = sorted(range(len(place.held)), key=lambda index: (place.held[index], -index))
    for index in order:
        without = kept.with_(index, UNKNOWN)
        if _same(trying.answers(without), wanted):
            kept = without
    groups = trying.groups
    return Ground(
        belongs=tuple(group for group, truth in zip(groups, kept.held, strict=True) if truth == TRUE),
        lacks=tuple(group for group, truth in zip(groups, kept.held, strict=True) if truth == FALSE),
        named=kept.nation != UNNAMED,
    )


def turns(trying: Trying, place: Place) -> list[Turn]:
    """Return what would change the answers of a place: single memberships, and pairs that do what neither does alone."""
    now = trying.answers(place)
    if not any(exact for _, exact in now.values()):
        return []
    single: dict[tuple[int, int], Answers] = {}
    found: list[Turn] = []
    for index, truth in _steps(place):
        then = single[index, truth] = trying.answers(place.with_(index, truth))
        changed = differing(now, then)
        if changed:
            found.append(_turn(trying, [(index, truth)], changed))
    for first, second in combinations(single, 2):
        if first[0] == second[0]:
            continue
        then = trying.answers(place.with_(*first).with_(*second))
        beyond = [differing(before, then) for before in (now, single[first], single[second])]
        changed = tuple(entry for entry in beyond[0] if all(entry in other for other in beyond[1:]))
        if changed:
            found.append(_turn(trying, [first, second], changed))
    return found


def _steps(place: Place) -> Iterator[tuple[int, int]]:
    for index, held in enumerate(place.held):
        if held != TRUE:
            yield index, TRUE
        if held != FALSE:
            yield index, FALSE


def _turn(trying: Trying, steps: list[tuple[int, int]], changed: tuple[tuple[str, tuple[str, ...]], ...]) -> Turn:
    return Turn(
        join=tuple(trying.groups[index] for index, truth in steps if truth == TRUE),
        leave=tuple(trying.groups[index] for index, truth in steps if truth == FALSE),
        answers=changed,
    )


def _same(one: Answers, other: Answers) -> bool:
    return all(one[question][0] == other[question][0] for question in other)
