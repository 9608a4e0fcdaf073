"""Screenings as a table: a row for every hit, and one for every party without; no cell is a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from typing import IO

from licet.harmless import harmless
from licet.screening.answer import Hit, Screening

_HEAD = ("id", "name", "role", "nation", "status", "hit", "list", "entry", "listed_name", "matched", "score", "why", "licence_requirement", "licence_policy", "notice", "decided", "lists", "not_screened_because", "changes")  # fmt: skip
_OF_A_HIT = 11


def write_csv(found: Iterable[Screening], stream: IO[str]) -> None:
    """Write screenings as CSV.

    Args:
        found: the screenings, in their order.
        stream: where to.
    """
    rows = csv.writer(stream, lineterminator="\n")
    rows.writerow(_HEAD)
    for screening in found:
        party = screening.party
        about = (
            [party.id, screening.name, party.role, "; ".join(party.nations)] if party else ["", screening.name, "", ""]
        )
        lists = "; ".join(f"{state.source or state.list} {state.vintage} {state.status}" for state in screening.lists)
        ends = [lists, " ".join(screening.why), " ".join(change.said for change in screening.changes)]
        hits = [_cells(hit) for hit in screening.hits] or [[""] * _OF_A_HIT]
        for cells in hits:
            rows.writerow([harmless(cell) for cell in (*about, screening.status, *cells, *ends)])


def _cells(hit: Hit) -> list[str]:
    why = " ".join(hit.why)
    found = [hit.status, hit.on, hit.id, hit.name, hit.matched, f"{hit.score:.3f}", why]
    return [*found, hit.licence_requirement, hit.licence_policy, hit.notice, hit.decided]
