"""One statement of a document against the vocabulary: the fact that it is evidence for, with its value, or why it is none.

A fact is bound only where its own name or term is the label and the dimension fits. Whatever is left is handed on unbound, with its place and
what stood in the way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from licet.classification.labels import Phrase, Terms
from licet.classification.measures import Measure
from licet.classification.statements import CAS, Statement, truth
from licet.classification.wording import OTHER_SUBJECT, SMALLER_IS_BETTER, fold
from licet.language.quantities import Quantity, Unit, Units
from licet.rulebook.vocabulary import Fact
from licet.transfers.values import show

_REGISTRY = re.compile(r"\bcas\b[\s.:-]*(?:no|nr|number|nummer|numero)?\b")
_DENIED = re.compile(r"\b(?:no|not|free|without|kein|keine|nicht|ohne|frei|sans|sin|except)\b")
# A sign that differs from another by case alone is read where one of them lies this near to the fact's own unit, and the other far off.
_NEAR, _FAR = 10**4, 10**8


@dataclass(frozen=True, slots=True)
class Figure:
    """What one statement says of one fact.

    Attributes:
        fact: the fact.
        low: the least, or the value of a fact that is no quantity.
        high: the greatest.
        open_end: ``low`` or ``high`` where that end is only the bound of what makes sense.
        word: the value of a fact that is no quantity.
        term: the name by which it was found.
        statement: the statement.
        basis: how it was measured and read.
    """

    fact: Fact
    statement: Statement
    term: str
    low: Quantity | None = None
    high: Quantity | None = None
    open_end: str = ""
    word: str = ""
    basis: str = ""

    @property
    def ends(self) -> tuple[float, float]:
        """Its ends in the unit of the fact."""
        assert self.low is not None and self.high is not None and self.fact.unit is not None
        return self.low.to(self.fact.unit), self.high.to(self.fact.unit)

    @property
    def shown(self) -> str | list[str]:
        """Its value as a file of transfers takes it."""
        return shown(self.low, self.high) if self.low is not None and self.high is not None else self.word


@dataclass(frozen=True, slots=True)
class Loose:
    """A statement that was not bound.

    Attributes:
        reason: why.
        candidates: the facts that it may be, if any.
        code: for what deserves a warning: ``unit_mismatch``, ``no_unit``, ``out_of_bounds``; else empty.
    """

    statement: Statement
    reason: str
    candidates: tuple[Fact, ...] = ()
    code: str = ""


def shown(low: Quantity, high: Quantity) -> str | list[str]:
    """Return an interval as a file of transfers takes it; one value where both ends are the same."""
    return show(low) if low == high else [show(low), show(high)]


class Binder:
    """Binds statements to facts.

    Args:
        facts: the facts that may be bound.
        terms: their names.
        units: the table of units.
    """

    def __init__(self, facts: Mapping[str, Fact], terms: Terms, units: Units) -> None:
        self.facts = facts
        self.terms = terms
        self.units = units
        self._measured = [fact for fact in facts.values() if fact.type in ("quantity", "number")]
        self._dimensions = {fact.unit.dimension for fact in self._measured if fact.unit is not None}

    def bind(self, statement: Statement) -> list[Figure | Loose]:
        """Return what a statement says: a figure, two of them for a pair of least and greatest, or what is left loose."""
        if statement.measure is None:
            return self._word(statement)
        return self._figure(statement, statement.measure)

    # Figures

    def _figure(self, statement: Statement, measure: Measure) -> list[Figure | Loose]:
        label = statement.label
        phrases = label.occurrence.phrases if label else ()
        measured = [phrase for phrase in phrases if phrase.fact.type in ("quantity", "number")]
        if label is None or not measured:
            return self._unlabelled(statement, measure)
        flags = set(label.occurrence.flags)
        flags |= {"maximum": {"max"}, "minimum": {"min"}}.get(measure.bound, set())
        both = measure.symmetric or measure.low != measure.high
        meant = [
            phrase
            for phrase in measured
            if not phrase.flag or phrase.flag in flags or (both and _paired(phrase.fact, self.facts))
        ]
        fitting = [phrase for phrase in meant if self._units(measure, phrase.fact)]
        opposite = {"max": "min", "min": "max"}.get("".join(flags), "") if not both else ""
        fitting = [
            p for p in fitting if not (opposite and _paired(p.fact, self.facts) and p.fact.name.endswith(opposite))
        ]
        facts = _facts(fitting)
        if not fitting:
            return self._unfitting(statement, measure, meant or measured)
        why = self._doubt(statement, measure)
        if why:
            return [Loose(statement, why, facts)]
        pair = _pair(facts)
        if pair:
            return self._both(statement, measure, pair, flags, fitting)
        if len(facts) > 1:
            return [Loose(statement, "the label may be " + " or ".join(fact.path for fact in facts), facts)]
        return [self._one(statement, measure, fitting[0], flags)]

    def _unlabelled(self, statement: Statement, measure: Measure) -> list[Figure | Loose]:
        if measure.bare and not measure.problem:
            return []
        if not self._dimensions & set(measure.dimensions) and not (measure.problem and measure.units):
            return []
        return [Loose(statement, measure.problem or "no term of the vocabulary stands before it")]

    def _unfitting(self, statement: Statement, measure: Measure, phrases: list[Phrase]) -> list[Figure | Loose]:
        facts = _facts(phrases)
        label = statement.label
        assert label is not None
        if measure.bare and measure.problem and not label.weak:
            return [
                Loose(statement, measure.problem, facts, "unknown_unit" if "unknown unit" in measure.problem else "")
            ]
        if measure.bare:
            quantities = tuple(fact for fact in facts if fact.type == "quantity")
            if label.weak or statement.restated or not quantities or measure.problem:
                return []
            return [
                Loose(statement, f"'{measure.text}{measure.after}' has no unit that is known", quantities, "no_unit")
            ]
        if any(self._units(measure, fact) for fact in facts):
            return [
                Loose(statement, label.weak or "the label does not say whether it is a maximum or a minimum", facts)
            ]
        wanted = " or ".join(dict.fromkeys(fact.unit.dimension for fact in facts if fact.unit))
        if label.weak or statement.restated:
            return self._unlabelled(statement, measure)
        found = " or ".join(measure.dimensions)
        return [Loose(statement, f"'{measure.text}' is a {found}, and {facts[0].path} a {wanted}", (), "unit_mismatch")]

    def _doubt(self, statement: Statement, measure: Measure) -> str:
        label = statement.label
        assert label is not None
        if measure.problem:
            return measure.problem
        if statement.clashing:
            return statement.clashing
        if label.weak:
            return label.weak
        other = OTHER_SUBJECT.search(fold(statement.context.heading))
        return f"it stands under the heading '{statement.context.heading}'" if other else ""

    def _units(self, measure: Measure, fact: Fact) -> list[Unit]:
        """Return the one unit that a measure has for a fact, or none."""
        assert fact.unit is not None
        if measure.bare:
            return [self.units.by_name["1"]] if fact.type == "number" and not measure.problem else []
        found = [unit for unit in measure.units if unit.dimension == fact.unit.dimension]
        if len(found) > 1:
            near = [unit for unit in found if _apart(unit, fact.unit) <= _NEAR]
            far = [unit for unit in found if _apart(unit, fact.unit) >= _FAR]
            return near if len(near) == 1 and len(near) + len(far) == len(found) else []
        return found

    def _one(self, statement: Statement, measure: Measure, phrase: Phrase, flags: set[str]) -> Figure | Loose:
        fact = phrase.fact
        unit = self._units(measure, fact)[0]
        assert measure.low is not None and measure.high is not None and fact.unit is not None
        low, high = Quantity(measure.low, unit), Quantity(measure.high, unit)
        remarks = [statement.basis, measure.remark]
        if len([other for other in measure.units if other.dimension == unit.dimension]) > 1:
            remarks.append(f"'{measure.text}' read in {unit.name}")
        open_end = ""
        if measure.symmetric and fact.bounds is not None and fact.bounds[0] >= 0:
            low = high
            remarks.append("± read as its size")
        elif low == high:
            open_end, why = self._open_end(measure, fact, phrase, flags)
            if why:
                return Loose(statement, why, (fact,))
        if open_end and fact.bounds is None:
            return Loose(statement, "the vocabulary has no bound for the other end", (fact,))
        if fact.bounds is not None and not all(
            fact.bounds[0] <= end.to(fact.unit) <= fact.bounds[1] for end in (low, high)
        ):
            least, most = fact.bounds
            return Loose(
                statement, f"{fact.path} lies from {least:g} to {most:g} {fact.unit.name}", (fact,), "out_of_bounds"
            )
        if open_end and fact.bounds is not None:
            bound = Quantity(Fraction(fact.bounds[0] if open_end == "low" else fact.bounds[1]), fact.unit)
            remarks.append(f"'{measure.text}' is a bound" if measure.bound else "the label says that it is a bound")
            low, high = (bound, high) if open_end == "low" else (low, bound)
        if measure.about:
            remarks.append("typical" if measure.about == "typical" else "approximate")
        remarks.append(statement.context.told)
        return Figure(
            fact, statement, phrase.text, low, high, open_end, "", ", ".join(dict.fromkeys(filter(None, remarks)))
        )

    def _open_end(self, measure: Measure, fact: Fact, phrase: Phrase, flags: set[str]) -> tuple[str, str]:
        """Return which end of a bounded figure is open, if one is, or why that cannot be said.

        *Up to* and *maximum* are the value itself of a fact that is a maximum by one of its names, such as ``max_range`` for the range, and
        likewise for a minimum; *less than*, *at most* and ≤ are never more than a bound.
        """
        extreme = self.terms.extreme(fact)
        bound = measure.bound
        if not bound and "max" in flags and "min" not in flags and phrase.flag != "max":
            bound = "maximum"
        if not bound and "min" in flags and "max" not in flags and phrase.flag != "min":
            bound = "minimum"
        if bound == "better":
            said = fold(" ".join((fact.name, phrase.text, fact.definition)))
            return ("low", "") if SMALLER_IS_BETTER.search(said) else ("", "'better than' may mean more or less here")
        if (bound, extreme) in (("maximum", "max"), ("minimum", "min")):
            return "", ""
        if bound in ("maximum", "at_most", "less_than"):
            return "low", ""
        return ("high", "") if bound else ("", "")

    def _both(
        self, statement: Statement, measure: Measure, pair: tuple[Fact, Fact], flags: set[str], phrases: list[Phrase]
    ) -> list[Figure | Loose]:
        """Bind the ends of a range to a pair of facts, the least and the greatest of one thing."""
        by_fact = {phrase.fact.name: phrase for phrase in phrases}
        least, most = (by_fact[fact.name] for fact in pair)
        if measure.low != measure.high:
            low = _end(measure, measure.low)
            high = _end(measure, measure.high)
            return [self._one(statement, low, least, set()), self._one(statement, high, most, set())]
        if "max" in flags and "min" not in flags:
            return [self._one(statement, measure, most, flags)]
        if "min" in flags and "max" not in flags:
            return [self._one(statement, measure, least, flags)]
        return [Loose(statement, f"the label may be {pair[0].path} or {pair[1].path}", pair)]

    # Words

    def _word(self, statement: Statement) -> list[Figure | Loose]:
        by_number = self._by_number(statement)
        if by_number:
            return by_number
        label = statement.label
        if label is None:
            return []
        facts = _facts(label.occurrence.phrases)
        found: list[Figure | Loose] = []
        said = truth(statement.word)
        truths = tuple(fact for fact in facts if fact.type == "truth")
        if said and truths:
            found += self._choice(statement, [(fact, {said}) for fact in truths])
        choices = [
            (fact, values) for fact in facts if fact.type == "one_of" and (values := _values(fact, statement.word))
        ]
        if choices:
            found += self._choice(statement, choices)
        return found

    def _choice(self, statement: Statement, choices: list[tuple[Fact, set[str]]]) -> list[Figure | Loose]:
        label = statement.label
        assert label is not None
        facts = tuple(fact for fact, _ in choices)
        other = OTHER_SUBJECT.search(fold(statement.context.heading))
        if label.weak or other:
            return [Loose(statement, label.weak or f"it stands under the heading '{statement.context.heading}'", facts)]
        if len(facts) > 1:
            return [Loose(statement, "the label may be " + " or ".join(fact.path for fact in facts), facts)]
        fact, values = choices[0]
        if len(values) > 1:
            return [Loose(statement, "it says " + " and ".join(sorted(values)), facts)]
        term = next(phrase.text for phrase in label.occurrence.phrases if phrase.fact is fact)
        return [Figure(fact, statement, term, word=values.pop(), basis=statement.context.told)]

    def _by_number(self, statement: Statement) -> list[Figure | Loose]:
        """Bind a CAS number, which names a substance whatever the label is called, where the line says that it is one."""
        numbers = [match.group() for match in CAS.finditer(statement.word) if _checks(match)]
        line = fold(statement.evidence)
        if not numbers or not re.search(r"\bcas\b|substan|chemi|stoff|sustancia", line):
            return []
        if _DENIED.search(_REGISTRY.sub(" ", line)):
            return []
        values = [
            (fact, named)
            for fact in self.facts.values()
            if fact.type == "one_of" and (named := {fact.same[number] for number in numbers if number in fact.same})
        ]
        if not values:
            return []
        if len(values) > 1 or any(len(named) > 1 for _, named in values):
            facts = tuple(fact for fact, _ in values)
            return [Loose(statement, "it names more than one substance or may be of several facts", facts)]
        fact, named = values[0]
        return [Figure(fact, statement, f"CAS {numbers[0]}", word=next(iter(named)))]


def _facts(phrases: Iterable[Phrase]) -> tuple[Fact, ...]:
    return tuple({phrase.fact.name: phrase.fact for phrase in phrases}.values())


def _end(measure: Measure, value: Fraction | None) -> Measure:
    return replace(measure, low=value, high=value, bound="", symmetric=False)


def _paired(fact: Fact, facts: Mapping[str, Fact]) -> bool:
    stem, _, end = fact.name.rpartition("_")
    return end in ("min", "max") and f"{stem}_min" in facts and f"{stem}_max" in facts


def _pair(facts: tuple[Fact, ...]) -> tuple[Fact, Fact] | None:
    """Return two facts as least and greatest, where they are the two ends of one thing: ``x_min`` and ``x_max``."""
    if len(facts) != 2:
        return None
    least, most = sorted(facts, key=lambda fact: fact.name, reverse=True)
    return (least, most) if least.name.removesuffix("_min") == most.name.removesuffix("_max") else None


def _apart(unit: Unit, other: Unit) -> Fraction:
    ratio = unit.factor / other.factor
    return max(ratio, 1 / ratio)


def _values(fact: Fact, text: str) -> set[str]:
    """Return the values of a one-of fact that a text names, wholly or as a part between commas, strokes or brackets."""
    names = {_plain(value): value for value in fact.values} | {_plain(name): value for name, value in fact.same.items()}
    parts = [text, *re.split(r"[,;/()|\n]|\s[–—-]\s", text)]
    return {names[plain] for part in parts if (plain := _plain(part)) in names}


def _plain(text: str) -> str:
    return re.sub(r"[\s_-]+", "_", fold(text).strip(" .:"))


def _checks(match: re.Match[str]) -> bool:
    """Whether the last digit of a CAS number is the check digit that it must be."""
    digits = (match[1] + match[2])[::-1]
    return sum(place * int(digit) for place, digit in enumerate(digits, 1)) % 10 == int(match[3])
