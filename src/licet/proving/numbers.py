"""The plainest number of a stretch, so that a witness reads as a person would have written it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from fractions import Fraction


def plainest(low: float, high: float) -> float:
    """Return the number with the fewest digits between two, both included; of several, the one nearest to the middle.

    >>> plainest(300, 330), plainest(300.0000001, 499.9), plainest(0, 0.49), plainest(-3, math.inf)
    (300.0, 400.0, 0.0, 0.0)
    """
    if low <= 0 <= high:
        return 0.0
    if high < 0:
        return -plainest(-high, -low)
    if math.isinf(high):
        high = max(10 * low, 1.0)
    first, last = Fraction(low), Fraction(high)
    for step in _steps(high):
        best = min(_multiples(first, last, step), key=lambda x: (abs(2 * x - first - last), x), default=None)
        if best is not None and low <= float(best) <= high:
            return float(best)
    return low


def _steps(high: float) -> Iterator[Fraction]:
    """Yield what numbers may be multiples of, the coarsest first: 100, 50, 10, 5, 1, 0.5 and so on."""
    power = math.floor(math.log10(high)) + 1
    for exponent in range(power, power - 20, -1):
        for digit in (5, 1):
            yield Fraction(10) ** exponent * digit


def _multiples(low: Fraction, high: Fraction, step: Fraction) -> Iterable[Fraction]:
    """Return the multiples of a step between two numbers that may be nearest to their middle."""
    middle = round((low + high) / (2 * step))
    ends = (-((-low) // step), high // step)
    return [n * step for n in {middle, middle - 1, middle + 1, *ends} if low <= n * step <= high]


def cell(number: Fraction, cuts: Iterable[float]) -> tuple[float, float]:
    """Return the stretch of floats around a number in which it is held against limits as the number is.

    Args:
        number: the number.
        cuts: the limits; a number that is one of them stands alone.
    """
    low, high = -math.inf, math.inf
    for cut in cuts:
        if cut == number:
            return cut, cut
        if cut < number:
            low = max(low, math.nextafter(cut, math.inf))
        else:
            high = min(high, math.nextafter(cut, -math.inf))
    return low, high
