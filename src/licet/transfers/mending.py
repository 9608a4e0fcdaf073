"""What somebody may have meant by a value that cannot be used, for the line that tells how to mend it.

Nothing here is ever taken for the value itself: where there are two readings, both are named, and a person chooses.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable
from fractions import Fraction

from licet.rulebook.windows import is_day

EMPTY = "leave it empty where it is not known"

_UNSAID = re.compile(r"[-‐‑‒–—―−_./*]+|tb[acd]|not (?:known|stated|available)|k\.\s?a\.|n\.\s?b\.", re.IGNORECASE)

_GROUPED = r"\d[\d.,'’\s]*\d|\d"
_PARTS = "¼-¾⅐-⅞"
_FIGURE = rf"(?:\d*\s?[{_PARTS}]|[+\-−]?(?:{_GROUPED}))"
_UNIT = rf"(?:[^\W\d_{_PARTS}].*|[%°\"].*)?"
_BETWEEN = r"(?:-|‐|‑|–|—|−|~|\.\.|bis|à|hasta)"
_AMONG = re.compile(rf"(?P<low>{_GROUPED})\s*(?P<one>{_UNIT}?)\s*{_BETWEEN}\s*(?P<high>{_GROUPED})\s*(?P<two>{_UNIT})")
_LEAST = r"(?:>=?|=>|≥|⩾|at least|min\.?|minimum|from|over|above|more than|mind\.|mindestens|ab|über|plus de|au moins)"
_MOST = r"(?:<=?|=<|≤|⩽|at most|max\.?|maximum|up to|under|below|less than|höchstens|bis|unter|jusqu'à|moins de)"
_ABOUT = r"(?:~|≈|∼|±|ca\.?|c\.|circa|about|around|approx\.?|approximately|env\.?|environ|etwa|rund)"
_SIDED = re.compile(
    rf"(?:(?P<least>{_LEAST})|(?P<most>{_MOST})|(?P<about>{_ABOUT}))\s*(?P<number>{_FIGURE})\s*(?P<unit>{_UNIT})",
    re.IGNORECASE,
)
_PLUS = re.compile(rf"(?P<number>{_FIGURE})\s*(?:(?P<inner>{_UNIT}?)\s*\+|\+\s*(?P<unit>{_UNIT}))")
_ALONE = re.compile(rf"(?P<number>{_FIGURE})\s*(?P<unit>{_UNIT})")

_BLANKS = re.compile(r"(?<=\d)[\s'’](?=\d)")


def unsaid(text: str) -> bool:
    """Whether a text is one by which people leave a cell empty, and which is taken for nothing here.

    >>> unsaid("-"), unsaid("–"), unsaid("tbd"), unsaid("-5")
    (True, True, True, False)
    """
    return _UNSAID.fullmatch(text.strip()) is not None


def figure_meant(text: str, unit: str, key: str) -> str:
    """Return how a figure may have been meant and how that is written, or an empty text.

    Args:
        text: what was written.
        unit: the unit in which it was meant, where the text names none; ``1`` for a bare number.
        key: what the figure is of, as a header calls it.

    >>> figure_meant("300-400", "km", "range")
    'write [300 km, 400 km] for all that lies between them'
    >>> figure_meant("1,5", "km", "range")
    'write 1.5 km if the comma marks decimals, [1 km, 5 km] if it stands between two figures'
    """
    text = " ".join(text.split())

    def shown(number: str, said: str | None = "") -> str:
        sign = (said or "").strip() or unit
        return number if sign == "1" else f"{number} {sign}"

    if (found := _AMONG.fullmatch(text)) is not None:
        ends = [_readings(found[name]) for name in ("low", "high")]
        if all(ends) and Fraction(ends[0][0]) < Fraction(ends[1][0]):
            units = found["one"] or found["two"], found["two"] or found["one"]
            low, high = (shown(end[0], sign) for end, sign in zip(ends, units, strict=True))
            return f"write [{low}, {high}] for all that lies between them"
    sided = _SIDED.fullmatch(text)
    plus = None if sided else _PLUS.fullmatch(text)
    if (found := sided or plus) is not None and (numbers := _readings(found["number"])):
        sign = found["unit"] or (plus["inner"] if plus else "")
        return _sided(shown(numbers[0], sign), sign or unit, numbers[0], found.groupdict(), key)
    if (found := _ALONE.fullmatch(text)) is not None:
        return _alone(found["number"], lambda number: shown(number, found["unit"]))
    return ""


def _sided(figure: str, unit: str, number: str, side: dict[str, str | None], key: str) -> str:
    if side.get("about"):
        return f"write {figure} if that is near enough, or the interval in which it lies as [LEAST, GREATEST]"
    columns = [f"'{key}_{end}'" if unit == "1" else f"'{key}_{end} [{unit}]'" for end in ("min", "max")]
    if side.get("most"):
        return f"write [LEAST, {figure}], or in a table {number} under {columns[1]} and nothing under {columns[0]}"
    return f"write [{figure}, GREATEST], or in a table {number} under {columns[0]} and nothing under {columns[1]}"


def _alone(number: str, shown: Callable[[str], str]) -> str:
    readings = _readings(number)
    if not readings or readings[0] == number:
        return ""
    first, number = shown(readings[0]), number.strip()
    pair = re.fullmatch(r"(\d+)([\s,])(\d+)", number)
    two = ""
    if pair is not None and not (pair[3].startswith("0") and len(pair[3]) > 1) and int(pair[1]) < int(pair[3]):
        two = f"[{shown(pair[1])}, {shown(pair[3])}]"
    if re.search(rf"\s(?![{_PARTS}])", number):
        return f"write {first}" + (f" if it is one figure, {two} if it is two" if two else ", without the blank")
    if "," in number and "." in readings[0]:
        return f"write {first} if the comma marks decimals" + (
            f", {two} if it stands between two figures" if two else ""
        )
    return f"write {first}"


def _readings(number: str) -> list[str]:
    """Return a figure as it would be written here, where its signs allow it."""
    text = number.strip().replace("−", "-")
    sign, text = ("-", text[1:]) if text.startswith("-") else ("", text.removeprefix("+"))
    if text and unicodedata.numeric(text[-1], None) is not None and not text[-1].isdecimal():
        whole = Fraction(text[:-1].strip() or 0) + Fraction(unicodedata.numeric(text[-1])).limit_denominator(100)
        return [f"{sign}{float(whole):.6g}"]
    text = _BLANKS.sub("", text)
    dots, commas = text.count("."), text.count(",")
    if dots and commas:
        last = max(".,", key=text.rfind)
        if text.count(last) > 1:
            return []
        text = text.replace("," if last == "." else ".", "").replace(",", ".")
    elif commas == 1 and not re.fullmatch(r"[1-9]\d{0,2},\d{3}", text):
        text = text.replace(",", ".")
    elif re.fullmatch(r"\d{1,3}((\.\d{3})+|(,\d{2,3})+)", text):
        text = text.replace(",", "").replace(".", "") if commas or dots > 1 else text
    return [f"{sign}{text}"] if re.fullmatch(r"\d+(\.\d+)?", text) else []


def day_meant(text: str) -> str:
    """Return the days that a text may have meant, as they are written here, or an empty text.

    >>> day_meant("03/04/2025")
    'write 2025-04-03 or 2025-03-04, whichever is meant'
    >>> day_meant("2025-W38-1"), day_meant("2025-09-15T99:99")
    ('write 2025-09-15', 'write 2025-09-15 without the time')
    """
    text = text.strip()
    days = list(dict.fromkeys(_days(text)))
    if not days:
        return ""
    if re.match(r"\d{4}-\d{2}-\d{2}\D", text):
        return f"write {days[0]} without the time"
    return f"write {' or '.join(days)}" + (", whichever is meant" if len(days) > 1 else "")


def _days(text: str) -> list[str]:
    if (week := re.fullmatch(r"(\d{4})-?W(\d{2})-?([1-7])", text)) is not None:
        try:
            return [datetime.date.fromisocalendar(*(int(part) for part in week.groups())).isoformat()]
        except ValueError:
            return []
    written: list[str] = []
    if (parts := re.fullmatch(r"(\d{4})([./]?)(\d{2})\2(\d{2})", text)) is not None:
        written = [f"{parts[1]}-{parts[3]}-{parts[4]}"]
    elif (parts := re.fullmatch(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})", text)) is not None:
        first, second = parts[1].zfill(2), parts[3].zfill(2)
        written = [f"{parts[4]}-{second}-{first}"]
        # With points the day comes first wherever it is written so.
        written += [f"{parts[4]}-{first}-{second}"] if parts[2] != "." else []
    elif (parts := re.match(r"(\d{4}-\d{2}-\d{2})[T\s]", text)) is not None:
        written = [parts[1]]
    return [day for day in written if is_day(day)]
