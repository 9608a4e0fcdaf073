"""The courses of nations through the years, and their picture."""

from __future__ import annotations

import datetime
import time
from typing import Any

import pytest
from pictures.drawn import muddled, table, texts

from licet.deciding.timeline import timeline as one_timeline
from licet.eligibility.courses import Course, courses
from licet.errors import InputError
from licet.language.nodes import Where, from_value
from licet.pictures import timeline
from licet.rulebook.rulebook import Rulebook
from licet.transfers.stating import Stater
from licet.transfers.transfer import Transfer

FIRST, LAST = datetime.date(1985, 1, 1), datetime.date(2026, 3, 1)
SOME = ["IT", "IN", "SA", "CN", "AF"]


def transfer_of(rulebook: Rulebook, **item: str) -> Transfer:
    stated: dict[str, Any] = {
        "exporter": "US", "channel": "direct_commercial", "jurisdiction": "usml", "item": {"kind": "uas", **item},
    }  # fmt: skip
    return Stater(rulebook, LAST).read(from_value(stated, Where("transfer")))


@pytest.fixture(scope="module")
def large_drone(rulebook: Rulebook) -> Transfer:
    return transfer_of(rulebook, range="11100 km", payload="2155 kg", max_airspeed="389 km/h")


@pytest.fixture(scope="module")
def of_all(rulebook: Rulebook, large_drone: Transfer) -> list[Course]:
    return courses(rulebook, large_drone, [code for code in rulebook.nations if code != "US"], FIRST, LAST)


@pytest.mark.parametrize("item", [{"range": "11100 km", "payload": "2155 kg", "max_airspeed": "389 km/h"}, {}])
def test_the_course_of_a_nation_is_that_of_its_own_timeline(rulebook: Rulebook, item: dict[str, str]) -> None:
    transfer = transfer_of(rulebook, **item)
    found = courses(rulebook, transfer, SOME, FIRST, LAST)
    assert sorted(nation for course in found for nation in course.nations) == sorted(SOME)
    for course in found:
        for nation in course.nations:
            stated = {**transfer.stated, "recipient": nation}
            alone = one_timeline(rulebook, stated, FIRST, LAST, transfer.filled, ("posture",))
            assert [(one.start, one.end, one.answers) for one in course.stretches] == [
                (one.start, one.end, one.answers) for one in alone
            ]
            assert len(alone) > 2


def test_all_nations_take_seconds_and_share_few_courses(rulebook: Rulebook, large_drone: Transfer) -> None:
    began = time.process_time()
    found = courses(rulebook, large_drone, list(rulebook.nations), FIRST, LAST)
    assert time.process_time() - began < 20
    assert sum(len(course.nations) for course in found) == len(rulebook.nations)
    assert 5 < len(found) < 60


def test_a_course_names_the_rules_behind_its_changes(rulebook: Rulebook, large_drone: Transfer) -> None:
    (course,) = courses(rulebook, large_drone, ["IT"], FIRST, LAST)
    last = course.stretches[-1]
    assert last.start == datetime.date(2025, 9, 15)
    assert last.caused_by == ("us.uas-2025/as-manned-aircraft",)


def test_no_course_and_no_time_are_refused(rulebook: Rulebook, of_all: list[Course]) -> None:
    with pytest.raises(InputError, match="the timeline: no nation"):
        timeline([], rulebook, LAST)
    with pytest.raises(InputError, match="expected a last day after the first"):
        timeline(of_all, rulebook, FIRST)


def test_a_few_nations_have_a_row_each(rulebook: Rulebook, large_drone: Transfer) -> None:
    picture = timeline(courses(rulebook, large_drone, SOME, FIRST, LAST), rulebook, LAST)
    shown = texts(picture)
    assert all(shown.count(rulebook.nations[nation]) == 1 for nation in SOME)
    assert shown.count("strong presumption of denial") >= 3
    assert picture.title == (
        "On 15 September 2025, posture for 3 nations changes from case by case to case by case as manned aircraft;"
        " answers change on 5 days in all"
    )


def test_many_nations_share_rows_named_for_the_first_and_the_number(rulebook: Rulebook, of_all: list[Course]) -> None:
    picture = timeline(of_all, rulebook, LAST)
    largest = max(of_all, key=lambda course: len(course.nations))
    names = sorted(rulebook.nations[nation] for nation in largest.nations)
    (label,) = [text for text in texts(picture) if text.endswith(" more")][:1]
    shown = label.rpartition(" and ")[0].split(", ")
    assert label.endswith(f" and {len(names) - len(shown)} more")
    assert set(shown) <= set(names)


def test_every_instrument_that_changed_an_answer_has_a_letter_and_a_line_in_the_key(
    rulebook: Rulebook, of_all: list[Course]
) -> None:
    shown = texts(timeline(of_all, rulebook, LAST))
    guidelines, relief = rulebook.instruments["mtcr.guidelines"], rulebook.instruments["us.uas-2025"]
    assert f"16 April 1987: {guidelines.title}" in shown
    assert f"15 September 2025: {relief.title}" in shown
    # Once over the bars, and once in the key.
    assert shown.count("A") == shown.count("B") == 2


def test_a_day_that_was_not_verified_is_told_so(rulebook: Rulebook, of_all: list[Course]) -> None:
    picture = timeline(of_all, rulebook, LAST)
    assert any(row["start_verified"] == "no" for row in table(picture))
    assert any("(day not verified)" in text for text in texts(picture))


def test_what_is_open_is_written_out_where_it_fits(rulebook: Rulebook, large_drone: Transfer) -> None:
    shown = texts(timeline(courses(rulebook, large_drone, ["AF"], FIRST, LAST), rulebook, LAST))
    assert "open: policy of denial or strong presumption of denial" in shown


def test_answers_that_never_change_are_told_so(rulebook: Rulebook, large_drone: Transfer) -> None:
    found = courses(rulebook, large_drone, ["IT"], datetime.date(2025, 10, 1), LAST)
    assert timeline(found, rulebook, LAST).title == (
        "Posture does not change in these years: case by case as manned aircraft"
    )


def test_nothing_written_touches_anything_else_or_is_cut(
    rulebook: Rulebook, large_drone: Transfer, of_all: list[Course]
) -> None:
    assert muddled(timeline(of_all, rulebook, LAST)) == []
    assert muddled(timeline(courses(rulebook, large_drone, SOME, FIRST, LAST), rulebook, LAST)) == []


def test_the_table_has_every_stretch_of_every_nation(rulebook: Rulebook, of_all: list[Course]) -> None:
    rows = table(timeline(of_all, rulebook, LAST))
    assert {row["nation"] for row in rows} == set(rulebook.nations) - {"US"}
    assert len(rows) == sum(len(course.nations) * len(course.stretches) for course in of_all)
