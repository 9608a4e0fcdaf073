"""A timeline as an SVG picture: one bar for each question, each stretch coloured by how strict its answer is.

The picture carries its colours for light and dark, and says in text what each stretch is.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence

from licet.deciding.timeline import Stretch
from licet.reports.account import HEADLINE, Term
from licet.reports.markup import Safe, joined, tag
from licet.reports.sentences import capital, dated, listed, title
from licet.reports.telling import term
from licet.rulebook.rulebook import Rulebook

_WIDE, _LEFT, _BAR, _GAP, _TOP = 960, 120, 34, 12, 8
_LETTER = 6.3
_STYLE = """
.licet-picture { font: 12px Charter, "Bitstream Charter", "Sitka Text", Cambria, Georgia, serif; }
.licet-picture text { fill: #1b1b19; } .licet-picture .on { fill: #fff; }
.licet-picture .axis { stroke: #b9b3a5; } .licet-picture .hatch { stroke: #fffefb; stroke-width: 6; }
.licet-picture .g0 { fill: #9c1c1c; } .licet-picture .g1 { fill: #b04a12; } .licet-picture .g2 { fill: #8a6508; }
.licet-picture .g3 { fill: #3b6a1f; } .licet-picture .g4 { fill: #0d6670; } .licet-picture .plain { fill: #4f5563; }
.licet-picture .default { fill: #75726b; }
@media (prefers-color-scheme: dark) {
.licet-picture text { fill: #e9e6df; } .licet-picture .on { fill: #191917; }
.licet-picture .axis { stroke: #55524b; } .licet-picture .hatch { stroke: #191917; }
.licet-picture .g0 { fill: #f58f86; } .licet-picture .g1 { fill: #f2a36f; } .licet-picture .g2 { fill: #e0bd63; }
.licet-picture .g3 { fill: #a8cf86; } .licet-picture .g4 { fill: #7fcbd3; } .licet-picture .plain { fill: #aab2c5; }
.licet-picture .default { fill: #8d8a83; }
}
"""


def timeline_svg(
    stretches: Sequence[Stretch],
    last: datetime.date | None = None,
    rulebook: Rulebook | None = None,
    styled: bool = True,
) -> str:
    """Return stretches as an inline SVG picture.

    Args:
        stretches: the stretches, in order.
        last: the last day looked at; ten years after the last change by default.
        rulebook: declares what the codes mean; the law that came with Licet by default.
        styled: whether it carries its own style; else the page has one for its classes.
    """
    return _Picture(stretches, last, rulebook or Rulebook.load()).svg(styled) if stretches else Safe("")


class _Picture:
    def __init__(self, stretches: Sequence[Stretch], last: datetime.date | None, book: Rulebook) -> None:
        self.stretches = stretches
        self.book = book
        self.questions = sorted(stretches[0].answers, key=lambda question: question != HEADLINE)
        self.first = stretches[0].start.toordinal()
        self.end = (last.toordinal() if last else stretches[-1].start.toordinal() + 3652) + 1
        self.used: dict[tuple[str, str], None] = {}

    def svg(self, styled: bool) -> Safe:
        bars = [part for row, question in enumerate(self.questions) for part in self.bar(row, question)]
        bottom = _TOP + len(self.questions) * (_BAR + _GAP)
        parts = [*bars, *self.axis(bottom)]
        legend, high = self.legend(bottom + 42)
        hatch = tag(
            "pattern",
            tag("line", x1="0", x2="0", y1="0", y2="8", class_="hatch"),
            id="licet-hatch",
            width="8",
            height="8",
            patternUnits="userSpaceOnUse",
            patternTransform="rotate(45)",
        )
        return tag(
            "svg",
            tag("title", self.told()),
            Safe(f"<style>{_STYLE}</style>" if styled else ""),
            tag("defs", hatch),
            joined([*parts, *legend]),
            xmlns="http://www.w3.org/2000/svg",
            viewBox=f"0 0 {_WIDE} {high}",
            role="img",
            class_="licet-picture",
        )

    def told(self) -> str:
        """What the picture shows, in words."""
        said = []
        for question in self.questions:
            steps: list[str] = []
            before: tuple[str, ...] | None = None
            for stretch in self.stretches:
                if stretch.answers[question] != before:
                    steps.append(f"{self.answer(question, stretch)} from {dated(stretch.start.isoformat())}")
                before = stretch.answers[question]
            said.append(f"{title(question, self.book)}: {', '.join(steps)}.")
        return " ".join(said)

    def answer(self, question: str, stretch: Stretch) -> str:
        shown = [term(question, code, self.book).words for code in stretch.answers[question]]
        return shown[0] if len(shown) == 1 else f"open ({listed(shown, 'or')})"

    def x(self, day: int) -> float:
        share = (min(max(day, self.first), self.end) - self.first) / max(self.end - self.first, 1)
        return round(_LEFT + share * (_WIDE - _LEFT), 1)

    def colour(self, question: str, shown: Term) -> str:
        if shown.grade is not None:
            return f"g{shown.grade}"
        declared = self.book.questions.get(question)
        return "default" if declared is not None and shown.code == declared.default else "plain"

    def bar(self, row: int, question: str) -> Iterable[Safe]:
        """Yield the bar of one question; stretches that do not change it are one piece."""
        y = _TOP + row * (_BAR + _GAP)
        yield tag("text", title(question, self.book), x="0", y=f"{y + _BAR / 2 + 4:g}")
        pieces: list[list[Stretch]] = []
        for stretch in self.stretches:
            if pieces and pieces[-1][-1].answers[question] == stretch.answers[question]:
                pieces[-1].append(stretch)
            else:
                pieces.append([stretch])
        for piece in pieces:
            yield self.piece(question, piece, y)

    def piece(self, question: str, piece: list[Stretch], y: int) -> Safe:
        terms = [term(question, code, self.book) for code in piece[0].answers[question]]
        start, end = piece[0].start, piece[-1].end
        left, right = self.x(start.toordinal()), self.x(end.toordinal() if end else self.end)
        colour = self.colour(question, terms[0])
        self.used.setdefault((colour, terms[0].words if terms[0].grade is not None else ""), None)
        # A gap of a hair between pieces tells neighbours of one colour apart.
        wide = max(right - left - 1, 0.8)
        box = {"x": f"{left:g}", "y": f"{y}", "width": f"{wide:g}", "height": f"{_BAR}"}
        said = self.answer(question, piece[0])
        until = f" until {dated((end - datetime.timedelta(days=1)).isoformat())}" if end else ""
        parts = [
            tag("title", f"{capital(said)}, from {dated(start.isoformat())}{until}"),
            tag("rect", class_=colour, **box),
        ]
        if len(terms) > 1:
            parts.append(tag("rect", fill="url(#licet-hatch)", **box))
        label = "open" if len(terms) > 1 else terms[0].words
        if len(label) * _LETTER + 12 <= wide and len(terms) == 1:
            parts.append(tag("text", label, x=f"{left + 6:g}", y=f"{y + _BAR / 2 + 4:g}", class_="on"))
        return tag("g", *parts)

    def axis(self, y: int) -> Iterable[Safe]:
        first, last = datetime.date.fromordinal(self.first).year, datetime.date.fromordinal(self.end - 1).year
        step = next((step for step in (1, 2, 5, 10, 20) if (last - first) / step <= 12), 50)
        yield tag("line", x1=f"{_LEFT}", x2=f"{_WIDE}", y1=f"{y}", y2=f"{y}", class_="axis")
        for year in range(first + 1, last + 1):
            if year % step == 0:
                x = self.x(datetime.date(year, 1, 1).toordinal())
                yield tag("line", x1=f"{x:g}", x2=f"{x:g}", y1=f"{y}", y2=f"{y + 5}", class_="axis")
                if x < _WIDE - 14:
                    yield tag("text", str(year), x=f"{x:g}", y=f"{y + 19}", text_anchor="middle")

    def legend(self, y: int) -> tuple[list[Safe], int]:
        """The colours of the answers that occur, and how high the picture is with them."""
        shown: list[Safe] = []
        x, y = float(_LEFT), y + 6
        entries = [(colour, words) for colour, words in sorted(self.used) if words]
        if any(len(stretch.answers[q]) > 1 for stretch in self.stretches for q in self.questions):
            entries.append(("hatch", "open, the strictest answer left"))
        for colour, words in entries:
            wide = len(words) * _LETTER + 40
            if x + wide > _WIDE:
                x, y = float(_LEFT), y + 20
            box = {"x": f"{x:g}", "y": f"{y - 10}", "width": "14", "height": "12"}
            if colour == "hatch":
                shown += [tag("rect", class_="plain", **box), tag("rect", fill="url(#licet-hatch)", **box)]
            else:
                shown.append(tag("rect", class_=colour, **box))
            shown.append(tag("text", words, x=f"{x + 20:g}", y=f"{y}"))
            x += wide
        return shown, y + (14 if entries else 0)
