"""What displaces what: exceptions as they are written and where a replacement takes its place among them, and the circles that must not be."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from licet.errors import Fault
from licet.rulebook.amendments import families
from licet.rulebook.instruments import Rule


def exceptions(rules: Mapping[str, Rule], written: Mapping[str, Rule]) -> dict[str, tuple[str, ...]]:
    """Return what each rule displaces where replacements count: rule → the rules that it displaces.

    A replacement displaces what the replaced rules displace, unless it says itself what it displaces; and what displaces them displaces
    it, unless it names that. Both only as far as two rules decide the same question on the same day.

    Args:
        rules: the rules that count, with the dates on which they do.
        written: all rules, those that were replaced among them.
    """
    family = families(written.values())
    found = {rule.name: rule.except_to for rule in rules.values()}
    places = {
        rule.name: [name for old in rule.replaces for name in family[old]] for rule in rules.values() if rule.replaces
    }
    for name, old in places.items():
        if rules[name].inherits:
            named = (other for place in old for other in written[place].except_to if other not in old)
            found[name] = tuple(dict.fromkeys(named))
    for name, old in places.items():
        for rule in rules.values():
            displaces = rule.name != name and rule.name not in old and not set(found[rule.name]).isdisjoint(old)
            if displaces and _meet(rule, rules[name]) and rule.name not in rules[name].except_to:
                found[rule.name] = tuple(dict.fromkeys((*found[rule.name], name)))
    for name in places:
        if rules[name].inherits:
            # What was itself replaced had to stay until now, since what takes its place is displaced in its stead.
            found[name] = tuple(other for other in found[name] if other in rules and _meet(rules[name], rules[other]))
    return found


def with_exceptions(rules: Mapping[str, Rule], written: Mapping[str, Rule]) -> dict[str, Rule]:
    """Return rules with what they displace where replacements count; see :func:`exceptions`."""
    found = exceptions(rules, written)
    return {
        name: rule if found[name] == rule.except_to else replace(rule, except_to=found[name])
        for name, rule in rules.items()
    }


def _meet(one: Rule, other: Rule) -> bool:
    """Whether two rules decide the same question on the same day."""
    same_day = max(one.window.start, other.window.start) < min(one.window.end, other.window.end)
    return same_day and not one.then.keys().isdisjoint(other.then)


def circles_of_exceptions(rules: Mapping[str, Rule], mend: str = "remove one 'except_to'") -> list[Fault]:
    """Return a fault for every circle in which rules displace each other."""
    edges = {name: [other for other in rule.except_to if other in rules] for name, rule in rules.items()}
    return [
        Fault(
            str(rules[circle[0]].where),
            "a circle of exceptions: " + " → ".join([*circle, circle[0]]),
            "exceptions that end somewhere",
            mend,
        )
        for circle in circles(edges)
    ]


def circles(edges: dict[str, list[str]]) -> Iterator[list[str]]:
    """Yield one circle for each place where a depth-first walk comes back to its own path."""
    state: dict[str, int] = {}
    for start in edges:
        if state.get(start):
            continue
        path: list[str] = [start]
        walk = [iter(edges[start])]
        state[start] = 1
        while walk:
            step = next(walk[-1], None)
            if step is None:
                state[path.pop()] = 2
                walk.pop()
            elif state.get(step) == 1:
                yield path[path.index(step) :]
            elif step not in state:
                state[step] = 1
                path.append(step)
                walk.append(iter(edges.get(step, [])))
