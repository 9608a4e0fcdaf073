"""The review page: one form that grows, the answer as it forms, and its reasons; the whole transfer stands in the address.

Nothing that is sent here is kept: what was uploaded or pasted becomes an address, or is shown once and forgotten.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.cache import get_conditional_response
from django.utils.decorators import method_decorator
from django.utils.safestring import mark_safe
from django.views.decorators.csrf import csrf_exempt

from licet.deciding.timeline import timeline
from licet.determination import Determination
from licet.errors import Fault, InputError
from licet.left_open import Exact
from licet.reports.first_day import FIRST_DAY
from licet.reports.limits_picture import limits_svg
from licet.reports.picture import timeline_svg
from licet.reports.telling import account
from licet.reviewing import Review
from licet.rulebook.names import reform_called
from licet.rulebook.rulebook import Rulebook, today
from licet.rulebook.vocabulary import Fact
from licet.screening.in_reviews import Lists
from licet.transfers.catalogue import read_catalogue
from licet.transfers.transfer import Transfer, as_yaml
from licet.web.dress import rulebook, short
from licet.web.handed_in import ENDINGS, LONGEST_SHEET_FILE, Sheet, read_handed_in
from licet.web.job_pages import crowded
from licet.web.page import HTML, JSON, Answered
from licet.web.questions import most_deciding, question
from licet.web.rates import costly
from licet.web.reforms_in_addresses import REFORM, WRITTEN
from licet.web.refusals import Busy, TooOften, refuse, wrong_method
from licet.web.review_offers import beginnings, beside, figures_of, near_names, roles
from licet.web.sent import length_sent
from licet.web.stating_in_addresses import (
    LONGEST_QUERY,
    YEARS,
    Said,
    options,
    read_said,
    texts_of,
    with_unknown,
)

# What a reviewer knows before anything is asked, in the order of the form.
START = ("name", "kind", "recipient", "exporter", "date")
# What has to be known before any other question makes sense.
FIRST = "kind"
# So many questions stand open; the others wait below them.
_OPEN, _WAITING = 3, 12
# So many rules that may yet apply are told of one answer; beyond them a reader needs the questions, not the rules.
_TOLD = 8
# More than so many are opened only by who wants to read them.
_FEW = 3
_UNNAMED = "a transfer"
# What is handed in, with all that a form adds to it.
_MOST_SENT = LONGEST_SHEET_FILE + 200_000
PDF = "pdf"
_FACES = {
    JSON: ("application/json", ""),
    "report": ("text/html; charset=utf-8", "review.html"),
    "md": ("text/markdown; charset=utf-8", "review.md"),
    "yaml": ("application/yaml; charset=utf-8", "transfer.yaml"),
    PDF: ("application/pdf", "review.pdf"),
}
_NAMES = ((PDF, "PDF"), ("report", "HTML"), ("md", "Markdown"), (JSON, "JSON"), ("yaml", "YAML, the transfer"))


# Nothing is kept and nobody is known here, so that a form sent by another site's page could do nothing; and so no cookie is needed.
@method_decorator(csrf_exempt, name="dispatch")
class ReviewPage(Answered):
    """A transfer reviewed step by step."""

    name, route = "review", "review"
    http_method_names = ["get", "head", "options", "post"]  # noqa: RUF012 - as the view of Django has it

    @classmethod
    def paths(cls) -> list[URLPattern]:
        """Return its addresses: the page, and what can be downloaded of it."""
        ends = {
            JSON: "review.json",
            "report": "review.html",
            "md": "review.md",
            "yaml": "review.yaml",
            PDF: "review.pdf",
        }
        own = path("review/", cls.as_view(), name=cls.name)
        return [own, *(path(end, cls.as_view(face=face), name=f"review.{face}") for face, end in ends.items())]

    def get(self, request: HttpRequest, **of: str) -> HttpResponseBase:
        """Answer what the address states."""
        del of
        if not _takes_long(request.GET, self.face):
            return self._got(request)
        try:
            with costly(request):
                return self._got(request)
        except (Busy, TooOften) as error:
            return crowded(request, error)

    def _got(self, request: HttpRequest) -> HttpResponseBase:
        book, day = rulebook(), today()
        said = read_said(request.GET, book, day)
        if not said.faults:
            book = said.reforms.rulebook()
        if self.face != HTML:
            return self._file(request, book, said, day)
        # What lists say of parties changes between two looks, so that only a review without parties is known to be the same.
        etag = "" if "parties" in said.texts else self.etag(request, book, day)
        if etag and not said.faults:
            unchanged = get_conditional_response(request, etag=etag)
            if unchanged is not None:
                return unchanged
        response = self._page(request, book, said, day)
        if etag and not said.faults:
            response.headers["ETag"] = etag
        # No copy of a name is kept on its way.
        response.headers["Cache-Control"] = "no-store" if "parties" in said.texts else "no-cache"
        return response

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Take a file or a data sheet, and lead to the address of what it states; or to the PDF of a transfer that no address holds."""
        if self.face not in (HTML, PDF):
            return wrong_method(request)
        book, day = rulebook(), today()
        try:
            sent = length_sent(request)
            if sent > _MOST_SENT:
                found = f"{sent / 1000:,.0f} kB"
                raise InputError(faults=[Fault("the file", found, f"at most {_MOST_SENT / 1000:,.0f} kB", "split it")])
            handed = read_handed_in(request, book, day)
        except Busy as error:
            return crowded(request, error)
        except InputError as error:
            return refuse(request, HTTPStatus.BAD_REQUEST, error.faults)
        if self.face == PDF:
            try:
                with costly(request):
                    return self._pdf_of(request, book, handed, day)
            except (Busy, TooOften) as error:
                return crowded(request, error)
        if isinstance(handed, Sheet):
            stated = read_said(QueryDict(request.POST.get("stated", "")[: 2 * LONGEST_QUERY]), book, day)
            context = {"title": "What the data sheet says", "sheet": handed, **beside(stated, handed)}
            return render(request, "review_sheet.html", context)
        texts = texts_of(book, handed)
        if texts is not None:
            return HttpResponseRedirect(f"{reverse('review')}?{Said(texts).query()}", status=HTTPStatus.SEE_OTHER)
        return self._page(request, book, Said({}, (), handed), day, too_long=True)

    # The page.

    def _page(
        self, request: HttpRequest, book: Rulebook, said: Said, day: datetime.date, too_long: bool = False
    ) -> HttpResponse:
        known = options(book)
        begun = bool(said.texts) or too_long
        found = _reviewed(book, said, day, "quick") if begun and said.transfer is not None else None
        asks = {missing.fact: missing.decides for missing in found.missing} if found is not None else {}
        offered = _offered(book)
        answered = [known[name] for name in said.texts if name not in (*START, "parties")]
        unsaid = [offered.by_path[path] for path in most_deciding(asks) if path in offered.by_path]
        unsaid = [fact for fact in unsaid if fact.option not in said.texts]
        open_ = [fact for fact in unsaid if fact.option not in (*START, "parties")]
        # Until it is said what the item is, nearly every question could decide, and most would make no sense.
        at_first = [] if too_long else [fact.option for fact in unsaid if fact.option in START]
        standing = 0 if too_long or FIRST in at_first else _OPEN
        shown = standing if too_long else standing + _WAITING
        questions = [question(book, fact, said, asks[fact.path]) for fact in open_[:shown]]
        query = said.on(day)
        context: dict[str, Any] = {
            "title": "Review a transfer",
            "said": said,
            "under": _under(said),
            "begun": begun,
            "start": [question(book, known[name], said) for name in START],
            "answered": [question(book, fact, said) for fact in answered],
            "at_first": at_first,
            "next": questions[:standing],
            "waiting": questions[standing:],
            "more": max(0, len(open_) - standing - _WAITING),
            "left": len(open_),
            "examples": [] if begun else beginnings(book, day),
            "parties": said.texts.get("parties", ()),
            "roles": roles(book),
            "faults": said.faults,
            "nations": offered.nations,
            "systems": offered.systems,
            "grows": True,
            "endings": ENDINGS,
            "years_asked": said.years,
            "first_year": FIRST_DAY.year,
            "query": said.query(),
            "cited_law": said.law if said.law and not rulebook().digest.startswith(f"sha256:{said.law}") else "",
        }
        if not too_long:
            law = f"law={short(rulebook().digest)}"
            cited = "&".join(filter(None, [query if begun else "", f"{YEARS}=shown" if said.years else "", law]))
            context["address"] = request.build_absolute_uri(f"{reverse('review')}?{cited}")
            context["twins"] = [("JSON", f"{reverse('review.json')}?{cited}")] if not said.faults else []
            context["files"] = [(words_, f"{reverse(f'review.{face}')}?{query}&{law}") for face, words_ in _NAMES]
            context["apply"] = f"{reverse('cases.new')}?{said.query()}" if settings.LICET_CASES else ""
        elif said.transfer is not None:
            context["yaml"] = as_yaml(said.transfer.shown)
        if found is not None:
            context |= self._answer(book, said, found, day)
        status = HTTPStatus.BAD_REQUEST if said.faults else HTTPStatus.OK
        response = render(request, "review.html", context, status=status)
        pushed = "&".join(filter(None, [said.query(), f"{YEARS}=shown" if said.years else ""]))
        response.headers["HX-Push-Url"] = f"{request.path}?{pushed}" if pushed else request.path
        return response

    def _answer(self, book: Rulebook, said: Said, found: Determination, day: datetime.date) -> dict[str, Any]:
        told = account(found, book)
        assumed = {one.fact: one.value for one in found.assumed}
        picture = limits_svg(found.transfer, book, assumed, styled=False)
        years = ""
        if said.years:
            # Nothing of a party is remembered, its name least of all.
            drawn = _years if _same_for_all(said) and "parties" not in said.texts else _years.__wrapped__
            years = drawn(book, said.query(), day) if said.texts else ""
        headline, item = told.headline, found.transfer.get("item") or {}
        reasoned = [one for one in (headline, *told.main) if one is not None and not one.codes]
        return {
            "told": told,
            "headline": headline,
            "grade": None if headline is None or headline.open or not headline.terms else headline.terms[0].grade,
            "main": told.main,
            "reasoned": reasoned,
            # What nobody judged is told below, with the rest: beside the answer stand the nations and ways that were taken for it.
            "taken_for": [one for one in told.assumed if one.value not in ("yes", "no")],
            "most": _TOLD,
            "few": _FEW,
            "title": f"Review of {told.name if item.get('name') or item.get('kind') else _UNNAMED}",
            "figures": figures_of(book, said, told.item),
            "unnamed": (unnamed := any(code == "not_in_catalogue" for code, _ in told.warnings)),
            "near": near_names(book, said) if unnamed else [],
            "tasks": [one for one in told.tasks if one.terms or one.left],
            "picture": mark_safe(picture),  # noqa: S308 - every text in it is escaped by its maker
            "years": mark_safe(years),  # noqa: S308 - the same
        }

    # What can be downloaded.

    def _pdf_of(
        self, request: HttpRequest, book: Rulebook, handed: Transfer | Sheet, day: datetime.date
    ) -> HttpResponse:
        if isinstance(handed, Sheet):
            fault = Fault("the form", "a data sheet", "a transfer", "confirm what the sheet says first")
            return refuse(request, HTTPStatus.BAD_REQUEST, [fault])
        texts = texts_of(book, handed)
        response = self._file(request, book, Said(texts or {}, (), handed), day)
        response.headers["Cache-Control"] = "no-store"
        return response

    def _file(self, request: HttpRequest, book: Rulebook, said: Said, day: datetime.date) -> HttpResponse:
        if said.faults or said.transfer is None:
            return refuse(request, HTTPStatus.BAD_REQUEST, said.faults)
        kind, name = _FACES[self.face]
        text: str | bytes
        if self.face == "yaml":
            text = as_yaml(with_unknown(book, said, said.transfer.shown))
        else:
            # The answers of files go as far as those of the command, so that they are the same.
            found = _reviewed(book, said, day, "default")
            query = f"{said.on(day)}&law={short(book.digest)}" if said.texts else ""
            cited = request.build_absolute_uri(f"{reverse('review')}?{query}") if query else ""
            try:
                text = _written(self.face, found, book, cited)
            except InputError as error:
                return refuse(request, HTTPStatus.SERVICE_UNAVAILABLE, error.faults)
        response = HttpResponse(text, content_type=kind)
        if self.face == "report":
            # A report carries its own style, and is shown alone.
            response.headers["Content-Security-Policy"] = (
                "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"
            )
        if name:
            response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        response.headers["Cache-Control"] = "no-store" if said.transfer.parties else "no-cache"
        return response


def _written(face: str, found: Determination, book: Rulebook, cited: str) -> str | bytes:
    """Return an answer in one form.

    Raises:
        InputError: where the package that the form needs is not installed.
    """
    if face == PDF:
        from licet.reports.pdf import pdf

        return pdf([found], book, address=cited)
    if face == JSON:
        return f"{found.to_json()}\n"
    if face == "md":
        from licet.reports.markdown import markdown

        return markdown(found, book)
    from licet.reports.html import page

    return page([found], book)


def _reviewed(book: Rulebook, said: Said, day: datetime.date, exact: Exact) -> Determination:
    """Return the determination; what is asked again is remembered, unless lists that may change have a say in it."""
    if said.transfer is None:
        raise InputError(faults=list(said.faults))
    if said.transfer.parties or not _same_for_all(said):
        return Review(book, said.transfer, exact=exact, screener=Lists(places=False)).determination
    return _remembered(book, _Asked(said.query(), said.transfer), day, exact)


def _takes_long(query: QueryDict, face: str) -> bool:
    """Whether an answer may take seconds: the law of a reform is read for it, every day is answered, or what is left open is found exactly."""
    return WRITTEN in query or REFORM in query or YEARS in query or face not in (HTML, "yaml")


def _same_for_all(said: Said) -> bool:
    """Whether others ask the same; the law of a reform that somebody wrote, or put on a day of his own, is kept alive by nothing here."""
    return bool(said.texts) and not said.reforms.packed and not any("@" in name for name in said.reforms.named)


@dataclass(frozen=True, slots=True)
class _Offered:
    """What every page offers under one rulebook: path → fact, and the names of nations and systems."""

    by_path: Mapping[str, Fact]
    nations: tuple[str, ...]
    systems: tuple[str, ...]


@lru_cache(maxsize=8)
def _offered(book: Rulebook) -> _Offered:
    systems = tuple(system.name for system in read_catalogue(book.folder).systems)
    by_path = {fact.path: fact for fact in options(book).values()}
    return _Offered(by_path, tuple(sorted(book.nations.values())), systems)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A transfer that is the same as another where its address is, on one day."""

    query: str
    transfer: Transfer = field(compare=False)


@lru_cache(maxsize=128)
def _remembered(book: Rulebook, asked: _Asked, day: datetime.date, exact: Exact) -> Determination:
    # What is not dated is of the day.
    del day
    return Review(book, asked.transfer, exact=exact).determination


@lru_cache(maxsize=32)
def _years(book: Rulebook, query: str, day: datetime.date) -> str:
    """Return the answers on every day as a picture; what takes seconds is remembered."""
    transfer = read_said(QueryDict(query), book, day).transfer
    if transfer is None:
        return ""
    stretches = timeline(book, transfer.stated, FIRST_DAY, max(day, FIRST_DAY), transfer.filled)
    return timeline_svg(stretches, day, book, styled=False)


def _under(said: Said) -> list[str]:
    """Return the proposals under which a transfer is reviewed, and the lists that are filled, in words."""
    law = rulebook()
    titles = {one.short: one.title for one in law.instruments.values() if one.proposal}
    return [
        *(
            titles.get(reform_called(name)[0], "the reform that is written in this address")
            for name in said.reforms.named
        ),
        *said.reforms.assume,
    ]
