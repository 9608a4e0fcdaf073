"""What recommending, signing, deciding and all that comes after make of a case."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from licet.cases.applied import Happened
from licet.cases.case import CaseState
from licet.cases.licensed import Check, Decision, Drawn, Intent, Licence, Licensed, Notified, Proposed
from licet.cases.reading import Fold, amount, day
from licet.cases.reviewed import Signature
from licet.cases.words import APPROVED_WITH_PROVISOS


def _recommended(state: CaseState, event: Happened) -> CaseState:
    return replace(state, recommendation=_outcome(event), intent=None)


def _signed(state: CaseState, event: Happened) -> CaseState:
    one = Signature(event.body["step"], event.actor, event.organisation, event.body["digest"], event.at)
    return replace(state, signatures=(*state.signatures, one))


def _undone(state: CaseState, event: Happened) -> CaseState:
    return replace(
        state,
        signatures=tuple(replace(one, undone=event.at) if one.undone is None else one for one in state.signatures),
    )


def _decided(state: CaseState, event: Happened) -> CaseState:
    state = replace(state, decision=_outcome(event))
    if event.body["outcome"] != APPROVED_WITH_PROVISOS:
        return state
    return replace(
        state,
        provisos=tuple(one if one.state == "dropped" else replace(one, state="in_force") for one in state.provisos),
    )


def _outcome(event: Happened) -> Decision:
    return Decision(
        event.body["outcome"],
        tuple(event.body.get("grounds", ())),
        event.body.get("shown", ""),
        event.body.get("reasons", ""),
        event.actor,
        event.at,
    )


def _licensed(state: CaseState, event: Happened) -> CaseState:
    items = tuple(
        Licensed(one["item"], Decimal(one["quantity"]), amount(one.get("value"))) for one in event.body["items"]
    )
    valid = day(event.body["valid_from"]), day(event.body["valid_until"])
    licence = Licence(event.body["number"], *valid, items, event.body.get("currency", ""), event.at)
    return replace(state, licence=licence, proposed=None)


def _notified(state: CaseState, event: Happened) -> CaseState:
    body = event.body
    one = Notified(body["notice"], day(body["on"]), body["reference"], event.actor, event.at)
    return replace(state, notified=(*state.notified, one))


def _prepared(state: CaseState, event: Happened) -> CaseState:
    return replace(state, prepared=(*state.prepared, event.body))


def _intent_told(state: CaseState, event: Happened) -> CaseState:
    return replace(state, intent=Intent(event.body["text"], event.at))


def _responded(state: CaseState, event: Happened) -> CaseState:
    assert state.intent is not None, "a guard lets nobody answer to nothing"
    first = state.intent.responded or event.at
    return replace(state, intent=replace(state.intent, response=event.body["text"], responded=first))


def _proposed(state: CaseState, event: Happened) -> CaseState:
    body = event.body
    terms, shown = body.get("terms", {}), body.get("shown", "")
    return replace(state, proposed=Proposed(body["change"], terms, body["why"], event.actor, event.at, shown))


def _drawn(state: CaseState, event: Happened) -> CaseState:
    one = Drawn(
        event.body["item"],
        Decimal(event.body["quantity"]),
        amount(event.body.get("value")),
        day(event.body["on"]),
        event.body["reference"],
        event.actor,
        event.at,
    )
    return replace(state, drawn=(*state.drawn, one))


def _planned(state: CaseState, event: Happened) -> CaseState:
    return replace(
        state,
        monitoring=(
            *state.monitoring,
            Check(event.body["id"], event.body["check"], day(event.body["due"]), event.actor),
        ),
    )


def _recorded(state: CaseState, event: Happened) -> CaseState:
    return replace(
        state,
        monitoring=tuple(
            replace(one, done=day(event.body["on"]), outcome=event.body["outcome"], found=event.body.get("found", ""))
            if one.id == event.body["id"]
            else one
            for one in state.monitoring
        ),
    )


def _closed(state: CaseState, event: Happened) -> CaseState:
    return replace(state, closed=event.body.get("why", ""), closed_shown=event.body.get("shown", ""), proposed=None)


def _only_moved(state: CaseState, _event: Happened) -> CaseState:
    return state


def _open_again(state: CaseState, _event: Happened) -> CaseState:
    """Neither recommendation nor decision holds any more; the chain keeps them."""
    return replace(state, recommendation=None, decision=None, prepared=(), intent=None)


KINDS: dict[str, Fold] = {
    "recommended": _recommended,
    "signed": _signed,
    "signatures_undone": _undone,
    "decided": _decided,
    "issued": _licensed,
    "amended": _licensed,
    "legislature_notified": _notified,
    "partner_notice_prepared": _prepared,
    "intent_told": _intent_told,
    "responded": _responded,
    "change_proposed": _proposed,
    "drawn": _drawn,
    "check_planned": _planned,
    "check_recorded": _recorded,
    "withdrawn": _closed,
    "revoked": _closed,
    "expired": _closed,
    "held": _only_moved,
    "paused": _only_moved,
    "resumed": _only_moved,
    "appealed": _only_moved,
    "decision_upheld": _only_moved,
    "reopened": _open_again,
    "sent_back": _open_again,
}
