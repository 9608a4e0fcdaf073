"""A demonstration agency: one person for each role, and cases in every state, made by the acts themselves with the engine and a procedure.

All of it is invented; the codes of nations only give the engine law to read. It is made only where somebody asks for it, only in a database in
which nothing happened, and whole or not at all. The cases stand in ``demonstration.csv``: how many days ago each began, how many hours pass
between two acts, in which state it ends, and what happens on the way. Refusals that invented partners told of stand in
``demonstration_denials.csv``.
"""

from __future__ import annotations

import datetime
import heapq
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from django.db import transaction

import licet
from licet.cases.declared import Line, lines, text_of
from licet.cases.demonstration_road import Road
from licet.cases.demonstration_stage import MADE, Stage, people
from licet.cases.denials_kept import register_all
from licet.cases.denials_reading import read_denials
from licet.cases.models import Event, Membership, Organisation
from licet.cases.procedure_reading import read_procedure
from licet.cases.words import DENIALS as DENIAL_OFFICER
from licet.determination import Determination
from licet.errors import Fault, InputError
from licet.rulebook.rulebook import Rulebook
from licet.screening.in_reviews import Lists
from licet.transfers.stating import nations_of

TABLE, DENIALS = "demonstration.csv", "demonstration_denials.csv"
_COLUMNS = (
    "reference", "begun", "pace", "goal", "outcome", "twist", "applicant", "item", "stated", "quantity", "unit", "value", "currency", "exporter",
    "destinations", "end_user",
)  # fmt: skip
# The example of a procedure, which is no law of any nation.
PROCEDURE = "plain"
# Takes how many cases are whole, and of how many.
Telling = Callable[[int, int], object]


def table() -> list[Line]:
    """Return the cases as they came with Licet."""
    return lines(TABLE, text_of(TABLE), _COLUMNS)


def demonstrate(law: Path, at: datetime.datetime, tell: Telling | None = None) -> int:
    """Make the demonstration in the database, and return how many cases it has.

    Args:
        law: the folder of law.
        at: the moment at which it ends; nothing happens later.
        tell: is told how far it is.

    Raises:
        InputError: for a database in which anything happened, or in which somebody has a role.
        LawError: for law that cannot be used.
    """
    book, configuration = Rulebook.load(law).for_cases, read_procedure(law, PROCEDURE)
    known = table()
    # No list of the machine takes part, so that it is the same everywhere.
    unlisted = Lists("off", at)

    def review(transfer: Mapping[str, Any]) -> Determination:
        return licet.review(transfer, rulebook=book, screener=unlisted)

    with transaction.atomic():
        _must_be_empty()
        exporters = tuple(dict.fromkeys(line.cells["applicant"] for line in known))
        begun = {line.cells["reference"]: at - datetime.timedelta(days=int(line.cells["begun"])) for line in known}
        first = min(begun.values())
        stage = Stage(book, configuration, review, people(configuration, exporters, first))
        register = read_denials(text_of(DENIALS).encode(), DENIALS, nations_of(book))
        register_all(register, stage.people[DENIAL_OFFICER], first)
        play([Road(line, stage, begun[line.cells["reference"]]) for line in known], tell)
    return len(known)


def made() -> bool:
    """Whether the database holds a demonstration, which says so in the first row of its chain."""
    return bool(Event.objects.filter(position=1, kind=MADE).exists())


def _must_be_empty() -> None:
    many = {
        "events": Event.objects.count(),
        "organisations": Organisation.objects.count(),
        "roles": Membership.objects.count(),
    }
    found = ", ".join(f"{number:,} {name}" for name, number in many.items() if number)
    if found:
        mend = "name another one with DATABASE_URL or LICET_SITE_FOLDER; what happened is never taken out"
        raise InputError(faults=[Fault("the database", found, "one in which nothing happened", mend)])


def play(roads: Sequence[Road], tell: Telling | None = None) -> None:
    """Do all acts of all cases in the order of their moments, as the chain has them.

    Args:
        roads: of the cases; each is at the moment of its beginning.
        tell: is told how far it is.
    """
    walks = [road.walk() for road in roads]
    waiting = [(road.at + next(walk), number) for number, (road, walk) in enumerate(zip(roads, walks, strict=True))]
    heapq.heapify(waiting)
    while waiting:
        moment, number = heapq.heappop(waiting)
        roads[number].at = moment
        wait = next(walks[number], None)
        if wait is not None:
            heapq.heappush(waiting, (moment + wait, number))
        elif tell is not None:
            tell(len(roads) - len(waiting), len(roads))
