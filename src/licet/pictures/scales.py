"""Scales of axes, and the round numbers that people count by."""

from __future__ import annotations

import datetime
import math
from collections.abc import Iterable


def steps(most: float, about: int = 5) -> list[int]:
    """Return round whole numbers from 0 to at least the greatest value.

    >>> steps(37)
    [0, 10, 20, 30, 40]
    """
    rough = max(most, 1) / about
    power = 10 ** math.floor(math.log10(rough)) if rough >= 1 else 1
    step = max(1, next(int(power * factor) for factor in (1, 2, 5, 10) if power * factor >= rough))
    return list(range(0, math.ceil(max(most, 1) / step) * step + 1, step))


def years(first: datetime.date, last: datetime.date, most: int) -> list[int]:
    """Return round years that begin between two days, at most so many.

    >>> years(datetime.date(1982, 1, 1), datetime.date(2026, 5, 1), 12)
    [1985, 1990, 1995, 2000, 2005, 2010, 2015, 2020, 2025]
    """
    found = [year for year in range(first.year, last.year + 1) if first <= datetime.date(year, 1, 1) <= last]
    step = next((step for step in (1, 2, 5, 10, 20, 50, 100) if len(found) / step <= max(most, 1)), 500)
    return [year for year in found if year % step == 0]


class Log:
    """A scale of tens, from values to places.

    Args:
        values: what is shown, of which only values above nothing count.
        start: the place of the least.
        end: the place of the greatest.
    """

    def __init__(self, values: Iterable[float], start: float, end: float) -> None:
        shown = [value for value in values if value > 0 and math.isfinite(value)] or [1.0]
        # Some room on both sides, so that no mark is cut.
        self.low, self.high = min(shown) / 1.6, max(shown) * 1.6
        self.start, self.end = start, end

    def __call__(self, value: float) -> float:
        """Return the place of a value; what lies outside the scale is at its end."""
        held = min(max(value, self.low), self.high)
        share = math.log(held / self.low) / math.log(self.high / self.low)
        return round(self.start + share * (self.end - self.start), 2)

    def ticks(self) -> list[float]:
        """Return the powers of ten on the scale."""
        first, last = math.ceil(math.log10(self.low)), math.floor(math.log10(self.high))
        return [round(10.0**power, 12) for power in range(first, last + 1)]
