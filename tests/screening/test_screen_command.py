"""``licet screen`` as a person or a script meets it: bad input first, then files of every form, and every form of the answer."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from commands import refused, run
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]
from screening.made_lists import NOW, SDN, party, published
from screening.screened import LISTED, UNLISTED, entries, keep

from licet.cli import clock
from licet.cli.main import main
from licet.screening import second_opinion

SCHEMA = json.loads((Path(__file__).parents[2] / "schema" / "screening.schema.json").read_text(encoding="utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
DOE = party("DOE, Jonathan", SDN, entity_number="4711", type="Individual", dates_of_birth=["1967-10-31"])


@pytest.fixture(autouse=True)
def path(no_lists_of_the_user: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    keep(no_lists_of_the_user, published(entries(DOE)))
    return no_lists_of_the_user


def written(folder: Path, name: str, content: str | bytes) -> str:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return str(path)


def answers(*words: str, given: str | None = None) -> list[dict[str, Any]]:
    """What is answered as JSON, each answer as its schema says."""
    result = CliRunner().invoke(main, ["screen", *words, "--format", "json"], input=given, prog_name="licet")
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    for one in found if isinstance(found, list) else [found]:
        VALIDATOR.validate(one)
    assert isinstance(found, list)
    return found


def statuses(*words: str, given: str | None = None) -> list[tuple[str, str]]:
    return [(one["name"], one["status"]) for one in answers(*words, given=given)]


BOTH = [(LISTED, "match"), (UNLISTED, "clear")]


# bad input


@pytest.mark.parametrize(
    ("words", "line"),
    [
        ((), "NAME: nobody; expected a name, or a file of parties"),
        (("",), "a party without a name"),
        (("A", "--nation", "Atlantis"), "command line: nation: no nation is called 'Atlantis'; expected a nation"),
        (("A", "--nation", "Congo"), "nation: 'Congo' does not name one nation of today"),
        (("A", "--exporter", "Atlantis"), "Atlantis"),
        (("A", "--born", "soon"), "command line: born: 'soon'; expected a day, month or year as YYYY-MM-DD"),
        (("A", "--born", "03/04/1971"), "write 1971-04-03 or 1971-03-04, whichever is meant"),
        (("A", "--born", "1971-02-30"), "born: '1971-02-30'; expected a day, month or year"),
        (("A", "B", "--born", "1971"), "--born: 2 names or files; expected one name; state it in the file"),
        (("A", "B", "--nation", "IT", "--kind", "person"), "--nation, --kind: 2 names or files; expected one name"),
        (("A", "--kind", "robot"), "--kind: "),
        (("A", "--least", "0"), "--least: "),
        (("A", "--least", "2"), "--least: "),
        (("A", "--jobs", "0"), "--jobs: "),
        (("A", "--lists"), "--lists: no value"),
        (("A", "--alias", "x" * 2000), "aliases: a text of 2,000 signs; expected at most 1,000"),
        (("x" * 2000,), "name: a text of 2,000 signs; expected at most 1,000"),
        (("nowhere.csv",), "nowhere.csv: No such file or directory; expected a file of parties"),
        (("A", "-o", "answer.html"), "--output: answer.html; expected a file that ends in .txt, .json, .jsonl or .csv"),
        (("A", "-o", "nowhere/answer.json"), "--output: nowhere/answer.json: no folder nowhere; expected a folder"),
        (("A", "--format", "html"), "--format: "),
        (("A", "--law", "nowhere"), "nowhere"),
    ],
)  # fmt: skip
def test_what_cannot_be_screened_is_told_in_a_line(words: tuple[str, ...], line: str) -> None:
    told = refused("screen", *words)
    assert len(told) == 1, told
    assert line in told[0]


@pytest.mark.parametrize(
    ("name", "content", "line"),
    [
        ("a.csv", "", "a.csv:1: no columns; expected a column 'name'"),
        ("a.csv", "Farbe,Form\nX,IT\n", "a.csv:1: the columns farbe, form; expected a column 'name'"),
        ("a.csv", "nane\nX\n", "did you mean"),
        ("a.csv", "name,nation\nA,IT,7\n", "a.csv:2: 3 cells; expected 2, as many as headings"),
        ("a.csv", "name,nation\nA\n", "1 cell"),
        ("a.csv", "name,nation\nA,IT\nB,Atlantis\n", "a.csv:3: nation: no nation is called 'Atlantis'"),
        ("a.csv", "name,dob\nA,1971\nB,soon\n", "a.csv:3: born: 'soon'; expected a day, month or year"),
        ("a.csv", "name,nation\n,IT\n", "a.csv:2: parties: a party without a name"),
        ("a.csv", 'name\n"A\n', "no table: unexpected end of data"),
        ("a.csv", "name,Company\nA,B\n", "a.csv:1: 2 columns that hold the name; expected one"),
        ("a.csv", "name\n", "a.csv: nobody; expected a party"),
        ("a.csv", "name\nA\n".encode("utf-16"), "a.csv: a binary file; expected text; export it as text first"),
        ("a.csv", b"\x89PNG\r\n\x1a\n\0\0\0", "a.csv"),
        ("a.txt", "", "a.txt: nobody; expected a party, or a list of them"),
        ("a.txt", " \n\n", "a.txt: nobody"),
        ("a.json", "", "a.json"),
        ("a.json", "{", "a.json"),
        ("a.json", "[]", "a.json: nothing; expected a transfer, or a list of them"),
        ("a.json", '[{"nation": "IT"}]', "no name and no parties (nation); expected name: …, or parties: […]"),
        ("a.json", '[{"name": "A", "nations": "IT"}]', "the unknown key 'nations'"),
        ("a.json", '[{"name": "A", "screening": "clear"}]', "'screening', which is found and not stated"),
        ("a.json", '[{"name": ["A"]}]', "name: a list or mapping; expected a single text"),
        ("a.jsonl", '{"name": "A"}\n{"name"\n', "a.jsonl:2"),
        ("a.yaml", "parties: [Somebody]\n", "no party; expected {name: …, role: …, nation: …}"),
        ("a.yaml", "recipient: IT\n", "no name and no parties (recipient)"),
        ("a.yaml", "parties: [{name: A, born: soon}]\n", "born: 'soon'; expected a day, month or year"),
        ("a.yaml", "name: A\nname: B\n", "a.yaml:2"),
        ("a.toml", "name = \n", "a.toml"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_told_in_a_line(
    tmp_path: Path, name: str, content: str | bytes, line: str
) -> None:
    told = refused("screen", written(tmp_path, name, content))
    assert len(told) == 1, told
    assert line in told[0]
    assert str(tmp_path) in told[0]


def test_every_fault_of_a_file_is_told(tmp_path: Path) -> None:
    told = refused(
        "screen", written(tmp_path, "a.csv", "name,nation,born\nA,Atlantis,soon\nB,IT,1971\n,IT,\nC,Nowhere,\n")
    )
    assert [line.split(": ")[0].rpartition(":")[2] for line in told] == ["2", "2", "4", "5"]


def test_a_folder_is_no_file_of_parties(tmp_path: Path) -> None:
    (tmp_path / "parties.csv").mkdir()
    assert "Is a directory" in refused("screen", str(tmp_path / "parties.csv"))[0]


def test_the_file_that_is_read_is_not_overwritten(tmp_path: Path) -> None:
    path = written(tmp_path, "a.csv", f"name\n{LISTED}\n")
    assert "which is read; expected another file" in refused("screen", path, "-o", path)[0]


def test_a_birth_in_a_transfer_is_read_as_one(tmp_path: Path) -> None:
    content = "recipient: IT\nparties:\n- {name: A, born: 17 Feb 1974}\n- {name: B, born: soon}\n"
    told = refused("review", written(tmp_path, "transfer.yaml", content))
    assert len(told) == 1
    assert "transfer.yaml:4: parties[1].born: 'soon'; expected a day, month or year" in told[0]


def test_a_second_opinion_without_the_extra_is_told_in_a_line(monkeypatch: pytest.MonkeyPatch) -> None:
    second_opinion._logic.cache_clear()
    monkeypatch.setitem(sys.modules, "nomenklatura.matching", None)
    told = refused("screen", LISTED, "--second-opinion")
    assert len(told) == 1
    assert "expected the extra; pip install 'licet[ftm]'" in told[0]
    second_opinion._logic.cache_clear()


# one, and many


def test_one_name_is_one_object_and_several_are_an_array() -> None:
    one = json.loads(run("screen", LISTED, "--format", "json").stdout)
    VALIDATOR.validate(one)
    assert (one["name"], one["status"]) == BOTH[0]
    assert statuses(LISTED, UNLISTED) == BOTH


def test_what_is_stated_of_a_name_comes_back_as_it_was_read() -> None:
    words = (
        "--kind",
        "person",
        "--nation",
        "Italy",
        "--born",
        "31 Oct 1967",
        "--number",
        "Passport: A1",
        "--alias",
        "J. D.",
    )
    one = json.loads(run("screen", "Jonathan Doe", *words, "--address", "1 Road", "--format", "json").stdout)
    assert one["party"] == {
        "name": "Jonathan Doe",
        "aliases": ["J. D."],
        "kind": "person",
        "nations": ["IT"],
        "born": ["1967-10-31"],
        "identifiers": [{"kind": "Passport", "value": "A1"}],
        "addresses": ["1 Road"],
    }
    assert "Raised: born on 1967-10-31." in one["hits"][0]["why"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", f"{LISTED}\n\n  {UNLISTED}  \n"),
        ("a.txt", f"\ufeff{LISTED}\r\n{UNLISTED}\r\n"),
        ("a.csv", f"name\n{LISTED}\n{UNLISTED}\n"),
        ("a.csv", f"\ufeffCompany;Country\r\n{LISTED};Yemen\r\n{UNLISTED};US\r\n"),
        ("a.csv", f'"Full Name","DOB","Remarks"\n"{LISTED}",,"a, b"\n\n"{UNLISTED}",,\n'),
        ("a.tsv", f"Customer\tCountry Code\n{LISTED}\tYE\n{UNLISTED}\t\n"),
        ("a.csv", f"Party|Country\n{LISTED}|YE\n{UNLISTED}|US\n"),
        ("a.csv", f"name,passport,imo,aka,alias\n{LISTED},A1,,x,y\n{UNLISTED},,9187629,,\n"),
        ("a.json", json.dumps([{"name": LISTED}, {"name": UNLISTED, "nation": "US"}])),
        ("a.json", json.dumps({"parties": [{"name": LISTED, "role": "end_user"}, {"name": UNLISTED}]})),
        ("a.jsonl", "".join(json.dumps({"name": name}) + "\n" for name in (LISTED, UNLISTED))),
        ("a.yaml", f"- name: {LISTED}\n  nation: NO\n- name: {UNLISTED}\n"),
        ("a.yaml", f"recipient: IT\nitem: {{kind: uas}}\nparties:\n- {{name: {LISTED}}}\n- {{name: {UNLISTED}}}\n"),
        ("a.yaml", f"- parties: [{{name: {LISTED}}}]\n- parties: {{name: {UNLISTED}}}\n"),
        ("a.toml", f'[[parties]]\nname = "{LISTED}"\n[[parties]]\nname = "{UNLISTED}"\n'),
    ],
)  # fmt: skip
def test_files_of_every_form(tmp_path: Path, name: str, content: str | bytes) -> None:
    assert statuses(written(tmp_path, name, content)) == BOTH


def test_standard_input_and_files_and_names_together(tmp_path: Path) -> None:
    assert statuses("-", given=f"{LISTED}\n{UNLISTED}\n") == BOTH
    assert statuses("-", given=json.dumps({"name": LISTED}) + "\n" + json.dumps({"name": UNLISTED})) == BOTH
    file = written(tmp_path, "a.txt", f"{UNLISTED}\n")
    assert statuses(LISTED, file, "-", given="Somebody Else") == [*BOTH, ("Somebody Else", "clear")]


def test_what_a_table_states_of_a_party_is_used(tmp_path: Path) -> None:
    content = f'Ref,Company,Country,Address,Type\n7,{LISTED},Yemen,"1 Launch Road, Aden",company\n'
    (one,) = answers(written(tmp_path, "a.csv", content))
    assert one["party"]["id"] == "7"
    assert one["party"]["kind"] == "organisation"
    assert "Raised: both in Yemen." in one["hits"][0]["why"]
    assert len(one["shared_addresses"]) == 1


def test_a_name_with_a_dot_is_a_name_and_one_that_ends_like_a_file_is_told_how() -> None:
    assert run("screen", "Acme Inc.").exit_code == 0
    assert "echo NAME | licet screen -" in refused("screen", "amazon.json")[0]


# the answer


def test_text_tells_the_hit_and_what_follows() -> None:
    text = run("screen", LISTED).stdout
    assert f"{LISTED}: match: on a list, as far as can be told" in text
    assert f"{LISTED} on EL: match, score 1.00 [100]" in text
    assert "Licence policy: Presumption of denial." in text
    assert "LISTS ASKED" in text
    assert "Ownership is not screened" in text
    assert "NOBODY" not in text


def test_text_of_many_tells_those_with_hits_and_counts_the_rest() -> None:
    text = run("screen", LISTED, UNLISTED, "Somebody Else", "!!!").stdout
    assert f"Clear: {UNLISTED}; Somebody Else." in text
    assert "Not screened, without a hit: !!!." in text
    assert "4 parties: 1 not screened, 1 match, 2 clear." in text
    assert "WHY NOT ALL ARE SCREENED" in text


def test_a_terminal_obeys_nothing_of_a_name(path: Path) -> None:
    text = run("screen", "Bad\x1b[2J name\r\n[bold]x[/bold]", LISTED).stdout
    assert "\x1b" not in text
    assert "[bold]" in text


def test_json_lines_are_a_line_for_each() -> None:
    lines = run("screen", LISTED, UNLISTED, "--format", "jsonl").stdout.splitlines()
    assert [json.loads(line)["status"] for line in lines] == ["match", "clear"]
    for line in lines:
        VALIDATOR.validate(json.loads(line))


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_csv_has_a_row_for_every_hit_and_one_for_whoever_has_none(tmp_path: Path) -> None:
    file = written(tmp_path, "a.csv", f"id,name,role\n1,{LISTED},end_user\n2,{UNLISTED},broker\n")
    found = rows(run("screen", file, "--format", "csv").stdout)
    assert [(row["id"], row["name"], row["role"], row["status"], row["hit"], row["entry"]) for row in found] == [
        ("1", LISTED, "end_user", "match", "match", "100"),
        ("2", UNLISTED, "broker", "clear", "", ""),
    ]
    assert found[0]["licence_policy"] == "Presumption of denial."
    assert found[0]["lists"] == "EL 2026-07-31 current; SDN 2026-07-31 current"


def test_no_cell_of_the_csv_is_a_formula(tmp_path: Path) -> None:
    names = ["=1+1", "@SUM(A1)", "+49 Ltd", "-x", "\t=2", "=cmd|'/c calc'!A0"]
    file = written(tmp_path, "a.json", json.dumps([{"name": name, "id": name} for name in names]))
    found = rows(run("screen", file, "--format", "csv").stdout)
    assert len(found) == len(names)
    for row in found:
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row.values())


def test_csv_says_why_nobody_is_clear(path: Path) -> None:
    path.unlink()
    (row,) = rows(run("screen", UNLISTED, "--format", "csv").stdout)
    assert row["status"] == "not_screened"
    assert "No list has been added" in row["not_screened_because"]


@pytest.mark.parametrize("name", ["a.json", "a.jsonl", "a.csv", "a.txt", "a", "A.CSV", "-"])
def test_the_name_of_the_output_tells_its_form(tmp_path: Path, name: str) -> None:
    output = name if name == "-" else str(tmp_path / name)
    result = run("screen", LISTED, UNLISTED, "-o", output)
    assert result.exit_code == 0
    if name == "-":
        assert "2 parties:" in result.stdout
        return
    assert result.stdout == ""
    content = Path(output).read_text(encoding="utf-8")
    match name.casefold().partition(".")[2]:
        case "json":
            assert [one["status"] for one in json.loads(content)] == ["match", "clear"]
        case "jsonl":
            assert len(content.splitlines()) == 2
        case "csv":
            assert len(rows(content)) == 2
        case _:
            assert "2 parties: 1 match, 1 clear." in content


def test_a_form_that_is_named_counts_and_not_the_name_of_the_output(tmp_path: Path) -> None:
    output = tmp_path / "a.txt"
    assert run("screen", LISTED, "--format", "json", "-o", str(output)).exit_code == 0
    assert json.loads(output.read_text(encoding="utf-8"))["status"] == "match"


# progress


def test_progress_is_shown_on_a_terminal_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = written(tmp_path, "a.txt", f"{UNLISTED}\n" * 120)
    assert run("screen", file, "--format", "jsonl").stderr == ""
    shown: list[tuple[int, int | None]] = []

    class Watched:
        def __enter__(self) -> object:
            return lambda done, total, what="": shown.append((done, total))

        def __exit__(self, *about: object) -> None:
            pass

    monkeypatch.setattr("licet.cli.progress.bar", lambda title: Watched())
    assert len(run("screen", file, "--format", "jsonl").stdout.splitlines()) == 120
    assert shown == [(50, 120), (100, 120)]
