"""Takes the pictures of the site's pages that ``docs/site.md`` shows: run it by ``make photographs``.

A photograph is not the same twice, so it is no part of ``make docs`` and is not checked. Every page of the site is taken, also one that this
file does not name; a page whose address names something needs its example here.
"""

from __future__ import annotations

import argparse
import base64
import os
import re
import sys
import tempfile
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FOLDER, GUIDES = ROOT / "docs" / "site", (ROOT / "docs" / "site.md", ROOT / "docs" / "cases.md")
CHROMIUM = "/usr/bin/chromium"

# Page → the address at which it shows most.
EXAMPLES = {
    "review": "/review/?name=MQ-9B&kind=uas&recipient=SA&range=11100+km&payload=2155+kg&date=2026-09-01",
    "compare": "/compare/?base=2026-11-01&other=2026-11-01+hr-3068-119",
    "law": "/law/?search=unmanned",
    "instrument": "/law/us.uas-2020/",
    "changes": "/law/changes/?from=2025-01-01&to=2026-01-01",
    "annex": "/annex/?search=gyro",
    "entry": "/annex/9.A.6/",
    "nations": "/nations/?group=aukus",
    "nation": "/nations/IT/",
    "systems": "/systems/?kind=uas",
    "system": "/systems/mq-9a/",
}
# Page of cases → who sees it, the state of the case of the demonstration that it is of, and its path.
CASES = {
    "cases-list": ("licensing_officer", "", ""),
    "cases-case": ("licensing_officer", "escalated", ""),
    "cases-worksheet": ("licensing_officer", "escalated", "weigh/"),
    "cases-sign": ("countersigner", "recommended", "sign/"),
    "cases-due": ("licensing_officer", "", "due/"),
    "cases-applicant": ("applicant", "issued", ""),
    "cases-application": ("applicant", "", "new/?kind=uas&recipient=JP"),
}
# Picture → width and height of the window, how much of the page is taken at most, scale, and theme.
LOOKS = {
    "light": ((1280, 900), 1500, 0.7, "light"),
    "dark": ((1280, 900), 1500, 0.7, "dark"),
    "phone": ((390, 844), 1300, 0.8, "light"),
}
_QUALITY = 68
_LONGEST = 300_000  # milliseconds


def addresses() -> dict[str, str]:
    """Return page → address, for every page of the site.

    Raises:
        SystemExit: for a page whose address names something, and that has no example.
    """
    from licet.web.urls import PAGES

    unnamed = [page.name for page in PAGES if "<" in page.route and page.name not in EXAMPLES]
    if unnamed:
        sys.exit(f"docs/photograph.py: EXAMPLES has no address for the page {', '.join(unnamed)}")
    return {page.name: EXAMPLES.get(page.name, f"/{page.route}/" if page.route else "/") for page in PAGES}


@contextmanager
def running(demonstration: bool) -> Iterator[str]:
    """Run the site with a folder of its own, empty or with the demonstration of cases, and give its address."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"LICET_SITE_FOLDER": folder, "DJANGO_SETTINGS_MODULE": "licet.web.settings"}
        os.environ |= {"LICET_SECOND_FACTOR": "off"}
        import django
        from django.core.management import call_command

        from licet.web.serving import listening
        from licet.web.working import worker

        django.setup()
        call_command("migrate", verbosity=0)
        if demonstration:
            demonstrated()
        with listening("127.0.0.1", 0) as server, worker():
            threading.Thread(target=server.serve_forever, daemon=True).start()
            yield f"http://127.0.0.1:{server.server_address[1]}"
            server.shutdown()


def demonstrated() -> None:
    """Make the demonstration of cases as it is at this moment, and an account for each of its people."""
    import datetime

    from django.contrib.auth.models import User

    from licet.cases.demonstration import demonstrate
    from licet.cases.words import ROLES
    from licet.rulebook.rulebook import law_folder

    demonstrate(law_folder(), datetime.datetime.now(datetime.UTC))
    for role in ROLES:
        User.objects.create_user(role)


def of_cases(name: str) -> tuple[str, list[dict[str, str]]]:
    """Return the address of a page of cases, and the cookies of who sees it."""
    from django.test import Client

    from licet.cases.models import Membership
    from licet.cases.seeing import listed
    from licet.cases.who import Who

    role, state, path = CASES[name]
    if not role:
        return f"/cases/{path}", []
    from django.contrib.auth.models import User

    one = Membership.objects.filter(person=role).select_related("organisation").order_by("organisation").first()
    assert one is not None
    who = Who(role, role, one.organisation_id, one.organisation.kind)
    case = listed(who).filter(state=state).order_by("reference").first() if state else None
    client = Client()
    client.force_login(User.objects.get(username=role))
    kept = [{"name": key, "value": one.value, "path": "/cases/"} for key, one in client.cookies.items()]
    return f"/cases/{case.pk}/{path}" if case else f"/cases/{path}", kept


def photograph(browser: Any, site: str, name: str, address: str, look: str, kept: Sequence[dict[str, str]] = ()) -> int:
    """Take one picture, and return how many bytes it has."""
    (width, height), most, scale, theme = LOOKS[look]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme, locale="en-GB")
    context.add_cookies([{"name": one["name"], "value": one["value"], "url": f"{site}/cases/"} for one in kept])
    page = context.new_page()
    answer = page.goto(site + address, wait_until="networkidle")
    if answer is None or answer.status != 200:
        sys.exit(f"docs/photograph.py: {address} was answered with {answer and answer.status}")
    # Whatever is made in the background is awaited: a page that waits asks again and again.
    page.wait_for_function("() => !document.querySelector('[hx-trigger^=\"every\"]')", timeout=_LONGEST)
    tall = min(page.evaluate("document.documentElement.scrollHeight"), most)
    taken = context.new_cdp_session(page).send(
        "Page.captureScreenshot",
        {
            "format": "webp",
            "quality": _QUALITY,
            "captureBeyondViewport": True,
            "clip": {"x": 0, "y": 0, "width": width, "height": tall, "scale": scale},
        },
    )
    context.close()
    data = base64.b64decode(taken["data"])
    (FOLDER / f"{name}-{look}.webp").write_bytes(data)
    return len(data)


def main(arguments: list[str] | None = None) -> int:
    """Take the pictures, and say how much they weigh and what the guide does not show or shows in vain."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("pages", nargs="*", metavar="PAGE", help="only these pages, by their names")
    only = parser.parse_args(arguments).pages
    FOLDER.mkdir(exist_ok=True)
    of_cases_too = [name for name in only or CASES if name in CASES]
    with running(bool(of_cases_too)) as site:
        every = addresses() | dict.fromkeys(CASES, "")
        seen = {name: of_cases(name) for name in of_cases_too}
        every |= {name: address for name, (address, _) in seen.items()}
        take(site, only, every, {name: kept for name, (_, kept) in seen.items()})
    return 0


def take(site: str, only: Sequence[str], every: dict[str, str], kept: dict[str, list[dict[str, str]]]) -> None:
    """Take the pictures of the pages that are asked for."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        if unknown := [name for name in only if name not in every]:
            sys.exit(f"docs/photograph.py: no page {', '.join(unknown)}; the pages are {', '.join(every)}")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for name in only or every:
            size = sum(photograph(browser, site, name, every[name], look, kept.get(name, ())) for look in LOOKS)
            print(f"{name:<12} {size / 1000:6.0f} kB  {every[name]}")
        browser.close()
    if not only:
        taken = {f"{name}-{look}.webp" for name in every for look in LOOKS}
        for old in sorted(FOLDER.glob("*.webp")):
            if old.name not in taken:
                old.unlink()
    guides = "".join(guide.read_text(encoding="utf-8") for guide in GUIDES)
    shown = set(re.findall(r"site/([a-z-]+)-(?:light|dark|phone)\.webp", guides))
    for name in sorted(set(every) - shown):
        print(f"No guide shows the page {name}")
    print(f"together {sum(file.stat().st_size for file in FOLDER.glob('*.webp')) / 1e6:.1f} MB")


if __name__ == "__main__":
    sys.exit(main())
