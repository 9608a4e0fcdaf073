"""A list of launch vehicles: what a launcher carries to orbit is a floor under its payload, and never the payload itself."""

from __future__ import annotations

import pytest
from registers.published import LAUNCHERS, SLV, needs_slv

from licet.errors import InputError
from licet.language.nodes import Where, from_value
from licet.registers import slv
from licet.registers.imported import Imported
from licet.registers.published import PublishedFile
from licet.reviewing import Review
from licet.rulebook.rulebook import Rulebook, today
from licet.transfers.stating import Stater


def read(rulebook: Rulebook, text: str | bytes = LAUNCHERS) -> Imported:
    return slv.read(PublishedFile("rockets.csv", text.encode() if isinstance(text, str) else text), rulebook)


@pytest.mark.parametrize(
    "text",
    ["", "a,b\n", LAUNCHERS.partition("\n")[0], LAUNCHERS[: len(LAUNCHERS) // 2], LAUNCHERS.replace("Payload to LEO", "Load")],
)  # fmt: skip
def test_a_file_that_is_no_list_of_launchers_or_is_cut_off_is_refused(rulebook: Rulebook, text: str) -> None:
    with pytest.raises(InputError) as error:
        read(rulebook, text)
    assert all(str(fault).startswith("rockets.csv") for fault in error.value.faults)


def test_another_encoding_is_refused(rulebook: Rulebook) -> None:
    with pytest.raises(InputError, match="UTF-8"):
        read(rulebook, LAUNCHERS.replace("Large", "Größe").encode("cp1252"))


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (",4.1,", ",much,", "the payload to low orbit 'much', which is no number of tonnes"),
        ("Large", " ", "no name"),
        ("Small", "Large", "'Large' a second time (first on row 1)"),
    ],
)
def test_a_row_that_cannot_be_used_is_rejected_with_its_reason(
    rulebook: Rulebook, old: str, new: str, reason: str
) -> None:
    account = read(rulebook, LAUNCHERS.replace(old, new, 1)).account
    assert [reject.reason for reject in account.rejected] == [reason]
    assert account.rows == account.accounted == 5


@pytest.mark.parametrize(
    ("name", "possible"),
    [
        ("Large", ["I"]),
        ("Small", ["I", "II"]),
        ("Paper", ["I", "II", "unlisted"]),
        ("Blank", ["I", "II", "unlisted"]),
        ("Far", ["I"]),
    ],
)
def test_a_small_a_planned_and_an_unknown_launcher_stay_open(
    rulebook: Rulebook, name: str, possible: list[str]
) -> None:
    line = next(line for line in read(rulebook).lines if line.record.designation == name)
    transfer = Stater(rulebook, today()).read(from_value({**line.transfer, "date": "2024-01-01"}, Where("x")))
    assert Review(rulebook, transfer, ["category"]).answers["category"].possible == possible


def test_the_payload_to_orbit_is_a_point_that_is_reached_and_no_greatest_payload(rulebook: Rulebook) -> None:
    item = read(rulebook).lines[0].transfer["item"]
    assert item["envelope"] == [{"payload": "4100 kg", "range": "40000 km"}]
    assert "payload" not in item
    assert "date" not in read(rulebook).lines[0].transfer


@needs_slv
def test_the_list_itself_comes_out_whole(rulebook: Rulebook) -> None:
    account = read(rulebook, SLV.read_bytes()).account
    assert account.rows == account.accounted == account.lines == 416
    assert account.rejected == []
