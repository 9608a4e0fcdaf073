"""Whether the chain and the attachments in the database are whole.

All is read as the bytes that stand in the tables, so that a byte which the database would read back as something else is seen, and in parts, so
that any number of rows fits into memory. Nothing is locked: rows are never changed, and the head is read after them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeAlias, TypeVar

import msgspec
from django.db import connection
from django.db.models import Max
from django.db.models.functions import Length

from licet.cases.chain import ChainFault, Row, verify_to
from licet.cases.ledger import COLUMNS
from licet.cases.models import Attachment, Event, Head

_ATTACHED = "attached"
_OFTEN = 50
# So many contents or names of them are asked for at once, and no more bytes of them than that unless one alone has more.
_AT_ONCE, _BYTES = 500, 8_000_000
_One = TypeVar("_One")
# Takes how much was read, and of how much.
Telling: TypeAlias = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class AttachmentFault:
    """An attachment that is not what its digest says, or that events name and nobody has.

    Attributes:
        digest: under which it stands or should stand.
        kind: ``altered`` or ``missing``.
        told: in a sentence.
    """

    digest: str
    kind: str
    told: str

    def __str__(self) -> str:
        return f"attachment {self.digest[:12]} is {self.kind}: {self.told}"


def verify_table(
    heads: Mapping[int, str] | None = None, batch: int = 2_000, tell: Telling | None = None
) -> ChainFault | None:
    """Return the first fault of the chain in the database, or None.

    Args:
        heads: position → digest, as they were exported or printed.
        batch: how many rows are in memory at once.
        tell: is told how many rows were read, of how many.
    """
    reached = Event.objects.aggregate(last=Max("position"))["last"] or 0
    # Whoever writes a row moves the head in the same transaction, so that a head which is read later is never behind.
    found = _head()
    if found is None:
        return ChainFault(0, "missing", "there is no head")
    return verify_to(_told(rows(max(reached, found[0]), batch), found[0], tell), found, heads)


def _told(read: Iterable[_One], total: int, tell: Telling | None) -> Iterator[_One]:
    """Return what is read one by one, and tell from time to time how much that is."""
    for number, one in enumerate(read, 1):
        if tell is not None and number % _OFTEN == 0:
            tell(number, total)
        yield one


def _head() -> tuple[int, str] | None:
    table = connection.ops.quote_name(Head._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT position, {_raw('digest')} FROM {table} WHERE id = 1")  # noqa: S608 - names of our own
        found = cursor.fetchone()
    return (int(found[0]), _text(found[1])) if found else None


def rows(until: int, batch: int = 2_000) -> Iterator[Row]:
    """Return the rows to a position, in order, so many at a time in memory."""
    table, quoted = connection.ops.quote_name(Event._meta.db_table), [COLUMNS[0], *map(_raw, COLUMNS[1:])]
    query = f"SELECT {', '.join(quoted)} FROM {table} WHERE position > %s AND position <= %s ORDER BY position LIMIT %s"  # noqa: S608 - names of our own
    last = -(2**62)
    while True:
        with connection.cursor() as cursor:
            cursor.execute(query, [last, until, batch])
            found = cursor.fetchall()
        for values in found:
            yield Row(int(values[0]), *map(_text, values[1:]))
        if len(found) < batch:
            return
        last = found[-1][0]


def _text(value: Any) -> str:
    """Return a column as text; what is no text stays distinct from all that is."""
    if isinstance(value, memoryview):
        value = value.tobytes()
    return value.decode("utf-8", "surrogateescape") if isinstance(value, bytes) else str(value)


def _raw(column: str) -> str:
    """Return a column as it is asked for: SQLite would refuse to read a text that is damaged."""
    name = connection.ops.quote_name(column)
    return f"CAST({name} AS BLOB)" if connection.vendor == "sqlite" else str(name)


def verify_attachments(tell: Telling | None = None) -> AttachmentFault | None:
    """Return the first attachment that is not what its digest says, or that an event names and nobody has; None for none.

    Args:
        tell: is told how many contents were read, of how many.
    """
    for digest, content, size in _told(_contents(), Attachment.objects.count(), tell):
        if hashlib.sha256(content).hexdigest() != digest or len(content) != size:
            return AttachmentFault(digest, "altered", "its content does not give its digest")
    rows = Event.objects.filter(kind=_ATTACHED).order_by("position").values_list("position", "body")
    for part in _parts(rows.iterator(chunk_size=_AT_ONCE)):
        named = {msgspec.json.decode(body)["digest"]: position for position, body in reversed(part)}
        there = set(Attachment.objects.filter(pk__in=list(named)).values_list("pk", flat=True))
        lacking = [digest for digest in named if digest not in there]
        if lacking:
            first = min(lacking, key=named.__getitem__)
            return AttachmentFault(first, "missing", f"row {named[first]:,} names it")
    return None


def _parts(read: Iterable[_One]) -> Iterator[list[_One]]:
    """Return what is read so many at a time."""
    left = iter(read)
    while part := list(islice(left, _AT_ONCE)):
        yield part


def _contents() -> Iterator[tuple[str, bytes, int]]:
    """Return each attachment, few at a time in memory: as many as are small together, or one that is large."""
    table = connection.ops.quote_name(Attachment._meta.db_table)
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT {_raw('digest')}, {_raw('content')}, size FROM {table}")  # noqa: S608 - names of our own
            while found := cursor.fetchmany(1):
                yield _text(found[0][0]), bytes(found[0][1]), int(found[0][2])
        return
    last = ""
    while True:
        # How long they are is asked first, and of the database: what the table says of it may be altered.
        known = (
            Attachment.objects.filter(pk__gt=last)
            .order_by("pk")
            .annotate(long=Length("content"))
            .values_list("pk", "long")[:_AT_ONCE]
        )
        together = _together(list(known))
        if not together:
            return
        for one in Attachment.objects.filter(pk__in=together).order_by("pk"):
            yield one.pk, bytes(one.content), one.size
        last = together[-1]


def _together(known: Sequence[tuple[str, int]]) -> list[str]:
    """Return the first of some contents that are read at once."""
    found, long = list[str](), 0
    for digest, more in known:
        long += more
        if found and long > _BYTES:
            break
        found.append(digest)
    return found
