"""The one pattern of every page: what it shows is one dictionary, from which the page, its JSON and the CSV of its table follow.

A page says which fields its address may hold and what it shows for them; reading the address, refusing what cannot be read, the address to
cite, and answering at once where nothing has changed are done here.
"""

from __future__ import annotations

import datetime
import hashlib
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, ClassVar

import msgspec
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.cache import get_conditional_response
from django.utils.encoding import escape_uri_path
from django.views import View

from licet.errors import InputError
from licet.rulebook.rulebook import Rulebook, today
from licet.version import __version__
from licet.web.asked import LAW, Asked, Digest, Field, read_asked
from licet.web.dress import made, rulebook, short, told_settings
from licet.web.refusals import NotThere, refuse
from licet.web.tables import Table

HTML, JSON, CSV, SVG = "html", "json", "csv", "svg"
_TYPES = {JSON: "application/json", CSV: "text/csv; charset=utf-8", SVG: "image/svg+xml"}
# A picture that is opened by itself may have the style that its maker wrote into it, and nothing else.
PICTURE = "default-src 'none'; style-src 'unsafe-inline'; sandbox; frame-ancestors 'none'"


@dataclass(frozen=True)
class Asking:
    """What a page is asked.

    Attributes:
        rulebook: the law.
        today: the day of asking.
        of: what the path names: name → text.
        asked: what the query asks.
    """

    rulebook: Rulebook
    today: datetime.date
    of: Mapping[str, str]
    asked: Asked

    def __getitem__(self, name: str) -> Any:
        return self.asked.values.get(name)


class Answered(View):
    """What has an address and answers what it asks.

    Attributes:
        name: its name among the addresses, and that of its template.
        route: its path, with what it names in ``<>``, and without a slash at its end.
        face: how it is asked for: ``html``, ``json``, ``csv`` or ``svg``.
    """

    name: ClassVar[str]
    route: ClassVar[str]
    http_method_names = ["get", "head", "options"]  # noqa: RUF012 - as the view of Django has it
    face: str = HTML

    def etag(self, request: HttpRequest, book: Rulebook, day: datetime.date) -> str:
        """Return what names the answer: the law, the program, its settings, the day, and what is asked."""
        whole = "\0".join((book.digest, made(), told_settings(), day.isoformat(), request.get_full_path()))
        return f'"{hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:32]}"'


class Page(Answered, ABC):
    """One page that shows what its address asks.

    Attributes:
        csv: whether it has a table.
        above: the pages above it, outermost first: name and title.
    """

    csv: ClassVar[bool] = False
    above: ClassVar[tuple[tuple[str, str], ...]] = ()

    # What a page says of itself.

    def fields(self, book: Rulebook, day: datetime.date) -> tuple[Field, ...]:  # noqa: ARG002
        """Return what its address may ask."""
        return ()

    @abstractmethod
    def content(self, asking: Asking) -> dict[str, Any]:
        """Return what it shows, as it stands in its JSON; ``title`` is its title.

        Raises:
            NotThere: where the path names what is not there.
            InputError: for a query that cannot be answered.
        """

    def tables(self, content: Mapping[str, Any]) -> tuple[Table, ...]:  # noqa: ARG002
        """Return its tables; the first is the CSV."""
        return ()

    def drawn(self, asking: Asking, content: Mapping[str, Any]) -> dict[str, Any]:  # noqa: ARG002
        """Return what only the page shows and no program reads, such as pictures."""
        return {}

    # What follows.

    @classmethod
    def paths(cls) -> list[URLPattern]:
        """Return its addresses: the page, and its twins for programs."""
        own = path(f"{cls.route}/" if cls.route else "", cls.as_view(), name=cls.name)
        return [own, *(cls.beside(twin) for twin in cls.twins())]

    @classmethod
    def beside(cls, face: str) -> URLPattern:
        """Return the address of the same in another form."""
        return path(f"{cls.route or 'index'}.{face}", cls.as_view(face=face), name=f"{cls.name}.{face}")

    @classmethod
    def twins(cls) -> tuple[str, ...]:
        """Return how programs may ask for what it shows."""
        return (JSON, CSV) if cls.csv else (JSON,)

    def get(self, request: HttpRequest, **of: str) -> HttpResponseBase:
        """Answer."""
        book, day = rulebook(), today()
        fields = (*self.fields(book, day), Digest(name=LAW, label="Law"))
        asked, faults = read_asked(request.GET, fields)
        if faults:
            return refuse(request, HTTPStatus.BAD_REQUEST, faults, asked)
        etag = self.etag(request, book, day)
        unchanged = get_conditional_response(request, etag=etag)
        if unchanged is not None:
            return unchanged
        asking = Asking(book, day, of, asked)
        try:
            response = self.answer(request, asking)
        except NotThere as error:
            return refuse(request, HTTPStatus.NOT_FOUND, error.faults)
        except InputError as error:
            return refuse(request, HTTPStatus.BAD_REQUEST, error.faults, asked)
        response.headers["ETag"] = etag
        response.headers["Cache-Control"] = "no-cache"
        return response

    def answer(self, request: HttpRequest, asking: Asking) -> HttpResponse:
        """Answer what could be read."""
        content = self.content(asking)
        tables = self.tables(content)
        if self.face == CSV:
            return HttpResponse(tables[0].csv(), content_type=_TYPES[CSV])
        if self.face == JSON:
            digest, named = asking.rulebook.digest, asking.rulebook.named_reforms()
            whole = {
                "licet": __version__,
                "rulebook": {"digest": digest, "reforms": named},
                "address": self.address(asking, HTML),
                **content,
            }
            return HttpResponse(msgspec.json.encode(whole), content_type=_TYPES[JSON])
        cited = asking[LAW]
        context = {
            **content,
            "content": content,
            "tables": tables,
            "asked": asking.asked,
            "above": [(reverse(name), title) for name, title in self.above],
            "address": request.build_absolute_uri(self.address(asking, HTML)),
            "twins": [(twin.upper(), self.address(asking, twin)) for twin in self.twins()],
            "cited_law": cited if cited and not asking.rulebook.digest.startswith(f"sha256:{cited}") else "",
            **self.drawn(asking, content),
        }
        response = render(request, f"{self.name}.html", context)
        # Where a search changes the page in its place, the browser shows what is asked, and none of the fields left empty.
        query = asking.asked.query()
        own = escape_uri_path(request.path)
        response.headers["HX-Push-Url"] = f"{own}?{query}" if query else own
        return response

    def address(self, asking: Asking, face: str) -> str:
        """Return the address of what is asked, with every day said and the law by which it is answered."""
        named = self.name if face == HTML else f"{self.name}.{face}"
        query = asking.asked.query(law=short(asking.rulebook.digest))
        return f"{reverse(named, kwargs=dict(asking.of))}?{query}"


class Pictured(Page, ABC):
    """A page with a picture beside it."""

    @abstractmethod
    def picture(self, asking: Asking) -> str:
        """Return the picture, as SVG."""

    @classmethod
    def paths(cls) -> list[URLPattern]:
        """Return its addresses, that of the picture with them."""
        return [*super().paths(), cls.beside(SVG)]

    def answer(self, request: HttpRequest, asking: Asking) -> HttpResponse:
        """Answer what could be read."""
        if self.face != SVG:
            return super().answer(request, asking)
        picture = HttpResponse(self.picture(asking), content_type=_TYPES[SVG])
        picture.headers["Content-Security-Policy"] = PICTURE
        return picture
