"""What must hold before something is referred, advised, weighed, escalated, recommended and signed."""

from __future__ import annotations

from licet.cases.case import Advice, CaseState
from licet.cases.clocks import Due, Period, day_of, standing
from licet.cases.given import Given, Guard, among, empty
from licet.cases.provisions import NO_OBJECTION as SILENCE_IS_CONSENT
from licet.cases.signing import outstanding, pending, to_sign
from licet.cases.words import (
    APPROVE_WITH_PROVISOS,
    APPROVED,
    APPROVED_WITH_PROVISOS,
    GIVEN,
    OUTCOMES,
    REFUSE,
    REFUSED,
    WEIGHTS,
)
from licet.errors import Fault


def grounds_named(given: Given, needed: bool) -> list[Fault]:
    """Return a fault where a refusal names no ground, or something names one that is not in the list."""
    named, known = tuple(given.about.get("grounds", ())), tuple(one.code for one in given.law.grounds)
    faults = [fault for one in named for fault in among("grounds", one, known)]
    if needed and not named:
        faults.append(Fault("grounds", "none", "one or more of the list", " | ".join(known)))
    if named and not needed:
        faults.append(Fault("grounds", ", ".join(named), "none: they are the grounds of a refusal"))
    return faults


def held_by(state: CaseState, agency: str, item: str, destination: str) -> Advice | None:
    """Return the advice of an agency that holds for an item and destination."""
    return next(
        (one for one in state.advised if (one.agency, one.item, one.destination) == (agency, item, destination)), None
    )


def _asked_by_a_rule(state: CaseState, given: Given) -> list[Fault]:
    """A rule asks for the referral, and the agency does not have the case yet."""
    agency = str(given.about.get("agency"))
    faults = empty(given, "agency", "rule", "digest")
    if any(one.agency == agency and one.answered is None for one in state.referrals):
        faults.append(Fault("agency", f"'{agency}', which has the case already", "another one"))
    return faults


def _advice_usable(state: CaseState, given: Given) -> list[Fault]:
    """The advice is of one item and destination, with grounds where it refuses, and names what it corrects."""
    about = given.about
    verdict, agency = str(about.get("verdict")), given.who.organisation
    item, destination = str(about.get("item")), str(about.get("destination"))
    faults = [
        *among("item", item, tuple(one.id for one in state.items)),
        *among("destination", destination, state.destinations),
        *among("verdict", verdict, GIVEN),
        *grounds_named(given, verdict == REFUSE),
    ]
    provisos = about.get("provisos", ())
    if not all(str(one).strip() for one in provisos):
        faults.append(Fault("provisos", "an empty one", "a text"))
    own = any(one.owner == agency for one in state.conditions)
    if verdict == APPROVE_WITH_PROVISOS and not provisos and not own:
        faults.append(Fault("provisos", "none", "one or more, or another verdict"))
    if provisos and verdict != APPROVE_WITH_PROVISOS:
        faults.append(
            Fault("provisos", f"with the verdict '{verdict}'", f"none, or the verdict '{APPROVE_WITH_PROVISOS}'")
        )
    held, named = held_by(state, agency, item, destination), str(about.get("supersedes") or "")
    if named != (held.id if held else ""):
        found = f"'{named}'" if named else "nothing"
        faults.append(
            Fault(
                "supersedes",
                found,
                f"'{held.id}', the advice that holds" if held else "nothing: there is no advice yet",
            )
        )
    return faults


def _silence_counts(state: CaseState, given: Given) -> list[Fault]:
    """A rule says that silence is no objection, the time is over, and the agency has said nothing of something."""
    agency = str(given.about.get("agency"))
    faults = among("agency", agency, tuple(one.agency for one in state.referrals if one.answered is None))
    if not any(one.agency == agency for one in given.law.silences):
        faults.append(
            Fault("agency", f"'{agency}', whose silence says nothing", "a rule that takes silence for no objection")
        )
    for due in silences(state, given, agency):
        if due.silent != SILENCE_IS_CONSENT:
            found = (
                f"{due.on}" if due.on is not None else "none, while the clock stands still or where no limit was read"
            )
            faults.append(Fault("deadline", found, f"a day before {day_of(given.at, given.law.calendar)}"))
    if not faults and not unsaid(state, agency):
        faults.append(Fault("agency", f"'{agency}', which asked for information or has spoken before", "its silence"))
    return faults


def silences(state: CaseState, given: Given, agency: str) -> tuple[Due, ...]:
    """Return how each rule on the silence of an agency stands for each referral that it has not answered, with every pause of the case.

    The day that a referral names was counted when it was made and knows of no pause since, so it says nothing here.
    """
    return tuple(
        standing(
            Period(one.rule, one.rule, agency, asked.asked, one.limit, one.days, None, SILENCE_IS_CONSENT, one.cite),
            state.pauses,
            given.law.calendar,
            given.at,
        )
        for one in given.law.silences
        for asked in state.referrals
        if one.agency == agency == asked.agency and asked.answered is None
    )


def unsaid(state: CaseState, agency: str) -> tuple[tuple[str, str], ...]:
    """Return each item and destination of which an agency has said nothing at all. A request for information is no silence."""
    return tuple(
        (item.id, place)
        for item in state.items
        for place in state.destinations
        if held_by(state, agency, item.id, place) is None
    )


def _factor_of_the_procedure(_state: CaseState, given: Given) -> list[Fault]:
    """The factor is one in force, weighed with evidence and by the standard that it asks for."""
    factor = next((one for one in given.law.factors if one.code == given.about.get("factor")), None)
    faults = [*among("weight", str(given.about.get("weight")), WEIGHTS), *empty(given, "evidence")]
    if factor is None:
        return [*among("factor", str(given.about.get("factor")), tuple(one.code for one in given.law.factors)), *faults]
    standard = str(given.about.get("standard") or "")
    if factor.standards or standard:
        faults += among("standard", standard, factor.standards)
    return faults


def _proviso_told(state: CaseState, given: Given) -> list[Fault]:
    """A proviso has a text, and is for an item of the case or for all of it."""
    item = str(given.about.get("item") or "")
    return [*empty(given, "text"), *(among("item", item, tuple(one.id for one in state.items)) if item else [])]


def _proviso_stands(state: CaseState, given: Given) -> list[Fault]:
    """The proviso was not dropped, and why it is dropped is told."""
    return [
        *among("proviso", str(given.about.get("proviso")), tuple(one.id for one in state.conditions)),
        *empty(given, "why"),
    ]


def _why_told(_state: CaseState, given: Given) -> list[Fault]:
    """Why is told."""
    return empty(given, "why")


def _step_left(state: CaseState, given: Given) -> list[Fault]:
    """Not every step of the escalation was taken, and none is open."""
    if state.steps and state.steps[-1].decided is None:
        return [Fault("escalation", f"the step {state.steps[-1].step} is open", "its decision first")]
    taken = {one.step for one in state.steps}
    return (
        []
        if any(one.code not in taken for one in given.law.escalation)
        else [Fault("escalation", "no step left", "a step of the procedure")]
    )


def _step_open(state: CaseState, given: Given) -> list[Fault]:
    """A step of the escalation is open, and its outcome is told with reasons."""
    faults = [*among("outcome", str(given.about.get("outcome")), OUTCOMES), *empty(given, "reasons")]
    is_open = bool(state.steps) and state.steps[-1].decided is None
    return faults if is_open else [Fault("escalation", "no step is open", "one"), *faults]


def _outcome_told(state: CaseState, given: Given) -> list[Fault]:
    """The outcome is told with reasons; a refusal with grounds of the list and what may be shown; provisos are not left out."""
    outcome = str(given.about.get("outcome"))
    faults = [*among("outcome", outcome, OUTCOMES), *empty(given, "reasons"), *grounds_named(given, outcome == REFUSED)]
    if outcome == REFUSED:
        faults += empty(given, "shown")
    if outcome == APPROVED and state.conditions:
        faults.append(
            Fault("outcome", f"'{outcome}' with {len(state.conditions)} provisos", f"'{APPROVED_WITH_PROVISOS}'")
        )
    if outcome == APPROVED_WITH_PROVISOS and not state.conditions:
        faults.append(Fault("outcome", f"'{outcome}' without any", "provisos, or another outcome"))
    return faults


def _next_in_order(state: CaseState, given: Given) -> list[Fault]:
    """The signature is the next in order."""
    left = outstanding(state, given.law, pending(state))
    return among("step", str(given.about.get("step")), tuple(one.code for one in left[:1]))


def _what_stands_is_signed(state: CaseState, given: Given) -> list[Fault]:
    """What is signed is what stands."""
    stands = to_sign(state)
    found = str(given.about.get("signed"))
    return (
        []
        if found == stands
        else [Fault("signed", f"'{found[:12]}'", f"'{stands[:12]}', as the case stands", "read the case again")]
    )


GUARDS: dict[str, Guard] = {
    "asked_by_a_rule": _asked_by_a_rule,
    "advice_usable": _advice_usable,
    "silence_counts": _silence_counts,
    "factor_of_the_procedure": _factor_of_the_procedure,
    "proviso_told": _proviso_told,
    "proviso_stands": _proviso_stands,
    "why_told": _why_told,
    "step_left": _step_left,
    "step_open": _step_open,
    "outcome_told": _outcome_told,
    "next_in_order": _next_in_order,
    "what_stands_is_signed": _what_stands_is_signed,
}
