"""The condition language, from text to tree: a recursive-descent reader whose errors say where and what was expected."""

from __future__ import annotations

import re

from licet.language.conditions import (
    And,
    Applied,
    Between,
    Code,
    Compare,
    Condition,
    Date,
    Group,
    InGroup,
    InValues,
    Is,
    Name,
    Not,
    Number,
    Operand,
    Or,
    Sum,
    Truth,
)

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


def read_condition(text: str) -> Condition:
    """Read a condition.

    Raises:
        NotACondition: with what was expected, and the offset.

    >>> from licet.language.conditions import write_condition
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
        if (kind, text) == ("op", "-") and self.peek(1)[0] == "number":
            self.at += 1
            number = self.number()
            return Number(f"-{number.number}", number.unit)
        if kind == "number":
            return self.number()
        if kind == "date":
            self.at += 1
            return Date(text)
        if kind == "name" and text not in KEYWORDS:
            self.at += 1
            return Name(text)
        raise self.fail("the name of a fact, or a quantity")
