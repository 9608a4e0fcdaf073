"""One transfer through the years, nation by nation: a bar for each course, and a line for each instrument that changed an answer."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from licet.deciding.timeline import Stretch
from licet.eligibility.courses import Course
from licet.errors import Fault, InputError, number_of
from licet.pictures.chart import COUNTED, WIDTH, Picture, legend, look_box, sheet
from licet.pictures.drawing import Panel, boxes, letters, panel, rules
from licet.pictures.findings import changes, with_reforms
from licet.pictures.lettering import fitting, named, wide, wrapped
from licet.pictures.looks import DARK, GREY, Look, Looks
from licet.pictures.scales import years
from licet.reports.sentences import dated, listed
from licet.rulebook.rulebook import Rulebook, dates_in

_LEFT, _HIGH, _GAP, _LANE, _AXIS = 190.0, 24.0, 6.0, 15.0, 26.0
# Up to so many nations have a row each; of more, those with the same course share one. More rows than these stand in the table only.
_APART, _MOST = 25, 60


@dataclass(frozen=True, slots=True)
class _Row:
    """One bar: whose it is, and its stretches with their looks."""

    nations: tuple[str, ...]
    pieces: tuple[tuple[Stretch, Look], ...]


def timeline(
    courses: Iterable[Course],
    book: Rulebook,
    last: datetime.date,
    *,
    question: str = "posture",
    shown: str = "",
    notes: Sequence[str] = (),
) -> Picture:
    """Draw the courses of a transfer, as ``licet.eligibility.courses`` finds them.

    Args:
        courses: the courses, all from the same first day.
        book: the law.
        last: the last day.
        question: the question that is followed.
        shown: what is transferred, in words.
        notes: what a reader should know, a line each.

    Raises:
        InputError: for no course, and for a last day that is not after the first.
    """
    given = [course for course in courses if course.stretches]
    if not given:
        raise InputError(faults=[Fault("the timeline", "no nation", "at least one")])
    first = min(course.stretches[0].start for course in given)
    if last <= first:
        found = f"from {first} to {last}"
        raise InputError(faults=[Fault("the timeline", found, "a last day after the first")])
    return _Timeline(given, Looks(book, question), first, last).picture(shown, notes)


class _Timeline:
    def __init__(self, courses: Sequence[Course], looks: Looks, first: datetime.date, last: datetime.date) -> None:
        self.looks, self.first, self.last = looks, first, last
        self.every = self.rows(courses)
        self.shown = self.every[:_MOST]
        self.scale = (WIDTH - _LEFT) / (last.toordinal() + 1 - first.toordinal())
        self.lines = self.instruments()

    def rows(self, courses: Sequence[Course]) -> list[_Row]:
        """The rows: nations each for itself, those with the same course together, or the largest groups first."""
        names = self.looks.book.nations
        found: list[_Row] = []
        apart = sum(len(course.nations) for course in courses) <= _APART
        for course in courses:
            pieces = tuple(
                (stretch, self.looks.of(stretch.answers[self.looks.question])) for stretch in course.stretches
            )
            groups = [(nation,) for nation in course.nations] if apart else [course.nations]
            found += [_Row(tuple(sorted(group, key=names.__getitem__)), pieces) for group in groups]
        return found if apart else sorted(found, key=lambda row: (-len(row.nations), names[row.nations[0]]))

    def instruments(self) -> dict[datetime.date, tuple[str, ...]]:
        """The days on which an instrument that begins, ends or names the day changes an answer, each with the titles of these."""
        found: dict[datetime.date, dict[str, None]] = {}
        book = self.looks.book
        for row in self.every:
            for stretch, _ in row.pieces[1:]:
                day = stretch.start.toordinal()
                for name in (*stretch.caused_by, *stretch.ended):
                    rule = book.rules.get(name)
                    if rule is None:
                        continue
                    named_days = dates_in(rule.condition) if rule.condition is not None else set()
                    if day in {rule.window.start, rule.window.end, *named_days}:
                        found.setdefault(stretch.start, {})[book.instruments[rule.instrument].title] = None
        return {day: tuple(titles) for day, titles in sorted(found.items())}

    # Words.

    def picture(self, shown: str, notes: Sequence[str]) -> Picture:
        size = number_of(sum(len(row.nations) for row in self.every), "nation")
        rows = (
            "a row for each" if len(self.every) >= sum(len(row.nations) for row in self.every) else "like ones in a row"
        )
        span = f"{dated(self.first.isoformat())} to {dated(self.last.isoformat())}"
        reforms = with_reforms(self.looks.book, self.looks.book.named_reforms())
        subtitle = [shown, f"{size} as the recipient, {rows}, {span}. Each day under its own law{reforms}"]
        looks = [look for row in self.every for _, look in row.pieces]
        more = [COUNTED, *notes]
        left = self.every[_MOST:]
        if left:
            nations = number_of(sum(len(row.nations) for row in left), "nation")
            more.append(f"{number_of(len(left), 'more course')} of {nations} are in the table beside the picture.")
        if any(stretch.start not in self.lines for row in self.every for stretch, _ in row.pieces[1:]):
            more.append(
                "A change without a line is no change of the rules that answer: mostly a nation joins or leaves a group."
            )
        if any(stretch.rough for row in self.every for stretch, _ in row.pieces):
            more.append("Some days were not verified; the table beside the picture says which.")
        panels = [legend(self.looks.legend(looks)), self.bars(), *([self.key()] if self.lines else [])]
        return sheet(
            self.title(), [line for line in subtitle if line], panels, more, self.data(), self.looks.book.digest
        )

    def title(self) -> str:
        """What changed on the latest day on which it did for half of the nations, or else on the day on which it did for most."""
        days: dict[datetime.date, list[tuple[_Row, Look, Look]]] = {}
        for row in self.every:
            for (_, before), (stretch, after) in pairwise(row.pieces):
                days.setdefault(stretch.start, []).append((row, before, after))
        if not days:
            first = [look for row in self.every for look in [row.pieces[0][1]] * len(row.nations)]
            said = listed(look.words for look, _ in self.looks.counted(first))
            return f"{self.looks.title} does not change in these years: {said}"

        def many(day: datetime.date) -> int:
            return sum(len(row.nations) for row, _, _ in days[day])

        half = sum(len(row.nations) for row in self.every) / 2
        day = max((day for day in days if many(day) >= half), default=max(days, key=lambda day: (many(day), day)))
        names = [self.looks.book.nations[nation] for row, _, _ in days[day] for nation in row.nations]
        told = changes(self.looks, ((before, after, len(row.nations)) for row, before, after in days[day]), names=names)
        doubt = " (day not verified)" if day.toordinal() in self.looks.book.placeholders else ""
        every = f"; answers change on {len(days)} days in all" if len(days) > 1 else ""
        return f"On {dated(day.isoformat())}{doubt}, {told[:1].lower()}{told[1:]}{every}"

    # Bars.

    def x(self, day: datetime.date | None) -> float:
        if day is None:
            return WIDTH
        return _LEFT + (day.toordinal() - self.first.toordinal()) * self.scale

    def bars(self) -> Panel:
        lanes, marks = self.marks()
        top = lanes * _LANE + 4
        bottom = top + len(self.shown) * (_HIGH + _GAP)
        shapes: list[dict[str, Any]] = []
        said: list[dict[str, Any]] = []
        names: list[dict[str, Any]] = []
        for place, row in enumerate(self.shown):
            y = top + place * (_HIGH + _GAP)
            label = named([self.looks.book.nations[nation] for nation in row.nations], 11, _LEFT - 12)
            names.append({"x": 0, "y": y + _HIGH / 2, "text": label, "ink": DARK, "align": "left"})
            for stretch, look in row.pieces:
                self.piece(stretch, look, y, shapes, said)
        lines = [{"x": self.x(day), "y": top - 3, "x2": self.x(day), "y2": bottom} for day in self.lines]
        layers = [*rules(lines, DARK, 1), *boxes(shapes), *letters(said, 11), *letters(names, 11)]
        layers += [*letters(marks, 11, bold=True), *self.axis(bottom)]
        return panel(layers, WIDTH, bottom + _AXIS)

    def piece(
        self, stretch: Stretch, look: Look, y: float, shapes: list[dict[str, Any]], said: list[dict[str, Any]]
    ) -> None:
        left, right = self.x(stretch.start), self.x(stretch.end)
        # A gap of a hair between pieces tells neighbours apart.
        box = {"x": left + 0.5, "y": y, "x2": max(right - 0.5, left + 1), "y2": y + _HIGH}
        shapes.append({**look_box(look), **box})
        texts = [look.words, *(["open"] if look.open else [])]
        text = fitting(texts, 11, right - left - 12)
        if text:
            said.append({"x": left + 6, "y": y + _HIGH / 2, "text": text, "ink": look.ink, "align": "left"})
        elif wide(look.sign, 11) <= right - left - 3:
            middle = (left + right) / 2
            said.append({"x": middle, "y": y + _HIGH / 2, "text": look.sign, "ink": look.ink, "align": "center"})

    def marks(self) -> tuple[int, list[dict[str, Any]]]:
        """Return the letters of the instruments, in as many lanes as keep them apart, and the number of lanes."""
        ends: list[float] = []
        found: list[tuple[int, float, str]] = []
        for place, day in enumerate(self.lines):
            x, half = self.x(day), wide(_letter(place), 11, bold=True) / 2 + 2
            lane = next((number for number, end in enumerate(ends) if end <= x - half), len(ends))
            ends[lane : lane + 1] = [x + half]
            found.append((lane, x, _letter(place)))
        lanes = len(ends)
        return lanes, [
            {"x": x, "y": (lanes - lane - 0.5) * _LANE, "text": text, "ink": DARK, "align": "center"}
            for lane, x, text in found
        ]

    def axis(self, y: float) -> list[Panel]:
        ticks: list[dict[str, Any]] = [{"x": _LEFT, "y": y, "x2": WIDTH, "y2": y}]
        texts: list[dict[str, Any]] = []
        for year in years(self.first, self.last, int((WIDTH - _LEFT) / 50)):
            x = self.x(datetime.date(year, 1, 1))
            ticks.append({"x": x, "y": y, "x2": x, "y2": y + 5})
            if _LEFT + 12 <= x <= WIDTH - 14:
                texts.append({"x": x, "y": y + 14, "text": str(year), "ink": DARK, "align": "center"})
        return [*rules(ticks, GREY), *letters(texts, 11)]

    def key(self) -> Panel:
        """Which instruments the lines stand for."""
        marks: list[dict[str, Any]] = []
        texts: list[dict[str, Any]] = []
        y = 8.0
        for place, (day, titles) in enumerate(self.lines.items()):
            marks.append({"x": 0, "y": y, "text": _letter(place), "ink": DARK, "align": "left"})
            doubt = " (day not verified)" if day.toordinal() in self.looks.book.placeholders else ""
            for line in wrapped(f"{dated(day.isoformat())}{doubt}: {'; '.join(titles)}", 11, WIDTH - 22):
                texts.append({"x": 22, "y": y, "text": line, "ink": DARK, "align": "left"})
                y += 16
        return panel([*letters(marks, 11, bold=True), *letters(texts, 11)], WIDTH, y - 8)

    def data(self) -> list[dict[str, Any]]:
        return [
            {
                "nation": nation,
                "name": self.looks.book.nations[nation],
                "start": stretch.start.isoformat(),
                "end": stretch.end.isoformat() if stretch.end else "",
                self.looks.question: look.codes,
                "start_verified": "no" if stretch.rough else "yes",
                "caused_by": "|".join(stretch.caused_by),
                "ended": "|".join(stretch.ended),
            }
            for row in self.every
            for nation in row.nations
            for stretch, look in row.pieces
        ]


def _letter(place: int) -> str:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    return (_letter(place // len(alphabet) - 1) if place >= len(alphabet) else "") + alphabet[place % len(alphabet)]
