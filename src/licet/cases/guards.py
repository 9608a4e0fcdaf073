"""What must hold before an act, by the names under which the table of moves asks for it."""

from __future__ import annotations

from collections.abc import Iterable

from licet.cases import guards_end, guards_intake, guards_notices, guards_review
from licet.cases.case import CaseState
from licet.cases.faults import NotPossible
from licet.cases.given import Given, Guard
from licet.errors import Fault

GUARDS: dict[str, Guard] = {
    **guards_intake.GUARDS,
    **guards_review.GUARDS,
    **guards_end.GUARDS,
    **guards_notices.GUARDS,
}


def check(names: Iterable[str], state: CaseState, given: Given) -> None:
    """Refuse an act of which something does not hold.

    Raises:
        NotPossible: with a fault for each thing.
    """
    faults: list[Fault] = []
    for name in dict.fromkeys(names):
        faults += GUARDS[name](state, given)
    if faults:
        raise NotPossible(faults=faults)


def markdown() -> str:
    """Return what each guard asks, for the docs."""
    told = ["| guard | holds where |", "|---|---|"]
    told += [f"| {name.replace('_', ' ')} | {(one.__doc__ or '').rstrip('.')} |" for name, one in GUARDS.items()]
    return "\n".join(told) + "\n"
