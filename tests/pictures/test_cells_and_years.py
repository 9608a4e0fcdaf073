"""The matrix of nations and classes of items, and the bars of transfers whose answer changes."""

from __future__ import annotations

from typing import Any

import pytest
from pictures.drawn import muddled, outlined, table, texts

from licet.errors import InputError
from licet.pictures import flips, matrix
from licet.rulebook.rulebook import Rulebook

STRONG, CASE, DENIAL = ["strong_presumption_of_denial"], ["case_by_case"], ["policy_of_denial"]
TITLES = {"slow": "Drone below 800 km/h", "missile": "Cruise missile"}


def cell(nation: str, item_class: str, before: list[str], after: list[str], **more: Any) -> dict[str, Any]:
    return {"nation": nation, "item_class": item_class, "from": before, "to": after, **more}


CELLS = [
    cell("IT", "slow", STRONG, CASE),
    cell("IT", "missile", STRONG, STRONG),
    cell("IN", "slow", STRONG, CASE),
    cell("IN", "missile", STRONG, STRONG),
    cell("RU", "slow", DENIAL, DENIAL),
    cell("RU", "missile", DENIAL, [*DENIAL, *CASE]),
]


@pytest.mark.parametrize(
    ("wrong", "line"),
    [
        (cell("XX", "slow", STRONG, CASE), "cell 7: the unknown nation 'XX'; expected an ISO code"),
        (cell("FR", "slw", STRONG, CASE), "cell 7: the unknown item class 'slw'; expected one with a title; did you mean slow?"),
        (cell("IT", "slow", STRONG, CASE), "cell 7: IT with 'slow' a second time; expected one cell for each two"),
        (cell("FR", "slow", ["never"], CASE), "cell 7, 'from': the answer 'never'; expected answers on the posture"),
        (cell("FR", "slow", STRONG, []), "cell 7, 'to': no answer; expected answers on the posture"),
        ({"nation": "FR", "item_class": "slow", "from": STRONG}, "cell 7, 'to': no answer; expected answers on the posture"),
    ],
)  # fmt: skip
def test_a_cell_that_cannot_be_used_is_one_line(rulebook: Rulebook, wrong: dict[str, Any], line: str) -> None:
    with pytest.raises(InputError) as caught:
        matrix([*CELLS, wrong], TITLES, rulebook)
    assert [str(fault) for fault in caught.value.faults] == [line]


def test_a_matrix_without_cells_is_refused(rulebook: Rulebook) -> None:
    with pytest.raises(InputError, match="the matrix: no cell"):
        matrix([], TITLES, rulebook)


def test_nations_with_the_same_row_are_one_row_and_those_that_change_come_first(rulebook: Rulebook) -> None:
    picture = matrix(CELLS, TITLES, rulebook)
    shown = texts(picture)
    assert "India and Italy" in shown
    assert "Russia" in shown
    assert "Italy" not in shown
    assert [row["nation"] for row in table(picture)] == ["IN", "IN", "IT", "IT", "RU", "RU"]
    # One cell of the row of two nations, and one of Russia.
    assert outlined(picture) == 2


def test_the_title_of_a_matrix_counts_nations_classes_and_cells(rulebook: Rulebook) -> None:
    assert matrix(CELLS, TITLES, rulebook).title == (
        "Posture changes for 3 nations in 2 of 2 classes of items: from strong presumption of denial to case by case in 2 cells and from"
        " policy of denial to open in 1"
    )


def test_the_title_of_a_matrix_names_what_is_little(rulebook: Rulebook) -> None:
    assert matrix(CELLS[:4], TITLES, rulebook).title == (
        "Posture for India and Italy in the class “Drone below 800 km/h” changes from strong presumption of denial to case by case"
    )


def test_what_counts_as_changed_is_taken_from_the_cell(rulebook: Rulebook) -> None:
    picture = matrix([cell("RU", "missile", DENIAL, [*DENIAL, *CASE], changed=False)], TITLES, rulebook)
    assert picture.title == "Posture changes for no nation in any class of items"
    assert outlined(picture) == 0


def test_every_class_of_items_has_its_title_and_the_laws_are_named(rulebook: Rulebook) -> None:
    shown = " ".join(texts(matrix(CELLS, TITLES, rulebook, laws=("Law of 1990", "Law of 2025"))))
    assert all(title in shown for title in TITLES.values())
    assert "On the left of a cell: law of 1990. On the right: law of 2025" in shown


def test_many_classes_make_the_matrix_wider_and_nothing_is_dropped(rulebook: Rulebook) -> None:
    titles = {f"c{number}": f"Class number {number}" for number in range(20)}
    picture = matrix([cell("IT", key, STRONG, CASE) for key in titles], titles, rulebook)
    assert outlined(picture) == 20
    assert muddled(picture) == []
    assert " ".join(texts(picture)).count("Class number") == 20


FLIPS: list[dict[str, Any]] = [
    {"year": 2011, "question": "posture", "from": STRONG, "to": CASE, "count": 30},
    {"year": 2013, "question": "posture", "from": STRONG, "to": CASE, "count": 40},
    {"year": 2013, "question": "posture", "from": "policy_of_denial", "to": [*DENIAL, *CASE], "count": 3},
]


@pytest.mark.parametrize(
    ("change", "line"),
    [
        ({"year": "soon"}, "row 1: the year 'soon'; expected a year such as 2015"),
        ({"count": -1}, "row 1: the count -1; expected a whole number from 0"),
        (
            {"question": "postur"},
            "row 1: 'postur'; expected a question with one answer; did you mean posture or regime_posture?",
        ),
        ({"from": "never"}, "row 1: the answer 'never'; expected answers on the posture"),
    ],
)
def test_a_row_of_flips_that_cannot_be_used_is_one_line(rulebook: Rulebook, change: dict[str, Any], line: str) -> None:
    with pytest.raises(InputError) as caught:
        flips([{**FLIPS[0], **change}, FLIPS[1]], rulebook)
    assert [str(fault) for fault in caught.value.faults] == [line]


@pytest.mark.parametrize("rows", [[], [{**FLIPS[0], "count": 0}]])
def test_bars_of_nothing_are_refused(rulebook: Rulebook, rows: list[dict[str, Any]]) -> None:
    with pytest.raises(InputError, match="no transfer whose answer changes"):
        flips(rows, rulebook)


def test_the_title_of_flips_counts_transfers_and_names_the_year_with_most(rulebook: Rulebook) -> None:
    assert flips(FLIPS, rulebook).title == (
        "Posture changes for 73 transfers: from strong presumption of denial to case by case for 70 and from policy of denial to open"
        " for 3; the year with most is 2013 (43)"
    )


def test_bars_have_their_years_their_totals_and_a_line_for_each_change(rulebook: Rulebook) -> None:
    shown = texts(flips(FLIPS, rulebook))
    assert {"2011", "2012", "2013", "30", "43"} <= set(shown)
    assert "Strong presumption of denial → case by case: 70 transfers" in shown
    assert "Policy of denial → open: 3 transfers" in shown


def test_equal_changes_of_a_year_are_added_up(rulebook: Rulebook) -> None:
    rows = table(flips([*FLIPS, FLIPS[0]], rulebook))
    assert [(row["year"], row["count"]) for row in rows] == [("2011", "60"), ("2013", "3"), ("2013", "40")]


def test_two_questions_are_told_and_drawn_one_after_the_other(rulebook: Rulebook) -> None:
    other = {"year": 2012, "question": "category", "from": "I", "to": "II", "count": 2}
    picture = flips([*FLIPS, other], rulebook)
    assert picture.title.endswith("; Category for 2 transfers changes from I to II, all of 2012")
    assert "I → II: 2 transfers" in texts(picture)


@pytest.mark.parametrize("last", [2013, 2030, 2099])
def test_nothing_written_on_bars_touches_anything_else_or_is_cut(rulebook: Rulebook, last: int) -> None:
    rows = [
        {**FLIPS[number % 3], "year": year, "count": 7 * number + 1}
        for number, year in enumerate(range(2011, last + 1))
    ]
    assert muddled(flips([*FLIPS, *rows], rulebook)) == []


def test_nothing_written_in_a_matrix_touches_anything_else_or_is_cut(rulebook: Rulebook) -> None:
    codes = list(rulebook.questions["posture"].values)
    every = [
        cell(nation, item_class, [codes[number % 5]], [codes[number % 4]])
        for number, nation in enumerate(rulebook.nations)
        for item_class in TITLES
    ]
    assert muddled(matrix(every, TITLES, rulebook)) == []
