"""A case held against the register of denials as soon as it is stated, by the clock and not by who stated it."""

from __future__ import annotations

from licet.cases.acts import Acting
from licet.cases.faults import NotPossible
from licet.cases.matching_stored import match_case
from licet.web.casework import law_here


def held_against_denials(acting: Acting) -> None:
    """Match a case that was just stated. Where somebody was faster it is left to the next sweep of the clock; no approval passes before.

    Args:
        acting: of the act that stated it.
    """
    try:
        match_case(acting.case, acting.at, law_here.law().nations)
    except NotPossible:
        return
