"""Statements of a document: each figure, or yes or no, or value in words, with the label it stands under, where, and for which product.

Running text is read here, tables in ``tables.py``; which fact a statement speaks of is asked in ``sheet.py``.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

from licet.classification.labels import Label, Terms, words_of
from licet.classification.measures import Measure, MeasureReader
from licet.classification.wording import CONDITION, NO, YES, fold, word_set
from licet.language.quantities import Unit

_TIES = word_set("or ou oder o bzw resp ie i e eq equivalent entspricht soit und and")
_PAIR = re.compile(r"\s*(?P<label>[^:=]{2,80}?)\s*(?:[:=]|\.{3,}|\s[–—-]\s)\s*(?P<value>\S.*?)\s*")
_TRAIL = re.compile(r"\s*,?\s*(?P<said>\([^()\d]{1,60}\)|[@A-Za-zÀ-ÿ]+[^.;:,()\n]{0,50})")
_THING = re.compile(r"(?:\s+[^\W\d_]+){1,2}(?=\s*(?:$|[,;.)]))")
#: The number of a substance in the registry of the Chemical Abstracts Service; the last digit checks the others.
CAS = re.compile(r"(?<![\d-])(\d{2,7})-(\d{2})-(\d)(?![\d-])")
_EVIDENCE = 300
# A label stands within so many signs before its figure, and a word that makes a figure a condition within so many.
_WINDOW, _NEAR = 400, 40


@dataclass(frozen=True, slots=True)
class Context:
    """Where a statement stands.

    Attributes:
        place: in words.
        product: the product that its column, row or section is about, if several may be.
        heading: the heading that it stands under.
        title: whether that heading is the title of the whole.
    """

    place: str
    product: str = ""
    heading: str = ""
    title: bool = False

    @property
    def told(self) -> str:
        """The heading in words, where it says more than the title of the whole."""
        return f"under '{self.heading}'" if self.heading and not self.title else ""


@dataclass(frozen=True, slots=True)
class Statement:
    """A figure or a word under a label.

    Attributes:
        label: the nearest term before it; None where there is none.
        measure: the figure, if it is one.
        word: what it says instead.
        context: where it stands.
        evidence: the line or row.
        basis: what is said of how it was measured, and under which conditions.
        restated: whether it stands beside another figure under the same label, as in *300 km (162 NM)*.
        clashing: a second label that speaks of something else, as the head of its column.
    """

    label: Label | None
    context: Context
    evidence: str
    measure: Measure | None = None
    word: str = ""
    basis: str = ""
    restated: bool = False
    clashing: str = ""


_LABEL_BRACKET = re.compile(r"(?<=[^\W\d_])\s*\([^()]*\)(?=\s*[:=])")


class Reader:
    """Finds the statements of texts.

    Args:
        measures: finds figures.
        terms: finds the names of facts.
    """

    def __init__(self, measures: MeasureReader, terms: Terms) -> None:
        self.measures = measures
        self.terms = terms

    def is_unit(self, text: str) -> bool:
        """Whether a text is a unit."""
        return bool(self.measures.signs.of(text))

    def strong(self, label: str) -> Label | None:
        """Return the term that a label by itself is, or None where it is none or more than one."""
        found = self.terms.before(label, 0, len(label), self.is_unit)
        return found if found is not None and not found.weak else None

    def figures(
        self,
        text: str,
        context: Context,
        *,
        start: int = 0,
        units: tuple[Unit, ...] = (),
        exact: bool = False,
        evidence: str = "",
    ) -> list[Statement]:
        """Return the figures of a text with their labels.

        Args:
            text: a line, or a label, a colon and a cell.
            context: where it stands.
            start: where the figures start that are wanted; what stands before is label alone.
            units: the unit of numbers without one, where a column or a row gives it.
            exact: whether what follows ``start`` is a number that a file holds as a number.
            evidence: the line to show, if it is another.
        """
        named = [(o.start, o.end) for o in self.terms.find(text) if re.search(r"\d", text[o.start : o.end])]
        found = [
            measure
            for measure in (*self._within(text[:start], 0, False), *self._within(text[start:], start, exact))
            if not any(first <= measure.start and measure.end <= last for first, last in named)
        ]
        masked, conditions = self._conditions(text, found, start)
        aside = {condition.end for condition in conditions}
        wanted = [measure for measure in found if measure.start >= start and measure.end not in aside]
        statements: list[Statement] = []
        floor = 0
        last: Statement | None = None
        for number, measure in enumerate(wanted):
            following = wanted[number + 1].start if number + 1 < len(wanted) else len(text)
            since = max(floor, measure.start - _WINDOW)
            before = masked[since : measure.start]
            words = {word.text for word in words_of(before)}
            given, _ = self.measures.signs.in_label(before) if measure.bare else ((), "")
            if measure.bare and not measure.problem.startswith("the unknown"):
                measure = measure.with_units(given or units)
            if last is not None and not words - _TIES:
                label, restated = last.label, True
            else:
                label, restated = self.terms.before(masked, since, measure.start, self.is_unit, last is not None), False
            said = (
                label.basis if label else "",
                *(c.text for c in _between(conditions, floor, measure.start)),
                measure.basis,
                _trailing(text, measure.end, found),
                *(c.text for c in _between(conditions, measure.end, following)),
            )
            basis = list(dict.fromkeys(filter(None, said)))
            # What is said twice, once with more words, is told once.
            basis = [one for one in basis if not any(one != other and one in other for other in basis)]
            statement = Statement(
                label, context, (evidence or text)[:_EVIDENCE], measure, "", ", ".join(basis), restated
            )
            statements.append(statement)
            if not measure.bare or measure.problem:
                floor, last = measure.end, statement
        return statements

    def words(self, label: str, value: str, context: Context, evidence: str) -> list[Statement]:
        """Return what a label and a value in words state: one statement, or none where the value is empty."""
        if not value.strip():
            return []
        found = self.terms.before(label, 0, len(label), self.is_unit)
        return [Statement(found, context, evidence[:_EVIDENCE], word=value.strip())]

    def pair(self, text: str, context: Context) -> list[Statement]:
        """Return what a line *label: value* states in words."""
        match = _PAIR.fullmatch(text)
        if match:
            return self.words(match["label"], match["value"], context, text)
        return [Statement(None, context, text[:_EVIDENCE], word=text)] if CAS.search(text) else []

    def _within(self, text: str, at: int, exact: bool) -> list[Measure]:
        return [replace(m, start=m.start + at, end=m.end + at) for m in self.measures.find(text, exact)]

    def _conditions(self, text: str, measures: Sequence[Measure], start: int) -> tuple[str, list[Measure]]:
        """Return the text with conditions blanked out, and the figures that are conditions: *at 20 °C*."""
        found = []
        masked = list(text)
        # In the brackets of a label stands how the figure after them was measured: *drift (1 sigma, 1 g): 0.05 deg/h*.
        in_label = [match.span() for match in _LABEL_BRACKET.finditer(text)]
        for measure in measures:
            if not measure.bare and any(a <= measure.start and measure.end <= b for a, b in in_label):
                found.append(measure)
                masked[measure.start : measure.end] = " " * (measure.end - measure.start)
                continue
            near = max(0, measure.start - _NEAR)
            before = text[near : measure.start].rstrip()
            words = words_of(before)
            word = words[-1] if words and words[-1].end == len(before) else None
            at = before.endswith("@") or (word is not None and (word.text in CONDITION or word.text == "a"))
            if not at or (measure.bare and measure.start >= start):
                continue
            first = near + (len(before) - 1 if before.endswith("@") or word is None else word.start)
            thing = _THING.match(text, measure.end)
            said = text[first : thing.end() if thing else measure.end]
            found.append(replace(measure, start=first, text=said))
            masked[first : measure.end] = " " * (measure.end - first)
        return "".join(masked), found


def _between(conditions: Sequence[Measure], start: int, end: int) -> Sequence[Measure]:
    """Return the conditions that start between two places."""
    first = bisect_left(conditions, start, key=lambda condition: condition.start)
    last = bisect_left(conditions, end, key=lambda condition: condition.start)
    return conditions[first:last]


def _trailing(text: str, end: int, measures: Sequence[Measure]) -> str:
    """Return what follows a figure and says how it was measured: words in brackets, or after *at*, *with* and the like."""
    match = _TRAIL.match(text, end)
    if match is None:
        return ""
    said = match["said"].strip()
    after = bisect_left(measures, end, key=lambda measure: measure.start)
    following = measures[after].start if after < len(measures) else len(text)
    if match.end() > following:
        said = text[match.start("said") : following].strip()
    words = words_of(said)
    if not words or (not said.startswith("(") and (len(words) < 2 or words[0].text not in CONDITION)):
        return ""
    return said.strip("() ")


def truth(word: str) -> str:
    """Return ``yes`` or ``no`` for a text that says so, with at most a remark in brackets or after a comma, else nothing."""
    bare = fold(re.split(r"[(,;]", word)[0]).strip(" .")
    return "yes" if bare in YES else "no" if bare in NO else ""
