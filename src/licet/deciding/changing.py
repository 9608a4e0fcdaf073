"""Deciding again after little has changed: a fact, a presumption, or the day.

What nobody touched keeps the truth that it had, so that only the rules are asked that read what is another now, that came into force or
that went out of it. The answers are those of :meth:`~licet.deciding.bound.Bound.decide`; this is only the shorter way to them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import compress
from operator import ne
from typing import TYPE_CHECKING, Any

from licet.deciding.compiling import FALSE, TRUE, UNKNOWN, State

if TYPE_CHECKING:
    from licet.deciding.asking import Readers
    from licet.deciding.bound import Bound, Outcome
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


def state_with(before: Decided, stated: Mapping[str, Any], name: str, plan: Plan | None = None) -> State:
    """Return the state of what was stated where one fact is another, or is stated now and was not.

    Args:
        before: what was decided, on the same day.
        stated: fact → value as it stands in a state, the fact among them.
        name: the fact.
        plan: only what its questions rest on has to follow, by which the other was decided as well; everything by default.
    """
    bound = before.bound
    active, circling = bound.engine.deriving.after(name, stated.keys(), plan)
    if circling:
        return bound.state(stated, plan=plan)
    state = before.state.copy()
    state[bound.slots[name]] = stated[name]
    for derivation in active:
        state[derivation.slot] = bound.blank[derivation.slot]
    bound.follow(active, state)
    return state


def state_without(before: Decided, stated: Mapping[str, Any], name: str) -> State:
    """Return the state of what was stated where one fact is not presumed, worked out or estimated.

    Args:
        before: what was decided, on the same day.
        stated: fact → value as it stands in a state.
        name: the fact.
    """
    bound = before.bound
    fact, slot = bound.rulebook.facts[name], bound.slots[name]
    active, circling = bound.engine.deriving.after(name, stated.keys(), None)
    if circling or fact.implied or fact.derived:
        return bound.state(stated, (name,))
    state = before.state.copy()
    state[slot] = UNKNOWN if fact.type == "truth" else None
    for derivation in active:
        state[derivation.slot] = bound.blank[derivation.slot]
    bound.follow(active, state)
    return state


def otherwise(state: State, before: Decided) -> bool:
    """Return whether an answer may be another in a state than in one of the same day that was decided.

    Args:
        state: from :meth:`~licet.deciding.bound.Bound.state` or as :func:`state_with` and :func:`state_without` give it, not decided.
        before: the other state.
    """
    bound = before.bound
    changing = bound.engine.changing
    if changing.claimed(state) or changing.claimed(before.state):
        return True
    was = before.state
    tried = None
    for name in compress(changing.facts, map(ne, state, was)):
        readings = changing.readings(bound, name)
        if readings is None:
            return True
        if tried is None:
            # What rules say of each other, and answers, are those of before as long as no rule is another.
            tried = [*state[: bound.engine.rule_base], *was[bound.engine.rule_base :]]
        if any(test(tried) != was[slot] for slot, test in readings):
            return True
    return False


def on_day(bound: Bound, state: State, name: str, value: Any, stated: Mapping[str, Any]) -> State:
    """Return the state of what was stated on another day.

    Args:
        bound: the rulebook on that day.
        state: the state on the day that it is now.
        name: the fact that is the date.
        value: the day, as it stands in a state.
        stated: what was stated, with that day.
    """
    engine = bound.engine
    if engine.changing.dated or engine.changing.claimed(state):
        # What may follow from the day, or is claimed, is decided from the beginning.
        return bound.state(stated)
    moved = state.copy()
    moved[engine.slots[name]] = value
    for _, slot in engine.changing.groups:
        moved[slot] = bound.blank[slot]
    return moved


def same_there(bound: Bound, before: Decided, name: str, value: Any, plan: Plan) -> bool:
    """Return whether nothing on which a plan rests is another on one day than on another, so that its answers are the same.

    Where that cannot be told without deciding, it is not said to be the same.

    Args:
        bound: the rulebook on the one day.
        before: what was decided on the other.
        name: the fact that is the date.
        value: the day, as it stands in a state.
        plan: the questions.
    """
    engine = bound.engine
    if engine.changing.dated or engine.changing.claimed(before.state):
        return False
    rests = engine.changing.rests(plan)
    groups, turned = engine.changing.turned(before.bound, bound, before.state)
    if not turned.isdisjoint(rests.slots) or not groups.isdisjoint(rests.groups):
        return False
    tests = rests.tests.get(name)
    if tests is None:
        return True
    moved = before.state.copy()
    moved[engine.slots[name]] = value
    return all(test(moved) == test(before.state) for test in tests)


def decide_again(bound: Bound, state: State, before: Decided, plan: Plan | None = None) -> dict[str, Outcome]:
    """Decide the questions of a state that is hardly another than one that was decided.

    Args:
        bound: the rulebook on the day.
        state: from :meth:`~licet.deciding.bound.Bound.state`; it then holds the answers and the truth of every rule.
        before: the other state, decided by the same plan.
        plan: only these questions; all by default.

    Returns:
        What :meth:`~licet.deciding.bound.Bound.decide` returns.
    """
    engine = bound.engine
    if engine.changing.claimed(state) or engine.changing.claimed(before.state):
        return bound.decide(state, plan)
    names, turned = engine.changing.changed(bound, state, before)
    # A rule that holds or fails goes on to do so where nothing but what was not known is known now: only the others are asked.
    more = bound is before.bound and all(
        _narrower(before.state[bound.slots[name]], state[bound.slots[name]]) for name in names
    )
    state[engine.rule_base :] = before.state[engine.rule_base :]
    moved: set[int] = set()
    found: dict[str, Outcome] = {}
    for readers in engine.changing.readers(engine.plan if plan is None else plan):
        question = readers.step.question
        name = question.question.name
        slots = readers.slots
        if readers.reads.isdisjoint(names) and turned.isdisjoint(slots) and moved.isdisjoint(slots):
            found[name] = before.outcomes[name]
            if question.slot >= 0:
                state[question.slot] = before.state[question.slot]
            continue
        asked = _asked_of_open(readers, names, state) if more else _asked(readers, names, turned)
        if len(asked) > _FEW and len(asked) * _SHARE > len(question.rules):
            outcome = _walked(bound, readers, state, moved)
        else:
            _ask(bound, readers, asked, state, moved)
            if moved.isdisjoint(slots) and names.isdisjoint(readers.covered):
                outcome = before.outcomes[name]
            else:
                live = list(compress(readers.indices, readers.all(state)))
                outcome = bound.concluded(question, state, live)
        found[name] = outcome
        if question.slot >= 0:
            state[question.slot] = frozenset(outcome.possible) if outcome.open else outcome.value
        if outcome is not before.outcomes[name] or not moved.isdisjoint(slots):
            names.add(name)
    return found


def _narrower(before: Any, now: Any) -> bool:
    """Whether a value of a state says all that another said, and perhaps more."""
    if before is None or before == UNKNOWN:
        return True
    return before.__class__ is tuple and now.__class__ is tuple and before[0] <= now[0] and now[1] <= before[1]


def _asked_of_open(readers: Readers, names: set[str], state: State) -> Collection[int]:
    """Return the rules that are open and whose truth may not be what it was."""
    if sum([len(readers.by_name.get(name, ())) for name in names]) <= _FEW_READERS:
        rules = readers.step.question.rules
        return [index for index in _asked(readers, names, frozenset()) if state[rules[index].slot] == UNKNOWN]
    asked, truths, at = [], readers.own(state), -1
    with suppress(ValueError):
        while True:
            at = truths.index(UNKNOWN, at + 1)
            if not readers.asks[at].isdisjoint(names):
                asked.append(readers.indices_of_own[at])
    return asked


def _asked(readers: Readers, names: Iterable[str], turned: frozenset[int]) -> Collection[int]:
    """Return the rules whose truth may not be what it was."""
    asked: set[int] = set()
    for name in names:
        if name in readers.by_name:
            asked.update(readers.by_name[name])
    if turned:
        asked.update([readers.by_slot[slot] for slot in readers.own_slots & turned])
    return asked


def _ask(bound: Bound, readers: Readers, asked: Iterable[int], state: State, moved: set[int]) -> None:
    rules, tests, day = readers.step.question.rules, readers.tests, bound.day
    for index in asked:
        ranked = rules[index]
        test = tests[index]
        truth = FALSE if not ranked.rule.window.holds(day) else TRUE if test is None else test(state)
        if truth != state[ranked.slot]:
            state[ranked.slot] = truth
            moved.add(ranked.slot)


def _walked(bound: Bound, readers: Readers, state: State, moved: set[int]) -> Outcome:
    """Decide one question by its tree."""
    were = readers.own(state)
    for slot in readers.by_slot:
        state[slot] = FALSE
    outcome = bound.settle(readers.step, state)
    moved.update(compress(readers.by_slot, map(ne, were, readers.own(state))))
    return outcome
