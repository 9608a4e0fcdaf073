"""What the options of a command line state, as the same nodes that a file gives, laid over those of a file."""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from collections.abc import Sequence as SequenceType

from licet.errors import Fault, near
from licet.language.nodes import Mapping, Node, Scalar, Where
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.vocabulary import Fact
from licet.transfers.written import node_of


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
