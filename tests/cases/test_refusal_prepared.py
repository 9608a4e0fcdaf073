"""With a refusal the notification of partners is prepared as an event, from what the case holds and no more."""

from __future__ import annotations

import pytest
from cases import scene
from cases.procedures import shipped
from cases.scene import MAKER, OTHER_OFFICER, Road
from cases.test_whole_road import ITALY, Way, engine

from licet.cases import acts
from licet.cases.ledger import of_case
from licet.cases.seeing import shown

pytestmark = pytest.mark.usefixtures("database")


def test_an_approval_prepares_nothing_for_partners() -> None:
    scene.people()
    assert Road().decided().state.prepared == ()


def test_a_refusal_prepares_one_notification_that_the_applicant_does_not_see() -> None:
    scene.people()
    road = Road().refused()
    (one,) = road.state.prepared
    assert (one["reference"], one["government"], one["destination"]) == (road.state.reference, "authority", "XB")
    assert one["grounds"][0]["ground"] == "diversion" and one["parties"][0]["name"] == "Sample Survey Authority"
    assert shown(road.state).prepared == ()
    assert [event.kind for event in of_case(road.case)][-2:] == ["decided", "partner_notice_prepared"]


def test_what_the_case_does_not_hold_is_listed_as_missing() -> None:
    scene.people()
    (one,) = Road().refused().state.prepared
    assert {"the end use", "the control entry of item 1", "the address of Sample Survey Authority"} <= set(
        one["missing"]
    )


def test_a_case_that_is_opened_again_has_nothing_prepared() -> None:
    scene.people()
    road = Road().refused()
    road.do(acts.appeal, MAKER, why="It will not be diverted.")
    assert road.do(acts.reopen, OTHER_OFFICER, why="it may be so").prepared == ()


def test_the_united_states_tell_partners_of_the_entry_and_the_ground_with_its_text() -> None:
    way = Way(shipped("us")).submitted(ITALY, "9000000").advised()
    way.recommended("refused", grounds=["category_i"], shown="The presumption was not overcome.").signed("refused")
    way.officer(acts.decide, outcome="refused", review=engine)
    (one,) = way.state.prepared
    assert (one["government"], one["destination"], one["rulebook"]) == ("US", "IT", way.law.rulebook)
    assert one["items"] == [{"item": "1", "described": "drone", "entries": ["1.A.2"], "settled": True, "category": "I"}]
    assert [(ground["ground"], bool(ground["cite"])) for ground in one["grounds"]] == [("category_i", True)]
