"""The rows of the facts one by one: every entry stands in the law, in its category, with its places on the other lists."""

from __future__ import annotations

import re
from typing import Any

import pytest
from annex.asking import Item, classified
from annex.facts_file import ABSENT, facts

from licet.classification.classifying import EntryVerdict

BYSTANDER: Item = {"kind": "manned_aircraft"}
# A row with children stands in the law as its children, and butyl-NENA as an entry of its own that stays open.
ROWS = [pytest.param(row, id=row["code"]) for row in facts() if not row.get("children")]
REFERENCES = [pytest.param(row, id=row["code"]) for row in facts() if not row.get("children") and row.get("xref")]

pytestmark = pytest.mark.skipif(not ROWS, reason=ABSENT)


@pytest.fixture(scope="module")
def entries() -> dict[str, EntryVerdict]:
    """Every entry as it bears on something that is none."""
    return {entry.code: entry for entry in classified(BYSTANDER).entries}


@pytest.mark.parametrize("row", ROWS)
def test_every_row_is_an_entry_in_its_category(row: dict[str, Any], entries: dict[str, EntryVerdict]) -> None:
    assert entries[row["code"]].category == row["category"]
    assert entries[row["code"]].verdict == "not_met"


@pytest.mark.parametrize("row", REFERENCES)
def test_every_place_on_another_list_is_named(row: dict[str, Any], entries: dict[str, EntryVerdict]) -> None:
    named = entries[row["code"]].xref
    wanted = {
        (name, code.split("-")[0].rstrip("."))
        for name in ("eu", "eccn", "usml")
        for stated in row["xref"].get(name) or []
        for code in [re.sub(r"\s*\(.*$", "", stated) if name != "usml" else re.sub(r"\s+.*$", "", stated)]
    }
    told = {(name, code) for name, listed in named.items() for code in listed}
    lost = {(name, code) for name, code in wanted if not any(n == name and c.startswith(code) for n, c in told)}
    assert not lost


@pytest.mark.parametrize("row", REFERENCES)
def test_headings_that_only_point_to_the_munitions_list_are_pointers(
    row: dict[str, Any], entries: dict[str, EntryVerdict]
) -> None:
    for reference in row["xref"].get("eccn") or []:
        if reference.endswith("(ITAR)"):
            heading = reference.removesuffix("(ITAR)").split("-")[0]
            said = [text for code, text in entries[row["code"]].relations["eccn"].items() if code.startswith(heading)]
            assert said
            assert all(text.split(";")[0] == "pointer" for text in said)
