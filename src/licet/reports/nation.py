"""A nation as the rulebook has it: its code and names, the groups it belonged to on a day, and its memberships over time."""

from __future__ import annotations

import datetime
from typing import Any

from licet.rulebook.groups import Group, Membership
from licet.rulebook.rulebook import Rulebook
from licet.transfers.stating import nations_of

_TRUTHS = ("no", "not known", "yes")


def plain_nation(rulebook: Rulebook, code: str, day: datetime.date) -> dict[str, Any]:
    """Return a nation as it stands in JSON.

    Args:
        rulebook: the law.
        code: its ISO code.
        day: the day whose memberships are asked for.
    """
    nation = nations_of(rulebook).by_code[code]
    return {
        "code": nation.code,
        "alpha3": nation.alpha3,
        "name": nation.name,
        "official": nation.official,
        "aliases": list(nation.aliases),
        "date": day.isoformat(),
        "memberships": belonging(rulebook, nation.code, day),
        "history": history(rulebook, nation.code),
    }


def belonging(rulebook: Rulebook, code: str, day: datetime.date) -> list[dict[str, Any]]:
    """Return the groups that a nation belonged to on a day, or may have."""
    found = []
    for group in rulebook.groups.values():
        truth = group.holds(code, day.toordinal())
        if truth:
            holding = [m for m in group.memberships if m.nation == code and m.holds(day.toordinal()) == truth]
            found.append(_membership(group, holding[0]) | {"held": _TRUTHS[truth]})
    return found


def history(rulebook: Rulebook, code: str) -> list[dict[str, Any]]:
    """Return all memberships of a nation that are recorded, the earliest first."""
    found = [_membership(group, m) for group in rulebook.groups.values() for m in group.memberships if m.nation == code]
    return sorted(found, key=lambda entry: (entry["from"].removeprefix("~"), entry["group"]))


def _membership(group: Group, membership: Membership) -> dict[str, Any]:
    return {
        "group": group.name,
        "title": group.title,
        "from": membership.first,
        "until": membership.last,
        "source": membership.source,
        "standing": membership.standing,
        "note": membership.note,
        "group_note": group.note,
    }
