"""Many parties shared out among processes: the same answers in the same order, errors told, and nothing left running."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from screening.made_lists import NOW
from screening.screened import LISTED, UNLISTED, keep, word

from licet.errors import InputError, LicetError
from licet.screening import screening as sharing
from licet.screening import second_opinion
from licet.screening.answer import Party
from licet.screening.screening import screen, screen_many

PARTIES = [
    Party(name=LISTED if not number % 7 else f"{UNLISTED} {word(number)}", id=str(number)) for number in range(60)
]


@pytest.fixture(autouse=True)
def path(no_lists_of_the_user: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    keep(no_lists_of_the_user)
    # So few that a test shares them out in chunks.
    monkeypatch.setattr(sharing, "_ALONE", 10)
    monkeypatch.setattr(sharing, "_CHUNK", 9)
    return no_lists_of_the_user


def test_two_processes_answer_what_one_does_in_the_same_order() -> None:
    alone = list(screen_many(PARTIES, jobs=1, now=NOW))
    shared = list(screen_many(PARTIES, jobs=2, now=NOW))
    assert [one.party.id for one in shared if one.party] == [party.id for party in PARTIES]
    assert shared == alone
    assert {one.status for one in shared} == {"match", "clear"}
    assert multiprocessing.active_children() == []


def test_what_is_wrong_with_the_lists_is_told_by_every_process(path: Path) -> None:
    path.unlink()
    found = screen(PARTIES, jobs=2, now=NOW)
    assert {one.status for one in found} == {"not_screened"}
    assert all(one.why for one in found)


def test_what_is_wrong_with_the_options_is_told_before_anything_runs() -> None:
    with pytest.raises(InputError, match="a score above 0, to 1"):
        screen(PARTIES, jobs=2, now=NOW, least=7.0)
    with pytest.raises(InputError, match="which was not updated"):
        screen(PARTIES, jobs=2, now=NOW, affected_by="csl")


@pytest.mark.skipif(second_opinion.available(), reason="the extra licet[ftm] is installed")
def test_an_error_in_a_process_is_told_as_it_is() -> None:
    with pytest.raises(InputError, match=r"pip install 'licet\[ftm\]'") as error:
        screen(PARTIES, jobs=2, now=NOW, second_opinion=True)
    assert len(error.value.faults) == 1
    assert multiprocessing.active_children() == []


def test_a_process_that_is_ended_from_without_is_told() -> None:
    found = screen_many(PARTIES * 200, jobs=2, now=NOW)
    next(found)
    os.kill(multiprocessing.active_children()[0].pid or 0, signal.SIGTERM)
    with pytest.raises(LicetError, match="was ended from without; expected an answer for every party"):
        list(found)
    assert multiprocessing.active_children() == []


def test_whoever_stops_reading_leaves_nothing_running() -> None:
    found = screen_many(PARTIES * 200, jobs=2, now=NOW)
    next(found)
    assert multiprocessing.active_children() != []
    found.close()  # type: ignore[attr-defined]
    assert multiprocessing.active_children() == []


_INTERRUPTED = """
import sys
sys.path[:0] = {places!r}
from licet.cli.main import main
import licet.screening.screening as sharing
sharing._CHUNK = 20
main(["screen", {file!r}, "--format", "jsonl", "--jobs", "2"])
"""


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="no groups of processes here")
def test_an_interruption_from_the_keyboard_ends_all_processes_without_a_traceback(tmp_path: Path) -> None:
    file = tmp_path / "many.txt"
    file.write_text("".join(f"{UNLISTED} {word(number)}\n" for number in range(10000)), encoding="utf-8")
    program = _INTERRUPTED.format(places=sys.path, file=str(file))
    with subprocess.Popen(
        [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    ) as child:
        assert child.stdout is not None
        assert child.stderr is not None
        assert child.stdout.readline().startswith(b"{")
        # As a terminal does it: to the whole group.
        os.killpg(child.pid, signal.SIGINT)
        _, told = child.communicate(timeout=20)
    assert child.returncode == 130
    assert b"Traceback" not in told
    time.sleep(0.1)
    with pytest.raises(ProcessLookupError):
        os.killpg(child.pid, 0)
