"""Pictures of reports are drawn from what is published alone, so that they show nothing that a table hides."""

from __future__ import annotations

from dataclasses import replace

import pytest
from cases.rows_of_reports import LIMITS, LINKED, outcome

from licet.cases.reporting.counting import count
from licet.cases.reporting.hiding import Protected, protect
from licet.cases.reporting.tables import PROTECTED, Table, tables
from licet.cases.reporting.views import View
from licet.errors import InputError

pytest.importorskip("altair")
from licet.cases.reporting.charts import picture

BY = View("outcomes", ("outcome",), "Outcomes")


def made(views: tuple[View, ...] = LINKED) -> Protected:
    rows = [
        outcome(place, result, 50) for place in ("AU", "IT") for result in ("approved", "refused") for _ in range(6)
    ]
    return protect([*rows, outcome("PL", "refused", 7), outcome("PL", "withdrawn", 9)], views, LIMITS)


def drawn(protected: Protected) -> list[str]:
    return [picture(table, "0123456789ab").svg() for table in tables(protected)]


def test_a_table_of_three_dimensions_is_not_drawn() -> None:
    (table,) = tables(made((View("cube", ("destination", "entry", "outcome")),)))
    with pytest.raises(InputError, match="3 dimensions"):
        picture(table, "0123456789ab")


def test_a_table_without_a_line_is_not_drawn() -> None:
    with pytest.raises(InputError, match="0 lines"):
        picture(Table(BY, (), (), 3), "0123456789ab")


def test_a_hidden_number_is_in_no_picture_nor_in_the_data_beside_it() -> None:
    for table in tables(made((*LINKED, BY))):
        shown = picture(table, "0123456789ab")
        assert PROTECTED in shown.svg()
        hidden = [line for line in table.lines if line.cases is None]
        rows = [row for row in shown.rows if row["cases"] == PROTECTED]
        assert len(hidden) == len(rows) > 0
        assert {row["value"] for row in rows} == {PROTECTED}


def test_the_pictures_are_the_same_in_every_world_of_the_proof() -> None:
    protected = made((*LINKED, BY))
    truth = drawn(protected)
    assert protected.worlds
    for world in protected.worlds:
        left = list(protected.counted.rows)
        for row in world.removed:
            left.remove(row)
        other = replace(protected, counted=count([*left, *world.added], protected.views))
        assert drawn(other) == truth


def test_bars_that_are_hidden_are_of_one_length() -> None:
    rows = [
        outcome("IT", result, 50)
        for result, many in {"approved": 9, "refused": 1, "withdrawn": 2}.items()
        for _ in range(many)
    ]
    (table,) = tables(protect(rows, (BY,), LIMITS))
    shown = picture(table, "0123456789ab").chart.to_dict()
    boxes = [row for rows in shown["datasets"].values() for row in rows if row.get("dash") is True and "x2" in row]
    # That of the legend is among them.
    boxes = [box for box in boxes if box["x"] > 150]
    assert len(boxes) == 2
    assert len({box["x2"] - box["x"] for box in boxes}) == 1


def test_a_nation_is_told_by_its_name_where_that_is_known() -> None:
    rows = [outcome("IT") for _ in range(5)]
    (table,) = tables(protect(rows, (View("by", ("destination",)),), LIMITS))
    assert ">Italy<" in picture(table, "0123456789ab", words={"IT": "Italy"}).svg()


def test_many_places_stand_below_each_other_and_every_protected_cell_is_outlined() -> None:
    places = [f"Nation {number:02d}" for number in range(14)]
    rows = [outcome(place, "approved", 50) for place in places for _ in range(1 if place.endswith("3") else 5)]
    (table,) = tables(protect(rows, (View("by", ("decided_year", "destination")),), LIMITS))
    shown = picture(table, "0123456789ab").chart.to_dict()
    held = [row for rows in shown["datasets"].values() for row in rows]
    heights = {row["text"]: row["y"] for row in held if str(row.get("text", "")).startswith("Nation")}
    assert list(heights) == places
    assert sorted(heights.values()) == list(heights.values())
    # That of the legend is smaller.
    dashed = [row for row in held if row.get("dash") is True and row["x2"] - row["x"] > 30]
    assert len(dashed) == sum(line.cases is None for line in table.lines) > 0
