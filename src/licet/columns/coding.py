"""Columns as small numbers: each value by the cell in which it lies, so that rows that no rule tells apart bear the same number.

A measure is cut where rules compare it. The cuts are moved into the unit of the column, and for a published figure by its margin, exactly;
so no row is converted, and none lands on another side of a limit than it does in a review.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np
import numpy.typing as npt

from licet.columns.chain import FILLING, Values
from licet.columns.signature import Codes
from licet.language.quantities import Unit
from licet.rulebook.vocabulary import Fact

Floats = npt.NDArray[np.float64]

# Up to so many cuts, comparing with each is faster than searching among them.
_FEW = 24


def read_in(fact: Fact, unit: Unit | None) -> Callable[[float], float]:
    """Return how a number in the unit of a column is read in the unit of its fact, as :meth:`Quantity.to` does it."""
    own = fact.unit
    if own is None or unit is None or unit == own:
        return lambda number: number
    return lambda number: float((Fraction(repr(number)) + unit.offset) * unit.factor / own.factor - own.offset)


def with_margin(fact: Fact, unit: Unit | None) -> Callable[[float], float]:
    """Return how the greatest value behind a published figure is read, as :class:`~licet.transfers.values.ValueReader` does it."""
    own, share = fact.unit, Fraction(fact.margin).limit_denominator(10**6)

    def most(number: float) -> float:
        exact = Fraction(repr(number))
        if own is not None and unit is not None:
            exact = exact * unit.factor / own.factor
        return float(exact / (1 - share))

    return most


def first_reaching(limit: float, reading: Callable[[float], float]) -> float:
    """Return the least number that is read as a limit or more; infinite where none is."""
    if math.isinf(limit):
        return limit
    low, high = -1.0, 1.0
    while reading(low) >= limit and low > -1e300:
        low *= 4.0
    while reading(high) < limit and high < 1e300:
        high *= 4.0
    # Halved until the two stand side by side.
    while (middle := low + (high - low) / 2) not in (low, high):
        low, high = (low, middle) if reading(middle) >= limit else (middle, high)
    return high


@dataclass(frozen=True, slots=True)
class Cuts:
    """Where a measure is cut, in the unit of its column.

    Attributes:
        low: the cuts for the least value that a figure may have.
        high: those for the greatest, which a margin moves down.
        bounds: below the first a value is out of bounds, and from the second on.
    """

    low: Floats
    high: Floats
    bounds: tuple[float, float]


def cuts_in(fact: Fact, edges: Sequence[float], unit: Unit | None, published: bool = True) -> Cuts:
    """Return the cuts of a fact in the unit of a column.

    Args:
        fact: the fact.
        edges: the least value of each cell but the first, in the unit of the fact.
        unit: the unit of the column; that of the fact for None.
        published: whether a greatest value is still to be read with the margin of the fact.
    """
    reading = read_in(fact, unit)
    low = np.array([first_reaching(edge, reading) for edge in edges], dtype=float)
    high = low
    if fact.margin and published:
        high = np.array([first_reaching(edge, with_margin(fact, unit)) for edge in edges], dtype=float)
    bottom, top = fact.bounds or (-math.inf, math.inf)
    beyond = math.inf if math.isinf(top) else first_reaching(math.nextafter(top, math.inf), reading)
    return Cuts(low, high, (first_reaching(bottom, reading), beyond))


def bounds_in(fact: Fact, unit: Unit | None) -> tuple[float, float]:
    """Return the bounds of a fact in the unit of a column: below the first a value is out of bounds, and from the second on."""
    return cuts_in(fact, (), unit).bounds


def cell_values(fact: Fact, edges: Sequence[float]) -> Values:
    """Return what the codes of a cut measure stand for: every stretch from one cell to another."""
    bottom, top = fact.bounds or (-math.inf, math.inf)
    starts = [bottom, *edges]
    ends = [*(math.nextafter(edge, -math.inf) for edge in edges), max(top, starts[-1])]
    count = len(starts)
    held: list[Any] = [None]
    held += [(starts[i], ends[j]) for i in range(count) for j in range(i, count)]
    return Values(held)


def code_of(values: Values, state: Any) -> int:
    """Return the code of what stands in a state, which is given one if it has none."""
    held = values.held
    with FILLING:
        for code in range(1, len(held)):
            if held[code] == state:
                return code
        held.append(state)
        return len(held) - 1


def place(numbers: Floats, cuts: Floats) -> Codes:
    """Return the cell of each number."""
    if len(cuts) > _FEW:
        return np.searchsorted(cuts, numbers, side="right").astype(np.int32)
    found = np.zeros(len(numbers), dtype=np.int32)
    for cut in cuts:
        found += numbers >= cut
    return found


def stretch(first: Codes, last: Codes, cells: int) -> Codes:
    """Return the code of each stretch from one cell to another, as :func:`cell_values` numbers them."""
    code = first * np.int32(2 * cells - 1)
    code -= first * first
    code //= np.int32(2)
    code += last
    code += np.int32(1)
    return code


def coded(low: Floats, high: Floats, cuts: Cuts) -> Codes:
    """Return a measure as codes; 0 where the least value is not a number.

    Args:
        low: the least value of each row in the unit of the column.
        high: the greatest; the same array where rows hold single figures.
        cuts: where it is cut.
    """
    cells = len(cuts.low) + 1
    first = place(low, cuts.low)
    last = first if high is low and cuts.high is cuts.low else place(high, cuts.high)
    code = stretch(first, last, cells)
    code[np.isnan(low)] = 0
    return code
