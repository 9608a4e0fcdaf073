"""What the query of an API address may ask: the options of the command that is called so, read as the pages read theirs."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from licet.errors import Fault, InputError
from licet.programs.asking import Exact, names_of
from licet.rulebook.rulebook import Rulebook
from licet.web.asked import Choice, Day, Field, Nation, Words, read_asked

REFORM = Words(
    name="reform", label="A proposal to put in force, by name, perhaps with @DATE; it may be given several times"
)
ASSUME = Words(name="assume", label="A fact to assume, as FACT=VALUE; it may be given several times")
AS_OF = Day(name="as_of", label="Review as of this date, whatever the transfers say")
EXACT = Choice(
    name="exact",
    label="How far to go to find out exactly what is left open",
    values={"quick": "not at all", "default": "about a second for each"},
)
QUESTION = Words(name="question", label="A question to answer; it may be given several times, and all are by default")
SEVERAL = frozenset({"reform", "assume", "question"})
_MOST = 20


def fields(name: str, book: Rulebook) -> tuple[Field, ...]:
    """Return what the query of an operation may ask."""
    exporter = Nation(name="exporter", label="The nation whose law says which lists have to be there", rulebook=book)
    known: Mapping[str, tuple[Field, ...]] = {
        "review": (AS_OF, REFORM, ASSUME, EXACT),
        "classify": (AS_OF, REFORM, ASSUME),
        "screen": (exporter,),
        "run": (QUESTION, AS_OF, REFORM, ASSUME, EXACT),
    }
    return known.get(name, ())


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked beside the body."""

    as_of: str | None = None
    reforms: tuple[str, ...] = ()
    assume: tuple[str, ...] = ()
    exact: Exact = "default"
    exporter: str = ""
    questions: tuple[str, ...] = ()


def read_options(query: QueryDict, name: str, book: Rulebook) -> Options:
    """Read the query of an operation.

    Raises:
        InputError: with a fault for everything that cannot be read.
    """
    single = query.copy()
    faults: list[Fault] = []
    found: dict[str, tuple[str, ...]] = {}
    may = fields(name, book)
    for one in (one.name for one in may if one.name in SEVERAL):
        given = [text for text in single.pop(one, []) if text.strip()]
        try:
            found[one] = names_of(given, one)
        except InputError as error:
            faults += error.faults
        if len(given) > _MOST:
            faults.append(Fault(one, f"{len(given)} values", f"at most {_MOST}"))
    asked, unread = read_asked(single, may)
    faults += unread
    if faults:
        raise InputError(faults=faults)
    values: dict[str, Any] = dict(asked.values)
    day: datetime.date | None = values.get("as_of")
    return Options(
        as_of=None if day is None else day.isoformat(),
        reforms=found.get("reform", ()),
        assume=found.get("assume", ()),
        exact=values.get("exact", "default"),
        exporter=values.get("exporter", ""),
        questions=found.get("question", ()),
    )
