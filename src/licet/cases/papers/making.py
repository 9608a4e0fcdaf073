"""From a case to what its applicant is sent: only what the applicant stated, what was decided and what may be shown is ever read here.

``shown`` of a decision is the one text of the review that goes out; its grounds, its reasons in full, advice, evidence, matches and steps stay in.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from licet.cases.case import CaseState, Frozen, Item
from licet.cases.papers.outgoing import (
    Addressee,
    Authority,
    Condition,
    Head,
    IntentPaper,
    ItemTold,
    LicencePaper,
    PartyTold,
    RefusalPaper,
    RequestPaper,
    Rests,
    RevocationPaper,
)
from licet.cases.words import REFUSED
from licet.errors import Fault, InputError

Day = datetime.date

# The weakest first.
_STANDINGS = ("unverified", "partial", "verified")


def head_of(case: CaseState, authority: Authority, addressee: Addressee, day: Day, ledger: tuple[int, str]) -> Head:
    """Return what stands on every paper of a case.

    Args:
        case: the case.
        authority: who writes.
        addressee: to whom.
        day: the day of the paper.
        ledger: the position and digest of the last event, as :func:`licet.cases.ledger.head` gives them.
    """
    books = tuple(dict.fromkeys(one.rulebook for one in case.determinations))
    return Head(
        authority, addressee, case.reference, day, Rests(ledger[0], f"sha256:{ledger[1]}", books, standing(case.latest))
    )


def standing(determinations: Sequence[Frozen]) -> str:
    """Return the weakest standing of a rule that decided anything in the determinations; empty where they name no rule."""
    found = {
        rule.get("standing", "")
        for one in determinations
        for answer in one.findings.get("answers", {}).values()
        for rule in answer.get("by", ())
    }
    return next((one for one in _STANDINGS if one in found), "")


def licence_paper(case: CaseState, head: Head, nations: Mapping[str, str], general: Sequence[str] = ()) -> LicencePaper:
    """Return the licence of a case.

    Args:
        case: the case, issued or amended.
        head: what stands on every paper.
        nations: what codes of nations are called.
        general: the conditions that bind every licensee.

    Raises:
        InputError: for a case without a licence, and for a licensed item that the case does not have.
    """
    licence = case.licence
    if licence is None:
        raise _cannot(case, "no licence", "an issued case")
    items = {item.id: item for item in case.items}
    told = []
    for one in licence.items:
        if one.item not in items:
            raise _cannot(case, f"a licence for the item '{one.item}', which it does not have", "one of its items")
        item = items[one.item]
        told.append(ItemTold(item.name, _number(one.quantity), item.unit, _number(one.value), licence.currency))
    in_force = [one for one in case.provisos if one.state == "in_force"]
    conditions = tuple(
        Condition(number, one.text, items[one.item].name if one.item in items else "")
        for number, one in enumerate(in_force, 1)
    )
    last = licence.valid_until - datetime.timedelta(days=1)
    return LicencePaper(
        head, licence.number, licence.valid_from, last, tuple(told), _parties(case, nations), _destinations(case, nations),
        conditions, tuple(general), case.state == "amended",
    )  # fmt: skip


def refusal_paper(
    case: CaseState, head: Head, nations: Mapping[str, str], remedies: Sequence[str] = ()
) -> RefusalPaper:
    """Return the refusal of a case, with the reasons that may be shown.

    Raises:
        InputError: for a case that was not refused.
    """
    decision = case.decision
    if decision is None or decision.outcome != REFUSED:
        raise _cannot(case, "no refusal", "a refused case")
    return RefusalPaper(
        head,
        _items(case),
        _destinations(case, nations),
        decision.at.date(),
        paragraphs(decision.shown),
        tuple(remedies),
    )


def request_paper(
    case: CaseState, head: Head, answer_by: Day | None = None, effects: Sequence[str] = ()
) -> RequestPaper:
    """Return the request for information of a case: every question to the applicant that is open.

    Raises:
        InputError: for a case of which nothing is asked.
    """
    questions = tuple(one.question for one in case.asked if one.answered is None)
    if not questions:
        raise _cannot(case, "no open question", "a question to the applicant")
    return RequestPaper(head, _items(case), questions, answer_by, tuple(effects))


def intent_paper(
    case: CaseState, head: Head, nations: Mapping[str, str], answer_by: Day | None = None, remedies: Sequence[str] = ()
) -> IntentPaper:
    """Return the notice of intent to deny: the reasons of the recommendation that may be shown.

    Raises:
        InputError: for a case whose refusal nobody recommends.
    """
    intended = case.recommendation
    if intended is None or intended.outcome != REFUSED:
        raise _cannot(case, "no recommendation to refuse", "one")
    return IntentPaper(
        head, _items(case), _destinations(case, nations), paragraphs(intended.shown), answer_by, tuple(remedies)
    )


def revocation_paper(
    case: CaseState,
    head: Head,
    from_day: Day,
    shown: str,
    effects: Sequence[str] = (),
    remedies: Sequence[str] = (),
) -> RevocationPaper:
    """Return the revocation of a licence.

    Args:
        case: the case, revoked.
        head: what stands on every paper.
        from_day: the first day without the licence.
        shown: the reasons that may be shown; those that the ledger holds are internal and are not taken.
        effects: what the licensee has to do.
        remedies: what the licensee can do.

    Raises:
        InputError: for a case that is not revoked, or had no licence.
    """
    if case.licence is None or case.state != "revoked":
        raise _cannot(case, "no licence that was revoked", "a revoked case")
    return RevocationPaper(head, case.licence.number, from_day, paragraphs(shown), tuple(effects), tuple(remedies))


def paragraphs(text: str) -> tuple[str, ...]:
    r"""Return the paragraphs of a text.

    >>> paragraphs("One.\n\nTwo,\nthree.\n")
    ('One.', 'Two, three.')
    """
    parts = (" ".join(part.split()) for part in text.replace("\r", "").split("\n\n"))
    return tuple(part for part in parts if part)


def _parties(case: CaseState, nations: Mapping[str, str]) -> tuple[PartyTold, ...]:
    return tuple(
        PartyTold(_text(one, "name"), _text(one, "role").replace("_", " "), _nation(_text(one, "nation"), nations))
        for one in case.parties
    )


def _text(party: Mapping[str, Any], name: str) -> str:
    found = party.get(name)
    return found if isinstance(found, str) else ""


def _nation(code: str, nations: Mapping[str, str]) -> str:
    return nations.get(code, code)


def _destinations(case: CaseState, nations: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(_nation(one, nations) for one in case.destinations)


def _items(case: CaseState) -> tuple[ItemTold, ...]:
    return tuple(map(_item, case.items))


def _item(item: Item) -> ItemTold:
    return ItemTold(
        item.name,
        _number(item.quantity),
        item.unit,
        _number(item.value),
        item.currency if item.value is not None else "",
    )


def _number(amount: Decimal | None) -> str:
    """Return an amount for people; nothing for one that is not stated.

    >>> _number(Decimal("12500.00")), _number(Decimal("0.5")), _number(None)
    ('12,500', '0.5', '')
    """
    if amount is None:
        return ""
    text = f"{amount:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _cannot(case: CaseState, found: str, expected: str) -> InputError:
    return InputError(faults=[Fault(f"the case {case.reference or case.id}", found, expected)])
