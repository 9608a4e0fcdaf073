"""One side of a comparison: the law of a day, with the proposals put in force, as somebody named it: ``2025-01-02``, ``now+hr-3068-119``."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

from licet.errors import Fault, InputError, LawError
from licet.rulebook.names import reform_called
from licet.rulebook.rulebook import Rulebook, today
from licet.rulebook.windows import NotAWindow, read_date

NOW = "now"
PLACES = ("BASE", "OTHER")
_NONE: Mapping[str, str] = MappingProxyType({})
_EXPECTED = "a date, 'now', the name or file of a reform, or several joined by '+'"


@dataclass(frozen=True, slots=True)
class Side:
    """The law of one day.

    Attributes:
        named: as somebody named it.
        rulebook: the law, with the proposals in force.
        date: the day.
        dated: whether the day was named, and not taken from the other side or the clock.
    """

    named: str
    rulebook: Rulebook
    date: datetime.date
    dated: bool

    @property
    def day(self) -> int:
        """The day as an ordinal."""
        return self.date.toordinal()

    @property
    def reforms(self) -> list[str]:
        """The proposals in force, as they were named."""
        return self.rulebook.named_reforms()

    @property
    def stretch(self) -> tuple[datetime.date | None, datetime.date | None]:
        """The first and the last day around this one on which no provision or membership begins or ends; None where there is no end."""
        cuts = self.rulebook.boundaries
        first = max((cut for cut in cuts if cut <= self.day), default=None)
        after = min((cut for cut in cuts if cut > self.day), default=None)
        return (
            None if first is None else datetime.date.fromordinal(first),
            None if after is None else datetime.date.fromordinal(after - 1),
        )

    def __str__(self) -> str:
        return "+".join([self.date.isoformat(), *self.reforms])


def sides(
    base: str, other: str, law: str | Path | None = None, written: Mapping[str, str] = _NONE
) -> tuple[Side, Side]:
    """Read both sides of a comparison.

    A side without a date has that of the other, or today's where neither names one.

    Args:
        base: the one side: a date, ``now``, a reform, or several joined by ``+``, such as ``2025-01-02+hr-3068-119``.
        other: the other side.
        law: the folder of law; the law that came with Licet by default.
        written: reforms that lie in no file: the name by which a side calls them → their text.

    Raises:
        InputError: with a fault for everything that is wrong with either.
        LawError: for law that cannot be used.
    """
    faults: list[Fault] = []
    read = [_side(where, text, law, written, faults) for where, text in zip(PLACES, (base, other), strict=True)]
    if faults:
        raise InputError(faults=faults)
    first, second = (side for side in read if side is not None)
    days = [side.date for side in (first, second) if side.dated]
    fallback = days[0] if days else today()
    first, second = (side if side.dated else replace(side, date=fallback) for side in (first, second))
    for where, side in zip(PLACES, (first, second), strict=True):
        faults += [
            Fault(
                where,
                f"'{reform.name}', which begins after {side.date}",
                "a day on which it counts",
                f"{datetime.date.fromordinal(reform.since)}+{reform.name}",
            )
            for reform in side.rulebook.reforms
            if reform.since > side.day
        ]
    if faults:
        raise InputError(faults=faults)
    return first, second


def _side(
    where: str, text: str, law: str | Path | None, written: Mapping[str, str], faults: list[Fault]
) -> Side | None:
    found: list[Fault] = []
    days: list[datetime.date] = []
    reforms: list[str] = []
    for part in [text] if not written and _is_file(text) else text.split("+"):
        name = part.strip()
        if name == NOW:
            days.append(today())
        elif name[:1].isdigit() and (written or not _is_file(name)):
            try:
                days.append(read_date(name))
            except NotAWindow as error:
                found.append(Fault(where, str(error), "a date as YYYY-MM-DD"))
        elif name:
            reforms.append(name)
        else:
            found.append(
                Fault(where, f"'{text}', with nothing on one side of '+'" if text.strip() else "nothing", _EXPECTED)
            )
    if len(days) > 1:
        found.append(Fault(where, f"{len(days)} dates in '{text}'", "one date on each side"))
    book: Rulebook | None = None
    try:
        mine = {name: text for name, text in written.items() if any(reform_called(r)[0] == name for r in reforms)}
        book = Rulebook.load(law, reforms, mine)
    except LawError:
        raise
    except InputError as error:
        found += [replace(fault, where=where, expected=f"a date, 'now', {fault.expected}") for fault in error.faults]
    faults += found
    if found or book is None:
        return None
    return Side(text.strip(), book, days[0] if days else today(), bool(days))


def files(text: str) -> list[str]:
    """Return the files that a side names."""
    parts = [text] if _is_file(text) else text.split("+")
    return [name for part in parts if Path(name := reform_called(part.strip())[0]).is_file()]


def _is_file(text: str) -> bool:
    return Path(reform_called(text)[0]).is_file()
