"""What is due today and what is late in the cases that somebody may see, and where time goes beside what was published of it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse

from licet.cases.case import CaseState, fold
from licet.cases.chain import Row
from licet.cases.clocks import day_of, end_of
from licet.cases.ledger import COLUMNS, happened
from licet.cases.models import Case, Event, Organisation
from licet.cases.owed import NOT_TOLD, Owed, of_state
from licet.cases.procedure import Configuration
from licet.cases.rights import rights
from licet.cases.seeing import listed
from licet.cases.who import Who
from licet.cases.words import ADVISER, OVER
from licet.web.casework.law_here import configuration
from licet.web.casework.place import Place
from licet.web.casework.waiting import Part
from licet.web.casework.waiting import page as page_of
from licet.web.casework.working_at import Working
from licet.web.models import Job

# Of so many cases a page asks the clocks; each is read whole for it.
_PAGE = 20
_DECIDED = ("decided", "issued", "amended", *OVER)
_YEAR = 366


@dataclass(frozen=True, slots=True)
class Looked:
    """What a page looked at.

    Attributes:
        owed: what is due or late in it.
        cases: how many cases it looked at.
        further: the key of the next page; empty where that was the last.
        until: of cases that were not looked at, the earliest submission; None where all were.
    """

    owed: tuple[Owed, ...]
    cases: int
    further: str
    until: datetime.datetime | None


def parts(who: Who, tables: Configuration, now: datetime.datetime) -> tuple[Part, ...]:
    """Return the cases whose clocks are asked: first those of which the events name a day that has come, then all others that are open.

    Nothing is left out: the others are those that may be late by a limit of the procedure, or of which nobody can tell.
    """
    tonight = end_of(day_of(now, tables.calendar), tables.calendar)
    cases: QuerySet[Case] = listed(who).exclude(state="draft")
    named = Q(due__lte=tonight)
    return (
        Part("named", cases.filter(named).exclude(state__in=OVER), "due"),
        Part("open", cases.exclude(state__in=_DECIDED).filter(Q(due=None) | ~named), "submitted"),
    )


def look(parts: Sequence[Part], after: str, tables: Configuration, now: datetime.datetime, mine: str = "") -> Looked:
    """Ask the clocks of one page of cases.

    Args:
        parts: as of :func:`parts`.
        after: the key of the page.
        tables: the procedure.
        now: the moment.
        mine: the agency of which alone something is told; empty for all.
    """
    found, further = page_of(parts, after, _PAGE)
    states = read_together([str(case.pk) for _, case in found])
    owed = [one for state in states for one in of_state(state, tables, now) if not mine or one.agency == mine]
    owed.sort(key=lambda one: (one.standing == NOT_TOLD, -one.over, one.reference))
    last = found[-1] if further and found else None
    return Looked(tuple(owed), len(found), further, last[1].submitted if last and last[0].says == "open" else None)


def read_together(cases: Sequence[str]) -> Iterator[CaseState]:
    """Return cases as their events leave them, in the order in which they are asked for, from one look into the chain."""
    events: dict[str, list[Row]] = {case: [] for case in cases}
    for values in Event.objects.filter(case__in=cases).order_by("case", "position").values_list(*COLUMNS):
        row = Row(*values)
        events[row.case].append(row)
    for case in cases:
        yield fold(map(happened, events[case]))


class Due(Place):
    """What is due and late."""

    name = "cases.due"
    act = "see_internal"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show a page of it."""
        tables, who, now = configuration(), self.visit.who, self.visit.at
        mine = who.organisation if who.role == ADVISER and request.GET.get("whose") != "all" else ""
        looked = look(parts(who, tables, now), request.GET.get("after", ""), tables, now, mine)
        names = {**{one.agency: one.title for one in tables.agencies}, **dict(Organisation.objects.exclude(kind="exporter").values_list("id", "name"))}  # fmt: skip
        return self.show(
            "due",
            title="Due and late",
            today=day_of(now, tables.calendar),
            looked=looked,
            rows=[{"owed": one, "who": names.get(one.agency, one.agency) if one.agency else ""} for one in looked.owed],
            begun=bool(request.GET.get("after")),
            adviser=who.role == ADVISER,
            mine=bool(mine),
            times=any((row.act, row.role) == ("read_statistics", who.role) for row in rights().rows),
            tables=tables,
        )


class Times(Working):
    """Where time goes."""

    name = "cases.times"
    of = "cases.times.job"
    kind = "cases_times"
    act = "read_statistics"
    template = "times"

    def title(self) -> str:
        """Return the heading of the page."""
        return "Where time goes"

    def asked(self, request: HttpRequest) -> dict[str, Any]:
        """Return since when the cases were submitted that are counted."""
        day = self.visit.at.date() - datetime.timedelta(days=_YEAR)
        return {"since": "" if request.POST.get("span") == "all" else day.isoformat()}

    def around(self) -> Mapping[str, Any]:
        """Return what was published of such times, and by whom the law says."""
        tables = configuration()
        return {"figures": tables.figures, "tracks": {one.track: one.title for one in tables.tracks}, "tables": tables}

    def result(self, job: Job) -> Mapping[str, Any]:
        """Return where time went."""
        names = {
            **{one.agency: one.title for one in configuration().agencies},
            **dict(Organisation.objects.exclude(kind="exporter").values_list("id", "name")),
        }
        answer = job.answer
        assert isinstance(answer, dict)
        most = max((one["median"] or 0 for one in answer["stages"]), default=0) or 1
        stages = [{**one, "share": round(100 * (one["median"] or 0) / most)} for one in answer["stages"]]
        agencies = [{**one, "named": names.get(one["agency"], one["agency"])} for one in answer["agencies"]]
        return {
            "since": job.asked["since"],
            "answer": answer,
            "stages": sorted(stages, key=lambda one: -(one["median"] or 0)),
            "agencies": sorted(agencies, key=lambda one: -(one["median"] or 0)),
        }
