"""What was found to be left of a question is remembered for whatever differs from it only in what the question does not ask.

What is left of the category of a part is the same whoever receives it, and on every day between two changes of the rules that it rests on.
A walk that is remembered costs what it cost, so that an answer is never another because somebody asked before.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from licet.deciding.compiling import Truths
from licet.deciding.trees import conditions_of
from licet.language.conditions import Atom, Between, Compare, Date, InGroup, Name, Number, atoms, names
from licet.rulebook.operands import read_by

if TYPE_CHECKING:
    from licet.deciding.bound import Bound
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
        nations: those that are nations, each with the days on which the groups change that it is asked of: of a nation only the truth of
            what rules ask of it matters.
        held: those that are held against another fact, so that no cell stands for their values.
        days: the days on which a rule comes into force or goes out of it.
    """

    facts: frozenset[str]
    cut: frozenset[str]
    nations: Mapping[str, tuple[int, ...]]
    held: frozenset[str]
    days: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the rules in force ask of the facts on which a question rests.

    Attributes:
        cuts: where each measure is cut.
        tests: what is asked of each nation.
    """

    cuts: Mapping[str, Sequence[float]]
    tests: Mapping[str, tuple[Truths, ...]]


@dataclass(frozen=True, slots=True)
class Walked:
    """A walk.

    Attributes:
        found: what it found.
        spent: the states that it cost.
        least: the states that must be there to spend for it to find that; none for one that went on until nothing was left, which found it with so
            many alone.
    """

    found: Any
    spent: int
    least: int

    @property
    def to_the_end(self) -> bool:
        """Whether it went on until nothing was left to spend."""
        return self.least == 0


class Remembering:
    """The walks of one rulebook.

    Args:
        engine: the compiled rulebook.
    """

    def __init__(self, engine: Compiled) -> None:
        self.engine = engine
        self._rests: dict[tuple[str, str], _Rests] = {}
        self._like: dict[tuple[str, str], str] = {}
        self._shapes: dict[Any, str] = {}
        self._asked: dict[tuple[str, str, int], _Asked] = {}
        self._walked: dict[Any, Walked] = {}
        self._helds: dict[str, tuple[str, ...]] = {}
        self._says: dict[tuple[str, frozenset[str]], frozenset[str]] = {}

    def key(
        self, bound: Bound, question: str, code: str, stated: Mapping[str, Any], cells: Callable[[str, str], Cells]
    ) -> Any:
        """Return what tells a walk from all others that may find something else, or None where it is not remembered.

        Args:
            bound: the rulebook on the day.
            question: the question.
            code: only what this code rests on; blank for all.
            stated: fact → value as it stands in a state.
            cells: returns the cells of a question and a code on the day.
        """
        if not self.engine.claim_names.isdisjoint(stated):
            # What is claimed counts by what the figures leave open, whatever a question rests on otherwise.
            return None
        code = self._first_like(question, code) if code else code
        rests = self._rests.get((question, code))
        if rests is None:
            rests = self._rests[question, code] = self._rest(question, code)
        era = bisect_right(rests.days, bound.day)
        asked = self._asked.get((question, code, era))
        if asked is None:
            asked = self._asked[question, code, era] = self._ask(rests, cells(question, code))
        told: list[tuple[str, Any]] = []
        for name, value in stated.items():
            if name not in rests.facts or (name in rests.nations and value.__class__ is str and name not in rests.held):
                continue
            if name in rests.cut and value.__class__ is tuple:
                cuts = asked.cuts.get(name, ())
                told.append((name, (bisect_right(cuts, value[0]), bisect_right(cuts, value[1]), value[0] == value[1])))
            else:
                told.append((name, value))
        told.sort(key=itemgetter(0))
        nations = tuple(self._nation(bound, name, stated, rests, asked) for name in rests.nations)
        return question, code, era, bound.filled, nations, tuple(told)

    def _nation(self, bound: Bound, name: str, stated: Mapping[str, Any], rests: _Rests, asked: _Asked) -> Any:
        """Return what is asked of a nation and is true of it, or, where it is not known which it is, when that was the same of all."""
        slot = self.engine.slots[name]
        nation = stated.get(name, bound.blank[slot])
        if nation.__class__ is not str:
            return bisect_right(rests.nations[name], bound.day)
        state = bound.blank.copy()
        state[slot] = nation
        return tuple([test(state) for test in asked.tests[name]])

    def _first_like(self, question: str, code: str) -> str:
        """Return the first code of a question whose rules are those of a code but for their names: what is left of the two is the same."""
        found = self._like.get((question, code))
        if found is None:
            shape = tuple(
                (
                    None if ranked.rule.condition is None else self.engine.function(ranked.rule.condition),
                    ranked.rule.window,
                    ranked.excepters,
                    code in ranked.answer,
                )
                for ranked in self.engine.cone(question, code)[-1].question.rules
            )
            found = self._like[question, code] = self._shapes.setdefault((question, shape), code)
        return found

    def like(self, key: Any, code: str, root: Any, facts: Mapping[str, int]) -> Any:
        """Return what tells a walk from all others that may find something else, by where it begins and not by what leads there.

        Where the same is true, the same is answered and the same tests are open, only what those tests ask, and what that may follow from,
        still has a say.

        Args:
            key: the key of the walk by what was stated.
            code: the code of which only the rules are walked; blank for all.
            root: the truths, the answers and the open tests of the state in which it begins.
            facts: what is unknown in it: fact → how often it stands there.
        """
        question, _, era, filled, nations, told, *how = key
        names = frozenset(facts)
        says = self._says.get((question, names))
        if says is None:
            says = self._says[question, names] = self._saying(question, names)
        rests = self._rests[question, key[1]]
        return (
            question,
            code,
            era,
            filled,
            tuple([asked for name, asked in zip(rests.nations, nations, strict=True) if name in says]),
            tuple([one for one in told if one[0] in says]),
            root,
            tuple(facts.items()),
            *how,
        )

    def _saying(self, question: str, facts: frozenset[str]) -> frozenset[str]:
        """Return the facts that still have a say where some are unknown: those from which they follow, and what tests hold them against."""
        tests = self.engine.rulebook.tests.values()
        found: set[str] = set()
        more: set[str] = {*facts, *self.held(question)}
        for test in tests:
            if not facts.isdisjoint(test.maxima):
                more |= {name for name in (test.points, test.excluded) if name}
        while more:
            found |= more
            more = {other for name in more for other in self.engine.deriving.reads(name)} - found
        return frozenset(found)

    def held(self, question: str) -> tuple[str, ...]:
        """Return the facts that the rules on which a question rests hold against something else than a limit."""
        found = self._helds.get(question)
        if found is None:
            cone = conditions_of(self.engine.cone(question))
            found = self._helds[question] = tuple(
                sorted({name for one in cone for atom in atoms(one) for name in _held(atom)})
            )
        return found

    def recall(self, key: Any, had: int) -> Walked | None:
        """Return the walk of a key, if it is remembered and would find the same with so much to spend."""
        try:
            known = self._walked.get(key)
            if known is None or known.least > had:
                # One that went on until nothing was left to spend found what can be found with so much, and no more.
                known = self._walked.get((key, had))
        except TypeError:
            # A value that has no one form, such as a list of points, is walked each time.
            return None
        return known

    def keep(self, key: Any, walked: Walked, had: int | None = None) -> None:
        """Remember a walk; one that spent all that it had, by how much that was."""
        if len(self._walked) >= _MOST:
            self._walked.clear()
        try:
            self._walked[key if had is None else (key, had)] = walked
        except TypeError:
            return

    def forget(self) -> None:
        """Forget all walks."""
        self._walked.clear()

    def _rest(self, question: str, code: str) -> _Rests:
        rulebook = self.engine.rulebook
        steps = self.engine.cone(question, code)
        rules = [ranked.rule for step in steps for ranked in step.question.rules]
        asked = list(conditions_of(steps))
        more = {name for condition in asked for name in read_by(rulebook, condition)}
        found: set[str] = set()
        while more:
            found |= more
            more = {other for name in more for other in self.engine.deriving.reads(name)} - found
        facts = [rulebook.facts[name] for name in found if name in rulebook.facts]
        for fact in facts:
            asked += [implied.when for implied in fact.implied]
            asked += [derived.when for derived in fact.derived if derived.when is not None]
        held = {name for fact in facts for derived in fact.derived for name in derived.expression.reads}
        held |= {name for condition in asked for atom in atoms(condition) for name in _held(atom)}
        groups: dict[str, set[str]] = {fact.name: set() for fact in facts if fact.type == "nation"}
        for condition in asked:
            for atom in atoms(condition):
                if isinstance(atom, InGroup):
                    for name in names(atom):
                        groups[name].add(atom.group)
        return _Rests(
            facts=frozenset(fact.name for fact in facts),
            cut=frozenset(fact.name for fact in facts if fact.measured) - held,
            nations={name: self._group_days(groups[name]) for name in sorted(groups)},
            held=frozenset(held),
            days=tuple(sorted({day for rule in rules for day in (rule.window.start, rule.window.end)})),
        )

    def _group_days(self, groups: Iterable[str]) -> tuple[int, ...]:
        known = self.engine.rulebook.groups
        return tuple(sorted({day for group in groups for day in known[group].boundaries()}))

    def _ask(self, rests: _Rests, cells: Cells) -> _Asked:
        return _Asked(
            {name: cells.cuts(name) for name in rests.cut},
            {name: cells.tests(name) for name in rests.nations},
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
