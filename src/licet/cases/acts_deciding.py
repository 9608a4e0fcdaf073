"""Acts of deciding: the recommendation, the signatures under it, the decision, and what an applicant can do against it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from licet.cases.case import CaseState
from licet.cases.determining import Review
from licet.cases.doing import Acting, do, may
from licet.cases.given import Given
from licet.cases.ledger import Said
from licet.cases.preparing import refusals, told
from licet.cases.signing import outstanding, pending
from licet.cases.stale import of_state
from licet.cases.words import REFUSED


def recommend(acting: Acting, *, outcome: str, reasons: str, grounds: Sequence[str] = (), shown: str = "") -> CaseState:
    """Recommend an outcome.

    Args:
        acting: who, with the procedure.
        outcome: one of :data:`licet.cases.words.OUTCOMES`.
        reasons: in full; internal.
        grounds: the codes of a refusal, of the list of the procedure.
        shown: the reasons that the applicant may read; a refusal has some.
    """
    body = {"outcome": outcome, "reasons": reasons, "grounds": list(grounds), "shown": shown}
    return do(acting, "recommend", body, lambda _state, _given: [Said("recommended", body)])


def send_back(acting: Acting, *, why: str) -> CaseState:
    """Send a recommendation back to the review; its signatures fall."""
    return do(acting, "send_back", {"why": why}, lambda _state, _given: [Said("sent_back", {"why": why})])


def sign(acting: Acting, *, step: str, signed: str) -> CaseState:
    """Countersign, in the order of the procedure.

    Args:
        acting: who, with the procedure.
        step: the step of signing.
        signed: the digest of what was read, see :func:`licet.cases.signing.to_sign`.
    """

    def right(state: CaseState) -> Mapping[str, Any]:
        given = Given(acting.who, acting.at, {}, acting.procedure)
        left = outstanding(state, given.law, pending(state))
        return {"organisation": (left[0].organisation or given.law.authority) if left else given.law.authority}

    body = {"step": step, "digest": signed}
    return do(acting, "sign", {"step": step, "signed": signed}, lambda _state, _given: [Said("signed", body)], right)


def decide(acting: Acting, *, outcome: str, review: Review | None = None) -> CaseState:
    """Decide as was recommended and signed. What stands in the way is told whole, see :mod:`licet.cases.approving`.

    With a refusal the notification of partners is prepared, one for each destination; nothing is sent.

    Args:
        acting: who, with the procedure.
        outcome: as recommended.
        review: asks the engine under the law, and with the lists, of now: what was determined before holds as long as it is answered the same.
            Without it nothing counts but a determination of this very day.
    """
    about: dict[str, Any] = {"outcome": outcome}
    if review is not None:
        about["differing"] = tuple(of_state(may(acting, "decide"), review, acting.at.date()))

    def say(state: CaseState, given: Given) -> list[Said]:
        recommended = state.recommendation
        assert recommended is not None
        body = {
            "outcome": outcome,
            "grounds": list(recommended.grounds),
            "reasons": recommended.reasons,
            "shown": recommended.shown,
            "procedure": given.law.digest,
            "law": given.law.rulebook,
        }
        if outcome != REFUSED:
            return [Said("decided", body)]
        prepared = [told(one) for one in refusals(state, given.law, given.at.date())]
        return [Said("decided", body), *(Said("partner_notice_prepared", one) for one in prepared)]

    return do(acting, "decide", about, say)


def tell_intent(acting: Acting, *, text: str) -> CaseState:
    """Tell the applicant that a refusal is intended, before it is decided.

    Args:
        acting: who.
        text: what the applicant reads of it.
    """
    return do(acting, "tell_intent", {"text": text}, lambda _state, _given: [Said("intent_told", {"text": text})])


def respond(acting: Acting, *, text: str) -> CaseState:
    """Answer to an intended refusal; what was signed under it before was signed without that answer, and falls."""
    return do(acting, "respond", {"text": text}, lambda _state, _given: [Said("responded", {"text": text})])


def record_notice(acting: Acting, *, notice: str, on: datetime.date, reference: str) -> CaseState:
    """Write down that the legislature was notified; where the procedure says so, the clocks stand still from then on.

    Args:
        acting: who, with the procedure.
        notice: its code in the procedure.
        on: the day on which it was given.
        reference: by which it is found, such as the number of the certification.
    """
    body = {"notice": notice, "on": on.isoformat(), "reference": reference}

    def say(state: CaseState, given: Given) -> list[Said]:
        ground = next(one.pause for one in given.law.notices if one.code == notice)
        # Of a case that is decided no clock runs any more.
        holds = ground and ground in given.law.pauses and state.decision is None
        return [Said("legislature_notified", {**body, "pause": ground} if holds else body)]

    return do(acting, "record_notice", {"notice": notice, "on": on, "reference": reference}, say)


def appeal(acting: Acting, *, why: str) -> CaseState:
    """Appeal against a refusal."""
    return do(acting, "appeal", {"why": why}, lambda _state, _given: [Said("appealed", {"why": why})])


def uphold(acting: Acting, *, why: str) -> CaseState:
    """Leave a decision as it is after an appeal."""
    return do(acting, "uphold", {"why": why}, lambda _state, _given: [Said("decision_upheld", {"why": why})])


def reopen(acting: Acting, *, why: str) -> CaseState:
    """Open a decided case again, after an appeal or because its determination does not stand any more."""
    return do(acting, "reopen", {"why": why}, lambda _state, _given: [Said("reopened", {"why": why})])
