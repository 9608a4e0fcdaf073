"""A transfer decided under one rulebook, and what is left open of it: the answers still possible, and the facts that would decide between them.

Nothing here says why an answer is what it is; that is the review's.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from licet.deciding.bound import Bound, Outcome, binder
from licet.deciding.changing import Decided as StateDecided
from licet.deciding.compiling import FALSE, TRUE, State
from licet.deciding.exploring import explorer
from licet.deciding.trials import Trials
from licet.deciding.walking import Purse, Remaining
from licet.determination import Missing
from licet.exactly import narrowed
from licet.language.quantities import plain
from licet.rulebook.rulebook import Rulebook
from licet.transfers.transfer import Transfer

if TYPE_CHECKING:
    from licet.parties import Parties
    from licet.reviewing import Review
    from licet.screening.answer import Screener
    from licet.screening.in_reviews import Lists

Exact = Literal["quick", "default", "always"]

# How many states a review may decide to find out what is left open; beyond it, answers may be wider than they need be.
_STATES = 2500

# Enough cells of a fact to tell how decisive it is.
_CELLS_WEIGHED = 16


class Decided:
    """One transfer under one rulebook: its state, its outcomes, and what they leave open.

    Args:
        rulebook: the law.
        transfer: the transfer.
        questions: the questions to report; all that reviews report by default.
        exact: how far to go to find out exactly what is left open: ``quick``, by the walk alone; ``default``, with z3 where the walk does not
            suffice and a second does; ``always``, however long it takes.
        shared: the states that several reviews may decide together to find out what is left open; by default each has its own.
        screener: screens the parties of the transfer, or the lists to screen them against; by default those that were added.
    """

    def __init__(
        self,
        rulebook: Rulebook,
        transfer: Transfer,
        questions: Collection[str] = (),
        exact: Exact = "quick",
        shared: Purse | None = None,
        screener: Screener | Lists | None = None,
    ) -> None:
        self.rulebook = rulebook
        self._shared = shared or Purse(_STATES)
        self.transfer = transfer
        self.exact: Exact = exact
        self.reported = frozenset(questions or (q.name for q in rulebook.questions.values() if q.shown))
        self.bound: Bound = binder(rulebook).on(transfer.date.toordinal(), transfer.filled)
        self.stated = dict(transfer.stated)
        self.named: Parties | None = None
        self.party_reviews: list[Review] = []
        self._found: dict[str, Any] = {}
        if transfer.parties:
            from licet.parties import Parties

            self.named = Parties(rulebook, transfer, screener)
            self.party_reviews = self.named.reviews(self.stated)
            self._found = self.named.facts(self.party_reviews)
            self.stated |= self._found
        self.state: State
        self.state, self.sources = self.bound.derived(self.stated)
        self.outcomes: dict[str, Outcome] = self.bound.decide(self.state)
        self.explorer = explorer(self.bound)
        self._shown: dict[str, Any] = {}

    @cached_property
    def as_decided(self) -> StateDecided:
        """The state with its outcomes, from which one that is hardly another is decided sooner."""
        return StateDecided(self.bound, self.state, self.outcomes)

    @cached_property
    def trials(self) -> Trials:
        """What is tried on top of what was stated."""
        return Trials(self.as_decided, self.stated)

    # What is left open, and what would decide it.

    @cached_property
    def remaining(self) -> dict[str, Remaining]:
        """What is left of each question that is open; for codes, of each code, as ``question:code``."""
        found: dict[str, Remaining] = {}
        purse = Purse(min(_STATES, self._shared.left))
        before = purse.left
        asked = [bound.question for bound in self.bound.questions if bound.question.name in self.reported]
        # Questions with one answer come first: what is left for the codes may then be wider.
        for question in sorted(asked, key=lambda question: question.type == "codes"):
            outcome = self.outcomes[question.name]
            if not outcome.open:
                continue
            for code in outcome.possible if question.type == "codes" else ("",):
                key = f"{question.name}:{code}" if code else question.name
                found[key] = self._within(
                    self.explorer.remaining(question.name, self.stated, code, purse, self.trials),
                    outcome,
                    bool(code),
                )
        if self.exact != "quick":
            wider = {key: remaining for key, remaining in found.items() if not remaining.exact}
            found |= narrowed(self, wider, always=self.exact == "always")
        self._shared.left -= before - purse.left
        return found

    def _within(self, remaining: Remaining, outcome: Outcome, code: bool) -> Remaining:
        """A claim decides while no figure is stated; cells are figures, so what they add beside a claim is left aside."""
        if self.transfer.claims is None or code:
            return remaining
        possible = tuple(answer for answer in remaining.possible if answer in outcome.possible)
        return replace(remaining, possible=possible or outcome.possible)

    @cached_property
    def undecided(self) -> dict[str, list[str]]:
        """The facts that could still decide something, with what each could decide."""
        decides: dict[str, list[str]] = {}
        for name, remaining in self.remaining.items():
            question = name.partition(":")[0]
            for fact in remaining.facts:
                if question not in decides.setdefault(fact, []):
                    decides[fact].append(question)
        for fact in self._untested:
            decides.setdefault(fact, []).extend(q for q in self._claimed if q not in decides.get(fact, []))
        return decides

    @cached_property
    def missing(self) -> list[Missing]:
        """The facts that could still decide something, most decisive first."""
        decides = self.undecided
        order = {question.question.name: n for n, question in enumerate(self.bound.questions)}
        # What may follow from another missing fact is asked after it.
        ranked = sorted(
            decides,
            key=lambda fact: (
                self.explorer.depth(fact) if self.explorer.before(fact) & decides.keys() else 0,
                self._left_open(fact),
                -len(decides[fact]),
                fact,
            ),
        )
        return [
            Missing(
                fact=self.rulebook.facts[fact].path,
                ask=self.ask(fact),
                decides=sorted(decides[fact], key=order.__getitem__),
            )
            for fact in ranked
        ]

    @cached_property
    def _claimed(self) -> list[str]:
        """The questions whose answers a claim decided, and those that share their rules."""
        if self.transfer.claims is None:
            return []
        found: dict[str, None] = {}
        for bound in self.bound.questions:
            if bound.question.claims:
                found.update(dict.fromkeys(name for ranked in bound.rules for name in ranked.rule.then))
        return list(found)

    @cached_property
    def _untested(self) -> dict[str, int]:
        """The facts that nobody stated and that would test a claim: what is taken on trust can still change."""
        found: dict[str, int] = {}
        if self.transfer.claims is None:
            return found
        bare = {name: value for name, value in self.stated.items() if value is not self.transfer.claims}
        for bound in self.bound.questions:
            if bound.question.claims:
                state = self.bound.state(bare)
                self.bound.decide(state, self.bound.cone(bound.question.name))
                found |= self.explorer.unsettled(bound, state).facts
        return found

    def ask(self, fact: str) -> str:
        """Return the question to put to a person for a fact, with the reason where it is stated already."""
        declared = self.rulebook.facts[fact]
        value = self.stated.get(fact)
        if value is not None and declared.measured:
            return f"{declared.ask} (by its definition; the {self.show(fact)} that is known leaves a limit inside its margin)"
        return declared.ask

    def _left_open(self, fact: str) -> float:
        """How much stays open on average once a fact is known, the questions that come first counting most."""
        declared = self.rulebook.facts[fact]
        value = self.state[self.bound.slots[fact]]
        cells = self.explorer.cells.of(declared, value if declared.measured else None)[:_CELLS_WEIGHED]
        return self.trials.left_open(fact, cells, [self.bound.question(name) for name in self.weighed])

    @cached_property
    def weighed(self) -> list[str]:
        """The questions to report, those that come first first."""
        return [bound.question.name for bound in self.bound.questions if bound.question.name in self.reported]

    # Values as people write them.

    def show(self, name: str) -> Any:
        """Return the value of a fact or question as people write it, or None where it is not known."""
        if name in self._shown:
            return self._shown[name]
        found = self._shown[name] = self._show(name)
        return found

    def _show(self, name: str) -> Any:
        value = self.state[self.bound.slots[name]]
        fact = self.rulebook.facts.get(name)
        if fact is None:
            return sorted(value) if isinstance(value, frozenset) else value
        if self.bound.unknown(fact, value):
            return None
        if name in self._found:
            # What is claimed of the parties does not count where they are named.
            return self.text(name, value)
        shown = self._stated_text(fact.path)
        return shown if shown is not None else self.text(name, value)

    def _stated_text(self, path: str) -> Any:
        where: Any = self.transfer.shown
        for part in path.split("."):
            where = where.get(part) if isinstance(where, Mapping) else None
        if where is None:
            where = next((taken.value for taken in self.transfer.taken if taken.fact == path), None)
        return where

    def text(self, name: str, value: Any) -> Any:
        """Return a value of a state as people write it."""
        fact = self.rulebook.facts[name]
        if fact.type == "truth":
            return {FALSE: False, TRUE: True}.get(value)
        if fact.type == "date":
            return datetime.date.fromordinal(int(value[0])).isoformat()
        if fact.measured:
            unit = f" {fact.unit.name}" if fact.unit else ""
            ends = [f"{plain(float(f'{end:.7g}'))}{unit}" for end in value]
            if fact.bounds is not None and value[0] != value[1]:
                # Where only one end says something, the other is not told.
                if value[1] >= fact.bounds[1]:
                    return f"{ends[0]} or more"
                if value[0] <= fact.bounds[0]:
                    return f"{ends[1]} or less"
            return ends[0] if ends[0] == ends[1] else f"{ends[0]} to {ends[1]}"
        return sorted(value) if isinstance(value, frozenset) else value
