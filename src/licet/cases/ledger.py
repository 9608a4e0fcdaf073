"""The chain in the database: writing to it, reading a case from it, and its head. Rows are written in the transaction of what depends on them."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from django.db import connection, transaction

from licet.cases.applied import Happened
from licet.cases.chain import GENESIS, Row, canonical, sealed, stamp
from licet.cases.faults import ClockSetBack
from licet.cases.models import Event, Head
from licet.cases.who import Who
from licet.errors import Fault

# The columns of a row, in the order in which they are hashed.
COLUMNS = ("position", "at", "case", "kind", "actor", "role", "organisation", "body", "previous", "digest")
# Two machines that write one after the other differ by so much; the order of the chain is what counts.
_APART = datetime.timedelta(seconds=60)


@dataclass(frozen=True, slots=True)
class Said:
    """What is to be written: a kind of event and its body."""

    kind: str
    body: Mapping[str, Any] = field(default_factory=dict)


def append(
    said: Sequence[Said], who: Who, case: str, at: datetime.datetime, *, earlier: bool = False
) -> tuple[Happened, ...]:
    """Write events at the end of the chain, in the transaction that is open.

    Args:
        said: what happened, in order.
        who: who did it.
        case: the id of the case; empty for none.
        at: the moment.
        earlier: whether the moment may lie before that of the last row: somebody vouches for a clock that was wrong.

    Raises:
        ClockSetBack: where the clock reads a time well before the last row.
        RuntimeError: where no transaction is open.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("an event is written in the transaction of what depends on it, and none is open")
    # What takes long is done before the head is held, for as long as which nobody else writes.
    text, bodies = stamp(at), [canonical(one.body) for one in said]
    head = Head.objects.select_for_update().get(pk=1)
    if text < head.at and not earlier:
        text = _not_before(head.at, at)
    rows: list[Row] = []
    for one, body in zip(said, bodies, strict=True):
        row = Row(head.position + 1, text, case, one.kind, who.person, who.role, who.organisation, body, "")
        row = sealed(row, head.digest)
        rows.append(row)
        head.position, head.digest, head.at = row.position, row.digest, text
    for row in rows:
        # One by one: several at once are sent as arrays, in which a long body is quoted twice, and that takes longer than to ask again.
        Event(**{name: getattr(row, name) for name in COLUMNS}).save(force_insert=True)
    if rows:
        head.save(force_update=True)
    return tuple(map(happened, rows))


def next_position() -> int:
    """Return the position of the next row; nobody else writes one before the transaction that is open ends."""
    return int(Head.objects.select_for_update().get(pk=1).position) + 1


def _not_before(last: str, at: datetime.datetime) -> str:
    told = datetime.datetime.fromisoformat(last)
    if told - at > _APART:
        where, found = "the clock", f"it reads {stamp(at)}, and the last event was written at {last}"
        raise ClockSetBack(
            faults=[Fault(where, found, "an hour that is not earlier", "set the clock of the machine right")]
        )
    return last


def vouch_for_clock(who: Who, why: str, at: datetime.datetime) -> Happened:
    """Write down that the clock was ahead and is right now, so that work goes on.

    Args:
        who: the administrator who vouches.
        why: how it came.
        at: the hour that is right.
    """
    with transaction.atomic():
        return append([Said("clock_set_right", {"why": why})], who, "", at, earlier=True)[0]


def happened(row: Row) -> Happened:
    """Return a row as what happened."""
    return Happened(
        row.position, datetime.datetime.fromisoformat(row.at), row.case, row.kind, row.actor, row.role, row.organisation,
        msgspec.json.decode(row.body), row.digest,
    )  # fmt: skip


def of_case(case: str) -> Iterator[Happened]:
    """Return what happened to a case, in order."""
    for values in Event.objects.filter(case=case).order_by("position").values_list(*COLUMNS):
        yield happened(Row(*values))


def head() -> tuple[int, str]:
    """Return the position and the digest of the last row, as they are printed on documents."""
    row = Head.objects.get(pk=1)
    return row.position, row.digest


def head_of(day: datetime.date) -> dict[str, Any]:
    """Return the head at the end of a day in UTC, as it is exported to be kept elsewhere.

    Args:
        day: which. The head of a day that is not over changes until it is.
    """
    end = stamp(datetime.datetime.combine(day, datetime.time(), datetime.UTC) + datetime.timedelta(days=1))
    last = Event.objects.filter(at__lt=end).order_by("-position").values("position", "digest", "at").first()
    found = last or {"position": 0, "digest": GENESIS, "at": ""}
    return {
        "day": day.isoformat(),
        "position": found["position"],
        "digest": found["digest"],
        "last_event_at": found["at"],
    }
