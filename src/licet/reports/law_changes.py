"""What changed in the law from one day to another: provisions that came into force or went out of it, and nations that joined or left groups.

Two days are held against each other; a provision that came and went between them is told of too. Proposals are not law and are left out.
"""

from __future__ import annotations

import datetime
from typing import Any

from licet.reports.law import dates_of
from licet.reviewing import in_force
from licet.rulebook.groups import Group, Membership
from licet.rulebook.instruments import Instrument, Rule
from licet.rulebook.rulebook import Rulebook

COMES, GOES, PASSED = "came into force", "went out of force", "came and went between"
_BELONGING = ("did not belong", "not known", "belonged")


def law_changes(rulebook: Rulebook, first: datetime.date, last: datetime.date) -> dict[str, Any]:
    """Return what differs between the law of two days.

    Args:
        rulebook: the law.
        first: the earlier day.
        last: the later day.

    Returns:
        ``instruments`` and ``rules``, each with what became of it and on which day, and ``memberships``: nations whose belonging to a group
        differs. A day that is only a placeholder in the law is not told.
    """
    law = [instrument for instrument in rulebook.instruments.values() if not instrument.proposal]
    start, end = first.toordinal(), last.toordinal()
    instruments = [_of_instrument(one, change) for one in law if (change := _change(one, start, end))]
    rules = [_of_rule(rule, change) for one in law for rule in one.rules if (change := _change(rule, start, end))]
    memberships = [
        _of_membership(rulebook, group, nation, before, after, (start, end))
        for group in rulebook.groups.values()
        for nation in dict.fromkeys(membership.nation for membership in group.memberships)
        if (before := group.holds(nation, start)) != (after := group.holds(nation, end))
    ]
    return {
        "from": first.isoformat(),
        "to": last.isoformat(),
        "instruments": sorted(instruments, key=lambda row: (row["day"], row["instrument"])),
        "rules": sorted(rules, key=lambda row: (row["day"], row["rule"])),
        "memberships": sorted(memberships, key=lambda row: (row["day"], row["group"], row["nation"])),
    }


def _change(one: Instrument | Rule, first: int, last: int) -> str:
    """Return what became of something with dates between two days, or nothing."""
    window = one.window
    before, after = window.holds(first), window.holds(last)
    if before != after:
        return COMES if after else GOES
    return PASSED if not before and first < window.start and window.end <= last else ""


def _day(one: Instrument | Rule, change: str) -> str:
    """Return the day of a change, or nothing where the law has only a placeholder for it."""
    window = one.window
    day, rough = (window.end, window.rough_end) if change == GOES else (window.start, window.rough_start)
    return "" if rough else datetime.date.fromordinal(day).isoformat()


def _of_instrument(instrument: Instrument, change: str) -> dict[str, Any]:
    return {
        "day": _day(instrument, change),
        "change": change,
        "instrument": instrument.id,
        "title": instrument.title,
        "in_force": dates_of(instrument),
        "standing": instrument.standing,
    }


def _of_rule(rule: Rule, change: str) -> dict[str, Any]:
    return {
        "day": _day(rule, change),
        "change": change,
        "rule": rule.name,
        "says": rule.says,
        "decides": list(rule.then),
        "in_force": in_force(rule),
        "standing": rule.standing,
    }


def _of_membership(
    rulebook: Rulebook, group: Group, nation: str, before: int, after: int, days: tuple[int, int]
) -> dict[str, Any]:
    turned = [m for m in group.memberships if m.nation == nation and _turns(m, *days)]
    last = turned[-1]
    ends = last.holds(days[1]) < last.holds(days[0])
    return {
        "day": (last.last if ends else last.first).removeprefix("~") if not last.rough else "",
        "nation": nation,
        "name": rulebook.nations.get(nation, nation),
        "group": group.name,
        "title": group.title,
        "before": _BELONGING[before],
        "after": _BELONGING[after],
        "standing": last.standing,
        "source": last.source,
    }


def _turns(membership: Membership, first: int, last: int) -> bool:
    return membership.holds(first) != membership.holds(last)
