"""Why a rule applies, does not, or may: each part of its condition with its truth and the facts that it read."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from licet.deciding.bound import Bound
from licet.deciding.compiling import State
from licet.language.conditions import Applied, Condition, Group, Not, Or, And, atoms, conjuncts, names, write_condition
from licet.rulebook.instruments import Rule

TRUTHS = ("false", "unknown", "true")


def used_names(bound: Bound, condition: Condition) -> list[str]:
    """Return the facts and questions that a condition reads, in its order."""
    found: dict[str, None] = {}
    for atom in atoms(condition):
        if isinstance(atom, Applied):
            declared = bound.rulebook.tests[atom.test]
            for name in (*declared.maxima, *filter(None, (declared.points,))):
                if name in declared.maxima or bound.rulebook.facts[name].key:
                    found[name] = None
        else:
            found.update(dict.fromkeys(names(atom)))
    return list(found)


def parts_of(rule: Rule) -> list[Condition]:
    """Return the parts of a rule's condition that must all hold."""
    return [] if rule.condition is None else conjuncts(rule.condition)


def because(bound: Bound, rule: Rule, state: State, show: Callable[[str], object]) -> list[tuple[str, str, dict[str, object]]]:
    """Return each part of a rule's condition: its text, its truth, and the facts it read with their values.

    Args:
        bound: the rulebook on the day.
        rule: the rule.
        state: a state that has been decided.
        show: gives the value of a fact or question as people write it, or None where it is not known.
    """
    found: list[tuple[str, str, dict[str, object]]] = []
    for part in parts_of(rule):
        facts: dict[str, object] = {}
        for name in used_names(bound, part):
            value = show(name)
            if value is not None or name in bound.rulebook.facts and not _optional(bound, name):
                facts[name] = value
        found.append((write_condition(part), TRUTHS[bound.compiled(part)(state)], facts))
    return found


def _optional(bound: Bound, name: str) -> bool:
    return bound.rulebook.facts[name].type == "points"


def tree(bound: Bound, condition: Condition, state: State) -> Iterable[tuple[int, str, str]]:
    """Yield the whole tree of a condition: depth, text and truth of every part."""
    yield from _tree(bound, condition, state, 0)


def _tree(bound: Bound, condition: Condition, state: State, depth: int) -> Iterable[tuple[int, str, str]]:
    truth = TRUTHS[bound.compiled(condition)(state)]
    match condition:
        case And(parts):
            yield depth, "all of", truth
            for part in parts:
                yield from _tree(bound, part, state, depth + 1)
        case Or(parts):
            yield depth, "any of", truth
            for part in parts:
                yield from _tree(bound, part, state, depth + 1)
        case Not(Group(inner) | inner) if isinstance(inner, And | Or):
            yield depth, "not", truth
            yield from _tree(bound, inner, state, depth + 1)
        case Group(inner):
            yield from _tree(bound, inner, state, depth)
        case _:
            yield depth, write_condition(condition), truth
