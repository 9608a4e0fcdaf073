"""Quantities in a line of text, by a small grammar over the table of units: ranges, bounds, tolerances, powers of ten.

A measure is what is written, exact, with every meaning that its sign of unit can have; what it measures is not asked here. Whatever can be read
in two ways is handed on with its problem and is never decided by likelihood.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from licet.classification.numerals import EXACT, Convention, Numeral, may_start, read_number, settle
from licet.classification.unit_signs import ATTACHED, UnitSigns
from licet.classification.wording import AFTER, BEFORE, BETWEEN, JOINS, LISTS, PAIRED, alternatives, fold
from licet.language.quantities import Unit, Units

_DASH_JOIN = re.compile(r"\s*(?:–|—|…|\.{2,4}|~|∼|÷)\s*|(?<=\S)-(?=[\d+−.])|\s+[-−]\s+|\s*/\s*(?=[+\-−–]\s?\d)")
_WORD_JOIN = re.compile(rf"\s+(?P<word>{JOINS})\s+", re.IGNORECASE)
_TOLERANCE = re.compile(r"\s*(?:±|\+/-|\+/−|\+-|\+/–)\s*")
_ASYMMETRIC = re.compile(r"\s*\+\s?(?P<up>\d+(?:[.,]\d+)?)\s*/\s*[-−–]\s?(?P<down>\d+(?:[.,]\d+)?)(?![\d.,])")
_SIGN = re.compile(r"(?P<sign>[+\-−–])\s?(?=[\d.,])")
_TIMES = re.compile(r"\s*[x×X]\s*(?=\d)")
_SLASHED = re.compile(r"\s?/\s?(?=\d)")
_BASIS = re.compile(
    r"\s*[,;]?\s*[(\[]?\s*(?P<basis>g?rms|r\.m\.s\.|peak(?:-to-peak| to peak)?|pk-pk|p-p|pk|[123]\s?(?:σ|sigma|-sigma)|one sigma|cep(?:50)?|sep|2drms|"
    r"gauge|absolute|abs\.?|per axis|\((?:g|a|abs)\))(?![\w/])\s*[)\]]?",
    re.IGNORECASE,
)
_ENDS = re.compile(r"\s*(?:$|[,;.)\]|\n(])")
_LISTED = re.compile(rf"(?:{LISTS.pattern})$")
_DIGIT = re.compile(r"\d")
_RUN = re.compile(r"[\w.,/^'’]*\w")
_FOLLOWS = re.compile(r"\s?[^\W\d_][^\s,;:()]{0,11}")
_BEFORE_LENGTH = 40

_BEFORE = re.compile(rf"(?:{'|'.join(f'(?P<{name}>{alternatives(words)})' for name, words in BEFORE.items())})\s*$")
_AFTER = re.compile(
    rf"\s*[(\[]?\s*(?:{'|'.join(f'(?P<{name}>{alternatives(words)})' for name, words in AFTER.items())})(?!\w)\s*[)\]]?"
)


@dataclass(frozen=True, slots=True)
class Measure:
    """A quantity as a document states it.

    Attributes:
        start: where it starts in the line, with the words that bound it.
        end: where it ends, with the words that belong to it.
        text: what stands there.
        low: the least it says, in the unit; None where it says none.
        high: the greatest it says; None where it says none.
        units: the units that its sign may mean; none for a bare number. Several of one dimension differ by case alone (``nm``, ``NM``).
        bound: ``maximum``, ``minimum``, ``at_most``, ``less_than``, ``at_least``, ``more_than``, ``better``, or nothing.
        about: ``about`` or ``typical`` where it says so of itself.
        symmetric: whether it was written with ± alone.
        basis: how it was measured, as far as it stands with the figure: ``rms``, ``1 sigma``.
        last: the worth of the last digit that counts.
        problem: why it cannot be taken; the rest then only helps to show it.
        remark: how it was read, where that is not plain.
        shows: the decimal sign that its numbers give away.
        after: of a bare number, the word that follows it.
    """

    start: int
    end: int
    text: str
    low: Fraction | None
    high: Fraction | None
    units: tuple[Unit, ...] = ()
    bound: str = ""
    about: str = ""
    symmetric: bool = False
    basis: str = ""
    last: Fraction = Fraction(1)
    problem: str = ""
    remark: str = ""
    shows: str = ""
    after: str = ""

    @property
    def dimensions(self) -> tuple[str, ...]:
        """The dimensions that it may have."""
        return tuple(dict.fromkeys(unit.dimension for unit in self.units))

    @property
    def bare(self) -> bool:
        """Whether it is a number without a unit."""
        return not self.units

    def with_units(self, units: tuple[Unit, ...]) -> Measure:
        """Return it with a unit that stands elsewhere."""
        return replace(self, units=units)


@dataclass(frozen=True, slots=True)
class _End:
    """A number with the unit that follows it, if one does."""

    numeral: Numeral
    value: Fraction
    units: tuple[Unit, ...]
    end: int


class MeasureReader:
    """Finds the measures of lines.

    Args:
        units: the table of units.
        convention: how the document writes its numbers.
    """

    def __init__(self, units: Units, convention: Convention = Convention()) -> None:  # noqa: B008
        self.units = units
        self.convention = convention
        self.signs = UnitSigns(units)
        self._found: dict[tuple[str, bool], list[Measure]] = {}

    def find(self, text: str, exact: bool = False) -> list[Measure]:
        """Return the measures of a line from left to right, bare numbers included.

        Args:
            text: the line.
            exact: whether the line is a number that a file holds as a number.
        """
        if (text, exact) not in self._found:
            self._found[text, exact] = self._find(text, exact)
        return self._found[text, exact]

    def _find(self, text: str, exact: bool) -> list[Measure]:
        convention = EXACT if exact else self.convention
        folded = fold(text)
        found: list[Measure] = []
        at = 0
        while True:
            digit = _DIGIT.search(text, at)
            if digit is None:
                return found
            start = digit.start()
            if (
                start > at
                and text[start - 1] in ".,"
                and (start < 2 or text[start - 2].isspace() or text[start - 2] in "([<>=≤≥~±+-−–")
            ):
                start -= 1
            measure = self._measure(text, folded, max(start, at), at, convention) if may_start(text, start) else None
            if measure is None:
                # Skip the whole run of letters, digits and what ties them: 810 of MIL-STD-810G is no number.
                run = _RUN.match(text, start)
                at = run.end() if run else start + 1
                continue
            found.append(measure)
            at = max(measure.end, start + 1)

    def _measure(self, text: str, folded: str, at: int, floor: int, convention: Convention) -> Measure | None:
        start, sign, symmetric = _signs_before(text, at, floor)
        first = self._end(text, at, sign, convention)
        if first is None:
            return None
        start, bound, about = _words_before(folded, start, floor)
        if first.numeral.spaced and (bound or about):
            # A word that bounds a figure cannot own its first digits, as in *type 3 250 km*.
            first = self._end(text, at, sign, replace(convention, spaces=True)) or first
        end = first.end
        low: Fraction | None
        high: Fraction | None
        low = high = first.value
        units, problem, remark = first.units, first.numeral.problem, first.numeral.remark
        last, shows = first.numeral.last, first.numeral.shows
        second = None if problem or symmetric else self._joined(text, folded, start, first, convention)
        if second is not None:
            shows = shows or second.numeral.shows
            problem, remark = second.numeral.problem, remark or second.numeral.remark
            low, high, units, clash = _span(first, second)
            if 0 <= second.value < first.value and "-" in text[first.numeral.end : second.numeral.start].strip():
                clash = clash or "a range that runs backwards, or a power of ten that lost its raised figure"
            problem = problem or clash
            end, last = second.end, min(last, second.numeral.last)
        elif symmetric and not problem:
            low, high = -abs(first.value), abs(first.value)
        elif not problem:
            tolerance = self._tolerance(text, first, convention)
            if tolerance is not None:
                low, high, units, end, problem = tolerance
        if not problem:
            problem = _confusion(text, start, end, units)
            if problem:
                end = max(end, _run_end(text, end))
        end, basis = _basis(text, end)
        if units and (attached := ATTACHED.match(text, end)):
            end, basis = attached.end(), basis or "rms"
        end, after, after_about = _words_after(folded, end, bool(units))
        bound, about = bound or after, about or after_about
        if low == high and text[first.numeral.end : first.numeral.end + 1] == "+" and first.units:
            bound = bound or "at_least"
        follows = _FOLLOWS.match(text, end) if not units else None
        return Measure(
            start,
            end,
            text[start:end].strip(),
            low,
            high,
            units,
            bound,
            about,
            symmetric,
            basis,
            last,
            problem,
            remark,
            shows,
            follows.group() if follows else "",
        )

    def _end(self, text: str, at: int, sign: int, convention: Convention) -> _End | None:
        numeral = read_number(text, at, convention)
        if numeral is None:
            return None
        value = sign * numeral.readings[0] if numeral.readings else Fraction(0)
        units, end, odd = self.signs.after(text, numeral.end)
        if odd and not numeral.problem:
            numeral = replace(numeral, problem=odd)
        return _End(numeral, value, units, end)

    def _joined(self, text: str, folded: str, start: int, first: _End, convention: Convention) -> _End | None:
        """Return the second end of a range, if one is written."""
        match = _DASH_JOIN.match(text, first.end)
        if match is None:
            match = _WORD_JOIN.match(folded, first.end)
            if match is None:
                return None
            if match["word"] in PAIRED and not re.search(rf"(?:{'|'.join(BETWEEN)})\s+$", folded[:start]):
                return None
        sign_match = _SIGN.match(text, match.end())
        at = sign_match.end() if sign_match else match.end()
        sign = -1 if sign_match and sign_match["sign"] in "-−–" else 1
        second = self._end(text, at, sign, convention)
        if second is None or (first.units and not second.units):
            return None
        if first.units and not {unit.dimension for unit in first.units} & {unit.dimension for unit in second.units}:
            return None
        return second

    def _tolerance(
        self, text: str, first: _End, convention: Convention
    ) -> tuple[Fraction, Fraction, tuple[Unit, ...], int, str] | None:
        match = _TOLERANCE.match(text, first.end)
        if match:
            other = self._end(text, match.end(), 1, convention)
            if other is None or other.numeral.problem:
                return None
            if (
                any(unit.name == "%" for unit in other.units)
                and first.units
                and not any(u.name == "%" for u in first.units)
            ):
                width = abs(first.value) * other.value / 100
                return first.value - width, first.value + width, first.units, other.end, ""
            units = first.units or other.units
            if first.units and other.units:
                scaled = _in_units(other, first)
                if scaled is None:
                    return first.value, first.value, units, other.end, "a tolerance in another unit"
                return first.value - scaled, first.value + scaled, units, other.end, ""
            return first.value - other.value, first.value + other.value, units, other.end, ""
        match = _ASYMMETRIC.match(text, first.end)
        if match:
            up, down = (Fraction(match[name].replace(",", ".")) for name in ("up", "down"))
            units, end, _ = self.signs.after(text, match.end())
            return first.value - down, first.value + up, first.units or units, end if units else match.end(), ""
        return None


def _signs_before(text: str, at: int, floor: int) -> tuple[int, int, bool]:
    """Return where a number starts with its sign, the sign, and whether it is ±."""
    match = re.search(r"(?:±|\+/-|\+/−|\+/–|\+-)\s?$", text[floor:at])
    if match:
        return floor + match.start(), 1, True
    match = re.search(r"(?:(?<=^)|(?<=[\s(\[:=<>≤≥~≈,;/|…]))(?P<sign>[+\-−–])\s?$", text[floor:at])
    if match is None and at > floor and text[at - 1] in "+-−–" and at - 1 == floor:
        return at - 1, -1 if text[at - 1] in "-−–" else 1, False
    if match is None:
        return at, 1, False
    sign = match["sign"]
    tied = not match.group().endswith(" ")
    if sign in "-−–" and not tied:
        # "- 5 km" is an item of a list, "−5 km" a negative number.
        return (at, 1, False) if sign != "−" else (floor + match.start(), -1, False)
    return floor + match.start("sign"), -1 if sign in "-−–" else 1, False


def _words_before(folded: str, start: int, floor: int) -> tuple[int, str, str]:
    """Return where a measure starts with the words that bound it, the bound and the approximation."""
    bound = about = ""
    while True:
        least = max(floor, start - _BEFORE_LENGTH)
        before = folded[least:start]
        match = _BEFORE.search(before)
        while match and match.start() and before[match.start()].isalpha() and before[match.start() - 1].isalnum():
            match = _BEFORE.search(before, match.start() + 1)
        if match is None:
            return start, bound, about
        name = match.lastgroup or ""
        if match.group().startswith(">") and match.start() and before[match.start() - 1] in "-=":
            return start, bound, about
        if name in ("about", "typical"):
            about = about or name
        elif bound:
            return start, bound, about
        else:
            bound = name
        start = least + match.start()


def _words_after(folded: str, end: int, united: bool) -> tuple[int, str, str]:
    match = _AFTER.match(folded, end)
    if match is None or (not _ENDS.match(folded, match.end()) and not match.group().rstrip().endswith((")", "]"))):
        return end, "", ""
    name = match.lastgroup or ""
    if not united and name == "minimum" and match.group().strip().startswith("min"):
        return end, "", ""
    return match.end(), "" if name in ("about", "typical") else name, name if name in ("about", "typical") else ""


def _basis(text: str, end: int) -> tuple[int, str]:
    found = []
    while match := _BASIS.match(text, end):
        found.append(re.sub(r"\s+", " ", match["basis"]).strip("() "))
        end = match.end()
    return end, ", ".join(found)


def _run_end(text: str, end: int) -> int:
    match = re.compile(r"(?:\s*[x×X/]\s*[\d.,]+\s*[^\W\d]{0,12})+").match(text, end)
    return match.end() if match else end


def _confusion(text: str, start: int, end: int, units: tuple[Unit, ...]) -> str:
    """Return why a figure that reads well by itself cannot be taken: it is one of several, or a factor."""
    before = text[max(0, start - _BEFORE_LENGTH) : start]
    if _TIMES.match(text, end) or re.search(r"\d\s*[^\W\d]{0,3}\s*[x×X]\s*$", before):
        return "several figures multiplied"
    if _SLASHED.match(text, end) and not units:
        return "two figures with a stroke between them"
    bare = _LISTED.sub("", before)
    if units and bare != before and re.search(r"(?<![\w.,])\d[\d.,]*$", bare):
        return "one of several figures in a list"
    return ""


def _in_units(other: _End, first: _End) -> Fraction | None:
    """Return the number of one end in the unit of another; None where what the units mean does not settle it."""
    ratios = {
        theirs.factor / ours.factor
        for theirs in other.units
        for ours in first.units
        if theirs.dimension == ours.dimension
    }
    return other.value * ratios.pop() if len(ratios) == 1 else None


def _span(first: _End, second: _End) -> tuple[Fraction, Fraction, tuple[Unit, ...], str]:
    """Return the least, the greatest and the unit of a range."""
    value, problem = first.value, ""
    units = second.units
    if first.units and second.units and first.units != second.units:
        common = {unit.dimension for unit in first.units} & {unit.dimension for unit in second.units}
        units = tuple(unit for unit in second.units if unit.dimension in common)
        shifted = any(unit.offset for unit in (*first.units, *second.units))
        scaled = None if shifted else _in_units(first, second)
        if scaled is None:
            problem = "a range from one unit to another"
        else:
            value = scaled
    return min(value, second.value), max(value, second.value), units, problem


def convention_of(lines: list[str], units: Units, language: str = "") -> Convention:
    """Return how the lines of a document write their numbers, by those of its numbers that carry a unit or stand alone in a cell."""
    reader = MeasureReader(units)
    shown = []
    for line in lines:
        for measure in reader.find(line):
            if measure.shows and (measure.units or measure.text == line.strip()):
                shown.append(measure.shows)
    return settle(shown, lines, language)


def agree(first: Measure, second: Measure) -> bool:
    """Whether a figure restates another in a unit of its own: the two are no farther apart than rounding explains.

    In one and the same unit only equal figures agree.
    """
    if first.problem or second.problem or first.low is None or second.low is None:
        return False
    for ours in first.units:
        for theirs in second.units:
            if ours.dimension != theirs.dimension:
                continue
            if ours is theirs:
                return (first.low, first.high) == (second.low, second.high)
            return all(
                _close(a, b, first, second, ours, theirs)
                for a, b in ((first.low, second.low), (first.high, second.high))
                if a is not None and b is not None
            )
    return False


def _close(a: Fraction, b: Fraction, first: Measure, second: Measure, ours: Unit, theirs: Unit) -> bool:
    here, there = (a + ours.offset) * ours.factor, (b + theirs.offset) * theirs.factor
    room = (first.last * ours.factor + second.last * theirs.factor) / 2
    limit = abs(here) / 40 + (abs(ours.offset - theirs.offset) > 0) * max(ours.factor, theirs.factor)
    return abs(here - there) <= min(room, limit)
