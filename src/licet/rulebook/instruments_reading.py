"""The instruments of a folder of law, read: front matter, prose and rules."""

from __future__ import annotations

import re
from dataclasses import replace

from licet.errors import Fault, near
from licet.language.conditions import And, Condition, conjuncts
from licet.language.markdown import Block, Prose
from licet.language.nodes import Mapping
from licet.rulebook.amendments import AMENDING, read_changes, read_ends, read_replaced
from licet.rulebook.fields import Fields
from licet.rulebook.instruments import INSTRUMENT_KINDS, RELATIONS, STANDINGS, Instrument, Reference, Rule
from licet.rulebook.library import Library, read_block, read_blocks
from licet.rulebook.relations import RELATED, edition, related, related_how
from licet.rulebook.windows import Window

_ID = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
_RULE_ID = re.compile(r"[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*")


def read_instrument(library: Library, path: str, data: bytes) -> Instrument | None:
    """Read one file of law into the library; return it, or None when it has no usable front matter."""
    faults = library.faults
    before = len(faults)
    front, parts = read_blocks(path, data, faults)
    if front is None:
        if len(faults) == before:
            faults.append(Fault(f"{path}:1", "a file of law without front matter", "--- instrument: … ---"))
        return None
    before = len(faults)
    node = read_block(front, "front matter", faults)
    if len(faults) > before:
        return None
    fields = Fields(
        node,
        "front matter",
        ("instrument", "title", "issuer", "kind", "source", "standing"),
        ("in_force", "scope", "note", "introduced", "status", "read", "sought", *RELATED, *AMENDING),
        faults,
    )
    identity = fields.text("instrument")
    if identity and not _ID.fullmatch(identity):
        fields.fault("instrument", f"the instrument name '{identity}'", "small letters, digits, dots and hyphens")
    kind = fields.choice("kind", INSTRUMENT_KINDS)
    if kind == "proposal" and fields.text("in_force"):
        fields.fault("in_force", "a proposal with dates in force", "none: a proposal is in force where it is named")
    if kind and kind != "proposal" and not fields.text("in_force"):
        fields.fault("instrument", f"the {kind} '{identity}' without dates in force", "in_force: A .. B")
    if identity in library.instruments:
        fields.fault(
            "instrument", f"the instrument '{identity}' a second time", f"one ({library.instruments[identity].file})"
        )
        return None
    window, scope = fields.window("in_force"), fields.condition("scope")
    rules: list[Rule] = []
    order: list[Prose | str] = []
    for part in parts:
        if isinstance(part, Prose):
            order.append(part)
        elif part.language == "rule":
            rule = _read_rule(library, part, fields, window, scope)
            if rule is None:
                continue
            coded = {
                name: codes
                for name, codes in rule.then.items()
                if name in library.questions and library.questions[name].type == "codes"
            }
            concerned = [name for name in coded if library.questions[name].itself is not None]
            if concerned and len(set(coded.values())) > 1 and len(coded) > 1:
                told = "; ".join(f"{name}: {', '.join(codes)}" for name, codes in coded.items())
                fault = Fault(
                    str(rule.where), f"different codes in one rule ({told})", "the same code for each of them"
                )
                faults.append(fault)
            rules += _concerned(library, rule)
            rule = _itself(library, rule)
            if any(other.id == rule.id for other in rules):
                faults.append(Fault(str(rule.where), f"the rule '{rule.id}' a second time", "another id"))
                continue
            rules.append(rule)
            order.append(rule.name)
        else:
            order.append(Prose(f"```{part.language}\n{part.text}\n```", part.where))
    instrument = Instrument(
        id=identity,
        title=fields.text("title"),
        issuer=fields.text("issuer"),
        kind=kind,
        window=window,
        source=fields.text("source"),
        standing=fields.choice("standing", STANDINGS, "unverified"),
        file=path,
        rules=tuple(rules),
        parts=tuple(order),
        note=fields.text("note"),
        introduced=fields.text("introduced"),
        status=fields.text("status"),
        implements=related(fields, "implements"),
        departs_from=related_how(fields, "departs_from"),
        prints=related_how(fields, "prints"),
        read=edition(fields, "read"),
        sought=fields.text("sought"),
        ends=read_ends(fields, kind == "proposal"),
        groups=read_changes(fields, kind == "proposal"),
    )
    library.instruments[identity] = instrument
    return instrument


def _concerned(library: Library, rule: Rule) -> list[Rule]:
    """Return the rules on the thing concerned, which a facility or technology may only be for, that a rule on the thing holds."""
    return [
        replace(rule, name=f"{rule.name}/{name}", id=f"{rule.id}/{name}", then={name: rule.then[name]}, of=rule.name)
        for name in rule.then
        if name in library.questions and library.questions[name].itself is not None and len(rule.then) > 1
    ]


def _itself(library: Library, rule: Rule) -> Rule:
    """Return a rule that also speaks of the thing concerned as the rule on the thing itself."""
    asked = {name: library.questions[name].itself for name in rule.then if name in library.questions}
    limits = [condition for condition in asked.values() if condition is not None]
    if not limits or len(rule.then) == 1:
        return rule
    # What the thing is comes before what is asked of it.
    parts = [part for condition in (*limits, rule.condition) if condition is not None for part in conjuncts(condition)]
    then = {name: answers for name, answers in rule.then.items() if asked.get(name) is None}
    return replace(rule, then=then, condition=parts[0] if len(parts) == 1 else And(tuple(parts)))


def _references(fields: Fields) -> dict[str, tuple[Reference, ...]]:
    """Return the cross-references of an entry: list → places, each with its relation where one is stated."""
    node = fields.node.get("xref")
    if node is None:
        return {}
    if not isinstance(node, Mapping):
        fields.fault("xref", "no mapping under 'xref'", "lists with their codes")
        return {}
    found: dict[str, tuple[Reference, ...]] = {}
    inner = Fields(node, "xref", (), tuple(name for name, _ in node.entries), fields.faults)
    for name, places in node.entries:
        if not isinstance(places, Mapping):
            found[name] = tuple(Reference(code, "overlapping") for code in inner.texts(name))
            continue
        references = []
        for code, text in inner.pairs(name).items():
            relation, _, note = (part.strip() for part in text.partition(";"))
            if relation not in RELATIONS:
                inner.fault(
                    name, f"the relation '{relation}' of {code}", " | ".join(RELATIONS), near(relation, RELATIONS)
                )
            references.append(Reference(code, relation, note))
        found[name] = tuple(references)
    return found


def _read_rule(library: Library, block: Block, front: Fields, window: Window, scope: Condition | None) -> Rule | None:
    before = len(library.faults)
    node = read_block(block, "rule", library.faults)
    if len(library.faults) > before:
        return None
    fields = Fields(
        node,
        "rule",
        ("id", "cite", "decides", "then", "says"),
        (
            "when",
            "except_to",
            "replaces",
            "in_force",
            "source",
            "standing",
            "note",
            "implements",
            "xref",
            "aka",
            "words",
            "subject",
        ),
        library.faults,
    )
    identity = fields.text("id")
    if identity and not _RULE_ID.fullmatch(identity):
        fields.fault("id", f"the rule name '{identity}'", "letters, digits, dots and hyphens")
    decides = fields.texts("decides")
    if isinstance(fields.node.get("then"), Mapping):
        then = fields.lists("then")
        for question in sorted(set(decides) ^ set(then)):
            fields.fault("then", f"'{question}' in only one of 'decides' and 'then'", "the same questions in both")
        for question in [question for question, answers in then.items() if not answers]:
            fields.fault("then", f"no answer to '{question}'", "an answer")
    else:
        then = dict.fromkeys(decides, fields.texts("then"))
    own = fields.window("in_force", window)
    if front.text("kind") == "proposal" and fields.text("in_force"):
        fields.fault(
            "in_force", "a rule of a proposal with dates in force", "none: a proposal is in force where it is named"
        )
    elif not own.within(window):
        fields.fault(
            "in_force",
            f"the rule '{identity}' in force {own}, outside its instrument ({window})",
            "dates inside those of the instrument",
            "narrow the rule or widen the instrument",
        )
    replaces, inherits = read_replaced(fields, front.text("kind") == "proposal")
    when = fields.condition("when")
    parts = [part for condition in (scope, when) if condition is not None for part in conjuncts(condition)]
    condition = None if not parts else parts[0] if len(parts) == 1 else And(tuple(parts))
    return Rule(
        name=f"{front.text('instrument')}/{identity}",
        id=identity,
        instrument=front.text("instrument"),
        cite=fields.text("cite"),
        says=fields.text("says"),
        then=then,
        condition=condition,
        when=when,
        scope=scope,
        window=own,
        except_to=fields.texts("except_to"),
        source=fields.text("source") or front.text("source"),
        standing=fields.choice("standing", STANDINGS) or front.text("standing") or "unverified",
        where=fields.where,
        note=fields.text("note"),
        subject=fields.text("subject"),
        xref=_references(fields),
        aka=fields.texts("aka"),
        words=fields.lists("words"),
        implements=fields.texts("implements"),
        replaces=replaces,
        inherits=inherits,
    )
