"""``licet site``: what it refuses before it starts, what it keeps, and that a started site answers."""

from __future__ import annotations

import doctest
import os
import re
import signal
import socket
import stat
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from commands import refused, run

from licet.web.keeping import secret_key


def test_other_machines_reach_the_site_only_where_that_is_said() -> None:
    (line,) = refused("site", "--host", "0.0.0.0")
    assert line.startswith("--host: 0.0.0.0, which other machines reach")
    assert "--allow-remote" in line


def test_a_site_is_reached_by_the_names_of_its_address() -> None:
    from licet.cli import site

    assert doctest.testmod(site).failed == 0


def test_a_port_that_is_none_is_a_fault() -> None:
    assert "--port" in refused("site", "--port", "70000")[0]


def test_law_that_cannot_be_used_is_told_before_the_site_starts(tmp_path: Path) -> None:
    (line,) = refused("site", "--law", str(tmp_path))
    assert "no file of law" in line


def test_a_missing_package_is_told_with_what_brings_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    (line,) = refused("site")
    assert "pip install 'licet[site]'" in line


def test_a_setting_that_is_no_number_is_told_before_the_site_starts() -> None:
    environment = {**os.environ, "LICET_API_RATE": "12 a minute", "LICET_TABLE_ROWS": "-1"}
    command = [sys.executable, "-m", "licet", "site", "--port", "0"]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=120, env=environment, check=False)
    rate, rows = ran.stderr.splitlines()
    assert ran.returncode == 2
    assert rate == "LICET_API_RATE: 12 a minute; expected a whole number; leave it out for 120"
    assert rows.startswith("LICET_TABLE_ROWS: -1; expected a whole number")


def test_a_port_that_is_taken_is_a_fault() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        (line,) = refused("site", "--port", str(port))
    assert line.startswith(f"--port: 127.0.0.1:{port}: ")
    assert line.endswith("choose another with --port")


def test_the_command_teaches_itself() -> None:
    assert "licet site --port 8080" in run("site", "--help").stdout


def test_the_key_of_the_site_is_made_once_and_is_its_owners_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LICET_SITE_FOLDER", str(tmp_path / "kept"))
    key = secret_key()
    assert len(key) > 60
    assert secret_key() == key
    if os.name == "posix":
        (file,) = (tmp_path / "kept").iterdir()
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_one_command_starts_the_site_and_says_where_it_is(tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if name not in ("SECRET_KEY", "DATABASE_URL")}
    with subprocess.Popen(
        [sys.executable, "-m", "licet", "site", "--port", "0"],
        env={**kept, "LICET_SITE_FOLDER": str(tmp_path), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        try:
            found = re.match(r"The site is at (http://127\.0\.0\.1:\d+/)", line)
            assert found, line
            with urllib.request.urlopen(found[1]) as answer:
                assert answer.status == 200
                assert "Content-Security-Policy" in answer.headers
        finally:
            process.send_signal(signal.SIGINT)
            try:
                ended = process.wait(timeout=20)
            finally:
                # A site that was started where interrupts count for nothing would keep the test waiting for ever.
                process.kill()
        assert ended == 0
        assert "Traceback" not in process.stdout.read()
