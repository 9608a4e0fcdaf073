"""What holds of the likeness of any two names, whatever they are."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from screening.names_drawn import ANY_TEXT, COMPANIES, KINDS, NAME_WORDS, NAMES, ODD, PERSONS, PLAIN_WORDS

from licet.screening.alignment import align, similarity
from licet.screening.evidence import POSSIBLE
from licet.screening.likeness import LEAST, likeness
from licet.screening.prepared import prepare

# Bad input


@given(ANY_TEXT, ANY_TEXT | NAMES, KINDS)
def test_any_two_texts_have_a_likeness_from_0_to_1_that_can_be_told(one: str, other: str, kind: str) -> None:
    person = kind == "person"
    alignment = align(prepare(one, person), prepare(other, person), person)
    assert 0.0 <= alignment.score <= 1.0
    assert all(said.endswith(".") for said in alignment.why())


@pytest.mark.parametrize("odd", ODD)
def test_odd_texts_stand_against_each_other(odd: str) -> None:
    for other in ODD:
        for kind in ("person", "organisation"):
            assert 0.0 <= similarity(odd, other, kind) <= 1.0


@given(NAMES)
@pytest.mark.parametrize("nothing", ["", "🚀", "\u200f", "—"])
def test_what_is_no_name_is_like_no_name(nothing: str, name: str) -> None:
    assert similarity(nothing, name) == similarity(name, nothing) == similarity(nothing, nothing) == 0.0


# Any names


@given(ANY_TEXT | NAMES, KINDS)
def test_a_name_is_wholly_like_itself(name: str, kind: str) -> None:
    if prepare(name, kind == "person").words:
        assert similarity(name, name, kind) == 1.0


@given(ANY_TEXT | NAMES, ANY_TEXT | NAMES, KINDS)
@example("Kim Wei Wei", "Wei Kim Kim", "person")
def test_two_names_are_as_like_either_way_round(one: str, other: str, kind: str) -> None:
    assert similarity(one, other, kind) == pytest.approx(similarity(other, one, kind), abs=1e-9)


@given(NAMES, NAMES, KINDS)
def test_two_words_are_as_like_either_way_round(one: str, other: str, kind: str) -> None:
    for word in prepare(one, kind == "person").words:
        for by in prepare(other, kind == "person").words:
            like, why = likeness(word, by)
            assert (like, why) == likeness(by, word)
            assert like == 0.0 or LEAST <= like <= 1.0
            assert bool(like) == bool(why)


@given(NAMES, NAMES, KINDS)
def test_every_word_of_both_names_is_told_once(one: str, other: str, kind: str) -> None:
    person = kind == "person"
    a, b = prepare(one, person), prepare(other, person)
    found = align(a, b, person)
    mine = [word for pair in found.pairs for word in pair.one] + list(found.one)
    theirs = [word for pair in found.pairs for word in pair.other] + list(found.other)
    assert sorted(map(id, mine)) == sorted(map(id, a.words))
    assert sorted(map(id, theirs)) == sorted(map(id, b.words))


# How a name is written


def _without_accents(name: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFD", name) if not unicodedata.combining(sign))


@given(NAMES, KINDS)
def test_capitals_accents_and_punctuation_leave_a_name_what_it_is(name: str, kind: str) -> None:
    latin = name.isascii() or _without_accents(name).isascii()
    for written in (f"«{name}»", name.replace(" ", "  "), name.replace(" ", " - "), f"\u200f{name}\u200f"):
        assert similarity(name, written, kind) == pytest.approx(1.0)
    for written in (name.upper(), name.lower(), name.casefold()):
        assert similarity(name, written, kind) >= 0.95
    if latin:
        assert similarity(name, _without_accents(name), kind) >= 0.95


@given(COMPANIES.flatmap(lambda parts: st.tuples(st.just(parts), st.permutations(parts[0]))))
def test_the_order_of_its_words_leaves_a_company_what_it_is(drawn: tuple[tuple[list[str], str], list[str]]) -> None:
    (words, form), otherwise = drawn
    one = " ".join([*words, form])
    assert similarity(one, " ".join([*otherwise, form]), "organisation") >= POSSIBLE
    assert similarity(one, " ".join([form, *otherwise]), "organisation") >= POSSIBLE


@given(PERSONS.flatmap(lambda name: st.tuples(st.just(name), st.permutations(name.split()).map(" ".join))))
def test_the_order_of_its_words_leaves_a_person_who_it_is(names: tuple[str, str]) -> None:
    assert similarity(*names, "person") >= POSSIBLE


# Words that name nobody


@given(st.lists(PLAIN_WORDS, min_size=1, max_size=3), NAME_WORDS, st.lists(PLAIN_WORDS, max_size=3))
def test_plain_company_words_alone_are_no_name_that_has_more(plain: list[str], name: str, more: list[str]) -> None:
    one, other = " ".join(plain), " ".join([*plain, name, *more])
    assert similarity(one, other, "organisation") < POSSIBLE
    assert similarity(one, " ".join([name, *plain]), "organisation") < POSSIBLE


@given(NAME_WORDS, NAME_WORDS, st.lists(PLAIN_WORDS, min_size=1, max_size=3))
def test_names_that_share_only_plain_words_are_not_alike(one: str, other: str, plain: list[str]) -> None:
    mine, theirs = prepare(one).words, prepare(other).words
    if not any(likeness(word, by)[0] for word in mine for by in theirs):
        shared = " ".join(plain)
        assert similarity(f"{one} {shared}", f"{other} {shared}", "organisation") < POSSIBLE
