"""Lists as they are kept: the old one or the new one and never a part, and every state that cannot be relied on is told."""

from __future__ import annotations

import hashlib
import random
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from screening import stand_in_index
from screening.made_lists import DPL, EL, NOW, SDN, SHORT_CSL, given, many, needs_csl, party, published
from screening.stand_in_index import build

import licet.screening
from licet.errors import InputError
from licet.registers.screening_lists.formats import FORMATS
from licet.screening.admitting import Refused, Statements
from licet.screening.answer import ListState
from licet.screening.held import StoreDamaged
from licet.screening.placing import lists_file
from licet.screening.store import Store
from licet.screening.updating import Taken, add_list, remove_list, settle_clock, settle_list, update_list

DAY = timedelta(days=1)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "lists" / "lists.sqlite"


@pytest.fixture(autouse=True)
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "licet.screening.index", stand_in_index)
    monkeypatch.setattr(licet.screening, "index", stand_in_index, raising=False)


def add(path: Path, data: bytes, name: str = "csl", form: str = "csl-json", now: datetime = NOW, **said: Any) -> Taken:
    return add_list(path, name, given(data), FORMATS[form], Statements(**said), now, build=build)


def update(
    path: Path, data: bytes, name: str = "csl", form: str = "csl-json", now: datetime = NOW, **said: Any
) -> Taken:
    return update_list(path, name, given(data), FORMATS[form], Statements(**said), now, build=build)


def states(path: Path, now: datetime = NOW) -> list[ListState]:
    with Store.open(path) as store:
        return store.state(now)


def statuses(path: Path, now: datetime = NOW) -> set[str]:
    return {state.status for state in states(path, now)}


def names(path: Path, name: str = "csl") -> list[str]:
    with Store.open(path) as store:
        return [party.name for party in store.all_parties(name)]


# what is not there, or not as it was written


def test_no_file_is_no_list_and_never_clear(path: Path) -> None:
    for place in (path, None):
        (state,) = states(place)  # type: ignore[arg-type]
        assert state.status == "missing"
        assert state.why
        with Store.open(place) as store:
            assert store.lists() == []
            store.remember(NOW)
            with pytest.raises(StoreDamaged):
                store.party("csl", 0)


def test_a_deleted_file_is_missing_also_for_who_has_it_open(path: Path) -> None:
    add(path, many(20))
    with Store.open(path) as store:
        assert {state.status for state in store.state(NOW)} == {"current"}
        path.unlink()
        assert [state.status for state in store.state(NOW)] == ["missing"]
    assert statuses(path) == {"missing"}


def test_a_list_that_was_added_and_is_gone_is_missing(path: Path) -> None:
    add(path, many(20))
    add(path, many(20), "other")
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM list WHERE name = 'csl'")
    connection.close()
    assert {(state.list, state.status) for state in states(path)} == {("csl", "missing"), ("other", "current")}


@pytest.mark.parametrize("content", [b"", b"no database", b"SQLite format 3\0" + b"\0" * 200])
def test_a_file_that_is_no_file_of_lists_is_damaged(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    (state,) = states(path)
    assert (state.status, bool(state.why)) == ("damaged", True)
    with pytest.raises(StoreDamaged):
        update(path, many(20))


def test_another_database_is_damaged_and_nothing_is_written_to_it(path: Path) -> None:
    path.parent.mkdir()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE mine (a)")
    connection.commit()
    connection.close()
    before = path.read_bytes()
    assert statuses(path) == {"damaged"}
    with pytest.raises(StoreDamaged, match="another file"):
        add(path, many(20))
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM party WHERE list = 'csl' AND number = 7",
        "UPDATE party SET content = replace(CAST(content AS TEXT), 'Company 7', 'Company x') WHERE number = 7",
        "UPDATE party SET content = CAST(replace(CAST(content AS TEXT), 'Company 7', 'Company x') AS BLOB) WHERE number = 7",
        "UPDATE party SET (content, digest) = (SELECT content, digest FROM party WHERE number = 8) WHERE number = 7",
        "UPDATE party SET number = 99 WHERE number = 7; UPDATE party SET number = 7 WHERE number = 8; UPDATE party SET number = 8 WHERE number = 99",
        "INSERT INTO party SELECT list, 20, content, digest FROM party WHERE number = 7",
        "UPDATE list SET search_index = x'00'",
        "UPDATE list SET account = x'7b7d'",
        "UPDATE list SET account = 'x'",
        "UPDATE list SET search_index = 'x'",
        "DROP TABLE party",
        "UPDATE kept SET value = 'soon'",
        "UPDATE refusal SET told = x'00'; INSERT INTO refusal VALUES ('csl', x'00')",
        "PRAGMA user_version = 9",
    ],
)
def test_whatever_is_not_as_it_was_written_is_damaged(path: Path, statement: str) -> None:
    add(path, many(20))
    connection = sqlite3.connect(path)
    connection.executescript(statement)
    connection.close()
    found = states(path)
    assert {state.status for state in found} == {"damaged"}, found
    assert all(state.why for state in found)


def test_a_damaged_moment_stops_an_update_in_a_line(path: Path) -> None:
    add(path, many(20))
    connection = sqlite3.connect(path)
    connection.executescript("UPDATE kept SET value = 'soon'")
    connection.close()
    with Store.open(path) as store:
        store.remember(NOW)
    with pytest.raises(StoreDamaged, match="not as it was written"):
        update(path, many(20))
    assert names(path)[0] == "Company 0"


def test_a_file_with_any_byte_of_its_content_changed_is_never_current_with_other_content(path: Path) -> None:
    add(path, many(20))
    whole = path.read_bytes()
    expected = names(path)
    draw = random.Random(3)
    for at in draw.sample(range(len(whole)), 300):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 0x55]) + whole[at + 1 :])
        if statuses(path) == {"current"}:
            assert names(path) == expected, at


def test_a_file_cut_anywhere_is_never_current(path: Path) -> None:
    add(path, many(20))
    whole = path.read_bytes()
    for at in random.Random(3).sample(range(len(whole)), 60):
        path.write_bytes(whole[:at])
        assert "current" not in statuses(path), at


def test_a_store_that_is_open_sees_what_another_command_changed(path: Path) -> None:
    add(path, many(20))
    with Store.open(path) as store:
        held = store.held("csl")
        assert held is not None
        assert store.party("csl", 3, held.index_digest).name == "Company 3"
        update(path, many(21, mark="!"))
        assert {state.count for state in store.state(NOW)} == {10, 11}
        with pytest.raises(StoreDamaged, match="in the middle of a screening"):
            store.party("csl", 3, held.index_digest)
        assert store.party("csl", 3).name == "Company 3!"


def test_an_entry_that_is_not_there_is_no_silence(path: Path) -> None:
    add(path, many(20))
    with Store.open(path) as store:
        with pytest.raises(StoreDamaged, match="no entry number 99"):
            store.parties("csl", [1, 99])
        with pytest.raises(StoreDamaged, match="no list 'x'"):
            store.index("x")


# kept lists


def test_a_list_is_kept_with_its_index_and_its_account(path: Path) -> None:
    taken = add(path, many(20))
    assert taken.changes is None
    with Store.open(path) as store:
        (held,) = store.lists()
        assert (held.name, held.format, held.file, held.vintage, held.count) == (
            "csl",
            "csl-json",
            "list.txt",
            "2026-07-31",
            20,
        )
        assert {(source.code, source.count) for source in held.sources} == {("EL", 10), ("SDN", 10)}
        assert held.shown[0] == "The JSON document is closed."
        index = store.index("csl")
        assert index.entries[3] == [3, "Company 3", "unknown"]  # type: ignore[attr-defined]
        assert store.index("csl") is index
        assert [one.name for one in store.parties("csl", [4, 2, 4])] == ["Company 4", "Company 2", "Company 4"]
    assert [(state.source, state.vintage, state.count, state.status, state.list) for state in states(path)] == [
        ("EL", "2026-07-31", 10, "current", "csl"),
        ("SDN", "2026-07-31", 10, "current", "csl"),
    ]
    assert path.stat().st_mode & 0o077 == 0


def test_a_name_is_taken_once_and_has_to_be_a_name(path: Path) -> None:
    add(path, many(20))
    with pytest.raises(InputError, match="which is there already"):
        add(path, many(20))
    with pytest.raises(InputError, match="small letters"):
        add(path, many(20), "My List")
    with pytest.raises(InputError, match="no list 'cls'; expected csl; did you mean csl"):
        update(path, many(20), "cls")
    with pytest.raises(InputError, match="no lists"):
        update(path.with_name("none"), many(20))


@needs_csl
def test_the_whole_screening_list_is_kept_in_seconds(path: Path) -> None:
    begun = time.perf_counter()
    add(path, SHORT_CSL.read_bytes())
    assert time.perf_counter() - begun < 20
    with Store.open(path) as store:
        found = store.state(NOW)
        assert sum(state.count for state in found) == 25_921
        begun = time.perf_counter()
        for _ in range(100):
            store.state(NOW)
        assert time.perf_counter() - begun < 1


# refusals

BEFORE = many(20, "2026-07-20")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (many(20)[:-1], "ends in the middle"),
        (b"", "an empty file"),
        (published([]), "without a single entry"),
        (many(17), "where 20 are held"),
        (published([party(f"Company {number}") for number in range(20)]), "no entry of SDN"),
        (many(20, "2026-07-19"), "published on 2026-07-19, while the list held is of 2026-07-20"),
        (many(20, "2026-08-02"), "which is after today, 2026-08-01"),
        (many(20).replace(b'"total": 20', b'"total": 21'), "20 results where total says 21"),
    ],
)
def test_a_refused_update_leaves_the_old_list_and_stands_against_it(path: Path, data: bytes, why: str) -> None:
    add(path, BEFORE)
    with pytest.raises(Refused, match=why):
        update(path, data)
    assert len(names(path)) == 20
    found = states(path)
    assert {state.status for state in found} == {"refused"}
    assert all(why in state.why and "2026-08-01" in state.why for state in found)
    with Store.open(path) as store:
        refusal = store.refusal("csl")
        assert refusal is not None
        assert (refusal.file, refusal.at) == ("list.txt", "2026-08-01T12:00:00+00:00")
        assert store.events("csl")[0].what == "refused"


@pytest.mark.parametrize("data", [BEFORE, many(20), many(19), many(30)])
def test_a_good_update_settles_a_refusal(path: Path, data: bytes) -> None:
    add(path, BEFORE)
    with pytest.raises(Refused):
        update(path, b"{")
    update(path, data, now=NOW)
    assert statuses(path) <= {"current", "stale"}
    with Store.open(path) as store:
        assert store.refusal("csl") is None


def test_a_refusal_is_settled_by_a_person_with_a_reason(path: Path) -> None:
    add(path, many(20))
    with pytest.raises(InputError, match="of which no update was refused"):
        settle_list(path, "csl", "no reason at all", NOW)
    with pytest.raises(Refused):
        update(path, b"{")
    with pytest.raises(InputError, match="no reason"):
        settle_list(path, "csl", " ", NOW)
    settle_list(path, "csl", "A. Smith: cut in transit", NOW)
    assert statuses(path) == {"current"}
    with Store.open(path) as store:
        assert next((event.what, event.why) for event in store.events("csl")) == ("settled", "A. Smith: cut in transit")


def test_a_list_that_was_never_there_is_refused_without_holding_up_the_others(path: Path) -> None:
    add(path, many(20))
    with pytest.raises(Refused):
        add(path, b"{", "other")
    assert {state.list for state in states(path)} == {"csl"}
    with Store.open(path) as store:
        assert store.events("other")[0].what == "refused"


def test_shrinking_is_accepted_with_a_reason_that_is_kept(path: Path) -> None:
    add(path, BEFORE)
    update(path, many(10), accept_shrinking="A. Smith: the programme ended")
    with Store.open(path) as store:
        assert store.lists()[0].shown[-1] == "That it has lost entries was accepted: A. Smith: the programme ended"
    assert statuses(path) == {"current"}


def test_one_source_alone_may_not_shrink(path: Path) -> None:
    add(path, published([party(f"A{n}") for n in range(100)] + [party(f"B{n}", SDN) for n in range(10)], "2026-07-20"))
    with pytest.raises(Refused) as error:
        update(path, published([party(f"A{n}") for n in range(100)] + [party(f"B{n}", SDN) for n in range(8)]))
    assert [str(fault) for fault in error.value.faults if "SDN" in str(fault)]
    assert len(error.value.faults) == 1


def test_what_the_form_does_not_show_has_to_be_stated(path: Path) -> None:
    day = date(2026, 7, 30)
    with pytest.raises(InputError, match="does not say of which day") as error:
        add(path, DPL, "dpl", "dpl-text", entries=2)
    assert not isinstance(error.value, Refused)
    nothing: tuple[dict[str, Any], ...] = (
        {},
        {"entries": 3},
        {"sha256": ("0" * 64,)},
        {"entries": 2, "sha256": ("0" * 64,)},
    )
    for said in nothing:
        with pytest.raises(Refused):
            add(path, DPL, "dpl", "dpl-text", vintage=day, **said)
    digest = hashlib.sha256(DPL).hexdigest().upper()
    enough: tuple[dict[str, Any], ...] = ({"entries": 2}, {"sha256": (digest,)}, {"whole": "A. Smith: read through"})
    for number, said in enumerate(enough):
        taken = add(path, DPL, f"dpl{number}", "dpl-text", vintage=day, **said)
        assert any("stated" in one or "Vouched for: A. Smith" in one for one in taken.held.shown)


def test_a_day_that_the_file_says_cannot_be_said_otherwise(path: Path) -> None:
    with pytest.raises(InputError, match="--vintage: 2026-07-30; expected 2026-07-31"):
        add(path, many(20), vintage=date(2026, 7, 30))


# the clock


def test_a_list_serves_for_its_days_and_is_stale_after_them(path: Path) -> None:
    add(path, many(20))
    published_on = datetime(2026, 7, 31, tzinfo=UTC)
    assert statuses(path, published_on + 7 * DAY + timedelta(hours=23)) == {"current"}
    (state, _) = states(path, published_on + 8 * DAY)
    assert (state.status, state.why) == ("stale", "It is 8 days old, and its limit is 7 days.")
    update(path, many(20), max_age=30)
    assert statuses(path, published_on + 30 * DAY) == {"current"}
    assert statuses(path, published_on + 31 * DAY) == {"stale"}


def test_a_clock_that_was_set_back_is_not_believed(path: Path) -> None:
    add(path, many(20))
    assert statuses(path, NOW - timedelta(minutes=59)) == {"current"}
    assert statuses(path, NOW - timedelta(hours=2)) == {"clock"}
    assert statuses(path, NOW - 5 * DAY) == {"clock"}
    with Store.open(path) as store:
        store.remember(NOW + 3 * DAY)
    assert statuses(path, NOW + 2 * DAY) == {"clock"}
    assert statuses(path, NOW + 3 * DAY) == {"current"}
    settle_clock(path, "A. Smith: the machine was ahead", NOW + 2 * DAY)
    assert statuses(path, NOW + 2 * DAY) == {"current"}


def test_an_earlier_moment_is_not_remembered_over_a_later_one(path: Path) -> None:
    add(path, many(20))
    with Store.open(path) as store:
        store.remember(NOW + DAY)
        store.remember(NOW)
    assert statuses(path, NOW + DAY - timedelta(hours=2)) == {"clock"}


def test_all_that_speaks_against_a_list_is_told(path: Path) -> None:
    add(path, many(20))
    with pytest.raises(Refused):
        update(path, b"{")
    (state, _) = states(path, NOW + 20 * DAY)
    assert state.status == "refused"
    assert "was refused" in state.why
    assert "days old" in state.why


# changes


def test_what_changed_is_kept_for_the_last_updates(path: Path) -> None:
    first = [
        party("A", entity_number="1"),
        party("B", entity_number="2"),
        *[party(f"C{n}", entity_number=f"9{n}") for n in range(20)],
    ]
    add(path, published(first, "2026-07-20"))
    second = [party("A", entity_number="1", alt_names=["AA"], remarks="x"), *first[2:], party("D", entity_number="3")]
    taken = update(path, published(second, "2026-07-21"))
    assert taken.changes is not None
    assert [(one.kind, one.source, one.id, one.name, one.fields) for one in taken.changes.changes] == [
        ("changed", "EL", "1", "A", ("aliases", "remarks")),
        ("removed", "EL", "2", "B", ()),
        ("added", "EL", "3", "D", ()),
    ]
    for day in range(22, 30):
        update(path, published(second, f"2026-07-{day}"))
    with Store.open(path) as store:
        kept = store.changes("csl")
    assert [(one.before, one.after) for one in kept] == [
        (f"2026-07-{day - 1}", f"2026-07-{day}") for day in range(29, 24, -1)
    ]


def test_a_removed_list_is_gone_with_a_reason(path: Path) -> None:
    add(path, many(20))
    add(path, many(20), "other")
    with pytest.raises(InputError, match="no reason"):
        remove_list(path, "csl", "", NOW)
    remove_list(path, "csl", "A. Smith: no longer needed", NOW)
    assert {state.list for state in states(path)} == {"other"}
    with Store.open(path) as store:
        assert (store.events()[0].what, store.events()[0].why) == ("removed", "A. Smith: no longer needed")
    remove_list(path, "other", "A. Smith: no longer needed", NOW)
    assert statuses(path) == {"missing"}


# killed in the middle

_CHILD = """
import sys
from pathlib import Path
sys.path[:0] = {places!r}
from screening.made_lists import NOW, given, many
from screening.stand_in_index import build
from licet.registers.screening_lists.formats import FORMATS
from licet.screening.admitting import Statements
from licet.screening.updating import update_list
print("ready", flush=True)
turn = 0
while True:
    turn += 1
    update_list(Path({path!r}), "csl", given(many(600, mark="ab"[turn % 2])), FORMATS["csl-json"], Statements(), NOW, build=build)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no signal here that cannot be caught")
def test_a_kill_at_any_moment_leaves_the_old_list_or_the_new_one(path: Path) -> None:
    add(path, many(600, mark="a"))
    places = [str(Path(__file__).parents[1]), *sys.path]
    draw = random.Random()
    for _ in range(12):
        child = subprocess.Popen(
            [sys.executable, "-c", _CHILD.format(places=places, path=str(path))], stdout=subprocess.PIPE
        )
        assert child.stdout is not None
        assert child.stdout.readline() == b"ready\n"
        time.sleep(draw.uniform(0, 0.25))
        child.kill()
        child.wait()
        child.stdout.close()
        with Store.open(path) as store:
            assert {(state.status, state.count) for state in store.state(NOW)} == {("current", 300)}
            told = [party.name for party in store.all_parties("csl")]
            mark = told[0][-1]
            assert told == [f"Company {number}{mark}" for number in range(600)]
            assert [entry[1] for entry in store.index("csl").entries] == told  # type: ignore[attr-defined]
    update(path, many(600))
    assert statuses(path) == {"current"}


@pytest.mark.parametrize("stage", ["build", "write"])
def test_a_failure_in_the_middle_leaves_the_old_list(path: Path, stage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    add(path, many(20))

    def fails(*_: Any, **__: Any) -> Any:
        raise KeyboardInterrupt

    if stage == "write":
        monkeypatch.setattr("licet.screening.updating.remember", fails)
    builder: Callable[..., bytes] = fails if stage == "build" else build
    with pytest.raises(KeyboardInterrupt):
        update_list(path, "csl", given(many(20, mark="!")), FORMATS["csl-json"], Statements(), NOW, build=builder)
    assert names(path)[0] == "Company 0"
    assert statuses(path) == {"current"}


# where the lists lie


def test_the_file_of_the_lists_is_named_or_lies_with_the_users_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert lists_file("a.sqlite") == Path("a.sqlite")
    assert lists_file("OFF") is None
    assert lists_file() == tmp_path / "kept" / "lists.sqlite"
    monkeypatch.setenv("LICET_LISTS", "off")
    assert lists_file() is None
    monkeypatch.delenv("LICET_LISTS")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert lists_file() == tmp_path / "licet" / "lists.sqlite"


def test_the_code_of_the_made_lists_is_that_of_the_law(path: Path) -> None:
    assert add(path, published([party("A", EL)])).held.sources[0].code == "EL"
