"""What an address may ask: its fields, how each is read, and the faults of what cannot be read.

A page declares its fields; the form on the page, the reading of the address and the address that is cited all follow from them.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict

from licet.errors import Fault, InputError, near
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.windows import NotAWindow, read_date
from licet.transfers.nations import NationError
from licet.transfers.stating import nations_of

LONGEST = 200
LAW = "law"
# By the one letter, search engines and people ask everywhere.
_SEARCH, _Q = "search", "q"


@dataclass(frozen=True, kw_only=True)
class Field:
    """One thing that an address may ask.

    Attributes:
        name: its name in the address.
        label: what it is called on the page.
        hint: what a reader should know before filling it in.
    """

    name: str
    label: str
    hint: str = ""
    kind = "text"

    def read(self, text: str) -> Any:
        """Return what a text asks for.

        Raises:
            InputError: for a text that cannot be read.
        """
        return text

    def told(self, value: Any) -> str:
        """Return how a value stands in an address."""
        return str(value)

    def refused(self, found: str, expected: str, mend: str = "") -> InputError:
        """Return the error of a text that cannot be read."""
        return InputError(faults=[Fault(self.name, found, expected, mend)])


@dataclass(frozen=True, kw_only=True)
class Words(Field):
    """Words that are looked for."""

    kind = "search"


@dataclass(frozen=True, kw_only=True)
class Choice(Field):
    """One of a few values.

    Attributes:
        values: value → what it is called.
    """

    values: Mapping[str, str]
    kind = "choice"

    def read(self, text: str) -> str:
        """Return the value."""
        if text not in self.values:
            raise self.refused(f"'{text}'", f"one of {', '.join(self.values)}", near(text, self.values))
        return text


@dataclass(frozen=True, kw_only=True)
class Day(Field):
    """A day; the day of reading where none is asked for and ``today`` is given.

    Attributes:
        today: the day that counts where none is asked for; None where there is no such day.
    """

    today: datetime.date | None = None
    kind = "date"

    def read(self, text: str) -> datetime.date:
        """Return the day."""
        try:
            return read_date(text)
        except NotAWindow as error:
            raise self.refused(str(error), "a day that exists, as YYYY-MM-DD") from None

    def told(self, value: datetime.date) -> str:
        """Return the day as it stands in an address."""
        return value.isoformat()


@dataclass(frozen=True, kw_only=True)
class Nation(Field):
    """A nation, by code or by a name that people use."""

    rulebook: Rulebook
    kind = "nation"

    def read(self, text: str) -> str:
        """Return its code."""
        try:
            return nations_of(self.rulebook).code(text)
        except NationError as error:
            raise InputError(faults=[Fault(self.name, fault.found) for fault in error.faults]) from None


@dataclass(frozen=True, kw_only=True)
class Digest(Field):
    """The law under which an address was cited, by the first signs of its digest."""

    def read(self, text: str) -> str:
        """Return the signs."""
        signs = text.removeprefix("sha256:")
        if not 8 <= len(signs) <= 64 or not set(signs) <= set("0123456789abcdef"):
            raise self.refused(f"'{text}'", "8 to 64 signs of a digest, 0 to 9 and a to f")
        return signs


@dataclass(frozen=True)
class Asked:
    """What an address asks.

    Attributes:
        fields: what it may ask.
        texts: field → what was written for it, readable or not.
        values: field → what it asks for.
    """

    fields: tuple[Field, ...]
    texts: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)

    @property
    def shown(self) -> list[tuple[Field, str]]:
        """The fields of the form, each with what stands in it; the law that was cited is asked by nobody."""
        return [
            (one, self.texts.get(one.name) or (one.told(self.values[one.name]) if one.name in self.values else ""))
            for one in self.fields
            if one.name != LAW
        ]

    def query(self, **more: str) -> str:
        """Return what is asked as the query of an address, in the order of the fields, with every day said."""
        told = {f.name: f.told(self.values[f.name]) for f in self.fields if f.name in self.values and f.name != LAW}
        return urlencode({**told, **more}, safe=":")


def read_asked(query: QueryDict, fields: Iterable[Field]) -> tuple[Asked, list[Fault]]:
    """Read the query of an address.

    Args:
        query: the query.
        fields: what may be asked.

    Returns:
        What is asked, and a fault for everything that cannot be read.
    """
    known = {one.name: one for one in fields}
    faults: list[Fault] = []
    texts: dict[str, str] = {}
    values: dict[str, Any] = {one.name: one.today for one in known.values() if isinstance(one, Day) and one.today}
    for written, given in query.lists():
        name = _SEARCH if written == _Q and _SEARCH in known and _SEARCH not in query else written
        one = known.get(name)
        if one is None:
            expected = f"one of {', '.join(known)}"
            faults.append(Fault(_short(name), "no such part of this address", expected, near(name, known)))
            continue
        text = given[-1].strip()
        texts[name] = text[:LONGEST]
        if len(given) > 1:
            faults.append(Fault(name, f"{len(given)} values", "one value"))
        elif len(text) > LONGEST:
            faults.append(Fault(name, f"{len(text):,} letters", f"at most {LONGEST}"))
        elif not text.isprintable():
            faults.append(Fault(name, "signs that cannot be shown", "letters, digits and signs on one line"))
        elif text:
            try:
                values[name] = one.read(text)
            except InputError as error:
                faults += error.faults
    return Asked(tuple(known.values()), texts, values), faults


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
