"""``licet entry``: bad input first, then an entry, a heading, its editions, and what published lists print at its places."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from small_lists import SHARED, needs_published_lists, write_law, write_lists

from licet.cli.main import main
from licet.registers.annex import Annex
from licet.rulebook.rulebook import Rulebook


def licet(*words: str, stdin: str | None = None) -> Result:
    result = CliRunner().invoke(main, ["entry", *words], input=stdin, prog_name="licet")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    assert "Traceback" not in result.stderr
    return result


def refused(*words: str, stdin: str | None = None) -> list[str]:
    result = licet(*words, stdin=stdin)
    assert (result.exit_code, result.stdout) == (2, ""), result.output
    return result.stderr.splitlines()


def told(*words: str, stdin: str | None = None) -> Any:
    result = licet(*words, "--format", "json", stdin=stdin)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


@pytest.fixture
def law(tmp_path: Path) -> str:
    return str(write_law(tmp_path / "law"))


@pytest.fixture
def lists(tmp_path: Path) -> str:
    return str(write_lists(tmp_path / "lists"))


# bad input


@pytest.mark.parametrize(
    ("code", "hint"),
    [
        ("3.A.2", "below 3.A stand 3.A.1"),
        ("2.A.1.c.3", "below 2.A.1.c stand 2.A.1.c.1, 2.A.1.c.2"),
        ("1.A.2.x", "1.A.2 is the entry above it"),
        ("9A012", "entries that refer to 9A012: 1.A.2"),
        ("9A101.a", "entries that refer to 9A101: 3.A.1"),
        ("drone", "expected an entry of the Annex or a heading"),
        ("", "expected an entry of the Annex or a heading"),
        ("1..2", "expected an entry of the Annex or a heading"),
    ],
)
def test_an_unknown_code_is_one_line_with_what_is_near(law: str, code: str, hint: str) -> None:
    (line,) = refused(code, "--law", law)
    assert f"'{code}'" in line
    assert hint in line


def test_every_unknown_code_has_its_line_and_none_is_shown(law: str) -> None:
    assert len(refused("1.A.2", "7.A.1", "8.A.1", "--law", law)) == 2


def test_no_code_and_an_empty_standard_input_are_faults(law: str) -> None:
    assert refused("--law", law)
    assert refused("-", "--law", law, stdin="\n") == ["standard input: no code; expected one code of the Annex a line"]


def test_a_day_a_folder_and_a_nation_that_cannot_be_used_are_faults(law: str, lists: str, tmp_path: Path) -> None:
    assert refused("1.A.2", "--law", law, "--on", "yesterday")[0].startswith("--on: ")
    assert "no such folder" in refused("1.A.2", "--law", law, "--against", str(tmp_path / "none"))[0]
    assert "--against" in refused("1.A.2", "--law", law, "--to", "Italy")[0]
    assert refused("1.A.2", "--law", law, "--against", lists, "--to", "Itly")[0].startswith(
        "--to: no nation is called 'Itly'"
    )
    write_lists(tmp_path / "few", only=("us/ccl.json",))
    fault = refused("1.A.2", "--law", law, "--against", str(tmp_path / "few"), "--to", "Italy")[0]
    assert fault.startswith("--to: no Commerce Country Chart in ")


# an entry


def test_an_entry_is_told_with_its_condition_facts_words_places_and_line(law: str) -> None:
    entry = told("1.A.2", "--law", law)
    assert (entry["subject"], entry["category"]) == ("Large drones", "I")
    assert entry["condition"] == "kind is uas and delivers(500 kg, 300 km)"
    assert {fact["fact"]: fact["unit"] for fact in entry["facts"]} == {
        "kind": None, "range": "km", "payload": "kg", "envelope": None,
    }  # fmt: skip
    assert entry["questions"] == [{"name": "delivers(500 kg, 300 km)", "definition": "Whether it carries that far."}]
    assert entry["other_words"] == {"en": ["big drone"], "de": ["große Drohne"]}
    assert [(place["code"], place["relation"], place["note"]) for place in entry["places"]["eu"]] == [
        ("9A112.a", "overlapping", "smaller drones too"),
        ("ML10", "wider", ""),
    ]
    assert entry["places"]["eccn"][0]["printed"] is None
    text = (Path(law) / "mtcr" / "annex.md").read_text(encoding="utf-8").splitlines()
    assert "9A112.a" in text[int(entry["places"]["eu"][0]["where"].rpartition(":")[2]) - 1]


@pytest.mark.parametrize("code", ["M1A2", "1.a.2", "1A2", " 1.A.2 "])
def test_a_code_may_be_written_without_dots_and_in_small_letters(law: str, code: str) -> None:
    assert told(code, "--law", law)["code"] == "1.A.2"


@pytest.mark.parametrize(
    ("code", "below"),
    [("2", ["2.A.1.c.1", "2.A.1.c.2"]), ("Item 2", ["2.A.1.c.1", "2.A.1.c.2"]), ("2.a.1.c", ["2.A.1.c.1", "2.A.1.c.2"]), ("3.A", ["3.A.1"])],
)  # fmt: skip
def test_a_heading_lists_what_is_below_it(law: str, code: str, below: list[str]) -> None:
    assert [entry["code"] for entry in told(code, "--law", law)["below"]] == below


def test_a_folded_code_is_told_as_part_of_its_entry_with_the_reason(law: str) -> None:
    entry = told("M3A1a", "--law", law)
    assert (entry["code"], entry["asked"], entry["folded"]) == ("3.A.1", "3.A.1.a", "Both limbs stand in one rule.")
    assert "3.A.1.a is held as part of 3.A.1" in licet("3.A.1.a", "--law", law).stdout


def test_the_edition_of_the_day_is_shown_and_all_are_listed(law: str) -> None:
    now, then, before = (told("3.A.1", "--law", law, "--on", day) for day in ("2026-01-01", "2010-01-01", "1980-01-01"))
    assert now["condition"] == "kind is uas and range >= 300 km and not hypersonic"
    assert then["condition"] == "kind is uas and range >= 300 km"
    assert then["standing"] == "unverified"
    assert [(e["rule"], e["in_force"], e["dates_verified"], e["on_the_day"]) for e in then["editions"]] == [
        ("mtcr.annex/3.A.1-before-2017", "1987-04-16 .. ~2017-10-20", False, True),
        ("mtcr.annex/3.A.1", "~2017-10-20 ..", False, False),
    ]
    assert (now["in_force"], before["in_force"]) == (True, False)
    text = licet("3.A.1", "--law", law, "--on", "1980-01-01").stdout
    assert "Not in force on 1980-01-01" in text
    assert "~ marks a day that has not been verified" in text


def test_the_rules_that_speak_of_an_entry_and_the_entries_that_ask_for_it_are_named(law: str) -> None:
    entry = told("3.A.1", "--law", law)
    assert [rule["rule"] for rule in entry["named_by"]] == ["mtcr.annex/treatment"]
    assert entry["entries"] == ["9.A.1"]
    assert [rule["rule"] for rule in told("1.A.2", "--law", law)["named_by"]] == ["us.policy/denial"]


def test_several_codes_give_an_array_and_one_gives_an_object(law: str) -> None:
    assert [entry["code"] for entry in told("1.A.2", "3.A", "--law", law)] == ["1.A.2", "3.A"]
    assert [entry["code"] for entry in told("-", "--law", law, stdin="1.A.2\n\nM3A1\n")] == ["1.A.2", "3.A.1"]
    lines = licet("1.A.2", "3.A.1", "--law", law, "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line)["code"] for line in lines] == ["1.A.2", "3.A.1"]


def test_every_relation_that_is_used_is_explained_once(law: str) -> None:
    text = licet("1.A.2", "--law", law).stdout
    assert text.count("lists the same and more") == 1
    assert "lists nothing itself" not in text


# with published lists


def printed(law: str, lists: str, code: str, name: str, *words: str) -> dict[str, Any]:
    entry = told(code, "--law", law, "--against", lists, *words)
    return {place["code"]: place["printed"] for place in entry["places"][name]}


def test_an_eccn_is_shown_with_heading_reasons_and_columns(law: str, lists: str) -> None:
    eccn = printed(law, lists, "1.A.2", "eccn")["9A012"]
    assert (eccn["heading"], eccn["reasons"], eccn["edition"]) == ("Unmanned aircraft.", "NS, MT, AT", "2026-07-23")
    assert [(control["reason"], control["chart"], control["marks"]) for control in eccn["controls"]] == [
        ("NS", "NS Column 1.", None),
        ("MT", "MT Column 1.", None),
        ("AT", "AT Column 1.", None),
    ]


def test_a_heading_that_only_says_see_the_itar_is_told_as_such(law: str, lists: str) -> None:
    assert printed(law, lists, "2.A.1.c.1", "eccn")["9A107"]["only_see_itar"]
    text = " ".join(licet("2.A.1.c.1", "--law", law, "--against", lists).stdout.split())
    assert "only says that the item is under the ITAR" in text


def test_the_columns_that_bear_an_x_for_a_nation_are_told(law: str, lists: str) -> None:
    eccn = printed(law, lists, "1.A.2", "eccn", "--to", "Italy")["9A012"]
    assert [control["marks"] for control in eccn["controls"]] == [{"NS 1": True}, {"MT 1": True}, {"AT 1": False}]
    text = licet("1.A.2", "--law", law, "--against", lists, "--to", "Italy").stdout
    assert "Italy: X in MT 1" in text
    assert "No X is no licence." in text, "the file's own word on what no mark means"
    assert "See another part." in text


def test_a_nation_without_marks_or_without_a_row_is_never_told_as_free(law: str, lists: str) -> None:
    for name, words in (("Kosovo", "sends the reader elsewhere: See part 746."),):
        eccn = printed(law, lists, "1.A.2", "eccn", "--to", name)["9A012"]
        assert [control["marks"] for control in eccn["controls"]] == [None, None, None]
        assert words in " ".join(licet("1.A.2", "--law", law, "--against", lists, "--to", name).stdout.split())
    entry = told("1.A.2", "--law", law, "--against", lists, "--to", "NO")
    assert entry["destination"]["row"] == "Norrway"
    no_row = write_lists(Path(lists), ("us/country-chart.json", '"norway": "Norrway"', '"sweden": "Norrway"'))
    entry = told("1.A.2", "--law", law, "--against", str(no_row), "--to", "NO")
    assert entry["destination"]["row"] is None
    assert entry["places"]["eccn"][0]["printed"]["controls"][0]["marks"] is None
    assert "has no row for Norway" in " ".join(
        licet("1.A.2", "--law", law, "--against", str(no_row), "--to", "NO").stdout.split()
    )


def test_a_mark_above_a_paragraph_of_the_munitions_list_is_told(law: str, lists: str) -> None:
    assert printed(law, lists, "1.A.2", "usml")["VIII(a)(5)"]["mark"] == "marked (MT) by VIII(A) above it"
    assert printed(law, lists, "2.A.1.c.1", "usml")["IV(d)(2)"]["mark"] == "marked (MT)"
    assert printed(law, lists, "3.A.1", "usml")["XIX(c)"]["mark"] == "no (MT) mark"


def test_a_place_that_the_file_does_not_hold_is_told_as_such(law: str, lists: str) -> None:
    lists = str(write_lists(Path(lists), ("us/ccl.json", '"eccn": "9A012"', '"eccn": "9A013"')))
    assert printed(law, lists, "1.A.2", "eccn")["9A012"]["there"] is False
    assert "not in the file of the Commerce Control List" in licet("1.A.2", "--law", law, "--against", lists).stdout


def test_markdown_holds_what_the_text_holds(law: str, lists: str) -> None:
    text = licet("3.A.1", "2", "--law", law, "--against", lists, "--format", "markdown").stdout
    assert text.startswith("# 3.A.1 · Small engines · Category II\n")
    assert "- condition: `kind is uas and range >= 300 km and not hypersonic`" in text
    assert "## Other lists: United States, ECCN" in text
    assert "- 2.A.1.c.1: Solid motors (I)" in text


# the law itself


def test_every_entry_and_heading_of_the_law_can_be_shown(rulebook: Rulebook) -> None:
    annex = Annex.of(rulebook)
    codes = [*annex.entries, *annex.headings(), *annex.folded]
    assert len(annex.entries) > 60
    shown = [json.loads(line) for line in licet(*codes, "--format", "jsonl").stdout.splitlines()]
    assert len(shown) == len(codes)
    assert all(entry["subject"] and entry["category"] in ("I", "II") for entry in shown if "says" in entry)
    assert licet(*codes).exit_code == licet(*codes, "--format", "markdown").exit_code == 0


@needs_published_lists
def test_the_drone_entry_is_shown_with_the_published_lists_and_the_columns_for_a_nation() -> None:
    entry = told("19.A.2", "--against", str(SHARED), "--to", "Republic of Korea")
    eccn = next(place for place in entry["places"]["eccn"] if place["code"] == "9A012")
    assert "Unmanned Aerial Vehicles" in eccn["printed"]["heading"]
    marks = {
        column: marked for control in eccn["printed"]["controls"] for column, marked in (control["marks"] or {}).items()
    }
    assert marks["MT 1"] is True
    assert entry["destination"]["row"] == "Korea, South"
