"""Every executor says of every row what the review of that row says."""

from __future__ import annotations

import os
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("polars", reason="the extra 'tables' is not installed")

import polars as pl
from columns.drawn_tables import plain_table, untidy_table

from licet.columns.answers import Answered, asked
from licet.columns.cells import row_node
from licet.columns.engines import made
from licet.columns.headings import read_headings
from licet.deciding.bound import binder
from licet.rulebook.rulebook import Rulebook, today
from licet.transfers.stating import Stater

# Another draw each day; the seed stands in what a failing test prints.
SEED = int(os.environ.get("LICET_SEED") or f"{today():%Y%m%d}")
EXECUTORS = ("memory", "fused", "duckdb")
FAST = {"fused": "numba", "duckdb": "duckdb"}
ONE_ANSWER = ("category", "posture")


def answered(
    engine: str, rulebook: Rulebook, frame: pl.DataFrame, questions: Sequence[str] = ONE_ANSWER, **more: Any
) -> Answered:
    runner = made(engine)(rulebook, read_headings(rulebook, frame.columns), asked(rulebook, questions), **more)
    found: Answered = runner.answer(frame, 1)
    return found


def as_text(frame: pl.DataFrame) -> pl.DataFrame:
    found: pl.DataFrame = frame.with_columns(pl.col(pl.Categorical).cast(pl.String))
    return found


def assert_agree(one: Answered, other: Answered, seed: int) -> None:
    """Two executors gave the same answers, the same rejects, and nothing else."""
    print("seed", seed)
    assert one.rejects.equals(other.rejects)
    assert one.results.schema == other.results.schema
    found, expected = as_text(one.results), as_text(other.results)
    assert found.columns == expected.columns
    for name in found.columns:
        differ = found[name].eq_missing(expected[name]).not_()
        assert not differ.any(), (name, found.filter(differ).row(0, named=True), expected.filter(differ)[name][0])


@pytest.fixture(scope="module")
def plain(rulebook: Rulebook) -> Any:
    return plain_table(rulebook, SEED, 700)


@pytest.fixture(scope="module")
def untidy(rulebook: Rulebook) -> Any:
    return untidy_table(rulebook, SEED, 300)


@pytest.fixture(scope="module")
def plain_walked(rulebook: Rulebook, plain: pl.DataFrame) -> Answered:
    return answered("walk", rulebook, plain)


@pytest.fixture(scope="module")
def untidy_walked(rulebook: Rulebook, untidy: pl.DataFrame) -> Answered:
    return answered("walk", rulebook, untidy)


@pytest.mark.parametrize("engine", EXECUTORS)
def test_an_executor_agrees_with_the_walk_of_each_row(
    engine: str, rulebook: Rulebook, plain: pl.DataFrame, plain_walked: Answered
) -> None:
    assert plain_walked.rejects.height == 0
    assert_agree(answered(engine, rulebook, plain), plain_walked, SEED)


@pytest.mark.parametrize("engine", EXECUTORS)
def test_an_executor_agrees_on_a_table_as_people_write_it(
    engine: str, rulebook: Rulebook, untidy: pl.DataFrame, untidy_walked: Answered
) -> None:
    assert untidy_walked.rejects.height > 0
    assert untidy_walked.results.height > 0
    assert_agree(answered(engine, rulebook, untidy), untidy_walked, SEED)


def test_all_questions_of_a_table_are_answered_as_reviews_answer_them(rulebook: Rulebook) -> None:
    frame = plain_table(rulebook, SEED, 40)
    assert_agree(answered("memory", rulebook, frame, ()), answered("walk", rulebook, frame, ()), SEED)


@pytest.mark.parametrize(
    "more",
    [
        {"as_of": "2020-07-24"},
        {"as_of": "2020-07-24", "bad": True},
        {"assume": ("nsm28_partner=IT,SA,TR",)},
        {"assume": {"item.kind": "uas", "exporter": "US"}},
    ],
    ids=["as of a day", "as of a day, over days that are none", "a group filled", "facts assumed"],
)
def test_what_is_asked_of_all_rows_alike_counts_for_each(rulebook: Rulebook, more: dict[str, Any]) -> None:
    more = dict(more)
    frame = plain_table(rulebook, SEED + 1, 120)
    if more.pop("bad", False):
        frame = frame.with_columns(date=pl.Series(["15.9.2025", "[x", "2025-09-15", None] * 30))
    assert_agree(
        answered("memory", rulebook, frame, ONE_ANSWER, **more),
        answered("walk", rulebook, frame, ONE_ANSWER, **more),
        SEED,
    )


AMENDMENT = """\
---
instrument: proposals.amendment
title: An amendment
issuer: A legislature
kind: proposal
source: the amendment
standing: verified
ends: [us.uas-2020, mtcr.guidelines/category-i, mtcr.annex.item-19]
groups: {mtcr_partner: {join: [IL, SA, IN], leave: [IT, TR]}, nsm28_partner: {join: [JP, SE]}}
---

```rule
id: drones
cite: section 1
decides: posture
says: Drones would be decided by other speeds.
replaces: [us.uas-2018/category-i, us.nspm-10/case-by-case]
when: exporter is US and kind is uas and max_airspeed < 650 km/h
then: case_by_case_flexible
```
"""


@pytest.mark.parametrize("day", ["", "@2019-06-01"])
def test_rows_are_answered_under_a_reform_that_ends_replaces_and_changes_what_is_law(
    day: str, rulebook: Rulebook, tmp_path: Path
) -> None:
    (tmp_path / "amendment.md").write_text(AMENDMENT, encoding="utf-8")
    reformed = Rulebook.load(reforms=[f"{tmp_path / 'amendment.md'}{day}"])
    frame = plain_table(reformed, SEED + 3, 120)
    more = {"assume": ("nsm28_partner=IT",)}
    walked = answered("walk", reformed, frame, ONE_ANSWER, **more)
    for engine in EXECUTORS:
        assert_agree(answered(engine, reformed, frame, ONE_ANSWER, **more), walked, SEED)
    law = answered("memory", rulebook, frame, ONE_ANSWER, **more)
    assert not as_text(law.results).equals(as_text(walked.results))


def test_rows_in_blocks_and_threads_are_answered_as_in_one(rulebook: Rulebook, monkeypatch: pytest.MonkeyPatch) -> None:
    frame = plain_table(rulebook, SEED + 2, 300)
    monkeypatch.setattr("licet.columns.memory.Memory.together", 32)
    monkeypatch.setattr("licet.columns.memory._LEAST", 64)
    found = answered("memory", rulebook, frame, ONE_ANSWER, threads=4, exact=False)
    monkeypatch.undo()
    assert_agree(found, answered("memory", rulebook, frame, ONE_ANSWER, threads=1, exact=False), SEED)


def test_a_second_table_of_the_same_form_is_answered_by_the_tables_of_the_first(rulebook: Rulebook) -> None:
    first, second = plain_table(rulebook, SEED, 200), plain_table(rulebook, SEED + 3, 200)
    runner = made("memory")(rulebook, read_headings(rulebook, first.columns), ONE_ANSWER)
    runner.answer(first, 1)
    assert_agree(runner.answer(second, 1), answered("walk", rulebook, second), SEED)


def test_an_open_row_is_open_and_what_is_left_of_it_is_never_too_little(rulebook: Rulebook) -> None:
    frame = plain_table(rulebook, SEED + 4, 300, unknown=0.3)
    wide = as_text(answered("memory", rulebook, frame, exact=False).results)
    exact = as_text(answered("memory", rulebook, frame).results)
    for question in ONE_ANSWER:
        both = zip(
            wide[f"{question}_possible"], exact[f"{question}_possible"], wide[question], exact[question], strict=True
        )
        for left, really, value, true in both:
            if left is None:
                assert value == true
            else:
                assert set((really or true).split(", ")) <= set(left.split(", "))


@pytest.mark.parametrize("engine", EXECUTORS)
def test_each_of_many_rows_is_answered_as_its_own_decision(rulebook: Rulebook, engine: str) -> None:
    rows = int(os.environ.get("LICET_ROWS", "2000"))
    kinds = pl.Enum(list(rulebook.facts["kind"].values))
    frame = plain_table(rulebook, SEED + 6, rows).with_columns(pl.col("kind").cast(kinds))
    headings = read_headings(rulebook, frame.columns)
    runner = made(engine)(rulebook, headings, ONE_ANSWER, exact=False)
    runner.answer(frame, 1)
    # The second time by the tables that the first has filled.
    found = as_text(runner.answer(frame, 1).results)
    stater = Stater(rulebook, today())
    print("seed", SEED + 6)
    for row, answers in zip(frame.iter_rows(named=True), found.iter_rows(named=True), strict=True):
        transfer = stater.read(row_node(rulebook, headings, row, []))
        bound = binder(rulebook).on(transfer.date.toordinal())
        plan = bound.cone("posture")
        outcomes = bound.decide(bound.state(transfer.stated, plan=plan), plan)
        for question in ONE_ANSWER:
            outcome = outcomes[question]
            left = None if not outcome.open else ", ".join(outcome.possible)
            assert (answers[question], answers[f"{question}_possible"]) == (outcome.value, left), row


def test_an_unknown_is_never_taken_for_a_no(rulebook: Rulebook) -> None:
    frame = pl.DataFrame({"kind": ["uas", "uas"], "range_km": [1850.0, None], "payload_kg": [600.0, 600.0]})
    found = as_text(answered("memory", rulebook, frame, ("category",)).results)
    assert found["category"].to_list() == ["I", None]
    assert "I" in found["category_possible"][1].split(", ")


def test_a_published_figure_just_below_a_limit_is_open_and_one_by_the_definition_is_not(rulebook: Rulebook) -> None:
    frame = pl.DataFrame(
        {"kind": ["cruise_missile"] * 2, "range_km": [299.0] * 2, "payload_kg": [600.0] * 2, "basis": [None, "annex"]}
    )
    for engine in ("memory", "walk"):
        found = as_text(answered(engine, rulebook, frame, ("category",)).results)
        assert found["category"].is_null().to_list() == [True, False]


@pytest.mark.parametrize("unit", ["km", "nmi", "mi", "m", "ft"])
def test_a_limit_is_met_on_the_same_side_whatever_the_unit_of_a_column(rulebook: Rulebook, unit: str) -> None:
    units = rulebook.units
    limit = 300 * float(units.by_name["km"].factor / units.by_name[unit].factor)
    cells = [limit * share for share in (1.0, 0.999999, 1.000001)] + [round(limit, 3), round(limit, 1)]
    frame = pl.DataFrame({f"range_{unit}": cells}).with_columns(
        kind=pl.lit("cruise_missile"), payload_kg=pl.lit(100.0), exporter=pl.lit("FR")
    )
    assert_agree(answered("memory", rulebook, frame), answered("walk", rulebook, frame), SEED)


@pytest.mark.parametrize("unit", ["", "_mph"])
def test_texts_that_only_the_walk_reads_are_read_alike(rulebook: Rulebook, unit: str) -> None:
    figures = ["650", "650.000000000000000000", "649.99999999999999999", "650.00000000000000001", "0,500", "1 000", "-"]
    if unit:
        figures = [str(Decimal(text) / Decimal("1.609344")) if text[0] == "6" else text for text in figures]
    days = ["2025-09-15", "20250915", "2025-W38-1", "2025-09-15T99:99", "2025-09-15 10:00:00+00", "?", "-"]
    frame = pl.DataFrame({f"max_airspeed{unit or '_kmh'}": figures, "date": ["2025-09-15"] * 7}).with_columns(
        kind=pl.lit("uas"), range_km=pl.lit(1850.0), payload_kg=pl.lit(1701.0), recipient=pl.lit("IT")
    )
    dated = frame.with_columns(pl.Series("date", days), pl.lit(600.0).alias(frame.columns[0]))
    for table in (frame, dated):
        walked = answered("walk", rulebook, table)
        assert walked.rejects.height > 0
        assert walked.results.height > 1
        for engine in EXECUTORS:
            assert_agree(answered(engine, rulebook, table), walked, SEED)


def test_an_exporter_said_to_be_unknown_is_not_presumed(rulebook: Rulebook) -> None:
    frame = pl.DataFrame(
        {"exporter": ["unknown", "?", None, "US"], "recipient": ["SA"] * 4, "date": ["2025-09-15"] * 4}
    ).with_columns(
        kind=pl.lit("uas"), range_km=pl.lit(1850.0), payload_kg=pl.lit(1701.0), max_airspeed_kmh=pl.lit(482.0)
    )
    found = answered("memory", rulebook, frame)
    assert_agree(found, answered("walk", rulebook, frame), SEED)
    assert len(set(found.results["missing"].to_list()[1:])) == 1
    assert "exporter" in found.results["missing"][0].split(", ")


@pytest.mark.parametrize("rows", [64, 5000])
@pytest.mark.parametrize("engine", FAST)
def test_what_follows_the_tables_laid_out_plainly_gives_what_the_look_ups_give(
    rulebook: Rulebook, engine: str, rows: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip(FAST[engine], reason=f"{FAST[engine]} is not installed")
    kinds = pl.Enum(list(rulebook.facts["kind"].values))
    frame = plain_table(rulebook, SEED + 5, rows).with_columns(pl.col("kind").cast(kinds))
    looking, following = (
        made(name)(rulebook, read_headings(rulebook, frame.columns), ONE_ANSWER, exact=False)
        for name in ("memory", engine)
    )

    def told(runner: Any, part: pl.DataFrame) -> dict[str, list[str | None]]:
        return {
            name: [runner.texts[name].held[n] for n in numbers.tolist()]
            for name, numbers in runner.compact(part).items()
        }

    whole = (
        frame,
        frame.slice(3),
        frame.slice(rows // 2, 17),
        pl.concat([frame, frame.slice(rows // 3)], rechunk=False),
    )
    parts = [part for part in whole if part.height]
    expected = [told(looking, part) for part in parts]
    # The first time fills the tables, the second goes by them alone.
    assert [told(following, part) for part in parts] == expected
    monkeypatch.setattr(following, "_block", None)
    assert [told(following, part) for part in parts] == expected


def test_spark_agrees_with_the_walk(rulebook: Rulebook) -> None:
    pytest.importorskip("pyspark", reason="the extra 'spark' is not installed")
    frame = untidy_table(rulebook, SEED, 60)
    assert_agree(answered("spark", rulebook, frame), answered("walk", rulebook, frame), SEED)


def test_a_table_that_states_nothing_is_answered_all_the_same(rulebook: Rulebook) -> None:
    frame = pl.DataFrame({"order": ["A1", "A2"]})
    found = answered("memory", rulebook, frame)
    assert found.results.height == 2
    assert_agree(found, answered("walk", rulebook, frame), SEED)


def test_a_table_that_changes_its_form_between_two_parts_is_read_anew(rulebook: Rulebook) -> None:
    first = plain_table(rulebook, SEED + 7, 60)
    second = first.with_columns(pl.col("range_km").cast(pl.String), pl.col("exporter").cast(pl.String))
    runner = made("memory")(rulebook, read_headings(rulebook, first.columns), ONE_ANSWER)
    one, two = (as_text(runner.answer(part, 1).results) for part in (first, second))
    answers = [column for column in one.columns if column not in first.columns]
    assert one.select(answers).equals(two.select(answers))


def test_counted_answers_are_those_that_are_written(rulebook: Rulebook) -> None:
    frame = plain_table(rulebook, SEED + 8, 200)
    runner = made("memory")(rulebook, read_headings(rulebook, frame.columns), ("entries", "posture"), exact=False)
    written = as_text(runner.answer(frame, 1).results)
    for question, numbers in runner.compact(frame).items():
        assert [runner.texts[question].held[n] for n in numbers.tolist()] == written[question].to_list()
