"""Flight tests of missiles: a test is no transfer, and a flight is a floor under the range."""

from __future__ import annotations

import datetime
import json

import pytest
from registers.published import MISSILES, TESTS, flight, names, needs_tests, published_tests

from licet.errors import InputError
from licet.registers import missile_tests
from licet.registers.imported import Imported
from licet.registers.published import PublishedFile
from licet.rulebook.rulebook import Rulebook

TODAY = datetime.date(2026, 9, 1)


def read(rulebook: Rulebook, *flights: dict[str, object], with_names: bool = True) -> Imported:
    return missile_tests.read(published_tests(*flights), rulebook, TODAY, names() if with_names else None)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"timeBins": []}', '{"timeBins": [{"data": 3}]}', "a,b\n"])
def test_a_file_of_another_form_is_refused(rulebook: Rulebook, text: str) -> None:
    with pytest.raises(InputError) as error:
        missile_tests.read(PublishedFile("test.en.json", text.encode()), rulebook, TODAY)
    assert len(error.value.faults) == 1


def test_a_file_that_is_cut_off_is_refused(rulebook: Rulebook) -> None:
    whole = published_tests(flight(), flight()).data
    with pytest.raises(InputError, match="ends in the middle"):
        missile_tests.read(PublishedFile("test.en.json", whole[:-30]), rulebook, TODAY)


def test_names_of_another_form_are_refused(rulebook: Rulebook) -> None:
    with pytest.raises(InputError, match="missile.en.json"):
        missile_tests.read(published_tests(flight()), rulebook, TODAY, PublishedFile("missile.en.json", b'{"a": 1}'))


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (flight(date="2017"), "the date '2017', which is no day and no month"),
        (flight(date="2017-13-01"), "the date '2017-13-01', which is no day and no month"),
        (flight(date="2017-02-30"), "the date '2017-02-30', which is no day and no month"),
        (flight(distance="far"), "the distance 'far', which is no number of km"),
        ({"date": "2017-07-04"}, "missing required field 'missile'"),
    ],
)
def test_a_test_that_cannot_be_used_is_rejected_with_its_reason(
    rulebook: Rulebook, wrong: dict[str, object], reason: str
) -> None:
    account = read(rulebook, flight(), wrong).account
    assert account.rows == account.accounted == 2
    assert [reject.row for reject in account.rejected] == [2]
    assert reason in account.rejected[0].reason


def test_the_farthest_flight_of_a_missile_is_a_floor_under_its_range(rulebook: Rulebook) -> None:
    short, far = read(rulebook, flight(distance="300"), flight(distance="900")).lines
    assert short.transfer["item"]["range"] == far.transfer["item"]["range"] == ["900 km", "50000 km"]
    assert short.transfer["item"]["kind"] == "ballistic_missile"


def test_a_missile_of_the_catalogue_has_its_figures_and_not_a_short_flight(rulebook: Rulebook) -> None:
    (line,) = read(rulebook, flight("scud-b", distance="120")).lines
    assert line.record.system == "scud-b"
    assert "range" not in line.transfer["item"]


def test_an_unknown_missile_has_its_own_flight_alone_and_no_name(rulebook: Rulebook) -> None:
    first, second = read(rulebook, flight("unknown", distance="400"), flight("unknown", distance="unknown")).lines
    assert first.transfer["item"] == {"range": ["400 km", "50000 km"]}
    assert second.transfer["item"] == {}


def test_a_test_has_its_day_and_its_nation_and_no_recipient(rulebook: Rulebook) -> None:
    (line,) = read(rulebook, flight("carrier")).lines
    assert line.transfer["date"] == "2017-07-04"
    assert line.transfer["exporter"] == "KP"
    assert "recipient" not in line.transfer
    assert line.record.day == "exact"
    assert line.record.year is None


def test_a_month_is_no_day(rulebook: Rulebook) -> None:
    (line,) = read(rulebook, flight(date="1984-09")).lines
    assert (line.transfer["date"], line.record.day) == ("1984-09-15", "whole_period")
    assert any("1984-09" in said for said in line.record.says)


def test_without_names_the_type_of_a_missile_is_not_known(rulebook: Rulebook) -> None:
    (line,) = read(rulebook, flight(), with_names=False).lines
    assert "kind" not in line.transfer["item"]


@needs_tests
def test_the_published_tests_come_out_whole(rulebook: Rulebook) -> None:
    file, missiles = (PublishedFile(path.name, path.read_bytes()) for path in (TESTS, MISSILES))
    account = missile_tests.read(file, rulebook, TODAY, missiles).account
    assert account.rows == account.accounted == 339
    assert account.rejected == []
    assert account.in_catalogue > 70
    assert json.loads(TESTS.read_text(encoding="utf-8"))["timeBins"]
