"""The server goes away, the disk is full, all is lost but a backup: nothing is half done, whoever acts is told in a line, and the next act works."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import postgres
import pytest
from cases import scene
from cases.conftest import use
from cases.killed import ACTS
from cases.scene import MAKER, OFFICER, Road
from django.db import DatabaseError, connection, transaction

from licet.cases import acts, projection
from licet.cases.faults import NotStored, Overtaken
from licet.cases.ledger import head
from licet.cases.models import Attachment, Event
from licet.cases.verifying import verify_attachments, verify_table

_TESTS = Path(__file__).resolve().parents[1]


def _whole() -> bool:
    return verify_table() is None and verify_attachments() is None and list(projection.differing()) == []


@contextmanager
def _before_statement(number: int, doing: Callable[[], None]) -> Iterator[None]:
    """Do something before the so-manieth statement that is sent."""
    sent = 0

    def count(execute: Any, *told: Any) -> Any:
        nonlocal sent
        if sent == number:
            doing()
        sent += 1
        return execute(*told)

    with connection.execute_wrapper(count):
        yield
    assert sent > number, "the act sends fewer statements"


def _told(doing: Callable[[], object]) -> str:
    """Return what whoever acts is told of the database that went away: one line."""
    with pytest.raises(NotStored) as met:
        doing()
    told = str(met.value)
    assert told.startswith("the database: ") and "nothing is half done" in told and "\n" not in told
    return told


@pytest.mark.parametrize(
    ("act", "statement", "seconds"), [("submit", 0, 1), ("submit", 9, 1), ("advise", 6, 1), ("decide", 7, 10)]
)
def test_the_server_stops_in_the_middle_of_an_act_and_comes_back_after_some_seconds(
    server: postgres.Server, on_postgresql: str, act: str, statement: int, seconds: int
) -> None:
    scene.people()
    prepare, doing = ACTS[act]
    road = prepare(Road())
    before = (road.state, head())
    with _before_statement(statement, server.stop):
        _told(lambda: doing(road.again()))
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        _told(lambda: doing(road.again()))
        _told(lambda: acts.read(road.case))
        time.sleep(0.2)
    server.start()
    assert (acts.read(road.case), head()) == before and _whole()
    doing(road)
    assert acts.read(road.case) != before[0] and _whole()


@pytest.mark.parametrize("kept_first", [False, True])
def test_the_server_stops_while_it_keeps_an_act_and_the_case_says_afterwards_whether_it_did(
    server: postgres.Server, on_postgresql: str, kept_first: bool
) -> None:
    scene.people()
    road = Road().drafted()
    before, commit = road.state, connection.commit

    def stopping() -> None:
        if kept_first:
            commit()
        server.stop()
        with connection.wrap_database_errors:
            connection.connection.execute("SELECT 1")

    connection.commit = stopping
    try:
        told = _told(lambda: road.again().do(acts.submit, MAKER, review=scene.engine()))
    finally:
        del connection.commit
    assert "see whether this was done before you do it again" in told
    server.start()
    assert (acts.read(road.case) != before) is kept_first and _whole()
    if kept_first:
        with pytest.raises(Overtaken, match="'submitted' at"):
            road.do(acts.submit, MAKER, review=scene.engine())
    else:
        road.do(acts.submit, MAKER, review=scene.engine())
    assert acts.read(road.case).state == "submitted" and Event.objects.count() == 3 and _whole()


def test_the_server_was_restarted_between_two_acts_and_the_second_is_told_once(
    server: postgres.Server, on_postgresql: str
) -> None:
    scene.people()
    road = Road().in_review()
    before = road.state
    server.stop("fast")
    server.start()
    weigh = {"factor": "stability", "weight": "neutral", "evidence": "report 1"}
    _told(lambda: road.again().do(acts.weigh, OFFICER, **weigh))
    assert acts.read(road.case) == before
    assert road.do(acts.weigh, OFFICER, **weigh).worksheet and _whole()


def test_what_was_dumped_is_restored_into_a_new_database_and_goes_on(
    server: postgres.Server, on_postgresql: str
) -> None:
    scene.people()
    road = Road().in_review()
    road.do(acts.attach, OFFICER, name="a", kind="assurance", content=bytes(range(256)) * 40)
    last, restored = head(), f"{on_postgresql}_restored"
    whom = (f"--host={server.folder}", "--username=licet")
    server.run("pg_dump", *whom, "--format=custom", f"--file={server.folder}/dump", on_postgresql)
    road.do(acts.weigh, OFFICER, factor="stability", weight="neutral", evidence="after the dump")
    server.create(restored)
    server.run("pg_restore", *whom, "--exit-on-error", f"--dbname={restored}", f"{server.folder}/dump")
    before = postgres.use(server.url(restored))
    try:
        assert head() == last and verify_table({last[0]: last[1]}) is None and _whole()
        assert bytes(Attachment.objects.get().content) == bytes(range(256)) * 40
        with pytest.raises(DatabaseError, match="is never changed"), transaction.atomic():
            Event.objects.all().delete()
        old = Road(acts.read(road.case), road.at, case=road.case)
        assert old.do(acts.weigh, OFFICER, factor="rights", weight="neutral", evidence="b", standard="likely").worksheet
        assert _whole()
    finally:
        postgres.use_settings(before)
        server.drop(restored)


def test_a_backup_of_the_file_that_is_made_while_others_write_is_restored_and_goes_on(
    database: Path, tmp_path: Path
) -> None:
    scene.people()
    road = Road().in_review()
    road.do(acts.attach, OFFICER, name="a", kind="assurance", content=b"content" * 4_000)
    backup, written, known = tmp_path / "backup.sqlite", 0, dict[int, str]()

    def write(_status: int, _remaining: int, _total: int) -> None:
        nonlocal written
        if written < 3:
            written += 1
            road.do(acts.weigh, OFFICER, factor="stability", weight="neutral", evidence=f"report {written}")
            known.update([head()])

    with sqlite3.connect(database) as source, sqlite3.connect(backup) as target:
        source.backup(target, pages=8, progress=write)
    source.close()
    target.close()
    assert written == 3, "others wrote while it was made"
    road.do(acts.weigh, OFFICER, factor="stability", weight="neutral", evidence="after the backup")
    lost = head()
    use(backup)
    assert _whole() and head()[0] < lost[0]
    assert verify_table({position: known[position] for position in known if position <= head()[0]}) is None
    missing = verify_table(dict([lost]))
    assert missing is not None and missing.kind == "missing", "a head that was printed later says that rows are lost"
    with pytest.raises(DatabaseError, match="is never changed"), transaction.atomic():
        Event.objects.all().delete()
    old = Road(acts.read(road.case), road.at, case=road.case)
    assert old.do(acts.weigh, OFFICER, factor="rights", weight="neutral", evidence="b", standard="likely").worksheet
    assert _whole()


def test_what_is_told_as_kept_is_on_the_disk_so_that_a_power_cut_takes_no_row_whose_digest_was_printed(
    database: Path,
) -> None:
    with connection.cursor() as cursor:
        found = [cursor.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous")]
    full = 2
    assert found == ["wal", full]


def test_a_full_disk_under_the_file_is_told_and_leaves_nothing_half_done(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, _TESTS / "cases" / "without_room.py", tmp_path],
        env={"PYTHONPATH": f"{_TESTS.parent / 'src'}:{_TESTS}", "SECRET_KEY": "of the tests", "PATH": os.defpath},
        capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert told["acts"] >= 1 and len(told["told"]) == 5
    assert all(
        one.startswith("the database: ") and "nothing is half done" in one and "\n" not in one for one in told["told"]
    )
    assert told["same"] and told["whole"] and told["afterwards"]


@pytest.fixture
def small_disk() -> Iterator[Path]:
    """Return a folder on a disk of its own of some megabytes, where one may be mounted here."""
    folder = Path(tempfile.mkdtemp(prefix="licet-small-disk-"))
    mounted = (
        os.geteuid() == 0
        and shutil.which("mount")
        and not subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", folder], capture_output=True, check=False
        ).returncode
    )
    if not mounted:
        folder.rmdir()
        pytest.skip("no disk may be mounted here")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)
    folder.rmdir()


def test_a_full_disk_under_the_server_is_told_and_leaves_nothing_half_done(
    server: postgres.Server, on_postgresql: str, small_disk: Path
) -> None:
    scene.people()
    road, content = Road().drafted(), b""
    server.give(small_disk)
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLESPACE small LOCATION '{small_disk}'")
        for table in ("cases_event", "cases_attachment"):
            cursor.execute(f"ALTER TABLE {table} SET TABLESPACE small")
    try:
        for number in range(60):
            before, content = (road.state, head()), os.urandom(1_000_000)
            try:
                road.again().do(acts.attach, MAKER, name=f"{number}", kind="assurance", content=content)
            except NotStored as full:
                assert "No space left on device" in str(full) and "\n" not in str(full)
                break
            road = Road(acts.read(road.case), road.at + scene.HOUR, case=road.case)
        else:
            pytest.fail("the disk was never full")
        assert number >= 3 and (acts.read(road.case), head()) == before and _whole()
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE cases_attachment SET TABLESPACE pg_default")
        road.do(acts.attach, MAKER, name="again", kind="assurance", content=content)
        assert len(road.state.attachments) == number + 1 and _whole()
    finally:
        with connection.cursor() as cursor:
            for table in ("cases_event", "cases_attachment"):
                cursor.execute(f"ALTER TABLE {table} SET TABLESPACE pg_default")
            cursor.execute("DROP TABLESPACE small")
