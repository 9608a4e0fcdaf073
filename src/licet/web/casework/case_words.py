"""What codes of a case are called: organisations by the names that are kept, and grounds, factors, steps and pauses by those of the procedure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from licet.cases.by_law import Factor, Procedure
from licet.cases.models import Organisation
from licet.cases.procedure import Configuration
from licet.errors import Fault
from licet.reports.sentences import capital, words
from licet.web.casework.law_here import configuration, law

_QUOTED = re.compile(r"'([\w.-]+)'")


def organisations() -> dict[str, str]:
    """Return id → name of every organisation that is kept."""
    return dict(Organisation.objects.values_list("id", "name"))


def names(procedure: Procedure | None, configured: Configuration | None = None) -> dict[str, str]:
    """Return code → what it is called, of all that the review of a case names.

    Args:
        procedure: of the case; None where none holds yet.
        configured: the tables of the authority; by default those of the site.
    """
    tables = configured or configuration()
    found = {one.agency: one.title for one in tables.agencies}
    found |= {one.pause: one.title for one in tables.pauses}
    found |= {one.check: one.title for one in tables.checks}
    found |= {one.notice: one.title for one in tables.notices}
    found |= {one.step: one.title for one in tables.steps}
    found |= {one.step: one.title for one in tables.escalation}
    found |= {one.step: one.title for one in tables.signatures}
    found |= {one.ground: one.says for one in tables.grounds}
    found |= {one.standard: one.title for one in tables.standards}
    found |= {one.outcome: one.says for one in tables.consultations}
    if procedure is not None:
        found |= {one.code: one.says for one in procedure.grounds}
        found |= factors(procedure.factors)
        found |= {one.code: one.says for one in procedure.consultation}
        found |= {one.code: one.says for one in procedure.notices}
        found |= {one.code: one.title for one in procedure.signing if one.title}
        found |= {one.code: one.title for one in procedure.escalation if one.title}
    return found | organisations()


def factors(many: Iterable[Factor]) -> dict[str, str]:
    """Return what factors are called: by what their rule says, or by their own code in words where one rule brings several of them."""
    listed = list(many)
    often = Counter(one.says for one in listed)
    return {one.code: one.says if often[one.says] == 1 else capital(words(one.code, law())) for one in listed}


def called(code: str, known: Mapping[str, str]) -> str:
    """Return what a code is called; the code in plain words where nobody names it.

    >>> called("essentially_identical", {})
    'Essentially identical'
    """
    return known.get(code) or capital(code.replace("_", " "))


def choices(codes: Iterable[str], known: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return codes as a field offers them."""
    return [(one, called(one, known)) for one in codes]


def plain(faults: Iterable[Fault], known: Mapping[str, str]) -> list[Fault]:
    """Return faults with names in the place of codes."""

    def named(text: str) -> str:
        return _QUOTED.sub(lambda found: f"«{called(found[1], known)}»" if found[1] in known else found[0], text)

    return [
        replace(one, found=named(one.found), expected=_listed(one.expected, known), mend=named(one.mend))
        for one in faults
    ]


def _listed(expected: str, known: Mapping[str, str]) -> str:
    """Return what was expected; a list of codes as their names."""
    parts = [one.strip() for one in expected.split(" | ")]
    if all(re.fullmatch(r"[a-z0-9_]+", one) for one in parts):
        return " or ".join(called(one, known) for one in parts)
    return expected
