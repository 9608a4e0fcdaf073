"""Screening again after a list was updated: the parties whom the update concerns are named, with what became of the entry, and nobody else."""

from __future__ import annotations

import csv
import json
import sqlite3
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from commands import refused, run
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from screening.made_lists import NOW, SDN, party, published
from screening.screened import LISTED, UNLISTED, asking, entries, keep, renew

from licet.cli import clock
from licet.errors import InputError
from licet.screening import rescreen
from licet.screening.admitting import Refused
from licet.screening.answer import Party, Screening, schema
from licet.screening.store import Store

# One that stays as it is, one that is changed, one that is removed, one that comes.
STAYS = party("Steady State Optics", SDN, entity_number="1")
CHANGES = party("Changeling Ceramics", SDN, entity_number="2", alt_names=["Morphic Kilns"])
CHANGED = party("Changeling Ceramics", SDN, entity_number="2", license_policy="Presumption of denial.")
GOES = party("Vanishing Varnish", SDN, entity_number="3")
COMES = party("Newcomer Nozzles", SDN, entity_number="4")
BEFORE, AFTER = [STAYS, CHANGES, GOES], [STAYS, CHANGED, COMES]
ASKED = [
    "Steady State Optics",
    "Changeling Ceramics",
    "Morphic Kilns",
    "Vanishing Varnish",
    "Newcomer Nozzles",
    UNLISTED,
]
VALIDATOR = Draft202012Validator(schema())


@pytest.fixture(autouse=True)
def path(no_lists_of_the_user: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    keep(no_lists_of_the_user, published(entries(*BEFORE), "2026-07-28"))
    return no_lists_of_the_user


@pytest.fixture
def updated(path: Path) -> Path:
    renew(path, published(entries(*AFTER), "2026-07-29"))
    return path


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "customers.txt"
    path.write_text("\n".join([*ASKED, LISTED]), encoding="utf-8")
    return str(path)


def told(found: list[Screening]) -> dict[str, list[tuple[str, str, str]]]:
    return {one.name: [(change.kind, change.on, change.id) for change in one.changes] for one in found}


def again(**more: Any) -> list[Screening]:
    return rescreen([*ASKED, LISTED], by="csl", now=NOW, **more)


# bad input


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("--affected-by", "cls"), "--affected-by: no list 'cls'; expected csl; did you mean csl?"),
        (("--affected-by", "csl"), "--affected-by: 'csl', which was not updated since it was added"),
        (("--affected-by", "csl", "--lists", "off"), "--affected-by: no list 'csl'; expected a list that was added"),
        (("--since", "2026-07-01"), "--since: 2026-07-01; expected --affected-by LIST beside it"),
        (("--affected-by", "csl", "--since", "soon"), "--since: 'soon'; expected a day that exists"),
        (("--affected-by", "csl", "--since", "07/01/2026"), "--since: '07/01/2026'; expected a day that exists"),
        (("--affected-by", "csl", "--since", "2026-07-27"), "--since: 2026-07-27; expected 2026-07-28, with which the changes"),
        (("--affected-by", "csl", "--since", "2026-08-01"), "--since: 2026-08-01; expected the vintage of the list, 2026-07-28"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_told_in_a_line(file: str, words: tuple[str, ...], line: str) -> None:
    lines = refused("screen", file, *words)
    assert len(lines) == 1
    assert line in lines[0]


def test_what_an_update_of_a_damaged_list_changed_is_not_known(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE party SET content = x'00' WHERE number = 3")
    connection.close()
    renew(path, published(entries(*AFTER), "2026-07-29"))
    with pytest.raises(InputError, match="nobody knows what it changed"):
        again()
    assert "not known, since the list held before was damaged" in run("lists", "show", "csl", "--changes").stdout


def test_an_entry_that_was_lost_is_not_taken_for_one_that_came(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("DELETE FROM party WHERE number = 23")
    connection.close()
    renew(path, published(entries(*AFTER), "2026-07-29"))
    with pytest.raises(InputError, match="nobody knows what it changed"):
        again()


# whom an update concerns


def test_only_those_whom_the_last_update_concerns_are_named(updated: Path) -> None:
    assert told(again()) == {
        "Changeling Ceramics": [("changed", "SDN", "2")],
        "Morphic Kilns": [("changed", "SDN", "2")],
        "Vanishing Varnish": [("removed", "SDN", "3")],
        "Newcomer Nozzles": [("added", "SDN", "4")],
    }


def test_what_happened_is_said(updated: Path) -> None:
    said = {one.name: one.changes[0].said for one in again()}
    assert said == {
        "Changeling Ceramics": "Changed on the list (aliases, licence_policy): Changeling Ceramics [SDN 2].",
        "Morphic Kilns": "Changed on the list (aliases, licence_policy): Changeling Ceramics [SDN 2]. It is no hit any more.",
        "Vanishing Varnish": "Removed from the list: Vanishing Varnish [SDN 3], which was a hit.",
        "Newcomer Nozzles": "Added to the list: Newcomer Nozzles [SDN 4].",
    }


def test_the_status_is_that_of_now(updated: Path) -> None:
    assert {one.name: one.status for one in again()} == {
        "Changeling Ceramics": "match",
        "Morphic Kilns": "clear",
        "Vanishing Varnish": "clear",
        "Newcomer Nozzles": "match",
    }


def test_who_has_more_names_than_the_changed_one_is_concerned_all_the_same(updated: Path) -> None:
    found = asking(updated, affected_by="csl").screen(Party(name=UNLISTED, aliases=("Vanishing Varnish",)))
    assert [change.kind for change in found.changes] == ["removed"]


def test_an_update_that_changed_nothing_concerns_nobody(updated: Path) -> None:
    renew(updated, published(entries(*AFTER), "2026-07-30"))
    assert again() == []


def test_the_same_vintage_taken_in_again_hides_no_update(updated: Path) -> None:
    before = told(again())
    renew(updated, published(entries(*AFTER), "2026-07-29"))
    assert told(again()) == before


def test_several_updates_are_told_together_since_a_vintage(updated: Path) -> None:
    renew(updated, published(entries(STAYS, CHANGED, COMES, GOES), "2026-07-30"))
    renew(updated, published(entries(STAYS, CHANGED, GOES), "2026-07-31"))
    assert told(again()) == {"Newcomer Nozzles": [("removed", "SDN", "4")]}
    assert told(again(since=date(2026, 7, 29))) == {
        "Vanishing Varnish": [("added", "SDN", "3")],
        "Newcomer Nozzles": [("removed", "SDN", "4")],
    }
    # It came and went: who was screened before it came was never concerned. What went and came back as it was is told as changed.
    assert told(again(since=date(2026, 7, 28))) == {
        "Changeling Ceramics": [("changed", "SDN", "2")],
        "Morphic Kilns": [("changed", "SDN", "2")],
        "Vanishing Varnish": [("changed", "SDN", "3")],
    }
    assert again(since=date(2026, 7, 31)) == []


def test_a_correction_within_one_vintage_is_told_since_that_vintage(path: Path) -> None:
    renew(path, published(entries(*AFTER), "2026-07-28"))
    assert "Newcomer Nozzles" in told(again(since=date(2026, 7, 28)))


def test_a_false_positive_whose_entry_changed_is_named_and_open_again(path: Path) -> None:
    words = ("--verdict", "false_positive", "--who", "A. Smith", "--why", "Another company")
    for name, entry in (("Changeling Ceramics", "2"), ("Steady State Optics", "1")):
        assert run("lists", "decide", name, "SDN", entry, *words).exit_code == 0
    renew(path, published(entries(*AFTER), "2026-07-29"))
    found = {one.name: one for one in again()}
    assert found["Changeling Ceramics"].status == "match"
    assert "Open again" in found["Changeling Ceramics"].hits[0].why[-1]
    assert "Steady State Optics" not in found


# silence is no clearance


def test_a_party_that_could_not_be_screened_is_named_too(updated: Path) -> None:
    with pytest.raises(Refused):
        renew(updated, b"{")
    assert [one.name for one in again()] == [*ASKED, LISTED]
    assert len([one for one in again() if one.changes]) == 4


def test_changes_that_are_not_as_they_were_written_are_no_changes(updated: Path) -> None:
    with sqlite3.connect(updated) as connection:
        connection.execute("UPDATE changes SET told = replace(CAST(told AS TEXT), 'Newcomer', 'Othercomer')")
    connection.close()
    with Store.open(updated) as store:
        assert {state.status for state in store.state(NOW)} == {"damaged"}
    assert run("screen", LISTED, "--affected-by", "csl").exit_code in (0, 2)
    assert '"clear"' not in run("screen", LISTED, "--affected-by", "csl", "--format", "json").stdout


# the command


def test_the_command_names_them_as_text(updated: Path, file: str) -> None:
    text = run("screen", file, "--affected-by", "csl").stdout
    assert text.startswith("Of 7 parties, the update of csl concerns 4.\n")
    assert "Removed from the list: Vanishing Varnish [SDN 3], which was a hit." in text
    assert "Changed on the list (aliases, licence_policy): Changeling Ceramics [SDN 2]." in text
    assert UNLISTED not in text
    assert LISTED not in text


def test_that_nobody_is_concerned_is_said(updated: Path) -> None:
    assert run("screen", UNLISTED, "--affected-by", "csl").stdout == "Of 1 party, the update of csl concerns 0.\n"
    assert json.loads(run("screen", UNLISTED, "--affected-by", "csl", "--format", "json").stdout) == []
    assert run("screen", UNLISTED, "--affected-by", "csl", "--format", "jsonl").stdout == ""


def test_the_command_names_them_as_json_and_csv(updated: Path, file: str, tmp_path: Path) -> None:
    found = json.loads(run("screen", file, "--affected-by", "csl", "--format", "json").stdout)
    for one in found:
        VALIDATOR.validate(one)
    assert [one["name"] for one in found] == ASKED[1:5]
    assert found[0]["changes"][0] == {
        "kind": "changed",
        "list": "SDN",
        "id": "2",
        "name": "Changeling Ceramics",
        "fields": ["aliases", "licence_policy"],
        "said": "Changed on the list (aliases, licence_policy): Changeling Ceramics [SDN 2].",
    }
    output = tmp_path / "concerned.csv"
    assert run("screen", file, "--affected-by", "csl", "-o", str(output)).exit_code == 0
    rows = list(csv.DictReader(output.read_text(encoding="utf-8").splitlines()))
    assert [row["name"] for row in rows] == ASKED[1:5]
    assert rows[2]["changes"] == "Removed from the list: Vanishing Varnish [SDN 3], which was a hit."


def test_a_screening_that_was_not_asked_for_changes_has_none(updated: Path) -> None:
    found = json.loads(run("screen", "Newcomer Nozzles", "--format", "json").stdout)
    assert found["changes"] == []


def test_the_changes_that_are_kept_hold_what_went(updated: Path) -> None:
    with Store.open(updated) as store:
        (changes,) = store.changes("csl")
    before = {change.id: change.before for change in changes.changes}
    assert before["4"] is None
    assert before["3"] is not None
    assert before["3"].name == "Vanishing Varnish"
    assert timedelta(days=1) == date.fromisoformat(changes.after) - date.fromisoformat(changes.before)
