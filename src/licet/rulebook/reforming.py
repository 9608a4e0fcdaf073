"""Proposals put in force: what the rules and groups of the law are with what they add, end, replace and change.

Each reform is read against the law as it is written, not against another reform; without a reform, the law is returned as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from licet.errors import Fault, InputError, LawError
from licet.rulebook.amendments import families
from licet.rulebook.exceptions import circles_of_exceptions, with_exceptions
from licet.rulebook.groups import TRUE, Group, Membership
from licet.rulebook.instruments import GroupChange, Instrument, Rule
from licet.rulebook.windows import OPEN_END, OPEN_START, Window


@dataclass(frozen=True, slots=True)
class Reform:
    """A proposal put in force.

    Attributes:
        name: as the user called it.
        instrument: the id of the proposal.
        since: the day from which it counts, as an ordinal; from ever when none was named.
    """

    name: str
    instrument: str
    since: int = OPEN_START


@dataclass(frozen=True, slots=True)
class Ending:
    """That a reform ends a rule or an instrument: the first day on which it is law no longer, as an ordinal, and the proposal's id."""

    day: int
    by: str

    def cut(self, window: Window) -> Window | None:
        """Return what is left of dates in force, or None."""
        if window.end <= self.day:
            return window
        return None if self.day <= window.start else Window(window.start, self.day, window.rough_start)


@dataclass(frozen=True, slots=True)
class InForce:
    """The law with some reforms.

    Attributes:
        rules: the rules that can apply on some day, by full name.
        groups: the groups of nations.
        ended: the rules and instruments that a reform ends: name → the earliest ending of it.
        enacted_groups: the groups that a reform changes, as the law has them.
    """

    rules: dict[str, Rule]
    groups: dict[str, Group]
    ended: dict[str, Ending] = field(default_factory=dict)
    enacted_groups: dict[str, Group] = field(default_factory=dict)


def in_force(instruments: Mapping[str, Instrument], groups: Mapping[str, Group], reforms: Iterable[Reform]) -> InForce:
    """Return the law with some proposals in force.

    Args:
        instruments: the texts of law, proposals among them, by id.
        groups: the groups of nations, by name.
        reforms: the proposals to put in force.

    Raises:
        LawError: where the reforms together displace each other in a circle.
        InputError: for a reform that has nothing to change from its day on.
    """
    ordered = sorted(reforms, key=lambda reform: reform.since)
    since = {reform.instrument: reform.since for reform in ordered}
    written = {rule.name: rule for instrument in instruments.values() for rule in instrument.rules}
    ended = _endings(instruments, ordered, families(written.values()))
    rules: dict[str, Rule] = {}
    for name, rule in written.items():
        found: Rule | None = rule
        if instruments[rule.instrument].proposal:
            found = _proposed(rule, since[rule.instrument], written) if rule.instrument in since else None
        elif name in ended:
            window = ended[name].cut(rule.window)
            found = (
                rule if window is rule.window else replace(rule, window=window, enacted=rule.window) if window else None
            )
        if found is not None:
            rules[name] = found
    if any(rule.replaces for rule in rules.values()):
        rules = with_exceptions(rules, written)
        if faults := circles_of_exceptions(rules, "say under 'except_to' what the replacement displaces"):
            raise LawError(faults=faults)
    _check_effect(ordered, instruments, groups, written)
    changed = _changed(instruments, groups, ordered)
    return InForce(rules, {**groups, **changed}, ended, {name: groups[name] for name in changed})


def _endings(
    instruments: Mapping[str, Instrument], reforms: Iterable[Reform], family: Mapping[str, tuple[str, ...]]
) -> dict[str, Ending]:
    """Return what is ended, each by the reform of the earliest day."""
    found: dict[str, Ending] = {}
    for reform in reforms:
        for name in _reached(instruments[reform.instrument], instruments, family):
            found.setdefault(name, Ending(reform.since, reform.instrument))
    return found


def _reached(
    proposal: Instrument, instruments: Mapping[str, Instrument], family: Mapping[str, tuple[str, ...]]
) -> Iterator[str]:
    """Yield the rules and instruments that a proposal ends, one by one."""
    for name in (*proposal.ends, *(name for rule in proposal.rules for name in rule.replaces)):
        whole = instruments.get(name)
        yield from family[name] if whole is None else (name, *(rule.name for rule in whole.rules))


def _proposed(rule: Rule, since: int, written: Mapping[str, Rule]) -> Rule | None:
    """Return a rule of a proposal with the dates on which it counts, or None where there is no such day."""
    if not rule.replaces:
        return replace(rule, window=Window(start=since))
    # What takes the place of a provision begins where that begins, and goes where that goes.
    old = [written[name].window for name in rule.replaces]
    first, last = min(old, key=lambda window: window.start), max(old, key=lambda window: window.end)
    start = max(since, first.start)
    if start >= last.end:
        return None
    return replace(rule, window=Window(start, last.end, first.rough_start and start == first.start, last.rough_end))


# Groups of nations.


def _changed(
    instruments: Mapping[str, Instrument], groups: Mapping[str, Group], reforms: Iterable[Reform]
) -> dict[str, Group]:
    """Return the groups that reforms change; of several reforms that of the later day has the last word."""
    found: dict[str, Group] = {}
    for reform in reforms:
        proposal = instruments[reform.instrument]
        for name, change in proposal.groups.items():
            group = found.get(name, groups[name])
            memberships = _memberships(group, change, reform.since, proposal)
            if memberships != group.memberships:
                found[name] = replace(group, memberships=memberships)
    return found


def _memberships(group: Group, change: GroupChange, day: int, proposal: Instrument) -> tuple[Membership, ...]:
    found: list[Membership] = []
    for member in group.memberships:
        if member.nation not in change.leave or member.until[1] <= day:
            found.append(member)
        elif member.since[0] < day:
            until = min(member.until[0], day), min(member.until[1], day)
            note = f"Ended by the proposal {proposal.id}, put in force as a reform."
            found.append(replace(member, until=until, note=f"{member.note} {note}".strip()))
    for nation in change.join:
        # Who is a member for good already joins nothing.
        held = [member for member in group.memberships if member.nation == nation and member.holds(day) == TRUE]
        if not any(member.until[0] == OPEN_END for member in held):
            note = f"By the proposal {proposal.id}, put in force as a reform."
            found.append(
                Membership(
                    nation=nation,
                    group=group.name,
                    since=(day, day),
                    until=(OPEN_END, OPEN_END),
                    source=proposal.source,
                    standing=proposal.standing,
                    note=note,
                    reform=proposal.id,
                )
            )
    return tuple(found)


# What is left to change.


def _check_effect(
    reforms: Iterable[Reform],
    instruments: Mapping[str, Instrument],
    groups: Mapping[str, Group],
    written: Mapping[str, Rule],
) -> None:
    """Refuse a reform from a day from which on it has nothing to end, replace or change, and no rule of its own."""
    faults = []
    family = families(written.values())
    for reform in reforms:
        proposal, day = instruments[reform.instrument], reform.since
        if day == OPEN_START or not proposal.amends:
            continue
        rules = any(_proposed(rule, day, written) for rule in proposal.rules)
        ends = any(
            name in written and written[name].window.end > day for name in _reached(proposal, instruments, family)
        )
        groups_changed = any(
            _memberships(groups[name], change, day, proposal) != groups[name].memberships
            for name, change in proposal.groups.items()
        )
        if not rules and not ends and not groups_changed:
            found = f"'{reform.name}', which changes nothing from that day on"
            expected = "a day on which what it ends, replaces or changes is law"
            faults.append(Fault("--reform", found, expected, "name an earlier day, or none"))
    if faults:
        raise InputError(faults=faults)
