"""Cases whose frozen determination would be another one now: open and decided ones are listed, with what differs."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from cases import scene
from cases.scene import AT, DAY, MAKER, OFFICER, Road

import licet
from licet.cases import acts
from licet.cases.stale import Difference, stale
from licet.determination import Determination
from licet.errors import Fault, InputError

pytestmark = pytest.mark.usefixtures("database")


def test_nothing_is_stale_as_long_as_the_answers_are_the_same_under_another_law() -> None:
    scene.people()
    Road().submitted()
    assert list(stale(scene.engine("law-2"), AT.date())) == []


def test_open_and_decided_cases_are_listed_with_what_differs_and_drafts_and_withdrawn_ones_are_not() -> None:
    scene.people()
    decided = Road().decided()
    submitted = Road(at=decided.at).submitted()
    draft = Road(at=submitted.at).drafted()
    withdrawn = Road(at=draft.at).submitted()
    withdrawn.do(acts.withdraw, MAKER)
    found = list(stale(scene.engine("law-2", "prohibited"), AT.date() + 30 * DAY))
    assert [(one.case, one.decided) for one in found] == [(decided.case, True), (submitted.case, False)]
    assert found[0].rulebook == ("law-1", "law-2")
    assert found[0].differences == (Difference("posture", ("case_by_case",), ("prohibited",)),)


def test_an_answer_that_is_open_now_is_not_the_same_as_it_was() -> None:
    scene.people()
    Road().submitted()
    (found,) = stale(scene.engine("law-2", None), AT.date())
    assert found.differences == (Difference("posture", ("case_by_case",), ("open", "case_by_case", "prohibited")),)


def test_a_transfer_that_the_law_of_now_cannot_use_is_listed() -> None:
    scene.people()
    Road().submitted()

    def review(_transfer: object) -> Determination:
        raise InputError(faults=[Fault("item.kind", "'uas'", "a kind")])

    (found,) = stale(review, AT.date())
    assert found.differences == (Difference("the engine", ("an answer",), ("item.kind: 'uas'; expected a kind",)),)


def test_what_was_determined_anew_is_not_stale_any_more() -> None:
    scene.people()
    road = Road().in_review()
    changed = scene.engine("law-2", "prohibited")
    assert len(list(stale(changed, AT.date()))) == 1
    road.do(acts.redetermine, OFFICER, review=changed)
    assert list(stale(changed, AT.date())) == [] and len(road.state.determinations) == 2


def test_the_real_engine_tells_what_a_new_policy_changes_for_an_open_case(tmp_path: Path) -> None:
    scene.people()
    road = Road(at=datetime.datetime(2024, 3, 1, 9, tzinfo=datetime.UTC))
    item = {
        "kind": "uas",
        "range": "11100 km",
        "payload": "2155 kg",
        "max_airspeed": "389 km/h",
        "hypersonic": "no",
        "advanced_ucav": "no",
    }
    road.drafted(
        transfer={
            "exporter": "US",
            "channel": "fms",
            "parties": [{"name": "Sample Survey Authority", "role": "end_user", "nation": "SA"}],
        },
        items=[{"id": "1", "name": "drone", "stated": item, "quantity": "4"}],
        destinations=["SA"],
    )
    road.do(acts.submit, MAKER, review=licet.review)
    (frozen,) = road.state.latest
    assert frozen.screening == ({"source": "", "title": "no list", "vintage": "", "status": "missing", "digest": ""},)
    (found,) = stale(licet.review, datetime.date(2025, 9, 15))
    posture = next(one for one in found.differences if one.question == "posture")
    assert posture.now == ("case_by_case_as_manned_aircraft",) and posture.was != posture.now
