"""Whom the bills before Congress would reach, as the matrix of the actual law finds it, name by name."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

import licet
from licet.comparing.answer import Comparison

DAY = "2026-09-01"
REFORMS = Path(__file__).parents[2] / "examples" / "reforms"
NATO = "AL BE BG CA CZ DE DK EE ES FI FR GB GR HR HU IS IT LT LU LV ME MK NL NO PL PT RO SE SI SK TR"
FIVE_EYES = "AU CA GB NZ"
NON_NATO_ALLIES = "AR AU BH BR CO EG IL JO JP KE KR KW MA NZ PE PH PK QA SA TH TN"
IN_COUNTRY_GROUP_D4 = "BH EG IL JO KW PK QA SA"
PARTNERS_LEFT_OUT = "AT CH IE IN RU UA ZA"


def matrix(base: str, other: str) -> Comparison:
    return licet.compare(base, other, proof=False, matrix=True)


def reached(found: Comparison, rule: str) -> set[str]:
    """Return the nations of which some cell changes and is then decided by a rule."""
    return {cell.nation for cell in found.matrix or () if cell.changed and rule in cell.by}


@pytest.fixture(scope="module")
def hr_3068() -> Comparison:
    return matrix(DAY, f"{DAY}+hr-3068-119")


def test_hr_8892_reaches_33_nations() -> None:
    found = matrix(DAY, f"{DAY}+hr-8892-118")
    assert set(found.reached) == set(f"{NATO} {FIVE_EYES}".split())
    assert len(found.reached) == 33


def test_hr_3068_reaches_52_nations_and_perhaps_taiwan(hr_3068: Comparison) -> None:
    named = reached(hr_3068, "proposals.hr-3068-119/no-presumption")
    assert named == set(f"{NATO} {FIVE_EYES} {NON_NATO_ALLIES}".split())
    assert len(named) == 52
    assert set(hr_3068.reached) - named == {"TW"}
    assert reached(hr_3068, "proposals.hr-3068-119/no-presumption-taiwan") == {"TW"}


def test_by_the_list_as_the_regulation_prints_it_hr_3068_reaches_50_nations(hr_3068: Comparison) -> None:
    printed = f"{DAY}+{REFORMS / 'allies-as-printed.md'}"
    found = matrix(printed, f"{printed}+hr-3068-119")
    named = reached(found, "proposals.hr-3068-119/no-presumption")
    assert len(named) == 50
    assert reached(hr_3068, "proposals.hr-3068-119/no-presumption") - named == {"PE", "SA"}


def test_eight_of_those_that_hr_3068_reaches_are_in_d4_and_seven_partners_are_not_reached(
    hr_3068: Comparison, rulebook: licet.Rulebook
) -> None:
    named = reached(hr_3068, "proposals.hr-3068-119/no-presumption")
    day = datetime.date.fromisoformat(DAY).toordinal()
    in_d4 = {nation for nation in named if rulebook.groups["ear_d4"].holds(nation, day) == 2}
    assert in_d4 == set(IN_COUNTRY_GROUP_D4.split())
    partners = {nation for nation, held in rulebook.groups["mtcr_partner"].on(day).items() if held == 2}
    assert partners - named - {"US"} == set(PARTNERS_LEFT_OUT.split())


def test_a_cell_that_changes_is_answered_so_by_reviews_of_both_sides(hr_3068: Comparison) -> None:
    items = {item.item_class: item.transfer for item in hr_3068.item_classes}
    changed = [cell for cell in hr_3068.matrix or () if cell.changed]
    for cell in changed[:: len(changed) // 12]:
        for reform, wanted in (((), cell.from_possible), (("hr-3068-119",), cell.to_possible)):
            review = licet.review(items[cell.item_class], recipient=cell.nation, as_of=DAY, reform=reform)
            assert review.posture.possible == wanted


def test_cells_that_do_not_change_are_answered_alike_on_both_sides(hr_3068: Comparison) -> None:
    for cell in hr_3068.matrix or ():
        assert cell.changed == (cell.from_possible != cell.to_possible)
        assert cell.from_ == (cell.from_possible[0] if len(cell.from_possible) == 1 else None)
    nations = {cell.nation for cell in hr_3068.matrix or ()}
    assert "US" not in nations
    assert len(hr_3068.matrix or ()) == len(nations) * len(hr_3068.item_classes)
