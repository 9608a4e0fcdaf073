"""What of a case somebody sees: all of it, what an applicant may, or nothing.

An applicant never sees what is internal: advice, provisos before the decision, the worksheet, denials, signatures, recommendations, planned
checks, the reasons that are not to be shown, and the states in which only the review knows that a case is.
"""

from __future__ import annotations

from dataclasses import replace

from django.db.models import Q, QuerySet

from licet.cases import people
from licet.cases.case import CaseState
from licet.cases.doing import read
from licet.cases.faults import NotAllowed
from licet.cases.models import Attachment, Case, CaseReferral
from licet.cases.rights import rights
from licet.cases.timed import Stage
from licet.cases.who import Who
from licet.errors import Fault

# What an applicant is told of states that would tell what agencies and partners say.
_SHOWN = dict.fromkeys(("referred", "awaiting_consultation", "recommended", "escalated"), "in_review")


def shown_state(state: str) -> str:
    """Return what an applicant is told of a state."""
    return _SHOWN.get(state, state)


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
        state=shown_state(state.state),
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
        notified=(),
        prepared=(),
        proposed=None,
        decision=replace(state.decision, reasons="", by="") if state.decision else None,
        monitoring=(),
        before_pause="",
        # Of a revocation the reasons that may be shown are told, and stand in its letter; otherwise only their own words.
        closed=state.closed if state.state == "withdrawn" else "",
    )


def _merged(stages: tuple[Stage, ...]) -> tuple[Stage, ...]:
    merged: list[Stage] = []
    for one in stages:
        state = shown_state(one.state)
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


def listed(who: Who) -> QuerySet[Case]:
    """Return the cases that somebody may see, by the same table of rights; an applicant is shown :func:`shown_state` of them.

    Raises:
        NotAllowed: where the person does not have that role.
    """
    who = people.known(who)
    filters: dict[str, Q] = {
        "any": Q(),
        "own": Q(applicant=who.organisation),
        "submitted": Q(submitted__isnull=False),
        "assigned": Q(officer=who.person),
        "referred": Q(pk__in=CaseReferral.objects.filter(agency=who.organisation).values("case")),
    }
    filters["sees_it"] = filters["submitted"] if who.kind == "authority" else filters["referred"]
    found = Case.objects.none()
    for row in rights().rows:
        # A condition that cannot be asked of the list gives nothing.
        if (row.act, row.role) == ("see", who.role) and all(one in filters for one in row.conditions):
            found = found | Case.objects.filter(*(filters[one] for one in row.conditions))
    return found


def document(case: str, digest: str, who: Who) -> bytes:
    """Return the content of a document of a case.

    Raises:
        NotAllowed: where there is none that this person may see.
    """
    if not any(one.digest == digest for one in seen_by(case, who).attachments):
        raise NotAllowed(faults=[Fault("the document", "none that you may see", "one of the case")])
    return bytes(Attachment.objects.get(pk=digest).content)
