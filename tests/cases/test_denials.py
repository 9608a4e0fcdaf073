"""A register of refusals is read with one clear line for each fault, and nothing of it is lost."""

from __future__ import annotations

import csv
import datetime
import io
from pathlib import Path

import pytest
from cases.denial_files import BROKER, ENGINE, GYRO, HEAD, UNLISTED, register
from hypothesis import given
from hypothesis import strategies as st

from licet.cases.denials_reading import read_denials, written
from licet.errors import InputError
from licet.rulebook.rulebook import Rulebook
from licet.transfers.stating import nations_of

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "uk-lite" / "denial_valid.csv"
needs_shared = pytest.mark.skipif(
    not SHARED.is_file(), reason="no folder ../shared/data with uk-lite/denial_valid.csv beside the checkout"
)
NATIONS = nations_of(Rulebook.load())


def row(text: str, **changed: str) -> str:
    """A row with some of its cells changed."""
    cells = dict(zip(HEAD.split(","), next(csv.reader([text])), strict=True)) | changed
    out = io.StringIO()
    csv.writer(out, lineterminator="", quoting=csv.QUOTE_ALL).writerow(cells.values())
    return out.getvalue()


# What is wrong with a file.


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"", "denials.csv:1: no column 'reference'"),
        (b"reference,name\nDN1,A\n", "no column 'regime_reg_ref'"),
        (HEAD.encode() + b",revokd_on\n", "the column 'revokd_on'; expected reference"),
        (HEAD.encode() + b",name\n", "the column 'name' twice"),
        (HEAD.encode() + b'\nDN1,"R-1\n', "text that is not CSV"),
        (HEAD.encode("utf-16"), "denials.csv"),
        (b"\x00\x01\x02", "denials.csv"),
    ],
)
def test_a_file_that_is_no_register_is_refused_whole(data: bytes, told: str) -> None:
    with pytest.raises(InputError) as found:
        read_denials(data, "denials.csv", NATIONS)
    assert told in str(found.value)


def test_a_misspelt_column_is_told_with_the_one_that_is_meant() -> None:
    with pytest.raises(InputError, match=r"did you mean revoked_on"):
        register(head=HEAD + ",revokd_on")


# What is wrong with a row.


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (
            {"reference": "", "regime_reg_ref": ""},
            "denials.csv:3: a row without a reference; expected one under reference or regime_reg_ref",
        ),
        ({"name": ""}, "denials.csv:3: no name of a party of DN2; expected a name"),
    ],
)
def test_a_row_that_cannot_be_used_is_set_aside_as_it_was_written(changed: dict[str, str], told: str) -> None:
    found = register(GYRO, row(ENGINE, **changed), UNLISTED)
    assert [denial.key for denial in found.denials] == ["DN1", "DN3"]
    assert [str(fault) for fault in found.faults] == [told]
    (aside,) = found.set_aside
    assert (aside.line, aside.cells["item_description"]) == (3, "Turbojet engine")


def test_a_row_of_another_length_is_set_aside_with_all_its_values() -> None:
    found = register(GYRO + ",and more", ENGINE.rpartition(",")[0])
    assert found.denials == ()
    assert [str(fault) for fault in found.faults] == [
        "denials.csv:2: 12 values; expected 11, one for each column",
        "denials.csv:3: 10 values; expected 11, one for each column",
    ]
    assert found.set_aside[0].cells["column 12"] == "and more"


def test_a_day_that_does_not_exist_sets_its_row_aside() -> None:
    found = register(GYRO + ",2025-02-30", head=HEAD + ",revoked_on")
    assert [str(fault) for fault in found.faults] == [
        "denials.csv:2: '2025-02-30' under revoked_on; expected a day that exists, as YYYY-MM-DD, or nothing"
    ]


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"country": "Country Name"}, "the country 'Country Name'; expected a nation that is known"),
        ({"country": ""}, "no country of Kestrel Air Motors"),
        ({"denial_cle": ""}, "no control entry; expected an entry, or 'catch all'"),
        ({"notifying_government": ""}, "no government that told of it"),
    ],
)
def test_a_row_with_a_cell_that_nobody_knows_is_used_and_told(changed: dict[str, str], told: str) -> None:
    found = register(GYRO, row(ENGINE, **changed))
    assert [denial.key for denial in found.denials] == ["DN1", "DN2"]
    assert found.set_aside == ()
    (fault,) = found.doubts
    assert fault.where == "denials.csv:3"
    assert told in str(fault)


def test_a_row_that_says_otherwise_of_a_refusal_is_told_and_its_party_and_entry_are_kept() -> None:
    found = register(GYRO, row(BROKER, denial_cle="9.A.7", end_use="drones"))
    (denial,) = found.denials
    assert [party.name for party in denial.parties] == ["Zarand Precision Works", "Halvorsen Trading FZE"]
    assert (denial.entries, denial.end_use) == (("9.A.6", "9.A.7"), "survey")
    assert [fault.found for fault in found.doubts] == [
        "'9.A.7' under denial_cle of DN1",
        "'drones' under end_use of DN1",
    ]


def test_the_line_of_a_row_is_where_it_begins_even_after_one_of_several_lines() -> None:
    found = register(row(ENGINE, address="Hangar 4\nField"), row(GYRO, name=""))
    assert [party.line for denial in found.denials for party in denial.parties] == [2]
    assert [fault.where for fault in found.faults] == ["denials.csv:4"]


# What is read.


def test_rows_of_one_reference_are_one_refusal_with_several_parties() -> None:
    found = register(GYRO, ENGINE, BROKER)
    first = found.by_key["DN1"]
    assert [(party.name, party.role, party.nation) for party in first.parties] == [
        ("Zarand Precision Works", "end_user", "PK"),
        ("Halvorsen Trading FZE", "third_party", "AE"),
    ]
    assert found.faults == ()


def test_a_refusal_without_a_reference_of_its_own_goes_by_that_of_the_regime() -> None:
    assert register(row(GYRO, reference="")).denials[0].key == "R-1"


def test_a_refusal_under_a_catch_all_has_no_entry_and_that_is_no_fault() -> None:
    found = register(UNLISTED)
    assert (found.denials[0].entries, found.faults) == ((), ())


def test_revocation_and_review_are_read_where_the_file_has_them() -> None:
    found = register(
        GYRO + ",2024-01-02,2025-03-04,2027-01-02", head=HEAD + ",refused_on,revoked_on,review_on"
    ).denials[0]
    assert (found.refused, found.revoked, found.review) == (
        datetime.date(2024, 1, 2), datetime.date(2025, 3, 4), datetime.date(2027, 1, 2),
    )  # fmt: skip


def test_an_empty_register_is_read_and_holds_nothing() -> None:
    found = register()
    assert (found.denials, found.faults) == ((), ())
    assert found.digest


def test_what_a_refusal_says_changes_its_digest_and_where_it_stands_does_not() -> None:
    one, moved = register(GYRO).denials[0], register(ENGINE, GYRO).denials[1]
    assert one.digest == moved.digest
    assert one.digest != register(row(GYRO, end_use="drones")).denials[0].digest


@needs_shared
def test_the_sample_of_the_licensing_service_is_read_whole() -> None:
    found = read_denials(SHARED.read_bytes(), SHARED.name, NATIONS)
    assert (len(found.denials), len(found.set_aside)) == (7, 0)
    assert [denial.key for denial in found.denials][2] == "AB-XY-EF-900", "it has no reference of its own"
    assert {fault.found.partition(" '")[0] for fault in found.doubts} == {"the country"}
    assert {party.country for denial in found.denials for party in denial.parties} >= {"Country Name", "Country Name X"}


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12).filter(
    lambda text: ";" not in text
)


@given(
    st.lists(
        st.tuples(st.sampled_from(["DN1", "DN2", "DN3", ""]), WORDS, WORDS, st.sampled_from(["Italy", "", "Nowhere"])),
        max_size=8,
    )
)
def test_every_row_is_in_a_refusal_or_set_aside_and_what_is_written_reads_back(
    rows: list[tuple[str, str, str, str]],
) -> None:
    texts = [
        row(GYRO, reference=key, regime_reg_ref="", name=name, item_description=item, country=land)
        for key, name, item, land in rows
    ]
    found = register(*texts)
    used = [party.line for denial in found.denials for party in denial.parties]
    assert sorted([*used, *(aside.line for aside in found.set_aside)]) == list(range(2, len(rows) + 2))
    again = read_denials(written(found).encode(), "again.csv", NATIONS)
    assert [denial.digest for denial in again.denials] == [denial.digest for denial in found.denials]
    assert again.set_aside == ()
