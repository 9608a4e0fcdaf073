"""Rows followed through tables, one for each group of facts, to what all rules make of them.

A state of the chain is what the rules have learned so far; the class of the next group leads from one state to the next. Tables are filled
when a combination is first seen, so that they hold what occurs and nothing else; after that a row costs two look-ups a group.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from threading import RLock
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from licet.columns.signature import DATE, Codes, Signature, Vectors

# Combinations of codes are numbered densely up to so many; beyond, those that occur are looked up by their number.
_DENSE = 1 << 22
# Tables are read by many threads and filled by one at a time.
FILLING = RLock()
# Tables of several groups are one up to so many combinations, which then fit into the cache of a core.
BUNDLED = 1 << 17
# So many combinations are worked out together: their vectors then fit into a cache.
_TOGETHER = 4096


class Interned:
    """Vectors, each once, in the order in which they were first seen."""

    def __init__(self, width: int) -> None:
        self._numbers: dict[bytes, int] = {}
        self._held = np.zeros((64, width), dtype=np.uint8)
        self.count = 0

    def number(self, vectors: Vectors) -> Codes:
        """Return the number of each vector; new ones are added."""
        vectors = np.ascontiguousarray(vectors)
        found = np.empty(len(vectors), dtype=np.int32)
        for row in range(len(vectors)):
            mark = vectors[row].tobytes()
            number = self._numbers.get(mark)
            if number is None:
                number = self._numbers[mark] = self.count
                if self.count == len(self._held):
                    self._held = np.concatenate([self._held, np.zeros_like(self._held)])
                self._held[number] = vectors[row]
                self.count += 1
            found[row] = number
        return found

    def of(self, numbers: Codes) -> Vectors:
        """Return the vectors of some numbers."""
        found: Vectors = self._held[numbers]
        return found


@dataclass(slots=True)
class Values:
    """What the codes of a fact stand for.

    Attributes:
        held: for each code what stands in a state; code 0 is for what is not known.
        room: how many codes there may be before tables have to be made anew.
    """

    held: list[Any]
    room: int = 0

    def __post_init__(self) -> None:
        self.room = max(self.room, len(self.held))

    def grown(self) -> None:
        """Make room for the codes that were added."""
        while self.room < len(self.held):
            self.room *= 2


class Lookup:
    """A number for each combination of the codes of some facts, found when it is first seen."""

    def __init__(self, names: Sequence[str], values: Mapping[str, Values]) -> None:
        self.names = tuple(names)
        self.values = values
        self.rooms: tuple[int, ...] = ()
        self.table: Codes = np.empty(0, dtype=np.int32)
        self._sparse: dict[int, int] = {}

    def fit(self) -> None:
        """Make the table anew when there are more codes than it has room for."""
        rooms = tuple(self.values[name].room for name in self.names)
        if rooms == self.rooms:
            return
        with FILLING:
            size = 1
            for room in rooms:
                size *= room
            self._sparse = {}
            self.table = np.full(size if size <= _DENSE else 0, -1, dtype=np.int32)
            self.rooms = rooms

    def _key(self, codes: Mapping[str, Codes], wide: type) -> npt.NDArray[np.int64] | Codes:
        """Return the number of each row's combination."""
        key = codes[self.names[0]]
        if len(self.names) == 1:
            return key
        key = key.astype(wide)
        for name, room in zip(self.names[1:], self.rooms[1:], strict=True):
            key *= wide(room)
            key += codes[name]
        return key

    def apart(self, keys: npt.NDArray[Any]) -> dict[str, Codes]:
        """Return the codes of each fact for some combinations."""
        found: dict[str, Codes] = {}
        for name, room in zip(reversed(self.names), reversed(self.rooms), strict=True):
            found[name] = (keys % room).astype(np.int32)
            keys = keys // room
        return found

    def find(self, codes: Mapping[str, Codes], fill: Callable[[Mapping[str, Codes]], Codes]) -> Codes:
        """Return the number of each row.

        Args:
            codes: fact → the code of each row.
            fill: called with the codes of combinations that are new, for their numbers.
        """
        self.fit()
        table = self.table
        if len(table):
            key = self._key(codes, np.int32)
            found: Codes = table[key]
            if len(found) and found.min() < 0:
                with FILLING:
                    # By now there may be more codes than the table had room for.
                    self.fit()
                    table, key = self.table, self._key(codes, np.int32)
                    self._fill(table, np.unique(key), fill)
                found = table[key]
            return found
        numbers, place = np.unique(self._key(codes, np.int64), return_inverse=True)
        with FILLING:
            new = np.array([number for number in numbers.tolist() if number not in self._sparse], dtype=np.int64)
            for start in range(0, len(new), _TOGETHER):
                some = new[start : start + _TOGETHER]
                self._sparse.update(zip(some.tolist(), fill(self.apart(some)).tolist(), strict=True))
            known = np.array([self._sparse[number] for number in numbers.tolist()], dtype=np.int32)
        return known[place.reshape(-1)]

    def _fill(self, table: Codes, new: npt.NDArray[Any], fill: Callable[[Mapping[str, Codes]], Codes]) -> None:
        new = new[table[new] < 0]
        for start in range(0, len(new), _TOGETHER):
            some = new[start : start + _TOGETHER]
            table[some] = fill(self.apart(some))


class Facts(Protocol):
    """What a chain has to know of the facts."""

    values: dict[str, Values]
    possible: dict[str, list[int] | None]

    def roots(self, name: str) -> frozenset[str]:
        """Return the facts whose codes settle the code of one."""
        ...

    def followed(self, codes: Mapping[str, Codes], names: Iterable[str]) -> dict[str, Codes]:
        """Return the codes of some facts, given those of their roots."""
        ...


class Stage:
    """Some groups of facts together: their classes, and where each leads from each state.

    Args:
        signature: what rules learn.
        facts: how the facts are coded.
        groups: the groups.
        roots: the facts whose codes settle those of the groups.

    Attributes:
        classes: the vectors of the classes.
        states: the vectors of the states after it.
        table: state before × class → state after; -1 where none was seen.
    """

    def __init__(
        self, signature: Signature, facts: Facts, groups: Sequence[tuple[str, ...]], roots: Iterable[str]
    ) -> None:
        self.signature = signature
        self.facts = facts
        self.groups = tuple(groups)
        self.lookup = Lookup(sorted(roots, key=lambda name: (name != DATE, name)), facts.values)
        self.classes = Interned(signature.width)
        self.states = Interned(signature.width)
        self.table: Codes = np.full((1, 16), -1, dtype=np.int32)

    def of(self, codes: Mapping[str, Codes]) -> Codes:
        """Return the class of each row."""
        return self.lookup.find(codes, self._number)

    def _number(self, new: Mapping[str, Codes]) -> Codes:
        return self.classes.number(vectors_of(self.signature, self.facts, self.groups, new))


def vectors_of(
    signature: Signature, facts: Facts, groups: Iterable[tuple[str, ...]], codes: Mapping[str, Codes]
) -> Vectors:
    """Return what rules learn of some combinations of the roots of some groups."""
    groups = tuple(groups)
    full = facts.followed(codes, {name for group in groups for name in group})
    found: Vectors | None = None
    for group in groups:
        held = {name: facts.values[name].held for name in group}
        one = signature.vectors(group, held, full)
        found = one if found is None else signature.joined(found, one)
    assert found is not None
    return found


class Chain:
    """Rows followed from stage to stage.

    Args:
        signature: what rules learn.
        facts: how the facts are coded.
        together: up to how many combinations the tables of several groups are one.
    """

    def __init__(self, signature: Signature, facts: Facts, together: int = BUNDLED) -> None:
        self.signature = signature
        self.facts = facts
        self.first = Interned(signature.width)
        start = signature.start[None, :]
        groups = []
        for group in sorted(signature.groups, key=lambda group: (-signature.weight(group), group)):
            if not signature.matters(group):
                continue
            whole = self._whole(group)
            if whole is not None and (whole == whole[0]).all():
                # The same is learned of every row.
                start = signature.joined(start, whole[:1])
            else:
                groups.append(group)
        self.first.number(start)
        self.stages = [Stage(signature, facts, *bundle) for bundle in self._bundled(groups, together)]

    def _whole(self, group: tuple[str, ...]) -> Vectors | None:
        """Return what is learned of every combination that a group can have; None where there are too many."""
        roots = sorted({root for name in group for root in self.facts.roots(name)})
        codes = [self.facts.possible.get(root) for root in roots]
        size = 1
        for some in codes:
            size *= _TOGETHER + 1 if some is None else len(some)
        if size > _TOGETHER:
            return None
        lines = np.array(list(product(*(some or () for some in codes))), dtype=np.int32)
        of_root = {root: np.ascontiguousarray(lines[:, n]) for n, root in enumerate(roots)}
        return vectors_of(self.signature, self.facts, (group,), of_root)

    def _bundled(
        self, groups: Sequence[tuple[str, ...]], together: int
    ) -> list[tuple[list[tuple[str, ...]], frozenset[str]]]:
        """Return the groups in bundles whose roots have few combinations, with those roots."""
        bundles: list[tuple[list[tuple[str, ...]], frozenset[str]]] = []
        for group in groups:
            roots = frozenset(root for name in group for root in self.facts.roots(name))
            best: tuple[int, int, frozenset[str]] | None = None
            for n, (_, others) in enumerate(bundles):
                union = roots | others
                size = 1
                for name in union:
                    size *= self.facts.values[name].room
                if union == others or size <= together:
                    more = len(union - others)
                    if best is None or more < best[0]:
                        best = more, n, union
            if best is None:
                bundles.append(([group], roots))
            else:
                bundles[best[1]] = ([*bundles[best[1]][0], group], best[2])
        return bundles

    def follow(self, codes: Mapping[str, Codes]) -> Codes:
        """Return the last state of each row."""
        state = np.zeros(len(codes[DATE]), dtype=np.int32)
        before = self.first
        for stage in self.stages:
            state = self._next(stage, before, state, stage.of(codes))
            before = stage.states
        return state

    def make_room(self) -> None:
        """Make every table large enough for all codes, states and classes that there are."""
        before = self.first
        for stage in self.stages:
            stage.lookup.fit()
            self._fit(stage, before)
            before = stage.states

    def _next(self, stage: Stage, before: Interned, state: Codes, classes: Codes) -> Codes:
        if stage.table.shape[0] < before.count or stage.table.shape[1] < stage.classes.count:
            self._fit(stage, before)
        found = _after(stage.table, state, classes)
        if len(found) and found.min() < 0:
            with FILLING:
                # By now another may have put a larger table in its place.
                table = stage.table
                wide, flat = table.shape[1], table.reshape(-1)
                new = np.unique(_key(table, state, classes))
                new = new[flat[new] < 0]
                for start in range(0, len(new), _TOGETHER):
                    some = new[start : start + _TOGETHER]
                    joined = self.signature.joined(before.of(some // wide), stage.classes.of(some % wide))
                    flat[some] = stage.states.number(joined)
                found = _after(table, state, classes)
        return found

    def _fit(self, stage: Stage, before: Interned) -> None:
        """Make a table large enough for the states before it and its classes."""
        with FILLING:
            rows, wide = stage.table.shape
            while rows < before.count:
                rows *= 2
            while wide < stage.classes.count:
                wide *= 2
            table = np.full((rows, wide), -1, dtype=np.int32)
            table[: stage.table.shape[0], : stage.table.shape[1]] = stage.table
            stage.table = table


def _key(table: Codes, state: Codes, classes: Codes) -> Codes:
    key = state * np.int32(table.shape[1])
    key += classes
    return key


def _after(table: Codes, state: Codes, classes: Codes) -> Codes:
    """Return the state after each row's class; below 0 where none was seen."""
    found: Codes = table.reshape(-1)[_key(table, state, classes)]
    return found
