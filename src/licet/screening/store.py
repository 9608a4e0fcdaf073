"""The lists as they are kept: asked for their parties and their index, and for whether each may be relied on at a moment.

Whatever is wrong with the file is told as the state of its lists and never ends in silence. Nothing here reads a clock; ``now`` is given.
"""

from __future__ import annotations

import hashlib
import sqlite3
import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from threading import RLock
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from licet.screening import tables
from licet.screening.answer import ListState
from licet.screening.held import Changes, Event, HeldList, Refusal, StoreDamaged
from licet.screening.listed import Listed
from licet.screening.sealing import seal, unsealed
from licet.screening.states import NO_LIST, Kept, missing, of_list, unusable
from licet.screening.tables import UNREADABLE

if TYPE_CHECKING:
    from licet.screening.decisions import Decision
    from licet.screening.index import Index

_Struct = TypeVar("_Struct", bound=msgspec.Struct)

LATEST = "latest"
# Moments nearer than this to the latest one are not written, since each is written to disk.
_REMEMBERED = timedelta(minutes=1)
_AT_ONCE = 500


class Store:
    """The lists in a file.

    Open one with :meth:`Store.open`. It may be used by several threads, one at a time being served.
    """

    def __init__(self, path: Path | None, connection: sqlite3.Connection | None, fault: str = "") -> None:
        self.path = path
        self._connection = connection
        self._fault = fault
        self._inode = _inode(path) if connection is not None else None
        if connection is not None:
            # Whoever screens keeps the store as long as he screens, and nobody else knows when that ends.
            weakref.finalize(self, connection.close)
        self._lock = RLock()
        self._verified: tuple[object, tuple[tuple[Kept, ...], str]] | None = None
        self._indexes: dict[str, tuple[str, Index]] = {}

    @classmethod
    def open(cls, path: Path | None) -> Store:
        """Open the lists in a file.

        A file that is not there, or cannot be used, gives a store all the same: its :meth:`state` says what is wrong.

        Args:
            path: the file, as :func:`licet.screening.placing.lists_file` names it; None for no lists.
        """
        try:
            if path is None or not path.exists():
                return cls(path, None)
            return cls(path, tables.connect(path))
        except StoreDamaged as error:
            return cls(path, None, str(error))
        except OSError as error:
            # A folder that may not be looked into does not say that there is no file.
            return cls(path, None, f"{path}: {error.strerror or 'cannot be opened'}")

    def close(self) -> None:
        """Close the file."""
        if self._connection is not None:
            self._connection.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *about: object) -> None:
        self.close()

    def mark(self) -> object:
        """Return what is another whenever the file is, for whoever has to see that it changed; None for a file that cannot be asked."""
        if self._connection is None or self.path is None:
            return None
        try:
            found = self.path.stat()
            with self._lock:
                version = self._connection.execute("PRAGMA data_version").fetchone()[0]
        except (OSError, *UNREADABLE):
            return None
        return version, self._connection.total_changes, found.st_ino, found.st_mtime_ns, found.st_size

    def state(self, now: datetime, *, begun: bool = False) -> list[ListState]:
        """Return every source of every list with whether it may be relied on; never an empty list.

        Count, index and content of every list are held against the digests that were written with them, once for each state of the file.

        Args:
            now: the moment of the screening, with its time zone.
            begun: whether the screening has begun before, so that a later moment which others saw since says nothing of the clock.
        """
        if self._connection is None and not self._fault:
            return [missing("", self._none_there())]
        if self._fault:
            return [unusable("", self._fault)]
        assert self.path is not None
        try:
            if not self.path.exists():
                return [missing("", f"{self.path} was there and is gone")]
            if _inode(self.path) != self._inode:
                return [unusable("", f"{self.path} was replaced by another file while it was open")]
            with self._lock:
                kept, broken = self._verify()
                latest = None if begun else self._latest()
        except (StoreDamaged, OSError, *UNREADABLE) as error:
            return [unusable("", f"{self.path}: {error}")]
        if broken:
            return [unusable("", f"{self.path}: {broken}")]
        states = [state for one in kept for state in of_list(one, now, latest)]
        return states or [missing("", NO_LIST)]

    def lists(self) -> list[HeldList]:
        """Return the lists, by name.

        Raises:
            StoreDamaged: where what is kept of one cannot be read.
        """
        if self._connection is None and not self._fault:
            return []
        with self._asking() as ask:
            return [self._account(*row) for row in ask("SELECT name, account, account_digest FROM list ORDER BY name")]

    def held(self, name: str) -> HeldList | None:
        """Return what is kept of one list, or None where there is none of the name."""
        return next((held for held in self.lists() if held.name == name), None)

    def index(self, name: str, of: str = "") -> Index:
        """Return the index of a list; the same one as long as the list is the same.

        Args:
            name: the list.
            of: the digest that the index has to have; the list may have been updated since that was found.

        Raises:
            StoreDamaged: where there is no such list, for an index that is not as it was written, and for one that is another by now.
        """
        from licet.screening.index import Index

        data, held = self.index_bytes(name)
        if of and held.index_digest != of:
            raise self._updated(name)
        with self._lock:
            if name not in self._indexes or self._indexes[name][0] != held.index_digest:
                self._indexes[name] = held.index_digest, Index(data)
            return self._indexes[name][1]

    def index_bytes(self, name: str) -> tuple[bytes, HeldList]:
        """Return the index of a list as it was built, with what is kept of the list.

        Raises:
            StoreDamaged: where there is no such list, and for an index that is not as it was written.
        """
        with self._asking() as ask:
            rows = ask("SELECT name, account, account_digest, search_index FROM list WHERE name = ?", name)
        if not rows:
            raise self._damaged(f"no list '{name}'")
        held = self._account(*rows[0][:3])
        if digest_of(rows[0][3]) != held.index_digest:
            raise self._damaged(f"the index of '{name}' is not as it was written")
        return bytes(rows[0][3]), held

    def party(self, name: str, number: int, of: str = "") -> Listed:
        """Return one entry of a list; see :meth:`parties`."""
        return self.parties(name, [number], of)[0]

    def parties(self, name: str, numbers: Sequence[int], of: str = "") -> list[Listed]:
        """Return entries of a list, by their numbers within it, as the index gives them.

        Args:
            name: the list.
            numbers: the numbers.
            of: the digest of the index from which the numbers came; the list may have been updated since.

        Raises:
            StoreDamaged: for an entry that is not there or not as it was written, and for a list that is another one by now.
        """
        found: dict[int, Listed] = {}
        with self._asking() as ask:
            if of:
                rows = ask("SELECT name, account, account_digest FROM list WHERE name = ?", name)
                if not rows or self._account(*rows[0]).index_digest != of:
                    raise self._updated(name)
            wanted = list(dict.fromkeys(numbers))
            for first in range(0, len(wanted), _AT_ONCE):
                some = wanted[first : first + _AT_ONCE]
                marks = ", ".join("?" * len(some))
                query = f"SELECT number, content, digest FROM party WHERE list = ? AND number IN ({marks})"  # noqa: S608 - marks alone
                for number, content, digest in ask(query, name, *some):
                    found[number] = self._entry(name, number, content, digest)
        lost = [number for number in wanted if number not in found]
        if lost:
            raise self._damaged(f"'{name}' has no entry number {lost[0]}")
        return [found[number] for number in numbers]

    def all_parties(self, name: str) -> Iterator[Listed]:
        """Yield every entry of a list, in the order of their numbers.

        Raises:
            StoreDamaged: for an entry that is not as it was written.
        """
        with self._asking() as ask:
            rows = ask("SELECT number, content, digest FROM party WHERE list = ? ORDER BY number", name)
        for row in rows:
            yield self._entry(name, *row)

    def refusal(self, name: str) -> Refusal | None:
        """Return the refused update that stands against a list, or None."""
        if self._connection is None and not self._fault:
            return None
        with self._asking() as ask:
            rows = ask("SELECT told FROM refusal WHERE list = ?", name)
        return self._told(rows[0][0], Refusal) if rows else None

    def changes(self, name: str) -> list[Changes]:
        """Return what changed with the last updates of a list, the latest first."""
        if self._connection is None and not self._fault:
            return []
        with self._asking() as ask:
            rows = ask("SELECT told FROM changes WHERE list = ? ORDER BY id DESC", name)
        return [self._told(row[0], Changes) for row in rows]

    def events(self, name: str | None = None) -> list[Event]:
        """Return what was done with a list, or with all, the latest first."""
        if self._connection is None and not self._fault:
            return []
        with self._asking() as ask:
            rows = ask("SELECT told FROM event ORDER BY id DESC")
        found = [self._told(row[0], Event) for row in rows]
        return [event for event in found if name is None or event.list == name]

    def decisions(self) -> list[Decision]:
        """Return what people decided of hits, the earliest first."""
        from licet.screening.decisions import Decision

        if self._connection is None and not self._fault:
            return []
        with self._asking() as ask:
            rows = ask("SELECT told FROM decision ORDER BY id")
        return [self._told(row[0], Decision) for row in rows]

    def keep(self, decision: Decision) -> None:
        """Keep what somebody decided of a hit."""
        with self.writing() as connection:
            connection.execute("INSERT INTO decision (told) VALUES (?)", (msgspec.json.encode(decision),))

    def remember(self, now: datetime) -> None:
        """Remember a moment, so that a clock that is set back later is seen; a file that cannot be written keeps what it has."""
        if self._connection is None:
            return
        try:
            with self._lock:
                latest = self._latest()
                if latest is not None and now < latest + _REMEMBERED:
                    return
                with tables.writing(self._connection):
                    if not unsealed(self._connection):
                        remember(self._connection, now)
                        seal(self._connection)
        except (StoreDamaged, *UNREADABLE):
            return

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Give a transaction that is written whole or not at all."""
        if self._connection is None:
            raise StoreDamaged(self._fault or self._none_there())
        try:
            with self._lock, tables.writing(self._connection) as connection:
                # To seal anew what is broken would make it look whole.
                if broken := unsealed(connection):
                    raise self._damaged(broken)
                yield connection
                seal(connection)
        except UNREADABLE as error:
            raise self._damaged(error, "a file that can be written") from None

    def _none_there(self) -> str:
        return "lists are switched off" if self.path is None else NO_LIST

    @contextmanager
    def _asking(self) -> Iterator[_Ask]:
        if self._connection is None:
            raise StoreDamaged(self._fault or self._none_there())
        with self._lock:
            try:
                with tables.reading(self._connection) as connection:
                    yield _Ask(connection)
            except UNREADABLE as error:
                raise self._damaged(error) from None

    def _latest(self) -> datetime | None:
        assert self._connection is not None
        return latest_moment(self._connection)

    def _verify(self) -> tuple[tuple[Kept, ...], str]:
        """Return all lists held against their digests, and what is wrong with what is kept beside them; again only when the file has changed."""
        assert self._connection is not None and self.path is not None
        mark = self.mark()
        if mark is not None and self._verified is not None and self._verified[0] == mark:
            return self._verified[1]
        with tables.reading(self._connection) as connection:
            ask = _Ask(connection)
            page = ask("PRAGMA page_size")[0][0]
            if self.path.stat().st_size % page:
                raise self._damaged("its last page is cut")
            names = [row[0] for row in ask("SELECT list FROM registered UNION SELECT name FROM list ORDER BY 1")]
            refusals = {row[0]: self._told(row[1], Refusal) for row in ask("SELECT list, told FROM refusal")}
            kept = tuple(self._verified_list(ask, name, refusals.get(name)) for name in names)
            broken = unsealed(connection)
        self._verified = mark, (kept, broken)
        return kept, broken

    def _verified_list(self, ask: _Ask, name: str, refusal: Refusal | None) -> Kept:
        rows = ask("SELECT name, account, account_digest, search_index FROM list WHERE name = ?", name)
        if not rows:
            return Kept(name, None, refusal, "it was added once and is gone")
        try:
            held = self._account(*rows[0][:3])
        except StoreDamaged as error:
            return Kept(name, None, refusal, "", str(error))
        if digest_of(rows[0][3]) != held.index_digest:
            return Kept(name, held, refusal, "", "its index is not as it was written")
        whole = hashlib.sha256()
        count = 0
        for content, digest in ask.each("SELECT content, digest FROM party WHERE list = ? ORDER BY number", name):
            own = digest_of(content)
            if own != digest or not own:
                return Kept(name, held, refusal, "", f"its entry number {count} is not as it was written")
            whole.update(own.encode())
            count += 1
        if count != held.count:
            return Kept(name, held, refusal, "", f"it has {count:,} entries where {held.count:,} were written")
        if whole.hexdigest() != held.parties_digest:
            return Kept(name, held, refusal, "", "its entries are not as they were written")
        return Kept(name, held, refusal)

    def _account(self, name: str, account: Any, digest: Any) -> HeldList:
        if not digest or digest_of(account) != digest:
            raise self._damaged(f"what is kept of '{name}' is not as it was written")
        held = self._told(account, HeldList)
        if held.name != name:
            raise self._damaged(f"what is kept of '{name}' is of '{held.name}'")
        return held

    def _entry(self, name: str, number: int, content: Any, digest: Any) -> Listed:
        if not digest or digest_of(content) != digest:
            raise self._damaged(f"entry number {number} of '{name}' is not as it was written")
        return self._told(content, Listed)

    def _told(self, data: bytes, shape: type[_Struct]) -> _Struct:
        try:
            return msgspec.json.decode(data, type=shape)
        except (msgspec.DecodeError, TypeError) as error:
            raise self._damaged(error) from None

    def _updated(self, name: str) -> StoreDamaged:
        return self._damaged(f"'{name}' was updated in the middle of a screening", "the list that was searched")

    def _damaged(self, found: object, expected: str = "the file as it was written") -> StoreDamaged:
        return tables.damaged(self.path or Path(), found, expected)


class _Ask:
    """Asks the file within one view of it."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def __call__(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        return self._connection.execute(query, values).fetchall()

    def each(self, query: str, *values: object) -> Iterable[tuple[Any, ...]]:
        return self._connection.execute(query, values)


def _inode(path: Path | None) -> object:
    """Return what tells the file under a name from another that takes its place."""
    with suppress(OSError):
        if path is not None:
            found = path.stat()
            return found.st_dev, found.st_ino
    return None


def digest_of(content: Any) -> str:
    """Return SHA-256 of content; an empty text for what is no content, which no digest that was written equals."""
    return hashlib.sha256(content).hexdigest() if isinstance(content, bytes) else ""


def latest_moment(connection: sqlite3.Connection) -> datetime | None:
    """Return the latest moment that was seen.

    Raises:
        StoreDamaged: where it is not as it was written.
    """
    row = connection.execute("SELECT value FROM kept WHERE key = ?", (LATEST,)).fetchone()
    if row is None:
        return None
    with suppress(ValueError, TypeError):
        moment = datetime.fromisoformat(row[0])
        if moment.tzinfo is not None:
            return moment
    raise StoreDamaged("the latest moment that was seen is not as it was written")


def remember(connection: sqlite3.Connection, now: datetime) -> None:
    """Write a moment as the latest one that was seen, unless a later one was; within a transaction of the caller's."""
    latest = latest_moment(connection)
    if latest is None or latest < now:
        connection.execute("INSERT OR REPLACE INTO kept VALUES (?, ?)", (LATEST, now.isoformat()))
