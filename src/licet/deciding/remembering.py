"""What was found to be left of a question is remembered for whatever differs from it only in what the question does not ask.

What is left of the category of a part is the same whoever receives it, and on every day between two changes of the rules that it rests on.
A walk that is remembered costs what it cost, so that an answer is never another because somebody asked before.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from licet.language.conditions import Atom, Between, Compare, Condition, Date, InGroup, Name, Number, atoms, names
from licet.rulebook.operands import read_by
from licet.rulebook.vocabulary import Fact

if TYPE_CHECKING:
    from licet.deciding.cells import Cells
    from licet.deciding.compiled import Compiled

# So many walks are remembered before all are forgotten; each takes about a kilobyte.
_MOST = 40_000


@dataclass(frozen=True, slots=True)
class _Rests:
    """What a question rests on.

    Attributes:
        facts: the facts.
        cut: those of them of which only the cell matters in which their values lie.
        nations: those that are nations, of which only the groups and the rules matter that tell them apart.
        days: the days on which anything that it rests on may change.
    """

    facts: frozenset[str]
    cut: frozenset[str]
    nations: frozenset[str]
    days: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Walked:
    """A walk.

    Attributes:
        found: what it found.
        spent: the states that it cost.
        least: the states that must be there to spend for it to find that; one that went on until nothing was left found it with so many alone.
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

    def key(self, cells: Cells, question: str, code: str, stated: Mapping[str, Any]) -> Any:
        """Return what tells a walk from all others that may find something else, or None where it is not remembered.

        Args:
            cells: the cells of the walk, under the rulebook on the day.
            question: the question.
            code: only what this code rests on; blank for all.
            stated: fact → value as it stands in a state.
        """
        if not self.engine.claim_names.isdisjoint(stated):
            # What is claimed counts by what the figures leave open, whatever a question rests on otherwise.
            return None
        rests = self._rests.get((question, code))
        if rests is None:
            rests = self._rests[question, code] = self._rest(question, code)
        told: list[tuple[str, Any]] = []
        for name, value in stated.items():
            if name not in rests.facts:
                continue
            if name in rests.cut and value.__class__ is tuple:
                cuts = cells.cuts(name)
                told.append((name, (bisect_right(cuts, value[0]), bisect_right(cuts, value[1]), value[0] == value[1])))
            elif name in rests.nations and value.__class__ is str:
                told.append((name, cells.like(self.engine.rulebook.facts[name], value)))
            else:
                told.append((name, value))
        told.sort(key=itemgetter(0))
        return question, code, bisect_right(rests.days, cells.bound.day), cells.bound.filled, tuple(told)

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

    def forget(self) -> None:
        """Forget all walks."""
        self._walked.clear()

    def _rest(self, question: str, code: str) -> _Rests:
        rulebook = self.engine.rulebook
        steps = self.engine.cone(question, code)
        rules = [ranked.rule for step in steps for ranked in step.question.rules]
        asked: list[Condition] = [rule.condition for rule in rules if rule.condition is not None]
        asked += [one for step in steps if (one := step.question.question.covered) is not None]
        more = {name for condition in asked for name in read_by(rulebook, condition)}
        found: set[str] = set()
        while more:
            found |= more
            more = {other for name in more for other in self.engine.deriving.reads(name)} - found
        facts = [rulebook.facts[name] for name in found if name in rulebook.facts]
        for fact in facts:
            asked += [implied.when for implied in fact.implied]
            asked += [derived.when for derived in fact.derived if derived.when is not None]
        whole = {name for fact in facts for derived in fact.derived for name in derived.expression.reads}
        whole |= {name for condition in asked for atom in atoms(condition) for name in _held(atom)}
        nations = {fact.name for fact in facts if fact.type == "nation"} - whole
        days = {day for rule in rules for day in (rule.window.start, rule.window.end)}
        # Who belongs to a group, and what a date is held against, turns on other days than rules do.
        if self._dated(facts, asked):
            days.update(rulebook.boundaries)
        return _Rests(
            frozenset(fact.name for fact in facts),
            frozenset(fact.name for fact in facts if fact.measured) - whole,
            frozenset(nations),
            tuple(sorted(days)),
        )

    @staticmethod
    def _dated(facts: Iterable[Fact], asked: Iterable[Condition]) -> bool:
        return any(fact.type in ("nation", "date") for fact in facts) or any(
            isinstance(atom, InGroup) for condition in asked for atom in atoms(condition)
        )


def _held(atom: Atom) -> tuple[str, ...]:
    """Return the facts whose values a test holds against something else than a limit, so that no cell stands for them."""
    match atom:
        case Compare(Name(), _, Number() | Date()) | Compare(Number() | Date(), _, Name()):
            return ()
        case Between(Name(), Number() | Date(), Number() | Date()):
            return ()
        case Compare() | Between():
            return tuple(names(atom))
        case _:
            return ()
