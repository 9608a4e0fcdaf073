"""The world by answer: one tile a nation, for one law or for two, with the tiles that change outlined."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from licet.eligibility.answer import Eligibility
from licet.errors import Fault, InputError
from licet.pictures.chart import COUNTED, Picture, legend, look_box, sheet
from licet.pictures.drawing import Panel, boxes, letters, panel
from licet.pictures.findings import changes, law_of, shares, subject, tallied
from licet.pictures.lettering import wide, wrapped
from licet.pictures.looks import DARK, GREY, WHITE, Look, Looks, checked
from licet.pictures.tiles import Tile, read_tiles
from licet.rulebook.rulebook import Rulebook

_PITCH, _TILE, _CHANGED, _RING = 25.0, 22.0, 17.6, 22.0
# The letters over a map, and what lies between them and its first row.
_HEAD_SIZE, _HEAD = 12.5, 16


@dataclass(frozen=True, slots=True)
class Side:
    """The answers for nations under one law.

    Attributes:
        label: what the law is: ``Law of 15 September 2025``.
        answers: nation → the answers left; one where it is settled, several where it is open.
        shown: what is transferred, in words.
        digest: that of the law; that of the rulebook by default.
    """

    label: str
    answers: Mapping[str, Sequence[str]]
    shown: str = ""
    digest: str = ""


def side(found: Eligibility, book: Rulebook, question: str = "posture") -> Side:
    """Return the answers of ``licet.eligible`` as one side of a map.

    Args:
        found: the answers.
        book: the law.
        question: the question whose answers are shown.
    """
    answers = {row.nation: tuple(row.answers[question].possible) for row in found.nations}
    label = law_of(book, found.date, found.rulebook.reforms)
    return Side(label, answers, subject(found.transfer, book), found.rulebook.digest)


def tile_map(
    sides: Side | Sequence[Side], book: Rulebook, *, question: str = "posture", notes: Sequence[str] = ()
) -> Picture:
    """Draw the world by answer.

    Args:
        sides: one side, or the two of a comparison, the earlier first.
        book: declares the answers and the nations, and has the places of the tiles.
        question: the question that is answered.
        notes: what a reader should know, a line each.

    Raises:
        InputError: for more than two sides, a nation that the law does not know, and an answer that is none.
        LawError: for a law without a usable table of tiles.
    """
    given = (sides,) if isinstance(sides, Side) else tuple(sides)
    if len(given) not in (1, 2):
        raise InputError(faults=[Fault("the map", f"{len(given)} sides", "one side, or two that are compared")])
    looks = Looks(book, question)
    answers = [checked(one.answers, looks, one.label) for one in given]
    return _Map(given, answers, looks, read_tiles(book), notes).picture()


class _Map:
    def __init__(
        self,
        sides: Sequence[Side],
        answers: Sequence[Mapping[str, Look]],
        looks: Looks,
        tiles: Sequence[Tile],
        notes: Sequence[str],
    ) -> None:
        self.sides, self.answers, self.looks, self.tiles, self.notes = sides, answers, looks, tiles, notes
        self.columns = max(tile.column for tile in tiles)
        self.rows = max(tile.row for tile in tiles)
        self.changed = {
            nation: (look, answers[-1][nation])
            for nation, look in answers[0].items()
            if nation in answers[-1] and answers[-1][nation].possible != look.possible
        }

    def picture(self) -> Picture:
        names = self.looks.book.nations
        width = self.columns * _PITCH
        if len(self.sides) == 1:
            title = shares(self.looks, self.answers[0])
            subtitle = [self.shown(), f"{self.sides[0].label}. One tile for each nation as the recipient"]
        else:
            changed = [(before, after, 1) for before, after in self.changed.values()]
            title = changes(self.looks, changed, names=[names[nation] for nation in self.changed])
            said = f"Above: {_small(self.sides[0].label)}. Below: {_small(self.sides[1].label)}"
            subtitle = [self.shown(), f"{said}. Outlined tiles change. One tile for each nation as the recipient"]
        panels = [self.map(one, shown, width) for one, shown in zip(self.sides, self.answers, strict=True)]
        digests = dict.fromkeys(one.digest or self.looks.book.digest for one in self.sides)
        return sheet(
            title,
            [line for line in subtitle if line],
            [legend(self.entries(), width), *panels],
            [COUNTED, *self.notes],
            self.data(),
            " and ".join(digests),
            width,
        )

    def shown(self) -> str:
        return "; ".join(dict.fromkeys(one.shown for one in self.sides if one.shown))

    def entries(self) -> list[tuple[Look, str]]:
        entries = self.looks.legend(look for shown in self.answers for look in shown.values())
        if any(tile.nation not in shown for shown in self.answers for tile in self.tiles):
            entries.append((_UNASKED, "Not asked"))
        return entries

    def map(self, one: Side, shown: Mapping[str, Look], width: float) -> Panel:
        shapes: list[dict[str, Any]] = []
        codes: list[dict[str, Any]] = []
        signs: list[dict[str, Any]] = []
        head = self.head(one, shown, width) if len(self.sides) > 1 else []
        top = max((line["y"] for line in head), default=-_HEAD) + _HEAD
        for tile in self.tiles:
            look = shown.get(tile.nation, _UNASKED)
            x, y = (tile.column - 0.5) * _PITCH, top + (tile.row - 0.5) * _PITCH
            changed = tile.nation in self.changed
            if changed:
                ring = {"fill": WHITE, "line": "#000000", "thick": 2, "dash": False}
                shapes.append({**ring, **_square(x, y, _RING)})
            shapes.append({**look_box(look), **_square(x, y, _CHANGED if changed else _TILE)})
            codes.append({"x": x, "y": y - 3.6, "text": tile.nation, "ink": look.ink, "align": "center"})
            signs.append({"x": x, "y": y + 5.4, "text": look.sign, "ink": look.ink, "align": "center"})
        rings = [shape for shape in shapes if shape["thick"] > 1]
        layers = [*boxes(rings), *boxes([shape for shape in shapes if shape["thick"] <= 1])]
        layers += [*letters(codes, 9, bold=True), *letters(signs, 8)]
        layers += letters(head, _HEAD_SIZE, bold=True)
        return panel(layers, width, top + self.rows * _PITCH)

    def head(self, one: Side, shown: Mapping[str, Look], width: float) -> list[dict[str, Any]]:
        """What stands over one of two maps: which law it is and how many nations have which answer, side by side where there is room."""
        told = tallied(self.looks, shown.values())
        taken = [wide(text, _HEAD_SIZE, bold=True) for text in (one.label, told)]
        if sum(taken) + 20 <= width:
            line = {"y": 8, "ink": DARK}
            return [
                {**line, "x": 0, "text": one.label, "align": "left"},
                {**line, "x": width, "text": told, "align": "right"},
            ]
        lines = [line for text in (one.label, told) for line in wrapped(text, _HEAD_SIZE, width, bold=True)]
        return [
            {"x": 0, "y": 8 + number * (_HEAD_SIZE + 4), "text": text, "ink": DARK, "align": "left"}
            for number, text in enumerate(lines)
        ]

    def data(self) -> list[dict[str, Any]]:
        rows = []
        for tile in self.tiles:
            row: dict[str, Any] = {"nation": tile.nation, "name": self.looks.book.nations[tile.nation]}
            keys = ("from", "to") if len(self.sides) == 2 else (self.looks.question,)
            for key, shown in zip(keys, self.answers, strict=True):
                row[key] = shown[tile.nation].codes if tile.nation in shown else ""
            if len(self.sides) == 2:
                row["changed"] = "yes" if tile.nation in self.changed else "no"
            rows.append({**row, "column": tile.column, "row": tile.row})
        return rows


_UNASKED = Look((), "not asked", "", WHITE, GREY, "#cfccc4")


def _square(x: float, y: float, size: float) -> dict[str, float]:
    half = size / 2
    return {"x": x - half, "y": y - half, "x2": x + half, "y2": y + half}


def _small(label: str) -> str:
    return label[:1].lower() + label[1:]
