"""A document of a case, to be kept by whoever may see it: it is never shown among the pages of the site."""

from __future__ import annotations

import uuid

from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header

from licet.cases import seeing
from licet.cases.faults import NotAllowed
from licet.errors import Fault
from licet.web.casework.document_kinds import type_of
from licet.web.casework.place import Place
from licet.web.refusals import NotThere
from licet.web.sent import file_name

# Whatever a browser makes of it: nothing in it runs, and it reaches nothing.
_ALONE = "default-src 'none'; sandbox; frame-ancestors 'none'"


class Document(Place):
    """A document of a case."""

    name = "cases.document"
    act = "see"

    def get(self, request: HttpRequest, case: uuid.UUID, digest: str) -> HttpResponse:  # noqa: ARG002
        """Return it as a file.

        Raises:
            NotThere: where there is none that they may see, whether or not there is one.
        """
        state = self.seen(str(case))
        try:
            content = seeing.document(str(case), digest, self.visit.who)
        except NotAllowed:
            raise NotThere(faults=[Fault("the document", "none that you may see", "one of the case's page")]) from None
        # The last under which it was handed in, as somebody may hand in the same twice.
        name = [one.name for one in state.attachments if one.digest == digest][-1]
        response = HttpResponse(content, content_type=type_of(content) or "application/octet-stream")
        response.headers["Content-Disposition"] = (
            content_disposition_header(True, file_name(name) or "document") or "attachment"
        )
        response.headers["X-Content-Type-Options"] = "nosniff"
        response.headers["Content-Security-Policy"] = _ALONE
        return response
