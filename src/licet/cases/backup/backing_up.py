"""Makes a backup: a folder that bears its name only once it is whole, and that nobody but its owner reads."""

from __future__ import annotations

import datetime
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from django.db import connection

from licet.cases.backup import postgresql, sqlite
from licet.cases.backup.manifest import DATABASES, HEADS, KEY, Manifest, Telling, digest_of_file, write
from licet.cases.chain import stamp
from licet.cases.verifying import verify_attachments, verify_table
from licet.errors import Fault, InputError
from licet.version import __version__


@dataclass(frozen=True, slots=True)
class Made:
    """A backup that was made.

    Attributes:
        manifest: what it says of itself.
        seal: the digest that vouches for all of it.
    """

    manifest: Manifest
    seal: str


def back_up(folder: Path, at: datetime.datetime, key: bytes | None = None, tell: Telling | None = None) -> Made:
    """Copy all of the database of this process, as it is at one moment, while others work on.

    Args:
        folder: the backup; nothing of that name is there yet.
        at: the moment.
        key: the key of the site, where it is to be in it.
        tell: is told how far it is.

    Raises:
        InputError: for a folder that is there, a place that cannot be written, and a database that cannot be copied.
    """
    if folder.exists() or folder.is_symlink():
        raise InputError(faults=[Fault(str(folder), "something of that name", "a folder that is not there yet")])
    part = folder.with_name(f".{folder.name}.part")
    try:
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(mode=0o700, parents=True)
        made = _write(part, at, key, tell)
        part.rename(folder)
    except OSError as error:
        shutil.rmtree(part, ignore_errors=True)
        raise InputError(faults=[Fault(str(folder), str(error.strerror or error), "a place with room")]) from None
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    return made


def _write(part: Path, at: datetime.datetime, key: bytes | None, tell: Telling | None) -> Made:
    vendor = str(connection.vendor)
    copying = sqlite if vendor == "sqlite" else postgresql
    found = copying.copy_out(part / DATABASES[vendor], tell)
    (part / HEADS).write_text(f"{found.head[0]}:{found.head[1]} {stamp(at)}\n", encoding="ascii")
    if key is not None:
        (part / KEY).write_bytes(key)
    paths = sorted(part.iterdir())
    manifest = Manifest(vendor, __version__, stamp(at), found, {path.name: digest_of_file(path) for path in paths})
    made = Made(manifest, write(part, manifest))
    for path in part.iterdir():
        path.chmod(0o600)
        _on_the_disk(path)
    return made


def _on_the_disk(path: Path) -> None:
    """Wait until a file is on the disk: what is told as kept outlives a power cut."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def fault_of(made: Manifest, tell: Telling | None = None) -> str:
    """Return the first fault of the register from which a backup was made, in a sentence; empty where it is whole.

    Args:
        made: the backup; its head must lie on the chain.
        tell: is told how much was read.
    """
    head = {made.found.head[0]: made.found.head[1]} if made.found.head[0] else {}
    fault = verify_table(head, tell=tell) or verify_attachments(tell)
    return str(fault) if fault is not None else ""
