"""The days on which an authority works: the federal holidays as they were kept, by rule and by what moves them."""

from __future__ import annotations

import datetime

import pytest
from cases.procedures import changed, shipped
from hypothesis import given
from hypothesis import strategies as st

Day = datetime.date
DAYS = st.dates(Day(1971, 1, 1), Day(2100, 12, 31))

KEPT_2021 = ["2021-01-01", "2021-01-18", "2021-01-20", "2021-02-15", "2021-05-31", "2021-06-18", "2021-07-05", "2021-09-06",
             "2021-10-11", "2021-11-11", "2021-11-25", "2021-12-24", "2021-12-31"]  # fmt: skip


def closed(year: int) -> list[str]:
    first = Day(year, 1, 1)
    days = (first + datetime.timedelta(n) for n in range(366))
    return [day.isoformat() for day in days if day.year == year and shipped("us").calendar.closed(day)]


def test_the_holidays_of_2021_are_those_that_were_kept() -> None:
    assert closed(2021) == KEPT_2021, (
        "Juneteenth, Christmas and New Year fell on Saturdays, Independence Day on a Sunday"
    )


@pytest.mark.parametrize(
    ("day", "holiday"),
    [
        ("1977-10-24", "veterans_monday"),
        ("1977-11-11", ""),
        ("1978-11-10", "veterans"),
        ("1985-01-21", "inauguration"),
        ("1986-01-20", "king"),
        ("2013-01-21", "king"),
        ("2017-01-20", "inauguration"),
        ("2019-01-21", "king"),
        ("2019-01-20", ""),
        ("2020-06-19", ""),
        ("2022-06-20", "juneteenth"),
        ("2024-05-27", "memorial"),
        ("2010-12-31", "new_year"),
    ],
)
def test_a_holiday_is_kept_from_the_day_of_its_law_and_where_the_law_moves_it(day: str, holiday: str) -> None:
    found = shipped("us").calendar.closed(Day.fromisoformat(day))
    assert (found.code if found else "") == holiday


def test_a_listed_day_is_closed_once() -> None:
    calendar = changed(("holidays.csv", ",1,fixed,1,,,,", ",,listed,,,,2026-12-24,")).calendar
    assert calendar.closed(Day(2026, 12, 24)) is not None
    assert calendar.closed(Day(2027, 12, 24)) is None
    assert calendar.closed(Day(2027, 1, 1)) is None


def test_the_fifth_weekday_is_kept_only_in_months_that_have_one() -> None:
    calendar = changed(("holidays.csv", ",1,fixed,1,,,", ",1,week,,friday,5,")).calendar
    assert calendar.closed(Day(2027, 1, 29)) is not None
    assert [day for day in range(1, 32) if calendar.closed(Day(2026, 1, day))] == [30]
    assert [day for day in range(1, 32) if calendar.closed(Day(2025, 1, day))] == [31]
    assert [day for day in range(1, 32) if calendar.closed(Day(2024, 1, day))] == []


@given(DAYS)
def test_nobody_works_at_weekends_and_on_holidays_and_everybody_works_else(day: Day) -> None:
    calendar = shipped("us").calendar
    assert calendar.works(day) == (day.weekday() < 5 and calendar.closed(day) is None)


@given(DAYS)
def test_a_holiday_that_is_moved_is_kept_within_two_days_and_never_at_a_weekend(day: Day) -> None:
    calendar = shipped("us").calendar
    holiday = calendar.closed(day)
    if holiday is None or holiday.rule != "fixed":
        return
    near = [holiday.in_year(day.year + more) for more in (-1, 0, 1)]
    assert min(abs((day - one).days) for one in near if one is not None) <= 2
    assert day.weekday() < 5 or (holiday.code, day.weekday()) == ("inauguration", 5)
