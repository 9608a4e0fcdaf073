"""What an applicant states and hands in, what happened to it, and what the engine said of it."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

Moment = datetime.datetime
Day = datetime.date


@dataclass(frozen=True, slots=True)
class Happened:
    """One event of a case, as it stands in the chain.

    Attributes:
        position: its place in the whole chain, from 1.
        at: when, in UTC.
        case: the id of the case; empty for an event of none.
        kind: what happened, such as ``submitted``.
        actor: the person's id; empty for the clock.
        role: the role in which the person acted; empty for the clock.
        organisation: the id of the organisation for which the person acted.
        body: what was said, as plain data; ``to`` in it is the state that the case took by this event.
        digest: of the row, in hex.
    """

    position: int
    at: Moment
    case: str
    kind: str
    actor: str = ""
    role: str = ""
    organisation: str = ""
    body: Mapping[str, Any] = field(default_factory=dict)
    digest: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a case.

    Attributes:
        id: within the case, such as ``1``.
        name: what it is called.
        stated: the ``item`` of the contract's mapping.
        quantity: how many are applied for.
        unit: of what, such as ``pieces``.
        value: of all of them; None where it is not stated.
        currency: of the value, as a code of three letters.
    """

    id: str
    name: str
    stated: Mapping[str, Any]
    quantity: Decimal
    unit: str = "pieces"
    value: Decimal | None = None
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Attached:
    """A document of a case: the end-use certificate, an assurance, a data sheet.

    Attributes:
        digest: SHA-256 of its content, in hex; the content is kept under it.
        name: of the file.
        kind: what it is, such as ``end_use_certificate``.
        by: who handed it in.
        internal: whether the applicant does not see it.
    """

    digest: str
    name: str
    kind: str
    by: str
    at: Moment
    internal: bool = False


@dataclass(frozen=True, slots=True)
class Frozen:
    """A determination as the engine gave it, for one item and destination.

    Attributes:
        item, destination: of what; the destination is the code of a nation.
        rulebook: the digest of the law.
        day: on which the law was read.
        findings: the determination as plain data, whole.
        digest: of the findings as they were written.
        screening: each list against which the parties were screened, with its vintage; empty where none was.
        transfer: the mapping that was asked, so that it can be asked again.
        at: when it was frozen.
    """

    item: str
    destination: str
    rulebook: str
    day: Day
    findings: Mapping[str, Any]
    digest: str
    screening: tuple[Mapping[str, Any], ...]
    transfer: Mapping[str, Any]
    at: Moment


@dataclass(frozen=True, slots=True)
class Asked:
    """A question to the applicant, and the answer.

    Attributes:
        answered: when it was answered or dropped; None while it is open.
        pause: the ground on which the clocks stand still until the last question is answered; empty for none.
        dropped: whether it was dropped without an answer.
    """

    id: str
    question: str
    by: str
    at: Moment
    answer: str = ""
    answered: Moment | None = None
    pause: str = ""
    dropped: bool = False
