"""Reports protect small numbers: what is hidden cannot be worked out from all that is published together, and only what must be is hidden."""

from __future__ import annotations

import csv
import datetime
import io
from dataclasses import replace
from decimal import Decimal
from itertools import product
from pathlib import Path

import pytest
from cases.rows_of_reports import CUBE, LIMITS, LINKED, ROWS, VIEWS, escaped, outcome
from hypothesis import given, settings
from hypothesis import strategies as st

from licet.cases.reporting.counting import CASES, VALUE, count
from licet.cases.reporting.hiding import audit, protect, shown
from licet.cases.reporting.limits import Limits, read_limits
from licet.cases.reporting.outcome import Outcome
from licet.cases.reporting.tables import PROTECTED, days_csv, table_csv, tables
from licet.cases.reporting.views import Cell, View, read_views
from licet.errors import InputError, LawError

# What cannot be used.


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("measure,limit\ncases,0\napplicants,1\nspread_percent,10\nshare_percent,80\n", "'0' for cases"),
        ("measure,limit\ncases,five\napplicants,1\nspread_percent,10\nshare_percent,80\n", "'five' for cases"),
        ("measure,limit\ncase,5\napplicants,1\nspread_percent,10\nshare_percent,80\n", "the measure 'case'"),
        ("measure,limit\ncases,5\ncases,3\napplicants,1\nspread_percent,10\nshare_percent,80\n", "a second time"),
        ("measure,limit\ncases,5\napplicants,1\nspread_percent,10\n", "no row for share_percent"),
        ("measure,limit\ncases,5\napplicants,1\nspread_percent,10\nshare_percent,101\n", "'101'"),
    ],
)
def test_a_table_of_limits_that_protects_nothing_is_refused(tmp_path: Path, text: str, found: str) -> None:
    table = tmp_path / "disclosure.csv"
    table.write_text(text, encoding="utf-8")
    with pytest.raises(LawError, match=found):
        read_limits(table)


def test_a_table_of_limits_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(LawError, match="disclosure"):
        read_limits(tmp_path / "disclosure.csv")


@pytest.mark.parametrize(
    "views",
    [
        (),
        (View("a", ("destiny",)),),
        (View("a", ()),),
        (View("a", ("outcome", "outcome")),),
        (View("a", ("outcome",)), View("a", ("entry",))),
        (View("../a", ("outcome",)),),
        (View("a", ("outcome", "entry", "destination", "category")),),
    ],
)
def test_views_that_cannot_be_counted_are_refused(views: tuple[View, ...]) -> None:
    with pytest.raises(InputError):
        protect([outcome()], views, LIMITS)


@pytest.mark.parametrize(
    "row",
    [outcome(value=-1), outcome(decided=datetime.date(2025, 1, 1)), replace(outcome(), value=Decimal("NaN"))],
)
def test_rows_that_cannot_be_are_refused(row: Outcome) -> None:
    with pytest.raises(InputError, match="row 1"):
        protect([row], LINKED, LIMITS)


# What is hidden.


def grid(counts: dict[tuple[str, str], int]) -> list[Outcome]:
    return [outcome(place, result, 100 + number) for (place, result), many in counts.items() for number in range(many)]


FULL = {
    ("AU", "approved"): 9,
    ("AU", "refused"): 8,
    ("IT", "approved"): 7,
    ("IT", "refused"): 1,
    ("PL", "approved"): 8,
    ("PL", "refused"): 9,
}


def cell(destination: str, result: str) -> Cell:
    return (("destination", destination), ("outcome", result))


def test_one_small_cell_takes_three_others_with_it() -> None:
    protected = protect(grid(FULL), LINKED[:1], LIMITS)
    cases = {where for where, measure in protected.hidden if measure == CASES}
    assert protected.small == {(cell("IT", "refused"), CASES), (cell("IT", "refused"), VALUE)}
    assert cases == {cell("IT", "refused"), cell("IT", "approved"), cell("PL", "refused"), cell("PL", "approved")}


def test_without_the_others_the_small_cell_is_worked_out() -> None:
    pytest.importorskip("z3")
    protected = protect(grid(FULL), LINKED[:1], LIMITS)
    assert set(escaped(protected, hidden_alone=True)) == protected.small
    assert escaped(protected) == []


def test_nothing_is_hidden_where_nothing_is_small() -> None:
    protected = protect(grid(dict.fromkeys(FULL, 6)), LINKED, LIMITS)
    assert not protected.hidden
    assert not protected.worlds


def test_a_report_of_one_case_shows_nothing_at_all() -> None:
    (table,) = tables(protect([outcome()], LINKED[:1], LIMITS))
    assert {(line.cases, line.value) for line in table.lines} == {(None, None)}


def test_a_report_of_no_case_is_empty() -> None:
    assert [line.cases for line in tables(protect([], LINKED[:1], LIMITS))[0].lines] == [0]


def test_cases_of_too_few_applicants_are_hidden_though_they_are_many() -> None:
    few = [outcome("IT", value=100, applicant="a") for _ in range(9)]
    many = [outcome("PL", value=100, applicant=f"b{number}") for number in range(9)]
    limits = replace(LIMITS, applicants=2)
    small = protect(few + many, (View("by", ("destination",)),), limits).small
    assert small == {((("destination", "IT"),), CASES), ((("destination", "IT"),), VALUE)}


def test_a_value_that_is_nearly_all_of_one_applicant_is_hidden_and_its_count_is_not() -> None:
    rows = [*grid(dict.fromkeys(FULL, 6)), outcome("IT", "approved", 90_000)]
    protected = protect(rows, LINKED[:1], replace(LIMITS, share_percent=85))
    assert (cell("IT", "approved"), VALUE) in protected.small
    assert {measure for _, measure in protected.small} == {VALUE}
    assert audit(protected) == ()


def test_a_sum_in_which_a_case_states_no_value_is_at_least_so_much() -> None:
    rows = [*grid(dict.fromkeys(FULL, 6)), outcome("IT", "approved", None)]
    lines = {line.places: line for line in tables(protect(rows, LINKED[:1], LIMITS))[0].lines}
    assert lines["IT", "approved"].at_least
    assert not lines["PL", "approved"].at_least
    assert "IT,approved,7,615,at least" in table_csv(tables(protect(rows, LINKED[:1], LIMITS))[0])


def test_the_same_number_in_two_views_is_hidden_in_both_or_in_none() -> None:
    rows = [*grid(FULL), outcome("IT", "refused", 5, entry="1.A.1")]
    views = (
        View("a", ("destination", "outcome")),
        View("b", ("outcome", "decided_year")),
        View("c", ("entry", "outcome")),
    )
    told: dict[tuple[str, str], set[object]] = {}
    for table in tables(protect(rows, views, LIMITS)):
        for line in table.lines:
            if set(line.places) == {"all"}:
                told.setdefault(("all", ""), set()).add((line.cases, line.value))
            elif [one for one in line.places if one != "all"] == [line.places[table.view.dimensions.index("outcome")]]:
                told.setdefault(("outcome", line.places[table.view.dimensions.index("outcome")]), set()).add(
                    (line.cases, line.value)
                )
    assert len(told) == 3
    assert all(len(numbers) == 1 for numbers in told.values())


# What always holds.


@given(ROWS, VIEWS)
@settings(max_examples=60)
def test_every_hidden_number_has_a_world_and_no_world_is_seen(rows: list[Outcome], views: tuple[View, ...]) -> None:
    protected = protect(rows, views, LIMITS)
    assert audit(protected) == ()
    assert protected.small <= protected.hidden
    assert not shown(protected).keys() & protected.hidden


@given(ROWS, VIEWS)
@settings(max_examples=12)
def test_no_solver_works_out_a_hidden_number(rows: list[Outcome], views: tuple[View, ...]) -> None:
    pytest.importorskip("z3")
    assert escaped(protect(rows, views, LIMITS)) == []


@given(st.lists(st.integers(0, 4), min_size=6, max_size=6))
@settings(max_examples=25)
def test_counting_through_all_tables_of_the_same_margins_finds_two_numbers_for_each_hidden_one(
    cells: list[int],
) -> None:
    keys = list(FULL)
    rows = [outcome(*key, 0) for key, many in zip(keys, cells, strict=True) for _ in range(many)]
    protected = protect(rows, LINKED[:1], LIMITS)
    names = [cell(*key) for key in keys]
    every = all_cells(names)
    hidden = [name for name in every if (name, CASES) in protected.hidden]

    def printed(counts: tuple[int, ...]) -> dict[Cell, int]:
        return {
            name: sum(many for key, many in zip(names, counts, strict=True) if set(name) <= set(key)) for name in every
        }

    true = printed(tuple(cells))
    # A number that is shown is what it is; of the others every one up to six is tried.
    tried = [range(7) if name in hidden else [many] for name, many in zip(names, cells, strict=True)]
    found: dict[Cell, set[int]] = {name: set() for name in hidden}
    for counts in product(*tried):
        other = printed(counts)
        if all(other[name] == true[name] for name in every if name not in found):
            for name in hidden:
                found[name].add(other[name])
        if all(len(numbers) > 1 for numbers in found.values()):
            break
    assert all(len(numbers) > 1 for numbers in found.values())


def all_cells(names: list[Cell]) -> list[Cell]:
    every = {part for name in names for part in [(), name, name[:1], name[1:]]}
    return sorted(every)


@given(ROWS, VIEWS)
@settings(max_examples=40)
def test_what_is_published_is_the_same_in_the_truth_and_in_every_world_of_the_proof(
    rows: list[Outcome], views: tuple[View, ...]
) -> None:
    protected = protect(rows, views, LIMITS)
    truth = [replace(table, days=()) for table in tables(protected)]
    for world in protected.worlds:
        left = list(protected.counted.rows)
        for row in world.removed:
            left.remove(row)
        other = replace(protected, counted=count([*left, *world.added], views))
        assert [replace(table, days=()) for table in tables(other)] == truth


@given(ROWS, st.randoms(use_true_random=False))
@settings(max_examples=25)
def test_the_order_of_the_rows_changes_nothing(rows: list[Outcome], chance: object) -> None:
    mixed = list(rows)
    chance.shuffle(mixed)  # type: ignore[attr-defined]
    assert tables(protect(mixed, LINKED, LIMITS)) == tables(protect(rows, LINKED, LIMITS))


def test_an_audit_finds_a_number_that_was_uncovered_and_one_without_a_world() -> None:
    protected = protect(grid(FULL), LINKED[:1], LIMITS)
    uncovered = replace(protected, hidden=protected.hidden - {(cell("IT", "approved"), CASES)})
    assert "another number" in str(audit(uncovered)[0])
    assert any("no world" in str(fault) for fault in audit(replace(protected, worlds=())))


# What is printed.


def test_no_small_count_stands_in_any_table() -> None:
    rows = [*grid(FULL), *(outcome("PL", "refused", 7, entry="1.A.1") for _ in range(2))]
    for table in tables(protect(rows, LINKED, LIMITS)):
        for row in csv.DictReader(io.StringIO(table_csv(table))):
            assert row["cases"] == PROTECTED or int(row["cases"]) == 0 or int(row["cases"]) >= LIMITS.cases


def test_a_place_that_looks_like_a_formula_is_text() -> None:
    rows = [outcome("=1+1", stages=(("=2", 3),)) for _ in range(5)]
    (table,) = tables(protect(rows, (View("by", ("destination",)),), LIMITS))
    assert "'=1+1,5," in table_csv(table)
    assert "'=1+1,'=2,3" in days_csv(table)


def test_a_stage_that_few_cases_passed_has_no_median() -> None:
    rows = [outcome(stages=(("submitted", days), *((("escalated", 40),) if days < 3 else ()))) for days in range(1, 7)]
    (table,) = tables(protect(rows, (View("by", ("destination",)),), LIMITS))
    found = {(one.places, one.stage): one.median for one in table.days}
    assert found[("IT",), "submitted"] == Decimal("3.5")
    assert found[("IT",), "escalated"] is None
    assert f"IT,escalated,{PROTECTED}" in days_csv(table)


def test_of_a_cell_that_is_hidden_no_stage_time_is_told() -> None:
    rows = [*grid(FULL), outcome("IT", "refused", 100, stages=(("submitted", 77),))]
    (table,) = tables(protect(rows, LINKED[:1], LIMITS))
    assert "77" not in days_csv(table)


def test_the_law_s_own_table_and_the_views_that_come_with_it_are_usable() -> None:
    limits, views = read_limits(), read_views()
    assert limits.cases >= 2
    rows = [
        outcome(place, result, 10 + number)
        for place in "AB"
        for result in ("approved", "refused")
        for number in range(4)
    ]
    protected = protect(rows, views, limits)
    assert {table.view.name for table in tables(protected)} == {view.name for view in views}
    assert audit(protected) == ()


def test_a_month_stays_in_its_year_in_every_world() -> None:
    days = [datetime.date(2025, 5, 1), datetime.date(2025, 6, 1), datetime.date(2026, 1, 1)]
    rows = [outcome("IT", "refused", 5, decided=day) for day in days for _ in range(2)]
    rows += [outcome("IT", "approved", 5, decided=day) for day in days for _ in range(6)]
    views = (View("m", ("decided_month", "outcome")), View("y", ("decided_year", "outcome")))
    protected = protect(rows, views, LIMITS)
    assert audit(protected) == ()
    assert protected.small


def test_limits_are_asked_for_and_stand_in_no_code() -> None:
    loose = protect(grid(FULL), LINKED[:1], Limits(cases=2, applicants=1, spread_percent=1, share_percent=100))
    strict = protect(grid(FULL), CUBE, Limits(cases=9, applicants=1, spread_percent=1, share_percent=100))
    assert len(loose.small) == 2
    assert len(strict.small) > 2
