"""What of a case somebody sees: all of it, what an applicant may, or nothing. Pure but for :func:`seen_by`.

An applicant never sees what is internal: advice, provisos before the decision, the worksheet, denials, signatures, recommendations, planned
checks, the reasons that are not to be shown, and the states in which only the review knows that a case is.
"""

from __future__ import annotations

from dataclasses import replace

from licet.cases import people
from licet.cases.case import CaseState
from licet.cases.doing import read
from licet.cases.faults import NotAllowed
from licet.cases.rights import rights
from licet.cases.timed import Stage
from licet.cases.who import Who
from licet.errors import Fault

# What an applicant is told of states that would tell what agencies and partners say.
_SHOWN = dict.fromkeys(("referred", "awaiting_consultation", "recommended", "escalated"), "in_review")


def visible(state: CaseState, who: Who) -> CaseState:
    """Return what somebody may see of a case.

    Raises:
        NotAllowed: where that is nothing.
    """
    rights().check("see", who, state)
    return state if rights().allows("see_internal", who, state) else shown(state)


def shown(state: CaseState) -> CaseState:
    """Return what an applicant may see of a case."""
    asked = tuple(replace(one, by="") for one in state.asked)
    own = {one.pause for one in asked if one.pause}
    stages = _merged(state.stages)
    return replace(
        state,
        state=_SHOWN.get(state.state, state.state),
        since=stages[-1].entered if stages else state.since,
        attachments=tuple(one for one in state.attachments if not one.internal),
        determinations=(),
        referrals=(),
        advice=(),
        provisos=tuple(replace(one, by="", owner="") for one in state.provisos if one.state == "in_force"),
        worksheet=(),
        signatures=(),
        matches=(),
        matched=None,
        asked=asked,
        pauses=tuple(one for one in state.pauses if one.ground in own),
        stages=stages,
        steps=(),
        recommendation=None,
        decision=replace(state.decision, reasons="", by="") if state.decision else None,
        monitoring=(),
        before_pause="",
    )


def _merged(stages: tuple[Stage, ...]) -> tuple[Stage, ...]:
    merged: list[Stage] = []
    for one in stages:
        state = _SHOWN.get(one.state, one.state)
        if merged and merged[-1].state == state:
            merged[-1] = replace(merged[-1], left=one.left)
        else:
            merged.append(replace(one, state=state, by="" if one.state in _SHOWN else one.by))
    return tuple(merged)


def seen_by(case: str, who: Who) -> CaseState:
    """Return what somebody may see of a case that is kept.

    Raises:
        NotAllowed: where that is nothing, or there is no such case.
    """
    state = read(case)
    if not state.id:
        raise NotAllowed(faults=[Fault("the case", "none that you may see", "one", "look at the list of cases")])
    return visible(state, people.known(who))
