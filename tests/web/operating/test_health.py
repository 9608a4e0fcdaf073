"""Whether the site lives and is ready: told to whoever may start it anew, with nothing in it that is nobody's business."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import postgres
import pytest
from cases.conftest import database, empty, on_postgresql, server  # noqa: F401 - fixtures
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client

from licet.errors import Fault, LawError
from licet.web.operating import health
from licet.web.operating.within import NoAnswer, Within

_ALL_OK = {"database": "ok", "migrations": "ok", "law": "ok", "room": "ok"}


@pytest.fixture
def asking() -> Client:
    """Return who asks without being any host that the site knows."""
    return Client(SERVER_NAME="10.1.2.3")


def _ready(asking: Client) -> tuple[int, dict[str, Any]]:
    health.forget()
    answer = asking.get("/health/ready")
    assert answer.headers["Cache-Control"] == "no-store" and answer.headers["Content-Type"] == "application/json"
    return answer.status_code, answer.json()


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("address", ["/health/live", "/health/ready"])
def test_it_is_asked_and_not_told(asking: Client, address: str) -> None:
    answer = asking.post(address, {"a": "b"})
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD")
    assert asking.get(f"{address}/").status_code in (400, 404)


def test_a_process_lives_while_its_database_is_gone(asking: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_: object, **__: object) -> None:
        raise OperationalError("it touched the database")

    monkeypatch.setattr(connection, "cursor", gone)
    monkeypatch.setattr("licet.web.dress.rulebook", gone)
    answer = asking.get("/health/live")
    assert (answer.status_code, answer.json()) == (200, {"live": True})
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("database")
def test_a_site_that_can_do_its_work_is_ready(asking: Client) -> None:
    assert _ready(asking) == (200, {"ready": True, "checks": _ALL_OK})


def test_a_database_that_is_not_migrated_is_not_ready(asking: Client, database: Path) -> None:  # noqa: F811
    call_command("migrate", "web", "zero", verbosity=0)
    status, told = _ready(asking)
    assert (status, told["ready"]) == (503, False)
    assert told["checks"] == {**_ALL_OK, "migrations": "the database is to be migrated"}
    assert str(database) not in str(told)


def test_a_file_that_is_no_database_is_told_without_its_name(asking: Client, database: Path) -> None:  # noqa: F811
    connection.close()
    database.write_bytes(b"no database at all, " * 500)
    status, told = _ready(asking)
    assert (status, told["checks"]["database"], told["checks"]["migrations"]) == (
        503,
        "it cannot be reached",
        "not known",
    )
    assert "sqlite" not in str(told)


@pytest.mark.usefixtures("database")
def test_law_that_cannot_be_used_is_told_and_not_quoted(asking: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong() -> None:
        raise LawError(faults=[Fault("/a/secret/folder", "no law")])

    monkeypatch.setattr("licet.web.dress.rulebook", wrong)
    status, told = _ready(asking)
    assert status == 503 and told["checks"] == {**_ALL_OK, "law": "it cannot be used"}


@pytest.mark.usefixtures("database")
def test_a_procedure_that_cannot_be_used_is_told(asking: Client, settings_of_the_site: Callable[..., None]) -> None:
    settings_of_the_site(LICET_PROCEDURE="none")
    assert _ready(asking) == (503, {"ready": False, "checks": {**_ALL_OK, "law": "it cannot be used"}})


@pytest.mark.usefixtures("database")
def test_a_disk_without_room_is_told(asking: Client, settings_of_the_site: Callable[..., None]) -> None:
    settings_of_the_site(LICET_ROOM_BYTES=2**62)
    assert _ready(asking) == (503, {"ready": False, "checks": {**_ALL_OK, "room": "little is left on the disk"}})


@pytest.mark.usefixtures("database")
def test_who_asks_often_asks_the_database_once(asking: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []

    def look() -> dict[str, str]:
        looked.append(1)
        return _ALL_OK

    monkeypatch.setattr(health, "looked", look)
    assert {asking.get("/health/ready").status_code for _ in range(5)} == {200}
    assert len(looked) == 1


def test_of_what_never_answers_one_thread_waits_and_no_second() -> None:
    released, asked = threading.Event(), list[int]()

    def ask() -> str:
        asked.append(1)
        released.wait(20)
        return "late"

    within = Within(ask)
    began = time.monotonic()
    for _ in range(3):
        with pytest.raises(NoAnswer):
            within(0.05)
    assert time.monotonic() - began < 2 and asked == [1]
    released.set()
    assert within(5) == "late" and asked == [1, 1]


def test_what_was_raised_is_raised_where_it_was_asked() -> None:
    def ask() -> None:
        raise KeyError("a")

    with pytest.raises(KeyError):
        Within(ask)(5)


@pytest.fixture
def hanging(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Have a database that takes a question and does not answer until this is set."""
    answers = threading.Event()
    pending = health._pending
    monkeypatch.setattr(health, "_migrations", Within(lambda: answers.wait(20) and pending()))
    yield answers
    answers.set()


@pytest.mark.usefixtures("database")
def test_a_database_that_hangs_is_told_in_time_and_forgiven_when_it_answers(
    asking: Client, hanging: threading.Event, settings_of_the_site: Callable[..., None]
) -> None:
    settings_of_the_site(LICET_READY_SECONDS=0.1)
    began = time.monotonic()
    status, told = _ready(asking)
    assert status == 503 and time.monotonic() - began < 2
    assert told["checks"]["database"] == "no answer in time"
    hanging.set()
    settings_of_the_site(LICET_READY_SECONDS=5)
    assert _ready(asking)[0] == 200


@pytest.mark.usefixtures("on_postgresql")
def test_a_server_that_goes_away_and_comes_back(asking: Client, server: postgres.Server) -> None:  # noqa: F811
    assert _ready(asking)[0] == 200
    server.stop()
    status, told = _ready(asking)
    assert (status, told["checks"]["database"]) == (503, "it cannot be reached")
    assert str(server.folder) not in str(told) and "licet" not in str(told)
    assert asking.get("/health/live").status_code == 200
    server.start()
    assert _ready(asking) == (200, {"ready": True, "checks": _ALL_OK})
