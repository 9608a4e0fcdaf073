"""What would settle an open entry: the fewest facts that could, those that could alone, and those that do whatever they turn out to be.

The values of a fact are tried cell by cell, as many as a purse that all the entries of an item share allows; when it is spent, more facts
are named than may be needed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from licet.deciding.bound import Bound
from licet.deciding.compiling import FALSE, TRUE, UNKNOWN
from licet.deciding.trees import Plan
from licet.deciding.walking import Purse
from licet.reviewing import Review

# The facts that say what an item is; their names are those of every transfer.
_WHAT = ("kind", "part")
# States that the settling of all open entries may cost, and one of them; beyond, more facts are named than may be needed.
_STATES = 6000
_STATES_EACH = 600
# More facts than this at once are never asked as the fewest that could settle an entry.
_MOST_AT_ONCE = 3


@dataclass(frozen=True, slots=True)
class Settled:
    """How far an entry is settled, and what would settle the rest.

    Attributes:
        truth: 0 not met, 1 open, 2 met; an entry that is open by its rule alone may be settled by all the values that are left.
        must: the fewest facts that settle it whatever they turn out to be.
        could: the fewest facts of which some values settle it.
        alone: every fact of which one alone could settle it, where one is enough.
        exact: whether no fact too many is named.
    """

    truth: int
    must: tuple[str, ...] = ()
    could: tuple[str, ...] = ()
    alone: tuple[str, ...] = ()
    exact: bool = True


class Settling:
    """The open entries of one item, settled one after the other out of one purse.

    Args:
        review: the item under review.
        question: the question of the entries.
    """

    def __init__(self, review: Review, question: str) -> None:
        self.review = review
        self.question = question
        self.bound = review.bound
        self.explorer = review.explorer
        self.state = review.state
        self.stated = review.transfer.stated
        self._facts = review.rulebook.facts
        self._purse = Purse(_STATES)

    def of(self, code: str, slot: int) -> Settled:
        """Return what would settle an entry that its rule leaves open; the entries that weigh most are to be asked for first.

        Args:
            code: the entry.
            slot: the place of its rule.
        """
        waiting = self._waiting(code, slot)
        if waiting:
            # What a thing is comes before all that could be asked of it.
            return Settled(UNKNOWN, must=waiting, could=waiting[:1], alone=waiting, exact=False)
        purse = Purse(min(_STATES_EACH, self._purse.left))
        given = purse.left
        remaining = self.explorer.remaining(self.question, self.stated, code, purse)
        self._purse.left -= given - purse.left
        if remaining.exact and remaining.possible in (("in",), ("out",)):
            return Settled(TRUE if remaining.possible == ("in",) else FALSE)
        # Where not all could be weighed, what tells another fact may be the easier of the two to find out.
        must = self._needed(code, remaining.facts) if remaining.exact else tuple(remaining.facts)
        could, alone = self._could(code, slot, must)
        return Settled(UNKNOWN, must, could, alone, remaining.exact)

    def reads(self, code: str) -> set[str]:
        """Return the facts and questions that the rules of an entry read, and those of the questions on which it rests."""
        found: set[str] = set()
        for step in self.bound.cone(self.question, code):
            for ranked in step.question.rules:
                found.update(name for part in self.bound.engine.parts(ranked.rule) for name in part.reads)
        return found

    def _waiting(self, code: str, slot: int) -> tuple[str, ...]:
        """Return the facts that say what the item is, where an entry waits for nothing else first."""
        question = self.bound.cone(self.question, code)[-1].question
        first = self.explorer.unsettled(question, self.state, {slot}, first=True).facts
        return tuple(name for name in _WHAT if name in first)

    def _needed(self, code: str, facts: Sequence[str]) -> tuple[str, ...]:
        """Leave out facts that no rule of the entry reads and that only tell others which are asked for themselves."""
        read = self.reads(code)
        before = self.explorer.before
        tells = {name: {other for other in facts if name in before(other)} for name in facts}
        kept = [name for name in facts if name in read or not tells[name]]
        # What a thing is comes before its figures.
        return tuple(sorted(kept, key=lambda name: self._facts[name].type != "one_of"))

    def _could(self, code: str, slot: int, facts: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the fewest facts of which some values settle an entry, and all facts that could do so alone."""
        trial = _Trial(self.bound, self.bound.cone(self.question, code), slot, self._values(code, facts), self._purse)
        alone = tuple(name for name in facts if trial.settles((name,), self.stated))
        if alone:
            return alone[:1], alone
        for size in range(2, min(_MOST_AT_ONCE, len(facts)) + 1):
            for names in combinations(facts, size):
                if self._purse.left <= 0:
                    return facts, ()
                if trial.settles(names, self.stated):
                    return names, ()
        return facts, ()

    def _values(self, code: str, facts: Sequence[str]) -> dict[str, list[Any]]:
        """Return one value of each cell of some facts that the rules of an entry tell apart."""
        cells = self.explorer.cells_of(self.question, code)
        found: dict[str, list[Any]] = {}
        for name in facts:
            fact = self._facts[name]
            value = self.state[self.bound.slots[name]]
            found[name] = [cell.value for cell in cells.of(fact, value if fact.measured else None)]
        return found


@dataclass(frozen=True, slots=True)
class _Trial:
    """The values of some facts, tried against the rule of one entry.

    Attributes:
        bound: the rulebook on the day.
        plan: what the entry rests on.
        slot: the place of its rule.
        values: fact → the values to try.
        purse: pays for every state.
    """

    bound: Bound
    plan: Plan
    slot: int
    values: Mapping[str, Sequence[Any]]
    purse: Purse

    def settles(self, names: Sequence[str], stated: Mapping[str, Any]) -> bool:
        """Whether some values of the facts named, beside what is stated, leave the rule no longer open."""
        if not names:
            self.purse.left -= 1
            state = self.bound.state(stated, plan=self.plan)
            self.bound.decide(state, self.plan)
            return bool(state[self.slot] != UNKNOWN)
        first, *rest = names
        return any(self.settles(rest, {**stated, first: value}) for value in self.values[first])
