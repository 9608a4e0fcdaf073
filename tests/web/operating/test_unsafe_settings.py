"""A site for others refuses to start unsafe, with one line for each fault; the site of one's own machine starts as it is."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import site_of_tests  # noqa: F401 - the settings come first

from licet.errors import InputError
from licet.web.operating.checks import doubtful
from licet.web.operating.settling import settle
from licet.web.operating.unsafe import faults, for_others

_KEY = "0a1b2c3d4e" * 6
SAFE = {"LICET_HTTPS": "on", "ALLOWED_HOSTS": "cases.example.org", "SECRET_KEY": _KEY, "LICET_PROXIES": "1"}
_BELOW = Path(__file__).resolve().parents[3]


def _settings(environ: dict[str, str], **other: Any) -> dict[str, Any]:
    hosts = environ.get("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
    return {
        "DEBUG": False,
        "SECRET_KEY": environ.get("SECRET_KEY", _KEY),
        "ALLOWED_HOSTS": [host for host in hosts if host],
        "LICET_LAW": None,
        "NINJA_NUM_PROXIES": int(environ.get("LICET_PROXIES", "0")),
        "MIDDLEWARE": ["one"],
        "INSTALLED_APPS": ["two"],
        "CSRF_FAILURE_VIEW": "a.b",
        "DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3"}},
        **other,
    }


def _refused(environ: dict[str, str], **other: Any) -> list[str]:
    with pytest.raises(InputError) as raised:
        settle(_settings(environ, **other), environ)
    return [str(fault) for fault in raised.value.faults]


@pytest.mark.parametrize(
    ("told", "other", "line"),
    [
        ({}, {"DEBUG": True}, "DEBUG: on, and others reach the site; expected off"),
        ({"SECRET_KEY": "too short a key"}, {}, "SECRET_KEY: 15 characters; expected at least 50"),
        ({"SECRET_KEY": "ab" * 40}, {}, "SECRET_KEY: 80 characters; expected at least 50, by chance"),
        ({"SECRET_KEY": "django-insecure-" + _KEY}, {}, "SECRET_KEY: "),
        ({"ALLOWED_HOSTS": "*"}, {}, "ALLOWED_HOSTS: '*', which is every name; expected the names"),
        ({"ALLOWED_HOSTS": ""}, {}, "ALLOWED_HOSTS: nothing; expected the names"),
        ({"LICET_HTTPS": "off"}, {}, "LICET_HTTPS: off, and others reach the site as cases.example.org; expected on"),
        ({"LICET_PLAIN": "on"}, {}, "LICET_PLAIN: on, and LICET_HTTPS as well; expected one of them"),
        ({"LICET_LOG": "xml"}, {}, "LICET_LOG: xml; expected json or text"),
        ({"LICET_METRICS_FROM": "10.0.0.0/8, monitor"}, {}, "LICET_METRICS_FROM: 'monitor'; expected addresses"),
        ({"LICET_READY_SECONDS": "soon"}, {}, "LICET_READY_SECONDS: soon; expected a whole number above 0"),
        ({"LICET_ROOM_BYTES": "0"}, {}, "LICET_ROOM_BYTES: 0; expected a whole number above 0"),
        ({"LICET_READY_SECONDS": "²"}, {}, "LICET_READY_SECONDS: ²; expected a whole number"),
        ({"LICET_PROCEDURE": "plian"}, {}, "LICET_PROCEDURE: no procedure 'plian'; expected plain | us; did you mean plain?"),
        ({"LICET_PROCEDURE": "../plain"}, {}, "LICET_PROCEDURE: no procedure '../plain'"),
        ({"LICET_PROXIES": "0"}, {"SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https")}, "SECURE_PROXY_SSL_HEADER: it is believed"),
    ],
)  # fmt: skip
def test_what_is_unsafe_is_refused_in_one_line(told: dict[str, str], other: dict[str, Any], line: str) -> None:
    (said,) = _refused({**SAFE, **told}, **other)
    assert said.startswith(line)


def test_a_key_is_never_repeated() -> None:
    assert "too short a key" not in "".join(_refused({**SAFE, "SECRET_KEY": "too short a key"}))


def test_every_fault_has_its_line() -> None:
    said = _refused({"LICET_HTTPS": "on", "SECRET_KEY": "k", "LICET_PROCEDURE": "none"}, DEBUG=True)
    assert [line.split(":")[0] for line in said] == ["LICET_PROCEDURE", "DEBUG", "SECRET_KEY", "ALLOWED_HOSTS"]


def test_a_folder_of_law_that_cannot_be_read_is_refused_on_any_machine(tmp_path: Path) -> None:
    (said,) = _refused({}, LICET_LAW=str(tmp_path / "nowhere"))
    assert said.startswith(f"LICET_LAW: {tmp_path}/nowhere: no file of law; expected a folder of law that can be read")
    (tmp_path / "note.txt").write_text("no law")
    assert "no file of law" in _refused({}, LICET_LAW=str(tmp_path))[0]


def test_a_file_of_law_that_fails_when_it_is_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.md").mkdir()
    assert _refused({}, LICET_LAW=str(tmp_path))[0].startswith(f"LICET_LAW: {tmp_path}: ")


@pytest.mark.parametrize(
    ("environ", "meant"),
    [
        ({}, False),
        ({"ALLOWED_HOSTS": "localhost"}, False),
        ({"ALLOWED_HOSTS": "192.0.2.1"}, True),
        ({"ALLOWED_HOSTS": "192.0.2.1", "LICET_PLAIN": "on"}, False),
        ({"ALLOWED_HOSTS": "*"}, True),
        ({"LICET_HTTPS": "on"}, True),
    ],
)
def test_for_whom_a_site_is_meant_follows_from_how_it_is_reached(environ: dict[str, str], meant: bool) -> None:
    assert for_others(_settings(environ), environ) is meant


def test_a_site_of_ones_own_machine_starts_with_any_key_and_with_debug() -> None:
    assert faults(_settings({"SECRET_KEY": "k"}, DEBUG=True), {}) == []


def test_a_safe_site_has_https_for_its_cookies_and_believes_only_its_proxy() -> None:
    behind, alone = _settings(SAFE), _settings({**SAFE, "LICET_PROXIES": "0"})
    settle(behind, SAFE)
    settle(alone, SAFE)
    assert behind["SESSION_COOKIE_SECURE"] and behind["CSRF_COOKIE_SECURE"] and behind["SECURE_SSL_REDIRECT"]
    assert behind["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")
    assert "SECURE_PROXY_SSL_HEADER" not in alone
    assert behind["MIDDLEWARE"][0].endswith("WatchingMiddleware") and behind["LICET_FORGED"] == "a.b"
    own: dict[str, Any] = _settings({})
    settle(own, {})
    assert not own["SESSION_COOKIE_SECURE"] and not own["SECURE_SSL_REDIRECT"]


def test_nobody_waits_for_minutes_for_a_server_that_is_gone() -> None:
    one = _settings(
        {}, DATABASES={"default": {"ENGINE": "django.db.backends.postgresql", "OPTIONS": {"sslmode": "require"}}}
    )
    settle(one, {})
    assert one["DATABASES"]["default"]["OPTIONS"] == {"sslmode": "require", "connect_timeout": 10}


_SQLITE = {"ENGINE": "django.db.backends.sqlite3"}
_AWAY = {"ENGINE": "django.db.backends.postgresql", "HOST": "db.example.org"}


@pytest.mark.parametrize(
    ("database", "environ", "words"),
    [
        (_SQLITE, {}, ["sqlite_for_several"]),
        (_SQLITE, {"WEB_CONCURRENCY": "4"}, ["sqlite_for_several"]),
        (_SQLITE, {"WEB_CONCURRENCY": "1"}, []),
        (_AWAY, {}, ["database_in_plain"]),
        (_AWAY, {"WEB_CONCURRENCY": "4"}, ["database_in_plain"]),
        ({**_AWAY, "OPTIONS": {"sslmode": "prefer"}}, {}, ["database_in_plain"]),
        ({**_AWAY, "OPTIONS": {"sslmode": "verify-full"}}, {}, []),
        ({**_AWAY, "HOST": "/run/postgresql"}, {}, []),
    ],
)
def test_what_is_doubtful_is_told_and_does_not_keep_the_site_from_starting(
    database: dict[str, Any], environ: dict[str, str], words: list[str]
) -> None:
    assert [word for word, _, _ in doubtful(database, environ)] == words


def test_the_check_of_a_deployment_tells_of_officers_who_share_a_file(tmp_path: Path) -> None:
    make = (
        "import django; django.setup(); from django.core.management import call_command as call; call('migrate', verbosity=0)\n"
        "from licet.cases.models import Organisation as O; from licet.cases.people import enrol\n"
        "O.objects.create(id='a', name='A', kind='authority')\n"
        "enrol('one', 'a', 'licensing_officer'); call('check', deploy=True, databases=['default'])\n"
        "enrol('two', 'a', 'licensing_officer'); call('check', deploy=True, databases=['default'])"
    )
    done = _start(tmp_path, "-c", make, DJANGO_SETTINGS_MODULE="licet.web.settings", **SAFE)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("2 licensing officers share one file of SQLite") == 1
    assert "several processes" not in done.stderr and "security.W" not in done.stderr


def _start(tmp_path: Path, *words: str, **told: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    path = os.pathsep.join([str(_BELOW / "src"), *kept.get("PYTHONPATH", "").split(os.pathsep)])
    environ = {**kept, "PYTHONPATH": path, "LICET_SITE_FOLDER": str(tmp_path), "WEB_CONCURRENCY": "1", **told}
    return subprocess.run(
        [sys.executable, *words], env=environ, capture_output=True, text=True, timeout=60, check=False
    )


def test_a_server_that_loads_an_unsafe_site_says_why_in_lines_and_ends(tmp_path: Path) -> None:
    gunicorn = (
        "-m",
        "gunicorn",
        "--bind",
        "127.0.0.1:0",
        "--config",
        "python:licet.web.gunicorn_conf",
        "licet.web.wsgi",
    )
    done = _start(tmp_path, *gunicorn, LICET_HTTPS="on", DEBUG="on", SECRET_KEY="k", ALLOWED_HOSTS="*")
    assert done.returncode == 4
    assert "Traceback" not in done.stderr
    assert [line.split(":")[0] for line in done.stderr.splitlines()] == ["DEBUG", "SECRET_KEY", "ALLOWED_HOSTS"]


def test_the_command_for_other_machines_starts_without_a_certificate_where_that_is_asked_for(tmp_path: Path) -> None:
    look = (
        "from unittest.mock import patch; from licet.cli.main import main\n"
        "def told(*_, **__):\n"
        "    from django.conf import settings; print(settings.ALLOWED_HOSTS, settings.LICET_FOR_OTHERS)\n"
        "with patch('licet.web.serving.serve', told): main(['site', '--host', '192.0.2.1', '--allow-remote'])"
    )
    done = _start(tmp_path, "-c", look, SECRET_KEY="k")
    assert done.stdout == "['localhost', '127.0.0.1', '[::1]', '192.0.2.1'] False\n", done.stderr
