"""The two sides of a comparison in the query of an address, written as the command has them, and in the fields of a form."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import QueryDict

from licet.comparing.sides import NOW, Side, sides
from licet.errors import Fault, InputError, LicetError
from licet.language.nodes import Mapping as NoFacts
from licet.language.nodes import Where
from licet.programs.comparing import BASE, OTHER, check_side
from licet.programs.drafting import NAME
from licet.rulebook.names import reform_called
from licet.rulebook.rulebook import Rulebook
from licet.transfers.stating import Stater
from licet.web.asked import LAW, Asked, Choice, Digest, Field, Nation, read_asked
from licet.web.reforms_in_addresses import ASSUME, REFORM, WRITTEN, Reforms, read_reforms

NATION, ITEMS, ROWS = "nation", "items", "rows"
# What only chooses among the cells of the matrix.
VIEW = (NATION, ITEMS, ROWS)
_BETWEEN = re.compile(r"[\s+]+")


@dataclass(frozen=True, kw_only=True)
class SideField(Field):
    """One side: a day, proposals, or several joined by ``+``."""

    def read(self, text: str) -> str:
        """Return it as the command has it; in an address ``+`` is a blank."""
        side = "+".join(_BETWEEN.split(text.strip()))
        check_side(side, self.name, settings.LICET_LAW, written=True)
        return side


def fields(book: Rulebook, classes: Mapping[str, str]) -> tuple[Field, ...]:
    """Return what the address may ask beside the reform that is written in it."""
    return (
        SideField(name=BASE, label="On the one side"),
        SideField(name=OTHER, label="On the other side"),
        Nation(name=NATION, label="Nation", rulebook=book),
        Choice(name=ITEMS, label="Items", values=classes),
        Choice(name=ROWS, label="Rows", values={"all": "all nations", "changed": "only what changes"}),
        Digest(name=LAW, label="Law"),
    )


@dataclass(frozen=True)
class Parted:
    """One side in the fields of a form: its day, or nothing for today, and its proposals."""

    day: str = ""
    reforms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sides:
    """What an address compares.

    Attributes:
        asked: the sides as they were written, and what is chosen of the matrix.
        reforms: the reform that is written in the address, and the lists that are filled.
        faults: a fault for everything that cannot be read.
        first, second: the two sides; None where there is a fault, or nothing is asked.
    """

    asked: Asked
    reforms: Reforms
    faults: tuple[Fault, ...] = ()
    first: Side | None = None
    second: Side | None = None
    parted: Mapping[str, Parted] = field(default_factory=dict)

    @property
    def begun(self) -> bool:
        """Whether anything is compared."""
        return any(name in self.asked.texts for name in (BASE, OTHER)) or bool(self.reforms.packed)

    def query(self, view: bool = True, **more: str) -> str:
        """Return what is compared as the query of an address, each side with its day.

        Args:
            view: whether what is chosen of the matrix stands in it.
            more: what else stands in it.
        """
        if self.first is None or self.second is None:
            return urlencode(more)
        chosen = {name: self.asked.texts[name] for name in VIEW if view and self.asked.texts.get(name)}
        return query_of(str(self.first), str(self.second), self.reforms, {**chosen, **more})


def query_of(base: str, other: str, reforms: Reforms, more: Mapping[str, str]) -> str:
    """Return the query of an address that compares two sides; ``+`` between their parts stands as it is, since it is read as a blank."""
    pairs = [(BASE, base.replace("+", " ")), (OTHER, other.replace("+", " "))]
    mine = [(name, text) for name, text in reforms.pairs if name != REFORM]
    return urlencode([*pairs, *mine, *more.items()], safe=":,=@")


def read_sides(query: QueryDict, book: Rulebook, classes: Mapping[str, str], day: datetime.date) -> Sides:
    """Read the query of an address.

    Args:
        query: the query.
        book: the law of the site.
        classes: the classes of items of the matrix, with their titles.
        day: today.
    """
    rest = query.copy()
    for name in (WRITTEN, ASSUME):
        rest.pop(name, None)
    asked, faults = read_asked(rest, fields(book, classes))
    texts = {name: asked.values.get(name, "") for name in (BASE, OTHER)}
    parted = {name: parted_of(texts[name] or "+".join(_BETWEEN.split(asked.texts.get(name, "")))) for name in texts}
    names = list(dict.fromkeys(name for side in parted.values() for name in side.reforms))
    mine = [name for name in names if reform_called(name)[0] == NAME]
    reforms = read_reforms(query, [*[name for name in names if name not in mine], *mine[:1]])
    faults += reforms.faults
    read = Sides(asked, reforms, tuple(faults), parted=parted)
    if faults or not read.begun:
        return read
    base, other = (texts[name] or NOW for name in (BASE, OTHER))
    try:
        first, second = sides(base, other, settings.LICET_LAW, reforms.written)
        _check(first, second, reforms, day)
    except LicetError as error:
        where = {"BASE": BASE, "OTHER": OTHER}
        faults = [replace(one, where=where.get(one.where, one.where.removeprefix("--"))) for one in error.faults]
        return replace(read, faults=tuple(faults))
    return replace(read, first=first, second=second)


def _check(first: Side, second: Side, reforms: Reforms, day: datetime.date) -> None:
    """Refuse two sides that are one, and lists that cannot be filled."""
    if str(first) == str(second):
        found = f"the same as the one side, the law of {first.date}"
        raise InputError(faults=[Fault(OTHER, found, "another day, or a proposal", "choose what is to differ")])
    stater = Stater(second.rulebook, day, None, reforms.assume)
    unknown = [text for text in reforms.assume if text.partition("=")[0].strip() not in unpublished(second.rulebook)]
    if unknown:
        expected = f"one of {', '.join(unpublished(second.rulebook))}, with nations"
        raise InputError(faults=[Fault(ASSUME, f"'{one[:80]}'", expected, "GROUP=IT,JP") for one in unknown])
    stater.read(NoFacts((), Where(ASSUME)))


def unpublished(book: Rulebook) -> dict[str, Any]:
    """Return the groups of nations whose list is not public, and may be filled."""
    return {name: group for name, group in book.groups.items() if group.assumed}


def parted_of(side: str) -> Parted:
    """Return a side, as the command has it, in the fields of a form."""
    parts = [part for part in side.split("+") if part]
    day = next((part for part in parts if part[:1].isdigit()), "")
    return Parted(day, tuple(part for part in parts if part not in (day, NOW)))


def from_form(sent: QueryDict, book: Rulebook) -> tuple[str, str, tuple[str, ...]]:
    """Return the two sides and the lists that a form fills, each side as the command has it.

    Args:
        sent: the fields of the form.
        book: the law of the site.
    """
    said = {
        name: [sent.get(f"{name}-day", "").strip() or NOW, *sent.getlist(f"{name}-{REFORM}")] for name in (BASE, OTHER)
    }
    if sent.get("text", "").strip() and not any(NAME in parts for parts in said.values()):
        said[OTHER].append(NAME)
    filled = {name: " ".join(sent.get(f"{ASSUME}-{name}", "").split()) for name in unpublished(book)}
    base, other = ("+".join(said[name]) for name in (BASE, OTHER))
    return base, other, tuple(f"{name}={nations}" for name, nations in filled.items() if nations)
