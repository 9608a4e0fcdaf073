"""Dates in force: from a day inclusive to a day exclusive, either end open, a day marked ``~`` not fit for citation."""

from __future__ import annotations

import datetime
import re
from dataclasses import dataclass

OPEN_START = datetime.date.min.toordinal()
# One past the last day there is, so that an open end holds that day too.
OPEN_END = datetime.date.max.toordinal() + 1

# The one form in which a day is written; ISO 8601 has others, such as weeks, which people do not tell from slips.
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class NotAWindow(ValueError):
    """A text that is no pair of dates."""


@dataclass(frozen=True, slots=True)
class Window:
    """From ``start`` inclusive to ``end`` exclusive, as ordinals of days.

    Attributes:
        start: the first day, or the earliest day there is.
        end: the first day after, or the latest day there is.
        rough_start: whether the first day is a placeholder that must not be cited.
        rough_end: likewise for the end.
    """

    start: int = OPEN_START
    end: int = OPEN_END
    rough_start: bool = False
    rough_end: bool = False

    def holds(self, day: int) -> bool:
        """Whether a day, as an ordinal, lies inside."""
        return self.start <= day < self.end

    def within(self, other: Window) -> bool:
        """Whether this window lies inside another."""
        return other.start <= self.start and self.end <= other.end

    def __str__(self) -> str:
        first = "" if self.start == OPEN_START else _iso(self.start, self.rough_start)
        last = "" if self.end == OPEN_END else _iso(self.end, self.rough_end)
        return f"{first} .. {last}".strip()


def _iso(day: int, rough: bool) -> str:
    return ("~" if rough else "") + datetime.date.fromordinal(day).isoformat()


def read_date(text: str) -> datetime.date:
    """Read a day as ``YYYY-MM-DD``, and in no other form of ISO 8601.

    Raises:
        NotAWindow: with what was found.
    """
    try:
        if _DAY.fullmatch(text.strip()):
            return datetime.date.fromisoformat(text.strip())
    except ValueError:
        pass
    raise NotAWindow(f"'{text.strip()}', which is no date")


def is_day(text: str) -> bool:
    """Whether a text is a day as :func:`read_date` reads it."""
    try:
        read_date(text)
    except NotAWindow:
        return False
    return True


def read_window(text: str) -> Window:
    """Read ``2020-07-24 ..``, ``.. 2025-01-03`` or ``~1993-01-01 .. 2025-01-03``.

    Raises:
        NotAWindow: with what was found.
    """
    first, dots, last = text.partition("..")
    if not dots:
        raise NotAWindow(f"'{text}', which is no window of the form A .. B")
    start, rough_start = _end(first, OPEN_START)
    end, rough_end = _end(last, OPEN_END)
    if start >= end:
        raise NotAWindow(f"'{text}', which ends before it begins")
    return Window(start, end, rough_start, rough_end)


def _end(text: str, missing: int) -> tuple[int, bool]:
    text = text.strip()
    if not text:
        return missing, False
    return read_date(text.removeprefix("~")).toordinal(), text.startswith("~")
