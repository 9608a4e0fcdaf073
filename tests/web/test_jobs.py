"""Background work: limits and faults first, then that it is done, shared, stopped, begun again and deleted."""

from __future__ import annotations

import datetime
import os
import signal
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from licet.errors import InputError
from licet.programs.limited import Bounds, Broken, Reached, Stopped, limited
from licet.web import jobs as background
from licet.web.keeping import site_folder
from licet.web.models import DONE, FAILED, RUNNING, WAITING, Job
from licet.web.refusals import Busy, NotThere

HERE = "work_for_jobs"


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let jobs do the work of the tests, in processes that find it."""
    here = str(Path(__file__).resolve().parent)
    paths = [here, *filter(None, os.environ.get("PYTHONPATH", "").split(os.pathsep))]
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(paths))
    for name in ("count", "refuse", "break_down", "grow", "turn", "chatter", "die"):
        monkeypatch.setitem(background.KINDS, name, f"{HERE}:{name}")
    yield
    if Job._meta.db_table in _tables():
        for job in Job.objects.all():
            background.delete(job)


def _tables() -> list[str]:
    from django.db import connection

    return list(connection.introspection.table_names())


def test_work_that_takes_too_much_memory_ends_as_a_fault(tmp_path: Path) -> None:
    with pytest.raises(Reached, match="takes more than 1 GiB of memory"):
        limited(f"{HERE}:grow", tmp_path, {}, Bounds(60, memory=2**30))


def test_work_that_takes_too_long_ends_as_a_fault(tmp_path: Path) -> None:
    with pytest.raises(Reached, match="had not ended after 0.5 s"):
        limited(f"{HERE}:turn", tmp_path, {}, Bounds(0.5))


def test_a_fault_that_work_finds_is_told_as_it_is(tmp_path: Path) -> None:
    with pytest.raises(InputError) as raised:
        limited(f"{HERE}:refuse", tmp_path, {"cell": "seven"}, Bounds(30))
    assert str(raised.value.faults[0]) == "cell B7: 'seven'; expected a number; mend it"


def test_a_defect_is_told_to_the_operator_and_nobody_elses_words_with_it(tmp_path: Path) -> None:
    with pytest.raises(Broken) as raised:
        limited(f"{HERE}:break_down", tmp_path, {}, Bounds(30))
    assert "secret" not in str(raised.value)


def test_work_that_is_no_longer_wanted_is_stopped(tmp_path: Path) -> None:
    with pytest.raises(Stopped):
        limited(f"{HERE}:turn", tmp_path, {}, Bounds(30), goes_on=lambda: not (tmp_path / "began").exists())


def test_work_sees_nothing_of_its_surroundings_that_it_does_not_need(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("SECRET_KEY", "DATABASE_URL", "CLOUD_ACCESS_KEY"):
        monkeypatch.setenv(name, "not for others")
    (tmp_path / "looking.py").write_text("import os\ndef look(folder, asked, tell):\n    return dict(os.environ)\n")
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}{os.pathsep}{os.environ['PYTHONPATH']}")
    seen = limited("looking:look", tmp_path, {}, Bounds(30))
    assert "not for others" not in seen.values()
    assert seen["PATH"] == os.environ["PATH"]


@pytest.mark.skipif(os.name != "posix", reason="another system has no such limits")
def test_no_limit_is_lifted_by_the_process_that_has_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "import resource as r\ndef look(folder, asked, tell):\n    return [r.getrlimit(k)[1] for k in (r.RLIMIT_AS, r.RLIMIT_FSIZE)]\n"
    (tmp_path / "lifting.py").write_text(text)
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}{os.pathsep}{os.environ['PYTHONPATH']}")
    assert limited("lifting:look", tmp_path, {}, Bounds(30, 2**31, 2**20)) == [2**31, 2**20]
    lifted, file = limited("lifting:look", tmp_path, {}, Bounds(30, 2**31, 2**20, lifts=True))
    assert (lifted > 2**31 or lifted == -1, file) == (True, 2**20)


def test_work_is_done_in_a_folder_of_its_owner_alone(jobs: Callable[[], None]) -> None:
    job = background.start("count", {"to": 3}, {"given.csv": [b"a,b\n", b"1,2\n"]})
    assert (job.state, len(job.pk)) == (WAITING, 32)
    jobs()
    job = background.find(job.pk)
    assert (job.state, job.answer) == (DONE, {"counted": 3, "given": ["given.csv"]})
    place = background.folder(job)
    assert (place / "counted.txt").read_text() == "3"
    if os.name == "posix":
        assert stat.S_IMODE(place.stat().st_mode) == 0o700


def test_a_fault_of_work_stands_in_its_job(jobs: Callable[[], None]) -> None:
    job = background.start("refuse", {"cell": "seven"})
    jobs()
    job = background.find(job.pk)
    assert job.state == FAILED
    assert job.faults == [{"where": "cell B7", "found": "'seven'", "expected": "a number", "mend": "mend it"}]


def test_a_defect_of_work_fails_its_job_without_a_word_of_it(jobs: Callable[[], None]) -> None:
    job = background.start("break_down", {})
    jobs()
    (fault,) = background.find(job.pk).faults
    assert fault["found"] == "it failed on our side"


def test_two_who_ask_the_same_get_the_same_work(jobs: Callable[[], None]) -> None:
    key = background.key_of("count", {"to": 3})
    first = background.start("count", {"to": 3}, key=key)
    assert background.start("count", {"to": 3}, key=key).pk == first.pk
    assert background.start("count", {"to": 3}).pk != first.pk
    assert background.key_of("count", {"to": 4}) != key


def test_no_more_is_kept_than_there_is_room_for(
    jobs: Callable[[], None], settings_of_the_site: Callable[..., None]
) -> None:
    background.start("count", {"to": 3}, {"given.csv": [b"a,b\n" * 100]})
    settings_of_the_site(LICET_JOBS_BYTES=400)
    with pytest.raises(Busy, match="no room for more files"):
        background.start("count", {"to": 3})
    settings_of_the_site(LICET_JOBS_BYTES=2**40, LICET_JOBS_KEPT=1)
    with pytest.raises(Busy, match="1 piece of work kept already"):
        background.start("count", {"to": 3})


def test_a_table_does_not_wait_behind_comparisons(
    jobs: Callable[[], None], settings_of_the_site: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(background._QUEUES, "refuse", "comparisons")
    settings_of_the_site(LICET_JOBS_WAITING=2)
    slow = [background.start("refuse", {"cell": "seven"}) for _ in range(2)]
    table = background.start("count", {"to": 3})
    assert [background.ahead(one) for one in (*slow, table)] == [0, 1, 0]
    with pytest.raises(Busy, match="2 pieces of work wait already"):
        background.start("refuse", {"cell": "seven"})
    jobs()
    assert background.ahead(background.find(table.pk)) == 0


def test_what_nobody_looks_at_any_more_is_ended(jobs: Callable[[], None], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(background._UNSEEN, "chatter", datetime.timedelta(minutes=5))
    waiting = background.start("chatter", {})
    Job.objects.filter(pk=waiting.pk).update(seen=timezone.now() - datetime.timedelta(minutes=6))
    jobs()
    assert not Job.objects.filter(pk=waiting.pk).exists()
    monkeypatch.setitem(background._UNSEEN, "chatter", datetime.timedelta(seconds=1))
    running = background.start("chatter", {})
    background.looked_at(running)
    jobs()
    assert not background.folder(running).exists()


def test_no_more_work_waits_than_may(jobs: Callable[[], None], settings_of_the_site: Callable[..., None]) -> None:
    settings_of_the_site(LICET_JOBS_WAITING=1)
    places = site_folder() / "jobs"
    background.start("count", {"to": 3})
    before = set(places.iterdir())
    with pytest.raises(Busy, match="come again in a minute"):
        background.start("count", {"to": 3})
    assert set(places.iterdir()) == before


@pytest.mark.parametrize("name", ["", "x" * 32, "../../etc/passwd", "a" * 300, "é" * 32, "\0" * 32])
def test_work_that_is_not_there_is_not_found(jobs: Callable[[], None], name: str) -> None:
    with pytest.raises(NotThere):
        background.find(name)


def test_what_is_over_an_hour_old_is_gone(jobs: Callable[[], None], site: Client) -> None:
    job = background.start("count", {"to": 3})
    jobs()
    Job.objects.filter(pk=job.pk).update(ends=timezone.now() - datetime.timedelta(seconds=1))
    with pytest.raises(NotThere):
        background.find(job.pk)
    assert site.post(f"/jobs/{job.pk}/end/").status_code == 404
    background.start("count", {"to": 3})
    assert not background.folder(job).exists()
    assert not Job.objects.filter(pk=job.pk).exists()


def test_what_waits_or_is_being_done_is_not_swept_away_and_has_its_hour_from_its_end(jobs: Callable[[], None]) -> None:
    waiting, running = background.start("count", {"to": 3}), background.start("count", {"to": 3})
    past = timezone.now() - datetime.timedelta(seconds=1)
    Job.objects.update(ends=past)
    Job.objects.filter(pk=running.pk).update(state=RUNNING)
    background.sweep()
    assert background.find(running.pk).state == RUNNING
    assert background.find(waiting.pk).state == WAITING
    jobs()
    assert background.find(waiting.pk).ends > timezone.now() + 0.9 * background.KEPT
    Job.objects.filter(pk=waiting.pk).update(state=WAITING, beat=timezone.now() - datetime.timedelta(days=1))
    background.sweep()
    assert not background.folder(waiting).exists(), "nobody works here"


def test_work_that_talks_without_end_is_stopped_when_it_is_deleted(jobs: Callable[[], None]) -> None:
    job = background.start("chatter", {})

    def delete() -> None:
        _until(lambda: (background.folder(job) / "began").exists())
        background.delete(job)

    deleting = threading.Thread(target=delete)
    deleting.start()
    jobs()
    deleting.join()
    assert not background.folder(job).exists()


def test_of_two_who_go_on_at_once_the_first_is_heard(jobs: Callable[[], None]) -> None:
    job = background.start("count", {"to": 1})
    jobs()
    for data in (b"first", b"second"):
        background.go_on(job, "count", {"to": 2}, {"asked.csv": data})
    assert (background.folder(job) / "asked.csv").read_bytes() == b"first"


def test_what_failed_some_time_ago_is_begun_anew(jobs: Callable[[], None]) -> None:
    first = background.start("refuse", {"cell": "seven"}, key="k")
    jobs()
    assert background.start("refuse", {"cell": "seven"}, key="k").state == FAILED, "who asked is told of it"
    Job.objects.filter(pk=first.pk).update(ends=timezone.now() + background.KEPT - datetime.timedelta(minutes=2))
    again = background.start("refuse", {"cell": "seven"}, key="k")
    assert again.pk != first.pk
    assert again.state == WAITING


def test_whoever_knows_it_deletes_it(jobs: Callable[[], None], site: Client) -> None:
    job = background.start("count", {"to": 3})
    assert site.get(f"/jobs/{job.pk}/end/").status_code == 405
    assert "Nothing of it is kept" in site.post(f"/jobs/{job.pk}/end/").content.decode()
    assert not background.folder(job).exists()
    assert site.post(f"/jobs/{job.pk}/end/").status_code == 404
    jobs()


def test_a_process_that_is_ended_from_outside_does_not_end_the_worker(jobs: Callable[[], None]) -> None:
    job, next_ = background.start("die", {}), background.start("count", {"to": 1})
    jobs()
    assert background.find(job.pk).state == FAILED
    assert background.find(next_.pk).state == DONE


def test_work_whose_worker_was_killed_is_begun_again_and_then_given_up(jobs: Callable[[], None]) -> None:
    job = background.start("turn", {})
    for tries in (1, 2):
        with _worker() as process:
            _until(lambda: (background.folder(job) / "began").exists())
            _until(lambda tries=tries: Job.objects.get(pk=job.pk).tries == tries)  # type: ignore[misc]
            process.send_signal(signal.SIGKILL)
        assert background.find(job.pk).state == RUNNING, "it may only be slow"
        (background.folder(job) / "began").unlink()
        Job.objects.filter(pk=job.pk).update(beat=timezone.now() - datetime.timedelta(minutes=1))
        assert background.find(job.pk).state == (WAITING if tries == 1 else FAILED)
    (fault,) = background.find(job.pk).faults
    assert "ended from outside" in fault["found"]


def _worker() -> subprocess.Popen[bytes]:
    """Start a worker that knows the work of the tests."""
    start = f"from licet.web import jobs, working\njobs.KINDS['turn'] = '{HERE}:turn'\nworking._work_here()"
    setup = f"import django; django.setup()\n{start}"
    return subprocess.Popen([sys.executable, "-c", setup], stdin=subprocess.PIPE)


def _until(true: Callable[[], bool]) -> None:
    for _ in range(1500):
        if true():
            return
        time.sleep(0.02)
    pytest.fail("it did not happen")
