"""The pages of cases under load: officers who are signed in, each asking for one page after the other as they work, and doing acts by the pages' own forms."""

from __future__ import annotations

import asyncio
import random
import re
import statistics
import time
from collections import defaultdict
from collections.abc import Generator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode

from bench_site import Connection

SEED = 20261122
OFFICERS, TARGET = 30, 0.3
# What a form is filled in with where it asks for words, a number or a day.
_WORDS = "It was looked at, and nothing speaks against it."
# Acts that leave a case where an officer goes on with it, so that a load can be as long as one likes.
ACTS = ("weigh", "attach", "take_on", "refer", "ask_applicant", "pause", "resume", "add_proviso")


@dataclass(frozen=True)
class Asked:
    """A page that is asked for.

    Attributes:
        kind: under which its time is told.
        path: its address.
        form: what is sent, where something is.
    """

    kind: str
    path: str
    form: Mapping[str, str] | None = None


@dataclass
class Seen:
    """What came of a load.

    Attributes:
        seconds: kind → the time of each answer.
        wrong: kind and status → how often another answer came than a page, and a page of what was asked for.
    """

    seconds: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    wrong: dict[tuple[str, int], int] = field(default_factory=lambda: defaultdict(int))


class Form(HTMLParser):
    """The first form of a page that sends something to its own address, filled in as a person would who is in a hurry."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.told: dict[str, str] = {}
        self._inside, self._select, self._chosen = False, "", False
        self.there = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Read a field."""
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            leads = told.get("action", "")
            self._inside = (
                not self.there
                and told.get("method", "").casefold() == "post"
                and "/role/" not in leads
                and "/account/" not in leads
            )
            self.there = self.there or self._inside
        if not self._inside:
            return
        name, kind = told.get("name", ""), told.get("type", "text")
        if tag == "textarea" and name:
            self.told[name] = _WORDS
        elif tag == "select":
            self._select, self._chosen = name, False
        elif tag == "option" and self._select and told.get("value") and not self._chosen:
            self.told[self._select], self._chosen = told["value"], True
        elif tag == "input" and name:
            if kind in ("hidden", "submit"):
                self.told[name] = told.get("value", "")
            elif kind in ("radio", "checkbox"):
                self.told.setdefault(name, told.get("value", "on"))
            elif kind != "file":
                filled = {"number": "1", "date": time.strftime("%Y-%m-%d", time.gmtime())}
                self.told[name] = told.get("value") or filled.get(kind, _WORDS)

    def handle_endtag(self, tag: str) -> None:
        """Leave a form or a list of choices."""
        if tag == "form":
            self._inside = False
        elif tag == "select":
            self._select = ""


def signed_in(persons: list[str]) -> dict[str, str]:
    """Have people signed in, and return the cookie of each. Who comes from elsewhere has no password here, and no second factor."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY, get_user_model
    from django.contrib.sessions.backends.db import SessionStore

    users, cookies = get_user_model(), {}
    for person in persons:
        user, made = users.objects.get_or_create(username=person)
        if made:
            user.set_unusable_password()
            user.save()
        session = SessionStore()
        session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        cookies[person] = f"{settings.SESSION_COOKIE_NAME}={session.session_key}; {settings.CSRF_COOKIE_NAME}={_TOKEN}"
    return cookies


_TOKEN = "benchmark" * 3 + "token"


def doors(person: str, role: str) -> list[str]:
    """Return the addresses of the pages that stand at the top for somebody, without what asks for a new case."""
    from django.urls import NoReverseMatch, reverse

    from licet.cases.rights import rights
    from licet.web.casework import place

    del person
    found = []
    for name, _, act in place.DOORS:
        if name == "cases.new" or not any((row.act, row.role) == (act, role) for row in rights().rows):
            continue
        try:
            found.append(reverse(name))
        except NoReverseMatch:
            print(f"no page yet: {name}", flush=True)
    return found


Work = Generator[Asked, str, None]


def work(person: str, cases: list[str], places: list[str], draw: random.Random) -> Work:
    """Work as an officer does: the list, a case, now and then another page, and an act on a case of their own. It never ends.

    Args:
        person: who.
        cases: the ids of cases that are theirs.
        places: addresses of other pages.
        draw: which comes next.
    """
    del person
    listed = places[0]
    while True:
        text = yield Asked("list", listed)
        further = re.findall(r'href="(\?[^"]*(?:after|page)=[^"]+)"', text)
        if further and draw.random() < 0.3:
            yield Asked("list, next page", listed + further[-1].replace("&amp;", "&"))
        case = draw.choice(cases)
        for _ in range(draw.randint(1, 3)):
            text = yield Asked("case", f"{listed}{case}/")
            offered = [act for act in ACTS if f"/{case}/{act}/" in text]
            if offered and draw.random() < 0.5:
                path = f"{listed}{case}/{draw.choice(offered)}/"
                form = Form((yield Asked("form of an act", path)))
                if form.there:
                    yield Asked("act", path, {**form.told, "csrfmiddlewaretoken": _TOKEN})
            elif draw.random() < 0.5:
                case = draw.choice(cases)
        other = draw.choice(places)
        if other != listed:
            yield Asked(other, other)


async def _officer(
    port: int, cookie: str, steps: Work, pause: float, until: float, seen: Seen, draw: random.Random
) -> None:
    connection = Connection(port)
    await asyncio.sleep(draw.random() * pause)
    asked = next(steps)
    while time.monotonic() < until:
        begin = time.monotonic()
        status, body = await connection.ask(_whole(port, asked, cookie))
        seen.seconds[asked.kind].append(time.monotonic() - begin)
        # An act leads back to its case; what was said of a form that was filled in without thinking is a page as well.
        if status not in ((302, 409, 422) if asked.form is not None else (200,)):
            seen.wrong[asked.kind, status] += 1
        asked = steps.send(body.decode())
        # People do not work in step.
        await asyncio.sleep(draw.expovariate(1 / pause))


def _whole(port: int, asked: Asked, cookie: str) -> bytes:
    head = f"Host: 127.0.0.1:{port}\r\nCookie: {cookie}\r\n"
    if asked.form is None:
        return f"GET {asked.path} HTTP/1.1\r\n{head}\r\n".encode()
    body = urlencode(asked.form)
    head += f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
    return f"POST {asked.path} HTTP/1.1\r\n{head}\r\n{body}".encode()


def worked(port: int, seconds: float, pause: float) -> Seen:
    """Let all officers work for some time, and return what they saw.

    Args:
        port: of the site.
        seconds: for how long.
        pause: how long somebody looks at a page before the next one, in the mean.
    """
    from licet.cases.models import Case

    persons = [f"officer-{number:02d}" for number in range(OFFICERS)]
    cookies, places, seen = signed_in(persons), doors(persons[0], "licensing_officer"), Seen()
    own: dict[str, list[str]] = {
        person: list(
            Case.objects.filter(officer=person).exclude(state__in=("expired", "revoked", "withdrawn")).order_by("-made").values_list("pk", flat=True)[:60]
        )
        for person in persons
    }  # fmt: skip
    until = time.monotonic() + seconds

    async def all_of_them() -> None:
        draws = [random.Random(f"{SEED} {person}") for person in persons]
        await asyncio.gather(
            *(
                _officer(port, cookies[person], work(person, own[person], places, draw), pause, until, seen, draw)
                for person, draw in zip(persons, draws, strict=True)
            )
        )

    asyncio.run(all_of_them())
    return seen


def pages(url: str, seconds: float, pause: float) -> list[tuple[str, ...]]:
    """Return the rows of the pages: each kind of them, then all together.

    Args:
        url: of the database.
        seconds: for how long the officers work.
        pause: as of :func:`worked`.
    """
    from bench_site import site
    from cases_database import SECRET

    settings = {
        "DATABASE_URL": url,
        "SECRET_KEY": SECRET,
        "LICET_LISTS": "off",
        "LICET_COSTLY_RATE": "10000000",
        "WEB_CONCURRENCY": "2",
    }
    with site(**settings) as (port, _process):
        # Whoever comes first in the morning is not waited for.
        worked(port, 20, 0.5)
        seen = worked(port, seconds, pause)
    rows: list[tuple[str, ...]] = []
    together = [one for found in seen.seconds.values() for one in found]
    for kind, found in [*sorted(seen.seconds.items()), ("every page", together)]:
        ordered = sorted(found)
        p95 = ordered[int(0.95 * (len(ordered) - 1))]
        wrong = sum(many for (what, _), many in seen.wrong.items() if kind in (what, "every page"))
        more = f"{len(ordered):,} of them, {wrong} wrong; {'met' if p95 <= TARGET and not wrong else 'missed'}"
        rows.append(
            (
                f"page: {kind}"
                if kind != "every page"
                else f"{OFFICERS} officers, {len(together) / seconds:.1f} pages a second",
                f"{1000 * statistics.median(ordered):.0f} ms",
                f"{1000 * p95:.0f} ms",
                more,
            )
        )
    if seen.wrong:
        print(dict(seen.wrong), flush=True)
    return rows
