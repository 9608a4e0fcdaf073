"""A rulebook bound to a day: the groups as they stood, and the questions decided for one state after another."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from licet.deciding.compiled import Compiled, compiled
from licet.deciding.compiling import FALSE, TRUE, UNKNOWN, Interval, State, Truths
from licet.deciding.deriving import Derivation
from licet.deciding.trees import Branch, CompiledQuestion, Leaf, Plan, Step, Switch, Tree
from licet.language.conditions import Condition
from licet.rulebook.instruments import Rule
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.vocabulary import Derived, Fact

if TYPE_CHECKING:
    from licet.deciding.exploring import Explorer

Filled = tuple[tuple[str, frozenset[str]], ...]

# From so many decisions on a day its rules in force get a tree of their own.
_OFTEN = 8
# So many days stay bound: those of one timeline, and some.
_KEPT = 400


@dataclass(slots=True)
class Outcome:
    """The answer to one question for one state.

    Attributes:
        value: the answer, or None when open; for codes, those that are certain.
        possible: the answers still open, the only one when the question is decided; for codes, those that may still come in.
        acts: the rules that apply (2) or may apply (1) undefeated, and those that would and are defeated (0), by their index.
        open: whether more than one answer is left.
    """

    value: Any
    possible: tuple[str, ...]
    acts: dict[int, int] = field(default_factory=dict)
    open: bool = False


class Bound:
    """A rulebook on one day, with some groups filled by the user.

    Args:
        rulebook: the rulebook.
        day: the day, as an ordinal; every day between two boundaries of the rulebook gives the same.
        filled: groups that a user has filled: name → nations.
    """

    def __init__(self, rulebook: Rulebook, day: int, filled: Filled = ()) -> None:
        self.rulebook = rulebook
        self.day = day
        self.filled = filled
        self.engine: Compiled = compiled(rulebook)
        self.questions = self.engine.questions
        self.slots = self.engine.slots
        self.blank: State = self.engine.blank.copy()
        for name in rulebook.groups:
            self.blank[self.slots[f"group {name}"]] = self.engine.members(name, day)
        for name, nations in filled:
            self.blank[self.slots[f"group {name}"]] = rulebook.groups[name].filled(nations, day)

        self.rules: list[Rule] = [rule for rule in rulebook.rules.values() if rule.window.holds(day)]
        self.in_force: frozenset[int] = frozenset([self.engine.rule_slots[rule.name] for rule in self.rules])
        # What explores it (see licet.deciding.exploring), there as long as this is and no longer.
        self.explorer: Explorer | None = None
        # Fact → the rules in force that read it, each with its place and its condition; None where the silence of a question rests on it.
        self.readings: dict[str, tuple[tuple[int, Truths], ...] | None] = {}
        self._decided = 0
        # By identity: the plans are those of the engine, which lives as long as its rulebook.
        self._plans: dict[int, Plan] = {}

    def question(self, name: str) -> CompiledQuestion:
        """Return a question by its name."""
        return self.engine.by_name[name]

    def function(self, condition: Condition) -> Truths:
        """Return the function of a condition."""
        return self.engine.function(condition)

    def cone(self, question: str, code: str = "") -> Plan:
        """Return the plan of a question, or of one code of it, and those that it rests on; the question itself stands last."""
        return self.engine.cone(question, code)

    def unknown(self, fact: Fact, value: Any) -> bool:
        """Whether a value of a state says nothing of a fact."""
        return value is None or (fact.type == "truth" and value == UNKNOWN)

    def state(self, stated: Mapping[str, Any], withheld: Collection[str] = (), plan: Plan | None = None) -> State:
        """Return the state of what was stated, with what follows from it and what is presumed.

        Args:
            stated: fact → value as it stands in a state (see :mod:`licet.deciding.compiling`).
            withheld: facts that are not presumed, worked out or estimated this time.
            plan: only what these questions rest on has to follow; everything by default.
        """
        return self.derived(stated, withheld, plan)[0]

    def derived(
        self, stated: Mapping[str, Any], withheld: Collection[str] = (), plan: Plan | None = None
    ) -> tuple[State, dict[str, Any]]:
        """Return the state of what was stated, and where each fact that nobody stated is from.

        What follows from other facts comes first, then one presumption after the other.

        Returns:
            The state, and fact → the :class:`Implied` or :class:`Derived` that it follows from, or None where it is presumed.
        """
        state = self.blank.copy()
        slots = self.slots
        for name in withheld:
            state[slots[name]] = UNKNOWN if self.rulebook.facts[name].type == "truth" else None
        for name, value in stated.items():
            state[slots[name]] = value
        found: dict[str, Any] = {}
        active, circling = self.engine.deriving.active(stated.keys(), plan)
        for derivation in active:
            self._follow(derivation, state, found, withheld)
        again = bool(circling)
        while again:
            # A circle may let something follow from what came after it.
            again = False
            for derivation in circling:
                if found.get(derivation.fact.name) is None:
                    again |= self._follow(derivation, state, found, withheld)
        return state, found

    def follow(self, derivations: Iterable[Derivation], state: State) -> None:
        """Set facts to what follows or is presumed, one after the other."""
        found: dict[str, Any] = {}
        for derivation in derivations:
            self._follow(derivation, state, found, ())

    def _follow(self, derivation: Derivation, state: State, found: dict[str, Any], withheld: Collection[str]) -> bool:
        """Set a fact to what follows or is presumed, and return whether something follows that did not before."""
        for value, test, implied in derivation.implied:
            if test(state) == TRUE:
                state[derivation.slot] = value
                found[derivation.fact.name] = implied
                return True
        name = derivation.fact.name
        if name not in withheld:
            measure, source = _worked_out(derivation, state)
            if source is not None:
                state[derivation.slot] = measure
                found[name] = source
                return True
            if derivation.presumed is not None and name not in found:
                state[derivation.slot] = derivation.presumed
                found[name] = None
        return False

    def presumed(self, stated: Mapping[str, Any], found: Mapping[str, Any]) -> list[str]:
        """Return the facts of a state that rest on a presumption, from what :meth:`derived` found."""
        return [
            fact.name
            for fact in self.rulebook.facts.values()
            if fact.presume and fact.name not in stated and found.get(fact.name) is None
        ]

    def decide(self, state: State, plan: Plan | None = None) -> dict[str, Outcome]:
        """Decide the questions of a state; the state then holds the answers and the truth of every rule.

        Args:
            state: from :meth:`state`; each state is decided once.
            plan: only these (see :meth:`cone`); all by default.
        """
        steps = self._steps(self.engine.plan if plan is None else plan)
        return {step.question.question.name: self.settle(step, state) for step in steps}

    def settle(self, step: Step, state: State) -> Outcome:
        """Decide one question of a state that holds the answers to those on which it rests, and the truth of their rules."""
        question = step.question
        live: list[int] = []
        if step.leaves:
            self._leaves(step.leaves, TRUE, state, live)
        self._walk(step.branches, TRUE, state, live)
        if step.known:
            live += [index for index in step.known if state[question.rules[index].slot]]
        live.sort()
        if question.question.claims:
            live = self._claimed(question, state, live)
        outcome = self.concluded(question, state, live)
        if question.slot >= 0:
            state[question.slot] = frozenset(outcome.possible) if outcome.open else outcome.value
        return outcome

    def concluded(self, question: CompiledQuestion, state: State, live: list[int]) -> Outcome:
        """Return the answer to a question from its rules that hold or may hold, by their indices in order."""
        one_of = question.question.type != "codes"
        return self._one_of(question, state, live) if one_of else self._codes(question, state, live)

    def _steps(self, plan: Plan) -> Plan:
        """Return a plan; for a day that is asked often, without the rules that are not in force."""
        self._decided += 1
        if self._decided < _OFTEN:
            return plan
        found = self._plans.get(id(plan))
        if found is None:
            found = self._plans[id(plan)] = tuple(
                Step(step.question, *_in_force((step.leaves, step.branches), self.day), step.known) for step in plan
            )
        return found

    def _walk(self, branches: tuple[Branch | Switch, ...], above: int, state: State, live: list[int]) -> None:
        for branch in branches:
            if isinstance(branch, Switch):
                self._switch(branch, above, state, live)
                continue
            truth = branch.test(state)
            if truth:
                if above < truth:
                    truth = above
                if branch.leaves:
                    self._leaves(branch.leaves, truth, state, live)
                if branch.branches:
                    self._walk(branch.branches, truth, state, live)

    def _switch(self, switch: Switch, above: int, state: State, live: list[int]) -> None:
        leaves, branches = switch.tree(state[switch.slot])
        if leaves:
            self._leaves(leaves, above, state, live)
        if branches:
            self._walk(branches, above, state, live)

    def _leaves(self, leaves: tuple[Leaf, ...], truth: int, state: State, live: list[int]) -> None:
        day = self.day
        for leaf in leaves:
            if leaf.start <= day < leaf.end:
                state[leaf.slot] = truth
                live.append(leaf.index)

    def _claimed(self, question: CompiledQuestion, state: State, live: list[int]) -> list[int]:
        """Where no figure tests an entry, the exporter's claim decides, unless the facts exclude everything that is claimed.

        Of an entry that the figures stated leave open, only a claim that it is met is taken, never the silence of a claim.
        """
        claims = state[self.engine.claim_slots[question.question.name]]
        if claims is None or (claims and not any(claims.get(question.rules[index].claim) for index in live)):
            return live
        for index in live:
            rule = question.rules[index]
            if state[rule.slot] == UNKNOWN:
                claimed = claims.get(rule.claim, claims.get("", FALSE))
                if claimed or not self.tested(rule.rule, state):
                    state[rule.slot] = claimed
        return [index for index in live if state[question.rules[index].slot]]

    def tested(self, rule: Rule, state: State) -> bool:
        """Whether every figure that a rule reads is stated, so that they and no claim decide."""
        figures = self.engine.figures(rule)
        return bool(figures) and all(state[slot] is not None for slot in figures)

    def _acts(self, question: CompiledQuestion, state: State, live: list[int]) -> dict[int, int]:
        acts: dict[int, int] = {}
        rules = question.rules
        for index in live:
            rule = rules[index]
            truth: int = state[rule.slot]
            for other in rule.excepters:
                act = acts.get(other)
                if act:
                    truth = min(truth, 2 - act)
            acts[index] = truth
        return acts

    def _codes(self, question: CompiledQuestion, state: State, live: list[int]) -> Outcome:
        if not live:
            return Outcome((), ())
        acts = self._acts(question, state, live)
        sure: dict[str, None] = {}
        may: dict[str, None] = {}
        for index, act in acts.items():
            if act:
                told = sure if act == TRUE else may
                for code in question.rules[index].answer:
                    told[code] = None
        open_codes = tuple(code for code in may if code not in sure)
        return Outcome(tuple(sure), open_codes, acts, bool(open_codes))

    def _one_of(self, question: CompiledQuestion, state: State, live: list[int]) -> Outcome:
        acts = self._acts(question, state, live)
        sure: set[int] = set()
        may: set[int] = set()
        for index, act in acts.items():
            if act == TRUE:
                sure.add(question.rules[index].answer)
            elif act == UNKNOWN:
                may.add(question.rules[index].answer)
        answers = question.answers
        if not sure:
            uncovered = question.covered is not None and question.covered(state) != TRUE
            if not uncovered:
                sure.add(answers.index(question.question.default))
            else:
                may.update(range(len(answers)))
        elif question.question.combine == "strictest":
            best = min(sure)
            sure, may = {best}, {rank for rank in may if rank < best}
        # On a question with a single answer two rules that disagree are a conflict in the law; it is left open, never picked.
        possible = tuple(answers[rank] for rank in sorted(sure | may))
        return Outcome(possible[0] if len(possible) == 1 else None, possible, acts, len(possible) > 1)


def _worked_out(derivation: Derivation, state: State) -> tuple[Interval | None, Derived | None]:
    """Return what a measure is worked out to be, and from what; what bounds it from several sides bounds it together."""
    measure: Interval | None = None
    source: Derived | None = None
    for work_out, derived in derivation.worked_out:
        if source is not None and derived.estimate:
            break
        found = work_out(state)
        if found is None:
            continue
        if measure is None:
            measure, source = found, derived
            if derived.estimate:
                break
            continue
        if measure[0] == measure[1] and found[0] == found[1]:
            # Two figures on the same footing: the true one may be either.
            measure = min(measure[0], found[0]), max(measure[1], found[1])
            continue
        both = max(measure[0], found[0]), min(measure[1], found[1])
        # A figure outside a bound says nothing.
        if both[0] > both[1]:
            return None, None
        if both != measure:
            measure, source = both, source if measure[0] == measure[1] else derived
    return measure, source


def _grown_in_force(switch: Switch, day: int, value: str) -> Tree:
    return _in_force(switch.tree(value), day)


def _in_force(tree: Tree, day: int) -> Tree:
    leaves, branches = tree
    kept: list[Branch | Switch] = []
    for branch in branches:
        if isinstance(branch, Switch):
            kept.append(Switch(branch.slot, partial(_grown_in_force, branch, day)))
            continue
        below = _in_force((branch.leaves, branch.branches), day)
        if below[0] or below[1]:
            kept.append(Branch(branch.test, *below))
    return tuple(leaf for leaf in leaves if leaf.start <= day < leaf.end), tuple(kept)


class Binder:
    """Binds one rulebook to days, each stretch between two boundaries once."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self._bound: dict[tuple[int, Filled], Bound] = {}

    def on(self, day: int, filled: Filled = ()) -> Bound:
        """Return the rulebook on a day."""
        key = (self._stretch(day), filled)
        found = self._bound.get(key)
        if found is None:
            if len(self._bound) >= _KEPT:
                self._bound.pop(next(iter(self._bound)), None)
            found = self._bound[key] = Bound(self.rulebook, day, filled)
        return found

    def first_day(self, day: int) -> int:
        """Return the first day on which everything is as on a day; of what was before all boundaries, the last."""
        boundaries, stretch = self.rulebook.boundaries, self._stretch(day)
        return boundaries[stretch - 1] if stretch else boundaries[0] - 1 if boundaries else day

    def _stretch(self, day: int) -> int:
        return bisect_right(self.rulebook.boundaries, day)


@lru_cache(maxsize=8)
def binder(rulebook: Rulebook) -> Binder:
    """Return the binder of a rulebook, one for each rulebook in use."""
    return Binder(rulebook)
