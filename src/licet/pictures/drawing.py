"""Boxes, letters and lines at places given in pixels, and the panels that hold them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import altair as alt

Panel: TypeAlias = "alt.LayerChart | alt.Chart"

_ALIGNS: tuple[Literal["left", "center", "right"], ...] = ("left", "center", "right")


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle that something takes up: its left, top, right and bottom, and for a text its alignment in it."""

    left: float
    top: float
    right: float
    bottom: float
    align: Literal["left", "center", "right"] = "left"

    def touches(self, other: Place) -> bool:
        """Whether the two share any point."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def inside(self, other: Place) -> bool:
        """Whether it lies within another."""
        across = other.left <= self.left and self.right <= other.right
        return across and other.top <= self.top and self.bottom <= other.bottom

    @property
    def text(self) -> dict[str, Any]:
        """Where a text in it is drawn."""
        x = {"left": self.left, "center": (self.left + self.right) / 2, "right": self.right}[self.align]
        return {"x": x, "y": (self.top + self.bottom) / 2, "align": self.align}


def panel(layers: Sequence[Panel], width: float, height: float) -> Panel:
    """Return layers as one panel of so many pixels."""
    return alt.LayerChart(layer=list(layers), width=width, height=height)


def table(rows: Iterable[Mapping[str, Any]]) -> alt.Chart:
    """Return a chart without marks over some rows."""
    return alt.Chart(alt.InlineData(values=[dict(row) for row in rows]))


def across(field: str = "x") -> alt.X:
    """Return a place from the left in pixels."""
    return alt.X(f"{field}:Q", scale=None, axis=None)


def down(field: str = "y") -> alt.Y:
    """Return a place from the top in pixels."""
    return alt.Y(f"{field}:Q", scale=None, axis=None)


def boxes(rows: Sequence[Mapping[str, Any]]) -> list[Panel]:
    """Return boxes.

    Args:
        rows: each with ``x``, ``y``, ``x2``, ``y2``, the colours ``fill`` and ``line`` (or None), ``thick``, and ``dash``: whether the outline
            is dashed.
    """
    layers: list[Panel] = []
    for dashed in (False, True):
        some = [row for row in rows if row["dash"] == dashed]
        if some:
            mark = table(some).mark_rect(strokeDash=[3, 2] if dashed else [1, 0])
            layers.append(
                mark.encode(
                    x=across(),
                    x2=alt.X2("x2"),
                    y=down(),
                    y2=alt.Y2("y2"),
                    fill=alt.Fill("fill:N", scale=None, legend=None),
                    stroke=alt.Stroke("line:N", scale=None, legend=None),
                    strokeWidth=alt.StrokeWidth("thick:Q", scale=None, legend=None),
                )
            )
    return layers


def letters(rows: Sequence[Mapping[str, Any]], size: float, bold: bool = False) -> list[Panel]:
    """Return texts.

    Args:
        rows: each with ``x``, ``y`` (its middle), ``text``, the colour ``ink``, and ``align``: left, center or right.
        size: of the letters, in pixels.
        bold: whether they are bold.
    """
    layers: list[Panel] = []
    for align in _ALIGNS:
        some = [row for row in rows if row["align"] == align]
        if some:
            mark = table(some).mark_text(
                align=align, baseline="middle", fontSize=size, fontWeight="bold" if bold else "normal", clip=False
            )
            layers.append(
                mark.encode(
                    x=across(),
                    y=down(),
                    text=alt.Text("text:N"),
                    color=alt.Color("ink:N", scale=None, legend=None),
                )
            )
    return layers


def rules(rows: Sequence[Mapping[str, Any]], ink: str, thick: float = 1, dash: Sequence[float] = (1, 0)) -> list[Panel]:
    """Return straight lines, each with ``x``, ``y``, ``x2`` and ``y2``."""
    if not rows:
        return []
    mark = table(rows).mark_rule(color=ink, strokeWidth=thick, strokeDash=list(dash))
    return [mark.encode(x=across(), x2=alt.X2("x2"), y=down(), y2=alt.Y2("y2"))]


def marks(rows: Sequence[Mapping[str, Any]]) -> list[Panel]:
    """Return marks of several shapes.

    Args:
        rows: each with ``x``, ``y``, ``shape``, ``size`` (its area), the colours ``fill`` and ``line``, and ``dash``: whether the outline is
            dashed.
    """
    layers: list[Panel] = []
    for dashed in (False, True):
        some = [row for row in rows if row["dash"] == dashed]
        if some:
            mark = table(some).mark_point(strokeDash=[2, 1.5] if dashed else [1, 0], strokeWidth=1, opacity=1)
            layers.append(
                mark.encode(
                    x=across(),
                    y=down(),
                    shape=alt.Shape("shape:N", scale=None, legend=None),
                    size=alt.Size("size:Q", scale=None, legend=None),
                    fill=alt.Fill("fill:N", scale=None, legend=None),
                    stroke=alt.Stroke("line:N", scale=None, legend=None),
                )
            )
    return layers
