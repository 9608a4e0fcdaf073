"""The papers of a case as PDF, and the whole of it as a folder that opens without Licet."""

from __future__ import annotations

import io
import uuid
import zipfile

from django.http import HttpRequest, HttpResponse

from licet.cases.acts import read
from licet.cases.exporting.folder import files_of, seal_of
from licet.cases.exporting.from_ledger import read_export
from licet.cases.papers.partners import as_register
from licet.cases.rights import rights
from licet.errors import Fault
from licet.web.casework.case_papers import PARTNERS, papers, printed
from licet.web.casework.case_words import organisations
from licet.web.casework.law_here import law
from licet.web.casework.place import Place
from licet.web.refusals import NotThere
from licet.web.sent import file_name

# Every file of an archive has this moment, the first that it can hold, so that the same case gives the same bytes.
_MOMENT = (1980, 1, 1, 0, 0, 0)


class OnePaper(Place):
    """A paper of a case."""

    name = "cases.paper"
    act = "see"

    def get(self, request: HttpRequest, case: uuid.UUID, slug: str) -> HttpResponse:  # noqa: ARG002
        """Return it, where the case has one that they may read."""
        self.seen(str(case))
        state = read(str(case))
        if slug not in {one.slug for one in papers(state, self.visit.who)}:
            raise NotThere(faults=[Fault("the paper", slug[:40], "one of the case's page")])
        return _file(
            printed(state, slug, self.visit.at), "application/pdf", f"{state.reference}-{slug}.pdf", inline=True
        )


class PaperAsTable(Place):
    """A paper as a table, where it is one: the notification of partners as the lines of a register."""

    name = "cases.paper_table"
    act = "see_internal"

    def get(self, request: HttpRequest, case: uuid.UUID, slug: str) -> HttpResponse:  # noqa: ARG002
        """Return it, where a refusal prepared one."""
        self.seen(str(case))
        state = read(str(case))
        rights().check("see_internal", self.visit.who, state)
        if slug != PARTNERS or not state.prepared:
            raise NotThere(faults=[Fault("the table", slug[:40], "a notification of partners that a refusal prepared")])
        table = as_register(state, law().nations)
        return _file(table.encode(), "text/csv; charset=utf-8", f"{state.reference}-{PARTNERS}.csv")


class Export(Place):
    """A case as an archive."""

    name = "cases.export"
    act = "export_case"

    def get(self, request: HttpRequest, case: uuid.UUID) -> HttpResponse:  # noqa: ARG002
        """Return everything of the case; its seal stands in the name of the archive and in its head."""
        self.seen(str(case))
        state = read(str(case))
        rights().check("export_case", self.visit.who, state)
        made = {f"{one.slug}.pdf": printed(state, one.slug, self.visit.at) for one in papers(state, self.visit.who)}
        files = files_of(read_export(str(case), self.visit.at, made, organisations()))
        seal = seal_of(files)
        answer = _file(packed(files), "application/zip", f"{state.reference}-{seal}.zip")
        answer.headers["Licet-Seal"] = seal
        return answer


def packed(files: dict[str, bytes]) -> bytes:
    """Return files as an archive, the same bytes for the same files."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, _MOMENT), files[name], zipfile.ZIP_DEFLATED)
    return whole.getvalue()


def _file(content: bytes, kind: str, name: str, *, inline: bool = False) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer.headers["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{file_name(name)}"'
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer
