"""What people decide of hits: by whom and why, tied to the party as stated and to the entry as the list has it, and open again when either changes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from commands import refused, run
from screening.made_lists import NOW, SDN, party, published
from screening.screened import LISTED, UNLISTED, ask, asking, entries, keep, renew

from licet.cli import clock
from licet.errors import InputError
from licet.screening.answer import Party, Screening
from licet.screening.decisions import Decision, Decisions, decide, party_digest
from licet.screening.listed import Identifier
from licet.screening.store import Store

DOE = party("DOE, Jonathan", SDN, entity_number="4711", type="Individual", programs=["NPWMD"])


@pytest.fixture(autouse=True)
def path(no_lists_of_the_user: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    keep(no_lists_of_the_user, published(entries(DOE), "2026-07-30"))
    return no_lists_of_the_user


WORDS = ("--verdict", "false_positive", "--who", "A. Smith", "--why", "Another company")


def decided(*words: str) -> str:
    result = run("lists", "decide", *words)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def screened(*words: str) -> dict[str, Any]:
    result = run("screen", *words, "--format", "json")
    assert result.exit_code == 0, result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    return found


# bad input


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ((LISTED, "EL", "100", "--verdict", "false_positive", "--why", "x"), "--who: nothing; expected who decides"),
        ((LISTED, "EL", "100", "--verdict", "false_positive", "--who", "x", "--why", " "), "--why: nothing; expected the reason"),
        ((LISTED, "EL", "999", *WORDS), f"ENTRY: 'EL 999', which is no hit of {LISTED}"),
        ((LISTED, "SDN", "100", *WORDS), f"ENTRY: 'SDN 100', which is no hit of {LISTED}"),
        ((UNLISTED, "EL", "100", *WORDS), f"ENTRY: 'EL 100', which is no hit of {UNLISTED}"),
        ((LISTED, "EL", "100", "--verdict", "maybe"), "--verdict: "),
        ((LISTED, "EL", "100", "--who", "x", "--why", "x"), "--verdict: nothing; expected false_positive | true_match | open"),
        ((LISTED, "EL", "100", *WORDS, "--nation", "Atlantis"), "nation: no nation is called 'Atlantis'"),
        ((LISTED, "EL", "100", *WORDS, "--born", "soon"), "born: 'soon'; expected a day, month or year"),
        ((LISTED, "EL", "100", *WORDS, "--lists", "off"), "--lists: off; expected a file"),
        ((LISTED, "EL", "100", *WORDS, "--lists", "nowhere.sqlite"), "ENTRY: 'EL 100', which is no hit"),
        (("", "EL", "100", *WORDS), "a party without a name"),
    ],
)  # fmt: skip
def test_what_cannot_be_decided_is_told_in_a_line(words: tuple[str, ...], line: str) -> None:
    told = refused("lists", "decide", *words)
    assert len(told) == 1
    assert line in told[0]


def test_what_is_wrong_with_the_lists_is_told_with_a_hit_that_is_not_there(path: Path) -> None:
    path.write_bytes(b"something else")
    (told,) = refused("lists", "decide", LISTED, "EL", "100", *WORDS)
    assert "which is no hit" in told
    assert "not a database" in told
    (told,) = refused("lists", "decisions")
    assert "not a database" in told


def test_several_faults_of_a_decision_are_told_together(path: Path) -> None:
    with Store.open(path) as store, pytest.raises(InputError) as error:
        decide(store, Party(name="X"), [], on="EL", entry="1", verdict="maybe", who="", why="", now=NOW)
    assert len(error.value.faults) == 4


# what a decision does


def test_a_false_positive_is_shown_and_does_not_count(path: Path) -> None:
    told = decided(LISTED, "EL", "100", *WORDS)
    assert told == f"{LISTED} on EL [100]: Not the party, decided by A. Smith on 2026-08-01: Another company.\n"
    found = screened(LISTED)
    assert found["status"] == "clear"
    (hit,) = found["hits"]
    assert hit["status"] == "false_positive"
    assert hit["decided"] == "Not the party, decided by A. Smith on 2026-08-01: Another company"
    text = " ".join(run("screen", LISTED).stdout.split())
    assert "clear: every entry that agrees was decided to be somebody else" in text
    assert "false positive" in text
    assert "Decided: Not the party, decided by A. Smith" in text


def test_a_false_positive_stands_after_the_hits_that_are_open(path: Path) -> None:
    decided(LISTED, "EL", "100", "--alias", "Jonathan Doe", *WORDS)
    found = screened(LISTED, "--alias", "Jonathan Doe")
    assert found["status"] == "match"
    assert [hit["status"] for hit in found["hits"]] == ["match", "false_positive"]


def test_a_true_match_is_a_match_whatever_its_score(path: Path) -> None:
    name = "Utopian Rocket Institute"
    assert screened(name)["status"] == "possible"
    decided(name, "EL", "100", "--verdict", "true_match", "--who", "A. Smith", "--why", "It was renamed")
    found = screened(name)
    assert (found["status"], found["hits"][0]["status"]) == ("match", "match")
    assert found["hits"][0]["decided"].startswith("The party, decided by A. Smith")


def test_a_decision_is_taken_back_and_all_of_them_are_kept(path: Path) -> None:
    decided(LISTED, "EL", "100", *WORDS)
    decided(LISTED, "EL", "100", "--verdict", "open", "--who", "B. Jones", "--why", "The address is the same")
    assert screened(LISTED)["status"] == "match"
    kept = json.loads(run("lists", "decisions", "--format", "json").stdout)
    assert [(one["verdict"], one["who"], one["list"], one["entry"], one["name"]) for one in kept] == [
        ("false_positive", "A. Smith", "EL", "100", LISTED),
        ("open", "B. Jones", "EL", "100", LISTED),
    ]
    assert all(one["at"] == "2026-08-01T12:00:00+00:00" for one in kept)
    lines = run("lists", "decisions", "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line) for line in lines] == kept
    text = run("lists", "decisions").stdout
    assert "B. Jones" in text
    assert "2026-08-01" in text


def test_without_a_decision_nothing_was_decided(path: Path) -> None:
    assert run("lists", "decisions").stdout == "Nothing was decided.\n"
    assert json.loads(run("lists", "decisions", "--format", "json").stdout) == []
    assert run("lists", "decisions", "--lists", "off").stdout == "Nothing was decided.\n"


# what a decision is tied to


@pytest.mark.parametrize(
    "words",
    [
        ("--nation", "IT"),
        ("--kind", "organisation"),
        ("--born", "1971"),
        ("--number", "passport: A1234567"),
        ("--alias", "Something Else"),
    ],
)
def test_another_party_of_the_name_is_not_decided(path: Path, words: tuple[str, ...]) -> None:
    decided(LISTED, "EL", "100", *WORDS)
    found = screened(LISTED, *words)
    assert found["hits"][0]["decided"] == ""
    assert found["status"] == "match"
    decided(LISTED, "EL", "100", *words, *WORDS)
    assert screened(LISTED, *words)["status"] == "clear"


def test_the_way_in_which_a_party_is_written_is_no_other_party(path: Path) -> None:
    decided(LISTED, "EL", "100", "--alias", "B", "--alias", "A", "--number", "A-123 45", *WORDS)
    again = ("  utopian   ROCKET works ", "--alias", "a", "--alias", "B", "--number", "a12345", "--address", "1 Road")
    assert screened(*again)["status"] == "clear"
    one = Party(name="X", identifiers=(Identifier(kind="a", value="12-3"),), addresses=("A",), role="end_user", id="7")
    assert party_digest(one) == party_digest(Party(name="x", identifiers=(Identifier(kind="", value="123"),)))


def test_a_decision_of_one_entry_settles_no_other(path: Path) -> None:
    keep(path, published([party(LISTED, SDN, entity_number="100")]), "other")
    decided(LISTED, "EL", "100", *WORDS)
    found = screened(LISTED)
    assert found["status"] == "match"
    assert [(hit["list"], hit["status"]) for hit in found["hits"]] == [("SDN", "match"), ("EL", "false_positive")]


def later(**changed: Any) -> bytes:
    """The next vintage, with the listed party changed."""
    first, *rest = entries(DOE)
    return published([{**first, **changed}, *rest])


def test_a_false_positive_is_open_again_when_the_list_changes_the_entry(path: Path) -> None:
    decided(LISTED, "EL", "100", *WORDS)
    renew(path, later())
    assert screened(LISTED)["status"] == "clear"
    renew(path, later(alt_names=["URW Verken", "Rocket Bureau of Utopia"]))
    found = screened(LISTED)
    assert found["status"] == "match"
    (hit,) = found["hits"]
    assert hit["status"] == "match"
    assert hit["decided"] == ""
    assert hit["why"][-1] == (
        "Open again, since the list has changed the entry. Not the party, decided by A. Smith on 2026-08-01: Another company"
    )
    decided(LISTED, "EL", "100", *WORDS)
    assert screened(LISTED)["status"] == "clear"


@pytest.mark.parametrize(
    "changed",
    [
        {"license_policy": "Case by case."},
        {"addresses": []},
        {"name": "Utopian Rocket Works Ltd"},
        {"federal_register_notice": "90 FR 1"},
        {"remarks": "x"},
    ],
)
def test_any_change_of_the_entry_opens_it(path: Path, changed: dict[str, Any]) -> None:
    decided(LISTED, "EL", "100", *WORDS)
    renew(path, later(**changed))
    assert screened(LISTED)["status"] == "match"


# what becomes of decisions that are not as they were written


def test_a_verdict_that_nobody_could_give_settles_nothing(path: Path) -> None:
    (found,) = ask(path, [LISTED])
    with Store.open(path) as store:
        decision = decide(
            store,
            Party(name=LISTED),
            found.hits,
            on="EL",
            entry="100",
            verdict="false_positive",
            who="A",
            why="x",
            now=NOW,
        )
        store.keep(Decision(**{**_told(decision), "verdict": "whatever"}))
        assert Decisions(store).of(Party(name=LISTED), found.hits[0]) == (None, "")
    (found,) = ask(path, [LISTED])
    assert (found.status, found.hits[0].status) == ("match", "match")
    assert "whatever" in run("lists", "decisions").stdout


def _told(decision: Decision) -> dict[str, Any]:
    return {name: getattr(decision, name) for name in Decision.__struct_fields__}


def test_decisions_that_cannot_be_read_open_all_hits_and_hide_none(path: Path) -> None:
    with Store.open(path) as store, store.writing() as connection:
        connection.execute("INSERT INTO decision (told) VALUES (x'00')")
    found: Screening = asking(path).screen(Party(name=LISTED))
    assert (found.status, [hit.status for hit in found.hits]) == ("not_screened", ["match"])
    assert found.why
