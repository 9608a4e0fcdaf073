"""The vocabulary of a folder of law, read: facts, questions and named tests."""

from __future__ import annotations

import re
from dataclasses import replace

from licet.errors import Fault, near
from licet.language.arithmetic import NotAnExpression, read_expression
from licet.language.markdown import Block
from licet.language.nodes import Mapping, Node
from licet.language.quantities import NotAQuantity, Unit
from licet.rulebook.fields import Fields
from licet.rulebook.library import Library, read_block, read_blocks
from licet.rulebook.vocabulary import (
    CASE,
    COMBINATIONS,
    FACT_TYPES,
    PARTY,
    QUESTION_TYPES,
    Derived,
    Fact,
    Implied,
    Question,
    Test,
)


def read_vocabulary(library: Library, path: str, data: bytes) -> None:
    """Read one file of the vocabulary into the library."""
    faults = library.faults
    for part in read_blocks(path, data, faults)[1]:
        if not isinstance(part, Block) or part.language not in ("fact", "question", "test"):
            continue
        before = len(faults)
        node = read_block(part, part.language, faults)
        if not isinstance(node, Mapping) or len(faults) > before:
            continue
        if part.language == "fact":
            _read_fact(library, node)
        elif part.language == "question":
            _read_question(library, node)
        else:
            _read_test(library, node)


def _read_fact(library: Library, node: Node) -> None:
    fields = Fields(
        node,
        "fact",
        ("fact", "type", "definition", "source", "ask"),
        (
            "at",
            "unit",
            "values",
            "values_of",
            "bounds",
            "margin",
            "presume",
            "because",
            "implied",
            "also",
            "same",
            "terms",
            "headers",
            "unstated",
            "derived",
            "estimated",
            "aliases",
            "implies",
            "unlisted",
            "unlisted_implies",
            "found",
            "note",
        ),
        library.faults,
    )
    key, at = fields.text("fact"), fields.choice("at", ("item", "end_use", PARTY))
    name = key if at in ("", "item") else f"{at}.{key}"
    kind = fields.choice("type", FACT_TYPES)
    unit = _unit(library, fields, "unit")
    if kind in ("quantity", "money") and not fields.text("unit"):
        fields.fault("type", f"the {kind} '{name}' without a unit", "the key 'unit'")
    if kind == "number" and unit is None:
        unit = library.units.by_name["1"]
    if not name or not kind or (kind in ("quantity", "money") and unit is None):
        library.unreadable.add(name)
        return
    bounds = None
    if fields.node.get("bounds") is not None and unit is not None:
        ends = [_quantity(library, fields, "bounds", text, unit) for text in fields.texts("bounds")]
        if len(ends) == 2 and ends[0] < ends[1]:
            bounds = (ends[0], ends[1])
        else:
            fields.fault("bounds", f"{len(ends)} bounds", "a least and a greatest value")
    implied = []
    for child in fields.children("implied"):
        inner = Fields(child, "implied value", ("value", "when", "why"), (), library.faults)
        when = inner.condition("when")
        if when is not None:
            implied.append(Implied(inner.text("value"), when, inner.text("why")))
    margin = fields.text("margin")
    fact = Fact(
        name=name,
        key=key,
        at=at,
        type=kind,
        definition=fields.text("definition"),
        source=fields.text("source"),
        ask=fields.text("ask"),
        where=fields.where,
        unit=unit,
        values=fields.pairs("values"),
        bounds=bounds,
        margin=_quantity(library, fields, "margin", margin, library.units.by_name["1"]) if margin else 0.0,
        presume=fields.text("presume"),
        because=fields.text("because"),
        implied=tuple(implied),
        aliases=fields.texts("aliases"),
        also=fields.pairs("also"),
        same=fields.pairs("same"),
        terms=fields.texts("terms"),
        headers=fields.texts("headers"),
        unstated=fields.text("unstated"),
        implies=fields.pairs("implies"),
        unlisted=fields.text("unlisted"),
        unlisted_implies=fields.pairs("unlisted_implies"),
        found=fields.texts("found"),
    )
    if fields.text("values_of"):
        library.values_of[name] = fields.text("values_of")
    library.derivations[name] = [
        (Fields(child, key, ("as", "why"), ("when", "source"), library.faults), key == "estimated")
        for key in ("derived", "estimated")
        for child in fields.children(key)
    ]
    if name in library.facts:
        fields.fault("fact", f"the fact '{name}' a second time", f"one (first in {library.facts[name].where})")
        return
    library.facts[name] = fact


def _read_question(library: Library, node: Node) -> None:
    fields = Fields(
        node,
        "question",
        ("question", "type", "combine", "definition"),
        (
            "values",
            "values_of",
            "default",
            "covered",
            "claims",
            "itself",
            "shown",
            "due",
            "each",
            "asked",
            "says",
            "note",
        ),
        library.faults,
    )
    name, kind = fields.text("question"), fields.choice("type", QUESTION_TYPES)
    if not name or not kind:
        library.unreadable.add(name)
        return
    combine = fields.choice("combine", COMBINATIONS)
    if combine and (kind == "codes") != (combine == "all"):
        fields.fault("combine", f"'{combine}' for a question of type {kind}", "all for codes, and only for codes")
    question = Question(
        name=name,
        type=kind,
        combine=combine or "all",
        definition=fields.text("definition"),
        where=fields.where,
        values=fields.pairs("values"),
        default=fields.text("default"),
        covered=fields.condition("covered"),
        claims=fields.text("claims"),
        itself=fields.condition("itself"),
        shown=fields.flag("shown", True),
        due=fields.condition("due"),
        each=fields.choice("each", (PARTY,)),
        asked=fields.choice("asked", (CASE,)),
    )
    if question.name in library.questions:
        first = library.questions[question.name].where
        fields.fault("question", f"the question '{question.name}' a second time", f"one (first in {first})")
        return
    if fields.text("values_of"):
        library.values_of[question.name] = fields.text("values_of")
    library.questions[question.name] = question


def share_values(library: Library) -> None:
    """Fill ``values_of``, the values of another fact or question of the same vocabulary, and check that values are there."""
    for name, other in library.values_of.items():
        source = library.facts.get(other) or library.questions.get(other)
        if name in library.facts:
            library.facts[name] = replace(library.facts[name], values=dict(source.values) if source else {})
        elif name in library.questions:
            library.questions[name] = replace(library.questions[name], values=dict(source.values) if source else {})
    items: list[Fact | Question] = [*library.facts.values(), *library.questions.values()]
    for item in items:
        if item.type == "one_of" and not item.values:
            library.faults.append(
                Fault(str(item.where), f"'{item.name}' without values", "the key 'values' or 'values_of'")
            )
    for question in library.questions.values():
        if question.type == "one_of" and question.values and question.default not in question.values:
            library.faults.append(
                Fault(str(question.where), f"the default '{question.default}'", " | ".join(question.values))
            )


def read_derivations(library: Library) -> None:
    """Read how quantities follow from each other, once all facts are known."""
    units = {fact.name: fact.unit for fact in library.facts.values() if fact.unit is not None}
    for name, written in library.derivations.items():
        fact = library.facts.get(name)
        if fact is None or not written:
            continue
        if any(fields.text("as") and _reads_unreadable(fields.text("as"), library) for fields, _ in written):
            # What is wrong with a fact that it reads has been said already.
            continue
        found = []
        for fields, estimate in written:
            when = fields.condition("when")
            if not fields.text("as"):
                continue
            try:
                if fact.unit is None:
                    raise NotAnExpression(f"'{name}', which has no unit")
                expression = read_expression(fields.text("as"), library.units, units)
                if expression.exponents != library.units.dimensions.get(fact.unit.dimension):
                    raise NotAnExpression(f"'{expression.text}', which is no {fact.unit.dimension}")
                if name in expression.reads:
                    raise NotAnExpression(f"'{name}' from itself")
            except NotAnExpression as error:
                fields.fault("as", f"{error}", "an expression of measured facts of the same dimension")
                continue
            found.append(Derived(expression, when, fields.text("why"), estimate))
        library.facts[name] = replace(fact, derived=tuple(found))


def _reads_unreadable(text: str, library: Library) -> bool:
    return bool(set(re.findall(r"[A-Za-z_][A-Za-z0-9_.]*", text)) & library.unreadable)


def _read_test(library: Library, node: Node) -> None:
    fields = Fields(
        node,
        "test",
        ("test", "arguments", "definition"),
        ("maxima", "points", "excluded", "question", "says", "denies", "source", "note"),
        library.faults,
    )
    name = fields.text("test")
    if name in library.tests:
        fields.fault("test", f"the test '{name}' a second time", f"one (first in {library.tests[name].where})")
        return
    library.tests[name] = Test(
        name=name,
        arguments=fields.texts("arguments"),
        definition=fields.text("definition"),
        where=fields.where,
        maxima=fields.texts("maxima"),
        points=fields.text("points"),
        excluded=fields.text("excluded"),
        question=fields.text("question"),
        says=fields.text("says"),
        denies=fields.text("denies"),
    )


def _unit(library: Library, fields: Fields, key: str) -> Unit | None:
    name = fields.text(key)
    if not name:
        return None
    unit = library.units.unit(name)
    if unit is None:
        fields.fault(key, f"the unknown unit '{name}'", "a unit of units.csv", near(name, library.units.by_name))
    return unit


def _quantity(library: Library, fields: Fields, key: str, text: str, unit: Unit) -> float:
    try:
        quantity = library.units.read(text, unit)
    except NotAQuantity as error:
        fields.fault(key, str(error), f"a number in {unit.name}")
        return 0.0
    if quantity.unit.dimension != unit.dimension:
        fields.fault(key, f"'{text}', a {quantity.unit.dimension}", f"a {unit.dimension}")
        return 0.0
    return quantity.to(unit)
