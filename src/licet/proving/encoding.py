"""One rulebook as formulas over the space of all transfers: when each rule applies and stands, and what each question is answered.

A rule *applies* when the date lies in its window and its condition holds, and *stands* when no exception that stands defeats it; of the rules
that stand, those *govern* that give the answer. It is what :mod:`licet.deciding` does for one transfer, said of all of them.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import z3

from licet.language.conditions import Condition
from licet.proving.conditions import Conditions, Point
from licet.proving.logic import Formula, Term
from licet.proving.space import Space
from licet.rulebook.checking import covers
from licet.rulebook.instruments import Rule
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.vocabulary import Question
from licet.rulebook.windows import Window


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


@dataclass(frozen=True, slots=True, eq=False)
class Choice:
    """How a question turns out that is open, where a condition asks: a variable, and its values by the answers."""

    term: Term
    constants: Mapping[str, Term]

    def decides(self, formula: Formula) -> bool:
        """Whether a formula speaks of it."""
        some = next(iter(self.constants.values()))
        return not z3.substitute(formula, (self.term, some)).eq(formula)


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
        self.conditions = Conditions(rulebook, space, self.is_answer, self.entry_met, day, filled or {}, points or {})
        self.constraints: list[Formula] = []
        self._applies: dict[str, Formula] = {}
        self._decided: dict[str, Decided] = {}
        # Of the questions that may be open: how each turns out, that it does in one way, and what it may be.
        self._choices: dict[str, Choice] = {}
        self._chosen: dict[str, dict[str, Formula]] = {}
        self._allowed: list[Formula] = []
        self._entries: dict[str, list[tuple[str, Rule]]] = {}

    # Rules and questions.

    def applies(self, rule: Rule) -> Formula:
        """Return that a rule is in force and its condition holds."""
        found = self._applies.get(rule.name)
        if found is None:
            when = self.logic.true if rule.condition is None else self.condition(rule.condition)
            found = self._applies[rule.name] = self.logic.all([self.in_force(rule.window), when])
        return found

    def condition(self, condition: Condition) -> Formula:
        """Return a condition as a formula."""
        return self.conditions.formula(condition)

    def in_force(self, window: Window) -> Formula:
        """Return that the date lies in a window."""
        return self.conditions.in_force(window)

    def from_day(self, day: int) -> Formula:
        """Return that the date is a day or later."""
        return self.conditions.from_day(day)

    def before_day(self, day: int) -> Formula:
        """Return that the date is before a day."""
        return self.conditions.before_day(day)

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
            # Each rulebook over a space has an unknown of its own.
            term, constants = self.logic.choice(self.space.fresh(f"answer {question}"), decided.question.values)
            self._choices[question] = Choice(term, constants)
            turns = {value: term == constant for value, constant in constants.items()}
            if decided.question.combine == "single":
                # Where rules disagree, one of their answers counts.
                found = turns
                allowed = [
                    self.logic.implies(chosen, self.logic.any([decided.open, decided.holds[value]]))
                    for value, chosen in turns.items()
                ]
                self._allowed += allowed
                self.constraints += allowed
            else:
                found = {
                    value: self.logic.any([decided.holds[value], self.logic.all([decided.open, chosen])])
                    for value, chosen in turns.items()
                }
            self._chosen[question] = found
        return found[answer]

    def surely(self, formula: Formula) -> Formula:
        """Return that a formula holds however the questions that are open turn out."""
        return self.logic.all(self.logic.implies(allowed, case) for allowed, case in self._cases(formula))

    def perhaps(self, formula: Formula) -> Formula:
        """Return that a formula holds if the questions that are open turn out in some way."""
        return self.logic.any(self.logic.all([allowed, case]) for allowed, case in self._cases(formula))

    def _cases(self, formula: Formula) -> Iterator[tuple[Formula, Formula]]:
        """Yield, for each way in which open questions turn out, that it may be so, and a formula as it is then."""
        asked = self._turning(formula)
        if not asked:
            yield self.logic.true, formula
            return
        # What one of them may be can depend on another, and that on a third.
        limits: list[Formula] = []
        for choice in asked:
            of_it = [a for a in self._allowed if choice.decides(a) and all(a is not known for known in limits)]
            limits += of_it
            asked += [c for c in self._turning(self.logic.all(of_it)) if c not in asked]
        limited = self.logic.all(limits)
        for values in itertools.product(*(choice.constants.values() for choice in asked)):
            chosen = list(zip((choice.term for choice in asked), values, strict=True))
            limit, case = (z3.simplify(z3.substitute(f, *chosen)) for f in (limited, formula))
            yield limit, case

    def _turning(self, formula: Formula) -> list[Choice]:
        return [choice for choice in self._choices.values() if choice.decides(formula)]

    def entry_met(self, question: str, headings: tuple[str, ...]) -> Formula:
        """Return that some entry of a question, or below one of some headings, is met."""
        entries = self._entries.get(question)
        if entries is None:
            rules = self.rulebook.rules.values()
            entries = self._entries[question] = [(code, rule) for rule in rules for code in rule.then.get(question, ())]
        return self.logic.any(
            self.applies(rule) for code, rule in entries if any(covers(heading, code) for heading in headings)
        )
