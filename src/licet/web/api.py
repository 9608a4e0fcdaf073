"""The API below ``/api/v1/``: what the commands answer, in their JSON, for other programs.

Bodies and answers are those of the contract; no second model of them stands here. What is looked up is the JSON of the pages.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Callable, Sequence
from http import HTTPStatus
from threading import BoundedSemaphore
from typing import Any

import msgspec
from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from licet.errors import Fault, InputError, number_of
from licet.programs.asking import Limits, TooLong, Under, classify, review, screen
from licet.programs.comparing import compare, read_comparison
from licet.programs.limited import Broken
from licet.programs.looking_up import look_up
from licet.programs.stating import TooMuch, read_plain
from licet.rulebook.rulebook import today
from licet.version import __version__
from licet.web import api_run
from licet.web.annex_pages import AnnexTree, OneEntry
from licet.web.api_asked import Options, read_options
from licet.web.api_description import describe
from licet.web.comparisons import kept_answer
from licet.web.dress import rulebook
from licet.web.jobs import find
from licet.web.nations_pages import EveryNation, OneNation
from licet.web.page import JSON, Page
from licet.web.rates import MINUTE, within
from licet.web.refusals import Busy, NotThere, not_found, refuse
from licet.web.rulebook_pages import Law, OneInstrument
from licet.web.sent import length_sent
from licet.web.systems_pages import EverySystem, OneSystem

# What follows reads the settings as soon as it is imported, even by whoever only looks at this module.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "licet.web.settings")

from ninja import NinjaAPI
from ninja.errors import Throttled
from ninja.throttling import BaseThrottle

_JSON = "application/json"
_FAULTS = 100
# A proof may take all of a processor; whoever comes second comes again.
_COMPARING = BoundedSemaphore(1)
_COME_AGAIN = 10
_LOG = logging.getLogger("licet.api")


class WrongKind(InputError):
    """A body that is said to be something else than JSON."""


class ByAddress(BaseThrottle):
    """So many requests a minute from one address; of version 6, from one network, since a household has them all."""

    def allow_request(self, request: HttpRequest) -> bool:
        """Whether this one may be answered; it counts in any case."""
        return within("api", self.get_ident(request) or "", settings.LICET_API_RATE)

    def wait(self) -> float:
        """Return the seconds until the count begins anew."""
        return MINUTE - time.time() % MINUTE


class _Api(NinjaAPI):
    """The API with its description, which follows from the law of the site."""

    def get_openapi_schema(self, **asked: Any) -> Any:
        """Return the description."""
        return describe(super().get_openapi_schema(**asked), rulebook(), today())


api = _Api(
    title="Licet",
    version=__version__,
    description="Reviews proposed transfers of missile, drone, space-launch and other arms technology. Licet is not legal advice.",
    docs_url=None,
    urls_namespace="api",
    throttle=[ByAddress()],
)


def _told(answer: Any) -> HttpResponse:
    return HttpResponse(msgspec.json.encode(answer), content_type=_JSON)


def _body(request: HttpRequest) -> bytes:
    """Return the body.

    Raises:
        TooMuch: for more than the site takes.
        WrongKind: for what is said to be no JSON.
    """
    kind = request.content_type
    if kind and kind != _JSON:
        raise WrongKind(faults=[Fault("Content-Type", f"'{kind[:80]}'", _JSON)])
    most = settings.LICET_API_BYTES
    try:
        length = length_sent(request)
        data = b"" if length > most else request.body
    except (RequestDataTooBig, ValueError):
        length, data = most + 1, b""
    if max(length, len(data)) > most:
        raise TooMuch(faults=[Fault("body", "more than the site takes", f"at most {number_of(most, 'byte')}")])
    return bytes(data)


def _limits() -> Limits:
    return Limits(settings.LICET_API_TRANSFERS, settings.LICET_API_SECONDS)


def _under(options: Options) -> Under:
    return Under(settings.LICET_LAW, options.reforms, options.as_of, options.assume, rulebook())


@api.post("/review", operation_id="review", summary="Review a transfer, or a list of them")
def _review(request: HttpRequest) -> HttpResponse:
    options = read_options(request.GET, "review", rulebook())
    return _told(review(_body(request), _under(options), _limits(), options.exact))


@api.post("/classify", operation_id="classify", summary="Classify an item, or a list of them, or propose entries for a text")  # fmt: skip
def _classify(request: HttpRequest) -> HttpResponse:
    options = read_options(request.GET, "classify", rulebook())
    return _told(classify(_body(request), _under(options), _limits()))


@api.post("/screen", operation_id="screen", summary="Screen a party, or a list of them, against the lists of the site")
def _screen(request: HttpRequest) -> HttpResponse:
    options = read_options(request.GET, "screen", rulebook())
    return _told(screen(_body(request), _under(options), _limits(), options.exporter))


@api.post("/compare", operation_id="compare", summary="Tell what changes from one side of the law to another")
def _compare(request: HttpRequest) -> HttpResponse:
    read_options(request.GET, "compare", rulebook())
    asked = read_comparison(read_plain(_body(request))[0], settings.LICET_LAW)
    known = kept_answer(asked)
    if known is not None:
        return _told(known)
    if not _COMPARING.acquire(blocking=False):
        raise Busy(faults=[Fault("compare", "another comparison is being made", "one at a time", "come again soon")])
    try:
        return _told(compare(asked, settings.LICET_API_SECONDS))
    finally:
        _COMPARING.release()


@api.post(
    "/run", operation_id="run", summary="Have a table of transfers answered, as work that goes on after the answer"
)
def _run(request: HttpRequest) -> HttpResponse:
    book = rulebook()
    return api_run.accepted(api_run.begin(request, read_options(request.GET, "run", book), book, _body))


@api.get(
    "/run/{job}", operation_id="run_state", url_name="run_state", summary="The state of that work, and what was counted"
)
def _run_state(request: HttpRequest, job: str) -> HttpResponse:
    read_options(request.GET, "run_state", rulebook())
    return api_run.told(find(job))


@api.delete("/run/{job}", operation_id="run_end", summary="End that work, and delete the table with its answers")
def _run_end(request: HttpRequest, job: str) -> HttpResponse:
    read_options(request.GET, "run_end", rulebook())
    return api_run.end(find(job))


@api.get(
    "/run/{job}/{name}",
    operation_id="run_file",
    url_name="run_file",
    summary="A file of its answers, in the form that its name ends in",
)
def _run_file(request: HttpRequest, job: str, name: str) -> HttpResponse:
    read_options(request.GET, "run_file", rulebook())
    return api_run.file(find(job), name)


def _page(page: type[Page]) -> Callable[..., HttpResponseBase]:
    """Return what answers with the JSON of a page."""
    view = page.as_view(face=JSON)

    def answer(request: HttpRequest, **of: str) -> HttpResponseBase:
        found: HttpResponseBase = view(request, **of)
        return found

    return answer


def _looked_up(name: str, summary: str, path: str, page: type[Page]) -> None:
    answer = _page(page)

    if "{" not in path:

        @api.get(path, operation_id=name, summary=summary)
        def _all(request: HttpRequest) -> HttpResponseBase:
            return answer(request)

        return
    named = path.rpartition("{")[2].rstrip("}")

    @api.get(f"{path.partition('{')[0]}{{name}}", operation_id=name, summary=summary)
    def _one(request: HttpRequest, name: str) -> HttpResponseBase:
        return answer(request, **{named: name})


LOOKED_UP: dict[str, tuple[str, str, type[Page]]] = {
    "law": ("Every instrument of the rulebook", "/law", Law),
    "instrument": ("An instrument with its prose and its rules", "/law/{instrument}", OneInstrument),
    "nations": ("Every nation with its groups on a day", "/nations", EveryNation),
    "nation": ("A nation with its memberships over time", "/nations/{code}", OneNation),
    "systems": ("Every known system with its figures and category", "/systems", EverySystem),
    "system": ("A system with its figures against the limits", "/systems/{system}", OneSystem),
    "entries": ("The Annex, item by item", "/entries", AnnexTree),
    "entry": ("An entry of the Annex with its places on other lists", "/entries/{code}", OneEntry),
}
for _name, (_summary, _path, _of) in LOOKED_UP.items():
    _looked_up(_name, _summary, _path, _of)


@api.get(
    "/law/{instrument}/{rule}", operation_id="rule", summary="A rule, with what it displaces and what displaces it"
)
def _rule(request: HttpRequest, instrument: str, rule: str) -> HttpResponse:
    book = rulebook()
    read_options(request.GET, "rule", book)
    name = f"{instrument}/{rule}"
    if book.rule(name) is None and not any(one.name == name for i in book.instruments.values() for one in i.rules):
        named = book.instruments.get(instrument)
        known = (
            ", ".join(one.id for one in named.rules[:12])
            if named is not None
            else "a rule such as us.uas-2020/slow-uas"
        )
        raise NotThere(faults=[Fault("the address", f"no rule '{name[:80]}'", known)])
    told = {"licet": __version__, "rulebook": {"digest": book.digest, "reforms": book.named_reforms()}}
    return _told({**told, **look_up(book, name, today())})


def _told_of(faults: Sequence[Fault]) -> Sequence[Fault]:
    """Return so many faults as anybody reads, and how many more there are."""
    if len(faults) <= _FAULTS:
        return faults
    return [*faults[:_FAULTS], Fault("body", f"{len(faults) - _FAULTS:,} more faults", "", "mend these first")]


def _refused(status: HTTPStatus) -> Callable[[HttpRequest, InputError], HttpResponse]:
    def refused(request: HttpRequest, error: InputError) -> HttpResponse:
        return refuse(request, status, _told_of(error.faults))

    return refused


for _kind, _status in (
    (InputError, HTTPStatus.BAD_REQUEST),
    (NotThere, HTTPStatus.NOT_FOUND),
    (TooMuch, HTTPStatus.REQUEST_ENTITY_TOO_LARGE),
    (WrongKind, HTTPStatus.UNSUPPORTED_MEDIA_TYPE),
    (TooLong, HTTPStatus.UNPROCESSABLE_ENTITY),
):
    api.add_exception_handler(_kind, _refused(_status))


@api.exception_handler(Throttled)
def _throttled(request: HttpRequest, error: Throttled) -> HttpResponse:
    del error
    found, expected = "too many requests", f"at most {number_of(settings.LICET_API_RATE, 'request')} a minute"
    fault = Fault("this address", found, expected, "wait for the seconds in Retry-After")
    return refuse(request, HTTPStatus.TOO_MANY_REQUESTS, [fault])


@api.exception_handler(Busy)
def _busy(request: HttpRequest, error: Busy) -> HttpResponse:
    answer = refuse(request, HTTPStatus.TOO_MANY_REQUESTS, error.faults)
    answer.headers["Retry-After"] = str(_COME_AGAIN)
    return answer


@api.exception_handler(Broken)
def _broken(request: HttpRequest, error: Broken) -> HttpResponse:
    _LOG.error("A question to the API failed: %s", error)
    return refuse(request, HTTPStatus.INTERNAL_SERVER_ERROR)


@api.exception_handler(Http404)
def _nothing(request: HttpRequest, error: Http404) -> HttpResponse:
    del error
    return not_found(request)
