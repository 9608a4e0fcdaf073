"""The rows of the facts one by one: every entry stands in the law, in its category, with its places on the other lists."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from fractions import Fraction
from functools import lru_cache
from typing import Any

import pytest
from annex.asking import TODAY, Item, classified, rulebook
from annex.facts_file import ABSENT, facts
from annex.limits import limits_of

from licet.classification.verdicts import EntryVerdict
from licet.deciding.bound import binder
from licet.language.conditions import atoms, names

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


# The numbers: where the facts cut a measure, the law cuts it, and on the same side of the limit itself.

Cut = tuple[str, Fraction, bool]
_ABOVE = {"<": False, ">=": False, ">": True, "<=": True}
_UNITS = {"axis": "1", "ug": "ug0", "rad": "rad_dose"}


def cut(operator: str, number: str, unit: str) -> Cut:
    """A limit as the measure that it is of, its value in base units, and whether the value itself lies below the cut."""
    declared = rulebook().units.by_name[_UNITS.get(unit, unit) or "1"]
    value = Fraction(number) * declared.factor
    if declared.offset:
        value = (Fraction(number) + declared.offset) * declared.factor
    return declared.dimension, value.limit_denominator(10**12), _ABOVE[operator]


def stated_cuts(condition: Any) -> Iterator[Cut]:
    """Yield the cuts of a condition of the facts."""
    if isinstance(condition, list):
        for part in condition:
            yield from stated_cuts(part)
    elif isinstance(condition, dict):
        if condition.get("op") == "between":
            low, high = condition["value"]
            # What no measure can fall below is no limit.
            if low:
                yield cut(">=", str(low), condition["unit"])
            yield cut("<=", str(high), condition["unit"])
        elif "op" in condition:
            yield cut(condition["op"], str(condition["value"]), condition["unit"])
        for part in condition.values():
            yield from stated_cuts(part)


@lru_cache(maxsize=1)
def law_cuts() -> dict[str, set[Cut]]:
    """The cuts of every entry in the law of today, with those of the facts that follow from figures and that it asks for."""
    bound = binder(rulebook()).on(datetime.date.fromisoformat(TODAY).toordinal())
    found: dict[str, set[Cut]] = {}
    for rule in bound.rules:
        if "entries" not in rule.then or rule.condition is None:
            continue
        read = {name for atom in atoms(rule.condition) for name in names(atom)}
        asked = (bound.rulebook.facts[name] for name in read if name in bound.rulebook.facts)
        followed = [implied.when for fact in asked for implied in fact.implied]
        for condition in (rule.condition, *followed):
            for limit in limits_of(condition, bound):
                found.setdefault(rule.then["entries"][0], set()).add(
                    cut(limit.operator, limit.number.number, limit.number.unit)
                )
    return found


MEASURED = [
    pytest.param(row, id=row["code"])
    for row in facts()
    if row["item"] not in (1, 2, 19, 20) and "'op'" in str(row.get("conditions"))
]


@pytest.mark.parametrize("row", MEASURED)
def test_every_number_of_the_facts_is_a_limit_of_the_law_on_the_same_side(row: dict[str, Any]) -> None:
    assert set(stated_cuts(row["conditions"])) <= law_cuts().get(row["code"], set())


# Limits that the facts tell in words and not in figures, or that geometry gives.
_NO_LISTED_SYSTEM = (">=", "300", "km")
_TUBE_WITHIN = (">=", "115", "mm")  # 65 mm of bore and two walls of 25 mm
WORDED = {
    "6.C.1": [_NO_LISTED_SYSTEM],
    "6.C.3": [_TUBE_WITHIN],
    "6.C.7.a": [_NO_LISTED_SYSTEM],
    "6.C.7.b": [_NO_LISTED_SYSTEM],
    "6.C.7.c": [_NO_LISTED_SYSTEM, _TUBE_WITHIN],
    "6.C.9": [(">", "0", "mm")],  # a width makes it a sheet
    "9.A.8": [(">=", "90", "deg"), (">=", "180", "deg")],
    "14.A.1.b.1": [("<=", "-54", "degC")],  # exactly -54 °C stays open
    "15.B.2": [("<=", "3", "1"), ("<=", "250", "mm")],
}


@pytest.mark.parametrize("row", MEASURED)
def test_every_limit_of_the_law_is_a_number_of_the_facts(row: dict[str, Any]) -> None:
    worded = {cut(*limit) for limit in WORDED.get(row["code"], [])}
    assert law_cuts().get(row["code"], set()) - set(stated_cuts(row["conditions"])) - worded == set()
