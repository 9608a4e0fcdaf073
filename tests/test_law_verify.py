"""The law held against published lists: bad input first, then what is found where law and lists differ, then the law itself."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from small_lists import FILES, FOLDED, SHARED, needs_published_lists, write_law, write_lists

from licet.cli.main import main
from licet.registers.annex import Annex
from licet.registers.folder import read_folder
from licet.registers.verification import verify
from licet.rulebook.rulebook import Rulebook

Change = tuple[str, str]
Swap = tuple[str, str, str]


def licet(*words: str) -> Result:
    result = CliRunner().invoke(main, list(words), prog_name="licet")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    assert "Traceback" not in result.stderr
    return result


def verified(
    tmp_path: Path, *law: Change, lists: tuple[Swap, ...] = (), only: tuple[str, ...] = (), status: int = 0
) -> Any:
    """What the command says of the small law and the small lists, both with changes."""
    write_law(tmp_path / "law", *law)
    write_lists(tmp_path / "lists", *lists, only=only)
    result = licet(
        "law", "verify", "--law", str(tmp_path / "law"), "--against", str(tmp_path / "lists"), "--format", "json"
    )
    assert result.exit_code == status, result.output
    return json.loads(result.stdout)


def found(tmp_path: Path, *law: Change, lists: tuple[Swap, ...] = ()) -> dict[str, Any]:
    """The one finding."""
    findings = verified(tmp_path, *law, lists=lists, status=1)["findings"]
    assert len(findings) == 1, findings
    one: dict[str, Any] = findings[0]
    return one


def noted(answer: Any, check: str) -> list[str]:
    return [note["found"] for note in answer["notes"] if note["check"] == check]


def outcomes(answer: Any, check: str) -> dict[str, int]:
    one: dict[str, int] = next(each["outcomes"] for each in answer["checks"] if each["check"] == check)
    return one


# bad input


def test_a_folder_that_cannot_be_used_ends_with_two_and_one_line(tmp_path: Path) -> None:
    write_law(tmp_path / "law")
    law = ("law", "verify", "--law", str(tmp_path / "law"))
    for words in ((*law, "--against", str(tmp_path / "none")), (*law, "--against", str(tmp_path / "law"))):
        result = licet(*words)
        assert (result.exit_code, result.stdout, len(result.stderr.splitlines())) == (2, "", 1), result.output
    assert licet(*law).stderr == (
        "licet law verify: no --against; expected a folder of published lists; add --against FOLDER\n"
    )


def test_a_broken_list_ends_with_two_and_no_verdict(tmp_path: Path) -> None:
    write_law(tmp_path / "law")
    write_lists(tmp_path / "lists", ("us/ccl.json", '"ecfrIssueDate"', "ecfrIssueDate"))
    result = licet("law", "verify", "--law", str(tmp_path / "law"), "--against", str(tmp_path / "lists"))
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith("us/ccl.json:2: text that is not JSON; expected the Commerce Control List")


def test_a_folder_with_no_list_that_the_entries_refer_to_verifies_nothing(tmp_path: Path) -> None:
    write_law(tmp_path / "law")
    write_lists(tmp_path / "lists", only=("us/country-chart.json",))
    result = licet("law", "verify", "--law", str(tmp_path / "law"), "--against", str(tmp_path / "lists"))
    assert (result.exit_code, result.stdout) == (2, "")


def test_a_table_of_folded_codes_that_cannot_be_read_is_a_fault_of_the_law(tmp_path: Path) -> None:
    write_law(tmp_path / "law")
    write_lists(tmp_path / "lists")
    folded = tmp_path / "law" / "catalogue" / "folded.csv"
    for text in ("code,into\n3.A.1.a,3.A.1\n", FOLDED + "3.A.1.a,3.A.1,again,x\n", FOLDED + "3.A.1.c,3.A.1,,x\n"):
        folded.write_text(text, encoding="utf-8")
        result = licet("law", "verify", "--law", str(tmp_path / "law"), "--against", str(tmp_path / "lists"))
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.startswith("catalogue/folded.csv:")


# where all holds


def test_a_law_that_agrees_with_the_lists_has_no_finding_and_notes_what_else_the_lists_carry(tmp_path: Path) -> None:
    answer = verified(tmp_path)
    assert answer["findings"] == []
    assert outcomes(answer, "annex_codes") == {
        "an entry": 2,
        "a heading with entries below it": 1,
        "folded into an entry": 2,
    }
    assert outcomes(answer, "eccn_references") == {
        "by its ECCN, whose paragraphs the file does not print": 2,
        "there": 3,
        "of a rule that has ended": 1,
    }
    assert noted(answer, "eccn_unnamed") == ["9A120 (Sprayers.), to which no entry refers"]
    assert noted(answer, "usml_unnamed") == ["XI(A)(1)(II) (Sonar (MT);), to which no entry refers"]
    assert noted(answer, "eu_unnamed") == ["9A119 (Stages.), to which no entry refers"]
    assert noted(answer, "annex_codes") == ["9.A.1 (Instruments that hold an engine), which the index does not have"]
    assert outcomes(answer, "eu_references")["on the military list, which no file here holds"] == 1
    assert {file["file"] for file in answer["aside"]} == {"README.md", "other/parties.json"}


def test_a_pointer_by_related_controls_alone_is_noted_and_no_fault(tmp_path: Path) -> None:
    (note,) = noted(verified(tmp_path), "eccn_pointers")
    assert note.startswith(
        "9A106.c, a pointer by the related controls of 9A106 alone: Items described in 9A106.a, .b, and .c"
    )


def test_a_list_that_is_not_there_leaves_its_checks_unmade_and_says_so(tmp_path: Path) -> None:
    answer = verified(tmp_path, only=("uk/MTCR_Cat_1_regimes.csv",))
    assert [check["check"] for check in answer["checks"] if check["ran"]] == ["annex_codes", "folded_codes"]
    text = licet("law", "verify", "--law", str(tmp_path / "law"), "--against", str(tmp_path / "lists")).stdout
    assert "not checked, no Commerce Control List there" in " ".join(text.split())


def test_a_new_edition_with_more_entries_and_keys_is_read_as_the_old_one(tmp_path: Path) -> None:
    ccl = json.loads(FILES["us/ccl.json"])
    ccl["entries"].append(ccl["entries"][-1] | {"eccn": "9A611", "notes": []})
    ccl |= {"entryCount": 8, "ecfrIssueDate": "2027-03-01", "publisher": "somebody"}
    write_law(tmp_path / "law")
    write_lists(tmp_path / "lists")
    (tmp_path / "lists" / "new-ccl.json").write_text(json.dumps(ccl), encoding="utf-8")
    found = verify(Annex.of(Rulebook.load(tmp_path / "law")), read_folder(str(tmp_path / "lists")))
    assert found.findings == []


# where law and lists differ


def test_a_code_of_the_index_that_the_law_lacks_is_a_finding(tmp_path: Path) -> None:
    finding = found(tmp_path, lists=(("uk/MTCR_Cat_1_regimes.csv", "M1A2,", "M1A1,"),))
    assert (finding["check"], finding["code"]) == ("annex_codes", "1.A.1")
    assert finding["where"] == "uk/MTCR_Cat_1_regimes.csv:1"
    assert "catalogue/folded.csv" in finding["expected"]


def test_a_code_below_an_entry_is_not_held_by_that_entry_unless_the_law_says_so(tmp_path: Path) -> None:
    finding = found(tmp_path, lists=(("uk/MTCR_Cat_2_regimes.csv", "M3A1b,", "M3A1c,"),))
    assert finding["code"] == "3.A.1.c"
    assert finding["mend"] == "3.A.1 is the entry above it"


def test_a_heading_that_the_index_divides_otherwise_is_a_finding(tmp_path: Path) -> None:
    finding = found(
        tmp_path,
        lists=(
            (
                "uk/MTCR_Cat_1_regimes.csv",
                "M2A1c,ACTIVE,5,UK,Cat 1",
                "M2A1c,ACTIVE,5,UK,Cat 1\nM2A1c1,ACTIVE,6,UK,Cat 1",
            ),
        ),
    )
    assert finding["code"] == "2.A.1.c"
    assert "divides otherwise" in finding["found"]


def test_an_entry_in_another_category_than_the_index_has_it_is_a_finding_with_the_line_of_the_law(
    tmp_path: Path,
) -> None:
    finding = found(tmp_path, ("{entries: 1.A.2, category: I}", "{entries: 1.A.2, category: II}"))
    assert (finding["code"], finding["entry"]) == ("1.A.2", "1.A.2")
    assert finding["found"] == "1.A.2 in Category II"
    assert finding["expected"] == "Category I, as M1A2 has it (uk/MTCR_Cat_1_regimes.csv:1)"
    line = int(finding["where"].removeprefix("mtcr/annex.md:"))
    text = (tmp_path / "law" / "mtcr" / "annex.md").read_text(encoding="utf-8").splitlines()
    assert "1.A.2" in "".join(text[line - 1 : line + 1])


def test_the_category_of_every_entry_below_a_heading_counts(tmp_path: Path) -> None:
    finding = found(tmp_path, ("{entries: 2.A.1.c.2, category: I}", "{entries: 2.A.1.c.2, category: II}"))
    assert (finding["code"], finding["entry"]) == ("2.A.1.c", "2.A.1.c.2")


def test_an_inactive_code_of_the_index_asks_for_nothing(tmp_path: Path) -> None:
    answer = verified(tmp_path, lists=(("uk/MTCR_Cat_2_regimes.csv", "M3A1b,ACTIVE", "M3A9,INACTIVE"),))
    assert outcomes(answer, "annex_codes")["inactive in the index"] == 1
    assert noted(answer, "folded_codes") == ["3.A.1.b, which the index does not have"]


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("3.A.1.c,3.A.9,why,source", "3.A.1.c folded into 3.A.9, which has no entry"),
        ("2.A.1.c.1,2.A.1.c.2,why,source", "while 2.A.1.c.1 is an entry of its own"),
        ("2.A.1.c,1.A.2,why,source", "while 2.A.1.c.1 is an entry of its own"),
    ],
)
def test_a_folded_code_that_leads_nowhere_or_is_an_entry_itself_is_a_finding(
    tmp_path: Path, row: str, words: str
) -> None:
    write_law(tmp_path / "law")
    (tmp_path / "law" / "catalogue" / "folded.csv").write_text(FOLDED + row + "\n", encoding="utf-8")
    write_lists(tmp_path / "lists")
    result = licet(
        "law", "verify", "--law", str(tmp_path / "law"), "--against", str(tmp_path / "lists"), "--format", "json"
    )
    assert result.exit_code == 1
    finding = next(each for each in json.loads(result.stdout)["findings"] if each["check"] == "folded_codes")
    assert words in finding["found"]
    assert finding["where"] == "catalogue/folded.csv:4"


@pytest.mark.parametrize(
    ("old", "new", "check"),
    [
        ('{9A012: "over', '{9A013: "over', "eccn_references"),
        ('{9A012: "over', '{9A01: "over', "eccn_references"),
        ("3A101.a.2: over", "3A101.a.3: over", "eccn_references"),
        ("3A101.a.2: over", "3A101.d: over", "eccn_references"),
        ("{9A107: equal}, eccn", "{9A108: equal}, eccn", "eu_references"),
        ("{9A101.b.1: narrower}", "{9A101.b.2: narrower}", "eu_references"),
        ("{9A101.b.1: narrower}", "{9A101.c: narrower}", "eu_references"),
        ("{9A101.b.1: narrower}", "{9A107.a: narrower}", "eu_references"),
        ("{9A101.b.1: narrower}", "{XL4: narrower}", "eu_references"),
        ("VIII(a)(5): wider", "VIII(a)(6): wider", "usml_references"),
        ("VIII(a)(5): wider", "VIII(b): wider", "usml_references"),
        ("VIII(a)(5): wider", "IV(d)(3): wider", "usml_references"),
        ("VIII(a)(5): wider", "XI(a)(1)(i): wider", "usml_references"),
        ("VIII(a)(5): wider", "XVII(a): wider", "usml_references"),
        ("VIII(a)(5): wider", "VIII-a-5: wider", "usml_references"),
        ("{9A107: pointer}", "{9A107: equal}", "eccn_pointers"),
        ("9A101.a: equal", "9A101.a: pointer", "eccn_pointers"),
        ("9A106.c: pointer", "9A106: pointer", "eccn_pointers"),
    ],
)
def test_a_reference_that_is_not_on_its_list_is_a_finding_with_its_line(
    tmp_path: Path, old: str, new: str, check: str
) -> None:
    finding = found(tmp_path, (old, new))
    assert finding["check"] == check
    file, _, line = finding["where"].rpartition(":")
    text = (tmp_path / "law" / file).read_text(encoding="utf-8").splitlines()[int(line) - 1]
    assert finding["code"] in text


@pytest.mark.parametrize(
    ("old", "new", "outcome"),
    [
        ("VIII(a)(5): wider", "VIII(a)(5)(i): wider", "by its parent"),
        ("XIX(c): over", "XI(a)(1): over", "by a paragraph below it"),
        ("XIX(c): over", "XIX: over", "by a paragraph below it"),
    ],
)  # fmt: skip
def test_a_paragraph_that_the_file_leaves_unsettled_is_noted_and_no_fault(
    tmp_path: Path, old: str, new: str, outcome: str
) -> None:
    answer = verified(tmp_path, (old, new))
    assert outcomes(answer, "usml_references")[outcome] == 1
    assert len(noted(answer, "usml_references")) == 1


def test_the_first_paragraph_of_a_level_that_the_control_list_lost_is_not_settled(tmp_path: Path) -> None:
    lost = ("us/ccl.json", '"paragraph": "a.1"', '"paragraph": "a.3"')
    answer = verified(tmp_path, ("3A101.a.2: over", "3A101.a.1: over"), lists=(lost,))
    assert noted(answer, "eccn_references") == ["3A101.a.1, the first of its level, which the file leaves out before 2"]


def test_a_paragraph_between_two_that_the_control_list_prints_is_a_finding(tmp_path: Path) -> None:
    assert found(tmp_path, ("3A101.a.2: over", "3A101.b: over"))["expected"] == "a paragraph that is there: a, c"


def test_a_reference_of_an_edition_that_ended_before_the_list_was_published_is_left_alone(tmp_path: Path) -> None:
    assert (
        found(tmp_path, (".. ~2017-10-20", ".. ~2027-10-20"), ("~2017-10-20 ..", "~2027-10-20 .."))["code"] == "9A991"
    )


def test_a_row_of_the_table_of_missile_eccns_that_the_control_list_does_not_have_is_noted(tmp_path: Path) -> None:
    answer = verified(tmp_path, lists=(("us/ccl_mt_entries_2026-07-23.csv", "9A012,", "9A610,"),))
    assert "9A610 controlled for missile technology here, and not in the Commerce Control List" in noted(
        answer, "eccn_unnamed"
    )


# how it is told


def test_the_text_tells_what_was_looked_at_and_ends_with_the_findings(tmp_path: Path) -> None:
    write_law(tmp_path / "law", ("{9A107: pointer}", "{9A107: equal}"))
    write_lists(tmp_path / "lists")
    result = licet("law", "verify", "--law", str(tmp_path / "law"), "--against", str(tmp_path / "lists"))
    assert result.exit_code == 1
    assert "us/ccl.json: Commerce Control List, of 2026-07-23 (7)" in result.stdout
    line = next(line for line in result.stdout.splitlines() if "9A107 as equal" in line)
    assert line.startswith("mtcr/annex.md:") and line.endswith("expected pointer")
    assert result.stdout.splitlines()[-1] == "1 finding."


def test_json_lines_give_each_check_finding_and_note_with_its_kind(tmp_path: Path) -> None:
    write_law(tmp_path / "law")
    write_lists(tmp_path / "lists")
    words = ("law", "verify", "--law", str(tmp_path / "law"), "--against", str(tmp_path / "lists"), "--format", "jsonl")
    lines = [json.loads(line) for line in licet(*words).stdout.splitlines()]
    assert [line["kind"] for line in lines].count("check") == 9
    assert {line["kind"] for line in lines} == {"check", "note"}
    assert licet(*words).stdout == licet(*words).stdout


# the law itself


@needs_published_lists
def test_the_law_agrees_with_the_published_lists() -> None:
    result = licet("law", "verify", "--against", str(SHARED), "--format", "json")
    answer = json.loads(result.stdout)
    assert [(finding["where"], finding["found"]) for finding in answer["findings"]] == []
    assert result.exit_code == 0
    assert all(check["ran"] and check["looked_at"] > 0 for check in answer["checks"])
    looked_at = {check["check"]: check["looked_at"] for check in answer["checks"]}
    assert looked_at["annex_codes"] == 264


@needs_published_lists
def test_the_entries_that_the_old_index_lacks_are_those_that_came_in_later(rulebook: Rulebook) -> None:
    found = verify(Annex.of(rulebook), read_folder(str(SHARED)))
    lacking = {note.code for note in found.notes if note.check == "annex_codes"}
    assert {"15.B.6", "3.A.9", "3.A.10", "4.C.2.g", "4.C.7", "11.A.5"} <= lacking
    assert not {code for code in lacking if code.startswith(("1.", "2.", "9.", "19.", "20."))}


def test_make_verify_says_that_nothing_was_verified_where_there_are_no_lists() -> None:
    root = Path(__file__).resolve().parents[1]
    recipe = subprocess.run(
        ["make", "--dry-run", "verify", "LISTS=none-here"], cwd=root, capture_output=True, text=True, check=True
    ).stdout
    assert "Not verified: there is no folder none-here" in recipe
