"""The register of denials as it is kept: events of no case in the chain, and the tables that are made from them.

Nothing is taken out: a refusal is registered, registered anew where its government says something else of it, revoked, and looked at again on its
day. That a register is empty counts for nothing until somebody says that no refusal is known, and why.
"""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

import msgspec
from django.db import connection

from licet.cases import people
from licet.cases.all_or_nothing import all_or_nothing, told
from licet.cases.applied import Happened
from licet.cases.case import CaseState
from licet.cases.chain import Row, canonical
from licet.cases.denials import Denial, DeniedParty, Register
from licet.cases.faults import NotPossible
from licet.cases.ledger import COLUMNS, Said, append, happened, next_position
from licet.cases.models import Event, KeptDenial, KeptDenialParty
from licet.cases.rights import rights
from licet.cases.who import Who
from licet.errors import Fault

REGISTERED, REVOKED, REVIEWED, NONE_KNOWN = KINDS = (
    "denial_registered", "denial_revoked", "denial_reviewed", "no_denial_known",
)  # fmt: skip
_KEY = 200
_DAYS = ("refused", "revoked", "review")


@dataclass(frozen=True, slots=True)
class Changes:
    """What a register that is handed in would change of the one that is kept.

    Attributes:
        new: refusals that are not kept yet.
        other: those that are kept otherwise, as they would be kept.
        same: how many are kept as they are handed in.
    """

    new: tuple[Denial, ...]
    other: tuple[Denial, ...]
    same: int


def plain(denial: Denial) -> dict[str, Any]:
    """Return a refusal as plain data, for an event."""
    found = asdict(denial)
    days = {name: found[name].isoformat() if found[name] else "" for name in _DAYS}
    return {
        **found,
        **days,
        "entries": list(denial.entries),
        "parties": [{**asdict(one), "line": 0} for one in denial.parties],
    }


def denial_of(body: Mapping[str, Any]) -> Denial:
    """Return a refusal from plain data."""
    days: dict[str, Any] = {name: datetime.date.fromisoformat(body[name]) if body[name] else None for name in _DAYS}
    parties = tuple(DeniedParty(**one) for one in body["parties"])
    words = ("reference", "regime_reference", "government", "item", "end_use", "reasons")
    return Denial(parties=parties, entries=tuple(body["entries"]), **{name: body[name] for name in words}, **days)


def changes(register: Register) -> Changes:
    """Return what a register would change of the one that is kept. That a refusal was revoked, and its day of review, stay where nothing is said."""
    new, other, same = list[Denial](), list[Denial](), 0
    kept = _kept(denial.key for denial in register.denials)
    for denial in register.denials:
        before = kept.get(denial.key)
        if before is None:
            new.append(denial)
            continue
        after = replace(denial, revoked=denial.revoked or before.revoked, review=denial.review or before.review)
        if after.digest == before.digest:
            same += 1
        else:
            other.append(after)
    return Changes(tuple(new), tuple(other), same)


def _kept(keys: Iterable[str]) -> dict[str, Denial]:
    wanted, found = list(dict.fromkeys(keys)), dict[str, Denial]()
    for begin in range(0, len(wanted), 500):
        rows = KeptDenial.objects.filter(key__in=wanted[begin : begin + 500]).values_list("key", "told")
        found |= {key: denial_of(msgspec.json.decode(text)) for key, text in rows}
    return found


def register_all(register: Register, who: Who, at: datetime.datetime) -> Changes:
    """Keep all refusals of a register, or none of them.

    Args:
        register: as it was read.
        who: the denial officer.
        at: the moment.

    Raises:
        NotAllowed: where the table of rights does not give it.
        NotPossible: where a row was set aside, so that something would be lost, and for a reference that is too long.
    """
    faults = [row.fault for row in register.set_aside]
    faults += [
        Fault(register.source, f"a reference of {len(one.key)} signs", f"{_KEY} at most")
        for one in register.denials
        if len(one.key) > _KEY
    ]
    if not register.denials and not faults:
        faults.append(Fault(register.source or "the register", "no refusal", "one at least"))
    with all_or_nothing():
        who = _keeper(who)
        if faults:
            raise NotPossible(faults=faults)
        # From here on nobody else writes, so that what is new is new.
        next_position()
        found = changes(register)
        file = {"source": register.source, "file": register.digest}
        events = append(
            [Said(REGISTERED, {**file, "denial": plain(one)}) for one in (*found.new, *found.other)], who, "", at
        )
        for event in events:
            _keep(event)
    return found


def revoke(key: str, on: datetime.date, why: str, who: Who, at: datetime.datetime) -> None:
    """Write down that a government took back a refusal.

    Raises:
        NotAllowed: where the table of rights does not give it.
        NotPossible: for one that is not kept or was revoked already, a day to come, and no reasons.
    """
    faults = [] if on <= at.date() else [Fault("on", f"{on}", f"a day up to {at.date()}")]
    _say(REVOKED, key, why, {"on": on.isoformat()}, who, at, faults, stands=True)


def review(key: str, again: datetime.date | None, why: str, who: Who, at: datetime.datetime) -> None:
    """Write down that a refusal was looked at again, and when it is next.

    Raises:
        NotAllowed: where the table of rights does not give it.
        NotPossible: for one that is not kept or was revoked, a next day that is not to come, and no words on what was found.
    """
    faults = [] if again is None or again > at.date() else [Fault("again", f"{again}", f"a day after {at.date()}")]
    _say(REVIEWED, key, why, {"again": again.isoformat() if again else ""}, who, at, faults, stands=True)


def none_known(why: str, who: Who, at: datetime.datetime) -> None:
    """Write down that no refusal of a partner is known, so that a case which is held against nothing was looked up all the same.

    Raises:
        NotAllowed: where the table of rights does not give it.
        NotPossible: where refusals are kept, and for no reasons.
    """
    faults = [Fault("the register", "refusals", "none")] if KeptDenial.objects.exists() else []
    _say(NONE_KNOWN, "", why, {}, who, at, faults)


def _say(
    kind: str,
    key: str,
    why: str,
    body: Mapping[str, Any],
    who: Who,
    at: datetime.datetime,
    faults: list[Fault],
    *,
    stands: bool = False,
) -> None:
    if not why.strip():
        faults = [*faults, Fault("why", "nothing", "a few words")]
    with all_or_nothing():
        who = _keeper(who)
        next_position()
        if stands:
            kept = _kept([key]).get(key)
            if kept is None:
                faults = [*faults, Fault("the register", f"no refusal '{key[:60]}'", "one that is kept")]
            elif kept.revoked:
                faults = [*faults, Fault("the refusal", f"revoked on {kept.revoked}", "one that stands")]
        if faults:
            raise NotPossible(faults=faults)
        (event,) = append([Said(kind, {"key": key, "why": why, **body} if key else {"why": why})], who, "", at)
        _keep(event)


def _keeper(who: Who) -> Who:
    found = people.known(who)
    rights().check("keep_denials", found, CaseState())
    return found


def _keep(event: Happened) -> None:
    """Keep what an event says of a refusal for lists and for matching, in the transaction that is open."""
    if event.kind == NONE_KNOWN:
        return
    body = event.body
    if event.kind == REGISTERED:
        denial = denial_of(body["denial"])
    else:
        denial = _kept([body["key"]])[body["key"]]
        day = "on" if event.kind == REVOKED else "again"
        found = datetime.date.fromisoformat(body[day]) if body[day] else None
        denial = replace(denial, revoked=found) if event.kind == REVOKED else replace(denial, review=found)
    row = KeptDenial.objects.filter(key=denial.key).first() or KeptDenial(id=event.position, key=denial.key)
    row.position, row.told, row.digest = event.position, canonical(plain(denial)), denial.digest
    for name in ("regime_reference", "government", "item"):
        setattr(row, name, _shown(getattr(denial, name)))
    row.entries, row.revoked, row.review = _shown("; ".join(denial.entries)), denial.revoked, denial.review
    row.save()
    row.parties.all().delete()
    KeptDenialParty.objects.bulk_create(
        KeptDenialParty(denial=row, name=_shown(one.name), country=_shown(one.country)) for one in denial.parties
    )


def _shown(text: str) -> str:
    # A zero byte stands in an event as it was stated, and no column of PostgreSQL takes it.
    return text.replace("\0", "\N{REPLACEMENT CHARACTER}")


def rebuild() -> int:
    """Make the tables of the register anew from the events, and return how many refusals there are."""
    with all_or_nothing():
        next_position()
        KeptDenial.objects.all().delete()
        rows = Event.objects.filter(kind__in=KINDS, case="").order_by("position").values_list(*COLUMNS)
        for values in rows.iterator(chunk_size=500):
            _keep(happened(Row(*values)))
    return int(KeptDenial.objects.count())


def history(key: str) -> Iterator[Happened]:
    """Return what happened to a refusal, in order."""
    for values in Event.objects.filter(kind__in=KINDS, case="").order_by("position").values_list(*COLUMNS):
        event = happened(Row(*values))
        denial = event.body.get("denial")
        if key in (event.body.get("key"), (denial["reference"] or denial["regime_reference"]) if denial else None):
            yield event


def one_kept(position: int) -> Denial | None:
    """Return a refusal by the position of the event by which it was registered first; None where there is none."""
    text = KeptDenial.objects.filter(pk=position).values_list("told", flat=True).first()
    return denial_of(msgspec.json.decode(text)) if text is not None else None


def vouched() -> int:
    """Return the position of the last event on the register; 0 where nothing was ever registered, nor said to be known of none."""
    last = Event.objects.filter(kind__in=KINDS).order_by("-position").values_list("position", flat=True).first()
    return int(last or 0)


_REMEMBERED: dict[tuple[str, int], Register] = {}


def kept_register() -> Register | None:
    """Return the register as it is kept; None where nobody has ever registered anything, nor said that nothing is known."""
    with told():
        last = vouched()
        if not last:
            return None
        # Whoever restores a database has other events under the same position, hence the name of the file and the digest.
        digest = Event.objects.values_list("digest", flat=True).get(pk=last)
        place = (f"{connection.settings_dict['NAME']}:{digest}", last)
        if place not in _REMEMBERED:
            denials = tuple(
                denial_of(msgspec.json.decode(text))
                for text in KeptDenial.objects.order_by("pk").values_list("told", flat=True)
            )
            whole = hashlib.sha256("".join(one.digest for one in denials).encode()).hexdigest()
            _REMEMBERED.clear()
            _REMEMBERED[place] = Register(denials, source="the register", digest=whole)
        return _REMEMBERED[place]
