"""The list of cases that somebody may see; at first those that wait for them."""

from __future__ import annotations

import csv
import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.cache import cache
from django.db import connection
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponseBase, StreamingHttpResponse

from licet.cases.models import Case, Membership, Organisation
from licet.cases.seeing import listed, shown_state
from licet.cases.words import APPLICANT, OFFICER
from licet.harmless import harmless
from licet.web.casework.law_here import law
from licet.web.casework.place import Place
from licet.web.casework.waiting import Part, counted, everything, page, states_of, waiting

_PAGE = 50
_AT_ONCE = 2_000
# For so many seconds counts are not counted anew: they are told to everybody on every page.
_COUNTED = 10
_ALL, _WAITING = "all", "waiting"
_NOBODY = "-"
_LONGEST = 100


@dataclass(frozen=True)
class Asked:
    """What is asked of the list, as it stands in the address."""

    view: str
    text: str
    state: str
    officer: str
    place: str

    @classmethod
    def of(cls, request: HttpRequest, *, waits: bool) -> Asked:
        """Return what an address asks; what is none of the choices asks nothing."""
        told = {name: request.GET.get(name, "").replace("\0", "").strip()[:_LONGEST] for name in ("q", "state", "officer", "place")}  # fmt: skip
        narrowed = any(told.values())
        view = request.GET.get("view", _WAITING if waits and not narrowed else _ALL)
        return cls(
            view if view == _ALL or not waits else _WAITING, told["q"], told["state"], told["officer"], told["place"]
        )

    def query(self, **more: str) -> str:
        """Return it as the end of an address."""
        told = {"view": self.view, "q": self.text, "state": self.state, "officer": self.officer, "place": self.place}
        return urlencode({name: value for name, value in {**told, **more}.items() if value})


class Worklist(Place):
    """The cases that somebody may see; those that wait for them first."""

    name = "cases"
    act = "see"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Show a page of the list."""
        waits = waiting(self.visit.who)
        asked = Asked.of(request, waits=bool(waits))
        found, after = page(self.parts(asked), request.GET.get("after", ""), _PAGE)
        counts = self.counts()
        return self.show(
            "worklist",
            title="Cases",
            asked=asked,
            rows=[self.row(part, case) for part, case in found],
            groups=len({part.says for part, _ in found}) > 1,
            waits=bool(waits),
            counts=counts,
            total=sum(counts.values()),
            waiting=self.waiting(),
            begun=bool(request.GET.get("after")),
            further=f"?{asked.query(after=after)}" if after else "",
            first=f"?{asked.query()}",
            csv=f"?{asked.query()}",
            hidden=self.hidden,
            officers=self.officers(),
            places=sorted(law().nations.items(), key=lambda one: one[1]),
            due_words="Answer by" if asked.view == _WAITING and waits and waits[0].by == "answer_by" else "Due",
        )

    @property
    def hidden(self) -> bool:
        """Whether what only the review knows is kept from who is here."""
        return self.visit.who.role == APPLICANT

    def parts(self, asked: Asked) -> tuple[Part, ...]:
        """Return what is asked for."""
        who = self.visit.who
        parts = waiting(who) if asked.view == _WAITING else everything(who, listed(who))
        return tuple(Part(one.says, self.narrowed(one.cases, asked), one.by, one.newest) for one in parts)

    def narrowed(self, cases: QuerySet[Case], asked: Asked) -> QuerySet[Case]:
        """Return those of some cases that are asked for."""
        if asked.state:
            cases = cases.filter(state__in=states_of(self.visit.who, asked.state))
        if asked.officer and not self.hidden:
            cases = cases.filter(officer="" if asked.officer == _NOBODY else asked.officer)
        if asked.place:
            cases = cases.filter(destinations__contains=f",{asked.place},")
        if asked.text:
            named = Q(reference__istartswith=asked.text) | Q(title__icontains=asked.text)
            if not self.hidden:
                found = Organisation.objects.filter(name__icontains=asked.text, kind="exporter").values_list("pk", flat=True)[:200]  # fmt: skip
                named |= Q(applicant__in=list(found))
            cases = cases.filter(named)
        return cases

    def counts(self) -> dict[str, int]:
        """Return how many cases there are in each state, as it is shown to who is here."""
        who = self.visit.who
        # Two who may see the same count the same.
        scope = f"{who.role} {who.organisation}"

        def count() -> dict[str, int]:
            rows = listed(who).order_by().values_list("state").annotate(many=Count("pk"))
            return dict(rows.values_list("state", "many"))

        return counted(who, _kept(f"states {scope}", count))

    def waiting(self) -> int:
        """Return how many cases wait for who is here."""
        who = self.visit.who

        def count() -> int:
            return sum(part.cases.count() for part in waiting(who))

        return int(_kept(f"waiting {who.role} {who.organisation} {who.person}", count))

    def officers(self) -> list[str]:
        """Return who may be asked for as an officer."""
        if self.hidden:
            return []
        people = Membership.objects.filter(role=OFFICER).order_by("person").values_list("person", flat=True)
        return list(people.distinct()[:500])

    @cached_property
    def names(self) -> dict[str, str]:
        """What organisations are called, as far as they were asked for."""
        return {}

    def called(self, organisation: str) -> str:
        """Return what an organisation is called."""
        if organisation not in self.names:
            found = Organisation.objects.filter(pk=organisation).values_list("name", flat=True).first()
            self.names[organisation] = found or organisation
        return self.names[organisation]

    def row(self, part: Part, case: Case) -> dict[str, Any]:
        """Return a case as it is shown in the list."""
        nations = law().nations
        today = self.visit.at.date()
        due: datetime.datetime | None = getattr(case, "answer_by", case.due)
        # The day was named when it was asked for, and knows of no pause since: that it passed is told, and how late a case is stands elsewhere.
        waits = case.state.startswith("awaiting_")
        shown: dict[str, Any] = {
            "id": case.pk,
            "reference": case.reference,
            "title": case.title,
            "places": ", ".join(nations.get(one, one) for one in case.destinations.split(",") if one),
            "state": shown_state(case.state) if self.hidden else case.state,
            "submitted": case.submitted,
            "says": part.says,
        }
        if self.hidden:
            return shown
        return {
            **shown,
            "applicant": self.called(case.applicant),
            "officer": case.officer,
            "since": case.since,
            "unjudged": case.unjudged,
            "due": due,
            "passed": due is not None and not waits and due.date() < today,
            "today": due is not None and not waits and due.date() == today,
        }


class WorklistFile(Worklist):
    """The same as CSV, whole."""

    name = "cases.csv"

    def get(self, request: HttpRequest) -> HttpResponseBase:
        """Hand out the list, its cells made harmless to a spreadsheet."""
        asked = Asked.of(request, waits=bool(waiting(self.visit.who)))
        response = StreamingHttpResponse(self.lines(asked), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="cases.csv"'
        return response

    def lines(self, asked: Asked) -> Iterator[str]:
        """Yield the lines of the table."""
        own = ("reference", "state", "title", "places", "submitted")
        columns = own if self.hidden else (*own, "applicant", "officer", "since", "due", "passed")
        writer = csv.writer(_Line(), lineterminator="\r\n")
        yield writer.writerow(columns)
        for part in self.parts(asked):
            sign = "-" if part.newest else ""
            for case in part.cases.order_by(f"{sign}{part.by}", f"{sign}pk").iterator(chunk_size=_AT_ONCE):
                row = self.row(part, case)
                yield writer.writerow([harmless(_cell(row[name])) for name in columns])


class _Line:
    """What a writer of CSV writes to: each line is handed on."""

    def write(self, line: str) -> str:
        return line


def _cell(value: Any) -> str:
    if isinstance(value, datetime.datetime):
        return value.date().isoformat()
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _kept(name: str, count: Any) -> Any:
    key = f"cases {connection.settings_dict['NAME']} {name}".replace(" ", ":")[:240]
    found = cache.get(key)
    if found is None:
        found = count()
        cache.set(key, found, _COUNTED)
    return found
