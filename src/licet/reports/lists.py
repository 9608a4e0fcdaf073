"""The lists that parties are held against: each with its vintage and whether it may be relied on, those that the law asks for, and its rules."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from licet.language.conditions import atoms, names
from licet.reports.account import clean
from licet.rulebook.names import PARTY_SCREENING, SCREENING, SCREENING_HITS
from licet.rulebook.rulebook import Rulebook
from licet.screening.answer import ListState
from licet.screening.held import HeldList
from licet.screening.known_lists import read_known_lists

_OBLIGATIONS = "obligations"


def plain_lists(states: Iterable[ListState], held: Iterable[HeldList]) -> list[dict[str, Any]]:
    """Return the sources of the lists as rows; a state that is of no list is none of them.

    Args:
        states: how each stands now.
        held: what is kept of each list.
    """
    known = {one.name: one for one in held}
    return [_row(state, known.get(state.list)) for state in states if state.list or state.source]


def _row(state: ListState, held: HeldList | None) -> dict[str, Any]:
    until = datetime.date.fromisoformat(held.vintage) + _days(held) if held is not None else None
    return {
        "list": state.list,
        "source": state.source,
        "title": clean(state.title),
        "vintage": state.vintage,
        "added": held.added[:10] if held is not None else "",
        "entries": state.count,
        "status": state.status,
        "why": clean(state.why),
        "relied_on_until": until.isoformat() if until is not None else "",
        "digest": state.digest,
    }


def _days(held: HeldList) -> datetime.timedelta:
    room = datetime.date.max - datetime.date.fromisoformat(held.vintage)
    return min(datetime.timedelta(days=held.max_age), room)


def asked_for(book: Rulebook, states: Iterable[ListState]) -> list[dict[str, Any]]:
    """Return the lists that the law asks exporters to know, each with whether it is there."""
    here = {state.source for state in states}
    return [
        {
            "code": known.code,
            "title": known.title,
            "exporter": known.exporter,
            "exporter_name": book.nations.get(known.exporter, known.exporter),
            "required_by": known.required_by,
            "effect": known.effect,
            "cite": known.cite,
            "standing": known.standing,
            "here": known.code in here,
        }
        for known in read_known_lists(book.folder).required
    ]


def rules_that_follow(book: Rulebook, day: datetime.date) -> list[dict[str, str]]:
    """Return the rules in force on a day by which what a screening found has to be settled: those that ask for it and set a task."""
    asked = {SCREENING, SCREENING_HITS, PARTY_SCREENING}
    found = []
    for name, rule in book.rules.items():
        reads = {one for atom in atoms(rule.condition) for one in names(atom)} if rule.condition is not None else set()
        if _OBLIGATIONS in rule.then and reads & asked and rule.window.holds(day.toordinal()):
            found.append({"rule": name, "says": rule.says, "cite": rule.cite, "standing": rule.standing})
    return found
