"""What stating, handing in, submitting and being determined make of a case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import msgspec

from licet.cases.applied import Asked, Attached, Frozen, Happened, Item
from licet.cases.case import CaseState
from licet.cases.reading import Fold, amount, day
from licet.cases.reviewed import Match


def read_items(told: Iterable[Mapping[str, Any]]) -> tuple[Item, ...]:
    """Return items as an event tells them."""
    return tuple(
        Item(
            one["id"], one["name"], one["stated"], Decimal(one["quantity"]), one.get("unit", "pieces"), amount(one.get("value")),
            one.get("currency", ""),
        )
        for one in told
    )  # fmt: skip


def _stated(state: CaseState, event: Happened) -> CaseState:
    items = read_items(event.body["items"])
    transfer = event.body["transfer"]
    state = replace(
        state,
        transfer=transfer,
        items=items,
        destinations=tuple(event.body["destinations"]),
        parties=tuple(transfer.get("parties", ())),
    )
    if event.kind == "drafted":
        state = replace(
            state, id=event.case, reference=event.body["reference"], applicant=event.body["applicant"], made=event.at
        )
    return state


def _attached(state: CaseState, event: Happened) -> CaseState:
    one = Attached(
        event.body["digest"],
        event.body["name"],
        event.body["kind"],
        event.actor,
        event.at,
        bool(event.body.get("internal")),
    )
    return replace(state, attachments=(*state.attachments, one))


def _shown(state: CaseState, event: Happened) -> CaseState:
    shown = event.body["digest"]
    return replace(
        state,
        attachments=tuple(replace(one, internal=False) if one.digest == shown else one for one in state.attachments),
    )


def _submitted(state: CaseState, event: Happened) -> CaseState:
    return replace(state, submitted=event.at)


def _plain(findings: str | Mapping[str, Any]) -> Mapping[str, Any]:
    """Return findings as data. An event holds the text of which the digest is; who folds what was read already may hand in data."""
    if isinstance(findings, Mapping):
        return findings
    read: Mapping[str, Any] = msgspec.json.decode(findings)
    return read


def _determined(state: CaseState, event: Happened) -> CaseState:
    found = tuple(
        Frozen(
            one["item"], one["destination"], one["rulebook"], day(one["day"]), _plain(one["findings"]), one["digest"], tuple(one["screening"]),
            one["transfer"], event.at,
        )
        for one in event.body["determinations"]
    )  # fmt: skip
    return replace(state, determinations=(*state.determinations, *found))


def _matched(state: CaseState, event: Happened) -> CaseState:
    known = {one.id for one in state.matches}
    found = tuple(
        Match(one["id"], one["denial"], one["partner"], one.get("told", {}), event.at)
        for one in event.body["matches"]
        if one["id"] not in known
    )
    return replace(state, matches=(*state.matches, *found), matched=event.at)


def _judged(state: CaseState, event: Happened) -> CaseState:
    return replace(
        state,
        matches=tuple(
            replace(one, verdict=event.body["verdict"], reasons=event.body["reasons"], by=event.actor)
            if one.id == event.body["match"]
            else one
            for one in state.matches
        ),
    )


def _consulted(state: CaseState, event: Happened) -> CaseState:
    return replace(
        state,
        matches=tuple(
            replace(one, consultation=event.body["outcome"], consulted=event.at)
            if one.id == event.body["match"]
            else one
            for one in state.matches
        ),
    )


def _asked(state: CaseState, event: Happened) -> CaseState:
    return replace(
        state,
        asked=(
            *state.asked,
            Asked(event.body["id"], event.body["question"], event.actor, event.at, pause=event.body.get("pause", "")),
        ),
    )


def _question_dropped(state: CaseState, event: Happened) -> CaseState:
    return replace(
        state,
        asked=tuple(
            replace(one, answered=event.at, dropped=True) if one.id == event.body["id"] else one for one in state.asked
        ),
    )


def _applicant_answered(state: CaseState, event: Happened) -> CaseState:
    return replace(
        state,
        asked=tuple(
            replace(one, answer=event.body["answer"], answered=event.at) if one.id == event.body["id"] else one
            for one in state.asked
        ),
    )


def _restated(state: CaseState, event: Happened) -> CaseState:
    """What was said of the case before was said of another one: it is to be advised, weighed and matched anew."""
    return replace(
        _stated(state, event),
        advice=tuple(replace(one, superseded=True) for one in state.advice),
        referrals=tuple(replace(one, answered=None) for one in state.referrals),
        worksheet=(),
        matches=tuple(replace(one, verdict="", consultation="", consulted=None) for one in state.matches),
        matched=None,
        recommendation=None,
        intent=None,
    )


KINDS: dict[str, Fold] = {
    "restated": _restated,
    "drafted": _stated,
    "draft_changed": _stated,
    "attached": _attached,
    "document_shown": _shown,
    "submitted": _submitted,
    "determined": _determined,
    "matched": _matched,
    "match_judged": _judged,
    "consulted": _consulted,
    "asked_applicant": _asked,
    "applicant_answered": _applicant_answered,
    "question_dropped": _question_dropped,
}
