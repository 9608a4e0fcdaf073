"""A case as its applicant sees it: where it stands, what is asked of them, what they stated, and what was decided. Nothing internal comes in here.

All is made from what :func:`licet.cases.seeing.shown` leaves of a case, so that what is not there cannot be told by mistake.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from licet.cases.case import CaseState
from licet.cases.seeing import shown
from licet.cases.words import APPROVED, APPROVED_WITH_PROVISOS, LICENSED, REFUSED
from licet.reports.sentences import capital, words
from licet.rulebook.rulebook import Rulebook
from licet.web.casework.document_kinds import KINDS
from licet.web.casework.law_here import configuration
from licet.web.casework.licence_left import left
from licet.web.casework.visit import Visit
from licet.web.dress import rulebook
from licet.web.stating_in_addresses import options, texts_shown

Moment = datetime.datetime
DONE, NOW, TO_COME = "done", "now", "to come"
# Where a case stands, for somebody who does not know how an authority works.
_STANDS = {
    "draft": "This is a draft. Nobody but your organisation sees it until you submit it.",
    "submitted": "The authority has your application. A licensing officer will take it on.",
    "in_review": "Your application is being reviewed. You need do nothing unless you are asked.",
    "awaiting_applicant": "The review waits for your answer.",
    "decided": "Your application is decided.",
    "issued": "The licence is issued.",
    "amended": "The licence is issued, and was changed since.",
    "withdrawn": "You withdrew the application. The case is over.",
    "appealed": "You appealed. Somebody who did not decide looks at it again.",
    "expired": "The licence has run out. The case is over.",
    "revoked": "The licence was revoked, and may not be used any more.",
}
_APPROVED = "Your application is approved. The licence is made out next."
_REFUSED = "Your application is refused."
OUTCOMES = {APPROVED: "Approved", APPROVED_WITH_PROVISOS: "Approved with conditions", REFUSED: "Refused"}


@dataclass(frozen=True)
class Step:
    """A step on the way of an application.

    Attributes:
        words: what it is called.
        how: :data:`DONE`, :data:`NOW` or :data:`TO_COME`.
        at: when it was done or began.
    """

    words: str
    how: str
    at: Moment | None = None


def applicant_view(state: CaseState, visit: Visit) -> dict[str, Any]:
    """Return what the page of an applicant shows.

    Args:
        state: the case; what an applicant may not see is taken out of it once more.
        visit: who is here, and when.
    """
    state, book = shown(state), rulebook()
    return {
        "stands": _stands(state),
        "track": track(state),
        "asked_of_you": (asked := asked_of(state)),
        "asked_acts": {one["act"] for one in asked},
        "stated": stated(state, book),
        "documents": [
            {"digest": one.digest, "name": one.name, "kind": KINDS.get(one.kind) or capital(words(one.kind, book)), "at": one.at, "own": True}
            for one in {one.digest: one for one in state.attachments}.values()
        ],
        "answered": [one for one in state.asked if one.answered is not None and not one.dropped],
        "dropped": [one for one in state.asked if one.dropped],
        "outcome": OUTCOMES.get(state.decision.outcome, "") if state.decision is not None else "",
        "refused": state.decision is not None and state.decision.outcome == REFUSED,
        "grounds": _grounds(state),
        "left": left(state),
        "usable": state.licence is not None and state.state in LICENSED and state.licence.valid_from <= visit.at.date() < state.licence.valid_until,
        "shipped": _shipped(state),
    }  # fmt: skip


def _stands(state: CaseState) -> str:
    if state.state == "decided" and state.decision is not None:
        return _REFUSED if state.decision.outcome == REFUSED else _APPROVED
    return _STANDS.get(state.state, _STANDS["in_review"])


def track(state: CaseState) -> list[Step]:
    """Return the steps of an application with the one at which it is; of a case that ended early, those that it came to, and its end."""
    reviewed = next((one.entered for one in state.stages if one.state == "in_review"), None)
    decided = state.decision.at if state.decision is not None else None
    refused = state.decision is not None and state.decision.outcome == REFUSED
    issued = state.licence.at if state.licence is not None else None
    way = [
        ("Application written", state.made),
        ("Submitted", state.submitted),
        ("Review", reviewed),
        ("Decision", decided),
    ]
    way += [] if refused else [("Licence", issued)]
    last = max(number for number, (_, at) in enumerate(way) if at is not None or number == 0)
    over = {"withdrawn": "Withdrawn", "expired": "Run out", "revoked": "Revoked", "appealed": "Appeal"}.get(state.state)
    if over is not None:
        return [
            *(Step(words_, DONE, at) for words_, at in way[: last + 1] if at is not None),
            Step(over, NOW, state.since),
        ]
    return [
        Step(words_, DONE if number < last else NOW if number == last else TO_COME, at)
        for number, (words_, at) in enumerate(way)
    ]


def asked_of(state: CaseState) -> list[Mapping[str, Any]]:
    """Return what is asked of the applicant now: what it is, the act that does it, and what was said."""
    found: list[Mapping[str, Any]] = []
    if state.state == "draft":
        found.append(
            {
                "words": "Finish the application",
                "act": "change_draft",
                "says": "Look through what you stated, and complete it.",
            }
        )
        found.append(
            {
                "words": "Submit it",
                "act": "submit",
                "says": "You are shown first what the law says of it, and what is missing.",
            }
        )
    if state.state == "awaiting_applicant":
        for one in state.asked:
            if one.answered is None:
                found.append({"words": "Answer a question", "act": "answer", "says": one.question, "at": one.at})
    # Where the intent is gone, nothing is said to it any more.
    if state.intent is not None and not state.intent.response and state.decision is None:
        found.append(
            {
                "words": "Answer to the intended refusal",
                "act": "respond",
                "says": state.intent.told,
                "at": state.intent.at,
            }
        )
    return found


def stated(state: CaseState, book: Rulebook) -> dict[str, Any]:
    """Return what the applicant stated, in words."""
    return {
        "items": [
            {"name": one.name, "quantity": one.quantity, "unit": one.unit, "value": one.value, "currency": one.currency, "facts": _facts({"item": one.stated}, book)}
            for one in state.items
        ],
        "places": [book.nations.get(code, code) for code in state.destinations],
        "parties": [
            {
                "name": one.get("name", ""),
                "role": capital(words(str(one["role"]), book)) if one.get("role") else "",
                "address": one.get("address", ""),
                "nation": book.nations.get(str(one.get("nation", "")), one.get("nation", "")),
            }
            for one in state.parties
        ],
        "facts": _facts({key: value for key, value in state.transfer.items() if key != "parties"}, book),
    }  # fmt: skip


def _facts(shown_: Mapping[str, Any], book: Rulebook) -> list[tuple[str, str]]:
    known = options(book)
    found = []
    for option, texts in texts_shown(book, shown_).items():
        fact = known[option]
        if fact.key == "name" and fact.at:
            continue
        told = [
            book.nations.get(text, text)
            if fact.type == "nation"
            else capital(words(text, book))
            if fact.values
            else text
            for text in texts
        ]
        found.append(
            (
                capital(fact.key.replace("_", " ")),
                ", ".join("not known" if text == "unknown" else text for text in told),
            )
        )
    return found


def _grounds(state: CaseState) -> list[str]:
    if state.decision is None or not state.decision.grounds:
        return []
    says = {one.ground: one.says for one in configuration().grounds}
    return [says.get(one) or capital(one.replace("_", " ")) for one in state.decision.grounds]


def _shipped(state: CaseState) -> list[Mapping[str, Any]]:
    items = {one.id: one for one in state.items}
    return [
        {
            "item": items[one.item].name if one.item in items else one.item,
            "quantity": one.quantity,
            "unit": items[one.item].unit if one.item in items else "",
            "value": one.value,
            "currency": state.licence.currency if state.licence is not None else "",
            "on": one.on,
            "reference": one.reference,
        }
        for one in state.drawn
    ]
