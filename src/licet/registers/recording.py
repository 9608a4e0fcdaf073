"""From a row of a register to a transfer: its nations by their names, its weapon by the catalogue, its day by the law.

A name that does not name one nation of today leaves the nation unknown, and the line says so. A designation that is not in the catalogue
lends no figure. A year is no day: where the law gives the same answers on all its days, 1 July stands for it; elsewhere the row is written
once for each end of the year and for each day between on which an answer changes, so that no answer of the year is lost.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from licet.language.nodes import Where
from licet.registers.asking import Asking, Stated
from licet.registers.descriptions import Description, folded, read_descriptions
from licet.registers.recorded import CHANGE, FIRST, LAST, UNKNOWN, WHOLE, Party
from licet.rulebook.rulebook import Rulebook
from licet.transfers.catalogue import System, read_catalogue
from licet.transfers.nations import AmbiguousNation, UnknownNation
from licet.transfers.stating import Stater, nations_of

Days = tuple[tuple[datetime.date, str], ...]


@dataclass(frozen=True, slots=True)
class Weapon:
    """A weapon of a register as the law asks for it.

    Attributes:
        item: the facts of the item, in the form of a file of transfers.
        group: ``drone``, ``missile``, ``launcher`` or ``other``.
        system: the system of the catalogue, or None.
        kinds: the kinds that it may be, where several are left.
        says: what a reader should know of it.
    """

    item: Mapping[str, Any]
    group: str
    system: System | None = None
    kinds: tuple[str, ...] = ()
    says: tuple[str, ...] = ()


@dataclass
class Recorder:
    """Makes transfers of the rows of a register, under one rulebook.

    Attributes:
        unmatched: designation and description of the weapons that are not in the catalogue → rows.
        namesakes: the same for weapons that share a name with another system of the catalogue.
        strange: descriptions that the table of descriptions does not hold → rows.
    """

    rulebook: Rulebook
    today: datetime.date
    unmatched: Counter[tuple[str, str]] = field(default_factory=Counter)
    namesakes: Counter[tuple[str, str]] = field(default_factory=Counter)
    strange: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.catalogue = read_catalogue(self.rulebook.folder)
        self.descriptions = read_descriptions(self.rulebook.folder)
        self.nations = nations_of(self.rulebook)
        self.asking = Asking(self.rulebook, Stater(self.rulebook, self.today))
        self._parties: dict[str, Party] = {}
        self._days: dict[tuple[Stated, datetime.date, datetime.date], Days] = {}
        self._answers: dict[Any, Any] = {}

    def party(self, name: str) -> Party:
        """Return the nation of a name, or why it names none."""
        found = self._parties.get(name)
        if found is None:
            try:
                found = Party(name, self.nations.code(name))
            except AmbiguousNation as error:
                # One candidate alone is a state of today that the name does not mean: the nation stays unknown.
                several = [code for code, _ in error.candidates] if len(error.candidates) > 1 else []
                found = Party(name, may_be=several, why=error.why)
            except UnknownNation:
                found = Party(name, why="It is the name of no nation.")
            self._parties[name] = found
        return found

    def weapon(self, designation: str, description: str) -> Weapon:
        """Return the weapon of a row; what is not known of it is counted."""
        known = self.descriptions.get(folded(description))
        if known is None:
            self.strange[description] += 1
            return Weapon({}, "other")
        if known.group == "other":
            return Weapon({}, "other")
        # A common word may be declared with its description only: 'Scout (UAV)' is no launch vehicle of the name.
        qualified = f"{designation} ({known.text})"
        system = self.catalogue.find(qualified)
        item: dict[str, Any] = {"name": designation if system is None else qualified}
        if system is None:
            system = self.catalogue.find(designation)
        says: list[str] = []
        if system is not None and system.figures.get("kind", "") not in known.named_kinds:
            self.namesakes[designation, description] += 1
            says.append(f"The catalogue has another system of the name '{designation}', which no {known.text} is.")
            item["name"] = qualified
            system = None
        elif system is None:
            self.unmatched[designation, description] += 1
            says.append(f"'{designation}' is not in the catalogue; no figure is known.")
        kinds = known.kinds
        if len(kinds) > 1 and system is not None:
            kinds = (system.figures["kind"],)
        if len(kinds) == 1:
            item["kind"] = kinds[0]
        item.update(known.facts)
        _bounds(item, known, system, says)
        return Weapon(item, known.group, system, kinds if len(kinds) > 1 else (), tuple(says))

    def days(self, transfer: Mapping[str, Any], first: datetime.date, last: datetime.date) -> Days:
        """Return the days that stand for a period, each with how it does.

        Args:
            transfer: the transfer without its date.
            first: the first day of the period.
            last: its last day.

        Returns:
            The day in the middle alone where every day gives the same answers, else both ends and the days of change between.
        """
        stated = self.asking.read(transfer, Where("register"))
        found = self._days.get((stated, first, last))
        if found is None:
            found = self._days[stated, first, last] = self._days_of(stated, first, last)
        return found

    def _days_of(self, stated: Stated, first: datetime.date, last: datetime.date) -> Days:
        begin, end = first.toordinal(), last.toordinal()
        days = [begin, *(day for day in self.rulebook.boundaries if begin < day <= end)]
        changes: list[int] = []
        # Where the law cannot tell the days apart, there is nothing to ask.
        if len({self.asking.likeness(stated, day) for day in days}) > 1:
            changes = [day for eve, day in pairwise(days) if self._on(stated, eve) != self._on(stated, day)]
        if not changes:
            return ((_middle(first, last), WHOLE),)
        # The last day has the answers of the last change.
        inner = [(datetime.date.fromordinal(day), CHANGE) for day in changes[:-1]]
        return ((first, FIRST), *inner, (last, LAST))

    def _on(self, stated: Stated, day: int) -> Any:
        """Return what is answered on a day: for each question its value and what is possible."""
        key = self.asking.likeness(stated, day)
        found = self._answers.get(key)
        if found is None:
            found = self._answers[key] = tuple(
                (outcome.open, repr(outcome.value), tuple(sorted(outcome.possible)))
                for name, outcome in self.asking.outcomes(stated, day).items()
                if self.rulebook.questions[name].shown
            )
        return found


def of_year(year: int) -> tuple[datetime.date, datetime.date]:
    """Return the first and the last day of a year."""
    return datetime.date(year, 1, 1), datetime.date(year, 12, 31)


def nation(party: Party) -> str:
    """Return a party as a transfer states it: a code, or that it is not known."""
    return party.code or UNKNOWN


def unsaid(parties: Iterable[tuple[str, Party]], rulebook: Rulebook) -> list[str]:
    """Return what is to be said of parties that name no nation."""
    said: list[str] = []
    for fact, party in parties:
        if not party.code:
            names = ", ".join(rulebook.nations.get(code, code) for code in party.may_be)
            may_be = f" It may be: {names}." if names else ""
            said.append(f"The {fact} is not known as a nation: '{party.name}'. {party.why}{may_be}")
    return said


def _bounds(item: dict[str, Any], known: Description, system: System | None, says: list[str]) -> None:
    """State what no weapon of the class reaches or carries, where the catalogue has no figure."""
    figures = system.figures if system is not None else {}
    for fact, column, most, unit in (
        ("range", "range_km", known.range_km_max, "km"),
        ("payload", "payload_kg", known.payload_kg_max, "kg"),
    ):
        if most and column not in figures:
            item[fact] = [f"0 {unit}", f"{most} {unit}"]
            says.append(f"No {known.text} has a {fact} of more than {most} {unit} ({known.standing}: {known.source}).")


def _middle(first: datetime.date, last: datetime.date) -> datetime.date:
    """Return the day that stands for a period: 1 July of a year, the 15th of a month, the first day of anything else."""
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return first.replace(month=7)
    return first.replace(day=15) if first.month == last.month and first.day == 1 else first
