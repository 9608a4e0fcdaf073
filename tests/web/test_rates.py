"""What costs much: how often one visitor may ask for it, and how much of it is done at once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client

from licet.web import rates

DRONE = "/review/?kind=uas&recipient=IT"
COSTLY = (
    f"{DRONE}&years=shown",
    f"{DRONE}&reform=hr-3068-119",
    DRONE.replace("/?", ".json?"),
    "/compare/?base=2020-01-01&other=now",
)


@pytest.mark.parametrize("address", COSTLY)
def test_what_costs_much_waits_for_its_turn_and_is_told_to_come_again(
    site: Client, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setattr(rates, "_WAIT", 0.01)
    with rates._WORKING, rates._WORKING:
        answer = site.get(address)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
        assert site.get(DRONE).status_code == 200, "what costs little is answered all the same"


def test_one_visitor_has_so_much_a_minute_of_what_costs_much(
    site: Client, settings_of_the_site: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings_of_the_site(LICET_COSTLY_RATE=1)
    monkeypatch.setattr("time.time", lambda: 1_800_000_000.0)
    cache.clear()
    yaml = DRONE.replace("/?", ".md?")
    assert [site.get(yaml).status_code for _ in range(2)] == [200, 429]
    assert site.get(yaml, REMOTE_ADDR="192.0.2.7").status_code == 200, "another visitor"
    assert site.get(DRONE).status_code == 200
    assert site.post("/portfolio/").status_code == 429
    cache.clear()


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("not an address", "unknown"),
    ],
)
def test_who_counts_as_one_visitor(address: str, counted: str) -> None:
    assert rates.network(address) == counted
