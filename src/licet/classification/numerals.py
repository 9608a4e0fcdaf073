"""Numbers as documents write them: with points, commas, spaces and powers of ten, each exact, or with all its readings where it has two.

Whether ``1,250`` is a thousand and a quarter or one and a quarter is settled by the other numbers of the document or by its language, and
left open where neither tells. Units and facts are other files' concern.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from licet.classification.wording import word_set

_SPACES = " \u00a0\u202f\u2009\u2007"
_DIGITS = rf"""
    (?P<spaced>\d{{1,3}}(?P<space>[{_SPACES}])\d{{3}}(?:(?P=space)\d{{3}}){{0,12}}(?:[.,]\d+)?)
  | (?P<marked>\d{{1,3}}(?:['’]\d{{3}}){{1,12}}(?:[.,]\d+)?)
  | (?P<commas>\d{{1,3}}(?:,\d{{3}}){{1,12}}(?:\.\d+)?)
  | (?P<points>\d{{1,3}}(?:\.\d{{3}}){{1,12}}(?:,\d+)?)
  | (?P<plain>\d+(?:[.,]\d+)?|[.,]\d+)
"""
_SUPER = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
_TIMES = r"\s*[x×X·∙⋅*✕⨯]\s*"
_SIGN = r"[+\-−–]?"
_NUMBER = re.compile(rf"(?:{_DIGITS})(?!\d)(?![.,]\d)", re.VERBOSE)
_POWER = re.compile(
    rf"""
    {_TIMES}10\s*(?:\^|\*\*)\s*(?P<caret>{_SIGN}\d{{1,2}})(?!\d|[.,]\d)
  | {_TIMES}10(?P<raised>[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{{1,2}})
  | {_TIMES}10[eE](?P<double>{_SIGN}\d{{1,2}})(?!\w)
  | [eE](?P<e>[+\-−]?\d{{1,2}})(?![\w.,]\d|\w)
    """,
    re.VERBOSE,
)
_FLAT = re.compile(rf"{_TIMES}10[\-−–]?\d{{1,2}}(?!\d|[.,]\d)")
_TEN = re.compile(
    rf"10(?:\s?(?:\^|\*\*)\s?(?P<caret>{_SIGN}\d{{1,2}})|(?P<raised>[⁺⁻]?[⁰¹²³⁴⁵⁶⁷⁸⁹]{{1,2}}))(?!\d|[.,]\d)"
)
_RAISED = re.compile(r"\^|[⁰¹²³⁴⁵⁶⁷⁸⁹]")
# What may stand directly before a number: no letter, digit, point or slash, and no hyphen that ties it to a word.
_NOT_BEFORE = re.compile(r"(?:[\w,^]|(?<!\.)\.|\w[-–]|\d/)$")

_LONGEST = 40
_WORDS = {
    "en": word_set("the of and with for is from to at by or are"),
    "de": word_set("der die das und mit bei für von ist bis zu im oder mindestens auf"),
    "fr": word_set("le les des du et pour avec est au aux une sur par ou jusqu"),
    "es": word_set("el los las del y para con es una por hasta o"),
}
# A language settles a sign where its writers agree on it; Spanish is written with either as the decimal sign.
_BY_LANGUAGE = {"en": (",", "."), "de": (".", ","), "fr": ("", ","), "es": ("", "")}


@dataclass(frozen=True, slots=True)
class Convention:
    """How a document writes its numbers.

    Attributes:
        thousands: the sign between thousands, if it is known.
        decimal: the decimal sign, if it is known.
        spaces: whether an ordinary space may stand between thousands.
    """

    thousands: str = ""
    decimal: str = ""
    spaces: bool = False


#: Numbers that a file holds as numbers: the point is decimal, and there is no other sign.
EXACT = Convention(decimal=".")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as it is written.

    Attributes:
        start: where it starts in the text.
        end: where it ends.
        readings: its exact value; two where the document leaves open which; none where it is unclear altogether, with ``problem``.
        last: the worth of its last digit that counts, zeros at the end left out.
        shows: the decimal sign that it gives away, if it does.
        problem: why it cannot be read.
        remark: how it was read, where that is not plain.
        spaced: whether a space within it is the problem.
    """

    start: int
    end: int
    readings: tuple[Fraction, ...]
    last: Fraction = Fraction(1)
    shows: str = ""
    problem: str = ""
    remark: str = ""
    spaced: bool = False


def read_number(text: str, at: int, convention: Convention) -> Numeral | None:
    """Return the number without sign that starts at a place of a text, or None.

    >>> read_number("1.5 x 10^5 rad", 0, Convention()).readings
    (Fraction(150000, 1),)
    """
    ten = _TEN.match(text, at)
    if ten:
        power = _power(ten["caret"] or ten["raised"])
        return Numeral(at, ten.end(), (Fraction(10) ** power,), Fraction(10) ** power)
    match = _NUMBER.match(text, at)
    if match is None or match.end() - at > _LONGEST:
        return None
    kind = next(name for name in ("spaced", "marked", "commas", "points", "plain") if match[name] is not None)
    if kind == "spaced" and match["space"] == " " and not convention.spaces and not _alone(text, at):
        problem = f"'{match.group()}' may be one number or two"
        return Numeral(at, match.end(), (), problem=problem, spaced=True)
    readings, shows = _readings(kind, match.group(), convention)
    end, scale, remark = match.end(), 0, ""
    power_match = _POWER.match(text, end)
    if power_match:
        written = next(filter(None, power_match.groups()))
        scale, end = _power(written), power_match.end()
        if power_match["double"]:
            remark = f"'10E{written}' read as a power of ten"
    elif flat := _FLAT.match(text, end):
        shown = text[at : flat.end()]
        return Numeral(
            at, flat.end(), (), shows=shows, problem=f"'{shown}' may be a power of ten that lost its raised figure"
        )
    elif _RAISED.match(text, end):
        return Numeral(
            at, end, (), problem=f"'{text[at : end + 2]}' has a raised figure that may be a power or a footnote"
        )
    last = _last(match.group(), kind, shows or convention.decimal)
    factor = Fraction(10) ** scale
    problem = ""
    if len(readings) > 1:
        problem = f"'{match.group()}' may be {' or '.join(_shown(reading) for reading in readings)}"
    return Numeral(at, end, tuple(value * factor for value in readings), last * factor, shows, problem, remark)


def may_start(text: str, at: int) -> bool:
    """Whether a number may start here: it is no part of a name, a date, a fraction or a version."""
    return not _NOT_BEFORE.search(text[max(0, at - 2) : at])


def _alone(text: str, at: int) -> bool:
    """Whether a number stands at the start of its piece or after a sign, so that no word can own its first digits."""
    before = text[:at].rstrip(" \u00a0")
    return (
        not before
        or before[-1] in ":=(<>≤≥~≈±|[…"
        or (before[-1] in "+-−–" and (len(before) == 1 or not before[-2].isalnum()))
    )


def _power(text: str) -> int:
    return int(text.translate(_SUPER).replace("−", "-").replace("–", "-"))


def _readings(kind: str, text: str, convention: Convention) -> tuple[tuple[Fraction, ...], str]:
    """Return the values that a number can have, the likelier first, and the decimal sign that it gives away."""
    if kind in ("spaced", "marked"):
        bare = re.sub(rf"[{_SPACES}'’]", "", text)
        return (Fraction(bare.replace(",", ".")),), _decimal_of(bare)
    if kind == "plain":
        shows = _decimal_of(text)
        text = text.replace(",", ".")
        return (Fraction(f"0{text}" if text.startswith(".") else text),), shows
    thousands, decimal = (",", ".") if kind == "commas" else (".", ",")
    grouped = Fraction(text.replace(thousands, "").replace(decimal, "."))
    if text.count(thousands) > 1 or decimal in text:
        return (grouped,), decimal
    if text.startswith("0"):
        return (Fraction(text.replace(",", ".")),), thousands
    single = Fraction(text.replace(",", "."))
    if convention.decimal == thousands:
        return (single,), ""
    if convention.thousands == thousands or convention.decimal == decimal:
        return (grouped,), ""
    return (grouped, single), ""


def _decimal_of(text: str) -> str:
    return "," if "," in text else "." if "." in text else ""


def _last(text: str, kind: str, decimal: str) -> Fraction:
    bare = re.sub(rf"[{_SPACES}'’]", "", text)
    if kind == "plain" or (kind in ("spaced", "marked") and _decimal_of(bare)):
        decimal = _decimal_of(bare)
    whole, _, places = bare.partition(decimal) if decimal else (bare, "", "")
    if places:
        return Fraction(1, 10 ** len(places))
    digits = re.sub(r"\D", "", whole)
    zeros = len(digits) - len(digits.rstrip("0")) if digits.strip("0") else 0
    # Two digits at least are meant as they stand: 100 is no rounded 1.
    return Fraction(10) ** min(zeros, max(len(digits) - 2, 0))


def _shown(value: Fraction) -> str:
    return f"{float(value):g}" if value.denominator != 1 else str(value)


def settle(shown: Iterable[str], texts: Iterable[str], language: str = "") -> Convention:
    """Return how a document writes its numbers.

    Args:
        shown: the decimal signs that its numbers give away.
        texts: its lines.
        language: the language that it states, if any.
    """
    signs = set(shown) - {""}
    lines = list(texts)
    spaces = any(re.search(r"\d[\u00a0\u202f\u2009\u2007]\d{3}(?!\d)", line) for line in lines)
    spoken = language if language in _BY_LANGUAGE else _language(lines)
    if len(signs) == 1:
        decimal = signs.pop()
        return Convention("." if decimal == "," else ",", decimal, spaces or spoken == "fr")
    if signs:
        return Convention(spaces=spaces)
    thousands, decimal = _BY_LANGUAGE.get(spoken, ("", ""))
    return Convention(thousands, decimal, spaces or spoken == "fr")


def _language(lines: Iterable[str]) -> str:
    """Return the language whose small words stand in a text most, and at least three times, if it is plain."""
    counts = dict.fromkeys(_WORDS, 0)
    for line in lines:
        for word in re.findall(r"[^\W\d_]+", line.casefold()):
            for language, words in _WORDS.items():
                counts[language] += word in words
    first, second = sorted(counts, key=lambda language: -counts[language])[:2]
    return first if counts[first] >= 3 and counts[first] > 2 * counts[second] else ""
