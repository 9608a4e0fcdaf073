"""Trying cells on top of what was stated: each set of them is decided once, for all that asks what would follow from it.

Walks of several questions come by the same cells, and most of what they ask there is the same: what a thing is comes before all that is
asked of it. So what is tried is kept for as long as one transfer is looked at, and each question of it is decided when it is first asked
for, from where one cell less is known (see :mod:`licet.deciding.changing`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from licet.deciding.changing import Decided, answered, asked_again, conclude_again, narrower, state_with
from licet.deciding.compiling import State, Truths

if TYPE_CHECKING:
    from licet.deciding.asking import Readers
    from licet.deciding.bound import Bound, Outcome
    from licet.deciding.cells import Cell
    from licet.deciding.trees import CompiledQuestion, Plan


class Trial:
    """What was stated, with some cells.

    Attributes:
        above: where one cell less is tried; None where none is.
        cells: the cells, as facts with their values.
        stated: fact → value, the cells among them.
        state: the state, with the truth of the rules of those questions that were decided.
        known: compiled question, by identity → its outcome.
    """

    __slots__ = (
        "above",
        "asked",
        "cells",
        "known",
        "late",
        "more",
        "moved",
        "names",
        "open",
        "parent",
        "plan",
        "state",
        "stated",
    )

    def __init__(
        self, above: Trial | None, cells: frozenset[tuple[str, Any]], stated: Mapping[str, Any], state: State
    ) -> None:
        self.above = above
        self.cells = cells
        self.stated = stated
        self.state = state
        self.known: dict[int, Outcome] = {}
        # Condition, by identity → what is unknown of it, as those found it who looked; None until somebody does.
        self.open: dict[int, Any] | None = None
        # What is another than above: facts and questions, and the places of rules.
        self.names: set[str] = set()
        self.moved: set[int] = set()
        # Whether nothing but what was not known above is known here.
        self.more = True
        # Whether something was tried on top of it, and the questions that were decided only then.
        self.parent = False
        self.late: set[int] | None = None
        # Beside a claim, the questions that were decided last: the truth of the rules is theirs.
        self.plan: Plan | None = None
        # Which rules are asked again where something more is known, by what that is and by the question with those of its rules that are left
        # to it: a rule that answers two questions is asked with the one that its plan decides first.
        self.asked: dict[tuple[int, frozenset[str], bool], Mapping[int, Truths]] | None = None


class Trials:
    """All that is tried on top of one state.

    Args:
        decided: the state, decided with all on which the questions rest that are asked.
        stated: fact → value as it stands in a state.
    """

    def __init__(self, decided: Decided, stated: Mapping[str, Any]) -> None:
        self.decided = decided
        self.bound: Bound = decided.bound
        self.changing = self.bound.engine.changing
        self.claimed = self.changing.claimed(decided.state)
        self.first = Trial(None, frozenset(), stated, decided.state)
        self._tried: dict[frozenset[tuple[str, Any]], Trial] = {}

    def on(self, above: Trial, name: str, value: Any) -> Trial:
        """Return what is tried with one cell more.

        Args:
            above: what was tried on top of the same state, and decided.
            name: the fact of the cell.
            value: a value of it, as it stands in a state.
        """
        cells = above.cells | {(name, value)}
        found = self._tried.get(cells)
        if found is None:
            found = self._tried[cells] = self._on(above, name, value, cells)
        return found

    def _on(self, above: Trial, name: str, value: Any, cells: frozenset[tuple[str, Any]]) -> Trial:
        above.parent = True
        stated = {**above.stated, name: value}
        was, slots = above.state, self.bound.slots
        other = state_with(self.bound, was, stated, name)
        trial = Trial(above, cells, stated, other.state)
        for one in other.facts:
            slot = slots[one]
            if other.state[slot] != was[slot]:
                trial.names.add(one)
                trial.more = trial.more and narrower(was[slot], other.state[slot])
        return trial

    def decide(self, trial: Trial, plan: Plan) -> Outcome:
        """Decide some questions where something is tried, and return the outcome of the last.

        The state then holds the truth of all their rules, and their answers.

        Args:
            trial: from :meth:`on`, or the first.
            plan: the questions, with all on which they rest.
        """
        readers = self.changing.readers(plan)
        if self.claimed and trial.above is not None:
            # What is claimed counts by all that is decided with it, so that any of it may be another, and the truth of the rules with it.
            if trial.plan is not plan:
                trial.plan, trial.open = plan, None
                base = self.bound.engine.rule_base
                trial.state[base:] = self.bound.blank[base:]
                outcomes = self.bound.decide(trial.state, plan)
                trial.known.update({one.key: outcomes[one.name] for one in readers})
                trial.names.update(one.name for one in readers)
        else:
            for one in readers:
                if one.key not in trial.known:
                    self._decide(trial, one)
        return trial.known[readers[-1].key]

    def left_open(self, name: str, cells: Sequence[Cell], questions: Sequence[CompiledQuestion]) -> float:
        """Return how much stays open on average where a fact is known, the questions that come first counting most.

        Args:
            name: the fact.
            cells: the cells in which its value may lie.
            questions: the questions.
        """
        total = 0.0
        weighed = [(id(question), question.question.type != "codes") for question in questions]
        for cell in cells:
            trial = self.on(self.first, name, cell.value)
            self.decide(trial, self.bound.engine.plan)
            known = trial.known
            for n, (key, one) in enumerate(weighed):
                total += (len(known[key].possible) - one) / (n + 1) / len(cells)
        return total

    def _decide(self, trial: Trial, readers: Readers) -> Outcome:
        """Decide one question where something is tried and those are decided on which it rests."""
        key, above = readers.key, trial.above
        if above is None:
            found = trial.known[key] = self.decided.outcomes[readers.name]
            return found
        before = above.known.get(key) or self._decide(above, readers)
        state, names, moved = trial.state, trial.names, trial.moved
        if above.late is not None and key in above.late:
            # When this was begun, what is true of these rules had not been found above.
            was = above.state
            for slot in readers.own_slots:
                state[slot] = was[slot]
            answered(readers, state, before)
        if trial.parent:
            if trial.late is None:
                trial.late = set()
            trial.late.add(key)
        if readers.touched(names, moved):
            # The cells of one fact let the same rules be asked again.
            what = id(readers), frozenset(names), trial.more
            known = above.asked
            if known is None:
                known = above.asked = {}
            asked = known.get(what)
            if asked is None:
                asked = known[what] = asked_again(self.bound, readers, names, above.state, more=trial.more)
            before = conclude_again(self.bound, readers, before, state, asked, names, moved)
        trial.known[key] = before
        return before
