"""The lists of nations that are not public: whom they matter to, and the answers with nobody and with everybody on them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from licet.deciding.compiling import FALSE, TRUE
from licet.eligibility.answer import End, PartnerList
from licet.eligibility.trying import Answers, differing

if TYPE_CHECKING:
    from licet.eligibility.table import Table


def at_end(table: Table, nation: str, truth: int, only: str = "") -> Answers:
    """Return the answers for a nation with it on every list that is not public, or on none.

    Args:
        table: the table.
        nation: the nation.
        truth: 2 on the lists, 0 on none.
        only: the one list that counts, and no other.
    """
    place, groups = table.places[nation], table.trying.groups
    for name, group in table.rulebook.groups.items():
        # Whom a reform puts on a list is on it at either end.
        if group.assumed and name in groups and not group.by_reform().holds(nation, table.day):
            place = place.with_(groups.index(name), truth if only in ("", name) else FALSE)
    return table.trying.answers(place)


def lists(table: Table) -> list[PartnerList]:
    """Return the lists that are not public, as they bear on the transfer."""
    filled = dict(table.transfer.filled)
    found = []
    for name, group in table.rulebook.groups.items():
        if not group.assumed:
            continue
        matters = [
            nation
            for nation in table.nations
            if name in table.trying.groups
            and differing(at_end(table, nation, FALSE), at_end(table, nation, TRUE, name))
        ]
        on = sorted(group.filled(filled.get(name, ()), table.day)) or ([] if name in filled else None)
        found.append(
            PartnerList(group=name, title=group.title, filled=on, matters_to=matters,
                        note=group.note, source=group.source, standing=group.standing)
        )  # fmt: skip
    return found


def end(table: Table, truth: int) -> list[End]:
    """Return the nations by their answers at one end of the lists that are not public."""
    grouped: dict[tuple[tuple[str, tuple[str, ...], bool], ...], list[str]] = {}
    for nation in table.nations:
        answers = at_end(table, nation, truth)
        grouped.setdefault(tuple((q, *answers[q]) for q in table.asked), []).append(nation)
    ordered = sorted(grouped, key=lambda key: table.strictness((q, possible) for q, possible, _ in key))
    return [
        End(answers=table.settled({q: (possible, exact) for q, possible, exact in key}), nations=grouped[key])
        for key in ordered
    ]
