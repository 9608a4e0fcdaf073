"""What is still open: the exact answers that remain, and the facts that could decide between them.

Every fact that is not known is cut into cells, stretches of values that no rule tells apart: a range below 300 km and one from there on, the
nations that belong to the same groups. Walking the cells gives a decision diagram of the question. Reduced, with one order of facts, it
holds exactly the facts on which the answer depends, and its leaves are exactly the answers that are left. Kleene's logic, which decides
almost every transfer, prunes the walk; where a walk would grow too large, its wider answer stands and is marked as not exact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias, cast

from licet.deciding.bound import Bound
from licet.deciding.cells import Cells
from licet.deciding.changing import Decided
from licet.deciding.compiling import UNKNOWN, State, Truths, unknown_at
from licet.deciding.remembering import Walked
from licet.deciding.trees import CompiledQuestion
from licet.deciding.trials import Trial, Trials
from licet.deciding.walking import Purse, Remaining, Walk, code_alone
from licet.language.conditions import (
    And,
    Applied,
    Atom,
    Condition,
    Group,
    Not,
    Or,
)


@dataclass(slots=True)
class Unsettled:
    """The unknown parts of some rules.

    Attributes:
        facts: the facts in them, with how often they stand there.
        parts: the unknown tests, by identity; with the truth of all rules they say what is left to find out.
        followed: the questions that were followed.
    """

    facts: dict[str, int] = field(default_factory=dict)
    parts: set[int] = field(default_factory=set)
    followed: set[str] = field(default_factory=set)


@dataclass(slots=True)
class _Open:
    """The unknown parts of one condition.

    Attributes:
        names: the facts in them, each as often as it stands there.
        parts: the unknown tests, by identity.
        questions: the questions in them.
        first: whether what a thing is comes before all that is asked of it.
    """

    first: bool = False
    names: list[str] = field(default_factory=list)
    parts: list[int] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)


_Shape: TypeAlias = tuple[Truths, tuple[Condition, ...]]


class Explorer:
    """Explores one bound rulebook.

    Args:
        bound: the rulebook on the day.
        budget: how many states one question may cost before the wider answer stands.
    """

    def __init__(self, bound: Bound, budget: int = 800) -> None:
        self.bound = bound
        self.budget = budget
        self.cells = Cells(bound)
        self._code_cells: dict[tuple[str, str], Cells] = {}
        self._shapes = bound.engine.shapes

    # What is unknown in a state, as far as a question rests on it.

    def unsettled(
        self,
        question: CompiledQuestion,
        state: State,
        only: set[int] | None = None,
        first: bool = False,
        trial: Trial | None = None,
    ) -> Unsettled:
        """Return the unknown parts of the rules of a question and of those on which it rests, and the facts in them.

        Args:
            question: the question.
            state: a state that has been decided.
            only: the places of the rules to look at; all of the question's by default.
            first: only what is asked first: where it is not known what a thing is, nothing more of it is asked.
            trial: where the state is from, if it is one that is tried: what nothing touched is unknown there as it was above.
        """
        found, asked, followed = Unsettled(), list[str](), [question]
        while followed or asked:
            if followed:
                one = followed.pop()
                conditions = self._open_rules(one, state, only if one is question else None)
            else:
                conditions = self._open_ways(asked.pop(), state)
            for condition in conditions:
                part = self._open(condition, state, first, trial)
                found.parts.update(part.parts)
                for name in part.names:
                    if name not in found.facts:
                        asked.append(name)
                    found.facts[name] = found.facts.get(name, 0) + 1
                for name in part.questions:
                    if name not in found.followed:
                        found.followed.add(name)
                        followed.append(self.bound.question(name))
        return found

    def _open_rules(self, question: CompiledQuestion, state: State, only: set[int] | None) -> list[Condition]:
        """Return what is not known to hold or fail of the conditions of a question's rules, and of that under which silence decides it."""
        found: list[Condition] = []
        for at in unknown_at(self.bound.engine.changing.truths_of(question)(state)):
            rule = question.rules[at]
            if rule.rule.condition is not None and (only is None or rule.slot in only):
                found.append(rule.rule.condition)
        covered = question.question.covered
        if covered is not None and self._shape(covered)[0](state) == UNKNOWN:
            found.append(covered)
        return found

    def _open_ways(self, name: str, state: State) -> list[Condition]:
        """Return what is not known to hold or fail of the conditions from which a fact that is not known follows."""
        fact = self.bound.rulebook.facts[name]
        if not fact.implied or not self.bound.unknown(fact, state[self.bound.slots[name]]):
            return []
        return [way.when for way in fact.implied if self._shape(way.when)[0](state) == UNKNOWN]

    def _open(self, condition: Condition, state: State, first: bool, trial: Trial | None) -> _Open:
        """Return the unknown parts of a condition that is not known to hold or fail."""
        if trial is None or first:
            found = _Open(first)
            self._unknown(condition, self._shape(condition), state, found)
            return found
        kept, key = trial.open, id(condition)
        if kept is None:
            kept = trial.open = {}
        known: _Open | None = kept.get(key)
        if known is None:
            above = None if trial.above is None or trial.above.open is None else trial.above.open.get(key)
            if above is not None and trial.names.isdisjoint(self.bound.engine.changing.read(condition)):
                known = kept[key] = above
            else:
                known = kept[key] = _Open()
                self._unknown(condition, self._shape(condition), state, known)
        return known

    def _condition(self, condition: Condition, state: State, found: _Open) -> None:
        shape = self._shape(condition)
        if shape[0](state) == UNKNOWN:
            self._unknown(condition, shape, state, found)

    def _shape(self, condition: Condition) -> _Shape:
        """Return the function of a condition, and the conditions of which it is made."""
        shape = self._shapes.get(id(condition))
        if shape is None:
            inner: tuple[Condition, ...] = ()
            match condition:
                case Not(one) | Group(one):
                    inner = (one,)
                case And(parts) | Or(parts):
                    inner = parts
            shape = self._shapes[id(condition)] = self.bound.function(condition), inner
        return shape

    def _unknown(self, condition: Condition, shape: _Shape, state: State, found: _Open) -> None:
        """Find the parts of a condition that is not known to hold or fail."""
        inner = shape[1]
        if not inner:
            found.parts.append(id(condition))
            self._atom(cast("Atom", condition), state, found)
            return
        if found.first and isinstance(condition, And) and (what := self._what(inner, state)):
            self._name(what, state, found)
            return
        for part in inner:
            self._condition(part, state, found)

    def _what(self, parts: tuple[Condition, ...], state: State) -> str:
        """Return the fact that says what something is, one of several, on which a rule turns first and which is not known."""
        for part in parts:
            for name in self.bound.engine.trees.asks(part):
                if name in self.bound.rulebook.facts and state[self.bound.slots[name]].__class__ is not str:
                    return name
        return ""

    def _atom(self, atom: Atom, state: State, found: _Open) -> None:
        if not isinstance(atom, Applied):
            for name in self.bound.engine.names(atom):
                if name in self.bound.rulebook.questions:
                    found.questions.append(name)
                else:
                    self._name(name, state, found)
            return
        declared = self.bound.rulebook.tests[atom.test]
        if declared.question:
            found.questions.append(declared.question)
            return
        for index, name in enumerate(declared.maxima):
            limit = self.bound.engine.compiler.limit(atom.arguments[index], declared, index)
            value = state[self.bound.slots[name]]
            if value is None or value[0] < limit:
                self._name(name, state, found)

    def _name(self, name: str, state: State, found: _Open) -> None:
        fact = self.bound.rulebook.facts[name]
        value = state[self.bound.slots[name]]
        if value.__class__ is str or (fact.type == "truth" and value != UNKNOWN):
            return
        if fact.measured and value is not None and value[0] == value[1]:
            return
        found.names.append(name)

    # The diagram.

    def remaining(
        self,
        question: str,
        stated: Mapping[str, Any],
        code: str = "",
        purse: Purse | None = None,
        trials: Trials | None = None,
        answers_only: bool = False,
    ) -> Remaining:
        """Return what is left open of a question, or of one code of a question that collects codes.

        Args:
            question: the question.
            stated: fact → value as it stands in a state.
            code: the code, for a question that collects them.
            purse: states that several questions may spend together; without one, the question has a budget of its own.
            trials: what is tried on top of what was stated, where it has been decided with all on which the question rests.
            answers_only: whether the answers are enough; the facts on which they hang may then not be told.
        """
        if code and trials is not None and purse is not None and purse.left <= 0:
            slots = {rule.slot for rule in self.bound.question(question).rules if code in rule.answer}
            facts = self.unsettled(self.bound.question(question), trials.decided.state, slots, first=True).facts
            return Remaining(("in", "out"), tuple(facts), False)
        purse = purse or Purse(self.budget)
        remembering = self.bound.engine.remembering
        alone = code_alone(self.bound, question, code, stated)
        key = remembering.key(self.bound, question, code, stated, self.cells_of) if alone == code else None
        if answers_only and key is not None:
            # What was found by going on to the end is another walk, which costs more.
            key = (*key, "answers only")
        before, had = purse.left, min(self.budget, purse.left)
        known = None if key is None else remembering.recall(key, had)
        if known is None:
            walk = Walk(self, question, dict(stated), code, purse, trials, answers_only)
            root = walk.begin()
            # Other facts may lead to where this begins.
            like = None if key is None or root is None else remembering.like(key, code, root.key, root.facts)
            known = None if like is None else remembering.recall(like, had)
            if known is None:
                found = walk.run()
                known = Walked(found, before - purse.left, 0 if walk.too_large else had - walk.lowest)
                if like is not None:
                    remembering.keep(like, known, had if known.to_the_end else None)
            if key is not None:
                remembering.keep(key, known, had if known.to_the_end else None)
        purse.left = before - known.spent
        remaining: Remaining = known.found
        return remaining

    def cells_of(self, question: str, code: str) -> Cells:
        """Return the cells that the rules of one code tell apart."""
        found = self._code_cells.get((question, code))
        if found is None:
            found = self._code_cells[question, code] = Cells(self.bound, self.bound.cone(question, code))
        return found

    def truths_of(self, question: str, code: str) -> Callable[[State], tuple[int, ...]]:
        """Return what takes the truths of the rules out of a state on which one code of a question rests."""
        return self.bound.engine.changing.truths(self.bound.cone(question, code))

    def depth(self, name: str) -> int:
        """How many facts stand before a fact, each following from the one before: what follows is asked last."""
        return self.bound.engine.deriving.depths[name]

    def before(self, name: str) -> frozenset[str]:
        """Return the facts from which a fact may follow."""
        return self.bound.engine.deriving.before[name]


def explorer(bound: Bound) -> Explorer:
    """Return the explorer of a bound rulebook, which is there as long as that is and no longer."""
    found = bound.explorer
    if found is None:
        found = bound.explorer = Explorer(bound)
    return found


def left(
    bound: Bound,
    stated: Mapping[str, Any],
    questions: Iterable[str],
    purse: Purse,
    decided: Decided | None = None,
) -> dict[str, tuple[tuple[str, ...], bool]]:
    """Decide some questions and return, for each, the answers that are left and whether they are exact.

    Args:
        bound: the rulebook on the day.
        stated: fact → value as it stands in a state.
        questions: questions with one answer.
        purse: the states that may be spent on those that are open.
        decided: the state of what was stated, if it has been decided.
    """
    if decided is None:
        state = bound.state(stated)
        decided = Decided(bound, state, bound.decide(state))
    trials = Trials(decided, stated)
    found: dict[str, tuple[tuple[str, ...], bool]] = {}
    for question in questions:
        outcome = decided.outcomes[question]
        if not outcome.open:
            found[question] = outcome.possible, True
            continue
        remaining = explorer(bound).remaining(question, stated, purse=purse, trials=trials, answers_only=True)
        # A claim decides while no figure is stated; cells are figures, so what they add beside a claim is left aside.
        possible = tuple(answer for answer in remaining.possible if answer in outcome.possible)
        found[question] = possible or outcome.possible, remaining.settled
    return found
