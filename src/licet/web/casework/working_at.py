"""Pages with work over all cases: it is started by a form, followed while it is done, and its last result stands on the page for an hour."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from licet.cases.ledger import head
from licet.web import jobs
from licet.web.casework.place import Place
from licet.web.job_pages import fresh
from licet.web.job_pages import shown as shown_job
from licet.web.models import DONE, Job
from licet.web.refusals import Busy, NotThere


class Working(Place):
    """A page with work.

    Attributes:
        kind: of the work, one of :data:`licet.web.jobs.HERE`.
        of: the name of the address at which one piece of it stands.
        template: of the page, with and without a result.
    """

    kind: ClassVar[str]
    of: ClassVar[str]
    template: ClassVar[str]

    def get(self, request: HttpRequest, job: str = "") -> HttpResponse:
        """Show the last result, or one piece of work."""
        if not job:
            return self.page(self.last())
        found = self.found(job)
        jobs.looked_at(found)
        return fresh(request, self.page(found), found)

    def post(self, request: HttpRequest, job: str = "") -> HttpResponse:  # noqa: ARG002
        """Start the work, or go to that which was started since anything happened.

        Raises:
            InputError: for what cannot be asked.
        """
        asked = self.asked(request)
        # What is asked once more before anything happened has the same answer.
        key = jobs.key_of(self.kind, {**asked, "head": head()[1]})
        try:
            begun = jobs.start(self.kind, asked, key=key)
        except Busy as error:
            return self.page(self.last(), busy=error.faults)
        return redirect(self.of, job=begun.pk)

    def asked(self, request: HttpRequest) -> dict[str, Any]:  # noqa: ARG002
        """Return what is asked, as plain data."""
        return {}

    def found(self, job: str) -> Job:
        """Return a piece of work of this page.

        Raises:
            NotThere: where there is none.
        """
        found = jobs.find(job)
        if found.kind != self.kind:
            raise NotThere(faults=[])
        return found

    def last(self) -> Job | None:
        """Return the last work of which there is a result."""
        found: Job | None = Job.objects.filter(kind=self.kind, state=DONE).order_by("-made").first()
        return found

    def page(self, job: Job | None, **more: Any) -> HttpResponse:
        """Return the page."""
        context: dict[str, Any] = {"title": self.title(), **self.around(), **more}
        if job is not None and job.state != DONE:
            context |= {**shown_job(job), "grows": not job.over}
        elif job is not None:
            context |= {"done": job, **self.result(job)}
        return self.show(self.template, **context)

    def title(self) -> str:
        """Return the heading of the page."""
        raise TypeError(type(self).__name__)

    def around(self) -> Mapping[str, Any]:
        """Return what the page shows whether or not there is a result."""
        return {}

    def result(self, job: Job) -> Mapping[str, Any]:
        """Return what the page shows of a result."""
        return {"answer": job.answer}
