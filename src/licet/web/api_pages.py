"""The page that tells of the API, made of its description, and what refuses a method that an address does not know."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from licet.web.api import api
from licet.web.page import Asking, Page
from licet.web.refusals import wrong_method

ROOT = "/api/v1/"


class Api(Page):
    """What other programs may ask, and how."""

    name, route = "api", "api"

    def content(self, asking: Asking) -> dict[str, Any]:
        """Return the operations with the limits."""
        del asking
        told = api.get_openapi_schema(path_prefix=ROOT.lstrip("/"))
        return {
            "title": "The API",
            "openapi": f"{ROOT}openapi.json",
            "limits": {
                "requests_a_minute": settings.LICET_API_RATE,
                "bytes": settings.LICET_API_BYTES,
                "transfers": settings.LICET_API_TRANSFERS,
                "seconds": settings.LICET_API_SECONDS,
            },
            "operations": [
                {
                    "method": method.upper(),
                    "path": path,
                    "summary": operation["summary"],
                    "parameters": [
                        {"name": one["name"], "in": one["in"], "says": one.get("description", "")}
                        for one in operation["parameters"]
                    ],
                    "example": _example(operation),
                    "refusals": {
                        code: one["description"]
                        for code, one in operation["responses"].items()
                        if not code.startswith("2")
                    },
                }
                for path, operations in told["paths"].items()
                for method, operation in operations.items()
            ],
        }

    def drawn(self, asking: Asking, content: Mapping[str, Any]) -> dict[str, Any]:
        """Return the examples as they are written."""
        import json

        del asking
        operations = content["operations"]
        return {
            "shown": [
                {**one, "body": json.dumps(one["example"], indent=2) if one["example"] else ""} for one in operations
            ]
        }


def known_paths() -> list[str]:
    """Return the addresses of the API."""
    return list(api.get_openapi_schema(path_prefix=ROOT.lstrip("/"))["paths"])


def _example(operation: Mapping[str, Any]) -> Any:
    body = operation.get("requestBody")
    return body["content"]["application/json"]["example"] if body else None


class MethodMiddleware:
    """Refuses a method that an address of the API does not know as the API refuses everything."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the answer."""
        response = self.get_response(request)
        if response.status_code != HTTPStatus.METHOD_NOT_ALLOWED or not request.path.startswith(ROOT):
            return response
        return wrong_method(request, response.headers.get("Allow", ""))
