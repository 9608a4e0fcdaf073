"""From a case to the rows of a report: one for each item and destination. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from licet.cases.case import CaseState, Frozen
from licet.cases.reporting.outcome import Outcome
from licet.cases.words import OVER

# What the engine leaves open is told as open; it is neither an answer nor none.
OPEN = "open"


def outcomes_of(case: CaseState, zone: datetime.tzinfo, currency: str) -> tuple[Outcome, ...]:
    """Return the rows of a case; none for one that was never submitted.

    An item that meets several entries stands under all of them together, so that no case is counted twice. A value in another currency than that
    of the report is not stated in it, and is left open.

    Args:
        case: the case.
        zone: the time zone by which a day of the authority ends.
        currency: of the report.
    """
    if case.submitted is None:
        return ()
    found = {(one.item, one.destination): one for one in case.latest}
    decided = case.decision.at.astimezone(zone).date() if case.decision is not None else None
    # A case that was withdrawn, revoked or expired is told by that, though it was decided before.
    over = case.state in OVER
    outcome = case.decision.outcome if case.decision is not None and not over else case.state
    stages: dict[str, int] = {}
    for one in case.stages:
        if one.left is not None and one.state != "draft":
            stages[one.state] = stages.get(one.state, 0) + (one.left - one.entered).days
    return tuple(
        Outcome(
            place,
            _entries(found.get((item.id, place))),
            _category(found.get((item.id, place))),
            outcome,
            case.submitted.astimezone(zone).date(),
            decided,
            item.value if item.currency == currency else None,
            tuple(stages.items()),
            case.applicant,
        )
        for item in case.items
        for place in case.destinations
    )


def _answer(frozen: Frozen | None, question: str) -> Mapping[str, Any]:
    found = frozen.findings.get("answers", {}).get(question, {}) if frozen is not None else {}
    return found if isinstance(found, Mapping) else {}


def _entries(frozen: Frozen | None) -> str:
    value = _answer(frozen, "entries").get("value")
    if value is None:
        return OPEN
    return " ".join(sorted(map(str, value))) if isinstance(value, list | tuple) else str(value)


def _category(frozen: Frozen | None) -> str:
    value = _answer(frozen, "category").get("value")
    return OPEN if value is None else str(value)
