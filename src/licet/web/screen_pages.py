"""The page *Screen*: which lists there are and how old they are, and parties held against them.

Names of persons are private. They come in the body of a request and never in its address, the answer is shown and forgotten, and no copy of
it may be kept on its way.
"""

from __future__ import annotations

import datetime
import hashlib
import io
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt

from licet.errors import Fault
from licet.reports.lists import rules_that_follow
from licet.reports.parties import lists_told, sentence
from licet.reports.screening_table import write_csv
from licet.rulebook.rulebook import Rulebook, today
from licet.screening.answer import STATUSES, Screening
from licet.screening.evidence import POSSIBLE as LEAST
from licet.screening.in_reviews import Lists
from licet.screening.listed import KINDS, UNKNOWN
from licet.web.asked import Asked
from licet.web.dress import rulebook
from licet.web.page import CSV, HTML, JSON, Asking, Page
from licet.web.refusals import refuse
from licet.web.screen_asked import MOST, MOST_SENT, Whom, read_whom
from licet.web.screen_shown import lists_absent, lists_now, lists_tables, shown_of, states_now
from licet.web.sent import length_sent
from licet.web.tables import Table


# Nothing is kept and nobody is known here, so that a form sent by another site's page could do nothing; and so no cookie is needed.
@method_decorator(csrf_exempt, name="dispatch")
class Screen(Page):
    """The lists, and parties held against them."""

    name, route, csv = "screen", "screen", True
    http_method_names = ["get", "head", "options", "post"]  # noqa: RUF012 - as the view of Django has it

    # The lists, which have an address.

    def content(self, asking: Asking) -> dict[str, Any]:
        """Return the lists as they stand."""
        return lists_now(asking.rulebook)

    def tables(self, content: Mapping[str, Any]) -> tuple[Table, ...]:
        """Return the lists that are there, and those that the law asks for."""
        return lists_tables(content)

    def drawn(self, asking: Asking, content: Mapping[str, Any]) -> dict[str, Any]:
        """Return the form, empty."""
        del content
        return _form(asking.rulebook, Whom())

    def etag(self, request: HttpRequest, book: Rulebook, day: datetime.date) -> str:
        """Return what names the answer: what is otherwise, and the lists as they stand."""
        stand = msgspec.json.encode(states_now(book)).decode()
        whole = f"{super().etag(request, book, day)} {stand}"
        return f'"{hashlib.sha256(whole.encode()).hexdigest()[:32]}"'

    # Parties, which have none.

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Screen whom the form names."""
        book = rulebook()
        sent = length_sent(request)
        if sent > MOST_SENT:
            fault = Fault("the form", f"{sent:,} bytes", f"at most {MOST_SENT:,}", "screen in parts")
            return _private(refuse(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, [fault]))
        whom = read_whom(request.POST, book)
        if whom.faults:
            if self.face != HTML:
                return _private(refuse(request, HTTPStatus.BAD_REQUEST, whom.faults))
            return _private(self._shown(request, book, whom, [], HTTPStatus.BAD_REQUEST))
        lists = Lists(least=whom.least if whom.least is not None else LEAST, places=False)
        found = lists.screen(whom.parties, book, whom.exporter)
        if self.face == HTML:
            return _private(self._shown(request, book, whom, found, HTTPStatus.OK))
        return _private(_file(self.face, found, whom))

    def _shown(
        self, request: HttpRequest, book: Rulebook, whom: Whom, found: list[Screening], status: HTTPStatus
    ) -> HttpResponse:
        lists = lists_now(book)
        # What stands against all of them is told once.
        why = [text for text in (found[0].why if found else ()) if all(text in one.why for one in found)]
        counts = [(one, sum(screening.status == one for screening in found)) for one in STATUSES]
        context = {
            **lists,
            **_form(book, whom),
            "tables": lists_tables(lists),
            "asked": Asked(()),
            "faults": whom.faults,
            "found": [shown_of(screening, whom.exporter, why) for screening in found],
            "why": [sentence(text) for text in why],
            "without": None if whom.exporter else lists_absent(book, lists["asked_for"]),
            "counts": [f"{count} {one.replace('_', ' ')}" for one, count in counts if count],
            "asked_lists": lists_told(dict.fromkeys(state for one in found for state in one.lists)),
            "not_checked": list(dict.fromkeys(sentence(text) for one in found for text in one.not_checked)),
            "follows": rules_that_follow(book, today()) if any(one.hits or one.why for one in found) else [],
            "moment": datetime.datetime.now(tz=datetime.UTC).strftime("%Y-%m-%d %H:%M"),
        }
        return render(request, "screen.html", context, status=status)


def _private(response: HttpResponse) -> HttpResponse:
    response.headers["Cache-Control"] = "no-store"
    return response


def _file(face: str, found: list[Screening], whom: Whom) -> HttpResponse:
    """Return what the command prints of the same."""
    if face == CSV:
        stream = io.StringIO()
        write_csv(found, stream)
        response = HttpResponse(stream.getvalue(), content_type="text/csv; charset=utf-8")
    else:
        assert face == JSON
        told = found[0].to_json() if not whom.several else _array(found)
        response = HttpResponse(f"{told}\n", content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="screened.{face}"'
    return response


def _array(found: list[Screening]) -> str:
    return msgspec.json.format(msgspec.json.encode(found), indent=2).decode()


def _form(book: Rulebook, whom: Whom) -> dict[str, Any]:
    return {
        "texts": whom.texts,
        "kinds": [kind for kind in KINDS if kind != UNKNOWN],
        "nations": sorted(book.nations.values()),
        "most": MOST,
        "least_usual": LEAST,
        "sent": [(name, text) for name, text in whom.texts.items() if text],
    }
