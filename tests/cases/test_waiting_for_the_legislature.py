"""A licence waits until the legislature was notified and its days have run, by what the determination and the tables say."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pytest
from cases import scene
from cases.procedures import shipped
from cases.scene import DAY, OFFICER, PROCEDURE, Road, refused
from cases.test_whole_road import ITALY, Way, engine

from licet.cases import acts
from licet.cases.by_law import LegislativeNotice
from licet.cases.faults import NotPossible
from licet.cases.seeing import shown

pytestmark = pytest.mark.usefixtures("database")
FORMAL = LegislativeNotice("formal", "Notice to the assembly", 30, "calendar", "assembly", "1 Act 9")


def decided(notice: LegislativeNotice = FORMAL) -> Road:
    scene.people()
    return Road(procedure=replace(PROCEDURE, notices=(notice,), pauses=(*PROCEDURE.pauses, "assembly"))).decided()


def terms(road: Road) -> dict[str, Any]:
    return scene.licence(since=road.at)


def told(road: Road, **changed: Any) -> dict[str, Any]:
    return {"notice": "formal", "on": road.at.date(), "reference": "N-1", **changed}


def test_a_licence_is_not_issued_before_the_notice_was_given() -> None:
    road = decided()
    refused(
        road,
        r"notice formal: not given; expected Notice to the assembly \(1 Act 9\)",
        acts.issue,
        OFFICER,
        **terms(road),
    )


def test_a_notice_that_may_be_asked_for_is_not_taken_for_one_that_is_not() -> None:
    road = decided(replace(FORMAL, certain=False))
    refused(road, "it is open whether it is asked for", acts.issue, OFFICER, **terms(road))


def test_a_licence_is_not_issued_before_the_days_of_the_notice_have_run() -> None:
    road = decided()
    road.do(acts.record_notice, OFFICER, **told(road))
    given = road.at
    road.at = given + 30 * DAY - 3 * scene.HOUR
    refused(
        road, "notice formal: given on 2026-11-0.; expected a day after 2026-12-0", acts.issue, OFFICER, **terms(road)
    )
    road.at = given + 31 * DAY
    assert road.do(acts.issue, OFFICER, **terms(road)).state == "issued"


def test_days_of_a_kind_that_was_not_read_run_until_they_have_by_any_counting() -> None:
    road = decided(replace(FORMAL, days=""))
    working = replace(PROCEDURE.calendar, weekend=frozenset({5, 6}))
    road.procedure = replace(road.procedure, calendar=working)
    road.do(acts.record_notice, OFFICER, **told(road))
    road.at += 35 * DAY
    refused(road, "expected a day after 2026-12-1", acts.issue, OFFICER, **terms(road))


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"notice": "tea"}, "notice: 'tea'"),
        ({"reference": " "}, "reference: nothing"),
        ({"on": datetime.date(2027, 1, 1)}, "not to come"),
    ],
)
def test_a_notice_that_nobody_asks_for_or_can_find_or_that_is_to_come_is_none(changed: Any, fault: str) -> None:
    road = decided()
    refused(road, fault, acts.record_notice, OFFICER, **told(road, **changed))


def test_the_clocks_stand_still_from_a_notice_that_is_given_before_the_decision() -> None:
    scene.people()
    road = Road(procedure=replace(PROCEDURE, notices=(FORMAL,), pauses=(*PROCEDURE.pauses, "assembly"))).in_review()
    state = road.do(acts.record_notice, OFFICER, **told(road))
    assert [(one.ground, one.until) for one in state.pauses] == [("assembly", None)]
    assert shown(state).notified == () and shown(state).pauses == ()
    assert road.do(acts.resume, OFFICER, ground="assembly").pauses[0].until == road.at


def test_a_drone_for_an_ally_waits_fifteen_days_for_congress_and_a_cheap_one_does_not() -> None:
    way = Way(shipped("us")).submitted(ITALY, "40000000").advised().weighed().recommended().signed()
    assert [(one.code, one.limit, one.certain) for one in way.law.notices] == [("formal_15", 15, True)]
    way.officer(acts.decide, outcome="approved", review=engine)
    with pytest.raises(NotPossible, match=r"notice formal_15: not given.*22 USC 2776"):
        way.issued()
    way.officer(acts.record_notice, notice="formal_15", on=way.at.date(), reference="DDTC 26-001")
    with pytest.raises(NotPossible, match="notice formal_15: given on"):
        way.issued()
    way.at += datetime.timedelta(days=16)
    assert way.issued().state == "issued"


def test_where_the_value_is_not_known_it_is_open_whether_congress_is_notified() -> None:
    way = Way(shipped("us")).submitted(ITALY)
    assert [(one.code, one.certain) for one in way.law.notices] == [("formal_15", False)]
