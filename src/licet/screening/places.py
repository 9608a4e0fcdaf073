"""Screenings that do not tell where the lists lie: on a server that is nobody's business."""

from __future__ import annotations

import msgspec

from licet.screening.answer import ListState, Screening
from licet.screening.placing import lists_file

_INSTEAD = "the file of lists"


def without_places(screening: Screening) -> Screening:
    """Return a screening that does not tell where the lists lie."""
    why = [_told(text) for text in screening.why]
    return msgspec.structs.replace(screening, why=why, lists=[state_without_place(state) for state in screening.lists])


def state_without_place(state: ListState) -> ListState:
    """Return the state of a list that does not tell where it lies."""
    return msgspec.structs.replace(state, why=_told(state.why))


def _told(text: str) -> str:
    path = lists_file()
    return text.replace(str(path), _INSTEAD) if path is not None else text
