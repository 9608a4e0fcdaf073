"""Where a complete system lies against the limits of range and payload that the law reads.

The limits are the arguments of the named tests and the numbers that rules compare the two maxima with; which region is of which category
is asked of the rules themselves, one point of every region at a time. No limit stands here.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Any

from licet.deciding.bound import Bound, binder
from licet.deciding.compiling import State
from licet.errors import LicetError
from licet.language.conditions import Applied, Between, Compare, Condition, Name, Number, Operand, atoms
from licet.language.nodes import Unreadable, Where, from_value
from licet.language.quantities import NotAQuantity, plain
from licet.reports.sentences import capital, listed, title, words
from licet.rulebook.instruments import Rule
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.vocabulary import Derived, Fact, Test
from licet.transfers.stating import Stater
from licet.transfers.transfer import Transfer

# By how much of itself a figure may be rounded where it is only shown.
_ROUNDING = 0.0005

# Which sources of a figure leave it in doubt, so that it is drawn dashed.
_DOUBTFUL = frozenset({"estimated", "assumed", "read from a document, not confirmed"})


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit that the law reads.

    Attributes:
        value: in the unit of the fact.
        text: as people write it.
        cites: the places of the law that read it.
    """

    value: float
    text: str
    cites: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Maximum:
    """The greatest range or payload of a system, as far as it is known.

    Attributes:
        low, high: the least and greatest value that it may have, in the unit of the fact; equal where one figure is stated.
        most: the greatest value by its definition, where a published figure may leave something out; else as ``high``.
        text: the figure as people write it.
        how: where it is from: stated, estimated, worked out, taken from the catalogue …
    """

    low: float
    high: float
    most: float
    text: str
    how: str

    @property
    def doubtful(self) -> bool:
        """Whether it is drawn dashed: an estimate is never a fact."""
        return self.how in _DOUBTFUL


@dataclass(frozen=True, slots=True)
class Axis:
    """One of the two measures: its fact, the limits in rising order, and its maximum where that is known."""

    fact: Fact
    name: str
    limits: tuple[Limit, ...]
    maximum: Maximum | None

    @property
    def unit(self) -> str:
        """The unit of the axis."""
        return self.fact.unit.name if self.fact.unit else ""

    def amount(self, value: float) -> str:
        """Return a value of the axis as people write it, ``11,100 km``, rounded as far as no limit lies between the two."""
        limits = [limit.value for limit in self.limits]
        for digits in (0, 1, 2, 3, 6):
            shown = round(value, digits)
            same_side = all((shown < limit, shown > limit) == (value < limit, value > limit) for limit in limits)
            if same_side and abs(shown - value) <= _ROUNDING * abs(value):
                return _amount(shown, self.unit)
        return _amount(value, self.unit)


@dataclass(frozen=True, slots=True)
class Region:
    """A region between limits that is of one category: the span on each axis, open at the top where the end is None."""

    code: str
    label: str
    rank: int
    across: tuple[float, float | None]
    up: tuple[float, float | None]


@dataclass(frozen=True, slots=True)
class Plane:
    """Range and payload of one system with the limits of the law.

    Attributes:
        across, up: the two axes.
        regions: those of a category that is listed; what lies outside them is not said to be free.
        reached, missed: points (across, up) known to be reached, and known not to be.
    """

    across: Axis
    up: Axis
    regions: tuple[Region, ...]
    reached: tuple[tuple[float, float], ...]
    missed: tuple[tuple[float, float], ...]

    def words(self, region: Region) -> str:
        """Say where a region lies: ``range from 300 km, payload below 500 kg``."""
        parts = []
        for axis, (low, high) in ((self.across, region.across), (self.up, region.up)):
            ends = [f"from {axis.amount(low)}" if low else "", f"below {axis.amount(high)}" if high is not None else ""]
            if any(ends):
                parts.append(" ".join([axis.name, *filter(None, ends)]))
        return ", ".join(parts)

    def told(self) -> str:
        """What a picture of it shows, in words, for those who do not see it."""
        said = [f"{capital(self.up.name)} against {self.across.name}."]
        for axis in (self.across, self.up):
            if axis.limits:
                said.append(f"The law reads a {axis.name} of {listed(limit.text for limit in axis.limits)}.")
        said += [f"{region.label}: {self.words(region)}." for region in self.regions]
        for axis in (self.across, self.up):
            said.append(f"{capital(axis.name)}: {maximum_in_words(axis)}.")
        for points, verb in ((self.reached, "It reaches"), (self.missed, "It does not reach")):
            if points:
                shown = listed(f"{self.across.amount(x)} with {self.up.amount(y)}" for x, y in points)
                said.append(f"{verb} {shown}.")
        return " ".join(said)


def maximum_in_words(axis: Axis) -> str:
    """Say what is known of a maximum: ``1850 km, stated (up to 2,056 km by its definition)``."""
    maximum = axis.maximum
    if maximum is None:
        return "not known"
    more = f" (up to {axis.amount(maximum.most)} by its definition)" if maximum.most > maximum.high else ""
    return f"{maximum.text}, {maximum.how}{more}"


def survey(
    stated: Mapping[str, Any],
    rulebook: Rulebook,
    assumed: Mapping[str, Any] | None = None,
    unconfirmed: Collection[str] = (),
) -> Plane | None:
    """Return where a system lies against the limits of the law, or None where neither its range nor its payload is known.

    Args:
        stated: the transfer as a determination or a classification shows it.
        rulebook: the law.
        assumed: fact → value, what was assumed.
        unconfirmed: facts that a document states and nobody has confirmed.
    """
    test = next((test for test in rulebook.tests.values() if len(test.maxima) == 2), None)
    if test is None:
        return None
    if not _drawable(stated, assumed or {}, _drawn_from(rulebook, test.name)):
        return None
    paths = {fact.path for fact in rulebook.facts.values()}
    assume = {fact: value for fact, value in (assumed or {}).items() if fact in paths}
    try:
        day = datetime.date.fromisoformat(str(stated["date"]))
        transfer = Stater(rulebook, day, assume=assume).read(from_value(dict(stated), Where("item")))
    except (LicetError, Unreadable, KeyError, ValueError):
        # Shown under another law than the one that read it: no picture is better than a wrong one.
        return None
    return _Surveyor(rulebook, transfer, test, frozenset(unconfirmed)).plane()


@lru_cache(maxsize=16)
def _drawn_from(book: Rulebook, test: str) -> frozenset[str] | None:
    """Return the paths of what the maxima of a test can be known from: they themselves, their points, and what they are worked out from.

    None where they may follow from anything else.
    """
    declared = book.tests[test]
    found: set[str] = set()
    more = {*declared.maxima, *(name for name in (declared.points, declared.excluded) if name)}
    while more:
        found |= more
        if any(book.facts[name].implied or book.facts[name].presume for name in more):
            return None
        more = {name for one in more for way in book.facts[one].derived for name in way.expression.reads} - found
    return frozenset(book.facts[name].path for name in found)


def _drawable(stated: Mapping[str, Any], assumed: Mapping[str, Any], paths: frozenset[str] | None) -> bool:
    """Whether something is said from which a maximum may be known; a system that is named may bring its figures with it."""
    item = stated.get("item") or {}
    if paths is None or not isinstance(item, Mapping) or "name" in item:
        return True
    said = {*assumed, *stated, *(f"item.{key}" for key in item)}
    return not said.isdisjoint(paths)


class _Surveyor:
    def __init__(self, book: Rulebook, transfer: Transfer, test: Test, unconfirmed: frozenset[str]) -> None:
        self.book = book
        self.transfer = transfer
        self.test = test
        self.unconfirmed = unconfirmed
        self.bound: Bound = binder(book).on(transfer.date.toordinal(), transfer.filled)
        self.state: State
        self.state, self.sources = self.bound.derived(dict(transfer.stated))

    def plane(self) -> Plane | None:
        # The test names the payload first; a diagram of the two has the range across.
        up, across = (self.axis(index) for index in (0, 1))
        reached, missed = self.points(self.test.points), self.points(self.test.excluded)
        known = across.maximum or up.maximum or reached or missed
        if not known or not (across.limits or up.limits):
            return None
        regions = sorted(self.regions(across, up), key=lambda region: region.rank)
        return Plane(across, up, tuple(regions), reached, missed)

    def axis(self, index: int) -> Axis:
        fact = self.book.facts[self.test.maxima[index]]
        limits = self.limits(index)
        return Axis(fact, words(fact.name, self.book), limits, self.maximum(fact, limits))

    def points(self, name: str) -> tuple[tuple[float, float], ...]:
        return tuple((point[1], point[0]) for point in self.transfer.stated.get(name) or ()) if name else ()

    # Limits.

    def limits(self, index: int) -> tuple[Limit, ...]:
        return _limits(self.bound, self.test.name, index)

    # What is known.

    def maximum(self, fact: Fact, limits: tuple[Limit, ...]) -> Maximum | None:
        value = self.state[self.bound.slots[fact.name]]
        if value is None:
            return None
        low, most = value
        source = self.sources.get(fact.name)
        if isinstance(source, Derived):
            axis = Axis(fact, fact.name, limits, None)
            text = axis.amount(low) if low == most else f"{axis.amount(low)} to {axis.amount(most)}"
            return Maximum(low, most, most, text, "estimated" if source.estimate else "worked out")
        ends, how = self.said(fact)
        if not ends:
            # Only a floor under it is known, from a point that it reaches.
            return None
        high = max([low, *self.read(fact, ends)])
        return Maximum(low, min(high, most), most, grouped(" to ".join(ends)), how)

    def said(self, fact: Fact) -> tuple[list[str], str]:
        """The figure as it was stated, assumed or taken, its ends one by one, and which of these."""
        if fact.path in self.transfer.assumed:
            return [self.transfer.assumed[fact.path]], "assumed"
        taken = next((taken.value for taken in self.transfer.taken if taken.fact == fact.path), None)
        if taken is not None:
            return [taken], "taken from elsewhere"
        shown: Any = self.transfer.shown
        for key in fact.path.split("."):
            shown = shown.get(key) if isinstance(shown, Mapping) else None
        if isinstance(shown, Mapping):
            shown = shown.get("value")
        ends = [str(end) for end in shown] if isinstance(shown, list) else [str(shown)] if shown is not None else []
        return ends, "read from a document, not confirmed" if fact.path in self.unconfirmed else "stated"

    def read(self, fact: Fact, texts: Iterable[str]) -> Iterable[float]:
        for text in texts:
            for part in text.split(", "):
                try:
                    assert fact.unit is not None
                    yield self.book.units.read(part, fact.unit, fact.unit.dimension).to(fact.unit)
                except NotAQuantity:
                    continue

    # Regions.

    def regions(self, across: Axis, up: Axis) -> Iterable[Region]:
        """Yield the regions of the plane that the law lists, each asked at one point inside it."""
        question = self.question()
        if question is None:
            return
        declared = self.book.questions[question]
        ranks = list(declared.values)
        plan = self.bound.cone(question)
        other = {
            name: value
            for name, value in self.transfer.stated.items()
            if name not in self.test.reads and value is not self.transfer.claims
        }
        for span_across in _spans(across):
            for span_up in _spans(up):
                point = {across.fact.name: (_inside(span_across),) * 2, up.fact.name: (_inside(span_up),) * 2}
                outcome = self.bound.decide(self.bound.state({**other, **point}, plan=plan), plan)[question]
                if outcome.open or outcome.value == declared.default:
                    continue
                label = f"{title('category', self.book)} {words(outcome.value, self.book)}"
                yield Region(outcome.value, label, ranks.index(outcome.value), span_across, span_up)

    def question(self) -> str | None:
        return _question(self.bound, self.test.name)


# What the law of a day says is the same for every system, and reading all its conditions takes longer than all the rest.


@lru_cache(maxsize=32)
def _limits(bound: Bound, test: str, index: int) -> tuple[Limit, ...]:
    """Return the numbers that conditions in force hold a maximum against, with the rules that do."""
    found: dict[float, tuple[str, dict[str, None]]] = {}
    for rule, value, text in _held(bound.rulebook, test, index):
        if rule.window.holds(bound.day):
            found.setdefault(value, (text, {}))[1][rule.cite] = None
    return tuple(Limit(value, text, tuple(cites)) for value, (text, cites) in sorted(found.items()))


@lru_cache(maxsize=16)
def _held(book: Rulebook, test: str, index: int) -> tuple[tuple[Rule, float, str], ...]:
    """Return every number that a condition holds a maximum against: the rule, the number in the unit of the fact, and as it is written."""
    fact = book.facts[book.tests[test].maxima[index]]
    unit = fact.unit
    assert unit is not None
    return tuple(
        (rule, book.units.read(number.text, unit, unit.dimension).to(unit), number.text)
        for rule in book.rules.values()
        if rule.condition is not None
        for number in _numbers(rule.condition, test, index, fact)
    )


def _numbers(condition: Condition, test: str, index: int, fact: Fact) -> Iterable[Number]:
    for atom in atoms(condition):
        sides: Sequence[Operand] = ()
        match atom:
            case Applied(name, arguments) if name == test:
                argument = arguments[index]
                if isinstance(argument, Number):
                    yield argument
            case Compare(left, _, right):
                sides = (left, right)
            case Between(operand, low, high):
                sides = (operand, low, high)
        if Name(fact.name) in sides:
            yield from (side for side in sides if isinstance(side, Number))


@lru_cache(maxsize=8)
def _question(bound: Bound, test: str) -> str | None:
    """Return the first question with one answer that a rule in force with the test decides."""
    book = bound.rulebook
    decided = {name for rule in _testing(book, test) if rule.window.holds(bound.day) for name in rule.then}
    return next((q for q in book.question_order if q in decided and book.questions[q].type == "one_of"), None)


@lru_cache(maxsize=16)
def _testing(book: Rulebook, test: str) -> tuple[Rule, ...]:
    return tuple(
        rule
        for rule in book.rules.values()
        if rule.condition is not None
        and any(isinstance(atom, Applied) and atom.test == test for atom in atoms(rule.condition))
    )


def _amount(value: float, unit: str) -> str:
    return f"{grouped(plain(value))} {unit}".strip()


def grouped(text: str) -> str:
    """Return a text with the thousands of its long numbers apart, as in all reports."""
    return re.sub(r"(?<![\d.])\d{5,}", lambda match: f"{int(match.group()):,}", text)


def _spans(axis: Axis) -> list[tuple[float, float | None]]:
    ends = [0.0, *(limit.value for limit in axis.limits if limit.value > 0)]
    return [*pairwise(ends), (ends[-1], None)]


def _inside(span: tuple[float, float | None]) -> float:
    low, high = span
    return (low + high) / 2 if high is not None else low * 2 or 1.0
