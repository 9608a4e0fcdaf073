"""The list of cases that somebody may see."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from licet.cases.seeing import listed, shown_state
from licet.cases.words import APPLICANT
from licet.web.casework.place import Place


class Worklist(Place):
    """The cases that somebody may see, those that wait longest first."""

    name = "cases"
    act = "see"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Show the list."""
        hidden = self.visit.who.role == APPLICANT
        cases = [
            {"case": one, "state": shown_state(one.state) if hidden else one.state}
            for one in listed(self.visit.who).order_by("since")[:50]
        ]
        return self.show("worklist", title="Cases", cases=cases)
