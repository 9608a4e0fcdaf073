"""Which cases wait for somebody, as far as lists can tell, and one page of a list by its keys: each page is an indexed query, however far down it is.

An applicant's list is in no order, and shows no day, from which it could be told what only the review knows.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, FilteredRelation, Q, QuerySet

from licet.cases.models import Case
from licet.cases.seeing import listed, shown_state
from licet.cases.who import Who
from licet.cases.words import ADVISER, APPLICANT, COUNTERSIGNER, DENIALS, OFFICER, OVER, STATES
from licet.errors import Fault, InputError

# In these a case is in the hands of its officer, or waits for others whom its officer asked.
_OFFICERS = (
    "in_review", "referred", "awaiting_applicant", "awaiting_consultation", "recommended", "escalated", "appealed",
)  # fmt: skip
_CLOSED = ("draft", "decided", "issued", "amended", *OVER)
_BETWEEN = "~"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a list: cases in an order of their own.

    Attributes:
        says: why they stand here.
        cases: those of the part.
        by: the column by which they are ordered; it is empty of none of them.
        newest: whether the latest comes first.
    """

    says: str
    cases: QuerySet[Case]
    by: str
    newest: bool = False


def everything(who: Who, cases: QuerySet[Case]) -> tuple[Part, ...]:
    """Return all of some cases as a list."""
    return (Part("", cases, "made" if who.role == APPLICANT else "submitted", newest=True),)


def waiting(who: Who) -> tuple[Part, ...]:
    """Return the cases that wait for somebody in their role; none for a role for which no case ever waits."""
    cases = listed(who)
    if who.role == OFFICER:
        return (
            Part("Yours", cases.filter(officer=who.person, state__in=_OFFICERS), "since"),
            Part("Yours, decided", cases.filter(officer=who.person, state="decided", outcome__startswith="approved"), "since"),
            Part("Nobody took it on yet", cases.filter(state="submitted", officer=""), "since"),
        )  # fmt: skip
    if who.role == ADVISER:
        here = Q(referrals__agency=who.organisation, referrals__answered=None)
        asked = cases.exclude(state__in=_CLOSED).annotate(own=FilteredRelation("referrals", condition=here))
        asked = asked.filter(own__agency=who.organisation).annotate(asked_at=F("own__asked"), answer_by=F("own__due"))
        return (
            Part("To be answered", asked.filter(own__due__isnull=False), "answer_by"),
            Part("To be answered, without a day", asked.filter(own__due=None), "asked_at"),
        )
    if who.role == COUNTERSIGNER:
        return (Part("To be signed", cases.filter(state="recommended"), "since"),)
    if who.role == DENIALS:
        return (
            Part("Denials to be judged", cases.filter(unjudged__gt=0).exclude(state__in=_CLOSED), "since"),
            Part("To be consulted on", cases.filter(state="awaiting_consultation", unjudged=0), "since"),
        )
    if who.role == APPLICANT:
        asks = ("awaiting_applicant", "draft")
        return (
            Part("You are asked something", cases.filter(state=asks[0]), "made"),
            Part("Not submitted yet", cases.filter(state=asks[1]), "made"),
            Part("Under review", cases.exclude(state__in=(*asks, *_CLOSED)), "made", newest=True),
        )
    return ()


def states_of(who: Who, wanted: str) -> tuple[str, ...]:
    """Return the states that somebody means by what they are shown."""
    if who.role != APPLICANT:
        return (wanted,)
    return tuple(one for one in STATES if shown_state(one) == wanted)


def counted(who: Who, by_state: Mapping[str, int]) -> dict[str, int]:
    """Return how many cases there are in each state as somebody is shown it, in the order of the states."""
    found: dict[str, int] = {}
    for state in STATES:
        if by_state.get(state):
            name = shown_state(state) if who.role == APPLICANT else state
            found[name] = found.get(name, 0) + by_state[state]
    return found


def page(parts: Sequence[Part], after: str, size: int) -> tuple[list[tuple[Part, Case]], str]:
    """Return one page, and the key of the next one; empty where there is none.

    Args:
        parts: of the list, one after the other.
        after: the key of the page; empty for the first.
        size: how many cases.

    Raises:
        InputError: for a key that is none.
    """
    first, last = _key(after, len(parts))
    found: list[tuple[Part, Case]] = []
    for number, part in enumerate(parts[first:], first):
        cases = _after(part, last) if number == first and last else part.cases
        sign = "-" if part.newest else ""
        wanted = size + 1 - len(found)
        found += [(part, one) for one in cases.order_by(f"{sign}{part.by}", f"{sign}pk")[:wanted]]
        if len(found) > size:
            part, case = found[size - 1]
            at: datetime.datetime = getattr(case, part.by)
            return found[:size], _BETWEEN.join([str(parts.index(part)), at.isoformat(), str(case.pk)])
    return found, ""


def _after(part: Part, last: tuple[datetime.datetime, str]) -> QuerySet[Case]:
    way = "lt" if part.newest else "gt"
    at, pk = last
    # The first condition is the one by which an index is entered.
    edge: dict[str, Any] = {f"{part.by}__{way}e": at}
    return part.cases.filter(**edge).filter(Q(**{f"{part.by}__{way}": at}) | Q(**{f"pk__{way}": pk}))


def _key(after: str, parts: int) -> tuple[int, tuple[datetime.datetime, str] | None]:
    if not after:
        return 0, None
    number, _, rest = after.partition(_BETWEEN)
    at, _, pk = rest.partition(_BETWEEN)
    try:
        moment = datetime.datetime.fromisoformat(at)
        if moment.tzinfo is None or not number.isdecimal() or int(number[:3]) >= parts or len(pk) > 36 or "\0" in pk:
            raise ValueError(after)
    except ValueError:
        raise InputError(
            faults=[Fault("the page", "a key that is none", "one that a list has", "begin at the first page")]
        ) from None
    return int(number), (moment, pk)
