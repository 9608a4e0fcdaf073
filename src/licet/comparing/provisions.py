"""What one side of a comparison has and the other has not: provisions that begin, end or read otherwise, nations that join or leave a group."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from licet.comparing.sides import Side
from licet.language.conditions import Condition, InGroup, atoms
from licet.rulebook.instruments import Rule
from licet.rulebook.rulebook import dates_in

# What the vocabulary asks is no rule, and is told under this name.
VOCABULARY = "vocabulary"


class How(StrEnum):
    """What becomes of a provision from the one side to the other."""

    BEGINS = "begins"
    ENDS = "ends"
    CHANGES = "changes"
    MEMBERS = "members"


@dataclass(frozen=True, slots=True)
class Provision:
    """One provision, or one group of nations, that is not the same on both sides.

    Attributes:
        name: the full name of the rule, or the name of the group.
        how: what becomes of it.
        before: the rule as the base has it, where it is in force there.
        after: the rule as the other side has it, likewise.
        joining: of a group, the nations that belong on the other side only.
        leaving: of a group, the nations that belong on the base only.
        unsure: of a group, the nations of which it is not known on one day or both whether they belong.
    """

    name: str
    how: How
    before: Rule | None = None
    after: Rule | None = None
    joining: tuple[str, ...] = ()
    leaving: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()

    @property
    def rule(self) -> Rule | None:
        """The rule as it stands on the later side on which it is in force; None for a group."""
        return self.after or self.before


def provisions(base: Side, other: Side) -> list[Provision]:
    """Return what is not the same on both sides, in the order of the law, groups of nations last."""
    return [*_rules(base, other), *_vocabulary(base, other), *_groups(base, other)]


def in_force(side: Side) -> Mapping[str, Rule]:
    """Return the rules that are in force on a side, by name."""
    return {name: rule for name, rule in side.rulebook.rules.items() if rule.window.holds(side.day)}


def conditions(side: Side) -> Iterator[Condition]:
    """Yield every condition that a side asks: those of its rules in force, and those of the vocabulary."""
    yield from (rule.condition for rule in in_force(side).values() if rule.condition is not None)
    yield from vocabulary(side)


def vocabulary(side: Side) -> Iterator[Condition]:
    """Yield the conditions of the vocabulary: where silence is an answer, and what follows from what."""
    yield from (q.covered for q in side.rulebook.questions.values() if q.covered is not None)
    for fact in side.rulebook.facts.values():
        yield from (implied.when for implied in fact.implied)
        yield from (derived.when for derived in fact.derived if derived.when is not None)


def _vocabulary(base: Side, other: Side) -> Iterator[Provision]:
    """Yield the vocabulary where what it asks names a day between both sides."""
    if any(_turn(condition, base, other) for condition in vocabulary(other)):
        yield Provision(VOCABULARY, How.CHANGES)


def _turn(condition: Condition, base: Side, other: Side) -> bool:
    """Whether a condition names a day on which it turns between both sides."""
    days = range(min(base.day, other.day) + 1, max(base.day, other.day) + 1)
    return any(day in days for day in dates_in(condition))


def _rules(base: Side, other: Side) -> Iterator[Provision]:
    before, after = in_force(base), in_force(other)
    for name in dict.fromkeys([*other.rulebook.rules, *base.rulebook.rules]):
        old, new = before.get(name), after.get(name)
        if old is None and new is not None:
            yield Provision(name, How.BEGINS, after=new)
        elif old is not None and new is None:
            yield Provision(name, How.ENDS, before=old)
        elif (
            old is not None
            and new is not None
            and (_differ(old, new, before, after) or (old.condition is not None and _turn(old.condition, base, other)))
        ):
            yield Provision(name, How.CHANGES, old, new)


def _differ(old: Rule, new: Rule, before: Mapping[str, Rule], after: Mapping[str, Rule]) -> bool:
    """Whether two rules of one name say something else, of what is in force on both sides."""
    if (old.condition, old.then) != (new.condition, new.then):
        return True
    return any(name in before and name in after for name in set(old.except_to) ^ set(new.except_to))


def _groups(base: Side, other: Side) -> Iterator[Provision]:
    dated = _dated(base) | _dated(other)
    for name, new in other.rulebook.groups.items():
        old = base.rulebook.groups[name]
        first, second = old.on(base.day), new.on(other.day)
        # Of a nation of which it is not known on both days, the membership may still begin or end between them.
        hidden = base.day != other.day
        changed = [
            n for n in other.rulebook.nations if first.get(n, 0) != second.get(n, 0) or (hidden and first.get(n) == 1)
        ]
        if not changed and not (name in dated and old.memberships != new.memberships):
            continue
        unsure = {n for n in changed if 1 in (first.get(n, 0), second.get(n, 0))}
        yield Provision(
            name,
            How.MEMBERS,
            joining=tuple(n for n in changed if n not in unsure and n in second),
            leaving=tuple(n for n in changed if n not in unsure and n in first),
            unsure=tuple(n for n in changed if n in unsure),
        )


def _dated(side: Side) -> set[str]:
    """Return the groups of which some condition asks how they stood on a day that it names."""
    return {atom.group for c in conditions(side) for atom in atoms(c) if isinstance(atom, InGroup) and atom.on}
