"""One rulebook as formulas over the space of all transfers: when each rule applies and stands, and what each question is answered.

A rule *applies* when the date lies in its window and its condition holds, and *stands* when no exception that stands defeats it; of the rules
that stand, those *govern* that give the answer. It is what :mod:`licet.deciding` does for one transfer, said of all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

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
from licet.rulebook.checking import covers
from licet.rulebook.groups import Group as Nations
from licet.rulebook.groups import Membership
from licet.rulebook.instruments import Rule
from licet.rulebook.operands import constant, limit_of, unit_of
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.vocabulary import Question, Test
from licet.rulebook.windows import OPEN_END, OPEN_START, Window, read_date

Point = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """One question as formulas.

    Attributes:
        question: the question.
        rules: the rules that may decide it on some day, each after those that may defeat it.
        defeats: rule → the rules that may defeat it.
        stands: rule → that it applies and no exception defeats it.
        holds: answer → that it is an answer; of a question on which rules may disagree, several may hold.
        open: that no rule speaks where silence is no answer.
    """

    question: Question
    rules: tuple[Rule, ...]
    defeats: Mapping[str, tuple[str, ...]]
    stands: Mapping[str, Formula]
    holds: Mapping[str, Formula]
    open: Formula


class Encoding:
    """A rulebook as formulas.

    Args:
        rulebook: the rulebook, with the reforms in force.
        space: the variables of all transfers.
        day: the one day on which it is asked, as an ordinal; the date of the transfer by default.
        filled: groups of nations that are known for this purpose, such as those that a user has filled: name → nations.
        points: for a fact with points, those that are known; none by default.
    """

    def __init__(
        self,
        rulebook: Rulebook,
        space: Space,
        day: int | None = None,
        filled: Mapping[str, frozenset[str]] | None = None,
        points: Mapping[str, tuple[Point, ...]] | None = None,
    ) -> None:
        self.rulebook = rulebook
        self.space = space
        self.logic = space.logic
        self.day = day
        self.filled = filled or {}
        self.points = points or {}
        self.constraints: list[Formula] = []
        self._conditions: dict[str, Formula] = {}
        self._applies: dict[str, Formula] = {}
        self._decided: dict[str, Decided] = {}
        self._chosen: dict[str, dict[str, Formula]] = {}
        self._entries: dict[str, list[tuple[str, Rule]]] = {}

    # Rules and questions.

    def applies(self, rule: Rule) -> Formula:
        """Return that a rule is in force and its condition holds."""
        found = self._applies.get(rule.name)
        if found is None:
            when = self.logic.true if rule.condition is None else self.condition(rule.condition)
            found = self._applies[rule.name] = self.logic.all([self.in_force(rule.window), when])
        return found

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

    def question(self, name: str) -> Decided:
        """Return a question as formulas."""
        found = self._decided.get(name)
        if found is None:
            found = self._decided[name] = self._decide(self.rulebook.questions[name])
        return found

    def without(self, name: str, rule: str, other: str) -> Decided:
        """Return a question as it would be if one rule did not displace another."""
        return self._decide(self.rulebook.questions[name], (rule, other))

    def _decide(self, question: Question, without: tuple[str, str] | None = None) -> Decided:
        deciding = {rule.name: rule for rule in self.rulebook.rules.values() if question.name in rule.then}
        defeats: dict[str, list[str]] = {name: [] for name in deciding}
        for rule in deciding.values():
            for other in rule.except_to:
                if other in defeats and (rule.name, other) != without:
                    defeats[other].append(rule.name)
        order: dict[str, Rule] = {}
        while len(order) < len(deciding):
            order.update(
                {
                    name: rule
                    for name, rule in deciding.items()
                    if name not in order and order.keys() >= set(defeats[name])
                }
            )
        stands: dict[str, Formula] = {}
        for name, rule in order.items():
            undefeated = [self.logic.no(stands[other]) for other in defeats[name]]
            stands[name] = self.logic.all([self.applies(rule), *undefeated])
        given: dict[str, list[Formula]] = {}
        for name, rule in order.items():
            for answer in rule.then[question.name]:
                given.setdefault(answer, []).append(stands[name])
        gives = {answer: self.logic.any(formulas) for answer, formulas in given.items()}
        silent = self.logic.no(self.logic.any(stands.values()))
        opened = self.logic.false
        if question.type == "codes":
            holds = gives
        else:
            if question.covered is not None:
                opened = self.logic.all([silent, self.logic.no(self.condition(question.covered))])
            holds = self._one_of(question, gives, self.logic.all([silent, self.logic.no(opened)]))
        return Decided(
            question=question,
            rules=tuple(order.values()),
            defeats={name: tuple(others) for name, others in defeats.items()},
            stands=stands,
            holds=holds,
            open=opened,
        )

    def _one_of(self, question: Question, gives: Mapping[str, Formula], default: Formula) -> dict[str, Formula]:
        """Return when each answer holds: the strictest that a rule gives, or each where they must agree, and the default in silence."""
        holds: dict[str, Formula] = {}
        stricter: list[Formula] = []
        for answer in question.values:
            given = gives.get(answer, self.logic.false)
            beaten = self.logic.any(stricter) if question.combine == "strictest" else self.logic.false
            holds[answer] = self.logic.all([given, self.logic.no(beaten)])
            if answer == question.default:
                holds[answer] = self.logic.any([holds[answer], default])
            stricter.append(given)
        return holds

    def governs(self, question: str, rule: str) -> Formula:
        """Return that a rule is one of those that give the answer: it stands, and no stricter one does."""
        decided = self.question(question)
        answers = self.rulebook.rules[rule].then[question]
        return self.logic.all([decided.stands[rule], *(decided.holds[answer] for answer in answers)])

    def is_answer(self, question: str, answer: str) -> Formula:
        """Return that a question is answered so, where a condition asks; an open one is answered in one of the ways that it may be."""
        decided = self.question(question)
        if decided.question.combine != "single" and self.logic.is_false(decided.open):
            return decided.holds[answer]
        found = self._chosen.get(question)
        if found is None:
            side = "" if self.day is None else f" on {self.day}"
            term, constants = self.logic.choice(
                f"answer {question}{side} {len(self.constraints)}", decided.question.values
            )
            found = self._chosen[question] = {value: term == constant for value, constant in constants.items()}
            for value, chosen in found.items():
                self.constraints.append(
                    self.logic.implies(chosen, self.logic.any([decided.open, decided.holds[value]]))
                )
        return found[answer]

    # Conditions.

    def condition(self, condition: Condition) -> Formula:
        """Return a condition as a formula."""
        text = write_condition(condition)
        found = self._conditions.get(text)
        if found is None:
            found = self._conditions[text] = self._condition(condition)
        return found

    def _condition(self, condition: Condition) -> Formula:
        match condition:
            case Group(inner):
                return self.condition(inner)
            case Not(inner):
                return self.logic.no(self.condition(inner))
            case And(conditions):
                return self.logic.all(map(self.condition, conditions))
            case Or(conditions):
                return self.logic.any(map(self.condition, conditions))
            case Truth(Name(name)):
                return self.space.equals(name, "yes")
            case Is(Name(name), value, negated):
                return self._negated(self._one(name, (value,)), negated)
            case InValues(Name(name), values, negated):
                return self._negated(self._one(name, values), negated)
            case InGroup(Name(name), group, negated, on):
                return self._negated(self._member(name, self.rulebook.groups[group], on), negated)
            case Compare(left, operator, right):
                return self._compare(left, operator, right)
            case Between(operand, low, high):
                return self.logic.all([self._compare(operand, ">=", low), self._compare(operand, "<=", high)])
            case Applied(test, arguments):
                declared = self.rulebook.tests[test]
                if declared.question:
                    return self._meets(declared.question, [argument.text for argument in arguments])
                limits = [limit_of(self.rulebook, argument, declared, n) for n, argument in enumerate(arguments)]
                return self._reaches(declared, limits)

    def _negated(self, formula: Formula, negated: bool) -> Formula:
        return self.logic.no(formula) if negated else formula

    def _one(self, name: str, values: tuple[str, ...]) -> Formula:
        if name in self.rulebook.facts:
            return self.space.among(name, values)
        return self.logic.any(self.is_answer(name, value) for value in values)

    def _meets(self, question: str, headings: list[str]) -> Formula:
        entries = self._entries.get(question)
        if entries is None:
            rules = self.rulebook.rules.values()
            entries = self._entries[question] = [(code, rule) for rule in rules for code in rule.then.get(question, ())]
        return self.logic.any(
            self.applies(rule) for code, rule in entries if any(covers(heading, code) for heading in headings)
        )

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

    def _member(self, name: str, group: Nations, on: str) -> Formula:
        if not on and group.name in self.filled:
            return self.space.among(name, sorted(self.filled[group.name]))
        if not on and group.assumed:
            return self.logic.any(
                self.logic.all([self.space.equals(name, nation), self.space.undisclosed(group, nation)])
                for nation in self.space.choices(name)
            )
        day = read_date(on).toordinal() if on else self.day
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
