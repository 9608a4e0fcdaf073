"""What was written for a fact on one line - an option, the cell of a table - as the node that a file would give."""

from __future__ import annotations

import re
from collections.abc import Sequence as SequenceType

from licet.errors import Fault
from licet.language.nodes import Mapping, Node, Scalar, Sequence, Where
from licet.language.quantities import NotAQuantity
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.vocabulary import Fact

_BETWEEN = re.compile(r"\s*(?:\.{2,3}|…|;|(?<!\b[Uu]p )\bto\b|–|,\s+|(?<=[^\d\s])\s*,\s*(?=[\d.]))\s*")
_BARE = re.compile(r"[+-]?[\d.,]+(?:[eE][+-]?\d{1,2})?")
_LISTS = ("codes", "points", "parties")


def node_of(rulebook: Rulebook, fact: Fact, texts: SequenceType[str], where: Where, faults: list[Fault]) -> Node:
    """Return what was written for a fact as a node.

    Args:
        rulebook: declares facts and units.
        fact: the fact.
        texts: what was written, once or several times.
        where: the option, for messages.
        faults: takes what is no list, pair or party.
    """
    if fact.type == "points":
        return Sequence(tuple(_point(rulebook, fact, text, where, faults) for text in texts), where)
    if fact.type == "parties":
        return Sequence(tuple(_party(text, where) for text in texts), where)
    if fact.type == "codes":
        codes = [code for text in texts for code in re.split(r"[,;\s]+", text.strip()) if code]
        codes = [] if [code.casefold() for code in codes] == ["none"] else codes
        return Sequence(tuple(Scalar(code, where) for code in codes), where)
    if fact.measured and fact.type != "date":
        ends = [end for text in texts for end in _ends(text)]
        return Scalar(ends[0], where) if len(ends) == 1 else Sequence(tuple(Scalar(end, where) for end in ends), where)
    if len(texts) > 1:
        faults.append(Fault(where.file, f"{fact.path}: {len(texts)} values", "one value"))
    return Scalar(texts[-1], where)


def _ends(text: str) -> list[str]:
    """Return the ends of ``1850 km``, ``1850 km, 2500 km`` or ``1850..2500 km``, where a bare number takes the other's unit."""
    inner = text.strip()
    inner = inner[1:-1] if inner.startswith("[") and inner.endswith("]") else inner
    ends: list[str] = [str(part) for part in _BETWEEN.split(inner) if part] or [inner]
    if len(ends) == 2:
        for bare, other in ((0, 1), (1, 0)):
            unit = re.sub(r"^[\s\d.,+-]+", "", ends[other])
            if _BARE.fullmatch(ends[bare]) and unit and not _BARE.fullmatch(ends[other]):
                ends[bare] = f"{ends[bare]} {unit}"
    return ends


def _point(rulebook: Rulebook, fact: Fact, text: str, where: Where, faults: list[Fault]) -> Node:
    """Return ``1701 kg, 1850 km`` as a point, each number where its dimension belongs."""
    test = next(test for test in rulebook.tests.values() if fact.name in (test.points, test.excluded))
    measures = [rulebook.facts[name] for name in test.maxima]
    entries: dict[str, Node] = {}
    for part in re.split(r"\s*(?:,\s+|;|@|\bover\b|(?<=[^\d\s])\s*,\s*(?=[\d.]))\s*", text.strip("{}[] ")):
        key, colon, rest = part.partition(":")
        try:
            quantity = rulebook.units.read(rest if colon else part)
        except NotAQuantity as error:
            faults.append(Fault(where.file, str(error), _point_form(measures)))
            return Mapping((), where)
        measure = next(
            (
                m
                for m in measures
                if m.unit and m.unit.dimension == quantity.unit.dimension and key.strip() in (m.key, part)
            ),
            None,
        )
        if measure is None or measure.key in entries:
            faults.append(Fault(where.file, f"'{text}'", _point_form(measures)))
            return Mapping((), where)
        entries[measure.key] = Scalar(rest if colon else part, where)
    return Mapping(tuple(entries.items()), where, (where,) * len(entries))


def _point_form(measures: SequenceType[Fact]) -> str:
    return "a pair such as '" + ", ".join(f"N {m.unit.name if m.unit else ''}".strip() for m in measures) + "'"


def _party(text: str, where: Where) -> Node:
    """Return ``name=ACME, role=end_user, nation=IT`` as a party; a text without ``=`` is a name."""
    if "=" not in text:
        return Mapping((("name", Scalar(text, where)),), where, (where,))
    entries: dict[str, Node] = {}
    for part in re.split(r",\s*(?=\w+\s*=)", text):
        key, _, value = part.partition("=")
        entries[key.strip()] = Scalar(value.strip(), where)
    return Mapping(tuple(entries.items()), where, (where,) * len(entries))
