"""The page *Screen*: which lists there are and how old they are, and parties held against them.

Names of persons are private. They come in the body of a request and never in its address, the answer is shown and forgotten, and no copy of
it may be kept on its way.
"""

from __future__ import annotations

import datetime
import hashlib
import io
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

import msgspec
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.csrf import csrf_exempt

from licet.errors import Fault
from licet.reports.lists import asked_for, plain_lists, rules_that_follow
from licet.reports.parties import STATUS, hit_told, lists_told, sentence
from licet.reports.screening_table import write_csv
from licet.rulebook.rulebook import Rulebook, today
from licet.screening.answer import CLEAR, MATCH, NOT_SCREENED, POSSIBLE, STATUSES, Hit, ListState, Screening
from licet.screening.evidence import POSSIBLE as LEAST
from licet.screening.in_reviews import Lists
from licet.screening.listed import KINDS, UNKNOWN
from licet.screening.states import CURRENT, MISSING
from licet.web.asked import Asked
from licet.web.dress import rulebook
from licet.web.page import CSV, HTML, JSON, Asking, Page
from licet.web.refusals import refuse
from licet.web.screen_asked import MOST, MOST_SENT, Whom, read_whom
from licet.web.stating_in_addresses import party_text
from licet.web.tables import Column, Table

# How grave each status is, as the colours of the answers have it.
_GRADES = {NOT_SCREENED: 0, MATCH: 0, POSSIBLE: 2, CLEAR: 3}
_NO_HIT = "no hit on the lists that were looked at"
_WORDS = {**STATUS, CLEAR: f"clear: {_NO_HIT}"}


@dataclass(frozen=True)
class ShownHit:
    """An entry that may be the party: what names it, each thing that speaks for it or against, and what else there is to say of it."""

    title: str
    why: tuple[str, ...]
    rows: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Shown:
    """The screening of one party, as the page shows it.

    Attributes:
        name: the party.
        status: its status in words.
        grade: how grave that is.
        why: why it was not screened.
        hits: the entries that may be the party.
        addresses: its addresses that a listed party has as well.
        review: the address of a review with the party.
    """

    name: str
    status: str
    grade: int
    why: tuple[str, ...]
    hits: tuple[ShownHit, ...]
    addresses: tuple[str, ...]
    review: str


# Nothing is kept and nobody is known here, so that a form sent by another site's page could do nothing; and so no cookie is needed.
@method_decorator(csrf_exempt, name="dispatch")
class Screen(Page):
    """The lists, and parties held against them."""

    name, route, csv = "screen", "screen", True
    http_method_names = ["get", "head", "options", "post"]  # noqa: RUF012 - as the view of Django has it

    # The lists, which have an address.

    def content(self, asking: Asking) -> dict[str, Any]:
        """Return the lists as they stand."""
        return _lists(asking.rulebook)

    def tables(self, content: Mapping[str, Any]) -> tuple[Table, ...]:
        """Return the lists that are there, and those that the law asks for."""
        return _tables(content)

    def drawn(self, asking: Asking, content: Mapping[str, Any]) -> dict[str, Any]:
        """Return the form, empty."""
        del content
        return _form(asking.rulebook, Whom())

    def etag(self, request: HttpRequest, book: Rulebook, day: datetime.date) -> str:
        """Return what names the answer: what is otherwise, and the lists as they stand."""
        stand = msgspec.json.encode(_states(book)).decode()
        whole = f"{super().etag(request, book, day)} {stand}"
        return f'"{hashlib.sha256(whole.encode()).hexdigest()[:32]}"'

    # Parties, which have none.

    def post(self, request: HttpRequest) -> HttpResponseBase:
        """Screen whom the form names."""
        book = rulebook()
        sent = request.META.get("CONTENT_LENGTH") or "0"
        if not sent.isdecimal() or int(sent) > MOST_SENT:
            fault = Fault("the form", f"{sent[:12]} bytes", f"at most {MOST_SENT:,}", "screen in parts")
            return _private(refuse(request, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, [fault]))
        whom = read_whom(request.POST, book)
        if whom.faults:
            if self.face != HTML:
                return _private(refuse(request, HTTPStatus.BAD_REQUEST, whom.faults))
            return _private(self._shown(request, book, whom, [], HTTPStatus.BAD_REQUEST))
        lists = Lists(least=whom.least if whom.least is not None else LEAST)
        found = [_without_places(one) for one in lists.screen(whom.parties, book, whom.exporter)]
        if self.face == HTML:
            return _private(self._shown(request, book, whom, found, HTTPStatus.OK))
        return _private(_file(self.face, found, whom))

    def _shown(
        self, request: HttpRequest, book: Rulebook, whom: Whom, found: list[Screening], status: HTTPStatus
    ) -> HttpResponse:
        lists = _lists(book)
        counts = [(one, sum(screening.status == one for screening in found)) for one in STATUSES]
        context = {
            **lists,
            **_form(book, whom),
            "tables": _tables(lists),
            "asked": Asked(()),
            "faults": whom.faults,
            "found": [_one(screening, whom.exporter) for screening in found],
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


# What the page shows.


def _states(book: Rulebook) -> list[ListState]:
    return [_without_place(state) for state in Lists().states(book)]


def _lists(book: Rulebook) -> dict[str, Any]:
    lists = Lists()
    states = _states(book)
    rows = plain_lists(states, lists.held())
    wrong = list(dict.fromkeys(state.why for state in states if state.status != CURRENT and state.why))
    return {
        "title": "Screen",
        "lists": rows,
        "none": all(state.status == MISSING and not state.source for state in states),
        "not_relied_on": wrong,
        "asked_for": asked_for(book, states),
    }


def _tables(content: Mapping[str, Any]) -> tuple[Table, ...]:
    held = (
        Column("title", "List"),
        Column("source", "Code", "code"),
        Column("list"),
        Column("vintage", "Its date", "date"),
        Column("added", "Loaded", "date"),
        Column("entries", "Entries", "number", words=lambda row: f"{row['entries']:,}"),
        Column("status", "State", words=lambda row: f"{row['status']}{': ' if row['why'] else ''}{row['why']}"),
        Column("relied_on_until", "Relied on until", "date"),
        Column("why"),
        Column("digest"),
    )
    asked = (
        Column("title", "List"),
        Column("code", "Code", "code"),
        Column("exporter_name", "Asked of exporters of"),
        Column("here", "Here", words=lambda row: "yes" if row["here"] else "no"),
        Column("effect", "What being on it means", "long", words=lambda row: f"{row['effect']} [{row['cite']}]"),
        Column("standing", "Standing", "standing"),
    )
    return (
        Table("The lists of this site", held, content["lists"], "lists", "No list has been added."),
        Table("Lists that the law asks exporters to know", asked, content["asked_for"], "asked_for", "None."),
    )


def _form(book: Rulebook, whom: Whom) -> dict[str, Any]:
    return {
        "texts": whom.texts,
        "kinds": [kind for kind in KINDS if kind != UNKNOWN],
        "nations": book.nations.values(),
        "most": MOST,
        "least_usual": LEAST,
        "sent": [(name, text) for name, text in whom.texts.items() if text],
    }


def _one(screening: Screening, exporter: str) -> Shown:
    clear = screening.status == CLEAR
    decided = clear and bool(screening.hits)
    stated = {"parties": _party(screening)}
    return Shown(
        name=screening.name,
        status="clear: every entry that agrees was decided to be somebody else"
        if decided
        else _WORDS[screening.status],
        grade=_GRADES[screening.status],
        why=tuple(sentence(text) for text in screening.why),
        hits=tuple(map(_hit, screening.hits)),
        addresses=tuple(screening.shared_addresses),
        review=f"{reverse('review')}?{urlencode({'exporter': exporter} | stated if exporter else stated)}",
    )


def _hit(hit: Hit) -> ShownHit:
    told = hit_told(hit)
    return ShownHit(told.title, tuple(map(sentence, hit.why)), told.rows[bool(hit.why) :])


def _party(screening: Screening) -> str:
    party = screening.party
    if party is None:
        return party_text({"name": screening.name})
    told: dict[str, Any] = {"name": party.name}
    told |= {"kind": party.kind} if party.kind != UNKNOWN else {}
    told |= {"nation": party.nations[0]} if party.nations else {}
    told |= {"born": party.born[0]} if party.born else {}
    told |= {"address": party.addresses[0]} if party.addresses else {}
    return party_text(told)


# Where the lists lie on this machine is nobody's business.


def _without_places(screening: Screening) -> Screening:
    why = [_told(text) for text in screening.why]
    lists = [_without_place(state) for state in screening.lists]
    return msgspec.structs.replace(screening, why=why, lists=lists)


def _without_place(state: ListState) -> ListState:
    return msgspec.structs.replace(state, why=_told(state.why))


def _told(text: str) -> str:
    from licet.screening.placing import lists_file

    path = lists_file()
    return text.replace(str(path), "the file of lists") if path is not None else text
