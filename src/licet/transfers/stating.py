"""From what was stated to a transfer: every fact read by its type, the catalogue asked for missing figures, claims set beside figures.

All faults of a transfer are reported together. What does not fit together is a warning, and the figures stand.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from licet.errors import Fault, InputError, LawError, near
from licet.language.nodes import Mapping, Node, Scalar, Sequence, Where, from_value
from licet.rulebook.groups import Group
from licet.rulebook.instruments import Rule
from licet.rulebook.names import (
    EXPORTER,
    PARTIES_NAMED,
    RECIPIENT,
    RED_FLAG,
    SCREENING,
    SCREENING_HITS,
    presumed_exporter,
)
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.vocabulary import Fact
from licet.rulebook.windows import is_day
from licet.transfers.catalogue import System, read_catalogue
from licet.transfers.claims import ClaimReader, stated_claims
from licet.transfers.nations import Nations
from licet.transfers.transfer import Note, StatedParty, Taken, Transfer
from licet.transfers.values import Value, ValueReader
from licet.transfers.written import node_of

# What the catalogue tells of a system that is named.
CATALOGUED = ("kind", "range", "payload", "max_airspeed")
# What a published register says of a transfer stands beside its facts; no rule reads it.
_RECORD = "register"
# Says of a nation that is presumed where nothing is said of it that it is not known: the presumption is for silence.
UNKNOWN = "unknown"

# So many unknown facts are no slips of the pen; to look for what each may mean would take minutes in a large file.
_MENDED = 50


@lru_cache(maxsize=4)
def nations_of(rulebook: Rulebook) -> Nations:
    """Return the names of nations of a rulebook.

    Raises:
        LawError: for tables that cannot be read.
    """
    faults: list[Fault] = []
    try:
        nations = Nations.from_folder(rulebook.folder / "nations", faults.append)
    except OSError as error:
        name = Path(error.filename or "").name
        raise LawError(faults=[Fault(f"nations/{name}", error.strerror or "cannot be read")]) from None
    if faults:
        raise LawError(faults=[replace(fault, where=f"nations/{fault.where}") for fault in faults])
    return nations


@dataclass
class _Draft:
    """A transfer while it is being read."""

    values: dict[str, Value] = field(default_factory=dict)
    nodes: dict[str, Node] = field(default_factory=dict)
    taken: list[Taken] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    assumed: dict[str, str] = field(default_factory=dict)
    filled: dict[str, frozenset[str]] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)


@lru_cache(maxsize=16)
def _keys_and_codes(rulebook: Rulebook) -> tuple[dict[str, dict[str, Fact]], dict[str, Rule], tuple[str, ...]]:
    """Return the facts that can be stated, by place and key, the rules of what can be claimed, by code, and the other lists to which those refer."""
    keys: dict[str, dict[str, Fact]] = {"": {}, "item": {}, "end_use": {}}
    for fact in rulebook.facts.values():
        for key in (fact.key, *fact.aliases):
            keys[fact.at][key] = fact
    claims = [question.name for question in rulebook.questions.values() if question.claims]
    codes = {
        code: rule
        for instrument in rulebook.instruments.values()
        for rule in instrument.rules
        for name in claims
        for code in rule.then.get(name, ())
    }
    lists = tuple(sorted({name for rule in codes.values() for name in rule.xref}))
    return keys, codes, lists


class Stater:
    """Reads transfers against one rulebook.

    Args:
        rulebook: declares what can be stated.
        today: the date of a transfer that states none.
        as_of: a date that overrides those of the transfers.
        assume: ``FACT=VALUE`` texts, or fact → value; a group takes a list of nations.
    """

    def __init__(
        self,
        rulebook: Rulebook,
        today: datetime.date,
        as_of: str | None = None,
        assume: Iterable[str] | dict[str, Any] = (),
    ) -> None:
        self.rulebook = rulebook
        self.today = today
        self.as_of = as_of
        self._overridden = as_of is not None and is_day(as_of)
        self.assume, self.unusable = _assumptions(assume)
        self.keys, self.codes, self.lists = _keys_and_codes(rulebook)

    def read(self, node: Node) -> Transfer:
        """Read one transfer.

        Raises:
            InputError: with one fault for each thing that cannot be used.
        """
        faults: list[Fault] = list(self.unusable)
        reader = ValueReader(self.rulebook, nations_of(self.rulebook), faults)
        draft = _Draft()
        if isinstance(node, Mapping):
            self._collect(node, "", draft, faults)
        else:
            faults.append(Fault(str(node.where), "no transfer", "keys and values such as 'recipient: Italy'"))
        self._assume(draft, reader, faults)
        annex = False
        # The basis comes first, since it says how figures are read.
        for name in sorted(draft.nodes, key=lambda name: name != "basis"):
            if name == "date" and self._overridden and name not in draft.assumed:
                # Whatever stands there, another day counts.
                continue
            value = reader.read(self.rulebook.facts[name], draft.nodes[name], annex)
            annex = annex or (name == "basis" and value is not None and value.state == "annex")
            if value is not None:
                draft.values[name] = value
            elif _said_unknown(self.rulebook.facts[name], draft.nodes[name]):
                draft.unknown.add(name)
        if self.as_of is not None:
            value = reader.read(self.rulebook.facts["date"], Scalar(self.as_of, Where("--as-of")))
            if value is not None:
                draft.values["date"] = value
            elif not faults:
                faults.append(Fault("--as-of", f"'{self.as_of}'", "a day that exists, as YYYY-MM-DD"))
        if faults:
            raise InputError(faults=faults)
        self._catalogue(draft, reader)
        self._envelope(draft)
        self._implies(draft, reader)
        return self._finish(draft)

    def named(self, node: Mapping) -> list[str]:
        """Return the names of the facts that a transfer states, whatever it states of them."""
        draft = _Draft()
        self._collect(node, "", draft, [])
        return list(draft.nodes)

    def _collect(self, node: Mapping, at: str, draft: _Draft, faults: list[Fault]) -> None:
        known = self.keys[at]
        for (key, item), where in zip(node.entries, node.key_lines, strict=True):
            if at == "" and key == _RECORD:
                continue
            if at == "" and key in ("item", "end_use"):
                if isinstance(item, Mapping):
                    self._collect(item, key, draft, faults)
                elif not (isinstance(item, Scalar) and item.empty):
                    faults.append(Fault(str(where), f"{key}: no mapping", f"the facts of the {key.replace('_', ' ')}"))
                continue
            fact = known.get(key)
            if fact is None and at == "" and "." in key:
                fact = next((known for known in self.rulebook.facts.values() if known.path == key), None)
            if fact is None and at == "":
                # A fact of the item stated one level too high is understood; there is no second meaning.
                fact = self.keys["item"].get(key)
            if fact is None:
                elsewhere = next((place for place, keys in self.keys.items() if key in keys), None)
                mend = near(key, [*known, *self.keys["item"]]) if len(faults) < _MENDED else ""
                if elsewhere is not None:
                    mend = f"it stands {f'under {elsewhere}' if elsewhere else 'beside the item'}"
                expected = f"a fact of the {at.replace('_', ' ') or 'transfer'} ('licet facts' lists them)"
                faults.append(Fault(str(where), f"the unknown fact '{key}'", expected, mend))
                continue
            if fact.name in draft.nodes:
                faults.append(Fault(str(where), f"'{fact.path}' a second time", "every fact once"))
                continue
            draft.nodes[fact.name] = item

    def _assume(self, draft: _Draft, reader: ValueReader, faults: list[Fault]) -> None:
        for name, node in self.assume:
            fact = _fact_called(self.rulebook, name)
            group = self.rulebook.groups.get(name)
            if group is not None:
                self._fill(group, node, draft, reader, faults)
            elif fact is None:
                known = [*self.rulebook.facts, *self.rulebook.groups]
                faults.append(Fault("--assume", f"the unknown fact '{name}'", "a fact or a group", near(name, known)))
            elif isinstance(node, Scalar) and not node.text.strip():
                faults.append(Fault(f"--assume {name}", "no value", "FACT=VALUE"))
            elif fact.path in draft.assumed:
                faults.append(Fault(f"--assume {name}", "the fact a second time", "every fact once"))
            else:
                if fact.name in draft.nodes:
                    draft.notes.append(
                        Note("assumed_instead", f"{fact.path} is stated, and the assumption stands in its place.")
                    )
                draft.nodes[fact.name] = self._as_an_option(fact, node, faults)
                draft.assumed[fact.path] = assumed_text(node)

    def _as_an_option(self, fact: Fact, node: Node, faults: list[Fault]) -> Node:
        """Return an assumed value as an option of the fact would be read, so that an interval and a list can be assumed on one line."""
        return node_of(self.rulebook, fact, [node.text], node.where, faults) if isinstance(node, Scalar) else node

    def _fill(self, group: Group, node: Node, draft: _Draft, reader: ValueReader, faults: list[Fault]) -> None:
        if not group.assumed:
            faults.append(
                Fault(
                    f"--assume {group.name}",
                    f"the group '{group.name}', whose members are law",
                    "a group whose list is not public",
                    "change the law folder to ask about other members",
                )
            )
            return
        members = set(draft.filled.get(group.name, frozenset()))
        for part in filter(None, (part.strip() for part in assumed_text(node).split(","))):
            try:
                members.add(reader.nations.code(part))
            except InputError as error:
                faults.append(Fault(f"--assume {group.name}", str(error.faults[0].found)))
        draft.filled[group.name] = frozenset(members)
        draft.assumed[group.name] = ",".join(sorted(members))

    def _catalogue(self, draft: _Draft, reader: ValueReader) -> None:
        named = draft.values.get("name")
        if named is None:
            return
        catalogue = read_catalogue(self.rulebook.folder)
        system = catalogue.find(str(named.shown))
        wanted = [name for name in CATALOGUED if name not in draft.values]
        if system is None:
            if wanted and catalogue.systems:
                close = catalogue.near(str(named.shown))
                hint = f" Near names: {', '.join(close)}." if close else ""
                draft.notes.append(
                    Note(
                        "not_in_catalogue",
                        f"'{named.shown}' is not in the catalogue, so no figure was taken from it.{hint}",
                    )
                )
            return
        for column, text in system.figures.items():
            fact, text = self._column(column, text)
            if fact is None:
                continue
            if fact.name not in wanted:
                self._catalogued_otherwise(fact, text, system, draft, reader)
                continue
            value = reader.read(fact, Scalar(text, Where("catalogue/systems.csv")))
            if value is not None:
                draft.values[fact.name] = value
                draft.taken.append(
                    Taken(fact.path, text, f"catalogue entry '{system.id}' ({system.standing}): {system.source}")
                )
        self._stated_category(draft, system)

    @staticmethod
    def _catalogued_otherwise(fact: Fact, text: str, system: System, draft: _Draft, reader: ValueReader) -> None:
        """Note that what a system is said to be is not what the catalogue says of it; figures differ with every source."""
        stated = draft.values.get(fact.name)
        if fact.type != "one_of" or stated is None:
            return
        value = reader.read(fact, Scalar(text, Where("catalogue/systems.csv")))
        if value is not None and value.state != stated.state:
            draft.notes.append(
                Note(
                    "contradiction",
                    f"{fact.path} {stated.shown} is stated, and the catalogue has {value.shown} for {system.name}; what is stated counts.",
                )
            )

    def _column(self, column: str, text: str) -> tuple[Fact | None, str]:
        """Return the fact of a column such as ``range_km``, and its text with the unit."""
        for fact in self.rulebook.facts.values():
            if column == fact.key:
                return fact, text
            if column.startswith(fact.key + "_"):
                folded = column[len(fact.key) + 1 :]
                unit = next(
                    (name for name in self.rulebook.units.names if re.sub(r"[^A-Za-z]", "", name).casefold() == folded),
                    "",
                )
                if unit:
                    return fact, f"{text} {unit}"
        return None, text

    def _stated_category(self, draft: _Draft, system: System) -> None:
        if system.stated_category:
            draft.notes.append(
                Note(
                    "stated_category",
                    f"{system.name}: category {system.stated_category} according to {system.stated_by} "
                    f"({system.statement_type.replace('_', ' ')}); the figures decide here.",
                )
            )

    def _envelope(self, draft: _Draft) -> None:
        """A point that it reaches is a floor under both maxima; a point above a stated maximum contradicts it."""
        for test in self.rulebook.tests.values():
            points = draft.values.get(test.points)
            if points is None:
                continue
            for index, name in enumerate(test.maxima):
                fact = self.rulebook.facts[name]
                best = max(point[index] for point in points.state)
                stated = draft.values.get(name)
                if stated is None:
                    top = fact.bounds[1] if fact.bounds else float("inf")
                    draft.values[name] = Value((best, max(best, top)), None)
                    continue
                if stated.state[1] < best:
                    draft.notes.append(
                        Note(
                            "contradiction",
                            f"The envelope reaches {best:g} {fact.unit.name if fact.unit else ''}, "
                            f"more than the stated {fact.key} of {stated.shown}; the envelope counts.",
                        )
                    )
                low, high = (max(end, best) for end in stated.state)
                draft.values[name] = Value((low, high), stated.shown)

    def _implies(self, draft: _Draft, reader: ValueReader) -> None:
        for name in list(draft.values):
            declared = self.rulebook.facts[name]
            unlisted = declared.unlisted and str(draft.values[name].shown).strip().upper() == declared.unlisted
            for other, text in {**declared.implies, **(declared.unlisted_implies if unlisted else {})}.items():
                fact = self.rulebook.facts[other]
                value, stated = reader.read(fact, Scalar(text, declared.where)), draft.values.get(other)
                if value is None:
                    continue
                if stated is None:
                    draft.values[other] = value
                    draft.taken.append(Taken(fact.path, text, f"follows from the {declared.key} that is stated"))
                elif stated.state != value.state:
                    draft.notes.append(
                        Note(
                            "contradiction",
                            f"{name} {draft.values[name].shown} goes with {fact.path} {text}, and {stated.shown} is stated.",
                        )
                    )

    def _finish(self, draft: _Draft) -> Transfer:
        date = draft.values.get("date")
        day = datetime.date.fromordinal(int(date.state[0])) if date else self.today
        ordinal = float(day.toordinal())
        stated: dict[str, Any] = {"date": (ordinal, ordinal)}
        parties: tuple[StatedParty, ...] = ()
        for name, value in draft.values.items():
            if self.rulebook.facts[name].type == "parties":
                parties += value.state
            elif value.state is not None:
                stated[name] = value.state
        if parties:
            self._named(parties, stated, draft)
        stated.update(dict.fromkeys(draft.unknown))
        claims = stated_claims(
            ClaimReader(self.codes, self.lists, self.rulebook.facts, draft.notes.append), draft.values
        )
        if claims is not None:
            stated["entries"] = claims
        self._look_odd(draft, stated, day)
        # In the order of the vocabulary, so that an answer does not depend on the order in which facts are stated.
        order = {name: place for place, name in enumerate(self.rulebook.facts)}
        return Transfer(
            date=day,
            stated=dict(sorted(stated.items(), key=lambda item: order.get(item[0], -1))),
            shown=self._shown(draft, day),
            assumed=draft.assumed,
            taken=tuple(draft.taken),
            notes=tuple(draft.notes),
            claims=claims,
            filled=tuple(sorted(draft.filled.items())),
            parties=parties,
            claimed={
                name: draft.values[name].shown for name in (SCREENING, SCREENING_HITS, RED_FLAG) if name in draft.values
            },
        )

    def _look_odd(self, draft: _Draft, stated: dict[str, Any], day: datetime.date) -> None:
        """Note that nothing leaves the nation that exports, stated or presumed, and that the day is still to come."""
        # Said to be unknown, the exporter stands there as None, and is not presumed.
        presumed = EXPORTER not in stated
        exporter = presumed_exporter(self.rulebook) if presumed else stated[EXPORTER]
        if exporter is not None and stated.get(RECIPIENT) == exporter:
            how = "; the exporter was presumed, so say it where it is another" if presumed else ""
            draft.notes.append(Note("no_export", f"Exporter and recipient are the same nation{how}."))
        if day > self.today:
            draft.notes.append(
                Note(
                    "day_to_come",
                    f"{day} is after {self.today}: the law of a day to come is that which is known now, and it may have been changed by then.",
                )
            )

    def _named(self, parties: tuple[StatedParty, ...], stated: dict[str, Any], draft: _Draft) -> None:
        """Say that parties are named, and that nobody has screened them as yet; what is claimed of them otherwise has no say.

        They are kept out of what can be assumed away: whoever is named has to be screened.
        """
        if stated.get(PARTIES_NAMED) == 0:
            said = f"{PARTIES_NAMED} is stated as no, and {len(parties)} {'is' if len(parties) == 1 else 'are'} named"
            draft.notes.append(Note("contradiction", f"{said}; what is named counts."))
        found = {PARTIES_NAMED: 2, SCREENING: "not_screened", SCREENING_HITS: 1, RED_FLAG: 1}
        stated.update((name, value) for name, value in found.items() if name in self.rulebook.facts)

    def _shown(self, draft: _Draft, day: datetime.date) -> dict[str, Any]:
        shown: dict[str, Any] = {"date": day.isoformat()}
        taken = {taken.fact for taken in draft.taken}
        for name, fact in self.rulebook.facts.items():
            value = draft.values.get(name)
            if name in draft.unknown and fact.path not in draft.assumed:
                shown[fact.key] = UNKNOWN
            if (
                value is None
                or value.shown is None
                or name == "date"
                or fact.path in taken
                or fact.path in draft.assumed
            ):
                continue
            if fact.at:
                shown.setdefault(fact.at, {})[fact.key] = value.shown
            else:
                shown[fact.key] = value.shown
        return shown


def _fact_called(rulebook: Rulebook, name: str) -> Fact | None:
    """Return the fact that an assumption names."""
    return rulebook.facts.get(name) or next(
        (f for f in rulebook.facts.values() if name in (f.path, f.key, f.option.replace("-", "_"))), None
    )


def assumed_facts(rulebook: Rulebook, assume: Iterable[str] | dict[str, Any]) -> dict[str, str]:
    """Return what is assumed of facts, by their names, as texts; what is no assumption of a fact is left out.

    Args:
        rulebook: declares the facts.
        assume: ``FACT=VALUE`` texts, or fact → value.
    """
    found = ((_fact_called(rulebook, name), assumed_text(node)) for name, node in _assumptions(assume)[0])
    return {fact.name: text for fact, text in found if fact is not None}


def _said_unknown(fact: Fact, node: Node) -> bool:
    """Whether a nation that is presumed where nothing is said of it is said to be unknown: the presumption is for silence."""
    return fact.type == "nation" and bool(fact.presume) and assumed_text(node).casefold() == UNKNOWN


def _assumptions(assume: Iterable[str] | dict[str, Any]) -> tuple[tuple[tuple[str, Node], ...], list[Fault]]:
    """Return what is to be assumed, fact or group by name, and a fault for each text that is no ``FACT=VALUE``."""
    where = Where("--assume")
    if isinstance(assume, dict):
        return tuple((name, from_value(value, where)) for name, value in assume.items()), []
    faults: list[Fault] = []
    found: list[tuple[str, Node]] = []
    for text in assume:
        name, equals, value = (part.strip() for part in text.partition("="))
        if equals:
            found.append((name, Scalar(value, where)))
        else:
            faults.append(Fault("--assume", f"'{text}'", "FACT=VALUE or GROUP=NATION,NATION"))
    return tuple(found), faults


def assumed_text(node: Node) -> str:
    """Return an assumed value as one text."""
    if isinstance(node, Scalar):
        return node.text.strip()
    if isinstance(node, Sequence):
        return ", ".join(assumed_text(item) for item in node.items)
    return ", ".join(f"{name} {assumed_text(item)}" for name, item in node.entries)
