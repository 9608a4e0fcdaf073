"""A transfer that shows what was proven: few facts, plain numbers, in the form of a file that ``licet review`` reads."""

from __future__ import annotations

import datetime
import math
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import z3

from licet.language.quantities import plain
from licet.proving.justifying import Justifier
from licet.proving.logic import Formula
from licet.proving.numbers import cell, plainest
from licet.proving.prover import Prover
from licet.proving.space import DATE
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.vocabulary import PARTY, Fact

# Of so many nations a witness takes one where that can be.
_WELL_KNOWN = 30


@dataclass(frozen=True, slots=True)
class Witness:
    """A transfer that shows something.

    Attributes:
        transfer: what is stated, as in a file; what follows or is presumed is left out.
        assume: the nations of groups whose list is not public: group → nations.
        unknown: what the finding rests on and nobody can state, such as the day on which a membership began.
    """

    transfer: Mapping[str, Any]
    assume: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()


class Witnesses:
    """Makes witnesses of what a prover finds possible.

    Args:
        prover: what asks z3.
        day: the day that a witness has where that can be, such as today, as an ordinal.
    """

    def __init__(self, prover: Prover, day: int | None = None) -> None:
        self.prover = prover
        self.space = prover.space
        self.rulebook = prover.encodings[0].rulebook
        self.day = day
        self._known = _well_known(self.rulebook)
        self._presumed = {fact.name: fact.presume for fact in self.space.facts.values() if fact.presume}

    def of(self, *formulas: Formula, wishes: Sequence[Formula] = ()) -> Witness | None:
        """Return a transfer that makes all of some formulas true, or None where there is none.

        Args:
            formulas: the formulas.
            wishes: what else should be true of it, where that can be.

        Raises:
            Unsettled: when that was not found out in time.
        """
        model = self.model(*formulas, wishes=wishes)
        if model is None:
            return None
        values = _Values(self, model)
        justifier = Justifier(model, values.cost)
        formula = self.space.logic.all(formulas)
        assert justifier.holds(formula)
        return values.witness(justifier.needed(formula), justifier)

    def model(self, *formulas: Formula, wishes: Sequence[Formula] = ()) -> z3.ModelRef | None:
        """Return the plainest model of some formulas, or None where there is none."""
        return self.prover.model(*formulas, wishes=[*wishes, *self._wishes()])

    def _wishes(self) -> Iterable[Formula]:
        """Yield what makes a transfer plain: law in force today, no group filled, nothing other than it is presumed, nations that people know."""
        if self.day is not None:
            day = min(max(self.day, self.space.first), self.space.last)
            start = max((cut for cut in self.space.days if cut <= day), default=self.space.first)
            end = min((cut for cut in self.space.days if cut > day), default=self.space.last + 1)
            yield self.space.since(start)
            yield self.space.logic.no(self.space.since(end))
        for flag in self.space.undisclosed_members().values():
            yield self.space.logic.no(flag)
        for name, value in self._presumed.items():
            yield self.prover.following.value(self.space.facts[name], value)
        for fact in self.space.facts.values():
            if fact.type == "nation" and not fact.presume:
                yield self.space.among(fact.name, self._known)

    def presumed(self, name: str) -> str:
        """Return what a fact is presumed to be, or nothing."""
        return self._presumed.get(name, "")


def _plain(low: float, high: float) -> float:
    """Return a plain number between two: above nothing where there is room, since nobody sends a thing that flies no way at no speed."""
    return plainest(high / 2, high) if low <= 0 < high < math.inf else plainest(low, high)


def _well_known(rulebook: Rulebook) -> list[str]:
    """Return the nations of which the law says most: those that were in the most groups."""
    count = dict.fromkeys(rulebook.nations, 0)
    for group in rulebook.groups.values():
        for nation in {membership.nation for membership in group.memberships}:
            count[nation] += 1
    return sorted(count, key=lambda nation: -count[nation])[:_WELL_KNOWN]


class _Values:
    """The values of one model, as people write them."""

    def __init__(self, witnesses: Witnesses, model: z3.ModelRef) -> None:
        self.witnesses = witnesses
        self.space = witnesses.space
        self.facts = witnesses.space.facts
        self.model = model

    def value(self, name: str) -> Any:
        """Return a value: a number, a day, a truth or one of several."""
        found = self.model.eval(self.space.term(name), model_completion=True)
        fact = self.facts[name]
        if fact.type == "truth":
            return "yes" if z3.is_true(found) else "no"
        if fact.type == "date":
            return found.as_long()
        if fact.measured:
            return Fraction(found.numerator_as_long(), found.denominator_as_long())
        return found.decl().name()

    def cost(self, name: str) -> int:
        """Return what it costs to state a variable: nothing for a date, little for what is presumed, much for what nobody knows."""
        if name == DATE:
            return 0
        if name not in self.facts:
            return 100
        return 1 if self.witnesses.presumed(name) == self.value(name) else 10

    def witness(self, needed: frozenset[str], justifier: Justifier) -> Witness:
        """Return the witness that states what is needed and neither follows nor is presumed."""
        stated = [name for name in self.facts if name in needed and name != DATE]
        stated = self._without_what_follows(stated, justifier)
        transfer: dict[str, Any] = {}
        for name in (DATE, *stated):
            fact = self.facts[name]
            if fact.found:
                # Nobody states it; what it is found from is not said by the law.
                continue
            place = transfer.setdefault(fact.at, {}) if fact.at else transfer
            place[fact.key] = self.text(fact)
        if PARTY in transfer:
            transfer["parties"] = [{"name": "A party", **transfer.pop(PARTY)}]
        undisclosed = {str(flag): key for key, flag in self.space.undisclosed_members().items()}
        assume: dict[str, tuple[str, ...]] = {}
        unknown: list[str] = []
        for name in sorted(needed - self.facts.keys()):
            if name not in undisclosed:
                unknown.append(name)
            elif justifier.holds(self.space.undisclosed_members()[undisclosed[name]]):
                group, nation = undisclosed[name]
                assume[group] = (*assume.get(group, ()), nation)
        ordered = {key: transfer[key] for key in sorted(transfer, key=lambda key: isinstance(transfer[key], dict))}
        return Witness(ordered, assume, tuple(unknown))

    def _without_what_follows(self, stated: list[str], justifier: Justifier) -> list[str]:
        """Leave out what follows from the rest of what is stated, and what is presumed anyway."""
        kept, supports = list(stated), set[str]()
        for name in stated:
            if name in supports:
                continue
            fact, rest = self.facts[name], {*kept, DATE} - {name}
            implied = next((i for i in self._implications(fact) if justifier.holds(i.first)), None)
            if implied is not None:
                support = justifier.needed(implied.when)
                if implied.value == self.value(name) and support <= rest:
                    kept.remove(name)
                    supports |= support
            elif self.witnesses.presumed(name) == self.value(name) and not fact.measured:
                kept.remove(name)
        return kept

    def _implications(self, fact: Fact) -> Sequence[Any]:
        return self.witnesses.prover.following.implications(fact) if fact.implied else ()

    def text(self, fact: Fact) -> Any:
        """Return a value as it stands in a file."""
        value = self.value(fact.name)
        if fact.type == "truth":
            return value == "yes"
        if fact.type == "date":
            return self._day(value)
        if not fact.measured:
            return value
        low, high = fact.bounds or (-float("inf"), float("inf"))
        cuts = self.space.cuts(fact.name)
        first, last = cell(value, cuts)
        number = float(value) if fact.name in self.space.linked else _plain(max(low, first), min(high, last))
        text = plain(number) if fact.unit is None or fact.unit.name == "1" else f"{plain(number)} {fact.unit.name}"
        top = float(Fraction(number) / (1 - Fraction(fact.margin).limit_denominator(10**6)))
        if any(number < cut <= top for cut in cuts):
            # As published, it could be more than the limit above it.
            return {"value": text, "basis": "annex"}
        return text

    def _day(self, day: int) -> str:
        """Return the first day of the stretch in which the law is the same, or today where it lies in it."""
        fixed = self.witnesses.prover.encodings[0].day
        if fixed is not None:
            return datetime.date.fromordinal(fixed).isoformat()
        days = self.space.days
        at = bisect_right(days, day)
        start = days[at - 1] if at else self.space.first
        end = days[at] if at < len(days) else self.space.last + 1
        today = self.witnesses.day
        chosen = today if today is not None and start <= today < end else start
        return datetime.date.fromordinal(max(chosen, 1)).isoformat()
