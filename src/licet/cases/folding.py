"""What each kind of event makes of a case. Pure; :func:`licet.cases.case.fold` is the way in.

An event says itself which state it led to (``to``), which pause it began (``pause``) and which it ended (``resume``), so that a case reads
the same when the table of moves is another one day.
"""

from __future__ import annotations

from dataclasses import replace

from licet.cases import folding_end, folding_intake, folding_review
from licet.cases.applied import Happened
from licet.cases.case import CaseState
from licet.cases.reading import Fold
from licet.cases.timed import Pause, Stage

_KINDS: dict[str, Fold] = {**folding_intake.KINDS, **folding_review.KINDS, **folding_end.KINDS}


def after(state: CaseState, event: Happened) -> CaseState:
    """Return a case after one more event.

    Raises:
        ValueError: for a kind of event that nobody knows.
    """
    known = _KINDS.get(event.kind)
    if known is None:
        raise ValueError(f"event {event.position} is of the kind '{event.kind}', which nobody knows")
    made = known(state, event)
    return replace(_moved(_paused(made, event), event), position=event.position)


def kinds() -> tuple[str, ...]:
    """Return every kind of event that a case can have."""
    return tuple(_KINDS)


def _moved(state: CaseState, event: Happened) -> CaseState:
    to = event.body.get("to", "")
    if not to or to == state.state:
        return state
    stages = state.stages
    if stages:
        stages = (*stages[:-1], replace(stages[-1], left=event.at))
    # Where an answer leads back to: what was left for the first of several waits, one after the other.
    waits = to.startswith("awaiting_")
    back = (state.state if not state.state.startswith("awaiting_") else state.before_pause) if waits else ""
    return replace(
        state, state=to, since=event.at, stages=(*stages, Stage(to, event.at, by=event.kind)), before_pause=back
    )


def _paused(state: CaseState, event: Happened) -> CaseState:
    ends, begins = event.body.get("resume", ""), event.body.get("pause", "")
    pauses = state.pauses
    if ends:
        pauses = tuple(
            replace(one, until=event.at) if one.ground == ends and one.until is None else one for one in pauses
        )
    if begins and not any(one.ground == begins and one.until is None for one in pauses):
        pauses = (*pauses, Pause(begins, event.at))
    return state if pauses is state.pauses else replace(state, pauses=pauses)
