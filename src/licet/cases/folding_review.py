"""What taking on, referral, advice, provisos, factors and escalation make of a case."""

from __future__ import annotations

import datetime
from dataclasses import replace

from licet.cases.applied import Happened
from licet.cases.case import CaseState
from licet.cases.reading import Fold, moment
from licet.cases.reviewed import Advice, Proviso, Referral, Step, Weighed
from licet.cases.words import RETURN


def _taken_on(state: CaseState, event: Happened) -> CaseState:
    return replace(state, officer=event.body["officer"])


def _referred(state: CaseState, event: Happened) -> CaseState:
    body = event.body
    one = Referral(
        body["agency"], body["rule"], body["digest"], event.at, moment(body.get("due")), position=event.position
    )
    return replace(state, referrals=(*state.referrals, one))


def _advised(state: CaseState, event: Happened) -> CaseState:
    new = Advice(
        f"{event.position}", event.body["agency"], event.body["item"], event.body["destination"], event.body["verdict"], event.at, event.actor,
        tuple(event.body.get("grounds", ())), tuple(one["id"] for one in event.body.get("provisos", ())), event.body.get("text", ""),
        event.body.get("supersedes", ""),
    )  # fmt: skip
    earlier = tuple(replace(one, superseded=True) if one.id == new.supersedes else one for one in state.advice)
    provisos = tuple(
        Proviso(one["id"], new.agency, one["text"], one.get("item", ""), "proposed", event.actor, event.at)
        for one in event.body.get("provisos", ())
    )
    state = replace(state, advice=(*earlier, new), provisos=(*state.provisos, *provisos))
    return replace(state, referrals=tuple(_answered(state, one, event.at) for one in state.referrals))


def _answered(state: CaseState, referral: Referral, at: datetime.datetime) -> Referral:
    """Return a referral with its answer, once every item and destination has one. A request for information is no answer."""
    have = {
        (one.item, one.destination)
        for one in state.advised
        if one.agency == referral.agency and one.verdict != RETURN and int(one.id) > referral.position
    }
    whole = all((item.id, place) in have for item in state.items for place in state.destinations)
    if not whole:
        return replace(referral, answered=None)
    return referral if referral.answered is not None else replace(referral, answered=at)


def _proviso_added(state: CaseState, event: Happened) -> CaseState:
    one = Proviso(
        event.body["id"],
        event.body["owner"],
        event.body["text"],
        event.body.get("item", ""),
        "proposed",
        event.actor,
        event.at,
    )
    return replace(state, provisos=(*state.provisos, one))


def _proviso_dropped(state: CaseState, event: Happened) -> CaseState:
    return replace(
        state,
        provisos=tuple(replace(one, state="dropped") if one.id == event.body["id"] else one for one in state.provisos),
    )


def _weighed(state: CaseState, event: Happened) -> CaseState:
    one = Weighed(
        event.body["factor"],
        event.body["evidence"],
        event.body["weight"],
        event.actor,
        event.at,
        event.body.get("standard", ""),
    )
    return replace(state, worksheet=(*(was for was in state.worksheet if was.factor != one.factor), one))


def _escalated(state: CaseState, event: Happened) -> CaseState:
    return replace(
        state, steps=(*state.steps, Step(event.body["step"], event.at, event.actor, event.body.get("why", "")))
    )


def _step_decided(state: CaseState, event: Happened) -> CaseState:
    last = replace(
        state.steps[-1], decided=event.at, outcome=event.body["outcome"], reasons=event.body.get("reasons", "")
    )
    return replace(state, steps=(*state.steps[:-1], last))


KINDS: dict[str, Fold] = {
    "taken_on": _taken_on,
    "referred": _referred,
    "advised": _advised,
    "silence_fell": _advised,
    "proviso_added": _proviso_added,
    "proviso_dropped": _proviso_dropped,
    "weighed": _weighed,
    "escalated": _escalated,
    "step_decided": _step_decided,
}
