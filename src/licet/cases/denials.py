"""Refusals that governments told each other of: one may name several parties, may be revoked, and is looked at again on a day.

Nothing here says that a case is the same transfer; :mod:`licet.cases.matching` finds what may be, and a person judges.
"""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from licet.errors import Fault


@dataclass(frozen=True, slots=True)
class DeniedParty:
    """A party of a refusal.

    Attributes:
        role: in the transfer, as the register has it: ``end_user``, ``consignee``, ``third_party``.
        country: as written.
        nation: its ISO code; empty where what is written names no nation that is known.
        line: of its row in the file.
    """

    name: str
    role: str = ""
    address: str = ""
    country: str = ""
    nation: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Denial:
    """One refusal.

    Attributes:
        reference: by which its government calls it.
        regime_reference: by which the regime calls it.
        government: who told of it, as written.
        parties: who was to take part, in the order of their rows.
        entries: the entries of control lists, as written; empty for a refusal under a catch-all.
        item: described in words.
        end_use: as stated to those who refused.
        reasons: of the refusal.
        refused: on which day; None where that is not told.
        revoked: on which day it was taken back; None while it stands.
        review: the day on which it is looked at again; None where none is told.
    """

    reference: str
    regime_reference: str
    government: str
    parties: tuple[DeniedParty, ...]
    entries: tuple[str, ...] = ()
    item: str = ""
    end_use: str = ""
    reasons: str = ""
    refused: datetime.date | None = None
    revoked: datetime.date | None = None
    review: datetime.date | None = None

    @property
    def key(self) -> str:
        """What names it in a register: its reference, or that of the regime where it has no other."""
        return self.reference or self.regime_reference

    @property
    def digest(self) -> str:
        """SHA-256 of what it says; a verdict on a match is tied to it."""
        told = {**asdict(self), "parties": [{**asdict(party), "line": 0} for party in self.parties]}
        return hashlib.sha256(json.dumps(told, sort_keys=True, default=str, ensure_ascii=False).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class SetAside:
    """A row that is no part of a refusal, kept as it was written, with what is wrong with it."""

    line: int
    cells: Mapping[str, str]
    fault: Fault


@dataclass(frozen=True)
class Register:
    """A register of refusals as it was read.

    Attributes:
        denials: what was read, in the order of the file.
        set_aside: rows that could not be used; nothing of a file is lost.
        doubts: what could not be read in rows that are used all the same, such as a country that nobody knows.
        source: the file.
        digest: SHA-256 of the file, in hex.
    """

    denials: tuple[Denial, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    doubts: tuple[Fault, ...] = ()
    source: str = ""
    digest: str = ""
    by_key: Mapping[str, Denial] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_key", {denial.key: denial for denial in self.denials})

    @property
    def faults(self) -> tuple[Fault, ...]:
        """Everything that was found wrong, in the order of the file."""
        found = [*(row.fault for row in self.set_aside), *self.doubts]
        return tuple(sorted(found, key=lambda fault: int(fault.where.rpartition(":")[2] or 0)))
