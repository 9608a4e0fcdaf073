"""Recorded transfers judged on any day: for every nation and kind that a row leaves possible, with what is decided kept for the next row.

What is counted of the answers stands elsewhere.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import product
from typing import Any

from licet.deciding.exploring import explorer, left
from licet.deciding.timeline import deciding
from licet.deciding.walking import Purse
from licet.language.nodes import Where
from licet.registers.asking import DATE, Asking, Stated
from licet.registers.recorded import UNKNOWN, Line, Record
from licet.rulebook.rulebook import Rulebook
from licet.transfers.stating import Stater

OPEN = "open"

# States that may be decided to find out what is left of one question.
_STATES = 1500

_EXPORTER, _RECIPIENT = "exporter", "recipient"
_FIGURES = ("kind", "range", "payload")


@dataclass(frozen=True)
class Case:
    """One row of a register.

    Attributes:
        record: what the register says of it.
        transfer: its facts without the date.
        first: the first day on which it may have taken place, as an ordinal; None for what has no day, such as a vehicle of a list.
        last: the last such day.
    """

    record: Record = field(hash=False, compare=False)
    transfer: Mapping[str, Any] = field(hash=False, compare=False)
    key: tuple[str, str, int] = ("", "", 0)
    first: int | None = field(default=None, compare=False)
    last: int | None = field(default=None, compare=False)

    @property
    def year(self) -> int | None:
        """The year of the order, or of whatever else the row tells of."""
        return None if self.first is None else datetime.date.fromordinal(self.first).year

    @property
    def exporters(self) -> tuple[str | None, ...]:
        """The nations that may have supplied; None alone where that is not known."""
        return self.record.exporter.nations if self.record.exporter else (None,)

    @property
    def recipients(self) -> tuple[str | None, ...]:
        """The nations that may have received."""
        return self.record.recipient.nations if self.record.recipient else (None,)


def cases_of(lines: Iterable[Line]) -> list[Case]:
    """Return the rows behind lines, each once: a row whose law changed within its period stands on several lines."""
    rows: dict[tuple[str, str, int], list[Line]] = {}
    for line in lines:
        rows.setdefault((line.record.name, line.record.file, line.record.row), []).append(line)
    return [_case(key, mine) for key, mine in rows.items()]


def _case(key: tuple[str, str, int], lines: list[Line]) -> Case:
    record = lines[0].record
    transfer = {name: value for name, value in lines[0].transfer.items() if name != DATE}
    if record.year is not None:
        first, last = (datetime.date(record.year, *day).toordinal() for day in ((1, 1), (12, 31)))
        return Case(record, transfer, key, first, last)
    # Where one day stands for a month, the law is the same on all of its days.
    days = [
        datetime.date.fromisoformat(str(line.transfer[DATE])).toordinal() for line in lines if DATE in line.transfer
    ]
    return Case(record, transfer, key, min(days, default=None), max(days, default=None))


class Judge:
    """Judges cases under one rulebook.

    Args:
        rulebook: the law.
        today: the day of a case that has none.
    """

    def __init__(self, rulebook: Rulebook, today: datetime.date) -> None:
        self.rulebook = rulebook
        self.today = today.toordinal()
        self.asking = Asking(rulebook, Stater(rulebook, today))
        self._variants: dict[Case, tuple[Stated, ...]] = {}
        self._bares: dict[Case, tuple[Stated, ...]] = {}
        self._possible: dict[tuple[str, tuple[Stated, ...], int], frozenset[str]] = {}
        self._exact: dict[Any, tuple[str, ...]] = {}
        self._presumed: dict[Any, frozenset[str]] = {}

    def possible(self, question: str, case: Case, day: int) -> frozenset[str]:
        """Return the answers that are left of a question on a day, for all that the case may be."""
        # What one answer is left of while no nation is known has that answer for every nation.
        found = self._joined(question, self._bare(case), day)
        return found if len(found) == 1 else self._joined(question, self.variants(case), day)

    def exactly(self, question: str, case: Case, day: int) -> frozenset[str]:
        """Return the answers of a question that are within reach on a day, whoever supplies and receives.

        It costs more than :meth:`possible`, which may leave an answer that no value of what is missing gives.
        """
        found = self._joined(question, self._bare(case), day)
        if len(found) == 1:
            return found
        return frozenset(answer for variant in self._bare(case) for answer in self._left(question, variant, day))

    def _left(self, question: str, variant: Stated, day: int) -> tuple[str, ...]:
        key = self.asking.likeness(variant, day, question)
        found = self._exact.get(key)
        if found is None:
            stated = self.asking.on(variant, day)
            within = left(self.asking.bound(day), stated, (question,), Purse(_STATES))
            found = self._exact[key] = within[question][0]
        return found

    def _joined(self, question: str, variants: tuple[Stated, ...], day: int) -> frozenset[str]:
        key = (question, variants, self.asking.begun(day))
        found = self._possible.get(key)
        if found is None:
            answers = (self.asking.outcome(question, variant, day).possible for variant in variants)
            found = self._possible[key] = frozenset(answer for possible in answers for answer in possible)
        return found

    def over_days(self, question: str, case: Case) -> frozenset[str]:
        """Return the answers that are left of a question over the days on which it may have taken place."""
        return frozenset(answer for day in self.days_of(case) for answer in self.possible(question, case, day))

    def days_of(self, case: Case) -> list[int]:
        """Return the first day on which a case may have taken place, and every later such day on which anything may change.

        For what has no day, that is the day of today.
        """
        if case.first is None or case.last is None:
            return [self.today]
        return [case.first, *(day for day in self.rulebook.boundaries if case.first < day <= case.last)]

    def changes(self, question: str, case: Case, last: int) -> Iterator[tuple[int, set[str], set[str]]]:
        """Yield each day up to a last one on which what is left of a question changes, with the rules that begin and end to decide it."""
        possible: frozenset[str] | None = None
        for day in self.rulebook.boundaries:
            if day > last:
                return
            if possible is None:
                possible = self.possible(question, case, day - 1)
            eve, possible = possible, self.possible(question, case, day)
            if eve != possible:
                before, now = self._rules(question, case, day - 1), self._rules(question, case, day)
                yield day, now - before, before - now

    def _rules(self, question: str, case: Case, day: int) -> set[str]:
        """The rules that decide a question, and where none does for certain, those that may."""
        bound = self.asking.bound(day)
        found: set[str] = set()
        for variant in self.variants(case):
            outcome = self.asking.outcome(question, variant, day)
            found.update(deciding(bound, question, outcome))
            if outcome.open:
                rules = bound.question(question).rules
                found.update(rules[index].rule.name for index, act in outcome.acts.items() if act)
        return found

    def unlike(self, cases: Iterable[Case]) -> list[Case]:
        """Return one of all cases that state the same but for their day."""
        return list({self.variants(case): case for case in cases}.values())

    def presumed(self, question: str, case: Case, day: int) -> frozenset[str]:
        """Return the presumed facts without which the answer to a question on a day would be another, or open.

        Of a name that more than one nation may bear, the first is looked at.
        """
        variant = self.variants(case)[0]
        key = self.asking.likeness(variant, day, question)
        if key not in self._presumed:
            self._presumed[key] = self._resting(question, variant, day)
        return self._presumed[key]

    def _resting(self, question: str, variant: Stated, day: int) -> frozenset[str]:
        bound = self.asking.bound(day)
        plan = bound.cone(question)
        stated = self.asking.on(variant, day)
        answer = self.asking.outcome(question, variant, day).possible
        _, sources = bound.derived(stated, plan=plan)
        presumed = bound.presumed(stated, sources)
        # Only what stays unknown once nothing is presumed can bear on the answer.
        bare = bound.state(stated, presumed, plan)
        bound.decide(bare, plan)
        touched = explorer(bound).unsettled(bound.question(question), bare).facts
        return frozenset(
            name
            for name in presumed
            if name in touched and bound.decide(bound.state(stated, (name,), plan), plan)[question].possible != answer
        )

    def lacking(self, case: Case) -> tuple[str, ...]:
        """Return the figures by which a category is told and that are not known of a case; none where they only lie too near a limit."""
        stated = self.asking.facts(self.variants(case)[0])
        lacking = [name for name in _FIGURES if name not in stated]
        return tuple(lacking if len(case.record.kinds) < 2 else dict.fromkeys(["kind", *lacking]))

    def variants(self, case: Case) -> tuple[Stated, ...]:
        """Return all that a case may be: one for each kind, supplier and recipient."""
        found = self._variants.get(case)
        if found is None:
            found = self._variants[case] = tuple(
                replace(bare, nations=self._nations(exporter, recipient))
                for bare in self._bare(case)
                for exporter, recipient in product(case.exporters, case.recipients)
            )
        return found

    def _bare(self, case: Case) -> tuple[Stated, ...]:
        """Return all that a case may be while no nation is known: one for each kind."""
        found = self._bares.get(case)
        if found is None:
            where = Where(f"{case.record.file}, row {case.record.row}")
            unknown = {_EXPORTER: UNKNOWN, _RECIPIENT: UNKNOWN}
            items: list[dict[str, Any]] = [{"kind": kind} for kind in case.record.kinds] or [{}]
            found = self._bares[case] = tuple(
                self.asking.read({**case.transfer, **unknown, "item": {**case.transfer.get("item", {}), **item}}, where)
                for item in items
            )
        return found

    def _nations(self, exporter: str | None, recipient: str | None) -> tuple[str | None, ...]:
        known = {_EXPORTER: exporter, _RECIPIENT: recipient}
        return tuple(known.get(name) for name in self.asking.nations)
