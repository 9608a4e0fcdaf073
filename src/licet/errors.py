"""The errors of Licet, one small tree, and the fault: one thing found wrong at one place.

    LicetError
    ├── LawError        the rulebook cannot be used as it is written
    └── InputError      what a user stated cannot be used
        └── NationError (in ``licet.transfers.nations``: unknown or ambiguous names)

Every error may carry several faults, so that a user mends a file in one go.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing found wrong.

    Attributes:
        where: file and line (``transfer.yaml:3``), or the option that held the value.
        found: what stands there.
        expected: what should stand there.
        mend: how to put it right.
    """

    where: str
    found: str
    expected: str = ""
    mend: str = ""

    def __str__(self) -> str:
        parts = [f"{self.where}: {self.found}" if self.where else self.found]
        if self.expected:
            parts.append(f"expected {self.expected}")
        if self.mend:
            parts.append(self.mend)
        return "; ".join(parts)


class LicetError(Exception):
    """Something that Licet cannot go on with.

    Attributes:
        faults: what was found, in the order of the text.
    """

    def __init__(self, message: str = "", faults: Iterable[Fault] = ()) -> None:
        self.faults: tuple[Fault, ...] = tuple(faults) or (Fault("", message),)
        super().__init__(message or "\n".join(map(str, self.faults)))


class LawError(LicetError):
    """The rulebook cannot be used as it is written."""


class InputError(LicetError):
    """What a user stated cannot be used."""


def article(noun: str) -> str:
    """Return a noun with *a* or *an*."""
    return f"{'an' if noun[:1] in 'aeiou' else 'a'} {noun}"


def number_of(number: int, noun: str, several: str = "") -> str:
    """Return so many of something in words.

    Args:
        number: how many.
        noun: what one of them is called.
        several: what several are called, where an ``s`` does not do.

    >>> number_of(1, "row"), number_of(0, "row"), number_of(1200, "fault")
    ('1 row', '0 rows', '1,200 faults')
    """
    return f"{number:,} {noun if number == 1 else several or noun + 's'}"


def near(name: str, known: Iterable[str]) -> str:
    """Return a hint that names the known word nearest to ``name``, or an empty text."""
    import difflib

    words = list(dict.fromkeys(known))
    matches = difflib.get_close_matches(name, words, n=2, cutoff=0.6)
    if not matches:
        folded = {word.casefold(): word for word in words}
        matches = [folded[name.casefold()]] if name.casefold() in folded else []
    return f"did you mean {' or '.join(matches)}?" if matches else ""
