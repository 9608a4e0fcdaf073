"""What stands in the way of a decision, how a disagreement is settled, and what can be done against a decision."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from cases import scene
from cases.scene import ARMS, ATOMS, MAKER, OFFICER, OTHER_OFFICER, PROCEDURE, Road, refused, standing
from django.db import transaction

from licet.cases import acts
from licet.cases.approving import in_the_way
from licet.cases.by_law import Bar
from licet.cases.case import CaseState
from licet.cases.faults import NotAllowed, NotPossible

pytestmark = pytest.mark.usefixtures("cast")
_ALL: dict[str, Any] = {"item": "1", "destination": "XB"}
_BARS = replace(PROCEDURE, bars=(Bar("posture", "prohibited", "1 Act 2"),))


def _told(road: Road, procedure: Any = None) -> str:
    """Return what stands in the way of an approval."""
    if procedure is not None:
        road.procedure = procedure
    with pytest.raises(NotPossible) as raised, transaction.atomic():
        road.do(acts.decide, OFFICER, outcome="approved")
    return str(raised.value)


def test_a_case_cannot_be_approved_while_a_factor_is_empty() -> None:
    road = Road().advised()
    road.do(acts.weigh, OFFICER, factor="stability", weight="neutral", evidence="report 1")
    road.do(acts.recommend, OFFICER, outcome="approved", reasons="all agree")
    assert "the factor 'rights' is empty" in _told(road.signed())


def test_a_factor_that_came_into_force_meanwhile_is_empty() -> None:
    road = Road().recommended().signed()
    more = replace(PROCEDURE, factors=(*PROCEDURE.factors, replace(PROCEDURE.factors[0], code="arms_race")))
    assert "the factor 'arms_race' is empty" in _told(road, more)


def test_a_factor_names_the_standard_that_it_asks_for() -> None:
    road = Road().advised()
    about: dict[str, Any] = {"factor": "rights", "weight": "neutral", "evidence": "report"}
    refused(road, "standard: ''", acts.weigh, OFFICER, **about)
    refused(road, "standard: 'maybe'", acts.weigh, OFFICER, **about, standard="maybe")
    refused(road, "evidence: nothing", acts.weigh, OFFICER, **{**about, "evidence": ""}, standard="likely")
    refused(road, "factor: 'weather'", acts.weigh, OFFICER, **{**about, "factor": "weather"})
    road.do(acts.weigh, OFFICER, **about, standard="likely")


def test_a_case_cannot_be_approved_before_every_agency_that_must_see_it_did() -> None:
    road = Road().in_review()
    road.do(acts.refer, OFFICER, referral=PROCEDURE.referrals[0])
    road.do(acts.advise, ARMS, **_ALL, verdict="approve")
    road.weighed().do(acts.recommend, OFFICER, outcome="approved", reasons="all agree")
    assert "'atoms' has not seen the case" in _told(road.signed())


def test_a_case_cannot_be_approved_before_denials_were_looked_up() -> None:
    road = Road().drafted()
    road.do(acts.submit, MAKER, review=scene.engine())
    road.do(acts.take_on, OFFICER)
    assert "denials were not looked up" in str(standing(road))


@pytest.mark.parametrize(
    ("posture", "told"),
    [
        ("prohibited", "'posture' is 'prohibited'; expected another answer; 1 Act 2"),
        (None, "'posture' is open and may be 'prohibited'"),
        ("case_by_case", ""),
    ],
)
def test_what_the_law_bars_nobody_approves_nor_what_it_may_bar(posture: str | None, told: str) -> None:
    road = Road().in_review()
    road.do(acts.redetermine, OFFICER, review=scene.engine("law-2", posture))
    faults = [str(one) for one in in_the_way(road.state, _BARS, "approved") if one.where.startswith("determination")]
    assert len(faults) == bool(told) and all(told in one for one in faults)
    assert not any(one.where.startswith("determination") for one in in_the_way(road.state, _BARS, "refused"))


def test_a_bar_on_a_question_that_the_engine_does_not_answer_is_in_the_way() -> None:
    bars = replace(PROCEDURE, bars=(Bar("licence", "exempt"),))
    assert any(
        "does not answer 'licence'" in str(one) for one in in_the_way(Road().submitted().state, bars, "approved")
    )


def test_a_refusal_names_grounds_of_the_list_and_what_may_be_shown() -> None:
    road = Road().advised()
    about: dict[str, Any] = {"outcome": "refused", "reasons": "it will be diverted"}
    refused(road, "(?s)grounds: none.*shown: nothing", acts.recommend, OFFICER, **about)
    refused(road, "grounds: 'mood'", acts.recommend, OFFICER, **about, grounds=["mood"], shown="Diversion.")


def test_a_ground_that_left_the_list_refuses_nothing_any_more() -> None:
    road = Road().refusal_recommended().signed()
    road.procedure = replace(PROCEDURE, grounds=PROCEDURE.grounds[:1])
    refused(road, "as it stands today", acts.decide, OFFICER, outcome="refused")


def test_provisos_are_not_left_out_of_an_approval() -> None:
    road = Road().referred()
    road.do(acts.advise, ARMS, **_ALL, verdict="approve_with_provisos", provisos=["No night flights."])
    road.do(acts.advise, ATOMS, **_ALL, verdict="approve")
    road.weighed()
    refused(road, "'approved' with 1 provisos", acts.recommend, OFFICER, outcome="approved", reasons="all agree")
    road.do(acts.recommend, OFFICER, outcome="approved_with_provisos", reasons="all agree")
    road.signed()
    refused(road, "outcome: 'approved'", acts.decide, OFFICER, outcome="approved")
    state = road.do(acts.decide, OFFICER, outcome="approved_with_provisos")
    assert [one.state for one in state.provisos] == ["in_force"]


def _disputed() -> Road:
    road = Road().referred()
    road.do(acts.advise, ARMS, **_ALL, verdict="refuse", grounds=["security"])
    road.do(acts.advise, ATOMS, **_ALL, verdict="approve")
    return road.weighed()


def _approve(road: Road) -> CaseState:
    road.do(acts.recommend, OFFICER, outcome="approved", reasons="decided so")
    road.signed()
    return road.do(acts.decide, OFFICER, outcome="approved")


def test_a_case_that_an_agency_refuses_is_approved_only_by_a_step_that_decides_so() -> None:
    road = _disputed()
    assert any("'arms' refuses item 1 for XB" in one for one in standing(road))
    road.do(acts.escalate, OFFICER, why="they disagree")
    assert road.state.state == "escalated" and road.state.steps[0].step == "committee"
    state = road.do(acts.decide_step, OFFICER, outcome="approved", reasons="by vote")
    assert state.state == "in_review"
    assert _approve(road).state == "decided"


def test_an_agency_takes_a_disagreement_further_and_the_last_step_counts() -> None:
    road = _disputed()
    road.do(acts.escalate, OFFICER, why="they disagree")
    road.do(acts.decide_step, OFFICER, outcome="approved", reasons="by vote")
    road.do(acts.escalate, ARMS, why="we do not agree")
    assert road.state.steps[-1].step == "board"
    road.do(acts.decide_step, OFFICER, outcome="refused", reasons="by order")
    assert any("the step board refuses" in one for one in standing(road))
    refused(road, "no step left", acts.escalate, OFFICER, why="they disagree")


def test_a_refusal_that_was_advised_after_the_step_is_not_overcome_by_it() -> None:
    road = _disputed()
    road.do(acts.escalate, OFFICER, why="they disagree")
    road.do(acts.decide_step, OFFICER, outcome="approved", reasons="by vote")
    held = next(one for one in road.state.advised if one.agency == "arms")
    road.do(acts.advise, ARMS, **_ALL, verdict="refuse", grounds=["diversion"], supersedes=held.id)
    assert any("'arms' refuses" in one for one in standing(road))


def test_an_act_without_the_procedure_that_it_needs_is_refused() -> None:
    road = Road().recommended().signed()
    with pytest.raises(NotPossible, match="procedure: none"):
        acts.decide(acts.Acting(road.case, road.state.position, OFFICER, road.at), outcome="approved")


def test_an_appeal_is_heard_by_somebody_else_and_leads_back_to_the_review() -> None:
    road = Road().refused()
    road.do(acts.appeal, MAKER, why="It will not be diverted.")
    with pytest.raises(NotAllowed):
        road.do(acts.reopen, OFFICER, why="it may be so")
    state = road.do(acts.reopen, OTHER_OFFICER, why="it may be so")
    assert state.state == "in_review" and state.decision is None and state.recommendation is None and state.signed == ()


def test_an_approval_is_not_appealed_against() -> None:
    refused(Road().decided(), "decision: 'approved'", acts.appeal, MAKER, why="too slow")


def test_an_applicant_answers_to_an_intended_refusal_and_it_is_signed_again() -> None:
    road = Road().refusal_recommended()
    refused(road, "intent: none that was told", acts.respond, MAKER, text="It will not be diverted.")
    refused(road, "text: nothing", acts.tell_intent, OFFICER, text="")
    road.do(acts.tell_intent, OFFICER, text="A refusal is intended.")
    refused(road, "intent: told already", acts.tell_intent, OFFICER, text="A refusal is intended.")
    assert len(road.signed().state.signed) == 1
    assert road.do(acts.respond, MAKER, text="It will not be diverted.").signed == ()
    assert road.state.intent is not None and road.state.intent.responded == road.at
