"""What an applicant is sent. These have no field for advice, evidence, grounds in code, names of agencies or reasons that are not to be shown.

A template sees one of these and nothing else, so that it cannot print what it was not given.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TypeAlias

Day = datetime.date


@dataclass(frozen=True, slots=True)
class Authority:
    """Who writes.

    Attributes:
        name: of the authority.
        address: its lines.
        contact: how it is reached.
        signs: the office that signs, such as ``For the Director``; no name of a person has to stand there.
    """

    name: str
    address: tuple[str, ...] = ()
    contact: str = ""
    signs: str = ""


@dataclass(frozen=True, slots=True)
class Addressee:
    """To whom is written."""

    name: str
    address: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rests:
    """What a paper rests on, so that anybody can hold it against the ledger and the law.

    Attributes:
        position: of the last event in the ledger when the paper was made.
        digest: of that event, as ``sha256:`` and hex.
        rulebooks: the digests of the law by which the case was determined, in the order in which they were used; empty for none.
        standing: the weakest standing of a rule on which the determinations rest; empty where they name none.
    """

    position: int
    digest: str
    rulebooks: tuple[str, ...] = ()
    standing: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """What stands on every paper."""

    authority: Authority
    addressee: Addressee
    reference: str
    day: Day
    rests: Rests


@dataclass(frozen=True, slots=True)
class PartyTold:
    """A party as the applicant stated it."""

    name: str
    role: str
    nation: str


@dataclass(frozen=True, slots=True)
class ItemTold:
    """An item as the applicant stated it."""

    name: str
    quantity: str
    unit: str
    value: str = ""
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    """A proviso as it binds the licensee; who set it is not told.

    Attributes:
        number: within the paper.
        item: the name of the item to which it applies; empty for the whole licence.
    """

    number: int
    text: str
    item: str = ""


@dataclass(frozen=True, slots=True)
class LicencePaper:
    """A licence.

    Attributes:
        items: what it permits, in quantities and values.
        valid_until: the last day on which it is valid.
        conditions: its provisos.
        general: the conditions that bind every licensee, as the authority words them.
    """

    head: Head
    number: str
    valid_from: Day
    valid_until: Day
    items: tuple[ItemTold, ...]
    parties: tuple[PartyTold, ...]
    destinations: tuple[str, ...]
    conditions: tuple[Condition, ...]
    general: tuple[str, ...] = ()
    amended: bool = False


@dataclass(frozen=True, slots=True)
class RefusalPaper:
    """A refusal.

    Attributes:
        reasons: those that may be shown, by paragraph; empty where none may.
        remedies: what the applicant can do, as the authority words it.
    """

    head: Head
    items: tuple[ItemTold, ...]
    destinations: tuple[str, ...]
    decided: Day
    reasons: tuple[str, ...]
    remedies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RequestPaper:
    """A request for information.

    Attributes:
        questions: those that are open.
        answer_by: the last day for an answer; None where no period runs.
        effects: what happens meanwhile, as the authority words it.
    """

    head: Head
    items: tuple[ItemTold, ...]
    questions: tuple[str, ...]
    answer_by: Day | None = None
    effects: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class IntentPaper:
    """A notice of intent to deny.

    Attributes:
        reasons: those that may be shown.
        answer_by: the last day for an answer; None where no period runs.
    """

    head: Head
    items: tuple[ItemTold, ...]
    destinations: tuple[str, ...]
    reasons: tuple[str, ...]
    answer_by: Day | None = None
    remedies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RevocationPaper:
    """A revocation.

    Attributes:
        number: of the licence that ends.
        from_day: the first day on which it is not valid any more.
        reasons: those that may be shown.
        effects: what the licensee has to do, as the authority words it.
    """

    head: Head
    number: str
    from_day: Day
    reasons: tuple[str, ...]
    effects: tuple[str, ...] = ()
    remedies: tuple[str, ...] = ()


Paper: TypeAlias = LicencePaper | RefusalPaper | RequestPaper | IntentPaper | RevocationPaper

# The template of each.
TEMPLATES: dict[type, str] = {
    LicencePaper: "licence.typ",
    RefusalPaper: "refusal.typ",
    RequestPaper: "request_for_information.typ",
    IntentPaper: "notice_of_intent_to_deny.typ",
    RevocationPaper: "revocation.typ",
}
