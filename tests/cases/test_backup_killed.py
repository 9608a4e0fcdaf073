"""A backup or a restore that is killed in the middle: nothing bears the name of a backup that is none, and no database is half restored."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from cases import scene
from cases.backups import all_of_it, backed_up, fill
from cases.conftest import use
from commands import run
from django.db import connection

from licet.cases.backup import sqlite
from licet.cases.backup.backing_up import back_up
from licet.cases.backup.looking import check_empty
from licet.cases.backup.restoring import restore
from licet.cases.verifying import verify_table

pytestmark = pytest.mark.skipif(os.name != "posix", reason="another system has no fork")
_MOST = 200


def _killed(act: Callable[[Callable[[int, int], object]], object], after: int) -> bool:
    """Act in a process that is killed when it has told so often how far it is; return whether it was, before it came to its end."""
    connection.close()
    child = os.fork()
    if child:
        status = os.waitpid(child, 0)[1]
        assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0, "it failed of itself"
        return os.WIFSIGNALED(status)
    told = 0

    def tell(done: int, whole: int) -> None:
        nonlocal told
        del done, whole
        told += 1
        if told == after:
            os.kill(os.getpid(), signal.SIGKILL)

    try:
        act(tell)
    except BaseException:  # noqa: BLE001 - nothing of the parent runs in the child
        os._exit(1)
    os._exit(0)


@pytest.fixture
def register(database: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a small register, which is copied a few pages at a time."""
    monkeypatch.setattr(sqlite, "_PAGES", 20)
    fill()
    return database


@pytest.mark.usefixtures("register")
def test_a_backup_that_is_killed_bears_no_name(tmp_path: Path) -> None:
    folder = tmp_path / "backup"
    steps = 0
    while _killed(lambda tell: back_up(folder, scene.AT, tell=tell), steps + 1):
        steps += 1
        assert not folder.exists() and steps < _MOST
    assert steps > 3 and folder.exists() and not (tmp_path / ".backup.part").exists()
    use(tmp_path / "new.sqlite")
    assert run("cases", "restore", str(folder)).exit_code == 0


def test_a_restore_that_is_killed_leaves_the_database_empty_or_whole(register: Path, tmp_path: Path) -> None:
    held, folder = all_of_it(), tmp_path / "backup"
    backed_up(folder)
    empty = whole = 0
    for step in range(1, _MOST):
        use(tmp_path / f"new-{step}.sqlite")
        killed = _killed(lambda tell: restore(folder, tell=tell), step)
        if connection.introspection.table_names():
            assert all_of_it() == held and verify_table() is None
            whole += 1
        else:
            check_empty()
            empty += 1
            assert run("cases", "restore", str(folder)).exit_code == 0
        if not killed:
            break
    use(register)
    assert empty > 3 and whole >= 1
