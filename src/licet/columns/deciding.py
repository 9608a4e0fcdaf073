"""Rows decided at once: coded, followed to what the rules make of them, and answered once for all rows that end alike.

What the walk of a single transfer says of one row holds for every row that no rule tells from it. So what the rules can make of rows is told
by that walk, once, and the rows only look their answers up.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from licet.columns.chain import BUNDLED, Chain
from licet.columns.endings import Endings, Settled
from licet.columns.following import Following, Rows, whens
from licet.columns.signature import DATE, Codes, Signature
from licet.deciding.bound import Bound, Filled, binder
from licet.deciding.compiling import State
from licet.deciding.deriving import Derivation
from licet.deciding.trees import Plan
from licet.language.conditions import Condition, atoms, write_condition
from licet.rulebook.rulebook import Rulebook

# Codes that are given out as values are met begin with so many.
_ROOM = 16


class Stretches:
    """The days of a rulebook in stretches between two changes.

    Args:
        rulebook: the law.
        filled: groups of nations that a user has filled.
    """

    def __init__(self, rulebook: Rulebook, filled: Filled = ()) -> None:
        self.boundaries = np.array(rulebook.boundaries, dtype=np.int64)
        binding = binder(rulebook)
        first = int(self.boundaries[0]) - 1 if len(self.boundaries) else 1
        self.bounds = tuple(binding.on(max(day, 1), filled) for day in (first, *map(int, self.boundaries)))
        self._first = first
        last = int(self.boundaries[-1]) if len(self.boundaries) else first
        self._of_day = np.searchsorted(self.boundaries, np.arange(first, last + 1), side="right").astype(np.int32)

    def of(self, days: npt.NDArray[np.int64]) -> Codes:
        """Return the stretch in which each day lies."""
        return self._of_day[np.clip(days - self._first, 0, len(self._of_day) - 1)]

    def table(self, day: int) -> tuple[Codes, int]:
        """Return the stretch of each day from the first change to the last, then that of a given day; and the first of these days."""
        return np.append(self._of_day, self.of(np.array([day]))).astype(np.int32), self._first


class Decider:
    """Decides rows of one form under one rulebook.

    Args:
        rulebook: the law.
        facts: the facts that rows may state, with the unit of the column of a measure (None for that of the fact).
        questions: the questions to answer.
        same: what is stated alike of every row.
        filled: groups of nations that a user has filled.
        bundled: up to how many combinations the tables of several groups of facts are one.
    """

    def __init__(
        self,
        rulebook: Rulebook,
        facts: Mapping[str, Any],
        questions: Sequence[str],
        same: Mapping[str, Any] | None = None,
        filled: Filled = (),
        bundled: int = BUNDLED,
    ) -> None:
        self.rulebook = rulebook
        self.questions = tuple(questions)
        self.same = {name: value for name, value in (same or {}).items() if name != DATE}
        self.stretches = Stretches(rulebook, filled)
        self.engine = self.stretches.bounds[0].engine
        self.claims = frozenset(q.claims for q in rulebook.questions.values() if q.claims)
        self.plans = self._plans()
        self.blanks: tuple[State, ...] = tuple(bound.state(self.same) for bound in self.stretches.bounds)
        self.needed = self._needed()
        conditions = [condition for plan, _ in self.plans for condition in _conditions(plan)]
        self.facts = Following(self.stretches.bounds, facts, self.same, conditions, self.needed)
        known = self._figures() if self.claims & self.facts.own else frozenset()
        self.chains = [Chain(self._signature(plan, known), self.facts, bundled) for plan, _ in self.plans]
        self.endings = [Endings(c.signature, plan) for c, (plan, _) in zip(self.chains, self.plans, strict=True)]
        self._left = Chain(self._signature_of_what_is_left(known), self.facts)

    # How the rows are seen.

    def _plans(self) -> list[tuple[Plan, tuple[str, ...]]]:
        """Return the plans to follow, each with the questions that it answers: those on which another rests are answered with it."""
        left = list(self.questions)
        found: list[tuple[Plan, tuple[str, ...]]] = []
        for question in reversed(self.questions):
            if question in left:
                plan = self.engine.cone(question)
                inside = {step.question.question.name for step in plan}
                answered = tuple(name for name in left if name in inside)
                left = [name for name in left if name not in inside]
                found.append((plan, answered))
        return found

    def _needed(self) -> list[Derivation]:
        """Return the facts that follow from others and on which the questions rest, in order."""
        wanted = {d.fact.name for plan, _ in self.plans for d in self.engine.deriving.needed(plan)}
        return [d for d in self.engine.deriving.derivations if d.fact.name in wanted]

    def _signature_of_what_is_left(self, known: frozenset[str]) -> Signature:
        """What tells rows apart that are open: with the rules, all from which a fact that is not known may follow."""
        conditions = [condition for plan, _ in self.plans for condition in _conditions(plan)]
        conditions += [condition for derivation in self.needed for condition in whens(derivation.fact)]
        # Each test by itself: of two that are both open it counts which is, and of a figure in which cells it may lie.
        tests = {write_condition(atom): atom for condition in conditions for atom in atoms(condition)}
        rules = {
            r.rule.name: replace(r.rule, condition=None)
            for plan, _ in self.plans
            for step in plan
            for r in step.question.rules
        }
        facts = self.facts
        told = known | facts.inputs.keys() | {name for inputs in facts.inputs.values() for name in inputs}
        figures = {name for name in facts.varying - {DATE} if self.rulebook.facts[name].measured}
        return Signature(
            self.stretches.bounds,
            rules.values(),
            tests.values(),
            facts.varying,
            self.blanks,
            known=frozenset(told) & facts.varying - {DATE} - figures,
            whole=(self.claims & facts.own) | figures,
        )

    def _signature(self, plan: Plan, known: frozenset[str]) -> Signature:
        rules = {ranked.rule.name: ranked.rule for step in plan for ranked in step.question.rules}
        varying, whole = self.facts.varying, self.claims & self.facts.own
        return Signature(
            self.stretches.bounds, rules.values(), _covered(plan), varying, self.blanks, known=known, whole=whole
        )

    def _figures(self) -> frozenset[str]:
        """Return the facts of which it counts whether they are known: a claim decides only where figures are missing."""
        names = {slot: name for name, slot in self.engine.slots.items()}
        return frozenset(names[slot] for rule in self.rulebook.rules.values() for slot in self.engine.figures(rule))

    # Rows decided.

    def code(self, rows: Rows) -> dict[str, Codes]:
        """Return the code of each row in every fact that differs from row to row."""
        return self.facts.code(self.stretches.of(rows.days), rows)

    def left(self, codes: Mapping[str, Codes], rows: npt.NDArray[np.intp]) -> npt.NDArray[np.int32]:
        """Return, for some rows, the classes by which they can differ in what is left open of them."""
        some = {name: column[rows] for name, column in codes.items()}
        return np.column_stack([stage.of(some) for stage in self._left.stages])

    def decide(self, codes: Mapping[str, Codes]) -> list[Codes]:
        """Return for each of :attr:`plans` the number of the end of each row."""
        return [chain.follow(codes) for chain in self.chains]

    def ends(self, number: int) -> int:
        """Return how many ends of a plan were seen."""
        chain = self.chains[number]
        return chain.stages[-1].states.count

    def settle(self, number: int, end: int, codes: Mapping[str, Codes], row: int) -> dict[str, Settled]:
        """Answer the questions of a plan for all rows that come to one end.

        Args:
            number: the place of the plan.
            end: the number of the end.
            codes: fact → the code of each row.
            row: a row that comes to this end.
        """

        def begin() -> tuple[Bound, State]:
            bound = self.stretches.bounds[int(codes[DATE][row])]
            day = float(bound.day)
            stated = {DATE: (day, day), **self.same}
            names = [name for name in codes if name in self.facts.own or name in self.facts.worked_out]
            stated |= self.facts.stated(codes, names, row)
            return bound, bound.state(stated, plan=self.plans[number][0])

        vector = self.chains[number].stages[-1].states.of(np.array([end]))[0]
        return self.endings[number].settle(vector, begin)


def _conditions(plan: Plan) -> list[Condition]:
    rules = [ranked.rule.condition for step in plan for ranked in step.question.rules]
    return [condition for condition in rules if condition is not None] + _covered(plan)


def _covered(plan: Plan) -> list[Condition]:
    return [step.question.question.covered for step in plan if step.question.question.covered is not None]
