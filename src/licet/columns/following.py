"""The facts of a table as codes: those that its columns state, and those that follow from them.

What follows is looked up by the codes of what it follows from, each combination once, as the walk of a single transfer finds it. A measure that
is worked out from others is worked out from their very figures.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import product
from typing import Any

import numpy as np
import numpy.typing as npt

from licet.columns.chain import FILLING, Lookup, Values
from licet.columns.coding import Cuts, Floats, cell_values, coded, cuts_in
from licet.columns.signature import DATE, Codes, reads
from licet.deciding.bound import Bound
from licet.deciding.cells import Cells
from licet.deciding.compiling import FALSE, TRUE, UNKNOWN
from licet.deciding.deriving import Derivation
from licet.language.conditions import Compare, Condition, Name, Sum, atoms
from licet.language.quantities import Unit
from licet.rulebook.vocabulary import Fact

# Codes that are given out as values are met begin with so many.
_ROOM = 16
# So many combinations are tried to find out which values can follow at all.
_TRIED = 3000


@dataclass(slots=True)
class Rows:
    """Some rows of a table as they are decided.

    Attributes:
        days: the day of each row, as an ordinal.
        figures: measure of which the very figures count → its least and its greatest value; not a number where not known.
        codes: other fact → the code of each row.
        worked: measure that was worked out → for each row the number of the figures from which, 0 where it was not.
    """

    days: npt.NDArray[np.int64]
    figures: dict[str, tuple[Floats, Floats]] = field(default_factory=dict)
    codes: dict[str, Codes] = field(default_factory=dict)
    worked: dict[str, Codes] = field(default_factory=dict)


class Following:
    """The codes of all facts that differ from row to row.

    Args:
        bounds: the rulebook on each stretch of days.
        facts: the facts that columns state, with the unit of the column of a measure; None where its figures are in that of the fact.
        same: what is stated alike of every row.
        conditions: what is asked of the facts.
        needed: the derivations that matter, each after those that it reads.

    Attributes:
        own: the facts that columns state and that matter.
        varying: those and the facts that follow from them, and the date.
        follows: the derivations that may give one row something else than another.
        worked_out: the measures that are worked out from the figures of others.
        exact: the measures of which the very figures count.
        edges: where each measure is cut, in its own unit.
        cuts: the same in the unit of its column.
        values: what the codes of each fact stand for.
        possible: the codes that a fact can have; None where there are too many to tell.
    """

    def __init__(
        self,
        bounds: Sequence[Bound],
        facts: Mapping[str, Unit | None],
        same: Mapping[str, Any],
        conditions: Iterable[Condition],
        needed: Sequence[Derivation],
    ) -> None:
        self.bounds = bounds
        self.engine = bounds[0].engine
        self.rulebook = bounds[0].rulebook
        self.same = same
        needed = [derivation for derivation in needed if derivation.fact.name not in same]
        self.inputs = {derivation.fact.name: self._inputs(derivation.fact) for derivation in needed}
        conditions = [*conditions, *(c for derivation in needed for c in whens(derivation.fact))]
        read = {name for condition in conditions for name in reads(self.rulebook, condition)}
        read |= {name for inputs in self.inputs.values() for name in inputs} | self.inputs.keys()
        claims = {question.claims for question in self.rulebook.questions.values() if question.claims}
        self.own = frozenset(facts.keys() - same.keys() - {DATE}) & (read | claims)
        self.worked_out = self._worked(needed)
        self.units = {name: facts[name] for name in self.own}
        self.edges, self.raw = self._cut(conditions, needed)
        self.exact = self.raw | self.worked_out | {n for name in self.worked_out for n in self.inputs[name]}
        self.exact |= {name for name, unit in self.units.items() if unit is None}
        self.values: dict[str, Values] = {DATE: Values(list(range(len(bounds))))}
        self.possible: dict[str, list[int] | None] = {DATE: list(range(len(bounds)))}
        self.cuts: dict[str, Cuts] = {}
        self._raw_codes: dict[str, dict[tuple[float, float], int]] = {name: {} for name in self.raw}
        self._open: dict[str, npt.NDArray[np.bool_]] = {}
        self._numbers: dict[str, dict[bytes, int]] = {}
        self._found: dict[str, Lookup] = {}
        for name in self.own:
            self._declare(self.rulebook.facts[name])
            open_ended = name in self.raw or len(self.values[name].held) == 1
            self.possible[name] = None if open_ended else list(range(len(self.values[name].held)))
        self.follows = self._followed(needed)
        self.varying = frozenset(self.values)
        # What is looked up for every row, since a measure is worked out with it.
        self._early = {name for worked in self.worked_out for name in self._behind(worked)} & self._found.keys()

    # What follows, and from what.

    def _inputs(self, fact: Fact) -> frozenset[str]:
        found: set[str] = {name for derived in fact.derived for name in derived.expression.reads}
        for condition in whens(fact):
            found |= reads(self.rulebook, condition)
        return frozenset(found) - {fact.name}

    def _worked(self, needed: Sequence[Derivation]) -> set[str]:
        """Return the measures that may be worked out from figures of the rows."""
        known = self.own | self.same.keys()
        found: set[str] = set()
        for derivation in needed:
            for way in derivation.fact.derived:
                inputs = set(way.expression.reads)
                if inputs & (self.own | found) and inputs <= known | found:
                    found.add(derivation.fact.name)
        return found

    def _cut(
        self, conditions: Iterable[Condition], needed: Sequence[Derivation]
    ) -> tuple[dict[str, list[float]], set[str]]:
        """Return where measures are cut, and those whose very values count since they are held against each other."""
        found: dict[str, set[float]] = {}
        raw: set[str] = set()
        cells = Cells(self.bounds[0])
        told = self.own | self.same.keys() | self.worked_out | {d.fact.name for d in needed}
        for condition in conditions:
            for atom in atoms(condition):
                if isinstance(atom, Compare) and _held_together(atom):
                    read = {name for name in reads(self.rulebook, atom) if name in self.rulebook.facts}
                    if read - {DATE} <= told:
                        raw |= {name for name in read - {DATE} if self.rulebook.facts[name].measured}
                for name, cut in cells.cuts_of(atom):
                    found.setdefault(name, set()).add(cut)
        return {name: sorted(found.get(name, ())) for name in self.rulebook.facts}, raw

    def _followed(self, needed: Sequence[Derivation]) -> list[Derivation]:
        """Return the derivations that may give one row something else than another, in order."""
        found: list[Derivation] = []
        circular = self.engine.deriving.circular
        reached = {*self.values, *(d.fact.name for d in needed if d.fact.name in circular)}
        for derivation in needed:
            fact = derivation.fact
            if not (self.inputs[fact.name] & {*reached, DATE}) and fact.name not in self.own:
                continue
            self._declare(fact)
            if fact.name in self.worked_out:
                self.possible[fact.name] = None
            else:
                names = self._asked_for(fact.name, reached)
                self._found[fact.name] = Lookup(names, self.values)
                self.possible[fact.name] = possible = self._possible(derivation, names)
                if possible is not None and len(possible) == 1:
                    # It follows alike in every row, as it does where nothing is stated.
                    for held in (self.values, self.possible, self._found):
                        del held[fact.name]
                    continue
            reached.add(fact.name)
            found.append(derivation)
        return found

    def _possible(self, derivation: Derivation, names: Sequence[str]) -> list[int] | None:
        """Return the codes that can follow; None where there are too many combinations to try."""
        name = derivation.fact.name
        if any(other not in self.possible for other in names):
            return None
        codes = [self.possible[other] for other in names]
        size = 1
        for some in codes:
            size *= _TRIED + 1 if some is None else len(some)
        if size > _TRIED:
            return None
        lines = np.array(list(product(*(some or () for some in codes))), dtype=np.int32)
        of_fact = {other: np.ascontiguousarray(lines[:, n]) for n, other in enumerate(names)}
        found = self._found[name].find(of_fact, partial(self._follow, derivation))
        return sorted({*found.tolist(), *(self.possible.get(name) or ())} if name in self.own else set(found.tolist()))

    def _declare(self, fact: Fact) -> None:
        name = fact.name
        if name in self.values:
            return
        self.values[name] = self._values(fact)
        if fact.measured and name not in self.raw:
            exact = name in self.exact
            self.cuts[name] = cuts_in(fact, self.edges[name], None if exact else self.units.get(name), not exact)

    def _values(self, fact: Fact) -> Values:
        presumed = self.engine.deriving.presumed.get(fact.name)
        unknown = UNKNOWN if fact.type == "truth" else None
        first = presumed if presumed is not None else unknown
        if fact.type == "truth":
            return Values([first, FALSE, TRUE, UNKNOWN])
        if fact.measured:
            return Values([None], _ROOM) if fact.name in self.raw else cell_values(fact, self.edges[fact.name])
        if fact.type == "nation":
            return Values([first, *self.rulebook.nations])
        if fact.type == "one_of":
            return Values([first, *fact.values])
        return Values([None], _ROOM)

    def _asked_for(self, name: str, reached: set[str]) -> tuple[str, ...]:
        """Return the facts from which one follows; of a circle all of them, the one itself among them where rows state it."""
        found: set[str] = set()
        waiting = [name]
        seen = {name}
        while waiting:
            for other in self.inputs[waiting.pop()] & {*reached, DATE}:
                circle = other in self.inputs and name in self._all_inputs(other)
                if circle and other not in seen:
                    seen.add(other)
                    waiting.append(other)
                if not circle or other in self.own:
                    found.add(other)
        return tuple(sorted(found or {DATE}, key=lambda other: (other != DATE, other)))

    def _all_inputs(self, name: str) -> set[str]:
        found: set[str] = set()
        waiting = [name]
        while waiting:
            for other in self.inputs.get(waiting.pop(), ()):
                if other not in found:
                    found.add(other)
                    waiting.append(other)
        return found

    def _behind(self, name: str) -> set[str]:
        """Return all facts from which one follows, at whatever distance."""
        return self._all_inputs(name) & self.values.keys()

    def open_codes(self, name: str) -> npt.NDArray[np.bool_]:
        """Return for each code of a fact whether it leaves something open: nothing is known, or a figure that may lie in several cells."""
        held = self.values[name].held
        found = self._open.get(name)
        if found is None or len(found) < len(held):
            fact, edges = self.rulebook.facts[name], self.edges[name]
            spans = fact.measured and name not in self.raw
            found = self._open[name] = np.array(
                [
                    value is None
                    or (fact.type == "truth" and value == UNKNOWN)
                    or (spans and bisect_right(edges, value[0]) != bisect_right(edges, value[1]))
                    or (fact.measured and not spans and value[0] != value[1])
                    for value in held
                ],
                dtype=bool,
            )
        return found

    def roots(self, name: str) -> frozenset[str]:
        """Return the facts whose codes settle the code of one: what columns state, what is worked out, and the date."""
        return frozenset(n for n in self._looked_at([name]) if n not in self._found or n in self.own)

    def _looked_at(self, names: Iterable[str]) -> set[str]:
        """Return some facts and all those by whose codes they are looked up, at whatever distance."""
        waiting = list(names)
        seen = set(waiting)
        while waiting:
            one = waiting.pop()
            for other in self._found[one].names if one in self._found else ():
                if other not in seen:
                    seen.add(other)
                    waiting.append(other)
        return seen

    # Rows coded.

    def code(self, stretches: Codes, rows: Rows) -> dict[str, Codes]:
        """Return the code of each row in every fact that is stated or worked out."""
        codes = {DATE: stretches, **rows.codes}
        for name, (low, high) in rows.figures.items():
            codes[name] = self.coded(name, low, high)
        for derivation in self.follows:
            name = derivation.fact.name
            if name in self.worked_out:
                self._work_out(derivation, rows, codes)
            elif name in self._early:
                self._look_up(derivation, codes)
        for name in self._early - self.own:
            del codes[name]
        return codes

    def followed(self, codes: Mapping[str, Codes], names: Iterable[str]) -> dict[str, Codes]:
        """Return the codes of some facts, given those of their roots."""
        wanted = self._looked_at(names) & self._found.keys()
        found = dict(codes)
        for derivation in self.follows:
            if derivation.fact.name in wanted:
                self._look_up(derivation, found)
        return found

    def _look_up(self, derivation: Derivation, codes: dict[str, Codes]) -> None:
        name = derivation.fact.name
        found = self._found[name].find(codes, partial(self._follow, derivation))
        own = codes.get(name)
        codes[name] = found if own is None else np.where(own > 0, own, found)

    def coded(self, name: str, low: Floats, high: Floats) -> Codes:
        """Return figures of a measure, in its own unit, as codes."""
        if name not in self.raw:
            return coded(low, high, self.cuts[name])
        numbers, values = self._raw_codes[name], self.values[name]
        known = ~np.isnan(low)
        pairs, place = np.unique(np.column_stack([low[known], high[known]]), axis=0, return_inverse=True)
        found = np.zeros(len(low), dtype=np.int32)
        of_pair = np.empty(len(pairs), dtype=np.int32)
        with FILLING:
            for n, (least, most) in enumerate(pairs.tolist()):
                if (least, most) not in numbers:
                    numbers[least, most] = len(values.held)
                    values.held.append((least, most))
                of_pair[n] = numbers[least, most]
            values.grown()
        found[known] = of_pair[place.reshape(-1)]
        return found

    def _follow(self, derivation: Derivation, new: Mapping[str, Codes]) -> Codes:
        """Return what follows from some combinations of codes."""
        fact, slot = derivation.fact, derivation.slot
        held = self.values[fact.name].held
        names = [name for name in new if name != DATE]
        found = np.zeros(len(next(iter(new.values()))), dtype=np.int32)
        for row in range(len(found)):
            bound = self.bounds[int(new[DATE][row])] if DATE in new else self.bounds[0]
            day = {DATE: (float(bound.day), float(bound.day))} if DATE in new else {}
            value = bound.state({**day, **self.same, **self.stated(new, names, row)})[slot]
            if value is not None and fact.measured:
                found[row] = self.coded(fact.name, np.array(value[:1]), np.array(value[1:]))[0]
            else:
                found[row] = 0 if value == held[0] else held.index(value, 1)
        return found

    def stated(self, codes: Mapping[str, Codes], names: Iterable[str], row: int) -> dict[str, Any]:
        """Return what the codes of one row state."""
        return {name: self.values[name].held[int(codes[name][row])] for name in names if codes[name][row] > 0}

    def _work_out(self, derivation: Derivation, rows: Rows, codes: dict[str, Codes]) -> None:
        """Work a measure out where nobody stated it, from the very figures, each combination once."""
        fact = derivation.fact
        count = len(rows.days)
        own = rows.figures.get(fact.name)
        open_rows = np.isnan(own[0]) if own is not None else np.ones(count, dtype=bool)
        ways = np.zeros(count, dtype=bool)
        for derived in fact.derived:
            here = open_rows.copy()
            for name in derived.expression.reads:
                if name in rows.figures:
                    here &= ~np.isnan(rows.figures[name][0])
                elif name not in self.same:
                    here[:] = False
            ways |= here
        chosen = np.flatnonzero(ways)
        low, high = (own[0], own[1]) if own is not None else (np.full(count, np.nan), np.full(count, np.nan))
        if len(chosen):
            names = sorted(self.inputs[fact.name] - {DATE})
            figures = [name for name in names if name in rows.figures]
            others = [name for name in names if name in codes and name not in rows.figures]
            parts = [rows.figures[name][end][chosen] for name in figures for end in (0, 1)]
            parts += [codes[name][chosen].astype(float) for name in others]
            parts.append(np.zeros(len(chosen)))
            # Not a number is not equal to itself, so that a number beyond all others stands for it.
            table = np.nan_to_num(np.column_stack(parts), nan=-np.inf, neginf=-np.inf, posinf=np.inf)
            distinct, place = np.unique(table, axis=0, return_inverse=True)
            ends = np.full((len(distinct), 2), np.nan)
            bound = self.bounds[0]
            for n, line in enumerate(distinct.tolist()):
                stated = dict(self.same)
                for m, name in enumerate(figures):
                    if line[2 * m] > -np.inf:
                        stated[name] = (line[2 * m], line[2 * m + 1])
                for m, name in enumerate(others, start=2 * len(figures)):
                    if line[m] > 0:
                        stated[name] = self.values[name].held[int(line[m])]
                value = bound.state(stated)[derivation.slot]
                if value is not None:
                    ends[n] = value
            low, high = low.copy(), high.copy()
            rows.worked[fact.name] = np.zeros(count, dtype=np.int32)
            rows.worked[fact.name][chosen] = self._number_of(fact.name, distinct)[place.reshape(-1)]
            low[chosen], high[chosen] = ends[place.reshape(-1)].T
        rows.figures[fact.name] = low, high
        codes[fact.name] = self.coded(fact.name, low, high)

    def _number_of(self, name: str, lines: npt.NDArray[np.float64]) -> Codes:
        """Return a number for each line of figures from which a measure was worked out, from 1."""
        known = self._numbers.setdefault(name, {})
        with FILLING:
            return np.array([known.setdefault(line.tobytes(), len(known) + 1) for line in lines], dtype=np.int32)


def whens(fact: Fact) -> list[Condition]:
    """Return the conditions under which a fact follows."""
    return [i.when for i in fact.implied] + [d.when for d in fact.derived if d.when is not None]


def _held_together(atom: Compare) -> bool:
    """Whether a comparison holds facts against each other."""
    if isinstance(atom.left, Sum) or isinstance(atom.right, Sum):
        return True
    return isinstance(atom.left, Name) and isinstance(atom.right, Name)
