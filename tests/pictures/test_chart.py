"""What every picture shares: the same bytes twice, the data beside it, whole or not at all, and nothing from a network."""

from __future__ import annotations

import importlib.util
import os
import socket
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pictures.drawn import SVG, table, tree

from licet import pictures
from licet.errors import InputError
from licet.pictures import Picture, Side, tile_map
from licet.rulebook.rulebook import Rulebook

SRC = Path(__file__).parents[2] / "src"
AGAIN = """
import socket
def refuse(*_args, **_settings): raise AssertionError("a picture asked a network")
socket.socket.connect = socket.create_connection = socket.getaddrinfo = refuse
import sys
from licet.pictures import Side, tile_map
from licet.rulebook.rulebook import Rulebook
sys.stdout.write(tile_map(Side("Law of 2025", {"IT": ["case_by_case"]}), Rulebook.load()).svg())
"""


@pytest.fixture(scope="module")
def picture(rulebook: Rulebook) -> Picture:
    return tile_map(Side("Law of 2025", {"IT": ["case_by_case"]}), rulebook)


# What is refused.


@pytest.mark.parametrize("name", ["map.pdf", "map", "map.csv"])
def test_another_ending_is_refused(picture: Picture, tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError) as caught:
        picture.save(tmp_path / name)
    assert str(caught.value.faults[0]).endswith(f"{name}'; expected a name in .svg or .png")
    assert not list(tmp_path.iterdir())


def test_a_folder_that_is_not_there_is_named(picture: Picture, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"nowhere; expected a folder that is there"):
        picture.save(tmp_path / "nowhere" / "map.svg")


def test_a_picture_whose_table_cannot_be_written_is_not_written_either(picture: Picture, tmp_path: Path) -> None:
    (tmp_path / "map.csv").mkdir()
    with pytest.raises(InputError, match="expected a file that can be written"):
        picture.save(tmp_path / "map.svg")
    assert [path.name for path in tmp_path.iterdir()] == ["map.csv"]


@pytest.mark.parametrize("missing", ["altair", "vl_convert"])
def test_without_its_packages_a_picture_says_what_to_install(monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    found = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *rest: None if name == missing else found(name, *rest)
    )
    assert not pictures.can_draw()
    with pytest.raises(InputError) as caught:
        _ = pictures.matrix
    package = missing.replace("vl_convert", "vl-convert-python")
    assert [str(fault) for fault in caught.value.faults] == [
        f"pictures: no package {package}; expected altair and vl-convert-python; install them with: pip install 'licet[pictures]'"
    ]


def test_a_name_that_does_not_exist_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no_such_picture"):
        _ = pictures.no_such_picture
    assert set(pictures.__all__) == set(dir(pictures))


def test_licet_without_pictures_imports_none_of_their_packages() -> None:
    code = "import sys, licet.pictures, licet.cli.main; print([name for name in ('altair', 'vl_convert') if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=_environment())
    assert done.stdout.strip() == "[]"


# What is drawn.


def test_the_same_input_gives_the_same_bytes_in_another_process_that_reaches_no_network(picture: Picture) -> None:
    done = subprocess.run([sys.executable, "-c", AGAIN], capture_output=True, check=True, env=_environment())
    assert done.stdout.decode() == picture.svg() == picture.svg()


def test_an_address_in_a_picture_is_not_fetched(picture: Picture, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []
    monkeypatch.setattr(socket.socket, "connect", lambda *args: asked.append(args))
    assert "http://" not in picture.svg().replace("http://www.w3.org/", "")
    assert "https://" not in picture.svg()
    assert not asked


def test_a_picture_is_told_in_words_and_its_letters_have_no_serifs(picture: Picture) -> None:
    root = tree(picture)
    assert (root.get("role"), root.get("aria-label")) == ("img", picture.told)
    families = {element.get("font-family", "") for element in root.iter(f"{SVG}text")}
    assert families
    assert all(family.endswith("sans-serif") for family in families)


def test_saving_writes_the_picture_and_its_data_beside_it(picture: Picture, tmp_path: Path) -> None:
    files = picture.save(tmp_path / "map.svg")
    assert files == (tmp_path / "map.svg", tmp_path / "map.csv")
    assert files[0].read_text(encoding="utf-8") == picture.svg()
    assert files[1].read_text(encoding="utf-8") == picture.csv()
    assert len(table(picture)) == len(picture.rows) > 200
    assert sorted(path.name for path in tmp_path.iterdir()) == ["map.csv", "map.svg"]


def test_a_png_is_an_image(picture: Picture, tmp_path: Path) -> None:
    picture.save(str(tmp_path / "map.PNG"))
    assert (tmp_path / "map.PNG").read_bytes().startswith(b"\x89PNG\r\n")


def test_a_notebook_shows_the_picture(picture: Picture) -> None:
    assert picture._repr_svg_() == picture.svg()


def _environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(SRC)}


def test_no_spreadsheet_runs_a_cell_of_the_table_beside_a_picture(picture: Picture) -> None:
    written = replace(picture, rows=({"name": "=1+1", "difference": -1},))
    assert written.csv() == "name,difference\n'=1+1,-1\n"
