"""A case is decided by the law of the day on which it is decided, and what is answered the same on another day undoes no signature."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from cases import scene
from cases.procedures import shipped
from cases.scene import DAY, HOUR, OFFICER, PROCEDURE, Road, refused
from cases.test_whole_road import ITALY, Way
from cases.test_whole_road import engine as real

from licet.cases import acts
from licet.determination import Determination
from licet.errors import Fault, InputError

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def signed() -> Road:
    """A case that everybody has signed."""
    scene.people()
    return Road().recommended().signed()


def test_an_answer_that_is_another_one_today_decides_nothing(signed: Road) -> None:
    signed.at += 30 * DAY
    for outcome in ("prohibited", None):
        refused(
            signed,
            "determination of item 1 for XB: 'posture' is case_by_case; expected .*prohibited.*as it is answered today",
            acts.decide,
            OFFICER,
            outcome="approved",
            review=scene.engine("law-2", outcome),
        )


def test_a_transfer_that_the_law_of_the_day_cannot_use_is_not_decided(signed: Road) -> None:
    def review(_transfer: Mapping[str, Any]) -> Determination:
        raise InputError(faults=[Fault("item.kind", "'uas'", "a kind")])

    refused(signed, "'the engine' is an answer", acts.decide, OFFICER, outcome="approved", review=review)


def test_a_determination_of_another_day_decides_nothing_where_the_engine_is_not_asked_again(signed: Road) -> None:
    signed.at += 30 * DAY
    told = {"outcome": "approved", "review": None}
    refused(signed, "one of 2026-11-03; expected one of 2026-12-0., when it is decided", acts.decide, OFFICER, **told)
    signed.do(acts.redetermine, OFFICER, review=scene.engine())
    assert signed.do(acts.decide, OFFICER, **told).state == "decided"


def test_a_determination_by_another_law_of_the_same_day_decides_nothing_either(signed: Road) -> None:
    signed.at += 3 * HOUR
    signed.do(acts.redetermine, OFFICER, review=scene.engine())
    signed.procedure = replace(PROCEDURE, rulebook="law-2")
    told = {"outcome": "approved", "review": None}
    refused(signed, "one by the law law-1; expected one by law-2", acts.decide, OFFICER, **told)


def test_what_is_answered_the_same_by_a_law_that_changed_elsewhere_is_decided(signed: Road) -> None:
    signed.at += 30 * DAY
    assert signed.do(acts.decide, OFFICER, outcome="approved", review=scene.engine("law-2")).state == "decided"


def test_a_refusal_is_by_the_law_of_the_day_as_well() -> None:
    scene.people()
    road = Road().refusal_recommended().signed()
    road.at += 30 * DAY
    refused(
        road, "as it is answered today", acts.decide, OFFICER, outcome="refused", review=scene.engine("law-2", None)
    )


def test_no_signature_falls_where_only_the_day_is_another_one(signed: Road) -> None:
    signed.at += 3 * DAY
    state = signed.do(acts.redetermine, OFFICER, review=scene.engine())
    assert len(state.signed) == 2 and state.latest[0].day == signed.at.date()


@pytest.mark.parametrize("changed", [scene.engine("law-2"), scene.engine(posture="denial"), scene.engine(posture=None)])
def test_signatures_fall_where_the_law_or_the_answer_is_another_one(signed: Road, changed: Any) -> None:
    assert signed.do(acts.redetermine, OFFICER, review=changed).signed == ()


def test_no_signature_falls_where_the_real_engine_says_the_same_on_a_later_day() -> None:
    way = Way(shipped("us")).submitted(ITALY, "9000000").advised().weighed().recommended().signed()
    way.at += datetime.timedelta(days=2)
    assert way.officer(acts.redetermine, review=real).signed
    assert way.officer(acts.decide, outcome="approved").state == "decided"
