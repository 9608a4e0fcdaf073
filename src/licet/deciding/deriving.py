"""The facts that follow from others: by what the vocabulary says of them, worked out, estimated or presumed, each after those that it reads."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

from licet.deciding.compiling import FALSE, INFINITY, TRUE, Interval, State, Truths
from licet.deciding.trees import Plan, conditions_of
from licet.language.conditions import Condition, atoms, names
from licet.rulebook.operands import from_base, in_base, read_by
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.vocabulary import Derived, Fact, Implied

# Facts that follow from each other in a circle stand at this depth, those that follow from others in a line above it.
_DEEPEST = 6
# So many sets of stated facts are remembered with what may follow from them.
_MOST_ACTIVE = 20_000


@dataclass(frozen=True, slots=True)
class Derivation:
    """A fact that follows from others.

    Attributes:
        implied: the values with their tests, in order.
        worked_out: for a measure, how it is worked out from others: the interval as a function of a state, the surest first.
        needs: for a measure that is only worked out, the sets of other facts from which it can be.
        presumed: the presumption behind them.
    """

    fact: Fact
    slot: int
    implied: tuple[tuple[Any, Truths, Implied], ...]
    worked_out: tuple[tuple[Callable[[State], Interval | None], Derived], ...]
    needs: tuple[frozenset[str], ...]
    presumed: Any

    def idle(self, stated: frozenset[str]) -> bool:
        """Whether nothing can follow: a measure that is only worked out, from others that nobody stated."""
        return not self.implied and self.presumed is None and not any(needs <= stated for needs in self.needs)


class Deriving:
    """What follows from other facts under one rulebook.

    Args:
        rulebook: declares the facts.
        slots: the place of every fact.
        function: returns the function of a condition.

    Attributes:
        derivations: the facts that follow from others, each after those that it reads, as far as they do not go round in a circle.
        circular: the facts that follow from each other in a circle, and those that follow from them.
        before: for each fact, those from which it may follow.
        depths: for each fact, how many stand before it, each following from the one before.
        presumed: the facts that follow from no other and are presumed, with their presumption.
    """

    def __init__(self, rulebook: Rulebook, slots: Mapping[str, int], function: Callable[[Condition], Truths]) -> None:
        self._rulebook = rulebook
        self._slots = slots
        self._function = function
        facts = rulebook.facts.values()
        found = {fact.name: self._derivation(fact) for fact in facts if fact.implied or fact.derived}
        self._inputs = {name: self._read(derivation.fact) for name, derivation in found.items()}
        order, self.circular = _ordered(self._inputs)
        self.derivations = tuple(found[name] for name in order)
        self.before = {
            fact.name: frozenset(
                name for i in fact.implied for atom in atoms(i.when) for name in names(atom) if name != fact.name
            )
            for fact in facts
        }
        self.depths = dict.fromkeys(rulebook.facts, 0)
        for _ in range(_DEEPEST):
            depths = self.depths
            self.depths = {
                name: 1 + max(depths[other] for other in before) if before else 0
                for name, before in self.before.items()
            }
        self.presumed = {
            fact.name: self._value(fact, fact.presume)
            for fact in facts
            if fact.presume and not fact.implied and not fact.derived
        }
        self._after: dict[
            tuple[int, str], tuple[tuple[Derivation, ...], tuple[Derivation, ...], tuple[Derivation, ...]]
        ] = {}
        self._needed: dict[int, tuple[Derivation, ...]] = {}
        self._active: dict[tuple[frozenset[str], int], tuple[tuple[Derivation, ...], tuple[Derivation, ...]]] = {}

    def active(
        self, stated: Collection[str], plan: Plan | None
    ) -> tuple[tuple[Derivation, ...], tuple[Derivation, ...]]:
        """Return the derivations that may say something where some facts are stated, in order, and those of them in circles.

        Args:
            stated: the names of the facts that are stated.
            plan: only those on which its questions rest; all by default.
        """
        key = (frozenset(stated), 0 if plan is None else id(plan))
        found = self._active.get(key)
        if found is None:
            if len(self._active) > _MOST_ACTIVE:
                self._active.clear()
            of = self.derivations if plan is None else self.needed(plan)
            active = tuple(d for d in of if d.fact.name not in key[0] and not d.idle(key[0]))
            found = self._active[key] = active, tuple(d for d in active if d.fact.name in self.circular)
        return found

    def after(
        self, name: str, stated: Collection[str], plan: Plan | None
    ) -> tuple[tuple[Derivation, ...], tuple[Derivation, ...]]:
        """Return of what is active where some facts are stated only what a fact has a say in, in order, and what of it stands in circles."""
        active, circling = self.active(stated, plan)
        key = (id(active), name)
        found = self._after.get(key)
        if found is None:
            if len(self._after) > _MOST_ACTIVE:
                self._after.clear()
            on = self._resting(name)
            # What is active is kept with it, so that no other takes its identity.
            found = self._after[key] = (
                active,
                tuple(d for d in active if d.fact.name in on),
                tuple(d for d in circling if d.fact.name in on),
            )
        return found[1], found[2]

    def _resting(self, name: str) -> set[str]:
        """Return the facts that may follow, at once or by others, from a fact."""
        found: set[str] = set()
        more = {name}
        while more := {other for other, read in self._inputs.items() if read & more} - found:
            found |= more
        return found

    def needed(self, plan: Plan) -> tuple[Derivation, ...]:
        """Return the derivations on which the questions of a plan rest, in order."""
        found = self._needed.get(id(plan))
        if found is None:
            wanted = {name for condition in conditions_of(plan) for name in read_by(self._rulebook, condition)}
            kept = []
            for derivation in reversed(self.derivations):
                if derivation.fact.name in wanted:
                    wanted |= self._inputs[derivation.fact.name]
                    kept.append(derivation)
            # What stands in a circle may be read by one that was passed already.
            found = tuple(d for d in self.derivations if d in kept or d.fact.name in wanted)
            self._needed[id(plan)] = found
        return found

    def reads(self, name: str) -> set[str]:
        """Return the facts from which a fact follows, or may be worked out."""
        return self._inputs.get(name, set())

    def _derivation(self, fact: Fact) -> Derivation:
        return Derivation(
            fact,
            self._slots[fact.name],
            tuple((self._value(fact, i.value), self._function(i.when), i) for i in fact.implied),
            tuple((self._working(fact, derived), derived) for derived in fact.derived),
            tuple(
                # What is itself worked out may come from others, so it does not have to be stated.
                frozenset(name for name in derived.expression.reads if not self._rulebook.facts[name].derived)
                for derived in fact.derived
            ),
            self._value(fact, fact.presume) if fact.presume else None,
        )

    def _read(self, fact: Fact) -> set[str]:
        """Return the facts that one that follows from others reads."""
        conditions = [i.when for i in fact.implied]
        conditions += [derived.when for derived in fact.derived if derived.when is not None]
        found = {name for derived in fact.derived for name in derived.expression.reads}
        for condition in conditions:
            found.update(read_by(self._rulebook, condition))
        return found - {fact.name}

    def _value(self, fact: Fact, text: str) -> Any:
        """Return a value of the vocabulary as it stands in a state."""
        if fact.type == "truth":
            return TRUE if text == "yes" else FALSE
        if fact.unit is not None:
            number = self._rulebook.units.read(text, fact.unit).to(fact.unit)
            return (number, number)
        return text

    def _working(self, fact: Fact, derived: Derived) -> Callable[[State], Interval | None]:
        """Return the function of a state that works a measure out, within its bounds, or says that it cannot."""
        expression, unit = derived.expression, fact.unit
        assert unit is not None
        inputs = [(name, self._slots[name], self._rulebook.facts[name].unit) for name in expression.reads]
        holds = None if derived.when is None else self._function(derived.when)
        low, high = fact.bounds or (-INFINITY, INFINITY)

        def work_out(state: State) -> Interval | None:
            known = {}
            for name, slot, measured in inputs:
                value = state[slot]
                if value is None:
                    return None
                assert measured is not None
                known[name] = (in_base(value[0], measured), in_base(value[1], measured))
            if holds is not None and holds(state) != TRUE:
                return None
            found = expression.exact(known)
            if found is None:
                return None
            least, most = max(from_base(found[0], unit), low), min(from_base(found[1], unit), high)
            return (least, most) if least <= most and (least, most) != (low, high) else None

        return work_out


def _ordered(inputs: Mapping[str, set[str]]) -> tuple[list[str], set[str]]:
    """Order facts so that each comes after those that it reads, as far as they do not go round in a circle.

    Returns:
        The order, and the facts in circles with those that follow from them.
    """
    waiting = dict(inputs)
    order: list[str] = []
    circular: set[str] = set()
    while waiting:
        free = [name for name, read in waiting.items() if not read & waiting.keys()]
        if not free:
            # In a circle, the one that reads the fewest others of it comes first.
            circular |= _round(waiting)
            free = [min(waiting, key=lambda name: len(waiting[name] & waiting.keys()))]
        for name in free:
            order.append(name)
            del waiting[name]
    # What follows from a circle settles after it, whatever comes first.
    while more := {name for name, read in inputs.items() if read & circular} - circular:
        circular |= more
    return order, circular


def _round(waiting: Mapping[str, set[str]]) -> set[str]:
    """Return the names that go round in a circle with others: those that others of them read, and that read others."""
    left = dict(waiting)
    while True:
        read = set().union(*left.values()) if left else set()
        out = [name for name, inputs in left.items() if not inputs & left.keys() or name not in read]
        if not out:
            return set(left)
        for name in out:
            del left[name]
