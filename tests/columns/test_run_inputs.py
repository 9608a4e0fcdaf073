"""Tables as they come: damaged, cut short, of odd encodings first; then each format in, and the same format out."""

from __future__ import annotations

import datetime
import json
import sys
import types
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, ClassVar

import pytest

pytest.importorskip("polars", reason="the extra 'tables' is not installed")

import polars as pl

import licet
from licet.columns.inputs import Asking, Source, open_source
from licet.errors import InputError

ROWS = pl.DataFrame(
    {
        "id": [1, 2, 3, 4, 5],
        "recipient": ["IT", "SA", None, "Atlantis", "IN"],
        "kind": ["uas"] * 5,
        "range_km": [1850.5, None, 250.0, 100.0, 400.0],
        "date": [datetime.date(2014, 6, 1)] * 5,
        "agreed": [True, False, None, True, True],
    }
)


def rows(source: Source, start: int = 0, size: int = 2) -> list[tuple[Any, ...]]:
    return [row for batch in source.batches(start, size) for row in batch.frame.rows()]


def refused(path: Path | str, asking: Asking | None = None) -> str:
    with pytest.raises(InputError) as caught:
        rows(open_source(path, asking))
    (fault,) = caught.value.faults
    return str(fault)


def written(path: Path, data: bytes | str) -> Path:
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


# What cannot be read


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.csv", b"", "an empty file"),
        ("a.csv", b"\n \n", "an empty file"),
        ("a.csv", b"a,b\0c\n1,2\n", "a binary file"),
        ("a.csv", b"a,b,a\n1,2,3\n", "the header 'a' on the columns 1, 3"),
        ("a.parquet", b"PAR1 and no more", "damaged or no Parquet"),
        ("a.arrow", b"ARROW1 and no more", "damaged or no Arrow"),
        ("a.xlsx", b"PK and no more", "damaged or no workbook"),
        ("a.jsonl", b"", "no object"),
        ("a.jsonl", b"[1]\nx\n", "no object"),
        ("a.jsonl", b'{"a": "\xff"}\n', "not UTF-8"),
        ("a.doc", b"x", "the ending '.doc'"),
        ("a", b"x", "no ending"),
        ("a.duckdb", b"x", "a database and no query"),
    ],
)
def test_a_file_that_is_no_table_is_one_clear_line(tmp_path: Path, name: str, data: bytes, said: str) -> None:
    assert said in refused(written(tmp_path / name, data))


def test_a_file_that_is_not_there_and_a_folder_are_faults(tmp_path: Path) -> None:
    assert "No such file" in refused(tmp_path / "none.csv")
    assert "a folder" in refused(tmp_path)


@pytest.mark.parametrize("name", ["t.parquet", "t.arrow", "t.xlsx"])
@pytest.mark.parametrize("share", [0.3, 0.6, 0.98])
def test_a_truncated_file_is_one_clear_line_and_never_half_a_table(tmp_path: Path, name: str, share: float) -> None:
    pytest.importorskip("fastexcel")
    path = tmp_path / name
    many = pl.concat([ROWS] * 200)
    {"t.parquet": many.write_parquet, "t.arrow": many.write_ipc, "t.xlsx": many.write_excel}[name](path)  # type: ignore[operator]
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    assert "damaged or no" in refused(path)


OLD = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "an empty file; expected a workbook, XLSX"),
        (b"kind,range_km\nuas,3\n", "text and no workbook; expected a workbook, XLSX; if it is CSV, call it .csv"),
        (OLD, "a file of the old format of Office; expected a workbook, XLSX; save it as .xlsx"),
        (
            OLD + "EncryptedPackage".encode("utf-16-le"),
            "a workbook that a password protects; expected a workbook, XLSX; save",
        ),
        (b"\0\1\2", "a file that is no workbook"),
        (b"PK and no more", "damaged or no workbook; expected a workbook, XLSX; was it copied or written to its end?"),
    ],
)
def test_what_is_no_workbook_is_told_by_what_it_is(tmp_path: Path, data: bytes, said: str) -> None:
    pytest.importorskip("fastexcel")
    assert said in refused(written(tmp_path / "a.xlsx", data))


@pytest.mark.parametrize(
    ("names", "said"),
    [
        (["word/document.xml"], "an archive that is no workbook: it has no xl/workbook.xml"),
        (["mimetype", "content.xml"], "save it as .xlsx"),
        (["xl/workbook.xml"], "a workbook that is damaged"),
    ],
)
def test_an_archive_that_is_no_workbook_is_told_so(tmp_path: Path, names: list[str], said: str) -> None:
    pytest.importorskip("fastexcel")
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w") as archive:
        for name in names:
            archive.writestr(name, "<broken")
    assert said in refused(tmp_path / "a.xlsx")


def test_a_sheet_that_is_not_there_is_a_fault_that_lists_those_that_are(tmp_path: Path) -> None:
    ROWS.write_excel(tmp_path / "a.xlsx", worksheet="Orders")
    said = "--sheet-name: no sheet 'Order'; expected a sheet of a.xlsx: Orders; did you mean Orders?"
    assert refused(tmp_path / "a.xlsx", Asking(sheet="Order")) == said


# Text as it is


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_csv_is_read_whatever_its_encoding_delimiter_and_line_ends(
    tmp_path: Path, encoding: str, delimiter: str, newline: str
) -> None:
    lines = [["id", "Größe", "note"], ["007", "é", '"a\nb"'], ["", "1e5", ""], ["0", "?", "NA"]]
    path = written(tmp_path / "a.csv", newline.join(delimiter.join(line) for line in lines).encode(encoding))
    source = open_source(path)
    assert list(source.schema) == ["id", "Größe", "note"]
    assert rows(source) == [("007", "é", "a\nb"), (None, "1e5", None), ("0", "?", "NA")]
    assert bool(source.notes) == (encoding == "cp1252")


def test_an_encoding_that_is_named_is_taken_and_one_that_does_not_exist_is_a_fault(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", "kind,note\nuas,Łódź\n".encode("cp1250"))
    assert rows(open_source(path, Asking(encoding="cp1250"))) == [("uas", "Łódź")]
    assert "'utf-ate'" in refused(path, Asking(encoding="utf-ate"))
    assert "not utf-8" in refused(path, Asking(encoding="utf-8"))


@pytest.mark.parametrize("start", range(6))
def test_a_line_with_other_fields_than_the_header_is_set_aside_and_the_rest_is_read(tmp_path: Path, start: int) -> None:
    path = written(tmp_path / "a.csv", "a,b\n1,2\n3\n4,5,6\n\n7,8\n9,0\n")
    found, faults = [], []
    place = start
    for batch in open_source(path).batches(start, 2):
        found += [row for index, row in enumerate(batch.frame.rows()) if index not in batch.faults]
        faults += [place + index for index in batch.faults]
        place += batch.frame.height
    assert found == [("1", "2"), ("7", "8"), ("9", "0")][max(0, start - 2) if start > 2 else min(start, 1) :]
    assert faults == [place for place in (1, 2) if place >= start]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_a_line_with_other_fields_is_told_by_its_line_and_what_to_do(tmp_path: Path, encoding: str) -> None:
    text = 'a,b\n"ä\nä",2\n\n3\n4,5,6,7\n'
    path = written(tmp_path / "a.csv", text.encode(encoding))
    faults = [str(fault) for batch in open_source(path).batches(0, 2) for fault in batch.faults.values()]
    assert faults == [
        "line 5: 1 field: 3; expected 2 fields, as in the header; add the 1 field that is missing, or quote the cell that holds a line break",
        "line 6: 4 fields: 4,5,6,7; expected 2 fields, as in the header; quote the cell that holds ',', or take out the last 2 fields",
    ]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"recipient": "IT", "recipient": "SA"}', 'the key \'recipient\' twice, with "IT" and "SA"'),
        ('{"item": {"kind": "uas", "kind": "rocket"}}', "the key 'kind' twice"),
        ('{"item.kind": "uas", "item": {"kind": "rocket"}}', "the key 'item.kind' twice"),
        ('{"n": 1, "n": true}', "the key 'n' twice, with 1 and true"),
        ('{"a": [{"b": 1, "b": 2}]}', "the key 'b' twice"),
    ],
)
def test_a_key_with_two_values_makes_its_line_unusable_and_never_counts_as_one_of_them(
    tmp_path: Path, line: str, said: str
) -> None:
    (batch,) = open_source(written(tmp_path / "a.jsonl", f'{{"recipient": "FR"}}\n\n{line}\n')).batches(0, 9)
    ((place, fault),) = batch.faults.items()
    assert place == 1
    assert fault.found.startswith(f"line 3: {said}")
    assert (fault.expected, fault.mend) == ("every key once", "remove one of the two")


def test_a_key_that_stands_twice_with_one_value_is_no_fault(tmp_path: Path) -> None:
    source = open_source(
        written(tmp_path / "a.jsonl", '{"n": 1, "n": 1, "item": {"kind": "uas"}, "item.kind": "uas"}\n')
    )
    (batch,) = source.batches(0, 9)
    assert batch.faults == {}
    assert batch.frame.rows() == [(1, "uas")]


def test_a_number_of_more_digits_than_a_number_holds_stays_what_is_written(tmp_path: Path) -> None:
    source = open_source(
        written(tmp_path / "a.jsonl", '{"x": 299.99999999999999999}\n{"x": 1.00000000000000e999999999}\n')
    )
    assert rows(source) == [("299.99999999999999999",), ("Infinity",)]


def test_a_header_without_a_name_is_called_by_its_place(tmp_path: Path) -> None:
    assert list(open_source(written(tmp_path / "a.csv", "a,,b\n1,2,3\n")).schema) == ["a", "column 2", "b"]


def test_objects_in_json_lines_become_columns_of_dotted_names(tmp_path: Path) -> None:
    lines = [
        '{"id": 1, "item": {"kind": "uas", "range": ["1 km", "2 km"]}}',
        "",
        '{"id": 2.5, "flag": true, "mixed": 5}',
        '{"mixed": "x"}',
    ]
    source = open_source(written(tmp_path / "a.jsonl", "\n".join(lines)))
    assert dict(source.schema) == {
        "id": pl.Float64,
        "item.kind": pl.String,
        "item.range": pl.String,
        "flag": pl.Boolean,
        "mixed": pl.String,
    }
    assert rows(source)[0] == (1.0, "uas", '["1 km", "2 km"]', None, None)
    assert source.rows == 3


def test_a_sheet_keeps_texts_days_and_whole_numbers_and_leaves_out_what_is_only_formatted(tmp_path: Path) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["id", "kind", None, "date", "range_km"])
    sheet.append(["007", "uas", "x", datetime.date(2025, 9, 15), 300])
    sheet.append([None, None, None, None, None])
    sheet.append(["=1+1", "", None, datetime.date(2020, 1, 1), 500])
    sheet.cell(row=40, column=1).number_format = "0.00"
    book.save(tmp_path / "a.xlsx")
    source = open_source(tmp_path / "a.xlsx")
    assert list(source.schema) == ["id", "kind", "column 3", "date", "range_km"]
    assert source.schema["range_km"] == pl.Int64
    assert source.schema["date"] == pl.Date
    assert source.rows == 3
    assert rows(source)[0] == ("007", "uas", "x", datetime.date(2025, 9, 15), 300)


# Queries


def test_a_query_over_a_database_over_a_file_and_over_nothing(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    with duckdb.connect(tmp_path / "a.duckdb") as connection:
        connection.execute("create table orders as select range id, 'uas' kind from range(5)")
    assert rows(open_source(f"duckdb:{tmp_path}/a.duckdb?select * from orders where id > 2")) == [
        (3, "uas"),
        (4, "uas"),
    ]
    assert rows(open_source(tmp_path / "a.duckdb", Asking(query="select count(*) n from orders")), size=9) == [(5,)]
    path = written(tmp_path / "a.csv", "id\n007\n8\n")
    assert rows(open_source(path, Asking(query="select id from input where id like '0%'"))) == [("007",)]
    assert rows(open_source("duckdb:?select 1 as a")) == [(1,)]
    assert "DuckDB understands" in refused(path, Asking(query="selec id from input"))
    assert "no such file" in refused("duckdb:none.duckdb?select 1")
    assert "no query" in refused("duckdb:")


def test_a_query_of_postgresql_is_read_and_its_password_is_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    pa = pytest.importorskip("pyarrow")

    class Driver(types.ModuleType):
        Error = RuntimeError
        asked: ClassVar[list[str]] = []

        @contextmanager
        def connect(self, uri: str) -> Iterator[Any]:
            if "wrong" in uri:
                raise self.Error("no such host")
            yield self

        @contextmanager
        def cursor(self) -> Iterator[Any]:
            yield self

        def execute(self, query: str) -> None:
            self.asked.append(query)

        def fetch_record_batch(self) -> Any:
            return pa.RecordBatchReader.from_batches(pa.schema({"id": pa.int64()}), [pa.record_batch({"id": [1, 2]})])

    driver = Driver("adbc_driver_postgresql.dbapi")
    monkeypatch.setitem(sys.modules, "adbc_driver_postgresql", types.ModuleType("adbc_driver_postgresql"))
    monkeypatch.setitem(sys.modules, "adbc_driver_postgresql.dbapi", driver)
    source = open_source("postgresql://me:secret@host/orders?sslmode=require", Asking(query="select id from orders;"))
    assert source.name == "postgresql://…@host/orders"
    assert rows(source) == [(1,), (2,)]
    assert set(driver.asked) == {"select id from orders"}
    said = refused("postgresql://me:secret@wrong/orders", Asking(query="select 1"))
    assert "no such host" in said
    assert "secret" not in said


def test_a_package_that_is_not_installed_is_named_with_its_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "adbc_driver_postgresql.dbapi", None)
    monkeypatch.setitem(sys.modules, "adbc_driver_postgresql", None)
    assert "pip install 'licet[postgres]'" in refused("postgresql://host/a", Asking(query="select 1"))


# Each format in and out


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet", "jsonl", "arrow"])
def test_what_goes_in_comes_out_with_its_answers(tmp_path: Path, ending: str) -> None:
    given = tmp_path / f"in.{ending}"
    write: dict[str, Any] = {
        "csv": ROWS.write_csv,
        "xlsx": ROWS.write_excel,
        "parquet": ROWS.write_parquet,
        "jsonl": ROWS.write_ndjson,
        "arrow": ROWS.write_ipc,
    }
    write[ending](given)
    before = open_source(given)
    ran = licet.run(given, output=tmp_path / f"out.{ending}", questions=["category"])
    assert (ran.counts.rows_in, ran.counts.rows_out, ran.counts.rejected) == (5, 4, 1)
    after = open_source(tmp_path / f"out.{ending}")
    kept = [row for row in rows(before) if row[1] != "Atlantis"]
    assert [row[:6] for row in rows(after)] == kept
    assert list(after.schema)[6:] == ["category", "category_by", "category_possible", "missing"]
    if ending == "parquet":
        assert [after.schema[name] for name in ROWS.columns] == ROWS.dtypes


def test_nested_json_lines_come_out_as_they_went_in(tmp_path: Path) -> None:
    lines = [
        {"id": "007", "recipient": "IT", "item": {"kind": "uas", "range": ["250 km", "500 km"], "payload": "600 kg"}},
        {
            "id": "008",
            "item": {"kind": "uas", "envelope": [{"payload": "500 kg", "range": "300 km"}]},
            "end_use": {"wmd_delivery": "no"},
        },
    ]
    given = written(tmp_path / "in.jsonl", "".join(json.dumps(line) + "\n" for line in lines))
    licet.run(given, output=tmp_path / "out.jsonl", questions=["category"])
    found = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    for line, out in zip(lines, found, strict=True):
        assert {key: out[key] for key in line} == line
        assert out["category"] == licet.review({k: v for k, v in line.items() if k != "id"}).answers["category"].value


def test_a_field_of_an_object_beside_a_column_of_its_name_is_a_fault() -> None:
    frame = pl.DataFrame({"item": [{"kind": "uas"}], "item.kind": ["uas"]})
    with pytest.raises(InputError, match=r"the column 'item.kind' beside the field 'kind' of the column 'item'"):
        licet.run(frame, questions=["category"])
    with pytest.raises(InputError, match=r"2 columns that state item.kind"):
        licet.run(frame.rename({"item.kind": "kind"}), questions=["category"])
    with pytest.raises(InputError, match=r"column 'item.range': numbers without a unit"):
        licet.run(pl.DataFrame({"item": [{"kind": "uas", "range": 300}]}), questions=["category"])


@pytest.mark.parametrize("engine", ["walk", "memory"])
@pytest.mark.parametrize("ending", ["frame", "parquet", "arrow"])
def test_an_object_in_a_column_states_what_it_states_in_json_lines(tmp_path: Path, ending: str, engine: str) -> None:
    items = [
        {"kind": "uas", "range": ["400 km", "500 km"], "payload": "600 kg", "colour": "red"},
        {"kind": "boat", "range": None, "payload": None, "colour": None},
        None,
    ]
    lines = [{"id": number, "item": item, "end_use": {"wmd_delivery": "no"}} for number, item in enumerate(items)]
    frame = pl.DataFrame(lines, infer_schema_length=None)
    given = written(tmp_path / "in.jsonl", "".join(json.dumps(line) + "\n" for line in lines))
    expected = licet.run(given, questions=["category"], engine=engine)
    table: Any = frame if ending == "frame" else tmp_path / f"in.{ending}"
    if ending != "frame":
        (frame.write_parquet if ending == "parquet" else frame.write_ipc)(table)
    ran = licet.run(table, questions=["category"], engine=engine)
    assert ran.headings.carried == ("id", "item.colour")
    assert ran.frame.columns[:3] == frame.columns
    assert ran.frame.get_column("item").to_list() == [items[0], items[2]]
    for name in ("category", "category_possible", "missing"):
        assert ran.frame.get_column(name).to_list() == expected.frame.get_column(name).to_list()
    told = ("row", "column", "found", "expected")
    assert ran.rejects.select(told).rows() == expected.rejects.select(told).rows()
    assert ran.rejects.columns[5:] == frame.columns


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet", "jsonl"])
def test_a_table_of_answers_is_answered_anew_and_none_of_them_states_anything(tmp_path: Path, ending: str) -> None:
    first, second = tmp_path / f"first.{ending}", tmp_path / f"second.{ending}"
    ROWS.write_csv(tmp_path / "in.csv")
    licet.run(tmp_path / "in.csv", output=first, questions=["category", "entries"])
    ran = licet.run(first, output=second, questions=["category", "entries"], as_of="2020-01-01")
    before, after = open_source(first), open_source(second)
    assert list(after.schema) == list(before.schema)
    assert [row[:6] for row in rows(after)] == [row[:6] for row in rows(before)]
    assert ran.notes[-1].startswith("Answers of an earlier run, given anew: entries, entries_by, ")
    assert "entries" not in ran.headings.names
    ran = licet.run(first, output=second, questions=["posture"], mapping={"entries": "-", "missing": "-"})
    assert list(open_source(second).schema)[6:12] == list(before.schema)[6:12]
    assert ran.notes[-2:] == (
        "Answers of an earlier run, given anew: missing",
        "Answers of an earlier run, left as they are and stating nothing: "
        + ", ".join(name for name in list(before.schema)[6:] if name != "missing"),
    )
    assert {"entries", "category"} <= set(ran.headings.carried)


def test_a_frame_comes_back_as_a_frame_with_its_rows_in_their_order() -> None:
    ran = licet.run(ROWS, questions=["category", "posture"])
    assert isinstance(ran.frame, pl.DataFrame)
    assert ran.frame.get_column("id").to_list() == [1, 2, 3, 5]
    assert ran.rejects.select("row", "column").rows() == [(4, "recipient")]
    assert ran.counts.open["category"] == ran.frame.get_column("category").null_count()
    assert licet.run(ROWS.lazy(), questions=["category"]).frame.height == 4


def test_a_pandas_frame_comes_back_as_one_with_its_index() -> None:
    pytest.importorskip("pandas")
    given = ROWS.to_pandas().set_index(pl.Series([10, 20, 30, 40, 50]).to_pandas())
    ran = licet.run(given, questions=["category"])
    assert list(ran.frame.index) == [10, 20, 30, 50]
    assert list(ran.frame["id"]) == [1, 2, 3, 5]


def test_what_is_no_table_is_a_fault() -> None:
    with pytest.raises(InputError, match="a frame of Polars or pandas"):
        licet.run([1, 2, 3])


@pytest.mark.parametrize("ending", ["csv", "xlsx", "parquet", "jsonl", "arrow"])
def test_columns_of_any_type_are_carried_in_every_format(tmp_path: Path, ending: str) -> None:
    frame = pl.DataFrame(
        {
            "kind": pl.Series(["uas", "x"], dtype=pl.Categorical),
            "item.entries": [["1.A.2"], []],
            "object": [{"a": 1}] * 2,
            "span": [datetime.timedelta(1)] * 2,
            "bytes": [b"\x00\xff"] * 2,
            "time": [datetime.time(3)] * 2,
            "nothing": [None] * 2,
            "date": [datetime.datetime(2025, 9, 15, 10, tzinfo=datetime.UTC)] * 2,
        }
    )
    frame.write_parquet(tmp_path / "a.parquet")
    ran = licet.run(tmp_path / "a.parquet", output=tmp_path / f"out.{ending}", questions=["category"])
    assert (ran.counts.rows_out, ran.counts.rejected) == (1, 1)
    assert next(iter(open_source(tmp_path / f"out.{ending}").schema)) == "kind"
