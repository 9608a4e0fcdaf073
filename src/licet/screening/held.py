"""What is kept of a list beside its parties: where it came from, how it was shown to be whole, what was said of it, what changed."""

from __future__ import annotations

import msgspec

from licet.errors import LicetError
from licet.screening.listed import Listed

ADDED, REMOVED, CHANGED = "added", "removed", "changed"


class StoreDamaged(LicetError):
    """What is kept of the lists is not what was written, or cannot be read; nothing may be concluded from it."""


class HeldSource(msgspec.Struct, frozen=True, kw_only=True):
    """A source of a list: its short code, its title, and how many entries it has."""

    code: str
    title: str
    count: int


class HeldList(msgspec.Struct, frozen=True, kw_only=True):
    """A list that is kept.

    Attributes:
        name: the name under which it was added.
        format: the form in which it came.
        file: the names of its files.
        vintage: the day of its publication, as an ISO date.
        added: when it was added or last updated, in UTC.
        count: its entries.
        sources: its sources, with the entries of each.
        digest: SHA-256 of its file; of several files, of their digests.
        shown: how it was shown to be whole, and what somebody vouched for, in sentences.
        max_age: the days after its vintage for which it may be relied on.
        notes: what was understood and left out when it was read.
        mapping: for a plain table, what a column holds → its header.
        parties_digest: SHA-256 of the digests of its entries.
        index_digest: SHA-256 of its index.
    """

    name: str
    format: str
    file: str
    vintage: str
    added: str
    count: int
    sources: tuple[HeldSource, ...]
    digest: str
    shown: tuple[str, ...]
    max_age: int
    notes: tuple[str, ...] = ()
    mapping: dict[str, str] = {}
    parties_digest: str = ""
    index_digest: str = ""


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """An update that was refused: when, which file, and why, a line for each fault."""

    at: str
    file: str
    why: tuple[str, ...]


class Change(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An entry that one vintage has and another has not, or has otherwise.

    Attributes:
        kind: ``added``, ``removed`` or ``changed``.
        source: the source on which it stands.
        id: its identifier there.
        name: its first name.
        fields: for a changed entry, what of it changed.
        before: a changed or removed entry as it was, so that whom it concerned can still be found.
    """

    kind: str
    source: str
    id: str
    name: str
    fields: tuple[str, ...] = ()
    before: Listed | None = None


class Changes(msgspec.Struct, frozen=True, kw_only=True):
    """What changed from one vintage to the next, in the order of sources and identifiers.

    Attributes:
        at: when the later one was taken in, in UTC.
        before: the earlier vintage.
        after: the later one.
        changes: each entry that changed.
        known: whether what changed is known; it is not where the list held before was damaged.
    """

    at: str
    before: str
    after: str
    changes: tuple[Change, ...]
    known: bool = True

    def count(self, kind: str) -> int:
        """Return how many entries were ``added``, ``removed`` or ``changed``."""
        return sum(change.kind == kind for change in self.changes)


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """What was done with a list: added, updated, refused, settled, removed; when, and why where somebody said so."""

    at: str
    list: str
    what: str
    why: str = ""
