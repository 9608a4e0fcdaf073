"""Cases on PostgreSQL: the same holds there as in the file of one machine, with as many at once as there are."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import postgres
import pytest
from cases import killed, scene, test_any_road, test_at_once, test_ledger, test_projection
from cases.scene import MAKER, OFFICER, Road
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from licet.cases import acts, acts_after, acts_submitting, projection
from licet.cases.exporting.from_ledger import read_export
from licet.cases.faults import NotPossible, Overtaken
from licet.cases.ledger import head
from licet.cases.models import Case, Event
from licet.cases.verifying import verify_attachments, verify_table

_TESTS = Path(__file__).resolve().parents[1]


def _whole() -> bool:
    return verify_table() is None and verify_attachments() is None and list(projection.differing()) == []


def _script(name: str, *arguments: str) -> subprocess.Popen[str]:
    """Start a process of its own that uses the database of this test."""
    return subprocess.Popen(
        [sys.executable, _TESTS / "cases" / name, *arguments],
        env={"PYTHONPATH": f"{_TESTS.parent / 'src'}:{_TESTS}", "SECRET_KEY": "of the tests", "PATH": os.defpath},
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


@pytest.fixture(params=["postgresql", "sqlite"])
def either(request: pytest.FixtureRequest) -> None:
    """Have an empty database of either kind."""
    request.getfixturevalue("on_postgresql" if request.param == "postgresql" else "database")
    assert connection.vendor == request.param
    scene.people()


@pytest.mark.usefixtures("on_postgresql")
def test_all_migrations_of_the_site_run_there() -> None:
    executor = MigrationExecutor(connection)
    assert connection.vendor == "postgresql"
    assert {"cases", "web", "django_tasks_database"} <= {app for app, _ in executor.loader.graph.leaf_nodes()}
    assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []


_COPY = "SELECT position, at, 'c2', kind, actor, role, organisation, body, previous"
_NEW = _COPY.replace("position", "99", 1)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE cases_event SET body = '{}' WHERE position = 2",
        "DELETE FROM cases_event WHERE position = 5",
        "TRUNCATE cases_event",
        "TRUNCATE cases_event CASCADE",
        "TRUNCATE cases_head, cases_event, cases_attachment",
        f"INSERT INTO cases_event {_COPY}, 'x' FROM cases_event WHERE position = 2 ON CONFLICT (position) DO UPDATE SET body = '{{}}'",
        f"INSERT INTO cases_event {_NEW}, digest FROM cases_event WHERE position = 2 ON CONFLICT (digest) DO UPDATE SET body = '{{}}'",
        "WITH gone AS (DELETE FROM cases_event RETURNING *) SELECT * FROM gone",
        "UPDATE cases_attachment SET content = 'x'",
        "DELETE FROM cases_attachment",
        "TRUNCATE cases_attachment",
        "INSERT INTO cases_attachment SELECT digest, 1, 'x' FROM cases_attachment ON CONFLICT (digest) DO UPDATE SET content = 'x'",
    ],
)
@pytest.mark.usefixtures("on_postgresql")
def test_the_database_refuses_to_change_what_happened(statement: str) -> None:
    scene.people()
    Road().in_review().do(acts.attach, OFFICER, name="a", kind="assurance", content=b"content")
    before = head()
    with pytest.raises(DatabaseError, match="is never changed"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert head() == before == (6, Event.objects.get(position=6).digest) and _whole()


@pytest.mark.parametrize(
    "what_holds",
    [
        test_at_once.test_of_two_officers_who_take_on_one_case_one_has_it_and_the_other_is_told,
        test_at_once.test_of_two_who_ship_the_last_of_a_licence_only_one_does,
        test_ledger.test_nothing_is_written_of_a_transaction_that_fails,
        test_ledger.test_a_clock_that_is_set_back_is_refused_until_somebody_vouches_for_it,
        test_ledger.test_the_head_of_a_day_is_that_of_its_last_event,
        test_ledger.test_the_chain_never_forks_however_many_write_at_once,
        test_projection.test_what_is_kept_for_lists_is_rebuilt_from_the_events_as_it_was,
        test_projection.test_a_list_that_was_tampered_with_is_found_and_mended,
        test_projection.test_an_event_of_no_case_changes_no_case,
        lambda: test_any_road.test_on_any_road_a_case_moves_as_the_tables_say(Road.in_review),
    ],
)
@pytest.mark.usefixtures("on_postgresql")
def test_what_holds_in_a_file_holds_there(what_holds: Callable[[], None]) -> None:
    what_holds()
    assert connection.vendor == "postgresql" and verify_table() is None


@pytest.mark.usefixtures("on_postgresql")
def test_a_case_goes_its_whole_road_from_the_draft_to_the_licence() -> None:
    scene.people()
    road = Road().issued()
    road.do(acts.draw_down, MAKER, item="1", quantity="3", value="300", on=road.at.date(), reference="D-1")
    assert (road.state.state, acts.read(road.case)) == ("issued", road.state)
    kept = list(Case.objects.values())
    assert projection.rebuild() == len(kept) == 1 and list(Case.objects.values()) == kept and _whole()


def test_the_chain_does_not_fork_with_many_processes(server: postgres.Server, on_postgresql: str) -> None:
    scene.people()
    writing = [_script("writing.py", server.url(on_postgresql), "12") for _ in range(3)]
    for one in writing:
        _, wrong = one.communicate(timeout=120)
        assert one.returncode == 0, wrong[-2000:]
    # A draft, its submission with what the engine says, and what was matched.
    assert Case.objects.count() == 36 and Event.objects.count() == head()[0] == 36 * 4 and _whole()


@pytest.mark.parametrize("act", sorted(killed.ACTS))
def test_a_process_that_is_killed_in_the_middle_leaves_nothing_half_done(
    server: postgres.Server, on_postgresql: str, act: str
) -> None:
    told, wrong = _script("killed_on_postgresql.py", server.url(on_postgresql), act).communicate(timeout=180)
    steps = told.split()
    assert len(steps) > 8 and steps[-2:] == ["committed", "done"], wrong[-2000:]
    assert set(steps[:-2]) == {"nothing"} and _whole()


@pytest.mark.usefixtures("either")
def test_who_takes_a_reference_after_the_guards_have_looked_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    first = Road().drafted(reference="R-1")
    monkeypatch.setattr(acts_submitting, "taken", lambda *_, **__: False)
    with pytest.raises(NotPossible, match="reference: 'R-1', which another case has; expected one of its own"):
        Road(at=first.at).drafted(reference="R-1")
    assert Case.objects.count() == Event.objects.count() == 1 and _whole()
    assert Road(at=first.at).drafted(reference="R-2").state.reference == "R-2"


@pytest.mark.usefixtures("either")
def test_who_takes_a_number_after_the_guards_have_looked_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    first = Road().issued()
    second = Road(at=first.at).decided()
    assert first.state.licence is not None
    before, terms = second.state, scene.licence(since=second.at, number=first.state.licence.number)
    monkeypatch.setattr(acts_after, "taken", lambda *_, **__: False)
    with pytest.raises(NotPossible, match="number: 'L-.*', which another licence has"):
        second.do(acts.issue, OFFICER, **terms)
    assert acts.read(second.case) == before and _whole()
    assert second.do(acts.issue, OFFICER, **{**terms, "number": "L-2"}).state == "issued"


@pytest.mark.usefixtures("either")
def test_of_many_who_take_one_reference_at_once_one_has_it_and_the_others_are_told() -> None:
    roads = [Road() for _ in range(4)]
    faults = test_at_once._at_once(*[lambda one=one: one.drafted(reference="R-1") for one in roads])
    told = [str(one) for one in faults if isinstance(one, NotPossible)]
    assert faults.count(None) == 1 and len(told) == 3 and all("which another case has" in one for one in told)
    assert Case.objects.count() == Event.objects.count() == 1 and _whole()


@pytest.mark.usefixtures("either")
def test_a_draft_that_is_sent_several_times_at_once_is_there_once() -> None:
    road = Road()
    faults = test_at_once._at_once(*[lambda: road.again().drafted()] * 4)
    assert faults.count(None) == 1 and sum(isinstance(one, Overtaken) for one in faults) == 3
    assert Case.objects.count() == Event.objects.count() == 1 and _whole()


@pytest.mark.usefixtures("on_postgresql")
def test_a_zero_byte_which_postgresql_cannot_keep_is_told_and_leaves_nothing() -> None:
    scene.people()
    with pytest.raises(NotPossible, match="ordinary signs"):
        Road().drafted(reference="R\x001")
    assert Event.objects.count() == 0
    named = Road().drafted(items=[{**scene.ITEMS[0], "name": "survey\x00drone"}])
    assert acts.read(named.case).items[0].name == "survey\x00drone" and _whole()


@pytest.mark.usefixtures("either")
def test_half_of_a_sign_is_told_and_leaves_nothing() -> None:
    for told in ({"reference": "R\ud800"}, {"items": [{**scene.ITEMS[0], "name": "drone \ud800"}]}):
        with pytest.raises(NotPossible, match="ordinary signs"):
            Road().drafted(**told)
    assert Event.objects.count() == 0 and _whole()


@pytest.mark.parametrize(
    ("statement", "position", "kind"),
    [
        ("UPDATE cases_event SET body = '{}' WHERE position = 2", 2, "altered"),
        ("DELETE FROM cases_event WHERE position = 3", 3, "missing"),
        ("TRUNCATE cases_event", 1, "missing"),
    ],
)
@pytest.mark.usefixtures("on_postgresql")
def test_what_was_changed_beneath_the_triggers_is_named(statement: str, position: int, kind: str) -> None:
    scene.people()
    Road().in_review()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE cases_event DISABLE TRIGGER USER")
        cursor.execute(statement)
    fault = verify_table(batch=2)
    assert fault is not None and (fault.position, fault.kind) == (position, kind)


@pytest.mark.usefixtures("either")
def test_a_case_is_exported_as_it_was_at_one_moment_while_somebody_acts_on_it() -> None:
    road = Road().in_review()
    seen = head()

    def act_beside(execute: Callable[..., Any], statement: str, *told: Any) -> Any:
        if "cases_event" in statement and head_was_read:
            head_was_read.clear()
            weigh = {"factor": "stability", "weight": "neutral", "evidence": "meanwhile"}
            assert test_at_once._at_once(lambda: road.do(acts.weigh, OFFICER, **weigh)) == [None]
        return execute(statement, *told)

    head_was_read = [True]
    with connection.execute_wrapper(act_beside):
        export = read_export(road.case, road.at)
    assert not head_was_read and head()[0] == seen[0] + 1, "somebody acted meanwhile"
    assert export.head == seen and export.rows[-1].position == seen[0] and not export.case.worksheet


def test_without_the_driver_the_site_says_what_to_install() -> None:
    asked = "import sys; sys.modules['psycopg'] = None; import licet.web.settings"
    done = subprocess.run(
        [sys.executable, "-c", asked],
        env={"PYTHONPATH": str(_TESTS.parent / "src"), "SECRET_KEY": "k", "DATABASE_URL": "postgres://localhost/cases"},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "DATABASE_URL: PostgreSQL, and no driver for it; pip install 'licet[site-postgres]'" in done.stderr


@pytest.mark.usefixtures("either")
def test_lists_are_made_anew_while_others_act_and_nobody_loses_a_case() -> None:
    road = Road().in_review()
    over, wrong = threading.Event(), list[BaseException]()

    def rebuild() -> None:
        try:
            while not over.is_set():
                projection.rebuild()
                time.sleep(0.005)
        except BaseException as error:  # noqa: BLE001 - it is looked at below
            wrong.append(error)
        finally:
            connection.close()

    beside = threading.Thread(target=rebuild)
    beside.start()
    try:
        for number in range(15):
            road.do(acts.weigh, OFFICER, factor="stability", weight="neutral", evidence=f"report {number}")
            Road(at=road.at).drafted()
    finally:
        over.set()
        beside.join()
    assert wrong == [] and Case.objects.count() == 16 and _whole()
