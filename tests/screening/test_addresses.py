"""One house, however its address is written; a city alone is no house."""

from __future__ import annotations

import pytest
from hypothesis import given
from screening.names_drawn import ANY_TEXT

from licet.screening.addresses import Addresses, address_words, agree

HOUSE = "Suite 1205, 12/F, 148 Wing Lok St., Sheung Wan, Hong Kong"


# Bad input


@given(ANY_TEXT, ANY_TEXT)
def test_any_text_may_be_given_as_an_address(one: str, other: str) -> None:
    assert agree(one, other) == agree(other, one)
    assert Addresses([(0, one)]).having(other) in ([], [(0, one)])


@pytest.mark.parametrize("nothing", ["", "Tehran", "Tehran, Iran", "Hong Kong", "12", "No. 12 Street", "🚀 12"])
def test_a_city_a_nation_or_a_number_alone_is_no_address(nothing: str) -> None:
    assert not agree(nothing, nothing)
    assert Addresses([(0, nothing)]).having(nothing) == []


# One house


@pytest.mark.parametrize(
    "written",
    [
        "148 Wing Lok Street, Sheung Wan",
        "WING LOK STREET 148, SUITE 1205, SHEUNG WAN, HONG KONG",
        "Rm. 1205, 12th Floor, No. 148, Wing Lok Str, Sheung Wan, HK",
        "148  Wing-Lok  St\nSheung Wan",
    ],
)
def test_one_house_is_written_in_many_ways(written: str) -> None:
    assert agree(HOUSE, written)
    assert agree(written, HOUSE)


def test_an_address_in_another_script_is_the_same_house() -> None:
    assert agree("ул. Тверская 12, Москва, Корпус Вега", "Tverskaya ul. 12, korpus Vega, Moskva")


@pytest.mark.parametrize(
    "other",
    [
        "150 Wing Lok St., Sheung Wan, Hong Kong",
        "148 Queens Road, Central, Hong Kong",
        "Wing Lok St., Sheung Wan, Hong Kong",
    ],
)
def test_another_number_another_street_or_none_is_another_house(other: str) -> None:
    assert not agree(HOUSE, other)


def test_zeros_before_a_number_say_nothing() -> None:
    assert agree("07 Korund Vega Lane", "7 Korund Vega Lane")


def test_words_that_say_street_or_floor_tell_nothing() -> None:
    words, numbers = address_words("Floor 3, Building 7, Street 12")
    assert words == frozenset()
    assert numbers == {"3", "7", "12"}


# A list of addresses


def test_the_parties_of_a_house_are_found_with_the_address_as_the_list_has_it() -> None:
    others = [(number, f"{number} Korund Lane, Vega Town") for number in range(200)]
    addresses = Addresses([*others, (777, "148 Wing Lok Street, Sheung Wan")])
    assert addresses.having(HOUSE) == [(777, "148 Wing Lok Street, Sheung Wan")]
    assert addresses.having("17, Korund Lane - Vega Town") == [(17, "17 Korund Lane, Vega Town")]


@given(ANY_TEXT)
def test_an_address_that_agrees_with_itself_is_found(address: str) -> None:
    assert bool(Addresses([(0, address)]).having(address)) == agree(address, address)
