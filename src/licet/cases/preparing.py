"""What partners are to be told of a refusal, prepared from the case when it is refused: an event that an officer reads before anything is sent."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from licet.cases.by_law import Procedure
from licet.cases.case import CaseState, Frozen
from licet.cases.denials import DeniedParty
from licet.cases.notification import DenialNotification, NotifiedGround, NotifiedItem, notification


def refusals(state: CaseState, law: Procedure, day: datetime.date) -> tuple[DenialNotification, ...]:
    """Return the notification of each destination of a case that is refused.

    Args:
        state: the case, with the recommendation that is decided.
        law: the procedure.
        day: of the decision.
    """
    assert state.recommendation is not None, "what is decided was recommended"
    named = state.recommendation.grounds
    grounds = [NotifiedGround(one.code, one.says, one.cite, one.standing) for one in law.grounds if one.code in named]
    latest = {(one.item, one.destination): one for one in state.latest}
    return tuple(
        notification(
            reference=state.reference if len(state.destinations) == 1 else f"{state.reference}/{place}",
            government=law.nation or law.authority,
            refused=day,
            items=[_item(one.id, one.name, latest.get((one.id, place))) for one in state.items],
            destination=place,
            parties=[_party(one) for one in state.parties],
            end_use=_end_use(state.transfer.get("end_use")),
            grounds=grounds,
            rulebook=next((one.rulebook for one in state.latest if one.destination == place), ""),
        )
        for place in state.destinations
    )


def told(one: DenialNotification) -> dict[str, Any]:
    """Return a notification as an event tells it."""
    return {
        "reference": one.reference,
        "government": one.government,
        "refused": one.refused.isoformat(),
        "destination": one.destination,
        "items": [
            {"item": item.item, "described": item.described, "entries": list(item.entries), "settled": item.settled, "category": item.category}
            for item in one.items
        ],
        "parties": [
            {"name": party.name, "role": party.role, "address": party.address, "country": party.country, "nation": party.nation}
            for party in one.parties
        ],
        "end_use": one.end_use,
        "grounds": [
            {"ground": ground.ground, "says": ground.says, "cite": ground.cite, "standing": ground.standing} for ground in one.grounds
        ],
        "rulebook": one.rulebook,
        "missing": list(one.missing),
    }  # fmt: skip


def prepared(state: CaseState) -> tuple[DenialNotification, ...]:
    """Return the notifications that were prepared in a case, as its events tell them."""
    return tuple(
        notification(
            **{name: one[name] for name in ("reference", "government", "destination", "end_use", "rulebook")},
            refused=datetime.date.fromisoformat(one["refused"]),
            items=[NotifiedItem(**{**item, "entries": tuple(item["entries"])}) for item in one["items"]],
            parties=[DeniedParty(**party) for party in one["parties"]],
            grounds=[NotifiedGround(**ground) for ground in one["grounds"]],
        )
        for one in state.prepared
    )


def _item(item: str, name: str, found: Frozen | None) -> NotifiedItem:
    answers: Mapping[str, Any] = found.findings.get("answers", {}) if found is not None else {}
    entries, category = answers.get("entries", {}), answers.get("category", {})
    settled = entries.get("value") is not None
    met = entries.get("value") if settled else entries.get("possible", ())
    return NotifiedItem(item, name, tuple(map(str, met)), settled, str(category.get("value") or ""))


def _party(one: Mapping[str, Any]) -> DeniedParty:
    # What a country is called stands in the file of the partner who sends; here it is known by its code.
    nation = str(one.get("nation") or "")
    return DeniedParty(
        str(one.get("name") or ""), str(one.get("role") or ""), str(one.get("address") or ""), nation, nation
    )


def _end_use(stated: Any) -> str:
    if isinstance(stated, Mapping):
        return "; ".join(f"{name}: {value}" for name, value in stated.items())
    return str(stated or "")
