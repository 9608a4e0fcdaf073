"""A transfer with some of its facts replaced or added: by options of a command, by answers, by the query of an address."""

from __future__ import annotations

from collections.abc import Mapping as MappingType

from licet.language.nodes import Mapping, Node, Scalar, Where
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.vocabulary import Fact


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
