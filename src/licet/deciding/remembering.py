"""What was found to be left of a question is remembered for whatever differs from it only in what the question does not ask.

What is left of the category of a part is the same whoever receives it, and on every day between two changes of the rules that it rests on.
A walk that is remembered costs what it cost, so that an answer is never another because somebody asked before.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from licet.language.conditions import Condition, InGroup, atoms
from licet.rulebook.operands import read_by

if TYPE_CHECKING:
    from licet.deciding.bound import Bound
    from licet.deciding.compiled import Compiled

# So many walks are remembered before all are forgotten; each takes about a kilobyte.
_MOST = 40_000
_ABSENT = object()


@dataclass(frozen=True, slots=True)
class _Rests:
    """What a question rests on: the facts, in order, and the days on which anything that it rests on may change."""

    facts: tuple[str, ...]
    days: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Walked:
    """A walk that went to its end.

    Attributes:
        found: what it found.
        spent: the states that it cost.
        least: the states that must be there to spend for it to go to its end.
    """

    found: Any
    spent: int
    least: int


class Remembering:
    """The walks of one rulebook.

    Args:
        engine: the compiled rulebook.
    """

    def __init__(self, engine: Compiled) -> None:
        self.engine = engine
        self._rests: dict[tuple[str, str], _Rests] = {}
        self._walked: dict[Any, Walked] = {}

    def key(self, bound: Bound, question: str, code: str, stated: Mapping[str, Any]) -> Any:
        """Return what tells a walk from all others that may find something else, or None where it is not remembered.

        Args:
            bound: the rulebook on the day.
            question: the question.
            code: only what this code rests on; blank for all.
            stated: fact → value as it stands in a state.
        """
        if any(claims in stated for claims in self.engine.claim_names):
            # What is claimed counts by what the figures leave open, whatever a question rests on otherwise.
            return None
        rests = self._rests.get((question, code))
        if rests is None:
            rests = self._rests[question, code] = self._rest(question, code)
        era = bisect_right(rests.days, bound.day)
        return question, code, era, bound.filled, tuple([stated.get(name, _ABSENT) for name in rests.facts])

    def recall(self, key: Any) -> Walked | None:
        """Return the walk of a key, if it is remembered."""
        try:
            return self._walked.get(key)
        except TypeError:
            # A value that has no one form, such as a list of points, is walked each time.
            return None

    def keep(self, key: Any, walked: Walked) -> None:
        """Remember a walk."""
        if len(self._walked) >= _MOST:
            self._walked.clear()
        try:
            self._walked[key] = walked
        except TypeError:
            return

    def _rest(self, question: str, code: str) -> _Rests:
        rulebook = self.engine.rulebook
        rules = [ranked.rule for step in self.engine.cone(question, code) for ranked in step.question.rules]
        asked: list[Condition] = [rule.condition for rule in rules if rule.condition is not None]
        asked += [one.covered for one in rulebook.questions.values() if one.covered is not None]
        names = {name for condition in asked for name in read_by(rulebook, condition)}
        found: set[str] = set()
        while names:
            found |= names
            names = {other for name in names for other in self.engine.deriving.reads(name)} - found
        facts = tuple(sorted(found & rulebook.facts.keys()))
        days = {day for rule in rules for day in (rule.window.start, rule.window.end)}
        # The cells of a whole question are those of all rules; who belongs to a group, and what a date is held against, turns on other days.
        if not code or self._dated(facts, asked):
            days.update(rulebook.boundaries)
        return _Rests(facts, tuple(sorted(days)))

    def _dated(self, facts: tuple[str, ...], asked: list[Condition]) -> bool:
        rulebook = self.engine.rulebook
        return any(rulebook.facts[name].type in ("nation", "date") for name in facts) or any(
            isinstance(atom, InGroup) for condition in asked for atom in atoms(condition)
        )
