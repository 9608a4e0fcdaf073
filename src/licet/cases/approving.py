"""What stands in the way of a decision. An approval waits for everything; nothing that is missing counts as done. Pure."""

from __future__ import annotations

import datetime

from licet.cases.by_law import Procedure
from licet.cases.case import CaseState, Step
from licet.cases.guards_review import held_by
from licet.cases.signing import outstanding
from licet.cases.words import APPROVED, APPROVED_WITH_PROVISOS, IDENTICAL, REFUSE, REFUSED, RETURN
from licet.errors import Fault


def in_the_way(state: CaseState, procedure: Procedure, outcome: str) -> list[Fault]:
    """Return a fault for each thing that stands in the way of an outcome.

    Args:
        state: the case.
        procedure: what law says of its review.
        outcome: one of :data:`licet.cases.words.OUTCOMES`.
    """
    faults = list[Fault]()
    if outcome == REFUSED:
        known = {one.code for one in procedure.grounds}
        named = state.recommendation.grounds if state.recommendation else ()
        if not named or not set(named) <= known:
            faults.append(Fault("grounds", ", ".join(named) or "none", "one or more of the list, as it stands today"))
    else:
        faults += [
            *_determined(state), *_barred(state, procedure), *_weighed(state, procedure), *_denials(state, procedure), *_advised(state, procedure),
            *_provisos(state, outcome),
        ]  # fmt: skip
        faults += [
            Fault("asked", f"question {one.id} has no answer", "an answer")
            for one in state.asked
            if one.answered is None
        ]
    unsigned = outstanding(state, procedure, outcome)
    return [
        *faults,
        *(
            Fault("signatures", f"none of {step.title or step.code}", "every signature, as the case stands")
            for step in unsigned
        ),
    ]


def _determined(state: CaseState) -> list[Fault]:
    have = {(one.item, one.destination) for one in state.latest}
    return [
        Fault("determinations", f"none of item {item.id} for {place}", "one of each item and destination")
        for item in state.items
        for place in state.destinations
        if (item.id, place) not in have
    ]


def _barred(state: CaseState, procedure: Procedure) -> list[Fault]:
    faults = list[Fault]()
    current = {(item.id, place) for item in state.items for place in state.destinations}
    for one in state.latest:
        for bar in procedure.bars if (one.item, one.destination) in current else ():
            answer = one.findings.get("answers", {}).get(bar.question)
            where = f"determination of item {one.item} for {one.destination}"
            if answer is None:
                faults.append(
                    Fault(
                        where, f"it does not answer '{bar.question}'", f"an answer other than '{bar.answer}'", bar.cite
                    )
                )
                continue
            value = answer.get("value")
            is_open = value is None
            said = answer.get("possible", ()) if is_open else value if isinstance(value, list) else (value,)
            if bar.answer in said:
                found = (
                    f"'{bar.question}' is open and may be '{bar.answer}'"
                    if is_open
                    else f"'{bar.question}' is '{bar.answer}'"
                )
                faults.append(Fault(where, found, "another answer", bar.cite))
    return faults


def _weighed(state: CaseState, procedure: Procedure) -> list[Fault]:
    weighed = {one.factor: one for one in state.worksheet}
    faults = list[Fault]()
    for factor in procedure.factors:
        found = weighed.get(factor.code)
        if found is None:
            faults.append(
                Fault(
                    "worksheet",
                    f"the factor '{factor.code}' is empty",
                    "its weight, with evidence",
                    f"weigh it: {factor.says}",
                )
            )
        elif factor.standards and found.standard not in factor.standards:
            faults.append(
                Fault("worksheet", f"the factor '{factor.code}' without a standard", " | ".join(factor.standards))
            )
    return faults


def _denials(state: CaseState, procedure: Procedure) -> list[Fault]:
    faults = (
        []
        if state.matched is not None
        else [Fault("matches", "denials were not looked up", "a look into the register")]
    )
    frees = {one.code for one in procedure.consultation if one.frees}
    for one in state.matches:
        if not one.verdict:
            faults.append(Fault("matches", f"denial {one.denial} has no verdict", "a verdict with reasons"))
        elif one.verdict == IDENTICAL and one.consultation not in frees:
            found = f"the outcome '{one.consultation}'" if one.consultation else "no outcome"
            faults.append(
                Fault(
                    "matches",
                    f"{found} of the consultation on denial {one.denial}",
                    "an outcome after which approval is possible",
                )
            )
    return faults


def _advised(state: CaseState, procedure: Procedure) -> list[Fault]:
    faults = list[Fault]()
    last = _last_step(state)
    if last is not None and last.outcome == REFUSED:
        faults.append(
            Fault(
                "escalation",
                f"the step {last.step} refuses",
                "a step that decides otherwise",
                "escalate, or recommend a refusal",
            )
        )
    have = {one.agency for one in state.referrals}
    due = dict.fromkeys([one.agency for one in procedure.referrals] + [one.agency for one in state.referrals])
    for agency in due:
        if agency not in have:
            faults.append(Fault("referrals", f"'{agency}' has not seen the case", "a referral"))
            continue
        if any(one.agency == agency and one.answered is None for one in state.referrals):
            faults.append(Fault("referrals", f"'{agency}' has not answered all that it was asked", "its advice"))
        for item in state.items:
            for place in state.destinations:
                held = held_by(state, agency, item.id, place)
                if held is None or held.verdict == RETURN:
                    found = "no advice" if held is None else "a request for information"
                    faults.append(Fault("advice", f"{found} of '{agency}' on item {item.id} for {place}", "advice"))
                elif held.verdict == REFUSE and not _overcome(state, held.at):
                    mend = "escalate, or recommend a refusal"
                    faults.append(
                        Fault(
                            "advice",
                            f"'{agency}' refuses item {item.id} for {place}",
                            "agreement, or a step that decided otherwise",
                            mend,
                        )
                    )
    return faults


def _overcome(state: CaseState, at: datetime.datetime) -> bool:
    """Whether a step of an escalation that was decided after some advice approves. The last step counts."""
    last = _last_step(state)
    if last is None or last.decided is None:
        return False
    return last.outcome in (APPROVED, APPROVED_WITH_PROVISOS) and last.decided >= at


def _last_step(state: CaseState) -> Step | None:
    decided = [one for one in state.steps if one.decided is not None]
    return decided[-1] if decided else None


def _provisos(state: CaseState, outcome: str) -> list[Fault]:
    if bool(state.conditions) == (outcome == APPROVED_WITH_PROVISOS):
        return []
    return [Fault("provisos", f"{len(state.conditions)} with the outcome '{outcome}'", "an outcome that names them")]
