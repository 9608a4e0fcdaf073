"""Readers of published formats: bad files first, then what good ones say, then the published files themselves where they lie beside the checkout."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest
from small_lists import CCL, CHART, EU, FILES, SHARED, needs_published_lists, write_lists

from licet.errors import InputError
from licet.registers import (
    commerce_control_list,
    country_chart,
    dual_use_list,
    missile_technology_eccns,
    munitions_list,
    uk_index,
)
from licet.registers.folder import read_folder
from licet.registers.published import PublishedFile
from licet.transfers.nations import Nations


def file(path: str, text: str | bytes | None = None) -> PublishedFile:
    data = FILES[path] if text is None else text
    return PublishedFile(path, data.encode() if isinstance(data, str) else data)


READERS: dict[str, Any] = {
    "uk/MTCR_Cat_1_regimes.csv": uk_index,
    "us/ccl.json": commerce_control_list,
    "us/country-chart.json": country_chart,
    "us/usml_rows.csv": munitions_list,
    "us/ccl_mt_entries_2026-07-23.csv": missile_technology_eccns,
    "eu/dual_use_list_2021.json": dual_use_list,
}


def refused(path: str, text: str | bytes) -> str:
    """The one fault of a file."""
    with pytest.raises(InputError) as error:
        READERS[path].read(file(path, text))
    assert len(error.value.faults) == 1
    fault = error.value.faults[0]
    assert fault.where.startswith(path)
    assert fault.expected
    return str(fault)


# bad files


@pytest.mark.parametrize("path", READERS)
def test_a_file_that_is_cut_off_gives_one_fault_with_its_line(path: str) -> None:
    whole = FILES[path]
    text = refused(path, whole[: len(whole) * 2 // 3])
    assert ":" in text.removeprefix(path)


@pytest.mark.parametrize("path", READERS)
@pytest.mark.parametrize("text", ["", "\n", "hello", "[]", "{}", "null", '{"entries": []}', "a,b\n"])
def test_a_file_of_another_form_gives_one_fault(path: str, text: str) -> None:
    refused(path, text)


@pytest.mark.parametrize("path", READERS)
def test_a_file_that_is_no_text_gives_one_fault(path: str) -> None:
    assert "binary" in refused(path, b"\0\1\2")
    assert "not UTF-8" in refused(path, b"M1A1,\xff")


def test_json_without_what_is_needed_says_where_it_is_missing() -> None:
    without = {**CCL, "entries": [{"eccn": "9A012"}]}
    text = refused("us/ccl.json", json.dumps(without))
    assert "missing required field 'heading'" in text
    assert "$.entries[0]" in text


def test_a_list_that_counts_more_entries_than_it_holds_is_not_whole() -> None:
    assert "7 entries where the file itself counts 8" in refused("us/ccl.json", json.dumps({**CCL, "entryCount": 8}))
    assert "2 destinations" in refused("us/country-chart.json", json.dumps({**CHART, "countryCount": 3}))


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("M1A1,ACTIVE,4,UK", "a row of 4 values"),
        ("1A1,ACTIVE,4,UK,Cat 1", "the reference '1A1'"),
        ("MX1,ACTIVE,4,UK,Cat 1", "the reference 'MX1'"),
        ("M1A1,GONE,4,UK,Cat 1", "the status 'GONE'"),
        ("M1A1,ACTIVE,4,UK,Cat 3", "the category 'Cat 3'"),
        ("M1A2,ACTIVE,4,UK,Cat 1", "M1A2 a second time (first on line 1)"),
    ],
)
def test_a_row_that_is_none_of_the_index_is_named_with_its_line(row: str, found: str) -> None:
    text = refused("uk/MTCR_Cat_1_regimes.csv", f"M1A2,ACTIVE,4,UK,Cat 1\n{row}\n")
    assert text.startswith("uk/MTCR_Cat_1_regimes.csv:2: ")
    assert found in text


def test_codes_that_are_none_and_codes_that_stand_twice_are_faults() -> None:
    twice = {**CCL, "entryCount": None, "entries": [*CCL["entries"], CCL["entries"][0]]}  # type: ignore[misc,index]
    assert "3A101 a second time" in refused("us/ccl.json", json.dumps(twice))
    assert "the code 'X1'" in refused("eu/dual_use_list_2021.json", json.dumps([{**EU[0], "code": "X1"}]))
    assert "9A101 a second time" in refused("eu/dual_use_list_2021.json", json.dumps([EU[0], EU[0]]))
    assert "IV(d)(2) a second time" in refused(
        "us/usml_rows.csv", FILES["us/usml_rows.csv"] + "IV(d)(2),Motors,0,8,1\n"
    )
    assert "the paragraph 'four'" in refused("us/usml_rows.csv", "usml,text,mt_flag\nfour,Rockets,0\n")
    assert "the mark '?'" in refused("us/usml_rows.csv", "usml,text,mt_flag\nIV(A),Rockets,?\n")
    assert "the ECCN 'Z'" in refused("us/ccl_mt_entries_2026-07-23.csv", "eccn,heading,mt_scope,chart\nZ,a,b,c\n")


def test_a_mark_outside_the_columns_and_a_footnote_that_is_not_printed_are_faults() -> None:
    marked = (
        FILES["us/country-chart.json"].replace('"MT 1"\n    ]', '"XX 9"\n    ]').replace('"MT 1"\n   ]', '"XX 9"\n   ]')
    )
    assert "the mark 'XX 9' of Italy" in refused("us/country-chart.json", marked)
    assert "footnote 3 of Italy" in refused("us/country-chart.json", json.dumps({**CHART, "footnotes": {}}))


# what good files say


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("M1A1", "1.A.1"),
        ("M10A1", "10.A.1"),
        ("M2A1b1", "2.A.1.b.1"),
        ("M2A1B1", "2.A.1.b.1"),
        ("M4C2b10", "4.C.2.b.10"),
        ("M4C6c2a", "4.C.6.c.2.a"),
        ("2.A.1.c.2", "2.A.1.c.2"),
        ("2.a.1.C.2", "2.A.1.c.2"),
        ("9A012", ""),
        ("3.A", ""),
        ("", ""),
    ],
)
def test_a_reference_is_read_with_and_without_its_dots(written: str, code: str) -> None:
    assert uk_index.annex_code(written) == code


def test_the_index_gives_codes_categories_and_headings() -> None:
    rows = uk_index.read(file("uk/MTCR_Cat_2_regimes.csv"))
    assert [(row.code, row.category, row.status) for row in rows] == [
        ("3.A.1", "II", "PARENT"),
        ("3.A.1.a", "II", "ACTIVE"),
        ("3.A.1.b", "II", "ACTIVE"),
    ]


def test_an_eccn_points_to_the_itar_only_where_it_controls_nothing_itself() -> None:
    ccl = commerce_control_list.read(file("us/ccl.json"))
    assert {code for code, eccn in ccl.entries.items() if eccn.points_to_itar} == {"9A107"}
    assert ccl.entries["9A106"].related_to_itar
    assert {code for code, eccn in ccl.entries.items() if eccn.missile_technology} == {
        "3A101", "9A012", "9A101", "9A106", "9A120",
    }  # fmt: skip
    assert list(ccl.entries["3A101"].paragraphs) == ["a", "a.1", "a.2", "c"]
    assert ccl.entries["9A012"].controls[0].columns == ("NS 1",)
    assert ccl.entries["9A610"].controls[0].columns == ()


def test_keys_that_a_later_edition_adds_do_no_harm() -> None:
    later = json.loads(FILES["us/ccl.json"]) | {"licence": "none"}
    later["entries"][0]["colour"] = "red"
    assert len(commerce_control_list.read(file("us/ccl.json", json.dumps(later))).entries) == 7


NATIONS = Nations.from_folder(Path(__file__).parents[1] / "law" / "nations")


def test_the_chart_tells_marks_by_nation_and_never_takes_absence_for_a_row() -> None:
    chart = country_chart.read(file("us/country-chart.json"))
    italy, norway, marino, kosovo = (chart.destination(code, NATIONS.code) for code in ("IT", "NO", "SM", "XK"))
    assert italy and italy.marks == frozenset({"NS 1", "MT 1"}) and italy.footnotes == ("See another part.",)
    assert norway and norway.row == "Norrway", "the aliases of the file tell whose row a misspelt one is"
    assert marino and marino.row == "Italy" and marino.basis == "It goes with Italy."
    assert kosovo and kosovo.marks is None and kosovo.elsewhere == "See part 746."
    assert chart.destination("DE", NATIONS.code) is None


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("IV(a)(1)", ("IV", "A", "1")),
        ("IV(A)(1)", ("IV", "A", "1")),
        ("XI(a)(3)(xxix)", ("XI", "A", "3", "XXIX")),
        ("V", ("V",)),
        ("IV(a)(1", ()),
        ("XII(d)(2)(i-iii)", ()),
        ("9A012", ()),
    ],
)
def test_paragraphs_of_the_munitions_list_are_compared_without_regard_to_case(written: str, place: Any) -> None:
    assert munitions_list.place(written) == place


def test_dual_use_paragraphs_leave_notes_out_and_keep_the_order_of_letters_and_numbers() -> None:
    listed = dual_use_list.read(file("eu/dual_use_list_2021.json"))
    assert listed.entries["9A101"].paragraphs == {"a": "Small:", "b": "Large:", "b.1": "Very large."}
    assert {code for code, entry in listed.entries.items() if entry.missile_technology} == {
        "9A101", "9A107", "9A112", "9A119",
    }  # fmt: skip


def test_a_paragraph_whose_level_was_lost_counts_at_both_depths() -> None:
    entry = {"code": "9A101", "regime": "MTCR", "paragraphs": [
        {"depth": 1, "label": "9A101.", "kind": "base", "text": "Engines:"},
        {"depth": 2, "label": "h.", "kind": "base", "text": "Those:"},
        {"depth": 2, "label": "1.", "kind": "base", "text": "One."},
        {"depth": 2, "label": "i.", "kind": "base", "text": "These."},
    ]}  # fmt: skip
    listed = dual_use_list.read(file("eu/dual_use_list_2021.json", json.dumps([entry])))
    assert set(listed.entries["9A101"].paragraphs) == {"h", "h.1", "1", "i"}


# folders


def problems(folder: Path) -> list[str]:
    with pytest.raises(InputError) as error:
        read_folder(str(folder))
    return [str(fault) for fault in error.value.faults]


def test_a_folder_that_is_not_there_is_a_file_or_holds_nothing_known_is_one_fault(tmp_path: Path) -> None:
    assert "no such folder" in problems(tmp_path / "none")[0]
    (tmp_path / "a.txt").write_text("a", encoding="utf-8")
    assert "a file" in problems(tmp_path / "a.txt")[0]
    assert "1 files, none of them" in problems(tmp_path)[0]
    (tmp_path / "empty").mkdir()
    assert "no file" in problems(tmp_path / "empty")[0]


def test_files_are_found_at_any_depth_and_the_rest_is_left_aside_with_a_reason(tmp_path: Path) -> None:
    lists = read_folder(str(write_lists(tmp_path)))
    assert [file.name for file in lists.files] == [
        "uk/MTCR_Cat_1_regimes.csv",
        "uk/MTCR_Cat_2_regimes.csv",
        "us/ccl.json",
        "us/ccl_mt_entries_2026-07-23.csv",
        "us/country-chart.json",
        "us/usml_rows.csv",
        "eu/dual_use_list_2021.json",
    ]
    assert set(lists.aside) == {"README.md", "other/parties.json"}
    assert lists.uk is not None and len(lists.uk) == 5


def test_a_file_is_known_by_its_content_under_any_name(tmp_path: Path) -> None:
    write_lists(tmp_path)
    for number, path in enumerate(FILES):
        (tmp_path / path).rename((tmp_path / path).with_name(f"x{number}{Path(path).suffix}"))
    assert len(read_folder(str(tmp_path)).files) == 7


def test_every_broken_file_of_a_folder_is_named_at_once(tmp_path: Path) -> None:
    write_lists(
        tmp_path,
        ("uk/MTCR_Cat_1_regimes.csv", "Cat 1", "Cat"),
        ("us/ccl.json", '"entryCount": 7', '"entryCount": 9'),
        ("us/usml_rows.csv", "IV(A)", "4(A)"),
    )
    faults = problems(tmp_path)
    assert [fault.split(":")[0] for fault in faults] == [
        "uk/MTCR_Cat_1_regimes.csv",
        "us/ccl.json",
        "us/usml_rows.csv",
    ]


def test_of_two_editions_the_later_counts_and_the_other_is_said(tmp_path: Path) -> None:
    write_lists(tmp_path)
    (tmp_path / "older.json").write_text(FILES["us/ccl.json"].replace("2026-07-23", "2020-01-01"), encoding="utf-8")
    (tmp_path / "copy.json").write_text(FILES["us/ccl.json"], encoding="utf-8")
    lists = read_folder(str(tmp_path))
    assert "an older edition (2020-01-01)" in lists.aside["older.json"]
    assert lists.ccl is not None and lists.ccl.edition == "2026-07-23"
    assert "the same as" in (lists.aside.get("us/ccl.json") or lists.aside["copy.json"])


def test_of_two_undated_files_of_one_list_none_is_guessed_to_be_the_later(tmp_path: Path) -> None:
    write_lists(tmp_path)
    (tmp_path / "usml2.csv").write_text(FILES["us/usml_rows.csv"] + "XX(A),Submarines,0,9,0\n", encoding="utf-8")
    assert "nothing tells which is the later" in problems(tmp_path)[0]


def test_a_reference_that_stands_in_two_files_of_the_index_is_a_fault(tmp_path: Path) -> None:
    write_lists(tmp_path, ("uk/MTCR_Cat_2_regimes.csv", "M3A1,", "M1A2,"))
    assert problems(tmp_path) == [
        "uk/MTCR_Cat_2_regimes.csv:1: M1A2 a second time (first uk/MTCR_Cat_1_regimes.csv:1); expected once"
    ]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read every file")
def test_a_file_that_may_not_be_read_is_a_fault(tmp_path: Path) -> None:
    write_lists(tmp_path)
    (tmp_path / "us/ccl.json").chmod(0)
    assert "us/ccl.json" in problems(tmp_path)[0]


# the published files


@needs_published_lists
def test_the_published_files_are_read_whole() -> None:
    lists = read_folder(str(SHARED))
    assert lists.uk is not None and len(lists.uk) == 264
    assert sum(row.category == "I" for row in lists.uk) == 23
    assert lists.ccl is not None and len(lists.ccl.entries) == 633
    assert lists.usml is not None and len(lists.usml.paragraphs) == 1147
    assert lists.dual_use is not None and len(lists.dual_use.entries) == 366
    assert sum(entry.missile_technology for entry in lists.dual_use.entries.values()) == 100
    assert lists.missile_technology is not None and lists.missile_technology.keys() == {
        code for code, eccn in lists.ccl.entries.items() if eccn.missile_technology
    }
    assert not any("MTCR" in name or "ccl" in name or "usml" in name for name in lists.aside)


@needs_published_lists
def test_every_row_of_the_published_chart_is_the_row_of_some_nation() -> None:
    chart = read_folder(str(SHARED)).chart
    assert chart is not None
    found = {code: chart.destination(code, NATIONS.code) for code in NATIONS.by_code}
    rows = {there.row for there in found.values() if there}
    assert len(rows) == len(chart) == 200
    hong_kong, iran, italy = found["HK"], found["IR"], found["IT"]
    assert hong_kong and hong_kong.row == "China" and hong_kong.basis
    assert iran and iran.marks is None and "part 746" in iran.elsewhere
    assert italy and italy.marks is not None and "MT 1" in italy.marks
    assert found["US"] is None


@needs_published_lists
@pytest.mark.parametrize(
    ("code", "paragraph"),
    [("1C111", "a.4.q"), ("1C111", "c.6.o"), ("6A008", "h.2"), ("9A112", "b.2.b"), ("7A103", "a.2"), ("9A106", "d")],
)
def test_paragraphs_of_the_published_dual_use_list_are_found(code: str, paragraph: str) -> None:
    listed = read_folder(str(SHARED)).dual_use
    assert listed is not None
    assert paragraph in listed.entries[code].paragraphs
