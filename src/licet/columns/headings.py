"""The header of a table: which column states which fact, in which unit, and which end of an interval.

An exact name comes first, then one that differs in case and blanks alone; a header that is neither is carried over as it is, with the
nearest fact as a hint, and is never guessed at. What cells hold is read in :mod:`licet.columns.cells`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Literal

from licet.columns.wording import Wording, read_wording
from licet.errors import Fault, InputError, near
from licet.language.quantities import Unit, Units
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.vocabulary import Fact

End = Literal["", "min", "max"]

# What a mapping says of a header that states nothing, and of one whose cells are what the rows are called.
CARRY, ID = "-", "id"

_BRACKETED = re.compile(r"(?P<name>.*?)[\s_]*[\[(](?P<unit>[^\[\]()]+)[\])][\s_]*(?P<rest>.*)", re.DOTALL)
_MEASURES = ("quantity", "number", "money")
_HINT_SCORE = 80
# Letters of so short a name mean too many things.
_SHORT = 2


@dataclass(frozen=True, slots=True)
class Column:
    """One column that states a fact.

    Attributes:
        name: its header, as it stands in the table.
        fact: what it states.
        unit: the unit that its header names; None where each cell carries its own, or where there is none.
        end: ``min`` or ``max`` for one end of an interval, empty for the whole value.
        wording: how its cells are written, where that is not how the fact is stated.
    """

    name: str
    fact: Fact
    unit: Unit | None = None
    end: End = ""
    wording: Wording | None = None


@dataclass(frozen=True, slots=True)
class Headings:
    """The header of a table, understood.

    Attributes:
        columns: the columns that state facts, in the order of the table; the least end of an interval before the greatest.
        carried: the headers of the others, which are carried over and decide nothing.
        hints: for some of those, what to look at: the fact whose name is nearest, or what is wrong with the unit.
        id: which of those holds the names that whoever made the table has for its rows; empty where none does.
    """

    columns: tuple[Column, ...]
    carried: tuple[str, ...] = ()
    hints: Mapping[str, str] = field(default_factory=dict)
    id: str = ""

    @property
    def names(self) -> list[str]:
        """The headers of the columns that state facts."""
        return [column.name for column in self.columns]

    @property
    def stated(self) -> dict[str, tuple[Column, ...]]:
        """For each fact that a column states, by its name, that column, or the two ends of its interval, the least first."""
        found: dict[str, tuple[Column, ...]] = {}
        for column in self.columns:
            found[column.fact.name] = (*found.get(column.fact.name, ()), column)
        return {name: tuple(sorted(ends, key=lambda c: c.end == "max")) for name, ends in found.items()}

    def without(self, fact: str, why: str) -> Headings:
        """Return the header with the columns of a fact carried over, and why as a hint."""
        aside = [column.name for column in self.columns if column.fact.name == fact]
        if not aside:
            return self
        kept = tuple(column for column in self.columns if column.name not in aside)
        return replace(
            self, columns=kept, carried=(*self.carried, *aside), hints={**self.hints, **dict.fromkeys(aside, why)}
        )


def read_headings(rulebook: Rulebook, names: Sequence[str], mapping: Mapping[str, str] | None = None) -> Headings:
    """Understand the header of a table.

    Args:
        rulebook: declares the facts and units.
        names: the headers, in their order.
        mapping: header → the name that it should have (``range km``, ``item.payload_lb``, ``range_nmi_min``), ``-`` for a column
            that states nothing, or ``id`` for one that names the rows; it goes before the header itself.

    Raises:
        InputError: with a fault for every header that cannot be used: two columns for one fact, a unit of another dimension, one end of
            an interval without the other, a mapping of a column that is not there.
    """
    names_of = _names_of(rulebook)
    faults: list[Fault] = []
    columns: list[Column] = []
    carried: list[str] = []
    hints: dict[str, str] = {}
    called_so: list[str] = []
    chosen = _chosen(names, mapping or {}, faults)
    for name in names:
        wanted = chosen.get(name, name)
        if name in chosen and wanted.strip() in ("", CARRY):
            carried.append(name)
            continue
        if _fold(wanted) == ID:
            carried.append(name)
            called_so.append(name)
            continue
        found = names_of.read(wanted)
        where = f"column '{name}'" + (f", mapped to '{wanted}'" if name in chosen else "")
        match found:
            case Column():
                columns.append(replace(found, name=name))
            case Fault():
                faults.append(Fault(where, found.found, found.expected, found.mend))
            case _:
                carried.append(name)
                called, _ = _called(rulebook, name)
                if name in chosen:
                    mend = names_of.near(wanted) or "'licet facts' lists them"
                    faults.append(Fault(where, f"the unknown fact '{wanted}'", "a fact, with its unit", mend))
                elif called is not None and not found and len(name) > _SHORT:
                    hints[name] = f"documents call {called.path} so; did you mean {names_of.example(called)}?"
                elif hint := found or names_of.near(wanted):
                    hints[name] = hint
    faults += _clashes(columns)
    if len(called_so) > 1:
        listed = " and ".join(f"'{name}'" for name in called_so)
        faults.append(Fault(f"columns {listed}", f"{len(called_so)} columns that name the rows", "one"))
    if faults:
        raise InputError(faults=faults)
    return Headings(tuple(columns), tuple(carried), hints, next(iter(called_so), ""))


def _chosen(names: Sequence[str], mapping: Mapping[str, str], faults: list[Fault]) -> dict[str, str]:
    """Return what a mapping says of the headers that are there."""
    folded: dict[str, list[str]] = {}
    for name in names:
        folded.setdefault(_fold(name), []).append(name)
    chosen: dict[str, str] = {}
    for header, wanted in mapping.items():
        meant = [header] if header in names else folded.get(_fold(header), [])
        if len(meant) == 1:
            chosen[meant[0]] = wanted
        else:
            mend = near(header, names) or "take it out of the mapping"
            faults.append(Fault("mapping", f"the column '{header}', which is not in the table", "a header of it", mend))
    return chosen


def _clashes(columns: Iterable[Column]) -> list[Fault]:
    """Return what does not go together: one fact twice, one end of an interval alone."""
    faults: list[Fault] = []
    by_fact: dict[str, list[Column]] = {}
    for column in columns:
        by_fact.setdefault(column.fact.name, []).append(column)
    for same in by_fact.values():
        path = same[0].fact.path
        ends = sorted(column.end for column in same)
        listed = " and ".join(f"'{column.name}'" for column in same)
        if (len(same) == 1 and ends == [""]) or ends == ["max", "min"]:
            continue
        if len(same) == 1:
            other = "greatest" if ends == ["min"] else "least"
            missing = "max" if ends == ["min"] else "min"
            mend = f"add a column for the {other} value, or call this one '{_named(same[0].fact, same[0].unit)}'"
            if ends == ["min"] and same[0].fact.unit is not None and same[0].fact.unit.dimension == "time":
                mend += f" ('{same[0].fact.key} [min]' for minutes)"
            expected = f"a column that ends in '{missing}' beside it"
            faults.append(Fault(f"column '{same[0].name}'", f"one end of {path} alone", expected, mend))
        else:
            found = f"{len(same)} columns that state {path}"
            faults.append(
                Fault(f"columns {listed}", found, "one, or one min and one max", "rename or remove the others")
            )
    return faults


def _named(fact: Fact, unit: Unit | None, name: str = "") -> str:
    """Return a header of a fact with its unit; minutes stand in brackets, since ``_min`` is the least end of an interval."""
    sign, name = _ascii(unit.name) if unit is not None and unit.name != "1" else "", name or fact.key
    return f"{name} [{sign}]" if sign in ("min", "max") else f"{name}_{sign}" if sign else name


class _Names:
    """The names that a header may have, of one rulebook."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.units: Units = rulebook.units
        exact: dict[str, Fact] = {}
        for fact in rulebook.facts.values():
            keys = (fact.key, *fact.aliases)
            inner = keys if fact.at in ("", "item") else ()
            dotted = [f"{fact.at}.{key}" for key in keys] if fact.at else []
            for name in (fact.name, fact.path, *inner, *dotted):
                exact.setdefault(name, fact)
                exact.setdefault(name.replace(".", "_"), fact)
        self.exact = exact
        # Names that differ in case alone and mean two facts are found by neither.
        folded: dict[str, Fact | None] = {}
        for name, fact in exact.items():
            if folded.setdefault(_fold(name), fact) is not fact:
                folded[_fold(name)] = None
        self.folded = {name: fact for name, fact in folded.items() if fact is not None}
        self.signs: dict[str, list[str]] = {}
        for sign in self.units.by_name:
            self.signs.setdefault(_ascii(sign), []).append(sign)

    def read(self, header: str) -> Column | Fault | str:
        """Return what a header states, a fault, or a hint where it states nothing; the hint may be empty."""
        hints: list[str] = []
        text = header.strip()
        for table, key in ((self.exact, text), (self.folded, _fold(text))):
            if (fact := table.get(key)) is not None:
                return Column(header, fact)
        bracketed = _BRACKETED.fullmatch(text)
        if bracketed is not None:
            # range [nmi], range_min (nmi), range (nmi) max
            fact, end = self._with_end(
                f"{bracketed['name']}_{bracketed['rest']}" if bracketed["rest"] else bracketed["name"]
            )
            if fact is not None:
                wording = read_wording(fact, bracketed["unit"], header)
                if wording is not None:
                    return wording if isinstance(wording, Fault) else Column(header, fact, wording=wording)
                return self._united(header, fact, bracketed["unit"].strip(), end, hints, sure=True) or _first(hints)
        fact, end = self._with_end(text)
        if fact is not None and end:
            return Column(header, fact, None, end)
        words = [word for word in re.split(r"[\s_]+", text) if word]
        last = _end(words[-1].casefold()) if words else ""
        stem = words[:-1] if last else words
        for cut in range(len(stem) - 1, 0, -1):
            # range_km, range_km_min, range_min_km
            fact, inner = self._with_end("_".join(stem[:cut]))
            if fact is None or (inner and last):
                continue
            found = self._united(header, fact, "_".join(stem[cut:]), last or inner, hints, sure=False)
            if found is not None:
                return found
        return _first(hints)

    def _with_end(self, text: str) -> tuple[Fact | None, End]:
        """Return the fact that a text names, and the end of an interval that it names besides."""
        folded = _fold(text)
        if (fact := self.exact.get(text) or self.folded.get(folded)) is not None:
            return fact, ""
        head, _, last = folded.rpartition("_")
        fact = self.folded.get(head)
        # Only behind the name: the minimum range of a weapon is not the least that its range may be.
        if last in ("min", "max") and fact is not None and fact.type in _MEASURES:
            return fact, _end(last)
        return None, ""

    def _united(
        self, header: str, fact: Fact, sign: str, end: End, hints: list[str], sure: bool
    ) -> Column | Fault | None:
        """Return the column of a fact whose header names a unit, a fault where the unit cannot be its own, or None for no unit."""
        if fact.unit is None or fact.type not in _MEASURES:
            return None
        unit = self.unit(sign, fact.unit.dimension)
        expected = f"a unit of {fact.unit.dimension} such as {', '.join(self.units.like(fact.unit)[:6])}"
        if unit is None:
            if sure:
                hints.append(f"{fact.path} in '{sign}', which is no unit known here; {expected}")
            return None
        if unit.dimension != fact.unit.dimension:
            mend = f"rename it, or map it to '{CARRY}' if it does not state {fact.path}"
            return Fault(header, f"{fact.path} in {unit.name}, a unit of {unit.dimension}", expected, mend)
        if unit.slip_for(fact.unit):
            # nm for nautical miles would make an arm's length of the way round the Earth.
            like = ", ".join(self.units.like(fact.unit)[:6])
            return Fault(header, f"{fact.path} in {unit.name}, a unit far too small for it", f"a unit such as {like}")
        return Column(header, fact, unit, end)

    def unit(self, sign: str, dimension: str) -> Unit | None:
        """Return the unit of a sign in a header, where ``kmh`` and ``km_h`` stand for ``km/h``."""
        found = self.units.unit(sign, dimension) or self.units.unit(sign.replace("_", " "), dimension)
        if found is not None and found.name != "1":
            return found
        signs = self.signs.get(_ascii(sign), [])
        meant = {unit.name: unit for name in signs if (unit := self.units.by_name[name]).name != "1"}
        if len(meant) > 1:
            meant = {name: unit for name, unit in meant.items() if unit.dimension == dimension}
        if len(meant) == 1:
            return next(iter(meant.values()))
        found = None if meant or not _ascii(sign) else self.units.unit(_ascii(sign), dimension)
        return found if found is not None and found.name != "1" else None

    def near(self, header: str) -> str:
        """Return a hint that names the fact nearest to a header, or an empty text."""
        from rapidfuzz import fuzz, process

        wanted = _fold(header)
        if len(wanted) <= _SHORT:
            return ""
        head, _, last = wanted.rpartition("_")
        for name in (wanted, head) if head and self.units.unit(last) is not None else (wanted,):
            found = process.extractOne(name, list(self.folded), scorer=fuzz.ratio, score_cutoff=_HINT_SCORE)
            if found:
                return f"did you mean {self.example(self.folded[found[0]])}?"
        return ""

    @staticmethod
    def example(fact: Fact) -> str:
        """Return a header that states a fact, with its unit."""
        return _named(fact, fact.unit, fact.option.replace("-", "_"))


@lru_cache(maxsize=4)
def _names_of(rulebook: Rulebook) -> _Names:
    return _Names(rulebook)


@lru_cache(maxsize=4)
def synonyms(rulebook: Rulebook) -> dict[str, Fact]:
    """Return what documents and tables call the facts, in several languages, folded for comparison; a word for two facts is left out."""
    found: dict[str, Fact | None] = {}
    for fact in rulebook.facts.values():
        for term in {_fold(term) for term in (*fact.terms, *fact.headers)}:
            if found.setdefault(term, fact) is not fact:
                found[term] = None
    return {term: fact for term, fact in found.items() if fact is not None}


def mapped_name(column: Column) -> str:
    """Return what a mapping says of a column: ``range [nmi]``, ``range_min [km]``, ``end_use_wmd_delivery``."""
    name = column.fact.option.replace("-", "_") + (f"_{column.end}" if column.end else "")
    if column.wording is not None:
        return f"{name} [{column.wording}]"
    return name if column.unit is None or column.unit.name == "1" else f"{name} [{column.unit.name}]"


def proposal(rulebook: Rulebook, header: str) -> tuple[Column | None, str]:
    """Return what a header may state, and, where it is only a name nearby, which; None where nothing comes near.

    A proposal is for a person to confirm: it may be wrong, and nothing takes it by itself.
    """
    from rapidfuzz import fuzz, process

    names, wanted = _names_of(rulebook), _fold(re.sub(r"[\[(].*", "", header))
    if len(wanted) <= _SHORT:
        return None, ""
    fact, sign = _called(rulebook, header)
    nearby = ""
    if fact is None:
        words = synonyms(rulebook)
        found = process.extractOne(wanted, [*names.folded, *words], scorer=fuzz.ratio, score_cutoff=_HINT_SCORE)
        if found is None:
            return None, ""
        fact, nearby = names.folded.get(found[0]) or words[found[0]], found[0].replace("_", " ")
    unit = fact.unit if fact.type in _MEASURES else None
    if unit is not None and sign:
        named = names.unit(sign, unit.dimension)
        unit = named if named is not None and named.dimension == unit.dimension else unit
    return Column(header, fact, unit), nearby


def _called(rulebook: Rulebook, header: str) -> tuple[Fact | None, str]:
    """Return the fact that documents call as a header does, and the unit that stands in brackets or behind the name."""
    words, bracketed = synonyms(rulebook), _BRACKETED.fullmatch(header.strip())
    if bracketed is not None:
        return words.get(_fold(bracketed["name"])), bracketed["unit"].strip()
    if (fact := words.get(_fold(header))) is not None:
        return fact, ""
    parts = re.split(r"[\s_]+", header.strip())
    fact, sign = words.get(_fold(" ".join(parts[:-1]))), parts[-1]
    if fact is None or fact.unit is None:
        return None, ""
    unit = _names_of(rulebook).unit(sign, fact.unit.dimension)
    return (fact, sign) if unit is not None and unit.dimension == fact.unit.dimension else (None, "")


def type_faults(headings: Headings, types: Mapping[str, str]) -> list[Fault]:
    """Return a fault for every column whose type can state nothing of its fact, before any row is read.

    Args:
        headings: the header.
        types: header → ``number``, ``truth``, ``date``, ``text``, ``time``, ``nested`` or ``blank``, as the format stores the column.
    """
    faults: list[Fault] = []
    for column in headings.columns:
        fact, stored = column.fact, types.get(column.name, "text")
        where = f"column '{column.name}'"
        if stored in ("text", "blank", "nested") or fact.type == "text":
            continue
        if stored not in _STATING.get(fact.type, ()):
            found = f"a column of {_STORED[stored]} for {fact.path}"
            faults.append(Fault(where, found, _EXPECTED.get(fact.type, "text")))
        elif fact.type in _MEASURES and column.unit is None and fact.unit and fact.unit.dimension != "fraction":
            name = _named(fact, fact.unit, column.name)
            mend = f"if they are in {fact.unit.name}, call it '{name}', or map it to '{fact.key} [{fact.unit.name}]'"
            faults.append(Fault(where, "numbers without a unit", "a unit in the header", mend))
    return faults


_STATING = {"truth": ("truth", "number"), "date": ("date",), **dict.fromkeys(_MEASURES, ("number",))}
_STORED = {"number": "numbers", "truth": "truths", "date": "dates", "time": "times"}
_EXPECTED = {
    **dict.fromkeys(_MEASURES, "numbers, with a unit in the header or in each cell"),
    "truth": "yes, no, or nothing where it is not known",
    "one_of": "words",
    "nation": "names or codes of nations",
    "date": "days, as YYYY-MM-DD or of the type date",
    "codes": "codes such as 1.A.2",
}


def _end(word: str) -> End:
    return "min" if word == "min" else "max" if word == "max" else ""


def _first(hints: list[str]) -> str:
    return hints[0] if hints else ""


def _fold(name: str) -> str:
    """Return a name without what people do not mind: case, blanks, hyphens."""
    return re.sub(r"[\s_-]+", "_", name.strip().casefold()).strip("_")


def _ascii(sign: str) -> str:
    """Return the letters and digits of a unit: ``kmh`` for ``km/h``, ``gcm3`` for ``g/cm^3``."""
    return re.sub(r"[^\w%°\"]|_", "", sign)
