"""The law asked about recorded transfers: each thing once for all the transfers, and all the days, that its rules cannot tell apart.

A register has thousands of rows and few that differ to the law: two designations without figures are one, and so are two nations that every
rule treats alike on the days concerned. What is told apart is read from the conditions of the rules; no nation and no date stands here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from licet.deciding.bound import Bound, Outcome, binder
from licet.deciding.compiled import compiled
from licet.deciding.trees import Plan
from licet.language.conditions import Applied, Atom, Between, Compare, Condition, Date, Operand, atoms, names
from licet.language.nodes import Where, from_value
from licet.registers.recorded import UNKNOWN
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.windows import read_date
from licet.transfers.catalogue import read_catalogue
from licet.transfers.stating import Stater

DATE = "date"


@dataclass(frozen=True, slots=True)
class Stated:
    """A transfer without its day, as the law reads it.

    Attributes:
        rest: the number of all that is stated of it but its nations; transfers that state the same have the same number.
        nations: for each fact that is a nation, in the order of the vocabulary, that nation, or None where it is not known.
    """

    rest: int
    nations: tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class _Reach:
    """What of a transfer and of its day a plan can tell apart.

    Attributes:
        plan: the questions.
        days: the days on which a rule of theirs begins or ends.
        tests: for each fact that is a nation, the tests that read it; None where one of them compares it with another fact.
    """

    plan: Plan
    days: tuple[int, ...]
    tests: tuple[tuple[Atom, ...] | None, ...]


class Asking:
    """Asks one rulebook.

    Args:
        rulebook: the law.
        stater: reads what is stated.
    """

    def __init__(self, rulebook: Rulebook, stater: Stater) -> None:
        self.rulebook = rulebook
        self.stater = stater
        self.catalogue = read_catalogue(rulebook.folder)
        self.nations = tuple(fact.name for fact in rulebook.facts.values() if fact.type == "nation")
        self._read: dict[bytes, int] = {}
        self._numbers: dict[str, int] = {}
        self._stated: list[dict[str, Any]] = []
        self._reaches: dict[str, _Reach] = {}
        self._seen: dict[tuple[str, int, str | None, int], Any] = {}
        self._outcomes: dict[Any, dict[str, Outcome]] = {}

    # What is stated.

    def read(self, transfer: Mapping[str, Any], where: Where) -> Stated:
        """Read a transfer; its day is left aside, and a nation is its code, or anything else where it is not known.

        Raises:
            InputError: for a fact that cannot be used.
        """
        nations = tuple(transfer.get(name) for name in self.nations)
        item = dict(transfer.get("item") or {})
        if self.catalogue.find(str(item.get("name", ""))) is None:
            item.pop("name", None)
        rest = {key: value for key, value in transfer.items() if key != DATE} | {"item": item}
        # A nation that nobody named may be presumed; one that is said to be unknown is not.
        rest |= {name: UNKNOWN for name in self.nations if rest.get(name)}
        written = msgspec.json.encode(rest, order="sorted")
        number = self._read.get(written)
        if number is None:
            stated = {
                name: value
                for name, value in self.stater.read(from_value(rest, where)).stated.items()
                # No rule reads what a thing is called: two designations with the same figures are one.
                if name not in (DATE, "name")
            }
            key = repr(sorted(stated.items(), key=lambda pair: pair[0]))
            number = self._read[written] = self._numbers.setdefault(key, len(self._stated))
            if number == len(self._stated):
                self._stated.append(stated)
        return Stated(number, tuple(code if code in self.rulebook.nations else None for code in nations))

    def facts(self, stated: Stated) -> dict[str, Any]:
        """Return the facts of a transfer without its day, as they stand in a state."""
        known = {name: code for name, code in zip(self.nations, stated.nations, strict=True) if code is not None}
        return {**self._stated[stated.rest], **known}

    def on(self, stated: Stated, day: int) -> dict[str, Any]:
        """Return the facts of a transfer on a day, as they stand in a state."""
        begun = float(self.begun(day))
        return {**self.facts(stated), DATE: (begun, begun)}

    # What is answered.

    def outcome(self, question: str, stated: Stated, day: int) -> Outcome:
        """Return the answer to a question on a day."""
        return self.outcomes(stated, day, question)[question]

    def outcomes(self, stated: Stated, day: int, question: str = "") -> dict[str, Outcome]:
        """Return the answers on a day: those of a question and of all that it rests on, or all that there are."""
        key = self.likeness(stated, day, question)
        found = self._outcomes.get(key)
        if found is None:
            bound, plan = self.bound(day), self.reach(question).plan
            found = self._outcomes[key] = bound.decide(bound.state(self.on(stated, day), plan=plan), plan)
        return found

    def likeness(self, stated: Stated, day: int, question: str = "") -> tuple[Any, ...]:
        """Return what of a transfer and its day a question can tell apart, or all questions: what is alike has one answer."""
        reach = self.reach(question)
        seen = [
            code if tests is None else self._truths(question, index, code, day)
            for index, (code, tests) in enumerate(zip(stated.nations, reach.tests, strict=True))
        ]
        return question, stated.rest, bisect_right(reach.days, day), *seen

    def _truths(self, question: str, index: int, code: str | None, day: int) -> tuple[int, ...]:
        """Return what the tests of a question find of a nation on a day, groups as they stood then."""
        key = (question, index, code, self.begun(day))
        found = self._seen.get(key)
        if found is None:
            bound = self.bound(day)
            state = bound.blank.copy()
            state[bound.slots[self.nations[index]]] = code
            tests = self.reach(question).tests[index] or ()
            found = self._seen[key] = tuple(bound.function(test)(state) for test in tests)
        return found

    def reach(self, question: str = "") -> _Reach:
        """Return what a question, or all of them, can tell apart."""
        found = self._reaches.get(question)
        if found is None:
            found = self._reaches[question] = self._reach(question)
        return found

    def _reach(self, question: str) -> _Reach:
        engine = compiled(self.rulebook)
        plan = engine.cone(question) if question else engine.plan
        rules = {ranked.rule.name: ranked.rule for step in plan for ranked in step.question.rules}
        days = {day for rule in rules.values() for day in (rule.window.start, rule.window.end)}
        tests: dict[str, dict[str, Atom]] = {name: {} for name in self.nations}
        compared: set[str] = set()
        for condition in self._conditions(plan):
            for atom in atoms(condition):
                read = set() if isinstance(atom, Applied) else set(names(atom))
                if DATE in read:
                    # Both the day and the next, since a comparison may or may not include it.
                    named = [read_date(part.text).toordinal() for part in _operands(atom) if isinstance(part, Date)]
                    days.update([*named, *(day + 1 for day in named)] if read == {DATE} else self.rulebook.boundaries)
                for name in tests.keys() & read:
                    tests[name].setdefault(repr(atom), atom)
                    if len(read) > 1:
                        compared.add(name)
        return _Reach(
            plan,
            tuple(sorted(days)),
            tuple(None if name in compared else tuple(tests[name].values()) for name in self.nations),
        )

    def _conditions(self, plan: Plan) -> Iterable[Condition]:
        """Yield every condition that a plan may read, those of what follows from other facts among them."""
        for step in plan:
            yield from (ranked.rule.condition for ranked in step.question.rules if ranked.rule.condition is not None)
            if step.question.question.covered is not None:
                yield step.question.question.covered
        for fact in self.rulebook.facts.values():
            yield from (implied.when for implied in fact.implied)
            yield from (derived.when for derived in fact.derived if derived.when is not None)

    # Days.

    def begun(self, day: int) -> int:
        """Return the day from which the law has been what it is on a day: the last of its boundaries up to it."""
        index = bisect_right(self.rulebook.boundaries, day)
        return self.rulebook.boundaries[index - 1] if index else day

    def bound(self, day: int) -> Bound:
        """Return the rulebook on a day."""
        return binder(self.rulebook).on(self.begun(day))


def _operands(atom: Atom) -> tuple[Operand, ...]:
    match atom:
        case Compare(left, _, right):
            return left, right
        case Between(operand, low, high):
            return operand, low, high
    return ()
