"""What rules can learn of a row, one group of its facts after the other.

Every rule is cut into the largest parts of its condition that read the facts of one group and nothing else. What these parts come to is all
that the rule can learn of the group: values that make all parts of all rules equally true are one class. Of a rule that has failed already
nothing more can be learned, which is what keeps the classes few: nearly every rule asks first what the item is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from licet.deciding.bound import Bound
from licet.deciding.compiling import FALSE, TRUE, State
from licet.language.conditions import (
    And,
    Applied,
    Condition,
    Group,
    InGroup,
    Not,
    Or,
    atoms,
    conjuncts,
    names,
    write_condition,
)
from licet.rulebook.instruments import Rule
from licet.rulebook.rulebook import Rulebook

Codes = npt.NDArray[np.int32]
Vectors = npt.NDArray[np.uint8]

DATE = "date"
# Stands for a part of which nothing has been learned, or nothing more can be.
_NOTHING = 255


def reads(rulebook: Rulebook, condition: Condition) -> frozenset[str]:
    """Return the facts and questions that a condition reads; a test of entries reads its question, a membership the date."""
    found: set[str] = set()
    for atom in atoms(condition):
        if isinstance(atom, Applied):
            test = rulebook.tests[atom.test]
            found.update(test.reads)
            if test.question:
                found.add(f"?{test.question}")
        else:
            found.update(name if name in rulebook.facts else f"?{name}" for name in names(atom))
        if isinstance(atom, InGroup) and not atom.on:
            found.add(DATE)
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Tracked:
    """One part of a condition as a group sees it.

    Attributes:
        column: its place in the vectors.
        condition: the part.
    """

    column: int
    condition: Condition


class Signature:
    """The vectors of what some rules learn of rows.

    A vector has a place for each rule, the least of its parts so far, and one for each part that stands inside another, such as one side of
    an *or* whose other side reads other facts.

    Args:
        bounds: the rulebook on each stretch of days, in order.
        rules: the rules.
        conditions: other conditions of which the truth counts.
        varying: the facts that differ from row to row.
        blanks: for each stretch, a state with what is the same in all rows.
        known: facts of which it counts whether anything is known of them.
        whole: facts of which every value counts by itself.
    """

    def __init__(
        self,
        bounds: Sequence[Bound],
        rules: Iterable[Rule],
        conditions: Iterable[Condition],
        varying: frozenset[str],
        blanks: Sequence[State],
        known: frozenset[str] = frozenset(),
        whole: frozenset[str] = frozenset(),
    ) -> None:
        self.rulebook: Rulebook = bounds[0].rulebook
        self.engine = bounds[0].engine
        self.bounds = bounds
        self.blanks = blanks
        self.varying = varying
        self.rules = tuple(rules)
        self._reads: dict[int, frozenset[str]] = {}
        self._kept: list[Condition] = []
        tracked = [(n, [] if r.condition is None else list(conjuncts(r.condition))) for n, r in enumerate(self.rules)]
        others = list(conditions)
        # Each part of another condition counts, whatever the others come to; they belong to one rule that never fails.
        tracked += [(len(self.rules), [condition]) for condition in others]
        self.heads = len(self.rules) + 1
        self.known = tuple(sorted(known & varying))
        self.whole = tuple(sorted(whole & varying))
        self.groups = self._grouped([condition for _, parts in tracked for condition in parts])
        self.direct: dict[tuple[str, ...], list[Tracked]] = {group: [] for group in self.groups}
        self.nested: dict[tuple[str, ...], list[Tracked]] = {group: [] for group in self.groups}
        owners: list[int] = []
        start = np.full(self.heads, TRUE, dtype=np.uint8)
        for head, parts in tracked:
            for part in parts:
                read = self._varying(part)
                group = self._group_of(read)
                if not read and not self._asks(part):
                    if head == len(self.rules):
                        continue
                    start[head] = min(start[head], self.engine.function(part)(blanks[0]))
                elif group is not None and not self._asks(part) and head < len(self.rules):
                    self.direct[group].append(Tracked(head, part))
                else:
                    for group, inner in self._within(part):
                        self.nested[group].append(Tracked(self.heads + len(owners), inner))
                        owners.append(head)
        self.marks = {name: self.heads + len(owners) + 2 * n for n, name in enumerate((*self.known, *self.whole))}
        owners += [len(self.rules)] * (2 * len(self.marks))
        self.owners = np.array(owners, dtype=np.intp)
        self.width = self.heads + len(owners)
        self.start = np.concatenate([start, np.full(len(owners), _NOTHING, dtype=np.uint8)])
        # What never holds, whatever the row, is not looked at again.
        alive = start[: len(self.rules)] > FALSE
        self.direct = {g: [t for t in found if alive[t.column]] for g, found in self.direct.items()}
        self.nested = {
            g: [
                t
                for t in found
                if owners[t.column - self.heads] >= len(self.rules) or alive[owners[t.column - self.heads]]
            ]
            for g, found in self.nested.items()
        }
        windows = [[rule.window.holds(bound.day) for rule in self.rules] for bound in bounds]
        self.in_force = np.array(windows, dtype=bool).reshape(len(bounds), len(self.rules))
        self._texts: dict[int, str] = {}

    # How conditions are cut.

    def _read(self, condition: Condition) -> frozenset[str]:
        found = self._reads.get(id(condition))
        if found is None:
            self._kept.append(condition)
            found = self._reads[id(condition)] = reads(self.rulebook, condition)
        return found

    def _varying(self, condition: Condition) -> frozenset[str]:
        return self._read(condition) & self.varying

    def _asks(self, condition: Condition) -> bool:
        """Whether a condition rests on a question, whose answer is known only when all rules are."""
        return any(name.startswith("?") for name in self._read(condition))

    def _grouped(self, conditions: Iterable[Condition]) -> tuple[tuple[str, ...], ...]:
        """Return the facts in groups; those that one test reads together are in one, each nation with the date."""
        read_here: set[str] = {DATE, *self.known, *self.whole}
        joined: dict[str, str] = {}

        def leader(name: str) -> str:
            while joined.get(name, name) != name:
                name = joined[name]
            return name

        for condition in conditions:
            for atom in atoms(condition):
                read = sorted((self._read(atom) & self.varying) - {DATE})
                read_here.update(read)
                for other in read[1:]:
                    joined[leader(other)] = leader(read[0])
        groups: dict[str, list[str]] = {}
        for name in sorted(read_here - {DATE}):
            groups.setdefault(leader(name), []).append(name)
        timed = [g for g in groups.values() if any(self._timed(name) for name in g)]
        rest = [g for g in groups.values() if g not in timed]
        return ((DATE,), *((DATE, *g) for g in timed), *(tuple(g) for g in rest))

    def _timed(self, name: str) -> bool:
        return self.rulebook.facts[name].type == "nation"

    def _group_of(self, read: frozenset[str]) -> tuple[str, ...] | None:
        if not read:
            return None
        return next((group for group in self.groups if read <= set(group)), None)

    def _within(self, condition: Condition) -> Iterator[tuple[tuple[str, ...], Condition]]:
        """Yield the largest parts of a condition that one group decides, each with its group."""
        group = self._group_of(self._varying(condition))
        if group is not None and not self._asks(condition):
            yield group, condition
            return
        match condition:
            case Not(inner) | Group(inner):
                yield from self._within(inner)
            case And(conditions) | Or(conditions):
                by_group: dict[tuple[str, ...], list[Condition]] = {}
                for part in conditions:
                    group = None if self._asks(part) else self._group_of(self._varying(part))
                    if group is None:
                        yield from self._within(part)
                    else:
                        by_group.setdefault(group, []).append(part)
                for group, parts in by_group.items():
                    whole: Condition = type(condition)(tuple(parts)) if len(parts) > 1 else parts[0]
                    yield group, whole

    # The vectors.

    def vectors(
        self, group: tuple[str, ...], values: Mapping[str, Sequence[Any]], codes: Mapping[str, Codes]
    ) -> Vectors:
        """Return what the rules learn of some combinations of values of one group.

        Args:
            group: the group.
            values: fact → what stands in a state for each of its codes; of the date the stretches.
            codes: fact → the code in each combination.
        """
        count = len(codes[group[0]])
        found = np.full((count, self.width), _NOTHING, dtype=np.uint8)
        found[:, : self.heads] = TRUE
        if group == (DATE,):
            found[:, : len(self.rules)] = np.where(self.in_force[codes[DATE]], TRUE, FALSE)
        truths = _Truths(self, group, values, codes)
        for tracked in self.direct[group]:
            column = found[:, tracked.column]
            np.minimum(column, truths.of(tracked.condition), out=column)
        for tracked in self.nested[group]:
            found[:, tracked.column] = truths.of(tracked.condition)
        for name in group:
            if name in self.known:
                found[:, self.marks[name]] = codes[name] > 0
            elif name in self.whole:
                # No byte of a code may look as if nothing had been learned.
                found[:, self.marks[name]] = codes[name] % 251
                found[:, self.marks[name] + 1] = codes[name] // 251
        return found

    def joined(self, before: Vectors, more: Vectors) -> Vectors:
        """Return what is known after a further group; of a rule that has failed nothing is kept."""
        found = np.where(more == _NOTHING, before, more)
        heads = np.minimum(before[:, : self.heads], more[:, : self.heads])
        found[:, : self.heads] = heads
        if len(self.owners):
            inner = found[:, self.heads :]
            inner[heads[:, self.owners] == FALSE] = _NOTHING
        return found

    def matters(self, group: tuple[str, ...]) -> bool:
        """Whether anything is learned from a group."""
        marked = any(name in self.marks for name in group)
        return group == (DATE,) or marked or bool(self.direct[group]) or bool(self.nested[group])

    def weight(self, group: tuple[str, ...]) -> int:
        """How many rules a group alone can bring to nothing."""
        return len({tracked.column for tracked in self.direct[group]})


class _Truths:
    """The truth of conditions for some combinations of the values of a group; each test is asked once for each value."""

    def __init__(
        self,
        signature: Signature,
        group: tuple[str, ...],
        values: Mapping[str, Sequence[Any]],
        codes: Mapping[str, Codes],
    ) -> None:
        self.signature = signature
        self.group = group
        self.values = values
        self.codes = codes
        self.count = len(codes[group[0]])
        self._found: dict[str, Vectors] = {}
        self._distinct: dict[tuple[str, ...], tuple[dict[str, npt.NDArray[np.int64]], npt.NDArray[np.intp]]] = {}

    def of(self, condition: Condition) -> Vectors:
        match condition:
            case Group(inner):
                return self.of(inner)
            case Not(inner):
                return (2 - self.of(inner)).astype(np.uint8)
            case And(conditions):
                least: Vectors = np.minimum.reduce([self.of(inner) for inner in conditions])
                return least
            case Or(conditions):
                most: Vectors = np.maximum.reduce([self.of(inner) for inner in conditions])
                return most
        text = write_condition(condition)
        found = self._found.get(text)
        if found is None:
            found = self._found[text] = self._asked(condition)
        return found

    def _asked(self, atom: Condition) -> Vectors:
        signature = self.signature
        read = signature._read(atom)
        involved = tuple(name for name in self.group if name in read)
        function = signature.engine.function(atom)
        if not involved:
            return np.full(self.count, function(signature.blanks[0]), dtype=np.uint8)
        codes, place = self._apart(involved)
        slots = signature.engine.slots
        truths = np.empty(len(codes[involved[0]]), dtype=np.uint8)
        timed = involved[0] == DATE
        columns = [(slots[name], self.values[name], codes[name].tolist()) for name in involved if name != DATE]
        days = codes[DATE].tolist() if timed else []
        state = signature.blanks[0].copy()
        before = -1
        for row in range(len(truths)):
            if timed and days[row] != before:
                before = days[row]
                state = signature.blanks[before].copy()
                day = float(signature.bounds[before].day)
                state[slots[DATE]] = (day, day)
            for slot, values, held in columns:
                state[slot] = values[held[row]]
            truths[row] = function(state)
        return truths[place]

    def _apart(self, involved: tuple[str, ...]) -> tuple[dict[str, npt.NDArray[np.int64]], npt.NDArray[np.intp]]:
        found = self._distinct.get(involved)
        if found is None:
            key = np.zeros(self.count, dtype=np.int64)
            for name in involved:
                key = key * len(self.values[name]) + self.codes[name]
            numbers, place = np.unique(key, return_inverse=True)
            apart: dict[str, npt.NDArray[np.int64]] = {}
            rest = numbers
            for name in reversed(involved):
                apart[name] = rest % len(self.values[name])
                rest = rest // len(self.values[name])
            found = self._distinct[involved] = apart, place.reshape(-1)
        return found
