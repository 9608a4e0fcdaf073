"""How often each answer was given, as an SVG picture: a bar for each answer, in the colour of its strictness, with its number beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from licet.reports.markup import Safe, joined, tag

_WIDE, _LEFT, _RIGHT, _ROW, _BAR, _TOP = 960, 380, 850, 30, 18, 4
_LETTERS = 50


@dataclass(frozen=True, slots=True)
class Bar:
    """One answer: what it is called, how often it was given, and how strict it is, from 0 (strictest) to 4."""

    title: str
    rows: int
    grade: int | None = None
    open: bool = False


def counts_svg(title: str, bars: Sequence[Bar]) -> Safe:
    """Return the picture, or nothing where there is no bar.

    Args:
        title: what is counted.
        bars: the answers in their order.
    """
    most = max((bar.rows for bar in bars), default=0)
    if not most:
        return Safe("")
    parts = [_bar(bar, most, _TOP + place * _ROW) for place, bar in enumerate(bars)]
    told = "; ".join(f"{bar.title}: {bar.rows:,}" for bar in bars)
    return tag(
        "svg",
        tag("title", title),
        tag("desc", told),
        joined(parts),
        xmlns="http://www.w3.org/2000/svg",
        viewBox=f"0 0 {_WIDE} {_TOP + len(bars) * _ROW + 4}",
        role="img",
        class_="picture counts",
    )


def _bar(bar: Bar, most: int, y: int) -> Safe:
    title = bar.title if len(bar.title) <= _LETTERS else f"{bar.title[: _LETTERS - 1].rstrip()}…"
    wide = max((_RIGHT - _LEFT) * bar.rows / most, 1)
    looks = "left-open" if bar.open else "plain" if bar.grade is None else f"g{bar.grade}"
    return tag(
        "g",
        tag("title", f"{bar.title}: {bar.rows:,}"),
        tag("text", title, x=f"{_LEFT - 12}", y=f"{y + 19}", text_anchor="end"),
        tag("rect", class_=looks, x=f"{_LEFT}", y=f"{y + 5}", width=f"{wide:.1f}", height=f"{_BAR}"),
        tag("text", f"{bar.rows:,}", x=f"{_LEFT + wide + 8:.1f}", y=f"{y + 19}"),
    )
