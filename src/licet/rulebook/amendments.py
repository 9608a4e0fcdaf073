"""What a proposal says of the law as it is: what it ends, which rules it replaces, who joins or leaves a group.

Read from its front matter and its rules, and checked. What follows once it is in force stands in :mod:`licet.rulebook.reforming`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from licet.errors import Fault, near
from licet.language import nodes
from licet.language.nodes import Where
from licet.rulebook.declarations import unknown
from licet.rulebook.fields import Fields
from licet.rulebook.instruments import GroupChange, Instrument, Rule

if TYPE_CHECKING:
    from licet.rulebook.library import Library

AMENDING = ("ends", "groups")
_PROPOSAL = "a proposal; what is law ends and changes by its own dates"


def read_ends(fields: Fields, proposal: bool) -> dict[str, Where]:
    """Return what a front matter ends: name of a rule or an instrument → where it stands."""
    node, before = fields.node.get("ends"), len(fields.faults)
    _for_proposals(fields, "ends", proposal)
    items = node.items if isinstance(node, nodes.Sequence) else () if node is None else (node,)
    found: dict[str, Where] = {}
    # Reports what is no text; the places come from the nodes themselves.
    fields.texts("ends")
    for item in items:
        if isinstance(item, nodes.Scalar) and item.text.strip():
            _once(fields.faults, found, item.text.strip(), item.where, "ends")
    if node is not None and not found and len(fields.faults) == before:
        fields.fault("ends", "nothing under 'ends'", "rules or instruments that are law no longer")
    return found


def read_changes(fields: Fields, proposal: bool) -> dict[str, GroupChange]:
    """Return the changes of groups in a front matter: group → who joins and who leaves."""
    node = fields.node.get("groups")
    _for_proposals(fields, "groups", proposal)
    if node is None:
        return {}
    example = "groups, each with who joins and leaves: {mnna: {join: [PE], leave: [AR]}}"
    if not isinstance(node, nodes.Mapping) or not node.entries:
        fields.fault("groups", "no mapping under 'groups'", example)
        return {}
    found = {}
    for name, change in node.entries:
        where = node.where_of(name)
        inner = Fields(change, "change of a group", (), ("join", "leave"), fields.faults)
        join, leave = inner.texts("join"), inner.texts("leave")
        if (
            not join
            and not leave
            and isinstance(change, nodes.Mapping)
            and {*dict(change.entries)} <= {"join", "leave"}
        ):
            fields.faults.append(Fault(str(where), f"no nation that joins or leaves '{name}'", example))
        found[name] = GroupChange(join, leave, where)
    return found


def read_replaced(fields: Fields, proposal: bool) -> tuple[tuple[str, ...], bool]:
    """Return the rules that a rule replaces, and whether it displaces what they displace, since it names nothing itself."""
    node = fields.node.get("replaces")
    _for_proposals(fields, "replaces", proposal)
    if node is None:
        return (), False
    seen: dict[str, Where] = {}
    for name in fields.texts("replaces"):
        _once(fields.faults, seen, name, fields.place("replaces"), "replaces")
    if not seen:
        fields.fault("replaces", "nothing under 'replaces'", "full names of the rules whose place this one takes")
    return tuple(seen), fields.node.get("except_to") is None


def _for_proposals(fields: Fields, key: str, proposal: bool) -> None:
    if not proposal and fields.node.get(key) is not None:
        fields.fault(key, f"'{key}' in law that is no proposal", _PROPOSAL)


def _once(faults: list[Fault], found: dict[str, Where], name: str, where: Where, key: str) -> None:
    if name in found:
        faults.append(Fault(str(where), f"'{name}' a second time under '{key}'", "every name once"))
    found.setdefault(name, where)


# What is named, and what that reaches.


def families(rules: Iterable[Rule]) -> dict[str, tuple[str, ...]]:
    """Return each rule as it is written with the rules that were made of it: name → its name and theirs.

    A rule that also speaks of the thing concerned is several; whoever ends it ends them all.
    """
    found: dict[str, tuple[str, ...]] = {}
    for rule in rules:
        written = rule.of or rule.name
        found[written] = (*found.get(written, ()), rule.name)
    return found


# What is wrong with it.


def check_amendments(library: Library, rules: Mapping[str, Rule]) -> None:
    """Add a fault for everything that a proposal ends, replaces or changes and that is not there to be ended, replaced or changed."""
    family = families(rules.values())
    for proposal in library.instruments.values():
        for name, where in proposal.ends.items():
            library.faults += _ended(library, rules, family, name, where)
        for rule in proposal.rules:
            if rule.replaces and not rule.of:
                library.faults += _replaced(library, rules, family, rule)
        for name, change in proposal.groups.items():
            library.faults += _changed(library, name, change)


def _ended(
    library: Library, rules: Mapping[str, Rule], family: Mapping[str, object], name: str, where: Where
) -> Iterator[Fault]:
    known = family if "/" in name else library.instruments
    if name not in known:
        yield unknown(where, "rule" if "/" in name else "instrument", name, known)
        return
    instrument = library.instruments[rules[name].instrument if "/" in name else name]
    yield from _no_law(where, name, instrument)


def _replaced(
    library: Library, rules: Mapping[str, Rule], family: Mapping[str, tuple[str, ...]], rule: Rule
) -> Iterator[Fault]:
    decides = {question for name in family[rule.name] for question in rules[name].then}
    for name in rule.replaces:
        if name in library.instruments:
            found, mend = f"'{name}', an instrument, under 'replaces'", "name its rules, or end it under 'ends'"
            yield Fault(str(rule.where), found, "full names of rules", mend)
            continue
        if name not in family:
            yield unknown(rule.where, "rule", name, family)
            continue
        yield from _no_law(rule.where, name, library.instruments[rules[name].instrument])
        others = dict.fromkeys(question for part in family[name] for question in rules[part].then)
        if decides.isdisjoint(others) and {*decides, *others} <= library.questions.keys():
            found = f"a replacement of '{name}', which decides {', '.join(others)}"
            yield Fault(str(rule.where), found, f"a rule on {', '.join(sorted(decides))}")
        if name in rule.except_to:
            found = f"'{name}' under 'replaces' and under 'except_to'"
            yield Fault(str(rule.where), found, "one of the two", "what is replaced needs no exception to it")


def _no_law(where: Where, name: str, instrument: Instrument) -> Iterator[Fault]:
    if instrument.proposal:
        found = f"'{name}', which is {'' if name == instrument.id else 'of '}a proposal"
        yield Fault(str(where), found, "law", "a proposal that is not to count is not named as a reform")


def _changed(library: Library, name: str, change: GroupChange) -> Iterator[Fault]:
    where = str(change.where)
    group = library.groups.get(name)
    if group is None:
        yield unknown(change.where, "group", name, library.groups)
    elif group.assumed and change.leave:
        found = f"nations that leave '{name}', whose list is not public"
        yield Fault(where, found, "nations that join it", "nobody is known to be on it")
    for nation in (*change.join, *change.leave):
        if library.nations and nation not in library.nations:
            yield Fault(where, f"the unknown nation '{nation}'", "a code of names.csv", _nation_near(library, nation))
    for nation in change.join:
        if nation in change.leave:
            yield Fault(where, f"'{nation}', which joins '{name}' and leaves it", "one of the two")
    for nations in (change.join, change.leave):
        for nation in dict.fromkeys(nation for nation in nations if nations.count(nation) > 1):
            yield Fault(where, f"'{nation}' a second time in the change of '{name}'", "every nation once")


def _nation_near(library: Library, text: str) -> str:
    """Return a hint at the nation that was meant, whether its code was written or its name."""
    code = next((code for code, name in library.nations.items() if name.casefold() == text.casefold()), "")
    return (
        f"did you mean {code}?" if code else near(text.upper(), library.nations) or near(text, library.nations.values())
    )
