"""The condition language: its tree, and its printer.

A condition is a test of named things: ``kind is uas and max_airspeed < 800 km/h and not (hypersonic or advanced_ucav)``. It cannot loop,
import or call anything; a named test such as ``delivers(500 kg, 300 km)`` is a node whose meaning the rulebook knows. What is read
(``licet.language.condition_reader``) prints back to the text that it was read from, white space apart, so a reason shows the law as its
author wrote it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Name:
    """The name of a fact, a question or a group."""

    name: str


@dataclass(frozen=True, slots=True)
class Number:
    """A number with its unit, as written; the unit may be missing."""

    number: str
    unit: str

    @property
    def text(self) -> str:
        """The quantity as one text."""
        return f"{self.number} {self.unit}".rstrip()


@dataclass(frozen=True, slots=True)
class Date:
    """A date, as written (ISO 8601)."""

    text: str


@dataclass(frozen=True, slots=True)
class Sum:
    """Terms added and subtracted, each with its sign (``+`` or ``-``)."""

    terms: tuple[tuple[str, Operand], ...]


@dataclass(frozen=True, slots=True)
class Code:
    """The code of an entry (``3.A.2``)."""

    text: str


Operand = Name | Number | Date | Sum


@dataclass(frozen=True, slots=True)
class Truth:
    """A fact that is true or false, named bare."""

    name: Name


@dataclass(frozen=True, slots=True)
class Is:
    """``kind is uas``, ``kind is not uas``."""

    name: Name
    value: str
    negated: bool


@dataclass(frozen=True, slots=True)
class InValues:
    """``kind in (uas, cruise_missile)``."""

    name: Name
    values: tuple[str, ...]
    negated: bool


@dataclass(frozen=True, slots=True)
class InGroup:
    """``recipient in nato``; with ``on``, membership on that day instead of the day of the transfer."""

    name: Name
    group: str
    negated: bool
    on: str


@dataclass(frozen=True, slots=True)
class Compare:
    """``max_airspeed < 800 km/h``."""

    left: Operand
    operator: str
    right: Operand


@dataclass(frozen=True, slots=True)
class Between:
    """``range between 300 km and 500 km``, both ends included."""

    operand: Operand
    low: Operand
    high: Operand


@dataclass(frozen=True, slots=True)
class Applied:
    """A named test with its arguments: ``delivers(500 kg, 300 km)``, ``meets(3.A.2)``."""

    test: str
    arguments: tuple[Number | Code, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Not."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class And:
    """All of them."""

    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """At least one of them."""

    conditions: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Parentheses, kept so that the text prints back."""

    condition: Condition


Atom = Truth | Is | InValues | InGroup | Compare | Between | Applied
Condition = Atom | Not | And | Or | Group


def write_condition(condition: Condition) -> str:
    """Return the text of a condition; reading it again gives the same tree."""
    match condition:
        case Truth(name):
            return name.name
        case Is(name, value, negated):
            return f"{name.name} is {'not ' if negated else ''}{value}"
        case InValues(name, values, negated):
            return f"{name.name} {'not ' if negated else ''}in ({', '.join(values)})"
        case InGroup(name, group, negated, on):
            return f"{name.name} {'not ' if negated else ''}in {group}{f' on {on}' if on else ''}"
        case Compare(left, operator, right):
            return f"{write_operand(left)} {operator} {write_operand(right)}"
        case Between(operand, low, high):
            return f"{write_operand(operand)} between {write_operand(low)} and {write_operand(high)}"
        case Applied(test, arguments):
            return f"{test}({', '.join(argument.text for argument in arguments)})"
        case Not(inner):
            return f"not {write_condition(inner)}"
        case And(conditions):
            return " and ".join(map(write_condition, conditions))
        case Or(conditions):
            return " or ".join(map(write_condition, conditions))
        case Group(inner):
            return f"({write_condition(inner)})"


def write_operand(operand: Operand) -> str:
    """Return the text of one side of a comparison."""
    match operand:
        case Name(name):
            return name
        case Number():
            return operand.text
        case Date(text):
            return text
        case Sum(terms):
            first, *rest = terms
            return write_operand(first[1]) + "".join(f" {sign} {write_operand(term)}" for sign, term in rest)


def atoms(condition: Condition) -> Iterator[Atom]:
    """Yield the tests of a condition, from left to right."""
    match condition:
        case Not(inner) | Group(inner):
            yield from atoms(inner)
        case And(conditions) | Or(conditions):
            for part in conditions:
                yield from atoms(part)
        case _:
            yield condition


def names(atom: Atom) -> Iterator[str]:
    """Yield the names of the facts and questions that a test reads; those of named tests are the rulebook's to know."""
    match atom:
        case Truth(name) | Is(name, _, _) | InValues(name, _, _) | InGroup(name, _, _, _):
            yield name.name
        case Compare(left, _, right):
            yield from _operand_names(left)
            yield from _operand_names(right)
        case Between(operand, low, high):
            for part in (operand, low, high):
                yield from _operand_names(part)
        case Applied():
            return


def _operand_names(operand: Operand) -> Iterator[str]:
    match operand:
        case Name(name):
            yield name
        case Sum(terms):
            for _, term in terms:
                yield from _operand_names(term)
        case _:
            return


def conjuncts(condition: Condition) -> list[Condition]:
    """Return the parts that must all hold, groups opened."""
    match condition:
        case And(conditions):
            return [part for inner in conditions for part in conjuncts(inner)]
        case Group(And() as inner):
            return conjuncts(inner)
        case _:
            return [condition]
