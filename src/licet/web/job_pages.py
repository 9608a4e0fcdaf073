"""What a page shows of background work that is not done yet, and what ends it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from licet.errors import Fault
from licet.web.jobs import ahead, delete, find
from licet.web.models import Job
from licet.web.refusals import Busy, NotThere, TooOften, refuse

# Without a script the page is asked again by itself after so many seconds.
_AGAIN = 3


def shown(job: Job) -> dict[str, Any]:
    """Return what ``job.html`` shows of a job; the page that includes it asks itself again until the job is over."""
    return {
        "job": job,
        "ahead": ahead(job),
        "faults": [Fault(**fault) for fault in job.faults],
        "again": 0 if job.over else _AGAIN,
    }


def fresh(request: HttpRequest, response: HttpResponse, job: Job) -> HttpResponse:
    """Return an answer of a page with a job, which nobody keeps; where the job is over and only its state was asked, the whole page follows."""
    response.headers["Cache-Control"] = "no-store"
    # What asks for the state alone is the fragment, which names itself as its target.
    if job.over and request.headers.get("HX-Target") == "job":
        response.headers["HX-Refresh"] = "true"
    return response


# Whoever knows the id of a job may end it, and nobody else can name it.
@csrf_exempt
@require_POST
def end(request: HttpRequest, job: str) -> HttpResponse:
    """End a job and delete what belongs to it."""
    try:
        delete(find(job))
    except NotThere as error:
        return refuse(request, HTTPStatus.NOT_FOUND, error.faults)
    return render(request, "job_deleted.html", {"title": "Stopped and deleted"})


def crowded(request: HttpRequest, error: Busy | TooOften) -> HttpResponse:
    """Return that too much waits already, or that one visitor asks too much."""
    often = isinstance(error, TooOften)
    answer = refuse(request, HTTPStatus.TOO_MANY_REQUESTS if often else HTTPStatus.SERVICE_UNAVAILABLE, error.faults)
    answer.headers["Retry-After"] = "60"
    return answer


ADDRESSES: list[URLPattern] = [path("jobs/<str:job>/end/", end, name="job-end")]
