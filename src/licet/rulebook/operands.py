"""What the sides of a comparison are worth: in which unit, a number or a date as what, and what a condition reads.

Whoever runs a rule, whatever the engine, reads its limits here, so that all of them compare the same numbers.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import inf, isinf

from licet.language.arithmetic import Number as Exact
from licet.language.conditions import Applied, Code, Condition, Date, Name, Number, Operand, Sum, atoms, names
from licet.language.quantities import Unit, Units
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.vocabulary import Fact, Test
from licet.rulebook.windows import read_date


def unit_of(facts: Mapping[str, Fact], operand: Operand) -> Unit | None:
    """Return the unit of the first fact in an operand; quantities are compared in it."""
    match operand:
        case Name(name):
            return facts[name].unit
        case Sum(terms):
            return next((unit for _, term in terms if (unit := unit_of(facts, term))), None)
    return None


def constant(units: Units, operand: Operand, unit: Unit | None) -> float | None:
    """Return the value of an operand that holds no fact, or None for one that does.

    Args:
        units: the table of units.
        operand: the operand.
        unit: the unit of the comparison; a date is the ordinal of its day.
    """
    match operand:
        case Number():
            one = units.by_name["1"]
            return units.read(operand.text, unit or one).to(unit or one)
        case Date(text):
            return float(read_date(text).toordinal())
        case Sum(terms):
            parts = [(sign, constant(units, term, unit)) for sign, term in terms]
            if any(part is None for _, part in parts):
                return None
            return sum((part or 0.0) if sign == "+" else -(part or 0.0) for sign, part in parts)
    return None


def limit_of(rulebook: Rulebook, argument: Number | Code, declared: Test, index: int) -> float:
    """Return an argument of a test in the unit of the fact that it is held against."""
    unit = rulebook.facts[declared.maxima[index]].unit
    assert unit is not None
    return rulebook.units.read(argument.text, unit).to(unit)


def read_by(rulebook: Rulebook, condition: Condition) -> tuple[str, ...]:
    """Return the facts and questions that a condition reads, those of a test that it applies with them."""
    found: dict[str, None] = {}
    for atom in atoms(condition):
        read = rulebook.tests[atom.test].reads if isinstance(atom, Applied) else names(atom)
        found.update(dict.fromkeys(read))
    return tuple(found)


def in_base(number: float, unit: Unit) -> Exact:
    """Return a number in the base units of its dimension, exactly that of the decimal that it prints as."""
    return number if isinf(number) else (Fraction(repr(number)) + unit.offset) * unit.factor


def from_base(number: Exact, unit: Unit) -> float:
    """Return a number of base units in a unit, as the nearest float."""
    if isinstance(number, float):
        return number
    try:
        return float(number / unit.factor - unit.offset)
    except OverflowError:
        return inf if number > 0 else -inf
