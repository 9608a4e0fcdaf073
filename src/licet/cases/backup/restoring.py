"""Puts a backup back into an empty database, and says that it is done only when it was held against what the backup says of itself."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from licet.cases.backup import postgresql, sqlite
from licet.cases.backup.looking import applied, check_empty, look, missing_triggers, tables
from licet.cases.backup.manifest import DATABASES, Manifest, Telling, check_files, read
from licet.cases.verifying import verify_attachments, verify_table
from licet.errors import Fault, InputError


def restore(folder: Path, seal: str | None = None, tell: Telling | None = None) -> Manifest:
    """Put a backup into the database of this process, in which nothing happened yet, and return what it says of itself.

    The files are held against their digests before anything is touched. What is restored is still to be verified, see :func:`fault_of`.

    Args:
        folder: the backup.
        seal: the digest that was printed when it was made.
        tell: is told how far it is.

    Raises:
        InputError: for a backup that is damaged or of another kind of database or of a newer program, and for a database that is not empty.
    """
    manifest = read(folder, seal)
    _check_kind(folder, manifest)
    check_empty()
    check_files(folder, manifest, tell)
    copying = sqlite if manifest.vendor == "sqlite" else postgresql
    copying.copy_in(folder / DATABASES[manifest.vendor], tell)
    return manifest


def _check_kind(folder: Path, manifest: Manifest) -> None:
    """Refuse a backup that does not fit.

    Raises:
        InputError: with a fault for everything that does not.
    """
    faults: list[Fault] = []
    if manifest.vendor != connection.vendor:
        found = f"a backup of {manifest.vendor}, and the database is {connection.vendor}"
        faults.append(Fault(str(folder), found, "the same kind of database", "see DATABASE_URL"))
    known = {f"{app}.{name}" for app, name in MigrationExecutor(None).loader.disk_migrations}
    newer = [name for name in manifest.found.migrations if name not in known]
    if newer:
        mend = f"use the version that made it, {manifest.version}, or a newer one"
        faults.append(Fault(str(folder), f"it was made by another program: {newer[0]} is not known here", "", mend))
    there = applied() if tables() else ()
    if manifest.vendor == "postgresql" and there and set(there) != set(manifest.found.migrations):
        found = "it has tables of another version than the backup"
        faults.append(Fault("the database", found, "one without any table", "make one with 'createdb'"))
    if faults:
        raise InputError(faults=faults)


def fault_of(manifest: Manifest, heads: Mapping[int, str], tell: Telling | None = None) -> str:
    """Return the first thing that is wrong with what was restored, in a sentence; empty where it is whole and all of it is there.

    A database of an older program is migrated first.

    Args:
        manifest: what the backup says of itself.
        heads: position → digest, as they were kept elsewhere.
        tell: is told how much was read.
    """
    said = _same(manifest)
    if said:
        return said
    call_command("migrate", verbosity=0)
    gone = missing_triggers()
    if gone:
        return f"the trigger {gone[0]}, which refuses to change what happened, is not there"
    fault = verify_table(heads, tell=tell) or verify_attachments(tell)
    return str(fault) if fault is not None else ""


def _same(manifest: Manifest) -> str:
    """Return in what the database differs from what the backup held; empty for nothing."""
    found, told = look(), manifest.found
    if found.head != told.head:
        return f"the head is that of row {found.head[0]:,}, and the backup has {told.head[0]:,} rows"
    if set(found.migrations) != set(told.migrations):
        return "other migrations were applied than the backup tells"
    wrong = next((name for name, many in told.rows.items() if found.rows.get(name, 0) != many), None)
    return (
        f"the table {wrong} has {found.rows.get(wrong, 0):,} rows, and the backup {told.rows[wrong]:,}" if wrong else ""
    )
