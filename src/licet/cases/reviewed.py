"""What the people of a review said: referral, advice, proviso, factor, signature, match and escalation."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Moment = datetime.datetime


@dataclass(frozen=True, slots=True)
class Referral:
    """A case put before an agency.

    Attributes:
        agency: the id of its organisation.
        rule: which asks for it.
        digest: of the procedure in which that rule stands.
        asked: when.
        due: when an answer is due; None where no clock runs.
        answered: when every item and destination was answered; None as long as one is open.
        position: of its event: what was advised before it does not answer it.
    """

    agency: str
    rule: str
    digest: str
    asked: Moment
    due: Moment | None = None
    answered: Moment | None = None
    position: int = 0


@dataclass(frozen=True, slots=True)
class Advice:
    """What an agency advises for one item and destination; a later one may supersede it, none is removed.

    Attributes:
        id: the position of its event, item and destination.
        agency: the id of the organisation.
        verdict: one of :data:`licet.cases.words.VERDICTS`.
        grounds: the codes of the grounds of a refusal.
        provisos: the ids of those set by it.
        supersedes: the id of the advice that it corrects; empty for none.
        superseded: whether a later one corrects it.
        by: who gave it; empty where silence did.
        text: what was said; internal.
    """

    id: str
    agency: str
    item: str
    destination: str
    verdict: str
    at: Moment
    by: str
    grounds: tuple[str, ...] = ()
    provisos: tuple[str, ...] = ()
    text: str = ""
    supersedes: str = ""
    superseded: bool = False


@dataclass(frozen=True, slots=True)
class Proviso:
    """A condition under which a transfer is permitted.

    Attributes:
        id: within the case.
        owner: the organisation that set it, and without which it is not dropped.
        item: to which it applies; empty for the whole case.
        state: ``proposed`` until its owner's drop, then ``dropped``; ``in_force`` once the case was decided with it.
    """

    id: str
    owner: str
    text: str
    item: str
    state: str
    by: str
    at: Moment


@dataclass(frozen=True, slots=True)
class Weighed:
    """A factor of the worksheet as somebody weighed it last.

    Attributes:
        factor: its name in the law.
        evidence: on what it rests.
        weight: what it speaks for, one of :data:`licet.cases.words.WEIGHTS`.
        standard: the standard of proof that was applied; empty where the factor has none.
    """

    factor: str
    evidence: str
    weight: str
    by: str
    at: Moment
    standard: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """A countersignature.

    Attributes:
        step: the step in the order of signing.
        digest: of what was signed, see :func:`licet.cases.signing.to_sign`.
        undone: when what was signed changed; None while it holds.
    """

    step: str
    by: str
    organisation: str
    digest: str
    at: Moment
    undone: Moment | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A denial that may be of the same transfer.

    Attributes:
        id: of the denial in the register, with the item and destination that met it.
        denial: its reference in the register.
        partner: who denied.
        told: what was found to be the same, as plain data.
        verdict: ``essentially_identical``, ``not_identical`` or, as long as nobody judged, empty.
        reasons: of the verdict.
        consultation: the outcome of the consultation with the partner; empty for none.
    """

    id: str
    denial: str
    partner: str
    told: Mapping[str, Any]
    at: Moment
    verdict: str = ""
    reasons: str = ""
    by: str = ""
    consultation: str = ""
    consulted: Moment | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A step of an escalation, open or decided.

    Attributes:
        step: its code in the procedure.
        decided: when; None while it is open.
        outcome: what it decided.
    """

    step: str
    begun: Moment
    by: str
    why: str = ""
    decided: Moment | None = None
    outcome: str = ""
    reasons: str = ""
