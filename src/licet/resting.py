"""What the answers of a review rest on beside what was stated: presumptions, assumptions, figures from elsewhere, lists taken to be empty.

Whether an answer rests on something is found by deciding the transfer once more without it.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from licet.deciding.bound import Outcome, binder
from licet.deciding.changing import decide_again, otherwise, state_without
from licet.determination import ON_REQUEST, Assumption, TakenFigure
from licet.language.conditions import InGroup, atoms
from licet.left_open import Decided
from licet.rulebook.instruments import Rule
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.vocabulary import Derived


def assumed(decided: Decided) -> list[Assumption]:
    """Return the presumptions and assumptions on which an answer rests."""
    found = [Assumption(fact=name, value=value, why=ON_REQUEST) for name, value in decided.transfer.assumed.items()]
    for name in _rested_on(decided):
        fact, value = decided.rulebook.facts[name], decided.state[decided.bound.slots[name]]
        found.append(Assumption(fact=fact.path, value=decided.text(name, value), why=fact.because))
    filled = {name for name, _ in decided.transfer.filled}
    for name, group in decided.rulebook.groups.items():
        if group.assumed and name not in filled and _group_matters(decided, name):
            brought = sorted(group.by_reform().on(decided.transfer.date.toordinal()))
            found.append(Assumption(fact=name, value=brought, why=group.note or group.definition))
    return found


def taken(decided: Decided) -> list[TakenFigure]:
    """Return the figures that nobody stated: those of the catalogue, and those worked out or estimated from others."""
    found = [TakenFigure(fact=t.fact, value=t.value, from_=t.source) for t in decided.transfer.taken]
    for name, source in decided.sources.items():
        if isinstance(source, Derived):
            value = decided.text(name, decided.state[decided.bound.slots[name]])
            how = "estimated" if source.estimate else "worked out"
            from_ = f"{how} as {source.expression.text} ({source.why})"
            found.append(TakenFigure(fact=decided.rulebook.facts[name].path, value=value, from_=from_))
    return found


def _rested_on(decided: Decided) -> list[str]:
    """The presumed facts without which some answer would be another, or open."""
    presumed = decided.bound.presumed(decided.stated, decided.sources)
    return [name for name in presumed if rests_on(decided, name)]


def rests_on(decided: Decided, name: str) -> bool:
    """Return whether an answer would be another, or open, without what a fact is presumed, worked out or estimated to be."""
    other = state_without(decided.as_decided, decided.stated, name)
    if not otherwise(other, decided.as_decided):
        return False
    return _any_differs(decided, decide_again(decided.bound, other, decided.as_decided))


def _differs(decided: Decided, question: str, outcomes: Mapping[str, Outcome]) -> bool:
    mine, other = decided.outcomes[question], outcomes[question]
    return (mine.value, mine.possible) != (other.value, other.possible)


def _any_differs(decided: Decided, outcomes: Mapping[str, Outcome]) -> bool:
    return any(_differs(decided, question, outcomes) for question in decided.weighed)


@lru_cache(maxsize=16)
def _askers(rulebook: Rulebook) -> dict[str, list[Rule]]:
    """Return the rules that ask who belongs to a group, by group."""
    found: dict[str, list[Rule]] = {}
    for rule in rulebook.rules.values():
        asked = atoms(rule.condition) if rule.condition is not None else ()
        for group in {atom.group for atom in asked if isinstance(atom, InGroup)}:
            found.setdefault(group, []).append(rule)
    return found


def _group_matters(decided: Decided, name: str) -> bool:
    """Whether an answer could change if the recipient, or whoever is asked for, stood in a group that is empty."""
    nations = {
        value
        for fact in decided.rulebook.facts.values()
        if fact.type == "nation" and isinstance(value := decided.state[decided.bound.slots[fact.name]], str)
    }
    day = decided.bound.day
    if not any(rule.window.holds(day) for rule in _askers(decided.rulebook).get(name, ())):
        return False
    filled = tuple(sorted({**dict(decided.transfer.filled), name: frozenset(nations)}.items()))
    other = binder(decided.rulebook).on(decided.transfer.date.toordinal(), filled)
    outcomes = other.decide(other.state(decided.stated))
    return _any_differs(decided, outcomes)
