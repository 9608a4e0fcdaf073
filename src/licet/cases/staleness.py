"""Which cases would be answered differently, kept: each is asked of the engine once for a law and its lists, and a page reads what was found.

The engine is not asked where it can say nothing else: the law has the same digest, no day on which anything of it changes lies between, and the
parties were screened against the same lists. All other cases are asked, however long that takes; which ones are still to be asked is told.
"""

from __future__ import annotations

import datetime
import hashlib
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

import msgspec
from django.db import transaction
from django.db.models import F, Q, QuerySet

from licet.cases.all_or_nothing import told
from licet.cases.case import CaseState, Frozen
from licet.cases.determining import Review
from licet.cases.doing import read
from licet.cases.models import Case, CaseStale
from licet.cases.owed import Telling
from licet.cases.seeing import listed
from licet.cases.stale import LEFT_OUT, Difference, Stale, of_state
from licet.cases.who import Who
from licet.rulebook.rulebook import Rulebook
from licet.screening.answer import ListState

# So many cases are asked of the engine in one transaction; an act on one of them waits for it.
_AT_ONCE = 5
# The status of a list that was never added.
_LACKS = "missing"


@dataclass(frozen=True, slots=True)
class Now:
    """The law and the lists with which cases are compared.

    Attributes:
        book: the law, with what only an authority asks.
        review: asks the engine under it, with the lists.
        lists: every source of every list, with its vintage and whether it may be relied on.
        day: on which the law is read.
    """

    book: Rulebook
    review: Review
    lists: Sequence[ListState]
    day: datetime.date

    @property
    def key(self) -> str:
        """What tells it from every other law and lists that may answer otherwise; two days between which nothing of the law changes are alike."""
        whole = [self.book.digest, self.stretch(self.day), sorted(map(list, self.held))]
        return hashlib.sha256(msgspec.json.encode(whole)).hexdigest()

    @property
    def held(self) -> frozenset[tuple[str, ...]]:
        """The lists that were there, as a determination freezes them, without their titles. Which are lacking depends on the exporter."""
        return frozenset(
            (one.source, one.vintage, one.status, one.digest) for one in self.lists if one.status != _LACKS
        )

    def stretch(self, day: datetime.date) -> int:
        """Return the number of the stretch of days on which nothing of the law changes."""
        return bisect_right(self.book.boundaries, day.toordinal())

    def cannot_differ(self, state: CaseState) -> bool:
        """Whether the engine can say nothing else of a case than what was frozen."""
        held = self.held
        return all(
            one.rulebook == self.book.digest
            and self.stretch(one.day) == self.stretch(self.day)
            and (not one.transfer.get("parties") or _held(one) == held)
            for one in state.latest
        )


def _held(one: Frozen) -> frozenset[tuple[str, ...]]:
    return frozenset(
        (each["source"], each["vintage"], each["status"], each["digest"]) for each in one.screening if each["status"] != _LACKS
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class StalePage:
    """A page of cases that would be answered differently.

    Attributes:
        rows: what differs, in the order in which the cases were made.
        after: where the next page begins; empty where there is none.
        uncompared: how many cases were not asked yet, so that more may differ.
    """

    rows: tuple[Stale, ...]
    after: str
    uncompared: int


def compare(now: Now, most: int | None = None, tell: Telling | None = None) -> int:
    """Ask the engine of cases that it was not asked of, in the order in which they were made; return how many were.

    What was done stays when this is stopped, and is not done again.

    Args:
        now: the law and the lists.
        most: no more than so many; by default all.
        tell: is told how far it is.
    """
    key = now.key
    many, total = 0, _uncompared(key).count() if tell is not None else 0
    while most is None or many < most:
        at_once = _AT_ONCE if most is None else min(_AT_ONCE, most - many)
        with told(), transaction.atomic():
            cases = list(
                _uncompared(key).select_for_update(skip_locked=True).order_by("made", "pk")[:at_once].values_list("pk", flat=True)
            )  # fmt: skip
            for case in cases:
                _keep(read(case), now, key)
        many += len(cases)
        if tell is not None:
            tell(min(many, total), total)
        if len(cases) < at_once:
            break
    return many


def _keep(state: CaseState, now: Now, key: str) -> None:
    found = [] if now.cannot_differ(state) else list(of_state(state, now.review, now.day))
    CaseStale.objects.filter(case=state.id).delete()
    CaseStale.objects.bulk_create(
        CaseStale(case_id=state.id, item=one.item, destination=one.destination, told=_text(one)) for one in found
    )
    Case.objects.filter(pk=state.id).update(compared=state.position, compared_with=key)


def _uncompared(key: str) -> QuerySet[Case]:
    other = Q(compared_with__lt=key) | Q(compared_with__gt=key)
    return Case.objects.filter(~Q(compared=F("position")) | other).exclude(state__in=LEFT_OUT)


def stale_page(now: Now, who: Who, after: str = "", size: int = 50) -> StalePage:
    """Return a page of the cases that somebody may see and that would be answered differently, as far as they were asked.

    Args:
        now: the law and the lists.
        who: asks.
        after: where the page begins, as the page before said.
        size: of a page, in rows.

    Raises:
        NotAllowed: where the person does not have that role.
    """
    last = int(after) if after.isdecimal() else 0
    found = list(_stale(now).filter(case__in=listed(who), pk__gt=last).order_by("pk")[: size + 1])
    further = str(found[size - 1].pk) if len(found) > size else ""
    return StalePage(tuple(map(_read, found[:size])), further, _uncompared(now.key).count())


def stale_kept(now: Now) -> Iterator[Stale]:
    """Return each case, item and destination that would be answered differently, as far as the engine was asked, in the order in which cases were made."""
    for one in _stale(now).order_by("case__made", "case__pk", "pk").iterator(chunk_size=500):
        yield _read(one)


def _stale(now: Now) -> QuerySet[CaseStale]:
    found = CaseStale.objects.filter(case__compared=F("case__position"), case__compared_with=now.key)
    return found.exclude(case__state__in=LEFT_OUT).select_related("case")


def _text(one: Stale) -> str:
    kept = {name: value for name, value in asdict(one).items() if name in ("rulebook", "lists", "differences")}
    return msgspec.json.encode(kept).decode()


def _read(one: CaseStale) -> Stale:
    told = msgspec.json.decode(one.told)
    return Stale(
        case=one.case_id,
        reference=one.case.reference,
        state=one.case.state,
        decided=one.case.outcome != "",
        item=one.item,
        destination=one.destination,
        rulebook=(told["rulebook"][0], told["rulebook"][1]),
        lists=msgspec.convert(told["lists"], tuple[tuple[str, str, str], ...]),
        differences=msgspec.convert(told["differences"], tuple[Difference, ...]),
    )
