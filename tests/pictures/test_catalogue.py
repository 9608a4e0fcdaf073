"""Range against payload of known systems: the limits are the law's, and no two names touch."""

from __future__ import annotations

import datetime
import shutil
from itertools import combinations
from pathlib import Path

import pytest
from pictures.drawn import fills, muddled, table, texts

from licet.errors import InputError
from licet.pictures import Picture, catalogue
from licet.pictures.drawing import Place
from licet.pictures.looks import Looks
from licet.pictures.of_systems import _Diagram
from licet.pictures.scales import Log
from licet.pictures.systems import placed
from licet.rulebook.rulebook import Rulebook

DAY = datetime.date(2025, 9, 16)
KINDS = ("uas", "ballistic_missile")


@pytest.fixture(scope="module")
def picture(rulebook: Rulebook) -> Picture:
    return catalogue(rulebook, DAY, kinds=KINDS)


def test_an_unknown_kind_is_refused_with_the_near_one(rulebook: Rulebook) -> None:
    with pytest.raises(InputError, match="the unknown kind 'uav'.*did you mean uas"):
        catalogue(rulebook, DAY, kinds=["uav"])


def test_a_catalogue_without_figures_is_refused(rulebook: Rulebook, tmp_path: Path) -> None:
    folder = tmp_path / "law"
    shutil.copytree(rulebook.folder, folder)
    file = folder / "catalogue" / "systems.csv"
    file.write_text(file.read_text(encoding="utf-8").partition("\n")[0] + "\n", encoding="utf-8")
    with pytest.raises(InputError, match="no system with a range and a payload"):
        catalogue(Rulebook.load(folder), DAY)


def test_the_limits_are_those_that_the_law_reads(rulebook: Rulebook, picture: Picture, tmp_path: Path) -> None:
    assert {"300 km", "500 kg", "Category I", "Category II"} <= set(texts(picture))
    folder = tmp_path / "law"
    shutil.copytree(rulebook.folder, folder)
    for file in folder.rglob("*.md"):
        text = file.read_text(encoding="utf-8")
        if "500 kg" in text:
            file.write_text(text.replace("500 kg", "700 kg"), encoding="utf-8")
    other = set(texts(catalogue(Rulebook.load(folder), DAY, kinds=["uas"])))
    assert "700 kg" in other
    assert "500 kg" not in other


def test_every_system_has_the_category_that_a_review_gives_it(picture: Picture) -> None:
    rows = {row["id"]: row for row in table(picture)}
    assert (rows["mq-9a"]["category"], rows["scaneagle"]["category"]) == ("I", "II")
    assert rows["mq-9a"]["range_km"] == "1850"
    # A published figure may leave a tenth out.
    assert float(rows["mq-9a"]["range_most_km"]) == pytest.approx(1850 / 0.9, rel=1e-4)
    assert rows["ch-92"]["range_km"] == ""


def test_the_title_counts_the_systems_by_category(picture: Picture) -> None:
    drawn = [row["category"] for row in table(picture) if row["range_km"] and row["payload_kg"]]
    assert f"II for {drawn.count('II')}" in picture.title
    assert f"open for {sum('|' in answer for answer in drawn)}" in picture.title


def test_systems_without_a_figure_are_told_of(picture: Picture) -> None:
    missing = sum(1 for row in table(picture) if not (row["range_km"] and row["payload_kg"]))
    assert missing
    assert f"{missing} systems without a range or a payload stand only in the table." in texts(picture)


def test_each_category_has_its_colour_and_each_kind_its_shape(rulebook: Rulebook, picture: Picture) -> None:
    looks = Looks(rulebook, "category")
    assert {looks.of([code]).fill for code in ("I", "II", "unlisted")} <= fills(picture)
    shown = " ".join(texts(picture))
    assert "Ballistic missile (" in shown
    assert "UAS (" in shown


def test_no_name_touches_another_name_or_a_mark(rulebook: Rulebook) -> None:
    found = placed(rulebook, DAY, (), "category")
    drawn = [one for one in found if one.across is not None and one.up is not None]
    diagram = _Diagram(rulebook, Looks(rulebook, "category"), found, drawn)
    names = [place for _, place in diagram.names()]
    assert len(names) > 50
    assert not any(one.touches(other) for one, other in combinations(names, 2))
    assert not any(place.touches(other) for place in names for other in diagram.obstacles())
    assert all(place.left >= 0 for place in names)


def test_nothing_written_but_signs_of_systems_with_the_same_figures_touches_anything_else(picture: Picture) -> None:
    signs = {"I", "II", "–", "?"}
    assert [pair for pair in muddled(picture) if not set(pair.split(" / ")) <= signs] == []


def test_two_places_touch_where_they_share_a_point() -> None:
    one = Place(0, 0, 10, 10)
    assert one.touches(Place(9, 9, 12, 12))
    assert not one.touches(Place(10, 0, 12, 10))
    assert Place(1, 1, 2, 2).inside(one)
    assert not Place(1, 1, 12, 2).inside(one)


def test_a_scale_of_tens_keeps_the_order_and_its_ends() -> None:
    scale = Log([1, 1000, 0], 0, 300)
    assert 0 < scale(1) < scale(10) < scale(1000) < 300
    assert scale(10) - scale(1) == pytest.approx(scale(1000) - scale(100), abs=0.1)
    assert (scale(0), scale(1e9)) == (0, 300)
    assert scale.ticks() == [1, 10, 100, 1000]
