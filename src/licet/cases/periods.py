"""Which limits run, or ran, in a case, and where it spent its time: rows for :mod:`licet.cases.clocks` and :mod:`licet.cases.spent`.

All follow from the case as its events leave it and from the tables of the procedure. A limit within which something may be done and need
not, such as an appeal or a question for information that lacks, is none of these: nobody is late who leaves it. The answer to an intended refusal is
told all the same, so that whoever decides sees that its days are not over.
"""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

from licet.cases.case import CaseState
from licet.cases.clocks import Due, Period, standing
from licet.cases.procedure import Configuration
from licet.cases.provisions import Step
from licet.cases.spent import Stay
from licet.cases.words import OVER, REFUSED

Moment = datetime.datetime

# In these a case waits for its first processing.
_INTAKE = ("draft", "submitted", "in_review")


def periods(case: CaseState, configuration: Configuration, track: str) -> tuple[Period, ...]:
    """Return the limits of a case: its intake and decision, the answer of each agency, each step of an escalation, an intended refusal, each check.

    Args:
        case: as its events leave it.
        configuration: the procedure.
        track: of the case; see :func:`licet.cases.procedure_for.track_of`.
    """
    found: list[Period] = []
    over = case.since if case.state in OVER else None
    decided = case.decision.at if case.decision is not None else None
    closed = decided or over
    if case.submitted is not None:
        for step in configuration.steps_of(track, "intake"):
            taken_up = next((one.entered for one in case.stages if one.state not in (*_INTAKE, *OVER)), None)
            found.append(_period(step, "", case.submitted, taken_up or decided, closed))
        for step in configuration.steps_of(track, "decision"):
            found.append(_period(step, "", case.submitted, decided, closed))
    for step in configuration.steps_of(track, "referral"):
        # What was not answered when the case ended is asked of nobody any more.
        found += [_period(step, one.agency, one.asked, one.answered, closed) for one in case.referrals]
    found += _intended_refusal(case, configuration, track, closed)
    return (*found, *_escalation(case, configuration, track, closed), *_checks(case, configuration, track))


def dues(case: CaseState, configuration: Configuration, track: str, now: Moment) -> tuple[Due, ...]:
    """Return how each limit of a case stands at a moment."""
    return tuple(standing(one, case.pauses, configuration.calendar, now) for one in periods(case, configuration, track))


def stays(case: CaseState) -> tuple[Stay, ...]:
    """Return where a case spent its time: in each state, and with each agency as long as it was asked."""
    states = [Stay(case.id, one.state, "", one.entered, one.left) for one in case.stages]
    return (*states, *(Stay(case.id, "referral", one.agency, one.asked, one.answered) for one in case.referrals))


def _period(step: Step, agency: str, started: Moment, ended: Moment | None, closed: Moment | None) -> Period:
    return Period(step.step, step.title, agency, started, step.limit, step.days, ended, step.silence, step.cite, closed)


def _intended_refusal(case: CaseState, configuration: Configuration, track: str, closed: Moment | None) -> list[Period]:
    recommended, found = case.recommendation, list[Period]()
    if recommended is None or recommended.outcome != REFUSED:
        return found
    for step in configuration.steps_of(track):
        if (step.kind, step.starts) == ("notice", "refusal_intended"):
            found.append(_period(step, "", recommended.at, case.intent.at if case.intent else None, closed))
        elif (step.kind, step.starts) == ("response", "intent_to_deny") and case.intent is not None:
            found.append(_period(step, "", case.intent.at, case.intent.responded, closed))
    return found


def _checks(case: CaseState, configuration: Configuration, track: str) -> list[Period]:
    """Return each check that was planned, by the day that was set for it; one that is done was done at noon of its day."""
    known = {one.check: one for one in configuration.checks if one.track == track}
    noon, zone = datetime.time(12), ZoneInfo(configuration.calendar.zone)
    found = []
    for one in case.monitoring:
        row = known.get(one.kind)
        started = case.licence.at if case.licence is not None else datetime.datetime.combine(one.due, noon, zone)
        done = None if one.done is None else datetime.datetime.combine(one.done, noon, zone)
        title, cite = (row.title, row.cite) if row is not None else (one.kind, "")
        found.append(Period(one.kind, title, "", started, None, "", done, cite=cite, until=one.due))
    return found


def _escalation(case: CaseState, configuration: Configuration, track: str, closed: Moment | None) -> list[Period]:
    known = {one.step: one for one in configuration.escalation_of(track)}
    answers = [one.due for one in case.referrals if one.due is not None]
    found = []
    for one in case.steps:
        step = known.get(one.step)
        if step is None:
            continue
        from_answers = step.starts == "recommendations_due" and answers
        started = max(answers) if from_answers else one.begun
        limit, days, cite = step.limit, step.days, step.cite
        found.append(
            Period(step.step, step.title, step.chair, started, limit, days, one.decided, cite=cite, lapsed=closed)
        )
    return found
