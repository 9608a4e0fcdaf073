"""What speaks for and against a name that agrees, and what a party without a name comes to."""

from __future__ import annotations

from typing import Any

import pytest

from licet.screening.answer import Party
from licet.screening.evidence import MATCH, POSSIBLE, Weighed, weigh
from licet.screening.index import Index, build
from licet.screening.listed import Alias, Identifier, Listed
from licet.screening.matching import Found, find

NATIONS = {"UT": "Utopia", "AT": "Atlantis"}
PASSPORT = Identifier(kind="Passport", value="A-123 4567", nation="UT")


def entry(**more: Any) -> Listed:
    return Listed(**{"id": "1", "source": "EL", "kind": "person", "name": "Ivan Platonovich"} | more)


def party(**more: Any) -> Party:
    return Party(**{"name": "Ivan Platonovich", "kind": "person"} | more)


def weighed(asked: Party, listed: Listed, names: float = 0.9, weak: bool = False) -> Weighed:
    return weigh(asked, listed, names, weak=weak, nations=NATIONS)


def search(asked: Party, *listed: Listed) -> list[Found]:
    names = [(number, name, one.kind) for number, one in enumerate(listed) for name in one.names]
    return find(asked, Index(build(names)), lambda numbers: [listed[number] for number in numbers], NATIONS)


def test_what_nobody_states_changes_nothing() -> None:
    assert weighed(party(), entry()) == Weighed(0.9, ())
    assert weighed(party(nations=("UT",), born=("1970",)), entry()) == Weighed(0.9, ())
    assert weighed(party(), entry(nations=("UT",), born=("1970",), identifiers=(PASSPORT,))) == Weighed(0.9, ())


# Nations


def test_a_common_nation_raises_and_another_lowers_and_both_are_told() -> None:
    both = weighed(party(nations=("UT", "AT")), entry(nations=("UT",)))
    assert both.score > 0.9
    assert both.why == ("Raised: both in Utopia.",)
    other = weighed(party(nations=("AT",)), entry(nations=("UT",)))
    assert other.score < 0.9
    assert other.why == ("Lowered: Atlantis, and the list has Utopia.",)


# Births


@pytest.mark.parametrize(
    ("mine", "theirs", "effect"),
    [
        ("1970-03-04", "1970-03-04", 1),
        ("1970", "1970-03-04", 1),
        ("1970-03", "1970", 1),
        ("1972", "1970/1975", 1),
        ("1970-03-04", "1970-11-12", 0),
        ("1971", "1970", 0),
        ("1976", "1970/1975", 0),
        ("1980", "1970", -1),
        ("1977", "1970/1975", -1),
    ],
)
def test_a_birth_raises_when_it_agrees_and_lowers_when_it_is_years_off(mine: str, theirs: str, effect: int) -> None:
    found = weighed(party(born=(mine,)), entry(born=(theirs,)))
    assert (found.score > 0.9) - (found.score < 0.9) == effect
    assert len(found.why) == 1


def test_the_birth_that_agrees_best_counts() -> None:
    assert weighed(party(born=("1950", "1970")), entry(born=("1970", "1990"))).score > 0.9


# Identifiers


def test_an_identifier_that_agrees_is_a_match_whatever_the_name() -> None:
    found = weighed(
        party(identifiers=(Identifier(kind="passport", value="a1234567"),)), entry(identifiers=(PASSPORT,)), 0.3
    )
    assert found.score >= MATCH
    assert found.why == ("The same identifier: Passport A-123 4567.",)


@pytest.mark.parametrize(
    "mine",
    [
        Identifier(kind="Passport", value="A1234567", nation="AT"),
        Identifier(kind="Passport", value="A1234568", nation="UT"),
        Identifier(kind="Passport", value="--", nation="UT"),
    ],
)
def test_an_identifier_of_another_nation_or_with_another_figure_is_another(mine: Identifier) -> None:
    assert weighed(party(identifiers=(mine,)), entry(identifiers=(PASSPORT,))).score < 0.9


def test_a_short_number_identifies_nobody() -> None:
    number = Identifier(kind="Number", value="12")
    assert weighed(party(identifiers=(number,)), entry(identifiers=(number,)), 0.3).score < POSSIBLE


def test_numbers_of_other_kinds_are_not_compared() -> None:
    tax = Identifier(kind="Tax", value="7707083893")
    assert weighed(party(identifiers=(tax,)), entry(identifiers=(PASSPORT,))).score == 0.9


# Kinds


def test_a_person_and_a_vessel_of_one_name_are_lowered_and_an_unknown_kind_is_not() -> None:
    vessel = weighed(party(), entry(kind="vessel"))
    assert vessel.score < 0.9
    assert vessel.why == ("Lowered: a person, and the list has a vessel.",)
    assert weighed(party(kind="unknown"), entry(kind="vessel")).score == 0.9
    assert weighed(party(), entry(kind="unknown")).score == 0.9


# Strength


def test_a_sure_name_is_never_lowered_off_the_list_of_hits() -> None:
    against = party(
        nations=("AT",), born=("1930",), kind="vessel", identifiers=(Identifier(kind="Passport", value="Z9999999"),)
    )
    listed = entry(nations=("UT",), born=("1990",), identifiers=(PASSPORT,))
    assert weighed(against, listed, MATCH).score == POSSIBLE
    assert weighed(against, listed, MATCH - 0.01).score < POSSIBLE


def test_a_score_stays_from_0_to_1() -> None:
    assert (
        weighed(party(nations=("UT",), born=("1970-01-01",)), entry(nations=("UT",), born=("1970-01-01",)), 1.0).score
        == 1.0
    )
    assert weighed(party(kind="vessel", born=("1930",)), entry(born=("1990",)), 0.05).score == 0.0


def test_a_weak_name_is_possible_at_most() -> None:
    found = weighed(party(nations=("UT",)), entry(nations=("UT",)), 1.0, weak=True)
    assert POSSIBLE <= found.score < MATCH
    assert "weak" in found.why[-1]


# Through the index


def test_a_weak_alias_is_possible_and_a_strong_one_a_match() -> None:
    weak = entry(aliases=(Alias(name="Vega Korundov", weak=True),))
    strong = entry(aliases=(Alias(name="Vega Korundov"),))
    assert POSSIBLE <= search(party(name="Vega Korundov"), weak)[0].score < MATCH
    assert search(party(name="Vega Korundov"), strong)[0].score >= MATCH


def test_a_hit_by_another_name_of_the_party_says_so() -> None:
    (found,) = search(party(name="Nobody Else", aliases=("Ivan Platonovich",)), entry())
    assert found.why[0] == "By its other name «Ivan Platonovich»."


def test_the_likeliest_entry_comes_first_and_evidence_decides_between_two_of_one_name() -> None:
    found = search(party(born=("1970",)), entry(id="1", born=("1950",)), entry(id="2", born=("1970",)))
    assert [one.listed.id for one in found] == ["2", "1"]


def test_words_that_name_nobody_hit_only_the_very_same_words_and_never_match() -> None:
    asked = Party(name="Technology LLC", kind="organisation")
    very = entry(id="1", kind="organisation", name="TECHNOLOGY LIMITED LIABILITY COMPANY")
    more = entry(id="2", kind="organisation", name="Vega Technology LLC")
    (found,) = search(asked, very, more)
    assert found.listed is very
    assert POSSIBLE <= found.score < MATCH


@pytest.mark.parametrize(
    ("asked", "listed"),
    [("QVTI", "Quartz Vega Turbine Institute"), ("Quartz Vega Turbine Institute", "QVTI")],
)
def test_initials_that_spell_a_name_are_flagged_either_way_round(asked: str, listed: str) -> None:
    (found,) = search(Party(name=asked, kind="organisation"), entry(kind="organisation", name=listed))
    assert POSSIBLE <= found.score < MATCH
    assert found.why[0] == "The name is spelt by the initials of the other."


def test_a_small_word_is_not_taken_for_initials() -> None:
    assert (
        search(
            Party(name="qvti", kind="organisation"), entry(kind="organisation", name="Quartz Vega Turbine Institute")
        )
        == []
    )


@pytest.mark.parametrize("name", ["", "🚀", "\u200f", "x" * 10_000, "ال"])
def test_an_odd_name_is_sought_without_a_fault(name: str) -> None:
    assert search(Party(name=name), entry()) == []
