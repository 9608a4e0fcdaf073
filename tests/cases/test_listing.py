"""Lists go on page by page over every case that somebody may see, and tell an applicant nothing of where in the review a case is."""

from __future__ import annotations

import datetime

import pytest
from cases import scene
from cases.scene import ARMS, AUDITOR, DAY, KEEPER, MAKER, OFFICER, RIVAL, STRANGERS, Road
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from licet.cases.case import CaseState
from licet.cases.faults import NotAllowed
from licet.cases.listing import DUE, LONGEST, NEWEST, ORDERS, Wanted, counts, page
from licet.cases.models import Case, Organisation
from licet.cases.seeing import listed
from licet.cases.who import Who
from licet.cases.words import STATES
from licet.errors import InputError

pytestmark = pytest.mark.usefixtures("database")
_INTERNAL = {"referred", "awaiting_consultation", "recommended", "escalated"}


def _all(who: Who, wanted: Wanted, size: int) -> list[str]:
    found, after = list[str](), ""
    while True:
        read = page(who, wanted, after, size)
        found += [one.id for one in read.rows]
        assert len(read.rows) == size if read.after else len(read.rows) <= size
        if not read.after:
            return found
        after = read.after


def _some() -> list[Road]:
    scene.people()
    roads, at = list[Road](), scene.AT
    for prepare in (Road.drafted, Road.referred, Road.held, Road.recommended, Road.refused, Road.issued):
        for _ in range(2):
            roads.append(prepare(Road(at=at)))
            at = roads[-1].at
    return roads


# What cannot be asked.


@pytest.mark.parametrize(
    "after",
    ["x", "/", "2026-11-03/c", "2026-11-03T09:30:00/c", "2026-11-03T09:30:00+00:00/", "2026-11-03T09:30:00+00:00/\x00"],
)
def test_a_place_that_no_page_said_is_told(after: str) -> None:
    scene.people()
    with pytest.raises(InputError, match="the place that a page said"):
        page(OFFICER, Wanted(), after)


@pytest.mark.parametrize("wanted", [Wanted(order="price"), Wanted(state="lost")])
def test_an_order_and_a_state_that_are_none_are_told(wanted: Wanted) -> None:
    scene.people()
    with pytest.raises(InputError, match=r"expected draft \| submitted|expected newest \| longest"):
        page(OFFICER, wanted)


@pytest.mark.parametrize(
    "wanted",
    [
        Wanted(state="referred"),
        Wanted(order=LONGEST),
        Wanted(order=DUE),
        Wanted(officer="olaf"),
        Wanted(unanswered="arms"),
    ],
)
def test_an_applicant_cannot_ask_where_in_the_review_a_case_is(wanted: Wanted) -> None:
    scene.people()
    Road().referred()
    for ask in (page, counts):
        with pytest.raises(InputError):
            ask(MAKER, wanted)


def test_whoever_has_no_such_role_has_no_list() -> None:
    with pytest.raises(NotAllowed):
        page(Who("nobody", "auditor", "authority"), Wanted())


# What is shown.


def test_pages_of_any_size_show_every_case_once_in_the_order_of_the_list() -> None:
    _some()
    for order, column in ((NEWEST, "-made"), (LONGEST, "since"), (DUE, "due")):
        whole = listed(OFFICER).filter(due__isnull=False) if order == DUE else listed(OFFICER)
        expected = list(whole.order_by(column, "-pk" if order == NEWEST else "pk").values_list("pk", flat=True))
        assert expected
        for size in (1, 2, 3, 50):
            assert _all(OFFICER, Wanted(order=order), size) == expected


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    moments=some.lists(some.integers(0, 3), min_size=1, max_size=12),
    size=some.integers(1, 5),
    order=some.sampled_from(ORDERS),
)
def test_cases_of_one_moment_are_neither_left_out_nor_shown_twice(moments: list[int], size: int, order: str) -> None:
    Case.objects.all().delete()
    if not Organisation.objects.exists():
        scene.people()
    at = scene.AT
    for number, moment in enumerate(moments):
        when = at + moment * DAY
        Case.objects.create(
            id=f"{number:02d}",
            reference=f"R{number}",
            position=number + 1,
            state="in_review",
            since=when,
            made=when,
            submitted=when,
            applicant="maker",
            due=when,
        )
    assert sorted(_all(OFFICER, Wanted(order=order), size)) == sorted(f"{number:02d}" for number in range(len(moments)))


def test_a_case_that_comes_in_while_somebody_turns_the_page_moves_no_other_one() -> None:
    roads = _some()
    first = page(OFFICER, Wanted(), size=4)
    Road(at=roads[-1].at).submitted()
    second = page(OFFICER, Wanted(), first.after, 50)
    assert not {one.id for one in first.rows} & {one.id for one in second.rows}
    assert len(first.rows) + len(second.rows) == listed(OFFICER).count() - 1


def test_everybody_finds_what_they_may_see_and_it_is_counted_by_state() -> None:
    _some()
    for who in (MAKER, RIVAL, OFFICER, ARMS, STRANGERS, AUDITOR, KEEPER):
        assert sorted(_all(who, Wanted(), 5)) == sorted(listed(who).values_list("pk", flat=True))
        found = counts(who)
        assert sum(found.values()) == listed(who).count()
        for state in found:
            assert len(_all(who, Wanted(state=state), 5)) == found[state]


def test_an_applicant_is_told_of_a_case_what_they_may_know_of_it() -> None:
    _some()
    read = page(MAKER, Wanted())
    assert len(read.rows) == 12 and not {one.state for one in read.rows} & _INTERNAL
    assert all((one.since, one.due, one.officer) == (None, None, "") for one in read.rows)
    assert counts(MAKER)["in_review"] == 6 and not set(counts(MAKER)) & _INTERNAL
    within = page(OFFICER, Wanted())
    assert {one.state for one in within.rows} & _INTERNAL and any(one.due for one in within.rows)


def test_a_list_is_narrowed_to_an_officer_an_agency_that_has_not_answered_and_what_is_searched() -> None:
    scene.people()
    asked = Road().referred()
    named = Road(at=asked.at).drafted(reference="EX-7", destinations=["XB", "XD"])
    assert _all(OFFICER, Wanted(officer="olaf"), 9) == [asked.case] and _all(OFFICER, Wanted(officer="ofra"), 9) == []
    assert (
        _all(OFFICER, Wanted(unanswered="arms"), 9) == [asked.case]
        and _all(OFFICER, Wanted(unanswered="strangers"), 9) == []
    )
    for search, found in {"EX-": [named.case], "ex-7": [named.case], "xd": [named.case], "EX-8": [], "\0": []}.items():
        assert _all(MAKER, Wanted(search=search), 9) == found, search
    assert len(_all(MAKER, Wanted(search="make"), 9)) == 2 and _all(RIVAL, Wanted(search="make"), 9) == []


def test_every_state_can_be_asked_for_and_none_says_more_than_the_case() -> None:
    roads = _some()
    for state in STATES:
        for one in page(OFFICER, Wanted(state=state)).rows:
            case: CaseState = next(road.state for road in roads if road.case == one.id)
            assert (one.state, one.reference, one.destinations) == (state, case.reference, case.destinations)
            assert one.since == case.since and isinstance(one.made, datetime.datetime)
