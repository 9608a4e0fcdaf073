"""The chain of events for whoever audits: its head, whether it is whole, what happened, and the heads to be kept elsewhere."""

from __future__ import annotations

import datetime
import json
from collections.abc import Mapping
from typing import Any

import msgspec
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse

from licet.cases.chain import stamp
from licet.cases.faults import NotAllowed
from licet.cases.ledger import head, head_of
from licet.cases.models import Attachment, Case, Event, Organisation
from licet.cases.rights import rights
from licet.cases.seeing import listed
from licet.cli.cases_heads import known_heads
from licet.errors import Fault, InputError
from licet.rulebook.windows import NotAWindow, read_date
from licet.web.casework.place import Place
from licet.web.casework.working_at import Working
from licet.web.models import Job

_PAGE = 50
_LONGEST = 100
_DAYS = 92
_HEADS = 100_000


class Chain(Working):
    """The chain, and whether it is whole."""

    name = "cases.chain"
    of = "cases.chain.job"
    kind = "cases_verified"
    act = "verify_chain"
    template = "chain"

    def title(self) -> str:
        """Return the heading of the page."""
        return "The chain of events"

    def asked(self, request: HttpRequest) -> dict[str, Any]:
        """Return the heads that are known.

        Raises:
            InputError: with a fault for each line that is no head.
        """
        text = request.POST.get("heads", "")
        if len(text) > _HEADS:
            raise InputError(faults=[Fault("heads", f"{len(text):,} signs", f"at most {_HEADS:,}")])
        lines = [line.strip() for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
        found = known_heads([line.split()[0] for line in lines], ())
        return {"heads": {str(position): digest for position, digest in found.items()}}

    def around(self) -> Mapping[str, Any]:
        """Return the head, and whether events may be looked at."""
        position, digest = head()
        role = self.visit.who.role
        return {
            "position": position,
            "digest": digest,
            "attachments": Attachment.objects.count(),
            "looks": any((row.act, row.role) == ("see_internal", role) for row in rights().rows),
            "today": self.visit.at.date(),
        }

    def result(self, job: Job) -> Mapping[str, Any]:
        """Return what was found."""
        return {"answer": job.answer}


class Heads(Place):
    """The heads of days, as text to be kept elsewhere."""

    name = "cases.chain.heads"
    act = "verify_chain"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Hand out a line for each day on which something happened.

        Raises:
            InputError: for days that are none, or too many.
        """
        today = self.visit.at.date()
        since = _day(request, "since") or today - datetime.timedelta(days=30)
        until = min(_day(request, "until") or today, today)
        if not 0 <= (until - since).days <= _DAYS:
            raise InputError(faults=[Fault("the days", f"{since} to {until}", f"{_DAYS} days at most, in order")])
        lines, before = (
            ["# Heads of the chain of events at the end of each day, UTC: POSITION:DIGEST DAY LAST-EVENT"],
            -1,
        )
        for number in range((until - since).days + 1):
            found = head_of(since + datetime.timedelta(days=number))
            if found["position"] and found["position"] != before:
                lines.append(f"{found['position']}:{found['digest']} {found['day']} {found['last_event_at']}")
                before = found["position"]
        if until >= today:
            lines.append(f"# {today} is not over: its head changes until it is.")
        response = HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="heads-{until}.txt"'
        return response


class Events(Place):
    """What happened, by case, by person and by day."""

    name = "cases.events"
    act = "verify_chain"

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show a page of events, the last first.

        Raises:
            NotAllowed: for whoever keeps the chain and sees no case.
        """
        events = self.events()
        told = {name: request.GET.get(name, "").replace("\0", "").strip()[:_LONGEST] for name in ("case", "person")}
        days = [_day(request, name) for name in ("since", "until")]
        if told["case"]:
            events = events.filter(case__in=list(Case.objects.filter(Q(reference=told["case"]) | Q(pk=told["case"])).values_list("pk", flat=True)))  # fmt: skip
        if told["person"]:
            events = events.filter(actor=told["person"])
        if days[0]:
            events = events.filter(at__gte=_midnight(days[0]))
        if days[1]:
            events = events.filter(at__lt=_midnight(days[1] + datetime.timedelta(days=1)))
        after = request.GET.get("after", "")
        if after.isdecimal() and len(after) < 19:
            events = events.filter(position__lt=int(after))
        found = list(events.order_by("-position")[: _PAGE + 1])
        references = dict(Case.objects.filter(pk__in={one.case for one in found}).values_list("pk", "reference"))
        names = dict(Organisation.objects.filter(pk__in={one.organisation for one in found}).values_list("pk", "name"))
        return self.show(
            "events",
            title="Events",
            told=told,
            since=days[0],
            until=days[1],
            rows=[_shown(one, references, names) for one in found[:_PAGE]],
            further=found[_PAGE - 1].position if len(found) > _PAGE else "",
            begun=bool(after),
        )

    def events(self) -> QuerySet[Event]:
        """Return the events that who is here may see: those of no case, and those of cases that were submitted. A draft is the applicant's alone.

        Raises:
            NotAllowed: as of :meth:`get`.
        """
        mine = listed(self.visit.who).filter(pk=OuterRef("case"))
        role = self.visit.who.role
        if not any((row.act, row.role) == ("see_internal", role) for row in rights().rows):
            raise NotAllowed(faults=[Fault("the events", "a role that sees no case", "one that does")])
        return Event.objects.filter(Q(case="") | Exists(mine))


def _day(request: HttpRequest, name: str) -> datetime.date | None:
    text = request.GET.get(name, "").strip()
    if not text:
        return None
    try:
        return read_date(text)
    except NotAWindow:
        raise InputError(faults=[Fault(name, text[:20], "a day such as 2026-11-03")]) from None


def _midnight(day: datetime.date) -> str:
    return stamp(datetime.datetime.combine(day, datetime.time(), datetime.UTC))


def _shown(event: Event, references: Mapping[str, str], names: Mapping[str, str]) -> dict[str, Any]:
    body = msgspec.json.decode(event.body)
    return {
        "position": event.position,
        "at": datetime.datetime.fromisoformat(event.at),
        "kind": event.kind,
        "case": event.case,
        "reference": references.get(event.case, ""),
        "actor": event.actor,
        "role": event.role,
        "organisation": names.get(event.organisation, event.organisation),
        "digest": event.digest,
        "body": json.dumps(body, indent=1, ensure_ascii=False) if body else "",
    }
