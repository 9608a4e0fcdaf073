"""Refusals from a file: what is read of it is shown line by line before anything is kept; then all of it is kept, or nothing."""

from __future__ import annotations

import base64
import binascii
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from licet.cases import denials_kept as register
from licet.cases.denials import Register
from licet.cases.denials_reading import COLUMNS, DATES, read_denials
from licet.errors import Fault, InputError
from licet.transfers.stating import nations_of
from licet.web.casework.law_here import law
from licet.web.casework.place import Place
from licet.web.sent import file_name

# The page hands the file back when it is kept, so that what is kept is what was shown.
_LONGEST = 1_000_000
_SHOWN = 200


class DenialUpload(Place):
    """A file of refusals."""

    name = "cases.denials.new"
    act = "keep_denials"

    def get(self, request: HttpRequest) -> HttpResponse:  # noqa: ARG002
        """Ask for the file."""
        return self.page()

    def post(self, request: HttpRequest) -> HttpResponse:
        """Show what a file says, or keep it."""
        keep = "content" in request.POST
        try:
            data, source = self.again(request) if keep else self.given(request)
            read = read_denials(data, source, nations_of(law()))
            if keep:
                return self.keep(request, read)
        except InputError as error:
            return self.page(HTTPStatus.UNPROCESSABLE_ENTITY, faults=error.faults)
        changes = register.changes(read)
        return self.page(
            HTTPStatus.UNPROCESSABLE_ENTITY if read.set_aside else HTTPStatus.OK,
            read=read,
            new=changes.new[:_SHOWN],
            more=max(0, len(changes.new) - _SHOWN),
            changes=changes,
            content=base64.b64encode(data).decode(),
        )

    def keep(self, request: HttpRequest, read: Register) -> HttpResponse:
        """Keep a file of which everything is read."""
        found = register.register_all(read, self.visit.who, self.visit.at)
        messages.success(
            request,
            f"Done: {len(found.new):,} refusals are new, {len(found.other):,} say something else than before, {found.same:,} are as they were.",
        )
        return redirect("cases.denials")

    def given(self, request: HttpRequest) -> tuple[bytes, str]:
        """Return the file that is handed in, and what it is called.

        Raises:
            InputError: for none, and one that is empty or too long.
        """
        file = request.FILES.get("file")
        if file is None or not file.size:
            raise InputError(faults=[Fault("the file", "none, or an empty one", "a CSV of refusals")])
        if file.size > _LONGEST:
            found = f"{file.size / 1e6:,.1f} MB"
            raise InputError(
                faults=[Fault("the file", found, f"at most {_LONGEST / 1e6:g} MB", "divide it, each with its header")]
            )
        return file.read(), file_name(file.name) or "file"

    def again(self, request: HttpRequest) -> tuple[bytes, str]:
        """Return the file that was shown.

        Raises:
            InputError: for what is no file.
        """
        try:
            data = base64.b64decode(request.POST["content"], validate=True)
        except (binascii.Error, ValueError):
            data = b""
        if not 0 < len(data) <= _LONGEST:
            raise InputError(faults=[Fault("the file", "nothing that was shown", "the file", "hand it in again")])
        return data, file_name(request.POST.get("source", "")) or "file"

    def page(self, status: int = HTTPStatus.OK, **shown: Any) -> HttpResponse:
        """Return the page."""
        return self.show("denials_new", status, title="Denials from a file", columns=COLUMNS, dates=DATES, **shown)
