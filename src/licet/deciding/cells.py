"""The cells of a fact: stretches of values that no rule of the day tells apart, such as a range below 300 km and one from there on.

They are what makes an infinite question finite: exact answers, turning points and tables all ask one value of a cell in place of all of it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from licet.deciding.bound import Bound
from licet.deciding.compiling import FALSE, TRUE, Truths
from licet.deciding.trees import Plan
from licet.language.conditions import Applied, Atom, Between, Compare, Condition, Date, Name, Number, atoms, names
from licet.rulebook.vocabulary import Fact
from licet.rulebook.windows import OPEN_END, OPEN_START

# So many sets of conditions are remembered with what they cut: those of the questions on the days of some decades.
_MOST_SCANNED = 4000


@dataclass(frozen=True, slots=True)
class Cell:
    """Values of one fact that no rule tells apart.

    Attributes:
        value: as it stands in a state: an interval for a measure, one value standing for all others.
        values: all the values, for one-of facts and nations.
    """

    value: Any
    values: tuple[str, ...] = ()


class Cells:
    """The cells of every fact under one bound rulebook.

    Args:
        bound: the rulebook on the day.
        plan: only the rules of these questions count; all by default.
    """

    def __init__(self, bound: Bound, plan: Plan | None = None) -> None:
        self.bound = bound
        self.plan = plan
        self._cuts: dict[str, list[float]] | None = None
        self._classes: dict[str, list[Cell]] = {}
        self._mentions: dict[str, list[Atom]] = {}

    def _scan(self) -> dict[str, list[float]]:
        if self._cuts is not None:
            return self._cuts
        conditions = tuple(self._conditions())
        # On most days the same conditions count as on the day before; by identity, as they live as long as their rulebook.
        key = tuple(map(id, conditions))
        scanned = self.bound.engine.scanned
        found = scanned.get(key)
        if found is None:
            if len(scanned) >= _MOST_SCANNED:
                scanned.clear()
            found = scanned[key] = self._scanned(conditions)
        self._cuts, self._mentions = found
        return self._cuts

    def _scanned(self, conditions: Iterable[Condition]) -> tuple[dict[str, list[float]], dict[str, list[Atom]]]:
        cuts: dict[str, set[float]] = {}
        mentions: dict[str, list[Atom]] = {}
        for condition in conditions:
            for atom in self._atoms(condition):
                for name in names(atom):
                    mentions.setdefault(name, []).append(atom)
                for name, cut in self._known_cuts(atom):
                    cuts.setdefault(name, set()).add(cut)
        return {name: sorted(found) for name, found in cuts.items()}, mentions

    def _atoms(self, condition: Condition) -> tuple[Atom, ...]:
        found = self.bound.engine.atoms.get(id(condition))
        if found is None:
            found = self.bound.engine.atoms[id(condition)] = tuple(atoms(condition))
        return found

    def _conditions(self) -> Iterable[Condition]:
        rules = self.bound.rules
        if self.plan is not None:
            day = self.bound.day
            rules = [r.rule for step in self.plan for r in step.question.rules if r.rule.window.holds(day)]
        for rule in rules:
            if rule.condition is not None:
                yield rule.condition
        deriving = self.bound.engine.deriving
        for derivation in deriving.derivations if self.plan is None else deriving.needed(self.plan):
            for implied in derivation.fact.implied:
                yield implied.when
        for question in self.bound.rulebook.questions.values():
            if question.covered is not None:
                yield question.covered

    def _known_cuts(self, atom: Atom) -> Sequence[tuple[str, float]]:
        found = self.bound.engine.cuts.get(id(atom))
        if found is None:
            found = self.bound.engine.cuts[id(atom)] = tuple(self.cuts_of(atom))
        return found

    def cuts_of(self, atom: Atom) -> Iterable[tuple[str, float]]:
        """Yield the measures that a test cuts, each with the least value of the cell above the cut."""
        compiler = self.bound.engine.compiler
        match atom:
            case Compare(Name(name), operator, (Number() | Date()) as limit):
                cut = compiler.constant(limit, compiler.unit_of(Name(name)))
                assert cut is not None
                yield name, cut if operator in ("<", ">=") else math.nextafter(cut, math.inf)
            case Compare((Number() | Date()) as limit, operator, Name(name)):
                mirrored = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}[operator]
                yield from self.cuts_of(Compare(Name(name), mirrored, limit))
            case Between(Name(name), (Number() | Date()) as low, (Number() | Date()) as high):
                unit = compiler.unit_of(Name(name))
                first, last = compiler.constant(low, unit), compiler.constant(high, unit)
                assert first is not None
                assert last is not None
                yield name, first
                yield name, math.nextafter(last, math.inf)
            case Applied(test, arguments):
                declared = self.bound.rulebook.tests[test]
                for index, name in enumerate(declared.maxima):
                    yield name, compiler.limit(arguments[index], declared, index)

    def cuts(self, name: str) -> list[float]:
        """Return where conditions cut a measure: the least value of every cell but the first."""
        return self._scan().get(name, [])

    def reads(self, name: str) -> bool:
        """Whether any condition reads a fact, if only to hold it against another."""
        self._scan()
        return name in self._mentions

    def of(self, fact: Fact, within: tuple[float, float] | None = None) -> list[Cell]:
        """Return the cells of a fact, of a measure only those inside an interval."""
        found = None if within else self._classes.get(fact.name)
        if found is not None:
            return found
        if fact.measured:
            days = (float(OPEN_START), float(OPEN_END - 1))
            low, high = within or fact.bounds or (days if fact.type == "date" else (0.0, math.inf))
            edges = [low, *(cut for cut in self.cuts(fact.name) if low < cut <= high)]
            tops = [*(math.nextafter(edge, -math.inf) for edge in edges[1:]), high]
            found = [Cell((edge, top)) for edge, top in zip(edges, tops, strict=True)]
        else:
            found = self._classed(fact)
        if not within:
            self._classes[fact.name] = found
        return found

    def tests(self, name: str) -> tuple[Truths, ...]:
        """Return what conditions ask of a fact; values of which the same is true are not told apart."""
        self._scan()
        return tuple(dict.fromkeys(self.bound.function(atom) for atom in self._mentions.get(name, [])))

    def _classed(self, fact: Fact) -> list[Cell]:
        if fact.type == "truth":
            return [Cell(FALSE), Cell(TRUE)]
        tests = self.tests(fact.name)
        values = list(self.bound.rulebook.nations) if fact.type == "nation" else list(fact.values)
        slot = self.bound.slots[fact.name]
        state = self.bound.blank.copy()
        classes: dict[tuple[int, ...], list[str]] = {}
        for value in values:
            state[slot] = value
            classes.setdefault(tuple(test(state) for test in tests), []).append(value)
        return [Cell(members[0], tuple(members)) for members in classes.values()]
