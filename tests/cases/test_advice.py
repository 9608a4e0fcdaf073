"""What agencies may say and how, what silence means, and whose a proviso is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from cases import scene
from cases.scene import ARMS, AT, ATOMS, CLOCK, DAY, MAKER, OFFICER, PROCEDURE, Road, refused, standing

from licet.cases import acts
from licet.cases.ledger import of_case

pytestmark = pytest.mark.usefixtures("cast")
_ALL: dict[str, Any] = {"item": "1", "destination": "XB"}


def test_a_referral_names_the_rule_that_asks_for_it_and_is_not_made_twice() -> None:
    road = Road().in_review()
    refused(road, "rule: nothing", acts.refer, OFFICER, referral=replace(PROCEDURE.referrals[0], rule=" "))
    state = road.do(acts.refer, OFFICER, referral=PROCEDURE.referrals[0])
    assert (state.state, state.referrals[0].rule, state.referrals[0].digest) == (
        "referred",
        "procedure/arms",
        "procedure-1",
    )
    refused(road, "which has the case already", acts.refer, OFFICER, referral=PROCEDURE.referrals[0])


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
    refused(Road().referred(), told, acts.advise, ARMS, **{**_ALL, "verdict": "approve", **about})


def test_a_correction_names_what_it_corrects_and_both_stay() -> None:
    road = Road().referred()
    first = road.do(acts.advise, ARMS, **_ALL, verdict="approve").advice[0]
    refused(
        road, f"'{first.id}', the advice that holds", acts.advise, ARMS, **_ALL, verdict="refuse", grounds=["security"]
    )
    state = road.do(acts.advise, ARMS, **_ALL, verdict="refuse", grounds=["security"], supersedes=first.id)
    assert [(one.verdict, one.superseded) for one in state.advice] == [("approve", True), ("refuse", False)]
    refused(road, "the advice that holds", acts.advise, ARMS, **_ALL, verdict="approve", supersedes=first.id)


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
    refused(road, "deadline: 2026-12-03; expected a day before 2026-11-0", acts.fall_silent, CLOCK, agency="atoms")
    road.at = AT + 31 * DAY
    refused(road, "'arms', whose silence says nothing", acts.fall_silent, CLOCK, agency="arms")
    state = road.do(acts.fall_silent, CLOCK, agency="atoms")
    (silent,) = state.advised
    assert (silent.agency, silent.verdict, silent.by) == (
        "atoms",
        "no_objection_by_silence",
        "",
    ) and state.state == "referred"
    refused(road, "agency: 'atoms'", acts.fall_silent, CLOCK, agency="atoms")
    state = road.do(acts.advise, ATOMS, **_ALL, verdict="refuse", grounds=["security"], supersedes=silent.id)
    assert [one.verdict for one in state.advised] == ["refuse"]


def test_silence_says_nothing_while_the_clock_stands_still_nor_before_the_pauses_are_made_up_for() -> None:
    road = Road().referred()
    road.do(acts.pause, OFFICER, ground="assurance", why="asked for")
    road.at = AT + 40 * DAY
    refused(road, "deadline: none, while the clock stands still", acts.fall_silent, CLOCK, agency="atoms")
    road.do(acts.resume, OFFICER, ground="assurance")
    assert road.state.referrals[1].due == AT + 30 * DAY, "the day that the referral names knows of no pause"
    refused(road, "deadline: 2027-01-", acts.fall_silent, CLOCK, agency="atoms")
    road.at = AT + 72 * DAY
    road.do(acts.fall_silent, CLOCK, agency="atoms")
    last = list(of_case(road.case))[-1]
    assert last.kind == "silence_fell" and last.body["deadline"].startswith("2027-01-1")


@pytest.mark.parametrize("silence", [{"limit": None}, {"days": ""}])
def test_where_the_limit_or_its_kind_of_days_was_not_read_silence_says_nothing(silence: dict[str, Any]) -> None:
    road = Road(procedure=replace(PROCEDURE, silences=(replace(PROCEDURE.silences[0], **silence),))).referred()
    road.at = AT + 400 * DAY
    refused(road, "deadline: ", acts.fall_silent, CLOCK, agency="atoms")


def test_who_asked_for_information_was_not_silent() -> None:
    road = Road().referred()
    road.do(acts.advise, ATOMS, **_ALL, verdict="return_for_information")
    road.at = AT + 31 * DAY
    refused(road, "which asked for information", acts.fall_silent, CLOCK, agency="atoms")


def test_without_a_rule_of_the_procedure_nobody_is_silent_ever() -> None:
    road = Road(procedure=replace(PROCEDURE, silences=())).referred()
    road.at = AT + 400 * DAY
    refused(road, "whose silence says nothing", acts.fall_silent, CLOCK, agency="atoms")


def test_what_was_advised_before_a_case_was_referred_again_does_not_answer_it() -> None:
    road = Road().referred()
    first = road.do(acts.advise, ARMS, **_ALL, verdict="approve").advised[0]
    road.do(acts.refer, OFFICER, referral=PROCEDURE.referrals[0])
    state = road.do(acts.advise, ATOMS, **_ALL, verdict="approve")
    assert state.state == "referred" and [one.answered is None for one in state.referrals] == [False, False, True]
    assert any("'arms' has not answered" in one for one in standing(road))
    state = road.do(acts.advise, ARMS, **_ALL, verdict="approve", supersedes=first.id)
    assert state.state == "in_review" and all(one.answered for one in state.referrals)
