"""Where each nation stands on the tile map: ``nations/tiles.csv`` of a folder of law, one tile for every nation."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from licet.errors import Fault, LawError, near
from licet.rulebook.library import read_rows
from licet.rulebook.rulebook import Rulebook

FILE = "nations/tiles.csv"
# A map of more tiles than this in a row could not be read.
_MOST = 60


@dataclass(frozen=True, slots=True)
class Tile:
    """The place of a nation, from the left and from the top, each counted from 1."""

    nation: str
    column: int
    row: int


def read_tiles(book: Rulebook) -> tuple[Tile, ...]:
    """Return the tiles of all nations of a rulebook.

    Raises:
        LawError: with a fault for every nation that has no tile or several, for two on one, and for every row that cannot be read.
    """
    path = Path(book.folder) / FILE
    if not path.is_file():
        expected = "a table nation,column,row with a tile for every nation"
        raise LawError(faults=[Fault(FILE, "no table of tiles in this law", expected)])
    faults: list[Fault] = []
    tiles: dict[str, Tile] = {}
    holders: dict[tuple[int, int], str] = {}
    for where, row in read_rows({FILE: path.read_bytes()}, FILE, faults, ("nation", "column", "row")):
        nation = row["nation"]
        if nation not in book.nations:
            hint = near(nation, book.nations)
            faults.append(Fault(str(where), f"the unknown nation '{nation}'", "a code of names.csv", hint))
            continue
        if nation in tiles:
            faults.append(Fault(str(where), f"the nation '{nation}' a second time", "one tile for a nation"))
            continue
        place = tuple(int(row[axis]) if row[axis].isdecimal() else 0 for axis in ("column", "row"))
        if not all(1 <= number <= _MOST for number in place):
            found = f"the tile {row['column']},{row['row']}"
            faults.append(Fault(str(where), found, f"two whole numbers from 1 to {_MOST}"))
            continue
        holder = holders.setdefault((place[0], place[1]), nation)
        if holder != nation:
            faults.append(Fault(str(where), f"'{nation}' on the tile of '{holder}'", "a tile of its own"))
        tiles[nation] = Tile(nation, place[0], place[1])
    if not faults:
        faults += [
            Fault(FILE, f"no tile for '{nation}'", "a tile for every nation")
            for nation in book.nations
            if nation not in tiles
        ]
    if faults:
        raise LawError(faults=faults)
    return tuple(tiles[nation] for nation in sorted(tiles))
