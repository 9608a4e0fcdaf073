"""One case, as whoever asks may see it, with what they may do."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse

from licet.cases.acts import read
from licet.cases.rights import rights
from licet.web.casework.acting import offered
from licet.web.casework.case_for_applicant import applicant_view
from licet.web.casework.place import Place


class CasePage(Place):
    """One case."""

    name = "cases.case"
    act = "see"

    def get(self, request: HttpRequest, case: uuid.UUID) -> HttpResponse:  # noqa: ARG002
        """Show the case."""
        seen = self.seen(str(case))
        acts = offered(read(str(case)), seen, self.visit.who, self.visit.at)
        if not rights().allows("see_internal", self.visit.who, read(str(case))):
            told = applicant_view(seen, self.visit)
            return self.show("case_applicant", title=seen.reference, case=seen, acts=acts, **told)
        return self.show("case", title=seen.reference, case=seen, acts=acts)
