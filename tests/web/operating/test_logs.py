"""What reaches the log: that something happened, and never what somebody stated, not even where the site breaks over it."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import site_of_tests  # noqa: F401 - the settings come first
from django.core.exceptions import PermissionDenied
from django.test import Client

from licet.web.operating import events, logs
from licet.web.operating.events import log_event
from licet.web.operating.logs import Lines, plain

# A person, their mail, what they sign in with, a case, an address on the net, a firm.
PRIVATE = ("Vydumkina", "olga@example.net", "hunter-2-secret", "5f0c2f1e-9d5b-4c58", "203.0.113.77", "Wydumka-Werke")
_ALL = " ".join(PRIVATE)


class Log:
    """What was written, as text and as objects."""

    def __init__(self, form: str) -> None:
        self.stream = io.StringIO()
        self.handler = logging.StreamHandler(self.stream)
        self.handler.setFormatter(Lines(form))

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]


@contextmanager
def _written(form: str) -> Iterator[Log]:
    """Have a log of a form into which everything is written, however little it matters."""
    made, root = Log(form), logging.getLogger()
    names = ("licet", "licet.request", "django", "django.request", "django.security.csrf")
    loggers = [root, *map(logging.getLogger, names)]
    before = [one.level for one in loggers]
    for one in loggers:
        one.setLevel(logging.DEBUG)
    root.addHandler(made.handler)
    try:
        yield made
    finally:
        root.removeHandler(made.handler)
        for one, level in zip(loggers, before, strict=True):
            one.setLevel(level)


@pytest.fixture(params=logs.FORMS)
def log(request: pytest.FixtureRequest) -> Iterator[Log]:
    """Return a log, of each form."""
    with _written(request.param) as made:
        yield made


@pytest.fixture
def json_log() -> Iterator[Log]:
    """Return a log of JSON."""
    with _written("json") as made:
        yield made


@pytest.mark.parametrize("name", ["sign_in_faild", "", "Olga"])
def test_an_event_that_nobody_knows_is_a_fault_of_whoever_writes_it(name: str) -> None:
    with pytest.raises(ValueError, match="no event"):
        log_event(name)


@pytest.mark.parametrize("field", ["person", "user", "case", "path", "address", "message", "rol"])
def test_a_field_that_could_hold_anything_is_a_fault_of_whoever_writes_it(field: str) -> None:
    with pytest.raises(ValueError, match=f"no field '{field}'"):
        log_event("sign_in_failed", **{field: "x"})


@pytest.mark.parametrize("field", sorted(events.FIELDS))
@pytest.mark.parametrize("value", [*PRIVATE, "Olga", "a b", "x" * 41, {"a": 1}, ["olga"], object(), True])
def test_a_value_that_is_no_word_of_the_program_is_withheld(log: Log, field: str, value: object) -> None:
    if value is True and field in ("reason", "method", "act", "check"):
        value = "True"
    log_event("sign_in_failed", **{field: value})
    assert events.WITHHELD in log.text and str(value) not in log.text


def test_an_event_is_one_line_with_its_fields(json_log: Log) -> None:
    log_event("sign_in_failed", reason="wrong_password", method="password", attempts=3, role="auditor", check=None)
    (row,) = json_log.rows
    assert row.pop("time").endswith("Z")
    assert row == {
        "level": "WARNING", "logger": "licet.security", "event": "sign_in_failed", "reason": "wrong_password", "method": "password",
        "attempts": 3, "role": "auditor",
    }  # fmt: skip


def test_requests_leave_nothing_of_what_they_state_in_the_log(site: Client, log: Log) -> None:
    heads = {"HTTP_USER_AGENT": _ALL, "HTTP_REFERER": f"https://example.net/{_ALL}", "HTTP_X_REQUEST_ID": _ALL, "REMOTE_ADDR": PRIVATE[4],
             "HTTP_COOKIE": f"name={PRIVATE[2]}", "HTTP_AUTHORIZATION": f"Basic {PRIVATE[2]}", "HTTP_X_FORWARDED_FOR": PRIVATE[4]}  # fmt: skip
    told = {"name": _ALL, "parties": PRIVATE[5], "secret": PRIVATE[2]}
    statuses = set()
    for path in (
        "/law/",
        "/review/",
        "/screen/",
        f"/systems/{PRIVATE[5]}/",
        f"/nations/{PRIVATE[0]}.json",
        f"/jobs/{PRIVATE[3]}/",
        f"/{_ALL}/",
    ):
        statuses |= {site.get(path, told, **heads).status_code, site.post(path, told, **heads).status_code}
    statuses.add(site.post("/screen/", {"names": _ALL}, **heads).status_code)
    statuses.add(site.get("/review/", {"name": _ALL, "recipient": "SA"}, **heads).status_code)
    for body in (json.dumps(told), f"{{{_ALL}"):
        statuses.add(
            site.post(f"/api/v1/review?x={PRIVATE[1]}", body, content_type="application/json", **heads).status_code
        )
    statuses.add(site.get("/", SERVER_NAME=PRIVATE[5], **heads).status_code)
    statuses.add(site.generic(PRIVATE[0], "/law/", **heads).status_code)
    assert {200, 400, 404} <= statuses
    assert log.text.count("\n") >= 18
    for one in PRIVATE:
        assert one not in log.text
        assert one.split("-")[0] not in log.text


def test_a_request_is_one_line_with_the_pattern_of_its_address(site: Client, json_log: Log) -> None:
    answer = site.get("/nations/IT/", {"on": "2019-01-01"})
    (row,) = [row for row in json_log.rows if row["event"] == "request"]
    assert row.pop("milliseconds") > 0 and row.pop("time")
    assert row == {
        "level": "INFO", "logger": "licet.request", "event": "request", "request": answer.headers["X-Request-ID"], "method": "GET",
        "route": row["route"], "status": 200,
    }  # fmt: skip
    assert row["route"].startswith("nations/<") and "IT" not in row["route"]


def test_a_request_has_a_name_of_ours_whatever_name_it_brings(site: Client) -> None:
    names = {site.get("/robots.txt", HTTP_X_REQUEST_ID="mine").headers["X-Request-ID"] for _ in range(3)}
    assert len(names) == 3 and "mine" not in names and events.REQUEST.get() == ""


def _breaking(error: Callable[[], Exception]) -> Callable[..., None]:
    def fails(*_: object, **__: object) -> None:
        held = {"name": _ALL}
        try:
            raise KeyError(held["name"])
        except KeyError as cause:
            raise error() from cause

    return fails


@pytest.mark.parametrize("error", [lambda: RuntimeError(_ALL), lambda: ValueError(_ALL, {"case": PRIVATE[3]})])
def test_of_what_breaks_the_log_has_the_kind_and_the_code_and_no_value(
    site: Client, json_log: Log, monkeypatch: pytest.MonkeyPatch, error: Callable[[], Exception]
) -> None:
    monkeypatch.setattr("licet.web.home_pages.size", _breaking(error))
    monkeypatch.setattr(site, "raise_request_exception", False)
    answer = site.get("/", HTTP_REFERER=_ALL)
    assert answer.status_code == 500
    assert not any(one in json_log.text for one in PRIVATE)
    (broken,) = [row for row in json_log.rows if row["event"] == "broken"]
    assert broken["request"] == answer.headers["X-Request-ID"] and broken["level"] == "ERROR"
    kinds = [one["type"] for one in broken["error"]]
    assert kinds == [f"builtins.{type(error()).__name__}", "builtins.KeyError"]
    last = broken["error"][0]["at"][-1]
    assert "fails: raise error() from cause" in last
    assert all(not line.startswith("/") for one in broken["error"] for line in one["at"])


def test_whatever_a_library_writes_only_its_own_words_are_told(json_log: Log) -> None:
    other = logging.getLogger("some.library")
    other.warning("it was %s", _ALL)
    other.warning(f"it was {_ALL}")
    other.warning(f"{_ALL} %s", _ALL)
    other.error({"person": _ALL})
    logging.getLogger(f"of.{PRIVATE[1]}").error("it was %s", _ALL, stack_info=True)
    assert not any(one in json_log.text for one in PRIVATE)
    rows = json_log.rows
    assert [row.get("said", "") for row in rows] == ["it was %s", "", "", "", "it was %s"]
    assert rows[-1]["logger"] == "other"
    assert all("test_logs.py:" in row["at"] for row in rows)


def test_code_that_was_made_of_what_was_stated_has_no_name(json_log: Log) -> None:
    try:
        exec(compile(f"def f():\n    raise RuntimeError('{_ALL}')\nf()", f"<{_ALL}>", "exec"), {})
    except RuntimeError:
        logging.getLogger("licet.site").exception("it broke")
    assert not any(one in json_log.text for one in PRIVATE)
    assert json_log.rows[0]["error"][0]["at"][-1] == "made:2 f"


def test_a_line_stays_one_line(json_log: Log) -> None:
    logging.getLogger("licet.site").warning("two\nlines")
    log_event("broken", reason="a\nb")
    assert len(json_log.text.splitlines()) == 2 and json_log.rows[1]["reason"] == events.WITHHELD


def test_a_wrong_host_is_an_event(site: Client, json_log: Log) -> None:
    assert site.get("/", SERVER_NAME="elsewhere.example").status_code == 400
    found = [row for row in json_log.rows if row["event"] == "wrong_host"]
    assert found and "elsewhere" not in json_log.text


def test_a_forged_form_is_an_event_and_no_refused_right(json_log: Log) -> None:
    answer = Client(SERVER_NAME="localhost", enforce_csrf_checks=True).post("/portfolio/", {"name": _ALL})
    assert answer.status_code in (200, 400, 403)
    asked = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    refused = asked.post("/law/", {"name": _ALL}, HTTP_ORIGIN="https://evil.example")
    assert refused.status_code == 403
    told = [row["event"] for row in json_log.rows if row["logger"] == "licet.security"]
    assert told[-1] == "csrf_failed" and "right_refused" not in told
    assert "evil" not in json_log.text


def test_a_right_that_is_refused_is_an_event_with_the_role(
    site: Client, json_log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: object, request: Any) -> None:
        del self
        request.licet_role = "applicant"
        raise PermissionDenied(_ALL)

    monkeypatch.setattr("django.middleware.common.CommonMiddleware.process_request", refuse)
    assert site.get(f"/law/?who={PRIVATE[1]}").status_code == 403
    (row,) = [row for row in json_log.rows if row["logger"] == "licet.security"]
    assert (row["event"], row["role"], row["status"]) == ("right_refused", "applicant", 403)
    assert not any(one in json_log.text for one in PRIVATE)


def test_a_role_that_is_none_is_withheld(site: Client, json_log: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    def name(self: object, request: Any) -> None:
        request.licet_role = PRIVATE[0]

    monkeypatch.setattr("django.middleware.common.CommonMiddleware.process_request", name)
    site.get("/robots.txt")
    assert [row["role"] for row in json_log.rows if row["event"] == "request"] == [events.WITHHELD]


def test_who_asks_too_often_is_an_event(site: Client, json_log: Log, settings_of_the_site: Callable[..., None]) -> None:
    settings_of_the_site(LICET_COSTLY_RATE=0)
    assert site.post("/portfolio/").status_code == 429
    assert [row["event"] for row in json_log.rows if row["logger"] == "licet.security"] == ["rate_limited"]


def test_the_message_of_a_record_is_found_where_the_code_has_it() -> None:
    record = logging.LogRecord("licet.x", logging.INFO, __file__, 1, "no text of this file: " + "x", (), None)
    assert "said" not in plain(record)
    record.pathname = "/nowhere/at/all.py"
    assert plain(record)["at"] == "all.py:1 None"
