"""Adding, updating, settling and removing lists: each is one transaction, after which the old list stands or the new one, and never a part."""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

import msgspec

from licet.errors import Fault, InputError, near
from licet.registers.screening_lists.formats import Format
from licet.registers.screening_lists.read_list import Given, ReadList
from licet.screening import tables
from licet.screening.admitting import MAX_AGE, Admitted, Refused, Statements, admit
from licet.screening.changes import changes_between
from licet.screening.held import Changes, Event, HeldList, HeldSource, Refusal, StoreDamaged
from licet.screening.listed import Listed
from licet.screening.store import LATEST, Store, remember

# Of the changes from vintage to vintage, so many are kept for each list.
_KEPT_CHANGES = 5
_NAME = re.compile(r"[a-z0-9][a-z0-9._-]{0,63}")
# Every so many entries the progress is told.
_STEP = 1000

Build = Callable[[Iterable[tuple[int, str, str]]], bytes]


class Tell(Protocol):
    """Takes how much is done, of how much, and what comes next."""

    def __call__(self, done: int, total: int | None, what: str = "", /) -> None:
        """Take it."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A list that was taken in, and what it changed; None for a new list."""

    held: HeldList
    changes: Changes | None


def add_list(
    path: Path,
    name: str,
    given: Given,
    form: Format,
    said: Statements,
    now: datetime,
    *,
    build: Build | None = None,
    tell: Tell | None = None,
) -> Taken:
    """Add a list that is not there yet.

    Args:
        path: the file of the lists; it is made where it is not there.
        name: the name of the list from now on.
        given: its files.
        form: their form.
        said: what is stated of them.
        now: the moment.
        build: makes the index; by default :func:`licet.screening.index.build`.
        tell: takes the progress.

    Raises:
        InputError: for a name that cannot be used or is taken, and where something has still to be stated.
        Refused: for a list that may not be kept; nothing is then kept of it but the event.
        StoreDamaged: for a file that cannot be used.
    """
    if not _NAME.fullmatch(name):
        raise InputError(
            faults=[Fault("NAME", f"'{name}'", "small letters, figures, dots, dashes and underscores, such as csl")]
        )
    with _opened(path, create=True) as store:
        if store.held(name) is not None:
            mend = f"'licet lists update {name} FILE' replaces it"
            raise InputError(faults=[Fault("NAME", f"'{name}', which is there already", "a new name", mend)])
        return _take(store, name, given, form, said, now, None, build, tell)


def update_list(
    path: Path,
    name: str,
    given: Given,
    form: Format,
    said: Statements,
    now: datetime,
    *,
    build: Build | None = None,
    tell: Tell | None = None,
) -> Taken:
    """Replace a list by a later vintage, or by the same one, which settles a refused update.

    Args:
        path: the file of the lists.
        name: the list.
        given: its files.
        form: their form.
        said: what is stated of them; its age limit stays what it was unless another is stated.
        now: the moment.
        build: makes the index.
        tell: takes the progress.

    Raises:
        InputError: for a list that is not there, and where something has still to be stated.
        Refused: for a list that may not be kept; the one held stays, and the refusal stands against it.
        StoreDamaged: for a file that cannot be used.
    """
    with _opened(path) as store:
        held = _held(store, name)
        return _take(store, name, given, form, said, now, held, build, tell)


def settle_list(path: Path, name: str, why: str, now: datetime) -> None:
    """Go on with the list held although an update of it was refused.

    Raises:
        InputError: for a list that is not there, against which no refusal stands, and where no reason is given.
        StoreDamaged: for a file that cannot be used.
    """
    with _opened(path) as store:
        _held(store, name)
        _reason(why)
        if store.refusal(name) is None:
            raise InputError(faults=[Fault("NAME", f"'{name}', of which no update was refused", "a refused update")])
        with store.writing() as connection:
            connection.execute("DELETE FROM refusal WHERE list = ?", (name,))
            _event(connection, name, "settled", now, why)


def settle_clock(path: Path, why: str, now: datetime) -> None:
    """Believe the clock again after it was ahead: the latest moment seen becomes the present one.

    Raises:
        InputError: where no reason is given.
        StoreDamaged: for a file that cannot be used.
    """
    _reason(why)
    with _opened(path) as store, store.writing() as connection:
        connection.execute("DELETE FROM kept WHERE key = ?", (LATEST,))
        _event(connection, "", "clock settled", now, why)


def remove_list(path: Path, name: str, why: str, now: datetime) -> None:
    """Remove a list; that it was, and why, is kept.

    Raises:
        InputError: for a list that is not there, and where no reason is given.
        StoreDamaged: for a file that cannot be used.
    """
    _reason(why)
    with _opened(path) as store, store.writing() as connection:
        names = [row[0] for row in connection.execute("SELECT list FROM registered UNION SELECT name FROM list")]
        if name not in names:
            raise _unknown(name, names)
        connection.execute("DELETE FROM list WHERE name = ?", (name,))
        for table in ("party", "refusal", "changes", "registered"):
            connection.execute(f"DELETE FROM {table} WHERE list = ?", (name,))  # noqa: S608 - names of our own tables
        _event(connection, name, "removed", now, why)


def digest_of(given: Given) -> tuple[str, tuple[str, ...]]:
    """Return the digest of a list, and of each of its files."""
    files = [file for file in (given.file, given.add, given.alt) if file is not None]
    digests = tuple(hashlib.sha256(file.data).hexdigest() for file in files)
    return digests[0] if len(digests) == 1 else hashlib.sha256("".join(digests).encode()).hexdigest(), digests


def _take(
    store: Store,
    name: str,
    given: Given,
    form: Format,
    said: Statements,
    now: datetime,
    held: HeldList | None,
    build: Build | None,
    tell: Tell | None,
) -> Taken:
    try:
        if tell is not None:
            tell(0, None, "reading")
        try:
            read = form.read(given)
        except InputError as error:
            raise _as_refused(error) from None
        digest, digests = digest_of(given)
        admitted = admit(read, given.file.name, held, said, digests, now)
    except Refused as error:
        _refuse(store, name, given, error, now, held is not None)
        raise
    fresh = _account(name, given, form, read, admitted, said, held, digest, now)
    if build is None:
        from licet.screening import index

        build = index.build
    if tell is not None:
        tell(0, len(read.parties), "indexing")
    data = build(_names(read.parties, tell))
    changes = None
    if held is not None:
        changes = _changes(store, held, fresh, read.parties)
    if tell is not None:
        tell(len(read.parties), len(read.parties), "writing")
    return Taken(_write(store, fresh, read.parties, data, changes, held is None, now), changes)


def _changes(store: Store, held: HeldList, fresh: HeldList, parties: Sequence[Listed]) -> Changes:
    """Return what an update changes. What was damaged cannot be compared, and is replaced all the same."""
    told = Changes(at=fresh.added, before=held.vintage, after=fresh.vintage, changes=(), known=False)
    with suppress(StoreDamaged):
        before = list(store.all_parties(held.name))
        # An entry that was lost would look as if it had been added now.
        if len(before) == held.count:
            return msgspec.structs.replace(told, changes=changes_between(before, parties), known=True)
    return told


def _as_refused(error: InputError) -> InputError:
    # A wrong --map says nothing of the list.
    if all(fault.where.startswith("--") or fault.found.startswith("--map") for fault in error.faults):
        return error
    return Refused(faults=error.faults)


def _account(
    name: str,
    given: Given,
    form: Format,
    read: ReadList,
    admitted: Admitted,
    said: Statements,
    held: HeldList | None,
    digest: str,
    now: datetime,
) -> HeldList:
    counts = Counter(party.source for party in read.parties)
    files = [file.name for file in (given.file, given.add, given.alt) if file is not None]
    return HeldList(
        name=name,
        format=form.name,
        file=", ".join(files),
        vintage=admitted.vintage.isoformat(),
        added=_moment(now),
        count=len(read.parties),
        sources=tuple(HeldSource(code=code, title=read.sources[code], count=counts[code]) for code in sorted(counts)),
        digest=digest,
        shown=admitted.shown,
        max_age=said.max_age if said.max_age is not None else held.max_age if held is not None else MAX_AGE,
        notes=read.notes,
        mapping=dict(given.mapping),
    )


def _names(parties: Sequence[Listed], tell: Tell | None) -> Iterator[tuple[int, str, str]]:
    for number, party in enumerate(parties):
        if tell is not None and not number % _STEP:
            tell(number, len(parties), "indexing")
        for name in party.names:
            yield number, name, party.kind


def _write(
    store: Store,
    fresh: HeldList,
    parties: Sequence[Listed],
    index: bytes,
    changes: Changes | None,
    new: bool,
    now: datetime,
) -> HeldList:
    rows: list[tuple[str, int, bytes, str]] = []
    whole = hashlib.sha256()
    for number, party in enumerate(parties):
        content = msgspec.json.encode(party)
        digest = hashlib.sha256(content).hexdigest()
        whole.update(digest.encode())
        rows.append((fresh.name, number, content, digest))
    fresh = msgspec.structs.replace(
        fresh, parties_digest=whole.hexdigest(), index_digest=hashlib.sha256(index).hexdigest()
    )
    account = msgspec.json.encode(fresh)
    name = fresh.name
    with store.writing() as connection:
        if new and connection.execute("SELECT 1 FROM list WHERE name = ?", (name,)).fetchone():
            raise InputError(faults=[Fault("NAME", f"'{name}', which another command has just added", "a new name")])
        connection.execute("DELETE FROM party WHERE list = ?", (name,))
        connection.executemany("INSERT INTO party VALUES (?, ?, ?, ?)", rows)
        connection.execute(
            "INSERT OR REPLACE INTO list VALUES (?, ?, ?, ?)",
            (name, account, hashlib.sha256(account).hexdigest(), index),
        )
        connection.execute("INSERT OR IGNORE INTO registered VALUES (?, ?)", (name, fresh.added))
        connection.execute("DELETE FROM refusal WHERE list = ?", (name,))
        if changes is not None and (changes.changes or not changes.known or changes.before != changes.after):
            connection.execute("INSERT INTO changes (list, told) VALUES (?, ?)", (name, msgspec.json.encode(changes)))
            connection.execute(
                "DELETE FROM changes WHERE list = ? AND id NOT IN "
                "(SELECT id FROM changes WHERE list = ? ORDER BY id DESC LIMIT ?)",
                (name, name, _KEPT_CHANGES),
            )
        _event(connection, name, "added" if new else "updated", now, f"{fresh.file} of {fresh.vintage}")
        remember(connection, now)
    return fresh


def _refuse(store: Store, name: str, given: Given, error: Refused, now: datetime, registered: bool) -> None:
    told = Refusal(at=_moment(now), file=given.file.name, why=tuple(map(str, error.faults)))
    with store.writing() as connection:
        # Of a list that was never added nothing was promised, so that nothing has to be held against the others.
        if registered:
            connection.execute("INSERT OR REPLACE INTO refusal VALUES (?, ?)", (name, msgspec.json.encode(told)))
        _event(connection, name, "refused", now, told.why[0])
        remember(connection, now)


def _event(connection: sqlite3.Connection, name: str, what: str, now: datetime, why: str) -> None:
    event = Event(at=_moment(now), list=name, what=what, why=why)
    connection.execute("INSERT INTO event (told) VALUES (?)", (msgspec.json.encode(event),))


def _moment(now: datetime) -> str:
    return now.astimezone(UTC).isoformat(timespec="seconds")


def _held(store: Store, name: str) -> HeldList:
    held = store.held(name)
    if held is None:
        raise _unknown(name, [one.name for one in store.lists()])
    return held


def _unknown(name: str, names: Sequence[str]) -> InputError:
    mend = near(name, names) or f"'licet lists add {name} FILE' adds it"
    return InputError(faults=[Fault("NAME", f"no list '{name}'", ", ".join(names) or "a list that was added", mend)])


def _reason(why: str) -> None:
    if not why.strip():
        raise InputError(faults=[Fault("--why", "no reason", "who decided it and why, in a sentence")])


@contextmanager
def _opened(path: Path, create: bool = False) -> Iterator[Store]:
    if not create and _absent(path):
        raise InputError(faults=[Fault(str(path), "no lists", "lists that were added", "see 'licet lists add --help'")])
    with Store(path, tables.connect(path, create=create)) as store:
        yield store


def _absent(path: Path) -> bool:
    try:
        return not path.exists()
    except OSError as error:
        raise tables.damaged(path, error.strerror or "cannot be opened", "a file that can be read") from None
