"""Range and payload of a system against the limits of the law, as an SVG picture.

The picture carries its colours for light and dark, says in text what it shows, and draws an estimate dashed.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from licet.language.quantities import plain
from licet.reports.limits import Axis, Maximum, Plane, Region, grouped, maximum_in_words, survey
from licet.reports.markup import Safe, joined, tag
from licet.reports.sentences import capital, listed
from licet.rulebook.rulebook import Rulebook

_WIDE, _HIGH = 720, 400
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 706, 24, 352
_LETTER, _LINE = 6.3, 20
_CITED = 6
# A limit closer to the corner than this share of the axis could not be told from it, so the axis is logarithmic then.
_LEAST_SHARE = 0.16
_STYLE = """
.licet-limits { font: 12px Charter, "Bitstream Charter", "Sitka Text", Cambria, Georgia, serif;
  --l-ink: var(--ink, #1b1b19); --l-paper: var(--paper, #fffefb); --l-axis: var(--quiet, #5c5a55); --l-known: var(--link, #1f4f8f);
  --l-0: var(--grade-0, #9c1c1c); --l-1: var(--grade-2, #7d5a00); }
@media (prefers-color-scheme: dark) {
.licet-limits { --l-ink: var(--ink, #e9e6df); --l-paper: var(--paper, #191917); --l-axis: var(--quiet, #a8a49a); --l-known: var(--link, #9cc3f5);
  --l-0: var(--grade-0, #f58f86); --l-1: var(--grade-2, #e0bd63); }
}
.licet-limits text { fill: var(--l-ink); } .licet-limits .quiet { fill: var(--l-axis); }
.licet-limits .axis { stroke: var(--l-axis); fill: none; } .licet-limits .limit { stroke: var(--l-ink); stroke-width: 1.2; }
.licet-limits .r0 { fill: var(--l-0); fill-opacity: 0.16; } .licet-limits .r1 { fill: var(--l-1); fill-opacity: 0.16; }
.licet-limits .t0 { fill: var(--l-0); font-weight: 700; } .licet-limits .t1 { fill: var(--l-1); font-weight: 700; }
.licet-limits .band { fill: var(--l-known); fill-opacity: 0.28; } .licet-limits .margin { fill: var(--l-known); fill-opacity: 0.13; }
.licet-limits .known { stroke: var(--l-known); stroke-width: 2; fill: none; } .licet-limits .doubt { stroke-dasharray: 6 4; }
.licet-limits .point { fill: var(--l-known); stroke: var(--l-paper); stroke-width: 1.5; }
.licet-limits .missed { stroke: var(--l-ink); stroke-width: 2; }
"""


def limits_svg(
    stated: Mapping[str, Any],
    rulebook: Rulebook | None = None,
    assumed: Mapping[str, Any] | None = None,
    unconfirmed: Collection[str] = (),
    styled: bool = True,
) -> Safe:
    """Return a picture of range and payload against the limits of the law, or nothing where neither is known.

    Args:
        stated: the transfer as a determination or a classification shows it.
        rulebook: the law; the law that came with Licet by default.
        assumed: fact → value, what was assumed.
        unconfirmed: facts that a document states and nobody has confirmed.
        styled: whether it carries its own style; else the page has one for its classes.
    """
    found = survey(stated, rulebook or Rulebook.load(), assumed, unconfirmed)
    return _Picture(found).svg(styled) if found is not None else Safe("")


class _Scale:
    """From a value of an axis to a place in the picture, linear or logarithmic."""

    def __init__(self, axis: Axis, points: Iterable[float], start: float, end: float) -> None:
        maximum = axis.maximum
        known = [*points, *((maximum.low, maximum.high, maximum.most) if maximum else ())]
        limits = [limit.value for limit in axis.limits]
        positive = [value for value in (*known, *limits) if value > 0 and math.isfinite(value)] or [1.0]
        self.start, self.end = start, end
        top = max(positive)
        least = min(value for value in (*limits, top) if value > 0)
        self.log = least / (1.25 * top) < _LEAST_SHARE
        self.low = min(positive) / 2.5 if self.log else 0.0
        self.high = top * (2.0 if self.log else 1.25)

    def __call__(self, value: float) -> float:
        held = min(max(value, self.low), self.high)
        if self.log:
            share = math.log(held / self.low) / math.log(self.high / self.low)
        else:
            share = held / self.high
        return round(self.start + share * (self.end - self.start), 1)

    def ticks(self) -> list[float]:
        if self.log:
            first, last = math.floor(math.log10(self.low)), math.ceil(math.log10(self.high))
            steps = (1, 2, 5) if last - first <= 3 else (1,)
            found = [round(step * 10.0**power, 12) for power in range(first, last + 1) for step in steps]
            return [value for value in found if self.low <= value <= self.high]
        step = 10 ** math.floor(math.log10(self.high))
        step = next((step * part for part in (0.1, 0.2, 0.5, 1) if self.high / (step * part) <= 7), step * 2)
        return [round(step * number, 9) for number in range(int(self.high / step) + 1)]


class _Picture:
    def __init__(self, plane: Plane) -> None:
        self.plane = plane
        marks = [*plane.reached, *plane.missed]
        self.x = _Scale(plane.across, (x for x, _ in marks), _LEFT, _RIGHT)
        self.y = _Scale(plane.up, (y for _, y in marks), _BOTTOM, _TOP)

    def svg(self, styled: bool) -> Safe:
        parts = [self.region(region) for region in self.plane.regions]
        parts += [*self.maxima(), *self.limits(), *self.frame(), *self.points()]
        legend, high = self.legend()
        return tag(
            "svg",
            tag("title", self.plane.told()),
            Safe(f"<style>{_STYLE}</style>" if styled else ""),
            joined([*parts, *legend]),
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {_WIDE} {high}",
            role="img",
            class_="licet-limits",
        )

    def region(self, region: Region) -> Safe:
        left, right = self.span(self.x, region.across)
        bottom, top = self.span(self.y, region.up)
        box = _box(left, top, right - left, bottom - top)
        parts = [
            tag("title", f"{region.label}: {self.plane.words(region)}"),
            tag("rect", class_=f"r{min(region.rank, 1)}", **box),
        ]
        if right - left > len(region.label) * _LETTER + 16 and bottom - top > 24:
            parts.append(
                tag(
                    "text",
                    region.label,
                    x=f"{right - 8:g}",
                    y=f"{top + 18:g}",
                    class_=f"t{min(region.rank, 1)}",
                    text_anchor="end",
                )
            )
        return tag("g", *parts)

    def span(self, scale: _Scale, span: tuple[float, float | None]) -> tuple[float, float]:
        low, high = span
        return (scale(low) if low else scale.start), (scale(high) if high is not None else scale.end)

    def limits(self) -> Iterable[Safe]:
        for axis, upright in ((self.plane.across, True), (self.plane.up, False)):
            for limit in axis.limits:
                cited = listed(
                    [
                        *limit.cites[:_CITED],
                        *([f"{len(limit.cites) - _CITED} more"] if len(limit.cites) > _CITED else []),
                    ]
                )
                said = tag("title", f"{capital(axis.name)} of {limit.text}: {cited}")
                if upright:
                    x = self.x(limit.value)
                    line = _line(x, _TOP - 4, x, _BOTTOM, "limit")
                    label = tag("text", limit.text, x=f"{x:g}", y=f"{_TOP - 9}", text_anchor="middle")
                else:
                    y = self.y(limit.value)
                    line = _line(_LEFT, y, _RIGHT, y, "limit")
                    label = tag("text", limit.text, x=f"{_LEFT + 6}", y=f"{y - 5:g}")
                yield tag("g", said, line, label)

    # What is known.

    def maxima(self) -> Iterable[Safe]:
        """Bands for the two maxima, each up to the other where that is known, since nothing is flown beyond either."""
        across, up = self.plane.across.maximum, self.plane.up.maximum
        top = self.y(up.most) if up else _TOP
        right = self.x(across.most) if across else _RIGHT
        if across:
            ends = [self.x(value) for value in (across.low, across.high, across.most)]
            yield from self.band(self.plane.across, across, ends, top, upright=True)
        if up:
            ends = [self.y(value) for value in (up.low, up.high, up.most)]
            yield from self.band(self.plane.up, up, ends, right, upright=False)

    def band(self, axis: Axis, maximum: Maximum, ends: list[float], until: float, upright: bool) -> Iterable[Safe]:
        low, high, most = ends
        parts = [tag("title", f"{capital(axis.name)}: {maximum_in_words(axis)}")]
        for first, second, class_ in ((low, high, "band"), (high, most, "margin")):
            if first != second:
                box = (
                    _box(first, until, second - first, _BOTTOM - until)
                    if upright
                    else _box(_LEFT, second, until - _LEFT, first - second)
                )
                parts.append(tag("rect", class_=class_, **box))
        style = "known doubt" if maximum.doubtful else "known"
        for place in dict.fromkeys((low, high)):
            parts.append(
                _line(place, until, place, _BOTTOM, style) if upright else _line(_LEFT, place, until, place, style)
            )
        yield tag("g", *parts)

    def points(self) -> Iterable[Safe]:
        plane = self.plane
        for x, y in plane.reached:
            said = tag("title", f"It reaches {plane.across.amount(x)} with {plane.up.amount(y)}")
            yield tag("g", said, _dot(self.x(x), self.y(y)))
        for x, y in plane.missed:
            said = tag("title", f"It does not reach {plane.across.amount(x)} with {plane.up.amount(y)}")
            yield tag("g", said, *_cross(self.x(x), self.y(y)))

    # Axes and legend.

    def frame(self) -> Iterable[Safe]:
        yield tag("path", d=f"M{_LEFT} {_TOP} V{_BOTTOM} H{_RIGHT}", class_="axis")
        for value in self.x.ticks():
            x = self.x(value)
            yield _line(x, _BOTTOM, x, _BOTTOM + 5, "axis")
            yield tag(
                "text", grouped(plain(value)), x=f"{x:g}", y=f"{_BOTTOM + 18}", text_anchor="middle", class_="quiet"
            )
        for value in self.y.ticks():
            y = self.y(value)
            yield _line(_LEFT - 5, y, _LEFT, y, "axis")
            yield tag(
                "text", grouped(plain(value)), x=f"{_LEFT - 8}", y=f"{y + 4:g}", text_anchor="end", class_="quiet"
            )
        across, up = (self.name(axis, scale) for axis, scale in ((self.plane.across, self.x), (self.plane.up, self.y)))
        yield tag("text", across, x=f"{_RIGHT}", y=f"{_BOTTOM + 36}", text_anchor="end")
        middle = (_TOP + _BOTTOM) / 2
        yield tag("text", up, x="14", y=f"{middle:g}", text_anchor="middle", transform=f"rotate(-90 14 {middle:g})")

    def name(self, axis: Axis, scale: _Scale) -> str:
        return f"{capital(axis.name)} in {axis.unit}{', logarithmic' if scale.log else ''}"

    def legend(self) -> tuple[list[Safe], int]:
        """One line for everything that is drawn, and how high the picture is with them."""
        plane = self.plane
        rows: list[tuple[Safe, str]] = []
        for region in plane.regions:
            rows.append(
                (
                    tag("rect", class_=f"r{min(region.rank, 1)}", **_box(0, 0, 22, 12)),
                    f"{region.label}: {plane.words(region)}",
                )
            )
        for axis in (plane.across, plane.up):
            maximum = axis.maximum
            if maximum is not None:
                style = "known doubt" if maximum.doubtful else "known"
                rows.append((_line(0, 6, 22, 6, style), f"{capital(axis.name)}: {maximum_in_words(axis)}"))
            else:
                rows.append((Safe(""), f"{capital(axis.name)}: not known"))
        for points, mark, words in (
            (plane.reached, [_dot(11, 6)], "It reaches"),
            (plane.missed, _cross(11, 6), "It does not reach"),
        ):
            if points:
                shown = listed(f"{plane.across.amount(x)} with {plane.up.amount(y)}" for x, y in points[:4])
                more = f" and {len(points) - 4} points more" if len(points) > 4 else ""
                rows.append((joined(mark), f"{words} {shown}{more}"))
        y = _HIGH + 6
        shown_rows = []
        for swatch, said in rows:
            shown_rows.append(tag("g", swatch, tag("text", said, x="32", y="11"), transform=f"translate({_LEFT} {y})"))
            y += _LINE
        return shown_rows, y + 4


def _box(x: float, y: float, wide: float, high: float) -> dict[str, str]:
    return {"x": f"{x:g}", "y": f"{y:g}", "width": f"{max(wide, 0):g}", "height": f"{max(high, 0):g}"}


def _line(x1: float, y1: float, x2: float, y2: float, class_: str) -> Safe:
    return tag("line", x1=f"{x1:g}", y1=f"{y1:g}", x2=f"{x2:g}", y2=f"{y2:g}", class_=class_)


def _dot(x: float, y: float) -> Safe:
    return tag("circle", cx=f"{x:g}", cy=f"{y:g}", r="5", class_="point")


def _cross(x: float, y: float) -> list[Safe]:
    return [
        _line(x - 5, y - 5, x + 5, y + 5, "missed"),
        _line(x - 5, y + 5, x + 5, y - 5, "missed"),
    ]
