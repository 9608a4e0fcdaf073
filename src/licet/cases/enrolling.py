"""Giving and ending roles, and what is done to accounts: each is an event of no case, in the transaction of what it tells of.

Who may act on cases is as much a matter of record as what they do. Duties are kept apart here: nobody changes their own roles or account, and
nobody has two roles of which one watches over the other.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from licet.cases import people
from licet.cases.all_or_nothing import all_or_nothing
from licet.cases.applied import Happened
from licet.cases.case import CaseState
from licet.cases.faults import NotAllowed, NotPossible
from licet.cases.ledger import Said, append, next_position
from licet.cases.models import Membership, Organisation
from licet.cases.rights import rights
from licet.cases.who import OPERATOR, Who
from licet.cases.words import ADMINISTRATOR, ADVISER, APPLICANT, COUNTERSIGNER, DENIALS, OFFICER, ROLES
from licet.errors import Fault

RIGHT = "keep_people"
# What is done to an account; the account itself is no matter of the register.
ACCOUNT = ("account_made", "account_closed", "account_opened", "password_reset", "second_factor_reset")
KINDS = ("person_enrolled", "role_ended", "organisation_made", *ACCOUNT)
# Role → the roles that nobody has beside it: who gives roles does not review, and who applies does not sit on the other side. Whether an officer
# may also countersign is asked in each case, by the condition 'not_own_work' of the table of rights.
APART: Mapping[str, tuple[str, ...]] = {
    ADMINISTRATOR: (OFFICER, ADVISER, COUNTERSIGNER, DENIALS),
    APPLICANT: tuple(role for role in ROLES if role != APPLICANT),
}


@contextmanager
def keeping(by: Who, person: str = "") -> Iterator[None]:
    """Have whoever may do so change who may do what; whoever else does so at the same time waits.

    Args:
        by: an administrator, or :data:`~licet.cases.who.OPERATOR` for whoever works at the machine itself.
        person: whose roles or account; empty for nobody's.

    Raises:
        NotAllowed: for whoever does not have the right to it, and for an administrator who changes what is their own.
    """
    with all_or_nothing():
        next_position()
        if by != OPERATOR:
            rights().check(RIGHT, people.known(by), CaseState())
            if person == by.person:
                found = "an administrator who changes their own account or roles"
                raise NotAllowed(faults=[Fault("person", found, "another administrator", "ask one of them")])
        yield


def give(by: Who, person: str, organisation: str, role: str, at: datetime.datetime) -> Membership:
    """Give a person a role in an organisation.

    Raises:
        NotPossible: as of :func:`licet.cases.people.enrol`, for a role that they have, and for one that does not go together with another.
        NotAllowed: as of :func:`keeping`.
    """
    with keeping(by, person):
        if people.has_role(person, organisation, role):
            raise NotPossible(faults=[Fault("role", "one that this person has already", "another one")])
        if clash := clashing(person, role):
            found = f"{_named(role)}, of somebody who is {' and '.join(map(_named, clash))}"
            mend = "end the other role first, or give it to somebody else"
            raise NotPossible(faults=[Fault("role", found, "duties of different people", mend)])
        given = people.enrol(person, organisation, role)
        append([Said("person_enrolled", _body(person, organisation, role))], by, "", at)
    return given


def clashing(person: str, role: str) -> list[str]:
    """Return the roles of a person that do not go together with another one."""
    held = Membership.objects.filter(person=person, active=True).values_list("role", flat=True).distinct()
    return sorted(one for one in held if one in APART.get(role, ()) or role in APART.get(one, ()))


def end(by: Who, person: str, organisation: str, role: str, at: datetime.datetime) -> None:
    """End a role of a person; that it was there stays.

    Raises:
        NotPossible: for a role that they do not have.
        NotAllowed: as of :func:`keeping`.
    """
    with keeping(by, person):
        if not people.has_role(person, organisation, role):
            found = f"{person} is not {role} of {organisation}"
            raise NotPossible(faults=[Fault("role", found, "a role that somebody has")])
        people.end(person, organisation, role)
        append([Said("role_ended", _body(person, organisation, role))], by, "", at)


def make_organisation(by: Who, organisation: str, name: str, kind: str, at: datetime.datetime) -> Organisation:
    """Make an organisation.

    Args:
        by: who does.
        organisation: its id, which never changes; the code of an agency where a procedure has one.
        name: what it is called.
        kind: one of :attr:`Organisation.KINDS`.
        at: the moment.

    Raises:
        NotPossible: for one that is there, and for what cannot be kept.
        NotAllowed: as of :func:`keeping`.
    """
    with keeping(by):
        faults = [
            Fault(where, found, expected)
            for wrong, where, found, expected in (
                (not organisation, "organisation", "nothing", "an id"),
                (not name.strip(), "name", "nothing", f"what '{organisation}' is called"),
                (kind not in Organisation.KINDS, "kind", f"'{kind}'", " | ".join(Organisation.KINDS)),
                (len(organisation) > 64, "organisation", f"{len(organisation)} characters", "64 at most"),
                (len(name) > 200, "name", f"{len(name)} characters", "200 at most"),
                (
                    Organisation.objects.filter(pk=organisation).exists(),
                    "organisation",
                    "one that is there",
                    "a new one",
                ),
            )
            if wrong
        ]
        if faults:
            raise NotPossible(faults=faults)
        made = Organisation.objects.create(id=organisation, name=name, kind=kind)
        append([Said("organisation_made", {"organisation": organisation, "name": name, "kind": kind})], by, "", at)
    return made


def of_account(by: Who, kind: str, person: str, at: datetime.datetime, **more: str) -> Happened:
    """Write down what is done to an account, in the transaction of :func:`keeping` in which it is done.

    Args:
        by: who does it.
        kind: one of :data:`ACCOUNT`.
        person: whose account.
        at: the moment.
        **more: what else is told of it, never a secret.
    """
    assert kind in ACCOUNT, kind
    return append([Said(kind, {"person": person, **more})], by, "", at)[0]


def _body(person: str, organisation: str, role: str) -> dict[str, str]:
    return {"person": person, "organisation": organisation, "role": role}


def _named(role: str) -> str:
    return role.replace("_", " ")
