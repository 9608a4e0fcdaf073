"""Nations against classes of items, each cell with its answer under two laws; nations with the same row are one row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from licet.errors import Fault, InputError, near, number_of
from licet.pictures.chart import COUNTED, WIDTH, Picture, legend, look_box, sheet
from licet.pictures.drawing import Panel, boxes, letters, panel
from licet.pictures.findings import changes, few
from licet.pictures.lettering import named, wrapped
from licet.pictures.looks import DARK, GREY, Look, Looks
from licet.pictures.split import ends, signs, split
from licet.rulebook.rulebook import Rulebook

_LEFT, _NARROWEST, _HIGH, _GAP = 300.0, 74.0, 34.0, 5.0
_SIZE = 11


@dataclass(frozen=True, slots=True)
class _Cell:
    """One answer under both laws, and whether it counts as changed."""

    before: Look
    after: Look
    changed: bool


def matrix(
    cells: Iterable[Mapping[str, Any]],
    titles: Mapping[str, str],
    book: Rulebook,
    *,
    question: str = "posture",
    laws: tuple[str, str] = ("before", "after"),
    shown: str = "",
    notes: Sequence[str] = (),
    digest: str = "",
) -> Picture:
    """Draw nations against classes of items, with the answers under two laws.

    Args:
        cells: each with ``nation`` (its code), ``item_class`` (a key of ``titles``), ``from`` and ``to`` (lists of the answers left), and
            ``changed``; without the last, a cell changes where its answers do.
        titles: item class → what it is called, in the order of the columns.
        book: declares the answers and the nations.
        question: the question that is answered.
        laws: what the two laws are: ``Law of 2 January 2025``.
        shown: what else the picture shows.
        notes: what a reader should know, a line each.
        digest: that of the law, or of both; that of the rulebook by default.

    Raises:
        InputError: with a fault for every cell that cannot be used.
    """
    looks = Looks(book, question)
    found = _read(cells, titles, looks)
    return _Matrix(found, titles, looks, laws).picture(shown, notes, digest or book.digest)


def _read(cells: Iterable[Mapping[str, Any]], titles: Mapping[str, str], looks: Looks) -> dict[str, dict[str, _Cell]]:
    """Return nation → item class → cell."""
    faults: list[Fault] = []
    found: dict[str, dict[str, _Cell]] = {}
    nations = looks.book.nations
    for number, cell in enumerate(cells, 1):
        where = f"cell {number}"
        nation, item_class = str(cell.get("nation")), str(cell.get("item_class"))
        if nation not in nations:
            faults.append(Fault(where, f"the unknown nation '{nation}'", "an ISO code", near(nation, nations)))
        if item_class not in titles:
            hint = near(item_class, titles)
            faults.append(Fault(where, f"the unknown item class '{item_class}'", "one with a title", hint))
        if item_class in found.get(nation, {}):
            faults.append(Fault(where, f"{nation} with '{item_class}' a second time", "one cell for each two"))
        try:
            before, after = ends(cell, looks, where)
        except InputError as error:
            faults += error.faults
            continue
        changed = bool(cell.get("changed", before.possible != after.possible))
        found.setdefault(nation, {})[item_class] = _Cell(before, after, changed)
    if not found and not faults:
        faults.append(Fault("the matrix", "no cell", "at least one"))
    if faults:
        raise InputError(faults=faults)
    return found


class _Matrix:
    def __init__(
        self, cells: Mapping[str, Mapping[str, _Cell]], titles: Mapping[str, str], looks: Looks, laws: tuple[str, str]
    ) -> None:
        self.cells, self.titles, self.looks, self.laws = cells, titles, looks, laws
        self.column = max(_NARROWEST, (WIDTH - _LEFT) / max(len(titles), 1))
        self.width = _LEFT + self.column * len(titles)
        self.groups = self.grouped()

    def grouped(self) -> list[list[str]]:
        """The nations with the same row together: those with most changes first, then the largest groups."""
        groups: dict[tuple[_Cell | None, ...], list[str]] = {}
        names = self.looks.book.nations
        for nation in sorted(self.cells, key=names.__getitem__):
            row = tuple(self.cells[nation].get(item_class) for item_class in self.titles)
            groups.setdefault(row, []).append(nation)

        def key(entry: tuple[tuple[_Cell | None, ...], list[str]]) -> tuple[int, int, str]:
            row, nations = entry
            return -sum(cell is not None and cell.changed for cell in row), -len(nations), names[nations[0]]

        return [nations for _, nations in sorted(groups.items(), key=key)]

    def picture(self, shown: str, notes: Sequence[str], digest: str) -> Picture:
        cells = [cell for row in self.cells.values() for cell in row.values()]
        nations, classes = number_of(len(self.cells), "nation"), number_of(len(self.titles), "class", "classes")
        size = f"{nations}, {classes} of items, {len(cells):,} cells. One colour is the answer under both laws"
        earlier, later = (law[:1].lower() + law[1:] for law in self.laws)
        subtitle = [
            ". ".join(filter(None, (shown.rstrip("."), size))),
            f"On the left of a cell: {earlier}. On the right: {later}",
        ]
        looks = [look for cell in cells for look in (cell.before, cell.after)]
        return sheet(
            self.finding(cells),
            subtitle,
            [legend(self.looks.legend(looks), self.width), self.panel()],
            [COUNTED, *notes],
            self.data(),
            digest,
            self.width,
        )

    def finding(self, cells: Sequence[_Cell]) -> str:
        """Say for how many nations and classes what changes."""
        changed = [(cell.before, cell.after, 1) for cell in cells if cell.changed]
        rows = {nation: {key for key, cell in row.items() if cell.changed} for nation, row in self.cells.items()}
        nations = sorted(self.looks.book.nations[nation] for nation, keys in rows.items() if keys)
        classes = [key for key in self.titles if any(key in keys for keys in rows.values())]
        where = f"{len(classes):,} of {len(self.titles):,} classes of items"
        if len(classes) == 1:
            where = f"the class “{self.titles[classes[0]]}”"
        among = (f"{few(nations, len(nations))} in {where}", "cell", "cells")
        return changes(self.looks, changed, ("nation in any class of items", ""), among=among)

    def panel(self) -> Panel:
        heads = {key: wrapped(title, _SIZE, self.column - 8) for key, title in self.titles.items()}
        top = max(len(lines) for lines in heads.values()) * (_SIZE + 3) + 6
        texts: list[dict[str, Any]] = []
        for place, lines in enumerate(heads.values()):
            x = _LEFT + (place + 0.5) * self.column
            first = top - 6 - len(lines) * (_SIZE + 3)
            texts += [
                {"x": x, "y": first + (number + 0.5) * (_SIZE + 3), "text": line, "ink": DARK, "align": "center"}
                for number, line in enumerate(lines)
            ]
        layers: list[Panel] = []
        shapes: list[dict[str, Any]] = []
        said: list[dict[str, Any]] = []
        for number, nations in enumerate(self.groups):
            y = top + number * _HIGH
            texts += self.row_label(nations, y)
            for place, key in enumerate(self.titles):
                cell = self.cells[nations[0]].get(key)
                self.draw(cell, _LEFT + place * self.column, y, shapes, said)
        layers += [*boxes(shapes), *letters(said, 12, bold=True), *letters(texts, _SIZE)]
        return panel(layers, self.width, top + len(self.groups) * _HIGH)

    def row_label(self, nations: Sequence[str], y: float) -> list[dict[str, Any]]:
        names = [self.looks.book.nations[nation] for nation in nations]
        if len(names) == 1:
            lines = wrapped(names[0], _SIZE, _LEFT - 12)[:2]
        else:
            lines = [f"{len(names):,} nations:", named(names, _SIZE, _LEFT - 12)]
        first = y + _HIGH / 2 - (len(lines) - 1) * 7
        return [
            {"x": 0, "y": first + number * 14, "text": line, "ink": DARK, "align": "left"}
            for number, line in enumerate(lines)
        ]

    def draw(
        self, cell: _Cell | None, x: float, y: float, shapes: list[dict[str, Any]], said: list[dict[str, Any]]
    ) -> None:
        x, y, wide, high = x + _GAP / 2, y + _GAP / 2, self.column - _GAP, _HIGH - _GAP
        if cell is None:
            said.append({"x": x + wide / 2, "y": y + high / 2, "text": "·", "ink": GREY, "align": "center"})
            return
        whole = {"x": x, "y": y, "x2": x + wide, "y2": y + high}
        if not cell.changed and cell.before.possible == cell.after.possible:
            shapes.append({**look_box(cell.after), **whole})
            look = cell.after
            said.append({"x": x + wide / 2, "y": y + high / 2, "text": look.sign, "ink": look.ink, "align": "center"})
            return
        shapes += split(cell.before, cell.after, x + 2, y + 2, wide - 4, high - 4)
        said += signs(cell.before, cell.after, x, y, wide, high)
        if cell.changed:
            shapes.append({"fill": None, "line": "#000000", "thick": 2, "dash": False, **whole})

    def data(self) -> list[dict[str, Any]]:
        names = self.looks.book.nations
        return [
            {
                "nation": nation,
                "name": names[nation],
                "item_class": key,
                "title": self.titles[key],
                "from": cell.before.codes,
                "to": cell.after.codes,
                "changed": "yes" if cell.changed else "no",
            }
            for nations in self.groups
            for nation in nations
            for key in self.titles
            if (cell := self.cells[nation].get(key)) is not None
        ]
