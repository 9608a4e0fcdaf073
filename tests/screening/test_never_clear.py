"""The heart of screening: whatever is wrong with a list, nobody is clear, the reason is told, and what other lists hold is shown all the same."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from commands import run
from screening.made_lists import NOW, PARTIES, SDN, given, many, party, published
from screening.screened import LIST, LISTED, UNLISTED, ask, asking, entries, fillers, keep, renew

from licet.cli import clock
from licet.errors import InputError
from licet.registers.screening_lists.formats import FORMATS
from licet.screening.admitting import Refused
from licet.screening.answer import Party, Screening
from licet.screening.store import Store
from licet.screening.updating import remove_list, settle_clock, settle_list

DAY = timedelta(days=1)
OTHER_LISTED = "Nowhere Optical Bureau"
OTHER = published([party(OTHER_LISTED, entity_number="7"), *fillers(12, " of Nowhere")])


@pytest.fixture(autouse=True)
def path(no_lists_of_the_user: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    at(monkeypatch, NOW)
    return no_lists_of_the_user


def at(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: now)


def command(*words: str) -> list[dict[str, Any]]:
    """What ``licet screen`` answers of the listed party and of the unlisted one."""
    result = run("screen", LISTED, UNLISTED, "--format", "json", *words)
    assert result.exit_code == 0, result.stderr
    found: list[dict[str, Any]] = json.loads(result.stdout)
    assert [one["name"] for one in found] == [LISTED, UNLISTED]
    return found


def unscreened(found: Iterable[Screening] | list[dict[str, Any]], why: str) -> None:
    """Nobody is clear, and everybody is told why."""
    for one in found:
        told = one if isinstance(one, dict) else one.to_dict()
        assert told["status"] == "not_screened"
        assert told["why"]
        assert any(why in text for text in told["why"]), told["why"]
        assert all(text.strip().endswith(".") for text in told["why"])
        assert any(state["status"] != "current" and state["why"] for state in told["lists"])


def test_a_list_that_can_be_relied_on_clears_whom_it_does_not_have(path: Path) -> None:
    keep(path)
    assert [one["status"] for one in command()] == ["match", "clear"]
    assert all(one["why"] == [] for one in command())


# no list


def test_without_a_list(path: Path) -> None:
    unscreened(command(), "No list has been added")
    assert not path.exists()


@pytest.mark.parametrize("off", ["off", "OFF"])
def test_with_lists_switched_off(path: Path, off: str, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(path)
    unscreened(command("--lists", off), "switched off")
    monkeypatch.setenv("LICET_LISTS", off)
    unscreened(command(), "switched off")


def test_with_all_lists_removed(path: Path) -> None:
    keep(path)
    remove_list(path, "csl", "A. Smith: not needed", NOW)
    unscreened(command(), "No list has been added")


def test_a_list_that_was_refused_when_it_was_added(path: Path) -> None:
    with pytest.raises(Refused):
        keep(path, LIST[:-9])
    unscreened(command(), "No list has been added")


def test_a_required_list_that_was_never_added(path: Path) -> None:
    keep(path)
    found = command("--exporter", "US")
    unscreened(found, "It was never added, and an exporter of United States")
    assert found[0]["hits"][0]["id"] == "100"
    missing = {state["source"] for state in found[0]["lists"] if state["status"] == "missing"}
    assert missing == {"DPL", "UVL", "MEU", "DTC", "ISN"}


def test_a_list_without_entries_is_not_taken_in_and_does_not_serve(path: Path) -> None:
    keep(path, OTHER, "other")
    with pytest.raises(Refused, match="without a single entry"):
        keep(path, published([]))
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM party")
    connection.close()
    unscreened(command(), "0 entries where 13 were written")


# the file of lists


def test_the_file_removed_before_the_screening(path: Path) -> None:
    keep(path)
    path.unlink()
    unscreened(command(), "No list has been added")


def test_the_file_removed_after_the_screening_began(path: Path) -> None:
    keep(path)
    asked = asking(path)
    assert asked.screen(Party(name=UNLISTED)).status == "clear"
    path.unlink()
    found = [asked.screen(Party(name=name)) for name in (LISTED, UNLISTED)]
    unscreened(found, "was there and is gone")
    assert [hit.id for hit in found[0].hits] == ["100"]


def test_the_file_replaced_after_the_screening_began(path: Path, tmp_path: Path) -> None:
    keep(path)
    keep(tmp_path / "other.sqlite", OTHER)
    asked = asking(path)
    (tmp_path / "other.sqlite").replace(path)
    unscreened([asked.screen(Party(name=name)) for name in (LISTED, UNLISTED)], "was replaced by another file")


@pytest.mark.parametrize(
    "content", [b"", b"no database", b"SQLite format 3\0" + b"\0" * 200, b"SQLite format 3\0", b"\0" * 8192]
)
def test_a_file_that_is_no_file_of_lists(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    unscreened(command(), str(path))
    assert path.read_bytes() == content


def test_another_database(path: Path) -> None:
    path.parent.mkdir()
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE list (name)")
    connection.close()
    before = path.read_bytes()
    unscreened(command(), "another file")
    assert path.read_bytes() == before


def test_a_folder_and_a_name_too_long(path: Path) -> None:
    path.mkdir(parents=True)
    unscreened(command(), str(path))
    unscreened(command("--lists", "x" * 5000), "name too long")


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_file_or_a_folder_that_may_not_be_read(path: Path) -> None:
    keep(path)
    path.chmod(0)
    unscreened(command(), str(path))
    path.chmod(0o600)
    path.parent.chmod(0)
    try:
        unscreened(command(), str(path))
    finally:
        path.parent.chmod(0o700)


def test_a_folder_that_may_not_be_looked_into_does_not_say_that_there_is_no_file(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(path)
    monkeypatch.setattr(Path, "exists", _forbidden)
    unscreened(ask(path), "Permission denied")


def _forbidden(*_: object, **__: object) -> bool:
    raise PermissionError(13, "Permission denied")


def test_the_file_cut_anywhere(path: Path) -> None:
    keep(path)
    whole = path.read_bytes()
    places = {*range(0, len(whole), 4096), len(whole) - 1, 1, 99, *random.Random(5).sample(range(len(whole)), 150)}
    for place in sorted(places):
        path.write_bytes(whole[:place])
        for one in ask(path):
            assert one.status == "not_screened", (place, one)
            assert one.why


def same(one: Screening) -> tuple[object, ...]:
    return one.status, one.hits, one.lists


@pytest.mark.parametrize("stands", ["nothing", "a refusal, a decision and two vintages"])
def test_any_byte_of_the_file_changed(path: Path, stands: str) -> None:
    """Bytes of pages that hold nothing may change; everything else is seen, or the answer is the very one of the whole file."""
    keep(path)
    if stands != "nothing":
        renew(path, published(entries(count=22)))
        run("lists", "decide", LISTED, "EL", "100", "--verdict", "false_positive", "--who", "A. Smith", "--why", "x")
        with pytest.raises(Refused):
            renew(path, b"{")
    whole = path.read_bytes()
    expected = [same(one) for one in ask(path)]
    assert (expected[1][0] == "clear") == (stands == "nothing")
    draw = random.Random(11)
    index = whole.index(b"Utopian Rocket Works", whole.index(b"URW Verken") + 1)
    places = [*draw.sample(range(len(whole)), 350), *range(16, 100, 3), *range(index - 40, index + 40, 4)]
    seen = 0
    for place in places:
        flipped = bytes([whole[place] ^ draw.choice((1, 0x55, 0x80, 0xFF))])
        path.write_bytes(whole[:place] + flipped + whole[place + 1 :])
        found = ask(path)
        if [same(one) for one in found] != expected:
            seen += 1
            assert all(one.status == "not_screened" and one.why for one in found), place
    assert seen > 50


def test_a_refusal_that_is_lost_without_a_trace_is_missed(path: Path) -> None:
    keep(path)
    with pytest.raises(Refused):
        renew(path, b"{")
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM refusal")
    connection.close()
    unscreened(command(), "what is kept beside the lists is not as it was written")
    # Nothing that is written afterwards makes the file look whole.
    assert run("lists", "settle", "csl", "--why", "A. Smith: it is gone").exit_code == 2
    assert run("lists", "settle", "--clock", "--why", "A. Smith: it is gone").exit_code == 2
    with Store.open(path) as store:
        store.remember(NOW + DAY)
    unscreened(command(), "what is kept beside the lists is not as it was written")


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("DELETE FROM party WHERE list = 'csl'", "0 entries where"),
        ("DELETE FROM party WHERE list = 'csl' AND number = 0", "20 entries where 21 were written"),
        ("DELETE FROM list WHERE name = 'csl'", "It was added once and is gone"),
        ("DELETE FROM list WHERE name = 'csl'; DELETE FROM registered WHERE list = 'csl'", "not as it was written"),
        ("UPDATE list SET search_index = zeroblob(100) WHERE name = 'csl'", "index is not as it was written"),
        ("UPDATE list SET search_index = (SELECT search_index FROM list WHERE name = 'other') WHERE name = 'csl'", "index is not as it"),
        ("DELETE FROM kept", "no seal"),
        ("DROP TABLE registered", "no such table"),
        ("UPDATE decision SET told = x'00'; INSERT INTO decision (told) VALUES (x'00')", "not as it was written"),
    ],
)  # fmt: skip
def test_rows_that_are_removed_or_changed_behind_licets_back(path: Path, statement: str, why: str) -> None:
    keep(path)
    keep(path, OTHER, "other")
    connection = sqlite3.connect(path)
    connection.executescript(statement)
    connection.close()
    unscreened(command(), why)
    (told,) = ask(path, [OTHER_LISTED])
    assert told.status == "not_screened"
    if "DROP" not in statement:
        assert [hit.id for hit in told.hits] == ["7"]


def test_the_whole_list_and_all_that_is_kept_of_it_removed_is_told_as_no_list(path: Path) -> None:
    keep(path)
    connection = sqlite3.connect(path)
    connection.executescript("".join(f"DELETE FROM {table};" for table in ("party", "list", "registered")))
    connection.close()
    unscreened(command(), "not as it was written")


def test_rows_removed_in_the_middle_of_a_batch(path: Path) -> None:
    keep(path)
    keep(path, OTHER, "other")
    asked = asking(path)
    assert asked.screen(Party(name=UNLISTED)).status == "clear"
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM party WHERE list = 'csl'")
    connection.close()
    found = [asked.screen(Party(name=name)) for name in (LISTED, UNLISTED, OTHER_LISTED)]
    unscreened(found, "entries where")
    assert [hit.id for hit in found[2].hits] == ["7"]


# the list in its file


def test_a_list_file_cut_at_any_byte_is_neither_added_nor_taken_for_an_update(path: Path) -> None:
    data = published(PARTIES)
    for place in range(len(data)):
        with pytest.raises(InputError):
            FORMATS["csl-json"].read(given(data[:place]))
    draw = random.Random(7)
    places = draw.sample(range(len(data)), 25)
    for place in places:
        with pytest.raises(Refused):
            keep(path, data[:place])
        unscreened(ask(path), "No list has been added")
    keep(path)
    for place in places:
        with pytest.raises(Refused):
            renew(path, data[:place])
        found = ask(path)
        unscreened(found, "An update was refused on 2026-08-01")
        assert [hit.id for hit in found[0].hits] == ["100"]
        settle_list(path, "csl", "A. Smith: cut", NOW)
        assert [one.status for one in ask(path)] == ["match", "clear"]


def test_a_refused_update_through_the_command(path: Path, tmp_path: Path) -> None:
    keep(path)
    keep(path, OTHER, "other")
    (tmp_path / "cut.json").write_bytes(LIST[: len(LIST) // 2])
    assert run("lists", "update", "csl", str(tmp_path / "cut.json")).exit_code == 2
    unscreened(command(), "An update was refused on 2026-08-01")
    (told,) = ask(path, [OTHER_LISTED])
    assert (told.status, [hit.id for hit in told.hits]) == ("not_screened", ["7"])
    text = run("screen", LISTED, UNLISTED)
    assert text.exit_code == 0
    assert "not screened" in text.stdout
    assert "WHY NOBODY IS CLEAR" in text.stdout
    assert "clear:" not in text.stdout
    assert "Clear:" not in text.stdout


def test_a_list_updated_in_the_middle_of_a_batch(path: Path) -> None:
    keep(path)
    keep(path, OTHER, "other")
    asked = asking(path)
    assert asked.screen(Party(name=UNLISTED)).status == "clear"
    renew(path, published(entries(party(UNLISTED, entity_number="101"))))
    found = [asked.screen(Party(name=name)) for name in (LISTED, UNLISTED, OTHER_LISTED, "Nobody Else Anywhere")]
    unscreened(found, "updated in the middle of the screening")
    assert [hit.id for hit in found[2].hits] == ["7"]
    assert [one.status for one in ask(path)] == ["match", "match"]


def test_what_others_do_beside_a_batch_does_not_disturb_it(path: Path) -> None:
    keep(path)
    asked = asking(path)
    keep(path, OTHER, "other")
    with Store.open(path) as store:
        store.remember(NOW + 5 * timedelta(hours=1))
    assert [asked.screen(Party(name=name)).status for name in (LISTED, UNLISTED)] == ["match", "clear"]


def test_an_update_refused_in_the_middle_of_a_batch(path: Path) -> None:
    keep(path)
    asked = asking(path)
    with pytest.raises(Refused):
        renew(path, b"{")
    found = [asked.screen(Party(name=name)) for name in (LISTED, UNLISTED)]
    unscreened(found, "An update was refused")
    assert [state.source for state in found[1].lists] == ["EL", "SDN"]


# the clock


def test_a_list_that_is_too_old(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(path)
    at(monkeypatch, NOW + 6 * DAY)
    assert [one["status"] for one in command()] == ["match", "clear"]
    at(monkeypatch, NOW + 7 * DAY)
    found = command()
    unscreened(found, "It is 8 days old, and its limit is 7 days")
    assert found[0]["hits"][0]["id"] == "100"


def test_a_clock_set_back_before_the_vintage(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(path)
    at(monkeypatch, NOW - 400 * DAY)
    unscreened(command(), "before the list was published on 2026-07-31")


def test_a_clock_set_back_before_the_latest_moment_seen(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(path)
    at(monkeypatch, NOW + 3 * DAY)
    assert command()[1]["status"] == "clear"
    at(monkeypatch, NOW + DAY)
    unscreened(command(), "and it has been 2026-08-04 12:00 UTC before")


def test_a_clock_that_runs_ahead(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    keep(path)
    at(monkeypatch, NOW + 4000 * DAY)
    unscreened(command(), "days old")
    at(monkeypatch, NOW + DAY)
    unscreened(command(), "and it has been")
    settle_clock(path, "A. Smith: it ran ahead", NOW + DAY)
    assert [one["status"] for one in command()] == ["match", "clear"]


def test_a_moment_without_a_time_zone_is_no_moment(path: Path) -> None:
    keep(path)
    with pytest.raises(InputError, match="without a time zone"):
        ask(path, now=NOW.replace(tzinfo=None))


# names that cannot be compared


@pytest.mark.parametrize("name", ["!!!", "—", "\u200b", "🚀🚀", "...", "()", "\u0301"])
def test_a_name_without_letters_is_not_screened(path: Path, name: str) -> None:
    keep(path)
    (told,) = ask(path, [name])
    assert (told.status, told.why) == (
        "not_screened",
        [f"«{name}» has no letters or figures that can be compared."],
    )
    aliased = asking(path).screen(Party(name=LISTED, aliases=(name,)))
    assert aliased.status == "not_screened"
    assert aliased.hits


def test_a_name_of_common_words_is_told_as_such(path: Path) -> None:
    keep(path)
    (told,) = ask(path, ["Trading Company Ltd"])
    assert any("made of common words alone" in text for text in told.not_checked)


# killed in the middle

_KILLED = """
import contextlib, io, json, os, random, shutil, signal, sys, time
from pathlib import Path
sys.path[:0] = {places!r}
from licet.cli import clock
from licet.cli.main import main
from screening.made_lists import NOW
import licet.screening.screening, licet.screening.updating, licet.screening.index, licet.registers.screening_lists.formats
clock.now = lambda: NOW
path, pristine = Path({path!r}), Path({path!r} + ".pristine")
words = {words!r}

def ran(*words):
    stream = io.StringIO()
    with contextlib.redirect_stdout(stream), contextlib.redirect_stderr(io.StringIO()):
        try:
            main(list(words))
        except SystemExit as ended:
            return ended.code, stream.getvalue()

def restore():
    for suffix in ("", "-journal"):
        Path(str(path) + suffix).unlink(missing_ok=True)
    if pristine.exists():
        shutil.copy(pristine, path)

# The first of two reads the tables of words as well, which no child has to do.
for _ in range(2):
    restore()
    begun = time.perf_counter()
    assert ran("lists", *words)[0] == 0
    whole = time.perf_counter() - begun
draw = random.Random(17)
for turn in range({turns}):
    restore()
    child = os.fork()
    if child == 0:
        ran("lists", *words)
        os._exit(0)
    # Most of the work is the index; the last of it is the writing, where a kill hurts most.
    time.sleep(whole * (turn / {turns} if turn % 2 else draw.uniform(0.75, 1.1)))
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    code, told = ran("screen", *{names!r}, "--format", "json")
    print(json.dumps([os.WIFSIGNALED(status), code, json.loads(told)]))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL") or not hasattr(os, "fork"), reason="no kill or no fork here")
@pytest.mark.parametrize("deed", ["add", "update"])
def test_a_kill_while_a_list_is_taken_in(path: Path, tmp_path: Path, deed: str) -> None:
    later = published(entries(party("Second Vintage Zeppelins", entity_number="101"), count=700))
    (tmp_path / "later.json").write_bytes(later)
    if deed == "update":
        keep(path, published(entries(count=700), "2026-07-30"))
        shutil.copy(path, f"{path}.pristine")
    names = [LISTED, "Second Vintage Zeppelins", UNLISTED]
    program = _KILLED.format(
        places=[str(Path(__file__).parents[1]), *sys.path],
        path=str(path),
        words=[deed, "csl", str(tmp_path / "later.json")],
        turns=20,
        names=names,
    )
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=False)
    assert told.returncode == 0, told.stderr
    rows = [json.loads(line) for line in told.stdout.splitlines()]
    assert len(rows) == 20
    assert any(killed for killed, _, _ in rows)
    before = ["match", "clear", "clear"] if deed == "update" else ["not_screened"] * 3
    for _, code, found in rows:
        assert code == 0
        statuses = [one["status"] for one in found]
        assert statuses in (before, ["match", "match", "clear"])
        vintages = {state["vintage"] for one in found for state in one["lists"]}
        assert vintages == ({"2026-07-31"} if statuses[1] == "match" else {"2026-07-30"} if deed == "update" else {""})
        assert all(one["why"] for one in found) == (statuses[0] == "not_screened")


# several lists


def test_what_is_wrong_with_one_list_hides_no_hit_on_another(path: Path) -> None:
    keep(path)
    keep(path, published([party(LISTED, SDN, entity_number="55"), *fillers(12)], "2026-07-01"), "old", max_age=10)
    found = command()
    unscreened(found, "It is 31 days old, and its limit is 10 days")
    assert {(hit["list"], hit["id"]) for hit in found[0]["hits"]} == {("EL", "100"), ("SDN", "55")}
    assert {state["list"]: state["status"] for state in found[0]["lists"]} == {"csl": "current", "old": "stale"}
    text = run("screen", LISTED).stdout
    assert "[100]" in text
    assert "[55]" in text


def test_all_that_is_wrong_is_told(path: Path) -> None:
    keep(path)
    keep(path, many(20, "2026-07-01"), "old", max_age=10)
    with pytest.raises(Refused):
        renew(path, b"{")
    why = " ".join(command()[0]["why"])
    assert "An update was refused" in why
    assert "days old" in why
