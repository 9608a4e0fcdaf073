"""What a reader is told of a classification, in order: the entries met, what is open, what to ask, what it rests on, what is not met.

Text, Markdown and HTML all lay out the same, so they say the same. :mod:`licet.reports.entries_telling` makes it; nothing here decides.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from licet.reports.account import Account, Ask, Given, Ground, Verdict, first
from licet.reports.sentences import capital, listed

# More open entries than this are grouped by what could settle them, save groups of so few that each is shown by itself.
_MANY_OPEN = 8
_FEW_TOGETHER = 3

NOT_ON_THE_ANNEX = "No entry of the Annex is met and none is open. This says nothing of other lists, nor of what the item is to be used for."
UNCONFIRMED = "Read from a document and confirmed by nobody: it can bring an entry in, and rules none out until a person has checked it."


@dataclass(frozen=True, slots=True)
class Place:
    """A place on another list: its code, what it is to the entry in words, and what a reader should know."""

    code: str
    relation: str
    note: str = ""

    @property
    def shown(self) -> str:
        """The place in one line: ``9A101.b reaches further (unmanned aircraft that fall short of 300 km)``."""
        return f"{self.code} {self.relation}{f' ({self.note})' if self.note else ''}"


@dataclass(frozen=True, slots=True)
class EntryTold:
    """One entry of the Annex as it bears on an item.

    Attributes:
        category: its category, with a capital: ``Category II``.
        heaviest: whether it stands in the strictest category.
        ground: its rule with the parts of its condition.
        why: one sentence with the figures: since what it is met, what is open, since what it is not met.
        places: list → its places there.
        could: the fewest facts that could settle it.
        alone: all facts of which one alone could settle it.
        must: the fewest facts that settle it whatever they turn out to be.
        exact: whether both are exact.
        confirmed: what confirming the document would make of it, in a sentence; empty where it makes no difference.
        settled_if_confirmed: whether confirming the document is all that it waits for.
        distance: for an entry that fails on figures alone, how far the figure lies from its limit, as a logarithm; None for others.
    """

    code: str
    subject: str
    verdict: str
    category: str
    heaviest: bool
    ground: Ground
    why: str
    places: tuple[tuple[str, tuple[Place, ...]], ...]
    could: tuple[Ask, ...] = ()
    alone: tuple[Ask, ...] = ()
    must: tuple[Ask, ...] = ()
    exact: bool = True
    confirmed: str = ""
    settled_if_confirmed: bool = False
    distance: float | None = None

    @property
    def item(self) -> str:
        """The Item of the Annex in which it stands: ``Item 3``."""
        return f"Item {self.code.partition('.')[0]}"

    @property
    def settling(self) -> str:
        """What could settle it and what would, in words."""
        if self.verdict != "open" or self.settled_if_confirmed:
            return ""
        could, must = [ask.name for ask in self.could], [ask.name for ask in self.must]
        if not could and not must:
            return "Nothing that can be stated settles it here."
        if not self.exact:
            waits = listed(dict.fromkeys((*could, *must)))
            return f"It waits for: {waits}. Some of this may not be needed, and more may be asked after it."
        if len(self.alone) > 1:
            one = listed((ask.name for ask in self.alone), "or")
            return f"Could settle it: {one}, any one of them. Would settle it: {_together(must)}."
        if set(could) == set(must):
            return f"Would settle it: {_together(must)}."
        return f"Could settle it: {_together(could)}. Would settle it: {_together(must)}."

    @property
    def others(self) -> str:
        """Its places on other lists in one line."""
        return "; ".join(
            f"{name} {listed(place.shown for place in places)}"
            if len(places) < 3
            else f"{name} {', '.join(p.shown for p in places)}"
            for name, places in self.places
        )


@dataclass(frozen=True, slots=True)
class Waiting:
    """Open entries that wait for the same answers."""

    asks: tuple[Ask, ...]
    entries: tuple[EntryTold, ...]

    @property
    def single(self) -> bool:
        """Whether its entries are so few that each is shown by itself."""
        return len(self.entries) <= _FEW_TOGETHER

    @property
    def heading(self) -> str:
        """How many entries wait, and for what: ``186 entries wait for: what is it?``."""
        asked = " ".join(ask.ask or f"{capital(ask.name)}?" for ask in self.asks)
        wait = "entry waits" if len(self.entries) == 1 else "entries wait"
        return f"{len(self.entries)} {wait} for: {asked or 'something that cannot be stated here.'}"


@dataclass(frozen=True, slots=True)
class Seen:
    """What a document says of a fact: its name, its value, where it stands, and the words around it."""

    name: str
    value: str
    places: str
    text: str


@dataclass(frozen=True, slots=True)
class Classified:
    """A classification in the order in which a person reads it.

    Attributes:
        account: what any report tells: the item, the category, what is assumed, the warnings, the digest.
        stated: what was stated of the item, its name and its kind left out.
        category: the category with its rules.
        doubt: why the category may yet change: open entries, or a document that nobody confirmed.
        treatments: what notes of the Annex allow.
        met, open, not_met: the entries.
        near: of those not met, the ones whose figures alone fail, the nearest to their limit first.
        worked_out, estimated, taken: what was not stated, by where it is from.
        unconfirmed: what a document says and nobody has confirmed.
    """

    account: Account
    stated: tuple[Given, ...]
    category: Verdict
    doubt: str
    treatments: Verdict | None
    met: tuple[EntryTold, ...]
    open: tuple[EntryTold, ...]
    not_met: tuple[EntryTold, ...]
    near: tuple[EntryTold, ...]
    worked_out: tuple[Given, ...]
    estimated: tuple[Given, ...]
    taken: tuple[Given, ...]
    unconfirmed: tuple[Seen, ...]

    @property
    def headline(self) -> str:
        """The category in a few words."""
        if self.category.open:
            return f"{self.category.title} is open"
        term = self.category.terms[0]
        return capital(term.meaning or term.words)

    @property
    def item(self) -> str:
        """The item with everything that was stated of it."""
        said = "; ".join(f"{given.name} {given.value}" for given in self.stated)
        return f"{self.account.name}: {said}" if said else self.account.name

    @property
    def counts(self) -> str:
        """How many entries are met, open and not met, in one line."""
        met = (
            f"met: {listed(entry.code for entry in self.met)}"
            if 0 < len(self.met) <= _MANY_OPEN
            else f"{len(self.met) or 'none'} met"
        )
        opened = (
            f"open: {listed(entry.code for entry in self.open)}"
            if 0 < len(self.open) <= _FEW_TOGETHER
            else f"{len(self.open) or 'none'} open"
        )
        return f"{met}; {opened}; {len(self.not_met) or 'none'} not met"

    @property
    def confirming(self) -> str:
        """What to check in the document first, and what that would settle."""
        waiting = [entry for entry in self.open if entry.settled_if_confirmed]
        if not waiting:
            return ""
        facts = listed(f"the {name}" for name in dict.fromkeys(ask.name for entry in waiting for ask in entry.must))
        codes = listed(first(entry.code for entry in waiting))
        return f"Check what the document says of {facts}; once confirmed, that would settle {codes}."

    @property
    def waiting(self) -> tuple[Waiting, ...]:
        """The open entries by what could settle them, those of the strictest category first, then the largest group."""
        groups: dict[tuple[Ask, ...], list[EntryTold]] = {}
        for entry in self.open:
            groups.setdefault(entry.could or entry.must, []).append(entry)
        found = [Waiting(asks, tuple(entries)) for asks, entries in groups.items()]
        return tuple(sorted(found, key=lambda group: (not any(e.heaviest for e in group.entries), -len(group.entries))))

    @property
    def grouped(self) -> bool:
        """Whether there are so many open entries that they are shown by group."""
        return len(self.open) > _MANY_OPEN


def by_item(entries: Iterable[EntryTold]) -> dict[str, list[EntryTold]]:
    """Return entries by the Item of the Annex in which they stand."""
    found: dict[str, list[EntryTold]] = {}
    for entry in entries:
        found.setdefault(entry.item, []).append(entry)
    return found


def summary(entries: Iterable[EntryTold]) -> str:
    """Return many entries in a line: those of the strictest category by their codes, the others by Item with their number."""
    shown = list(entries)
    heavy = [entry for entry in shown if entry.heaviest]
    parts = [f"{heavy[0].category}: {listed(entry.code for entry in heavy)}."] if heavy else []
    rest = [entry for entry in shown if not entry.heaviest]
    if rest:
        numbers = listed(
            f"{item} ({len(found)})" if len(found) > 1 else found[0].code for item, found in by_item(rest).items()
        )
        parts.append(f"{rest[0].category}: {numbers}.")
    return " ".join(parts)


def _together(names: list[str]) -> str:
    return f"{listed(names)}{', together' if len(names) > 1 else ''}"
