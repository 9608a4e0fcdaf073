"""One case as it stands: frozen dataclasses, made from its events by :func:`fold`.

Nothing here reads a database or a clock. Guards, letters, reports and pages read these; nobody makes them by hand but a test.
Amounts are :class:`~decimal.Decimal`, moments are in UTC, persons and organisations are ids as text.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from licet.cases.applied import Asked, Attached, Frozen, Happened, Item
from licet.cases.licensed import Check, Decision, Drawn, Intent, Licence, Licensed, Notified, Proposed
from licet.cases.reviewed import Advice, Match, Proviso, Referral, Signature, Step, Weighed
from licet.cases.timed import Pause, Stage

__all__ = [
    "Advice",
    "Asked",
    "Attached",
    "CaseState",
    "Check",
    "Decision",
    "Drawn",
    "Frozen",
    "Happened",
    "Intent",
    "Item",
    "Licence",
    "Licensed",
    "Match",
    "Notified",
    "Pause",
    "Proposed",
    "Proviso",
    "Referral",
    "Signature",
    "Stage",
    "Step",
    "Weighed",
    "fold",
]

Moment = datetime.datetime


@dataclass(frozen=True, slots=True)
class CaseState:
    """A case as its events leave it.

    Attributes:
        id: its UUID as text.
        reference: what people call it.
        position: of its last event; an act names it, so that nobody overwrites what they have not seen.
        state: one of :data:`licet.cases.words.STATES`.
        since: when it took that state.
        applicant: the organisation that applies.
        officer: the licensing officer; empty before somebody took it on.
        transfer: what is stated for all items, in the contract's form.
        destinations: the codes of the nations to which the items go.
        before_pause: the state to which a case returns when the applicant or a partner has answered.
        intent: that the applicant was told of the refusal that is recommended; None where they were not.
        notified: the notices to the legislature that were given.
        prepared: what partners are to be told of the refusal, for each destination; it is sent by nobody here.
        proposed: the change of the licence that waits for its signatures; None for none.
        closed: what ended it where it was withdrawn or revoked.
        closed_shown: of that the reasons of a revocation that the licensee may read.
    """

    id: str = ""
    reference: str = ""
    position: int = 0
    state: str = ""
    since: Moment | None = None
    made: Moment | None = None
    submitted: Moment | None = None
    applicant: str = ""
    officer: str = ""
    transfer: Mapping[str, Any] = field(default_factory=dict)
    items: tuple[Item, ...] = ()
    destinations: tuple[str, ...] = ()
    parties: tuple[Mapping[str, Any], ...] = ()
    attachments: tuple[Attached, ...] = ()
    determinations: tuple[Frozen, ...] = ()
    referrals: tuple[Referral, ...] = ()
    advice: tuple[Advice, ...] = ()
    provisos: tuple[Proviso, ...] = ()
    worksheet: tuple[Weighed, ...] = ()
    signatures: tuple[Signature, ...] = ()
    matches: tuple[Match, ...] = ()
    matched: Moment | None = None
    asked: tuple[Asked, ...] = ()
    pauses: tuple[Pause, ...] = ()
    stages: tuple[Stage, ...] = ()
    steps: tuple[Step, ...] = ()
    recommendation: Decision | None = None
    decision: Decision | None = None
    licence: Licence | None = None
    intent: Intent | None = None
    notified: tuple[Notified, ...] = ()
    prepared: tuple[Mapping[str, Any], ...] = ()
    proposed: Proposed | None = None
    drawn: tuple[Drawn, ...] = ()
    monitoring: tuple[Check, ...] = ()
    before_pause: str = ""
    closed: str = ""
    closed_shown: str = ""

    @property
    def advised(self) -> tuple[Advice, ...]:
        """The advice that holds: what no later advice supersedes."""
        return tuple(one for one in self.advice if not one.superseded)

    @property
    def conditions(self) -> tuple[Proviso, ...]:
        """The provisos that were not dropped."""
        return tuple(one for one in self.provisos if one.state != "dropped")

    @property
    def signed(self) -> tuple[Signature, ...]:
        """The signatures that hold."""
        return tuple(one for one in self.signatures if one.undone is None)

    @property
    def latest(self) -> tuple[Frozen, ...]:
        """The last determination of each item and destination."""
        return tuple({(one.item, one.destination): one for one in self.determinations}.values())


def fold(events: Iterable[Happened]) -> CaseState:
    """Return the case that its events leave, in the order of the chain.

    Raises:
        ValueError: for a kind of event that nobody knows: what is not understood must not be left out of a case.
    """
    from licet.cases.folding import after

    state = CaseState()
    for event in events:
        state = after(state, event)
    return state
