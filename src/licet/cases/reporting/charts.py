"""Tables as pictures. They are drawn from what is published and from nothing else, so that no length, shade or order shows what a table hides."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from licet.cases.reporting.tables import ALL, PROTECTED, Line, Table
from licet.errors import Fault, InputError, number_of
from licet.pictures.needed import must_draw

must_draw()

from licet.pictures.chart import WIDTH, Picture, legend, sheet  # noqa: E402
from licet.pictures.drawing import Panel, boxes, letters, panel  # noqa: E402
from licet.pictures.lettering import fitting, shortened, wrapped  # noqa: E402
from licet.pictures.looks import DARK, GREY, PALE, WHITE, Look  # noqa: E402

_LEFT, _ROW, _BAR, _SIZE = 190, 26, 16, 12
_RIGHT = 110
# A bar that is hidden is as long as every other that is hidden, and a cell that is hidden has no shade.
_HIDDEN_LONG = 46
_TALL, _CELL_WIDE, _SUM_WIDE = 28, 118, 84
_ACROSS = 7
_SHADES = ("#f1f5f9", "#d3e0ec", "#a9c4dc", "#7aa3c7", "#4b7fae", "#235a8c")
_INK = "#235a8c"


def picture(table: Table, digest: str, notes: Sequence[str] = (), words: dict[str, str] | None = None) -> Picture:
    """Draw a table of one or two dimensions: bars, or cells with their margins.

    Args:
        table: what is published.
        digest: of the law, or of the table of limits.
        notes: what a reader should know, a line each.
        words: what codes are called, where that is known: ``IT`` → ``Italy``.

    Raises:
        InputError: for a table of three dimensions, and one without a line.
    """
    dimensions = len(table.view.dimensions)
    if dimensions > 2 or not table.lines:
        found = f"a table of {number_of(dimensions, 'dimension')} with {number_of(len(table.lines), 'line')}"
        raise InputError(faults=[Fault(table.view.name, found, "one or two dimensions and a line at least")])
    spoken = words or {}
    whole = next(line for line in table.lines if set(line.places) == {ALL})
    count = PROTECTED if whole.cases is None else number_of(whole.cases, "case")
    drawn = _bars(table, spoken) if dimensions == 1 else _cells(table, spoken)
    what = " and ".join(one.replace("_", " ") for one in table.view.dimensions)
    below = (
        f"Protected: a number of fewer than {table.fewest} cases, of too few applicants, or one from which such a number could be worked out. "
        "All that is protected looks alike; a dot is no case."
    )
    counted = "Each item of a case counts once for each destination."
    rows = [_row(line, table) for line in table.lines]
    shown = Look(("shown",), "shown", "", _INK, WHITE, _INK)
    hidden = Look(("hidden",), PROTECTED, "", WHITE, DARK, GREY, open=True)
    entries = [(shown, "cases" if dimensions == 1 else "the darker, the more cases"), (hidden, PROTECTED)]
    panels = [legend(entries), drawn]
    title = f"{table.view.title or what.capitalize()}: {count}"
    return sheet(title, [f"Cases by {what}"], panels, [counted, below, *notes], rows, digest)


def _row(line: Line, table: Table) -> dict[str, Any]:
    return {
        **dict(zip(table.view.dimensions, line.places, strict=True)),
        "cases": PROTECTED if line.cases is None else line.cases,
        "value": PROTECTED if line.value is None else f"{line.value:f}",
    }


def _bars(table: Table, words: dict[str, str]) -> Panel:
    lines = [line for line in table.lines if line.places != (ALL,)]
    most = max((line.cases or 0 for line in lines), default=0) or 1
    shapes: list[dict[str, Any]] = []
    texts: list[dict[str, Any]] = []
    for number, line in enumerate(lines):
        y = number * _ROW
        name = _said(line.places[0], words)
        texts.append(
            {
                "x": _LEFT - 10,
                "y": y + _ROW / 2,
                "text": shortened(name, _SIZE, _LEFT - 12),
                "ink": DARK,
                "align": "right",
            }
        )
        long = _HIDDEN_LONG if line.cases is None else max((WIDTH - _LEFT - _RIGHT) * line.cases / most, 1)
        box = {"x": _LEFT, "x2": _LEFT + long, "y": y + (_ROW - _BAR) / 2, "y2": y + (_ROW + _BAR) / 2, "thick": 1}
        shapes.append({**box, **_fill(line.cases, _INK)})
        said = PROTECTED if line.cases is None else f"{line.cases:,}"
        texts.append({"x": _LEFT + long + 8, "y": y + _ROW / 2, "text": said, "ink": DARK, "align": "left"})
    return panel([*boxes(shapes), *letters(texts, _SIZE)], WIDTH, len(lines) * _ROW)


def _fill(cases: int | None, fill: str) -> dict[str, Any]:
    if cases is None:
        return {"fill": WHITE, "line": GREY, "dash": True}
    return {"fill": fill, "line": fill, "dash": False}


def _cells(table: Table, words: dict[str, str]) -> Panel:
    ways = [
        sorted({line.places[way] for line in table.lines}, key=lambda place: (place == ALL, place)) for way in (0, 1)
    ]
    # Down a page there is room for many places, across it for few.
    down_way = 1 if len(ways[1]) > max(len(ways[0]), _ACROSS) else 0
    rows, columns = ways[down_way], ways[1 - down_way]
    held = {(line.places[down_way], line.places[1 - down_way]): line.cases for line in table.lines}
    # The sum stands in the last row and the last column, and takes no part in the shades.
    shaded = [cases for places, cases in held.items() if ALL not in places and cases]
    most = max(shaded, default=1)
    wide = min(_CELL_WIDE, (WIDTH - _LEFT - _SUM_WIDE) / max(len(columns) - 1, 1))
    heads = {one: wrapped(_said(one, words), _SIZE, wide - 8) for one in columns}
    top = max(map(len, heads.values())) * (_SIZE + 3) + 8
    texts: list[dict[str, Any]] = []
    shapes: list[dict[str, Any]] = []
    for place, column in enumerate(columns):
        x = _LEFT + (place + 0.5) * wide
        first = top - 6 - len(heads[column]) * (_SIZE + 3)
        texts += [
            {"x": x, "y": first + (line + 0.5) * (_SIZE + 3), "text": text, "ink": DARK, "align": "center"}
            for line, text in enumerate(heads[column])
        ]
    for down, row in enumerate(rows):
        y = top + down * _TALL
        name = shortened(_said(row, words), _SIZE, _LEFT - 14)
        texts.append({"x": _LEFT - 10, "y": y + _TALL / 2, "text": name, "ink": DARK, "align": "right"})
        for across, column in enumerate(columns):
            x = _LEFT + across * wide
            cases = held.get((row, column), 0)
            total = ALL in (row, column)
            shade = WHITE if total else PALE if not cases else _SHADES[_step(cases, most)]
            box = {"x": x + 1, "x2": x + wide - 1, "y": y + 1, "y2": y + _TALL - 1, "thick": 1}
            if cases is None or not total:
                shapes.append({**box, **_fill(cases, shade)})
            dark = shade in _SHADES[4:] and cases is not None
            # Where the word is wider than the cell, its dashed outline says the same.
            hidden = fitting([PROTECTED], _SIZE, wide - 6)
            said = hidden if cases is None else f"{cases:,}" if cases or total else "·"
            ink = WHITE if dark else GREY if not cases and cases is not None else DARK
            texts.append({"x": x + wide / 2, "y": y + _TALL / 2, "text": said, "ink": ink, "align": "center"})
    return panel([*boxes(shapes), *letters(texts, _SIZE)], _LEFT + wide * len(columns), top + len(rows) * _TALL)


def _step(cases: int, most: int) -> int:
    return min(len(_SHADES) * cases // (most + 1), len(_SHADES) - 1)


def _said(place: str, words: dict[str, str]) -> str:
    return "all" if place == ALL else words.get(place, place.replace("_", " "))
