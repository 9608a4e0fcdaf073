"""The law of the site as its cases are asked by it: the rulebook, the procedure of the authority, and the engine."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

import licet
from licet.cases.by_law import Procedure
from licet.cases.case import CaseState
from licet.cases.of_case import procedure_of
from licet.cases.procedure import Configuration
from licet.cases.procedure_reading import read_procedure
from licet.determination import Determination
from licet.errors import InputError
from licet.rulebook.rulebook import Rulebook
from licet.screening.in_reviews import Lists
from licet.web.dress import rulebook

# The question by whose answer a case finds its procedure.
_WHO_DECIDES = "authority"


def law() -> Rulebook:
    """Return the law, with what only an authority asks."""
    return rulebook().for_cases


def configuration() -> Configuration:
    """Return the procedure of the authority.

    Raises:
        LawError: for one that is not there or cannot be used.
    """
    book = rulebook()
    return _read(str(book.folder), settings.LICET_PROCEDURE, book.digest)


@lru_cache(maxsize=2)
def _read(folder: str, name: str, digest: str) -> Configuration:
    del digest  # Another law has other tables.
    return read_procedure(Path(folder), name)


def tellable(state: CaseState) -> bool:
    """Whether every determination of a case says who decides, or what is open of that; one that was not asked says nothing of the procedure."""
    return bool(state.determinations) and all(_WHO_DECIDES in one.findings.get("answers", {}) for one in state.latest)


def procedure(state: CaseState, at: datetime.datetime, outcome: str | None = None) -> Procedure | None:
    """Return the procedure of a case; None for a draft, and where it is open who decides it. Arguments as of :func:`procedure_of`."""
    if not tellable(state):
        return None
    try:
        return procedure_of(state, configuration(), law(), at, outcome)
    except InputError:
        return None


def review(transfer: Mapping[str, Any]) -> Determination:
    """Ask the engine; the lists of the site take part, and where they lie is not told."""
    return licet.review(transfer, rulebook=law(), screener=Lists(places=False))
