"""What the clock does: nothing twice, nothing before its time, and nothing of what somebody else does at that moment."""

from __future__ import annotations

import datetime
from dataclasses import replace
from typing import Any

import pytest
from cases.scene import AT, ATOMS, DAY, DENIALS, MAKER, OFFICER, PROCEDURE, Road, engine, licence

from licet.cases import acts, denials_kept, ticking
from licet.cases.faults import Overtaken
from licet.cases.models import Event
from licet.cases.projection import differing
from licet.cases.ticking import Clockwork, tick
from licet.errors import Fault, InputError
from licet.rulebook.rulebook import Rulebook

pytestmark = pytest.mark.usefixtures("cast")


@pytest.fixture(autouse=True)
def law_of_the_scene(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ticking, "procedure_of", lambda *_args: replace(PROCEDURE))


def clockwork(at: datetime.datetime, **more: Any) -> Clockwork:
    return Clockwork(None, Rulebook.load().for_cases, lambda: at, **more)  # type: ignore[arg-type] # the scene has no tables


def test_nothing_is_done_before_its_time_and_nothing_twice() -> None:
    issued = Road().issued()
    referred = Road(at=issued.at).referred()
    assert not any(tick(clockwork(referred.at)).done.values())
    later = AT + 500 * DAY
    ticked = tick(clockwork(later))
    assert ticked.done == {"expired": 1, "silent": 1, "matched": 0, "redetermined": 0} and not ticked.left
    assert acts.read(issued.case).state == "expired"
    # Only of one agency a rule says that its silence counts.
    assert [one.agency for one in acts.read(referred.case).referrals if one.answered is None] == ["arms"]
    events = Event.objects.count()
    assert not any(tick(clockwork(later)).done.values()) and Event.objects.count() == events
    assert list(differing()) == []


def test_a_licence_that_is_valid_does_not_end_because_a_check_is_due() -> None:
    road = Road().decided()
    road.do(acts.issue, OFFICER, **licence(since=road.at))
    road.do(acts.plan_check, OFFICER, check="post_shipment", due=road.at.date() + 2 * DAY)
    assert tick(clockwork(road.at + 10 * DAY)).done["expired"] == 0


def test_the_silence_of_an_agency_does_not_count_while_the_clock_of_the_case_stands_still() -> None:
    road = Road().referred()
    road.do(acts.pause, OFFICER, ground="assurance", why="asked of the buyer")
    assert tick(clockwork(AT + 100 * DAY)).done["silent"] == 0
    road.do(acts.advise, ATOMS, item="1", destination="XB", verdict="approve")


def test_somebody_who_acts_at_the_same_moment_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    road = Road().in_review()
    denials_kept.none_known("Asked of all partners.", DENIALS, road.at)

    real = acts.match

    def overtaken(acting: acts.Acting, **told: Any) -> Any:
        raise Overtaken(faults=[])

    monkeypatch.setattr(acts, "match", overtaken)
    ticked = tick(clockwork(road.at))
    assert ticked.done["matched"] == 0 and ticked.left == []
    monkeypatch.setattr(acts, "match", real)
    assert tick(clockwork(road.at)).done["matched"] == 1


def test_open_cases_are_determined_anew_only_where_that_is_asked_for() -> None:
    road = Road().drafted()
    road.do(acts.submit, MAKER, review=engine("law-1"))
    assert tick(clockwork(road.at)).done["redetermined"] == 0
    now = Rulebook.load().for_cases.digest
    assert tick(clockwork(road.at, review=engine(now))).done["redetermined"] == 1
    assert tick(clockwork(road.at, review=engine(now))).done["redetermined"] == 0
    assert [one.rulebook for one in acts.read(road.case).determinations] == ["law-1", now]


def test_what_cannot_be_done_is_told_with_its_case_and_the_rest_is_done() -> None:
    road = Road().drafted()
    road.do(acts.submit, MAKER, review=engine())
    other = Road(at=road.at).drafted()
    other.do(acts.submit, MAKER, review=engine())

    def review(transfer: Any) -> Any:
        raise InputError(faults=[Fault("item", "nothing of it is known", "a fact")])

    ticked = tick(clockwork(other.at, review=review))
    assert [name for name, _ in ticked.left] == [road.state.reference, other.state.reference]
