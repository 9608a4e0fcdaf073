"""Where the demonstration plays: the law, the procedure, the engine, and one person for each role."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from licet.cases.determining import Review
from licet.cases.models import Organisation
from licet.cases.people import enrol
from licet.cases.procedure import Configuration
from licet.cases.provisions import DECIDES
from licet.cases.who import Who
from licet.cases.words import ADVISER, APPLICANT, ROLES
from licet.rulebook.rulebook import Rulebook


@dataclass(frozen=True)
class Stage:
    """Where the demonstration plays.

    Attributes:
        book: the law, with what only an authority asks.
        configuration: the procedure.
        review: asks the engine.
        people: role → who; an applicant acts for the organisation of the case.
    """

    book: Rulebook
    configuration: Configuration
    review: Review
    people: Mapping[str, Who]


def people(configuration: Configuration, exporters: Sequence[str]) -> dict[str, Who]:
    """Make the organisations and one person for each role, whose id is the role, and return role → who."""
    deciding = [one.agency for one in configuration.agencies if one.part == DECIDES]
    advising = [one.agency for one in configuration.agencies if one.part != DECIDES]
    named = {one.agency: one.title for one in configuration.agencies}
    Organisation.objects.bulk_create(
        [
            *(Organisation(id=one, name=one.replace("_", " ").capitalize(), kind="exporter") for one in exporters),
            *(Organisation(id=one, name=named[one], kind="authority") for one in deciding),
            *(Organisation(id=one, name=named[one], kind="agency") for one in advising),
        ]
    )
    homes = dict.fromkeys(ROLES, deciding[:1]) | {APPLICANT: list(exporters), ADVISER: advising}
    for role, organisations in homes.items():
        for organisation in organisations:
            enrol(role, organisation, role)
    return {role: Who(role, role, organisations[0]) for role, organisations in homes.items()}
