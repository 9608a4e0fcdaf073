"""Where the demonstration plays: the law, the procedure, the engine, and one person for each role."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from licet.cases.determining import Review
from licet.cases.enrolling import give, make_organisation
from licet.cases.ledger import Said, append
from licet.cases.procedure import Configuration
from licet.cases.provisions import DECIDES
from licet.cases.who import OPERATOR, Who
from licet.cases.words import ADVISER, APPLICANT, ROLES
from licet.rulebook.rulebook import Rulebook

# The first row of the chain of a demonstration, so that nobody takes one for a register.
MADE = "demonstration_made"


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


def people(configuration: Configuration, exporters: Sequence[str], at: datetime.datetime) -> dict[str, Who]:
    """Make the organisations and one person for each role, whose id is the role, and return role → who."""
    append([Said(MADE, {"procedure": configuration.name})], OPERATOR, "", at)
    deciding = [one.agency for one in configuration.agencies if one.part == DECIDES]
    advising = [one.agency for one in configuration.agencies if one.part != DECIDES]
    named = {one.agency: one.title for one in configuration.agencies}
    for organisations, kind in ((exporters, "exporter"), (deciding, "authority"), (advising, "agency")):
        for one in organisations:
            make_organisation(OPERATOR, one, named.get(one, one.replace("_", " ").capitalize()), kind, at)
    homes = dict.fromkeys(ROLES, deciding[:1]) | {APPLICANT: list(exporters), ADVISER: advising}
    for role, organisations in homes.items():
        for organisation in organisations:
            give(OPERATOR, role, organisation, role, at)
    return {role: Who(role, role, organisations[0]) for role, organisations in homes.items()}
