"""``licet import`` and ``licet report proliferation`` as a person or a script meets them: bad input first."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result
from registers.published import LAUNCHERS, deal, flight, names, published_tests, register

from licet.cli.main import main


def licet(*words: str) -> Result:
    result = CliRunner().invoke(main, list(words), prog_name="licet")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exc_info
    assert "Traceback" not in result.stderr
    return result


def refused(*words: str) -> list[str]:
    result = licet(*words)
    assert result.exit_code == 2
    assert result.stdout == ""
    return result.stderr.splitlines()


@pytest.fixture
def csv_file(tmp_path: Path) -> str:
    path = tmp_path / "register.csv"
    rows = [deal(), deal(year="2020"), deal(supplier="Soviet Union", recipient="Libya", year="1975", designation="R-17 Elbrus", description="surface-to-surface missile"), deal(year="soon")]  # fmt: skip
    path.write_bytes(register(*rows).data)
    return str(path)


# bad input


def test_files_that_cannot_be_used_are_faults_one_a_line(tmp_path: Path) -> None:
    cut, other = tmp_path / "cut.csv", tmp_path / "other.csv"
    cut.write_bytes(register(deal(), deal()).data[:-40])
    other.write_text("a,b\n1,2\n")
    for command in ("sipri", "slv", "missile-tests"):
        assert len(refused("import", command, str(tmp_path))) == 1
        assert len(refused("import", command, str(tmp_path / "nowhere.csv"))) == 1
        assert len(refused("import", command, str(other))) == 1
    assert "ends in the middle" in refused("import", "sipri", str(cut))[0]


def test_the_file_that_is_read_is_not_overwritten(csv_file: str) -> None:
    before = Path(csv_file).read_bytes()
    assert "which is read" in refused("import", "sipri", csv_file, "-o", csv_file)[0]
    assert Path(csv_file).read_bytes() == before


@pytest.mark.parametrize("day", ["2024-02-30", "yesterday"])
def test_a_day_that_does_not_exist_is_a_fault(csv_file: str, day: str) -> None:
    faults = refused("report", "proliferation", csv_file, "--as-of", day)
    assert faults[0].startswith("--as-of")


def test_lines_of_another_form_are_faults_with_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "deals.jsonl"
    path.write_text('{"recipient": "IT"}\n{"register": {"name": "x"}}\n{"register"\n')
    faults = refused("report", "proliferation", str(path), str(path.with_name("none.jsonl")))
    assert [fault.partition(": ")[0] for fault in faults[:3]] == [f"{path}:{line}" for line in (1, 2, 3)]
    assert len(faults) == 4


def test_a_file_that_is_named_twice_would_count_twice_and_is_refused(csv_file: str) -> None:
    assert all("more than once" in fault for fault in refused("report", "proliferation", csv_file, csv_file))


# import


def test_the_text_is_the_account(csv_file: str) -> None:
    text = licet("import", "sipri", csv_file).stdout
    for words in ("all rows", "rejected", "row 4", "which is no year", "Soviet Union", "Stockholm", "not commercial"):
        assert words in text


def test_json_lines_go_to_a_file_and_the_account_to_standard_error(csv_file: str, tmp_path: Path) -> None:
    out = tmp_path / "deals.jsonl"
    result = licet("import", "sipri", csv_file, "-o", str(out))
    assert result.exit_code == 0
    assert result.stdout == ""
    assert "4 rows" in result.stderr
    assert "1 rejected" in result.stderr
    assert "row 4: the year of order 'soon'" in result.stderr
    lines = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert [line["register"]["row"] for line in lines] == [1, 2, 2, 3]


def test_json_holds_the_account_and_the_transfers(csv_file: str) -> None:
    found: dict[str, Any] = json.loads(licet("import", "sipri", csv_file, "--format", "json").stdout)
    assert found["account"]["rows"] == 4
    assert found["register"]["terms"]
    assert len(found["transfers"]) == found["account"]["lines"] == 4


def table_of(tmp_path: Path, *words: str) -> list[dict[str, str]]:
    """What a command writes as a table."""
    out = tmp_path / "table.csv"
    licet(*words, "-o", str(out))
    with out.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_csv_is_a_table_of_transfers_and_calls_all_else_the_registers(csv_file: str, tmp_path: Path) -> None:
    rows = table_of(tmp_path, "import", "sipri", csv_file)
    facts = [name for name in rows[0] if not name.startswith("register_")]
    assert facts == ["date", "exporter", "recipient", "name", "kind"]
    assert rows[0]["register_columns_weapon_designation"] == "MQ-9 Reaper"
    assert "register_columns_year_of_order_mark" in rows[0]
    assert rows[-1]["exporter"] == "unknown"
    assert "RU" in rows[-1]["register_exporter_may_be"]


def test_a_number_carries_its_unit_in_the_header_and_an_interval_has_two_columns(tmp_path: Path) -> None:
    path = tmp_path / "register.csv"
    missile = deal(designation="Unheard-of", description="portable SAM", year="2014")
    path.write_bytes(register(missile).data)
    (row,) = table_of(tmp_path, "import", "sipri", str(path))
    assert (row["range_km_min"], row["range_km_max"], row["payload_kg_max"]) == ("0", "100", "50")


def test_a_column_of_a_register_never_takes_the_place_of_a_fact(tmp_path: Path) -> None:
    tests = tmp_path / "test.en.json"
    tests.write_bytes(published_tests(flight(date="1984-09")).data)
    (row,) = table_of(tmp_path, "import", "missile-tests", str(tests))
    assert (row["date"], row["register_columns_date"]) == ("1984-09-15", "1984-09")


def test_a_row_of_the_table_states_what_the_line_states(tmp_path: Path) -> None:
    rockets = tmp_path / "rockets.csv"
    rockets.write_text(LAUNCHERS)
    rows = table_of(tmp_path, "import", "slv", str(rockets))
    (point,) = json.loads(rows[0]["envelope"])
    assert point["payload"] == "4100 kg"
    assert rows[0]["kind"] == "space_launch_vehicle"


def test_review_reads_what_import_writes(csv_file: str, tmp_path: Path) -> None:
    out = tmp_path / "deals.jsonl"
    licet("import", "sipri", csv_file, "-o", str(out))
    result = licet("review", str(out), "--format", "jsonl")
    assert result.exit_code == 0, result.stderr
    postures = [json.loads(line)["answers"]["posture"]["value"] for line in result.stdout.splitlines()]
    assert postures == ["strong_presumption_of_denial", "strong_presumption_of_denial", "case_by_case", "not_reviewed"]


def test_launchers_and_tests_are_imported_alike(tmp_path: Path) -> None:
    rockets, tests = tmp_path / "rockets.csv", tmp_path / "test.en.json"
    rockets.write_text(LAUNCHERS)
    tests.write_bytes(published_tests(flight()).data)
    (tmp_path / "missile.en.json").write_bytes(names().data)
    assert "space launch vehicle  5" in licet("import", "slv", str(rockets)).stdout
    line = json.loads(licet("import", "missile-tests", str(tests), "--format", "jsonl").stdout)
    assert line["item"]["kind"] == "ballistic_missile", "the names beside the file are read"
    without = tmp_path / "none.json"
    without.write_text("{}")
    bare = json.loads(
        licet("import", "missile-tests", str(tests), "--missiles", str(without), "--format", "jsonl").stdout
    )
    assert "kind" not in bare["item"]


# report


def test_the_report_reads_the_register_itself_and_what_import_wrote_and_they_agree(
    csv_file: str, tmp_path: Path
) -> None:
    out = tmp_path / "deals.jsonl"
    licet("import", "sipri", csv_file, "-o", str(out))
    one, other = (
        json.loads(licet("report", "proliferation", name, "--as-of", "2026-01-01", "--format", "json").stdout)
        for name in (csv_file, str(out))
    )
    assert one["category_i"] == other["category_i"] == 3
    assert one["policy_dates"] == other["policy_dates"]
    assert one["sources"][0]["rows"] == 4
    assert "Stockholm" in other["sources"][0]["credit"]


def test_a_page_and_a_table_are_told_by_the_name_of_the_file(csv_file: str, tmp_path: Path) -> None:
    html, table = tmp_path / "page.html", tmp_path / "table.csv"
    for path in (html, table):
        assert licet("report", "proliferation", csv_file, "-o", str(path)).exit_code == 0
    assert html.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert "Stockholm" in html.read_text(encoding="utf-8")
    assert table.read_text(encoding="utf-8").startswith("year,supplier,")


def test_launchers_and_tests_are_no_transfers_and_are_told_apart(tmp_path: Path) -> None:
    rockets, tests = tmp_path / "rockets.csv", tmp_path / "test.en.json"
    rockets.write_text(LAUNCHERS)
    tests.write_bytes(published_tests(flight("scud-b"), flight("scud-b", date="1984-04-09"), flight()).data)
    (tmp_path / "missile.en.json").write_bytes(names().data)
    made = [str(tmp_path / f"{name}.jsonl") for name in ("rockets", "tests")]
    licet("import", "slv", str(rockets), "-o", made[0])
    licet("import", "missile-tests", str(tests), "-o", made[1])
    found = json.loads(licet("report", "proliferation", *made, "--as-of", "2026-01-01", "--format", "json").stdout)
    assert found["transfers"] == 0
    vehicles, flown = found["items"]
    assert (vehicles["rows"], vehicles["category_i"], vehicles["category_open"], vehicles["dated"]) == (5, 2, 3, False)
    assert (flown["rows"], flown["category_i"], flown["category_open"], flown["dated"]) == (3, 2, 1, True)
    assert {year["year"]: year["suppliers"] for year in flown["years"] if year["category_i"]} == {
        1984: {"before_the_regime": 1},
        2017: {"outside": 1},
    }
    regime = next(day for day in flown["policy_dates"] if day["date"] == "1987-04-16")
    assert [(each["ordered"], each["on_the_day"]) for each in regime["would_meet"] if each["category"] == "I"] == [
        ("before", {"strong_presumption_of_denial": 1}),
        ("after", {"strong_presumption_of_denial": 1}),
    ]
    published = [str(rockets), str(tests)]
    same = json.loads(licet("report", "proliferation", *published, "--as-of", "2026-01-01", "--format", "json").stdout)
    assert same["items"] == found["items"], "the files themselves are read as well"
    text = licet("report", "proliferation", *made).stdout
    assert "FLIGHT TESTS OF NORTH KOREAN MISSILES" in text
    assert "SUPPLIERS OUTSIDE THE REGIME" not in text
    rows = list(csv.DictReader(licet("report", "proliferation", *made, "--format", "csv").stdout.splitlines()))
    assert {row["register"] for row in rows} == {"slv", "missile-tests"}


def test_the_pictures_are_a_file_of_their_own_that_names_its_source(csv_file: str, tmp_path: Path) -> None:
    path = tmp_path / "chart.svg"
    assert licet("report", "proliferation", csv_file, "-o", str(path)).exit_code == 0
    root = ElementTree.parse(path).getroot()
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    text = " ".join(root.itertext())
    assert "24 July 2020" in text
    assert "Stockholm" in text
    assert not root.findall(".//{http://www.w3.org/2000/svg}image")


def test_a_date_that_leaves_everything_open_is_no_bar(tmp_path: Path) -> None:
    rockets, path = tmp_path / "rockets.csv", tmp_path / "chart.svg"
    rockets.write_text(LAUNCHERS)
    licet("report", "proliferation", str(rockets), "--as-of", "2026-01-01", "-o", str(path))
    text = path.read_text(encoding="utf-8")
    assert "16 April 1987" in text
    assert "3 January 2025" not in text
