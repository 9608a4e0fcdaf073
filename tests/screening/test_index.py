"""The index of names: every name finds itself, a slip does not hide it, and bytes that are not whole are never asked."""

from __future__ import annotations

import json
import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from screening.made_lists import SHORT_CSL, needs_csl
from screening.names_drawn import ANY_TEXT, NAMES

from licet.screening.answer import Party
from licet.screening.index import CANDIDATES, Damaged, Index, build
from licet.screening.listed import Listed
from licet.screening.matching import find
from licet.screening.prepared import prepare

SEED = 20261122
KINDS = {"Individual": "person", "Entity": "organisation", "Vessel": "vessel", "Aircraft": "aircraft"}
Entry = tuple[int, str, str]
SMALL: list[Entry] = [
    (0, "Utopian Rocket Works", "organisation"),
    (1, "DOE, John", "person"),
    (2, "华为技术", "unknown"),
]


def owners(index: Index, name: str, kind: str) -> set[int]:
    return {index.owners[place] for place in index.candidates(prepare(name, kind == "person"))}


# Bytes that are not what was written


def test_an_index_cut_anywhere_is_damaged() -> None:
    data = build(SMALL)
    for size in range(len(data)):
        with pytest.raises(Damaged):
            Index(data[:size])


def test_an_index_with_a_bit_flipped_anywhere_is_damaged() -> None:
    data = build(SMALL)
    for place in range(len(data)):
        broken = bytearray(data)
        broken[place] ^= 1 << place % 8
        with pytest.raises(Damaged):
            Index(bytes(broken))


@given(st.binary(max_size=200))
def test_bytes_of_something_else_are_damaged(data: bytes) -> None:
    with pytest.raises(Damaged):
        Index(data)


def test_an_index_of_another_layout_is_damaged(monkeypatch: pytest.MonkeyPatch) -> None:
    data = build(SMALL)
    monkeypatch.setattr("licet.screening.index.LAYOUT", 0)
    with pytest.raises(Damaged, match="layout"):
        Index(data)


def test_more_bytes_than_were_written_are_damaged() -> None:
    with pytest.raises(Damaged):
        Index(build(SMALL) + b"\0")


# Small lists


def test_a_list_of_nobody_has_no_candidates() -> None:
    index = Index(build([]))
    assert len(index) == 0
    assert index.candidates(prepare("Utopian Rocket Works")) == []
    assert index.spelt_by_initials(prepare("URWO")) == []


def test_an_index_keeps_names_kinds_and_whose_they_are() -> None:
    index = Index(build(SMALL))
    assert list(zip(index.owners, index.names, index.kinds, strict=True)) == SMALL


def _may_be_written(name: str) -> bool:
    """Half of a pair of surrogates is no text that a file can hold."""
    return not any("\ud800" <= sign <= "\udfff" for sign in name)


@given(st.lists(NAMES | ANY_TEXT.filter(_may_be_written), min_size=1, max_size=20))
def test_every_name_of_any_list_finds_itself(names: list[str]) -> None:
    index = Index(build((number, name, "unknown") for number, name in enumerate(names)))
    for number, name in enumerate(names):
        if prepare(name).words:
            assert number in owners(index, name, "unknown")


def test_a_name_of_plain_words_finds_itself_among_thousands_that_have_them() -> None:
    draw = random.Random(SEED)
    names = ["".join(draw.choices("bdfgklmnprstvz", k=7)).title() for _ in range(5_000)]
    entries = [(number, f"{name} Technology LLC", "organisation") for number, name in enumerate(names)]
    index = Index(build([*entries, (9_999, "TECHNOLOGY COMPANY LIMITED", "organisation")]))
    assert 9_999 in owners(index, "Technology LLC", "organisation")


@pytest.mark.parametrize("name", ["", "🚀", "\u200f"])
def test_what_is_no_name_has_no_candidates(name: str) -> None:
    assert Index(build(SMALL)).candidates(prepare(name)) == []


# The Consolidated Screening List


@pytest.fixture(scope="module")
def entries() -> list[Entry]:
    """Every name of the list, with its aliases."""
    listed = json.loads(SHORT_CSL.read_text(encoding="utf-8"))["entries"]
    return [
        (number, name, KINDS.get(one.get("t"), "unknown"))
        for number, one in enumerate(listed)
        for name in (one["n"], *one.get("a", ()))
    ]


@pytest.fixture(scope="module")
def csl(entries: list[Entry]) -> Index:
    return Index(build(entries))


@needs_csl
@pytest.mark.parametrize("quarter", range(4))
def test_every_listed_name_finds_itself(entries: list[Entry], csl: Index, quarter: int) -> None:
    assert [name for number, name, kind in entries[quarter::4] if number not in owners(csl, name, kind)] == []


def _dropped(name: str, place: int) -> str:
    return name[:place] + name[place + 1 :]


def _doubled(name: str, place: int) -> str:
    return name[:place] + name[place] + name[place:]


def _swapped(name: str, place: int) -> str:
    return name[:place] + name[place + 1 : place + 2] + name[place] + name[place + 2 :]


@needs_csl
@pytest.mark.parametrize("slip", [_dropped, _doubled, _swapped])
def test_a_listed_name_with_a_slip_is_a_candidate_99_times_in_100(
    entries: list[Entry], csl: Index, slip: Callable[[str, int], str]
) -> None:
    draw = random.Random(SEED)
    lost = []
    sample = draw.sample(entries, 3_000)
    for number, name, kind in sample:
        written = slip(name, draw.choice([place for place, sign in enumerate(name) if sign.isalnum()]))
        if number not in owners(csl, written, kind):
            lost.append((name, written))
    assert len(lost) <= 0.01 * len(sample), lost


@needs_csl
def test_no_more_candidates_are_handed_on_than_asked_for(csl: Index) -> None:
    for name in ("Trading", "Mohammed Ali", "General Company for Trading and Industries"):
        assert len(csl.candidates(prepare(name))) <= CANDIDATES
        assert len(csl.candidates(prepare(name), 5)) == 5


@needs_csl
@pytest.mark.parametrize(
    "plain", ["CORP", "TRADING", "COMPANY LIMITED", "INTERNATIONAL TRADING GROUP", "GENERAL TRADING LLC"]
)
def test_a_plain_company_word_alone_never_matches(entries: list[Entry], csl: Index, plain: str) -> None:
    first: dict[int, Listed] = {}
    for number, name, kind in entries:
        first.setdefault(number, Listed(id=str(number), source="CSL", kind=kind, name=name))
    found = find(Party(name=plain), csl, lambda numbers: [first[number] for number in numbers], {})
    # What is found has no name of its own either.
    assert [one.matched for one in found if one.score >= 0.92 or prepare(one.matched).naming] == []
