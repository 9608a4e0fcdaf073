"""Category I deals, or tests, year by year as an inline SVG picture: a column for each year, coloured by where the supplier stood.

The picture carries its colours for light and dark and says in text what it shows; the days on which a posture changed are lines across it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from licet.registers.judging import OPEN
from licet.registers.proliferation_account import PolicyDate, YearCount
from licet.reports.markup import Safe, joined, tag
from licet.reports.proliferation_telling import STOOD
from licet.reports.sentences import capital, dated

_WIDE, _HIGH = 960, 346
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 952, 46, 278
_LETTER = 6.3
_PILED = ("partner", "outside", OPEN, "before_the_regime")
_STYLE = """
.licet-years { font: 12px Charter, "Bitstream Charter", "Sitka Text", Cambria, Georgia, serif; }
.licet-years text { fill: #1b1b19; } .licet-years .quiet { fill: #5c5a55; }
.licet-years .axis { stroke: #b9b3a5; } .licet-years .day { stroke: #5c5a55; stroke-dasharray: 3 3; }
.licet-years .partner { fill: #1f4f8f; } .licet-years .outside { fill: #9c1c1c; } .licet-years .open { fill: #8a6508; }
.licet-years .before_the_regime { fill: #75726b; }
.licet-years .may { fill: none; stroke: #5c5a55; }
@media (prefers-color-scheme: dark) {
.licet-years text { fill: #e9e6df; } .licet-years .quiet { fill: #a8a49a; }
.licet-years .axis { stroke: #55524b; } .licet-years .day { stroke: #a8a49a; }
.licet-years .partner { fill: #9cc3f5; } .licet-years .outside { fill: #f58f86; } .licet-years .open { fill: #e0bd63; }
.licet-years .before_the_regime { fill: #8d8a83; } .licet-years .may { stroke: #a8a49a; }
}
"""


def years_svg(years: Sequence[YearCount], days: Sequence[PolicyDate], what: str = "deals") -> Safe:
    """Return the rows of each year as a picture, or nothing where there are none.

    Args:
        years: year by year.
        days: the policy dates; one whose day is not verified is left out.
        what: what a row is, in the plural.
    """
    return _Picture(years, [day for day in days if day.verified], what).svg() if years else Safe("")


class _Picture:
    def __init__(self, years: Sequence[YearCount], dates: Sequence[PolicyDate], what: str) -> None:
        self.years, self.dates, self.what = years, dates, what
        self.first, self.last = self.years[0].year, self.years[-1].year
        most = max(year.category_i + year.category_open for year in self.years)
        self.step = next((step for step in (1, 2, 5, 10, 20, 50, 100, 200, 500) if most / step <= 6), 1000)
        self.top = max((most + self.step - 1) // self.step, 1) * self.step
        self.column = (_RIGHT - _LEFT) / (self.last - self.first + 1)

    def svg(self) -> Safe:
        parts = [*self.scale(), *self.days(), *(part for year in self.years for part in self.pile(year))]
        legend, high = self.legend()
        return tag(
            "svg",
            tag("title", self.told()),
            Safe(f"<style>{_STYLE}</style>"),
            joined([*parts, *legend]),
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {_WIDE} {high}",
            role="img",
            class_="licet-years",
        )

    def told(self) -> str:
        """What the picture shows, in words."""
        most = max(self.years, key=lambda year: year.category_i)
        counted = {stood: sum(year.suppliers.get(stood, 0) for year in self.years) for stood in _PILED}
        stood = ", ".join(f"{STOOD[stood]} {count}" for stood, count in counted.items() if count)
        days = ", ".join(dated(day.date) for day in self.dates)
        return (
            f"{capital(self.what)} by year, {self.first} to {self.last}. Of Category I: {sum(year.category_i for year in self.years)}, by where "
            f"the supplier stood: {stood or 'none'}; most in {most.year}, {most.category_i}. May be of Category I: "
            f"{sum(year.category_open for year in self.years)}. Days on which the posture for such systems changed: {days or 'none'}."
        )

    def x(self, year: float) -> float:
        return round(_LEFT + (year - self.first) * self.column, 1)

    def y(self, deals: float) -> float:
        return round(_BOTTOM - deals / self.top * (_BOTTOM - _TOP), 1)

    def pile(self, year: YearCount) -> Iterable[Safe]:
        """Yield the column of one year: the deals of Category I by supplier, and above them those that may be."""
        x, wide = self.x(year.year) + 1, max(self.column - 2, 1)
        below = 0
        for stood in _PILED:
            count = year.suppliers.get(stood, 0)
            if count:
                yield self.box(x, wide, below, count, stood, f"{year.year}: {STOOD[stood]}, {count}")
                below += count
        if year.category_open:
            said = f"{year.year}: may be Category I, {year.category_open}"
            yield self.box(x + 0.5, wide - 1, below, year.category_open, "may", said)

    def box(self, x: float, wide: float, below: int, count: int, kind: str, said: str) -> Safe:
        top = self.y(below + count)
        high = round(self.y(below) - top, 1)
        rect = tag("rect", x=f"{x:g}", y=f"{top:g}", width=f"{max(wide, 0.5):g}", height=f"{high:g}", class_=kind)
        return tag("g", tag("title", said), rect)

    def scale(self) -> Iterable[Safe]:
        for deals in range(0, self.top + 1, self.step):
            y = self.y(deals)
            yield tag("line", x1=f"{_LEFT}", x2=f"{_RIGHT}", y1=f"{y:g}", y2=f"{y:g}", class_="axis")
            yield tag("text", str(deals), x=f"{_LEFT - 6}", y=f"{y + 4:g}", text_anchor="end")
        yield tag("text", capital(self.what), x="0", y="12", class_="quiet")
        step = next((step for step in (1, 2, 5, 10, 20) if (self.last - self.first) / step <= 16), 50)
        for year in range(self.first, self.last + 1):
            if year % step == 0:
                middle = self.x(year + 0.5)
                yield tag("text", str(year), x=f"{middle:g}", y=f"{_BOTTOM + 18}", text_anchor="middle")

    def days(self) -> Iterable[Safe]:
        """Yield a line for each day on which a posture changed, as far as the columns reach."""
        right = 0.0
        for day in self.dates:
            date = datetime.date.fromisoformat(day.date)
            if not self.first <= date.year <= self.last:
                continue
            x = self.x(date.year + (date.timetuple().tm_yday - 1) / 366)
            said = f"{dated(day.date)}: the posture for some of these changed"
            line = tag("line", x1=f"{x:g}", x2=f"{x:g}", y1=f"{_TOP - 8}", y2=f"{_BOTTOM}", class_="day")
            yield tag("g", tag("title", said), line)
            if x > right:
                yield tag("text", str(date.year), x=f"{x:g}", y=f"{_TOP - 12}", text_anchor="middle", class_="quiet")
                right = x + 40

    def legend(self) -> tuple[list[Safe], int]:
        """The colours that occur, and how high the picture is with them."""
        entries = [
            (stood, capital(STOOD[stood])) for stood in _PILED if any(y.suppliers.get(stood) for y in self.years)
        ]
        if any(year.category_open for year in self.years):
            entries.append(("may", "May be Category I, whoever supplied"))
        shown: list[Safe] = []
        x, y = float(_LEFT), _BOTTOM + 44
        for kind, words in entries:
            wide = len(words) * _LETTER + 40
            if x + wide > _RIGHT:
                x, y = float(_LEFT), y + 20
            shown.append(tag("rect", x=f"{x:g}", y=f"{y - 10}", width="14", height="12", class_=kind))
            shown.append(tag("text", words, x=f"{x + 20:g}", y=f"{y}"))
            x += wide
        return shown, max(y + 14, _HIGH)
