"""A party whose name cannot be sought is not screened; nothing was found of it, and that says nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from screening.made_lists import NOW, given, published

from licet.registers.screening_lists.formats import FORMATS
from licet.screening.admitting import Statements
from licet.screening.answer import CLEAR, NOT_SCREENED, Party, Screening
from licet.screening.index import build
from licet.screening.screener import Screener
from licet.screening.store import Store
from licet.screening.updating import add_list


def screened(folder: Path, party: Party) -> Screening:
    path = folder / "lists.sqlite"
    add_list(path, "csl", given(published()), FORMATS["csl-json"], Statements(), NOW, build=build)
    with Store.open(path) as store:
        return Screener(store, NOW).screen(party)


@pytest.mark.parametrize("name", ["🚀", "—", "\u200f", "…"])
def test_a_name_without_letters_and_figures_is_never_clear(name: str, tmp_path: Path) -> None:
    found = screened(tmp_path, Party(name=name))
    assert found.status == NOT_SCREENED
    assert found.why == [f"«{name}» has no letters or figures that can be compared."]


def test_another_name_that_cannot_be_sought_leaves_a_party_unscreened_as_well(tmp_path: Path) -> None:
    found = screened(tmp_path, Party(name="Nobody Whatsoever", aliases=("🚀",)))
    assert found.status == NOT_SCREENED


def test_a_name_that_is_sought_and_not_found_is_clear(tmp_path: Path) -> None:
    assert screened(tmp_path, Party(name="Nobody Whatsoever")).status == CLEAR
