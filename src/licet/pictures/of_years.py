"""Transfers of a register whose answer changes, by year: stacked bars, a piece for each change from one answer to another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from licet.errors import Fault, InputError
from licet.pictures.chart import COUNTED, WIDTH, Picture, sheet
from licet.pictures.drawing import Panel, boxes, letters, panel, rules
from licet.pictures.findings import brief, changes
from licet.pictures.lettering import wide
from licet.pictures.looks import DARK, Look, Looks
from licet.pictures.scales import steps
from licet.pictures.split import ends, signs, split
from licet.reports.sentences import capital
from licet.rulebook.rulebook import Rulebook

_LEFT, _HIGH, _BELOW, _ABOVE, _WIDEST = 46.0, 300.0, 26.0, 14.0, 56.0
_TRANSFERS = ("transfer", "transfers")
_SWATCH, _LINE = (40.0, 18.0), 24.0


@dataclass(frozen=True, slots=True)
class _Flip:
    """So many transfers of a year whose answer to a question changes."""

    year: int
    before: Look
    after: Look
    count: int


def flips(
    rows: Iterable[Mapping[str, Any]],
    book: Rulebook,
    *,
    shown: str = "",
    laws: tuple[str, str] = ("before", "after"),
    notes: Sequence[str] = (),
    digest: str = "",
) -> Picture:
    """Draw how many transfers of each year change their answer, and from what to what.

    Args:
        rows: each with ``year``, ``question``, ``from`` and ``to`` (a code, or a list of the answers left) and ``count``.
        book: declares the answers.
        shown: what the transfers are: the register and its years.
        laws: what the two laws are.
        notes: what a reader should know, a line each.
        digest: that of the law, or of both; that of the rulebook by default.

    Raises:
        InputError: with a fault for every row that cannot be used.
    """
    found = _read(rows, book)
    first, *others = found.items()
    parts = [_told(looks, some) for looks, some in found.items()]
    panels: list[Panel] = []
    for looks, some in (first, *others):
        panels += [_key(looks, some), _bars(some)]
    earlier, later = (law[:1].lower() + law[1:] for law in laws)
    subtitle = [shown, f"Each piece: on the left {earlier}, on the right {later}. Years of the transfers"]
    data = [_row(looks.question, flip) for looks, some in found.items() for flip in some]
    return sheet("; ".join(parts), list(filter(None, subtitle)), panels, [COUNTED, *notes], data, digest or book.digest)


def _read(rows: Iterable[Mapping[str, Any]], book: Rulebook) -> dict[Looks, list[_Flip]]:
    """Return the rows by question, equal changes of a year together."""
    faults: list[Fault] = []
    looks: dict[str, Looks] = {}
    counts: dict[Looks, dict[tuple[int, Look, Look], int]] = {}
    for number, row in enumerate(rows, 1):
        where = f"row {number}"
        year, count, question = row.get("year"), row.get("count"), str(row.get("question"))
        if not isinstance(year, int) or not 1000 <= year <= 9999:
            faults.append(Fault(where, f"the year {year!r}", "a year such as 2015"))
            continue
        if not isinstance(count, int) or count < 0:
            faults.append(Fault(where, f"the count {count!r}", "a whole number from 0"))
            continue
        try:
            asked = looks.setdefault(question, looks.get(question) or Looks(book, question))
            before, after = ends(row, asked, where)
        except InputError as error:
            faults += [Fault(where, fault.found, fault.expected, fault.mend) for fault in error.faults]
            continue
        if count:
            some = counts.setdefault(asked, {})
            some[year, before, after] = some.get((year, before, after), 0) + count
    if not counts and not faults:
        faults.append(Fault("the bars", "no transfer whose answer changes", "at least one"))
    if faults:
        raise InputError(faults=faults)
    return {
        asked: [_Flip(*key, count) for key, count in sorted(some.items(), key=lambda entry: _order(asked, entry[0]))]
        for asked, some in counts.items()
    }


def _order(looks: Looks, key: tuple[int, Look, Look]) -> Any:
    year, before, after = key
    return year, looks.order(before), looks.order(after)


def _told(looks: Looks, some: Sequence[_Flip]) -> str:
    years: dict[int, int] = {}
    for flip in some:
        years[flip.year] = years.get(flip.year, 0) + flip.count
    told = changes(looks, [(flip.before, flip.after, flip.count) for flip in some], _TRANSFERS)
    if len(years) == 1:
        return f"{told}, all of {next(iter(years))}"
    most = max(years, key=lambda year: years[year])
    return f"{told}; the year with most is {most} ({years[most]:,})"


def _kinds(looks: Looks, some: Sequence[_Flip]) -> dict[tuple[Look, Look], int]:
    kinds: dict[tuple[Look, Look], int] = {}
    for flip in sorted(some, key=lambda flip: _order(looks, (0, flip.before, flip.after))):
        kinds[flip.before, flip.after] = kinds.get((flip.before, flip.after), 0) + flip.count
    return kinds


def _key(looks: Looks, some: Sequence[_Flip]) -> Panel:
    """Return the legend of one question: a line for each change, with the number of its transfers."""
    shapes: list[dict[str, Any]] = []
    said: list[dict[str, Any]] = []
    texts: list[dict[str, Any]] = []
    kinds = _kinds(looks, some)
    for place, ((before, after), count) in enumerate(kinds.items()):
        y = place * _LINE
        shapes += split(before, after, 0, y, *_SWATCH)
        said += signs(before, after, 0, y, *_SWATCH)
        named = [one.words if before.open and after.open else brief(one) for one in (before, after)]
        text = f"{capital(named[0])} → {named[1]}: {count:,} {_TRANSFERS[count != 1]}"
        texts.append({"x": _SWATCH[0] + 8, "y": y + _SWATCH[1] / 2, "text": text, "ink": DARK, "align": "left"})
    return panel([*boxes(shapes), *letters(said, 12), *letters(texts, 12)], WIDTH, len(kinds) * _LINE)


def _bars(some: Sequence[_Flip]) -> Panel:
    first, last = min(flip.year for flip in some), max(flip.year for flip in some)
    totals: dict[int, int] = {}
    for flip in some:
        totals[flip.year] = totals.get(flip.year, 0) + flip.count
    marks = steps(max(totals.values()))
    slot = min((WIDTH - _LEFT) / (last - first + 1), _WIDEST * 1.3)
    bar = min(slot * 0.84, _WIDEST)
    scale = _HIGH / marks[-1]
    bottom = _ABOVE + _HIGH
    right = _LEFT + slot * (last - first + 1)
    lines = [{"x": _LEFT, "y": bottom - mark * scale, "x2": right, "y2": bottom - mark * scale} for mark in marks]
    texts = [
        {"x": _LEFT - 8, "y": bottom - mark * scale, "text": f"{mark:,}", "ink": DARK, "align": "right"}
        for mark in marks
    ]
    every = next((step for step in (1, 2, 5, 10, 20, 50) if slot * step >= wide("2000", 11) + 8), 100)
    for year in range(first, last + 1):
        if every == 1 or year % every == 0:
            x = _LEFT + (year - first + 0.5) * slot
            texts.append({"x": x, "y": bottom + 14, "text": str(year), "ink": DARK, "align": "center"})
    shapes: list[dict[str, Any]] = []
    said: list[dict[str, Any]] = []
    top = dict.fromkeys(totals, bottom)
    for flip in some:
        x, high = _LEFT + (flip.year - first + 0.5) * slot - bar / 2, flip.count * scale
        top[flip.year] -= high
        shapes += split(flip.before, flip.after, x, top[flip.year], bar, high)
        if bar >= 16 and high >= 13:
            said += signs(flip.before, flip.after, x, top[flip.year], bar, high)
    if slot >= wide(f"{max(totals.values()):,}", 11) + 2:
        for year, total in totals.items():
            x = _LEFT + (year - first + 0.5) * slot
            texts.append({"x": x, "y": top[year] - 8, "text": f"{total:,}", "ink": DARK, "align": "center"})
    layers = [*rules(lines, "#e4e2dc"), *boxes(shapes), *letters(said, 11), *letters(texts, 11)]
    return panel(layers, WIDTH, bottom + _BELOW)


def _row(question: str, flip: _Flip) -> dict[str, Any]:
    return {
        "year": flip.year,
        "question": question,
        "from": flip.before.codes,
        "to": flip.after.codes,
        "count": flip.count,
    }
