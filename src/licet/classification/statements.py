"""Statements of a document: each figure, or yes or no, or value in words, with the label it stands under, where, and for which product.

Running text is read here, tables in ``tables.py``; which fact a statement speaks of is asked in ``sheet.py``.
"""

from __future__ import annotations

import re
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
_CAS = re.compile(r"(?<![\d-])\d{2,7}-\d{2}-\d(?![\d-])")
_EVIDENCE = 300


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
        statements: list[Statement] = []
        floor = 0
        last: Statement | None = None
        for measure in found:
            if measure.start < start or any(condition.end == measure.end for condition in conditions):
                continue
            before = masked[floor : measure.start]
            words = [word.text for word in words_of(before)]
            given, _ = self.measures.signs.in_label(before) if measure.bare else ((), "")
            if measure.bare and not measure.problem.startswith("the unknown"):
                measure = measure.with_units(given or units)
            basis = [c.text for c in conditions if floor <= c.start < measure.start]
            if last is not None and not set(words) - _TIES:
                label, restated = last.label, True
            else:
                label, restated = self.terms.before(masked, floor, measure.start, self.is_unit, last is not None), False
            trailing = _trailing(text, measure.end, found)
            said = ", ".join(
                dict.fromkeys(filter(None, (label.basis if label else "", *basis, measure.basis, trailing)))
            )
            statement = Statement(label, context, (evidence or text)[:_EVIDENCE], measure, "", said, restated)
            statements.append(statement)
            if not measure.bare or measure.problem:
                floor, last = measure.end, statement
        return [self._with_later(statement, conditions, text, statements) for statement in statements]

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
        return [Statement(None, context, text[:_EVIDENCE], word=text)] if _CAS.search(text) else []

    def _within(self, text: str, at: int, exact: bool) -> list[Measure]:
        return [replace(m, start=m.start + at, end=m.end + at) for m in self.measures.find(text, exact)]

    def _conditions(self, text: str, measures: Sequence[Measure], start: int) -> tuple[str, list[Measure]]:
        """Return the text with conditions blanked out, and the figures that are conditions: *at 20 °C*."""
        found = []
        for measure in measures:
            words = words_of(text[: measure.start])
            before = text[: measure.start].rstrip()
            word = words[-1] if words and not text[words[-1].end : measure.start].strip() else None
            at = before.endswith("@") or (word is not None and (word.text in CONDITION or word.text in ("a", "à")))
            if not at or (measure.bare and measure.start >= start):
                continue
            first = len(before) - 1 if before.endswith("@") or word is None else word.start
            thing = _THING.match(text, measure.end)
            said = text[first : thing.end() if thing else measure.end]
            found.append(replace(measure, start=first, text=said))
            text = text[:first] + " " * (measure.end - first) + text[measure.end :]
        masked = text
        return masked, found

    def _with_later(
        self, statement: Statement, conditions: Sequence[Measure], text: str, statements: Sequence[Statement]
    ) -> Statement:
        """Return a statement with the conditions that follow it, up to the next figure."""
        assert statement.measure is not None
        end = statement.measure.end
        following = min(
            (s.measure.start for s in statements if s.measure and s.measure.start >= end), default=len(text)
        )
        later = [c.text for c in conditions if end <= c.start < following]
        new = [said for said in later if said not in statement.basis]
        return replace(statement, basis=", ".join(filter(None, (statement.basis, *new)))) if new else statement


def _trailing(text: str, end: int, measures: Sequence[Measure]) -> str:
    """Return what follows a figure and says how it was measured: words in brackets, or after *at*, *with* and the like."""
    match = _TRAIL.match(text, end)
    if match is None:
        return ""
    said = match["said"].strip()
    following = min((measure.start for measure in measures if measure.start >= end), default=len(text))
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
