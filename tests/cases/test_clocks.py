"""When something is due: by working and calendar days, around holidays and pauses, whatever the clock on the wall says."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import pytest
from cases.procedures import shipped
from hypothesis import assume, given
from hypothesis import strategies as st

from licet.cases.clocks import Due, Period, day_of, due_today, end_of, last_day, late, standing
from licet.cases.timed import Pause

US = shipped("us").calendar
UTC = datetime.UTC
Moment = datetime.datetime
Day = datetime.date


def at(text: str) -> Moment:
    """A moment in UTC."""
    return Moment.fromisoformat(text).replace(tzinfo=UTC)


def period(
    started: str, limit: int | None = 30, days: str = "calendar", ended: str = "", silence: str = "nothing"
) -> Period:
    return Period(
        "recommendation",
        "An agency recommends",
        "defense",
        at(started),
        limit,
        days,
        at(ended) if ended else None,
        silence,
    )


def pause(begun: str, until: str = "") -> Pause:
    return Pause("applicant_delay", at(begun), at(until) if until else None)


def told(one: Period, now: str, *pauses: Pause) -> Due:
    return standing(one, pauses, US, at(now))


# What is counted.


def test_the_day_on_which_the_clock_starts_does_not_count() -> None:
    assert last_day(at("2026-11-02T15:00"), 30, "calendar", (), US) == Day(2026, 12, 2)


def test_thirty_working_days_leave_out_weekends_and_two_holidays() -> None:
    assert last_day(at("2026-11-02T15:00"), 30, "working", (), US) == Day(2026, 12, 16)
    assert last_day(at("2026-11-10T15:00"), 1, "working", (), US) == Day(2026, 11, 12), "Veterans Day lies between"


def test_a_day_ends_where_the_authority_sits() -> None:
    late_in_the_evening = at("2026-11-03T03:00")
    assert day_of(late_in_the_evening, US) == Day(2026, 11, 2)
    assert end_of(Day(2026, 11, 2), US) == at("2026-11-03T05:00")
    assert end_of(Day(2026, 7, 2), US) == at("2026-07-03T04:00"), "in summer time"


def test_a_pause_within_one_day_costs_nothing_and_one_over_night_a_day() -> None:
    started = at("2026-11-02T15:00")
    assert last_day(started, 30, "calendar", [pause("2026-11-04T14:00", "2026-11-04T20:00")], US) == Day(2026, 12, 2)
    assert last_day(started, 30, "calendar", [pause("2026-11-04T14:00", "2026-11-05T14:00")], US) == Day(2026, 12, 3)


def test_pauses_that_overlap_count_once() -> None:
    started = at("2026-11-02T15:00")
    one, other = pause("2026-11-04T14:00", "2026-11-10T14:00"), pause("2026-11-06T14:00", "2026-11-12T14:00")
    assert last_day(started, 30, "calendar", [one], US) == Day(2026, 12, 8)
    assert last_day(started, 30, "calendar", [one, other], US) == Day(2026, 12, 10)
    assert last_day(started, 30, "calendar", [one, one], US) == Day(2026, 12, 8)


def test_while_the_clock_stands_still_nothing_is_due_and_the_ground_is_told() -> None:
    found = told(period("2026-11-02T15:00"), "2027-06-01T12:00", pause("2026-11-12T14:00"))
    assert (found.on, found.standing, found.left, found.grounds) == (None, "stands_still", 21, ("applicant_delay",))


def test_what_was_due_before_a_pause_began_stays_due() -> None:
    found = told(period("2026-11-02T15:00", limit=5), "2026-12-01T12:00", pause("2026-11-20T14:00"))
    assert (found.on, found.standing, found.over) == (Day(2026, 11, 7), "late", 24)


# How it stands.


@pytest.mark.parametrize(
    ("now", "how", "left", "over"),
    [
        ("2026-11-02T16:00", "open", 30, 0),
        ("2026-12-01T12:00", "open", 1, 0),
        ("2026-12-02T12:00", "due_today", 0, 0),
        ("2026-12-03T04:59", "due_today", 0, 0),
        ("2026-12-03T05:00", "late", None, 1),
    ],
)
def test_a_limit_is_open_then_due_today_then_late(now: str, how: str, left: int | None, over: int) -> None:
    found = told(period("2026-11-02T15:00"), now)
    assert (found.standing, found.left, found.over) == (how, left, over)


def test_what_was_done_in_time_is_met_and_later_was_met_late() -> None:
    assert told(period("2026-11-02T15:00", ended="2026-12-03T04:00"), "2027-01-01T00:00").standing == "met"
    found = told(period("2026-11-02T15:00", ended="2026-12-05T12:00"), "2027-01-01T00:00")
    assert (found.standing, found.over) == ("met_late", 3)


def test_silence_says_nothing_before_the_limit_ends_and_then_what_its_row_says() -> None:
    one = period("2026-11-02T15:00", silence="no_objection")
    assert told(one, "2026-12-02T23:00").silent == "nothing"
    assert told(one, "2026-12-03T12:00").silent == "no_objection"
    assert told(period("2026-11-02T15:00"), "2030-01-01T12:00").silent == "nothing"
    assert told(one, "2030-01-01T12:00", pause("2026-11-20T12:00")).silent == "nothing", "the clock stands still"


def test_silence_says_nothing_where_the_kind_of_days_was_not_read() -> None:
    found = told(period("2026-11-02T15:00", limit=20, days="", silence="decision_final"), "2027-12-01T12:00")
    assert (found.standing, found.days_not_read, found.silent) == ("late", True, "nothing")


def test_what_has_no_limit_is_never_late() -> None:
    assert told(period("2026-11-02T15:00", limit=None), "2036-01-01T00:00").standing == "no_limit"
    assert told(period("2026-11-02T15:00", limit=None, ended="2027-01-01T00:00"), "2036-01-01T00:00").standing == "met"


def test_what_is_due_today_and_what_is_late_are_told_apart_the_latest_first() -> None:
    now = "2026-12-02T12:00"
    dues = [
        told(period(f"2026-11-{day:02}T15:00", limit=limit), now) for day, limit in ((2, 30), (2, 10), (2, 20), (3, 30))
    ]
    assert [due.period.limit for due in due_today(dues)] == [30]
    assert [due.period.limit for due in late(dues)] == [10, 20]


def test_a_clock_that_was_set_back_loses_no_deadline() -> None:
    one = period("2026-11-02T15:00")
    before = told(one, "2026-10-01T12:00")
    assert (before.on, before.standing, before.left) == (Day(2026, 12, 2), "open", 30)


# What always holds.

MOMENTS = st.datetimes(Moment(2019, 1, 1), Moment(2028, 1, 1), timezones=st.just(UTC))
LIMITS = st.integers(1, 90)
KINDS = st.sampled_from(["calendar", "working", ""])


@st.composite
def pauses(draw: st.DrawFn, least: int = 0) -> list[Pause]:
    """Pauses of up to forty days, of which some overlap."""
    first = draw(MOMENTS)
    found = []
    for _ in range(draw(st.integers(least, 4))):
        begun = first + datetime.timedelta(hours=draw(st.integers(-2000, 2000)))
        found.append(Pause("x", begun, begun + datetime.timedelta(hours=draw(st.integers(0, 960)))))
    return found


def due(started: Moment, limit: int, days: str, of: Sequence[Pause] = ()) -> Day:
    found = last_day(started, limit, days, of, US)
    assert found is not None
    return found


@given(MOMENTS, LIMITS, KINDS, pauses(), pauses(1))
def test_a_pause_never_brings_a_deadline_forward(
    started: Moment, limit: int, days: str, some: list[Pause], more: list[Pause]
) -> None:
    assert due(started, limit, days, [*some, *more]) >= due(started, limit, days, some)


@given(MOMENTS, LIMITS, KINDS, pauses(1))
def test_how_often_and_in_which_order_a_pause_is_told_changes_nothing(
    started: Moment, limit: int, days: str, some: list[Pause]
) -> None:
    assert due(started, limit, days, [*reversed(some), *some]) == due(started, limit, days, some)


@given(MOMENTS, LIMITS, pauses())
def test_a_limit_in_working_days_ends_on_a_day_on_which_somebody_works(
    started: Moment, limit: int, some: list[Pause]
) -> None:
    assert US.works(due(started, limit, "working", some))


@given(MOMENTS, LIMITS, KINDS, pauses())
def test_a_longer_limit_ends_later(started: Moment, limit: int, days: str, some: list[Pause]) -> None:
    assert due(started, limit + 1, days, some) > due(started, limit, days, some)


@given(MOMENTS, LIMITS, pauses())
def test_working_days_never_end_before_calendar_days(started: Moment, limit: int, some: list[Pause]) -> None:
    assert due(started, limit, "working", some) >= due(started, limit, "calendar", some)


@given(MOMENTS, LIMITS, KINDS, pauses(), MOMENTS, MOMENTS)
def test_the_present_never_moves_a_deadline(
    started: Moment, limit: int, days: str, some: list[Pause], now: Moment, then: Moment
) -> None:
    one = Period("step", "Step", "", started, limit, days)
    first, second = standing(one, some, US, now), standing(one, some, US, then)
    assert first.on == second.on is not None
    if first.standing == "late" and then >= now:
        assert second.standing == "late"


@given(MOMENTS, LIMITS, KINDS, pauses())
def test_what_is_left_of_an_open_limit_runs_down_to_nothing_on_the_last_day(
    started: Moment, limit: int, days: str, some: list[Pause]
) -> None:
    one = Period("step", "Step", "", started, limit, days)
    assert standing(one, some, US, started).left == limit
    last = due(started, limit, days, some)
    noon = Moment(last.year, last.month, last.day, 17, tzinfo=UTC)
    assert (standing(one, some, US, noon).standing, standing(one, some, US, noon).left) == ("due_today", 0)


@given(MOMENTS, LIMITS, KINDS, pauses(), MOMENTS, MOMENTS)
def test_a_pause_without_an_end_leaves_no_deadline_or_the_one_that_was_over_before_it(
    started: Moment, limit: int, days: str, some: list[Pause], begun: Moment, now: Moment
) -> None:
    before = due(started, limit, days, some)
    found = last_day(started, limit, days, [*some, Pause("y", begun)], US)
    assert found == (before if begun >= end_of(before, US) else None)
    assume(found is None)
    assert (
        standing(Period("step", "Step", "", started, limit, days), [*some, Pause("y", begun)], US, now).standing
        == "stands_still"
    )
