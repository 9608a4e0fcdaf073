"""A whole rulebook as functions, compiled once for all its days.

The rules of a question are kept as a tree of the parts of their conditions: a part that many rules share, such as the exporter's nation, is
tested once, and where it is false none of those rules is looked at. Windows are tested at the leaves and groups of nations stand in the
state, so that one compilation serves every date.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import lru_cache
from math import isinf
from typing import Any

from licet.deciding.compiling import FALSE, INFINITY, TRUE, Compiler, Interval, State, Truths
from licet.language.arithmetic import Number
from licet.language.conditions import (
    And,
    Applied,
    Condition,
    Group,
    InValues,
    Is,
    Name,
    Or,
    atoms,
    conjuncts,
    names,
    write_condition,
)
from licet.language.quantities import Unit
from licet.rulebook.checking import used_questions
from licet.rulebook.instruments import Rule
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.vocabulary import Derived, Fact, Implied, Question

# Facts that follow from each other in a circle stand at this depth, those that follow from others in a line above it.
_DEEPEST = 6
# So many branches side by side that ask what one thing is are looked up instead of tried one after the other.
_WORTH_A_SWITCH = 3
# So many sets of stated facts are remembered with what may follow from them.
_MOST_ACTIVE = 20_000


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
    branches: tuple[Branch | Switch, ...]


class Switch:
    """Rules that all ask what one thing is: where that is known, only those that allow its value are looked at.

    Args:
        slot: the place of the fact or question.
        grow: builds the tree of the rules that allow a value, or of all of them where it is not known.
    """

    __slots__ = ("_grow", "_trees", "slot")

    def __init__(self, slot: int, grow: Callable[[str], Tree]) -> None:
        self.slot = slot
        self._grow = grow
        self._trees: dict[str, Tree] = {}

    def tree(self, held: Any) -> Tree:
        """Return the tree for what stands in the state, grown when it is first asked for."""
        value = held if held.__class__ is str else ""
        found = self._trees.get(value)
        if found is None:
            found = self._trees[value] = self._grow(value)
        return found


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
    branches: tuple[Branch | Switch, ...]
    known: tuple[int, ...]


Plan = tuple[Step, ...]
Tree = tuple[tuple[Leaf, ...], tuple[Branch | Switch, ...]]
# A rule by its index, with the parts of its condition that are still to be asked.
Todo = tuple[int, dict[str, Condition]]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a rule's condition: its text, its function, and the facts and questions that it reads."""

    text: str
    test: Truths
    reads: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Derivation:
    """A fact that follows from others.

    Attributes:
        implied: the values with their tests, in order.
        worked_out: for a measure, how it is worked out from others: the interval as a function of a state, the surest first.
        needs: for a measure that is only worked out, the sets of other facts from which it can be.
        presumed: the presumption behind them.
    """

    fact: Fact
    slot: int
    implied: tuple[tuple[Any, Truths, Implied], ...]
    worked_out: tuple[tuple[Callable[[State], Interval | None], Derived], ...]
    needs: tuple[frozenset[str], ...]
    presumed: Any

    def idle(self, stated: frozenset[str]) -> bool:
        """Whether nothing can follow: a measure that is only worked out, from others that nobody stated."""
        return not self.implied and self.presumed is None and not any(needs <= stated for needs in self.needs)


class Compiled:
    """A rulebook as functions of a state.

    Attributes:
        slots: the place of every fact, question and group, by name; rules follow them.
        rule_base: the place of the first rule.
        nation_slots: the places of the nations.
        questions: the questions, each after those that it uses.
        derivations: the facts that follow from others.
        circular: the facts that follow from each other in a circle, and those that follow from them.
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
        self._allows: dict[str, dict[str, frozenset[str]]] = {}
        self._asks: dict[int, tuple[str, ...]] = {}
        self._kept: list[Condition] = []
        self._parts: dict[str, tuple[Part, ...]] = {}
        self._figures: dict[str, tuple[int, ...]] = {}
        self._group_days: dict[str, list[int]] = {}
        self._members: dict[tuple[str, int], dict[str, int]] = {}
        self._cones: dict[tuple[str, str], Plan] = {}
        self.questions = tuple(self._question(rulebook.questions[name]) for name in rulebook.question_order)
        self.by_name = {compiled.question.name: compiled for compiled in self.questions}
        self.claim_slots = {q.name: self.slots[q.claims] for q in rulebook.questions.values() if q.claims}
        derivations = tuple(
            Derivation(
                fact,
                self.slots[fact.name],
                tuple((self.value(fact, i.value), self.function(i.when), i) for i in fact.implied),
                tuple((self._working(fact, derived), derived) for derived in fact.derived),
                tuple(
                    # What is itself worked out may come from others, so it does not have to be stated.
                    frozenset(name for name in derived.expression.reads if not rulebook.facts[name].derived)
                    for derived in fact.derived
                ),
                self.value(fact, fact.presume) if fact.presume else None,
            )
            for fact in rulebook.facts.values()
            if fact.implied or fact.derived
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
        self.derivations = self._ordered(derivations)
        # By identity, as the conditions live as long as their rulebook: where each test cuts a measure.
        self.cuts: dict[int, tuple[tuple[str, float], ...]] = {}
        self._needed: dict[int, tuple[Derivation, ...]] = {}
        self._active: dict[tuple[frozenset[str], int], tuple[tuple[Derivation, ...], tuple[Derivation, ...]]] = {}
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
            if fact.presume and not fact.implied and not fact.derived
        }
        self.blank: State = [None] * len(places) + [FALSE] * len(rulebook.rules)
        for fact in rulebook.facts.values():
            self.blank[self.slots[fact.name]] = self.presumed.get(fact.name, 1 if fact.type == "truth" else None)

    def _inputs(self, derivation: Derivation) -> set[str]:
        """Return the facts that a derivation reads."""
        conditions = [i.when for i in derivation.fact.implied]
        conditions += [derived.when for derived in derivation.fact.derived if derived.when is not None]
        found = {name for derived in derivation.fact.derived for name in derived.expression.reads}
        for condition in conditions:
            found.update(self._read_by(condition))
        return found - {derivation.fact.name}

    def _ordered(self, derivations: tuple[Derivation, ...]) -> tuple[Derivation, ...]:
        """Order derivations so that each comes after those that it reads, as far as they do not go round in a circle."""
        waiting = {derivation.fact.name: self._inputs(derivation) for derivation in derivations}
        by_name = {derivation.fact.name: derivation for derivation in derivations}
        order: list[Derivation] = []
        self.circular: set[str] = set()
        while waiting:
            free = [name for name, inputs in waiting.items() if not inputs & waiting.keys()]
            if not free:
                # In a circle, the one that reads the fewest others of it comes first.
                self.circular |= _round(waiting)
                free = [min(waiting, key=lambda name: len(waiting[name] & waiting.keys()))]
            for name in free:
                order.append(by_name[name])
                del waiting[name]
        # What follows from a circle settles after it, whatever comes first.
        read_by = {derivation.fact.name: self._inputs(derivation) for derivation in derivations}
        while more := {name for name, inputs in read_by.items() if inputs & self.circular} - self.circular:
            self.circular |= more
        return tuple(order)

    def active(
        self, stated: Collection[str], plan: Plan | None
    ) -> tuple[tuple[Derivation, ...], tuple[Derivation, ...]]:
        """Return the derivations that may say something where some facts are stated, in order, and those of them in circles.

        Args:
            stated: the names of the facts that are stated.
            plan: only those on which its questions rest; all by default.
        """
        key = (frozenset(stated), 0 if plan is None else id(plan))
        found = self._active.get(key)
        if found is None:
            if len(self._active) > _MOST_ACTIVE:
                self._active.clear()
            of = self.derivations if plan is None else self.needed(plan)
            active = tuple(d for d in of if d.fact.name not in key[0] and not d.idle(key[0]))
            found = self._active[key] = active, tuple(d for d in active if d.fact.name in self.circular)
        return found

    def needed(self, plan: Plan) -> tuple[Derivation, ...]:
        """Return the derivations on which the questions of a plan rest, in order."""
        if plan is self.plan:
            return self.derivations
        found = self._needed.get(id(plan))
        if found is None:
            wanted: set[str] = set()
            for step in plan:
                conditions = [ranked.rule.condition for ranked in step.question.rules]
                for condition in (*conditions, step.question.question.covered):
                    wanted.update(self._read_by(condition) if condition is not None else ())
            kept = []
            for derivation in reversed(self.derivations):
                if derivation.fact.name in wanted:
                    wanted |= self._inputs(derivation)
                    kept.append(derivation)
            # What stands in a circle may be read by one that was passed already.
            found = tuple(d for d in self.derivations if d in kept or d.fact.name in wanted)
            self._needed[id(plan)] = found
        return found

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

    def _working(self, fact: Fact, derived: Derived) -> Callable[[State], Interval | None]:
        """Return the function of a state that works a measure out, within its bounds, or says that it cannot."""
        expression, unit = derived.expression, fact.unit
        assert unit is not None
        inputs = [(name, self.slots[name], self.rulebook.facts[name].unit) for name in expression.reads]
        holds = None if derived.when is None else self.function(derived.when)
        low, high = fact.bounds or (-INFINITY, INFINITY)

        def work_out(state: State) -> Interval | None:
            known = {}
            for name, slot, measured in inputs:
                value = state[slot]
                if value is None:
                    return None
                assert measured is not None
                known[name] = (_in_base(value[0], measured), _in_base(value[1], measured))
            if holds is not None and holds(state) != TRUE:
                return None
            found = expression.exact(known)
            if found is None:
                return None
            least, most = max(_from_base(found[0], unit), low), min(_from_base(found[1], unit), high)
            return (least, most) if least <= most and (least, most) != (low, high) else None

        return work_out

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
        if found is None and code:
            found = self._cones[question, code] = self._code_cone(self.by_name[question], code)
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
            found = self._cones[question, ""] = self._plan(asked)
        return found

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
        wanted = {name for ranked in rules for name in used_questions(self.rulebook, ranked.rule.condition)}
        asked = []
        for compiled in reversed(self.questions):
            if compiled.question.name in wanted:
                asked.append(compiled)
                for ranked in compiled.rules:
                    wanted |= used_questions(self.rulebook, ranked.rule.condition)
        return self._plan([*reversed(asked), replace(question, rules=rules)])

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

    def _tree(self, ranked: tuple[RankedRule, ...], indices: list[int]) -> Tree:
        todo = []
        for index in indices:
            condition = ranked[index].rule.condition
            parts = [] if condition is None else conjuncts(condition)
            todo.append((index, {write_condition(part): part for part in parts}))
        return self._grow(ranked, todo)

    def _grow(
        self, ranked: tuple[RankedRule, ...], todo: list[Todo], switched: frozenset[str] | None = frozenset()
    ) -> Tree:
        """Grow the tree of some rules; facts that a switch above has settled are not switched again, and none with None."""
        leaves = tuple(
            Leaf(index, ranked[index].slot, ranked[index].rule.window.start, ranked[index].rule.window.end)
            for index, parts in todo
            if not parts
        )
        todo = [item for item in todo if item[1]]
        branches: list[Branch | Switch] = []
        while todo:
            counts = Counter(text for _, parts in todo for text in parts)
            shared = max(counts, key=lambda text: counts[text])
            chosen = None if switched is None else self._chosen(todo, switched)
            if switched is not None and chosen is not None and len(chosen[1]) >= max(counts[shared], _WORTH_A_SWITCH):
                name, indices = chosen
                branches.append(self._switch(ranked, name, [item for item in todo if item[0] in indices], switched))
                todo = [item for item in todo if item[0] not in indices]
                continue
            with_it = [(index, parts) for index, parts in todo if shared in parts]
            todo = [item for item in todo if shared not in item[1]]
            condition = with_it[0][1][shared]
            below = [
                (index, {text: part for text, part in parts.items() if text != shared}) for index, parts in with_it
            ]
            branches.append(Branch(self.function(condition), *self._grow(ranked, below, switched)))
        return leaves, tuple(branches)

    def _chosen(self, todo: list[Todo], switched: frozenset[str]) -> tuple[str, set[int]] | None:
        """Return the fact of which most rules allow some values only, and those rules."""
        asking: dict[str, set[int]] = {}
        for index, parts in todo:
            for text, part in parts.items():
                for name in self._allowed(text, part).keys() - switched:
                    asking.setdefault(name, set()).add(index)
        return max(sorted(asking.items()), key=lambda item: len(item[1]), default=None)

    def _switch(self, ranked: tuple[RankedRule, ...], name: str, todo: list[Todo], switched: frozenset[str]) -> Switch:
        def grow(value: str) -> Tree:
            if not value:
                return self._grow(ranked, todo, None)
            below: list[Todo] = []
            for index, parts in todo:
                if all(value in self._allowed(text, part).get(name, (value,)) for text, part in parts.items()):
                    # What asks for nothing but this value holds, and need not be asked again.
                    below.append((index, {text: part for text, part in parts.items() if not _asks_only(part, name)}))
            return self._grow(ranked, below, switched | {name})

        return Switch(self.slots[name], grow)

    def _values_of(self, name: str) -> Mapping[str, str]:
        declared = self.rulebook.facts.get(name) or self.rulebook.questions[name]
        return declared.values if declared.type == "one_of" else {}

    def _allowed(self, text: str, condition: Condition) -> dict[str, frozenset[str]]:
        """Return, for each fact that is one of several, the values without which a condition is surely false."""
        found = self._allows.get(text)
        if found is None:
            found = self._allows[text] = self._values_allowed(condition)
        return found

    def _values_allowed(self, condition: Condition) -> dict[str, frozenset[str]]:
        match condition:
            case Is(Name(name), value, negated):
                return self._selected(name, (value,), negated)
            case InValues(Name(name), values, negated):
                return self._selected(name, values, negated)
            case Group(inner):
                return self._values_allowed(inner)
            case And(parts):
                together: dict[str, frozenset[str]] = {}
                for part in parts:
                    for name, allowed in self._values_allowed(part).items():
                        together[name] = together.get(name, allowed) & allowed
                return together
            case Or(parts):
                first, *rest = (self._values_allowed(part) for part in parts)
                return {
                    name: allowed.union(*(other[name] for other in rest))
                    for name, allowed in first.items()
                    if all(name in other for other in rest)
                }
        return {}

    def asks(self, condition: Condition) -> Iterable[str]:
        """Return the facts and questions that are one of several and whose value a condition needs to hold."""
        found = self._asks.get(id(condition))
        if found is None:
            # By identity, as the conditions live as long as their rulebook.
            found = self._asks[id(condition)] = tuple(self._allowed(write_condition(condition), condition))
        return found

    def _selected(self, name: str, values: tuple[str, ...], negated: bool) -> dict[str, frozenset[str]]:
        known = self._values_of(name)
        if not known:
            return {}
        return {name: frozenset(known.keys() - set(values) if negated else values)}


def _asks_only(condition: Condition, name: str) -> bool:
    match condition:
        case Is(Name(asked), _, _) | InValues(Name(asked), _, _):
            return asked == name
        case Group(inner):
            return _asks_only(inner, name)
    return False


def _round(waiting: Mapping[str, set[str]]) -> set[str]:
    """Return the names that go round in a circle with others: those that others of them read, and that read others."""
    left = dict(waiting)
    while True:
        read = set().union(*left.values()) if left else set()
        out = [name for name, inputs in left.items() if not inputs & left.keys() or name not in read]
        if not out:
            return set(left)
        for name in out:
            del left[name]


def _in_base(number: float, unit: Unit) -> Number:
    """Return a number in the base units of its dimension, exactly that of the decimal that it prints as."""
    return number if isinf(number) else (Fraction(repr(number)) + unit.offset) * unit.factor


def _from_base(number: Number, unit: Unit) -> float:
    """Return a number of base units in a unit, as the nearest float."""
    if isinstance(number, float):
        return number
    try:
        return float(number / unit.factor - unit.offset)
    except OverflowError:
        return INFINITY if number > 0 else -INFINITY


@lru_cache(maxsize=8)
def compiled(rulebook: Rulebook) -> Compiled:
    """Return a rulebook as functions, compiled once for each rulebook in use."""
    return Compiled(rulebook)
