"""What pages show of all cases without reading them - what is owed, what is stale - is what reading all cases finds."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cases.conftest import use
from cases.procedures import changed, shipped
from django.db import connection
from msgspec import structs

import licet
from licet.cases import acts, projection
from licet.cases.case import CaseState
from licet.cases.demonstration import demonstrate
from licet.cases.models import Case, CaseOwed
from licet.cases.owed import NOT_TOLD, Owed, owed
from licet.cases.reckoning import owed_count, owed_kept, owed_page, reckon, unreckoned
from licet.cases.stale import LEFT_OUT, Stale, stale
from licet.cases.staleness import Now, compare, stale_kept, stale_page
from licet.cases.who import Who
from licet.determination import Answer, Determination
from licet.rulebook.rulebook import Rulebook, law_folder
from licet.screening.answer import ListState
from licet.screening.in_reviews import Lists

END = datetime.datetime(2026, 11, 3, 9, 30, tzinfo=datetime.UTC)
DAY, TODAY = datetime.timedelta(days=1), END.date()
PLAIN = shipped("plain")
PLACES = {"IN", "TH", "PT"}
OFFICER = Who("licensing_officer", "licensing_officer", "licensing_authority")
ADVISER = Who("agency_adviser", "agency_adviser", "foreign_ministry")
APPLICANT = Who("applicant", "applicant", "northern_aircraft")


@pytest.fixture(scope="module")
def made(empty: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    before, path = Path(connection.settings_dict["NAME"]), tmp_path_factory.mktemp("kept") / "cases.sqlite"
    shutil.copy(empty, path)
    use(path)
    demonstrate(law_folder(), END)
    use(before)
    return path


@pytest.fixture(autouse=True)
def shown(made: Path, tmp_path: Path) -> Iterator[None]:
    before, path = Path(connection.settings_dict["NAME"]), tmp_path / "cases.sqlite"
    shutil.copy(made, path)
    use(path)
    yield
    use(before)


def _acted(state: str) -> CaseState:
    """Have the officer of a case do something on one of a state."""
    case = acts.read(Case.objects.filter(state=state).order_by("made").values_list("pk", flat=True)[0])
    return acts.attach(acts.Acting(case.id, case.position, OFFICER, END), name="n", kind="note", content=b"n")


def _sorted(found: Iterator[Owed]) -> list[Owed]:
    return sorted(found, key=repr)


# What is owed.


def test_what_is_kept_is_what_reading_every_case_finds_on_every_day_after() -> None:
    assert reckon(PLAIN) > 0 and not unreckoned(PLAIN).exists()
    found = set[str]()
    for days in (-400, -30, 0, 1, 5, 17, 60, 400, 4000):
        now = END + days * DAY
        assert _sorted(owed_kept(PLAIN, now)) == _sorted(owed(PLAIN, now))
        found |= {one.standing for one in owed_kept(PLAIN, now)}
    assert found == {"late", "due_today"}


def test_a_case_of_which_nobody_can_tell_is_kept_as_such() -> None:
    elsewhere = shipped("us")
    reckon(elsewhere)
    found = list(owed_kept(elsewhere, END))
    assert _sorted(iter(found)) == _sorted(owed(elsewhere, END))
    untold = [one.standing for one in found].index(NOT_TOLD)
    assert all(one.standing == NOT_TOLD and one.on is None for one in found[untold:])
    read = owed_page(elsewhere, OFFICER, END, size=untold + 1)
    assert list(read.rows) + list(owed_page(elsewhere, OFFICER, END, after=read.after, size=500).rows) == found


def test_nothing_is_reckoned_twice_and_what_moved_on_is_told_until_it_is() -> None:
    reckon(PLAIN)
    assert reckon(PLAIN) == 0 and not owed_page(PLAIN, OFFICER, END).unreckoned
    case = _acted("referred")
    now = END + 60 * DAY
    late = owed_page(PLAIN, OFFICER, now, size=500)
    assert late.unreckoned and case.id not in {one.case for one in late.rows}
    assert reckon(PLAIN) == 1
    late = owed_page(PLAIN, OFFICER, now, size=500)
    assert not late.unreckoned and case.id in {one.case for one in late.rows}


def test_another_procedure_is_asked_of_every_open_case_anew() -> None:
    reckon(PLAIN)
    other = changed(("steps.csv", "decision,submitted,30,working", "decision,submitted,31,working"))
    assert other.digest != PLAIN.digest and list(owed_kept(other, END)) == []
    assert 0 < reckon(other) < Case.objects.count()
    now = END + 90 * DAY
    assert _sorted(owed_kept(other, now)) == _sorted(owed(other, now)) != _sorted(owed(PLAIN, now))


def test_a_few_at_a_time_come_to_the_same_as_all_at_once() -> None:
    counted = 0
    while reckon(PLAIN, most=3):
        counted += 1
        assert counted < 100
    assert _sorted(owed_kept(PLAIN, END + 9 * DAY)) == _sorted(owed(PLAIN, END + 9 * DAY))


def test_lists_that_were_made_anew_are_reckoned_anew() -> None:
    reckon(PLAIN)
    projection.rebuild()
    assert CaseOwed.objects.count() == 0 and unreckoned(PLAIN).count() == Case.objects.count()
    reckon(PLAIN)
    assert _sorted(owed_kept(PLAIN, END)) == _sorted(owed(PLAIN, END))


def test_pages_of_what_is_owed_go_on_where_the_one_before_ended() -> None:
    reckon(PLAIN)
    now = END + 120 * DAY
    whole = list(owed_kept(PLAIN, now))
    assert [one.on for one in whole] == sorted((one.on for one in whole), key=lambda on: on or datetime.date.max)
    for size in (1, 2, 7, 500):
        found, after = list[Owed](), ""
        while True:
            read = owed_page(PLAIN, OFFICER, now, after=after, size=size)
            found += read.rows
            if not read.after:
                break
            after = read.after
        assert found == whole
    assert owed_count(PLAIN, OFFICER, now) == sum(one.on is not None for one in whole)


def test_of_what_is_owed_somebody_sees_that_of_their_cases() -> None:
    reckon(PLAIN)
    now = END + 60 * DAY
    before = {one.case for one in owed_page(PLAIN, ADVISER, now, size=500).rows}
    assert before and before == {
        one.case
        for one in owed_kept(PLAIN, now)
        if any(each.agency == ADVISER.organisation for each in acts.read(one.case).referrals)
    }
    mine = owed_page(PLAIN, OFFICER, now, officer=OFFICER.person, size=500).rows
    assert mine and {one.case for one in mine} <= set(
        Case.objects.filter(officer=OFFICER.person).values_list("pk", flat=True)
    )
    assert not owed_page(PLAIN, OFFICER, now, officer="nobody").rows


# What is stale.


class Engine:
    """Counts how often it is asked; under another law it refuses what goes to some places."""

    def __init__(self, digest: str = "") -> None:
        self.book, self.asked, self.digest = Rulebook.load().for_cases, 0, digest

    def __call__(self, transfer: Mapping[str, Any]) -> Determination:
        self.asked += 1
        found = licet.review(transfer, rulebook=self.book, screener=Lists("off", END))
        if not self.digest or transfer["recipient"] not in PLACES:
            return found
        answers = {**found.answers, "posture": Answer(value="prohibited", possible=["prohibited"])}
        return structs.replace(found, answers=answers, rulebook=structs.replace(found.rulebook, digest=self.digest))

    def now(self, day: datetime.date = TODAY, *lists: ListState) -> Now:
        book = replace(self.book, digest=self.digest) if self.digest else self.book
        return Now(book, self, lists or tuple(Lists("off", END).states(self.book)), day)


def _listed(vintage: str) -> ListState:
    return ListState(source="XL", title="A list", vintage=vintage, count=1, status="current", digest=vintage)


def test_the_engine_is_not_asked_where_law_and_lists_are_those_of_the_determination() -> None:
    engine = Engine()
    now = engine.now()
    cases = [acts.read(one) for one in Case.objects.exclude(state__in=LEFT_OUT).values_list("pk", flat=True)]
    other = [one for case in cases for one in case.latest if now.stretch(one.day) != now.stretch(TODAY)]
    assert compare(now) == len(cases) > engine.asked == len(other)
    assert sorted(stale_kept(now), key=repr) == sorted(stale(Engine(), TODAY), key=repr)
    assert stale_page(now, OFFICER).uncompared == 0


def test_what_another_law_answers_differently_is_what_asking_of_every_case_finds() -> None:
    engine = Engine("another")
    now = engine.now()
    first = stale_page(now, OFFICER)
    assert first.rows == () and first.uncompared == compare(now)
    found = list(stale_kept(now))
    assert found and sorted(found, key=repr) == sorted(stale(engine, TODAY), key=repr)
    asked = engine.asked
    assert compare(now) == 0 and engine.asked == asked, "each is asked once for a law"
    assert {one.case for one in stale_page(now, OFFICER).rows} == {one.case for one in found}
    assert stale_page(now, APPLICANT).rows == tuple(
        one for one in found if acts.read(one.case).applicant == APPLICANT.organisation
    )
    one, two = stale_page(now, OFFICER, size=1), stale_page(now, OFFICER, size=500)
    assert one.rows + stale_page(now, OFFICER, one.after, 500).rows == two.rows


def test_a_case_that_moved_on_is_asked_of_once_more_and_not_shown_as_it_was() -> None:
    engine = Engine("another")
    now = engine.now()
    compare(now)
    case = _acted("referred")
    assert stale_page(now, OFFICER).uncompared == 1 and case.id not in {one.case for one in stale_kept(now)}
    assert compare(now) == 1 and (case.id in {one.case for one in stale_kept(now)}) == bool(
        PLACES & set(case.destinations)
    )


def test_a_list_of_another_day_is_another_thing_to_compare_with_and_a_day_on_which_no_law_changes_is_not() -> None:
    engine = Engine()
    today, later = engine.now(), engine.now(TODAY + DAY)
    assert today.stretch(TODAY) == today.stretch(TODAY + DAY) and today.key == later.key
    assert (
        len(
            {
                today.key,
                engine.now(TODAY, _listed("2026-11-01")).key,
                engine.now(TODAY, _listed("2026-11-02")).key,
            }
        )
        == 3
    )
    turn = datetime.date.fromordinal(engine.book.boundaries[-1])
    assert engine.now(turn).key != engine.now(turn - DAY).key


def test_the_engine_is_asked_where_the_parties_were_screened_against_other_lists_or_a_day_lies_between_on_which_law_changed() -> (
    None
):
    engine = Engine()
    case = acts.read(Case.objects.filter(state="submitted").values_list("pk", flat=True)[0])
    assert case.parties and engine.now().cannot_differ(case)
    assert not engine.now(TODAY, _listed("2026-11-01")).cannot_differ(case)
    before = datetime.date.fromordinal(max(one for one in engine.book.boundaries if one <= END.toordinal())) - DAY
    assert not engine.now(before).cannot_differ(case)
    assert not Engine("another").now().cannot_differ(case)


def test_cases_that_are_over_and_drafts_are_not_asked_of() -> None:
    now = Engine("another").now()
    Case.objects.exclude(state__in=("draft", "withdrawn", "expired", "revoked")).update(state="withdrawn")
    assert compare(now) == 0 and stale_page(now, OFFICER).uncompared == 0 and list(stale_kept(now)) == list[Stale]()
