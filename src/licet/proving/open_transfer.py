"""One transfer of which not everything is known: exactly the answers that some way of completing it gives, and the facts that can change them.

The walk of :mod:`licet.deciding` says what is known and what follows from it; what is left open has any value within its bounds. Work is
measured in questions to z3, each far below the most that it may count for one, and never by the clock: the same transfer gets the same answer
on every machine.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any

import z3

from licet.language.conditions import Condition
from licet.proving.encoding import Encoding
from licet.proving.figures import NotLinear
from licet.proving.following import Following
from licet.proving.logic import Formula
from licet.proving.space import Space
from licet.rulebook.checking import used_questions
from licet.rulebook.operands import read_by
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.vocabulary import Derived, Fact

Filled = tuple[tuple[str, frozenset[str]], ...]
Points = tuple[tuple[str, tuple[tuple[float, ...], ...]], ...]

# Truths as they stand in a state.
_NO, _YES = 0, 2


class Spent(Exception):
    """All the work has been done that was allowed, and a question is not settled."""


@lru_cache(maxsize=12)
def _encoding(rulebook: Rulebook, day: int, filled: Filled, points: Points) -> Encoding:
    empty = {group.name: frozenset[str]() for group in rulebook.groups.values() if group.assumed}
    return Encoding(rulebook, Space(rulebook), day, {**empty, **dict(filled)}, dict(points))


class OpenTransfer:
    """One transfer and all that it may turn out to be.

    Args:
        rulebook: the rulebook, with the reforms in force.
        day: the day whose law applies, as an ordinal.
        known: fact → its value as it stands in a state of the walk, with what follows and is presumed.
        stated: the facts that are stated, whatever follows from others.
        filled: groups of nations that the user filled.
        work: how many questions z3 may be asked.
        effort: how much z3 may do for one of them, in its own count; some three million are a second.
    """

    def __init__(
        self,
        rulebook: Rulebook,
        day: int,
        known: Mapping[str, Any],
        stated: Collection[str],
        filled: Filled = (),
        work: int = 1000,
        effort: int = 2_000_000,
    ) -> None:
        self.rulebook = rulebook
        self.known = known
        self.stated = stated
        self.left = work
        points = tuple((f.name, known[f.name]) for f in rulebook.facts.values() if f.type == "points" and known[f.name])
        self.encoding = _encoding(rulebook, day, filled, points)
        self.space, self.logic = self.encoding.space, self.encoding.logic
        self.following = Following(self.encoding)
        self.solver = z3.Solver(ctx=self.logic.context)
        self.solver.set("random_seed", 0)
        self.solver.set("rlimit", effort)
        self._exact: dict[str, bool] = {}
        self._missed: dict[str, set[str]] = {}
        self._given: dict[str, list[Formula]] = {}
        self._numbers = {
            fact.name: Fraction(repr(known[fact.name][0]))
            for fact in rulebook.facts.values()
            if fact.measured and fact.unit is not None and _point(known[fact.name])
        }
        self._bounded = self._constrained = 0
        self._inputs = _inputs(rulebook)
        self._circles = _circles(rulebook)

    # What is known.

    def exact(self, question: str) -> bool:
        """Whether the answers found are exact: every figure on which they turn stands by itself, or follows in a way that z3 was told.

        Raises:
            Spent: when the work that was allowed does not suffice.
        """
        found = self._exact.get(question)
        if found is None:
            alive = _read_for(self.rulebook, question)
            hanging = [name for name in sorted(alive) if self._hangs(self.rulebook.facts[name], alive)]
            found = self._exact[question] = not any(self.decides(question, name) for name in hanging)
        return found

    def _hangs(self, fact: Fact, alive: frozenset[str], above: tuple[str, ...] = ()) -> bool:
        """Whether a figure that nobody stated is worked out from others that are open, in a way that z3 was not told."""
        if fact.name in self.stated:
            return False
        above = (*above, fact.name)

        def telling(name: str) -> bool:
            if name in self.stated or name in alive:
                return True
            return name not in above and bool(self.rulebook.facts[name].derived) and self._told(name, alive, above)

        return any(
            all(map(telling, way.expression.reads)) and not self._linear(fact, way)
            for way in fact.derived
            if way.expression.reads and not self._settled(fact, way)
        )

    def _told(self, name: str, alive: frozenset[str], above: tuple[str, ...]) -> bool:
        ways = self.rulebook.facts[name].derived
        return any(
            all(
                one in self.stated or one in alive or (one not in above and self._told(one, alive, (*above, one)))
                for one in way.expression.reads
            )
            for way in ways
        )

    def _settled(self, fact: Fact, way: Derived) -> bool:
        """Whether the walk has worked a figure out from figures that are known to the last digit."""
        return self.known[fact.name] is not None and all(_point(self.known[name]) for name in way.expression.reads)

    def _linear(self, fact: Fact, way: Derived) -> bool:
        if way.estimate:
            return False
        try:
            self.following.worked_out(fact, way, self._numbers)
        except NotLinear:
            return False
        return True

    def _of(self, fact: Fact) -> Iterator[Formula]:
        """Yield what is known of a fact: what was stated, else what follows by the vocabulary, else what is presumed."""
        value = self.known[fact.name]
        if fact.name in self.stated or (fact.name in self._circles and not _unknown(fact, value)):
            yield self._is(fact, value)
            return
        implied = self.following.implications(fact)
        nothing = self.logic.all(self.logic.no(one.when) for one in implied)
        if fact.measured and not _unknown(fact, value) and any(self._settled(fact, way) for way in fact.derived):
            # Worked out to the last digit, and rounded there.
            yield self._is(fact, value)
            return
        yield from self.following.of(fact, self._numbers)
        if fact.presume and not fact.measured:
            yield self.logic.implies(nothing, self.following.value(fact, fact.presume))
        elif not _unknown(fact, value):
            yield self.logic.implies(nothing, self._is(fact, value))

    def _is(self, fact: Fact, value: Any) -> Formula:
        if _unknown(fact, value):
            return self.logic.true
        if fact.type == "truth":
            return self.space.equals(fact.name, "yes" if value == _YES else "no")
        if fact.measured:
            return self.following.between(fact.name, value[0], value[1])
        return self.space.among(fact.name, sorted(value) if isinstance(value, frozenset) else (value,))

    # What may come of it.

    def possible(self, question: str, answers: Sequence[str]) -> tuple[str, ...]:
        """Return which of some answers to a question some way of completing the transfer gives.

        Raises:
            Spent: when the work that was allowed does not suffice.
        """
        decided = self.encoding.question(question)
        self._formulas(question)
        return tuple(answer for answer in answers if self._some(self.logic.any([decided.holds[answer], decided.open])))

    def membership(self, question: str, code: str) -> tuple[str, ...]:
        """Return whether a code of a question that collects them may be ``in``, ``out``, or either.

        Raises:
            Spent: when the work that was allowed does not suffice.
        """
        self._formulas(question)
        holds = self.encoding.question(question).holds
        missed = self._missed.get(question)
        if missed is None:
            # One way of completing the transfer misses most codes at once.
            model = self.solver.model() if self._some(self.logic.true) else None
            missed = self._missed[question] = {
                one
                for one, formula in holds.items()
                if model is not None and z3.is_false(model.eval(formula, model_completion=True))
            }
        formula = holds.get(code, self.logic.false)
        found = ["in"] if self._some(formula) else []
        if code in missed or self._some(self.logic.no(formula)):
            found.append("out")
        return tuple(found)

    def decides(self, question: str, name: str) -> bool:
        """Whether a fact can change the answer to a question while all other facts stay as they are, save what follows from it.

        Raises:
            Spent: when the work that was allowed does not suffice.
        """
        self._formulas(question)
        decided, logic = self.encoding.question(question), self.logic
        moved = self._moved_by(name)
        terms = [self.space.term(one) for one in moved]
        pairs = [(term, z3.Const(self.space.fresh(str(term)), term.sort())) for term in terms]

        def otherwise(formula: Formula) -> Formula:
            return z3.substitute(formula, *pairs)

        answers = (*decided.holds.values(), decided.open)
        held = [logic.any(logic.differ(holds, otherwise(holds)) for holds in answers)]
        held += [otherwise(formula) for one in moved for formula in self._given.get(one, ())]
        held += [otherwise(formula) for one in moved for formula in self.space.within(self.rulebook.facts[one])]
        for follower, (term, copy) in list(zip(moved, pairs, strict=True))[1:]:
            fires = [one.first for one in self.following.implications(self.rulebook.facts[follower])]
            held.append(logic.any([term == copy, *fires, *map(otherwise, fires)]))
        return self._some(logic.all(held))

    def _moved_by(self, name: str) -> list[str]:
        """Return a fact and those that nobody stated and that may follow from it."""
        moved = [name]
        for one in moved:
            for other, read in self._inputs.items():
                if one in read and other not in moved and other not in self.stated and other in self._given:
                    moved.append(other)
        return moved

    def _formulas(self, question: str) -> None:
        """Make the formulas of a question, and hold what is known of every fact in them."""
        self.encoding.question(question)
        while missing := [name for name in self.space.used() if name not in self._given]:
            for name in missing:
                self._given[name] = list(self._of(self.rulebook.facts[name]))
                self.solver.add(*self._given[name])
        self.solver.add(*self.space.bounds[self._bounded :], *self.encoding.constraints[self._constrained :])
        self._bounded, self._constrained = len(self.space.bounds), len(self.encoding.constraints)

    def _some(self, formula: Formula) -> bool:
        if self.logic.is_false(formula):
            return False
        if self.left <= 0:
            raise Spent
        self.left -= 1
        found = self.solver.check(formula)
        if found == z3.unknown:
            raise Spent
        return bool(found == z3.sat)


def _unknown(fact: Fact, value: Any) -> bool:
    return value is None or (fact.type == "truth" and value not in (_NO, _YES))


def _point(value: Any) -> bool:
    return value is not None and value[0] == value[1]


@lru_cache(maxsize=64)
def _read_for(rulebook: Rulebook, question: str) -> frozenset[str]:
    """Return the facts that a question rests on: those that its rules read, and the questions and entries that they use."""
    inputs, facts = _inputs(rulebook), dict[str, None]()
    questions = [question]
    for name in questions:
        conditions = [rule.condition for rule in rulebook.rules.values() if name in rule.then]
        for condition in (*conditions, rulebook.questions[name].covered):
            if condition is not None:
                facts.update(dict.fromkeys(one for one in read_by(rulebook, condition) if one in rulebook.facts))
                questions += [one for one in used_questions(rulebook, condition) if one not in questions]
    found = list(facts)
    for name in found:
        found += [one for one in sorted(inputs[name]) if one not in found]
    return frozenset(found)


@lru_cache(maxsize=8)
def _inputs(rulebook: Rulebook) -> dict[str, frozenset[str]]:
    """Return the facts from which each fact may follow by the conditions of the vocabulary."""
    found: dict[str, frozenset[str]] = {}
    for fact in rulebook.facts.values():
        conditions: list[Condition | None] = [implied.when for implied in fact.implied]
        conditions += [derived.when for derived in fact.derived]
        read = {name for condition in conditions if condition is not None for name in read_by(rulebook, condition)}
        found[fact.name] = frozenset(read - {fact.name})
    return found


@lru_cache(maxsize=8)
def _circles(rulebook: Rulebook) -> frozenset[str]:
    """Return the facts that follow from each other in a circle: the walk settles them one after the other."""
    inputs = _inputs(rulebook)
    circles: set[str] = set()
    for name in inputs:
        before = set(inputs[name])
        while more := {other for one in before for other in inputs[one]} - before:
            before |= more
        if name in before:
            circles.add(name)
    return frozenset(circles)
