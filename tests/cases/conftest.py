"""A database of its own for each test of cases: what is written there cannot be taken out again."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import postgres
import pytest
import site_of_tests  # noqa: F401 - the settings come first
from django.core.management import call_command
from django.db import connection

if TYPE_CHECKING:
    from cases.backups import Place


def use(path: Path) -> None:
    """Have Django use another file; connections of other threads follow when they are made."""
    connection.close()
    connection.settings_dict["NAME"] = str(path)


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file with all tables and nothing in them."""
    before = Path(connection.settings_dict["NAME"])
    path = tmp_path_factory.mktemp("cases") / "empty.sqlite"
    use(path)
    call_command("migrate", verbosity=0)
    use(before)
    return path


@pytest.fixture
def database(empty: Path, tmp_path: Path) -> Iterator[Path]:
    """Return the file that Django uses in this test, new."""
    before, path = Path(connection.settings_dict["NAME"]), tmp_path / "cases.sqlite"
    shutil.copy(empty, path)
    use(path)
    yield path
    use(before)


@pytest.fixture
def cast(database: Path) -> None:
    """Have all people of the scene in a new file."""
    from cases import scene

    scene.people()


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Server]:
    """Return a PostgreSQL server, with a database ``empty`` that has all tables of the site."""
    if told := postgres.why_not():
        pytest.skip(told)
    server = postgres.Server()
    try:
        server.create("empty")
        before = postgres.use(server.url("empty"))
        call_command("migrate", verbosity=0)
        postgres.use_settings(before)
        yield server
    finally:
        server.end()


@pytest.fixture
def on_postgresql(server: postgres.Server) -> Iterator[str]:
    """Return the name of the database that Django uses in this test, new and on PostgreSQL."""
    name = f"cases_{uuid.uuid4().hex[:12]}"
    server.create(name, like="empty")
    before = postgres.use(server.url(name))
    yield name
    # A test that failed may have left it stopped.
    server.start()
    postgres.use_settings(before)
    server.drop(name)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Have a small register, to be backed up, on either kind of database."""
    from cases.backups import places

    yield from places(request, tmp_path)
