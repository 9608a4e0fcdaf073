"""``licet cases`` verifies the register, keeps its heads and exports a case; what cannot be used is told in a line."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from cases import scene
from cases.conftest import use
from cases.scene import MAKER, Road
from commands import refused, run
from django.db import connection

from licet.cases import acts
from licet.cases.ledger import head
from licet.cli import site as site_command

pytestmark = pytest.mark.usefixtures("cast")
ZEROS = "0" * 64


def beneath(path: Path, *statements: str) -> None:
    """Change the file as somebody would who takes the triggers out first."""
    connection.close()
    with sqlite3.connect(path) as file:
        for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            file.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            file.execute(statement)
    file.close()


def found(*words: str) -> str:
    """Return the one line that tells a fault of the register."""
    result = run("cases", *words)
    assert result.exit_code == 1
    (line,) = result.stdout.splitlines()
    return line


# What cannot be used.


def test_a_package_that_is_not_installed_is_named_with_the_way_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(site_command, "_PACKAGES", ("django", "no_such_package"))
    for words in (("verify",), ("head",), ("export", "C-1", "folder")):
        (line,) = refused("cases", *words)
        assert "licet cases: a package that is not installed" in line and "pip install 'licet[site]'" in line


def test_a_database_without_a_register_is_not_whole(tmp_path: Path, database: Path) -> None:
    other = tmp_path / "other.sqlite"
    use(other)
    for words in (("verify",), ("head",), ("export", "C-1", str(tmp_path / "folder"))):
        (line,) = refused("cases", *words)
        assert line.startswith("the database: no register of cases; expected one that was made; see DATABASE_URL")
    use(database)


def test_a_file_that_is_no_database_is_told(tmp_path: Path, database: Path) -> None:
    other = tmp_path / "other.sqlite"
    other.write_bytes(b"no database at all" * 100)
    use(other)
    (line,) = refused("cases", "verify")
    assert line.startswith("the database: file is not a database")
    use(database)


@pytest.mark.parametrize("address", ["foo://u:secret@x/y", "nonsense", "postgres://u:secret@127.0.0.1:1/x"])
def test_an_address_that_cannot_be_used_is_told_without_its_password(address: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "licet", "cases", "verify"],
        env={**os.environ, "DATABASE_URL": address, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=False,
    )
    (line,) = done.stderr.splitlines()
    assert done.returncode == 2 and line.startswith(("DATABASE_URL: ", "the database: ")) and "secret" not in line


@pytest.mark.parametrize("text", ["", "12", "12:abc", f"-1:{ZEROS}", f"1:{ZEROS}0", f"1.5:{ZEROS}", "\x1b[31m:x"])
def test_a_head_that_is_none_is_told_with_its_form(text: str) -> None:
    (line,) = refused("cases", "verify", "--head", text)
    assert line.startswith("--head: ") and "expected POSITION:DIGEST" in line and "\x1b" not in line


def test_files_of_heads_that_cannot_be_used_are_told_all_at_once(tmp_path: Path) -> None:
    empty, wrong, picture = tmp_path / "empty.txt", tmp_path / "wrong.txt", tmp_path / "picture.png"
    empty.write_text("# nothing was kept yet\n\n")
    wrong.write_text(f"1:{ZEROS}\n1:{'1' * 64}\nhead 7\n")
    picture.write_bytes(b"\x89PNG\xff")
    words = [word for file in ("none.txt", empty, wrong, picture) for word in ("--heads", str(file))]
    told = refused("cases", "verify", *words)
    assert told == [
        "none.txt: No such file or directory; expected a file of heads",
        f"{empty}: no head in it; expected a file that 'licet cases head --output' wrote",
        f"{picture}: it is no text; expected a file of heads",
        f"{wrong}:2: another head of row 1 than was told before; expected one for each row",
        f"{wrong}:3: 'head'; expected POSITION:DIGEST, such as 1204:9f86…, with 64 letters and digits",
    ]


@pytest.mark.parametrize("day", ["yesterday", "2026-13-01", "20261103", ""])
def test_a_day_that_is_none_is_told(day: str) -> None:
    (line,) = refused("cases", "head", "--day", day)
    assert line.startswith("--day: ") and line.endswith("expected a day as YYYY-MM-DD")


def test_a_case_that_nobody_knows_is_told_with_what_is_near(tmp_path: Path) -> None:
    Road().drafted(reference="R-2026-7")
    (line,) = refused("cases", "export", "R-2026-8", str(tmp_path / "folder"))
    assert line == "CASE: no case 'R-2026-8'; expected the reference or the id of a case; did you mean R-2026-7?"
    assert not (tmp_path / "folder").exists()


def test_a_folder_that_is_there_is_left_as_it_is(tmp_path: Path) -> None:
    road = Road().drafted()
    (line,) = refused("cases", "export", road.case, str(tmp_path))
    assert "something of that name; expected a folder that is not there yet" in line


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (line,) = refused("cases", "head", "-o", str(tmp_path / "no" / "heads.txt"))
    assert "No such file or directory; expected a file that can be written" in line


# The chain.


def test_a_register_in_which_nothing_happened_is_whole() -> None:
    assert run("cases", "verify").stdout == f"Whole: 0 events, 0 attachments.\nHead: 0:{ZEROS}\n"


def test_a_register_that_nobody_changed_is_whole_and_its_head_is_told() -> None:
    road = Road().referred()
    road.do(acts.attach, scene.OFFICER, name="a.pdf", kind="assurance", content=b"x")
    result = run("cases", "verify", "--lists")
    position, digest = head()
    assert result.exit_code == 0
    assert result.stdout == f"Whole: {position:,} events, 1 attachments.\nHead: {position}:{digest}\n"
    assert run("cases", "head").stdout == f"{position}:{digest}\n"
    assert run("cases", "verify", "--head", f"{position}:{digest}").stdout.startswith(
        f"Whole: {position:,} events, 1 attachments, and 1 known elsewhere."
    )


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE cases_event SET actor = 'eve' WHERE position = 3", "row 3 is altered: its content"),
        ("DELETE FROM cases_event WHERE position = 2", "row 2 is missing: after 1 comes 3"),
        ("DELETE FROM cases_event WHERE position > 4", "row 5 is missing: the chain ends at 4"),
        (
            "UPDATE cases_event SET position = -position WHERE position IN (2, 3);UPDATE cases_event SET position = 5 + position WHERE position < 0",
            "row 2 is reordered: it was written as row 3",
        ),
        ("UPDATE cases_head SET digest = '1'", "altered"),
    ],
)
def test_whatever_was_changed_beneath_is_named_in_one_line(database: Path, statement: str, told: str) -> None:
    Road().in_review()
    beneath(database, *statement.split(";"))
    assert told in found("verify")


def test_an_attachment_that_was_altered_or_taken_out_is_named(database: Path) -> None:
    Road().drafted().do(acts.attach, MAKER, name="a.pdf", kind="assurance", content=b"first")
    digest = hashlib.sha256(b"first").hexdigest()
    beneath(database, "UPDATE cases_attachment SET content = 'other'")
    assert found("verify") == f"attachment {digest[:12]} is altered: its content does not give its digest"
    beneath(database, "DELETE FROM cases_attachment")
    assert found("verify") == f"attachment {digest[:12]} is missing: row 2 names it"


def test_a_list_that_says_something_else_than_the_events_is_found_when_asked_for(database: Path) -> None:
    road = Road().submitted()
    beneath(database, "UPDATE cases_case SET state = 'issued'")
    assert run("cases", "verify").exit_code == 0
    told = f"the list of cases is altered: state of the case {road.case} is not what its events say"
    assert found("verify", "--lists") == told


def test_a_register_that_was_written_anew_is_found_by_a_head_that_was_kept(tmp_path: Path) -> None:
    Road().drafted()
    assert (
        found("verify", "--head", f"1:{'1' * 64}")
        == "row 1 is altered: its digest is not the one that was kept elsewhere"
    )
    assert found("verify", "--head", f"9:{'1' * 64}") == "row 2 is missing: the chain ends at 1, and 9 rows were known"
    (tmp_path / "heads.txt").write_text(f"# kept by the auditor\n\n9:{'1' * 64} 2026-11-03 and a remark\n")
    assert found("verify", "--heads", str(tmp_path / "heads.txt")).startswith("row 2 is missing")


# Heads that are kept.


def test_a_file_of_heads_grows_by_a_line_and_verifies_the_register(tmp_path: Path) -> None:
    file = tmp_path / "heads.txt"
    file.write_text("# kept by the auditor")
    road = Road().drafted()
    (line,) = refused("cases", "head", "-o", str(file))
    assert "no head in it" in line
    file.unlink()
    assert run("cases", "head", "-o", str(file)).exit_code == 0
    road.do(acts.submit, MAKER, review=scene.engine())
    assert run("cases", "head", "-o", str(file)).exit_code == 0
    assert "has it already" in run("cases", "head", "-o", str(file)).stdout
    lines = file.read_text().splitlines()
    assert [line.split(":")[0] for line in lines] == ["1", "3"]
    assert run("cases", "verify", "--heads", str(file)).exit_code == 0


def test_a_file_of_heads_never_goes_back_and_is_left_as_it_is(tmp_path: Path, database: Path) -> None:
    file = tmp_path / "heads.txt"
    Road().submitted()
    run("cases", "head", "-o", str(file))
    kept = file.read_text()
    assert found("head", "-o", str(file), "--day", "2020-01-01") == (
        f"{file}: it has the head of row 4 already, and that of row 0 lies before it"
    )
    beneath(database, f"UPDATE cases_event SET digest = '{'2' * 64}' WHERE position = 4")
    assert found("head", "-o", str(file)).endswith("row 4 is altered: its digest is not the one that was kept")
    beneath(
        database,
        "DELETE FROM cases_event WHERE position = 4",
        "UPDATE cases_head SET position = 3, digest = (SELECT digest FROM cases_event WHERE position = 3)",
    )
    assert run("cases", "verify").exit_code == 0
    assert found("head", "-o", str(file)).endswith("it knows 4 events, and the register has 3: rows are missing")
    assert file.read_text() == kept


def test_the_head_of_a_day_is_that_of_its_last_event() -> None:
    road = Road().drafted()
    first = head()
    road.at += scene.DAY
    road.do(acts.submit, MAKER, review=scene.engine())
    words = run("cases", "head", "--day", "2026-11-03").stdout.split()
    assert words == [f"{first[0]}:{first[1]}", "2026-11-03", "2026-11-03T10:30:00.000000Z"]
    assert run("cases", "head", "--day", "2026-11-01").stdout.split() == [f"0:{ZEROS}", "2026-11-01"]
    later = run("cases", "head", "--day", "2999-01-01")
    assert later.stdout.startswith(f"{head()[0]}:{head()[1]} ") and "is not over" in later.stderr


# A case as a folder.


def test_a_case_is_exported_by_its_reference_and_checks_itself(tmp_path: Path) -> None:
    road = Road().issued()
    folder = tmp_path / "case"
    result = run("cases", "export", road.state.reference, str(folder))
    assert result.exit_code == 0
    seal = result.stdout.splitlines()[1].removeprefix("Seal: ")
    program = [sys.executable, "-I", str(folder / "verify.py"), str(folder), "--seal", seal]
    assert subprocess.run(program, capture_output=True, check=False).returncode == 0
    assert "Maker (maker)" in (folder / "index.html").read_text(encoding="utf-8")
    (folder / "index.html").write_text("altered")
    assert subprocess.run(program, capture_output=True, check=False).returncode == 1
