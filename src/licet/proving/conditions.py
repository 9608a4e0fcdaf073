"""The condition language as formulas: a test of facts, of the date, of groups of nations as they stood, of questions and of entries.

Which rules there are and what they answer is not known here; whoever encodes them says what an answer and an entry are.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from licet.language.conditions import (
    And,
    Applied,
    Between,
    Compare,
    Condition,
    Date,
    Group,
    InGroup,
    InValues,
    Is,
    Name,
    Not,
    Operand,
    Or,
    Sum,
    Truth,
    write_condition,
)
from licet.language.quantities import Unit
from licet.proving.logic import Formula, Term
from licet.proving.space import DATE, Space
from licet.rulebook.groups import Group as Nations
from licet.rulebook.groups import Membership
from licet.rulebook.operands import constant, limit_of, unit_of
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.vocabulary import Test
from licet.rulebook.windows import OPEN_END, OPEN_START, Window, read_date

Point = tuple[float, ...]


class Conditions:
    """Conditions of one rulebook as formulas.

    Args:
        rulebook: the rulebook.
        space: the variables of all transfers.
        is_answer: returns that a question is answered so.
        meets: returns that some entry of a question, or below one of some headings, is met.
        day: the one day on which it is asked, as an ordinal; the date of the transfer by default.
        filled: groups of nations that are known for this purpose: name → nations.
        points: for a fact with points, those that are known.
    """

    def __init__(
        self,
        rulebook: Rulebook,
        space: Space,
        is_answer: Callable[[str, str], Formula],
        meets: Callable[[str, tuple[str, ...]], Formula],
        day: int | None,
        filled: Mapping[str, frozenset[str]],
        points: Mapping[str, tuple[Point, ...]],
    ) -> None:
        self.rulebook = rulebook
        self.space = space
        self.logic = space.logic
        self.is_answer = is_answer
        self.meets = meets
        self.day = day
        self.filled = filled
        self.points = points
        self._conditions: dict[str, Formula] = {}

    def formula(self, condition: Condition) -> Formula:
        """Return a condition as a formula."""
        text = write_condition(condition)
        found = self._conditions.get(text)
        if found is None:
            found = self._conditions[text] = self._condition(condition)
        return found

    def _condition(self, condition: Condition) -> Formula:
        match condition:
            case Group(inner):
                return self.formula(inner)
            case Not(inner):
                return self.logic.no(self.formula(inner))
            case And(conditions):
                return self.logic.all(map(self.formula, conditions))
            case Or(conditions):
                return self.logic.any(map(self.formula, conditions))
            case Truth(Name(name)):
                return self.space.equals(name, "yes")
            case Is(Name(name), value, negated):
                return self._negated(self._one(name, (value,)), negated)
            case InValues(Name(name), values, negated):
                return self._negated(self._one(name, values), negated)
            case InGroup(Name(name), group, negated, on):
                return self._negated(self.member(name, self.rulebook.groups[group], on), negated)
            case Compare(left, operator, right):
                return self._compare(left, operator, right)
            case Between(operand, low, high):
                return self.logic.all([self._compare(operand, ">=", low), self._compare(operand, "<=", high)])
            case Applied(test, arguments):
                declared = self.rulebook.tests[test]
                if declared.question:
                    return self.meets(declared.question, tuple(argument.text for argument in arguments))
                limits = [limit_of(self.rulebook, argument, declared, n) for n, argument in enumerate(arguments)]
                return self._reaches(declared, limits)

    def _negated(self, formula: Formula, negated: bool) -> Formula:
        return self.logic.no(formula) if negated else formula

    def _one(self, name: str, values: tuple[str, ...]) -> Formula:
        if name in self.rulebook.facts:
            return self.space.among(name, values)
        return self.logic.any(self.is_answer(name, value) for value in values)

    def _reaches(self, declared: Test, limits: list[float]) -> Formula:
        """Whether something reaches several limits at once: see ``law/vocabulary/tests.md``."""
        reached = self.points.get(declared.points, ())
        if any(all(x >= limit for x, limit in zip(point, limits, strict=True)) for point in reached):
            return self.logic.true
        missed = self.points.get(declared.excluded, ())
        if any(all(x <= limit for x, limit in zip(point, limits, strict=True)) for point in missed):
            return self.logic.false
        return self.logic.all(
            self.space.least(self.space.term(name), limit) for name, limit in zip(declared.maxima, limits, strict=True)
        )

    # Groups of nations.

    def member(self, name: str, group: Nations, on: str = "") -> Formula:
        """Return that a nation belonged to a group on the day that is asked for, or on one that is named."""
        if on:
            return self._listed(name, group, read_date(on).toordinal())
        if group.name in self.filled:
            named = self.space.among(name, sorted(self.filled[group.name]))
        elif group.assumed:
            named = self.logic.any(
                self.logic.all([self.space.equals(name, nation), self.space.undisclosed(group, nation)])
                for nation in self.space.choices(name)
            )
        else:
            return self._listed(name, group, self.day)
        # Whom a reform brings is a member, whoever else is.
        brought = group.by_reform()
        return self.logic.any([named, self._listed(name, brought, self.day)]) if brought.memberships else named

    def _listed(self, name: str, group: Nations, day: int | None) -> Formula:
        """Return that somebody is a nation whose membership is recorded, on a day or on the date of the transfer."""
        together: dict[int, tuple[Formula, list[str]]] = {}
        for membership in group.memberships:
            held = self._held(group.name, membership, day)
            together.setdefault(held.get_id(), (held, []))[1].append(membership.nation)
        return self.logic.any(
            self.logic.all([held, self.space.among(name, nations)]) for held, nations in together.values()
        )

    def _held(self, group: str, membership: Membership, day: int | None) -> Formula:
        """Return that a membership held on a day, or on the date of the transfer."""
        began = self._past(group, membership, "began", membership.since, day)
        ended = self._past(group, membership, "ended", membership.until, day)
        return self.logic.all([began, self.logic.no(ended)])

    def _past(self, group: str, membership: Membership, end: str, span: tuple[int, int], day: int | None) -> Formula:
        """Return that a day which is known or lies in a span has come."""
        first, last = span
        if first == last:
            if day is not None:
                return self.logic.true if day >= first else self.logic.false
            return self.logic.no(self.before_day(first))
        if day is not None:
            if not first <= day < last:
                return self.logic.true if day >= last else self.logic.false
            return self.space.most(self.space.hidden_day(group, membership, end, span), day, whole=True)
        hidden = self.space.hidden_day(group, membership, end, span)
        return self.logic.any(
            [self.space.since(last), self.logic.all([self.space.since(first), hidden <= self.space.term(DATE)])]
        )

    # Comparisons.

    def _compare(self, left: Operand, operator: str, right: Operand) -> Formula:
        unit = unit_of(self.rulebook.facts, left) or unit_of(self.rulebook.facts, right)
        mirrored = {"<": ">", ">": "<", "<=": ">=", ">=": "<="}
        if isinstance(right, Name) and not isinstance(left, Name):
            left, operator, right = right, mirrored[operator], left
        limit = constant(self.rulebook.units, right, unit)
        if isinstance(left, Name) and limit is not None:
            return self._against(left.name, operator, limit)
        first, second = self._operand(left, unit), self._operand(right, unit)
        match operator:
            case "<":
                return first < second
            case "<=":
                return first <= second
            case ">":
                return first > second
        return first >= second

    def _against(self, name: str, operator: str, limit: float) -> Formula:
        if name == DATE:
            if operator in ("<", ">="):
                later = self.from_day(int(limit))
                return self.logic.no(later) if operator == "<" else later
            later = self.from_day(int(limit) + 1)
            return later if operator == ">" else self.logic.no(later)
        term = self.space.term(name)
        if operator in ("<", ">="):
            least = self.space.least(term, limit)
            return self.logic.no(least) if operator == "<" else least
        most = self.space.most(term, limit)
        return self.logic.no(most) if operator == ">" else most

    def _operand(self, operand: Operand, unit: Unit | None) -> Term:
        known = constant(self.rulebook.units, operand, unit)
        if known is not None:
            return self.space.number(known)
        match operand:
            case Name(name):
                if name == DATE and self.day is not None:
                    return self.space.number(self.day)
                self.space.linked.add(name)
                return self.space.term(name)
            case Sum(terms):
                total = self.space.number(0)
                for sign, term in terms:
                    part = self._operand(term, unit)
                    total = total + part if sign == "+" else total - part
                return total
        assert not isinstance(operand, Date)
        raise AssertionError(operand)

    # Dates.

    def in_force(self, window: Window) -> Formula:
        """Return that the date lies in a window."""
        return self.logic.all([self.from_day(window.start), self.before_day(window.end)])

    def from_day(self, day: int) -> Formula:
        """Return that the date is a day or later."""
        if self.day is not None:
            return self.logic.true if self.day >= day else self.logic.false
        return self.logic.true if day <= OPEN_START else self.space.since(day)

    def before_day(self, day: int) -> Formula:
        """Return that the date is before a day."""
        return self.logic.true if day >= OPEN_END else self.logic.no(self.from_day(day))
