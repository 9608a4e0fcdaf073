"""What an exporter applies for: a new application, a draft that is changed, and a submitted case that is stated anew while the applicant is asked.

One page for all three. Its form grows by its own buttons, without a script: whoever adds a row gets the same form back, with all that they wrote.
"""

from __future__ import annotations

import uuid
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from licet.cases import acts
from licet.cases.acts import Acting
from licet.cases.case import CaseState
from licet.cases.faults import NotAllowed, NotPossible, Overtaken
from licet.cases.seeing import seen_by
from licet.errors import Fault
from licet.rulebook.rulebook import today
from licet.web.casework.act_forms import ActForm
from licet.web.casework.acting import ActPage
from licet.web.casework.forms_application import ApplicationForm, NewDraft
from licet.web.casework.place import Place
from licet.web.casework.stated_rows import rows_of_address
from licet.web.dress import rulebook


class ApplicationPage(ActPage):
    """A draft that is changed, or a case that is stated anew."""

    name = "cases.application"

    def post(self, request: HttpRequest, case: str, act: str) -> HttpResponse:
        """Redraw the form, or do the act."""
        form = self.form(request, str(case), act)
        if isinstance(form, ApplicationForm) and form.redrawn:
            return self.page(form)
        return super().post(request, case, act)

    def page(self, form: ActForm, status: int = HTTPStatus.OK, error: NotPossible | None = None) -> HttpResponse:
        """Return the page of the form."""
        return _page(self, form, status, error)


class NewApplication(Place):
    """A new application; one that begins with a review has its address as its own query."""

    name = "cases.new"
    act = "create_draft"

    def form(self, *told: Any, **named: Any) -> NewDraft:
        """Return the form."""
        return NewDraft(*told, state=CaseState(), procedure=None, who=self.visit.who, **named)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the form, empty or with what a review states."""
        form = self.form(initial={"case": acts.new_case()})
        if request.GET:
            form.begins_with = rows_of_address(request.GET, rulebook(), today())
        return _page(self, form)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Redraw the form, or begin the case."""
        form = self.form(request.POST)
        if form.redrawn:
            return _page(self, form)
        if not form.is_valid():
            return _page(self, form, HTTPStatus.UNPROCESSABLE_ENTITY)
        case = str(form.cleaned_data["case"])
        acting = Acting(case, 0, self.visit.who, self.visit.at)
        try:
            form.do(acting)
        except NotPossible as error:
            if _is_there(case, self):
                return redirect("cases.case", case=uuid.UUID(case))
            if isinstance(error, NotAllowed | Overtaken):
                # Of a case of others nothing is told, not even what happened to it.
                fault = Fault("the form", "one that was used", "a new one", "open a new application")
                raise NotAllowed(faults=[fault]) from None
            return _page(self, form, HTTPStatus.UNPROCESSABLE_ENTITY, error)
        messages.success(request, "The draft is saved. It is submitted when you say so.")
        return redirect("cases.case", case=uuid.UUID(case))


def _is_there(case: str, place: Place) -> bool:
    """Whether the same form was sent before, and made the case."""
    try:
        return bool(seen_by(case, place.visit.who).id)
    except NotAllowed:
        return False


def _page(place: Place, form: ActForm, status: int = HTTPStatus.OK, error: NotPossible | None = None) -> HttpResponse:
    assert isinstance(form, ApplicationForm), "only such a form is shown here"
    wrong = form.stated.wrong if form.is_bound else []
    context = {
        "title": form.title,
        "form": form,
        "case": form.state,
        "wrong": wrong,
        "faults": error.faults if error else (),
        **form.shown,
    }
    return place.show("application", status, **context)
