"""The chain of events: how a row is written as bytes, its digest, and the first fault of a chain. Pure.

Each row holds the digest of the row before, so that nobody changes, takes out or moves one unseen. Who can write to the whole table can
still write all of it anew: that is found by the heads that were printed and exported before, which :func:`verify` takes.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import msgspec

# What stands before the first row.
GENESIS = "0" * 64
# The form of the encoding, so that another one can never give the same bytes.
_FORM = "licet-event-1"
# So far a row that stands in a wrong place is looked for.
_FAR = 1_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row, each column as it stands in the table.

    Attributes:
        position: its place, from 1 without gaps.
        at: the moment, as :func:`stamp` writes it.
        case: the id of the case; empty for none.
        kind, actor, role, organisation: as in :class:`~licet.cases.applied.Happened`.
        body: what was said, as :func:`canonical` writes it.
        previous: the digest of the row before; :data:`GENESIS` for the first.
        digest: of all of these, see :func:`digest_of`.
    """

    position: int
    at: str
    case: str
    kind: str
    actor: str
    role: str
    organisation: str
    body: str
    previous: str
    digest: str = ""


@dataclass(frozen=True, slots=True)
class ChainFault:
    """The first fault of a chain.

    Attributes:
        position: of the row at fault.
        kind: ``altered``, ``missing``, ``reordered`` or ``added``.
        told: in a sentence.
    """

    position: int
    kind: str
    told: str

    def __str__(self) -> str:
        return f"row {self.position:,} is {self.kind}: {self.told}"


def canonical(body: Mapping[str, Any]) -> str:
    """Return plain data as the one text that is hashed: JSON with sorted keys and without spaces.

    Raises:
        TypeError: for a number that is no whole one: amounts are written as text, since a binary fraction has several spellings.
    """
    _refuse_fractions(body)
    return msgspec.json.encode(body, order="sorted").decode()


def _refuse_fractions(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError(f"an event holds the number {value!r}; an amount is written as text")
    if isinstance(value, Mapping):
        for one in value.values():
            _refuse_fractions(one)
    elif isinstance(value, list | tuple):
        for one in value:
            _refuse_fractions(one)


def stamp(at: datetime.datetime) -> str:
    """Return a moment as the one text that is hashed: UTC, with six digits of a second.

    Raises:
        ValueError: for a moment that does not say where it is that hour.
    """
    if at.tzinfo is None:
        raise ValueError(f"{at.isoformat()} is an hour of nowhere; give it with its zone")
    return at.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def digest_of(row: Row) -> str:
    """Return the digest of a row: SHA-256 over its columns as a JSON array, in hex. Its own digest is not among them."""
    columns = [
        _FORM, row.position, row.at, row.case, row.kind, row.actor, row.role, row.organisation, row.body, row.previous,
    ]  # fmt: skip
    try:
        whole = msgspec.json.encode(columns)
    except (
        UnicodeEncodeError,
        ValueError,
    ):  # A row that was damaged into something that is no text has a digest as well.
        whole = repr(columns).encode("utf-8", "backslashreplace")
    return hashlib.sha256(whole).hexdigest()


def sealed(row: Row, previous: str) -> Row:
    """Return a row as it is written after another.

    Args:
        row: the row.
        previous: the digest of the row before.
    """
    row = replace(row, previous=previous)
    return replace(row, digest=digest_of(row))


def verify(rows: Iterable[Row], heads: Mapping[int, str] | None = None) -> ChainFault | None:
    """Return the first fault of a chain, or None.

    Args:
        rows: all rows in the order of their positions; they are read once, one by one.
        heads: position → digest, as they were kept elsewhere; with the last of them the chain must reach at least so far.
    """
    heads = heads or {}
    last: Row | None = None
    for row in rows:
        fault = _fault(row, last, heads)
        if fault is not None:
            return fault
        last = row
    reached = last.position if last is not None else 0
    furthest = max(heads, default=0)
    if furthest > reached:
        return ChainFault(reached + 1, "missing", f"the chain ends at {reached:,}, and {furthest:,} rows were known")
    return None


def verify_to(rows: Iterable[Row], head: tuple[int, str], heads: Mapping[int, str] | None = None) -> ChainFault | None:
    """Return the first fault of a chain that must end exactly at a head.

    Args:
        rows: as of :func:`verify`.
        head: the position and digest of the last row; ``(0, GENESIS)`` for none.
        heads: others that are known.
    """
    counted = 0

    def counting() -> Iterable[Row]:
        nonlocal counted
        for row in rows:
            counted = row.position
            yield row

    kept = heads or {}
    # Whoever writes the whole chain anew writes its head as well, so that a head of elsewhere is never set aside for it.
    known = {**({head[0]: head[1]} if head[0] else {}), **kept}
    fault = verify(counting(), known)
    if fault is None and kept.get(head[0], head[1]) != head[1]:
        return ChainFault(head[0], "altered", "the head of the table is not that of its last row")
    if fault is None and counted > head[0]:
        return ChainFault(head[0] + 1, "added", f"the head says that row {head[0]:,} is the last")
    if fault is None and head[0] == 0 and head[1] != GENESIS:
        return ChainFault(0, "altered", "the head of an empty chain is not what it was made as")
    return fault


def _fault(row: Row, last: Row | None, heads: Mapping[int, str]) -> ChainFault | None:
    expected = last.position + 1 if last is not None else 1
    before = last.digest if last is not None else GENESIS
    if row.position > expected:
        return ChainFault(expected, "missing", f"after {expected - 1:,} comes {row.position:,}")
    if row.position < expected:
        return ChainFault(row.position, "reordered", f"it comes where {expected:,} was due")
    if digest_of(row) != row.digest:
        home = _home(row)
        if home:
            return ChainFault(row.position, "reordered", f"it was written as row {home:,}")
        return ChainFault(row.position, "altered", "its content does not give its digest")
    if row.previous != before:
        if last is None:
            return ChainFault(row.position, "altered", "it does not begin a chain")
        return ChainFault(
            last.position, "altered", f"row {row.position:,} was written after another one than stands there"
        )
    if heads.get(row.position, row.digest) != row.digest:
        return ChainFault(row.position, "altered", "its digest is not the one that was kept elsewhere")
    return None


def _home(row: Row) -> int:
    """Return the place for which a row was written that stands in another; 0 where it is of none near by."""
    places = range(max(1, row.position - _FAR), row.position + _FAR)
    return next((place for place in places if digest_of(replace(row, position=place)) == row.digest), 0)
