"""Deciding again after little has changed: a fact, a presumption, or the day.

What nobody touched keeps the truth that it had, so that only the rules are asked that read what is another now, that came into force or
that went out of it. The answers are those of :meth:`~licet.deciding.bound.Bound.decide`; this is only the shorter way to them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import compress
from operator import itemgetter, ne
from typing import TYPE_CHECKING, Any

from licet.deciding.compiling import FALSE, TRUE, UNKNOWN, State, Truths
from licet.deciding.trees import conditions_of
from licet.language.conditions import Condition, InGroup, atoms, names
from licet.rulebook.checking import used_questions
from licet.rulebook.operands import read_by
from licet.rulebook.rulebook import Rulebook, dates_in

if TYPE_CHECKING:
    from licet.deciding.bound import Bound, Outcome
    from licet.deciding.compiled import Compiled
    from licet.deciding.trees import Plan, Step

# Where more rules than this may have changed, and so large a share of those of a question, walking their tree is the shorter way.
_FEW, _SHARE = 24, 4
# Where more rules than this read what has changed, going through those that are open is the shorter way.
_FEW_READERS = 60
# So many sets of days are kept before all are forgotten.
_MOST_DAYS = 4_000


_Truths = Callable[[State], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Decided:
    """A state that has been decided, with its outcomes, by some plan on some day; neither is changed any more."""

    bound: Bound
    state: State
    outcomes: Mapping[str, Outcome]


@dataclass(frozen=True, slots=True)
class _Readers:
    """Which rules of one question, among those whose truth is first found there, read what.

    Attributes:
        step: the question in the order of deciding.
        tests: the condition of each rule as a function; None where there is none.
        by_name: fact, question or group → the indices of the rules that read it.
        by_slot: place of a rule → its index.
        slots: the places of all rules of the question.
        covered: what the condition reads under which silence decides.
        reads: what any of these conditions reads.
        indices: those of all rules of the question.
        all: the truths of all of them in a state.
        own: the truths of those in ``by_slot``, in their order.
        own_slots: the places of those.
        indices_of_own: the indices of those, in that order.
        asks: what the condition of each of those reads, in that order.
    """

    step: Step
    tests: tuple[Truths | None, ...]
    by_name: Mapping[str, tuple[int, ...]]
    by_slot: Mapping[int, int]
    slots: frozenset[int]
    covered: frozenset[str]
    reads: frozenset[str]
    indices: range
    all: _Truths
    own: _Truths
    own_slots: frozenset[int]
    indices_of_own: tuple[int, ...]
    asks: tuple[frozenset[str], ...]


@dataclass(frozen=True, slots=True)
class _Rests:
    """What of the law on a day the questions of a plan rest on.

    Attributes:
        slots: the places of their rules.
        groups: the groups that they read.
        tests: date → what they ask of it.
        days: the days on which that may turn; None where a date is held against something else than a day of the law.
    """

    slots: frozenset[int]
    groups: frozenset[str]
    tests: Mapping[str, tuple[Truths, ...]]
    days: frozenset[int] | None


class Changing:
    """What of one rulebook has to be asked again when something changes.

    Args:
        engine: the compiled rulebook.
    """

    def __init__(self, engine: Compiled) -> None:
        self.engine = engine
        rulebook = engine.rulebook
        self.facts = tuple(rulebook.facts)
        self.groups = tuple((f"group {name}", engine.slots[f"group {name}"]) for name in rulebook.groups)
        self._windows = tuple((engine.rule_slots[rule.name], rule.window) for rule in rulebook.rules.values())
        # By identity: the plans are those of the engine, which lives as long as this.
        self._readers: dict[int, tuple[_Readers, ...]] = {}
        self._rests: dict[int, _Rests] = {}
        self._truths: dict[int, _Truths] = {}
        self._between: dict[tuple[int, int], tuple[tuple[tuple[str, int], ...], frozenset[int]]] = {}
        # By plan, of which the same holds, and by nation.
        self._days: dict[tuple[int, tuple[str, ...]], frozenset[int]] = {}
        self._member_days: dict[tuple[str, str], tuple[int, ...]] = {}
        self.dated = self._dated(rulebook)

    def _dated(self, rulebook: Rulebook) -> bool:
        """Whether a fact may follow from the day alone, by its date or by who belonged to what."""
        for derivation in self.engine.deriving.derivations:
            fact = derivation.fact
            whens = [*(i.when for i in fact.implied), *(d.when for d in fact.derived if d.when is not None)]
            inputs = {name for when in whens for name in _reads(rulebook, when)}
            inputs.update(name for derived in fact.derived for name in derived.expression.reads)
            if any(name.startswith("group ") or _is_date(rulebook, name) for name in inputs):
                return True
        return False

    def readers(self, plan: Plan) -> tuple[_Readers, ...]:
        """Return which rules read what, for each step of a plan."""
        found = self._readers.get(id(plan))
        if found is None:
            found = self._readers[id(plan)] = tuple(self._of(step) for step in plan)
        return found

    def truths(self, plan: Plan) -> _Truths:
        """Return what takes the truths of the rules of a plan out of a state."""
        found = self._truths.get(id(plan))
        if found is None:
            slots = {ranked.slot for step in plan for ranked in step.question.rules}
            found = self._truths[id(plan)] = _truths(sorted(slots))
        return found

    def rests(self, plan: Plan) -> _Rests:
        """Return what of the law on a day the questions of a plan rest on."""
        found = self._rests.get(id(plan))
        if found is None:
            tests: dict[str, dict[Truths, None]] = {}
            groups: set[str] = set()
            days: set[int] = set()
            loose = False
            for atom in (atom for condition in conditions_of(plan) for atom in atoms(condition)):
                if isinstance(atom, InGroup):
                    groups.add(f"group {atom.group}")
                for name in names(atom):
                    if _is_date(self.engine.rulebook, name):
                        tests.setdefault(name, {})[self.engine.function(atom)] = None
                        turning = dates_in(atom)
                        days |= turning
                        loose |= not turning
            found = self._rests[id(plan)] = _Rests(
                frozenset(ranked.slot for step in plan for ranked in step.question.rules),
                frozenset(groups),
                {name: tuple(asked) for name, asked in tests.items()},
                None if loose else frozenset(days),
            )
        return found

    def _of(self, step: Step) -> _Readers:
        question, known = step.question, set(step.known)
        by_name: dict[str, list[int]] = {}
        tests: list[Truths | None] = []
        read: defaultdict[int, set[str]] = defaultdict(set)
        for index, ranked in enumerate(question.rules):
            condition = ranked.rule.condition
            tests.append(None if condition is None else self.engine.function(condition))
            if index not in known and condition is not None:
                read[index] = _reads(self.engine.rulebook, condition)
                for name in read[index]:
                    by_name.setdefault(name, []).append(index)
        when = question.question.covered
        covered = frozenset() if when is None else frozenset(_reads(self.engine.rulebook, when))
        by_slot = {ranked.slot: index for index, ranked in enumerate(question.rules) if index not in known}
        return _Readers(
            step,
            tuple(tests),
            {name: tuple(indices) for name, indices in by_name.items()},
            by_slot,
            frozenset(ranked.slot for ranked in question.rules),
            covered,
            covered | by_name.keys(),
            range(len(question.rules)),
            _truths([ranked.slot for ranked in question.rules]),
            _truths(list(by_slot)),
            frozenset(by_slot),
            tuple(by_slot.values()),
            tuple(frozenset(read[index]) for index in by_slot.values()),
        )

    def between(self, first: Bound, then: Bound) -> tuple[tuple[tuple[str, int], ...], frozenset[int]]:
        """Return the groups to which not the same nations belong on two days, and the places of the rules that are in force on one of them."""
        if first.filled != then.filled:
            return self.groups, frozenset(slot for slot, _ in self._windows)
        key = (first.day, then.day)
        found = self._between.get(key) if not first.filled else None
        if found is None:
            groups = tuple((name, slot) for name, slot in self.groups if first.blank[slot] != then.blank[slot])
            turned = frozenset(slot for slot, w in self._windows if w.holds(first.day) != w.holds(then.day))
            found = groups, turned
            if not first.filled:
                self._between[key] = found
        return found

    def changed(self, bound: Bound, state: State, before: Decided) -> tuple[set[str], frozenset[int]]:
        """Return the facts and groups that are not what they were, and the rules that came into force or went out of it."""
        names = set(compress(self.facts, map(ne, state, before.state)))
        if bound is before.bound:
            return names, frozenset()
        groups, turned = self.turned(before.bound, bound, state)
        return names | groups, turned

    def turned(self, first: Bound, then: Bound, state: State) -> tuple[set[str], frozenset[int]]:
        """Return the groups to which a nation of a state does not belong as it did, and the places of the rules in force on one day alone.

        Where a nation is not known, every group counts to which any nation does not belong as it did.
        """
        groups, rules = self.between(first, then)
        nations = [state[slot] for slot in self.engine.nation_slots]
        if not all(nation.__class__ is str for nation in nations):
            return {name for name, _ in groups}, rules
        return {
            name
            for name, slot in groups
            if any(first.blank[slot].get(nation) != then.blank[slot].get(nation) for nation in nations)
        }, rules

    def days(self, bound: Bound, plan: Plan, state: State) -> frozenset[int] | None:
        """Return the days on which anything may change that the questions of a plan rest on, for the nations of a state.

        Between two of them the answers are the same on every day. None where that cannot be told from the law alone: a nation is not known, a
        group was filled, or something follows from the day.
        """
        rests = self.rests(plan)
        nations = tuple(state[slot] for slot in self.engine.nation_slots)
        known = all(nation.__class__ is str for nation in nations)
        if rests.days is None or bound.filled or self.dated or self.claimed(state) or not known:
            return None
        key = (id(plan), nations)
        found = self._days.get(key)
        if found is None:
            if len(self._days) >= _MOST_DAYS:
                self._days.clear()
            rules = {ranked.rule.window for step in plan for ranked in step.question.rules}
            windows = {day for window in rules for day in (window.start, window.end)}
            groups = {name.removeprefix("group ") for name in rests.groups}
            turned = {day for group in groups for nation in nations for day in self._turns(group, nation)}
            found = self._days[key] = rests.days.union(windows, turned)
        return found

    def _turns(self, group: str, nation: str) -> tuple[int, ...]:
        """Return the days on which a nation comes into a group or leaves it, or may."""
        found = self._member_days.get((group, nation))
        if found is None:
            belongs, days = self.engine.members, sorted(self.engine.rulebook.groups[group].boundaries())
            found = self._member_days[group, nation] = tuple(
                day for day in days if belongs(group, day - 1).get(nation) != belongs(group, day).get(nation)
            )
        return found

    def readings(self, bound: Bound, name: str) -> tuple[tuple[int, Truths], ...] | None:
        """Return the rules in force that read a fact, each with its place and its condition; None where the silence of a question rests on it."""
        if name not in bound.readings:
            steps = self.readers(self.engine.plan)
            rules = [
                (one.step.question.rules[index], one.tests[index])
                for one in steps
                for index in one.by_name.get(name, ())
            ]
            bound.readings[name] = (
                None
                if any(name in one.covered for one in steps)
                else tuple(
                    (ranked.slot, test) for ranked, test in rules if test and ranked.rule.window.holds(bound.day)
                )
            )
        return bound.readings[name]

    def claimed(self, state: State) -> bool:
        """Whether anything is claimed: it counts by what the figures leave open, and changes the truth of rules that nobody touched."""
        return any(state[slot] is not None for slot in self.engine.claim_slots.values())


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


def _asked_of_open(readers: _Readers, names: set[str], state: State) -> Collection[int]:
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


def _asked(readers: _Readers, names: Iterable[str], turned: frozenset[int]) -> Collection[int]:
    """Return the rules whose truth may not be what it was."""
    asked: set[int] = set()
    for name in names:
        if name in readers.by_name:
            asked.update(readers.by_name[name])
    if turned:
        asked.update([readers.by_slot[slot] for slot in readers.own_slots & turned])
    return asked


def _ask(bound: Bound, readers: _Readers, asked: Iterable[int], state: State, moved: set[int]) -> None:
    rules, tests, day = readers.step.question.rules, readers.tests, bound.day
    for index in asked:
        ranked = rules[index]
        test = tests[index]
        truth = FALSE if not ranked.rule.window.holds(day) else TRUE if test is None else test(state)
        if truth != state[ranked.slot]:
            state[ranked.slot] = truth
            moved.add(ranked.slot)


def _walked(bound: Bound, readers: _Readers, state: State, moved: set[int]) -> Outcome:
    """Decide one question by its tree."""
    were = readers.own(state)
    for slot in readers.by_slot:
        state[slot] = FALSE
    outcome = bound.settle(readers.step, state)
    moved.update(compress(readers.by_slot, map(ne, were, readers.own(state))))
    return outcome


def _truths(slots: list[int]) -> _Truths:
    """Return what takes the truths in some places out of a state."""
    if len(slots) > 1:
        return itemgetter(*slots)
    return lambda state: tuple([state[slot] for slot in slots])


def _reads(rulebook: Rulebook, condition: Condition) -> set[str]:
    """Return the facts, questions and groups that a condition reads."""
    groups = {f"group {atom.group}" for atom in atoms(condition) if isinstance(atom, InGroup)}
    return {*read_by(rulebook, condition), *used_questions(rulebook, condition), *groups}


def _is_date(rulebook: Rulebook, name: str) -> bool:
    return name in rulebook.facts and rulebook.facts[name].type == "date"
