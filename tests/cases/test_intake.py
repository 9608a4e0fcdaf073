"""What an application must state, what is frozen when it is submitted, and what is asked of the applicant."""

from __future__ import annotations

from typing import Any

import pytest
from cases import scene
from cases.scene import AT, MAKER, OFFICER, Road, refused

from licet.cases import acts
from licet.cases.faults import NotPossible

pytestmark = pytest.mark.usefixtures("cast")


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"items": []}, "items: none"),
        ({"items": [{**scene.ITEMS[0], "quantity": "0"}]}, r"items.1.quantity: '0'"),
        ({"items": [{**scene.ITEMS[0], "quantity": 0.5}]}, r"items.1.quantity: '0.5'"),
        ({"items": [{**scene.ITEMS[0], "quantity": "NaN"}]}, r"items.1.quantity: 'NaN'"),
        ({"items": [{**scene.ITEMS[0], "currency": ""}]}, r"items.1.currency: ''"),
        ({"items": [*scene.ITEMS, *scene.ITEMS]}, "ids that are empty or there twice"),
        ({"reference": "C" * 41}, "reference: 41 characters"),
        ({"destinations": []}, "destinations: none"),
        ({"destinations": ["XB", "XB"]}, "destinations: XB, XB"),
        ({"transfer": {"recipient": "XB"}}, "put them under items and destinations"),
    ],
)
def test_a_draft_that_states_too_little_is_refused(changed: dict[str, Any], told: str) -> None:
    with pytest.raises(NotPossible, match=told):
        Road().drafted(**changed)


def test_no_two_cases_have_one_reference() -> None:
    first = Road().drafted(reference="C-1")
    with pytest.raises(NotPossible, match="reference: 'C-1', which another case has"):
        Road(at=first.at).drafted(reference="C-1")


def test_a_case_is_not_begun_twice() -> None:
    road = Road().drafted()
    refused(
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
    refused(road, "content: nothing", acts.attach, MAKER, name="c.pdf", kind="assurance", content=b"")


def test_the_clocks_stand_still_while_the_applicant_is_asked_and_run_on_after_the_last_answer() -> None:
    road = Road().referred()
    road.do(acts.ask_applicant, OFFICER, question="To whom?")
    state = road.do(acts.ask_applicant, OFFICER, question="Through whom?")
    assert state.state == "awaiting_applicant" and [(one.ground, one.until) for one in state.pauses] == [
        ("applicant", None)
    ]
    state = road.do(acts.answer, MAKER, question="Q1", text="To them.")
    assert state.state == "awaiting_applicant" and state.pauses[0].until is None
    refused(road, "question: 'Q1'", acts.answer, MAKER, question="Q1", text="To others.")
    state = road.do(acts.answer, MAKER, question="Q2", text="Through them.")
    assert state.state == "referred" and state.pauses[0].until == road.at


def test_a_review_goes_on_without_an_answer_that_never_comes_and_says_so() -> None:
    road = Road().referred()
    road.do(acts.ask_applicant, OFFICER, question="To whom?")
    refused(road, "why: nothing", acts.drop_question, OFFICER, question="Q1", why="")
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
