"""Many visitors at once: each gets the answer to what he asked, whoever asks beside him."""

from __future__ import annotations

import itertools
import json
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.test import Client

import licet

NATIONS = ("IT", "IN", "SA", "KR", "AE", "BR", "JP", "TR", "PL", "ZA")
# Of each enough is known that little stays open, so that forty reviews take no longer than a few.
KINDS = tuple(
    {"kind": kind, "range": f"{far} km", "payload": f"{heavy} kg", "max_airspeed": f"{fast} km/h"}
    for kind, far, heavy, fast in (
        ("uas", 900, 600, 400),
        ("uas", 350, 90, 250),
        ("cruise_missile", 900, 700, 900),
        ("uas", 120, 20, 90),
    )
)
TRANSFERS = [
    {"date": f"{2014 + number % 12}-06-01", "recipient": nation, "channel": "direct_commercial", "item": item}
    for number, (nation, item) in enumerate(itertools.product(NATIONS, KINDS))
]


def test_forty_who_ask_at_once_are_each_told_of_their_own_transfer(settings_of_the_site: Any) -> None:
    settings_of_the_site(LICET_API_RATE=1_000_000)
    together = threading.Barrier(len(TRANSFERS))

    def asked(number: int) -> tuple[Any, str]:
        stated = TRANSFERS[number]
        site = Client(SERVER_NAME="localhost")
        together.wait()
        body = json.dumps({"id": number, **stated})
        told = site.post("/api/v1/review?exact=quick", body, content_type="application/json").json()
        item = {name.replace("_", "-"): text for name, text in stated["item"].items()}  # type: ignore[attr-defined]
        query = {"recipient": stated["recipient"], "date": stated["date"], "channel": stated["channel"], **item}
        return told, site.get("/review/", query).content.decode()

    with ThreadPoolExecutor(len(TRANSFERS)) as visitors:
        answers = list(visitors.map(asked, range(len(TRANSFERS))))
    for number, (told, page) in enumerate(answers):
        assert told.pop("id") == number
        assert told == licet.review(TRANSFERS[number], exact="quick").to_dict()
        assert f'value="{TRANSFERS[number]["recipient"]}"' in page
        assert f'value="{TRANSFERS[number]["date"]}"' in page
        rules = {reason["rule"] for reason in told["answers"]["category"]["by"]}
        assert all(f"<code>{rule}</code>" in page for rule in rules)
