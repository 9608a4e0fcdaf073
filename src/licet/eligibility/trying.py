"""One transfer tried on nations, and on memberships that they have not: the same rules, the groups of the day changed for one nation.

A nation is to the rules what they ask of it: the groups that it stood in on the day, and whether a rule names it. That is its *place*;
two nations in one place have the same answers, and a place that no nation is in can be tried like any other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from licet.deciding.bound import Bound
from licet.deciding.changing import Decided
from licet.deciding.compiling import FALSE, State
from licet.deciding.exploring import explorer
from licet.deciding.timeline import deciding
from licet.deciding.trials import Trials
from licet.deciding.walking import Purse
from licet.language.conditions import Atom, Condition, InGroup, atoms, names
from licet.rulebook.instruments import Rule
from licet.rulebook.names import RECIPIENT
from licet.rulebook.rulebook import Rulebook
from licet.transfers.transfer import Transfer

# A nation that no rule names; no code of a nation is written so.
UNNAMED = "*"

# How many states may be decided in all to find out what is left of answers that are open.
_STATES = 6000
# So many unknown parts of conditions cost as much as one state.
_PARTS = 8

# Question → the answers left, and whether they are exact.
Answers = Mapping[str, tuple[tuple[str, ...], bool]]


def differing(now: Answers, then: Answers) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the questions answered otherwise, with the answers then; of an answer that is not exact no difference can be told."""
    return tuple(
        (question, possible)
        for question, (possible, exact) in then.items()
        if exact and now[question][1] and possible != now[question][0]
    )


@dataclass(frozen=True, slots=True)
class Place:
    """What the rules can ask of a nation.

    Attributes:
        nation: its code where a rule names it.
        held: for each group that is asked for, whether it belongs: 2 yes, 1 not known, 0 no.
    """

    nation: str
    held: tuple[int, ...]

    def with_(self, index: int, truth: int) -> Place:
        """Return the place of a nation that differs in one membership."""
        return replace(self, held=(*self.held[:index], truth, *self.held[index + 1 :]))

    @property
    def unnamed(self) -> Place:
        """The same memberships, of a nation that no rule names."""
        return replace(self, nation=UNNAMED)


class Trying:
    """One transfer without a recipient, tried on one place after another.

    Args:
        rulebook: the law.
        transfer: the transfer; whom it goes to is left open.
        questions: the questions asked, each with one answer.
        before: the same transfer as it was tried on another day; what is found out of what is open there holds here too, where it is alike.

    Attributes:
        groups: the groups that the rules behind the questions ask the recipient for, in the order of the law.
        named: nation → the rules behind the questions that name it.
    """

    def __init__(
        self, rulebook: Rulebook, transfer: Transfer, questions: tuple[str, ...], before: Trying | None = None
    ) -> None:
        self.rulebook = rulebook
        self.questions = questions
        self.stated = dict(transfer.stated)
        self.day = transfer.date.toordinal()
        self.bound = Bound(rulebook, self.day, transfer.filled)
        # Of its own, so that one nation can be put into a group and taken out again.
        self.members: dict[str, dict[str, int]] = {}
        for name in rulebook.groups:
            slot = self.bound.slots[f"group {name}"]
            self.bound.blank[slot] = self.members[name] = dict(self.bound.blank[slot])
        asked = {atom.group for _, atom in self._asking() if isinstance(atom, InGroup) and not atom.on}
        self.groups = tuple(name for name in rulebook.groups if name in asked)
        self._purse = Purse(_STATES)
        self._found: dict[Place, Answers] = {}
        self._known: dict[Any, tuple[tuple[str, ...], bool]] = before._known if before is not None else {}
        self._slots: dict[str, tuple[int, ...]] = {}

    def place(self, nation: str) -> Place:
        """Return where a nation stands on the day of the transfer."""
        held = tuple(self.members[group].get(nation, FALSE) for group in self.groups)
        return Place(nation if nation in self.named else UNNAMED, held)

    def answers(self, place: Place) -> Answers:
        """Return the answers for a nation in some place."""
        found = self._found.get(place)
        if found is None:
            kept = {group: self.members[group].get(place.nation) for group in self.groups}
            for group, truth in zip(self.groups, place.held, strict=True):
                self._put(group, place.nation, truth)
            found = self._found[place] = self._answers(place.nation)
            for group, before in kept.items():
                self._put(group, place.nation, before or FALSE)
        return found

    def deciding(self, nation: str, question: str) -> list[str]:
        """Return the rules that decide a question for a nation."""
        outcomes = self.bound.decide(self.bound.state({**self.stated, RECIPIENT: nation}))
        return deciding(self.bound, question, outcomes[question])

    def _put(self, group: str, nation: str, truth: int) -> None:
        if truth:
            self.members[group][nation] = truth
        else:
            self.members[group].pop(nation, None)

    def _answers(self, nation: str) -> Answers:
        stated = {**self.stated, RECIPIENT: nation}
        state = self.bound.state(stated)
        outcomes = self.bound.decide(state)
        found: dict[str, tuple[tuple[str, ...], bool]] = {}
        for question in self.questions:
            outcome = outcomes[question]
            found[question] = outcome.possible, not outcome.open
            if outcome.open and self._purse.left > 0:
                # Places that leave the same rules and the same tests unknown have the same answers left, and are explored once.
                key = self._likeness(question, state)
                if key not in self._known:
                    self._known[key] = self._explored(question, stated, Decided(self.bound, state, outcomes))
                found[question] = self._known[key]
        return found

    def _explored(self, question: str, stated: Mapping[str, Any], decided: Decided) -> tuple[tuple[str, ...], bool]:
        outcome = decided.outcomes[question]
        remaining = explorer(self.bound).remaining(question, stated, purse=self._purse, trials=Trials(decided, stated))
        # A claim decides while no figure is stated; cells are figures, so what they add is left aside.
        left = tuple(answer for answer in remaining.possible if answer in outcome.possible)
        return left or outcome.possible, remaining.exact

    def _likeness(self, question: str, state: State) -> Any:
        """Return what a decided state leaves to find out of a question: states alike in it have the same answers left."""
        slots = self._slots.get(question)
        if slots is None:
            plan = self.bound.cone(question)
            rules = [ranked.slot for step in plan for ranked in step.question.rules]
            steps = [step.question.slot for step in plan if step.question.slot >= 0]
            slots = self._slots[question] = tuple(dict.fromkeys([*rules, *steps]))
        parts = explorer(self.bound).unsettled(self.bound.question(question), state).parts
        # To look through what is open costs as well, where it is much.
        self._purse.left -= len(parts) // _PARTS
        return question, tuple(state[slot] for slot in slots), frozenset(parts)

    # What the rules ask of the recipient.

    @cached_property
    def named(self) -> Mapping[str, tuple[str, ...]]:
        """Nation → the rules that name it: those of which some test of its name turns out otherwise than for an unnamed nation."""
        found: dict[str, dict[str, None]] = {}
        slot = self.bound.slots[RECIPIENT]
        state = self.bound.blank.copy()
        for rule, atom in self._asking():
            if isinstance(atom, InGroup) and not atom.on:
                continue
            test = self.bound.function(atom)
            state[slot] = UNNAMED
            of_others = test(state)
            for nation in self.rulebook.nations:
                state[slot] = nation
                if test(state) != of_others:
                    found.setdefault(nation, {})[rule] = None
        return {nation: tuple(rules) for nation, rules in found.items()}

    def _asking(self) -> Iterator[tuple[str, Atom]]:
        """Yield the tests of the recipient in the rules behind the questions, each with the name of its rule."""
        for name, condition in self._conditions():
            for atom in atoms(condition):
                if RECIPIENT in names(atom):
                    yield name, atom

    def _conditions(self) -> Iterator[tuple[str, Condition]]:
        plans = [self.bound.cone(question) for question in self.questions]
        rules: dict[str, Rule] = {
            ranked.rule.name: ranked.rule
            for plan in plans
            for step in plan
            for ranked in step.question.rules
            if ranked.rule.window.holds(self.day)
        }
        yield from ((name, rule.condition) for name, rule in rules.items() if rule.condition is not None)
        for question in {step.question.question.name for plan in plans for step in plan}:
            covered = self.rulebook.questions[question].covered
            if covered is not None:
                yield question, covered
        for fact in self.rulebook.facts.values():
            yield from ((fact.name, implied.when) for implied in fact.implied)
