"""The legislature is notified when a determination's obligations ask for it; what the case does not hold is left open where it would stand."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import licet
from licet.cases.applied import Frozen, Item
from licet.cases.case import CaseState
from licet.cases.papers.certified import CERTIFICATION, FILLS, ON_REQUEST, read_elements
from licet.cases.papers.making import head_of
from licet.cases.papers.notification import (
    OPEN,
    Package,
    as_markdown,
    as_pdf,
    notification,
    reasons_for,
    write_package,
)
from licet.cases.papers.outgoing import Addressee, Authority
from licet.errors import LawError
from licet.rulebook.rulebook import Rulebook, law_folder

AT = datetime.datetime(2026, 6, 1, tzinfo=datetime.UTC)
ELEMENTS = read_elements(law_folder() / "procedure" / "us" / "published" / "certifications.csv")
SALE: dict[str, Any] = {
    "exporter": "US", "recipient": "SA", "date": "2026-06-01", "jurisdiction": "usml", "channel": "direct_commercial", "value": "200 MUSD",
    "sale_class": "major_defense_equipment", "item": {"kind": "uas", "name": "Drone", "range": "1800 km", "payload": "600 kg"},
}  # fmt: skip
AIRCRAFT = Item(
    "1", "Long drone", {"kind": "uas", "range": "1800 km"}, Decimal(4), "pieces", Decimal("200000000"), "USD"
)
STATION = Item("2", "Ground station", {}, Decimal(1), "pieces", Decimal("1500000"), "USD")


def case(items: tuple[Item, ...] = (AIRCRAFT,), **more: Any) -> CaseState:
    stated = {key: value for key, value in {**SALE, **more}.items() if value is not None}
    return frozen(licet.review(stated).to_dict(), items, stated["recipient"])


def frozen(findings: Mapping[str, Any], items: tuple[Item, ...], destination: str = "SA") -> CaseState:
    book = findings.get("rulebook", {}).get("digest", "")
    one = Frozen("1", destination, book, AT.date(), findings, "ab" * 32, (), {}, AT)
    return CaseState(id="x", reference="C-1", items=items, destinations=(destination,), determinations=(one,))


def package(of: CaseState, notices: tuple[str, ...] = ()) -> Package | None:
    head = head_of(of, Authority("Authority"), Addressee("Applicant"), AT.date(), (77, "cd" * 32))
    return notification(of, head, ELEMENTS, {"SA": "Saudi Arabia", "IT": "Italy"}, notices)


def sure(of: CaseState) -> Package:
    found = package(of)
    assert found is not None
    return found


# What cannot be used.


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("a/b,body,x,X,holds,,cite,source,verified,", "the part 'body'"),
        ("a/b,certification,x,X,holds,worth,cite,source,verified,", "'worth' of a case"),
        (",certification,x,X,holds,,cite,source,verified,", "no rules"),
        ("a/b,certification,x,X,holds,,,source,verified,", "no cite"),
    ],
)
def test_a_row_that_cannot_be_used_is_told(tmp_path: Path, row: str, found: str) -> None:
    table = tmp_path / "certifications.csv"
    table.write_text(f"rules,part,element,title,holds,from_case,cite,source,standing,note\n{row}\n", encoding="utf-8")
    with pytest.raises(LawError, match=re.escape(found)):
        read_elements(table)


def test_a_table_without_its_columns_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("rules,part\n", encoding="utf-8")
    with pytest.raises(LawError, match="no column"):
        read_elements(tmp_path / "a.csv")
    with pytest.raises(LawError, match="b.csv"):
        read_elements(tmp_path / "b.csv")


def test_every_rule_that_the_table_names_is_law(rulebook: Rulebook) -> None:
    named = {rule for element in ELEMENTS for rule in element.rules}
    assert named <= rulebook.rules.keys()
    # And every rule of the statute that gives an obligation has its contents.
    of_statute = {
        name for name, rule in rulebook.rules.items() if name.startswith("us.aeca-36/") and "obligations" in rule.then
    }
    assert of_statute <= named


def test_an_example_procedure_certifies_nothing() -> None:
    assert read_elements(law_folder() / "procedure" / "plain" / "published" / "certifications.csv") == ()


# When one is due.


def test_a_sale_below_the_amounts_is_not_notified() -> None:
    assert package(case(value="1 MUSD")) is None


def test_a_commercial_sale_above_the_amounts_is_notified() -> None:
    found = sure(case())
    assert found.certain
    assert "us.aeca-36/commercial-sale" in {one.rule for one in found.reasons}
    assert found.head.addressee.name == "Speaker of the House of Representatives"
    assert [one.title for one in found.certification][:4] == ["Number", "Destination", "Dollar amount", "Description"]


def test_a_government_sale_holds_what_subsection_b_asks_for() -> None:
    found = sure(case(channel="fms"))
    titles = {one.title for one in found.certification}
    assert {"Armed force or agency", "Fees and commissions", "Sensitivity of the technology", "Justification"} <= titles
    assert len(found.on_request) == 16


def test_a_launcher_for_space_asks_for_its_rationale() -> None:
    item = {"kind": "space_launch_vehicle", "name": "Launcher", "range": "5000 km", "payload": "900 kg"}
    found = sure(case(item=item))
    (told,) = (one for one in found.certification if one.title == "Export for a space launch vehicle")
    assert told.lines
    assert "us.aeca-36/launcher-rationale" in {one.rule for one in found.reasons}


def test_where_the_value_is_unknown_it_is_open_whether_a_notice_is_due() -> None:
    found = sure(case(value=None))
    assert not found.certain
    told = as_markdown(found)
    assert "It is open whether a notice is due." in told
    assert f"**{OPEN}**: may apply" in told


def test_a_notice_whose_contents_nobody_read_is_not_lost() -> None:
    rule = {
        "rule": "own.law/notice",
        "answer": ["tell_parliament"],
        "says": "Parliament is told.",
        "cite": "1",
        "standing": "partial",
    }
    of = frozen({"answers": {"obligations": {"by": [rule]}}}, (AIRCRAFT,))
    assert package(of) is None
    found = package(of, ("tell_parliament",))
    assert found is not None
    assert found.unlisted == ("own.law/notice",)
    assert f"**{OPEN}**: what a notice under `own.law/notice` must hold was not read" in as_markdown(found)
    assert reasons_for(of, ELEMENTS, ("tell_parliament",))[0].certain


# What is told and what is open.


def test_the_value_is_the_sum_of_what_is_stated_and_open_for_what_is_not() -> None:
    silent = Item("2", "Ground station", {}, Decimal(1))
    (amount,) = (one for one in sure(case((AIRCRAFT, silent))).certification if one.title == "Dollar amount")
    assert amount.lines == ("USD 200,000,000 for 1 of 2 items",)
    assert amount.open == ("no value is stated of Ground station",)
    (whole,) = (one for one in sure(case((AIRCRAFT, STATION))).certification if one.title == "Dollar amount")
    assert whole.lines == ("USD 201,500,000 for 2 of 2 items",)
    assert whole.open == ()


def test_what_a_case_does_not_hold_is_open_and_never_filled() -> None:
    found = sure(case(channel="fms"))
    told = {one.title: one for one in (*found.certification, *found.on_request)}
    for title in (
        "Justification",
        "Offset",
        "Sensitivity of the technology",
        "National interest",
        "Emergency",
        "Number",
    ):
        assert told[title].lines == ()
        assert told[title].open
    for one in told.values():
        assert one.lines or one.open, one.title
    assert as_markdown(found).count(f"- **{OPEN}**") == sum(len(one.open) for one in told.values())


def test_an_item_that_was_not_determined_has_open_entries() -> None:
    (told,) = (one for one in sure(case((AIRCRAFT, STATION))).certification if one.title == "Description")
    assert "Ground station was not determined" in told.open
    assert any("1.A.2" in line for line in told.lines)


def test_every_part_of_a_case_that_can_fill_is_asked_for_by_some_row() -> None:
    assert {name for element in ELEMENTS for name in element.from_case} == set(FILLS)
    assert {element.part for element in ELEMENTS} >= {CERTIFICATION, ON_REQUEST}


# How it leaves.


def test_the_package_is_written_as_markdown_and_pdf_that_say_the_same(tmp_path: Path) -> None:
    pytest.importorskip("typst")
    pypdfium2 = pytest.importorskip("pypdfium2")
    found = sure(case())
    markdown, printed = write_package(found, tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["certification.md", "certification.pdf"]
    assert printed.read_bytes() == as_pdf(found)
    shown = " ".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(printed))
    shown = re.sub(r"[\s\ufffe]+", " ", shown)
    assert shown.count(OPEN) - 1 == markdown.read_text(encoding="utf-8").count(f"**{OPEN}**")
    for one in (*found.certification, *found.on_request):
        assert one.title in shown
        for line in one.lines:
            assert line in shown
    assert "number 77" in shown
    assert "sha256:" + "cd" * 32 in shown


def test_a_name_cannot_break_the_markdown() -> None:
    nasty = Item("1", "# a <b> | [c](d)\n\n## e", {}, Decimal(1), "pieces", Decimal(1), "USD")
    told = as_markdown(sure(case((nasty,))))
    assert "\n## e" not in told
    assert "<b>" not in told.replace("\\<b\\>", "")
