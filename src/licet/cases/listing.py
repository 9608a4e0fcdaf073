"""Lists of cases a page at a time, for any number of cases: each page begins after the last case of the page before, and an index finds it.

Who does not see what is internal to a review is shown, and can ask for, what is not: neither the order of a list nor a filter tells them where in the
review a case is.
"""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet

from licet.cases.models import Case, CaseReferral, Organisation
from licet.cases.rights import rights
from licet.cases.seeing import listed, shown_state
from licet.cases.who import Who
from licet.cases.words import LICENSED, OVER, STATES
from licet.errors import Fault, InputError

# Which case is first: the one that was made last, the one that is longest in its state, or the one that falls due next.
NEWEST, LONGEST, DUE = ORDERS = ("newest", "longest", "due")
_COLUMNS = {NEWEST: "made", LONGEST: "since", DUE: "due"}
_WAITING = tuple(one for one in STATES if one not in (*OVER, *LICENSED, "draft", "decided", "appealed"))
# A search finds the organisations of so many names, so that one letter does not ask for all of them.
_NAMES = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of a list.

    Attributes:
        state: one of :data:`licet.cases.words.STATES` as it is shown to who asks; empty for all.
        officer: the id of a person; empty for all.
        unanswered: the id of an agency whose answer is waited for; empty for all.
        search: how the reference begins, or the name of the applicant, or the code of a destination; empty for all.
        order: one of :data:`ORDERS`.
    """

    state: str = ""
    officer: str = ""
    unanswered: str = ""
    search: str = ""
    order: str = NEWEST


@dataclass(frozen=True, slots=True)
class Entry:
    """A case in a list, as somebody may see it.

    Attributes:
        state: as it is shown to who asked.
        since, due, officer, outcome: empty or None where they would tell what is internal, or are not known.
        destinations: codes of nations.
    """

    id: str
    reference: str
    state: str
    since: datetime.datetime | None
    made: datetime.datetime
    submitted: datetime.datetime | None
    applicant: str
    officer: str
    title: str
    destinations: tuple[str, ...]
    outcome: str
    licence: str
    due: datetime.datetime | None


@dataclass(frozen=True, slots=True)
class Page:
    """A page of a list.

    Attributes:
        rows: the cases.
        after: where the next page begins; empty where there is none.
    """

    rows: tuple[Entry, ...]
    after: str


def page(who: Who, wanted: Wanted, after: str = "", size: int = 50) -> Page:
    """Return a page of the cases that somebody may see.

    Args:
        who: asks.
        wanted: which cases, and which of them first.
        after: where the page begins, as the page before said; empty for the first.
        size: of a page.

    Raises:
        NotAllowed: where the person does not have that role.
        InputError: for a place that no page said, an order or a state that is none, and one that is not for who asks.
    """
    within = _sees_within(who)
    found = _ordered(_filtered(who, wanted, within), wanted.order, after)
    cases = list(found[: size + 1])
    further = _place(cases[size - 1], wanted.order) if len(cases) > size else ""
    return Page(tuple(_entry(one, within) for one in cases[:size]), further)


def counts(who: Who, wanted: Wanted = Wanted()) -> Counter[str]:
    """Return how many cases that somebody may see are in each state, as it is shown to them; arguments and errors are those of :func:`page`."""
    within = _sees_within(who)
    found: Counter[str] = Counter()
    cases = _filtered(who, wanted, within)
    for state, many in cases.order_by().values_list("state").annotate(Count("pk")):
        found[state if within else shown_state(state)] += many
    return found


def _sees_within(who: Who) -> bool:
    """Whether somebody with that role sees what is internal to the cases that they see."""
    return any((row.act, row.role) == ("see_internal", who.role) for row in rights().rows)


def _filtered(who: Who, wanted: Wanted, within: bool) -> QuerySet[Case]:
    faults = []
    if wanted.order not in ORDERS or (wanted.order != NEWEST and not within):
        faults.append(Fault("order", f"'{wanted.order}'", " | ".join(ORDERS if within else (NEWEST,))))
    states = [one for one in STATES if (one if within else shown_state(one)) == wanted.state]
    if wanted.state and not states:
        known = dict.fromkeys(one if within else shown_state(one) for one in STATES)
        faults.append(Fault("state", f"'{wanted.state}'", " | ".join(known)))
    if (wanted.officer or wanted.unanswered) and not within:
        faults.append(Fault("officer or unanswered", "what is internal to a review", "neither"))
    if faults:
        raise InputError(faults=faults)
    found = listed(who)
    if wanted.state:
        found = found.filter(state__in=states)
    if wanted.officer:
        found = found.filter(officer=wanted.officer)
    if wanted.unanswered:
        open_ = CaseReferral.objects.filter(agency=wanted.unanswered, answered__isnull=True)
        # Of a case that is decided or over nobody waits for an answer any more, and those are nearly all.
        found = found.filter(state__in=_WAITING, pk__in=open_.values("case"))
    return found.filter(_searched(wanted.search)) if wanted.search.strip() else found


def _searched(text: str) -> Q:
    text = text.strip().replace("\0", "\N{REPLACEMENT CHARACTER}")
    named = Organisation.objects.filter(kind="exporter", name__istartswith=text).order_by("name").values("pk")
    # References are asked for as they are written, or in capitals, so that an index finds them.
    asked = Q(reference__startswith=text) | Q(reference__startswith=text.upper())
    asked |= Q(applicant__in=list(named.values_list("pk", flat=True)[:_NAMES]))
    if text.isalpha() and len(text) == 2:
        asked |= Q(destinations__contains=f",{text.upper()},")
    return asked


def _ordered(found: QuerySet[Case], order: str, after: str) -> QuerySet[Case]:
    column = _COLUMNS[order]
    backwards = order == NEWEST
    if order == DUE:
        found = found.filter(due__isnull=False)
    if after:
        moment, case = _read_place(after)
        beyond = "lt" if backwards else "gt"
        # The first condition is implied by the second, and is the one that an index is asked for.
        found = found.filter(**{f"{column}__{beyond}e": moment}).filter(
            Q(**{f"{column}__{beyond}": moment}) | Q(**{f"pk__{beyond}": case})
        )
    names = (F(column).desc(), F("pk").desc()) if backwards else (F(column).asc(), F("pk").asc())
    return found.order_by(*names)


def _place(case: Case, order: str) -> str:
    return f"{getattr(case, _COLUMNS[order]).isoformat()}/{case.pk}"


def _read_place(after: str) -> tuple[datetime.datetime, str]:
    moment, _, case = after.partition("/")
    try:
        at = datetime.datetime.fromisoformat(moment)
        if at.tzinfo is None or not case or "\0" in case:
            raise ValueError(after)
    except ValueError:
        raise InputError(faults=[Fault("after", f"'{after}'", "the place that a page said")]) from None
    return at, case


def _entry(case: Case, within: bool) -> Entry:
    told: dict[str, Any] = {"since": case.since, "due": case.due, "officer": case.officer} if within else {}
    return Entry(
        id=case.pk,
        reference=case.reference,
        state=case.state if within else shown_state(case.state),
        since=told.get("since"),
        made=case.made,
        submitted=case.submitted,
        applicant=case.applicant,
        officer=told.get("officer", ""),
        title=case.title,
        destinations=tuple(one for one in case.destinations.split(",") if one),
        outcome=case.outcome,
        licence=case.licence,
        due=told.get("due"),
    )
