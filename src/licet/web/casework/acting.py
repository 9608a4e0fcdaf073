"""The page of one act of a case: its form, and doing it."""

from __future__ import annotations

import datetime
from dataclasses import replace
from http import HTTPStatus

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from licet.cases.acts import Acting, read
from licet.cases.case import CaseState, fold
from licet.cases.faults import NotAllowed, NotPossible, Overtaken
from licet.cases.ledger import of_case
from licet.cases.moves import moves
from licet.cases.rights import CONDITIONS, rights
from licet.cases.seeing import shown as shown_to_applicant
from licet.cases.who import Who
from licet.cases.words import APPLICANT
from licet.errors import Fault
from licet.web.casework import all_forms
from licet.web.casework.act_forms import FORMS, ActForm
from licet.web.casework.case_shown import shown
from licet.web.casework.case_words import names, plain
from licet.web.casework.law_here import procedure
from licet.web.casework.place import Place
from licet.web.refusals import NotThere

# What is told with an act; before it is, such a condition keeps no act from being offered.
_TOLD = ("signs_for", "owns_it")
# With every step of signing, whatever outcome or change of a licence it is of: the domain takes from them those that are needed.
EVERY_OUTCOME = ""
assert all_forms.READ


def offered(case: CaseState, seen: CaseState, who: Who, at: datetime.datetime) -> list[type[ActForm]]:
    """Return the forms of the acts that somebody may do now, in the order of the table.

    Args:
        case: the case as it is, by which right and move are looked up.
        seen: as they may see it, by which is told whether there is anything to do.
        who: who asks, with the kind of their organisation.
        at: the moment.
    """
    law = procedure(case, at, EVERY_OUTCOME)
    names = [row.act for row in moves().rows if case.state in row.start and who.role in row.roles]
    return [
        FORMS[name]
        for name in dict.fromkeys(names)
        if name in FORMS and may_at_all(name, who, case) and FORMS[name].offered(seen, law, who)
    ]


def may_at_all(act: str, who: Who, case: CaseState) -> bool:
    """Whether somebody may do an act on a case, whatever they tell with it."""
    return any(
        all(one in _TOLD or CONDITIONS[one](who, case, {}) for one in row.conditions)
        for row in rights().rows
        if (row.act, row.role) == (act, who.role)
    )


class ActPage(Place):
    """One act of one case."""

    name = "cases.act"
    act = "see"

    def form(self, request: HttpRequest, case: str, act: str) -> ActForm:
        """Return the form of an act.

        Raises:
            NotThere: where there is no such case or act for this person.
            NotAllowed: where the act is not theirs.
        """
        seen = self.seen(case)
        if act not in FORMS:
            raise NotThere(faults=[Fault("the act", act[:40], "one of the case's page")])
        if not may_at_all(act, self.visit.who, read(case)):
            raise NotAllowed(
                faults=[
                    Fault(
                        "the case",
                        f"no right to '{act}'",
                        "a right that the table of rights gives",
                        "ask whoever has it",
                    )
                ]
            )
        data, files = (request.POST, request.FILES) if request.method == "POST" else (None, None)
        # The procedure follows from what is internal, but names nothing of it.
        law = procedure(read(case), self.visit.at, EVERY_OUTCOME)
        return FORMS[act](data, files, state=seen, procedure=law, who=self.visit.who)

    def get(self, request: HttpRequest, case: str, act: str) -> HttpResponse:
        """Show the form."""
        return self.page(self.form(request, str(case), act))

    def post(self, request: HttpRequest, case: str, act: str) -> HttpResponse:
        """Do the act, and go back to the case; what was told is kept where it cannot be done."""
        form = self.form(request, str(case), act)
        if not form.is_valid():
            return self.page(form, HTTPStatus.UNPROCESSABLE_ENTITY)
        acting = Acting(str(case), form.cleaned_data["seen"], self.visit.who, self.visit.at, form.procedure)
        try:
            self.done(form, acting)
        except Overtaken as error:
            return self.page(form, HTTPStatus.CONFLICT, error)
        except NotAllowed:
            raise
        except NotPossible as error:
            return self.page(form, HTTPStatus.UNPROCESSABLE_ENTITY, error)
        messages.success(request, f"Done: {form.title[:1].lower()}{form.title[1:]}.")
        return redirect("cases.case", case=case)

    def done(self, form: ActForm, acting: Acting) -> CaseState:
        """Do an act. An applicant is not overtaken by what they cannot see.

        Raises:
            NotPossible: as of the act.
        """
        try:
            return form.do(acting)
        except Overtaken:
            if self.visit.who.role != APPLICANT:
                raise
            events = list(of_case(acting.case))
            before, now = (
                fold(one for one in events if one.position <= last) for last in (acting.seen, events[-1].position)
            )
            if replace(shown_to_applicant(before), position=0) != replace(shown_to_applicant(now), position=0):
                raise
            return form.do(replace(acting, seen=now.position))

    def page(self, form: ActForm, status: int = HTTPStatus.OK, error: NotPossible | None = None) -> HttpResponse:
        """Return the page of a form."""
        faults = plain(error.faults, names(form.procedure)) if error else ()
        told = shown(form.state, form.procedure, self.visit.at) if form.beside else {}
        return self.show(
            "act", status, **{**told, "title": form.title, "form": form, "case": form.state, "faults": faults}
        )
