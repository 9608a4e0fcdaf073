"""The tables of words: whole, in order, reachable from a name, and of one mind."""

from __future__ import annotations

import csv
from importlib import resources

import pytest

from licet.screening.letters import as_found, plain_script, spelt
from licet.screening.wording import GENERIC, NAME, table, wording

FOLDER = resources.files("licet.screening") / "words"
TABLES = sorted(file.name.removesuffix(".csv") for file in FOLDER.iterdir() if file.name.endswith(".csv"))
# Where a second cell is empty, the word stands for itself, or the class says all.
MAY_BE_EMPTY = {"meanings": {"sense"}, "common-words": {"english"}, "places": {"english"}}
LATIN = [name for name in TABLES if name not in ("meanings", "han-forms")]


def rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((FOLDER / f"{name}.csv").read_text(encoding="utf-8").splitlines()))


def test_there_are_tables() -> None:
    assert len(TABLES) >= 11


@pytest.mark.parametrize("name", TABLES)
def test_no_cell_is_empty_that_should_not_be(name: str) -> None:
    for row in rows(name):
        assert None not in row and None not in row.values(), row
        empty = {head for head, cell in row.items() if not cell}
        assert empty <= MAY_BE_EMPTY.get(name, set()), row


@pytest.mark.parametrize("name", TABLES)
def test_cells_have_no_space_around_them(name: str) -> None:
    assert [row for row in table(name) if any(cell != " ".join(cell.split()) for cell in row)] == []


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_in_order_and_says_of_a_word_one_thing(name: str) -> None:
    words = [row[0] for row in table(name)]
    assert words == sorted(words)
    assert len(words) == len(set(words))


@pytest.mark.parametrize("name", LATIN)
def test_a_word_of_a_table_is_spelt_as_names_are(name: str) -> None:
    """A word that no name can be spelt as would never be found."""
    second = name in ("spellings", "cognates")
    for row in table(name):
        for word in row[1].split() if second else [row[0]]:
            assert " ".join(part.text for part in spelt(word)) == word, row


def test_a_word_of_another_script_is_found_as_it_is_written() -> None:
    known = wording().meanings
    words = [word for word, *_ in table("meanings") if " " not in word]
    assert [word for word in words if as_found(word) not in known] == []
    # A word of signs without spaces may be parted further; every other one is one word of a name, and found.
    alone = [found[0] for word in words if len(found := spelt(word)) == 1]
    assert [word.shown for word in alone if plain_script(word.shown) not in known] == []
    assert len(alone) > 0.98 * len(words)


def test_a_word_is_no_abbreviation_of_itself_and_leads_to_no_further_one() -> None:
    short = wording().abbreviations
    assert [word for word, full in short.items() if full in short] == []


def test_a_common_word_is_told_in_one_english_word() -> None:
    tables = wording()
    assert [(word, said) for word, said in tables.common.items() if tables.common.get(said, said) != said] == []
    assert [(word, said) for word, said in tables.places.items() if tables.places.get(said, said) != said] == []


def test_no_word_is_in_two_roles() -> None:
    tables = wording()
    single = {form[0] for form in tables.legal if len(form) == 1}
    both = {
        "a common word and a place": set(tables.common) & set(tables.places),
        "a legal form and a place": single & set(tables.places),
        "a particle and a title": tables.particles & tables.titles,
        "a number and a place": set(tables.numbers) & set(tables.places),
        "a common word and a number": set(tables.common) & set(tables.numbers),
    }
    assert {roles: words for roles, words in both.items() if words} == {}


def test_a_spelling_belongs_to_one_name() -> None:
    found: dict[str, str] = {}
    for name, spellings in table("spellings"):
        for word in {name, *spellings.split()}:
            assert found.setdefault(word, name) == name


def test_numbers_are_numbers() -> None:
    assert [row for row in table("numbers") if not row[1].isdecimal()] == []


def test_a_simplified_sign_has_no_further_form() -> None:
    forms = {row[0]: row[1] for row in table("han-forms")}
    assert [(old, new) for old, new in forms.items() if new in forms or len(old) != 1 or len(new) != 1] == []


def test_meanings_have_roles_that_are_known() -> None:
    roles = {meaning.role for meaning in wording().meanings.values()}
    assert {NAME, GENERIC} <= roles
