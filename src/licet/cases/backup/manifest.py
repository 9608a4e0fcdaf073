"""What a backup says of itself, and whether its files are what it says; nothing here asks a database."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from licet.errors import Fault, InputError

FORM = "licet-backup-1"
MANIFEST, SEAL, HEADS, KEY = "manifest.json", "seal.txt", "heads.txt", "site-key"
DATABASES: Mapping[str, str] = {"sqlite": "database.sqlite", "postgresql": "database.pgdump"}
_NAME = re.compile(r"[a-z][a-z.-]{0,40}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_READ = 2**20
# Takes how much is done, and of how much.
Telling: TypeAlias = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class Found:
    """What a database holds at one moment.

    Attributes:
        head: the position and the digest of the last event.
        rows: the name of each table → how many rows it has.
        migrations: those that were applied, each as ``app.name``.
    """

    head: tuple[int, str]
    rows: Mapping[str, int]
    migrations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself.

    Attributes:
        vendor: the kind of database, ``sqlite`` or ``postgresql``.
        version: of the program that made it.
        made: the moment, as :func:`licet.cases.chain.stamp` writes it.
        found: what the database held.
        files: the name of each file → its SHA-256 in hex.
    """

    vendor: str
    version: str
    made: str
    found: Found
    files: Mapping[str, str]


def digest_of_file(path: Path, tell: Telling | None = None) -> str:
    """Return the SHA-256 of a file in hex, read in parts.

    Args:
        path: the file.
        tell: is told how many bytes were read, of how many.
    """
    whole, size, read = hashlib.sha256(), path.stat().st_size, 0
    with path.open("rb") as file:
        while part := file.read(_READ):
            whole.update(part)
            read += len(part)
            if tell is not None:
                tell(read, size)
    return whole.hexdigest()


def write(folder: Path, manifest: Manifest) -> str:
    """Write what a backup says of itself beside its files, and return the seal that vouches for all of it."""
    told = {
        "form": FORM,
        "licet": manifest.version,
        "made_at": manifest.made,
        "database": manifest.vendor,
        "head": {"position": manifest.found.head[0], "digest": manifest.found.head[1]},
        "rows": dict(sorted(manifest.found.rows.items())),
        "migrations": sorted(manifest.found.migrations),
        "files": dict(sorted(manifest.files.items())),
    }
    text = (json.dumps(told, indent=1) + "\n").encode()
    (folder / MANIFEST).write_bytes(text)
    seal = hashlib.sha256(text).hexdigest()
    (folder / SEAL).write_text(f"{seal}  {MANIFEST}\n", encoding="ascii")
    return seal


def read(folder: Path, seal: str | None = None) -> Manifest:
    """Read what a backup says of itself.

    Args:
        folder: the backup.
        seal: the digest that was printed when it was made; without it the one beside the manifest, which finds what was damaged but not what was
            made anew.

    Raises:
        InputError: for a folder that is no backup, a manifest that is not the one that was sealed, and one that cannot be used.
    """
    where = str(folder / MANIFEST)
    try:
        text = (folder / MANIFEST).read_bytes()
        known = seal or (folder / SEAL).read_text(encoding="ascii").split()[0]
    except (OSError, UnicodeDecodeError, IndexError) as error:
        found = str(getattr(error, "strerror", None) or "it has no seal")
        raise InputError(faults=[Fault(str(folder), found, "a folder that 'licet cases backup' made")]) from None
    if hashlib.sha256(text).hexdigest() != known.strip().casefold():
        raise InputError(faults=[Fault(where, "it is not the manifest that was sealed", "another copy of the backup")])
    try:
        return _manifest(json.loads(text))
    except (ValueError, KeyError, TypeError, AttributeError):
        raise InputError(faults=[Fault(where, "it cannot be used", f"a manifest of the form {FORM}")]) from None


def _manifest(told: Any) -> Manifest:
    head = (int(told["head"]["position"]), str(told["head"]["digest"]))
    files = {str(name): str(digest) for name, digest in told["files"].items()}
    wrong = [name for name, digest in files.items() if not _NAME.fullmatch(name) or not _DIGEST.fullmatch(digest)]
    vendor = str(told["database"])
    if told["form"] != FORM or wrong or DATABASES[vendor] not in files or not _DIGEST.fullmatch(head[1]):
        raise ValueError
    found = Found(
        head, {str(name): int(many) for name, many in told["rows"].items()}, tuple(map(str, told["migrations"]))
    )
    return Manifest(vendor, str(told["licet"]), str(told["made_at"]), found, files)


def check_files(folder: Path, manifest: Manifest, tell: Telling | None = None) -> None:
    """Read every file of a backup and hold it against its digest.

    Raises:
        InputError: with a fault for each file that is not there or is another one.
    """
    faults: list[Fault] = []
    for name, digest in manifest.files.items():
        try:
            same = digest_of_file(folder / name, tell) == digest
        except OSError as error:
            faults.append(Fault(str(folder / name), str(error.strerror), "a file of the backup"))
            continue
        if not same:
            faults.append(Fault(str(folder / name), "it is damaged: it does not give its digest", "another copy of it"))
    if faults:
        raise InputError(faults=faults)
