"""Acts of the licensing officer on the way to a decision, and those on denials."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from licet.cases.acts_submitting import running_on
from licet.cases.by_law import Referred
from licet.cases.case import CaseState
from licet.cases.doing import Acting, do
from licet.cases.given import Given
from licet.cases.ledger import Said
from licet.cases.words import IDENTICAL


def take_on(acting: Acting) -> CaseState:
    """Take on a submitted case as its officer."""
    return do(acting, "take_on", {}, lambda _state, given: [Said("taken_on", {"officer": given.who.person})])


def refer(acting: Acting, *, referral: Referred) -> CaseState:
    """Put a case before an agency, with the rule that asks for it."""
    due = referral.due.isoformat() if referral.due else ""
    body = {"agency": referral.agency, "rule": referral.rule, "digest": referral.digest, "due": due}
    return do(acting, "refer", body, lambda _state, _given: [Said("referred", body)])


def ask_applicant(acting: Acting, *, question: str) -> CaseState:
    """Ask the applicant; where the procedure says so, the clocks stand still until all is answered."""

    def say(state: CaseState, given: Given) -> list[Said]:
        pause = given.procedure.applicant_pause if given.procedure else ""
        body = {"id": f"Q{len(state.asked) + 1}", "question": question}
        return [Said("asked_applicant", {**body, "pause": pause} if pause else body)]

    return do(acting, "ask_applicant", {"question": question}, say)


def drop_question(acting: Acting, *, question: str, why: str) -> CaseState:
    """Go on without an answer; what is then not known stays unknown."""
    body = {"id": question, "why": why}
    about = {"question": question, "why": why}
    return do(
        acting,
        "drop_question",
        about,
        lambda state, _given: [Said("question_dropped", {**body, **running_on(state, question)})],
    )


def weigh(acting: Acting, *, factor: str, weight: str, evidence: str, standard: str = "") -> CaseState:
    """Weigh a factor of the worksheet; a later weighing takes the place of an earlier one, which the chain keeps.

    Args:
        acting: who, with the procedure.
        factor: its code.
        weight: one of :data:`licet.cases.words.WEIGHTS`.
        evidence: on what it rests.
        standard: the standard of proof that was applied, for a factor that asks for one.
    """
    body = {"factor": factor, "weight": weight, "evidence": evidence, "standard": standard}
    return do(acting, "weigh", body, lambda _state, _given: [Said("weighed", body)])


def pause(acting: Acting, *, ground: str, why: str) -> CaseState:
    """Have the clocks stand still on a ground of the procedure."""
    return do(
        acting,
        "pause",
        {"ground": ground, "why": why},
        lambda _state, _given: [Said("paused", {"pause": ground, "why": why})],
    )


def resume(acting: Acting, *, ground: str) -> CaseState:
    """Have the clocks run on."""
    return do(acting, "resume", {"ground": ground}, lambda _state, _given: [Said("resumed", {"resume": ground})])


def escalate(acting: Acting, *, why: str) -> CaseState:
    """Put a disagreement before the next step of the procedure."""

    def say(state: CaseState, given: Given) -> list[Said]:
        taken = {one.step for one in state.steps}
        step = next(one.code for one in given.law.escalation if one.code not in taken)
        return [Said("escalated", {"step": step, "why": why})]

    return do(acting, "escalate", {"why": why}, say)


def decide_step(acting: Acting, *, outcome: str, reasons: str) -> CaseState:
    """Write down what a step of the escalation decided."""
    body = {"outcome": outcome, "reasons": reasons}
    return do(acting, "decide_step", body, lambda _state, _given: [Said("step_decided", body)])


def match(acting: Acting, *, matches: Sequence[Mapping[str, Any]]) -> CaseState:
    """Write down what a look into the register of denials found; nothing found is written as well.

    Args:
        acting: who, mostly the clock.
        matches: each with ``id``, ``denial``, ``partner`` and ``told``, plain data without binary fractions.
    """
    found = [dict(one) for one in matches]
    return do(acting, "match", {"matches": found}, lambda _state, _given: [Said("matched", {"matches": found})])


def judge_match(acting: Acting, *, match: str, verdict: str, reasons: str) -> CaseState:
    """Say of a denial whether it is of essentially the same transfer, and why."""
    body = {"match": match, "verdict": verdict, "reasons": reasons}

    def say(state: CaseState, given: Given) -> list[Said]:
        left = [one for one in state.matches if one.verdict == IDENTICAL and not one.consultation and one.id != match]
        waits = state.state == "awaiting_consultation" and (left or verdict == IDENTICAL)
        ground = given.procedure.consultation_pause if given.procedure else ""
        ends = state.state == "awaiting_consultation" and not waits and ground
        return [Said("match_judged", {**body, "resume": ground} if ends else body)]

    return do(acting, "judge_match", body, say)


def hold(acting: Acting) -> CaseState:
    """Hold a case until the partner who denied has been consulted."""

    def say(_state: CaseState, given: Given) -> list[Said]:
        ground = given.procedure.consultation_pause if given.procedure else ""
        return [Said("held", {"pause": ground} if ground else {})]

    return do(acting, "hold", {}, say)


def record_consultation(acting: Acting, *, match: str, outcome: str, told: str = "") -> CaseState:
    """Write down what came of a consultation; after the last one the case goes back to where it was held."""

    def say(state: CaseState, given: Given) -> list[Said]:
        body = {"match": match, "outcome": outcome, "told": told}
        left = [one for one in state.matches if one.verdict == IDENTICAL and not one.consultation and one.id != match]
        ground = given.law.consultation_pause
        return [Said("consulted", {**body, "resume": ground} if ground and not left else body)]

    return do(acting, "record_consultation", {"match": match, "outcome": outcome}, say)
