"""One case, as whoever asks may see it, with what they may do."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse

from licet.cases.acts import read
from licet.cases.case import CaseState
from licet.cases.ledger import of_case
from licet.cases.moves import moves
from licet.cases.rights import rights
from licet.cases.stale import of_state
from licet.cases.words import OVER
from licet.errors import InputError
from licet.web.casework import law_here
from licet.web.casework.act_forms import ActForm
from licet.web.casework.acting import EVERY_OUTCOME, offered
from licet.web.casework.case_for_applicant import applicant_view
from licet.web.casework.case_history import history
from licet.web.casework.case_papers import papers
from licet.web.casework.case_shown import shown
from licet.web.casework.forms_deciding import waiting
from licet.web.casework.place import Place

# In these an approval waits for something that is worth telling.
_REVIEWED = ("in_review", "referred", "awaiting_applicant", "awaiting_consultation", "escalated", "recommended")


class CasePage(Place):
    """One case."""

    name = "cases.case"
    act = "see"

    def get(self, request: HttpRequest, case: uuid.UUID) -> HttpResponse:
        """Show the case: whole to those who see what is internal, and to an applicant what they may see."""
        seen, whole = self.seen(str(case)), read(str(case))
        acts = offered(whole, seen, self.visit.who, self.visit.at)
        context: dict[str, Any] = {
            "title": seen.reference,
            "case": seen,
            "acts": acts,
            "grouped": grouped(acts, whole),
        }
        context["papers"] = papers(whole, self.visit.who)
        if not rights().allows("see_internal", self.visit.who, whole):
            return self.show("case_applicant", **context, **applicant_view(seen, self.visit))
        procedure = law_here.procedure(whole, self.visit.at, EVERY_OUTCOME)
        told = shown(whole, procedure, self.visit.at)
        events = list(of_case(str(case)))
        return self.show(
            "case",
            **{
                **told,
                **context,
                "waiting": waiting(whole, procedure) if whole.state in _REVIEWED else [],
                "undecided": procedure is None and whole.submitted is not None,
                "history": history(events, whole, told["known"], told["nations"]),
                "may_export": rights().allows("export_case", self.visit.who, whole),
                "asked_today": (asked := "today" in request.GET and whole.submitted is not None),
                **(today(whole, self.visit.at) if asked else {}),
            },
        )


def today(state: CaseState, at: datetime.datetime) -> dict[str, Any]:
    """Return whether the law and the lists of today would answer otherwise than what was frozen.

    Args:
        state: the case.
        at: the moment.
    """
    try:
        return {"differing": list(of_state(state, law_here.review, at.date())), "not_asked": ()}
    except InputError as error:
        return {"differing": [], "not_asked": error.faults}


def grouped(acts: Sequence[type[ActForm]], state: CaseState) -> dict[str, list[type[ActForm]]]:
    """Return acts by what they do: move the case, add to it, or end it and take things back.

    Args:
        acts: the forms, in the order of the table of moves.
        state: the case.
    """
    found: dict[str, list[type[ActForm]]] = {"moves": [], "adds": [], "ends": []}
    beside: list[type[ActForm]] = []
    for one in acts:
        targets = {row.to for row in moves().of(one.act, state.state)}
        if targets & set(OVER) or (one.weighty and not one.leads):
            found["ends"].append(one)
        elif targets - {"=", "back"}:
            found["moves"].append(one)
        elif one.leading(state):
            beside.append(one)
        else:
            found["adds"].append(one)
    found["moves"] += beside
    return found
