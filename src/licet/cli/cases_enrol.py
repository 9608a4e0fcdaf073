"""``licet cases enrol``: organisations, and who has which role in them."""

from __future__ import annotations

import click

from licet.errors import Fault, InputError


@click.command("enrol")
@click.argument("person", required=False)
@click.argument("organisation", required=False)
@click.argument("role", required=False)
@click.option("--name", metavar="TEXT", default="", help="What the organisation is called; with --kind it is made.")
@click.option("--kind", metavar="exporter|authority|agency", default="", help="What the organisation is.")
@click.option("--end", is_flag=True, help="End the role; that it was there is kept.")
def command(person: str | None, organisation: str | None, role: str | None, name: str, kind: str, end: bool) -> None:
    """Give PERSON - the id of an account - a ROLE in an ORGANISATION; without arguments, list who has which.

    Roles: applicant (of an exporter), licensing_officer, countersigner, denial_officer, auditor, administrator (of an authority),
    agency_adviser and countersigner (of an agency). An ORGANISATION that is not known yet is made with --name and --kind. For the agencies of a
    procedure, use its codes: licensing_authority, foreign_ministry.

    \b
    Examples:
      licet cases enrol
      licet cases enrol olga licensing_authority licensing_officer --name 'Licensing authority' --kind authority
      licet cases enrol olga licensing_authority licensing_officer --end
    """  # noqa: D301
    from licet.cli.cases_opening import register

    given = [word for word in (person, organisation, role) if word is not None]
    if (given and len(given) < 3) or (not given and (name or kind or end)):
        raise InputError(
            faults=[Fault("licet cases enrol", f"{len(given)} words", "PERSON, ORGANISATION and ROLE, or nothing")]
        )
    with register(made=bool(given)):
        if person is None or organisation is None or role is None:
            _tell()
        elif end:
            _end(person, organisation, role)
        else:
            _enrol(person, organisation, role, name, kind)


def _tell() -> None:
    from licet.cases.models import Membership
    from licet.cli.cases_options import tell

    columns = ("person", "role", "organisation", "organisation__name", "organisation__kind", "active")
    found = Membership.objects.order_by("organisation", "role", "person").values(*columns)
    rows = [
        {
            "person": one["person"], "role": one["role"], "organisation": one["organisation"], "name": one["organisation__name"],
            "kind": one["organisation__kind"], "holds": "yes" if one["active"] else "ended",
        }
        for one in found
    ]  # fmt: skip
    tell(rows, ("person", "role", "organisation", "name", "kind", "holds"), None, "Nobody has a role yet.")


def _enrol(person: str, organisation: str, role: str, name: str, kind: str) -> None:
    from django.db import transaction

    from licet.cases import enrolling
    from licet.cases.models import Organisation
    from licet.cases.who import OPERATOR
    from licet.cli import clock

    with transaction.atomic():
        known = Organisation.objects.filter(pk=organisation).first()
        faults = []
        if known is None and (name or kind):
            if not name.strip():
                faults.append(Fault("--name", "nothing", f"what '{organisation}' is called"))
            if kind not in Organisation.KINDS:
                faults.append(Fault("--kind", f"'{kind}'", " | ".join(Organisation.KINDS)))
        elif known is not None and ((name and name != known.name) or (kind and kind != known.kind)):
            found = f"'{known.name}' of the kind {known.kind}"
            faults.append(Fault(organisation, found, "the same name and kind, or neither"))
        for what, text, most in (("PERSON", person, 64), ("ORGANISATION", organisation, 64), ("--name", name, 200)):
            if len(text) > most:
                faults.append(Fault(what, f"{len(text)} characters", f"{most} at most"))
        if faults:
            raise InputError(faults=faults)
        if known is None and name:
            enrolling.make_organisation(OPERATOR, organisation, name, kind, clock.now())
        enrolling.give(OPERATOR, person, organisation, role, clock.now())
    click.echo(f"{person} is {role} of {organisation}.")


def _end(person: str, organisation: str, role: str) -> None:
    from licet.cases import enrolling
    from licet.cases.people import has_role
    from licet.cases.who import OPERATOR
    from licet.cli import clock

    if not has_role(person, organisation, role):
        raise InputError(
            faults=[Fault("licet cases enrol", f"{person} is not {role} of {organisation}", "a role that somebody has")]
        )
    enrolling.end(OPERATOR, person, organisation, role, clock.now())
    click.echo(f"{person} is {role} of {organisation} no longer.")
