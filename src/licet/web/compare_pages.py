"""The page *Compare*: two sides of the law beside each other, what changes from one to the other, and a reform that is written in the page.

What takes longer than a request may is made by the worker of the site; the page shows what is ready, and asks itself for the rest.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from http import HTTPStatus
from typing import Any

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.cache import get_conditional_response
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt

from licet.comparing.items import item_classes
from licet.errors import Fault, InputError, near
from licet.programs.comparing import BASE, OTHER
from licet.programs.drafting import NAME, LineFault, NotLaw, check, examples, pack, plain
from licet.reports.compare_tables import tables
from licet.rulebook.rulebook import Rulebook, today
from licet.web.asked import Asked
from licet.web.compare_shown import answer_shown, form_shown, suggested
from licet.web.comparisons import ANSWERED, DIFFERS, PROVEN, WHOLE, Made, made_of
from licet.web.dress import rulebook, short
from licet.web.job_pages import crowded, shown
from licet.web.page import CSV, HTML, JSON, PICTURE, SVG, Answered
from licet.web.rates import costly
from licet.web.reforms_in_addresses import Reforms
from licet.web.refusals import Busy, TooOften, refuse, wrong_method
from licet.web.sent import length_sent
from licet.web.sides_in_addresses import Sides, from_form, parted_of, query_of, read_sides

# The tables beside the page, by the name of the address; that of the page itself has the changes.
_TABLES = {"": "changes", "matrix": "matrix"}
_MATRIX = "matrix"
_AGAIN = 3
# What a form sends: a reform with all that stands around it.
_MOST_SENT = 100_000
_SEEN = "X-Seen"


# Nothing is kept and nobody is known here, so that a form sent by another site's page could do nothing; and so no cookie is needed.
@method_decorator(csrf_exempt, name="dispatch")
class ComparePage(Answered):
    """Two sides of the law, and what changes from one to the other."""

    name, route = "compare", "compare"
    http_method_names = ["get", "head", "options", "post"]  # noqa: RUF012 - as the view of Django has it

    @classmethod
    def paths(cls) -> list[URLPattern]:
        """Return its addresses: the page, its twins, and the tables and pictures beside it."""
        twins = (JSON, CSV, SVG)
        return [
            path("compare/", cls.as_view(), name=cls.name),
            *(path(f"compare.{twin}", cls.as_view(face=twin), name=f"compare.{twin}") for twin in twins),
            *(
                path(f"compare/<slug:of>.{twin}", cls.as_view(face=twin), name=f"compare.of.{twin}")
                for twin in twins[1:]
            ),
        ]

    def get(self, request: HttpRequest, **of: str) -> HttpResponseBase:
        """Answer what the address asks."""
        book = rulebook()
        asked = read_sides(request.GET, book, _classes(book), today())
        if asked.faults or (self.face != HTML and not asked.begun):
            return self._refused(request, book, asked)
        if not asked.begun:
            return self._page(request, book, asked, None)
        try:
            # A page that only asks how far it is asks for nothing new.
            with nullcontext() if _SEEN in request.headers else costly(request):
                made = made_of(asked)
        except (Busy, TooOften) as error:
            return crowded(request, error)
        assert made is not None
        if self.face != HTML:
            return self._file(request, asked, made, of.get("of", ""))
        if request.headers.get(_SEEN) == made.stage and made.job is not None and not made.job.over:
            return render(request, "compare_progress.html", {**shown(made.job), "stage": made.stage})
        seen = _SEEN in request.headers
        etag = self.etag(request, book, today()) if made.stage == WHOLE and not (asked.reforms.packed or seen) else ""
        unchanged = get_conditional_response(request, etag=etag) if etag else None
        if unchanged is not None:
            return unchanged
        response = self._page(request, book, asked, made)
        if etag:
            response.headers["ETag"] = etag
        response.headers["Cache-Control"] = "no-cache" if etag else "no-store"
        if seen:
            # The page asked only how far it is; what is ready now takes its place, and what stands in the form stays.
            response.headers["HX-Retarget"] = response.headers["HX-Reselect"] = "#found"
        return response

    def post(self, request: HttpRequest, **of: str) -> HttpResponseBase:
        """Take what the form asks, and lead to its address."""
        if self.face != HTML or of:
            return wrong_method(request)
        if length_sent(request) > _MOST_SENT:
            faults = [Fault("the form", "more than it may hold", f"at most {_MOST_SENT // 1000} kB")]
            return refuse(request, HTTPStatus.BAD_REQUEST, faults)
        book, sent = rulebook(), request.POST
        text = plain(sent.get("text", ""))
        if sent.get("do") == "example":
            return self._example(request, book, sent)
        base, other, assume = from_form(sent, book)
        packed, faults, lines = "", list[Fault](), tuple[LineFault, ...]()
        try:
            packed = pack(text) if text else ""
            if text:
                check(text, settings.LICET_LAW)
        except NotLaw as error:
            faults, lines = list(error.faults), error.lines
        except InputError as error:
            faults = list(error.faults)
        if text or sent.get("do") == "check":
            if not text:
                faults.append(Fault(NAME, "no text", "a reform in the form of a file of law", "start from an example"))
            if faults or sent.get("do") == "check":
                reforms = Reforms(text=text, assume=assume, lines=lines)
                return self._page(request, book, _sent(base, other, reforms, faults), None, checked=not faults)
        query = query_of(base, other, Reforms(packed=packed, assume=assume), {})
        return HttpResponseRedirect(f"{reverse('compare')}?{query}", status=HTTPStatus.SEE_OTHER)

    def _example(self, request: HttpRequest, book: Rulebook, sent: QueryDict) -> HttpResponse:
        """Put a text to start from into the form, and leave everything else as it stands there."""
        base, other, assume = from_form(sent, book)
        known = {one.name: one for one in examples(book)}
        named = sent.get("example", "")
        chosen = known.get(named)
        faults = []
        if chosen is None:
            faults = [Fault("example", f"'{named[:80]}'", f"one of {', '.join(known)}", near(named, known))]
        text = chosen.text if chosen is not None else plain(sent.get("text", ""))
        return self._page(request, book, _sent(base, other, Reforms(text=text, assume=assume), faults), None)

    def _refused(self, request: HttpRequest, book: Rulebook, asked: Sides) -> HttpResponse:
        if self.face == HTML:
            return self._page(request, book, asked, None)
        nothing = Fault("the address", "nothing to compare", "base and other", "?base=now&other=now+PROPOSAL")
        return refuse(request, HTTPStatus.BAD_REQUEST, asked.faults or [nothing])

    def _page(
        self, request: HttpRequest, book: Rulebook, asked: Sides, made: Made | None, checked: bool = False
    ) -> HttpResponse:
        context: dict[str, Any] = {
            "title": "Compare two laws",
            # Those of the text stand at its lines.
            "faults": [one for one in asked.faults if not (asked.reforms.lines and one.where.startswith(NAME))],
            "checked": checked,
            "grows": True,
            **form_shown(book, asked),
        }
        if made is None:
            context["suggested"] = suggested(book, today())
        else:
            law = short(book.digest)
            query = asked.query(law=law)
            named = asked.asked.values.get("law", "")
            context |= {
                **answer_shown(book, asked, made),
                "address": request.build_absolute_uri(f"{reverse('compare')}?{query}"),
                "twins": [(twin.upper(), f"{reverse(f'compare.{twin}')}?{query}") for twin in (JSON, CSV, SVG)],
                "matrix_csv": f"{reverse('compare.of.csv', args=[_MATRIX])}?{query}",
                "cited_law": named if named and not book.digest.startswith(f"sha256:{named}") else "",
                "stage": made.stage,
                "proven": made.stage in (PROVEN, WHOLE),
                "answered": made.stage != DIFFERS,
            }
            if made.job is not None:
                going = shown(made.job)
                context |= {**going, "faults": [], "job_faults": going["faults"]}
            # Work that found a fault says so where the progress stood.
            context["going_on"] = made.job is not None and made.stage != WHOLE
        status = HTTPStatus.BAD_REQUEST if asked.faults else HTTPStatus.OK
        return render(request, "compare.html", context, status=status)

    # What programs have, and what can be downloaded.

    def _file(self, request: HttpRequest, asked: Sides, made: Made, of: str) -> HttpResponse:
        pictures = {one["name"] for one in made.pictures}
        if self.face == SVG or (of and of not in _TABLES):
            known = pictures if made.stage == WHOLE else {of}
            if (of or _MATRIX) not in known and made.stage == WHOLE:
                expected = f"one of {', '.join(sorted(known))}" if known else "no picture: nothing changes"
                return refuse(
                    request, HTTPStatus.NOT_FOUND, [Fault("the address", f"'{of}'", expected, near(of, known))]
                )
            data = made.read(f"{of or _MATRIX}.{self.face}") if made.stage == WHOLE else None
        elif made.stage in (PROVEN, WHOLE) or (of == _MATRIX and made.stage == ANSWERED):
            if self.face == JSON:
                data = made.found.to_json().encode() + b"\n"
            else:
                assert asked.second is not None
                data = tables(made.found, asked.second.rulebook)[_TABLES[of]].encode()
        else:
            data = None
        if data is None:
            return self._later(request, made)
        kinds = {JSON: "application/json", CSV: "text/csv; charset=utf-8", SVG: "image/svg+xml"}
        response = HttpResponse(data, content_type=kinds[self.face])
        if self.face == SVG:
            response.headers["Content-Security-Policy"] = PICTURE
        response.headers["Cache-Control"] = "no-cache"
        return response

    def _later(self, request: HttpRequest, made: Made) -> HttpResponse:
        """Return that it is being made, or what stopped it."""
        job = made.job
        if job is not None and job.over and job.faults:
            return refuse(request, HTTPStatus.UNPROCESSABLE_ENTITY, [Fault(**fault) for fault in job.faults])
        told = {"state": "waiting"} if job is None else job.plain()
        headers = {"Retry-After": str(_AGAIN), "Cache-Control": "no-store"}
        data = msgspec.json.encode({**told, "address": request.get_full_path()})
        return HttpResponse(data, content_type="application/json", status=HTTPStatus.ACCEPTED, headers=headers)


def _classes(book: Rulebook) -> Mapping[str, str]:
    return {one.name: one.title for one in item_classes(book.folder)}


def _sent(base: str, other: str, reforms: Reforms, faults: Sequence[Fault]) -> Sides:
    """Return what a form held, to be shown again as it was."""
    return Sides(Asked(()), reforms, tuple(faults), parted={BASE: parted_of(base), OTHER: parted_of(other)})
