"""What law and procedure say of one case as it stands: its determinations read again, and the procedure that follows from them."""

from __future__ import annotations

import datetime

import msgspec

from licet.cases.by_law import Procedure
from licet.cases.case import CaseState
from licet.cases.procedure import Configuration
from licet.cases.procedure_for import procedure_for
from licet.determination import Determination
from licet.errors import Fault, InputError
from licet.rulebook.rulebook import Rulebook


def determined(state: CaseState) -> list[Determination]:
    """Return the last determination of each item and destination that the application still has.

    Raises:
        InputError: for one that this version does not read.
    """
    current = {(item.id, place) for item in state.items for place in state.destinations}
    try:
        return [
            msgspec.convert(one.findings, Determination)
            for one in state.latest
            if (one.item, one.destination) in current
        ]
    except msgspec.ValidationError as error:
        fault = Fault(
            state.reference,
            f"a determination that this version does not read: {error}",
            "one of this version",
            "determine it anew",
        )
        raise InputError(faults=[fault]) from None


def procedure_of(
    state: CaseState,
    configuration: Configuration,
    rulebook: Rulebook,
    at: datetime.datetime,
    outcome: str | None = None,
) -> Procedure:
    """Return the procedure as it holds for a case that was submitted.

    Args:
        state: the case.
        configuration: the tables of the authority.
        rulebook: the law, as of :func:`~licet.cases.procedure_for.procedure_for`.
        at: the moment.
        outcome: the recommended outcome; by default that of the case, once it has one.

    Raises:
        InputError: where it is open who decides the case, and as of :func:`determined`.
        LawError: as of :func:`~licet.cases.procedure_for.procedure_for`.
    """
    if outcome is None:
        outcome = state.recommendation.outcome if state.recommendation else ""
    return procedure_for(configuration, rulebook, determined(state), at, outcome=outcome)
