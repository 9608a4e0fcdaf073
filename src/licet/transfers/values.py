"""One stated value as the rulebook understands it, by the declared type of its fact.

Types decide, not formats: ``NO`` is Norway where a nation is asked for and *no* where a truth is, ``2025-09-15`` is a date only where a date
is asked for. Every value that cannot be used is a fault with its line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Any

from licet.errors import Fault, near
from licet.language.nodes import Mapping, Node, Scalar, Sequence
from licet.language.quantities import NotAQuantity, Quantity, around, crowded, plain
from licet.registers.screening_lists.dates import born
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.vocabulary import PARTY, Fact
from licet.rulebook.windows import NotAWindow, read_date
from licet.transfers.mending import EMPTY, day_meant, figure_meant, unsaid
from licet.transfers.nations import AmbiguousNation, Nations, UnknownNation
from licet.transfers.transfer import StatedParty

_YES = frozenset({"yes", "true", "y", "on", "1"})
_NO = frozenset({"no", "false", "n", "off", "0"})
_LONGEST = 1000
# More values than this are not listed in a message.
_FEW = 20
# A span of births as Licet itself writes it.
_SPAN = re.compile(r"\d{4}(-\d{2}){0,2}\s*/\s*\d{4}(-\d{2}){0,2}")
# What tells of a number by which somebody is known.
_IDENTIFIER = ("kind", "value", "nation")
# What says in any case that a fact is not known.
NOTHING = frozenset({"", "?", "n/a", "#n/a", "n.a.", "unknown", "null", "~", "none stated", "don't know", "dont know"})


def nothing(text: str) -> bool:
    """Whether a text says that a fact is not known."""
    return text.strip().casefold() in NOTHING


@dataclass(frozen=True, slots=True)
class Value:
    """A value in its two forms: as it stands in a state, and as it is shown and reads back."""

    state: Any
    shown: Any


class ValueReader:
    """Reads stated values against one rulebook.

    Args:
        rulebook: declares the facts and units.
        nations: knows the names of nations.
        faults: takes what cannot be used.
    """

    def __init__(self, rulebook: Rulebook, nations: Nations, faults: list[Fault]) -> None:
        self.rulebook = rulebook
        self.nations = nations
        self.faults = faults

    def fault(self, node: Node, fact: Fact, found: str, expected: str, mend: str = "") -> None:
        """Report a value that cannot be used."""
        if isinstance(node, Scalar) and unsaid(node.text):
            mend = EMPTY
        self.faults.append(Fault(str(node.where), f"{fact.path}: {found}", expected, mend))

    def read(self, fact: Fact, node: Node, annex: bool = False) -> Value | None:
        """Return the value of a fact, or None when nothing usable is stated.

        Args:
            fact: the fact.
            node: what was stated.
            annex: whether figures follow the Annex definitions, so that no margin applies.
        """
        if isinstance(node, Scalar) and len(node.text) > _LONGEST:
            self.fault(node, fact, f"a text of {len(node.text):,} signs", f"at most {_LONGEST:,}", "shorten it")
            return None
        if isinstance(node, Scalar) and (node.empty or nothing(node.text)):
            if fact.type == "one_of" and node.text.strip() in fact.values:
                return Value(node.text.strip(), node.text.strip())
            return None
        if fact.type == "codes":
            return self._codes(fact, node)
        if fact.type == "points":
            return self._points(fact, node)
        if fact.type == "parties":
            return self._parties(fact, node)
        if fact.type == "texts":
            return self._texts(fact, node)
        if fact.type == "identifiers":
            return self._identifiers(fact, node)
        if fact.type in ("quantity", "money", "number"):
            return self._measure(fact, node, annex)
        if not isinstance(node, Scalar):
            self.fault(node, fact, "a list or mapping", f"a single {fact.type.replace('_', ' ')}")
            return None
        text = node.text.strip()
        match fact.type:
            case "truth":
                return self._truth(fact, node, text)
            case "one_of":
                return self._one_of(fact, node, text)
            case "nation":
                return self._nation(fact, node, text)
            case "date":
                return self._date(fact, node, text)
            case "birth":
                return self._birth(fact, node, text)
        return Value(text, text)

    def _truth(self, fact: Fact, node: Node, text: str) -> Value | None:
        word = text.casefold()
        if word in _YES:
            return Value(2, True)
        if word in _NO:
            return Value(0, False)
        self.fault(node, fact, f"'{text}'", "yes | no | unknown")
        return None

    def _one_of(self, fact: Fact, node: Node, text: str) -> Value | None:
        found = {_plain(value): value for value in fact.values}.get(_plain(text))
        if found is None:
            found = {_plain(word): value for word, value in fact.same.items()}.get(_plain(text))
        if found is None:
            # Another word is offered and never taken: what it means to the exporter is not for Licet to say.
            meant = {_plain(word): value for word, value in fact.also.items()}.get(_plain(text))
            hint = f"did you mean {meant}?" if meant else near(text, [*fact.values, *fact.same])
            few = len(fact.values) <= _FEW
            expected = " | ".join(fact.values) if few else f"one of {len(fact.values)} values"
            mend = hint if few else "; ".join(filter(None, (hint, f"'licet facts {fact.name}' lists them")))
            self.fault(node, fact, f"'{text}'", expected, mend)
            return None
        return Value(found, found)

    def _nation(self, fact: Fact, node: Node, text: str) -> Value | None:
        try:
            code = self.nations.code(text)
        except AmbiguousNation as error:
            found = f"'{text}' does not name one nation of today: {error.why.rstrip('.')}"
            self.fault(node, fact, found, _listed(error.near))
            return None
        except UnknownNation as error:
            mend = f"did you mean {_listed(error.near)}?" if error.near else ""
            self.fault(node, fact, f"no nation is called '{text}'", "a nation: ISO code or common name", mend)
            return None
        return Value(code, code)

    def _date(self, fact: Fact, node: Node, text: str) -> Value | None:
        try:
            day = read_date(text)
        except NotAWindow:
            self.fault(node, fact, f"'{text}', which is no date", "a day that exists, as YYYY-MM-DD", day_meant(text))
            return None
        return Value((float(day.toordinal()), float(day.toordinal())), day.isoformat())

    def _birth(self, fact: Fact, node: Node, text: str) -> Value | None:
        """Read a day, a month or a year of birth, or a span of them, as lists of parties write them as well."""
        found = "" if "/" in text and not _SPAN.fullmatch(text) else born(text)
        if not found:
            # Of a day in figures with strokes nobody can say which is the month.
            mend = day_meant(text) or "17 Feb 1974 is read as well"
            self.fault(node, fact, f"'{text}'", "a day, month or year as YYYY-MM-DD, YYYY-MM or YYYY", mend)
            return None
        return Value(found, found)

    def _codes(self, fact: Fact, node: Node) -> Value | None:
        items = node.items if isinstance(node, Sequence) else (node,)
        codes: list[str] = []
        for item in items:
            if not isinstance(item, Scalar):
                self.fault(item, fact, "a nested value", "codes such as 1.A.2")
                return None
            for code in re.split(r"[,;\s]+", item.text.strip()):
                if not re.fullmatch(r"\d{1,2}(\.[A-Ea-e](\.[0-9a-z]+)*)?", code):
                    self.fault(item, fact, f"'{code}'", "the code of an Annex entry, such as 1.A.2")
                    return None
                codes.append(re.sub(r"^\d+\.[a-e]", lambda match: match.group().upper(), code))
        return Value(tuple(codes), codes)

    def _points(self, fact: Fact, node: Node) -> Value | None:
        test = next(t for t in self.rulebook.tests.values() if fact.name in (t.points, t.excluded))
        measures = [self.rulebook.facts[name] for name in test.maxima]
        items = node.items if isinstance(node, Sequence) else (node,)
        if not items:
            return None
        states, shown = [], []
        for item in items:
            if not isinstance(item, Mapping):
                self.fault(item, fact, "no pair", "{" + ", ".join(f"{m.key}: …" for m in measures) + "}")
                return None
            for key, _ in item.entries:
                if key not in [measure.key for measure in measures]:
                    self.fault(item, fact, f"the unknown key '{key}'", ", ".join(m.key for m in measures))
            point, text = [], {}
            for measure in measures:
                part = item.get(measure.key)
                value = self._measure(measure, part, True) if part is not None else None
                if value is None:
                    if part is None:
                        self.fault(item, fact, f"a point without {measure.key}", f"a {measure.key}")
                    return None
                # A point that it reaches is read at its least, one that it does not reach at its greatest.
                point.append(value.state[1] if fact.name == test.excluded else value.state[0])
                text[measure.key] = value.shown
            states.append(tuple(point))
            shown.append(text)
        return Value(tuple(states), shown)

    def _parties(self, fact: Fact, node: Node) -> Value | None:
        items = node.items if isinstance(node, Sequence) else (node,)
        found = [self._party(fact, item, number) for number, item in enumerate(items)]
        parties = tuple(party for party in found if party is not None)
        return Value(parties, [dict(party.shown) for party in parties]) if parties else None

    def _party(self, fact: Fact, node: Node, number: int) -> StatedParty | None:
        """Read one party: each of its facts by its own type, told of under its place in the list."""
        assert self.rulebook.of_party is not None
        known = {one.key: one for one in self.rulebook.of_party.facts.values() if one.at == PARTY}
        name = node.get("name") if isinstance(node, Mapping) else None
        if not isinstance(node, Mapping) or name is None or (isinstance(name, Scalar) and nothing(name.text)):
            self.fault(node, fact, "a party without a name", "{name: …, role: …, nation: …}")
            return None
        stated: dict[str, Any] = {}
        shown: dict[str, Any] = {}
        for (key, item), where in zip(node.entries, node.key_lines, strict=True):
            one = known.get(key)
            if one is None or one.found:
                told = [key for key, other in known.items() if not other.found]
                found = f"the unknown key '{key}'" if one is None else f"'{key}', which is found and not stated"
                self.fault(Scalar("", where) if one else item, fact, found, ", ".join(told), near(key, told))
                continue
            value = self.read(replace(one, at=f"{fact.path}[{number}]"), item)
            if value is not None:
                shown[key] = value.shown
                if one.decidable:
                    stated[one.name] = value.state
        return StatedParty(stated, {key: shown[key] for key in known if key in shown})

    def _texts(self, fact: Fact, node: Node) -> Value | None:
        """Read one text or several; on one line they stand with semicolons between them."""
        found: list[str] = []
        for item in node.items if isinstance(node, Sequence) else (node,):
            if not isinstance(item, Scalar):
                self.fault(item, fact, "a nested value", "a text or a list of texts")
                return None
            if len(item.text) > _LONGEST:
                self.fault(item, fact, f"a text of {len(item.text):,} signs", f"at most {_LONGEST:,}", "shorten it")
                return None
            found += [text for part in item.text.split(";") if (text := part.strip()) and not nothing(text)]
        return Value(tuple(found), found) if found else None

    def _identifiers(self, fact: Fact, node: Node) -> Value | None:
        """Read numbers by which somebody is known: ``KIND: NUMBER`` as a text, or kind, value and nation as a mapping."""
        found: list[dict[str, str]] = []
        for item in node.items if isinstance(node, Sequence) else (node,):
            if isinstance(item, Scalar):
                for text in filter(None, (part.strip() for part in item.text.split(";"))):
                    kind, colon, number = (part.strip() for part in text.partition(":"))
                    found.append({"kind": kind, "value": number} if colon else {"value": text})
                continue
            one: dict[str, str] = {}
            for key, part in item.entries if isinstance(item, Mapping) else ():
                if key not in _IDENTIFIER:
                    self.fault(part, fact, f"the unknown key '{key}'", ", ".join(_IDENTIFIER), near(key, _IDENTIFIER))
                    return None
                if not isinstance(part, Scalar):
                    self.fault(part, fact, f"a list or mapping under '{key}'", "a text")
                    return None
                value = self._nation(fact, part, part.text.strip()) if key == "nation" else Value("", part.text.strip())
                if value is None:
                    return None
                one[key] = value.shown
            if not one.get("value"):
                self.fault(item, fact, "a number that is not there", "{kind: …, value: …, nation: …}")
                return None
            found.append(one)
        return Value(tuple(found), found) if found else None

    def _measure(self, fact: Fact, node: Node | None, annex: bool) -> Value | None:
        if isinstance(node, Mapping):
            for key, _ in node.entries:
                if key not in ("value", "basis"):
                    self.fault(node, fact, f"the unknown key '{key}'", "value, basis")
                    return None
            basis, stated = node.get("basis"), node.get("value")
            if basis is not None:
                said = basis.text.strip().casefold() if isinstance(basis, Scalar) else "a list or mapping"
                if said not in ("annex", "published"):
                    self.fault(
                        basis, fact, f"the basis '{said}'", "annex | published", near(said, ("annex", "published"))
                    )
                    return None
                annex = said == "annex"
            if isinstance(stated, Mapping):
                self.fault(stated, fact, "a mapping as the value", "a number with its unit")
                return None
            if stated is None:
                self.fault(node, fact, "a basis without a value", "{value: …, basis: …}")
                return None
            inner = self._measure(fact, stated, annex)
            return inner and Value(inner.state, {"value": inner.shown, "basis": "annex" if annex else "published"})
        if node is None:
            return None
        ends: list[Quantity] = []
        for item in node.items if isinstance(node, Sequence) else (node,):
            quantity = self._quantity(fact, item)
            if quantity is None:
                return None
            ends.append(quantity)
        assert fact.unit is not None
        if len(ends) not in (1, 2):
            self.fault(node, fact, f"{len(ends)} values", "one value, or the least and the greatest")
            return None
        exact = [end.exactly(fact.unit) for end in ends]
        if exact[0] > exact[-1]:
            self.fault(node, fact, f"{show(ends[0])} to {show(ends[-1])}", "the least value first", "swap the two")
            return None
        # A figure of more digits than a number holds lies between two numbers, and is taken to be neither of them.
        spans = [
            around(number) if crowded(end.number) else (float(number), float(number))
            for end, number in zip(ends, exact, strict=True)
        ]
        if fact.bounds is not None:
            for end, (least, most) in zip(ends, spans, strict=True):
                if not (fact.bounds[0] <= least and most <= fact.bounds[1]):
                    low, high = (plain(bound) for bound in fact.bounds)
                    self.fault(node, fact, show(end), f"from {low} to {high} {fact.unit.name}")
                    return None
        state = (spans[0][0], spans[-1][1])
        if fact.margin and not annex:
            # A published figure may leave out what the definition counts, so the true one may lie above it by the margin.
            last = ends[-1].number * ends[-1].unit.factor / fact.unit.factor
            last /= 1 - Fraction(fact.margin).limit_denominator(10**6)
            state = (spans[0][0], around(last)[1] if crowded(ends[-1].number) else float(last))
        shown: Any = [show(end) for end in ends]
        return Value(state, shown[0] if len(shown) == 1 else shown)

    def _quantity(self, fact: Fact, node: Node) -> Quantity | None:
        assert fact.unit is not None
        units = self.rulebook.units
        if not isinstance(node, Scalar):
            self.fault(node, fact, "a nested value", f"a number in {fact.unit.name}")
            return None
        default = fact.unit if fact.unit.dimension == "fraction" else None
        try:
            quantity = units.read(node.text, default, fact.unit.dimension)
        except NotAQuantity as error:
            named = re.sub(r"[^A-Za-z/*]", "", node.text)
            bare = fact.unit.name == "1"
            mend = (
                near(named, units.named(fact.unit.dimension))
                if named
                else f"write {node.text.strip()} {fact.unit.name}"
            )
            mend = "write the number alone" if bare else mend
            found = str(error)
            if meant := figure_meant(node.text, fact.unit.name, fact.key):
                found, mend = f"'{node.text.strip()}', which is no number with a unit", meant
            self.fault(node, fact, found, f"a number in {', '.join(units.like(fact.unit))}", mend)
            return None
        if quantity.unit.slip_for(fact.unit):
            # A range in nanometres was meant in nautical miles; taken as written, it would clear what flies round the Earth.
            like = ", ".join(units.like(fact.unit))
            self.fault(
                node, fact, f"{show(quantity)}, a unit far too small for it", f"a unit near {fact.unit.name}: {like}"
            )
            return None
        if quantity.unit.dimension != fact.unit.dimension:
            self.fault(
                node,
                fact,
                f"{show(quantity)}, a {quantity.unit.dimension}",
                f"a {fact.unit.dimension} in {', '.join(units.like(fact.unit))}",
            )
            return None
        return quantity


def _listed(pairs: Iterable[tuple[str, str]]) -> str:
    return " or ".join(f"{name} ({code})" for code, name in pairs)


def show(quantity: Quantity) -> str:
    """Return a quantity as text that reads back to it."""
    number = quantity.number
    text = plain(float(number))
    if Fraction(text) != number:
        # The number was written in decimals, so that a decimal holds it.
        with localcontext(prec=200):
            text = str(Decimal(number.numerator) / Decimal(number.denominator))
    return (
        f"{text} {quantity.unit.name}".replace(" 1", "")
        if quantity.unit.name == "1"
        else f"{text} {quantity.unit.name}"
    )


def _plain(word: str) -> str:
    return re.sub(r"[\s_-]+", "_", word.casefold())
