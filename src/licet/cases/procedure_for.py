"""The procedure as it holds for one case on one day: the track, who must see it, what is to be weighed, who signs, what silence means.

It follows from three things: the tables of the authority, the law, and what the engine determined of the case. What a determination leaves
open is not taken for no: an agency that may have to see a case sees it, and a factor that may have to be weighed is weighed.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence

from licet.cases.by_law import (
    Bar,
    ConsultationOutcome,
    EscalationStep,
    Factor,
    Ground,
    LegislativeNotice,
    Limit,
    Procedure,
    Referred,
    SigningStep,
    Silence,
)
from licet.cases.clocks import day_of, end_of, last_day
from licet.cases.procedure import Configuration, grounds_on
from licet.cases.provisions import ALWAYS, APPLICANT, NO_OBJECTION, PARTNER, Agency, Step, Track
from licet.determination import Answer, Determination
from licet.errors import Fault, InputError, LawError
from licet.rulebook.rulebook import Rulebook

Moment = datetime.datetime


def track_of(configuration: Configuration, determinations: Sequence[Determination]) -> Track:
    """Return the track of a case, by who decides it.

    Raises:
        InputError: where it is open who decides, where items of one case are decided by several, or where nobody of the procedure decides.
    """
    # A determination of another time may not have been asked that; then nobody can tell.
    told = [one.answers["authority"] for one in determinations if "authority" in one.answers]
    answers = {one.value for one in told} if len(told) == len(determinations) else {None}
    if len(answers) == 1 and (authority := answers.pop()) is not None:
        found = configuration.track(str(authority))
        if found is not None:
            return found
        known = " | ".join(name for track in configuration.tracks for name in track.authority)
        fault = Fault("authority", f"'{authority}', for which {configuration.name} has no track", known)
        raise InputError(faults=[fault])
    possible = sorted({str(value) for one in told for value in one.possible})
    found_ = " or ".join(possible) or "no determination"
    mend = "state what decides it, such as the jurisdiction, or divide the application"
    raise InputError(faults=[Fault("authority", found_, "one authority for the whole case", mend)])


def referred(
    configuration: Configuration, determinations: Sequence[Determination], track: str, asked: Moment
) -> tuple[Referred, ...]:
    """Return who must see a case, each once, with the rule that says so and the digest of the text in which it stands.

    Raises:
        LawError: for a referral for which the procedure has no agency; nobody is left out in silence.
    """
    due = _due(configuration, track, asked)
    found: dict[str, Referred] = {}
    faults: list[Fault] = []
    for agency in configuration.agencies:
        if agency.referral == ALWAYS:
            found[agency.agency] = Referred(agency.agency, agency.where, configuration.digest, due)
    for one in determinations:
        for code, rule in _ruled(one.answers["referrals"]):
            agency_ = _seeing(configuration, code)
            if agency_ is None:
                fault = Fault(
                    rule, f"the referral '{code}'", f"an agency of the procedure {configuration.name} that has it"
                )
                faults.append(fault)
            elif agency_.agency not in found:
                found[agency_.agency] = Referred(agency_.agency, rule, one.rulebook.digest, due)
    if faults:
        raise LawError(faults=dict.fromkeys(faults))
    return tuple(found.values())


def procedure_for(
    configuration: Configuration,
    rulebook: Rulebook,
    determinations: Sequence[Determination],
    asked: Moment,
    organisations: Mapping[str, str] | None = None,
    outcome: str = "",
) -> Procedure:
    """Return the procedure as it holds for one case.

    Args:
        configuration: the tables of the authority.
        rulebook: the law, with what only an authority asks (:attr:`~licet.rulebook.rulebook.Rulebook.for_cases`).
        determinations: of every item and destination of the case, by that law.
        asked: when the agencies are asked; the procedure is that of its day.
        organisations: code of an agency → id of its organisation; an agency that has none keeps its code.
        outcome: the recommended outcome, where one is, by which some signatures fall away.

    Raises:
        InputError: where it is open who decides the case.
        LawError: for a referral for which the procedure has no agency.
    """
    known = organisations or {}
    track = track_of(configuration, determinations)
    day = day_of(asked, configuration.calendar)
    named = track.track
    seen = referred(configuration, determinations, named, asked)
    steps = configuration.steps_of(named, "referral")
    return Procedure(
        digest=configuration.digest,
        day=day,
        rulebook=rulebook.digest,
        nation=configuration.nation,
        calendar=configuration.calendar,
        notices=_notices(configuration, determinations),
        appeals=tuple(
            Limit(one.step, one.starts, one.limit, one.days, one.cite, one.standing)
            for one in configuration.steps_of(named, "appeal")
            if one.limit is not None
        ),
        authority=known.get(track.agency, track.agency),
        grounds=tuple(
            Ground(one.ground, one.says, one.cite, one.standing) for one in grounds_on(configuration, rulebook, day)
        ),
        factors=_factors(configuration, determinations),
        signing=tuple(
            SigningStep(one.step, one.title, known.get(one.agency, one.agency), one.outcomes)
            for one in configuration.signing_of(named, outcome)
        ),
        escalation=tuple(
            EscalationStep(one.step, one.title, one.cite, one.standing) for one in configuration.escalation_of(named)
        ),
        silences=tuple(
            Silence(known.get(one.agency, one.agency), step.where, step.cite, step.limit, step.days)
            for one in seen
            for step in steps
            if step.silence == NO_OBJECTION
        ),
        consultation=tuple(
            ConsultationOutcome(one.outcome, one.says, one.frees) for one in configuration.consultations
        ),
        pauses=tuple(one.pause for one in configuration.pauses_of(named, day)),
        applicant_pause=configuration.pause_for(named, day, APPLICANT),
        consultation_pause=configuration.pause_for(named, day, PARTNER),
        checks=tuple(one.check for one in configuration.checks_for(named, _obligations(determinations))),
        bars=tuple(Bar(one.question, one.answer, one.cite) for one in configuration.bars),
        referrals=tuple(Referred(known.get(one.agency, one.agency), one.rule, one.digest, one.due) for one in seen),
    )


def _due(configuration: Configuration, track: str, asked: Moment) -> Moment | None:
    limits = [step for step in configuration.steps_of(track, "referral") if step.limit is not None]
    if not limits:
        return None
    return min(_ends(step, asked, configuration) for step in limits)


def _ends(step: Step, asked: Moment, configuration: Configuration) -> Moment:
    assert step.limit is not None
    on = last_day(asked, step.limit, step.days, (), configuration.calendar)
    assert on is not None, "no clock stands still that has only just started"
    return end_of(on, configuration.calendar)


def _seeing(configuration: Configuration, code: str) -> Agency | None:
    return next((agency for agency in configuration.agencies if agency.referral == code), None)


def _ruled(answer: Answer) -> Iterable[tuple[str, str]]:
    """Yield each code of an answer that holds or may, with the rule that gives it; those that hold first."""
    for reasons in (answer.by, answer.might):
        for reason in reasons:
            yield from ((code, reason.rule) for code in reason.answer if code in answer.possible)


def _factors(configuration: Configuration, determinations: Sequence[Determination]) -> tuple[Factor, ...]:
    found: dict[str, Factor] = {}
    for one in determinations:
        answer = one.answers["factors"]
        for reason in (*answer.by, *answer.might):
            for code in reason.answer:
                if code in answer.possible and code not in found:
                    standards = tuple(standard.standard for standard in configuration.standards_of(code))
                    found[code] = Factor(code, reason.says, reason.cite, reason.standing, standards)
    return tuple(found.values())


def _notices(configuration: Configuration, determinations: Sequence[Determination]) -> tuple[LegislativeNotice, ...]:
    """Return the notices that some determination asks for, and those that one leaves open; a notice that one asks for is certain."""
    asked = {code for one in determinations for code in one.answers["obligations"].value or ()}
    asked |= {code for one in determinations for reason in one.answers["obligations"].by for code in reason.answer}
    return tuple(
        LegislativeNotice(one.notice, one.title, one.limit, one.days, one.pause, one.cite, one.obligation in asked)
        for one in configuration.notices_for(_obligations(determinations))
        if one.obligation
    )


def _obligations(determinations: Sequence[Determination]) -> list[str]:
    return [code for one in determinations for code in one.answers["obligations"].possible]
