"""Backups that cannot be used, and databases that may not be restored into: each is told before anything is touched."""

from __future__ import annotations

import json
import shutil
from hashlib import sha256
from pathlib import Path

import pytest
from cases.backups import FRESH, MIGRATED, Place, all_of_it, backed_up, reseal, seal_anew
from commands import refused, run
from django.db import connection

from licet.cases.backup import postgresql
from licet.cases.ledger import head
from licet.cases.models import Head, Organisation


def test_a_folder_that_is_no_backup_is_refused_and_nothing_is_touched(place: Place, tmp_path: Path) -> None:
    place.to(FRESH)
    (tmp_path / "none").mkdir()
    for folder in ("none", "not-there"):
        (line,) = refused("cases", "restore", str(tmp_path / folder))
        assert "a folder that 'licet cases backup' made" in line
    assert connection.introspection.table_names() == []


@pytest.mark.parametrize(
    "told",
    [b"", b"{", b"[]", b"{}", b'{"form": "another"}', b"null", b'{"form": "licet-backup-1", "files": {"../../etc/passwd": "0"}}', b"\xff\xfe"],
)  # fmt: skip
def test_a_manifest_that_cannot_be_used_is_refused(database: Path, tmp_path: Path, told: bytes) -> None:
    folder = tmp_path / "backup"
    folder.mkdir()
    (folder / "manifest.json").write_bytes(told)
    (folder / "seal.txt").write_text(sha256(told).hexdigest())
    (line,) = refused("cases", "restore", str(folder))
    assert "manifest.json: it cannot be used; expected a manifest of the form licet-backup-1" in line


def test_a_flipped_byte_of_any_file_is_found_before_anything_is_touched(place: Place, tmp_path: Path) -> None:
    folder = tmp_path / "backup"
    backed_up(folder)
    names = sorted(path.name for path in folder.iterdir())
    assert len(names) == 4
    place.to(MIGRATED)
    for name in names:
        whole = (folder / name).read_bytes()
        # Of the seal only the digest counts.
        last = 63 if name == "seal.txt" else len(whole) - 1
        for at in sorted({0, last // 3, last // 2, last}):
            broken = bytearray(whole)
            broken[at] ^= 0b0100
            (folder / name).write_bytes(broken)
            (line,) = refused("cases", "restore", str(folder))
            assert "it is damaged" in line or "not the manifest that was sealed" in line or "it has no seal" in line
        (folder / name).unlink()
        assert refused("cases", "restore", str(folder))
        (folder / name).write_bytes(whole)
    assert head()[0] == 0 and not Organisation.objects.exists()
    assert run("cases", "restore", str(folder)).exit_code == 0


def test_a_backup_that_was_made_anew_is_found_by_the_seal_that_was_kept(place: Place, tmp_path: Path) -> None:
    folder = tmp_path / "backup"
    seal = backed_up(folder)
    (folder / "heads.txt").write_text("0:" + "0" * 64)
    reseal(folder)
    place.to(MIGRATED)
    (line,) = refused("cases", "restore", str(folder), "--seal", seal)
    assert line.endswith("manifest.json: it is not the manifest that was sealed; expected another copy of the backup")
    assert head()[0] == 0


def test_a_database_in_which_something_happened_is_refused(place: Place, tmp_path: Path) -> None:
    folder = tmp_path / "backup"
    backed_up(folder)
    (line,) = refused("cases", "restore", str(folder))
    assert line.startswith("the database: something happened in it: ") and "in cases_event" in line
    place.to(MIGRATED)
    Organisation.objects.create(id="a", name="A", kind="agency")
    before = all_of_it()
    (line,) = refused("cases", "restore", str(folder))
    assert "something happened in it: 1 in cases_organisation; expected an empty database" in line
    assert all_of_it() == before
    Organisation.objects.all().delete()
    Head.objects.update(position=7)
    assert "a chain that was begun" in refused("cases", "restore", str(folder))[0]


def test_a_backup_of_another_kind_of_database_or_of_a_newer_program_is_refused(place: Place, tmp_path: Path) -> None:
    folder = tmp_path / "backup"
    backed_up(folder)
    told = json.loads((folder / "manifest.json").read_bytes())
    place.to(FRESH)
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[place.kind]
    files = {"sqlite": "database.sqlite", "postgresql": "database.pgdump"}
    swapped = {**told, "database": other, "files": {**told["files"], files[other]: "0" * 64}}
    seal_anew(folder, {**swapped, "migrations": [*told["migrations"], "cases.9999_of_tomorrow"]})
    kind, newer = refused("cases", "restore", str(folder))
    assert f"a backup of {other}, and the database is {place.kind}" in kind
    assert "it was made by another program: cases.9999_of_tomorrow is not known here" in newer


def test_a_place_that_is_there_or_cannot_be_written_is_refused(place: Place, tmp_path: Path) -> None:
    del place
    (tmp_path / "there").mkdir()
    assert (
        "something of that name; expected a folder that is not there yet"
        in refused("cases", "backup", str(tmp_path / "there"))[0]
    )
    (tmp_path / "file").write_text("")
    assert "expected a place with room" in refused("cases", "backup", str(tmp_path / "file" / "backup"))[0]
    assert sorted(path.name for path in tmp_path.iterdir() if "backup" in path.name or ".part" in path.name) == []


def test_a_program_of_the_database_that_is_not_there_or_fails_is_told_and_leaves_nothing(
    on_postgresql: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    del on_postgresql
    failing = tmp_path / "pg_dump"
    failing.write_text("#!/bin/sh\necho 'pg_dump: error: server version mismatch' >&2\nexit 1\n")
    failing.chmod(0o755)
    monkeypatch.setattr(postgresql, "program", lambda name: str(failing))
    (line,) = refused("cases", "backup", str(tmp_path / "backup"))
    assert line.startswith("pg_dump: pg_dump: error: server version mismatch")
    monkeypatch.undo()
    monkeypatch.setattr(shutil, "which", lambda name: None)
    monkeypatch.setattr(Path, "glob", lambda self, pattern: iter(()))
    assert "it is not on this machine" in refused("cases", "backup", str(tmp_path / "backup"))[0]
    assert not (tmp_path / "backup").exists() and not (tmp_path / ".backup.part").exists()


def test_a_key_that_lies_in_no_file_cannot_be_put_into_it(place: Place, tmp_path: Path) -> None:
    del place
    (line,) = refused("cases", "backup", str(tmp_path / "backup"), "--with-key")
    assert line.startswith("--with-key: the key comes from SECRET_KEY")
