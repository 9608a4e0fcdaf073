"""What the vocabulary says follows from what, as formulas: the values that are implied, and the figures that are worked out from others.

What is stated counts even where it contradicts what follows; a proof leaves such transfers aside, so that no witness contradicts itself.
A figure stands by itself, as if it were stated, where it is only estimated, or worked out in a way that is not linear in what is open.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from licet.proving.encoding import Encoding
from licet.proving.figures import Figures, NotLinear
from licet.proving.logic import Formula
from licet.rulebook.operands import read_by
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
        self._figures = Figures(self.logic)
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

    def of(self, fact: Fact, numbers: Mapping[str, Fraction] | None = None) -> Iterator[Formula]:
        """Yield what follows for a fact from the others.

        Args:
            fact: the fact.
            numbers: figures that are known, in their units.
        """
        for implication in self.implications(fact):
            yield self.logic.implies(implication.first, self.value(fact, implication.value))
        for derived in fact.derived:
            if not derived.estimate:
                with suppress(NotLinear):
                    yield self.worked_out(fact, derived, numbers or {})

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

    def worked_out(self, fact: Fact, derived: Derived, numbers: Mapping[str, Fraction]) -> Formula:
        """Return that a figure is what it is worked out to be; what is worked out beyond its bounds says nothing.

        Raises:
            NotLinear: where it is worked out in a way that is not linear in what is open.
        """
        assert fact.unit is not None
        figures, facts = self._figures, self.encoding.rulebook.facts

        def base(name: str) -> Any:
            unit = facts[name].unit
            assert unit is not None
            return figures.in_base(numbers[name] if name in numbers else self.space.term(name), unit)

        span = figures.span(derived.expression, {name: base(name) for name in derived.expression.reads})
        measure, said, sensible = (
            figures.in_base(self.space.term(fact.name), fact.unit),
            list[Formula](),
            list[Formula](),
        )
        ends = [figures.in_base(Fraction(end), fact.unit) for end in fact.bounds or ()]
        if span.low is not None:
            said.append(figures.at_least(measure, span.low))
            sensible += [figures.at_least(ends[1], span.low)] if ends else []
        if span.high is not None:
            said.append(figures.at_least(span.high, measure))
            sensible += [figures.at_least(span.high, ends[0])] if ends else []
        when = self.logic.true if derived.when is None else self.encoding.condition(derived.when)
        return self.logic.implies(self.logic.all([when, *sensible]), self.logic.all(said))
