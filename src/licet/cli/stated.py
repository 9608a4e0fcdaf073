"""What the options of a command line state, as the same nodes that a file gives, laid over those of a file."""

from __future__ import annotations

import re
from collections.abc import Mapping as MappingType
from collections.abc import Sequence as SequenceType

from licet.errors import Fault, near
from licet.language.nodes import Mapping, Node, Scalar, Sequence, Where
from licet.language.quantities import NotAQuantity
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.vocabulary import Fact

_BETWEEN = re.compile(r"\s*(?:\.{2,3}|…|;|\bto\b|–|,\s+|(?<=[^\d\s])\s*,\s*(?=[\d.]))\s*")
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


def option_nodes(
    rulebook: Rulebook, stated: MappingType[str, SequenceType[str]], faults: list[Fault]
) -> dict[str, Node]:
    """Return what options state: fact → node."""
    nodes: dict[str, Node] = {}
    for name, texts in stated.items():
        fact, before = rulebook.facts[name], len(faults)
        node = node_of(rulebook, fact, texts, Where(f"--{fact.option}"), faults)
        if len(faults) == before:
            nodes[name] = node
    return nodes


def laid_over(rulebook: Rulebook, node: Mapping | None, nodes: MappingType[str, Node]) -> Mapping:
    """Return a transfer with some facts replaced or added.

    Args:
        rulebook: declares where each fact stands.
        node: the transfer; an empty one when there is none.
        nodes: fact → what is stated of it now.
    """
    facts = [rulebook.facts[name] for name in nodes]
    sections = {fact.at for fact in rulebook.facts.values() if fact.at}
    where = node.where if node is not None else Where("options")
    kept: list[tuple[str, Node, Where]] = []
    for key, item in node.entries if node is not None else ():
        place = node.where_of(key) if node is not None else where
        if key in sections and isinstance(item, Mapping):
            names = {name for fact in facts if fact.at == key for name in (fact.key, *fact.aliases)}
            item = _without(item, names)
        elif any(key in (fact.path, *_top_names(fact)) for fact in facts):
            continue
        kept.append((key, item, place))
    for fact in facts:
        if not fact.at:
            kept.append((fact.key, nodes[fact.name], nodes[fact.name].where))
    for section in sorted({fact.at for fact in facts if fact.at}):
        added = [(fact.key, nodes[fact.name]) for fact in facts if fact.at == section]
        old = next((item for key, item, _ in kept if key == section and isinstance(item, Mapping)), None)
        kept = [entry for entry in kept if entry[0] != section or not _replaceable(entry[1])]
        kept.append((section, _with(old, added), where))
    return Mapping(tuple((key, item) for key, item, _ in kept), where, tuple(place for _, _, place in kept))


def _top_names(fact: Fact) -> tuple[str, ...]:
    """Return the keys that state a fact at the top of a transfer; a fact of the item may stand there as well."""
    return (fact.key, *fact.aliases) if fact.at in ("", "item") else ()


def _replaceable(item: Node) -> bool:
    return isinstance(item, Mapping) or (isinstance(item, Scalar) and item.empty)


def _without(item: Mapping, names: set[str]) -> Mapping:
    entries = tuple((key, value) for key, value in item.entries if key not in names)
    return Mapping(entries, item.where, tuple(item.where_of(key) for key, _ in entries))


def _with(item: Mapping | None, added: list[tuple[str, Node]]) -> Mapping:
    entries = (*(item.entries if item is not None else ()), *added)
    where = item.where if item is not None else added[0][1].where
    places = [item.where_of(key) for key, _ in item.entries] if item is not None else []
    return Mapping(entries, where, (*places, *(node.where for _, node in added)))


def fact_called(rulebook: Rulebook, name: str) -> Fact | None:
    """Return the fact that a person calls so: by its name, path, key, alias or option."""
    wanted = name.strip().lstrip("-").casefold().replace("-", "_").replace(" ", "_")
    for fact in rulebook.facts.values():
        if wanted in (fact.name, fact.path, fact.option.replace("-", "_")):
            return fact
    return next((fact for fact in rulebook.facts.values() if wanted in (fact.key, *fact.aliases)), None)


def near_fact(rulebook: Rulebook, name: str) -> str:
    """Return a hint that names the fact or question nearest to a name."""
    keys = [key for fact in rulebook.facts.values() for key in (fact.key, *fact.aliases)]
    return near(name, dict.fromkeys([*rulebook.facts, *keys, *rulebook.questions]))
