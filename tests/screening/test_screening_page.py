"""The page on screening says what is so: its Python runs on the list of its examples, and it names every form, status, column and limit."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest
from commands import run

from licet.registers.screening_lists.formats import FORMATS
from licet.registers.screening_lists.plain_table import COLUMNS
from licet.screening import evidence, states
from licet.screening.admitting import MAX_AGE
from licet.screening.answer import STATUSES, Screening
from licet.screening.reading import ENDINGS

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "screening.md").read_text(encoding="utf-8")
ADDED = "add watch {} --map name=Who --map id=Ref --map alias=Also --vintage 2025-01-02 --entries 12 --max-age 36500"


@pytest.fixture
def invented() -> None:
    """The list of the examples is added."""
    path = str(ROOT / "examples" / "lists" / "invented.csv")
    assert run("lists", *(path if word == "{}" else word for word in ADDED.split())).exit_code == 0


@pytest.mark.usefixtures("invented")
def test_the_python_of_the_page_runs_and_gives_what_is_shown() -> None:
    block = PAGE.split("```python\n")[1].split("```")[0]
    parsed = doctest.DocTestParser().get_doctest(block, {}, "screening.md", "screening.md", 0)
    assert parsed.examples
    assert doctest.DocTestRunner(verbose=False).run(parsed).failed == 0


def test_every_form_of_list_and_every_column_of_a_table_is_named() -> None:
    for word in (*FORMATS, *COLUMNS):
        assert f"`{word}`" in PAGE, word


def test_every_ending_of_a_file_of_parties_is_named() -> None:
    for ending in set(ENDINGS) - {".ndjson", ".yml"}:
        assert f"`{ending}`" in PAGE, ending


def test_every_status_and_every_field_of_an_answer_is_named() -> None:
    for status in STATUSES:
        assert f"| `{status}` |" in PAGE
    for status in (states.STALE, states.REFUSED, states.MISSING, states.DAMAGED, states.CLOCK):
        assert f"**{status}**" in PAGE
    for field in Screening.__struct_fields__:
        assert f"`{field}`" in PAGE, field


def test_the_limits_are_those_in_force() -> None:
    assert f"From {evidence.POSSIBLE} an entry is a hit and `possible`, from {evidence.MATCH} it is a `match`" in PAGE
    assert f"which is {MAX_AGE} days after its vintage" in PAGE


def test_every_file_of_the_examples_is_there() -> None:
    named = set(re.findall(r"examples/[\w/.-]+\w", PAGE))
    assert len(named) > 3
    for name in named:
        assert (ROOT / name).exists(), name


@pytest.mark.usefixtures("invented")
def test_a_file_of_lists_that_is_something_else_is_not_to_be_removed_out_of_hand() -> None:
    told = run("screen", "Sample Optics Oy", "--lists", str(ROOT / "examples" / "parties.csv")).stdout
    assert "not screened" in told
    assert "name another file; if it did hold your lists" in " ".join(told.split())


def test_a_table_of_names_under_other_headers_says_how_to_read_it(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text("Who,Land\nSample Optics Oy,Finland\n", encoding="utf-8")
    added = run("lists", "add", "own", str(own))
    assert added.exit_code == 2
    assert "--map name=HEADER" in added.stderr
    assert "call the column that holds the names 'name'" in run("screen", str(own)).stderr


def test_missing_lists_are_told_in_full_once_and_then_by_their_codes() -> None:
    added = ROOT / "examples" / "lists" / "invented.csv"
    run("lists", *(str(added) if word == "{}" else word for word in ADDED.split()))
    told = " ".join(run("screen", "Sample Optics Oy", "--exporter", "US").stdout.split())
    assert told.count("It was never added") == told.count("- Bureau of Industry and Security:") + told.count(
        "Department:"
    )
    assert "missing: EL, DPL," in told
