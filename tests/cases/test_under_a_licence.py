"""What may be done under a licence, and never beyond it."""

from __future__ import annotations

from typing import Any

import pytest
from cases import scene
from cases.scene import AT, CLOCK, DAY, MAKER, OFFICER, Road, refused

from licet.cases import acts
from licet.cases.case import CaseState
from licet.cases.faults import NotPossible, Overtaken

pytestmark = pytest.mark.usefixtures("cast")


def test_a_licence_permits_no_more_than_was_applied_for() -> None:
    road = Road().decided()
    refused(road, "10 at most, as applied for", acts.issue, OFFICER, **scene.licence("11"))
    refused(road, "1000 at most, as applied for", acts.issue, OFFICER, **scene.licence(value="1000.01"))
    refused(road, "number: 65 characters", acts.issue, OFFICER, **scene.licence(number="L" * 65))
    refused(road, "valid_until", acts.issue, OFFICER, **{**scene.licence(), "valid_until": AT.date()})


def test_no_two_licences_have_one_number() -> None:
    first = Road().issued()
    road = Road(at=first.at).decided()
    assert first.state.licence is not None
    taken = scene.licence(since=road.at, number=first.state.licence.number)
    refused(road, "number: 'L-.*', which another licence has", acts.issue, OFFICER, **taken)
    assert road.do(acts.issue, OFFICER, **{**taken, "number": "L-2"}).state == "issued"


def test_a_case_that_was_refused_gets_no_licence() -> None:
    refused(Road().refused(), "decision: 'refused'", acts.issue, OFFICER, **scene.licence())


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
    refused(road, "7 at least, which was drawn", acts.amend, OFFICER, **scene.licence("6", "900"), why="too many")
    refused(road, "700 at least, which was drawn", acts.amend, OFFICER, **scene.licence("8", "600"), why="too many")
    assert road.do(acts.amend, OFFICER, **scene.licence("7", "700"), why="fewer").state == "amended"
    with pytest.raises(NotPossible, match="0 at most"):
        _draw(road, "1", "0")


def test_a_licence_expires_when_its_days_are_over_and_not_before() -> None:
    road = Road().issued()
    refused(road, "a last day that has passed", acts.expire, CLOCK)
    road.at = AT + 365 * DAY
    assert road.do(acts.expire, CLOCK).state == "expired"


def test_checks_are_planned_and_what_they_found_is_told() -> None:
    road = Road().issued()
    refused(road, "check: 'visit'", acts.plan_check, OFFICER, check="visit", due=AT.date())
    road.do(acts.plan_check, OFFICER, check="post_shipment", due=AT.date())
    state = road.do(acts.record_check, OFFICER, check="M1", on=AT.date(), outcome="as stated", found="all ten")
    assert state.monitoring[0].outcome == "as stated"
    refused(road, "check: 'M1'", acts.record_check, OFFICER, check="M1", on=AT.date(), outcome="not there")


def test_somebody_who_was_overtaken_is_told_by_what_and_overwrites_nothing() -> None:
    road = Road().advised()
    mine = road.again()
    road.do(acts.weigh, OFFICER, factor="stability", weight="for_refusal", evidence="report 1")
    with pytest.raises(Overtaken, match=r"'weighed' at 2026-11-03T\d\d:30 and later; .* read the case again"):
        mine.do(acts.weigh, OFFICER, factor="stability", weight="for_approval", evidence="report 2")
    assert [one.weight for one in acts.read(road.case).worksheet] == ["for_refusal"]
