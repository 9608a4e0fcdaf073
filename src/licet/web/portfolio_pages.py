"""The portfolio: a table is handed in, its columns are mapped, its rows are answered, looked through and downloaded.

Nothing of it has an address that can be guessed, and all of it is deleted within an hour after its last work ended.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

import msgspec
from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt
from polars.exceptions import PolarsError

from licet.columns.inputs import ENDINGS
from licet.errors import Fault, InputError
from licet.programs.stating import TooMuch
from licet.rulebook.rulebook import Rulebook, today
from licet.version import __version__
from licet.web import portfolios
from licet.web.dress import rulebook
from licet.web.job_pages import crowded, fresh, shown
from licet.web.jobs import find
from licet.web.mapping_form import Form, form_of, read_form
from licet.web.models import FAILED, Job
from licet.web.page import CSV, HTML, JSON, Asking, Page
from licet.web.portfolio_results import counts_table, results
from licet.web.rates import check_costly
from licet.web.refusals import Busy, NotThere, TooOften, forged, refuse, wrong_method

_SITES = ("same-origin", "none", "")


def answered(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Turn what a view refuses into its page."""

    def answer(self: Any, request: HttpRequest, **of: str) -> HttpResponseBase:
        try:
            response = view(self, request, **of)
        except NotThere as error:
            response = refuse(request, HTTPStatus.NOT_FOUND, error.faults)
        except TooMuch as error:
            response = refuse(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, error.faults)
        except (Busy, TooOften) as error:
            response = crowded(request, error)
        except MultiPartParserError:
            response = refuse(request, HTTPStatus.BAD_REQUEST)
        except InputError as error:
            response = refuse(request, HTTPStatus.BAD_REQUEST, error.faults)
        response.headers.setdefault("Cache-Control", "no-store")
        # Nobody else shall find what somebody handed in.
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    return answer


# Nobody is known here, so that a form of another site could do no more than its sender; a browser says where a form was sent from.
@method_decorator(csrf_exempt, name="dispatch")
class Portfolio(Page):
    """Where a table is handed in."""

    name, route = "portfolio", "portfolio"
    http_method_names = ["get", "head", "options", "post"]  # noqa: RUF012 - as the view of Django has it

    def content(self, asking: Asking) -> dict[str, Any]:
        """Return what may be handed in."""
        del asking
        return {
            "title": "Portfolio",
            "limits": {
                "bytes": settings.LICET_TABLE_BYTES,
                "rows": settings.LICET_TABLE_ROWS,
                "columns": settings.LICET_TABLE_COLUMNS,
            },
            "megabytes": f"{settings.LICET_TABLE_BYTES / 1e6:,.4g}",
            "endings": [end for ends in ENDINGS.values() for end in ends],
        }

    @answered
    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Take a table, and lead to what is read of it."""
        if self.face != HTML:
            return wrong_method(request)
        if request.headers.get("Sec-Fetch-Site", "") not in _SITES:
            return forged(request)
        portfolios.check_length(request.META.get("CONTENT_LENGTH"))
        check_costly(request)
        return _to(portfolios.begin(request.FILES.get("table")))


@method_decorator(csrf_exempt, name="dispatch")
class OnePortfolio(View):
    """A table that was handed in: what is done with it, the form that maps it, or its answers."""

    http_method_names = ["get", "head", "options", "post"]  # noqa: RUF012 - as the view of Django has it
    face = HTML

    @answered
    def get(self, request: HttpRequest, job: str) -> HttpResponseBase:
        """Show it as it is now."""
        one, book = find(job), rulebook()
        summary = portfolios.summary(one)
        if self.face != HTML:
            return self._for_program(request, one, book)
        if summary is not None:
            try:
                return fresh(request, results(request, one, book, summary), one)
            except (FileNotFoundError, PolarsError):
                if portfolios.summary(find(job)) is not None:
                    raise
                return _to(one)  # The rows are being answered anew, as somebody else asked at this moment.
        if not one.over or one.kind == portfolios.RUN or (one.kind == portfolios.LOOK and one.state == FAILED):
            status = HTTPStatus.BAD_REQUEST if one.state == FAILED else HTTPStatus.OK
            title = "The table cannot be used" if one.state == FAILED else "The table is being read" if one.kind == portfolios.LOOK else "The rows are being answered"  # fmt: skip
            context = {"title": title, "above": _above(), **shown(one)}
            return fresh(request, render(request, "portfolio_work.html", context, status=status), one)
        form = form_of(portfolios.columns(one), portfolios.asked(one), book)
        return fresh(request, _form(request, one, form, book, shown(one)["faults"]), one)

    @answered
    def post(self, request: HttpRequest, job: str) -> HttpResponseBase:
        """Take the mapping, and have the rows answered."""
        if self.face != HTML:
            return wrong_method(request)
        one, book = find(job), rulebook()
        if not one.over:
            return _to(one)
        form = read_form(request.POST, portfolios.columns(one), book)
        if form.faults:
            return _form(request, one, form, book, form.faults)
        return _to(portfolios.answer(one, form.wanted()))

    def _for_program(self, request: HttpRequest, one: Job, book: Rulebook) -> HttpResponse:
        summary = portfolios.summary(one)
        if self.face == CSV:
            if summary is None:
                expected, mend = "a table that was answered", "wait until the work is done"
                raise NotThere(faults=[Fault("the address", "no answers", expected, mend)])
            return HttpResponse(counts_table(summary, book).csv(), content_type="text/csv; charset=utf-8")
        told: dict[str, Any] = {
            "licet": __version__,
            "rulebook": {"digest": book.digest},
            "title": "Portfolio",
            **one.plain(),
        }
        if summary is not None:
            found = results(request, one, book, summary, plain=True)
            if isinstance(found, HttpResponse):
                return found
            told["results"] = found
        elif one.over and one.state != FAILED:
            told["columns"] = portfolios.columns(one)["columns"]
        return HttpResponse(msgspec.json.encode(told), content_type="application/json")


class Mapped(View):
    """The form that maps a table once more, after it was answered."""

    @answered
    def get(self, request: HttpRequest, job: str) -> HttpResponseBase:
        """Show the form with what was asked."""
        one, book = find(job), rulebook()
        return _form(request, one, form_of(portfolios.columns(one), portfolios.asked(one), book), book, ())


class OneFile(View):
    """A file of the answers."""

    @answered
    def get(self, request: HttpRequest, job: str, name: str) -> HttpResponseBase:  # noqa: ARG002 - as the view of Django has it
        """Hand it out."""
        one = find(job)
        place, kind = portfolios.file_of(one, name)
        return FileResponse(portfolios.opened(one, place), as_attachment=True, filename=name, content_type=kind)


def _form(request: HttpRequest, one: Job, form: Form, book: Rulebook, faults: Any) -> HttpResponse:
    context: Mapping[str, Any] = {
        "title": "What the columns state",
        "above": _above(),
        "job": one,
        "form": form,
        "faults": faults,
        "today": datetime.date.isoformat(today()),
        "proposals": sorted((i.short, i.title) for i in book.instruments.values() if i.proposal),
    }
    status = HTTPStatus.BAD_REQUEST if faults else HTTPStatus.OK
    return render(request, "portfolio_mapping.html", context, status=status)


def _above() -> list[tuple[str, str]]:
    return [(reverse("portfolio"), "Portfolio")]


def _to(one: Job) -> HttpResponse:
    return HttpResponseRedirect(reverse("portfolio-one", args=[one.pk]), status=HTTPStatus.SEE_OTHER)


ADDRESSES: list[URLPattern] = [
    path("portfolio/<str:job>/", OnePortfolio.as_view(), name="portfolio-one"),
    path("portfolio/<str:job>.json", OnePortfolio.as_view(face=JSON), name="portfolio-one.json"),
    path("portfolio/<str:job>.csv", OnePortfolio.as_view(face=CSV), name="portfolio-one.csv"),
    path("portfolio/<str:job>/mapping/", Mapped.as_view(), name="portfolio-mapping"),
    path("portfolio/<str:job>/<str:name>", OneFile.as_view(), name="portfolio-file"),
]
