"""Statistics that give no single case away: tables, pictures and files of a whole period, all protected together."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.utils.safestring import mark_safe

from licet.cases.models import Case
from licet.cases.reporting.limits import read_limits
from licet.cases.reporting.tables import ALL, PROTECTED
from licet.errors import Fault, InputError
from licet.reports import sentences
from licet.reports.pictured import alone
from licet.web import jobs
from licet.web.casework.law_here import configuration, law
from licet.web.casework.working_at import Working
from licet.web.models import DONE, Job
from licet.web.refusals import NotThere

_CURRENCY = re.compile("[A-Z]{3}")
_ROWS = 60
_KINDS = {"csv": "text/csv; charset=utf-8", "svg": "image/svg+xml"}


class Reports(Working):
    """The statistics."""

    name = "cases.reports"
    of = "cases.reports.job"
    kind = "cases_report"
    act = "read_statistics"
    template = "reports"

    def title(self) -> str:
        """Return the heading of the page."""
        return "Reports"

    def asked(self, request: HttpRequest) -> dict[str, Any]:
        """Return the period and the currency.

        Raises:
            InputError: for a period that is none of those offered, and a currency that is no code.
        """
        year, currency = request.POST.get("year", ""), request.POST.get("currency", "").strip().upper()
        faults = [] if year in ("", *map(str, self.years())) else [Fault("Period", year[:20], "one of those offered")]
        if not _CURRENCY.fullmatch(currency):
            faults.append(Fault("Currency", currency[:20] or "nothing", "a code of three letters, such as EUR"))
        if faults:
            raise InputError(faults=faults)
        span = {"since": f"{year}-01-01", "until": f"{int(year) + 1}-01-01"} if year else {"since": "", "until": ""}
        return {**span, "currency": currency}

    def years(self) -> list[int]:
        """Return the years in which cases were submitted, the last first."""
        ends = [
            Case.objects.exclude(submitted=None).order_by(order).values_list("submitted", flat=True).first()
            for order in ("submitted", "-submitted")
        ]
        return list(range(ends[1].year, ends[0].year - 1, -1)) if ends[0] and ends[1] else []

    def around(self) -> Mapping[str, Any]:
        """Return what may be asked, and from which size on a number is shown."""
        tables = configuration()
        limits = read_limits(law().folder / "procedure" / tables.name / "published" / "disclosure.csv")
        return {"years": self.years(), "limits": limits, "currency": "EUR"}

    def result(self, job: Job) -> Mapping[str, Any]:
        """Return the tables of a report and their pictures."""
        answer = job.answer
        assert isinstance(answer, dict)
        return {
            "answer": answer,
            "period": job.asked["since"][:4],
            "views": [self.view(job, answer["files"], number, *view) for number, view in enumerate(answer["views"], 1)],
        }

    def view(self, job: Job, files: list[str], number: int, name: str, title: str) -> dict[str, Any]:
        """Return one view as it is shown."""
        lines = list(csv.reader(io.StringIO(_read(job, f"{name}.csv").decode())))
        head, rows = lines[0], lines[1:]
        dimensions = len(head) - 3
        svg = f"{name}.svg"
        drawn = _read(job, svg).decode() if svg in files else ""
        return {
            "name": name,
            "title": title,
            "head": [sentences.capital(one.replace("_", " ")) for one in head[:-1]],
            "rows": [_row(row, dimensions) for row in rows[:_ROWS]],
            "more": max(0, len(rows) - _ROWS),
            "picture": mark_safe(alone(drawn, number)) if drawn else "",  # noqa: S308 - drawn by the site itself
            "files": [one for one in (f"{name}.csv", f"{name}-days.csv", svg) if one in files],
        }


class ReportFile(Reports):
    """A file of a report."""

    name = "cases.reports.file"

    def get(self, request: HttpRequest, job: str = "", file: str = "") -> HttpResponseBase:  # noqa: ARG002
        """Hand out the file.

        Raises:
            NotThere: where there is none of this name.
        """
        found = self.found(job)
        answer = found.answer if found.state == DONE else None
        if not isinstance(answer, dict) or file not in answer["files"]:
            raise NotThere(faults=[Fault("the report", "no such file", "one of its files")])
        response = FileResponse(
            io.BytesIO(_read(found, file)), content_type=_KINDS[file.rpartition(".")[2]], filename=file
        )
        response["Content-Disposition"] = f'attachment; filename="{file}"'
        return response


def _read(job: Job, name: str) -> bytes:
    try:
        return (jobs.folder(job) / name).read_bytes()
    except FileNotFoundError:
        raise NotThere(
            faults=[Fault("the report", "it was deleted", "one of the last hour", "make it again")]
        ) from None


def _row(row: list[str], dimensions: int) -> dict[str, Any]:
    nations = law().nations
    *places, cases, value, value_is = row
    told = value if value == PROTECTED or not value else f"{float(value):,.0f}"
    return {
        "places": ["all" if one == ALL else nations.get(one, one.replace("_", " ")) for one in places],
        "cases": cases if cases == PROTECTED else f"{int(cases):,}",
        "value": f"at least {told}" if value_is == "at least" and told != PROTECTED else told,
        "whole": places == [ALL] * dimensions,
    }
