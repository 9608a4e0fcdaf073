"""The one pattern of every page of cases: nobody is here who may not be, and what goes wrong is told in the dress of the pages.

A page names the act of the table of rights by which somebody may see it. What is about one case is refused without telling whether there is
such a case.
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, ClassVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views import View

from licet.cases.case import CaseState
from licet.cases.faults import ClockSetBack, NotAllowed, NotPossible, NotStored, Overtaken
from licet.cases.rights import rights
from licet.cases.seeing import seen_by
from licet.errors import Fault, InputError, LicetError
from licet.web.casework.visit import Visit, act_as, turned_away, visit
from licet.web.refusals import NotThere

# Name of the address → its words, and the act by which it is seen.
DOORS: tuple[tuple[str, str, str], ...] = (
    ("cases", "Cases", "see"),
    ("cases.new", "New application", "create_draft"),
    ("cases.due", "Due and late", "see_internal"),
    ("cases.denials", "Denials", "see_denials"),
    ("cases.stale", "Answered differently", "see_stale"),
    # Who has no list of cases is led to the first of these that is theirs.
    ("cases.people", "People", "keep_people"),
    ("cases.reports", "Reports", "read_statistics"),
    ("cases.chain", "Audit", "verify_chain"),
)
_STATUS: tuple[tuple[type[LicetError], HTTPStatus], ...] = (
    (Overtaken, HTTPStatus.CONFLICT),
    (NotAllowed, HTTPStatus.FORBIDDEN),
    (NotPossible, HTTPStatus.UNPROCESSABLE_ENTITY),
    (NotThere, HTTPStatus.NOT_FOUND),
    (NotStored, HTTPStatus.SERVICE_UNAVAILABLE),
    (ClockSetBack, HTTPStatus.SERVICE_UNAVAILABLE),
    (InputError, HTTPStatus.UNPROCESSABLE_ENTITY),
)
_TITLES = {
    HTTPStatus.CONFLICT: "Somebody was faster",
    HTTPStatus.FORBIDDEN: "This is not yours to do",
    HTTPStatus.UNPROCESSABLE_ENTITY: "That cannot be done as it stands",
    HTTPStatus.NOT_FOUND: "There is nothing here that you may see",
    HTTPStatus.SERVICE_UNAVAILABLE: "Nothing can be written just now",
}


class Place(View):
    """A page of cases.

    Attributes:
        name: its name among the addresses.
        act: the act of the table of rights by which somebody may be here at all, in some case; what is done there asks for more.
        visit: who is here.
    """

    name: ClassVar[str]
    act: ClassVar[str]
    http_method_names = ["get", "post", "head", "options"]  # noqa: RUF012 - as the view of Django has it
    visit: Visit

    def dispatch(self, request: HttpRequest, *args: Any, **of: Any) -> HttpResponseBase:
        """Answer whoever may be here."""
        away = turned_away(request)
        if away is not None:
            return away
        found = visit(request)
        if found is None:
            return render(
                request, "casework/no_role.html", {"title": "You have no role yet"}, status=HTTPStatus.FORBIDDEN
            )
        self.visit = found
        if self.name == "cases" and request.method == "GET" and (elsewhere := _elsewhere(found)):
            return redirect(elsewhere)
        try:
            if not any(row.act == self.act and row.role == found.who.role for row in rights().rows):
                raise NotAllowed(
                    faults=[
                        Fault(
                            "this page",
                            f"{found.who.role.replace('_', ' ')}",
                            "a role that has it",
                            "act in another role",
                        )
                    ]
                )
            return super().dispatch(request, *args, **of)
        except LicetError as error:
            return self.refused(error)

    def show(self, template: str, answer: int = HTTPStatus.OK, /, **context: Any) -> HttpResponse:
        """Return a page."""
        return render(
            self.request,
            f"casework/{template}.html",
            {**worn(self.visit), "status": int(answer), **context},
            status=answer,
        )

    def refused(self, error: LicetError) -> HttpResponse:
        """Return what was refused, with a line for each fault.

        Raises:
            LicetError: for law that cannot be used, which is nothing that a person here can mend.
        """
        status = next((status for kind, status in _STATUS if isinstance(error, kind)), None)
        if status is None:
            raise error
        return self.show("refused", status, title=_TITLES[status], faults=error.faults)

    def seen(self, case: str) -> CaseState:
        """Return what they may see of a case.

        Raises:
            NotThere: where that is nothing, in the same words whether or not there is such a case.
        """
        try:
            return seen_by(str(case), self.visit.who)
        except NotAllowed:
            raise NotThere(faults=[Fault("the case", "none that you may see", "one of your list")]) from None


def _elsewhere(here: Visit) -> str:
    """Return the first door of somebody who has no list of cases, since all who sign in come there; nothing for whoever has one."""
    doors = [
        name for name, _, act in DOORS if any((row.act, row.role) == (act, here.who.role) for row in rights().rows)
    ]
    return doors[0] if doors and "cases" not in doors else ""


def worn(here: Visit) -> Mapping[str, Any]:
    """Return what every page of cases wears."""
    role = here.who.role
    open_to = {row.act for row in rights().rows if row.role == role}
    return {
        "visit": here,
        "who": here.who,
        "role": here.role,
        "casework_doors": [(reverse(name), words) for name, words, act in DOORS if act in open_to],
    }


class ActAs(Place):
    """Acts in another of one's roles."""

    name = "cases.role"
    act = "see"

    def dispatch(self, request: HttpRequest, *_args: Any, **_of: Any) -> HttpResponseBase:
        """Answer whoever is signed in; every role may change to another."""
        away = turned_away(request)
        found = visit(request) if away is None else None
        if found is not None and request.method == "POST":
            act_as(request, found.roles, request.POST.get("role", ""))
        return away or redirect("cases")
