"""The same again: every page holds a file, a command and lines of Python, and each of them gives the answer of the page, to the last sign."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from click.testing import CliRunner
from pages_again import in_html, in_markdown, markup_in_markdown, said_in_html, words_of
from registers.published import deal, register
from small_law import write_law

import licet
from licet.cli.main import main
from licet.reports.html import page
from licet.rulebook.rulebook import Rulebook, law_folder

HOSTILE = "</script><script>alert('x')</script> \"q\" `a` ```\n~~~\n# heading \u202e \x1b[31m <img src=x onerror=y> $(id) 'it''s' Ελλάς"
REAPER: dict[str, Any] = {
    "recipient": "IT",
    "date": "2014-06-01",
    "exporter": "US",
    "item": {"name": "MQ-9A Reaper", "kind": "uas", "range": "1850 km", "payload": "1701 kg"},
}
OPEN = {"recipient": "AE", "date": "2026-03-01", "item": {"kind": "cruise_missile", "range": "560 km"}}
NAMED_BADLY = {**REAPER, "item": {"name": HOSTILE, "kind": "uas", "range": "250 km", "payload": "600 kg"}}
ENGINE = {"date": "2026-06-01", "item": {"kind": "component", "part": "jet_engine", "civil_certified": False}}

READERS: dict[str, Callable[[str], list[str]]] = {"html": in_html, "markdown": in_markdown}
CASES: dict[str, tuple[str, Any, list[str]]] = {
    "review": ("review", REAPER, []),
    "review, day": ("review", REAPER, ["--as-of", "2021-03-01"]),
    "review, reforms": ("review", REAPER, ["--reform", "hr-3068-119", "--reform", "s-2387-119@2010-01-01"]),
    "review, assumed": ("review", OPEN, ["--assume", "nsm28_partner=AE,IT", "--assume", "payload=480 kg, 520 kg"]),
    "review, assumed day": ("review", {"recipient": "IT", "item": REAPER["item"]}, ["--assume", "date=2021-03-01"]),
    "review, exact": ("review", OPEN, ["--no-exact"]),
    "review, assumed name": ("review", OPEN, ["--assume", f"name={HOSTILE}"]),
    "review, hostile": ("review", NAMED_BADLY, []),
    "timeline": ("timeline", REAPER, ["--from", "2013-01-01", "--to", "2026-03-01", "--reform", "hr-8892-118"]),
    "timeline, assumed": ("timeline", OPEN, ["--to", "2026-03-01", "--assume", "nsm28_partner=AE"]),
    "timeline, hostile": ("timeline", NAMED_BADLY, ["--to", "2026-03-01"]),
    "classify": ("classify", ENGINE, ["--as-of", "2020-06-01"]),
    "classify, assumed": ("classify", ENGINE, ["--assume", "thrust_max=1.1 kN"]),
    "classify, hostile": ("classify", NAMED_BADLY, []),
    "eligible, hostile": ("eligible", {k: v for k, v in NAMED_BADLY.items() if k != "recipient"}, []),
}


def run(*words: str) -> str:
    """Run a command that must succeed."""
    told = CliRunner().invoke(main, list(words), prog_name="licet")
    assert told.exit_code == 0, told.stderr
    return told.stdout


def answer(*words: str) -> Any:
    return json.loads(run(*words, "--format", "json"))


def executed(lines: str) -> Any:
    """What lines of Python answer, as it stands in JSON."""
    names: dict[str, Any] = {}
    exec(compile(lines, "again", "exec"), names)
    found = names["table" if "table" in names else "found"]
    return [one.to_dict() for one in found] if isinstance(found, list) else found.to_dict()


def built(value: Any) -> Any:
    """An answer as it stands in JSON."""
    return json.loads(msgspec.json.encode(value))


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def check(blocks: list[str], name: str, first: Any) -> None:
    """Hold the three blocks of a page against the answer that it shows."""
    file, command, lines = blocks
    Path(name).write_text(file, encoding="utf-8")
    assert name in command.split()
    assert answer(*words_of(command)) == first
    assert built(executed(lines)) == first


# What each page gives again.


@pytest.mark.parametrize("form", list(READERS))
@pytest.mark.parametrize("case", list(CASES))
def test_the_file_the_command_and_the_python_give_the_answer_of_the_page(
    case: str, form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    function, transfer, options = CASES[case]
    Path("stated.yaml").write_text(yaml.safe_dump(transfer), encoding="utf-8")
    shown = run(function, "stated.yaml", *options, "--format", form)
    first = answer(function, "stated.yaml", *options)
    blocks = in_html_or_open(shown) if function == "eligible" and form == "html" else READERS[form](shown)
    check(blocks, "transfer.yaml", first)
    assert capsys.readouterr().out.strip()


def in_html_or_open(shown: str) -> list[str]:
    """The blocks of a page of nations, where they stand open."""
    return in_html(f"<details><summary>The same again</summary>{shown.partition('>The same again<')[2]}</details>")


def test_several_transfers_are_one_file_and_one_command() -> None:
    Path("stated.yaml").write_text(yaml.safe_dump([REAPER, OPEN, NAMED_BADLY]), encoding="utf-8")
    options = ["stated.yaml", "--reform", "hr-3068-119"]
    shown = run("review", *options, "--format", "html")
    assert shown.count(">The same again<") == 1
    check(in_html(shown), "transfers.yaml", answer("review", *options))


def test_transfers_that_were_asked_differently_have_a_command_each() -> None:
    asked = [licet.review(REAPER), licet.review(OPEN, reform="hr-3068-119"), licet.review(OPEN)]
    blocks = in_html(page(asked))
    assert len(blocks) == 6
    check(blocks[:3], "transfers.yaml", [built(asked[0].to_dict()), built(asked[2].to_dict())])
    check(blocks[3:], "transfer.yaml", built(asked[1].to_dict()))
    assert "For 1 and 3 of this page:" in said_in_html(page(asked))


def test_a_law_of_ones_own_is_named() -> None:
    shutil.copytree(law_folder(), "my law")
    with Path("my law/nations/memberships.csv").open("a", encoding="utf-8") as table:
        table.write("\n")
    Path("stated.yaml").write_text(yaml.safe_dump(REAPER), encoding="utf-8")
    shown = run("review", "stated.yaml", "--law", "my law", "--format", "html")
    first = answer("review", "stated.yaml", "--law", "my law")
    blocks = in_html(shown)
    assert words_of(blocks[1])[2:] == ["--law", str(Path("my law").resolve())]
    check(blocks, "transfer.yaml", first)


def test_a_law_that_is_not_at_hand_is_said_to_be_missing() -> None:
    write_law(Path("law"))
    found = licet.review({"date": "2021-03-01"}, law="law")
    assert "No law that is at hand here has this digest" in said_in_html(page([found], Rulebook.load()))
    assert "No law that is at hand" not in said_in_html(page([found], Rulebook.load("law")))


# Data sheets and registers.


def test_what_nobody_confirmed_of_a_sheet_is_read_of_it_again() -> None:
    Path("sheet 1.txt").write_text("Turbojet\nMaximum thrust: 1.1 kN\nDry mass: 120 kg\n", encoding="utf-8")
    Path("stated.yaml").write_text(yaml.safe_dump(ENGINE), encoding="utf-8")
    options = ["stated.yaml", "--sheet", "sheet 1.txt"]
    first = answer("classify", *options)
    assert first["unconfirmed"], "the sheet says something"
    for form, read in READERS.items():
        blocks = read(run("classify", *options, "--format", form))
        assert "thrust" not in blocks[0]
        check(blocks, "transfer.yaml", first)


def test_what_was_confirmed_of_a_sheet_stands_in_the_file() -> None:
    Path("sheet.txt").write_text("Turbojet\nMaximum thrust: 1.1 kN\n", encoding="utf-8")
    Path("stated.yaml").write_text(yaml.safe_dump(ENGINE), encoding="utf-8")
    shown = run("classify", "stated.yaml", "--sheet", "sheet.txt", "--confirmed", "--format", "html")
    assert "What was confirmed of sheet.txt stands in it." in said_in_html(shown)
    file, command, _ = in_html(shown)
    Path("transfer.yaml").write_text(file, encoding="utf-8")
    first = answer("classify", "stated.yaml", "--sheet", "sheet.txt", "--confirmed")
    assert answer(*words_of(command))["entries"] == first["entries"]


@pytest.mark.parametrize("name", ["deals.csv", "de`als' <b>.csv"])
def test_a_report_on_registers_names_its_files_its_day_and_its_sources(name: str) -> None:
    Path(name).write_bytes(register(deal(), deal(year="2020", recipient="Saudi Arabia")).data)
    options = ["report", "proliferation", name, "--as-of", "2024-12-31"]
    first = answer(*options)
    shown = run(*options, "--format", "html")
    command, lines = in_html(shown)
    assert answer(*words_of(command)) == first
    names: dict[str, Any] = {}
    exec(compile(lines, "again", "exec"), names)
    assert built(names["found"]) == first
    said = said_in_html(shown)
    assert first["digest"] in said
    assert "Policy on the export of unmanned aerial systems" in said


def test_a_file_that_begins_as_an_option_does_is_named_as_a_file() -> None:
    Path("-deals.csv").write_bytes(register(deal()).data)
    shown = run("report", "proliferation", "--format", "html", "--as-of", "2024-12-31", "--", "-deals.csv")
    assert answer(*words_of(in_html(shown)[0]))["category_i"] == 1


# The law.


def test_every_page_names_the_version_the_digest_and_the_law_that_it_rests_on() -> None:
    Path("stated.yaml").write_text(yaml.safe_dump(REAPER), encoding="utf-8")
    digest = Rulebook.load().digest
    for function in ("review", "timeline", "classify"):
        for form in READERS:
            shown = run(function, "stated.yaml", "--format", form)
            assert digest in shown
            assert f"Licet {licet.__version__}" in shown
    for form in READERS:
        shown = run("timeline", "stated.yaml", "--to", "2026-03-01", "--format", form)
        part = shown.partition("The law that it rests on")[2]
        assert "Guidelines for Sensitive Missile-Relevant Transfers: " in part
        assert "read in part" in part
        assert "https://mtcr.info/" in part


def test_a_notebook_is_not_told_how_to_have_the_same_again() -> None:
    assert "The same again" not in licet.review(REAPER)._repr_html_()


# What is hostile.


@pytest.mark.parametrize("case", [case for case in CASES if "hostile" in case or "name" in case])
def test_nothing_hostile_gets_out_of_its_block(case: str) -> None:
    function, transfer, options = CASES[case]
    Path("stated.yaml").write_text(yaml.safe_dump(transfer), encoding="utf-8")
    html = run(function, "stated.yaml", *options, "--format", "html")
    assert "<script" not in html
    assert "<img" not in html
    markdown = run(function, "stated.yaml", *options, "--format", "markdown")
    assert not re.search("script|img", markup_in_markdown(markdown))
    for shown in (html, markdown):
        again = shown.partition("The same again")[2]
        assert "onerror" in again
        assert "\x1b" not in again
        assert "\u202e" not in again
