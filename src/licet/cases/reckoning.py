"""What is owed over all cases, kept: reckoned once after each act and read by its day, so that a page reads no case but those that moved on.

What :func:`licet.cases.owed.limits` finds in a case holds until something happens in it or the procedure is another one. Both are seen here: a case
that moved on, and one that was reckoned by another procedure, is counted among those that are not reckoned and never shown as it was.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Q, QuerySet

from licet.cases.all_or_nothing import told
from licet.cases.clocks import day_of
from licet.cases.doing import read
from licet.cases.models import Case, CaseOwed
from licet.cases.owed import Limit, Owed, Telling, limits
from licet.cases.procedure import Configuration
from licet.cases.seeing import listed
from licet.cases.who import Who
from licet.cases.words import OVER

# So many cases are reckoned in one transaction; an act on one of them waits for it.
_AT_ONCE = 20


@dataclass(frozen=True, slots=True)
class OwedPage:
    """A page of what is due today and what is late.

    Attributes:
        rows: the latest first, then those of which nobody can tell.
        after: where the next page begins; empty where there is none.
        unreckoned: whether some cases moved on and were not reckoned yet, so that more may be owed.
    """

    rows: tuple[Owed, ...]
    after: str
    unreckoned: bool


def reckon(configuration: Configuration, most: int | None = None, tell: Telling | None = None) -> int:
    """Reckon cases that moved on since they were reckoned, and those that another procedure was asked of; return how many were.

    Args:
        configuration: the procedure.
        most: no more than so many; by default all.
        tell: is told how far it is.
    """
    _owing_nothing(configuration)
    many, total = 0, unreckoned(configuration).count() if tell is not None else 0
    while most is None or many < most:
        at_once = _AT_ONCE if most is None else min(_AT_ONCE, most - many)
        with told(), transaction.atomic():
            # Whoever acts on a case holds it, and it is reckoned after that.
            cases = list(
                unreckoned(configuration).select_for_update(skip_locked=True).order_by("made", "pk")[:at_once].values_list("pk", flat=True)
            )  # fmt: skip
            for case in cases:
                _keep(case, configuration)
        many += len(cases)
        if tell is not None:
            tell(min(many, total), total)
        if len(cases) < at_once:
            break
    return many


def _owing_nothing(configuration: Configuration) -> None:
    """Take those as reckoned of which what is kept for lists says that nothing is owed: drafts, and what is decided or over without an open check."""
    settled = Q(state="draft") | ~Q(outcome="") | Q(state__in=OVER)
    with told():
        found = unreckoned(configuration).filter(settled, due__isnull=True, owed__isnull=True)
        found.update(reckoned=F("position"), reckoned_by=Case.BY_ANY)


def unreckoned(configuration: Configuration) -> QuerySet[Case]:
    """Return the cases that moved on since they were reckoned, or were reckoned by another procedure."""
    low, high = sorted((configuration.digest, Case.BY_ANY))
    # Told as stretches, each of which an index finds empty at once.
    other = Q(reckoned_by__lt=low) | Q(reckoned_by__gt=low, reckoned_by__lt=high) | Q(reckoned_by__gt=high)
    return Case.objects.filter(~Q(reckoned=F("position")) | other)


def _keep(case: str, configuration: Configuration) -> None:
    state = read(case)
    found = list(limits(state, configuration))
    CaseOwed.objects.filter(case=case).delete()
    CaseOwed.objects.bulk_create(
        CaseOwed(
            case_id=case, on=one.on, what=one.what, agency=one.agency, silence=one.silence, cite=one.cite, days_not_read=one.days_not_read,
        )
        for one in found
    )  # fmt: skip
    open_ = state.state != "draft" and state.decision is None
    by = configuration.digest if found or open_ else Case.BY_ANY
    Case.objects.filter(pk=case).update(reckoned=state.position, reckoned_by=by)


def owed_page(
    configuration: Configuration,
    who: Who,
    now: datetime.datetime,
    *,
    officer: str = "",
    after: str = "",
    size: int = 50,
) -> OwedPage:
    """Return a page of what is due today and what is late in the cases that somebody may see, as it was reckoned.

    Args:
        configuration: the procedure.
        who: asks.
        now: the moment.
        officer: only of the cases of that officer; empty for all.
        after: where the page begins, as the page before said.
        size: of a page.

    Raises:
        NotAllowed: where the person does not have that role.
    """
    today = day_of(now, configuration.calendar)
    found = list(_after(_owed(configuration, _cases(who, officer)), today, after)[: size + 1])
    rows = tuple(_told(found[:size], today))
    last = found[size - 1] if len(found) > size else None
    further = "" if last is None else f"{last.on.isoformat() if last.on else ''}/{last.pk}"
    return OwedPage(rows, further, unreckoned(configuration).exists())


def owed_count(configuration: Configuration, who: Who, now: datetime.datetime, officer: str = "") -> int:
    """Return how many things are due today or late in the cases that somebody may see; arguments as of :func:`owed_page`."""
    today = day_of(now, configuration.calendar)
    return int(_owed(configuration, _cases(who, officer)).filter(on__lte=today).count())


def owed_kept(configuration: Configuration, now: datetime.datetime) -> Iterator[Owed]:
    """Return all that is due today or late, as it was reckoned; the latest first, then the cases of which nobody can tell."""
    today = day_of(now, configuration.calendar)
    found = _after(_owed(configuration, Case.objects.all()), today, "")
    yield from _told(found.iterator(chunk_size=500), today)


def _cases(who: Who, officer: str) -> QuerySet[Case]:
    return listed(who).filter(officer=officer) if officer else listed(who)


def _owed(configuration: Configuration, cases: QuerySet[Case]) -> QuerySet[CaseOwed]:
    by = (configuration.digest, Case.BY_ANY)
    return CaseOwed.objects.filter(case__in=cases, case__reckoned=F("case__position"), case__reckoned_by__in=by)


def _after(found: QuerySet[CaseOwed], today: datetime.date, after: str) -> QuerySet[CaseOwed]:
    day, _, key = after.partition("/")
    pk = int(key) if key.isdecimal() else 0
    dated = Q(on__lte=today)
    if after and day:
        dated &= Q(on__gte=day) & (Q(on__gt=day) | Q(pk__gt=pk))
    untold = Q(on__isnull=True)
    if after and not day:
        dated, untold = Q(pk__in=()), untold & Q(pk__gt=pk)
    return found.filter(dated | untold).select_related("case").order_by(F("on").asc(nulls_last=True), "pk")


def _told(found: Iterable[CaseOwed], today: datetime.date) -> Iterator[Owed]:
    for one in found:
        limit = Limit(one.what, one.agency, one.on, one.silence, one.cite, one.days_not_read)
        owed = limit.at(today, one.case_id, one.case.reference, one.case.state)
        if owed is not None:
            yield owed
