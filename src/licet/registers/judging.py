"""Recorded transfers judged on any day: for every nation and kind that a row leaves possible, with what is decided kept for the next row.

What is counted of the answers stands elsewhere.
"""

from __future__ import annotations

import datetime
import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from licet.deciding.bound import Bound, Outcome, binder
from licet.deciding.compiled import Plan
from licet.deciding.exploring import Purse, left
from licet.deciding.timeline import deciding
from licet.language.conditions import Applied, atoms, names
from licet.language.nodes import Where, from_value
from licet.registers.recorded import Line, Record
from licet.registers.recording import UNKNOWN
from licet.rulebook.rulebook import Rulebook
from licet.transfers.catalogue import read_catalogue
from licet.transfers.stating import Stater

OPEN = "open"

# States that may be decided to find out what is left of one question.
_STATES = 1500

_FIGURES = ("kind", "range", "payload")


@dataclass(frozen=True)
class Case:
    """One row of a register.

    Attributes:
        record: what the register says of it.
        transfer: its facts without the date.
    """

    record: Record = field(hash=False, compare=False)
    transfer: Mapping[str, Any] = field(hash=False, compare=False)
    key: tuple[str, str, int] = ("", "", 0)

    @property
    def year(self) -> int:
        """The year of the order; 0 for what is no transfer."""
        return self.record.year or 0

    @property
    def exporters(self) -> tuple[str | None, ...]:
        """The nations that may have supplied; None alone where that is not known."""
        return self.record.exporter.nations if self.record.exporter else (None,)

    @property
    def recipients(self) -> tuple[str | None, ...]:
        """The nations that may have received."""
        return self.record.recipient.nations if self.record.recipient else (None,)


def cases_of(lines: Iterable[Line]) -> list[Case]:
    """Return the rows behind lines, each once: a row whose law changed within its year stands on several lines."""
    found: dict[tuple[str, str, int], Case] = {}
    for line in lines:
        key = (line.record.name, line.record.file, line.record.row)
        if key not in found:
            transfer = {name: value for name, value in line.transfer.items() if name != "date"}
            found[key] = Case(line.record, transfer, key)
    return list(found.values())


class Judge:
    """Judges cases under one rulebook.

    Args:
        rulebook: the law.
        today: the date of a transfer that states none; every case is judged on days of its own.
    """

    def __init__(self, rulebook: Rulebook, today: datetime.date) -> None:
        self.rulebook = rulebook
        self.stater = Stater(rulebook, today)
        self.catalogue = read_catalogue(rulebook.folder)
        self._stated: dict[str, dict[str, Any]] = {}
        self._names: dict[str, str] = {}
        self._variants: dict[Case, tuple[str, ...]] = {}
        self._outcomes: dict[tuple[str, str, int], Outcome] = {}
        self._bares: dict[Case, tuple[str, ...]] = {}
        self._reads: dict[str, frozenset[str]] = {}
        self._presumed: dict[tuple[str, tuple[str, ...], int], frozenset[str]] = {}
        self._possible: dict[tuple[str, tuple[str, ...], int], frozenset[str]] = {}

    def possible(self, question: str, case: Case, day: int) -> frozenset[str]:
        """Return the answers that are left of a question on a day, for all that the case may be."""
        # What one answer is left of while no nation is known has that answer for every nation.
        found = self._joined(question, self._bare(case), day)
        return found if len(found) == 1 else self._joined(question, self.variants(case), day)

    def exactly(self, question: str, case: Case, day: int) -> frozenset[str]:
        """Return the answers of a question that are within reach on a day, whoever supplies and receives.

        It costs more than :meth:`possible`, which may leave an answer that no value of what is missing gives.
        """
        variants = self._bare(case)
        found = self._joined(question, variants, day)
        if len(found) == 1:
            return found
        key = (f"exactly {question}", variants, self._begun(day))
        if key not in self._possible:
            bound, begun = self._on(day), float(self._begun(day))
            self._possible[key] = frozenset(
                answer
                for variant in variants
                for answer in left(
                    bound, {**self._stated[variant], "date": (begun, begun)}, (question,), Purse(_STATES)
                )[question][0]
            )
        return self._possible[key]

    def _joined(self, question: str, variants: tuple[str, ...], day: int) -> frozenset[str]:
        key = (question, variants, self._begun(day))
        found = self._possible.get(key)
        if found is None:
            answers = (self._outcome(question, variant, day).possible for variant in variants)
            found = self._possible[key] = frozenset(answer for possible in answers for answer in possible)
        return found

    def over_year(self, question: str, case: Case) -> frozenset[str]:
        """Return the answers that are left of a question over the days of the year of the order."""
        return frozenset(answer for day in self.days_of(case) for answer in self.possible(question, case, day))

    def days_of(self, case: Case) -> list[int]:
        """Return the first day of the year of the order, and every day in it on which anything may change."""
        first, last = (datetime.date(case.year, *day).toordinal() for day in ((1, 1), (12, 31)))
        return [first, *(day for day in self.rulebook.boundaries if first < day <= last)]

    def changes(self, question: str, case: Case, last: int) -> Iterator[tuple[int, set[str], set[str]]]:
        """Yield each day up to a last one on which what is left of a question changes, with the rules that begin and end to decide it."""
        for day in self.rulebook.boundaries:
            if day <= last and self.possible(question, case, day - 1) != self.possible(question, case, day):
                before, now = self._rules(question, case, day - 1), self._rules(question, case, day)
                yield day, now - before, before - now

    def _rules(self, question: str, case: Case, day: int) -> set[str]:
        """The rules that decide a question, and where none does for certain, those that may."""
        bound = self._on(day)
        found: set[str] = set()
        for variant in self.variants(case):
            outcome = self._outcome(question, variant, day)
            found.update(deciding(bound, question, outcome))
            if outcome.open:
                rules = bound.question(question).rules
                found.update(rules[index].rule.name for index, act in outcome.acts.items() if act)
        return found

    def unlike(self, cases: Iterable[Case]) -> list[Case]:
        """Return one of all cases that the law cannot tell apart but by their day."""
        return list({self.variants(case): case for case in cases}.values())

    def presumed(self, question: str, case: Case, day: int) -> frozenset[str]:
        """Return the presumed facts without which the answer to a question on a day would be another, or open.

        Of a name that more than one nation may bear, the first is looked at.
        """
        variant = self.variants(case)[0]
        key = (question, (variant,), self._begun(day))
        if key not in self._presumed:
            bound = self._on(day)
            plan = bound.cone(question)
            stated = {**self._stated[variant], "date": (float(self._begun(day)),) * 2}
            answer = self._outcome(question, variant, day).possible
            _, sources = bound.derived(stated, plan=plan)
            read = self._read_by(question, plan)
            self._presumed[key] = frozenset(
                name
                for name in bound.presumed(stated, sources)
                if name in read and bound.decide(bound.state(stated, (name,), plan), plan)[question].possible != answer
            )
        return self._presumed[key]

    def _read_by(self, question: str, plan: Plan) -> frozenset[str]:
        """The facts that the rules of a question, and of those that it rests on, read."""
        if question not in self._reads:
            conditions = [ranked.rule.condition for step in plan for ranked in step.question.rules]
            found = {
                name
                for condition in conditions
                for atom in (atoms(condition) if condition is not None else ())
                for name in (() if isinstance(atom, Applied) else names(atom))
            }
            # What is presumed may be read through what follows from it.
            implied = {
                name
                for fact in self.rulebook.facts.values()
                for source in fact.implied
                for atom in atoms(source.when)
                for name in (() if isinstance(atom, Applied) else names(atom))
            }
            self._reads[question] = frozenset(found | implied)
        return self._reads[question]

    def lacking(self, case: Case) -> tuple[str, ...]:
        """Return the figures by which a category is told and that are not known of a case; none where they only lie too near a limit."""
        stated = self._stated[self.variants(case)[0]]
        lacking = [name for name in _FIGURES if name not in stated]
        return tuple(lacking if len(self.record_kinds(case)) < 2 else dict.fromkeys(["kind", *lacking]))

    def record_kinds(self, case: Case) -> tuple[str, ...]:
        """Return the kinds that a case may be, where several are left."""
        return tuple(case.record.kinds)

    def variants(self, case: Case) -> tuple[str, ...]:
        """Return the names of all that a case may be: one for each kind, supplier and recipient."""
        found = self._variants.get(case)
        if found is None:
            kinds = self.record_kinds(case) or (None,)
            found = self._variants[case] = tuple(
                self._variant(case, kind, exporter, recipient)
                for kind, exporter, recipient in product(kinds, case.exporters, case.recipients)
            )
        return found

    def _bare(self, case: Case) -> tuple[str, ...]:
        """Return the names of all that a case may be while no nation is known."""
        found = self._bares.get(case)
        if found is None:
            kinds = self.record_kinds(case) or (None,)
            found = self._bares[case] = tuple(self._variant(case, kind, None, None) for kind in kinds)
        return found

    def _variant(self, case: Case, kind: str | None, exporter: str | None, recipient: str | None) -> str:
        item = dict(case.transfer.get("item", {}))
        if self.catalogue.find(str(item.get("name", ""))) is None:
            item.pop("name", None)
        if kind is not None:
            item["kind"] = kind
        transfer = {"exporter": exporter or UNKNOWN, "recipient": recipient or UNKNOWN, "item": item}
        written = json.dumps(transfer, sort_keys=True)
        if written not in self._names:
            where = Where(f"{case.record.file}, row {case.record.row}")
            stated = dict(self.stater.read(from_value({**case.transfer, **transfer}, where)).stated)
            stated.pop("date", None)
            stated.pop("name", None)
            # Two designations with the same figures are one and the same to the law.
            name = repr(sorted(stated.items(), key=lambda pair: pair[0]))
            self._stated[name] = stated
            self._names[written] = name
        return self._names[written]

    def _outcome(self, question: str, variant: str, day: int) -> Outcome:
        # Every day from one boundary to the next gives the same.
        begun = self._begun(day)
        key = (question, variant, begun)
        found = self._outcomes.get(key)
        if found is None:
            bound = self._on(begun)
            plan = bound.cone(question)
            stated = {**self._stated[variant], "date": (float(begun), float(begun))}
            found = self._outcomes[key] = bound.decide(bound.state(stated, plan=plan), plan)[question]
        return found

    def _begun(self, day: int) -> int:
        index = bisect_right(self.rulebook.boundaries, day)
        return self.rulebook.boundaries[index - 1] if index else day

    def _on(self, day: int) -> Bound:
        return binder(self.rulebook).on(self._begun(day))
