"""A case as its page shows it to those who see what is internal: codes in words, what belongs together beside each other."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from licet.cases.by_law import Factor, Procedure
from licet.cases.case import Advice, CaseState, Referral, Signature, Weighed
from licet.cases.clocks import Due
from licet.cases.guards_end import drawn_of
from licet.cases.of_case import determined
from licet.cases.periods import dues
from licet.cases.procedure_for import track_of
from licet.cases.signing import needed, pending, standing, to_sign
from licet.errors import InputError
from licet.web.casework.case_words import called, names
from licet.web.casework.determined_shown import Pair, pairs
from licet.web.casework.law_here import configuration, law, tellable

_OPEN = ("late", "due_today", "stands_still", "open", "no_limit", "met_late", "met", "fell_away")


@dataclass(frozen=True)
class SignatureTold:
    """A step of signing.

    Attributes:
        title: who signs.
        organisation: whose.
        signature: the one that holds; None where nobody signed.
        next: whether it is the next in order.
    """

    title: str
    organisation: str
    signature: Signature | None
    next: bool


@dataclass(frozen=True)
class Permitted:
    """An item of a licence: how much is permitted, shipped and left."""

    name: str
    unit: str
    quantity: Decimal
    drawn: Decimal
    value: Decimal | None
    worth: Decimal

    @property
    def left(self) -> Decimal:
        """How much may still be shipped."""
        return self.quantity - self.drawn

    @property
    def value_left(self) -> Decimal | None:
        """For how much."""
        return None if self.value is None else self.value - self.worth


@dataclass(frozen=True)
class OfAgency:
    """What one agency was asked, and what it advises."""

    name: str
    referrals: tuple[Referral, ...]
    advice: tuple[tuple[Advice, str, str], ...]


def shown(state: CaseState, procedure: Procedure | None, at: datetime.datetime) -> dict[str, Any]:
    """Return what the partial templates of a case read.

    Args:
        state: the case.
        procedure: as it holds for the case, with every step of signing; None where none holds.
        at: the moment.
    """
    known, nations = names(procedure), law().nations
    return {
        "known": known,
        "nations": nations,
        "law_digest": law().digest,
        "procedure": procedure,
        "clocks": clocks(state, at),
        "standing_still": [one for one in state.pauses if one.until is None],
        "pairs": (told := pairs(state, nations)),
        "screened": _screened(told),
        "agencies": list(_agencies(state, known, nations)),
        "unasked": [
            one.agency for one in procedure.referrals if one.agency not in {asked.agency for asked in state.referrals}
        ]
        if procedure
        else [],
        "factors": _factors(state, procedure),
        "signing": _signing(state, procedure, known),
        "fallen": [one for one in state.signatures if one not in standing(state)],
        "permitted": list(_permitted(state)),
        "proposed": _proposed(state),
        "to_sign": to_sign(state),
    }


def clocks(state: CaseState, at: datetime.datetime) -> list[Due]:
    """Return how each limit of a case stands, what is late first; nothing where it is open who decides the case."""
    if not tellable(state):
        return []
    try:
        track = track_of(configuration(), determined(state)).track
    except InputError:
        return []
    return sorted(
        dues(state, configuration(), track, at),
        key=lambda one: (_OPEN.index(one.standing), one.on or datetime.date.max),
    )


def _screened(found: list[Pair]) -> list[Mapping[str, Any]]:
    """Return each party with what the lists said of it, once: every pair of a case names the same parties."""
    parties: dict[str, Mapping[str, Any]] = {}
    for one in found:
        for party in one.frozen.findings.get("parties", ()) if one.frozen else ():
            parties.setdefault(str(party["party"].get("name")), party)
    return list(parties.values())


def _agencies(state: CaseState, known: Mapping[str, str], nations: Mapping[str, str]) -> Iterator[OfAgency]:
    items = {one.id: one.name for one in state.items}
    for agency in dict.fromkeys([one.agency for one in state.referrals] + [one.agency for one in state.advice]):
        yield OfAgency(
            called(agency, known),
            tuple(one for one in state.referrals if one.agency == agency),
            tuple(
                (one, items.get(one.item, one.item), nations.get(one.destination, one.destination))
                for one in state.advice
                if one.agency == agency
            ),
        )


def _factors(state: CaseState, procedure: Procedure | None) -> list[tuple[Factor, Weighed | None]]:
    held = {one.factor: one for one in state.worksheet}
    in_force = procedure.factors if procedure else ()
    # What was weighed and is not in force any more is shown all the same.
    gone = [
        Factor(one.factor, one.factor)
        for one in state.worksheet
        if one.factor not in {factor.code for factor in in_force}
    ]
    return [(one, held.get(one.code)) for one in (*in_force, *gone)]


def _signing(state: CaseState, procedure: Procedure | None, known: Mapping[str, str]) -> list[SignatureTold]:
    if procedure is None:
        return []
    outcome = pending(state) or (state.decision.outcome if state.decision else "")
    valid = state.signed if state.decision and state.proposed is None else standing(state)
    signed = {one.step: one for one in valid}
    told, first = [], True
    for step in procedure.signing:
        if not needed(step, outcome):
            continue
        open_ = step.code not in signed
        told.append(
            SignatureTold(
                step.title or step.code,
                called(step.organisation or procedure.authority, known),
                signed.get(step.code),
                bool(pending(state)) and open_ and first,
            )
        )
        first = first and not open_
    return told


def _permitted(state: CaseState) -> Iterator[Permitted]:
    items = {one.id: one for one in state.items}
    for one in state.licence.items if state.licence else ():
        drawn, worth = drawn_of(state, one.item)
        item = items.get(one.item)
        yield Permitted(
            item.name if item else one.item, item.unit if item else "", one.quantity, drawn, one.value, worth
        )


def _proposed(state: CaseState) -> Mapping[str, Any] | None:
    """Return the terms of a proposed amendment with days as days."""
    if state.proposed is None or not state.proposed.terms:
        return None
    terms = dict(state.proposed.terms)
    items = {one.id: one for one in state.items}
    last = datetime.date.fromisoformat(terms["valid_until"]) - datetime.timedelta(days=1)
    return {
        **terms,
        "valid_from": datetime.date.fromisoformat(terms["valid_from"]),
        "last": last,
        "items": [
            {
                "name": items[one["item"]].name if one["item"] in items else one["item"],
                "quantity": Decimal(one["quantity"]),
                "value": None if one.get("value") is None else Decimal(one["value"]),
            }
            for one in terms["items"]
        ],
    }
