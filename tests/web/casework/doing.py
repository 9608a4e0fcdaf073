"""How a test does an act in the pages: it opens the form, fills it, and sends it with all that the form holds hidden."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from django.http import HttpResponse
from django.test import Client

_HIDDEN = re.compile(r'<input type="hidden" name="([\w-]+)"(?: value="([^"]*)")?')


def opened(client: Client, case: str, act: str) -> dict[str, Any]:
    """Return what the form of an act holds hidden."""
    answer = client.get(f"/cases/{case}/{act}/")
    assert answer.status_code == 200, answer.content.decode()
    found = _HIDDEN.findall(answer.content.decode())
    return {name: unescape(value) for name, value in found if name != "csrfmiddlewaretoken"}


def sent(client: Client, case: str, act: str, **told: Any) -> HttpResponse:
    """Open a form, fill it and send it."""
    return client.post(f"/cases/{case}/{act}/", {**opened(client, case, act), **told})


def done(client: Client, case: str, act: str, **told: Any) -> None:
    """Do an act that is possible."""
    answer = sent(client, case, act, **told)
    assert answer.status_code == 302, said(answer)
    assert answer.headers["Location"] == f"/cases/{case}/"


def refused(client: Client, case: str, act: str, *words: str, **told: Any) -> None:
    """Try an act that is not possible, and see that the page says why and keeps what was told."""
    answer = sent(client, case, act, **told)
    assert answer.status_code == 422, answer.status_code
    for one in words:
        assert one in said(answer), said(answer)


def page(client: Client, case: str) -> str:
    """Return the text of the page of a case."""
    answer = client.get(f"/cases/{case}/")
    assert answer.status_code == 200
    return said(answer)


def said(answer: HttpResponse) -> str:
    """Return what a page says, without its tags."""
    text = answer.content.decode()
    main = text[text.index("<main") : text.index("</main>")] if "<main" in text else text
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())
