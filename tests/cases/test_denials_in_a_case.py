"""A denial holds a case until it is judged, and where it is of the same transfer, until the partner was consulted."""

from __future__ import annotations

import pytest
from cases.scene import CLOCK, DENIALS, Road, refused, standing

from licet.cases import acts

pytestmark = pytest.mark.usefixtures("cast")


def test_a_denial_without_a_verdict_or_a_consultation_that_frees_is_in_the_way() -> None:
    road = Road().denied_before()
    assert any("denial XC 2024/7 has no verdict" in one for one in standing(road))
    refused(
        road, "reasons: nothing", acts.judge_match, DENIALS, match="d1", verdict="essentially_identical", reasons=" "
    )
    road.do(acts.judge_match, DENIALS, match="d1", verdict="essentially_identical", reasons="the same buyer")
    assert any("no outcome of the consultation on denial XC 2024/7" in one for one in standing(road))
    road.do(acts.hold, DENIALS)
    refused(road, "outcome: 'shrugs'", acts.record_consultation, DENIALS, match="d1", outcome="shrugs")
    state = road.do(acts.record_consultation, DENIALS, match="d1", outcome="objects")
    assert state.state == "in_review" and any("the outcome 'objects'" in one for one in standing(road))


def test_consultation_frees_a_case_that_was_held_and_the_clocks_run_on() -> None:
    road = Road().held()
    assert road.state.state == "awaiting_consultation" and road.state.pauses[0].until is None
    state = road.do(acts.record_consultation, DENIALS, match="d1", outcome="agrees")
    assert state.state == "in_review" and state.pauses[0].until == road.at
    assert not any("denial" in one for one in standing(road))


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
    refused(road, "no denial to consult on", acts.hold, DENIALS)
