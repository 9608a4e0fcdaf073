"""Cases that would be answered differently now: the law or a list changed since they were determined."""

from __future__ import annotations

import itertools
import json
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest

from licet.errors import Fault
from licet.web import jobs
from licet.web.casework.law_here import law
from licet.web.casework.working_at import Working
from licet.web.casework.works import ROWS
from licet.web.models import Job
from licet.web.refusals import NotThere

_PAGE = 100


class Stale(Working):
    """What is stale."""

    name = "cases.stale"
    of = "cases.stale.job"
    kind = "cases_stale"
    act = "see_stale"
    template = "stale"

    def title(self) -> str:
        """Return the heading of the page."""
        return "Cases that would be answered differently"

    def asked(self, request: HttpRequest) -> dict[str, Any]:  # noqa: ARG002
        """Return the day whose law is asked."""
        return {"day": self.visit.at.date().isoformat()}

    def result(self, job: Job) -> Mapping[str, Any]:
        """Return a page of what was found.

        Raises:
            NotThere: where the file of the work is gone.
        """
        text = self.request.GET.get("page", "1")
        number = int(text) if text.isdecimal() and 0 < len(text) < 8 else 1
        begin = (max(number, 1) - 1) * _PAGE
        try:
            with (jobs.folder(job) / ROWS).open(encoding="utf-8") as file:
                rows = [json.loads(line) for line in itertools.islice(file, begin, begin + _PAGE)]
        except FileNotFoundError:
            raise NotThere(
                faults=[Fault("the work", "it was deleted", "work of the last hour", "start it again")]
            ) from None
        nations = law().nations
        answer = job.answer
        assert isinstance(answer, dict)
        return {
            "answer": answer,
            "rows": [{**row, "place": nations.get(row["destination"], row["destination"])} for row in rows],
            "number": number,
            "before": number - 1 if begin else 0,
            "after": number + 1 if begin + _PAGE < answer["rows"] else 0,
            "changed": answer["law"] != law().digest,
        }
