"""What the rules made of rows, told as answers: each question by the walk of a single transfer, once for all rows of which its rules learned the same.

Two rows may differ in what decides one question and not in what decides another, so that a question is asked again only where its own rules,
or the questions on which it rests, came out otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from licet.columns.signature import Signature, Vectors, reads
from licet.deciding.bound import Bound, Outcome
from licet.deciding.compiling import UNKNOWN, State
from licet.deciding.trees import Plan, Step
from licet.language.conditions import Condition


@dataclass(frozen=True, slots=True)
class Settled:
    """One question as it came out.

    Attributes:
        number: its place among all that were settled.
        outcome: the outcome.
        truths: what it wrote into a state: place → truth of a rule, or the answer.
        unsettled: the facts that its open rules read.
    """

    number: int
    outcome: Outcome
    truths: Mapping[int, object]
    unsettled: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question with what it depends on: places in the vectors, and the questions before it by their places in the plan."""

    step: Step
    columns: npt.NDArray[np.intp]
    before: tuple[int, ...]


class Endings:
    """Decides the ends of one chain.

    Args:
        signature: what the rules learn.
        plan: the questions.
    """

    def __init__(self, signature: Signature, plan: Plan) -> None:
        self.rulebook = signature.rulebook
        self.names = tuple(step.question.question.name for step in plan)
        self._asked = [self._depends(signature, plan, n) for n in range(len(plan))]
        self._settled: list[dict[tuple[bytes, tuple[int, ...]], Settled]] = [{} for _ in plan]
        self._reads: dict[str, tuple[str, ...]] = {}
        self._alike: dict[tuple[object, ...], Settled] = {}

    def _depends(self, signature: Signature, plan: Plan, place: int) -> _Asked:
        step = plan[place]
        question = step.question.question
        own = {ranked.rule.name for ranked in step.question.rules}
        heads = {n for n, rule in enumerate(signature.rules) if rule.name in own}
        conditions = [ranked.rule.condition for ranked in step.question.rules]
        if question.covered is not None:
            conditions.append(question.covered)
        if question.covered is not None or question.claims:
            # Places that belong to no rule: what the question covers, and what counts of facts by itself.
            heads.add(len(signature.rules))
        columns = sorted(heads) + [signature.heads + n for n, owner in enumerate(signature.owners) if owner in heads]
        asks = {name for condition in conditions if condition is not None for name in reads(self.rulebook, condition)}
        before = tuple(
            n for n in range(place) if f"?{self.names[n]}" in asks or _shares(plan[n], step, bool(step.known))
        )
        return _Asked(step, np.array(columns, dtype=np.intp), before)

    def settle(self, vector: Vectors, begin: Callable[[], tuple[Bound, State]]) -> dict[str, Settled]:
        """Return each question as it comes out.

        Args:
            vector: what the rules learned.
            begin: gives the rulebook and the state of a row of which they learned this.
        """
        found: list[Settled] = []
        begun: tuple[Bound, State] | None = None
        for asked, known in zip(self._asked, self._settled, strict=True):
            key = vector[asked.columns].tobytes(), tuple(found[n].number for n in asked.before)
            settled = known.get(key)
            if settled is None:
                if begun is None:
                    begun = begin()
                    for earlier in found:
                        _write(earlier, begun[1])
                settled = known[key] = self._settle(asked.step, *begun)
            elif begun is not None:
                _write(settled, begun[1])
            found.append(settled)
        return dict(zip(self.names, found, strict=True))

    def _settle(self, step: Step, bound: Bound, state: State) -> Settled:
        outcome = bound.settle(step, state)
        question, rules = step.question.question, step.question.rules
        claimed = question.claims and state[bound.engine.claim_slots[question.name]] is not None
        # A claim may have told that a rule does not apply.
        found = range(len(rules)) if claimed else outcome.acts
        truths: dict[int, object] = {rules[index].slot: state[rules[index].slot] for index in found}
        if question.type != "codes":
            truths[step.question.slot] = state[step.question.slot]
        # What came out alike is held once, however its rules learned of it.
        alike = question.name, outcome.value, outcome.possible, tuple(outcome.acts.items()), tuple(truths.items())
        settled = self._alike.get(alike)
        if settled is None:
            facts: dict[str, None] = {}
            for index in outcome.acts:
                rule = rules[index].rule
                if state[rules[index].slot] == UNKNOWN and rule.condition is not None:
                    facts.update(dict.fromkeys(self._read(rule.name, rule.condition)))
            settled = self._alike[alike] = Settled(len(self._alike), outcome, truths, tuple(facts))
        return settled

    def _read(self, rule: str, condition: Condition) -> tuple[str, ...]:
        found = self._reads.get(rule)
        if found is None:
            names = sorted(reads(self.rulebook, condition))
            found = self._reads[rule] = tuple(name for name in names if name in self.rulebook.facts)
        return found


def _shares(earlier: Step, later: Step, shared: bool) -> bool:
    """Whether an earlier question has found the truth of rules that a later one takes over."""
    if not shared:
        return False
    known = {later.question.rules[index].slot for index in later.known}
    return any(ranked.slot in known for ranked in earlier.question.rules)


def _write(settled: Settled, state: State) -> None:
    for slot, value in settled.truths.items():
        state[slot] = value
