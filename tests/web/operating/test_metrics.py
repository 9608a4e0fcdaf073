"""What is counted, and who may read it: requests by the pattern of their address, and what the register looks like."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from cases import scene
from cases.conftest import database, empty  # noqa: F401 - fixtures
from cases.scene import Road
from django.db import connection
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families

from licet.cases.ledger import head
from licet.web.models import Job

_TEXT = "text/plain"


def _read(asking: Client) -> dict[tuple[str, ...], float]:
    """Return what is counted: the name and the values of its labels → the number."""
    answer = asking.get("/metrics")
    assert answer.status_code == 200 and answer.headers["Content-Type"].startswith(_TEXT)
    families = text_string_to_metric_families(answer.content.decode())
    return {
        (one.name, *(one.labels[name] for name in sorted(one.labels, reverse=True))): one.value
        for family in families
        for one in family.samples
    }


@pytest.mark.parametrize(
    "told",
    [
        {"REMOTE_ADDR": "198.51.100.1"},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_X_FORWARDED_PROTO": "https"},
        {"REMOTE_ADDR": ""},
    ],
)
def test_who_comes_from_elsewhere_reads_nothing(told: dict[str, str]) -> None:
    answer = Client(SERVER_NAME="localhost", **told).get("/metrics")
    assert (answer.status_code, answer.content) == (403, b"Not for this address.\n")


@pytest.mark.usefixtures("database")
def test_who_may_is_said_by_the_settings(settings_of_the_site: Callable[..., None]) -> None:
    monitor = Client(SERVER_NAME="10.1.2.3", REMOTE_ADDR="192.0.2.7")
    assert monitor.get("/metrics").status_code == 403
    settings_of_the_site(LICET_METRICS_FROM=("192.0.2.0/24",))
    assert monitor.get("/metrics").status_code == 200
    assert monitor.post("/metrics").status_code == 405


@pytest.mark.usefixtures("database")
def test_requests_are_counted_by_their_pattern_and_never_by_what_they_state(site: Client) -> None:
    before = _read(site)
    for path in (
        "/nations/IT/?on=2019-01-01",
        "/nations/DE/",
        "/nations/Vydumkina/",
        "/static/licet/licet.css",
        "/Vydumkina/",
    ):
        site.get(path).close()
    site.generic("VYDUMKINA", "/robots.txt")
    after = _read(site)
    text = site.get("/metrics").content.decode()
    assert "Vydumkina" not in text and "VYDUMKINA" not in text and "IT" not in text.split()
    # Labels are told from the last letter to the first: status, route, method; route, le.
    grown = {key: value - before.get(key, 0) for key, value in after.items() if key[0] == "licet_requests_total"}
    route = next(
        key[2] for key, value in grown.items() if value == 2 and key[1] == "200" and key[2].startswith("nations/<")
    )
    assert grown["licet_requests_total", "404", route, "GET"] == 1
    assert grown["licet_requests_total", "200", "static/", "GET"] == 1
    assert grown["licet_requests_total", "404", "-", "GET"] == 1
    assert grown["licet_requests_total", "200", "robots.txt", "other"] == 1
    assert after["licet_request_seconds_count", route] - before.get(("licet_request_seconds_count", route), 0) == 3
    assert after["licet_request_seconds_bucket", route, "+Inf"] >= after["licet_request_seconds_bucket", route, "0.3"]


@pytest.mark.usefixtures("database")
def test_what_the_register_looks_like_is_told_by_numbers_alone(site: Client) -> None:
    scene.people()
    Road().in_review()
    Road(at=Road().at + scene.DAY).drafted()
    Job.objects.create(kind="run", asked={}, ends=scene.Road().at)
    found = _read(site)
    assert found["licet_database_up",] == 1
    assert (found["licet_cases", "in_review"], found["licet_cases", "draft"]) == (1, 1)
    assert found["licet_events",] == found["licet_head_position",] == head()[0]
    assert found["licet_last_event_age_seconds",] > 0
    assert found["licet_jobs_waiting",] == found["licet_jobs", "waiting", "run"] == 1
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}", site.get("/metrics").content.decode())


@pytest.mark.usefixtures("database")
def test_an_empty_register_has_no_last_event(site: Client) -> None:
    found = _read(site)
    assert found["licet_events",] == found["licet_head_position",] == found["licet_jobs_waiting",] == 0
    assert ("licet_last_event_age_seconds",) not in found and not any(key[0] == "licet_cases" for key in found)


def test_a_database_that_is_gone_is_a_number_and_no_failure(site: Client, database: Path) -> None:  # noqa: F811
    connection.close()
    database.write_bytes(b"no database at all, " * 500)
    found = _read(site)
    assert found["licet_database_up",] == 0 and ("licet_events",) not in found
    assert any(key[0] == "licet_requests_total" for key in found)
