"""Who belongs to which organisation, and in which role."""

from __future__ import annotations

from dataclasses import replace

from licet.cases.faults import NotAllowed, NotPossible
from licet.cases.models import Membership, Organisation
from licet.cases.who import Who
from licet.cases.words import (
    ADMINISTRATOR,
    ADVISER,
    APPLICANT,
    AUDITOR,
    CLOCK,
    COUNTERSIGNER,
    DENIALS,
    OFFICER,
    ROLES,
)
from licet.errors import Fault

# In which kinds of organisations there is a role.
KINDS: dict[str, tuple[str, ...]] = {
    APPLICANT: ("exporter",),
    OFFICER: ("authority",),
    ADVISER: ("agency",),
    COUNTERSIGNER: ("authority", "agency"),
    DENIALS: ("authority",),
    AUDITOR: ("authority",),
    ADMINISTRATOR: ("authority",),
}


def enrol(person: str, organisation: str, role: str) -> Membership:
    """Give a person a role in an organisation: the row alone. Who does it and that it was done is written by :func:`licet.cases.enrolling.give`.

    Raises:
        NotPossible: for an organisation or a role that is not known, and a role that this kind of organisation does not have.
    """
    kind = Organisation.objects.filter(pk=organisation).values_list("kind", flat=True).first()
    faults = []
    if kind is None:
        faults.append(Fault("organisation", f"'{organisation}', which is not known", "one that is kept"))
    if role not in ROLES:
        faults.append(Fault("role", f"'{role}'", " | ".join(ROLES)))
    elif kind is not None and kind not in KINDS[role]:
        faults.append(Fault("role", f"{role} in an organisation of the kind {kind}", " or ".join(KINDS[role])))
    if not person:
        faults.append(Fault("person", "nobody", "the id of an account"))
    if faults:
        raise NotPossible(faults=faults)
    given: Membership
    given, _ = Membership.objects.update_or_create(
        person=person, organisation_id=organisation, role=role, defaults={"active": True}
    )
    return given


def end(person: str, organisation: str, role: str) -> None:
    """End a role of a person: the row alone, which stays, since events name it. That it was done is written by :func:`licet.cases.enrolling.end`."""
    Membership.objects.filter(person=person, organisation=organisation, role=role).update(active=False)


def known(who: Who) -> Who:
    """Return who acts with the kind of the organisation, as it is kept.

    Raises:
        NotAllowed: where the person does not have, or no longer has, that role there.
    """
    if who.role == CLOCK:
        if who.person or who.organisation:
            raise NotAllowed(faults=[Fault("the case", "a person as the clock", "nobody")])
        return who
    kind = (
        Membership.objects.filter(person=who.person, organisation=who.organisation, role=who.role, active=True)
        .values_list("organisation__kind", flat=True)
        .first()
        if who.person
        else None
    )
    if kind is None:
        found = f"no role of {who.role or 'nobody'} in the organisation '{who.organisation}'"
        raise NotAllowed(faults=[Fault("the case", found, "a role that somebody was given", "ask an administrator")])
    return replace(who, kind=kind)


def has_role(person: str, organisation: str, role: str) -> bool:
    """Whether a person has a role in an organisation."""
    return bool(Membership.objects.filter(person=person, organisation=organisation, role=role, active=True).exists())
