"""``licet lists`` as a person or a script meets it: bad input first."""

from __future__ import annotations

import json
import sys
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from commands import refused, run
from screening import stand_in_index
from screening.made_lists import ADD_CSV, ALT_CSV, DPL, NOW, SDN_CSV, TABLE, many, published

import licet.screening
from licet.cli import clock


@pytest.fixture(autouse=True)
def stand_in(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "licet.screening.index", stand_in_index)
    monkeypatch.setattr(licet.screening, "index", stand_in_index, raising=False)
    at(monkeypatch, NOW)


def at(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr(clock, "now", lambda: now)


@pytest.fixture
def csl(tmp_path: Path) -> str:
    path = tmp_path / "consolidated.json"
    path.write_bytes(many(20, "2026-07-30"))
    return str(path)


def written(path: Path, data: bytes) -> str:
    path.write_bytes(data)
    return str(path)


def done(*words: str) -> str:
    result = run("lists", *words)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def shown(*words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(done("show", *words, "--format", "json"))
    return found


# bad input


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("add", "csl", "nowhere.json"), "nowhere.json: No such file or directory; expected the file of a list"),
        (("add", "csl", "."), ".: a folder; expected the file of a list"),
        (("add", "csl", "CSL", "--format", "csl-jsn"), "--format: 'csl-jsn'; expected csl-json"),
        (("add", "csl", "CSL", "--vintage", "2026-02-30"), "--vintage: "),
        (("add", "csl", "CSL", "--sha256", "abc"), "--sha256: 'abc'; expected 64 hexadecimal figures"),
        (("add", "csl", "CSL", "--entries", "0"), "--entries: "),
        (("add", "csl", "CSL", "--map", "name=A"), "--map: columns for Consolidated Screening List, JSON; expected a plain table"),
        (("add", "csl", "CSL", "--alt", "CSL"), "--alt: a file beside the list; expected none"),
        (("add", "csl", "CSL", "--lists", "off"), "--lists: off; expected a file"),
        (("add", "csl", "CSL", "--law", "nowhere"), "--law: nowhere: no folder nations; expected a folder of law"),
        (("add", "My List", "CSL"), "NAME: 'My List'; expected small letters"),
        (("add", "csl", "CSL", "--entries", "21"), "consolidated.json: 20 entries; expected --entries 21"),
        (("update", "csl", "CSL"), "no lists; expected lists that were added"),
        (("remove", "csl", "--why", "x"), "no lists; expected lists that were added"),
        (("settle",), "licet lists settle: both or neither; expected a NAME or --clock"),
        (("settle", "csl", "--clock"), "licet lists settle: both or neither; expected a NAME or --clock"),
        (("show", "csl"), "NAME: no list 'csl'; expected a list that was added"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_told_in_lines(csl: str, words: tuple[str, ...], line: str) -> None:
    told = refused("lists", *(csl if word == "CSL" else word for word in words))
    assert any(line in one for one in told), told


def test_every_fault_of_a_list_is_a_line(tmp_path: Path) -> None:
    told = refused("lists", "add", "dpl", written(tmp_path / "dpl.txt", DPL.replace(b"08/24/2022", b"soon")))
    assert [line.split(";")[0] for line in told] == [
        "dpl.txt:2: the Effective_Date 'soon'",
        "dpl.txt:3: the Effective_Date 'soon'",
    ]


def test_a_refused_update_is_told_and_shown_until_it_is_settled(csl: str, tmp_path: Path) -> None:
    done("add", "csl", csl)
    cut = written(tmp_path / "cut.json", many(20)[:-9])
    assert "ends in the middle" in refused("lists", "update", "csl", cut)[0]
    told = done("show")
    assert "refused" in told
    assert "ends in the middle" in told
    assert {state["status"] for state in shown()["states"]} == {"refused"}
    assert "no reason" in refused("lists", "settle", "csl")[0]
    assert "serves again" in done("settle", "csl", "--why", "A. Smith: cut in transit")
    assert {state["status"] for state in shown()["states"]} == {"current"}
    assert "A. Smith: cut in transit" in done("show")


def test_a_damaged_file_is_shown_and_not_written(csl: str, no_lists_of_the_user: Path) -> None:
    done("add", "csl", csl)
    no_lists_of_the_user.write_bytes(b"something else")
    assert [state["status"] for state in shown()["states"]] == ["damaged"]
    assert "damaged" in done("show")
    assert "damaged" in done("show", "csl")
    assert len(refused("lists", "update", "csl", csl)) == 1
    assert no_lists_of_the_user.read_bytes() == b"something else"


# lists


def test_no_list_is_shown_as_missing(no_lists_of_the_user: Path) -> None:
    assert "missing" in done("show")
    (state,) = shown()["states"]
    assert (state["status"], state["count"]) == ("missing", 0)
    assert not no_lists_of_the_user.exists()
    assert "switched off" in done("show", "--lists", "off")


def test_a_list_is_added_shown_updated_and_removed(csl: str, tmp_path: Path) -> None:
    told = done("add", "csl", csl)
    assert "csl: 20 entries of 2026-07-30, from consolidated.json." in told
    assert "The JSON document is closed." in told
    assert "EL" in done("show", "csl")
    later = written(tmp_path / "later.json", many(21))
    told = done("update", "csl", later)
    assert "From 2026-07-30 to 2026-07-31: 1 added, 0 removed, 0 changed." in told
    assert "+ SDN 20  Company 20" in told
    assert "1 added" in done("show", "csl", "--changes")
    (held,) = shown("csl", "--changes")["lists"]
    assert (held["vintage"], held["count"], held["max_age"], held["refused"]) == ("2026-07-31", 21, 7, None)
    assert [one["kind"] for one in held["changes"][0]["changes"]] == ["added"]
    assert "no reason" in refused("lists", "remove", "csl")[0]
    done("remove", "csl", "--why", "A. Smith: not needed")
    assert [state["status"] for state in shown()["states"]] == ["missing"]


def test_a_list_in_a_file_of_ones_own(csl: str, tmp_path: Path, no_lists_of_the_user: Path) -> None:
    own = str(tmp_path / "own.sqlite")
    done("add", "csl", csl, "--lists", own)
    assert not no_lists_of_the_user.exists()
    assert shown("--lists", own)["states"][0]["status"] == "current"


def test_the_files_beside_ofacs_entries_are_found_by_their_names(tmp_path: Path) -> None:
    entries = written(tmp_path / "sdn.csv", SDN_CSV)
    assert "--alt" in refused("lists", "add", "ofac", entries, "--vintage", "2026-07-30")[0]
    written(tmp_path / "add.csv", ADD_CSV)
    written(tmp_path / "alt.csv", ALT_CSV)
    result = run("lists", "add", "ofac", entries, "--vintage", "2026-07-30")
    assert result.exit_code == 0, result.stderr
    assert "Taken with it: " in result.stderr
    (held,) = shown()["lists"]
    assert held["file"] == "sdn.csv, add.csv, alt.csv"


def test_columns_and_age_stay_what_they_were(tmp_path: Path) -> None:
    house = written(tmp_path / "house.csv", TABLE.replace(b"Company", b"Firma"))
    words = (house, "--vintage", "2026-07-30", "--whole", "A. Smith: our own list")
    done("add", "house", *words, "--map", "name=Firma", "--max-age", "90", "--title", "List of the house")
    done("update", "house", *words)
    (held,) = shown()["lists"]
    assert held["sources"] == [{"code": "HOUSE", "title": "List of the house", "count": 2}]
    assert (held["mapping"], held["max_age"]) == ({"name": "Firma"}, 90)
    assert "Vouched for: A. Smith: our own list" in held["shown"]


def test_a_list_grows_stale_and_a_clock_set_back_is_told(csl: str, monkeypatch: pytest.MonkeyPatch) -> None:
    done("add", "csl", csl)
    at(monkeypatch, NOW + timedelta(days=9))
    assert "It is 11 days old, and its limit is 7 days." in done("show")
    at(monkeypatch, NOW - timedelta(days=1))
    assert "clock" in done("show")
    assert "believed" in done("settle", "--clock", "--why", "A. Smith: it was ahead")
    assert {state["status"] for state in shown()["states"]} == {"current"}


def test_the_help_tells_where_each_form_is_published() -> None:
    from licet.registers.screening_lists.formats import FORMATS

    told = done("add", "--help")
    assert all(name in told for name in FORMATS)
    assert "trade.gov/consolidated-screening-list" in told


def test_names_that_a_terminal_would_obey_are_spelled_out(tmp_path: Path) -> None:
    from screening.made_lists import party

    path = written(tmp_path / "a.json", published([party("A", "Bad\x1b[2J list")]))
    assert "\x1b" not in done("add", "bad", path)
    assert "\x1b" not in done("show")


def test_law_check_finds_a_bad_row_of_the_known_lists(tmp_path: Path) -> None:
    import shutil

    from licet.cli.findings import findings
    from licet.rulebook.rulebook import law_folder

    own = tmp_path / "law"
    shutil.copytree(law_folder(), own)
    path = own / "us" / "screening-lists.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("\nDPL,", "\nEL,", 1), encoding="utf-8")
    found, _ = findings(str(own))
    assert [(one.kind, one.message.partition(";")[0]) for one in found] == [
        ("fault", "us/screening-lists.csv:3: the list 'EL' a second time")
    ]
