"""The tile map: every nation has one tile, what changes is outlined, and the title tells the finding."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from pictures.drawn import fills, muddled, outlined, table, texts

import licet
from licet.errors import InputError, LawError
from licet.pictures import Side, side, tile_map
from licet.pictures.looks import Looks
from licet.pictures.tiles import read_tiles
from licet.rulebook.rulebook import Rulebook

STRONG, CASE = ["strong_presumption_of_denial"], ["case_by_case"]
BEFORE = Side("Law of 2 January 2025", {"IT": STRONG, "IN": STRONG, "SA": STRONG, "RU": ["policy_of_denial"]})
AFTER = Side("Law of 16 September 2025", {**BEFORE.answers, "IT": CASE, "IN": CASE})


@pytest.fixture
def law(tmp_path: Path, rulebook: Rulebook) -> Path:
    folder = tmp_path / "law"
    shutil.copytree(rulebook.folder, folder)
    return folder


# The places of the tiles.


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("IT,", "ZZ,", "the unknown nation 'ZZ'; expected a code of names.csv"),
        ("IT,", "IS,", "the nation 'IS' a second time; expected one tile for a nation"),
        (r"IT,\d+", "IT,x", "the tile x,7; expected two whole numbers from 1 to 60"),
        (r"IT,\d+", "IT,0", "the tile 0,7; expected two whole numbers from 1 to 60"),
        (r"IT,\d+,\d+", "IT,13", "a row of another length than the header; expected one value a column"),
        (r"IT,\d+,\d+\n", "", "nations/tiles.csv: no tile for 'IT'; expected a tile for every nation"),
        ("nation,column,row", "nation,x,row", "nations/tiles.csv:1: no column column"),
    ],
)
def test_a_table_of_tiles_that_cannot_be_used_is_one_line_for_each_fault(
    law: Path, old: str, new: str, line: str
) -> None:
    path = law / "nations" / "tiles.csv"
    path.write_text(re.sub(f"^{old}", new, path.read_text(encoding="utf-8"), flags=re.MULTILINE), encoding="utf-8")
    with pytest.raises(LawError) as caught:
        read_tiles(Rulebook.load(law))
    assert line in str(caught.value.faults[0])


def test_two_nations_on_one_tile_are_a_fault_that_names_both(law: Path) -> None:
    path = law / "nations" / "tiles.csv"
    text = path.read_text(encoding="utf-8")
    place = re.search(r"^FR(,\d+,\d+)$", text, flags=re.MULTILINE)
    assert place is not None
    path.write_text(re.sub(r"^IT,\d+,\d+$", f"IT{place[1]}", text, flags=re.MULTILINE), encoding="utf-8")
    with pytest.raises(LawError, match="'IT' on the tile of 'FR'; expected a tile of its own"):
        read_tiles(Rulebook.load(law))


def test_a_law_without_tiles_says_what_is_missing(law: Path) -> None:
    (law / "nations" / "tiles.csv").unlink()
    with pytest.raises(LawError, match="nations/tiles.csv: no table of tiles in this law"):
        tile_map(BEFORE, Rulebook.load(law))


def test_every_nation_has_one_tile_and_no_two_share_one(rulebook: Rulebook) -> None:
    tiles = read_tiles(rulebook)
    assert [tile.nation for tile in tiles] == sorted(rulebook.nations)
    assert len({(tile.column, tile.row) for tile in tiles}) == len(tiles) > 240


@pytest.mark.parametrize(
    ("west", "east"), [("US", "GB"), ("PT", "PL"), ("MA", "EG"), ("BR", "AO"), ("IR", "IN"), ("IN", "JP"), ("AU", "NZ")]
)
def test_what_lies_in_the_west_stands_on_the_left(rulebook: Rulebook, west: str, east: str) -> None:
    columns = {tile.nation: tile.column for tile in read_tiles(rulebook)}
    assert columns[west] < columns[east]


@pytest.mark.parametrize(
    ("north", "south"),
    [("CA", "US"), ("US", "MX"), ("MX", "BR"), ("NO", "IT"), ("IT", "LY"), ("EG", "ZA"), ("JP", "AU")],
)
def test_what_lies_in_the_north_stands_above(rulebook: Rulebook, north: str, south: str) -> None:
    rows = {tile.nation: tile.row for tile in read_tiles(rulebook)}
    assert rows[north] < rows[south]


# What is refused.


def test_a_nation_and_an_answer_that_do_not_exist_are_both_named(rulebook: Rulebook) -> None:
    with pytest.raises(InputError) as caught:
        tile_map(Side("today", {"ITA": STRONG, "IN": ["perhaps"]}), rulebook)
    assert [fault.found for fault in caught.value.faults] == ["the unknown nation 'ITA'", "the answer 'perhaps'"]


@pytest.mark.parametrize("number", [0, 3])
def test_a_map_has_one_side_or_two(rulebook: Rulebook, number: int) -> None:
    with pytest.raises(InputError, match=f"the map: {number} sides"):
        tile_map([BEFORE] * number, rulebook)


# What is drawn.


def test_the_title_tells_how_many_nations_have_which_answer(rulebook: Rulebook) -> None:
    picture = tile_map(BEFORE, rulebook)
    assert picture.title == "Posture is strong presumption of denial for 3 nations and policy of denial for 1"


def test_the_title_of_a_comparison_tells_what_changes(rulebook: Rulebook) -> None:
    more = {**AFTER.answers, "SA": CASE}
    picture = tile_map([BEFORE, Side("later", more)], rulebook)
    assert picture.title == "Posture for 3 nations changes from strong presumption of denial to case by case"
    few = tile_map([BEFORE, AFTER], rulebook)
    assert few.title == "Posture for Italy and India changes from strong presumption of denial to case by case"


def test_the_title_says_so_when_nothing_changes(rulebook: Rulebook) -> None:
    picture = tile_map([BEFORE, BEFORE], rulebook)
    assert picture.title == "Posture changes for no nation"
    assert outlined(picture) == 0


def test_several_changes_are_told_the_greatest_first_and_those_inside_open_answers_last(rulebook: Rulebook) -> None:
    before = {**BEFORE.answers, "FR": ["policy_of_denial", *CASE]}
    after = {**AFTER.answers, "SA": ["policy_of_denial"], "FR": ["prohibited", *CASE]}
    picture = tile_map([Side("a", before), Side("b", after)], rulebook)
    assert picture.title == (
        "Posture changes for 4 nations: from strong presumption of denial to case by case for 2, from strong presumption of denial to"
        " policy of denial for 1 and in what is left open for 1"
    )


def test_every_nation_stands_on_the_map_with_its_code_and_the_sign_of_its_answer(rulebook: Rulebook) -> None:
    shown = texts(tile_map(BEFORE, rulebook))
    assert all(shown.count(code) == 1 for code in rulebook.nations)
    # Three tiles and one swatch of the legend.
    assert shown.count(Looks(rulebook).of(STRONG).sign) == 4


def test_changed_tiles_are_outlined_on_both_maps(rulebook: Rulebook) -> None:
    picture = tile_map([BEFORE, AFTER], rulebook)
    assert outlined(picture) == 4
    assert [row["nation"] for row in table(picture) if row["changed"] == "yes"] == ["IN", "IT"]


def test_each_answer_has_its_colour_and_the_legend_its_words(rulebook: Rulebook) -> None:
    picture = tile_map([BEFORE, AFTER], rulebook)
    looks = Looks(rulebook)
    assert {looks.of([code]).fill for code in ("policy_of_denial", *STRONG, *CASE)} <= fills(picture)
    assert {"Policy of denial", "Strong presumption of denial", "Case by case", "Not asked"} <= set(texts(picture))


def test_the_table_holds_every_nation_with_both_answers(rulebook: Rulebook) -> None:
    rows = {row["nation"]: row for row in table(tile_map([BEFORE, AFTER], rulebook))}
    assert rows.keys() == rulebook.nations.keys()
    assert (rows["IT"]["from"], rows["IT"]["to"], rows["IT"]["name"]) == (STRONG[0], CASE[0], "Italy")
    assert (rows["US"]["from"], rows["US"]["changed"]) == ("", "no")


def test_the_answers_of_eligible_feed_the_map(rulebook: Rulebook) -> None:
    found = licet.eligible(
        date="2025-09-16", exporter="US", channel="direct_commercial", jurisdiction="usml",
        item={"kind": "cruise_missile", "range": "2500 km", "payload": "600 kg"},
    )  # fmt: skip
    picture = tile_map(side(found, rulebook), rulebook)
    rows = {row["nation"]: row["posture"] for row in table(picture)}
    assert rows["SA"] == "policy_of_denial"
    assert rows["US"] == ""
    assert sum(1 for answer in rows.values() if answer) == len(found.nations)
    shown = texts(picture)
    assert "Cruise missile, range 2500 km, payload 600 kg, exporter United States" in shown
    assert "Law of 16 September 2025. One tile for each nation as the recipient" in shown
    assert any(found.rulebook.digest in text for text in shown)


def test_a_reform_in_force_is_named(rulebook: Rulebook) -> None:
    proposal = next(i for i in rulebook.instruments.values() if i.proposal)
    found = licet.eligible(
        date="2025-09-16", exporter="US", item={"kind": "uas"}, reform=f"{proposal.short}@2025-02-01"
    )
    label = side(found, rulebook).label
    assert label == f"Law of 16 September 2025, with the proposal {proposal.title} from 1 February 2025 in force"


@pytest.mark.parametrize("law", ["Law of 2025", f"Law of 2025, with the proposal {'to change much ' * 12}in force"])
def test_nothing_written_touches_anything_else_or_is_cut(rulebook: Rulebook, law: str) -> None:
    codes = list(rulebook.questions["posture"].values)
    answers = {nation: [codes[number % len(codes)]] for number, nation in enumerate(rulebook.nations)}
    others = {nation: [codes[number % 7], codes[7]] for number, nation in enumerate(rulebook.nations)}
    assert muddled(tile_map([Side(law, answers), Side(law, others)], rulebook)) == []
    assert muddled(tile_map(Side(law, answers), rulebook)) == []
