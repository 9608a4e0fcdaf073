"""Acts under a licence: issuing and amending it, shipping under it, checks of end use, and its end."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from licet.cases.case import CaseState
from licet.cases.doing import Acting, do, taken
from licet.cases.given import Given
from licet.cases.ledger import Said
from licet.cases.terms import text_of_amount, written
from licet.cases.words import AMENDED

_Items = Sequence[Mapping[str, Any]]


def issue(
    acting: Acting,
    *,
    number: str,
    valid_from: datetime.date,
    valid_until: datetime.date,
    items: _Items,
    currency: str = "",
) -> CaseState:
    """Issue the licence of an approved case.

    Args:
        acting: who.
        number: of the licence.
        valid_from: the first day.
        valid_until: the first day on which it is not valid any more.
        items: each with ``item``, ``quantity`` and, where one was applied for, ``value``.
        currency: of the values.
    """
    about = _terms(acting.case, number, valid_from, valid_until, items, currency)
    return do(acting, "issue", about, lambda _state, _given: [Said("issued", written(about))])


def amend(
    acting: Acting,
    *,
    why: str,
    number: str,
    valid_from: datetime.date,
    valid_until: datetime.date,
    items: _Items,
    currency: str = "",
) -> CaseState:
    """Change the terms of a licence, within what was applied for and never below what was drawn; arguments as of :func:`issue`.

    Where the procedure asks for signatures under an amendment, it is the one that was proposed and signed.
    """
    about = {**_terms(acting.case, number, valid_from, valid_until, items, currency), "why": why}
    return do(acting, "amend", about, lambda _state, _given: [Said("amended", {**written(about), "why": why})])


def _terms(
    case: str,
    number: str,
    valid_from: datetime.date | None,
    valid_until: datetime.date | None,
    items: _Items,
    currency: str,
) -> dict[str, Any]:
    days = {"valid_from": valid_from, "valid_until": valid_until}
    return {
        "number": number,
        "taken": bool(number) and taken(case, licence=number),
        "items": items,
        "currency": currency,
        **days,
    }


def propose_change(
    acting: Acting,
    *,
    change: str,
    why: str,
    shown: str = "",
    number: str = "",
    valid_from: datetime.date | None = None,
    valid_until: datetime.date | None = None,
    items: _Items = (),
    currency: str = "",
) -> CaseState:
    """Put an amendment or a revocation before those who sign it; it is made as it was proposed, or not at all.

    Args:
        acting: who, with the procedure.
        change: one of :data:`licet.cases.words.CHANGES`.
        why: as the amendment or the revocation will tell it.
        shown: the reasons of a revocation that the licensee may read, as its letter will tell them.
        number: of the licence; with all that follows the terms of an amendment, and of no revocation.
        valid_from: as of :func:`issue`.
        valid_until: as of :func:`issue`.
        items: as of :func:`issue`.
        currency: of the values.
    """
    told = {"change": change, "why": why, "shown": shown if change != AMENDED else ""}
    about = {**_terms(acting.case, number, valid_from, valid_until, items, currency), **told}

    def say(_state: CaseState, _given: Given) -> list[Said]:
        terms = written(about) if change == AMENDED else {}
        return [Said("change_proposed", {**told, "terms": terms})]

    return do(acting, "propose_change", about, say)


def draw_down(
    acting: Acting, *, item: str, quantity: str, on: datetime.date, reference: str, value: str | None = None
) -> CaseState:
    """Write down a shipment under a licence, never beyond it.

    Args:
        acting: who.
        item: which.
        quantity: how much, as text.
        on: the day of the shipment.
        reference: by which it is found, such as the number of a declaration.
        value: how much it was worth, as text, where the licence limits values.
    """
    body = {"item": item, "quantity": str(quantity), "value": text_of_amount(value), "reference": reference}
    about = {**body, "quantity": quantity, "on": on}
    return do(acting, "draw_down", about, lambda _state, _given: [Said("drawn", {**body, "on": on.isoformat()})])


def plan_check(acting: Acting, *, check: str, due: datetime.date) -> CaseState:
    """Plan a check of end use, of a kind that the procedure names."""

    def say(state: CaseState, _given: Given) -> list[Said]:
        return [Said("check_planned", {"id": f"M{len(state.monitoring) + 1}", "check": check, "due": due.isoformat()})]

    return do(acting, "plan_check", {"check": check, "due": due}, say)


def record_check(acting: Acting, *, check: str, on: datetime.date, outcome: str, found: str = "") -> CaseState:
    """Write down what a check found."""
    body = {"id": check, "on": on.isoformat(), "outcome": outcome, "found": found}
    about = {"check": check, "on": on, "outcome": outcome}
    return do(acting, "record_check", about, lambda _state, _given: [Said("check_recorded", body)])


def expire(acting: Acting) -> CaseState:
    """End a licence whose days are over: an act of the clock."""
    return do(acting, "expire", {}, lambda _state, _given: [Said("expired")])


def revoke(acting: Acting, *, why: str, shown: str = "") -> CaseState:
    """Revoke a licence; where the procedure asks for signatures under that, as it was proposed and signed.

    Args:
        acting: who, with the procedure.
        why: the reasons in full, which the licensee never reads.
        shown: those that the licensee may read; they stand in the letter word for word.
    """
    body = {"why": why, "shown": shown}
    return do(acting, "revoke", body, lambda _state, _given: [Said("revoked", body)])
