"""Registers to be backed up, on either kind of database, and what somebody does to a backup who has the folder."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import postgres
import pytest
from cases import scene
from cases.conftest import use
from cases.scene import OFFICER, Road
from commands import run
from django.db import connection

from licet.cases import acts
from licet.cases.backup.looking import tables

FRESH, MIGRATED = "without tables", "migrated"


@dataclass(frozen=True)
class Place:
    """A kind of database, with a register in the one that Django uses.

    Attributes:
        kind: ``sqlite`` or ``postgresql``.
        to: has Django use another one: without tables, or migrated.
    """

    kind: str
    to: Callable[[str], None]


def places(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """Have a small register on either kind of database."""
    made: list[str] = []
    if request.param == "sqlite":
        empty, _ = request.getfixturevalue("empty"), request.getfixturevalue("database")

        def to(what: str) -> None:
            path = tmp_path / f"other-{len(made)}.sqlite"
            made.append(str(path))
            if what == MIGRATED:
                shutil.copy(empty, path)
            use(path)

        before = Path(connection.settings_dict["NAME"])
        fill()
        yield Place("sqlite", to)
        use(before)
        return
    server: postgres.Server = request.getfixturevalue("server")
    request.getfixturevalue("on_postgresql")

    def over(what: str) -> None:
        made.append(f"other_{len(made)}_{os.getpid()}")
        server.create(made[-1], like="empty" if what == MIGRATED else "template0")
        postgres.use(server.url(made[-1]))

    fill()
    yield Place("postgresql", over)
    connection.close()
    for name in made:
        server.drop(name)


def fill() -> None:
    scene.people()
    Road().in_review().do(acts.attach, OFFICER, name="a", kind="assurance", content=bytes(range(256)) * 400)
    Road(at=scene.AT + scene.DAY).drafted(items=[{**scene.ITEMS[0], "name": "Überwachungsdrohne ✈ 'quoted'"}])


def all_of_it() -> dict[str, list[dict[str, Any]]]:
    held: dict[str, list[dict[str, Any]]] = {}
    for one in tables():
        rows = list(one._base_manager.order_by("pk").values())
        held[one._meta.db_table] = [
            {key: bytes(v) if isinstance(v, memoryview) else v for key, v in row.items()} for row in rows
        ]
    return held


def backed_up(folder: Path, *words: str) -> str:
    """Back up, and return the seal."""
    result = run("cases", "backup", str(folder), *words)
    assert result.exit_code == 0, result.stdout + result.stderr
    return next(line.removeprefix("Seal: ") for line in result.stdout.splitlines() if line.startswith("Seal: "))


def reseal(folder: Path) -> None:
    """Make the manifest and the seal anew, as somebody would who has the folder."""
    told = json.loads((folder / "manifest.json").read_bytes())
    told["files"] = {name: sha256((folder / name).read_bytes()).hexdigest() for name in told["files"]}
    seal_anew(folder, told)


def seal_anew(folder: Path, told: dict[str, Any]) -> None:
    text = json.dumps(told).encode()
    (folder / "manifest.json").write_bytes(text)
    (folder / "seal.txt").write_text(sha256(text).hexdigest())


def beneath(*statements: str) -> None:
    """Change the database as somebody would who switches the triggers off."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET session_replication_role = replica")
            for statement in statements:
                cursor.execute(statement)
            cursor.execute("SET session_replication_role = DEFAULT")
            return
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
        kept = cursor.fetchall()
        for name, _ in kept:
            cursor.execute(f"DROP TRIGGER {name}")
        for statement in (*statements, *(sql for _, sql in kept)):
            cursor.execute(statement)
