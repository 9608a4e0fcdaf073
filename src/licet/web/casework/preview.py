"""What the law says of an application before it is submitted: asked as anybody may ask it on the review page, and kept nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import licet
from licet.cases.case import CaseState
from licet.cases.determining import frozen_of
from licet.determination import Determination
from licet.errors import Fault, InputError
from licet.reports.account import Account, Verdict
from licet.reports.telling import account
from licet.rulebook.rulebook import today
from licet.web.dress import rulebook

# So many items and destinations are answered beforehand; the submission answers all.
_MOST = 12


# Of the answers beside the first, those that an exporter reads; the review page has them all.
_READ = ("category", "entries")


@dataclass(frozen=True)
class Answered:
    """What the law says of one item to one destination.

    Attributes:
        item: as the applicant calls it.
        account: what is said.
        read: the answers beside the headline.
    """

    item: str
    account: Account
    read: tuple[Verdict, ...]


@dataclass(frozen=True)
class Preview:
    """What the law says now.

    Attributes:
        answers: of each item and destination.
        more: how many are not answered here.
        missing: the questions that nobody answered, and that could decide something, each once.
        lacks: what an authority nearly always asks for, and the application does not have.
        faults: why nothing can be said.
    """

    answers: tuple[Answered, ...] = ()
    more: int = 0
    missing: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()


def preview(state: CaseState) -> Preview:
    """Return what the law says of an application as it stands.

    Lists of names are not asked: who stands on one is for the authority to judge, when it is submitted.
    """
    book, found = rulebook(), list[Determination]()
    pairs = len(state.items) * len(state.destinations)

    def asked(transfer: Any) -> Determination:
        if len(found) < _MOST:
            found.append(licet.review(transfer, rulebook=book, exact="quick"))
        return found[-1]

    try:
        frozen_of(state, asked, today())
    except InputError as error:
        return Preview(faults=tuple(error.faults), lacks=_lacks(state))
    told = tuple(account(one, book) for one in found)
    missing = dict.fromkeys(one.ask for each in told for one in each.asks if not one.fact.startswith("parties"))
    names = [item.name for item in state.items for _ in state.destinations]
    answers = tuple(
        Answered(name, one, tuple(each for each in one.main if each.question in _READ))
        for name, one in zip(names, told, strict=False)
    )
    return Preview(answers, max(0, pairs - len(found)), tuple(missing), _lacks(state))


def _lacks(state: CaseState) -> tuple[str, ...]:
    roles = {str(one.get("role")) for one in state.parties}
    found = []
    if "end_user" not in roles:
        found.append("No end user is named among the parties.")
    if any(not one.get("address") for one in state.parties):
        found.append("A party has no address, so that fewer lists can tell them from others of the same name.")
    if any(one.value is None for one in state.items):
        found.append("An item has no value, so that limits of law that depend on it stay open.")
    if not any(one.kind.startswith("end_use") for one in state.attachments):
        found.append("No end-use certificate or statement is attached.")
    return tuple(found)
