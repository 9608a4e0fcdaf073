"""A folder of law, read: vocabulary, instruments, units, nations and dated groups, with every fault found on the way."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

from licet.errors import Fault, LawError, near
from licet.language.conditions import And, Condition, conjuncts
from licet.language.markdown import Block, Prose, read_markdown
from licet.language.nodes import Mapping, Node, Unreadable, Where, decode, read_yaml
from licet.language.quantities import NotAQuantity, Unit, Units
from licet.rulebook.fields import Fields
from licet.rulebook.groups import Group, Membership, read_span
from licet.rulebook.instruments import INSTRUMENT_KINDS, STANDINGS, Instrument, Rule
from licet.rulebook.vocabulary import COMBINATIONS, FACT_TYPES, QUESTION_TYPES, Fact, Implied, Question, Test
from licet.rulebook.windows import OPEN_END, OPEN_START, NotAWindow, Window

_ID = re.compile(r"[a-z0-9]+(?:[.-][a-z0-9]+)*")
_RULE_ID = re.compile(r"[A-Za-z0-9]+(?:[.-][A-Za-z0-9]+)*")


@dataclass
class Library:
    """What a folder of law holds, while it is being read."""

    units: Units
    facts: dict[str, Fact] = field(default_factory=dict)
    questions: dict[str, Question] = field(default_factory=dict)
    tests: dict[str, Test] = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    nations: dict[str, str] = field(default_factory=dict)
    instruments: dict[str, Instrument] = field(default_factory=dict)
    values_of: dict[str, str] = field(default_factory=dict)
    unreadable: set[str] = field(default_factory=set)
    faults: list[Fault] = field(default_factory=list)


def read_library(files: dict[str, bytes]) -> Library:
    """Read the files of a rulebook.

    Args:
        files: path below the folder of law → content.

    Raises:
        LawError: when there is no table of units, so that nothing else can be read.
    """
    library = Library(_read_units(files))
    faults = library.faults
    for path, data in sorted(files.items()):
        if path.startswith("vocabulary/") and path.endswith(".md"):
            _read_vocabulary(library, path, data)
    _share_values(library)
    for where, row in _rows(files, "nations/names.csv", faults, ("code", "name")):
        if row["code"] in library.nations:
            faults.append(Fault(str(where), f"the nation '{row['code']}' a second time", "one row for a nation"))
        library.nations[row["code"]] = row["name"]
    _read_groups(library, files)
    for path, data in sorted(files.items()):
        if path.endswith(".md") and not path.startswith("vocabulary/"):
            read_instrument(library, path, data)
    return library


def _read_units(files: dict[str, bytes]) -> Units:
    path, faults = "vocabulary/units.csv", list[Fault]()
    rows: list[dict[str, str]] = []
    for where, row in _rows(files, path, faults, ("unit", "dimension", "factor")):
        try:
            usable = Fraction(row["factor"]) > 0
        except (ValueError, ZeroDivisionError):
            usable = False
        if usable:
            rows.append(row)
        else:
            faults.append(
                Fault(str(where), f"the factor '{row['factor']}'", "a number above zero, such as 1.5 or 5/18")
            )
    if not faults and not any(row["unit"] == "1" for row in rows):
        found = "no unit '1' of plain numbers" if rows else "no table of units"
        faults.append(Fault(path, found, "unit, dimension, factor, and a row 1,fraction,1"))
    if faults:
        raise LawError(faults=faults)
    try:
        return Units(rows)
    except ValueError as error:
        raise LawError(faults=[Fault(path, str(error), "every name once")]) from None


def read_folder(folder: Path) -> dict[str, bytes]:
    """Return the files of law in a folder, by their path below it.

    Raises:
        LawError: for a folder that is not there.
    """
    if not folder.is_dir():
        raise LawError(faults=[Fault(str(folder), "no such folder", "a folder of law")])
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.suffix in (".md", ".csv") and path.is_file() and path.name != "README.md"
    }


def _rows(
    files: dict[str, bytes], path: str, faults: list[Fault], columns: tuple[str, ...]
) -> Iterator[tuple[Where, dict[str, str]]]:
    if path not in files:
        return
    try:
        text = decode(files[path], path)
    except Unreadable as error:
        faults.append(error.fault)
        return
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    try:
        missing = [column for column in columns if column not in (reader.fieldnames or ())]
        if missing:
            faults.append(Fault(f"{path}:1", f"no column {', '.join(missing)}", f"the columns {', '.join(columns)}"))
            return
        for row in reader:
            where = Where(path, reader.line_num)
            if None in row or None in row.values():
                faults.append(Fault(str(where), "a row of another length than the header", "one value a column"))
                continue
            yield where, row
    except csv.Error as error:
        faults.append(Fault(f"{path}:{reader.line_num + 1}", f"text that is not CSV ({error})", "CSV"))


def _blocks(path: str, data: bytes, faults: list[Fault]) -> tuple[Block | None, list[Block | Prose]]:
    try:
        document = read_markdown(decode(data, path), path, faults)
    except Unreadable as error:
        faults.append(error.fault)
        return None, []
    return document.front, list(document.parts)


def _yaml(block: Block, what: str, faults: list[Fault]) -> Node:
    try:
        nodes = read_yaml(block.text, block.where.file, block.where.line, faults)
    except Unreadable as error:
        faults.append(error.fault)
        return Mapping((), block.where)
    if len(nodes) != 1:
        faults.append(Fault(str(block.where), f"an empty {what}", "keys and values"))
        return Mapping((), block.where)
    return nodes[0]


def _read_vocabulary(library: Library, path: str, data: bytes) -> None:
    faults = library.faults
    for part in _blocks(path, data, faults)[1]:
        if not isinstance(part, Block) or part.language not in ("fact", "question", "test"):
            continue
        before = len(faults)
        node = _yaml(part, part.language, faults)
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
            "aliases",
            "implies",
            "unlisted",
            "unlisted_implies",
            "note",
        ),
        library.faults,
    )
    key, at = fields.text("fact"), fields.choice("at", ("item", "end_use"))
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
        implies=fields.pairs("implies"),
        unlisted=fields.text("unlisted"),
        unlisted_implies=fields.pairs("unlisted_implies"),
    )
    if fields.text("values_of"):
        library.values_of[name] = fields.text("values_of")
    if name in library.facts:
        fields.fault("fact", f"the fact '{name}' a second time", f"one (first in {library.facts[name].where})")
        return
    library.facts[name] = fact


def _read_question(library: Library, node: Node) -> None:
    fields = Fields(
        node,
        "question",
        ("question", "type", "combine", "definition"),
        ("values", "values_of", "default", "covered", "claims", "shown", "says", "note"),
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
        shown=fields.flag("shown", True),
    )
    if question.name in library.questions:
        first = library.questions[question.name].where
        fields.fault("question", f"the question '{question.name}' a second time", f"one (first in {first})")
        return
    if fields.text("values_of"):
        library.values_of[question.name] = fields.text("values_of")
    library.questions[question.name] = question


def _share_values(library: Library) -> None:
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


def _read_test(library: Library, node: Node) -> None:
    fields = Fields(
        node,
        "test",
        ("test", "arguments", "definition"),
        ("maxima", "points", "excluded", "question", "source", "note"),
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


def _read_groups(library: Library, files: dict[str, bytes]) -> None:
    faults = library.faults
    rows: dict[str, tuple[Where, dict[str, str]]] = {}
    for where, row in _rows(files, "nations/groups.csv", faults, ("group", "name", "source", "standing")):
        if row["group"] in rows:
            faults.append(Fault(str(where), f"the group '{row['group']}' a second time", "one row for a group"))
        rows[row["group"]] = (where, row)
        if row.get("standing", "") not in STANDINGS:
            faults.append(Fault(str(where), f"the standing '{row.get('standing')}'", " | ".join(STANDINGS)))
    members: dict[str, list[Membership]] = {name: [] for name in rows}
    columns = ("nation", "group", "from", "until", "source", "standing")
    for where, row in _rows(files, "nations/memberships.csv", faults, columns):
        if row["group"] not in rows:
            faults.append(
                Fault(
                    str(where), f"the unknown group '{row['group']}'", "a group of groups.csv", near(row["group"], rows)
                )
            )
            continue
        if library.nations and row["nation"] not in library.nations:
            faults.append(Fault(str(where), f"the unknown nation '{row['nation']}'", "a code of names.csv"))
        if row.get("standing", "") not in STANDINGS:
            faults.append(Fault(str(where), f"the standing '{row.get('standing')}'", " | ".join(STANDINGS)))
        try:
            since, rough_since = read_span(row["from"], OPEN_START)
            until, rough_until = read_span(row["until"], OPEN_END)
        except NotAWindow as error:
            faults.append(Fault(str(where), str(error), "an ISO date, ~date, or date/date"))
            continue
        if until[1] <= since[0]:
            faults.append(Fault(str(where), "a membership that ends before it begins", "from before until"))
        members[row["group"]].append(
            Membership(
                row["nation"],
                row["group"],
                since,
                until,
                row.get("source", ""),
                row.get("standing", ""),
                row.get("note", ""),
                rough_since or rough_until,
            )
        )
    for name, (_, row) in rows.items():
        library.groups[name] = Group(
            name,
            row.get("name") or name,
            row.get("definition", ""),
            row.get("source", ""),
            row.get("standing", ""),
            row.get("complete_as_of", ""),
            row.get("assumed", ""),
            row.get("note", ""),
            tuple(members[name]),
        )


def read_instrument(library: Library, path: str, data: bytes) -> Instrument | None:
    """Read one file of law into the library; return it, or None when it has no usable front matter."""
    faults = library.faults
    before = len(faults)
    front, parts = _blocks(path, data, faults)
    if front is None:
        if len(faults) == before:
            faults.append(Fault(f"{path}:1", "a file of law without front matter", "--- instrument: … ---"))
        return None
    before = len(faults)
    node = _yaml(front, "front matter", faults)
    if len(faults) > before:
        return None
    fields = Fields(
        node,
        "front matter",
        ("instrument", "title", "issuer", "kind", "source", "standing"),
        ("in_force", "scope", "note", "implements", "introduced", "status"),
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
        implements=fields.texts("implements"),
    )
    library.instruments[identity] = instrument
    return instrument


def _read_rule(library: Library, block: Block, front: Fields, window: Window, scope: Condition | None) -> Rule | None:
    before = len(library.faults)
    node = _yaml(block, "rule", library.faults)
    if len(library.faults) > before:
        return None
    fields = Fields(
        node,
        "rule",
        ("id", "cite", "decides", "then", "says"),
        ("when", "except_to", "in_force", "source", "standing", "note", "xref", "aka", "subject"),
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
        xref=fields.lists("xref"),
        aka=fields.texts("aka"),
    )


def all_faults(faults: Iterable[Fault]) -> list[Fault]:
    """Return faults once each, in order of file and line."""

    def key(fault: Fault) -> tuple[str, int]:
        file, _, line = fault.where.rpartition(":")
        return (file, int(line)) if line.isdigit() else (fault.where, 0)

    return sorted(dict.fromkeys(faults), key=key)
