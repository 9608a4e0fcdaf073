"""What the options of a command line state, as the same nodes that a file gives."""

from __future__ import annotations

from collections.abc import Mapping as MappingType
from collections.abc import Sequence as SequenceType

from licet.errors import Fault, near
from licet.language.nodes import Node, Where
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
