"""The law of two sides in one: a switch for each provision that differs says whether it counts as on the other side or as on the base.

With all switches on it is the law of the other side, with all off that of the base; with all on but one it is the other side without one
provision, which is how a change is traced to what causes it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from licet.comparing.provisions import VOCABULARY, How, Provision
from licet.language.conditions import Condition
from licet.proving.conditions import Conditions
from licet.proving.encoding import Encoding
from licet.proving.logic import Formula
from licet.rulebook.groups import Group
from licet.rulebook.instruments import Rule
from licet.rulebook.rulebook import Rulebook, dates_in

# No rule of law is named so.
_AS_IT_WAS = " (as it was)"


class Mixed(Encoding):
    """Two rulebooks, each on its day, as formulas of the provisions that count.

    Args:
        base: the base as formulas, on one day.
        other: the other side, likewise, over the same space.
        provisions: what differs between them.

    Attributes:
        switches: the name of each provision → that it counts as on the other side.
    """

    def __init__(self, base: Encoding, other: Encoding, provisions: Sequence[Provision]) -> None:
        assert base.day is not None
        assert other.day is not None
        merged, self._old = _merged(base.rulebook, other.rulebook, provisions)
        super().__init__(merged, other.space, other.day)
        self.switches = {p.name: self.logic.flag(f"law {p.name}") for p in provisions}
        self._force = {
            name: rule.window.holds((base if name in self._old else other).day or 0)
            for name, rule in merged.rules.items()
        }
        groups = {p.name for p in provisions if p.how is How.MEMBERS}
        now, then = (
            _Mixing(side, self, base, other, {name: self.switches[name] for name in groups}) for side in (other, base)
        )
        self.conditions, self._conditions_then = now, then

    def applies(self, rule: Rule) -> Formula:
        """Return that a rule counts, is in force on its side, and its condition holds."""
        found = self._applies.get(rule.name)
        if found is None:
            found = self._applies[rule.name] = self._applying(rule)
        return found

    def _applying(self, rule: Rule) -> Formula:
        if not self._force[rule.name]:
            return self.logic.false
        old = rule.name in self._old
        switch = self.switches.get(self._old.get(rule.name, rule.name), self.logic.true)
        counts = self.logic.no(switch) if old else switch
        if rule.condition is None:
            return counts
        conditions = self._conditions_then if old else self.conditions
        return self.logic.all([counts, conditions.formula(rule.condition)])

    def condition(self, condition: Condition) -> Formula:
        """Return a condition of the vocabulary as a formula: as on the other side, or as on the base where that is how it counts."""
        now = self.conditions.formula(condition)
        switch = self.switches.get(VOCABULARY)
        if switch is None or not dates_in(condition):
            return now
        then = self._conditions_then.formula(condition)
        return self.logic.any([self.logic.all([switch, now]), self.logic.all([self.logic.no(switch), then])])


class _Mixing(Conditions):
    """Conditions as one side reads them, asking for groups as the switches have them."""

    def __init__(
        self, side: Encoding, mixed: Mixed, base: Encoding, other: Encoding, switches: Mapping[str, Formula]
    ) -> None:
        super().__init__(mixed.rulebook, mixed.space, mixed.is_answer, mixed.entry_met, side.day, {}, {})
        self._base, self._other, self._switches = base, other, switches

    def member(self, name: str, group: Group, on: str = "") -> Formula:
        now = self._other.conditions.member(name, self._other.rulebook.groups[group.name], on)
        switch = self._switches.get(group.name)
        if switch is None:
            return now
        then = self._base.conditions.member(name, self._base.rulebook.groups[group.name], on)
        return self.logic.any([self.logic.all([switch, now]), self.logic.all([self.logic.no(switch), then])])


def _merged(base: Rulebook, other: Rulebook, provisions: Sequence[Provision]) -> tuple[Rulebook, dict[str, str]]:
    """Return a rulebook with the rules of both sides, and its rules that only the base has: name → the name of the provision."""
    # What a rule displaces on either side it displaces; a rule that does not count is displaced by nobody.
    rules = {
        name: replace(rule, except_to=tuple(dict.fromkeys([*rule.except_to, *base.rules[name].except_to])))
        if name in base.rules
        else rule
        for name, rule in other.rules.items()
    }
    changed = {p.name for p in provisions if p.how is How.CHANGES}
    rules.update({name: other.rules[name] for name in changed if name in other.rules})
    old: dict[str, str] = {}
    twice = {p.name for p in provisions if p.how is How.CHANGES}
    for p in provisions:
        if p.before is None:
            continue
        name = p.name + _AS_IT_WAS if p.name in rules and p.name in twice else p.name
        rules[name] = replace(p.before, name=name)
        old[name] = p.name
    # Whatever displaced a rule displaces it as it was, too.
    rules = {
        name: replace(
            rule, except_to=(*rule.except_to, *(e + _AS_IT_WAS for e in rule.except_to if e + _AS_IT_WAS in rules))
        )
        for name, rule in rules.items()
    }
    return replace(other, rules=MappingProxyType(rules)), old
