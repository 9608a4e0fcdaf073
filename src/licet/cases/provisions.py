"""The rows of a procedure, each a frozen dataclass with its citation and standing; ``docs/rulebook-format.md`` tells what each table says.

Nothing here names an agency, a limit or a ground: these stand in the tables.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

# Kinds of days. Where none was read, a limit is counted in calendar days, which end soonest, and that is said.
CALENDAR_DAYS, WORKING_DAYS, DAYS_NOT_READ = DAYS = ("calendar", "working", "")
# What silence means when a limit ends. Nothing is the rule; anything else needs a row that says so.
NOTHING, NO_OBJECTION, DECISION_FINAL = SILENCES = ("nothing", "no_objection", "decision_final")
# What kind of step: who has to do something within its limit.
STEP_KINDS = ("intake", "completeness", "referral", "decision", "notice", "response", "appeal")
# What a clock that stands still waits for.
APPLICANT, PARTNER = "applicant", "partner"
DECIDES, ADVISES = PARTS = ("decides", "advises")
# The referral of an agency that sees every application, whatever the rules say.
ALWAYS = "always"
MOMENTS = ("pre_licence", "post_licence", "post_shipment", "in_use")
MEASURES = ("average", "median", "note")


@dataclass(frozen=True, slots=True, kw_only=True)
class Provision:
    """A row with where it stands.

    Attributes:
        cite: the provision; empty where none was read.
        source: where it was read.
        standing: ``verified``, ``partial`` or ``unverified``.
        note: what a reader should know.
        where: the row, as ``procedure/us/steps.csv:3``.
    """

    cite: str = ""
    source: str = ""
    standing: str = ""
    note: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Track(Provision):
    """A kind of application.

    Attributes:
        authority: the answers to the question ``authority`` by which it is told.
        agency: which decides.
    """

    track: str
    title: str
    authority: tuple[str, ...]
    agency: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency(Provision):
    """Who decides or advises.

    Attributes:
        referral: the code of the question ``referrals`` by which it sees a case; :data:`ALWAYS`; empty for never.
        part: ``decides`` or ``advises``.
    """

    agency: str
    title: str
    referral: str
    part: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step(Provision):
    """Something that has to be done within a limit.

    Attributes:
        kind: one of :data:`STEP_KINDS`.
        starts: what starts its clock, such as ``submitted`` or ``referred``.
        limit: in days; None where none was read.
        days: one of :data:`DAYS`.
        silence: one of :data:`SILENCES`.
    """

    track: str
    step: str
    title: str
    kind: str
    starts: str
    limit: int | None
    days: str
    silence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation(Provision):
    """A step where agencies disagree.

    Attributes:
        order: its place, from 1.
        chair: the agency in the chair; empty where nobody is.
        decides_by: how: ``chair``, ``majority``, ``agreement``, ``president``.
        appeal_limit: the days in which an agency may go on to the next step; None where none was read.
    """

    track: str
    order: int
    step: str
    title: str
    chair: str
    decides_by: str
    starts: str
    limit: int | None
    days: str
    appeal_limit: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing(Provision):
    """A signature, in its order.

    Attributes:
        agency: whose countersigner signs.
        outcomes: the recommended outcomes for which it is needed, empty for all; ``amended`` and ``revoked`` where a change of a licence needs it.
    """

    track: str
    order: int
    step: str
    title: str
    agency: str
    outcomes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PauseGround(Provision):
    """A ground on which the clock stands still.

    Attributes:
        waits_for: for what it waits, such as ``applicant`` or ``partner``.
        since, until: between which days it is law, the end exclusive; None for open.
    """

    track: str
    pause: str
    title: str
    waits_for: str
    since: datetime.date | None
    until: datetime.date | None

    def holds(self, day: datetime.date) -> bool:
        """Whether it is law on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True, kw_only=True)
class Barring(Provision):
    """An answer of the engine after which nobody may approve."""

    question: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalGround:
    """A ground for refusal of the controlled list.

    Attributes:
        says: in a sentence that the applicant may read.
        factor: the code of the question ``factors`` from which it comes, or
        rule: the full name of the rule of law; one of the two.
    """

    ground: str
    says: str
    factor: str
    rule: str
    note: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """The standard of proof by which a factor is weighed."""

    factor: str
    standard: str
    title: str
    note: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LicenceType(Provision):
    """A kind of licence.

    Attributes:
        months: for how many it is valid; None where the licence itself says so, or nothing was read.
    """

    track: str
    type: str
    title: str
    months: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice(Provision):
    """A notice to the legislature.

    Attributes:
        obligation: the code of the question ``obligations`` that asks for it; empty for one that no rule asks for.
        tier: of an informal review; empty for none.
        limit: how long an approval waits, in days.
        pause: the ground on which the clock stands still meanwhile.
    """

    notice: str
    title: str
    obligation: str
    tier: str
    limit: int | None
    days: str
    pause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitoringCheck(Provision):
    """A check of end use.

    Attributes:
        moment: one of :data:`MOMENTS`.
        obligation: the code of the question ``obligations`` that asks for it; empty where any case may have it.
        every_months: how often it is repeated; None where it is done once, or nothing was read.
    """

    track: str
    check: str
    title: str
    moment: str
    obligation: str
    every_months: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsultationEnd(Provision):
    """How a consultation with the partner that refused can end.

    Attributes:
        frees: whether an approval is possible then.
    """

    outcome: str
    says: str
    frees: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A published figure of how long reviews take.

    Attributes:
        measure: ``average``, ``median`` or ``note`` for one that is no number of days.
        days: the number; None for a note.
        since, until: the time that it covers; None where that was not noted.
    """

    figure: str
    track: str
    agency: str
    measure: str
    days: int | None
    since: datetime.date | None
    until: datetime.date | None
    says: str
    source: str
    standing: str
    note: str = ""
    where: str = ""
