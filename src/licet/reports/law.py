"""The law to be read: an instrument or a rule as written and as a sentence, when it is in force, and what bears on what.

Nothing is decided here; every word of substance comes from the rulebook.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import Any

from licet.errors import Fault, InputError, near
from licet.language.conditions import write_condition
from licet.language.markdown import Prose
from licet.reports.sentences import sentence
from licet.reviewing import in_force
from licet.rulebook.instruments import Instrument, Rule
from licet.rulebook.reforming import Reform
from licet.rulebook.reforming import in_force as law_with
from licet.rulebook.rulebook import Rulebook
from licet.rulebook.windows import OPEN_END, OPEN_START


def dates_of(instrument: Instrument) -> str:
    """Return the dates of an instrument; a date that is a placeholder is not shown."""
    if instrument.proposal:
        return "where it is named"
    window = instrument.window
    first, last = str(window).split("..")
    start = "start not verified" if window.rough_start else "" if window.start == OPEN_START else first.strip()
    end = "end not verified" if window.rough_end else "" if window.end == OPEN_END else last.strip()
    return f"{start} .. {end}".strip()


def speaks_of(instrument: Instrument, text: str) -> bool:
    """Whether a text stands in the title, the prose or the rules of an instrument, whatever its case."""
    text = text.casefold()
    words = [instrument.id, instrument.title, instrument.issuer, instrument.note, instrument.source]
    words += [part.text for part in instrument.parts if isinstance(part, Prose)]
    words += [
        word
        for rule in instrument.rules
        for word in (rule.id, rule.says, rule.cite, rule.subject, rule.note, *rule.aka)
    ]
    return any(text in word.casefold() for word in words)


def plain_entry(instrument: Instrument) -> dict[str, Any]:
    """Return an instrument as it stands in a list of them."""
    return {
        "instrument": instrument.id,
        "title": instrument.title,
        "issuer": instrument.issuer,
        "kind": instrument.kind,
        "in_force": dates_of(instrument),
        "standing": instrument.standing,
        "source": instrument.source,
        "file": instrument.file,
        "rules": [rule.name for rule in instrument.rules],
    }


def find(rulebook: Rulebook, name: str, where: str) -> Instrument | Rule:
    """Return the instrument or rule of a name, or of the last part of one.

    Args:
        rulebook: the law.
        name: the name.
        where: what named it, for the message.

    Raises:
        InputError: for a name that none or several bear.
    """
    instruments = rulebook.instruments
    rules = {rule.name: rule for instrument in instruments.values() for rule in instrument.rules}
    exact: Instrument | Rule | None = instruments.get(name) or rules.get(name)
    if exact is not None:
        return exact
    wanted = name.casefold()
    fits: list[Instrument | Rule] = [i for i in instruments.values() if i.id.casefold().endswith(f".{wanted}")]
    fits += [
        rule for rule in rules.values() if rule.id.casefold() == wanted or rule.name.casefold().endswith(f".{wanted}")
    ]
    if len(fits) == 1:
        return fits[0]
    names = [item.id if isinstance(item, Instrument) else item.name for item in fits]
    if names:
        fault = Fault(where, f"'{name}', which {len(names)} bear", "one of " + ", ".join(sorted(names)[:12]))
    else:
        known = [
            *instruments,
            *rules,
            *(i.id.rpartition(".")[2] for i in instruments.values()),
            *(r.id for r in rules.values()),
        ]
        fault = Fault(where, f"'{name}'", "an instrument or a rule ('licet law list' lists them)", near(name, known))
    raise InputError(faults=[fault])


class Bearing:
    """What displaces, ends and replaces what, in the law and in each proposal as if it alone were in force."""

    def __init__(self, rulebook: Rulebook) -> None:
        self.proposals = [i for i in rulebook.instruments.values() if i.proposal]
        self.written = {rule.name: rule for i in rulebook.instruments.values() for rule in i.rules}
        self.with_proposal = {
            i.id: law_with(rulebook.instruments, rulebook.groups, [Reform(i.short, i.id)]).rules for i in self.proposals
        }

    def whole(self, rule: Rule) -> Rule:
        """Return a rule with all that it displaces, be it that what it replaces displaces it."""
        return self.with_proposal.get(rule.instrument, self.written)[rule.name]

    def defeated_by(self, rule: Rule) -> list[str]:
        """Return the rules that displace a rule, those of proposals among them."""
        if rule.instrument in self.with_proposal:
            others = self.with_proposal[rule.instrument].values()
            return [other.name for other in others if rule.name in other.except_to]
        return self._defeated.get(rule.name, [])

    @cached_property
    def _defeated(self) -> dict[str, list[str]]:
        """Rule → the rules that displace it, those of each proposal as if it alone were in force."""
        found: dict[str, list[str]] = {}
        for other in self.written.values():
            for name in self.whole(other).except_to:
                found.setdefault(name, []).append(other.name)
        return found

    def replaced_by(self, rule: Rule) -> list[str]:
        """Return the rules of proposals that take the place of a rule."""
        return [other.name for i in self.proposals for other in i.rules if rule.name in other.replaces]

    def ended_by(self, *names: str) -> list[str]:
        """Return the proposals that end what is named."""
        return [i.id for i in self.proposals if any(name in i.ends for name in names)]


@lru_cache(maxsize=4)
def bearing(rulebook: Rulebook) -> Bearing:
    """Return what bears on what in a rulebook, worked out once for it."""
    return Bearing(rulebook)


def plain_rule(rulebook: Rulebook, rule: Rule, bearing: Bearing) -> dict[str, Any]:
    """Return a rule as it stands in JSON, with what it displaces and what displaces, replaces and ends it."""
    rule = bearing.whole(rule)
    return {
        "rule": rule.name,
        "says": rule.says,
        "sentence": sentence(rule, rulebook),
        "cite": rule.cite,
        "source": rule.source,
        "standing": rule.standing,
        "in_force": rule_in_force(rulebook, rule),
        "then": {question: list(answers) for question, answers in rule.then.items()},
        "when": write_condition(rule.condition) if rule.condition is not None else None,
        "defeats": list(rule.except_to),
        "defeated_by": bearing.defeated_by(rule),
        "replaces": list(rule.replaces),
        "replaced_by": bearing.replaced_by(rule),
        "ended_by": bearing.ended_by(rule.name, rule.instrument),
        "note": rule.note,
        "where": str(rule.where),
    }


def plain_instrument(rulebook: Rulebook, instrument: Instrument, bearing: Bearing) -> dict[str, Any]:
    """Return an instrument as it stands in JSON: its prose and its rules in the order of the text."""
    parts = [{"rule": part} if isinstance(part, str) else {"prose": part.text} for part in instrument.parts]
    return {
        "instrument": instrument.id,
        "title": instrument.title,
        "issuer": instrument.issuer,
        "kind": instrument.kind,
        "in_force": dates_of(instrument),
        "standing": instrument.standing,
        "source": instrument.source,
        "note": instrument.note,
        "introduced": instrument.introduced,
        "status": instrument.status,
        "ends": list(instrument.ends),
        "groups": {
            name: {"join": list(change.join), "leave": list(change.leave)} for name, change in instrument.groups.items()
        },
        "ended_by": bearing.ended_by(instrument.id),
        "file": instrument.file,
        "parts": parts,
        "rules": [plain_rule(rulebook, rule, bearing) for rule in instrument.rules],
    }


def rule_in_force(rulebook: Rulebook, rule: Rule) -> str:
    """Return when a rule is in force; a rule of a proposal is where it is named."""
    return "where it is named" if rulebook.instruments[rule.instrument].proposal else in_force(rule)
