"""The condition language: its tree, its reader, and its printer.

A condition is a test of named things: ``kind is uas and max_airspeed < 800 km/h and not (hypersonic or advanced_ucav)``. It cannot loop,
import or call anything; a named test such as ``delivers(500 kg, 300 km)`` is a node whose meaning the rulebook knows. What is read prints
back to the text that it was read from, white space apart, so a reason shows the law as its author wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

KEYWORDS = frozenset({"and", "or", "not", "is", "in", "between", "on"})

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<date>\d{4}-\d{2}-\d{2})
    | (?P<code>\d+\.[A-Z](?:\.[A-Za-z0-9]+)*)
    | (?P<number>\d+(?:\.\d+)?)
    | (?P<name>[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)
    | (?P<op><=|>=|<|>|\(|\)|,|\+|-)
    )""",
    re.VERBOSE,
)
_UNIT = re.compile(r"[ \t\n]*(?P<unit>[A-Za-zµ%$°][A-Za-z0-9µ%$°·*/^²³]*)")


class NotACondition(ValueError):
    """A text that is no condition.

    Attributes:
        offset: where in the text the reader stopped.
    """

    def __init__(self, message: str, offset: int) -> None:
        self.offset = offset
        super().__init__(message)


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


def read_condition(text: str) -> Condition:
    """Read a condition.

    Raises:
        NotACondition: with what was expected, and the offset.

    >>> write_condition(read_condition("kind is uas  and max_airspeed<800 km/h"))
    'kind is uas and max_airspeed < 800 km/h'
    """
    reader = _Reader(text)
    condition = reader.disjunction(0)
    reader.expect_end()
    return condition


class _Reader:
    """A recursive-descent reader over the tokens of one condition."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[tuple[str, str, int]] = []
        position, end = 0, len(text.rstrip())
        while position < end:
            match = _TOKEN.match(text, position)
            if not match:
                stop = position + len(text[position:]) - len(text[position:].lstrip())
                raise NotACondition(f"the sign '{text[stop]}'", stop)
            kind = match.lastgroup or ""
            self.tokens.append((kind, match[kind], match.start(kind)))
            position = match.end()
            if kind == "number":
                unit = _UNIT.match(text, position)
                if unit and unit["unit"] not in KEYWORDS:
                    self.tokens.append(("unit", unit["unit"], unit.start("unit")))
                    position = unit.end()
        self.at = 0

    def peek(self, ahead: int = 0) -> tuple[str, str, int]:
        index = self.at + ahead
        return self.tokens[index] if index < len(self.tokens) else ("end", "", len(self.text))

    def take(self) -> tuple[str, str, int]:
        token = self.peek()
        self.at += 1
        return token

    def word(self, *words: str) -> bool:
        """Take the next token if it is one of ``words``."""
        if self.peek()[0] in ("name", "op") and self.peek()[1] in words:
            self.at += 1
            return True
        return False

    def fail(self, expected: str) -> NotACondition:
        kind, found, offset = self.peek()
        shown = "the end" if kind == "end" else f"'{found}'"
        return NotACondition(f"{shown} where {expected} was expected", offset)

    def expect(self, sign: str) -> None:
        if not self.word(sign):
            raise self.fail(f"'{sign}'")

    def expect_end(self) -> None:
        if self.at < len(self.tokens):
            raise self.fail("'and', 'or' or the end")

    def disjunction(self, depth: int) -> Condition:
        if depth > 60:
            raise self.fail("a condition nested at most 60 deep")
        parts = [self.conjunction(depth)]
        while self.word("or"):
            parts.append(self.conjunction(depth))
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def conjunction(self, depth: int) -> Condition:
        parts = [self.negation(depth)]
        while self.word("and"):
            parts.append(self.negation(depth))
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def negation(self, depth: int) -> Condition:
        if depth > 60:
            raise self.fail("a condition nested at most 60 deep")
        if self.word("not"):
            return Not(self.negation(depth + 1))
        if self.word("("):
            inner = self.disjunction(depth + 1)
            self.expect(")")
            return Group(inner)
        return self.atom()

    def atom(self) -> Condition:
        kind, text, _ = self.peek()
        if kind == "name" and text not in KEYWORDS and self.peek(1)[1] == "(" and self.peek(1)[0] == "op":
            self.at += 2
            return Applied(text, self.arguments())
        left = self.operand()
        if self.word("between"):
            low = self.operand()
            self.expect("and")
            return Between(left, low, self.operand())
        if self.peek()[0] == "op" and self.peek()[1] in ("<", "<=", ">", ">="):
            operator = self.take()[1]
            return Compare(left, operator, self.operand())
        if not isinstance(left, Name):
            raise self.fail("a comparison")
        if self.word("is"):
            return self.value(left)
        negated = self.peek()[1] == "not" and self.peek(1)[1] == "in"
        if negated:
            self.at += 1
        if self.word("in"):
            return self.membership(left, negated)
        return Truth(left)

    def value(self, left: Name) -> Condition:
        negated = self.word("not")
        kind, text, _ = self.peek()
        if kind not in ("name", "number", "code") or text in KEYWORDS:
            raise self.fail("a value")
        self.at += 1
        return Is(left, text, negated)

    def membership(self, left: Name, negated: bool) -> Condition:
        if self.word("("):
            values: list[str] = []
            while True:
                kind, text, _ = self.peek()
                if kind not in ("name", "number", "code") or text in KEYWORDS:
                    raise self.fail("a value")
                self.at += 1
                values.append(text)
                if self.word(")"):
                    return InValues(left, tuple(values), negated)
                self.expect(",")
        kind, text, _ = self.peek()
        if kind != "name" or text in KEYWORDS:
            raise self.fail("a group or values in parentheses")
        self.at += 1
        on = ""
        if self.word("on"):
            kind, on, _ = self.peek()
            if kind != "date":
                raise self.fail("a date")
            self.at += 1
        return InGroup(left, text, negated, on)

    def arguments(self) -> tuple[Number | Code, ...]:
        found: list[Number | Code] = []
        while True:
            kind, text, _ = self.peek()
            if kind == "code":
                self.at += 1
                found.append(Code(text))
            elif kind == "number":
                found.append(self.number())
            else:
                raise self.fail("a quantity or the code of an entry")
            if self.word(")"):
                return tuple(found)
            self.expect(",")

    def number(self) -> Number:
        text = self.take()[1]
        unit = self.take()[1] if self.peek()[0] == "unit" else ""
        return Number(text, unit)

    def operand(self) -> Operand:
        terms: list[tuple[str, Operand]] = [("+", self.term())]
        while self.peek()[0] == "op" and self.peek()[1] in ("+", "-"):
            sign = self.take()[1]
            terms.append((sign, self.term()))
        return terms[0][1] if len(terms) == 1 else Sum(tuple(terms))

    def term(self) -> Operand:
        kind, text, _ = self.peek()
        if kind == "number":
            return self.number()
        if kind == "date":
            self.at += 1
            return Date(text)
        if kind == "name" and text not in KEYWORDS:
            self.at += 1
            return Name(text)
        raise self.fail("the name of a fact, or a quantity")


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
