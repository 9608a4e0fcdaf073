"""The memberships of a nation over time as an SVG picture: a row for each group, a bar for each stretch.

The picture takes its colours from the page in which it stands, and says in text what it shows.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from licet.reports.markup import Safe, joined, tag
from licet.rulebook.groups import Group, Membership
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.windows import OPEN_END, OPEN_START

_WIDE, _LEFT, _RIGHT, _ROW, _BAR, _TOP = 960, 330, 944, 26, 14, 6
_LETTERS = 46


def memberships_svg(rulebook: Rulebook, code: str, day: datetime.date) -> Safe:
    """Return the picture, or nothing where no membership is recorded.

    Args:
        rulebook: the law.
        code: the nation.
        day: the day that is marked; the picture ends five years after the last day that it shows.
    """
    rows = [
        (group, found)
        for group in rulebook.groups.values()
        if (found := [m for m in group.memberships if m.nation == code])
    ]
    return _Picture(rulebook.nations[code], rows, day.toordinal()).svg() if rows else Safe("")


class _Picture:
    def __init__(self, nation: str, rows: list[tuple[Group, list[Membership]]], day: int) -> None:
        self.nation, self.rows, self.day = nation, rows, day
        days = [end for _, found in rows for m in found for end in (*m.since, *m.until)]
        known = [end for end in (*days, day) if end not in (OPEN_START, OPEN_END)]
        self.first = datetime.date(datetime.date.fromordinal(min(known)).year - 1, 1, 1).toordinal()
        self.end = datetime.date(
            min(datetime.date.fromordinal(max(known)).year + 5, datetime.MAXYEAR), 1, 1
        ).toordinal()

    def svg(self) -> Safe:
        bottom = _TOP + len(self.rows) * _ROW
        parts = [*self.axis(bottom)]
        for place, (group, found) in enumerate(self.rows):
            parts += self.row(group, found, _TOP + place * _ROW)
        parts.append(self.marked(bottom))
        return tag(
            "svg",
            tag("title", f"Memberships of {self.nation} over time"),
            tag("desc", self.told()),
            joined(parts),
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {_WIDE} {bottom + 30}",
            role="img",
            class_="picture memberships",
        )

    def told(self) -> str:
        """What the picture shows, in words."""
        return " ".join(
            f"{group.title}: {', '.join(_dates(membership) for membership in found)}." for group, found in self.rows
        )

    def x(self, day: int) -> float:
        share = (min(max(day, self.first), self.end) - self.first) / (self.end - self.first)
        return round(_LEFT + share * (_RIGHT - _LEFT), 1)

    def row(self, group: Group, found: list[Membership], y: int) -> Iterable[Safe]:
        """Yield the title and the bars of one group: what is certain is full, what is not is pale."""
        title = group.title if len(group.title) <= _LETTERS else f"{group.title[: _LETTERS - 1].rstrip()}…"
        yield tag("text", title, x=f"{_LEFT - 12}", y=f"{y + 17}", text_anchor="end")
        for membership in found:
            parts = [tag("title", f"{group.title}: {_dates(membership)}")]
            (begun, sure), (over, gone) = membership.since, membership.until
            doubtful = "rough" if membership.rough else "sure"
            for start, end, how in ((begun, sure, "maybe"), (sure, over, doubtful), (over, gone, "maybe")):
                left, right = self.x(start), self.x(end)
                if start < end and right > left:
                    box = {"x": f"{left:g}", "y": f"{y + 6}", "width": f"{right - left:g}", "height": f"{_BAR}"}
                    parts.append(tag("rect", class_=how, **box))
            yield tag("g", *parts)

    def axis(self, y: int) -> Iterable[Safe]:
        first, last = datetime.date.fromordinal(self.first).year, datetime.date.fromordinal(self.end).year
        step = next((step for step in (1, 2, 5, 10, 20) if (last - first) / step <= 9), 50)
        for year in range(first, last + 1):
            if year % step == 0:
                x = self.x(datetime.date(year, 1, 1).toordinal())
                yield tag("line", x1=f"{x:g}", x2=f"{x:g}", y1="0", y2=f"{y + 6}", class_="axis")
                yield tag("text", str(year), x=f"{x:g}", y=f"{y + 22}", text_anchor="middle", class_="quiet")

    def marked(self, bottom: int) -> Safe:
        x = self.x(self.day)
        day = datetime.date.fromordinal(self.day).isoformat()
        line = tag("line", x1=f"{x:g}", x2=f"{x:g}", y1="0", y2=f"{bottom + 6}", class_="day")
        return tag("g", tag("title", f"The day that is asked for: {day}"), line)


def _dates(membership: Membership) -> str:
    if membership.rough:
        return "on dates that are not verified"
    said = [f"{word} {_day(text)}" for word, text in (("from", membership.first), ("until", membership.last)) if text]
    return " ".join(said) or "always"


def _day(text: str) -> str:
    first, slash, last = text.partition("/")
    return f"a day between {first} and {last}" if slash else first
