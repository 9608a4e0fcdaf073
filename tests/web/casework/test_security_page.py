"""The page on security names every requirement once, and tests that there are; what is said to be met has one."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[2]
ROOT = TESTS.parent
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
ROW = re.compile(r"^\| (\d+)\.(\d+)\.(\d+) \| ([123]) \| ([^|]+) \| ([^|]+) \| ([^|]*) \| ([^|]*) \|$", re.MULTILINE)
ROWS = ROW.findall(PAGE)
NAMED = sorted(set(re.findall(r"`((?:web|cases)/[\w/]+\.py)::(\w+)`", PAGE)))
STANDINGS = ("met", "partly", "**not met**", "operator", "does not apply")
# Of each section of ASVS 5.0.0, how many requirements there are of level 1 and 2, and of chapters 8 and 16 all.
SECTIONS = {
    "1.1": 2, "1.2": 9, "1.3": 11, "1.4": 3, "1.5": 2, "2.1": 3, "2.2": 3, "2.3": 4, "2.4": 1, "3.2": 2, "3.3": 4, "3.4": 6, "3.5": 5, "3.7": 2,
    "4.1": 3, "4.2": 1, "4.3": 2, "4.4": 4, "5.1": 1, "5.2": 3, "5.3": 2, "5.4": 3, "6.1": 3, "6.2": 12, "6.3": 4, "6.4": 4, "6.5": 5, "6.6": 3,
    "6.8": 4, "7.1": 3, "7.2": 4, "7.3": 2, "7.4": 5, "7.5": 2, "7.6": 2, "8.1": 4, "8.2": 4, "8.3": 3, "8.4": 2, "9.1": 3, "9.2": 4, "10.1": 2,
    "10.2": 2, "10.3": 4, "10.4": 11, "10.5": 5, "10.6": 2, "10.7": 3, "11.1": 2, "11.2": 3, "11.3": 3, "11.4": 4, "11.5": 1, "11.6": 1, "12.1": 3,
    "12.2": 2, "12.3": 4, "13.1": 1, "13.2": 5, "13.3": 2, "13.4": 5, "14.1": 2, "14.2": 4, "14.3": 3, "15.1": 3, "15.2": 3, "15.3": 7, "16.1": 1,
    "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 4, "17.1": 1, "17.2": 4, "17.3": 2,
}  # fmt: skip


@cache
def named_in(file: str) -> frozenset[str]:
    """Return the names of the tests of a file."""
    tree = ast.parse((TESTS / file).read_text(encoding="utf-8"))
    return frozenset(one.name for one in tree.body if isinstance(one, ast.FunctionDef))


@pytest.mark.parametrize(("file", "name"), NAMED, ids=lambda one: one)
def test_every_test_that_is_named_is_there(file: str, name: str) -> None:
    assert name in named_in(file)


def test_every_requirement_stands_there_once_in_its_order() -> None:
    numbers = [tuple(map(int, row[:3])) for row in ROWS]
    assert numbers == sorted(set(numbers))
    counted = {section: sum(f"{row[0]}.{row[1]}" == section for row in ROWS) for section in SECTIONS}
    assert counted == SECTIONS and sum(SECTIONS.values()) == len(ROWS) == 253 + 7


def test_what_is_met_has_a_test_and_what_is_not_says_why() -> None:
    for *number, _, _, standing, how, tests in ROWS:
        where = ".".join(number)
        assert standing.strip() in STANDINGS, where
        if standing.strip() == "met":
            assert "::" in tests, f"{where} is said to be met, and no test shows it"
        else:
            assert how.strip(), f"{where} does not say why"


def test_the_sums_are_those_of_the_lines() -> None:
    many = [sum(row[5].strip() == one for row in ROWS) for one in STANDINGS]
    told = re.search(
        r"(\d+) lines: (\d+) met, (\d+) partly, (\d+) not met, (\d+) for whoever operates it, (\d+) that", PAGE
    )
    assert told and list(map(int, told.groups())) == [len(ROWS), *many]


def test_every_link_within_the_page_leads_to_a_heading() -> None:
    headings = {
        re.sub(r"[^\w -]", "", one).strip().lower().replace(" ", "-")
        for one in re.findall(r"^#+ (.+)$", PAGE, re.MULTILINE)
    }
    assert set(re.findall(r"\]\(#([\w-]+)\)", PAGE)) <= headings


def test_the_page_is_found_from_where_people_look() -> None:
    assert "docs/security.md" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert "(security.md)" in (ROOT / "docs" / "cases.md").read_text(encoding="utf-8")


def test_every_package_that_is_installed_has_its_version_and_its_hash() -> None:
    for file in sorted((ROOT / "requirements").glob("*.txt")):
        blocks = re.split(r"\n(?=[A-Za-z0-9])", file.read_text(encoding="utf-8"))
        packages = [block for block in blocks if re.match(r"[A-Za-z0-9._-]+(\[[\w,-]+\])?==", block)]
        assert packages and all("--hash=sha256:" in one for one in packages), file.name
