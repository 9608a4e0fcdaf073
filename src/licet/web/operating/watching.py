"""Watches over each request: gives it a name, writes down its line, counts it, and answers whoever watches over the site.

It stands before everything else, so that what it answers itself needs no session, no database and no name of a host: health and metrics are
asked by machines that have none of them.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

from licet.web.operating.events import REQUEST, log_event, safe
from licet.web.operating.health import live, ready
from licet.web.operating.measures import metrics, observe

_REQUESTS = logging.getLogger("licet.request")
_OWN: Mapping[str, Callable[[HttpRequest], HttpResponse]] = {
    "/health/live": live,
    "/health/ready": ready,
    "/metrics": metrics,
}
# These write down themselves what they refuse.
_OWN_ROUTES = frozenset(path.lstrip("/") for path in _OWN)
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
# A refusal that no other event tells → the event that it is.
_REFUSALS: Mapping[int, str] = {HTTPStatus.FORBIDDEN: "right_refused", HTTPStatus.TOO_MANY_REQUESTS: "rate_limited"}


class WatchingMiddleware:
    """Watches over each request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the answer, with the name of its request in ``X-Request-ID``: made by chance, whatever name the visitor gave it."""
        began = time.perf_counter()
        name = secrets.token_hex(8)
        kept = REQUEST.set(name)
        try:
            own = _OWN.get(request.path_info)
            response = self._asked(own, request) if own is not None else self.get_response(request)
            route = request.path_info.lstrip("/") if own is not None else route_of(request)
            seconds = time.perf_counter() - began
            _write_down(request, response, route, seconds)
            observe(method_of(request), route, response.status_code, seconds)
        finally:
            REQUEST.reset(kept)
        response.headers["X-Request-ID"] = name
        return response

    @staticmethod
    def _asked(own: Callable[[HttpRequest], HttpResponse], request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return HttpResponse(status=HTTPStatus.METHOD_NOT_ALLOWED, headers={"Allow": "GET, HEAD"})
        response = own(request)
        response.headers["Cache-Control"] = "no-store"
        response.headers["X-Content-Type-Options"] = "nosniff"
        return response


def route_of(request: HttpRequest) -> str:
    """Return the pattern of the address that was asked, never the address: it holds what was stated."""
    match = request.resolver_match
    if match is not None:
        return str(match.route) or "/"
    return "static/" if request.path_info.startswith(settings.STATIC_URL) else "-"


def method_of(request: HttpRequest) -> str:
    """Return the method, of those that there are."""
    return str(request.method) if request.method in _METHODS else "other"


def _write_down(request: HttpRequest, response: HttpResponse, route: str, seconds: float) -> None:
    status, role = response.status_code, getattr(request, "licet_role", "")
    event = getattr(request, "licet_refused", "") or _REFUSALS.get(status, "")
    if event and route not in _OWN_ROUTES:
        log_event(event, role=role, status=status)
    fields: dict[str, Any] = {"method": method_of(request), "route": route}
    fields |= safe({"status": status, "milliseconds": round(seconds * 1000, 1), "role": role})
    _REQUESTS.info("request", extra={"licet_event": "request", "licet_fields": fields})


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return that a form was not sent from a page of the site, and have it written down as that."""
    request.licet_refused = "csrf_failed"
    refuse: Callable[..., HttpResponse] = import_string(settings.LICET_FORGED)
    return refuse(request, reason=reason)
