"""Deciding again after little has changed: a fact, a presumption, or the day.

What nobody touched keeps the truth that it had, so that only the rules are asked that read what is another now, that came into force or
that went out of it. The answers are those of :meth:`~licet.deciding.bound.Bound.decide`; this is only the shorter way to them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import compress
from operator import ne
from typing import TYPE_CHECKING, Any

from licet.deciding.asking import never
from licet.deciding.compiling import FALSE, UNKNOWN, State, Truths, unknown_at

if TYPE_CHECKING:
    from licet.deciding.asking import Readers
    from licet.deciding.bound import Bound, Outcome
    from licet.deciding.deriving import Derivation
    from licet.deciding.trees import Plan

# Where more rules than this may have changed, and so large a share of those of a question, walking their tree is the shorter way.
_FEW, _SHARE = 24, 4
# Where more rules than this read what has changed, going through those that are open is the shorter way.
_FEW_READERS = 60


@dataclass(frozen=True, slots=True)
class Decided:
    """A state that has been decided, with its outcomes, by some plan on some day; neither is changed any more."""

    bound: Bound
    state: State
    outcomes: Mapping[str, Outcome]


@dataclass(frozen=True, slots=True)
class Other:
    """A state that is hardly another than one that was decided.

    Attributes:
        state: the state, which is to be decided; until then the answers and the truth of the rules in it are those of the other.
        facts: the facts that may not be what they were.
    """

    state: State
    facts: Collection[str]


def state_with(bound: Bound, was: State, stated: Mapping[str, Any], name: str, plan: Plan | None = None) -> Other:
    """Return the state of what was stated where one fact is another, or is stated now and was not.

    Args:
        bound: the rulebook on the day.
        was: the state before, as it was decided.
        stated: fact → value as it stands in a state, the fact among them.
        name: the fact.
        plan: only what its questions rest on has to follow, by which the other was decided as well; everything by default.
    """
    active, circling = bound.engine.deriving.after(name, stated.keys(), plan)
    if circling:
        return _anew(bound, was, bound.state(stated, plan=plan))
    state = was.copy()
    state[bound.slots[name]] = stated[name]
    return _follow(bound, state, name, active)


def state_without(before: Decided, stated: Mapping[str, Any], name: str) -> Other:
    """Return the state of what was stated where one fact is not presumed, worked out or estimated.

    Args:
        before: what was decided, on the same day.
        stated: fact → value as it stands in a state.
        name: the fact.
    """
    bound = before.bound
    fact = bound.rulebook.facts[name]
    active, circling = bound.engine.deriving.after(name, stated.keys(), None)
    if circling or fact.implied or fact.derived:
        return _anew(bound, before.state, bound.state(stated, (name,)))
    state = before.state.copy()
    state[bound.slots[name]] = UNKNOWN if fact.type == "truth" else None
    return _follow(bound, state, name, active)


def _follow(bound: Bound, state: State, name: str, active: Collection[Derivation]) -> Other:
    """Let what may follow from a fact follow anew."""
    if not active:
        return Other(state, (name,))
    for derivation in active:
        state[derivation.slot] = bound.blank[derivation.slot]
    bound.follow(active, state)
    return Other(state, (name, *[derivation.fact.name for derivation in active]))


def _anew(bound: Bound, was: State, state: State) -> Other:
    """Take a state that was made from the beginning for one that is hardly another."""
    engine = bound.engine
    state[engine.answers] = was[engine.answers]
    state[engine.rule_base :] = was[engine.rule_base :]
    return Other(state, engine.changing.facts)


def otherwise(other: Other, before: Decided) -> bool:
    """Return whether an answer may be another in a state than in one of the same day that was decided.

    Args:
        other: as :func:`state_with` and :func:`state_without` give it, not decided.
        before: the other state.
    """
    bound, state, was = before.bound, other.state, before.state
    changing, slots = bound.engine.changing, bound.slots
    if changing.claimed(state) or changing.claimed(was):
        return True
    for name in other.facts:
        if state[slots[name]] != was[slots[name]]:
            readings = changing.readings(bound, name)
            # What rules say of each other, and answers, are those of before as long as no rule is another.
            if readings is None or any(test(state) != was[slot] for slot, test in readings):
                return True
    return False


def on_day(bound: Bound, was: State, name: str, value: Any, stated: Mapping[str, Any]) -> Other:
    """Return the state of what was stated on another day.

    Args:
        bound: the rulebook on that day.
        was: the state on the day that it is now, as it was decided.
        name: the fact that is the date.
        value: the day, as it stands in a state.
        stated: what was stated, with that day.
    """
    engine = bound.engine
    if engine.changing.dated or engine.changing.claimed(was):
        # What may follow from the day, or is claimed, is decided from the beginning.
        return _anew(bound, was, bound.state(stated))
    moved = was.copy()
    moved[engine.slots[name]] = value
    for _, slot in engine.changing.groups:
        moved[slot] = bound.blank[slot]
    return Other(moved, (name,))


def same_there(
    bound: Bound, before: Decided, name: str, value: Any, plan: Plan, moved: AbstractSet[int] | None = None
) -> bool:
    """Return whether nothing on which a plan rests is another on one day than on another, so that its answers are the same.

    Where that cannot be told without deciding, it is not said to be the same.

    Args:
        bound: the rulebook on the one day.
        before: what was decided on the other.
        name: the fact that is the date.
        value: the day, as it stands in a state.
        plan: the questions.
        moved: the places of the rules that are not as true as they were, where that is known; else every rule that is in force on one of
            the days alone counts.
    """
    engine = bound.engine
    if engine.changing.dated or engine.changing.claimed(before.state):
        return False
    rests = engine.changing.rests(plan)
    groups, turned = engine.changing.turned(before.bound, bound, before.state)
    if not rests.slots.isdisjoint(turned if moved is None else moved) or not groups.isdisjoint(rests.groups):
        return False
    tests = rests.tests.get(name)
    if tests is None:
        return True
    there = before.state.copy()
    there[engine.slots[name]] = value
    return all(test(there) == test(before.state) for test in tests)


def decide_again(
    bound: Bound, other: Other, before: Decided, plan: Plan | None = None, moved: set[int] | None = None
) -> dict[str, Outcome]:
    """Decide the questions of a state that is hardly another than one that was decided.

    Args:
        bound: the rulebook on the day.
        other: the state; it then holds the answers and the truth of every rule.
        before: what was decided, by the same plan.
        plan: only these questions; all by default.
        moved: the places of the rules that are not as true as they were are added to it, unless something is claimed.

    Returns:
        What :meth:`~licet.deciding.bound.Bound.decide` returns.
    """
    engine, state, was = bound.engine, other.state, before.state
    changing, slots = engine.changing, engine.slots
    if changing.claimed(state) or changing.claimed(was):
        state[engine.rule_base :] = bound.blank[engine.rule_base :]
        return bound.decide(state, plan)
    names = {name for name in other.facts if state[slots[name]] != was[slots[name]]}
    turned: frozenset[int] = frozenset()
    # A rule that holds or fails goes on to do so where nothing but what was not known is known now: only the others are asked.
    more = bound is before.bound and all(narrower(was[slots[name]], state[slots[name]]) for name in names)
    if bound is not before.bound:
        groups, turned = changing.turned(before.bound, bound, state)
        names |= groups
    moved = set() if moved is None else moved
    found: dict[str, Outcome] = {}
    for readers in engine.changing.readers(engine.plan if plan is None else plan):
        outcome = before.outcomes[readers.name]
        if readers.touched(names, moved, turned):
            asked = asked_again(bound, readers, names, was, more=more, turned=turned)
            found[readers.name] = conclude_again(bound, readers, outcome, state, asked, names, moved)
        else:
            found[readers.name] = answered(readers, state, outcome)
    return found


def asked_again(
    bound: Bound,
    readers: Readers,
    names: Collection[str],
    was: State,
    *,
    more: bool = False,
    turned: frozenset[int] = frozenset(),
) -> Mapping[int, Truths]:
    """Return the rules of a question that may not be as true as they were: the place of each, with what tells its truth now.

    Args:
        bound: the rulebook on the day.
        readers: the question, with what its rules read.
        names: the facts, groups and questions that are not what they were.
        was: the state as it was decided.
        more: whether nothing is another but that what was not known is known; then a rule that holds or fails goes on to do so.
        turned: the places of the rules that came into force or went out of it.
    """
    reading = [found for name in names if (found := readers.by_name.get(name))]
    if more and sum(map(len, reading)) > _FEW_READERS:
        asked: dict[int, Truths] = {}
        for at in unknown_at(readers.truths(was)):
            if not readers.asks[at].isdisjoint(names):
                slot = readers.own_slots[at]
                asked[slot] = readers.own[slot]
        return asked
    if more:
        return {slot: test for found in reading for slot, test in found.items() if was[slot] == UNKNOWN}
    in_force = bound.in_force
    asked = {slot: test for found in reading for slot, test in found.items() if slot in in_force}
    for slot in readers.own.keys() & turned:
        asked[slot] = readers.own[slot] if slot in in_force else never
    return asked


def conclude_again(
    bound: Bound,
    readers: Readers,
    before: Outcome,
    state: State,
    asked: Mapping[int, Truths],
    names: set[str],
    moved: set[int],
) -> Outcome:
    """Decide one question of a state that is hardly another than one that was decided.

    Args:
        bound: the rulebook on the day.
        readers: the question, with what its rules read.
        before: its outcome in the other state.
        state: the state, with the truth of its rules in the other one; those on which it rests have been decided again in it.
        asked: the rules that may not be as true as they were.
        names: the facts, groups and questions that are not what they were; the question is added where it is among them.
        moved: the places of the rules that are not as true as they were; those of the question are added.
    """
    question, slots = readers.step.question, readers.slots
    if len(asked) > _FEW and len(asked) * _SHARE > len(question.rules):
        outcome = _walked(bound, readers, state, moved)
    else:
        for slot, test in asked.items():
            truth = test(state)
            if truth != state[slot]:
                state[slot] = truth
                moved.add(slot)
        outcome = before
        if not (moved.isdisjoint(slots) and names.isdisjoint(readers.covered)):
            outcome = bound.concluded(question, state, list(compress(readers.indices, readers.all(state))))
    if outcome is not before or not moved.isdisjoint(slots):
        names.add(readers.name)
    return answered(readers, state, outcome)


def answered(readers: Readers, state: State, outcome: Outcome) -> Outcome:
    """Put the answer to a question into a state, for those that rest on it, and return its outcome."""
    slot = readers.step.question.slot
    if slot >= 0:
        state[slot] = frozenset(outcome.possible) if outcome.open else outcome.value
    return outcome


def narrower(before: Any, now: Any) -> bool:
    """Whether a value of a state says all that another said, and perhaps more."""
    if before is None or before == UNKNOWN:
        return True
    return before.__class__ is tuple and now.__class__ is tuple and before[0] <= now[0] and now[1] <= before[1]


def _walked(bound: Bound, readers: Readers, state: State, moved: set[int]) -> Outcome:
    """Decide one question by its tree."""
    were = readers.truths(state)
    for slot in readers.own_slots:
        state[slot] = FALSE
    outcome = bound.settle(readers.step, state)
    moved.update(compress(readers.own_slots, map(ne, were, readers.truths(state))))
    return outcome
