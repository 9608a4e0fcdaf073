"""What rules ask: which of them read a fact, a question or a group, which are in force on one day alone, and on which days an answer may turn.

From this follows what has to be decided again when something changes (see :mod:`licet.deciding.changing`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeAlias

from licet.deciding.compiling import FALSE, TRUE, State, Truths
from licet.deciding.trees import conditions_of
from licet.language.conditions import Condition, InGroup, atoms, conjuncts, names
from licet.rulebook.checking import used_questions
from licet.rulebook.instruments import Rule
from licet.rulebook.operands import read_by
from licet.rulebook.rulebook import Rulebook, dates_in

if TYPE_CHECKING:
    from licet.deciding.bound import Bound
    from licet.deciding.compiled import Compiled
    from licet.deciding.trees import CompiledQuestion, Plan, Step

# So many sets of days are kept before all are forgotten.
_MOST_DAYS = 4_000
# So many pairs of days and nations are kept with what is another between them.
_MOST_TURNED = 40_000

_Truths: TypeAlias = Callable[[State], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Readers:
    """Which rules of one question, among those whose truth is first found there, read what.

    Attributes:
        step: the question in the order of deciding.
        name: its name.
        key: the question, or what one code of it rests on, by the identity that it has in all plans.
        slots: the places of all rules of the question.
        indices: their indices.
        all: their truths in a state.
        own: the places of the rules whose truth is first found there, each with its condition as a function.
        own_slots: those places.
        truths: the truths in those places of a state.
        asks: what the condition of each of those rules reads.
        by_name: fact, question or group → those that read it: the place of each, with its condition.
        covered: what the condition reads under which silence decides.
        reads: what any of these conditions reads.
    """

    step: Step
    name: str
    key: int
    slots: frozenset[int]
    indices: range
    all: _Truths
    own: Mapping[int, Truths]
    own_slots: tuple[int, ...]
    truths: _Truths
    asks: tuple[frozenset[str], ...]
    by_name: Mapping[str, Mapping[int, Truths]]
    covered: frozenset[str]
    reads: frozenset[str]

    def touched(self, names: AbstractSet[str], moved: AbstractSet[int], turned: AbstractSet[int] = frozenset()) -> bool:
        """Whether the question may be another where something is not what it was: facts, groups and questions, or rules by their places."""
        slots = self.slots
        return not (self.reads.isdisjoint(names) and turned.isdisjoint(slots) and moved.isdisjoint(slots))


def never(_: State) -> int:
    """Tell the truth of a rule that is not in force."""
    return FALSE


def always(_: State) -> int:
    """Tell the truth of a rule without a condition."""
    return TRUE


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
        # By identity: the plans and their questions are those of the engine, which lives as long as this.
        self._readers: dict[int, tuple[Readers, ...]] = {}
        self._steps: dict[tuple[int, tuple[int, ...]], Readers] = {}
        self._rests: dict[int, _Rests] = {}
        self._truths: dict[int, _Truths] = {}
        self._between: dict[tuple[int, int], tuple[tuple[tuple[str, int], ...], frozenset[int]]] = {}
        # By plan, of which the same holds, and by nation.
        self._days: dict[tuple[int, tuple[str, ...]], frozenset[int]] = {}
        self._member_days: dict[tuple[str, str], tuple[int, ...]] = {}
        self._read: dict[int, frozenset[str]] = {}
        self._alone: dict[str, tuple[Truths, ...]] = {}
        self._turned: dict[tuple[Any, ...], tuple[frozenset[str], frozenset[int]]] = {}
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

    def readers(self, plan: Plan) -> tuple[Readers, ...]:
        """Return which rules read what, for each step of a plan."""
        found = self._readers.get(id(plan))
        if found is None:
            found = self._readers[id(plan)] = tuple([self._of_step(step) for step in plan])
        return found

    def _of_step(self, step: Step) -> Readers:
        """Return which rules read what; the same for the same question in all plans in which the same rules are left to it."""
        key = id(step.question), step.known
        found = self._steps.get(key)
        if found is None:
            found = self._steps[key] = self._of(step)
        return found

    def truths(self, plan: Plan) -> _Truths:
        """Return what takes the truths of the rules of a plan out of a state."""
        found = self._truths.get(id(plan))
        if found is None:
            slots = {ranked.slot for step in plan for ranked in step.question.rules}
            found = self._truths[id(plan)] = _truths(sorted(slots))
        return found

    def truths_of(self, question: CompiledQuestion) -> _Truths:
        """Return what takes the truths of the rules of a question out of a state."""
        found = self._truths.get(id(question))
        if found is None:
            found = self._truths[id(question)] = _truths([ranked.slot for ranked in question.rules])
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

    def _of(self, step: Step) -> Readers:
        question, known = step.question, set(step.known)
        own = {ranked.slot: ranked.rule.condition for n, ranked in enumerate(question.rules) if n not in known}
        tests = {slot: always if when is None else self.engine.function(when) for slot, when in own.items()}
        asks = [frozenset[str]() if when is None else self.read(when) for when in own.values()]
        by_name: defaultdict[str, dict[int, Truths]] = defaultdict(dict)
        for slot, read in zip(own, asks, strict=True):
            for name in read:
                by_name[name][slot] = tests[slot]
        when = question.question.covered
        covered = frozenset[str]() if when is None else self.read(when)
        slots = [ranked.slot for ranked in question.rules]
        return Readers(
            step,
            question.question.name,
            id(question),
            frozenset(slots),
            range(len(slots)),
            _truths(slots),
            tests,
            tuple(own),
            _truths(list(own)),
            tuple(asks),
            dict(by_name),
            covered,
            covered.union(by_name),
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

    def turned(self, first: Bound, then: Bound, state: State) -> tuple[frozenset[str], frozenset[int]]:
        """Return the groups to which a nation of a state does not belong as it did, and the places of the rules in force on one day alone.

        Where a nation is not known, every group counts to which any nation does not belong as it did.
        """
        nations = [state[slot] for slot in self.engine.nation_slots]
        known = all(nation.__class__ is str for nation in nations)
        key = (first.day, then.day, *nations) if known and not first.filled and not then.filled else None
        found = self._turned.get(key) if key else None
        if found is None:
            groups, rules = self.between(first, then)
            found = (
                frozenset(
                    name
                    for name, slot in groups
                    if not known
                    or any(first.blank[slot].get(nation) != then.blank[slot].get(nation) for nation in nations)
                ),
                rules,
            )
            if key:
                if len(self._turned) >= _MOST_TURNED:
                    self._turned.clear()
                self._turned[key] = found
        return found

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
            steps, in_force = self.readers(self.engine.plan), bound.in_force
            bound.readings[name] = (
                None
                if any(name in one.covered for one in steps)
                else tuple(
                    (slot, test)
                    for one in steps
                    for slot, test in one.by_name.get(name, {}).items()
                    if slot in in_force
                )
            )
        return bound.readings[name]

    def read(self, condition: Condition) -> frozenset[str]:
        """Return the facts, questions and groups that a condition reads."""
        found = self._read.get(id(condition))
        if found is None:
            # By identity, as the conditions live as long as their rulebook.
            found = self._read[id(condition)] = frozenset(_reads(self.engine.rulebook, condition))
        return found

    def alone(self, rule: Rule) -> tuple[Truths, ...]:
        """Return those parts of a rule's condition, all of which must hold, that rest on facts and on no question."""
        found = self._alone.get(rule.name)
        if found is None:
            parts = [] if rule.condition is None else conjuncts(rule.condition)
            found = self._alone[rule.name] = tuple(
                self.engine.function(part) for part in parts if not used_questions(self.engine.rulebook, part)
            )
        return found

    def claimed(self, state: State) -> bool:
        """Whether anything is claimed: it counts by what the figures leave open, and changes the truth of rules that nobody touched."""
        return any(state[slot] is not None for slot in self.engine.claim_slots.values())


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
