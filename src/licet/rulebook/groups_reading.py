"""The dated groups of nations of a folder of law, read from their two tables."""

from __future__ import annotations

from licet.errors import Fault, near
from licet.language.nodes import Where
from licet.rulebook.groups import Group, Membership, read_span
from licet.rulebook.instruments import STANDINGS
from licet.rulebook.library import Library, read_rows
from licet.rulebook.windows import OPEN_END, OPEN_START, NotAWindow


def read_groups(library: Library, files: dict[str, bytes]) -> None:
    """Read ``nations/groups.csv`` and ``nations/memberships.csv`` into the library."""
    faults = library.faults
    rows: dict[str, tuple[Where, dict[str, str]]] = {}
    for where, row in read_rows(files, "nations/groups.csv", faults, ("group", "name", "source", "standing")):
        if row["group"] in rows:
            faults.append(Fault(str(where), f"the group '{row['group']}' a second time", "one row for a group"))
        rows[row["group"]] = (where, row)
        if row.get("standing", "") not in STANDINGS:
            faults.append(Fault(str(where), f"the standing '{row.get('standing')}'", " | ".join(STANDINGS)))
    members: dict[str, list[Membership]] = {name: [] for name in rows}
    columns = ("nation", "group", "from", "until", "source", "standing")
    for where, row in read_rows(files, "nations/memberships.csv", faults, columns):
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
