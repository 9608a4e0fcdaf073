"""What a case is worth, as the engine is told: limits of value see the items, whether the transfer states their sum or not."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import pytest
from cases import scene
from cases.scene import MAKER, Road
from cases.test_whole_road import ITALY, engine
from hypothesis import given
from hypothesis import strategies as st
from law.transfers import fast_drone

from licet.cases import acts
from licet.cases.worth import with_worth
from licet.determination import Determination
from licet.errors import InputError
from licet.rulebook.rulebook import Rulebook

_AMOUNTS = st.decimals(min_value=0, max_value=Decimal("1e10"), places=2)


def told(transfer: Mapping[str, Any], *values: tuple[str | None, str]) -> Any:
    amounts = [(None if amount is None else Decimal(amount), currency) for amount, currency in values]
    return with_worth(transfer, amounts, Rulebook.load()).get("value")


# What contradicts itself.


@pytest.mark.parametrize(
    "stated", ["8 MUSD", "9.1 MUSD", ["10 MUSD", "20 MUSD"], {"value": "3 MUSD", "basis": "published"}]
)
def test_a_transfer_that_states_another_value_than_its_items_have_is_a_fault(stated: Any) -> None:
    with pytest.raises(InputError, match="transfer.value: .*expected 9000000 USD, which the items are worth together"):
        told({"value": stated}, ("4000000", "USD"), ("5000000", "USD"))


def test_a_transfer_that_is_worth_less_than_some_of_its_items_is_a_fault() -> None:
    with pytest.raises(InputError, match="4000000 USD, which the items are worth together, or more"):
        told({"value": "3 MUSD"}, ("4000000", "USD"), (None, ""))


# What is told.


def test_items_are_told_with_the_value_of_all_of_them() -> None:
    assert told({}, ("4000000", "USD"), ("5000000.50", "USD")) == "9000000.50 USD"
    assert told({"value": "unknown"}, ("4000000", "USD")) == "4000000 USD"


def test_what_the_transfer_states_is_left_as_it_is() -> None:
    assert told({"value": "9 MUSD"}, ("9000000", "USD")) == "9 MUSD"
    assert told({"value": ["8 MUSD", "10 MUSD"]}, ("9000000", "USD")) == ["8 MUSD", "10 MUSD"]
    assert told({"value": "9 MUSD"}, ("4000000", "USD"), (None, "")) == "9 MUSD"


def test_where_an_item_has_no_value_the_whole_is_worth_at_least_the_others() -> None:
    assert told({}, ("20000000", "USD"), (None, "")) == ["20000000 USD", "1000000000000 USD"]
    assert told({}, (None, ""), (None, "")) is None


def test_a_value_in_another_currency_is_left_unknown() -> None:
    assert told({}, ("20000000", "EUR")) is None
    assert told({}, ("1", "USD"), ("20000000", "EUR")) == ["1 USD", "1000000000000 USD"]
    assert told({"value": "1 MUSD"}, ("20000000", "EUR")) == "1 MUSD"


@given(st.lists(_AMOUNTS, min_size=1, max_size=5))
def test_the_sum_told_by_a_transfer_never_contradicts_its_items(amounts: list[Decimal]) -> None:
    values = [(one, "USD") for one in amounts]
    whole = with_worth({}, values, Rulebook.load())
    assert with_worth(whole, values, Rulebook.load()) == whole


# In a case, with the law.


def submitted(*values: str, **stated: Any) -> Road:
    scene.people()
    items = [
        {"id": f"{number}", "name": "drone", "stated": fast_drone(), "quantity": "1", "value": value, "currency": "USD"}
        for number, value in enumerate(values, start=1)
    ]
    road = Road().drafted(transfer={**ITALY, **stated}, items=items, destinations=["IT"])
    road.do(acts.submit, MAKER, review=engine)
    return road


def obligations(road: Road) -> list[tuple[str, ...]]:
    answers = [one.findings["answers"]["obligations"] for one in road.state.latest]
    return [tuple(one for one in answer["possible"] if one.startswith("congress")) for answer in answers]


def test_items_that_reach_the_limit_together_are_notified_to_congress(database: Any) -> None:
    assert obligations(submitted("13000000", "13000000")) == [("congress_notification_15_days",)] * 2


def test_items_that_stay_below_the_limit_are_not(database: Any) -> None:
    road = submitted("4000000", "5000000")
    assert obligations(road) == [(), ()]
    assert {one.transfer["value"] for one in road.state.latest} == {"9000000 USD"}


def test_a_contradiction_is_told_before_a_case_is_submitted(database: Any) -> None:
    with pytest.raises(InputError, match="transfer.value"):
        submitted("4000000", value="30 MUSD")


def test_items_are_restated_with_their_new_value(database: Any) -> None:
    road = submitted("4000000")
    road.do(acts.take_on, scene.OFFICER)
    road.do(acts.ask_applicant, scene.OFFICER, question="What is it worth?")
    asked: list[Mapping[str, Any]] = []

    def review(transfer: Mapping[str, Any]) -> Determination:
        asked.append(transfer)
        return engine(transfer)

    items = [
        {"id": "1", "name": "drone", "stated": fast_drone(), "quantity": "1", "value": "26000000", "currency": "USD"}
    ]
    road.do(acts.restate, MAKER, transfer=ITALY, items=items, destinations=["IT"], review=review)
    assert [one["value"] for one in asked] == ["26000000 USD"]
    assert obligations(road) == [("congress_notification_15_days",)]
