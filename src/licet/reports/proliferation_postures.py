"""What rows of Category I would have met at each policy date, as an inline SVG picture: one bar for the eve, and one for the day.

The picture carries its colours for light and dark, from the strictest posture to the most lenient, and says in text what it shows.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from licet.registers.judging import OPEN
from licet.registers.proliferation_account import PolicyDate, WouldMeet
from licet.reports.markup import Safe, joined, tag
from licet.reports.proliferation_telling import QUESTION, WHEN, postures
from licet.reports.sentences import capital, dated
from licet.reports.telling import term
from licet.rulebook.rulebook import Rulebook

_WIDE, _LEFT, _RIGHT, _TOP = 960, 330, 952, 30
_BAR, _BETWEEN, _LETTER = 15, 2, 6.3
_ROW = 2 * _BAR + _BETWEEN + 12
_CATEGORY_I = "I"
_STYLE = """
.licet-postures { font: 12px Charter, "Bitstream Charter", "Sitka Text", Cambria, Georgia, serif; }
.licet-postures text { fill: #1b1b19; } .licet-postures .quiet { fill: #5c5a55; } .licet-postures .inside { fill: #fffefb; }
.licet-postures rect { stroke: #fffefb; stroke-width: 1; }
.licet-postures .g0 { fill: #9c1c1c; } .licet-postures .g1 { fill: #a8430d; } .licet-postures .g2 { fill: #7d5a00; }
.licet-postures .g3 { fill: #3b6a1f; } .licet-postures .g4 { fill: #0d6670; } .licet-postures .none { fill: #75726b; }
.licet-postures .open { fill: #fffefb; stroke: #5c5a55; } .licet-postures .second { fill-opacity: 0.72; }
@media (prefers-color-scheme: dark) {
.licet-postures text { fill: #e9e6df; } .licet-postures .quiet { fill: #a8a49a; } .licet-postures .inside { fill: #191917; }
.licet-postures rect { stroke: #191917; }
.licet-postures .g0 { fill: #f58f86; } .licet-postures .g1 { fill: #f2a36f; } .licet-postures .g2 { fill: #e0bd63; }
.licet-postures .g3 { fill: #a8cf86; } .licet-postures .g4 { fill: #7fcbd3; } .licet-postures .none { fill: #8d8a83; }
.licet-postures .open { fill: #191917; stroke: #a8a49a; }
}
"""


def postures_svg(days: Sequence[PolicyDate], book: Rulebook, what: str = "deals") -> Safe:
    """Return the postures at each policy date as a picture, or nothing where there are none.

    Args:
        days: the policy dates; one whose day is not verified, or on which nothing certain changes, is left out.
        book: declares the postures, strictest first.
        what: what a row is, in the plural.
    """
    rows = [
        (day, would)
        for day in days
        # What is open on the eve and on the day would show nothing.
        if day.verified and any(each.on_the_eve != each.on_the_day for each in _certain(day))
        for would in _certain(day)
    ]
    return _Picture(rows, book, what).svg() if rows else Safe("")


def _certain(day: PolicyDate) -> list[WouldMeet]:
    return [would for would in day.would_meet if would.category == _CATEGORY_I]


class _Picture:
    def __init__(self, rows: list[tuple[PolicyDate, WouldMeet]], book: Rulebook, what: str) -> None:
        self.rows, self.book, self.what = rows, book, what
        self.most = max(would.deals for _, would in rows)
        self.order = [*book.questions[QUESTION].values, OPEN]

    def svg(self) -> Safe:
        parts: list[Safe] = []
        y, last = _TOP, ""
        for day, would in self.rows:
            if day.date != last:
                y += 10 if last else 0
                parts.append(tag("text", dated(day.date), x="0", y=f"{y + 12}"))
            last = day.date
            parts += self.row(would, y)
            y += _ROW
        legend, high = self.legend(y + 14)
        top = tag("text", f"{capital(self.what)} of Category I: what they would have met on the eve, and on the day", x="0", y="14", class_="quiet")  # fmt: skip
        return tag(
            "svg",
            tag("title", self.told()),
            Safe(f"<style>{_STYLE}</style>"),
            joined([top, *parts, *legend]),
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {_WIDE} {high}",
            role="img",
            class_="licet-postures",
        )

    def told(self) -> str:
        """What the picture shows, in words."""
        said = [
            f"{dated(day.date)}, {self.when(would)}: on the eve {postures(would.on_the_eve, self.book)}; on the day "
            f"{postures(would.on_the_day, self.book)}."
            for day, would in self.rows
        ]
        return f"{capital(self.what)} of Category I at each policy date. " + " ".join(said)

    def when(self, would: WouldMeet) -> str:
        """When the rows of a pair of bars were."""
        return f"{WHEN[would.ordered]}: {would.deals:,}"

    def row(self, would: WouldMeet, y: int) -> Iterable[Safe]:
        """Yield the two bars of one time."""
        yield tag(
            "text", capital(self.when(would)), x=f"{_LEFT - 44}", y=f"{y + 12}", text_anchor="end", class_="quiet"
        )
        for said, found, top in (("eve", would.on_the_eve, y), ("day", would.on_the_day, y + _BAR + _BETWEEN)):
            yield tag("text", said, x=f"{_LEFT - 8}", y=f"{top + 12}", text_anchor="end", class_="quiet")
            x = float(_LEFT)
            for code in sorted(found, key=self.place):
                wide = found[code] / self.most * (_RIGHT - _LEFT)
                words = f"{found[code]:,} {self.words(code)}"
                bar = tag(
                    "rect",
                    x=f"{x:.1f}",
                    y=f"{top}",
                    width=f"{max(wide, 1):.1f}",
                    height=f"{_BAR}",
                    class_=self.colour(code),
                )
                number = f"{found[code]:,}"
                inside = [
                    tag("text", number, x=f"{x + 4:.1f}", y=f"{top + 12}", class_="" if code == OPEN else "inside")
                ]
                yield tag("g", tag("title", words), bar, *(inside if len(number) * _LETTER + 8 < wide else []))
                x += wide

    def place(self, code: str) -> int:
        return self.order.index(code) if code in self.order else len(self.order)

    def words(self, code: str) -> str:
        return OPEN if code == OPEN else term(QUESTION, code, self.book).words

    def colour(self, code: str) -> str:
        """The class of a posture: that of its grade; of two postures of one grade, the more lenient is paler."""
        if code == OPEN:
            return "open"
        grade = term(QUESTION, code, self.book).grade
        if grade is None:
            return "none"
        before = self.order[: self.place(code)]
        second = any(term(QUESTION, other, self.book).grade == grade for other in before)
        return f"g{grade} second" if second else f"g{grade}"

    def legend(self, y: int) -> tuple[list[Safe], int]:
        """The postures that occur, and how high the picture is with them."""
        codes = {code for _, would in self.rows for code in (*would.on_the_eve, *would.on_the_day)}
        shown: list[Safe] = []
        x = 0.0
        for code in sorted(codes, key=self.place):
            words = capital(self.words(code))
            wide = len(words) * _LETTER + 40
            if x + wide > _RIGHT:
                x, y = 0.0, y + 20
            shown.append(
                tag("rect", x=f"{x + 0.5:g}", y=f"{y - 10}", width="14", height="12", class_=self.colour(code))
            )
            shown.append(tag("text", words, x=f"{x + 20:g}", y=f"{y}"))
            x += wide
        return shown, y + 14
