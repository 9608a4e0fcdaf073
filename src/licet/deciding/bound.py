"""A rulebook bound to a day: the rules in force, the memberships held, every condition a function, ready to decide."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from licet.deciding.compiling import FALSE, TRUE, UNKNOWN, Compiler, State, Truths
from licet.language.conditions import Condition
from licet.rulebook.checking import used_questions
from licet.rulebook.instruments import Rule
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.vocabulary import Fact, Question

Filled = tuple[tuple[str, frozenset[str]], ...]


@dataclass(frozen=True, slots=True)
class BoundRule:
    """A rule in force: its place in the state, its condition as a function, and the rules that may defeat it, by question."""

    rule: Rule
    slot: int
    test: Truths | None
    claim: str = ""


@dataclass(frozen=True, slots=True)
class BoundQuestion:
    """A question, and the rules in force that decide it, each after those that may defeat it.

    Attributes:
        rules: for each rule its place, its answer's rank or codes, and the indices of the rules that may defeat it.
        fresh: the rules whose truth is found when this question is decided.
    """

    question: Question
    slot: int
    answers: tuple[str, ...]
    fresh: tuple[BoundRule, ...]
    rules: tuple[tuple[BoundRule, Any, tuple[int, ...]], ...]
    deciding: tuple[BoundRule, ...]
    covered: Truths | None


@dataclass
class Outcome:
    """The answer to one question for one state.

    Attributes:
        value: the answer; for codes, the tuple of those that are certain.
        possible: the answers still open; one when the question is decided. For codes, those that may still come in.
        acts: for each rule of the question whether it applies undefeated: 0, 1, 2.
        open: whether more than one answer is left.
    """

    value: Any
    possible: tuple[str, ...]
    acts: list[int] = field(default_factory=list)
    open: bool = False


class Bound:
    """A rulebook on one day, with some groups filled by the user.

    Args:
        rulebook: the rulebook.
        day: the day, as an ordinal; every day between two boundaries of the rulebook gives the same.
        filled: groups that a user has filled: name → nations.
    """

    def __init__(self, rulebook: Rulebook, day: int, filled: Filled = ()) -> None:
        self.rulebook = rulebook
        self.day = day
        self.filled = filled
        self.members = {name: group.on(day) for name, group in rulebook.groups.items()}
        for name, nations in filled:
            self.members[name] = dict.fromkeys(nations, TRUE)
        rules = [rule for rule in rulebook.rules.values() if rule.window.holds(day)]
        self.rules = rules
        self.facts: list[Fact] = list(rulebook.facts.values())
        names = [*rulebook.facts, *rulebook.question_order]
        self.slots = {name: n for n, name in enumerate(names)}
        self.size = len(names) + len(rules)
        rule_slots = {rule.name: len(names) + n for n, rule in enumerate(rules)}
        entries: dict[str, list[tuple[str, int]]] = {}
        for test in rulebook.tests.values():
            if test.question:
                entries[test.question] = [
                    (code, rule_slots[rule.name]) for rule in rules for code in rule.then.get(test.question, ())
                ]
        self.entry_slots = entries
        self.compiler = Compiler(rulebook, self.slots, self.members, entries)
        self._compiled: dict[int, Truths] = {}
        self._keep: list[Condition] = []
        self._cones: dict[str, list[BoundQuestion]] = {}
        by_name = {rule.name: self._bind(rule, rule_slots[rule.name]) for rule in rules}
        self.claim_slots = {q.name: self.slots[q.claims] for q in rulebook.questions.values() if q.claims}
        done: set[str] = set()
        self.questions: list[BoundQuestion] = []
        for name in rulebook.question_order:
            self.questions.append(self._question(rulebook.questions[name], by_name, done))
        self.derivations = [
            (
                self.slots[fact.name],
                fact,
                [(self.read(fact, implied.value), self.compiled(implied.when), implied) for implied in fact.implied],
                self.read(fact, fact.presume) if fact.presume else None,
            )
            for fact in self.facts
            if fact.implied or fact.presume
        ]
        self.blank: State = [None] * self.size
        for fact in self.facts:
            if fact.type == "truth":
                self.blank[self.slots[fact.name]] = UNKNOWN
        for slot in rule_slots.values():
            self.blank[slot] = UNKNOWN

    def compiled(self, condition: Condition) -> Truths:
        """Return the function of a condition, compiled once."""
        found = self._compiled.get(id(condition))
        if found is None:
            found = self._compiled[id(condition)] = self.compiler.compile(condition)
            self._keep.append(condition)
        return found

    def _bind(self, rule: Rule, slot: int) -> BoundRule:
        claimed = next((code for q in self.entry_slots for code in rule.then.get(q, ())), "")
        test = None if rule.condition is None else self.compiled(rule.condition)
        return BoundRule(rule, slot, test, claimed)

    def _question(self, question: Question, rules: dict[str, BoundRule], done: set[str]) -> BoundQuestion:
        deciding = {name: rule for name, rule in rules.items() if question.name in rule.rule.then}
        excepters: dict[str, list[str]] = {name: [] for name in deciding}
        for name, rule in deciding.items():
            for other in rule.rule.except_to:
                if other in excepters:
                    excepters[other].append(name)
        order: list[str] = []
        waiting = list(deciding)
        while waiting:
            name = next(name for name in waiting if all(other in order for other in excepters[name]))
            waiting.remove(name)
            order.append(name)
        fresh = tuple(deciding[name] for name in deciding if name not in done)
        done.update(deciding)
        answers = tuple(question.values)
        return BoundQuestion(
            question=question,
            slot=self.slots[question.name],
            answers=answers,
            fresh=fresh,
            rules=tuple(
                (
                    deciding[name],
                    answers.index(deciding[name].rule.then[question.name][0])
                    if question.type == "one_of"
                    else deciding[name].rule.then[question.name],
                    tuple(order.index(other) for other in excepters[name]),
                )
                for name in order
            ),
            deciding=tuple(deciding.values()),
            covered=None if question.covered is None else self.compiled(question.covered),
        )

    def read(self, fact: Fact, text: str) -> Any:
        """Return a value of the vocabulary as it stands in a state."""
        if fact.type == "truth":
            return TRUE if text == "yes" else FALSE
        if fact.unit is not None:
            number = self.rulebook.units.read(text, fact.unit).to(fact.unit)
            return (number, number)
        return text

    def unknown(self, fact: Fact, value: Any) -> bool:
        """Whether a value of a state says nothing of a fact."""
        return value is None or (fact.type == "truth" and value == UNKNOWN)

    def state(self, stated: Mapping[str, Any]) -> State:
        """Return the state of what was stated, with what follows from it and what is presumed.

        Args:
            stated: fact → value as it stands in a state (see :mod:`licet.deciding.compiling`).
        """
        state = self.blank.copy()
        for name, value in stated.items():
            state[self.slots[name]] = value
        self.derive(state, stated)
        return state

    def derive(self, state: State, stated: Mapping[str, Any], presume: bool = True) -> dict[str, Any]:
        """Fill the facts that nobody stated: those that follow from others first, then one presumption after the other.

        Returns:
            Fact → the :class:`Implied` that it follows from, or None where it is presumed.
        """
        found: dict[str, Any] = {}
        waiting = [entry for entry in self.derivations if entry[1].name not in stated]
        while waiting:
            progress = False
            for entry in list(waiting):
                slot, fact, implied, _ = entry
                for value, test, source in implied:
                    if test(state) == TRUE:
                        state[slot] = value
                        found[fact.name] = source
                        waiting.remove(entry)
                        progress = True
                        break
            if progress:
                continue
            presumed = next((entry for entry in waiting if entry[3] is not None), None) if presume else None
            if presumed is None:
                break
            state[presumed[0]] = presumed[3]
            found[presumed[1].name] = None
            waiting.remove(presumed)
        return found

    def decide(self, state: State, questions: Iterable[BoundQuestion] | None = None) -> dict[str, Outcome]:
        """Decide the questions of a state; the state then holds the answers and the truth of every rule.

        Args:
            state: from :meth:`state`.
            questions: only these, in an order in which each comes after those that it uses (see :meth:`cone`).
        """
        outcomes: dict[str, Outcome] = {}
        for bound in self.questions if questions is None else questions:
            question = bound.question
            claims = state[self.claim_slots[question.name]] if question.claims else None
            for rule in bound.fresh if questions is None else bound.deciding:
                truth = TRUE if rule.test is None else rule.test(state)
                if truth == UNKNOWN and claims is not None:
                    truth = claims.get(rule.claim, FALSE)
                state[rule.slot] = truth
            outcome = self._codes(bound, state) if question.type == "codes" else self._one_of(bound, state)
            outcomes[question.name] = outcome
            if question.type != "codes":
                state[bound.slot] = frozenset(outcome.possible) if outcome.open else outcome.value
        return outcomes

    def cone(self, question: str) -> list[BoundQuestion]:
        """Return a question and those that it rests on, in the order in which they are decided."""
        found = self._cones.get(question)
        if found is None:
            wanted = {question}
            for bound in reversed(self.questions):
                if bound.question.name in wanted:
                    for rule in bound.deciding:
                        wanted |= used_questions(self.rulebook, rule.rule.condition)
            found = self._cones[question] = [bound for bound in self.questions if bound.question.name in wanted]
        return found

    def _acts(self, bound: BoundQuestion, state: State) -> list[int]:
        acts: list[int] = []
        for rule, _, excepters in bound.rules:
            truth: int = state[rule.slot]
            if truth:
                for index in excepters:
                    if acts[index]:
                        truth = min(truth, 2 - acts[index])
            acts.append(truth)
        return acts

    def _codes(self, bound: BoundQuestion, state: State) -> Outcome:
        acts = self._acts(bound, state)
        sure: dict[str, None] = {}
        open_codes: dict[str, None] = {}
        for (_, codes, _), act in zip(bound.rules, acts, strict=True):
            if act == TRUE:
                sure.update(dict.fromkeys(codes))
            elif act == UNKNOWN:
                open_codes.update(dict.fromkeys(codes))
        may = tuple(code for code in open_codes if code not in sure)
        return Outcome(tuple(sure), may, acts, bool(may))

    def _one_of(self, bound: BoundQuestion, state: State) -> Outcome:
        acts = self._acts(bound, state)
        strictest = bound.question.combine == "strictest"
        sure: set[int] = set()
        may: set[int] = set()
        for (_, rank, _), act in zip(bound.rules, acts, strict=True):
            if act == TRUE:
                sure.add(rank)
            elif act == UNKNOWN:
                may.add(rank)
        if sure:
            best = min(sure)
            # Two that disagree on a question with a single answer are a conflict in the law; it is left open, never picked.
            open_ranks = {rank for rank in may if rank < best} if strictest else (sure | may) - {best}
            ranks = sorted(open_ranks | {best})
        else:
            uncovered = bound.covered is not None and bound.covered(state) != TRUE
            default = {bound.answers.index(bound.question.default)}
            ranks = sorted(may | (set(range(len(bound.answers))) if uncovered else default))
        possible = tuple(bound.answers[rank] for rank in ranks)
        return Outcome(possible[0] if len(possible) == 1 else None, possible, acts, len(possible) > 1)


class Binder:
    """Binds one rulebook to days, each stretch between two boundaries once."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        self._bound: dict[tuple[int, Filled], Bound] = {}

    def on(self, day: int, filled: Filled = ()) -> Bound:
        """Return the rulebook on a day."""
        key = (bisect_right(self.rulebook.boundaries, day), filled)
        found = self._bound.get(key)
        if found is None:
            found = self._bound[key] = Bound(self.rulebook, day, filled)
        return found


@lru_cache(maxsize=8)
def binder(rulebook: Rulebook) -> Binder:
    """Return the binder of a rulebook, one for each rulebook in use."""
    return Binder(rulebook)
