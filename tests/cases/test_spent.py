"""Where time goes: from rows of entry and exit, without what is open, with and without the time in which clocks stood still."""

from __future__ import annotations

import datetime
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from licet.cases.spent import Stay, length, percentile, spent, union, without
from licet.cases.timed import Pause

Moment = datetime.datetime
START = Moment(2026, 1, 1, tzinfo=datetime.UTC)


def on(day: float) -> Moment:
    return START + datetime.timedelta(days=day)


def stay(case: str, entered: float, left: float | None, stage: str = "referred", agency: str = "defense") -> Stay:
    return Stay(case, stage, agency, on(entered), None if left is None else on(left))


def test_what_is_open_is_counted_and_not_measured() -> None:
    (found,) = spent([stay("a", 0, 10), stay("b", 0, 20), stay("c", 0, None)], {})
    assert (found.cases, found.open, found.median, found.total) == (2, 1, 10, 30)


def test_a_stage_that_nobody_left_has_no_figure() -> None:
    (found,) = spent([stay("a", 0, None)], {})
    assert (found.cases, found.open, found.median, found.p90, found.running_median) == (0, 1, None, None, None)


def test_a_case_that_came_back_is_one_case_with_the_time_of_both_stays() -> None:
    (found,) = spent([stay("a", 0, 4), stay("a", 10, 13)], {})
    assert (found.cases, found.median) == (1, 7)


def test_a_case_that_came_back_and_is_there_is_open() -> None:
    (found,) = spent([stay("a", 0, 4), stay("a", 10, None)], {})
    assert (found.cases, found.open) == (0, 1)


def test_the_time_in_which_the_clock_stood_still_is_told_apart() -> None:
    pauses = {"a": [Pause("x", on(2), on(5)), Pause("y", on(4), on(6))], "b": [Pause("x", on(0), None)]}
    (found,) = spent([stay("a", 0, 10)], pauses)
    assert (found.median, found.running_median) == (10, 6)
    (other,) = spent([stay("b", 3, 10)], pauses)
    assert (other.median, other.running_median) == (7, 0)


def test_time_is_told_by_stage_by_agency_or_by_both() -> None:
    rows = [stay("a", 0, 4), stay("a", 0, 6, agency="energy"), stay("a", 6, 7, "recommended", "")]
    assert [(one.stage, one.agency, one.total) for one in spent(rows, {})] == [
        ("recommended", "", 1), ("referred", "defense", 4), ("referred", "energy", 6),
    ]  # fmt: skip
    assert [(one.stage, one.total) for one in spent(rows, {}, by=("stage",))] == [("recommended", 1), ("referred", 6)]
    assert [(one.agency, one.total) for one in spent(rows, {}, by=("agency",))] == [
        ("", 1),
        ("defense", 4),
        ("energy", 6),
    ]


def test_a_row_that_ends_before_it_begins_is_left_out_and_told() -> None:
    (found,) = spent([stay("a", 5, 3), stay("b", 0, 2)], {})
    assert (found.set_back, found.cases, found.total) == (1, 1, 2)


@pytest.mark.parametrize(("share", "value"), [(0.5, 9), (0.9, 30), (0.25, 2), (0.0, 2), (1.0, 30)])
def test_a_percentile_is_a_value_that_occurred(share: float, value: float) -> None:
    assert percentile([14, 2, 9, 30], share) == value


SPANS = st.lists(st.tuples(st.integers(0, 100), st.integers(0, 100)), max_size=8)


@given(SPANS)
def test_what_lies_in_several_spans_counts_once(spans: list[tuple[int, int]]) -> None:
    days = {day for begun, ended in spans for day in range(begun, ended)}
    moments = [(on(begun), on(ended)) for begun, ended in spans]
    assert length(moments) == datetime.timedelta(days=len(days))
    found = union(moments)
    assert all(first[1] < second[0] for first, second in itertools.pairwise(found))


@given(SPANS, SPANS)
def test_running_time_is_what_of_the_spans_lies_in_no_pause(
    spans: list[tuple[int, int]], pauses: list[tuple[int, int]]
) -> None:
    days = {day for begun, ended in spans for day in range(begun, ended)}
    still = {day for begun, ended in pauses for day in range(begun, ended)}
    left = without([(on(begun), on(ended)) for begun, ended in spans], [Pause("x", on(a), on(b)) for a, b in pauses])
    assert length(left) == datetime.timedelta(days=len(days - still))


@given(st.lists(st.integers(0, 50), min_size=1, max_size=12), st.permutations(range(12)))
def test_the_stages_of_a_case_are_together_as_long_as_the_case(lengths: list[int], order: list[int]) -> None:
    rows, day = [], 0
    for number, days in enumerate(lengths):
        rows.append(stay("a", day, day + days, stage=f"stage-{number}", agency=""))
        day += days
    shuffled = [rows[place] for place in order if place < len(rows)]
    assert sum(one.total for one in spent(shuffled, {})) == pytest.approx(day)
    (whole,) = spent(shuffled, {}, by=())
    assert whole.total == pytest.approx(day)
