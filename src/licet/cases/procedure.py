"""The procedure of an authority, as its folder of ``law/procedure/`` tells it: a frozen whole, asked by track, by agency and by day.

Which of it holds for one case on one day follows from here, from the law and from the determinations of the case; see
:mod:`licet.cases.procedure_for`. No nation, agency, number of days or ground stands in this file.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from licet.cases.calendar import Calendar
from licet.cases.provisions import (
    ADVISES,
    ALWAYS,
    Agency,
    Barring,
    ConsultationEnd,
    Escalation,
    Figure,
    LicenceType,
    MonitoringCheck,
    Notice,
    PauseGround,
    RefusalGround,
    Signing,
    Standard,
    Step,
    Track,
)
from licet.cases.words import OUTCOMES
from licet.errors import Fault, near
from licet.rulebook.instruments import Rule
from licet.rulebook.rulebook import Rulebook


@dataclass(frozen=True)
class Configuration:
    """The procedure of one authority.

    Attributes:
        name: of its folder, such as ``plain``.
        digest: SHA-256 of its files, with ``sha256:`` before it; what was done under another digest was done under another procedure.
        title: what people call it.
        example: whether it is only an example and no law of any nation.
        nation: whose it is, as an ISO code; empty for an example.
        calendar: when the authority works.
    """

    name: str
    digest: str
    title: str
    example: bool
    nation: str
    calendar: Calendar
    tracks: tuple[Track, ...]
    agencies: tuple[Agency, ...]
    steps: tuple[Step, ...]
    escalation: tuple[Escalation, ...]
    signatures: tuple[Signing, ...]
    pauses: tuple[PauseGround, ...]
    grounds: tuple[RefusalGround, ...]
    standards: tuple[Standard, ...]
    licence_types: tuple[LicenceType, ...]
    notices: tuple[Notice, ...]
    checks: tuple[MonitoringCheck, ...]
    consultations: tuple[ConsultationEnd, ...]
    bars: tuple[Barring, ...]
    figures: tuple[Figure, ...]

    def track(self, authority: str) -> Track | None:
        """Return the track of a case by the answer to the question ``authority``; None where no track is for it."""
        return next((track for track in self.tracks if authority in track.authority), None)

    def agency(self, code: str) -> Agency | None:
        """Return an agency by its code; None where there is none of it."""
        return next((agency for agency in self.agencies if agency.agency == code), None)

    def steps_of(self, track: str, kind: str = "") -> tuple[Step, ...]:
        """Return the steps of a track, of one kind where one is given."""
        return tuple(step for step in self.steps if step.track == track and kind in ("", step.kind))

    def escalation_of(self, track: str) -> tuple[Escalation, ...]:
        """Return the steps that follow where agencies disagree, in their order."""
        return tuple(sorted((step for step in self.escalation if step.track == track), key=lambda step: step.order))

    def signing_of(self, track: str, outcome: str = "") -> tuple[Signing, ...]:
        """Return the signatures that a track needs, in their order; of one recommended outcome where one is given."""
        found = (one for one in self.signatures if one.track == track)
        needed = (one for one in found if not outcome or outcome in (one.outcomes or OUTCOMES))
        return tuple(sorted(needed, key=lambda one: one.order))

    def pauses_of(self, track: str, day: datetime.date) -> tuple[PauseGround, ...]:
        """Return the grounds on which the clock of a track stands still on a day."""
        return tuple(pause for pause in self.pauses if pause.track == track and pause.holds(day))

    def pause_for(self, track: str, day: datetime.date, waits_for: str) -> str:
        """Return the ground on which the clock stands still while something is awaited; empty where none is law."""
        return next((one.pause for one in self.pauses_of(track, day) if one.waits_for == waits_for), "")

    def standards_of(self, factor: str) -> tuple[Standard, ...]:
        """Return the standards of proof by which a factor is weighed; none for one that names none."""
        return tuple(standard for standard in self.standards if standard.factor == factor)

    def notices_for(self, obligations: Iterable[str]) -> tuple[Notice, ...]:
        """Return the notices to the legislature that obligations of a determination ask for."""
        asked = set(obligations)
        return tuple(notice for notice in self.notices if notice.obligation in asked)

    def checks_for(self, track: str, obligations: Iterable[str]) -> tuple[MonitoringCheck, ...]:
        """Return the checks of end use of a track that obligations ask for, or that any case may have."""
        asked = {"", *obligations}
        return tuple(check for check in self.checks if check.track == track and check.obligation in asked)


@dataclass(frozen=True, slots=True)
class GroundInForce:
    """A ground for refusal with the law from which it comes on a day.

    Attributes:
        ground: its code.
        says: in a sentence that the applicant may read.
        rule: the rule of law.
        cite, standing: of that rule.
    """

    ground: str
    says: str
    rule: str
    cite: str
    standing: str


def grounds_on(configuration: Configuration, rulebook: Rulebook, day: datetime.date) -> tuple[GroundInForce, ...]:
    """Return the grounds on which a transfer can be refused on a day: those whose rule of law is in force.

    A ground that several rules in force carry is told with the one that is read best.
    """
    found = []
    for ground in configuration.grounds:
        rules = [rule for rule in _behind(ground, rulebook) if rule.window.holds(day.toordinal())]
        if rules:
            best = min(rules, key=lambda rule: (_STANDINGS.index(rule.standing), rule.name))
            found.append(GroundInForce(ground.ground, ground.says, best.name, best.cite, best.standing))
    return tuple(found)


_STANDINGS = ("verified", "partial", "unverified")


def _behind(ground: RefusalGround, rulebook: Rulebook) -> list[Rule]:
    if ground.rule:
        return [rule for name in (ground.rule,) if (rule := rulebook.rules.get(name)) is not None]
    return [rule for rule in rulebook.rules.values() if ground.factor in rule.then.get("factors", ())]


def unfit(configuration: Configuration, rulebook: Rulebook) -> list[Fault]:
    """Return what a procedure names that the law does not have: codes of questions, rules, nations.

    A procedure is only sound beside the law from which its cases are judged; both change apart from each other.
    """
    faults: list[Fault] = []

    def missing(where: str, what: str, found: str, known: Iterable[str]) -> None:
        words = list(known)
        if found and found not in words:
            faults.append(Fault(where, f"the {what} '{found}'", "one that the law has", near(found, words)))

    book = rulebook.for_cases
    factors, obligations, referrals = (_codes(book, name) for name in ("factors", "obligations", "referrals"))
    authorities = list(book.questions["authority"].values) if "authority" in book.questions else []
    for track in configuration.tracks:
        for authority in track.authority:
            missing(track.where, "authority", authority, authorities)
    for agency in configuration.agencies:
        if agency.part == ADVISES and agency.referral != ALWAYS:
            missing(agency.where, "referral", agency.referral, referrals)
    for ground in configuration.grounds:
        missing(ground.where, "factor", ground.factor, factors)
        missing(ground.where, "rule", ground.rule, book.rules)
    for standard in configuration.standards:
        missing(standard.where, "factor", standard.factor, factors)
    for notice in configuration.notices:
        missing(notice.where, "obligation", notice.obligation, obligations)
    for check in configuration.checks:
        missing(check.where, "obligation", check.obligation, obligations)
    for bar in configuration.bars:
        missing(bar.where, "question", bar.question, book.questions)
        question = book.questions.get(bar.question)
        missing(bar.where, "answer", bar.answer, question.values if question is not None else [bar.answer])
    missing(f"procedure/{configuration.name}/procedure.csv", "nation", configuration.nation, book.nations)
    return faults


def _codes(book: Rulebook, question: str) -> list[str]:
    return sorted({code for rule in book.rules.values() for code in rule.then.get(question, ())})
