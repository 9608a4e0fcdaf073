"""Dated groups of nations: who belonged to what, on which day, on whose word."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from licet.rulebook.windows import OPEN_END, OPEN_START, NotAWindow, read_date

FALSE, UNKNOWN, TRUE = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Membership:
    """One nation's time in one group.

    Each end is a span of days: the membership began on some day from ``since[0]`` to ``since[1]``, and ended (exclusive) on some day of
    ``until``. Between, whether the nation belonged is not known.

    Attributes:
        reform: the proposal by which it began, put in force as a reform; empty for a membership by law.
    """

    nation: str
    group: str
    since: tuple[int, int]
    until: tuple[int, int]
    source: str
    standing: str
    note: str = ""
    rough: bool = False
    reform: str = ""

    def holds(self, day: int) -> int:
        """Whether the nation belonged on a day: 2 yes, 1 not known, 0 no."""
        if self.since[1] <= day < self.until[0]:
            return TRUE
        return UNKNOWN if self.since[0] <= day < self.until[1] else FALSE

    @property
    def first(self) -> str:
        """When it began: a day, two between which it lies, each marked ``~`` where it must not be cited, or nothing."""
        return _shown(self.since, self.rough)

    @property
    def last(self) -> str:
        """When it ended, likewise."""
        return _shown(self.until, self.rough)


@dataclass(frozen=True, slots=True)
class Group:
    """A group of nations and what is known of its list.

    Attributes:
        complete_as_of: the date of the edition in which the whole list was read, or empty.
        assumed: ``empty`` for a group whose list is not public and counts as empty until a user fills it.
        why: why so.
    """

    name: str
    title: str
    definition: str
    source: str
    standing: str
    complete_as_of: str = ""
    assumed: str = ""
    note: str = ""
    memberships: tuple[Membership, ...] = field(default=())

    def holds(self, nation: str, day: int) -> int:
        """Whether a nation belonged on a day: 2 yes, 1 not known, 0 no."""
        return max((m.holds(day) for m in self.memberships if m.nation == nation), default=FALSE)

    def on(self, day: int) -> dict[str, int]:
        """Return the nations that belonged (2) or may have belonged (1) on a day."""
        held: dict[str, int] = {}
        for membership in self.memberships:
            truth = membership.holds(day)
            if truth:
                held[membership.nation] = max(truth, held.get(membership.nation, FALSE))
        return held

    def by_reform(self) -> Group:
        """Return the group with those alone whom a reform brought into it."""
        return replace(self, memberships=tuple(m for m in self.memberships if m.reform))

    def filled(self, nations: Iterable[str], day: int) -> dict[str, int]:
        """Return who belonged on a day where a user has filled the list: the nations that he named, and those whom a reform brings."""
        return {**self.by_reform().on(day), **dict.fromkeys(nations, TRUE)}

    def boundaries(self) -> set[int]:
        """Return the days on which a membership begins or ends, or may."""
        return {day for m in self.memberships for day in (*m.since, *m.until)} - {OPEN_START, OPEN_END}


def _shown(span: tuple[int, int], rough: bool) -> str:
    if span[0] in (OPEN_START, OPEN_END):
        return ""
    first, last = (datetime.date.fromordinal(day).isoformat() for day in span)
    return ("~" if rough else "") + (first if first == last else f"{first}/{last}")


def read_span(text: str, missing: int) -> tuple[tuple[int, int], bool]:
    """Read one end of a membership: a date, ``~date``, ``date/date``, or nothing.

    Raises:
        NotAWindow: for anything else.
    """
    text = text.strip()
    rough = text.startswith("~")
    text = text.removeprefix("~")
    if not text:
        return (missing, missing), False
    first, slash, last = text.partition("/")
    start = read_date(first).toordinal()
    end = read_date(last.removeprefix("~")).toordinal() if slash else start
    if end < start:
        raise NotAWindow(f"'{text}', which ends before it begins")
    return (start, end), rough
