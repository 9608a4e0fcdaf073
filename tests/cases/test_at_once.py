"""Two at once, and a process that is killed: nobody overwrites what they have not seen, and nothing is ever half done."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from cases import killed, scene
from cases.scene import MAKER, OFFICER, OTHER_OFFICER, Road
from django.db import connection

from licet.cases import acts, projection
from licet.cases.faults import NotPossible, Overtaken
from licet.cases.verifying import verify_table
from licet.cases.who import Who

_TESTS = Path(__file__).resolve().parents[1]


def _at_once(*doing: Callable[[], object]) -> list[BaseException | None]:
    """Do all of it in threads that begin together, and return what each met."""
    start, met = threading.Barrier(len(doing)), [None] * len(doing)
    faults: list[BaseException | None] = list(met)

    def one(number: int) -> None:
        start.wait()
        try:
            doing[number]()
        except BaseException as error:  # noqa: BLE001 - the test looks at it
            faults[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=one, args=[number]) for number in range(len(doing))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


@pytest.mark.usefixtures("database")
def test_of_two_officers_who_take_on_one_case_one_has_it_and_the_other_is_told() -> None:
    scene.people()
    road = Road().submitted()
    mine, yours = road.again(), road.again()
    faults = _at_once(lambda: mine.do(acts.take_on, OFFICER), lambda: yours.do(acts.take_on, OTHER_OFFICER))
    (told,) = [one for one in faults if one is not None]
    assert isinstance(told, Overtaken) and "'taken_on'" in str(told) and "read the case again" in str(told)
    has_it = OFFICER if faults[0] is None else OTHER_OFFICER
    assert acts.read(road.case).officer == has_it.person and verify_table() is None


@pytest.mark.usefixtures("database")
def test_of_two_who_ship_the_last_of_a_licence_only_one_does() -> None:
    scene.people()
    road = Road().issued()

    def ship(who: Who) -> Callable[[], object]:
        one = road.again()
        day = (one.at - scene.DAY).date()
        return lambda: one.do(acts.draw_down, who, item="1", quantity="6", value="600", on=day, reference="D")

    faults = _at_once(ship(scene.MAKER), ship(OFFICER), ship(scene.MAKER))
    assert sum(one is None for one in faults) == 1 and all(
        one is None or isinstance(one, NotPossible) for one in faults
    )
    assert len(acts.read(road.case).drawn) == 1


@pytest.mark.usefixtures("database")
def test_many_cases_at_once_make_one_chain() -> None:
    scene.people()
    roads = [Road() for _ in range(4)]
    # All have the same hours, so that each is within the patience of the chain with clocks that differ by seconds.
    for road in roads:
        road.at = scene.AT

    def begin(road: Road) -> Callable[[], object]:
        return lambda: road.drafted()

    assert _at_once(*map(begin, roads)) == [None] * 4
    references = {acts.read(road.case).reference for road in roads}
    assert references == {f"2026-{number:06d}" for number in (1, 2, 3, 4)}
    assert verify_table() is None and list(projection.differing()) == []


@pytest.mark.parametrize("act", list(killed.ACTS))
def test_a_process_that_is_killed_at_any_statement_leaves_nothing_half_done(act: str, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, _TESTS / "cases" / "killed.py", tmp_path, act],
        env={
            "PYTHONPATH": f"{_TESTS.parent / 'src'}:{_TESTS}",
            "SECRET_KEY": "of the tests",
            "PATH": "/usr/bin:/bin",
            "HOME": str(tmp_path),
        },
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert len(told) > 8 and all(one["killed"] for one in told[:-1]) and not told[-1]["killed"], (
        "it was killed at every statement but the last"
    )
    assert [one["wrong"] for one in told] == [[]] * len(told)
    assert [one["done"] for one in told] == [False] * (len(told) - 1) + [True]
    assert all(one["can_go_on"] for one in told) and len({one["events"] for one in told}) == 1


def test_an_applicant_who_is_overtaken_is_told_nothing_internal(cast: None) -> None:
    del cast
    road = Road().in_review()
    seen = road.state.position
    road.do(acts.add_proviso, OFFICER, text="Nobody else flies it.")
    with pytest.raises(Overtaken, match="something that happened since"):
        acts.withdraw(acts.Acting(road.case, seen, MAKER, road.at), why="We have changed our plans.")
