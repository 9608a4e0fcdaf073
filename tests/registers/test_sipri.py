"""SIPRI's trade register: files that cannot be used, rows that are none, then what the rows say; every row is accounted for."""

from __future__ import annotations

import pytest
from registers.published import HEADER, SIPRI, deal, needs_sipri, register

from licet.errors import InputError
from licet.registers import sipri
from licet.registers.published import PublishedFile


def refused(data: bytes) -> str:
    """The one fault of a file."""
    with pytest.raises(InputError) as error:
        sipri.read(PublishedFile("register.csv", data))
    assert len(error.value.faults) == 1
    return str(error.value.faults[0])


# files that cannot be used


def test_a_register_that_ends_in_the_middle_of_a_row_is_refused() -> None:
    whole = register(deal(), deal()).data
    fault = refused(whole[:-40])
    assert fault.startswith("register.csv:3: a last row of ")
    assert "the file ends in the middle" in fault


@pytest.mark.parametrize("text", ["", "\n", "hello\n", "a,b\n1,2\n", '{"rows": []}\n'])
def test_a_file_of_another_form_is_refused_with_what_is_missing(text: str) -> None:
    assert "expected the trade register" in refused(text.encode())


@pytest.mark.parametrize("column", ["Supplier", "Year of order", "Weapon description", "Number delivered"])
def test_a_missing_column_is_named(column: str) -> None:
    fault = refused(register(deal(), header=HEADER.replace(column, "Other")).data)
    assert fault.startswith("register.csv:1: no column ")
    assert f"'{column}'" in fault


def test_a_missing_column_of_marks_is_named_by_the_column_before_it() -> None:
    fault = refused(register(deal(), header=HEADER.replace("Year of order, ,", "Year of order,x,")).data)
    assert "without a name after 'Year of order'" in fault


def test_a_column_that_stands_twice_is_a_fault() -> None:
    assert "'Supplier' a second time" in refused(register(deal(), header=HEADER + ",Supplier").data)


def test_a_register_without_rows_is_refused() -> None:
    assert "without rows" in refused(register().data)


@pytest.mark.parametrize("encoding", ["utf-16", "cp1252"])
def test_another_encoding_is_refused_and_says_how_to_mend_it(encoding: str) -> None:
    text = HEADER + "\n" + deal(recipient="Côte d'Ivoire") + "\n"
    fault = refused(text.encode(encoding))
    assert "save the file as UTF-8" in fault or "export it as text first" in fault


def test_an_open_quotation_mark_is_a_fault_with_its_line() -> None:
    assert refused((HEADER + '\n"Italy,x\n').encode()).startswith("register.csv:")


# rows that are none


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (deal(recipient=""), "no recipient"),
        (deal(supplier=" "), "no supplier"),
        (deal(designation=""), "no weapon designation"),
        (deal(description=""), "no weapon description"),
        (deal(year="twenty"), "the year of order 'twenty', which is no year"),
        (deal(year="14"), "the year of order '14', which is no year"),
        (deal(year="3014"), "the year of order '3014', which is no year"),
        (deal(year=""), "the year of order '', which is no year"),
        (deal(years="2015; soon"), "the year of delivery 'soon', which is no year"),
        (deal(ordered="some"), "the number ordered 'some', which is no number"),
        (deal(delivered="-2"), "the number delivered '-2', which is no number"),
        (deal(mark="!"), "the mark '!' after the year of order, which is no ?"),
        (deal() + ",more", "17 values under 16 columns"),
        ("Italy,United States", "2 values under 16 columns"),
    ],
)
def test_a_row_that_cannot_be_used_is_rejected_with_its_reason_and_the_others_stay(row: str, reason: str) -> None:
    found = sipri.read(register(deal(), row, deal()))
    assert [reject.reason for reject in found.rejects] == [reason]
    assert found.rejects[0].row == 2
    assert str(found.rejects[0].where) == "register.csv:3"
    assert [each.row for each in found.deals] == [1, 3]
    assert found.rows == len(found.deals) + len(found.rejects) == 3


def test_a_row_that_broke_over_two_lines_gets_its_values_back() -> None:
    broken = deal(comment="A comment with a break").removesuffix("1.5,3,3") + ",,"
    found = sipri.read(register(broken, ",1.5,3,3" + "," * 12, deal()))
    assert [each.row for each in found.deals] == [1, 3]
    assert found.deals[0].columns["SIPRI TIV for total order"] == "3"
    assert "the end of row 1" in found.rejects[0].reason
    assert found.rows == 3


# what a row says


def test_a_row_says_who_what_when_and_what_is_uncertain() -> None:
    row = deal(mark="?", ordered="24", ordered_mark="?", delivered="20", years="2015; 2017")
    found = sipri.read(register(row)).deals[0]
    assert (found.recipient, found.supplier, found.year) == ("Italy", "United States", 2014)
    assert (found.designation, found.description) == ("MQ-9 Reaper", "armed UAV")
    assert (found.ordered, found.delivered, found.delivery_years) == (24, 20, (2015, 2017))
    assert (found.year_uncertain, found.ordered_uncertain, found.delivered_uncertain) == (True, True, False)
    assert found.columns["Year of order ?"] == "?"


def test_a_number_that_is_not_given_is_not_known_and_is_not_nought() -> None:
    found = sipri.read(register(deal(ordered="", delivered="0", years=""))).deals[0]
    assert found.ordered is None
    assert found.delivered == 0
    assert found.delivery_years == ()


def test_values_may_be_quoted_and_hold_commas() -> None:
    row = deal(comment='"$330 m deal, with ""options"""')
    assert sipri.read(register(row)).deals[0].columns["Comments"] == '$330 m deal, with "options"'


def test_lines_may_end_as_on_windows() -> None:
    data = register(deal(), deal()).data.replace(b"\n", b"\r\n")
    assert len(sipri.read(PublishedFile("register.csv", data)).deals) == 2


def test_the_register_is_known_by_its_first_line_and_json_lines_are_not() -> None:
    assert sipri.recognises(register(deal()))
    assert not sipri.recognises(PublishedFile("deals.jsonl", f'{{"columns": "{HEADER}"}}\n'.encode()))


# the register itself


@needs_sipri
def test_every_row_of_the_published_register_is_accounted_for() -> None:
    found = sipri.read(PublishedFile("register.csv", SIPRI.read_bytes()))
    assert found.rows == 29_507
    assert len(found.deals) + len(found.rejects) == found.rows
    assert [reject.row for reject in found.rejects] == [5334, 20952, 25156, 27932]
    assert all("broke over two lines" in reject.reason for reject in found.rejects)
