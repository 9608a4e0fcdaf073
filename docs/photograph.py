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
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
FOLDER, GUIDE = ROOT / "docs" / "site", ROOT / "docs" / "site.md"
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
def running() -> Iterator[str]:
    """Run the site with an empty folder of its own, and give its address."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"LICET_SITE_FOLDER": folder, "DJANGO_SETTINGS_MODULE": "licet.web.settings"}
        import django
        from django.core.management import call_command

        from licet.web.serving import listening
        from licet.web.working import worker

        django.setup()
        call_command("migrate", verbosity=0)
        with listening("127.0.0.1", 0) as server, worker():
            threading.Thread(target=server.serve_forever, daemon=True).start()
            yield f"http://127.0.0.1:{server.server_address[1]}"
            server.shutdown()


def photograph(browser: Any, site: str, name: str, address: str, look: str) -> int:
    """Take one picture, and return how many bytes it has."""
    (width, height), most, scale, theme = LOOKS[look]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=theme, locale="en-GB")
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
    from playwright.sync_api import sync_playwright

    FOLDER.mkdir(exist_ok=True)
    with running() as site, sync_playwright() as playwright:
        every = addresses()
        if unknown := [name for name in only if name not in every]:
            sys.exit(f"docs/photograph.py: no page {', '.join(unknown)}; the pages are {', '.join(every)}")
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for name in only or every:
            size = sum(photograph(browser, site, name, every[name], look) for look in LOOKS)
            print(f"{name:<12} {size / 1000:6.0f} kB  {every[name]}")
        browser.close()
    if not only:
        taken = {f"{name}-{look}.webp" for name in every for look in LOOKS}
        for old in sorted(FOLDER.glob("*.webp")):
            if old.name not in taken:
                old.unlink()
    shown = set(re.findall(r"site/([a-z-]+)-(?:light|dark|phone)\.webp", GUIDE.read_text(encoding="utf-8")))
    for name in sorted(set(every) - shown):
        print(f"docs/site.md does not show the page {name}")
    print(f"together {sum(file.stat().st_size for file in FOLDER.glob('*.webp')) / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
