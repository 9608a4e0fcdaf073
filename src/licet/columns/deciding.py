"""Rows decided at once: coded, followed to what the rules make of them, and answered once for all rows that end alike.

What the walk of a single transfer says of one row holds for every row that no rule tells from it. So each end of a chain is decided by that
walk, once, and the rows only look its answers up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from licet.columns.chain import Chain, Lookup, Values
from licet.columns.coding import Cuts, Floats, cell_values, coded, cuts_in
from licet.columns.signature import DATE, Codes, Signature, reads
from licet.deciding.bound import Bound, Filled, Outcome, binder
from licet.deciding.cells import Cells
from licet.deciding.compiling import FALSE, TRUE, UNKNOWN, State
from licet.deciding.deriving import Derivation
from licet.deciding.trees import Plan
from licet.language.conditions import Compare, Condition, Name, Sum, atoms, write_condition
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.vocabulary import Fact

# Codes that are given out as values are met begin with so many.
_ROOM = 16


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


@dataclass(frozen=True, slots=True)
class End:
    """The end of a chain: what the walk says of the rows that come to it.

    Attributes:
        outcomes: question → its outcome.
        bound: the rulebook on the day of the row with which it was found.
        stated: what that row states.
    """

    outcomes: dict[str, Outcome]
    bound: Bound
    stated: Mapping[str, Any]


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

    def of(self, days: npt.NDArray[np.int64]) -> Codes:
        """Return the stretch in which each day lies."""
        return np.searchsorted(self.boundaries, days, side="right").astype(np.int32)


class Decider:
    """Decides rows of one form under one rulebook.

    Args:
        rulebook: the law.
        facts: the facts that rows may state, with the unit of the column of a measure (None for that of the fact).
        questions: the questions to answer.
        same: what is stated alike of every row.
        filled: groups of nations that a user has filled.
    """

    def __init__(
        self,
        rulebook: Rulebook,
        facts: Mapping[str, Any],
        questions: Sequence[str],
        same: Mapping[str, Any] | None = None,
        filled: Filled = (),
    ) -> None:
        self.rulebook = rulebook
        self.questions = tuple(questions)
        self.same = {name: value for name, value in (same or {}).items() if name != DATE}
        self.stretches = Stretches(rulebook, filled)
        self.engine = self.stretches.bounds[0].engine
        self.claims = frozenset(q.claims for q in rulebook.questions.values() if q.claims)
        self.plans = self._plans()
        self.blanks: tuple[State, ...] = tuple(bound.state(self.same) for bound in self.stretches.bounds)
        needed = {d.fact.name for plan, _ in self.plans for d in self.engine.deriving.needed(plan)}
        self.own = (frozenset(facts) - self.same.keys() - {DATE}) & self._read(needed)
        self.units = {name: facts[name] for name in self.own}
        self.inputs: dict[str, frozenset[str]] = {}
        self.follows = self._followed(needed)
        self.varying = self.own | self.inputs.keys() | {DATE}
        self.inputs = {name: inputs & self.varying for name, inputs in self.inputs.items()}
        self.worked_out = {d.fact.name for d in self.follows if d.worked_out}
        self.edges, self.raw = self._edges()
        # Of these the very figures count, in the unit of the fact and with its margin.
        self.exact = self.raw | self.worked_out | {name for f in self.worked_out for name in self.inputs[f]}
        self.values = {name: self._values(rulebook.facts[name]) for name in self.varying - {DATE}}
        self.values[DATE] = Values(list(range(len(self.stretches.bounds))))
        self.cuts: dict[str, Cuts] = {}
        for name in self.varying - self.raw - {DATE}:
            fact = rulebook.facts[name]
            if fact.measured:
                exact = name in self.exact
                self.cuts[name] = cuts_in(fact, self.edges[name], None if exact else self.units.get(name), not exact)
        self._raw_codes: dict[str, dict[tuple[float, float], int]] = {name: {} for name in self.raw}
        self._found = {
            d.fact.name: Lookup(self._asked_for(d.fact.name), self.values) for d in self.follows if not d.worked_out
        }
        known = self._figures() if self.claims & self.own else frozenset()
        self.chains = [Chain(self._signature(plan, known), self.values) for plan, _ in self.plans]
        self._worked: dict[str, dict[bytes, int]] = {}
        self._left = Chain(self._signature_of_what_is_left(known), self.values)

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

    def _read(self, needed: Iterable[str]) -> frozenset[str]:
        """Return the facts on which the questions rest."""
        found: set[str] = set(self.claims)
        for name in needed:
            found |= self._inputs(self.rulebook.facts[name]) | {name}
        for plan, _ in self.plans:
            for condition in _conditions(plan):
                found |= reads(self.rulebook, condition)
        return frozenset(found)

    def _followed(self, needed: Iterable[str]) -> list[Derivation]:
        """Return the facts that follow from others otherwise in one row than in another, in order."""
        found: list[Derivation] = []
        varying = set(self.own)
        for derivation in self.engine.deriving.derivations:
            fact = derivation.fact
            if fact.name not in needed or fact.name in self.same:
                continue
            inputs = self._inputs(fact)
            known = varying | self.same.keys()
            tells = any(known.issuperset(way.expression.reads) for way in fact.derived)
            if tells or (fact.implied and (inputs & {*varying, DATE} or fact.name in self.own or inputs & self.own)):
                self.inputs[fact.name] = inputs
                found.append(derivation)
                varying.add(fact.name)
        # In a circle, one may follow from what came after it.
        for derivation in self.engine.deriving.derivations:
            fact = derivation.fact
            circles = fact.name in needed and fact.name in self.engine.deriving.circular and fact.name not in self.same
            if circles and fact.name not in self.inputs:
                self.inputs[fact.name] = self._inputs(fact)
                found.append(derivation)
        return found

    def _signature_of_what_is_left(self, known: frozenset[str]) -> Signature:
        """What tells rows apart that are open: with the rules, all from which a fact that is not known may follow."""
        conditions = [condition for plan, _ in self.plans for condition in _conditions(plan)]
        needed = {d.fact.name: d.fact for plan, _ in self.plans for d in self.engine.deriving.needed(plan)}
        conditions += [implied.when for fact in needed.values() for implied in fact.implied]
        conditions += [d.when for fact in needed.values() for d in fact.derived if d.when is not None]
        # Each test by itself: of two that are both open it counts which is, and of a figure in which cells it may lie.
        tests = {write_condition(atom): atom for condition in conditions for atom in atoms(condition)}
        rules = {
            r.rule.name: replace(r.rule, condition=None)
            for plan, _ in self.plans
            for step in plan
            for r in step.question.rules
        }
        told = known | {name for fact in needed.values() for name in (fact.name, *self._inputs(fact))}
        figures = {name for name in self.varying - {DATE} if self.rulebook.facts[name].measured}
        return Signature(
            self.stretches.bounds,
            rules.values(),
            tests.values(),
            self.varying,
            self.blanks,
            known=frozenset(told) & self.varying - {DATE} - figures,
            whole=(self.claims & self.own) | figures,
        )

    def _signature(self, plan: Plan, known: frozenset[str]) -> Signature:
        rules = {ranked.rule.name: ranked.rule for step in plan for ranked in step.question.rules}
        whole = self.claims & self.own
        return Signature(
            self.stretches.bounds, rules.values(), _covered(plan), self.varying, self.blanks, known=known, whole=whole
        )

    def _figures(self) -> frozenset[str]:
        """Return the facts of which it counts whether they are known: a claim decides only where figures are missing."""
        names = {slot: name for name, slot in self.engine.slots.items()}
        return frozenset(names[slot] for rule in self.rulebook.rules.values() for slot in self.engine.figures(rule))

    def _inputs(self, fact: Fact) -> frozenset[str]:
        found: set[str] = {name for derived in fact.derived for name in derived.expression.reads}
        conditions = [i.when for i in fact.implied]
        conditions += [derived.when for derived in fact.derived if derived.when is not None]
        for condition in conditions:
            found |= reads(self.rulebook, condition)
        return frozenset(found) - {fact.name}

    def _edges(self) -> tuple[dict[str, list[float]], set[str]]:
        """Return where measures are cut, and those whose very values count since they are held against each other."""
        found: dict[str, set[float]] = {}
        raw: set[str] = set()
        cells = Cells(self.stretches.bounds[0])
        conditions = [condition for plan, _ in self.plans for condition in _conditions(plan)]
        for derivation in self.follows:
            conditions += [implied.when for implied in derivation.fact.implied]
            conditions += [derived.when for derived in derivation.fact.derived if derived.when is not None]
        for condition in conditions:
            for atom in atoms(condition):
                if isinstance(atom, Compare) and _held_together(atom):
                    read = reads(self.rulebook, atom) & self.varying
                    raw |= {name for name in read - {DATE} if self.rulebook.facts[name].measured}
                for name, cut in cells.cuts_of(atom):
                    found.setdefault(name, set()).add(cut)
        return {name: sorted(found.get(name, ())) for name in self.varying}, raw

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

    def _asked_for(self, name: str) -> tuple[str, ...]:
        """Return the facts from which one follows; of a circle all of them, the one itself among them where rows state it."""
        found: set[str] = set()
        waiting = [name]
        seen = {name}
        while waiting:
            for other in self.inputs[waiting.pop()]:
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

    # Rows coded.

    def code(self, rows: Rows) -> dict[str, Codes]:
        """Return the code of each row in every fact that differs, those that follow from others among them."""
        codes = {DATE: self.stretches.of(rows.days)}
        for name in self.own:
            if name in self.varying and name in rows.codes:
                codes[name] = rows.codes[name]
        for name, (low, high) in rows.figures.items():
            codes[name] = self._coded(name, low, high)
        for derivation in self.follows:
            name = derivation.fact.name
            if derivation.worked_out:
                self._work_out(derivation, rows, codes)
            else:
                found = self._found[name].find(codes, partial(self._follow, derivation))
                own = codes.get(name)
                codes[name] = found if own is None else np.where(own > 0, own, found)
        return codes

    def _coded(self, name: str, low: Floats, high: Floats) -> Codes:
        if name not in self.raw:
            return coded(low, high, self.cuts[name])
        numbers, values = self._raw_codes[name], self.values[name]
        known = ~np.isnan(low)
        pairs, place = np.unique(np.column_stack([low[known], high[known]]), axis=0, return_inverse=True)
        found = np.zeros(len(low), dtype=np.int32)
        of_pair = np.empty(len(pairs), dtype=np.int32)
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
            bound = self.stretches.bounds[int(new[DATE][row])] if DATE in new else self.stretches.bounds[0]
            day = {DATE: (float(bound.day), float(bound.day))} if DATE in new else {}
            value = bound.state({**day, **self.same, **self._stated(new, names, row)})[slot]
            found[row] = 0 if value == held[0] else held.index(value, 1)
        return found

    def _stated(self, codes: Mapping[str, Codes], names: Iterable[str], row: int) -> dict[str, Any]:
        return {name: self.values[name].held[int(codes[name][row])] for name in names if codes[name][row] > 0}

    def left(self, codes: Mapping[str, Codes], rows: npt.NDArray[np.intp]) -> npt.NDArray[np.int32]:
        """Return, for some rows, the classes by which they can differ in what is left open of them."""
        some = {name: column[rows] for name, column in codes.items()}
        return np.column_stack([self._left.classes(stage, some) for stage in self._left.stages])

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
            bound = self.stretches.bounds[0]
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
        codes[fact.name] = self._coded(fact.name, low, high)

    def _number_of(self, name: str, lines: npt.NDArray[np.float64]) -> Codes:
        """Return a number for each line of figures from which a measure was worked out, from 1."""
        known = self._worked.setdefault(name, {})
        return np.array([known.setdefault(line.tobytes(), len(known) + 1) for line in lines], dtype=np.int32)

    # Rows decided.

    def decide(self, codes: Mapping[str, Codes]) -> list[Codes]:
        """Return for each of :attr:`plans` the number of the end of each row."""
        return [chain.follow(codes) for chain in self.chains]

    def ends(self, number: int) -> int:
        """Return how many ends of a plan were seen."""
        chain = self.chains[number]
        return chain.stages[-1].states.count

    def end(self, number: int, codes: Mapping[str, Codes], day: int, row: int) -> End:
        """Decide the end of a plan to which a row comes."""
        plan, _ = self.plans[number]
        stretch = int(codes[DATE][row])
        bound = self.stretches.bounds[stretch]
        stated = {DATE: (float(day), float(day)), **self.same}
        stated |= self._stated(codes, [n for n in codes if n != DATE and (n in self.own or n in self.worked_out)], row)
        state = bound.state(stated, plan=plan)
        return End(bound.decide(state, plan), bound, stated)


def _conditions(plan: Plan) -> list[Condition]:
    rules = [ranked.rule.condition for step in plan for ranked in step.question.rules]
    return [condition for condition in rules if condition is not None] + _covered(plan)


def _covered(plan: Plan) -> list[Condition]:
    return [step.question.question.covered for step in plan if step.question.question.covered is not None]


def _held_together(atom: Compare) -> bool:
    """Whether a comparison holds facts against each other."""
    if isinstance(atom.left, Sum) or isinstance(atom.right, Sum):
        return True
    return isinstance(atom.left, Name) and isinstance(atom.right, Name)
