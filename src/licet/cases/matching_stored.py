"""Cases held against the register of denials that is kept: an act of the clock, after a submission, after a change, and when the register changed."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from licet.cases import acts
from licet.cases.case import CaseState, Frozen
from licet.cases.denials_kept import kept_register, vouched
from licet.cases.doing import Acting, read
from licet.cases.matching import Found, Sought, match
from licet.cases.models import Case, Event
from licet.cases.moves import moves
from licet.cases.who import THE_CLOCK
from licet.parties import party_of
from licet.rulebook.rulebook import Rulebook
from licet.screening.answer import Party
from licet.transfers.transfer import StatedParty

_ACT, _MATCHED, _RESTATED = "match", "matched", "restated"


def match_case(case: str, at: datetime.datetime, nations: Mapping[str, str] | None = None) -> CaseState | None:
    """Hold a case against the register, and write down what was found, nothing as well.

    A refusal that says something else than before is another match: a verdict is one on what was read.

    Args:
        case: its id.
        at: the moment.
        nations: ISO code → name; those of the law by default.

    Returns:
        The case after it; None where there is no register yet, so that nothing was looked up and nothing is written.

    Raises:
        NotPossible: where the case is in no state in which it is matched, or somebody acted meanwhile.
    """
    register = kept_register()
    if register is None:
        return None
    state = read(case)
    names = nations if nations is not None else Rulebook.load().nations
    found = match(sought(state), register, names).found
    acting = Acting(case, state.position, THE_CLOCK, at)
    return acts.match(acting, matches=[told(one) for one in found])


def told(found: Found) -> dict[str, Any]:
    """Return a match as it stands in an event: amounts as text."""
    plain = found.told()
    grounds: Any = plain["grounds"]
    return {
        "id": f"{found.denial} {found.digest[:12]} {found.item} {found.destination}",
        "denial": found.denial,
        "partner": found.partner,
        "told": {
            **plain,
            "item": found.item,
            "destination": found.destination,
            "score": f"{found.score:.3f}",
            "grounds": [{**one, "score": f"{one['score']:.3f}"} for one in grounds],
        },
    }


def sought(state: CaseState) -> list[Sought]:
    """Return what of a case is held against a register, for each item and destination."""
    latest = {(one.item, one.destination): one for one in state.latest}
    return [
        Sought(
            item.id,
            place,
            item.name,
            _entries(item.stated, latest.get((item.id, place))),
            _parties(state, latest.get((item.id, place))),
        )
        for item in state.items
        for place in state.destinations
    ]


def _entries(stated: Mapping[str, Any], frozen: Frozen | None) -> tuple[str, ...]:
    """Return the entries that are met or claimed; where it is open which are met, those that may be."""
    answer = frozen.findings.get("answers", {}).get("entries", {}) if frozen is not None else {}
    value = answer.get("value")
    met = answer.get("possible", ()) if value is None else value if isinstance(value, list | tuple) else (value,)
    claimed = (stated.get(name) for name in ("entry", "entries"))
    said = [one for text in claimed if text for one in (text if isinstance(text, list | tuple) else [text])]
    return tuple(dict.fromkeys(str(one) for one in (*met, *said)))


def _parties(state: CaseState, frozen: Frozen | None) -> tuple[Party, ...]:
    findings = frozen.findings.get("parties", ()) if frozen is not None else ()
    shown = [one["party"] for one in findings] or [dict(one) for one in state.parties]
    return tuple(party_of(StatedParty({}, one)) for one in shown if one.get("name"))


def to_match() -> Iterator[str]:
    """Return each case that was not held against the register as it is now, or not as it is stated now, the oldest first."""
    last = vouched()
    if not last:
        return
    states = [one for row in moves().rows if row.act == _ACT for one in row.start]
    cases: QuerySet[Case] = Case.objects.filter(state__in=states).order_by("submitted", "pk")
    since = Event.objects.filter(case=OuterRef("pk"), kind=_MATCHED, position__gt=last)
    later = Event.objects.filter(case=OuterRef("case"), kind=_MATCHED, position__gt=OuterRef("position"))
    restated = Event.objects.filter(kind=_RESTATED, case=OuterRef("pk")).filter(~Exists(later))
    yield from cases.filter(~Exists(since)).values_list("pk", flat=True)
    yield from cases.filter(Exists(since), Exists(restated)).values_list("pk", flat=True)
