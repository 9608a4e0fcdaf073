"""Circles: rules that displace each other, as they are written and where a replacement takes its place among the exceptions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from licet.errors import Fault
from licet.rulebook.amendments import with_exceptions
from licet.rulebook.instruments import Rule
from licet.rulebook.library import Library


def circles_of_exceptions(rules: Mapping[str, Rule]) -> list[Fault]:
    """Return a fault for every circle in which rules displace each other."""
    edges = {name: [other for other in rule.except_to if other in rules] for name, rule in rules.items()}
    return [
        Fault(
            str(rules[circle[0]].where),
            "a circle of exceptions: " + " → ".join([*circle, circle[0]]),
            "exceptions that end somewhere",
            "remove one 'except_to'",
        )
        for circle in circles(edges)
    ]


def check_replacements(library: Library, rules: dict[str, Rule]) -> None:
    """Add a fault for every circle that a replacement makes where it takes its place among the exceptions."""
    for proposal in library.instruments.values():
        if any(rule.replaces for rule in proposal.rules):
            in_force = {
                name: rule
                for name, rule in rules.items()
                if rule.instrument == proposal.id or not library.instruments[rule.instrument].proposal
            }
            if not circles_of_exceptions(in_force):
                library.faults += circles_of_exceptions(with_exceptions(in_force, rules))


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
