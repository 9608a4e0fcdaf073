"""A register is backed up and restored on either kind of database: what comes back equals what was there."""

from __future__ import annotations

import json
import os
import sqlite3
import stat
import threading
from pathlib import Path

import pytest
from cases import scene
from cases.backups import FRESH, MIGRATED, Place, all_of_it, backed_up, beneath, fill, reseal, seal_anew
from cases.conftest import use
from cases.scene import Road
from commands import refused, run
from django.db import DatabaseError, connection, transaction

from licet.cases import projection
from licet.cases.backup.backing_up import back_up
from licet.cases.ledger import head
from licet.cases.models import Event, Membership
from licet.cases.verifying import verify_attachments, verify_table


@pytest.mark.parametrize("what", [FRESH, MIGRATED])
def test_what_is_restored_equals_what_was_there(place: Place, tmp_path: Path, what: str) -> None:
    folder, before = tmp_path / "backup", all_of_it()
    backed_up(folder)
    place.to(what)
    done = run("cases", "restore", str(folder))
    assert done.exit_code == 0, done.stdout + done.stderr
    assert done.stdout.startswith(f"Whole: {len(before['cases_event'])} events as of 20")
    assert all_of_it() == before and before["cases_attachment"] and Membership.objects.exists()
    assert verify_table() is None and verify_attachments() is None and list(projection.differing()) == []
    # What keeps the events is there as well, and the next event comes after the last.
    with pytest.raises(DatabaseError, match="is never changed"), transaction.atomic():
        Event.objects.filter(position=2).update(body="{}")
    position = head()[0]
    Road(at=scene.AT + 2 * scene.DAY).drafted()
    assert head()[0] == position + 1 and verify_table() is None


def test_a_register_that_was_altered_beneath_is_backed_up_and_told(place: Place, tmp_path: Path) -> None:
    beneath("UPDATE cases_event SET body = '{}' WHERE position = 2")
    result = run("cases", "backup", str(tmp_path / "backup"))
    assert result.exit_code == 1 and "The register is not whole: row 2 is altered" in result.stdout
    place.to(MIGRATED)
    result = run("cases", "restore", str(tmp_path / "backup"))
    assert result.exit_code == 1 and "not whole" in result.stdout and "Do not use this database" in result.stdout


def test_triggers_that_were_taken_out_are_missed(place: Place, tmp_path: Path) -> None:
    names = {"sqlite": "cases_event_update", "postgresql": "cases_event_kept ON cases_event"}
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {names[place.kind]}")
    backed_up(tmp_path / "backup")
    place.to(MIGRATED)
    result = run("cases", "restore", str(tmp_path / "backup"))
    assert result.exit_code == 1
    assert (
        f"the trigger {names[place.kind].split()[0]}, which refuses to change what happened, is not there"
        in result.stdout
    )


def test_a_copy_that_was_altered_and_sealed_anew_breaks_its_chain(database: Path, tmp_path: Path) -> None:
    fill()
    folder = tmp_path / "backup"
    seal = backed_up(folder)
    with sqlite3.connect(folder / "database.sqlite") as file:
        for (name,) in file.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'cases_event%'"
        ).fetchall():
            file.execute(f"DROP TRIGGER {name}")
        file.execute("UPDATE cases_event SET actor = 'nobody' WHERE position = 3")
    file.close()
    reseal(folder)
    use(tmp_path / "new.sqlite")
    assert "not the manifest that was sealed" in refused("cases", "restore", str(folder), "--seal", seal)[0]
    assert run("cases", "restore", str(folder)).exit_code == 1


def test_rows_that_are_not_those_of_the_manifest_are_told(place: Place, tmp_path: Path) -> None:
    folder = tmp_path / "backup"
    backed_up(folder)
    told = json.loads((folder / "manifest.json").read_bytes())
    place.to(MIGRATED)
    told["rows"]["cases_membership"] += 1
    seal_anew(folder, told)
    result = run("cases", "restore", str(folder))
    assert result.exit_code == 1 and "the table cases_membership has" in result.stdout


def test_heads_that_were_kept_elsewhere_vouch_for_what_is_restored(place: Place, tmp_path: Path) -> None:
    folder, heads, wrong = tmp_path / "backup", tmp_path / "heads.txt", tmp_path / "wrong.txt"
    assert run("cases", "head", "--output", str(heads)).exit_code == 0
    backed_up(folder)
    Road(at=scene.AT + 2 * scene.DAY).drafted()
    assert run("cases", "head", "--output", str(heads)).exit_code == 0
    position = json.loads((folder / "manifest.json").read_bytes())["head"]["position"]
    wrong.write_text(f"{position}:{'a' * 64}\n")
    place.to(FRESH)
    result = run("cases", "restore", str(folder), "--heads", str(heads))
    assert result.exit_code == 0, result.stdout
    assert "and 1 heads known elsewhere" in result.stdout
    assert (
        f"Later events are lost: row {position + 1:,} was known elsewhere, and the backup ends at row {position:,}."
        in result.stdout
    )
    place.to(FRESH)
    assert run("cases", "restore", str(folder), "--heads", str(wrong)).exit_code == 1


def test_a_backup_is_of_one_moment_while_others_write(place: Place, tmp_path: Path) -> None:
    position, over = head()[0], threading.Event()

    def write() -> None:
        number = 0
        while not over.wait(0.002):
            number += 1
            Road(at=scene.AT + (3 + number) * scene.DAY).drafted()
        connection.close()

    beside = threading.Thread(target=write)
    beside.start()
    try:
        made = [back_up(tmp_path / f"backup-{number}", scene.AT) for number in range(3)]
    finally:
        over.set()
        beside.join()
    reached = [one.manifest.found.head[0] for one in made]
    assert position <= reached[0] <= reached[1] <= reached[2] <= head()[0] and reached[2] > position
    for number, one in enumerate(made):
        assert one.manifest.found.rows["cases_event"] == one.manifest.found.head[0]
        place.to(FRESH)
        assert run("cases", "restore", str(tmp_path / f"backup-{number}")).exit_code == 0
        assert head() == one.manifest.found.head and list(projection.differing()) == []


@pytest.mark.skipif(os.name != "posix", reason="another system has other rights")
def test_only_its_owner_reads_a_backup_and_the_key_is_in_it_only_where_that_is_asked(
    place: Place, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backed_up(tmp_path / "without")
    monkeypatch.delenv("SECRET_KEY")
    monkeypatch.setenv("LICET_SITE_FOLDER", str(tmp_path / "site"))
    backed_up(tmp_path / "with", "--with-key")
    key = (tmp_path / "site" / "site-key").read_bytes()
    assert not (tmp_path / "without" / "site-key").exists() and (tmp_path / "with" / "site-key").read_bytes() == key
    for folder in (tmp_path / "with", tmp_path / "without"):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
        assert set(modes.values()) == {0o600}, modes
    place.to(FRESH)
    told = run("cases", "restore", str(tmp_path / "with")).stdout
    assert f"The key of the site lies in {tmp_path}/with/site-key" in told and key.decode() not in told


def test_a_long_copy_tells_how_far_it_is(place: Place, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    back_up(tmp_path / "backup", scene.AT, tell=lambda done, whole: told.append((done, whole)))
    assert told and all(0 <= done <= whole for done, whole in told), place.kind
