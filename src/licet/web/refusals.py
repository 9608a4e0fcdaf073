"""How the site refuses: in the dress of its pages, with a line for each fault, and as problem details (RFC 9457) for programs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from http import HTTPStatus
from typing import Any

import msgspec
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from licet.errors import Fault, InputError, LicetError, near
from licet.web.asked import Asked

_TITLES = {
    HTTPStatus.BAD_REQUEST: "This address asks for something that cannot be read",
    HTTPStatus.FORBIDDEN: "The site cannot tell that you sent this form yourself",
    HTTPStatus.NOT_FOUND: "There is nothing at this address",
    HTTPStatus.METHOD_NOT_ALLOWED: "This address is not asked in that way",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "This is more than one request may hold",
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE: "What was sent is not JSON",
    HTTPStatus.UNPROCESSABLE_ENTITY: "This takes longer than one request may",
    HTTPStatus.TOO_MANY_REQUESTS: "There were too many requests",
    HTTPStatus.SERVICE_UNAVAILABLE: "The site cannot do this just now",
    HTTPStatus.INTERNAL_SERVER_ERROR: "Something went wrong on our side",
}


# What a form, a file or a body holds stands in no address.
_SENT = "What was sent cannot be read"
_API = "/api/v"


def _for_program(request: HttpRequest) -> bool:
    """Whether a program asks."""
    return bool(request.path.endswith((".json", ".csv", ".svg")) or request.path.startswith(_API))


class Busy(InputError):
    """What cannot be done while so much else is being done."""


class TooOften(InputError):
    """What one visitor asks more often than may be."""


class NotThere(InputError):
    """An address that names something which is not there."""


def refuse(
    request: HttpRequest, status: HTTPStatus, faults: Iterable[Fault] = (), asked: Asked | None = None
) -> HttpResponse:
    """Return a refusal, as a page or, where a program asks, as problem details.

    Args:
        request: what was asked.
        status: which refusal it is.
        faults: what was found wrong.
        asked: what could be read of the address, so that its form can be mended.
    """
    told = list(dict.fromkeys(faults))
    sent = request.method == "POST" and status == HTTPStatus.BAD_REQUEST and not request.GET
    title = _SENT if sent else _TITLES[status]
    if _for_program(request):
        problem: dict[str, Any] = {
            "type": "about:blank",
            "title": status.phrase,
            "status": int(status),
            "detail": title,
            "instance": request.path,
            "faults": [asdict(fault) for fault in told],
        }
        return HttpResponse(msgspec.json.encode(problem), content_type="application/problem+json", status=status)
    context = {"title": title, "status": int(status), "faults": told, "asked": asked}
    return render(request, "refused.html", context, status=status)


def wrong_method(request: HttpRequest, allowed: str = "GET, HEAD, OPTIONS") -> HttpResponse:
    """Return that an address is not asked in that way, with the methods that it knows."""
    fault = Fault("the method", str(request.method)[:20], allowed)
    response = refuse(request, HTTPStatus.METHOD_NOT_ALLOWED, [fault])
    response.headers["Allow"] = allowed
    return response


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return that nothing is at an address, with the addresses near to it."""
    if isinstance(exception, LicetError):
        return refuse(request, HTTPStatus.NOT_FOUND, exception.faults)
    from licet.web.urls import INDEXES

    shown = request.path if len(request.path) <= 80 else f"{request.path[:79]}…"
    if request.path.startswith(_API):
        from licet.web.api_pages import ROOT, known_paths

        known = known_paths()
        fault = Fault("the address", f"'{shown}'", f"one that {ROOT}openapi.json describes", near(request.path, known))
        return refuse(request, HTTPStatus.NOT_FOUND, [fault])
    fault = Fault("the address", f"'{shown}'", f"an address below {', '.join(INDEXES)}", near(request.path, INDEXES))
    return refuse(request, HTTPStatus.NOT_FOUND, [fault])


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return that a request cannot be read; what was wrong with it is not repeated, since it may be hostile."""
    del exception
    return refuse(request, HTTPStatus.BAD_REQUEST)


def forged(request: HttpRequest, reason: str = "", exception: Exception | None = None) -> HttpResponse:
    """Return that a form was not sent from a page of the site."""
    del reason, exception
    return refuse(request, HTTPStatus.FORBIDDEN)


def broken(request: HttpRequest) -> HttpResponse:
    """Return that something went wrong; it may be the law itself, so nothing is read for it."""
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    if _for_program(request):
        problem = {"type": "about:blank", "title": status.phrase, "status": int(status), "detail": _TITLES[status]}
        return HttpResponse(msgspec.json.encode(problem), content_type="application/problem+json", status=status)
    return render(request, "broken.html", {"title": _TITLES[status], "status": int(status)}, status=status)
