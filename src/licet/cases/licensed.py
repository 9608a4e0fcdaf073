"""What a case ended with, and what was done under it: decision, licence, shipments and checks."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Moment = datetime.datetime
Day = datetime.date


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision of a case.

    Attributes:
        outcome: ``approved``, ``approved_with_provisos`` or ``refused``.
        grounds: the codes of the grounds of a refusal.
        shown: the reasons that the applicant may read.
        reasons: the reasons in full; internal.
    """

    outcome: str
    grounds: tuple[str, ...]
    shown: str
    reasons: str
    by: str
    at: Moment


@dataclass(frozen=True, slots=True)
class Licensed:
    """How much of one item a licence permits."""

    item: str
    quantity: Decimal
    value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence.

    Attributes:
        number: its number.
        valid_from: the first day.
        valid_until: the first day on which it is not valid any more.
        items: how much of each.
        currency: of the values.
    """

    number: str
    valid_from: Day
    valid_until: Day
    items: tuple[Licensed, ...]
    currency: str
    at: Moment


@dataclass(frozen=True, slots=True)
class Intent:
    """That the applicant was told of an intended refusal, and what they answered.

    Attributes:
        told: what they were told.
        response: their last answer; empty for none.
        responded: when they answered first; None where they did not.
    """

    told: str
    at: Moment
    response: str = ""
    responded: Moment | None = None


@dataclass(frozen=True, slots=True)
class Notified:
    """A notice that was given to the legislature.

    Attributes:
        notice: its code in the procedure.
        on: the day on which it was given.
        reference: by which it is found.
    """

    notice: str
    on: Day
    reference: str
    by: str
    at: Moment


@dataclass(frozen=True, slots=True)
class Proposed:
    """A change of a licence that is to be signed before it is made.

    Attributes:
        change: one of :data:`licet.cases.words.CHANGES`.
        terms: those of an amendment as plain data; empty for a revocation.
        why: as it will be told.
        shown: the reasons of a revocation that the licensee may read.
    """

    change: str
    terms: Mapping[str, Any]
    why: str
    by: str
    at: Moment
    shown: str = ""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What was shipped under a licence."""

    item: str
    quantity: Decimal
    value: Decimal | None
    on: Day
    reference: str
    by: str
    at: Moment


@dataclass(frozen=True, slots=True)
class Check:
    """A check of end use, planned or done.

    Attributes:
        kind: a code of the procedure, such as ``post_shipment``.
        due: by which day.
        done: when it was done; None while it is open.
        outcome: what was found.
    """

    id: str
    kind: str
    due: Day
    by: str
    done: Day | None = None
    outcome: str = ""
    found: str = ""
