"""A table as work of the API: it is posted, asked for its state, its answers are fetched, and it is deleted.

The work is that of the portfolio, so that what a program began can be looked through on its page by whoever has the address.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

import msgspec
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.urls import reverse

from licet.columns.headings import CARRY
from licet.errors import Fault, InputError, near
from licet.programs.asking import check_reforms
from licet.programs.stating import BODY, read_plain
from licet.programs.tabling import FILES, REJECTS_TEXT
from licet.rulebook.rulebook import Rulebook
from licet.version import __version__
from licet.web import jobs, portfolios
from licet.web.api_asked import Options
from licet.web.models import Job

TABLE = "table"
# What a body may hold: key → what it means.
KEYS = {
    "rows": "the rows, each header → cell",
    "mapping": "header → the fact that it states with its unit, such as 'range [km]'; '-' for none",
}


def begin(request: HttpRequest, options: Options, book: Rulebook, body: Any) -> Job:
    """Begin the work.

    Args:
        request: the request, which holds a form with a file, or JSON.
        options: what its query asks.
        book: the law of the site.
        body: gives the body as JSON.

    Raises:
        InputError: with a fault for everything that cannot be used.
    """
    check_reforms(book, options.reforms, "reform")
    questions = _questions(options.questions, book)
    if request.content_type == "multipart/form-data":
        portfolios.check_length(request.META.get("CONTENT_LENGTH"))
        try:
            table = portfolios.table_of(request.FILES.get(TABLE))
            mapping = _mapping_text(request.POST.get("mapping", ""))
        except MultiPartParserError:
            raise InputError(
                faults=[Fault(BODY, "a form that is cut short", f"a form with the file '{TABLE}'")]
            ) from None
    else:
        table, mapping = _stated(read_plain(body(request))[0])
    wanted = {
        "mapping": mapping,
        "questions": questions,
        "as_of": options.as_of,
        "reforms": options.reforms,
        "assume": options.assume,
        "exact": options.exact,
        "rows": 0,
    }
    return portfolios.begin_run(table, wanted)


def told(job: Job) -> HttpResponse:
    """Return the state of the work, and of work that is done what was counted and where its answers are."""
    plain: dict[str, Any] = {"licet": __version__, "id": job.pk, **job.plain()}
    plain["page"] = reverse("portfolio-one", args=[job.pk])
    summary = portfolios.summary(job)
    if summary is not None:
        kept = ("rows", "questions", "open", "answers", "missing", "notes", "stated", "carried")
        plain |= {name: summary[name] for name in kept}
        plain["files"] = {form: _file(job, FILES[form]) for form in summary["files"]}
        if summary["rows"]["faults"]:
            plain["files"]["rejects"] = _file(job, REJECTS_TEXT)
    answer = HttpResponse(msgspec.json.encode(plain), content_type="application/json")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def accepted(job: Job) -> HttpResponse:
    """Return that work was begun, and where its state is told."""
    answer = told(job)
    answer.status_code = HTTPStatus.ACCEPTED
    answer.headers["Location"] = reverse("api:run_state", args=[job.pk])
    return answer


def file(job: Job, name: str) -> FileResponse:
    """Return a file of the answers."""
    place, kind = portfolios.file_of(job, name)
    return FileResponse(portfolios.opened(job, place), content_type=kind, headers={"Cache-Control": "no-store"})


def end(job: Job) -> HttpResponse:
    """End the work and delete all that belongs to it."""
    jobs.delete(job)
    return HttpResponse(status=HTTPStatus.NO_CONTENT)


def _file(job: Job, name: str) -> str:
    return str(reverse("api:run_file", args=[job.pk, name]))


def _stated(plain: Any) -> tuple[dict[str, Iterable[bytes]], dict[str, str]]:
    if not isinstance(plain, dict):
        raise InputError(faults=[Fault(BODY, "no table", '{"rows": [{"recipient": "IT"}, …]}')])
    faults = [Fault(str(key)[:80], "no such key", f"one of {', '.join(KEYS)}", near(str(key), KEYS)) for key in plain if key not in KEYS]  # fmt: skip
    if faults:
        raise InputError(faults=faults)
    return portfolios.rows_of(plain.get("rows")), _mapping(plain.get("mapping", {}))


def _mapping_text(text: str) -> dict[str, str]:
    return _mapping(read_plain(text.encode())[0]) if text.strip() else {}


def _mapping(plain: Any) -> dict[str, str]:
    if not isinstance(plain, Mapping) or not all(isinstance(wanted, str | None) for wanted in plain.values()):
        raise InputError(faults=[Fault("mapping", "no mapping", '{"header": "range [km]", …}')])
    return {header: wanted or CARRY for header, wanted in plain.items()}


def _questions(names: tuple[str, ...], book: Rulebook) -> tuple[str, ...]:
    known = book.questions
    faults = [Fault("question", f"'{name[:40]}'", f"one of {', '.join(known)}", near(name, known)) for name in names if name not in known]  # fmt: skip
    if faults:
        raise InputError(faults=faults)
    return names
