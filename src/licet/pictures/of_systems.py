"""Range against payload of the systems of the catalogue, with the limits that the law reads and the category that it answers for each."""

from __future__ import annotations

import datetime
import math
from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any, Literal

from licet.errors import Fault, InputError, number_of
from licet.pictures.chart import WIDTH, Picture, legend, sheet
from licet.pictures.drawing import Panel, Place, boxes, letters, marks, panel, rules
from licet.pictures.findings import law_of, shares
from licet.pictures.lettering import wide
from licet.pictures.looks import DARK, GREY, Looks
from licet.pictures.scales import Log
from licet.pictures.systems import Placed, placed
from licet.reports.limits import Axis, Maximum, Region
from licet.reports.sentences import capital, words
from licet.rulebook.rulebook import Rulebook

QUESTION = "category"
_LEFT, _RIGHT, _TOP, _HIGH, _BELOW = 56.0, 64.0, 18.0, 600.0, 44.0
_LETTER, _REACH = 10.0, 6.0
# In the order in which the vocabulary has the kinds; the sixth is a flat box, which has more room for a sign than a cross.
_FLAT = "M-1.25,-0.7H1.25V0.7H-1.25Z"
_SHAPES = ("circle", "square", "diamond", "triangle-up", "triangle-down", _FLAT, "triangle-right", "triangle-left")
_KEY = 22.0


def catalogue(
    book: Rulebook,
    day: datetime.date,
    *,
    kinds: Collection[str] = (),
    systems: Collection[str] | None = None,
    notes: Sequence[str] = (),
) -> Picture:
    """Draw range against payload of the systems of the catalogue.

    Args:
        book: the law, and its catalogue.
        day: the day whose law answers.
        kinds: only systems of these kinds; all where it is empty.
        systems: only those with these ids; all where it is None.
        notes: what a reader should know, a line each.

    Raises:
        InputError: for an unknown kind, and where no system has both a range and a payload.
        LawError: for a catalogue that cannot be read.
    """
    looks = Looks(book, QUESTION)
    found = [one for one in placed(book, day, kinds, QUESTION) if systems is None or one.system.id in systems]
    drawn = [one for one in found if one.across is not None and one.up is not None]
    if not drawn:
        raise InputError(faults=[Fault("the catalogue", "no system with a range and a payload", "at least one")])
    return _Diagram(book, looks, found, drawn).picture(day, notes)


class _Diagram:
    def __init__(self, book: Rulebook, looks: Looks, found: Sequence[Placed], drawn: Sequence[Placed]) -> None:
        self.book, self.looks, self.found = book, looks, found
        # The strictest are drawn last, so that none is hidden by what is not listed.
        self.drawn = sorted(drawn, key=lambda one: looks.order(looks.of(one.category)), reverse=True)
        kinds = [*(book.facts["kind"].values if "kind" in book.facts else ()), ""]
        present = [kind for kind in kinds if any(one.kind == kind for one in drawn)]
        self.shapes = {kind: _SHAPES[place % len(_SHAPES)] for place, kind in enumerate(present)}
        planes = [one.plane for one in drawn if one.plane is not None]
        self.across, self.up = planes[0].across, planes[0].up
        counted = Counter(region for plane in planes for region in plane.regions)
        self.regions = sorted(counted, key=lambda region: (region.rank, region.across, region.up))
        right = WIDTH - _RIGHT
        self.x = Log([*_ends(one.across for one in drawn), *_values(self.across)], _LEFT, right)
        self.y = Log([*_ends(one.up for one in drawn), *_values(self.up)], _TOP + _HIGH, _TOP)

    def picture(self, day: datetime.date, notes: Sequence[str]) -> Picture:
        answers = {one.system.id: self.looks.of(one.category) for one in self.drawn}
        names = self.names()
        left_out = len(self.found) - len(self.drawn)
        more = [
            f"{len(names):,} of {number_of(len(self.drawn), 'system')} have their name beside them; the table has all."
        ]
        if left_out:
            more.append(f"{number_of(left_out, 'system')} without a range or a payload stand only in the table.")
        more.append(
            "A line from a mark leads to the greatest value by the law's definition, where a published figure may leave something out."
        )
        size = number_of(len(self.drawn), "system")
        what = f"{capital(self.up.name)} against {self.across.name} of {size} of the catalogue"
        subtitle = [
            f"{what}, on logarithmic scales. {law_of(self.book, day)}",
            f"Lines: the limits that the law reads. Fill: the {words(QUESTION, self.book)} that the rules answer. Shape: the kind",
        ]
        panels = [legend(self.looks.legend(answers.values())), self.kinds(), self.diagram(names)]
        return sheet(
            shares(self.looks, answers, "system"), subtitle, panels, [*more, *notes], self.data(), self.book.digest
        )

    def kinds(self) -> Panel:
        """The legend of the shapes."""
        shown: list[dict[str, Any]] = []
        texts: list[dict[str, Any]] = []
        x = y = 0.0
        for kind, shape in self.shapes.items():
            count = sum(one.kind == kind for one in self.drawn)
            said = f"{capital(words(kind, self.book)) if kind else 'No kind'} ({count:,})"
            taken = 24 + wide(said, 12) + 20
            if x and x + taken - 20 > WIDTH:
                x, y = 0.0, y + _KEY
            mark = {"fill": "#ffffff", "line": DARK, "dash": False, "shape": shape, "size": 110}
            shown.append({"x": x + 10, "y": y + 10, **mark})
            texts.append({"x": x + 24, "y": y + 10, "text": said, "ink": DARK, "align": "left"})
            x += taken
        return panel([*marks(shown), *letters(texts, 12)], WIDTH, y + 20)

    # The diagram.

    def diagram(self, names: Sequence[tuple[Placed, Place]]) -> Panel:
        layers = [*self.regions_drawn(), *self.grid(), *self.limits()]
        lines: list[dict[str, Any]] = []
        shown: list[dict[str, Any]] = []
        signs: list[dict[str, Any]] = []
        for one in self.drawn:
            look = self.looks.of(one.category)
            x, y = self.spot(one)
            end, top = self.reach(one)
            lines += [{"x": x, "y": y, "x2": end, "y2": y}, {"x": x, "y": y, "x2": x, "y2": top}]
            shape = self.shapes[one.kind]
            line = DARK if look.open else GREY if look.sign == self.unruled else "#ffffff"
            shown.append(
                {"x": x, "y": y, "fill": look.fill, "line": line, "dash": look.open, "shape": shape, "size": 104}
            )
            signs.append({"x": x, "y": y + 0.5, "text": look.sign, "ink": look.ink, "align": "center"})
        layers += [*rules(lines, GREY, 1), *marks(shown), *letters(signs, 7, bold=True)]
        layers += letters([{**place.text, "text": one.system.name, "ink": DARK} for one, place in names], _LETTER)
        return panel(layers, WIDTH, _TOP + _HIGH + _BELOW)

    @property
    def unruled(self) -> str:
        return self.looks.of([self.looks.default]).sign if self.looks.default else ""

    def spot(self, one: Placed) -> tuple[float, float]:
        """Where the mark of a system stands."""
        assert one.across is not None and one.up is not None
        return self.x(one.across.low), self.y(one.up.low)

    def reach(self, one: Placed) -> tuple[float, float]:
        """Where the lines from its mark end."""
        assert one.across is not None and one.up is not None
        return self.x(one.across.most), self.y(one.up.most)

    def regions_drawn(self) -> list[Panel]:
        layers: list[Panel] = []
        texts: list[dict[str, Any]] = []
        for region in self.regions:
            left, right, top, bottom = self.corners(region)
            look = self.looks.of([region.code])
            box = {"x": left, "x2": right, "y": top, "y2": bottom, "line": None, "thick": 0, "dash": False}
            layers += boxes([{**box, "fill": _pale(look.fill)}])
            texts.append({"x": right - 6, "y": top + 11, "text": region.label, "ink": DARK, "align": "right"})
        return [*layers, *letters(texts, 13, bold=True)]

    def corners(self, region: Region) -> tuple[float, float, float, float]:
        left, right = self.x(region.across[0]), self.x(region.across[1] or math.inf)
        return left, right, self.y(region.up[1] or math.inf), self.y(region.up[0])

    def grid(self) -> list[Panel]:
        right, bottom = WIDTH - _RIGHT, _TOP + _HIGH
        lines = [{"x": self.x(tick), "x2": self.x(tick), "y": _TOP, "y2": bottom} for tick in self.x.ticks()]
        lines += [{"x": _LEFT, "x2": right, "y": self.y(tick), "y2": self.y(tick)} for tick in self.y.ticks()]
        texts = [
            {"x": self.x(tick), "y": bottom + 12, "text": self.across.amount(tick), "ink": DARK, "align": "center"}
            for tick in self.x.ticks()
        ]
        texts += [
            {"x": _LEFT - 6, "y": self.y(tick), "text": self.up.amount(tick), "ink": DARK, "align": "right"}
            for tick in self.y.ticks()
        ]
        texts.append(
            {"x": right, "y": bottom + 32, "text": f"{capital(self.across.name)} →", "ink": DARK, "align": "right"}
        )
        texts.append({"x": 0, "y": 6, "text": f"↑ {capital(self.up.name)}", "ink": DARK, "align": "left"})
        return [*rules(lines, "#d9d6cf"), *letters(texts, 11)]

    def limits(self) -> list[Panel]:
        right, bottom = WIDTH - _RIGHT, _TOP + _HIGH
        lines: list[dict[str, Any]] = []
        texts: list[dict[str, Any]] = []
        for limit in self.across.limits:
            x = self.x(limit.value)
            lines.append({"x": x, "x2": x, "y": _TOP, "y2": bottom})
            texts.append({"x": x, "y": _TOP - 10, "text": limit.text, "ink": DARK, "align": "center"})
        for limit in self.up.limits:
            y = self.y(limit.value)
            lines.append({"x": _LEFT, "x2": right, "y": y, "y2": y})
            texts.append({"x": right + 6, "y": y, "text": limit.text, "ink": DARK, "align": "left"})
        return [*rules(lines, DARK, 1.4, (6, 3)), *letters(texts, 12, bold=True)]

    # Names.

    def names(self) -> list[tuple[Placed, Place]]:
        """Return the names that find a place where they touch no mark and no other name: first the strictest, and those near a limit."""
        taken = self.obstacles()
        sheet_place = Place(_LEFT, _TOP, WIDTH, _TOP + _HIGH)
        found: list[tuple[Placed, Place]] = []
        for one in sorted(self.drawn, key=self.urgency):
            x, y = self.spot(one)
            for place in _around(x, self.reach(one)[0], y, wide(one.system.name, _LETTER)):
                if place.inside(sheet_place) and not any(place.touches(other) for other in taken):
                    taken.append(place)
                    found.append((one, place))
                    break
        return found

    def obstacles(self) -> list[Place]:
        """What no name may touch: marks and their lines, the limits and their figures, the names of the regions."""
        found: list[Place] = []
        for one in self.drawn:
            (x, y), (end, top) = self.spot(one), self.reach(one)
            found += [
                Place(x - _REACH, y - _REACH, x + _REACH, y + _REACH),
                Place(x, y - 1, end, y + 1),
                Place(x - 1, top, x + 1, y),
            ]
        for limit in self.across.limits:
            x = self.x(limit.value)
            found.append(Place(x - 2, _TOP, x + 2, _TOP + _HIGH))
        for limit in self.up.limits:
            y = self.y(limit.value)
            found += [Place(_LEFT, y - 2, WIDTH - _RIGHT, y + 2), Place(WIDTH - _RIGHT, y - 8, WIDTH, y + 8)]
        for region in self.regions:
            left, right, top, _ = self.corners(region)
            found.append(Place(max(left, right - wide(region.label, 13, bold=True) - 8), top, right, top + 20))
        return found

    def urgency(self, one: Placed) -> tuple[float, str]:
        unlisted = one.category == (self.looks.default,)
        x, y = self.spot(one)
        near = [abs(x - self.x(limit.value)) for limit in self.across.limits]
        near += [abs(y - self.y(limit.value)) for limit in self.up.limits]
        return (1000.0 if unlisted else 0.0) + min(near, default=0.0), one.system.id

    def data(self) -> list[dict[str, Any]]:
        return [
            {
                "id": one.system.id,
                "name": one.system.name,
                "origin": "|".join(one.system.origin),
                "kind": one.kind,
                **_figures(self.across, one.across),
                **_figures(self.up, one.up),
                QUESTION: self.looks.of(one.category).codes,
                "standing": one.system.standing,
            }
            for one in self.found
        ]


def _figures(axis: Axis, maximum: Maximum | None) -> dict[str, Any]:
    unit = axis.unit.replace("/", "")
    key = axis.fact.key
    low, most = (f"{maximum.low:g}", f"{maximum.most:g}") if maximum is not None else ("", "")
    return {f"{key}_{unit}": low, f"{key}_most_{unit}": most}


def _ends(maxima: Any) -> list[float]:
    return [value for maximum in maxima if maximum is not None for value in (maximum.low, maximum.most)]


def _values(axis: Axis) -> list[float]:
    return [limit.value for limit in axis.limits]


def _around(x: float, end: float, y: float, wide_: float) -> list[Place]:
    """Return places for a name around a mark: on the right of it and its line, on its left, above it, below it."""
    gap, half = _REACH + 2, _LETTER / 2 + 1
    right, above, below = max(x + gap, end + 3), y - gap - half, y + gap + half
    return [
        Place(right, y - half, right + wide_, y + half, "left"),
        Place(x - gap - wide_, y - half, x - gap, y + half, "right"),
        *(
            Place(left, middle - half, left + wide_, middle + half, align)
            for middle in (above - 3, below)
            for left, align in _sides(x, wide_)
        ),
    ]


def _sides(x: float, wide_: float) -> list[tuple[float, Literal["left", "center", "right"]]]:
    return [(x - wide_ / 2, "center"), (x + 2, "left"), (x - wide_ - 2, "right")]


def _pale(fill: str) -> str:
    """Return a colour mixed with much white, for a region behind marks."""
    parts = (int(fill[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) * 0.13):02x}" for part in parts)
