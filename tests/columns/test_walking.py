"""Rows answered one by one: what makes a row unusable first, then answers that agree with those of a review."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

pytest.importorskip("polars", reason="the extra 'tables' is not installed")

import polars as pl

import licet
from licet.columns.answers import Answered, answer_columns, asked, by_text, possible_text, value_text
from licet.columns.headings import read_headings
from licet.columns.walking import Walk
from licet.errors import InputError
from licet.rulebook.rulebook import Rulebook

QUESTIONS = ("category", "posture", "entries")


def walked(
    frame: Any,
    questions: tuple[str, ...] = QUESTIONS,
    first: int = 1,
    as_of: str | None = None,
    assume: tuple[str, ...] = (),
) -> Answered:
    book = Rulebook.load()
    return Walk(book, read_headings(book, frame.columns), asked(book, questions), as_of, assume).answer(frame, first)


def reject(**cells: Any) -> dict[str, Any]:
    """Answer one row that cannot be used, and return its first line of the rejects."""
    answered = walked(pl.DataFrame({name: [cell] for name, cell in cells.items()}))
    assert answered.results.height == 0
    found: dict[str, Any] = answered.rejects.row(0, named=True)
    return found


@pytest.mark.parametrize(
    ("text", "mend"),
    [
        ("15/09/2025", "write 2025-09-15"),
        ("03/04/2025", "write 2025-04-03 or 2025-03-04, whichever is meant"),
        ("15.9.2025", "write 2025-09-15"),
        ("20250915", "write 2025-09-15"),
        ("2025-W38-1", "write 2025-09-15"),
        ("2025W381", "write 2025-09-15"),
        ("2025-09-15T99:99", "write 2025-09-15 without the time"),
        ("2025-09-15 24:30:00", "write 2025-09-15 without the time"),
        ("2025-09-15T10:00:00+99", "write 2025-09-15 without the time"),
        ("٢٠٢٥-09-15", None),
        ("Sept 15, 2025", None),
        ("2025-02-30", None),
        ("45915", None),
        ("-", "leave it empty where it is not known"),
    ],
)
def test_a_day_in_another_form_is_rejected_and_never_guessed_at(text: str, mend: str | None) -> None:
    found = reject(date=text)
    assert (found["expected"], found["mend"]) == ("a day that exists, as YYYY-MM-DD", mend)


def test_dates_in_three_forms_in_one_column_leave_the_rows_that_are_sure() -> None:
    frame = pl.DataFrame(
        {"kind": ["uas"] * 4, "date": ["2025-09-15", "15/09/2025", "Sep 15 2025", "2025-09-15 00:00:00"]}
    )
    answered = walked(frame, first=11)
    assert answered.results.get_column("date").to_list() == ["2025-09-15", "2025-09-15 00:00:00"]
    assert answered.rejects.get_column("row").to_list() == [12, 13]


@pytest.mark.parametrize(
    "moment",
    [
        "2025-09-15T23:30:00Z",
        "2025-09-15 08:00",
        "2025-09-15 23:59:60.5+02",
        datetime.datetime(2025, 9, 15, 23, 30),  # noqa: DTZ001
    ],
)
def test_of_a_moment_the_day_that_is_written_counts(moment: Any) -> None:
    frame = pl.DataFrame(
        {
            "kind": ["uas"],
            "range_km": [2000],
            "payload_kg": [1000],
            "date": [moment],
            "jurisdiction": ["usml"],
            "recipient": ["IT"],
        }
    )
    row = walked(frame, ("posture",)).results.row(0, named=True)
    assert row["posture"] == "case_by_case_as_manned_aircraft"


def test_another_unit_in_a_column_that_names_one_is_rejected() -> None:
    found = reject(range_km="1000 nmi")
    assert (found["column"], found["found"], found["expected"]) == (
        "range_km",
        "'1000 nmi' in a column in km",
        "a number in km",
    )
    assert found["range_km"] == "1000 nmi"


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"range": "1850"}, "without a unit"),
        ({"range_km": "x"}, "no number with a unit"),
        ({"range_km": "1.850,5"}, "'1.850,5 km', which is no number"),
        ({"range_km": float("inf")}, "no number"),
        ({"range_km": -5}, "-5 km"),
        ({"range_km_min": "500", "range_km_max": "300"}, "500 km to 300 km"),
        ({"range_km_min": "300 to 500", "range_km_max": "600"}, "300 to 500"),
        ({"recipient": "Atlantis"}, "no nation is called"),
        ({"recipient": "Congo"}, "does not name one nation"),
        ({"kind": "submarine"}, "'submarine'"),
        ({"hypersonic": "maybe"}, "'maybe'"),
        ({"entries": "1A2"}, "'1A2'"),
        ({"parties": "role=end_user"}, "a party without a name"),
        ({"envelope": "[{payload: 500 kg}]"}, "a point without range"),
        ({"envelope": "[{payload"}, "not YAML"),
        ({"kind": "u" * 2000}, "2,000 signs"),
    ],
)
def test_a_cell_that_cannot_be_used_names_its_column(cells: dict[str, Any], said: str) -> None:
    found = reject(**cells)
    assert said in found["found"]
    assert found["column"] in cells


@pytest.mark.parametrize(
    ("header", "text", "mend"),
    [
        ("range_nmi", "300-400", "write [300 nmi, 400 nmi] for all that lies between them"),
        ("range", "300 - 400 km", "write [300 km, 400 km] for all that lies between them"),
        (
            "range_nmi",
            ">300",
            "write [300 nmi, GREATEST], or in a table 300 under 'range_min [nmi]' and nothing under 'range_max [nmi]'",
        ),
        (
            "mach",
            "up to 2",
            "write [LEAST, 2], or in a table 2 under 'mach_max' and nothing under 'mach_min'",
        ),
        (
            "range_km",
            "ca. 300",
            "write 300 km if that is near enough, or the interval in which it lies as [LEAST, GREATEST]",
        ),
        ("range_km", "1½", "write 1.5 km"),
        ("range_km", "1 000", "write 1000 km, without the blank"),
        ("range_km", "1\u2009850,5", "write 1850.5 km, without the blank"),
        ("range_km", "300 400", "write 300400 km if it is one figure, [300 km, 400 km] if it is two"),
        (
            "range_km",
            "1,5",
            "write 1.5 km if the comma marks decimals, [1 km, 5 km] if it stands between two figures",
        ),
        ("range_km", "1.850,5", "write 1850.5 km if the comma marks decimals"),
        (
            "range_km",
            "0,500",
            "write 0.500 km if the comma marks decimals, [0 km, 500 km] if it stands between two figures",
        ),
        ("range_km", "-", "leave it empty where it is not known"),
        ("kind", "–", "leave it empty where it is not known"),
        ("recipient", "--", "leave it empty where it is not known"),
        ("hypersonic", "tbd", "leave it empty where it is not known"),
        ("entries", "-", "leave it empty where it is not known"),
    ],
)
def test_the_mend_of_a_cell_is_what_would_be_right_and_no_repetition(header: str, text: str, mend: str) -> None:
    assert reject(**{header: text})["mend"] == mend


@pytest.mark.parametrize("cell", ["[300 nmi, 400 nmi]", "[300, 400]", "300 to 400"])
def test_what_a_mend_proposes_for_an_interval_is_read(cell: str) -> None:
    assert walked(pl.DataFrame({"range_nmi": [cell]})).rejects.height == 0


def test_a_row_with_several_faults_has_a_line_for_each() -> None:
    answered = walked(pl.DataFrame({"kind": ["uas", "x"], "recipient": ["IT", "y"], "range_km": ["1", "z"]}))
    assert answered.results.height == 1
    assert answered.rejects.get_column("row").to_list() == [2, 2, 2]
    assert sorted(answered.rejects.get_column("column")) == ["kind", "range_km", "recipient"]


def test_columns_of_a_reject_that_bear_its_own_names_are_told_apart() -> None:
    found = reject(row="7", found="here", kind="x")
    assert (found["row"], found["input_row"], found["input_found"]) == (1, "7", "here")


@pytest.mark.parametrize(
    ("as_of", "assume"), [("yesterday", ()), (None, ("kynd=uas",)), (None, ("kind",)), (None, ("kind=boat",))]
)
def test_options_that_cannot_be_used_are_faults_of_the_run_and_not_of_every_row(
    as_of: str | None, assume: tuple[str, ...]
) -> None:
    with pytest.raises(InputError):
        walked(pl.DataFrame({"kind": ["uas"]}), as_of=as_of, assume=assume)


def test_a_question_that_does_not_exist_is_a_fault() -> None:
    with pytest.raises(InputError, match="did you mean posture"):
        walked(pl.DataFrame({"kind": ["uas"]}), ("postur",))


@pytest.mark.parametrize("blank", ["", "?", "unknown", None, "  ", float("nan")])
def test_a_blank_cell_is_unknown_and_never_no(blank: Any) -> None:
    frame = pl.DataFrame(
        {"kind": ["uas"], "range_km": [500], "payload_kg": pl.Series([blank], strict=False), "date": ["2025-10-01"]}
    )
    row = walked(frame).results.row(0, named=True)
    assert row["category"] is None
    assert row["category_possible"] == "I, II"
    assert "item.payload" in row["missing"].split(", ")


@pytest.mark.parametrize(
    ("cell", "category"),
    [
        ("300", "I"),
        ("300.000000000000000000", "I"),
        ("299.9999999999999", "unlisted"),
        ("299.99999999999999999", None),
        ("300.00000000000000001", "I"),
        ("[299.99999999999999999, 400]", None),
    ],
)
def test_a_figure_of_more_digits_than_a_number_holds_crosses_no_limit(cell: str, category: str | None) -> None:
    frame = pl.DataFrame(
        {
            "kind": ["cruise_missile"],
            "range_km": [cell],
            "payload_kg": [600],
            "basis": ["annex"],
            "date": ["2025-10-01"],
        }
    )
    assert walked(frame, ("category",)).results.item(0, "category") == category


STATED: list[dict[str, Any]] = [
    {
        "recipient": "Saudi Arabia",
        "date": "2025-09-15",
        "item": {"kind": "uas", "range": "11100 km", "payload": "2155 kg", "max_airspeed": "389 km/h"},
    },
    {"recipient": "IT", "date": "2014-06-01", "item": {"kind": "uas", "range": "1850 km"}},
    {
        "recipient": "IN",
        "date": "1995-01-01",
        "item": {"kind": "cruise missile", "range": ["250 km", "500 km"], "payload": "600 kg"},
    },
    {"date": "2020-08-01", "item": {"kind": "uas"}, "end_use": {"wmd_delivery": "yes"}},
]


def test_each_row_is_answered_as_a_review_of_it_is() -> None:
    rows = []
    for transfer in STATED:
        item = transfer["item"]
        distance = item.get("range")
        ends = distance if isinstance(distance, list) else [distance, distance]
        rows.append(
            {
                "recipient": transfer.get("recipient"),
                "date": transfer["date"],
                "kind": item["kind"],
                "range_km_min": ends[0].removesuffix(" km") if ends[0] else None,
                "range_km_max": ends[1].removesuffix(" km") if ends[1] else "?",
                "payload": item.get("payload"),
                "max airspeed [km/h]": 389 if "max_airspeed" in item else None,
                "end_use_wmd_delivery": transfer.get("end_use", {}).get("wmd_delivery"),
            }
        )
    book = Rulebook.load()
    questions = asked(book)
    answered = walked(pl.DataFrame(rows), questions)
    assert answered.rejects.height == 0
    for transfer, row in zip(STATED, answered.results.iter_rows(named=True), strict=True):
        determination = licet.review(transfer)
        for name in questions:
            answer = determination.answers[name]
            assert row[name] == value_text(answer.value)
            assert row[f"{name}_by"] == by_text([reason.rule for reason in answer.by], answer.open)
            assert row[f"{name}_possible"] == possible_text(answer.possible, answer.open)
        assert (row["missing"] or "").split(", ") == [
            m.fact for m in determination.missing
        ] or not determination.missing


def test_types_of_cells_do_not_matter_where_they_say_the_same() -> None:
    typed = pl.DataFrame(
        {
            "kind": ["uas"],
            "range_km": [1850.0],
            "payload [kg]": [1701],
            "date": [datetime.date(2014, 6, 1)],
            "hypersonic": [False],
            "entries": [["1.A.2"]],
            "envelope": [[{"payload": "500 kg", "range": "300 km"}]],
        }
    )
    text = pl.DataFrame(
        {
            "kind": ["UAS"],
            "range_km": ["1,850"],
            "payload [kg]": ["1701 kg"],
            "date": ["2014-06-01"],
            "hypersonic": ["no"],
            "entries": ["1.a.2"],
            "envelope": ["500 kg, 300 km"],
        }
    )
    columns = answer_columns(asked(Rulebook.load(), QUESTIONS))
    assert walked(typed).results.select(columns).equals(walked(text).results.select(columns))


def test_an_end_that_is_not_known_leaves_that_side_open() -> None:
    frame = pl.DataFrame(
        {
            "kind": ["uas"] * 3,
            "payload_kg": [600] * 3,
            "range_km_min": ["400", "200", ""],
            "range_km_max": ["", "?", "100"],
        }
    )
    rows = walked(frame, ("category",), as_of="2025-10-01").results
    assert rows.get_column("category_possible").to_list()[1] == "I, II, unlisted"
    assert rows.get_column("category").to_list()[0] == "I"
    assert rows.get_column("category").to_list()[2] != "I"


def test_no_codes_are_told_apart_from_codes_that_are_not_known() -> None:
    assert value_text([]) == "none"
    assert value_text(None) is None


def test_a_table_without_rows_keeps_its_columns() -> None:
    answered = walked(
        pl.DataFrame({"kind": pl.Series([], dtype=pl.String), "x": pl.Series([], dtype=pl.Int64)}), ("category",)
    )
    assert answered.results.columns == ["kind", "x", "category", "category_by", "category_possible", "missing"]
    assert answered.rejects.columns == ["row", "column", "found", "expected", "mend", "kind", "x"]


def test_as_of_and_assumptions_hold_for_every_row() -> None:
    frame = pl.DataFrame(
        {"kind": ["uas"], "range_km": [2000], "payload_kg": [1000], "date": ["2025-10-01"], "recipient": ["IT"]}
    )
    now = walked(frame, ("posture",), assume=("jurisdiction=usml",)).results.item(0, "posture")
    then = walked(frame, ("posture",), as_of="2014-01-01", assume=("jurisdiction=usml",)).results.item(0, "posture")
    assert (now, then) == ("case_by_case_as_manned_aircraft", "strong_presumption_of_denial")
