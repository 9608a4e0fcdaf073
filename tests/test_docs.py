"""Nothing is left undocumented: what is generated is up to date, and what is written by hand names every key, command and option."""

from __future__ import annotations

import re
from pathlib import Path

import click
import generate
import pytest

from licet.cli.main import main as licet_command
from licet.determination import schema
from licet.errors import Fault
from licet.language.condition_reader import read_condition
from licet.language.conditions import write_condition
from licet.language.markdown import Block, read_markdown
from licet.rulebook.instruments import INSTRUMENT_KINDS, STANDINGS
from licet.rulebook.instruments_reading import read_instrument
from licet.rulebook.reading import read_library
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.vocabulary import COMBINATIONS, FACT_TYPES, QUESTION_TYPES

ROOT = Path(__file__).resolve().parents[1]
FORMAT = (ROOT / "docs" / "rulebook-format.md").read_text(encoding="utf-8")


def page(name: str) -> str:
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", generate.FILES)
def test_a_generated_file_is_what_the_generator_makes(path: str) -> None:
    made = generate.FILES[path]()
    there = (ROOT / path).read_text(encoding="utf-8")
    assert generate.settled(there) == generate.settled(made), f"{path} is out of date; run 'make docs'"


def test_generated_files_do_not_change_from_run_to_run() -> None:
    for make in generate.FILES.values():
        assert make() == make()


def test_every_fact_and_question_has_its_definition_in_the_vocabulary() -> None:
    text, book = page("vocabulary.md"), Rulebook.load()
    for fact in book.all_facts.values():
        assert f"### {fact.name}\n\n{fact.definition}\n" in text
        assert fact.ask in text
    for question in book.all_questions.values():
        assert f"### {question.name}\n\n{question.definition}\n" in text
        for answer in question.values:
            assert f"| `{answer}` |" in text


def test_every_command_and_every_option_that_is_no_fact_is_documented() -> None:
    text = page("commands.md")
    facts = {fact.option for fact in Rulebook.load().facts.values()}
    seen = 0
    for command, context in generate.walk(licet_command, click.Context(licet_command, info_name="licet")):
        heading = re.search(
            rf"^##+ `{re.escape(context.command_path)}`$(.*?)(?=^##+ `|\Z)", text, re.MULTILINE | re.DOTALL
        )
        assert heading, f"{context.command_path} is not in docs/commands.md"
        assert command.help, f"{context.command_path} has no help"
        for parameter in command.get_params(context):
            if not isinstance(parameter, click.Option) or parameter.hidden:
                continue
            names = [name for name in parameter.opts if name.startswith("--")]
            assert parameter.help, f"{context.command_path} {names[0]} has no help"
            if {name.removeprefix("--") for name in names} & facts and command.name in (
                "review",
                "timeline",
                "classify",
                "eligible",
                "map",
            ):
                continue
            seen += 1
            assert all(name in heading[1] for name in names), f"{context.command_path} {names} is not documented"
    assert seen > 10


def test_the_schema_and_its_page_describe_every_field() -> None:
    text = page("determination.md")
    for name, definition in schema()["$defs"].items():
        assert f"## {name.rstrip('_')}\n" in text
        for field, value in definition["properties"].items():
            assert value.get("description"), f"{name}.{field} has no meaning in its docstring"
            assert f"| `{field}` |" in text


def test_every_warning_that_the_code_gives_is_explained() -> None:
    given: set[str] = set()
    for path in (ROOT / "src").rglob("*.py"):
        given.update(
            re.findall(r"(?:\bNote\(|\bCaution\(code=|\bcode=)\s*\"([a-z_]+)\"", path.read_text(encoding="utf-8"))
        )
    assert given == set(generate.WARNINGS)


def known_keys(block: str, fence: str, path: str) -> list[str]:
    """Return the keys that the reader accepts in a block, as its own fault lists them."""
    files = {
        "vocabulary/units.csv": b"unit,dimension,factor,aliases\n1,fraction,1,\n",
        path: (f"```{fence}\nno_such_key: 1\n```\n" if fence else block).encode(),
    }
    if fence == "rule":
        files[path] = (
            "---\ninstrument: a\ntitle: a\nissuer: a\nkind: policy\nin_force: ..\nsource: a\nstanding: verified\n---\n"
            f"```rule\n{block}\n```\n"
        ).encode()
    library = read_library(files)
    fault = next(fault for fault in library.faults if "'no_such_key'" in fault.found)
    return fault.expected.split(", ")


@pytest.mark.parametrize(
    ("block", "fence", "path"),
    [
        ("---\nno_such_key: 1\n---\n", "", "a.md"),
        ("no_such_key: 1", "rule", "a.md"),
        ("", "fact", "vocabulary/a.md"),
        ("", "question", "vocabulary/a.md"),
        ("", "test", "vocabulary/a.md"),
    ],
    ids=["front matter", "rule", "fact", "question", "test"],
)
def test_the_format_page_names_every_key_that_a_block_may_have(block: str, fence: str, path: str) -> None:
    keys = known_keys(block, fence, path)
    assert len(keys) > 3
    for key in keys:
        assert f"`{key}`" in FORMAT, f"{key} is not in docs/rulebook-format.md"


@pytest.mark.parametrize("word", [*INSTRUMENT_KINDS, *STANDINGS, *FACT_TYPES, *QUESTION_TYPES, *COMBINATIONS])
def test_the_format_page_names_every_word_that_a_key_may_take(word: str) -> None:
    assert f"`{word}`" in FORMAT


def test_the_format_page_names_every_column_of_every_table() -> None:
    for path in sorted((ROOT / "law").rglob("*.csv")):
        header = path.read_text(encoding="utf-8").splitlines()[0]
        for column in header.split(","):
            assert f"`{column}`" in FORMAT, f"{path.name}: {column}"


def test_the_conditions_on_the_format_page_are_conditions() -> None:
    """Each prints back to itself and is one that the rulebook would take."""
    table = FORMAT[FORMAT.index("## Conditions") : FORMAT.index("### Unknown")]
    examples = [
        text
        for row in re.findall(r"^\| .* \| (`.*) \|$", table, re.MULTILINE)
        for text in re.findall(r"`([^`]+)`", row)
    ]
    examples = [text for text in examples if text not in ("<", "<=", ">", ">=")]
    assert len(examples) > 15
    book = Rulebook.load()
    for text in examples:
        assert write_condition(read_condition(text)) == text
        rule = f"```rule\nid: a\ncite: a\nsays: a.\ndecides: factors\nthen: a\nwhen: {text}\n```"
        assert not _faults(book, rule), text


def _faults(book: Rulebook, rule: str) -> list[Fault]:
    from licet.rulebook.checking import check_library
    from licet.rulebook.reading import read_folder

    library = read_library(read_folder(book.folder))
    front = "instrument: example\ntitle: a\nissuer: a\nkind: policy\nin_force: ..\nsource: a\nstanding: verified"
    read_instrument(library, "example.md", f"---\n{front}\n---\n{rule}\n".encode())
    check_library(library)
    return [fault for fault in library.faults if fault.where.startswith("example.md")]


@pytest.mark.parametrize("name", ["docs/rulebook-format.md", "README.md", "CONTRIBUTING.md"])
def test_a_rule_that_a_page_shows_stands_in_the_law_as_shown(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    shown = re.findall(r"```rule\n(.*?)```", text, re.DOTALL)
    law = {
        block.text.strip()
        for path in (ROOT / "law").rglob("*.md")
        for block in read_markdown(path.read_text(encoding="utf-8"), path.name, []).parts
        if isinstance(block, Block) and block.language == "rule"
    }
    for block in shown:
        assert block.strip() in law, f"{name} shows a rule that is not in the law:\n{block}"


def test_links_between_the_pages_lead_somewhere() -> None:
    for path in [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "benchmarks").glob("*.md")]:
        text = path.read_text(encoding="utf-8")
        for target in re.findall(r"\]\((?!https?://)([^)\s]+)\)", text):
            file, _, anchor = target.partition("#")
            found = (path.parent / file).resolve() if file else path
            assert found.exists(), f"{path.name} links to {target}"
            if anchor and found.suffix == ".md":
                assert anchor in _anchors(found.read_text(encoding="utf-8")), f"{path.name} links to {target}"


def _anchors(text: str) -> set[str]:
    text = re.sub(r"^(`{3,}).*?^\1`*$", "", text, flags=re.MULTILINE | re.DOTALL)
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
