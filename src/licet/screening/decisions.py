"""What people decided of hits: that an entry of a list is somebody else, by whom, why and when.

A decision holds for one party and one entry as the list had it then. When the list changes the entry, or the party is another, the hit is
open again. Decisions lie in the file of the lists; none is ever removed, a later one takes its place.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import UTC, datetime

import msgspec

from licet.errors import Fault, InputError
from licet.screening.answer import Hit, Party
from licet.screening.letters import spelt
from licet.screening.store import Store

FALSE_POSITIVE, TRUE_MATCH, OPEN_AGAIN = "false_positive", "true_match", "open"
VERDICTS = (FALSE_POSITIVE, TRUE_MATCH, OPEN_AGAIN)


class Decision(msgspec.Struct, frozen=True, kw_only=True, rename={"on": "list"}):
    """What somebody decided of a hit.

    Attributes:
        party: the digest of the party, see :func:`party_digest`.
        name: its name as it was then.
        on: the source of the entry, by its short code.
        entry: the identifier of the entry.
        entry_name: its name as it was then.
        digest: of the content of the entry.
        verdict: ``false_positive``, ``true_match`` or, to take one back, ``open``.
        who: who decided.
        why: the reason.
        at: when, in UTC.
    """

    party: str
    name: str
    on: str
    entry: str
    entry_name: str
    digest: str
    verdict: str
    who: str
    why: str
    at: str

    def told(self) -> str:
        """Return the decision in a sentence."""
        said = {FALSE_POSITIVE: "Not the party", TRUE_MATCH: "The party"}.get(self.verdict, "Open again")
        return f"{said}, decided by {self.who} on {self.at[:10]}: {self.why}"


def party_digest(party: Party) -> str:
    """Return what tells a party from another: its names, kind, nations, births and numbers, however they are written."""
    told = (
        sorted({" ".join(word.text for word in spelt(name)) for name in (party.name, *party.aliases)}),
        party.kind,
        sorted(party.nations),
        sorted(party.born),
        sorted("".join(filter(str.isalnum, one.value.casefold())) for one in party.identifiers),
    )
    return hashlib.sha256(msgspec.json.encode(told)).hexdigest()


class Decisions:
    """The decisions in a file of lists.

    Args:
        store: the file; none for no decisions.

    Raises:
        StoreDamaged: where they cannot be read.
    """

    def __init__(self, store: Store | None = None) -> None:
        self._latest: dict[tuple[str, str, str], Decision] = {}
        for decision in store.decisions() if store is not None else ():
            self._latest[decision.party, decision.on, decision.entry] = decision

    def of(self, party: Party, hit: Hit) -> tuple[Decision | None, str]:
        """Return the decision that holds of a hit, or None and why an earlier one does not hold any more."""
        if not self._latest:
            return None, ""
        decision = self._latest.get((party_digest(party), hit.on, hit.id))
        # A verdict that nobody could give settles nothing.
        if decision is None or decision.verdict not in (FALSE_POSITIVE, TRUE_MATCH):
            return None, ""
        if decision.digest != hit.digest:
            return None, f"Open again, since the list has changed the entry. {decision.told()}"
        return decision, ""


def decide(
    store: Store,
    party: Party,
    hits: Iterable[Hit],
    *,
    wrong: Iterable[str] = (),
    on: str,
    entry: str,
    verdict: str,
    who: str,
    why: str,
    now: datetime,
) -> Decision:
    """Keep what somebody decided of a hit.

    Args:
        store: the file of lists.
        party: who was screened.
        hits: what the screening found.
        wrong: why the screening could not be relied on, which may be why an entry is no hit.
        on: the source of the entry, by its short code.
        entry: its identifier.
        verdict: one of :data:`VERDICTS`.
        who: who decides.
        why: the reason.
        now: the moment.

    Raises:
        InputError: for an entry that is no hit, and a decision without a name or a reason.
    """
    faults = [
        Fault(f"--{name}", "nothing", "who decides" if name == "who" else "the reason, in a sentence")
        for name, value in (("who", who), ("why", why))
        if not value.strip()
    ]
    found = [hit for hit in hits if (hit.on, hit.id) == (on, entry)]
    if not found:
        faults.append(
            Fault(
                "ENTRY",
                f"'{on} {entry}', which is no hit of {party.name}",
                "an entry that the screening found",
                next(iter(wrong), ""),
            )
        )
    if verdict not in VERDICTS:
        faults.append(Fault("--verdict", f"'{verdict}'" if verdict else "nothing", " | ".join(VERDICTS)))
    if faults:
        raise InputError(faults=faults)
    decision = Decision(
        party=party_digest(party),
        name=party.name,
        on=on,
        entry=entry,
        entry_name=found[0].name,
        digest=found[0].digest,
        verdict=verdict,
        who=who.strip(),
        why=why.strip(),
        at=now.astimezone(UTC).isoformat(timespec="seconds"),
    )
    store.keep(decision)
    return decision
