"""The days on which an authority works: its weekend and its holidays, by rule, as its procedure has them.

No holiday stands here; the rows of ``holidays.csv`` say which there are, and from when until when.
"""

from __future__ import annotations

import calendar
import datetime
from dataclasses import dataclass
from functools import lru_cache

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
FIXED, WEEK, LISTED = RULES = ("fixed", "week", "listed")
LAST = "last"
BEFORE, AFTER = MOVES = ("before", "after")
# The first and the last year of which a neighbour can be asked.
_YEARS = range(datetime.MINYEAR + 1, datetime.MAXYEAR)


@dataclass(frozen=True, slots=True)
class Holiday:
    """A day on which offices are closed, every year or once.

    Attributes:
        code: its name in the table.
        title: what people call it.
        rule: ``fixed`` (month and day), ``week`` (a weekday of a month, by its number or ``last``) or ``listed`` (the day ``since``).
        month, day: of a fixed day; the month of a weekday.
        weekday: 0 for Monday, of a rule by week.
        week: the number of the weekday in its month; 0 for the last.
        since: the first day on which the rule holds; None for always.
        until: the first day on which it does not hold any more.
        every: only each so many years, counted from the year of ``since``.
        moves: where it is kept when it falls on a weekday: (weekday, ``before`` or ``after``).
        cite, standing: where the holiday stands, and how much of that was read.
    """

    code: str
    title: str
    rule: str
    month: int = 0
    day: int = 0
    weekday: int = 0
    week: int = 0
    since: datetime.date | None = None
    until: datetime.date | None = None
    every: int = 1
    moves: tuple[tuple[int, str], ...] = ()
    cite: str = ""
    standing: str = ""

    def in_year(self, year: int) -> datetime.date | None:
        """Return the day by its rule in a year, before it is moved; None where it is not kept that year."""
        if self.rule == LISTED:
            return self.since if self.since is not None and self.since.year == year else None
        found = self._by_rule(year)
        if found is None or (self.since is not None and found < self.since):
            return None
        if self.until is not None and found >= self.until:
            return None
        if self.every > 1 and self.since is not None and (year - self.since.year) % self.every:
            return None
        return found

    def _by_rule(self, year: int) -> datetime.date | None:
        last = calendar.monthrange(year, self.month)[1]
        if self.rule == FIXED:
            return datetime.date(year, self.month, self.day) if self.day <= last else None
        days = [d for d in range(1, last + 1) if datetime.date(year, self.month, d).weekday() == self.weekday]
        place = self.week - 1 if self.week else -1
        return datetime.date(year, self.month, days[place]) if place < len(days) else None


@dataclass(frozen=True, slots=True)
class Calendar:
    """The working days of an authority.

    Attributes:
        weekend: the weekdays on which it does not work, 0 for Monday.
        holidays: the days on which it is closed besides.
        zone: the time zone by which its days begin and end.
    """

    weekend: frozenset[int] = frozenset({5, 6})
    holidays: tuple[Holiday, ...] = ()
    zone: str = "UTC"

    def closed(self, day: datetime.date) -> Holiday | None:
        """Return the holiday that is kept on a day; None for none."""
        return _kept(self, day.year).get(day)

    def works(self, day: datetime.date) -> bool:
        """Whether the authority works on a day."""
        return day.weekday() not in self.weekend and self.closed(day) is None


def kept_on(calendar_: Calendar, holiday: Holiday, day: datetime.date) -> datetime.date:
    """Return the day on which a holiday is kept that falls on a day: another one where its row moves it from that weekday."""
    for weekday, move in holiday.moves:
        if day.weekday() == weekday:
            step = datetime.timedelta(days=1 if move == AFTER else -1)
            found = day + step
            while found.weekday() in calendar_.weekend:
                found += step
            return found
    return day


@lru_cache(maxsize=256)
def _kept(calendar_: Calendar, year: int) -> dict[datetime.date, Holiday]:
    """Return the days kept in a year; those of the years beside it may be kept in it, as a New Year's Day on a Saturday is."""
    found: dict[datetime.date, Holiday] = {}
    for near in (year - 1, year, year + 1):
        for holiday in calendar_.holidays if near in _YEARS else ():
            day = holiday.in_year(near)
            kept = None if day is None else kept_on(calendar_, holiday, day)
            if kept is not None and kept.year == year:
                found.setdefault(kept, holiday)
    return found
