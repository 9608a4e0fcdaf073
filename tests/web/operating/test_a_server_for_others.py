"""A server for others as the deployment page starts it: gunicorn with two workers, meant for HTTPS, with a proxy before it that the test plays."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

_BELOW = Path(__file__).resolve().parents[3]
_PROXY = {"Host": "cases.example.org", "X-Forwarded-For": "198.51.100.1", "X-Forwarded-Proto": "https"}
_PRIVATE = "Vydumkina"


@dataclass(frozen=True)
class Answer:
    """What was answered."""

    status: int
    headers: dict[str, str]
    text: str


@dataclass(frozen=True)
class Running:
    """A server that runs."""

    port: int
    said: Path

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Ask it on a connection of its own, so that any of its workers may answer."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            line.request(
                method,
                path,
                headers={name.replace("_", "-"): value for name, value in headers.items()} | {"Connection": "close"},
            )
            answer = line.getresponse()
            return Answer(answer.status, dict(answer.getheaders()), answer.read().decode())
        finally:
            line.close()

    def by_proxy(self, path: str, method: str = "GET", **headers: str) -> Answer:
        """Ask it as the proxy does that stands before it."""
        return self.ask(path, method, **_PROXY, **headers)


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """Have a server for others."""
    if os.name != "posix":
        pytest.skip("gunicorn runs on POSIX alone")
    folder = tmp_path_factory.mktemp("server")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    path = os.pathsep.join([str(_BELOW / "src"), os.environ.get("PYTHONPATH", "")])
    environ = {
        "PATH": os.defpath, "PYTHONPATH": path, "LICET_SITE_FOLDER": str(folder), "WEB_CONCURRENCY": "2", "LICET_HTTPS": "on",
        "ALLOWED_HOSTS": "cases.example.org", "LICET_PROXIES": "1", "DJANGO_SETTINGS_MODULE": "licet.web.settings", "LICET_ROOM_BYTES": "1",
        "TMPDIR": str(folder),
    }  # fmt: skip
    subprocess.run([sys.executable, "-m", "django", "migrate", "-v", "0"], env=environ, check=True, timeout=120)
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "--bind",
        f"127.0.0.1:{port}",
        "--config",
        "python:licet.web.gunicorn_conf",
        "licet.web.wsgi",
    ]
    with (
        (folder / "said").open("wb") as said,
        subprocess.Popen(command, env=environ, stderr=said, stdout=said) as process,
    ):
        made = Running(port, folder / "said")
        try:
            _wait(made, process)
            yield made
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=60)
    assert not list(folder.glob("licet-counted-*")), "what was counted goes with the server"


def _wait(made: Running, process: subprocess.Popen[bytes]) -> None:
    ends = time.monotonic() + 120
    while time.monotonic() < ends:
        assert process.poll() is None, made.said.read_text()
        try:
            if made.ask("/health/live").status == 200:
                return
        except OSError:
            pass
        time.sleep(0.3)
    raise AssertionError(made.said.read_text())


def test_who_comes_without_https_is_sent_to_it_and_nobody_believes_a_wrong_host(running: Running) -> None:
    plain = running.ask("/about/", **{**_PROXY, "X-Forwarded-Proto": "http"})
    assert (plain.status, plain.headers["Location"]) == (301, "https://cases.example.org/about/")
    assert running.ask("/about/", Host="evil.example").status == 400


def test_a_page_by_https_tells_browsers_to_keep_to_it(running: Running) -> None:
    page = running.by_proxy("/robots.txt")
    assert page.status == 200 and page.headers["Strict-Transport-Security"].startswith("max-age=31536000")
    assert page.headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_health_is_asked_by_address_and_without_https(running: Running) -> None:
    assert running.ask("/health/live").status == 200
    ready = running.ask("/health/ready")
    assert ready.status == 200, ready.text
    assert json.loads(ready.text)["ready"] is True


def test_metrics_are_for_this_machine_and_not_for_who_comes_by_the_proxy(running: Running) -> None:
    assert running.by_proxy("/metrics").status == 403
    assert running.by_proxy("/metrics", X_Forwarded_For="127.0.0.1, 198.51.100.1").status in (400, 403)
    assert running.ask("/metrics").status == 200


def test_what_all_workers_counted_is_told_by_each(running: Running) -> None:
    for _ in range(30):
        assert running.by_proxy("/favicon.ico").status == 301
    counted = {
        re.findall(
            r'licet_requests_total\{method="GET",route="favicon.ico",status="301"\} (\S+)', running.ask("/metrics").text
        )[0]
        for _ in range(10)
    }
    assert counted == {"30.0"}


def test_its_log_is_lines_of_json_without_what_visitors_stated(running: Running) -> None:
    running.by_proxy(
        f"/nations/{_PRIVATE}/?name={_PRIVATE}", Referer=f"https://example.net/{_PRIVATE}", User_Agent=_PRIVATE
    )
    running.by_proxy(f"/review/?name={_PRIVATE}", method=_PRIVATE.upper())
    name = running.by_proxy("/about/").headers["X-Request-ID"]
    text = running.said.read_text()
    rows = [json.loads(line) for line in text.splitlines()]
    assert _PRIVATE not in text and _PRIVATE.upper() not in text and "198.51.100.1" not in text
    assert next(row for row in rows if row.get("request") == name and row["event"] == "request")["route"] == "about/"
    assert {"licet.request", "licet.security"} <= {row["logger"] for row in rows}
    assert {"request", "wrong_host", "metrics_refused"} <= {row["event"] for row in rows}
