"""Provisos are dropped by their owners alone, and a signature falls when what was signed changes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from cases import scene
from cases.scene import ARMS, ATOMS, CHIEF, CLOCK, GENERAL, MAKER, OFFICER, OTHER_OFFICER, Road, refused

from licet.cases import acts
from licet.cases.faults import NotAllowed
from licet.cases.people import enrol
from licet.cases.signing import to_sign

pytestmark = pytest.mark.usefixtures("cast")
_ALL: dict[str, Any] = {"item": "1", "destination": "XB"}


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
    refused(road, "as the case stands", acts.sign, CHIEF, step="chief", signed="0" * 64)
    refused(road, "step: 'general'", acts.sign, CHIEF, step="general", signed=to_sign(road.state))
    refused(road, "(?s)none of the chief.*none of the general", acts.decide, OFFICER, outcome="approved")
    road.do(acts.sign, CHIEF, step="chief", signed=to_sign(road.state))
    refused(road, "none of the general", acts.decide, OFFICER, outcome="approved")


def test_nobody_signs_what_they_recommended() -> None:
    enrol("olaf", "authority", "countersigner")
    road = Road().recommended()
    with pytest.raises(NotAllowed):
        road.do(acts.sign, replace(OFFICER, role="countersigner"), step="chief", signed=to_sign(road.state))


def test_a_refusal_needs_fewer_signatures_where_the_procedure_says_so() -> None:
    assert Road().refused().state.state == "decided"
