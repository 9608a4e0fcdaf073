"""A whole rulebook as functions, compiled once for all its days.

Windows are tested at the leaves of the trees of rules and groups of nations stand in the state, so that one compilation serves every date.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from threading import RLock

from licet.deciding.asking import Changing
from licet.deciding.compiling import FALSE, Compiler, State, Truths
from licet.deciding.deriving import Deriving
from licet.deciding.remembering import Remembering
from licet.deciding.trees import CompiledQuestion, Plan, RankedRule, Step, Trees
from licet.language.conditions import Atom, Condition, conjuncts, names, write_condition
from licet.rulebook.checking import used_questions
from licet.rulebook.instruments import Rule
from licet.rulebook.operands import read_by
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.vocabulary import Question


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a rule's condition: its text, its function, and the facts and questions that it reads."""

    text: str
    test: Truths
    reads: tuple[str, ...]


class Compiled:
    """A rulebook as functions of a state.

    Attributes:
        slots: the place of every fact, question and group, by name; rules follow them.
        answers: the places of the answers to the questions.
        rule_base: the place of the first rule.
        nation_slots: the places of the nations.
        questions: the questions, each after those that it uses.
        deriving: the facts that follow from others.
        changing: what has to be asked again when something changes.
        trees: the trees of the rules.
        blank: a state in which nothing is stated; facts that are only presumed have their presumption.
    """

    def __init__(self, rulebook: Rulebook) -> None:
        self.rulebook = rulebook
        # Answers that are codes are never compared, so a question of codes has no place, and may share the name of a fact.
        decided = [name for name in rulebook.question_order if rulebook.questions[name].type != "codes"]
        places = [*rulebook.facts, *decided, *(f"group {name}" for name in rulebook.groups)]
        self.slots = {name: n for n, name in enumerate(places)}
        self.answers = slice(len(rulebook.facts), len(rulebook.facts) + len(decided))
        self.rule_base = len(places)
        self.nation_slots = tuple(self.slots[fact.name] for fact in rulebook.facts.values() if fact.type == "nation")
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
        self._cones: dict[tuple[str, str], Plan] = {}
        self._plans: dict[frozenset[str], Plan] = {}
        self.trees = Trees(rulebook, self.slots, self.function)
        self.questions = tuple(self._question(rulebook.questions[name]) for name in rulebook.question_order)
        self.by_name = {compiled.question.name: compiled for compiled in self.questions}
        self.claim_slots = {q.name: self.slots[q.claims] for q in rulebook.questions.values() if q.claims}
        # Questions and points that nobody stated say nothing about why a rule applies.
        self.optional = {*rulebook.questions, *(fact.name for fact in rulebook.facts.values() if not fact.decidable)}
        self.plan = self._plan(self.questions)
        self.deriving = Deriving(rulebook, self.slots, self.function)
        self.changing = Changing(self)
        self.claim_names = frozenset(q.claims for q in rulebook.questions.values() if q.claims)
        self.remembering = Remembering(self)
        # By identity, as the conditions live as long as their rulebook: where each test cuts a measure, the tests of each condition, its
        # function with its parts, and what several conditions cut and mention together.
        self.cuts: dict[int, tuple[tuple[str, float], ...]] = {}
        self.atoms: dict[int, tuple[Atom, ...]] = {}
        self.shapes: dict[int, tuple[Truths, tuple[Condition, ...]]] = {}
        self._names: dict[int, tuple[str, ...]] = {}
        self.scanned: dict[tuple[int, ...], tuple[dict[str, list[float]], dict[str, list[Atom]]]] = {}
        self.blank: State = [None] * len(places) + [FALSE] * len(rulebook.rules)
        for fact in rulebook.facts.values():
            self.blank[self.slots[fact.name]] = self.deriving.presumed.get(
                fact.name, 1 if fact.type == "truth" else None
            )

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

    def names(self, atom: Atom) -> tuple[str, ...]:
        """Return the names of the facts and questions that a test of the rulebook reads, as :func:`~licet.language.conditions.names` does."""
        found = self._names.get(id(atom))
        if found is None:
            found = self._names[id(atom)] = tuple(names(atom))
        return found

    def parts(self, rule: Rule) -> tuple[Part, ...]:
        """Return the parts of a rule's condition that must all hold."""
        found = self._parts.get(rule.name)
        if found is None:
            conditions = [] if rule.condition is None else conjuncts(rule.condition)
            found = self._parts[rule.name] = tuple(
                Part(write_condition(part), self.function(part), read_by(self.rulebook, part)) for part in conditions
            )
        return found

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

    def cone(self, question: str, code: str = "") -> Plan:
        """Return the plan of a question and those that it rests on; the question itself stands last.

        Args:
            question: the question.
            code: only the rules that this code of a question of codes rests on; whatever is claimed then has no say.
        """
        found = self._cones.get((question, code))
        if found is None:
            found = self._code_cone(self.by_name[question], code) if code else self._question_cone(question)
            self._cones[question, code] = found
        return found

    def plan_of(self, names: Iterable[str]) -> Plan:
        """Return the plan of several questions and all that they rest on."""
        key = frozenset(names)
        found = self._plans.get(key)
        if found is None:
            found = self._plans[key] = self._plan(self._resting(set(key), claims=True))
        return found

    def _question_cone(self, name: str) -> Plan:
        asked = self._resting({name}, claims=True)
        last = self.by_name[name]
        # What shares a claimed rule with it and is decided after it has nothing to say to it.
        return self._plan([*asked[: asked.index(last)], last])

    def _code_cone(self, question: CompiledQuestion, code: str) -> Plan:
        involved = {n for n, ranked in enumerate(question.rules) if code in ranked.answer}
        while more := {index for n in involved for index in question.rules[n].excepters} - involved:
            involved |= more
        kept = sorted(involved)
        place = {index: n for n, index in enumerate(kept)}
        rules = tuple(
            replace(question.rules[n], excepters=tuple(place[other] for other in question.rules[n].excepters))
            for n in kept
        )
        return self._plan([*self._resting(self._used(rules)), replace(question, rules=rules)])

    def _resting(self, wanted: set[str], claims: bool = False) -> list[CompiledQuestion]:
        """Return some questions and all that they rest on, in the order of deciding.

        Args:
            wanted: the names of the questions.
            claims: whether what is claimed has a say: a question whose answers can be claimed tells the truth of the rules that others
                share with it.
        """
        found: list[CompiledQuestion] = []
        for compiled in reversed(self.questions):
            question = compiled.question
            shares = claims and question.claims and any(wanted & ranked.rule.then.keys() for ranked in compiled.rules)
            if question.name in wanted or shares:
                wanted = wanted | {question.name} | self._used(compiled.rules)
                found.append(compiled)
        return found[::-1]

    def _used(self, rules: Iterable[RankedRule]) -> set[str]:
        """Return the questions that rules use."""
        return {name for ranked in rules for name in used_questions(self.rulebook, ranked.rule.condition)}

    def _plan(self, questions: Iterable[CompiledQuestion]) -> Plan:
        done: set[str] = set()
        steps: list[Step] = []
        for question in questions:
            fresh = [n for n, ranked in enumerate(question.rules) if ranked.rule.name not in done]
            leaves, branches = self.trees.tree(question.rules, fresh)
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


# Those who ask at the same time wait for the one that compiles, instead of each compiling it for himself.
_COMPILING = RLock()


def compiled(rulebook: Rulebook) -> Compiled:
    """Return a rulebook as functions, compiled once for each rulebook in use."""
    with _COMPILING:
        return _compiled(rulebook)


@lru_cache(maxsize=8)
def _compiled(rulebook: Rulebook) -> Compiled:
    return Compiled(rulebook)
