"""Documents as lines with their places: every format, and one clear line for each that cannot be read."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

import pytest
from sheet_files import docx_file, encrypted_pdf, lines_pdf, pdf, xlsx_file

from licet.classification import documents
from licet.classification.documents import read_document, text_document
from licet.classification.lines import Document
from licet.errors import InputError

pytest.importorskip("pypdfium2", reason="the extra 'sheets' is not installed")
pytest.importorskip("docx", reason="the extra 'sheets' is not installed")
pytest.importorskip("openpyxl", reason="the extra 'sheets' is not installed")
pytest.importorskip("lxml", reason="the extra 'sheets' is not installed")


def written(folder: Path, name: str, data: bytes | str) -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


def fault_of(path: Path, pages: str = "") -> str:
    with pytest.raises(InputError) as caught:
        read_document(path, pages=pages)
    assert len(caught.value.faults) == 1
    line = str(caught.value.faults[0])
    assert "\n" not in line
    return line


def shown(document: Document) -> list[str]:
    return [f"{line.place}: {line.text}" for line in document.lines]


# what cannot be read


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.pdf", b"", "an empty file"),
        ("a.txt", b" \n\t\n", "an empty file"),
        ("a.pdf", b"no PDF at all", "no PDF, or a damaged one"),
        ("a.pdf", b"%PDF-1.7\nbroken", "a damaged PDF"),
        ("a.pdf", lines_pdf("Range: 300 km")[:300], "a damaged PDF"),
        ("a.pdf", encrypted_pdf(), "an encrypted PDF; expected one without a password"),
        ("a.pdf", pdf([], []), "a PDF without a text layer (scanned, or pictures only)"),
        ("a.docx", b"no DOCX", "no DOCX, or a damaged one"),
        ("a.docx", b"PK\x03\x04 broken", "a damaged office or ZIP file"),
        (
            "a.xlsx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "an encrypted office file",
        ),
        ("a.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "an office file of the old format"),
        ("a.png", b"\x89PNG\r\n", "a PNG image"),
        ("a.rtf", b"{\\rtf1 Range}", "an RTF file"),
        ("a.xyz", b"Range: 300 km", "the unknown format '.xyz'"),
        ("a.html", b"<html><body><script>range()</script></body></html>", "a page without text"),
        ("a.txt", b"Reichweite \xff\xfb", "not UTF-8"),
        ("a.txt", b"binary \x00\x01", "a binary file"),
        ("a.csv", b'"open, and never closed\n', "text that is not CSV"),
    ],
)
def test_what_cannot_be_read_is_one_clear_line(tmp_path: Path, name: str, data: bytes, expected: str) -> None:
    line = fault_of(written(tmp_path, name, data))
    assert line.startswith(name)
    assert expected in line


def test_a_file_that_is_not_there_a_folder_and_a_file_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "No such file" in fault_of(tmp_path / "none.pdf")
    assert "a folder" in fault_of(tmp_path)
    monkeypatch.setattr(documents, "MAX_FILE", 10)
    assert "at most 0 MB" in fault_of(written(tmp_path, "a.txt", "Range: 300 km"))
    monkeypatch.undo()
    monkeypatch.setattr(documents, "MAX_TEXT", 10)
    assert "MB of text" in fault_of(written(tmp_path, "a.txt", "Range: 300 km"))


def test_a_packed_file_that_unfolds_too_far_or_holds_tricks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = docx_file(tmp_path / "a.docx", "Range: 300 km")
    monkeypatch.setattr(documents, "MAX_UNPACKED", 1000)
    assert "once unpacked" in fault_of(path)
    monkeypatch.undo()
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>')
    assert "damaged" in fault_of(written(tmp_path, "b.docx", stream.getvalue()))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("readme.txt", "Range: 300 km")
    assert "no DOCX and no XLSX" in fault_of(written(tmp_path, "c.zip", stream.getvalue()))
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", "<odd/>")
    assert "a damaged DOCX file" in fault_of(written(tmp_path, "d.docx", stream.getvalue()))


def test_an_office_file_without_text(tmp_path: Path) -> None:
    assert "without text" in fault_of(docx_file(tmp_path / "a.docx"))
    assert "without values" in fault_of(xlsx_file(tmp_path / "a.xlsx", []))
    line = fault_of(xlsx_file(tmp_path / "b.xlsx", [["=1+1"]]))
    assert "so that its formulas are worked out" in line


def test_a_reader_that_is_not_installed_is_named_with_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    line = fault_of(written(tmp_path, "a.pdf", lines_pdf("Range: 300 km")))
    assert "which is not installed" in line
    assert line.endswith("install it with: pip install 'licet[sheets]'")


def test_an_empty_text_at_hand() -> None:
    with pytest.raises(InputError, match="an empty text"):
        text_document(" \n ")


# PDF


def test_a_pdf_is_read_line_by_line_with_columns_and_raised_figures(tmp_path: Path) -> None:
    page = [
        (50.0, 800.0, 18.0, "TJ-40 Turbojet"),
        (50.0, 760.0, 10.0, "Maximum thrust"),
        (250.0, 760.0, 10.0, "5 kN"),
        (50.0, 745.0, 10.0, "Operating temperature"),
        (250.0, 745.0, 10.0, "–54 to +71 °C"),
        (50.0, 700.0, 10.0, "Total dose: 5 × 10"),
        (127.0, 704.0, 6.0, "5"),
        (134.0, 700.0, 10.0, "rad(Si)"),
    ]
    document = read_document(written(tmp_path, "a.pdf", pdf(page)))
    assert shown(document) == [
        "page 1, line 1: TJ-40 Turbojet",
        "page 1, line 2: Maximum thrust  5 kN",
        "page 1, line 3: Operating temperature  –54 to +71 °C",
        "page 1, line 4: Total dose: 5 × 10^5 rad(Si)",
    ]
    assert [line.heading > 0 for line in document.lines] == [True, False, False, False]
    assert [line.table for line in document.lines] == [0, 1, 1, 0]


def test_pages_are_chosen_by_ranges(tmp_path: Path) -> None:
    path = written(tmp_path, "a.pdf", pdf(*([(50.0, 800.0, 10.0, f"Sheet {n}")] for n in range(1, 10))))
    assert [line.text for line in read_document(path, pages="3-4, 8").lines] == ["Sheet 3", "Sheet 4", "Sheet 8"]
    assert shown(read_document(path, pages="9")) == ["page 9, line 1: Sheet 9"]
    assert len(read_document(path).lines) == 9


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ("3-", "pages '3-'; expected pages such as 3-8"),
        ("5-3", "pages '5-3'; expected pages such as 3-8"),
        ("0", "pages '0'"),
        ("two", "pages 'two'"),
        (",", "pages ','"),
        ("2", "pages '2' of a PDF of 1; expected pages from 1 to 1"),
    ],
)
def test_pages_that_are_none_are_a_fault(tmp_path: Path, pages: str, expected: str) -> None:
    assert expected in fault_of(written(tmp_path, "a.pdf", lines_pdf("Range: 300 km")), pages)


def test_more_than_500_pages_are_read_in_parts(tmp_path: Path) -> None:
    path = written(tmp_path, "a.pdf", pdf(*([(50.0, 800.0, 10.0, "Range")] for _ in range(501))))
    assert "501 pages; expected at most 500 at once; name the pages to read, such as 3-8" in fault_of(path)
    assert len(read_document(path, pages="2-501").lines) == 500


def test_pages_of_a_file_without_pages(tmp_path: Path) -> None:
    assert "a file without pages" in fault_of(written(tmp_path, "a.txt", "Range: 300 km"), "1-2")


def test_a_page_without_text_among_others_is_named(tmp_path: Path) -> None:
    document = read_document(written(tmp_path, "a.pdf", pdf([(50.0, 800.0, 10.0, "Range: 300 km")], [], [])))
    assert [(remark.code, remark.message) for remark in document.remarks] == [
        ("no_text", "Pages 2, 3 have no text layer and were not read.")
    ]


def test_a_pdf_whose_font_says_nothing_of_its_signs_is_not_guessed_at(tmp_path: Path) -> None:
    path = written(tmp_path, "a.pdf", pdf([(50.0, 800.0, 10.0, "Range: 300 km")], map_signs=False))
    assert "fonts do not say what their signs mean" in fault_of(path)


def test_a_sentence_goes_on_in_the_next_line(tmp_path: Path) -> None:
    page = [
        (50.0, 700.0, 10.0, "The engine was designed for long flights and it has at this very height a range of"),
        (50.0, 688.0, 10.0, "300 km and is light."),
        (50.0, 640.0, 10.0, "A new paragraph."),
    ]
    document = read_document(written(tmp_path, "a.pdf", pdf(page)))
    assert [line.continues for line in document.lines] == [False, True, False]


# DOCX and XLSX


def test_a_docx_gives_paragraphs_headings_and_tables(tmp_path: Path) -> None:
    path = docx_file(
        tmp_path / "a.docx", (1, "TJ-40"), "Range: 300 km", [["Parameter", "Value"], ["Payload", "5 kg"]], "End"
    )
    document = read_document(path)
    assert shown(document) == [
        "paragraph 1: TJ-40",
        "paragraph 2: Range: 300 km",
        "table 1, row 1: Parameter  Value",
        "table 1, row 2: Payload  5 kg",
        "paragraph 3: End",
    ]
    assert document.lines[0].heading == 1


def test_a_docx_keeps_raised_figures_and_what_a_change_put_in(tmp_path: Path) -> None:
    import docx
    from docx.oxml import parse_xml

    made = docx.Document()
    paragraph = made.add_paragraph("Total dose: 5 x 10")
    paragraph.add_run("5").font.superscript = True
    paragraph.add_run(" rad(Si)")
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    changed = made.add_paragraph("Range: ")
    changed._p.append(parse_xml(f"<w:del {space}><w:r><w:delText>200 km</w:delText></w:r></w:del>"))
    changed._p.append(parse_xml(f"<w:ins {space}><w:r><w:t>300 km</w:t></w:r></w:ins>"))
    tabbed = made.add_paragraph("Payload\t5 kg")
    assert tabbed.text
    made.save(str(tmp_path / "a.docx"))
    lines = read_document(tmp_path / "a.docx").lines
    assert [line.text for line in lines] == ["Total dose: 5 x 10^5 rad(Si)", "Range: 300 km", "Payload  5 kg"]


def test_an_xlsx_gives_rows_with_numbers_as_they_are_shown(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["Parameter", "Value"],
        ["Range", 1.125],
        ["Purity", 0.995],
        ["Payload", 1250],
        ["Sharp", True],
        ["Empty", None],
    ]
    path = xlsx_file(tmp_path / "a.xlsx", rows, formats={"B3": "0.0%", "B4": '#,##0.0" kg"'})
    document = read_document(path)
    assert shown(document) == [
        "sheet 'Specs', row 1: Parameter  Value",
        "sheet 'Specs', row 2: Range  1.125",
        "sheet 'Specs', row 3: Purity  99.5 %",
        "sheet 'Specs', row 4: Payload  1250 kg",
        "sheet 'Specs', row 5: Sharp  yes",
        "sheet 'Specs', row 6: Empty",
    ]
    assert [cell.exact for line in document.lines[1:4] for cell in line.cells] == [False, True] * 3


def test_a_formula_without_a_stored_value_is_named(tmp_path: Path) -> None:
    document = read_document(xlsx_file(tmp_path / "a.xlsx", [["Range", "=2*150"], ["Payload", "5 kg"]]))
    assert [remark.code for remark in document.remarks] == ["no_value"]


def test_a_sheet_of_endless_cells_is_no_data_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from licet.classification import office_files, plain_text

    monkeypatch.setattr(office_files, "MAX_CELLS", 5)
    assert "more than 5 cells" in fault_of(xlsx_file(tmp_path / "a.xlsx", [["a", "b"] for _ in range(4)]))
    monkeypatch.setattr(plain_text, "MAX_CELLS", 5)
    assert "more than 5 cells" in fault_of(written(tmp_path, "a.csv", "a,b\n" * 4))


def test_tables_of_a_sheet_are_set_apart_by_empty_rows(tmp_path: Path) -> None:
    rows: list[list[object]] = [["a", "b"], ["c", "d"], [], ["e", "f"]]
    lines = read_document(xlsx_file(tmp_path / "a.xlsx", rows)).lines
    assert [line.table for line in lines] == [1, 1, 2]


# HTML, CSV, Markdown and text


def test_a_page_gives_its_text_without_scripts_and_what_is_hidden(tmp_path: Path) -> None:
    page = """<!doctype html><html lang="de"><head><title>No</title><style>p {}</style></head><body>
<h1>TJ-40</h1><p>Total dose: 5&nbsp;x&nbsp;10<sup>5</sup> rad<br>Range: 300 km</p>
<p hidden>Range: 900 km</p><p style="display: none">Range: 800 km</p><script>var range = "700 km"</script>
<table><caption>Data</caption><tr><th>Parameter</th><th>Value</th></tr>
<tr><td rowspan="2">Payload</td><td>5 kg</td></tr><tr><td>6 kg</td></tr></table>
<dl><dt>Endurance</dt><dd>5 h</dd></dl></body></html>"""
    document = read_document(written(tmp_path, "a.html", page))
    assert [line.text for line in document.lines] == [
        "TJ-40",
        "Total dose: 5\xa0x\xa010^5 rad",
        "Range: 300 km",
        "Data",
        "Parameter  Value",
        "Payload  5 kg",
        "Payload  6 kg",
        "Endurance  5 h",
    ]
    assert [line.place for line in document.lines][-4:] == [
        "table 1, row 1",
        "table 1, row 2",
        "table 1, row 3",
        "list 2, row 1",
    ]
    assert document.lines[0].heading == 1
    assert document.lines[4].header
    assert document.language == "de"


def test_a_page_nested_beyond_measure_is_a_fault(tmp_path: Path) -> None:
    assert "nested too deep" in fault_of(written(tmp_path, "a.html", "<html><body>" + "<div>" * 240 + "Range: 300 km"))


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_separated_values_are_read_whatever_the_sign(tmp_path: Path, sign: str) -> None:
    rows = [["Parameter", "Value", "Unit"], ["Range", "300", "km"], ["Payload", "5", "kg"]]
    path = written(tmp_path, "a.csv", "\n".join(sign.join(row) for row in rows))
    assert shown(read_document(path)) == [
        "row 1: Parameter  Value  Unit",
        "row 2: Range  300  km",
        "row 3: Payload  5  kg",
    ]


def test_a_decimal_comma_does_not_part_a_column(tmp_path: Path) -> None:
    document = read_document(written(tmp_path, "a.csv", "Größe;Wert\nReichweite;1,5 km\nNutzlast;2,5 kg\n"))
    assert [line.text for line in document.lines][1:] == ["Reichweite  1,5 km", "Nutzlast  2,5 kg"]


def test_markdown_gives_headings_and_tables_with_their_lines() -> None:
    document = text_document("# TJ-40\n\n**Range**: 300 km\n\n| A | B |\n|---|:-:|\n| 1 \\| 2 | 3 |\n")
    assert [(line.place, line.text, line.heading, line.table) for line in document.lines] == [
        ("line 1", "TJ-40", 1, 0),
        ("line 3", "Range: 300 km", 0, 0),
        ("line 5", "A  B", 0, 1),
        ("line 7", "1 | 2  3", 0, 1),
    ]


def test_columns_of_plain_text_follow_tabs_and_where_they_stand() -> None:
    document = text_document("Parameter\tMin\tTyp\tMax\nBias\t\t0.3\t0.5\n")
    assert [[cell.column for cell in line.cells] for line in document.lines] == [[0, 1, 2, 3], [0, 2, 3]]
    document = text_document("Parameter     Min   Typ   Max\nBias                0.3   0.5\n")
    assert [[cell.column for cell in line.cells] for line in document.lines] == [[0, 1, 2, 3], [0, 2, 3]]


def test_a_row_that_stands_askew_under_its_columns_says_so() -> None:
    document = text_document("Parameter   Min   Typ   Max\nA label that is far too long for it   0.3   0.5\n")
    assert document.lines[1].askew
