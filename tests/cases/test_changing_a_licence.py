"""What is done to a licence is signed where the procedure asks for it, and an appeal comes in time."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pytest
from cases import scene
from cases.procedures import shipped
from cases.scene import CHIEF, DAY, MAKER, OFFICER, PROCEDURE, Road, refused
from cases.test_whole_road import ITALY, Way, engine

from licet.cases import acts
from licet.cases.by_law import Limit, SigningStep
from licet.cases.calendar import Calendar
from licet.cases.case import CaseState
from licet.cases.faults import NotAllowed, NotPossible
from licet.cases.people import enrol
from licet.cases.seeing import shown
from licet.cases.signing import to_sign

pytestmark = pytest.mark.usefixtures("database")
_SIGNED = replace(
    PROCEDURE, signing=(*PROCEDURE.signing, SigningStep("change", "the chief", "authority", ("amended", "revoked")))
)


def issued() -> Road:
    scene.people()
    road = Road(procedure=_SIGNED).issued()
    road.at += DAY
    return road


def terms(road: Road, quantity: str = "5", value: str = "500") -> dict[str, Any]:
    assert road.state.licence is not None
    since = datetime.datetime.combine(road.state.licence.valid_from, datetime.time(), datetime.UTC)
    return {**scene.licence(quantity, value, since, road.state.licence.number), "why": "the buyer needs fewer"}


def sign(road: Road) -> CaseState:
    return road.do(acts.sign, CHIEF, step="change", signed=to_sign(road.state))


# What is refused.


def test_a_licence_is_not_amended_without_the_signature_that_the_procedure_asks_for() -> None:
    road = issued()
    refused(road, "signatures: nothing that was proposed", acts.amend, OFFICER, **terms(road))
    road.do(acts.propose_change, OFFICER, change="amended", **terms(road))
    refused(road, "none of the chief", acts.amend, OFFICER, **terms(road))


def test_a_licence_is_not_revoked_without_the_signature_that_the_procedure_asks_for() -> None:
    road = issued()
    refused(road, "nothing that was proposed", acts.revoke, OFFICER, why="it was diverted")
    road.do(acts.propose_change, OFFICER, change="revoked", why="it was diverted")
    refused(road, "none of the chief", acts.revoke, OFFICER, why="it was diverted")


def test_what_was_signed_is_done_and_nothing_else() -> None:
    road = issued()
    road.do(acts.propose_change, OFFICER, change="amended", **terms(road))
    sign(road)
    refused(road, "not what was proposed", acts.amend, OFFICER, **terms(road, "6"))
    refused(road, "not what was proposed", acts.amend, OFFICER, **{**terms(road), "why": "another reason"})
    refused(road, "not what was proposed", acts.revoke, OFFICER, why="the buyer needs fewer")


def test_a_signature_under_an_earlier_proposal_is_none_under_a_later_one() -> None:
    road = issued()
    road.do(acts.propose_change, OFFICER, change="amended", **terms(road))
    sign(road)
    road.do(acts.propose_change, OFFICER, change="amended", **terms(road, "6", "600"))
    refused(road, "none of the chief", acts.amend, OFFICER, **terms(road, "6", "600"))


def test_nobody_signs_the_change_that_they_proposed_themselves() -> None:
    road = issued()
    enrol("olaf", "authority", "countersigner")
    road.do(acts.propose_change, OFFICER, change="amended", **terms(road))
    with pytest.raises(NotAllowed):
        road.do(acts.sign, replace(OFFICER, role="countersigner"), step="change", signed=to_sign(road.state))


def test_nothing_is_signed_under_a_licence_of_which_no_change_is_proposed() -> None:
    road = issued()
    enrol("cleo", "authority", "countersigner")
    with pytest.raises(NotPossible, match="step: 'change'"):
        road.do(acts.sign, replace(CHIEF, person="cleo"), step="change", signed=to_sign(road.state))


@pytest.mark.parametrize(
    ("changed", "told"),
    [({"change": "sold"}, "change: 'sold'"), ({"why": " "}, "why: nothing"), ({"items": []}, "items: none")],
)
def test_a_proposal_that_cannot_be_used_is_refused(changed: dict[str, Any], told: str) -> None:
    road = issued()
    refused(road, told, acts.propose_change, OFFICER, **{"change": "amended", **terms(road), **changed})


# What is done.


def test_an_amendment_is_made_as_it_was_proposed_and_signed_and_leaves_nothing_proposed() -> None:
    road = issued()
    road.do(acts.propose_change, OFFICER, change="amended", **terms(road))
    assert shown(road.state).proposed is None, "the applicant learns of it when it is done"
    sign(road)
    road.do(acts.draw_down, MAKER, item="1", quantity="1", value="100", on=road.at.date(), reference="D-1")
    state = road.do(acts.amend, OFFICER, **terms(road))
    assert state.state == "amended" and state.proposed is None and state.licence is not None
    assert str(state.licence.items[0].quantity) == "5"


def test_a_revocation_is_made_as_it_was_proposed_and_signed() -> None:
    road = issued()
    road.do(acts.propose_change, OFFICER, change="revoked", why="it was diverted", shown="It left your hands.")
    sign(road)
    refused(road, "not what was proposed", acts.revoke, OFFICER, why="it was diverted", shown="It was lost.")
    revoked = road.do(acts.revoke, OFFICER, why="it was diverted", shown="It left your hands.")
    assert revoked.state == "revoked" and revoked.closed_shown == "It left your hands."


def test_a_licence_of_the_united_states_is_revoked_with_the_signature_of_the_director() -> None:
    way = Way(shipped("us")).submitted(ITALY, "9000000").advised().weighed().recommended().signed()
    way.officer(acts.decide, outcome="approved", review=engine)
    way.issued()
    with pytest.raises(NotPossible, match="nothing that was proposed"):
        way.officer(acts.revoke, why="it was diverted")
    way.officer(acts.propose_change, change="revoked", why="it was diverted")
    way.signed("revoked")
    assert way.officer(acts.revoke, why="it was diverted").state == "revoked"


# Appeals.


def appealing(days: int, limit: Limit) -> Road:
    scene.people()
    road = Road(
        procedure=replace(PROCEDURE, appeals=(limit,), calendar=Calendar(frozenset({5, 6}), (), "UTC"))
    ).refused()
    assert road.state.decision is not None
    road.at = road.state.decision.at + days * DAY - scene.HOUR
    return road


@pytest.mark.parametrize("starts", ["decided", "refusal_final"])
def test_an_appeal_after_its_days_is_refused_with_the_text_that_says_so(starts: str) -> None:
    road = appealing(31, Limit("appeal", starts, 30, "calendar", "1 Act 5", "partial"))
    refused(road, r"expected a day up to 2026-12-0\d \(1 Act 5, partial\)", acts.appeal, MAKER, why="It will not be.")


def test_an_appeal_on_the_last_day_is_heard() -> None:
    road = appealing(30, Limit("appeal", "decided", 30, "calendar"))
    assert road.do(acts.appeal, MAKER, why="It will not be.").state == "appealed"


def test_where_the_kind_of_days_was_not_read_they_are_counted_by_the_one_that_ends_latest() -> None:
    assert appealing(40, Limit("appeal", "decided", 30, "")).do(acts.appeal, MAKER, why="No.").state == "appealed"


def test_days_that_are_over_by_any_counting_are_over() -> None:
    refused(appealing(50, Limit("appeal", "decided", 30, "")), "a day up to", acts.appeal, MAKER, why="No.")


def test_a_limit_of_which_the_start_is_not_known_shuts_nobody_out() -> None:
    road = appealing(400, Limit("appeal", "intent_to_deny", 30, "calendar"))
    assert road.do(acts.appeal, MAKER, why="No.").state == "appealed"


def test_the_procedure_brings_the_days_of_an_appeal_with_the_standing_of_their_text() -> None:
    found = Way(shipped("us")).submitted(ITALY, "9000000").law.appeals
    assert [(one.limit, one.days, one.standing) for one in found] == [(30, "", "unverified")]
