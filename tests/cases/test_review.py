"""What a review may and may not do: advice, provisos, factors, denials, signatures, escalation and the decision."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from cases import scene
from cases.scene import (
    ARMS,
    AT,
    ATOMS,
    CHIEF,
    CLOCK,
    DAY,
    DENIALS,
    GENERAL,
    MAKER,
    OFFICER,
    OTHER_OFFICER,
    PROCEDURE,
    Road,
)
from django.db import transaction

from licet.cases import acts
from licet.cases.approving import in_the_way
from licet.cases.by_law import Bar
from licet.cases.case import CaseState
from licet.cases.faults import NotAllowed, NotPossible, Overtaken
from licet.cases.people import enrol
from licet.cases.signing import to_sign

pytestmark = [pytest.mark.usefixtures("database"), pytest.mark.usefixtures("cast")]
_ALL: dict[str, Any] = {"item": "1", "destination": "XB"}
_BARS = replace(PROCEDURE, bars=(Bar("posture", "prohibited", "1 Act 2"),))


@pytest.fixture
def cast(database: object) -> None:
    """Have all people."""
    scene.people()


def _refused(road: Road, told: str, act: Any, who: Any, **about: Any) -> None:
    """An act is refused with these words, and the case is as it was."""
    before = road.state
    with pytest.raises(NotPossible, match=told):
        road.do(act, who, **about)
    assert acts.read(road.case) == before


# Intake


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"items": []}, "items: none"),
        ({"items": [{**scene.ITEMS[0], "quantity": "0"}]}, r"items.1.quantity: '0'"),
        ({"items": [{**scene.ITEMS[0], "quantity": 0.5}]}, r"items.1.quantity: '0.5'"),
        ({"items": [{**scene.ITEMS[0], "quantity": "NaN"}]}, r"items.1.quantity: 'NaN'"),
        ({"items": [{**scene.ITEMS[0], "currency": ""}]}, r"items.1.currency: ''"),
        ({"items": [*scene.ITEMS, *scene.ITEMS]}, "ids that are empty or there twice"),
        ({"destinations": []}, "destinations: none"),
        ({"destinations": ["XB", "XB"]}, "destinations: XB, XB"),
        ({"transfer": {"recipient": "XB"}}, "put them under items and destinations"),
    ],
)
def test_a_draft_that_states_too_little_is_refused(changed: dict[str, Any], told: str) -> None:
    with pytest.raises(NotPossible, match=told):
        Road().drafted(**changed)


def test_a_case_is_not_begun_twice() -> None:
    road = Road().drafted()
    _refused(
        road,
        "'create_draft' in the state draft",
        acts.create_draft,
        MAKER,
        transfer={},
        items=scene.ITEMS,
        destinations=["XB"],
    )


def test_on_submission_the_determination_is_frozen_for_each_item_and_destination() -> None:
    road = Road().drafted(destinations=["XB", "XC"])
    state = road.do(acts.submit, MAKER, review=scene.engine("law-7"))
    assert [(one.item, one.destination, one.rulebook, one.day) for one in state.latest] == [
        ("1", "XB", "law-7", AT.date()),
        ("1", "XC", "law-7", AT.date()),
    ]
    assert state.latest[1].transfer == {
        **scene.TRANSFER,
        "item": {"kind": "uas"},
        "recipient": "XC",
        "date": "2026-11-03",
    }
    assert state.latest[0].findings["answers"]["posture"]["value"] == "case_by_case" and state.state == "submitted"


def test_one_content_that_is_handed_in_twice_is_kept_once() -> None:
    road = Road().drafted()
    road.do(acts.attach, MAKER, name="a.pdf", kind="end_use_certificate", content=b"same")
    state = road.do(acts.attach, MAKER, name="b.pdf", kind="assurance", content=b"same")
    assert len({one.digest for one in state.attachments}) == 1 and [one.name for one in state.attachments] == [
        "a.pdf",
        "b.pdf",
    ]
    _refused(road, "content: nothing", acts.attach, MAKER, name="c.pdf", kind="assurance", content=b"")


def test_the_clocks_stand_still_while_the_applicant_is_asked_and_run_on_after_the_last_answer() -> None:
    road = Road().referred()
    road.do(acts.ask_applicant, OFFICER, question="To whom?")
    state = road.do(acts.ask_applicant, OFFICER, question="Through whom?")
    assert state.state == "awaiting_applicant" and [(one.ground, one.until) for one in state.pauses] == [
        ("applicant", None)
    ]
    state = road.do(acts.answer, MAKER, question="Q1", text="To them.")
    assert state.state == "awaiting_applicant" and state.pauses[0].until is None
    _refused(road, "question: 'Q1'", acts.answer, MAKER, question="Q1", text="To others.")
    state = road.do(acts.answer, MAKER, question="Q2", text="Through them.")
    assert state.state == "referred" and state.pauses[0].until == road.at


def test_a_review_goes_on_without_an_answer_that_never_comes_and_says_so() -> None:
    road = Road().referred()
    road.do(acts.ask_applicant, OFFICER, question="To whom?")
    _refused(road, "why: nothing", acts.drop_question, OFFICER, question="Q1", why="")
    state = road.do(acts.drop_question, OFFICER, question="Q1", why="no answer came")
    assert (
        state.state == "referred"
        and state.asked[0].dropped
        and not state.asked[0].answer
        and state.pauses[0].until == road.at
    )


def test_what_was_said_of_a_case_before_it_was_stated_anew_counts_no_more() -> None:
    road = Road().advised().weighed()
    road.do(acts.ask_applicant, OFFICER, question="How many?")
    state = road.do(
        acts.restate,
        MAKER,
        transfer=scene.TRANSFER,
        items=[{**scene.ITEMS[0], "quantity": "99"}],
        destinations=["XB"],
        review=scene.engine("law-2"),
    )
    assert state.advised == () and state.worksheet == () and state.matched is None and len(state.determinations) == 2
    state = road.do(acts.answer, MAKER, question="Q1", text="Ninety-nine.")
    assert state.state == "referred" and all(one.answered is None for one in state.referrals)


# Referral and advice


def test_a_referral_names_the_rule_that_asks_for_it_and_is_not_made_twice() -> None:
    road = Road().in_review()
    _refused(road, "rule: nothing", acts.refer, OFFICER, referral=replace(PROCEDURE.referrals[0], rule=" "))
    state = road.do(acts.refer, OFFICER, referral=PROCEDURE.referrals[0])
    assert (state.state, state.referrals[0].rule, state.referrals[0].digest) == (
        "referred",
        "procedure/arms",
        "procedure-1",
    )
    _refused(road, "which has the case already", acts.refer, OFFICER, referral=PROCEDURE.referrals[0])


@pytest.mark.parametrize(
    ("about", "told"),
    [
        ({"item": "2"}, "item: '2'"),
        ({"destination": "XZ"}, "destination: 'XZ'"),
        ({"verdict": "no_objection_by_silence"}, "verdict: 'no_objection_by_silence'"),
        ({"verdict": "refuse"}, "grounds: none"),
        ({"verdict": "refuse", "grounds": ["dislike"]}, "grounds: 'dislike'"),
        ({"grounds": ["security"]}, "they are the grounds of a refusal"),
        ({"verdict": "approve_with_provisos"}, "provisos: none"),
        ({"verdict": "approve_with_provisos", "provisos": ["  "]}, "provisos: an empty one"),
        ({"provisos": ["No night flights."]}, "with the verdict 'approve'"),
        ({"supersedes": "7"}, "there is no advice yet"),
    ],
)
def test_advice_that_cannot_be_used_is_refused(about: dict[str, Any], told: str) -> None:
    _refused(Road().referred(), told, acts.advise, ARMS, **{**_ALL, "verdict": "approve", **about})


def test_a_correction_names_what_it_corrects_and_both_stay() -> None:
    road = Road().referred()
    first = road.do(acts.advise, ARMS, **_ALL, verdict="approve").advice[0]
    _refused(
        road, f"'{first.id}', the advice that holds", acts.advise, ARMS, **_ALL, verdict="refuse", grounds=["security"]
    )
    state = road.do(acts.advise, ARMS, **_ALL, verdict="refuse", grounds=["security"], supersedes=first.id)
    assert [(one.verdict, one.superseded) for one in state.advice] == [("approve", True), ("refuse", False)]
    _refused(road, "the advice that holds", acts.advise, ARMS, **_ALL, verdict="approve", supersedes=first.id)


def test_a_case_comes_back_when_the_last_agency_has_answered_all_of_it() -> None:
    road = Road().drafted(destinations=["XB", "XC"])
    road.do(acts.submit, MAKER, review=scene.engine())
    road.do(acts.take_on, OFFICER)
    road.do(acts.refer, OFFICER, referral=PROCEDURE.referrals[0])
    assert road.do(acts.advise, ARMS, **_ALL, verdict="approve").state == "referred"
    state = road.do(acts.advise, ARMS, item="1", destination="XC", verdict="approve")
    assert state.state == "in_review" and state.referrals[0].answered == road.at


def test_a_request_for_information_is_no_answer() -> None:
    road = Road().referred()
    road.do(acts.advise, ATOMS, **_ALL, verdict="approve")
    state = road.do(acts.advise, ARMS, **_ALL, verdict="return_for_information", text="Which engine?")
    assert state.state == "referred" and state.referrals[0].answered is None


def test_silence_is_no_objection_only_where_a_rule_says_so_and_the_time_is_over() -> None:
    road = Road().referred()
    due = AT + 30 * DAY
    _refused(road, "an hour that has passed", acts.fall_silent, CLOCK, agency="atoms", deadline=due)
    road.at = due
    _refused(road, "'arms', whose silence says nothing", acts.fall_silent, CLOCK, agency="arms", deadline=due)
    state = road.do(acts.fall_silent, CLOCK, agency="atoms", deadline=due)
    (silent,) = state.advised
    assert (silent.agency, silent.verdict, silent.by) == (
        "atoms",
        "no_objection_by_silence",
        "",
    ) and state.state == "referred"
    _refused(road, "agency: 'atoms'", acts.fall_silent, CLOCK, agency="atoms", deadline=due)
    state = road.do(acts.advise, ATOMS, **_ALL, verdict="refuse", grounds=["security"], supersedes=silent.id)
    assert [one.verdict for one in state.advised] == ["refuse"]


def test_who_asked_for_information_was_not_silent() -> None:
    road = Road().referred()
    road.do(acts.advise, ATOMS, **_ALL, verdict="return_for_information")
    road.at = AT + 31 * DAY
    _refused(road, "which asked for information", acts.fall_silent, CLOCK, agency="atoms", deadline=AT + 30 * DAY)


def test_without_a_rule_of_the_procedure_nobody_is_silent_ever() -> None:
    road = Road(procedure=replace(PROCEDURE, silences=())).referred()
    road.at = AT + 400 * DAY
    _refused(road, "whose silence says nothing", acts.fall_silent, CLOCK, agency="atoms", deadline=AT + 30 * DAY)


# Provisos and signatures


def test_a_proviso_is_dropped_by_nobody_but_the_agency_that_set_it() -> None:
    road = Road().referred()
    road.do(acts.advise, ARMS, **_ALL, verdict="approve_with_provisos", provisos=["No night flights."])
    for who in (OFFICER, ATOMS, CHIEF):
        with pytest.raises(NotAllowed):
            road.do(acts.drop_proviso, who, proviso="P1", why="it is in the way")
    state = road.do(acts.drop_proviso, ARMS, proviso="P1", why="it is not needed")
    assert [(one.owner, one.state) for one in state.provisos] == [("arms", "dropped")] and state.conditions == ()


def test_a_signature_is_undone_when_a_proviso_is_added() -> None:
    road = Road().recommended()
    road.do(acts.sign, CHIEF, step="chief", signed=to_sign(road.state))
    assert len(road.state.signed) == 1
    state = road.do(acts.add_proviso, ARMS, text="No night flights.")
    assert state.signed == () and state.signatures[0].undone == road.at


@pytest.mark.parametrize(
    "change",
    [
        lambda road: road.do(acts.weigh, OFFICER, factor="stability", weight="for_refusal", evidence="report 9"),
        lambda road: road.do(acts.attach, MAKER, name="x", kind="assurance", content=b"new"),
        lambda road: road.do(acts.redetermine, OFFICER, review=scene.engine("law-2")),
        lambda road: road.do(acts.advise, ATOMS, **_ALL, verdict="approve", supersedes=road.state.advised[1].id),
        lambda road: road.do(acts.match, CLOCK, matches=[{"id": "d9", "denial": "XC 1", "partner": "XC"}]),
        lambda road: road.do(acts.send_back, CHIEF, why="not yet"),
    ],
)
def test_a_signature_falls_whatever_of_the_signed_changes(change: Any) -> None:
    road = Road().recommended().signed()
    assert len(road.state.signed) == 2
    change(road)
    assert len(road.state.signed) == 0


def test_what_does_not_change_the_signed_leaves_a_signature() -> None:
    road = Road().recommended().signed()
    road.do(acts.hand_over, OTHER_OFFICER, officer="ofra")
    road.do(acts.pause, OTHER_OFFICER, ground="assurance", why="asked for")
    assert len(road.state.signed) == 2


def test_signatures_come_in_their_order_and_of_what_stands() -> None:
    road = Road().recommended()
    with pytest.raises(NotAllowed):
        road.do(acts.sign, GENERAL, step="general", signed=to_sign(road.state))
    _refused(road, "as the case stands", acts.sign, CHIEF, step="chief", signed="0" * 64)
    _refused(road, "step: 'general'", acts.sign, CHIEF, step="general", signed=to_sign(road.state))
    _refused(road, "(?s)none of the chief.*none of the general", acts.decide, OFFICER, outcome="approved")
    road.do(acts.sign, CHIEF, step="chief", signed=to_sign(road.state))
    _refused(road, "none of the general", acts.decide, OFFICER, outcome="approved")


def test_nobody_signs_what_they_recommended() -> None:
    enrol("olaf", "authority", "countersigner")
    road = Road().recommended()
    with pytest.raises(NotAllowed):
        road.do(acts.sign, replace(OFFICER, role="countersigner"), step="chief", signed=to_sign(road.state))


def test_a_refusal_needs_fewer_signatures_where_the_procedure_says_so() -> None:
    assert Road().refused().state.state == "decided"


# Decision


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
    _refused(road, "standard: ''", acts.weigh, OFFICER, **about)
    _refused(road, "standard: 'maybe'", acts.weigh, OFFICER, **about, standard="maybe")
    _refused(road, "evidence: nothing", acts.weigh, OFFICER, **{**about, "evidence": ""}, standard="likely")
    _refused(road, "factor: 'weather'", acts.weigh, OFFICER, **{**about, "factor": "weather"})
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
    assert "denials were not looked up" in str(_standing(road))


def _standing(road: Road) -> list[Any]:
    return list(map(str, in_the_way(road.state, PROCEDURE, "approved")))


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


def test_a_denial_without_a_verdict_or_a_consultation_that_frees_is_in_the_way() -> None:
    road = Road().denied_before()
    assert any("denial XC 2024/7 has no verdict" in one for one in _standing(road))
    _refused(
        road, "reasons: nothing", acts.judge_match, DENIALS, match="d1", verdict="essentially_identical", reasons=" "
    )
    road.do(acts.judge_match, DENIALS, match="d1", verdict="essentially_identical", reasons="the same buyer")
    assert any("no outcome of the consultation on denial XC 2024/7" in one for one in _standing(road))
    road.do(acts.hold, DENIALS)
    _refused(road, "outcome: 'shrugs'", acts.record_consultation, DENIALS, match="d1", outcome="shrugs")
    state = road.do(acts.record_consultation, DENIALS, match="d1", outcome="objects")
    assert state.state == "in_review" and any("the outcome 'objects'" in one for one in _standing(road))


def test_consultation_frees_a_case_that_was_held_and_the_clocks_run_on() -> None:
    road = Road().held()
    assert road.state.state == "awaiting_consultation" and road.state.pauses[0].until is None
    state = road.do(acts.record_consultation, DENIALS, match="d1", outcome="agrees")
    assert state.state == "in_review" and state.pauses[0].until == road.at
    assert not any("denial" in one for one in _standing(road))


def test_a_case_that_is_held_for_a_denial_that_turns_out_to_be_another_goes_on() -> None:
    road = Road().held()
    state = road.do(acts.judge_match, DENIALS, match="d1", verdict="not_identical", reasons="another buyer after all")
    assert state.state == "in_review" and state.pauses[0].until == road.at


def test_a_match_that_is_found_again_keeps_its_verdict() -> None:
    road = Road().judged()
    state = road.do(
        acts.match,
        CLOCK,
        matches=[{"id": "d1", "denial": "XC 2024/7", "partner": "XC"}, {"id": "d2", "denial": "XD 1", "partner": "XD"}],
    )
    assert [(one.id, one.verdict) for one in state.matches] == [("d1", "essentially_identical"), ("d2", "")]


def test_a_case_is_not_held_for_a_denial_that_is_of_something_else() -> None:
    road = Road().denied_before()
    road.do(acts.judge_match, DENIALS, match="d1", verdict="not_identical", reasons="another buyer")
    _refused(road, "no denial to consult on", acts.hold, DENIALS)


def test_a_refusal_names_grounds_of_the_list_and_what_may_be_shown() -> None:
    road = Road().advised()
    about: dict[str, Any] = {"outcome": "refused", "reasons": "it will be diverted"}
    _refused(road, "(?s)grounds: none.*shown: nothing", acts.recommend, OFFICER, **about)
    _refused(road, "grounds: 'mood'", acts.recommend, OFFICER, **about, grounds=["mood"], shown="Diversion.")


def test_a_ground_that_left_the_list_refuses_nothing_any_more() -> None:
    road = Road().refusal_recommended().signed()
    road.procedure = replace(PROCEDURE, grounds=PROCEDURE.grounds[:1])
    _refused(road, "as it stands today", acts.decide, OFFICER, outcome="refused")


def test_provisos_are_not_left_out_of_an_approval() -> None:
    road = Road().referred()
    road.do(acts.advise, ARMS, **_ALL, verdict="approve_with_provisos", provisos=["No night flights."])
    road.do(acts.advise, ATOMS, **_ALL, verdict="approve")
    road.weighed()
    _refused(road, "'approved' with 1 provisos", acts.recommend, OFFICER, outcome="approved", reasons="all agree")
    road.do(acts.recommend, OFFICER, outcome="approved_with_provisos", reasons="all agree")
    road.signed()
    _refused(road, "outcome: 'approved'", acts.decide, OFFICER, outcome="approved")
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
    assert any("'arms' refuses item 1 for XB" in one for one in _standing(road))
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
    assert any("the step board refuses" in one for one in _standing(road))
    _refused(road, "no step left", acts.escalate, OFFICER, why="they disagree")


def test_a_refusal_that_was_advised_after_the_step_is_not_overcome_by_it() -> None:
    road = _disputed()
    road.do(acts.escalate, OFFICER, why="they disagree")
    road.do(acts.decide_step, OFFICER, outcome="approved", reasons="by vote")
    held = next(one for one in road.state.advised if one.agency == "arms")
    road.do(acts.advise, ARMS, **_ALL, verdict="refuse", grounds=["diversion"], supersedes=held.id)
    assert any("'arms' refuses" in one for one in _standing(road))


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
    _refused(Road().decided(), "decision: 'approved'", acts.appeal, MAKER, why="too slow")


# Under a licence


def test_a_licence_permits_no_more_than_was_applied_for() -> None:
    road = Road().decided()
    _refused(road, "10 at most, as applied for", acts.issue, OFFICER, **scene.licence("11"))
    _refused(road, "1000 at most, as applied for", acts.issue, OFFICER, **scene.licence(value="1000.01"))
    _refused(road, "valid_until", acts.issue, OFFICER, **{**scene.licence(), "valid_until": AT.date()})


def test_a_case_that_was_refused_gets_no_licence() -> None:
    _refused(Road().refused(), "decision: 'refused'", acts.issue, OFFICER, **scene.licence())


def _draw(road: Road, quantity: str, value: str, **other: Any) -> CaseState:
    return road.do(
        acts.draw_down,
        MAKER,
        **{"item": "1", "quantity": quantity, "value": value, "on": AT.date(), "reference": "D", **other},
    )


def test_nobody_ships_beyond_a_licence() -> None:
    road = Road().issued()
    _draw(road, "7", "700")
    for quantity, value, told in (
        ("4", "1", "3 at most"),
        ("1", "300.01", "300 at most"),
        ("-1", "1", "'-1'"),
        ("1", "", "value: 'None'|value: ''"),
    ):
        with pytest.raises(NotPossible, match=told):
            _draw(road, quantity, value)
    assert _draw(road, "3", "300").drawn[-1].quantity == 3
    with pytest.raises(NotPossible, match="0 at most"):
        _draw(road, "0.001", "0")


def test_nobody_ships_before_or_after_the_days_of_a_licence_or_in_the_future() -> None:
    road = Road().issued()
    licence = road.state.licence
    assert licence is not None
    for day in (licence.valid_from - DAY, licence.valid_until, road.at.date() + 2 * DAY):
        with pytest.raises(NotPossible, match="on: "):
            _draw(road, "1", "1", on=day)


def test_a_licence_is_not_cut_below_what_was_shipped() -> None:
    road = Road().issued()
    _draw(road, "7", "700")
    _refused(road, "7 at least, which was drawn", acts.amend, OFFICER, **scene.licence("6", "900"), why="too many")
    _refused(road, "700 at least, which was drawn", acts.amend, OFFICER, **scene.licence("8", "600"), why="too many")
    assert road.do(acts.amend, OFFICER, **scene.licence("7", "700"), why="fewer").state == "amended"
    with pytest.raises(NotPossible, match="0 at most"):
        _draw(road, "1", "0")


def test_a_licence_expires_when_its_days_are_over_and_not_before() -> None:
    road = Road().issued()
    _refused(road, "a last day that has passed", acts.expire, CLOCK)
    road.at = AT + 365 * DAY
    assert road.do(acts.expire, CLOCK).state == "expired"


def test_checks_are_planned_and_what_they_found_is_told() -> None:
    road = Road().issued()
    _refused(road, "check: 'visit'", acts.plan_check, OFFICER, check="visit", due=AT.date())
    road.do(acts.plan_check, OFFICER, check="post_shipment", due=AT.date())
    state = road.do(acts.record_check, OFFICER, check="M1", on=AT.date(), outcome="as stated", found="all ten")
    assert state.monitoring[0].outcome == "as stated"
    _refused(road, "check: 'M1'", acts.record_check, OFFICER, check="M1", on=AT.date(), outcome="not there")


def test_somebody_who_was_overtaken_is_told_by_what_and_overwrites_nothing() -> None:
    road = Road().advised()
    mine = road.again()
    road.do(acts.weigh, OFFICER, factor="stability", weight="for_refusal", evidence="report 1")
    with pytest.raises(Overtaken, match=r"'weighed' at 2026-11-03T\d\d:30 and later; .* read the case again"):
        mine.do(acts.weigh, OFFICER, factor="stability", weight="for_approval", evidence="report 2")
    assert [one.weight for one in acts.read(road.case).worksheet] == ["for_refusal"]
