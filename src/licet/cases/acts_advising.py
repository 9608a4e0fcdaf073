"""Acts of agencies: advice, its corrections, what silence means, and provisos."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from licet.cases.case import CaseState
from licet.cases.clocks import end_of
from licet.cases.doing import Acting, do
from licet.cases.given import Given
from licet.cases.guards_review import silences, unsaid
from licet.cases.ledger import Said
from licet.cases.words import NO_OBJECTION


def advise(
    acting: Acting,
    *,
    item: str,
    destination: str,
    verdict: str,
    grounds: Sequence[str] = (),
    provisos: Sequence[str] = (),
    text: str = "",
    supersedes: str = "",
) -> CaseState:
    """Advise on one item and destination, for the organisation of who acts.

    Args:
        acting: who, with the procedure.
        item: the id of the item.
        destination: the code of the nation.
        verdict: one of :data:`licet.cases.words.GIVEN`.
        grounds: the codes of a refusal, of the list of the procedure.
        provisos: the texts of the provisos that it sets; each becomes one of the item.
        text: what is said beside it; internal.
        supersedes: the id of the advice of the same agency that it corrects, which stays in the chain.
    """
    about = {
        "item": item, "destination": destination, "verdict": verdict, "grounds": list(grounds), "provisos": list(provisos),
        "supersedes": supersedes,
    }  # fmt: skip

    def say(state: CaseState, given: Given) -> list[Said]:
        first = len(state.provisos) + 1
        set_by_it = [
            {"id": f"P{number}", "text": one, "item": item} for number, one in enumerate(provisos, start=first)
        ]
        return [Said("advised", {**about, "agency": given.who.organisation, "provisos": set_by_it, "text": text})]

    return do(acting, "advise", about, say)


def fall_silent(acting: Acting, *, agency: str) -> CaseState:
    """Take the silence of an agency for no objection: an act of the clock alone, where a rule of the procedure says so.

    When its time was over follows from the rule, the referral and all pauses, as :func:`licet.cases.periods.dues` tells it, and is written down.
    """

    def say(state: CaseState, given: Given) -> list[Said]:
        rule = next(one.rule for one in given.law.silences if one.agency == agency)
        last = max(due.on for due in silences(state, given, agency) if due.on is not None)
        told = {
            "agency": agency,
            "verdict": NO_OBJECTION,
            "rule": rule,
            "digest": given.law.digest,
            "deadline": end_of(last, given.law.calendar).isoformat(),
        }
        return [
            Said("silence_fell", {**told, "item": item, "destination": place}) for item, place in unsaid(state, agency)
        ]

    return do(acting, "fall_silent", {"agency": agency}, say)


def add_proviso(acting: Acting, *, text: str, item: str = "") -> CaseState:
    """Set a proviso, owned by the organisation of who acts."""

    def say(state: CaseState, given: Given) -> list[Said]:
        body = {"id": f"P{len(state.provisos) + 1}", "owner": given.who.organisation, "text": text, "item": item}
        return [Said("proviso_added", body)]

    return do(acting, "add_proviso", {"text": text, "item": item}, say)


def drop_proviso(acting: Acting, *, proviso: str, why: str) -> CaseState:
    """Drop a proviso: nobody may but the organisation that set it."""
    about: Mapping[str, Any] = {"proviso": proviso, "why": why}
    return do(
        acting, "drop_proviso", about, lambda _state, _given: [Said("proviso_dropped", {"id": proviso, "why": why})]
    )
