"""How the cells of a column are written, where that is not how the fact is stated: the order of day, month and year, or words of their own.

It stands behind the fact where a unit would: ``date [DD/MM/YYYY]``, ``kind [drone = uas; launcher = space_launch_vehicle]``. It is said by
whoever knows the table, and never guessed at: ``03/04/2025`` is two days, and what is a drone to its maker may be a cruise missile.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from licet.errors import Fault, near
from licet.rulebook.vocabulary import Fact

# Each order with the pattern of a day that is written so.
_APART = r"\s?[-/. ]\s?"
ORDERS = {
    "DD/MM/YYYY": re.compile(rf"(?P<day>\d{{1,2}}){_APART}(?P<month>\d{{1,2}}){_APART}(?P<year>\d{{4}})", re.ASCII),
    "MM/DD/YYYY": re.compile(rf"(?P<month>\d{{1,2}}){_APART}(?P<day>\d{{1,2}}){_APART}(?P<year>\d{{4}})", re.ASCII),
    "YYYY/MM/DD": re.compile(rf"(?P<year>\d{{4}}){_APART}(?P<month>\d{{1,2}}){_APART}(?P<day>\d{{1,2}})", re.ASCII),
}
# What a fact of another type would mean by it is said by a unit, or not at all.
WORDED = ("one_of", "nation", "truth")
_TRUTHS = ("yes", "no", "unknown")
# What sets the parts of a wording apart, so that no cell with it in it can be named.
_PARTS = re.compile(r"[\[\]()=;]")


@dataclass(frozen=True, slots=True)
class Wording:
    """How the cells of a column are written.

    Attributes:
        order: one of ``ORDERS``, for days.
        words: what a cell says → the value that it means.
    """

    order: str = ""
    words: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        return self.order or "; ".join(f"{cell} = {value}" for cell, value in self.words)

    def meant(self, text: str) -> str:
        """Return what a cell means, as the fact is stated; a cell of which nothing is said, as it is.

        >>> Wording("DD/MM/YYYY").meant("3/4/2025"), Wording("DD/MM/YYYY").meant("2025-04-03")
        ('2025-04-03', '2025-04-03')
        >>> Wording(words=(("Drone", "uas"),)).meant(" drone ")
        'uas'
        """
        if self.order:
            day = ORDERS[self.order].fullmatch(text.strip())
            return f"{day['year']}-{day['month']:>02}-{day['day']:>02}" if day else text
        return next((value for cell, value in self.words if _folded(cell) == _folded(text)), text)


def nameable(cell: str) -> bool:
    """Whether a wording can say what a cell means."""
    return bool(cell.strip()) and cell.isprintable() and _PARTS.search(cell) is None


def read_wording(fact: Fact, text: str, header: str = "") -> Wording | Fault | None:
    """Read what stands in brackets behind a fact.

    Args:
        fact: what the column states.
        text: such as ``DD/MM/YYYY`` or ``drone = uas``.
        header: its header, for a fault.

    Returns:
        The wording; None where the text is none; a fault where it names what is no value of the fact.
    """
    if fact.type == "date":
        order = re.sub(r"[-. ]", "/", text.strip().upper())
        return Wording(order) if order in ORDERS else None
    if fact.type not in WORDED or "=" not in text:
        return None
    values: Mapping[str, str] | tuple[str, ...] = fact.values if fact.type == "one_of" else _TRUTHS
    words: list[tuple[str, str]] = []
    for part in filter(str.strip, text.split(";")):
        cell, sign, value = (one.strip() for one in part.partition("="))
        known = fact.type == "nation" or value in values
        if not sign or not cell or not value or not known:
            mend = near(value, values) if value else "write CELL = VALUE"
            return Fault(header, f"'{part.strip()}' for {fact.path}", f"a cell = {_some(fact, values)}", mend)
        words.append((cell, value))
    return Wording(words=tuple(words))


def orders_of(cells: list[str]) -> list[str]:
    """Return the orders in which some days may be written, all of them in one.

    >>> orders_of(["15/09/2025"]), orders_of(["03/04/2025"]), orders_of(["15/09/2025", "09/15/2025"])
    (['DD/MM/YYYY'], ['DD/MM/YYYY', 'MM/DD/YYYY'], [])
    """
    from licet.rulebook.windows import NotAWindow, read_date

    def day(order: str, cell: str) -> bool:
        try:
            read_date(Wording(order).meant(cell))
        except NotAWindow:
            return False
        return True

    return [order for order in ORDERS if cells and all(day(order, cell) for cell in cells)]


def _some(fact: Fact, values: Mapping[str, str] | tuple[str, ...]) -> str:
    return "a nation" if fact.type == "nation" else " | ".join(values) if len(values) < 9 else f"a value of {fact.path}"


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
