"""The few words of z3 that proofs use, each over one context, with what is plainly true or false left out of the formulas."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import z3

# Formulas and terms of z3, which carries no types.
Formula = Any
Term = Any


def variables(formula: Formula) -> frozenset[str]:
    """Return the names of the variables of a formula."""
    found: set[str] = set()
    seen: set[int] = set()
    left = [formula]
    while left:
        part = left.pop()
        if part.get_id() in seen:
            continue
        seen.add(part.get_id())
        if part.num_args():
            left += part.children()
        elif part.decl().kind() == z3.Z3_OP_UNINTERPRETED:
            found.add(part.decl().name())
    return frozenset(found)


class Logic:
    """Formulas over one context of z3; two solvers may not share a formula otherwise."""

    def __init__(self) -> None:
        self.context = z3.Context()
        self.true: Formula = z3.BoolVal(True, self.context)
        self.false: Formula = z3.BoolVal(False, self.context)
        self._true, self._false = self.true.get_id(), self.false.get_id()

    def is_true(self, formula: Formula) -> bool:
        """Whether a formula is plainly true."""
        return bool(formula.get_id() == self._true)

    def is_false(self, formula: Formula) -> bool:
        """Whether a formula is plainly false."""
        return bool(formula.get_id() == self._false)

    def all(self, formulas: Iterable[Formula]) -> Formula:
        """Return that all of some formulas hold."""
        kept: dict[int, Formula] = {}
        for formula in formulas:
            if self.is_false(formula):
                return self.false
            if not self.is_true(formula):
                kept[formula.get_id()] = formula
        if not kept:
            return self.true
        return next(iter(kept.values())) if len(kept) == 1 else z3.And(*kept.values())

    def any(self, formulas: Iterable[Formula]) -> Formula:
        """Return that at least one of some formulas holds."""
        kept: dict[int, Formula] = {}
        for formula in formulas:
            if self.is_true(formula):
                return self.true
            if not self.is_false(formula):
                kept[formula.get_id()] = formula
        if not kept:
            return self.false
        return next(iter(kept.values())) if len(kept) == 1 else z3.Or(*kept.values())

    def no(self, formula: Formula) -> Formula:
        """Return that a formula does not hold."""
        if self.is_true(formula):
            return self.false
        return self.true if self.is_false(formula) else z3.Not(formula)

    def implies(self, when: Formula, then: Formula) -> Formula:
        """Return that one formula holds wherever another does."""
        return self.any([self.no(when), then])

    def differ(self, left: Formula, right: Formula) -> Formula:
        """Return that one of two formulas holds and the other does not."""
        if self.is_true(left):
            return self.no(right)
        if self.is_true(right):
            return self.no(left)
        if self.is_false(left):
            return right
        return left if self.is_false(right) else z3.Xor(left, right)

    def at_least(self, number: int, formulas: Iterable[Formula]) -> Formula:
        """Return that so many of some formulas hold, or more."""
        given = list(formulas)
        return self.true if number <= 0 else z3.AtLeast(*given, number)

    def flag(self, name: str) -> Formula:
        """Return a variable that is true or false."""
        return z3.Bool(name, self.context)

    def measure(self, name: str) -> Term:
        """Return a variable that is a number."""
        return z3.Real(name, self.context)

    def day(self, name: str) -> Term:
        """Return a variable that is a whole number."""
        return z3.Int(name, self.context)

    def number(self, number: float | Fraction) -> Term:
        """Return a number, exactly."""
        return z3.RealVal(str(Fraction(number)), self.context)

    def whole(self, number: int) -> Term:
        """Return a whole number."""
        return z3.IntVal(number, self.context)

    def choice(self, name: str, values: Iterable[str]) -> tuple[Term, dict[str, Term]]:
        """Return a variable that is one of several values, and the values."""
        names = list(values)
        _, constants = z3.EnumSort(name, names, self.context)
        found = dict(zip(names, constants, strict=True))
        return z3.Const(name, constants[0].sort()), found
