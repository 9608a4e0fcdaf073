"""What a comparison comes to on a table: every row answered on both sides, counted, and those that change written down."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

pytest.importorskip("polars", reason="the extra 'tables' is not installed")

import polars as pl

import licet
from licet.comparing.answer import OnData
from licet.errors import InputError

ORDERS = """\
order,recipient,date,kind,range_km,payload_kg,max_airspeed_kmh,jurisdiction
fast,AE,2019-11-04,uas,2900,1800,850,usml
slow,AE,2019-11-04,uas,2900,1800,480,usml
small,IT,2019-11-04,uas,200,100,480,usml
unknown speed,AE,2019-11-04,uas,2900,1800,,usml
missile,FR,2021-11-04,cruise_missile,2900,1800,,usml
unusable,AE,2019-11-04,uas,many,1800,850,usml
"""


@pytest.fixture
def orders(tmp_path: Path) -> Path:
    path = tmp_path / "orders.csv"
    path.write_text(ORDERS, encoding="utf-8")
    return path


def on(base: str, other: str, table: object, **options: object) -> OnData:
    found = licet.compare(base, other, proof=False, on=table, questions=["posture", "category"], **options)  # type: ignore[arg-type]
    assert found.data is not None
    return found.data


def test_each_row_is_asked_as_if_on_the_day_of_either_side(orders: Path, tmp_path: Path) -> None:
    listed = tmp_path / "changed.csv"
    data = on("2020-07-23", "2020-07-24", orders, listed=listed)
    assert (data.rows, data.rejected, data.changed) == (5, 1, 2)
    assert {(f.question, f.from_, f.to, f.count) for f in data.flips} == {
        ("posture", "strong_presumption_of_denial", "case_by_case", 1),
        ("posture", "strong_presumption_of_denial", "open: strong_presumption_of_denial, case_by_case", 1),
    }
    assert data.years == []
    with listed.open(encoding="utf-8", newline="") as file:
        rows = {row["order"]: row for row in csv.DictReader(file)}
    assert rows.keys() == {"slow", "unknown speed"}
    assert rows["slow"]["posture_before"] == "strong_presumption_of_denial"
    assert rows["slow"]["posture_after"] == "case_by_case"
    assert "us.uas-2020/slow-uas" in rows["slow"]["posture_by_after"].split(", ")
    assert rows["slow"]["recipient"] == "AE"


def test_each_row_is_what_reviews_of_both_sides_say(orders: Path, tmp_path: Path) -> None:
    listed = tmp_path / "changed.parquet"
    on("2019-01-01", "2025-10-01+hr-3068-119", orders, listed=listed)
    changed = {row["order"]: row for row in pl.read_parquet(listed).iter_rows(named=True)}
    with orders.open(encoding="utf-8", newline="") as file:
        for row in list(csv.DictReader(file))[:-1]:
            facts = {"kind": row["kind"], "range": f"{row['range_km']} km", "payload": f"{row['payload_kg']} kg"}
            if row["max_airspeed_kmh"]:
                facts["max_airspeed"] = f"{row['max_airspeed_kmh']} km/h"
            told = []
            for day, reform in (("2019-01-01", ()), ("2025-10-01", ("hr-3068-119",))):
                answer = licet.review(
                    recipient=row["recipient"], jurisdiction="usml", item=facts, as_of=day, reform=reform
                ).posture
                told.append(answer.value or "open: " + ", ".join(answer.possible))
            assert (told[0] != told[1]) == (row["order"] in changed)
            if told[0] != told[1]:
                mine = changed[row["order"]]
                assert [mine["posture_before"], mine["posture_after"]] == told


def test_on_its_own_date_only_reforms_tell_the_sides_apart(orders: Path) -> None:
    data = on("now", "now+hr-3068-119", orders, own_dates=True)
    assert data.dates == "of_the_rows"
    assert [(f.from_, f.to, f.count) for f in data.flips] == [
        ("strong_presumption_of_denial", "no_presumption_of_denial", 1)
    ]
    assert [(f.year, f.count) for f in data.years] == [(2021, 1)]
    with pytest.raises(InputError, match="the same reforms on both sides"):
        on("2019-01-01", "2025-10-01", orders, own_dates=True)


def test_a_frame_will_do(orders: Path) -> None:
    frame = pl.read_csv(orders).head(5)
    assert on("2020-07-23", "2020-07-24", frame).changed == 2


def test_answers_of_an_earlier_run_are_given_anew(orders: Path, tmp_path: Path) -> None:
    answered = tmp_path / "answered.csv"
    licet.run(orders, output=answered)
    assert on("2020-07-23", "2020-07-24", answered).changed == 2


def test_what_could_not_be_used_or_understood_is_told(orders: Path, tmp_path: Path) -> None:
    notes = on("2020-07-23", "2020-07-24", orders).notes
    assert "Carried over, stating nothing: order, date" in notes
    assert any(note.startswith("Row 6, range_km: 'many', which is no number") for note in notes)
    misspelt = tmp_path / "misspelt.csv"
    misspelt.write_text("deal,who\n1,Italy\n", encoding="utf-8")
    with pytest.raises(InputError, match="no column that states a fact"):
        on("2020-07-23", "2020-07-24", misspelt)


@pytest.mark.parametrize(
    ("table", "listed", "line"),
    [
        ("nowhere.csv", None, "nowhere.csv"),
        (None, "changed.doc", "--list: 'changed.doc'; expected a file that ends in .csv, .parquet, .jsonl, .xlsx"),
        (None, "no/folder/changed.csv", "--list: "),
    ],
)
def test_what_cannot_be_read_or_written_is_one_line(
    orders: Path, tmp_path: Path, table: str | None, listed: str | None, line: str
) -> None:
    with pytest.raises(InputError) as raised:
        on(
            "2020-07-23",
            "2020-07-24",
            str(tmp_path / table) if table else orders,
            listed=None if listed is None else (tmp_path / listed if "/" in listed else listed),
        )
    assert len(raised.value.faults) == 1
    assert line in str(raised.value.faults[0])
