"""Acts of intake: a draft, its documents, its submission with the engine's determination, and what the applicant answers."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from licet.cases.all_or_nothing import all_or_nothing, told
from licet.cases.case import CaseState
from licet.cases.determining import Review, frozen, frozen_of, items_of
from licet.cases.doing import Acting, begin, do, may, taken
from licet.cases.folding_intake import read_items
from licet.cases.given import Given
from licet.cases.guards import check
from licet.cases.ledger import Said, next_position
from licet.cases.models import Attachment, Case
from licet.cases.people import has_role
from licet.cases.words import APPLICANT, OFFICER

_Items = Sequence[Mapping[str, Any]]


def new_case() -> str:
    """Return the id of a case that is not there yet."""
    return str(uuid.uuid4())


def create_draft(
    acting: Acting, *, transfer: Mapping[str, Any], items: _Items, destinations: Sequence[str], reference: str = ""
) -> CaseState:
    """Begin a case of the organisation of who acts.

    Args:
        acting: who and when; the case is one of :func:`new_case`, and nothing of it was seen.
        transfer: what is stated for all items, in the contract's form.
        items: each with ``id``, ``name``, ``stated`` (the item in the contract's form), ``quantity``, and where known ``unit``, ``value``, ``currency``.
        destinations: the codes of nations.
        reference: what people call it; the year and a number by default.
    """
    about = {
        "transfer": transfer,
        "items": items,
        "destinations": tuple(destinations),
        "reference": reference,
        "taken": bool(reference) and taken(acting.case, reference=reference),
    }

    def say(_state: CaseState, given: Given) -> list[Said]:
        name = reference or f"{given.at:%Y}-{next_position():06d}"
        return [
            Said(
                "drafted",
                {**_stated(transfer, items, destinations), "reference": name, "applicant": given.who.organisation},
            )
        ]

    with all_or_nothing():
        if Case.objects.filter(pk=acting.case).exists():
            return do(acting, "create_draft", about, say)
        return begin(acting, "create_draft", about, say)


def _stated(transfer: Mapping[str, Any], items: _Items, destinations: Sequence[str]) -> dict[str, Any]:
    return {"transfer": dict(transfer), "items": items_of(items), "destinations": list(destinations)}


def change_draft(
    acting: Acting, *, transfer: Mapping[str, Any], items: _Items, destinations: Sequence[str]
) -> CaseState:
    """State a draft anew; arguments as of :func:`create_draft`."""
    about = {"transfer": transfer, "items": items, "destinations": tuple(destinations)}
    return do(
        acting,
        "change_draft",
        about,
        lambda _state, _given: [Said("draft_changed", _stated(transfer, items, destinations))],
    )


def attach(acting: Acting, *, name: str, kind: str, content: bytes) -> CaseState:
    """Hand in a document. What the authority and the agencies hand in is internal until :func:`show_document` says otherwise.

    Args:
        acting: who.
        name: of the file.
        kind: what it is, such as ``end_use_certificate``.
        content: its bytes; they are kept once, under their digest.
    """
    digest = hashlib.sha256(content).hexdigest()

    def say(_state: CaseState, given: Given) -> list[Said]:
        if not Attachment.objects.filter(pk=digest).exists():
            # Somebody else may hand in the same for another case at this moment.
            Attachment.objects.bulk_create(
                [Attachment(digest=digest, size=len(content), content=content)], ignore_conflicts=True
            )
        hidden = given.who.role != APPLICANT
        return [Said("attached", {"digest": digest, "name": name, "kind": kind, "internal": hidden})]

    return do(acting, "attach", {"name": name, "kind": kind, "content": content}, say)


def show_document(acting: Acting, *, document: str, why: str) -> CaseState:
    """Show an internal document to the applicant, whoever handed it in; it cannot be hidden again.

    Args:
        acting: who.
        document: the digest of its content.
        why: it may be seen.
    """
    about = {"document": document, "why": why}
    return do(
        acting,
        "show_document",
        about,
        lambda _state, _given: [Said("document_shown", {"digest": document, "why": why})],
    )


def submit(acting: Acting, *, review: Review) -> CaseState:
    """Submit a draft, and freeze what the engine says of it on that day.

    Args:
        acting: who.
        review: asks the engine, see :data:`licet.cases.determining.Review`.
    """
    state = may(acting, "submit")
    given = Given(acting.who, acting.at, {}, acting.procedure)
    check(("stated_whole",), state, given)
    made = frozen_of(state, review, acting.at.date())
    return do(
        acting,
        "submit",
        {"determinations": made},
        lambda _state, _given: [Said("submitted"), Said("determined", {"determinations": made})],
    )


def redetermine(acting: Acting, *, review: Review) -> CaseState:
    """Freeze what the engine says now, beside what it said before; signatures fall where it says something else."""
    state = may(acting, "redetermine")
    made = frozen_of(state, review, acting.at.date())
    return do(
        acting,
        "redetermine",
        {"determinations": made},
        lambda _state, _given: [Said("determined", {"determinations": made})],
    )


def answer(acting: Acting, *, question: str, text: str) -> CaseState:
    """Answer a question; with the last answer the case goes back to the review and its clocks run on."""
    body = {"id": question, "answer": text}
    about = {"question": question, "answer": text}
    return do(
        acting,
        "answer",
        about,
        lambda state, _given: [Said("applicant_answered", {**body, **running_on(state, question)})],
    )


def running_on(state: CaseState, question: str) -> dict[str, str]:
    """Return the pause that ends with a question, where it is the last that is open."""
    asked = next(one for one in state.asked if one.id == question)
    last = not [one for one in state.asked if one.answered is None and one.id != question]
    return {"resume": asked.pause} if last and asked.pause else {}


def restate(
    acting: Acting, *, transfer: Mapping[str, Any], items: _Items, destinations: Sequence[str], review: Review
) -> CaseState:
    """State a submitted case anew while the applicant is asked; what was advised, weighed and matched before was of another case.

    Args:
        acting: who.
        transfer: as of :func:`create_draft`.
        items: as of :func:`create_draft`.
        destinations: as of :func:`create_draft`.
        review: as of :func:`submit`.
    """
    about = {"transfer": transfer, "items": items, "destinations": tuple(destinations)}
    state = may(acting, "restate")
    check(("stated_whole",), state, Given(acting.who, acting.at, about))
    stated = _stated(transfer, items, destinations)
    made = frozen(transfer, read_items(stated["items"]), destinations, review, acting.at.date())
    return do(
        acting,
        "restate",
        {**about, "determinations": made},
        lambda _state, _given: [Said("restated", stated), Said("determined", {"determinations": made})],
    )


def withdraw(acting: Acting, *, why: str = "") -> CaseState:
    """Withdraw a case that is not decided."""
    return do(acting, "withdraw", {"why": why}, lambda _state, _given: [Said("withdrawn", {"why": why})])


def hand_over(acting: Acting, *, officer: str) -> CaseState:
    """Give a case to another licensing officer, or take it from one who is away."""
    with told():
        about = {"officer": officer, "is_officer": has_role(officer, acting.who.organisation, OFFICER)}
    return do(acting, "hand_over", about, lambda _state, _given: [Said("taken_on", {"officer": officer})])
