"""What every answer of the site tells the browser to refuse: whatever does not come from the site itself, and all that it has no use for."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

# No word of script or style stands in a page; a picture in it has attributes and classes alone.
PAGES = "; ".join(
    [
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)
_REFUSED = ", ".join(
    f"{power}=()"
    for power in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)


class SafetyMiddleware:
    """Adds the headers that Django does not."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the answer with its headers."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", PAGES)
        response.headers.setdefault("Permissions-Policy", _REFUSED)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response
