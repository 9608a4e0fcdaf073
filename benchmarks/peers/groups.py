"""The nations of the small policy and their groups, from the tables of its law folder, for the peers that need them as data.

Every nation is in a group for one span at most, which the simple look-ups of the peers rely on.
"""

from __future__ import annotations

import csv
import datetime
from pathlib import Path

LAW = Path(__file__).resolve().parent / "law"
NEVER = datetime.date(9999, 1, 1)

Span = tuple[datetime.date, datetime.date]


def _rows(name: str) -> list[dict[str, str]]:
    with (LAW / "nations" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _groups() -> dict[str, dict[str, Span]]:
    found: dict[str, dict[str, Span]] = {row["group"]: {} for row in _rows("groups.csv")}
    for row in _rows("memberships.csv"):
        members, nation = found[row["group"]], row["nation"]
        if nation in members:
            raise ValueError(f"{nation} is in {row['group']} twice; the peers' look-ups hold one span")
        until = datetime.date.fromisoformat(row["until"]) if row["until"] else NEVER
        members[nation] = datetime.date.fromisoformat(row["from"]), until
    return found


NATIONS = tuple(row["code"] for row in _rows("names.csv"))
GROUPS = _groups()
"""Group → nation → the first day and the first day after."""


def members_on(group: str, day: datetime.date) -> list[str]:
    """Return the nations of a group on a day."""
    return [nation for nation, (start, end) in GROUPS[group].items() if start <= day < end]


def number(day: datetime.date) -> int:
    """Return a day as a number that reads like a date, 20200724, for the peers that have no dates."""
    return day.year * 10_000 + day.month * 100 + day.day
