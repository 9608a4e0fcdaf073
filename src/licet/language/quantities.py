"""Numbers with units, read exactly and compared as the nearest floating-point numbers of one unit a dimension.

The table of units is data (``law/vocabulary/units.csv``): factors are exact by definition, so 161.987 nautical miles against a limit of
300 km is decided by arithmetic on fractions and not by rounding on the way. A general unit library would cost a start of the command its
whole time; the tests hold the table against one.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from fractions import Fraction

# A group of thousands begins with no nought: 0,500 is a half to those who write it.
_NUMBER = r"[+\-−]?(?:(?:[1-9]\d{0,2}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d{1,2})?"
_QUANTITY = re.compile(rf"\s*(?P<before>US\$|\$)?\s*(?P<number>{_NUMBER})\s*(?P<unit>.*?)\s*", re.DOTALL)

# Nothing that anybody transfers is measured beyond these, and within them a number prints and reads back exactly.
_LONGEST = 100
_GREATEST = Fraction(10) ** 30
# A unit that is so much smaller than the one expected is a slip, such as nm for nautical miles.
_SLIP = Fraction(1, 10**10)


class NotAQuantity(ValueError):
    """A text that is no number with a unit of the table."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: its name, its dimension, how many of the dimension's own unit it is, and for temperatures how far its zero lies above theirs."""

    name: str
    dimension: str
    factor: Fraction
    offset: Fraction = Fraction(0)

    def slip_for(self, unit: Unit) -> bool:
        """Whether it is so much smaller than another unit of its dimension that a figure in it was meant in another."""
        return self.dimension == unit.dimension and self.factor < unit.factor * _SLIP


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and its unit, exact."""

    number: Fraction
    unit: Unit

    def exactly(self, unit: Unit) -> Fraction:
        """Return the number in ``unit``."""
        return (self.number + self.unit.offset) * self.unit.factor / unit.factor - unit.offset

    def to(self, unit: Unit) -> float:
        """Return the number in ``unit``, as the nearest float."""
        return float(self.exactly(unit))


def crowded(number: Fraction) -> bool:
    """Whether a number has more digits than a float holds, so that the nearest one is another number.

    >>> crowded(Fraction("0.1")), crowded(Fraction("299.99999999999999999"))
    (False, True)
    """
    return Fraction(repr(float(number))) != number


def around(number: Fraction) -> tuple[float, float]:
    """Return the two floats between which a number lies, the same twice where it is one of them.

    A float stands for the decimal that it is printed as, as it does for a limit of the law.

    >>> around(Fraction("0.1")), around(Fraction("299.99999999999999999"))
    ((0.1, 0.1), (299.99999999999994, 300.0))
    """
    nearest = float(number)
    printed = Fraction(repr(nearest))
    if printed == number:
        return nearest, nearest
    if printed < number:
        return nearest, math.nextafter(nearest, math.inf)
    return math.nextafter(nearest, -math.inf), nearest


# A dimension in the base units of the SI: m s^-2 is (("m", 1), ("s", -2)).
Exponents = tuple[tuple[str, int], ...]


class Units:
    """The table of units, by name and alias, and their dimensions in base units."""

    def __init__(self, rows: list[dict[str, str]], dimensions: dict[str, Exponents] | None = None) -> None:
        self.by_name: dict[str, Unit] = {}
        self.dimensions = dimensions or {}
        self._expected: dict[tuple[str, str], Unit] = {}
        self._folded: dict[str, list[str]] = {}
        self.names: list[str] = []
        for row in rows:
            unit = Unit(
                row["unit"], row["dimension"], Fraction(row["factor"]), Fraction((row.get("offset") or "").strip() or 0)
            )
            self.names.append(unit.name)
            for name in [row["unit"], *filter(None, (row.get("aliases") or "").split("|"))]:
                if self.by_name.setdefault(name, unit) is not unit:
                    raise ValueError(f"the unit name {name!r} stands twice in the table of units")
                self._folded.setdefault(name.casefold(), []).append(name)
            for name in filter(None, (row.get("expected") or "").split("|")):
                self._expected[unit.dimension, name] = unit

    def unit(self, name: str, expected: str = "") -> Unit | None:
        """Return the unit called ``name``; case counts only where it could tell two units apart (``Mm`` and ``mm``).

        Args:
            name: its name or alias.
            expected: the dimension that is asked for, where a sign means different things (``10 g``, ``500 rad``).
        """
        if (expected, name) in self._expected:
            return self._expected[expected, name]
        if name in self.by_name or len(name) < 2:
            return self.by_name.get(name)
        for spelled in self._folded.get(name.casefold(), ()):
            # Another case of a leading m makes milli of mega, where what follows it is a unit by itself.
            if spelled[0] == name[0] or name[0] not in "mM" or name[1:].casefold() not in self._folded:
                return self.by_name[spelled]
        return None

    def of_dimension(self, dimension: str) -> list[str]:
        """Return the names of the units of one dimension."""
        return [name for name in self.names if self.by_name[name].dimension == dimension]

    def like(self, unit: Unit) -> list[str]:
        """Return the names of the units in which a figure of a unit's kind may be meant: no nanometres for a range."""
        return [name for name in self.of_dimension(unit.dimension) if not self.by_name[name].slip_for(unit)]

    def named(self, dimension: str) -> list[str]:
        """Return the names and aliases of the units of one dimension."""
        return [name for name, unit in self.by_name.items() if unit.dimension == dimension]

    def read(self, text: str, default: Unit | None = None, expected: str = "") -> Quantity:
        """Read ``1,850 km`` or ``$14 million``-like texts of the table.

        Args:
            text: a number and a unit; a thousands comma and an exponent are allowed.
            default: the unit of a bare number, if a bare number is allowed.
            expected: the dimension that is asked for, where a sign means different things.

        Raises:
            NotAQuantity: with what is wrong.
        """
        match = _QUANTITY.fullmatch(text) if len(text) <= _LONGEST else None
        if match is None:
            shown = text.strip() if len(text) <= _LONGEST else f"{text[:20].strip()}…"
            raise NotAQuantity(f"'{shown}', which is no number with a unit")
        name = match["unit"] or match["before"] or ""
        number = Fraction(match["number"].replace(",", "").replace("−", "-"))
        if number and not 1 / _GREATEST < abs(number) < _GREATEST:
            raise NotAQuantity(f"'{text.strip()}', which is beyond all measure")
        if not name:
            if default is None:
                raise NotAQuantity(f"'{text.strip()}' without a unit")
            return Quantity(number, default)
        if match["before"] and match["unit"]:
            name = f"{match['unit']} USD" if self.unit(f"{match['unit']} USD") else name
        unit = self.unit(name, expected)
        if unit is None or unit.name == "1":
            raise NotAQuantity(f"the unknown unit '{name}'")
        before = self.unit(match["before"] or "")
        if match["before"] and (before is None or before.dimension != unit.dimension):
            raise NotAQuantity(f"'{text.strip()}', which has two units")
        return Quantity(number, unit)


def read_exponents(text: str) -> Exponents:
    """Read a dimension in base units.

    >>> read_exponents("kg m s^-2")
    (('kg', 1), ('m', 1), ('s', -2))
    """
    found = (part.partition("^") for part in text.split())
    return tuple(sorted((base, int(power or 1)) for base, _, power in found))


def plain(number: float) -> str:
    """Return a number without needless zeros or exponent (``1850``, ``0.841``)."""
    if number == int(number) and abs(number) < 1e15:
        return str(int(number))
    return repr(number)
