"""What of a review is law: the order of signatures, the grounds, the factors, the steps of an escalation, what silence means.

These are only the shapes in which the acts of a case take it. What stands in them is read from ``law/procedure/`` for one case and one day;
nothing here names a ground, an agency or a number of days. What an act names must stand in it: where it names no grounds nothing is refused, where it names
no silence nobody is silent.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from licet.cases.calendar import Calendar

_EVERY_DAY = Calendar(frozenset(), (), "UTC")


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground on which a transfer may be refused; the list is controlled.

    Attributes:
        code: by which it is named in an event.
        says: in a sentence that the applicant may read.
        cite: where it stands.
        standing: how much of the source has been read.
    """

    code: str
    says: str
    cite: str = ""
    standing: str = ""


@dataclass(frozen=True, slots=True)
class Factor:
    """A factor of the worksheet, such as one of the policy on conventional arms transfer or of the Guidelines.

    Attributes:
        code: by which it is named in an event.
        says: what is to be weighed.
        cite, standing: as of a ground.
        standards: the standards of proof of which one is to be named where it is weighed; empty where none is asked for.
    """

    code: str
    says: str
    cite: str = ""
    standing: str = ""
    standards: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SigningStep:
    """One signature in the order of signing.

    Attributes:
        code: by which it is named.
        title: who signs, for people.
        organisation: whose countersigner signs; empty for that of the deciding authority.
        outcomes: for which recommended outcomes it is needed, empty for all; a change of a licence needs it only where it is named.
    """

    code: str
    title: str
    organisation: str = ""
    outcomes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EscalationStep:
    """One step of an escalation, in their order.

    Attributes:
        code: by which it is named.
        title: of the body that decides.
        cite, standing: as of a ground.
    """

    code: str
    title: str
    cite: str = ""
    standing: str = ""


@dataclass(frozen=True, slots=True)
class ConsultationOutcome:
    """An outcome of a consultation with the state that denied.

    Attributes:
        code: by which it is named.
        says: for people.
        frees: whether an approval is possible after it.
    """

    code: str
    says: str
    frees: bool


@dataclass(frozen=True, slots=True)
class Referred:
    """That an agency must see a case.

    Attributes:
        agency: the id of its organisation.
        rule: the full name of the rule that says so.
        digest: of the procedure in which it stands.
        due: when its answer is due; None where no clock runs.
    """

    agency: str
    rule: str
    digest: str
    due: datetime.datetime | None = None


@dataclass(frozen=True, slots=True)
class Silence:
    """That an agency which says nothing in time is taken not to object.

    Attributes:
        agency: the id of its organisation.
        rule: the full name of the rule that says so; without one silence says nothing.
        cite: where it stands.
        limit: after how many days; None where that was not read, and silence says nothing.
        days: the kind of days; empty where that was not read, and silence says nothing.
    """

    agency: str
    rule: str
    cite: str = ""
    limit: int | None = None
    days: str = ""


@dataclass(frozen=True, slots=True)
class Limit:
    """A number of days within which something can be done.

    Attributes:
        step: its code.
        starts: what starts it, such as ``decided``.
        limit: in days.
        days: the kind of days; empty where that was not read.
        cite, standing: as of a ground.
    """

    step: str
    starts: str
    limit: int
    days: str
    cite: str = ""
    standing: str = ""


@dataclass(frozen=True, slots=True)
class LegislativeNotice:
    """A notice to the legislature that a determination asks for, or may ask for where its answer is open.

    Attributes:
        code: by which it is named in an event.
        says: for people.
        limit: the days for which a licence waits after it; None where they were not read.
        days: the kind of days; empty where that was not read.
        pause: the ground on which the clocks stand still meanwhile; empty for none.
        cite: where it stands.
        certain: whether it is asked for; where not, that is open.
    """

    code: str
    says: str
    limit: int | None
    days: str
    pause: str = ""
    cite: str = ""
    certain: bool = True


@dataclass(frozen=True, slots=True)
class Bar:
    """An answer of the engine after which nobody may approve, such as a transfer that a statute prohibits.

    Attributes:
        question: of the engine.
        answer: with which the bar falls; as long as the question is open and may be answered so, it falls as well.
        cite: where it stands.
    """

    question: str
    answer: str
    cite: str = ""


@dataclass(frozen=True, slots=True)
class Procedure:
    """The procedure as it holds for one case on one day.

    Attributes:
        digest: of the files in which it stands.
        day: on which it was read.
        rulebook: the digest of the law beside it, under which a case is to be determined; empty where that is not told.
        authority: the id of the organisation that decides.
        nation: whose procedure it is, as an ISO code; empty for an example.
        grounds: on which a transfer may be refused, by an agency or by the decision.
        factors: each is weighed before a transfer is approved.
        signing: who countersigns, in order.
        escalation: the steps, in order.
        silences: whose silence is no objection.
        consultation: the outcomes that a consultation may have.
        pauses: the grounds on which the clocks stand still.
        applicant_pause: the one that holds while the applicant is asked; empty for none.
        consultation_pause: the one that holds while a partner is consulted; empty for none.
        checks: the kinds of checks of end use.
        referrals: the agencies that must see the case; an approval waits for each of them.
        notices: to the legislature, before a licence is issued.
        appeals: within how long an applicant can appeal; none where no limit was read.
        calendar: when the authority works; without it every day counts as a working day of UTC.
        bars: the answers of the engine after which nobody may approve.
    """

    digest: str
    day: datetime.date
    authority: str = ""
    grounds: tuple[Ground, ...] = ()
    factors: tuple[Factor, ...] = ()
    signing: tuple[SigningStep, ...] = ()
    escalation: tuple[EscalationStep, ...] = ()
    silences: tuple[Silence, ...] = ()
    consultation: tuple[ConsultationOutcome, ...] = ()
    pauses: tuple[str, ...] = ()
    applicant_pause: str = ""
    consultation_pause: str = ""
    checks: tuple[str, ...] = ()
    referrals: tuple[Referred, ...] = ()
    bars: tuple[Bar, ...] = ()
    rulebook: str = ""
    nation: str = ""
    notices: tuple[LegislativeNotice, ...] = ()
    appeals: tuple[Limit, ...] = ()
    calendar: Calendar = _EVERY_DAY
