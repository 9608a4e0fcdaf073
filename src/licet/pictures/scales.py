"""Marks of axes: round numbers that people count by."""

from __future__ import annotations

import math


def steps(most: float, about: int = 5) -> list[int]:
    """Return round whole numbers from 0 to at least the greatest value.

    >>> steps(37)
    [0, 10, 20, 30, 40]
    """
    rough = max(most, 1) / about
    power = 10 ** math.floor(math.log10(rough)) if rough >= 1 else 1
    step = max(1, next(int(power * factor) for factor in (1, 2, 5, 10) if power * factor >= rough))
    return list(range(0, math.ceil(max(most, 1) / step) * step + 1, step))
