"""Red flags of diversion, rule by rule: raised, not raised, and open where a party or a use is not known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from law.transfers import Item, ballistic_missile, cruise_missile, launcher, listed_part, slow_drone, stated

import licet
from licet.determination import Answer, PartyFinding
from licet.screening.answer import CLEAR, NOT_SCREENED, Party, Screening

USER = {"name": "User", "role": "end_user", "nation": "IT", "address": "1 Road", "forwarder": False}
ADDRESS = "address_of_a_listed_party"
USE = "use_does_not_fit_item"
FORWARDER = "forwarder_at_the_destination"
ROUTE = "intermediary_in_a_nation_of_concern"
RE_EXPORT = "re_export_from_a_nation_of_concern"
ELSEWHERE = "user_outside_the_destination"


def clear(parties: Sequence[Party]) -> list[Screening]:
    return [Screening(name=party.name, status=CLEAR, hits=[], lists=[]) for party in parties]


def flags(
    item: Item | None = None, to: str | None = "IT", on: str = "2026-11-22", screener: Any = clear, **facts: Any
) -> Answer:
    return finding(item, to, on, screener, **facts).red_flags


def finding(
    item: Item | None = None,
    to: str | None = "IT",
    on: str = "2026-11-22",
    screener: Any = clear,
    party: dict[str, Any] | None = None,
    **facts: Any,
) -> PartyFinding:
    named = {name: value for name, value in {**USER, **(party or {})}.items() if value is not None}
    transfer = stated(item or slow_drone(), to, on, parties=[named], **facts)
    return licet.review(transfer, screener=screener).parties[0]


def asked(found: PartyFinding) -> set[str]:
    return {missing.fact for missing in found.missing}


def test_a_party_of_which_all_is_known_and_nothing_odd_raises_none() -> None:
    found = finding()
    assert found.red_flags.value == []
    assert found.missing == []


# The address.


def test_an_address_that_a_listed_party_has_is_a_red_flag() -> None:
    def shared(parties: Sequence[Party]) -> list[Screening]:
        return [Screening(name=p.name, status=CLEAR, hits=[], lists=[], shared_addresses=["1 Road"]) for p in parties]

    assert flags(screener=shared).value == [ADDRESS]


def test_without_an_address_it_is_open_whether_a_listed_party_shares_it() -> None:
    found = finding(party={"address": None})
    assert (found.red_flags.value, found.red_flags.possible) == (None, [ADDRESS])
    assert asked(found) == {"parties[0].address"}


def test_an_address_that_nobody_screened_is_open_as_well() -> None:
    def nobody(parties: Sequence[Party]) -> list[Screening]:
        return [Screening(name=party.name, status=NOT_SCREENED, hits=[], lists=[]) for party in parties]

    assert flags(screener=nobody).possible == [ADDRESS]
    assert flags(screener=None).possible == [ADDRESS]


# The use.


@pytest.mark.parametrize("use", ["vetted", "international", "unvetted"])
@pytest.mark.parametrize("item", [cruise_missile(), slow_drone(), ballistic_missile()])
def test_a_space_programme_does_not_fit_a_missile_or_a_drone(item: Item, use: str) -> None:
    assert USE in (flags(item, end_use={"space_programme": use, "end_user": "armed_forces"}).value or [])


def test_a_space_programme_fits_a_launcher() -> None:
    assert flags(launcher(), end_use={"space_programme": "vetted", "end_user": "civilian"}).value == []


def test_a_commercial_launch_does_not_fit_a_drone() -> None:
    assert flags(slow_drone(), end_use={"commercial_launch": True}).value == [USE]


def test_a_civilian_does_not_fit_a_missile_and_an_army_does() -> None:
    assert flags(cruise_missile(), end_use={"end_user": "civilian"}).value == [USE]
    assert flags(cruise_missile(), end_use={"end_user": "armed_forces"}).value == []
    found = finding(cruise_missile())
    assert found.red_flags.possible == [USE]
    assert asked(found) == {"end_use.end_user"}


def test_the_use_is_no_flag_of_a_party_that_neither_uses_nor_receives() -> None:
    assert flags(cruise_missile(), end_use={"end_user": "civilian"}, party={"role": "manufacturer"}).value == []


def test_of_a_part_for_an_unknown_system_with_a_space_use_it_is_open() -> None:
    assert USE in flags(listed_part(9, for_kind=None), end_use={"space_programme": "vetted"}).possible


# The forwarder.


@pytest.mark.parametrize("role", ["end_user", "ultimate_consignee"])
def test_a_forwarder_at_the_destination_is_a_red_flag(role: str) -> None:
    assert flags(party={"role": role, "forwarder": True}).value == [FORWARDER]
    assert flags(party={"role": role, "forwarder": None}).possible == [FORWARDER]
    assert flags(party={"role": role, "forwarder": False}).value == []


def test_a_forwarder_that_forwards_is_none() -> None:
    assert flags(party={"role": "forwarder", "forwarder": None}).value == []


# The route.


@pytest.mark.parametrize("role", ["intermediate_consignee", "forwarder", "broker", "purchaser"])
@pytest.mark.parametrize("nation", ["CN", "IR", "KP", "RU", "CU", "BY"])
def test_whoever_stands_between_in_a_nation_of_concern_is_a_red_flag(role: str, nation: str) -> None:
    assert flags(party={"role": role, "nation": nation}).value == [ROUTE]


def test_a_broker_in_a_nation_of_no_concern_is_none() -> None:
    assert flags(party={"role": "broker", "nation": "CH"}).value == []


def test_a_broker_in_the_nation_of_destination_is_none_even_if_it_is_of_concern() -> None:
    assert flags(to="CN", party={"role": "broker", "nation": "CN"}).value == []


def test_of_a_broker_in_an_unknown_nation_or_to_an_unknown_recipient_it_is_open() -> None:
    found = finding(party={"role": "broker", "nation": None})
    assert found.red_flags.possible == [ROUTE]
    assert asked(found) == {"parties[0].nation"}
    found = finding(to=None, party={"role": "broker", "nation": "CN"})
    assert found.red_flags.possible == [ROUTE]
    assert asked(found) == {"recipient"}


def test_a_party_in_a_nation_of_concern_that_passes_on_what_it_holds_is_a_red_flag() -> None:
    seller = {"role": "exporter", "nation": "CN"}
    assert flags(party=seller, retransfer=True).value == [RE_EXPORT]
    assert flags(party=seller, retransfer=False).value == []
    assert flags(party={**seller, "nation": "DE"}, retransfer=True).value == []
    assert flags(party={**seller, "nation": None}, retransfer=True).possible == [RE_EXPORT]


def test_that_nobody_spoke_of_a_retransfer_is_an_assumption_of_the_answer() -> None:
    found = licet.review(
        stated(slow_drone(), "IT", "2026-11-22", parties=[{**USER, "role": "exporter", "nation": "CN"}]), screener=clear
    )
    assert "retransfer" in {assumption.fact for assumption in found.assumed}


# The destination.


@pytest.mark.parametrize("role", ["end_user", "ultimate_consignee"])
def test_a_user_in_another_nation_than_the_destination_is_a_red_flag(role: str) -> None:
    assert flags(party={"role": role, "nation": "DE"}).value == [ELSEWHERE]
    assert flags(party={"role": role, "nation": None}).possible == [ELSEWHERE]


# What is not known of the party.


def test_a_party_whose_role_is_not_known_may_raise_what_its_role_would_raise() -> None:
    found = finding(party={"role": None, "nation": "CN"})
    assert {ROUTE, ELSEWHERE} <= set(found.red_flags.possible)
    assert "parties[0].role" in asked(found)


def test_where_no_rule_on_red_flags_was_in_force_none_has_been_looked_for() -> None:
    found = licet.review(stated(slow_drone(), "IT", "1990-01-01", parties=[USER]), screener=clear)
    assert found.parties[0].red_flags.value == []
    assert "resolve_red_flags" in found.obligations.possible
    assert "resolve_red_flags" not in (found.obligations.certain or ())


def test_every_red_flag_has_its_citation_and_standing() -> None:
    for reason in flags(party={"role": "broker", "nation": "CN"}).by:
        assert reason.cite
        assert reason.standing == "partial"
