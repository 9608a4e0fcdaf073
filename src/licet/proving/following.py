"""What the vocabulary says follows from what, as formulas: the values that are implied, and the bounds that some fact sets to a figure.

What is stated counts even where it contradicts what follows; a proof leaves such transfers aside, so that no witness contradicts itself.
A figure that is worked out from other figures stands by itself here, as if it were stated.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from licet.proving.encoding import Encoding
from licet.proving.logic import Formula
from licet.rulebook.operands import from_base, read_by
from licet.rulebook.vocabulary import Derived, Fact


@dataclass(frozen=True, slots=True)
class Implication:
    """A value that a fact has where a condition holds and no earlier one of the fact does.

    Attributes:
        value: the value, as the vocabulary has it.
        when: the condition.
        first: that it holds and no earlier one does.
    """

    value: str
    when: Formula
    first: Formula


class Following:
    """What follows under one rulebook.

    Args:
        encoding: the rulebook as formulas.
    """

    def __init__(self, encoding: Encoding) -> None:
        self.encoding = encoding
        self.space = encoding.space
        self.logic = encoding.logic
        self._implications: dict[str, tuple[Implication, ...]] = {}

    def all(self) -> list[Formula]:
        """Return what follows for every fact of the vocabulary."""
        return [formula for fact in self.encoding.rulebook.facts.values() for formula in self.of(fact)]

    def concerned(self) -> list[str]:
        """Return the facts of which something follows, or from which something does."""
        found: dict[str, None] = {}
        for fact in self.encoding.rulebook.facts.values():
            conditions = [i.when for i in fact.implied] + [d.when for d in fact.derived if d.when is not None]
            for condition in conditions:
                found.update(dict.fromkeys((fact.name, *read_by(self.encoding.rulebook, condition))))
        return list(found)

    def of(self, fact: Fact) -> Iterator[Formula]:
        """Yield what follows for a fact from the others."""
        for implication in self.implications(fact):
            yield self.logic.implies(implication.first, self.value(fact, implication.value))
        for derived in fact.derived:
            if not derived.estimate:
                yield from self._bounded(fact, derived)

    def implications(self, fact: Fact) -> tuple[Implication, ...]:
        """Return the values that are implied for a fact, in order."""
        found = self._implications.get(fact.name)
        if found is None:
            earlier: list[Formula] = []
            made: list[Implication] = []
            for implied in fact.implied:
                when = self.encoding.condition(implied.when)
                first = self.logic.all([when, *map(self.logic.no, earlier)])
                made.append(Implication(implied.value, when, first))
                earlier.append(when)
            found = self._implications[fact.name] = tuple(made)
        return found

    def value(self, fact: Fact, text: str) -> Formula:
        """Return that a fact has a value of the vocabulary."""
        if not fact.measured:
            return self.space.equals(fact.name, text)
        assert fact.unit is not None
        number = self.encoding.rulebook.units.read(text, fact.unit).to(fact.unit)
        return self.between(fact.name, number, number)

    def between(self, name: str, low: float, high: float) -> Formula:
        """Return that a measure lies between two numbers, both included."""
        term = self.space.term(name)
        return self.logic.all([self.space.least(term, low), self.space.most(term, high)])

    def _bounded(self, fact: Fact, derived: Derived) -> Iterable[Formula]:
        """Return the bounds that a figure has where a condition holds, whatever the other figures are."""
        found = None if derived.expression.reads else derived.expression.exact({})
        if found is None:
            return []
        assert fact.unit is not None
        low, high = (from_base(end, fact.unit) for end in found)
        if fact.bounds is not None:
            low, high = max(low, fact.bounds[0]), min(high, fact.bounds[1])
        if low > high:
            return []
        when = self.logic.true if derived.when is None else self.encoding.condition(derived.when)
        return [self.logic.implies(when, self.between(fact.name, low, high))]
