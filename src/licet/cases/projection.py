"""What is kept of a case for lists, made from its events and nothing else."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from typing import Any

from django.db import IntegrityError, connection, transaction

from licet.cases.case import CaseState, fold
from licet.cases.faults import NotPossible
from licet.cases.ledger import of_case
from licet.cases.models import Case, CaseOwed, CaseReferral, CaseStale, Event
from licet.cases.words import LICENSED, OVER
from licet.errors import Fault

_TITLE, _PLACES = 200, 400


def columns(state: CaseState) -> dict[str, Any]:
    """Return the columns of a case for lists."""
    # A zero byte stands in an event as it was stated, and no column of PostgreSQL takes it.
    title = ", ".join(one.name for one in state.items).replace("\0", "\N{REPLACEMENT CHARACTER}")
    books = {one.rulebook for one in state.latest}
    return {
        "reference": state.reference,
        "position": state.position,
        "state": state.state,
        "since": state.since,
        "made": state.made,
        "submitted": state.submitted,
        "applicant": state.applicant,
        "officer": state.officer,
        "title": title if len(title) <= _TITLE else title[: _TITLE - 1] + "…",
        "destinations": f",{','.join(state.destinations)},"[:_PLACES],
        "outcome": state.decision.outcome if state.decision else "",
        "licence": state.licence.number if state.licence else "",
        "due": next_due(state),
        "rulebook": books.pop() if len(books) == 1 else "",
        "unjudged": sum(not one.verdict for one in state.matches),
    }


def next_due(state: CaseState) -> datetime.datetime | None:
    """Return when the next thing falls due that the events name: an answer of an agency, a check, the end of the licence."""
    due = (
        []
        if state.state in OVER
        else [one.due for one in state.referrals if one.due is not None and one.answered is None]
    )
    days = [one.due for one in state.monitoring if one.done is None]
    if state.licence is not None and state.state in LICENSED:
        days.append(state.licence.valid_until)
    due += [datetime.datetime.combine(day, datetime.time(), datetime.UTC) for day in days]
    return min(due, default=None)


def referrals(state: CaseState) -> list[dict[str, Any]]:
    """Return the referrals for lists, in order."""
    return [
        {"agency": one.agency, "asked": one.asked, "due": one.due, "answered": one.answered} for one in state.referrals
    ]


def keep(state: CaseState) -> None:
    """Keep a case for lists, in the transaction that is open.

    Raises:
        NotPossible: where another case has its reference or its licence's number, which somebody took after the guards had looked.
    """
    made = columns(state)
    # Nearly always what nobody else may have stays as it was; then there is nothing that somebody could have taken, and one question is enough.
    same = Case.objects.filter(id=state.id, reference=made["reference"], licence=made["licence"])
    if not same.update(**made):
        try:
            Case.objects.update_or_create(id=state.id, defaults=made)
        except IntegrityError as error:
            faults = _doubled(state)
            if not faults:
                raise
            raise NotPossible(faults=faults) from error
    kept = list(CaseReferral.objects.filter(case=state.id).order_by("pk").values("agency", "asked", "due", "answered"))
    asked = referrals(state)
    if kept != asked:
        CaseReferral.objects.filter(case=state.id).delete()
        CaseReferral.objects.bulk_create(CaseReferral(case_id=state.id, **one) for one in asked)


def _doubled(state: CaseState) -> list[Fault]:
    """Return a fault for what a case shares with another one and must not."""
    others, faults = Case.objects.exclude(pk=state.id), list[Fault]()
    if others.filter(reference=state.reference).exists():
        faults.append(Fault("reference", f"'{state.reference}', which another case has", "one of its own"))
    if state.licence is not None and others.filter(licence=state.licence.number).exists():
        faults.append(Fault("number", f"'{state.licence.number}', which another licence has", "a number of its own"))
    return faults


def differing() -> Iterator[tuple[str, str]]:
    """Return each case that is kept otherwise than its events say, with the first column that differs."""
    cases = Event.objects.exclude(case="").order_by("case").values_list("case", flat=True).distinct()
    for case in cases.iterator(chunk_size=500):
        state = fold(of_case(case))
        made = columns(state)
        kept = Case.objects.filter(pk=case).values(*made).first()
        if kept is None:
            yield case, "all of it"
            continue
        wrong = next((name for name, value in made.items() if kept[name] != value), "")
        found = list(CaseReferral.objects.filter(case=case).order_by("pk").values("agency", "asked", "due", "answered"))
        if wrong or found != referrals(state):
            yield case, wrong or "referrals"
    for case in Case.objects.exclude(pk__in=Event.objects.exclude(case="").values("case")).values_list("pk", flat=True):
        yield case, "no event"


def rebuild() -> int:
    """Make all that is kept for lists anew from the events, and return how many cases there are. Lists are read meanwhile; acts wait."""
    with transaction.atomic():
        if connection.vendor == "postgresql":
            # An act locks the row of its case, which is another row afterwards, and would be told that there is no such case.
            with connection.cursor() as cursor:
                cursor.execute(f"LOCK TABLE {connection.ops.quote_name(Case._meta.db_table)} IN EXCLUSIVE MODE")
        for kept in (CaseOwed, CaseStale, CaseReferral, Case):
            kept.objects.all().delete()
        many = 0
        cases = Event.objects.exclude(case="").order_by("case").values_list("case", flat=True).distinct()
        for case in cases.iterator(chunk_size=500):
            keep(fold(of_case(case)))
            many += 1
    return many
