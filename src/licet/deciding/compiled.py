"""A whole rulebook as functions, compiled once for all its days.

The rules of a question are kept as a tree of the parts of their conditions: a part that many rules share, such as the exporter's nation, is
tested once, and where it is false none of those rules is looked at. Windows are tested at the leaves and groups of nations stand in the
state, so that one compilation serves every date.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from licet.deciding.compiling import FALSE, TRUE, Compiler, State, Truths
from licet.language.conditions import Applied, Condition, atoms, conjuncts, names, write_condition
from licet.rulebook.checking import used_questions
from licet.rulebook.instruments import Rule
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.vocabulary import Fact, Implied, Question

# Facts that follow from each other in a circle stand at this depth, those that follow from others in a line above it.
_DEEPEST = 6


@dataclass(frozen=True, slots=True)
class RankedRule:
    """A rule as one question sees it.

    Attributes:
        rule: the rule.
        slot: its place in a state.
        answer: the rank of its answer, strictest first, or its codes.
        excepters: the indices, among the rules of the question, of those that may defeat it; all stand before it.
        claim: the code by which an exporter may claim it.
    """

    rule: Rule
    slot: int
    answer: Any
    excepters: tuple[int, ...]
    claim: str


@dataclass(frozen=True, slots=True)
class Leaf:
    """A rule whose condition holds at this place of the tree, if the day lies in its window."""

    index: int
    slot: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Branch:
    """A part that some rules share: its test, the rules that ask nothing more, and the branches below."""

    test: Truths
    leaves: tuple[Leaf, ...]
    branches: tuple[Branch, ...]


@dataclass(frozen=True, slots=True)
class CompiledQuestion:
    """A question with its rules, each after those that may defeat it.

    Attributes:
        rules: all rules that decide it on some day.
        covered: where this is not true, silence of the rules leaves it open.
    """

    question: Question
    slot: int
    answers: tuple[str, ...]
    rules: tuple[RankedRule, ...]
    covered: Truths | None


@dataclass(frozen=True, slots=True)
class Step:
    """One question in the order of deciding.

    Attributes:
        question: the question.
        leaves: the rules without a condition whose truth is first found here.
        branches: the tree of the other rules whose truth is first found here.
        known: the indices of the rules whose truth an earlier step has found.
    """

    question: CompiledQuestion
    leaves: tuple[Leaf, ...]
    branches: tuple[Branch, ...]
    known: tuple[int, ...]


Plan = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a rule's condition: its text, its function, and the facts and questions that it reads."""

    text: str
    test: Truths
    reads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Derivation:
    """A fact that follows from others: the values with their tests, in order, and the presumption behind them."""

    fact: Fact
    slot: int
    implied: tuple[tuple[Any, Truths, Implied], ...]
    presumed: Any


class Compiled:
    """A rulebook as functions of a state.

    Attributes:
        slots: the place of every fact, question and group, by name; rules follow them.
        rule_base: the place of the first rule.
        questions: the questions, each after those that it uses.
        derivations: the facts that follow from others.
        before: for each fact, those from which it may follow.
        depths: for each fact, how many stand before it, each following from the one before.
        blank: a state in which nothing is stated; facts that are only presumed have their presumption.
    """

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        # Answers that are codes are never compared, so a question of codes has no place, and may share the name of a fact.
        decided = [name for name in rulebook.question_order if rulebook.questions[name].type != "codes"]
        places = [*rulebook.facts, *decided, *(f"group {name}" for name in rulebook.groups)]
        self.slots = {name: n for n, name in enumerate(places)}
        self.rule_base = len(places)
        self.rule_slots = {name: len(places) + n for n, name in enumerate(rulebook.rules)}
        entries: dict[str, list[tuple[str, int]]] = {}
        for test in rulebook.tests.values():
            if test.question:
                entries[test.question] = [
                    (code, self.rule_slots[rule.name])
                    for rule in rulebook.rules.values()
                    for code in rule.then.get(test.question, ())
                ]
        self.entry_slots = entries
        self.compiler = Compiler(rulebook, self.slots, entries)
        self._functions: dict[int, Truths] = {}
        self._by_text: dict[str, Truths] = {}
        self._kept: list[Condition] = []
        self._parts: dict[str, tuple[Part, ...]] = {}
        self._figures: dict[str, tuple[int, ...]] = {}
        self._group_days: dict[str, list[int]] = {}
        self._members: dict[tuple[str, int], dict[str, int]] = {}
        self._cones: dict[str, Plan] = {}
        self.questions = tuple(self._question(rulebook.questions[name]) for name in rulebook.question_order)
        self.by_name = {compiled.question.name: compiled for compiled in self.questions}
        self.claim_slots = {q.name: self.slots[q.claims] for q in rulebook.questions.values() if q.claims}
        self.derivations = tuple(
            Derivation(
                fact,
                self.slots[fact.name],
                tuple((self.value(fact, i.value), self.function(i.when), i) for i in fact.implied),
                self.value(fact, fact.presume) if fact.presume else None,
            )
            for fact in rulebook.facts.values()
            if fact.implied
        )
        # Questions and points that nobody stated say nothing about why a rule applies.
        self.optional = {*rulebook.questions, *(fact.name for fact in rulebook.facts.values() if not fact.decidable)}
        self.plan = self._plan(self.questions)
        self.before = {
            fact.name: frozenset(
                name for i in fact.implied for atom in atoms(i.when) for name in names(atom) if name != fact.name
            )
            for fact in rulebook.facts.values()
        }
        self.depths = dict.fromkeys(rulebook.facts, 0)
        for _ in range(_DEEPEST):
            depths = self.depths
            self.depths = {
                name: 1 + max(depths[other] for other in before) if before else 0
                for name, before in self.before.items()
            }
        self.presumed = {
            fact.name: self.value(fact, fact.presume)
            for fact in rulebook.facts.values()
            if fact.presume and not fact.implied
        }
        self.blank: State = [None] * len(places) + [FALSE] * len(rulebook.rules)
        for fact in rulebook.facts.values():
            self.blank[self.slots[fact.name]] = self.presumed.get(fact.name, 1 if fact.type == "truth" else None)

    def function(self, condition: Condition) -> Truths:
        """Return the function of a condition, compiled once; equal texts share it."""
        found = self._functions.get(id(condition))
        if found is None:
            text = write_condition(condition)
            found = self._by_text.get(text)
            if found is None:
                found = self._by_text[text] = self.compiler.compile(condition)
            self._functions[id(condition)] = found
            self._kept.append(condition)
        return found

    def parts(self, rule: Rule) -> tuple[Part, ...]:
        """Return the parts of a rule's condition that must all hold."""
        found = self._parts.get(rule.name)
        if found is None:
            conditions = [] if rule.condition is None else conjuncts(rule.condition)
            found = self._parts[rule.name] = tuple(
                Part(write_condition(part), self.function(part), self._read_by(part)) for part in conditions
            )
        return found

    def _read_by(self, condition: Condition) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for atom in atoms(condition):
            read = self.rulebook.tests[atom.test].reads if isinstance(atom, Applied) else names(atom)
            found.update(dict.fromkeys(read))
        return tuple(found)

    def value(self, fact: Fact, text: str) -> Any:
        """Return a value of the vocabulary as it stands in a state."""
        if fact.type == "truth":
            return TRUE if text == "yes" else FALSE
        if fact.unit is not None:
            number = self.rulebook.units.read(text, fact.unit).to(fact.unit)
            return (number, number)
        return text

    def figures(self, rule: Rule) -> tuple[int, ...]:
        """Return the places of the measures that a rule's own condition reads: the figures that can test it."""
        found = self._figures.get(rule.name)
        if found is None:
            names_read = {name for part in self.parts(rule) for name in part.reads}
            found = self._figures[rule.name] = tuple(
                self.slots[fact.name]
                for fact in self.rulebook.facts.values()
                if fact.measured and fact.name in names_read
            )
        return found

    def members(self, group: str, day: int) -> dict[str, int]:
        """Return the nations that belonged (2) or may have belonged (1) to a group on a day; not to be changed."""
        days = self._group_days.get(group)
        if days is None:
            days = self._group_days[group] = sorted(self.rulebook.groups[group].boundaries())
        key = (group, bisect_right(days, day))
        found = self._members.get(key)
        if found is None:
            found = self._members[key] = self.rulebook.groups[group].on(day)
        return found

    def cone(self, question: str) -> Plan:
        """Return the plan of a question and those that it rests on; the question itself stands last."""
        found = self._cones.get(question)
        if found is None:
            wanted = {question}
            for compiled in reversed(self.questions):
                shares = compiled.question.claims and any(wanted & ranked.rule.then.keys() for ranked in compiled.rules)
                if compiled.question.name in wanted or shares:
                    # A question whose answers can be claimed tells the truth of the rules that others share with it.
                    wanted.add(compiled.question.name)
                    for ranked in compiled.rules:
                        wanted |= used_questions(self.rulebook, ranked.rule.condition)
            asked = [c for c in self.questions if c.question.name in wanted]
            last = self.by_name[question]
            asked = [c for c in asked[: asked.index(last)] if c is not last] + [last]
            found = self._cones[question] = self._plan(asked)
        return found

    def _plan(self, questions: Iterable[CompiledQuestion]) -> Plan:
        done: set[str] = set()
        steps: list[Step] = []
        for question in questions:
            fresh = [n for n, ranked in enumerate(question.rules) if ranked.rule.name not in done]
            leaves, branches = self._tree(question.rules, fresh)
            known = tuple(n for n in range(len(question.rules)) if n not in set(fresh))
            steps.append(Step(question, leaves, branches, known))
            done.update(ranked.rule.name for ranked in question.rules)
        return tuple(steps)

    def _question(self, question: Question) -> CompiledQuestion:
        deciding = [rule for rule in self.rulebook.rules.values() if question.name in rule.then]
        excepters: dict[str, list[str]] = {rule.name: [] for rule in deciding}
        for rule in deciding:
            for other in rule.except_to:
                if other in excepters:
                    excepters[other].append(rule.name)
        order: dict[str, int] = {}
        waiting = {rule.name: rule for rule in deciding}
        while waiting:
            for name in [name for name in waiting if all(other in order for other in excepters[name])]:
                order[name] = len(order)
                del waiting[name]
        answers = tuple(question.values)
        ranked = tuple(
            RankedRule(
                rule := self.rulebook.rules[name],
                self.rule_slots[name],
                rule.then[question.name] if question.type == "codes" else answers.index(rule.then[question.name][0]),
                tuple(order[other] for other in excepters[name]),
                next((code for asked in self.entry_slots for code in rule.then.get(asked, ())), ""),
            )
            for name in order
        )
        return CompiledQuestion(
            question=question,
            slot=self.slots[question.name] if question.type != "codes" else -1,
            answers=answers,
            rules=ranked,
            covered=None if question.covered is None else self.function(question.covered),
        )

    def _tree(self, ranked: tuple[RankedRule, ...], indices: list[int]) -> tuple[tuple[Leaf, ...], tuple[Branch, ...]]:
        todo = []
        for index in indices:
            condition = ranked[index].rule.condition
            parts = [] if condition is None else conjuncts(condition)
            todo.append((index, {write_condition(part): part for part in parts}))
        return self._grow(ranked, todo)

    def _grow(
        self, ranked: tuple[RankedRule, ...], todo: list[tuple[int, dict[str, Condition]]]
    ) -> tuple[tuple[Leaf, ...], tuple[Branch, ...]]:
        leaves = tuple(
            Leaf(index, ranked[index].slot, ranked[index].rule.window.start, ranked[index].rule.window.end)
            for index, parts in todo
            if not parts
        )
        todo = [item for item in todo if item[1]]
        branches: list[Branch] = []
        while todo:
            counts = Counter(text for _, parts in todo for text in parts)
            shared = max(counts, key=lambda text: counts[text])
            with_it = [(index, parts) for index, parts in todo if shared in parts]
            todo = [item for item in todo if shared not in item[1]]
            test = self.function(with_it[0][1][shared])
            below = [
                (index, {text: part for text, part in parts.items() if text != shared}) for index, parts in with_it
            ]
            inner_leaves, inner = self._grow(ranked, below)
            branches.append(Branch(test, inner_leaves, inner))
        return leaves, tuple(branches)


@lru_cache(maxsize=8)
def compiled(rulebook: Rulebook) -> Compiled:
    """Return a rulebook as functions, compiled once for each rulebook in use."""
    return Compiled(rulebook)
