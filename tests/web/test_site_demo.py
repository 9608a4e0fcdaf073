"""``licet site --demo`` has a demonstration in a database of its own, and passwords that are made at each start and told once."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from cases.conftest import database, empty, use
from cases.scene import AT, Road, people
from commands import refused, run
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client, override_settings

from licet.cases.demonstration import demonstrate, made
from licet.cases.models import Case, Event
from licet.cases.words import ROLES
from licet.cli import site_demo
from licet.errors import InputError
from licet.rulebook.rulebook import law_folder

__all__ = ["database", "empty"]


@pytest.fixture
def apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the settings of the tests as they are."""
    monkeypatch.setattr(site_demo, "apart", lambda: None)


@pytest.fixture(scope="module")
def shown(empty: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Return a file with the demonstration."""
    before, path = Path(connection.settings_dict["NAME"]), tmp_path_factory.mktemp("shown") / "cases.sqlite"
    shutil.copy(empty, path)
    use(path)
    demonstrate(law_folder(), AT)
    yield path
    use(before)


# Where it is not made.


def test_it_is_not_for_other_machines() -> None:
    (line,) = refused("site", "--demo", "--allow-remote")
    assert line.startswith("--demo: with --allow-remote")


@pytest.mark.usefixtures("database", "apart")
def test_it_is_not_made_where_anything_happened() -> None:
    people()
    Road().drafted()
    with pytest.raises(InputError, match="one in which nothing happened"):
        site_demo.demonstrate(law_folder())
    assert not User.objects.exists() and Event.objects.count() == 1


@pytest.mark.usefixtures("database", "apart")
def test_it_is_of_the_example_of_a_procedure_alone() -> None:
    with override_settings(LICET_PROCEDURE="us"), pytest.raises(InputError, match="LICET_PROCEDURE: us"):
        site_demo.demonstrate(law_folder())
    assert not Event.objects.exists()


def test_neither_the_site_nor_a_command_makes_one_that_nobody_asked_for(database: Path) -> None:
    run("cases", "verify")
    run("cases", "enrol")
    assert not made() and not Case.objects.exists() and database.exists()


def test_it_lies_in_a_folder_of_its_own_and_alone_has_no_second_factor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LICET_SITE_FOLDER", str(tmp_path))
    monkeypatch.setenv("LICET_SECOND_FACTOR", "on")
    monkeypatch.delenv("DATABASE_URL")
    site_demo.apart()
    assert os.environ["LICET_SITE_FOLDER"] == str(tmp_path / "demonstration")
    assert os.environ["LICET_SECOND_FACTOR"] == "off"


# What is made.


@pytest.mark.usefixtures("shown", "apart")
def test_each_role_has_an_account_with_a_password_of_this_start(capsys: pytest.CaptureFixture[str]) -> None:
    tables = []
    many = Case.objects.count()
    for _ in range(2):
        site_demo.demonstrate(law_folder())
        tables.append(dict(re.findall(r"^(\w+) +([a-z2-9-]{23}) ", capsys.readouterr().out, re.MULTILINE)))
    first, second = tables
    assert set(first) == set(second) == set(ROLES) and Case.objects.count() == many == 40
    assert len({*first.values(), *second.values()}) == 2 * len(ROLES)
    with override_settings(LICET_SECOND_FACTOR=False):
        for role in ROLES:
            old, new = Client(SERVER_NAME="localhost"), Client(SERVER_NAME="localhost")
            assert "Location" not in old.post("/cases/account/login/", {"login": role, "password": first[role]}).headers
            assert (
                new.post("/cases/account/login/", {"login": role, "password": second[role]}).headers["Location"]
                == "/cases/"
            )
            assert new.get("/cases/", follow=True).status_code == 200


def test_the_table_says_what_to_try_in_each_role() -> None:
    lines = site_demo.table([(role, "secret", role, "somewhere") for role in ROLES])
    assert all(any(line.startswith(role) and len(line.split("  ")[-1]) > 10 for line in lines) for role in ROLES)


def test_one_command_starts_it(tmp_path: Path) -> None:
    kept = {name: value for name, value in os.environ.items() if name not in ("SECRET_KEY", "DATABASE_URL")}
    with subprocess.Popen(
        [sys.executable, "-m", "licet", "site", "--demo", "--port", "0"],
        env={**kept, "LICET_SITE_FOLDER": str(tmp_path), "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        told = []
        for line in process.stdout:
            told.append(line)
            if line.startswith("The site is at"):
                break
        try:
            found = re.match(r"The site is at (http://127\.0\.0\.1:\d+/)", told[-1])
            assert found, told
            assert sum(line.split("  ")[0].strip() in ROLES for line in told) == len(ROLES)
            with urllib.request.urlopen(f"{found[1]}cases/account/login/") as answer:
                assert answer.status == 200
            assert (tmp_path / "demonstration" / "site.sqlite").exists() and not (tmp_path / "site.sqlite").exists()
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(timeout=20)
            finally:
                process.kill()
