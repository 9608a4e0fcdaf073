"""``licet site --demo``: a demonstration agency in a database of its own, and an account for each role with a password made at that moment."""

from __future__ import annotations

import os
from pathlib import Path

import click

from licet.errors import Fault, InputError

_FOLDER = "demonstration"
# Role → what somebody who has it may try first.
_TO_TRY = {
    "applicant": "apply, answer a question, draw down a licence",
    "licensing_officer": "take on a case, refer it, weigh it, recommend, decide",
    "agency_adviser": "advise on what was referred, set a proviso",
    "countersigner": "sign what is recommended, or send it back",
    "denial_officer": "judge a match of a denial, record a consultation",
    "auditor": "read any case with its history, verify the chain",
    "administrator": "make an account, give and end a role",
}


def demonstrate(law: Path) -> None:
    """Have the site serve a demonstration: make it where there is none yet, give each role an account, and print their passwords.

    Args:
        law: the folder of law.

    Raises:
        InputError: for a database in which something else happened.
    """
    from licet.cli import clock
    from licet.cli.cases_opening import register

    apart()
    with register(made=True):
        from django.conf import settings

        from licet.cases import demonstration
        from licet.cli.progress import bar

        if settings.LICET_PROCEDURE != demonstration.PROCEDURE:
            found = f"{settings.LICET_PROCEDURE}, and the demonstration is of another one"
            raise InputError(faults=[Fault("LICET_PROCEDURE", found, demonstration.PROCEDURE, "leave it out")])
        if not demonstration.made():
            with bar("Cases") as tell:
                demonstration.demonstrate(law, clock.now(), tell)
        for line in table(accounts()):
            click.echo(line)


def apart() -> None:
    """Have settings name a folder and a database for the demonstration alone, before they are read."""
    from licet.web import keeping

    if not os.environ.get("DATABASE_URL"):
        os.environ[keeping.VARIABLE] = str(keeping.site_folder() / _FOLDER)
    os.environ["LICET_SECOND_FACTOR"] = "off"


def accounts() -> list[tuple[str, str, str, str]]:
    """Make the accounts of the demonstration that are not there, give each a new password, and return name, password, role and organisation."""
    from django.contrib.auth.models import User

    from licet.cases.all_or_nothing import all_or_nothing
    from licet.cases.models import Membership
    from licet.cases.who import OPERATOR
    from licet.cases.words import ROLES
    from licet.cli import clock
    from licet.web.casework import kept_accounts, one_time

    made = []
    with all_or_nothing():
        for role in ROLES:
            if not User.objects.filter(username=role).exists():
                kept_accounts.make(OPERATOR, role, kept_accounts.PASSWORD, clock.now())
            user = kept_accounts.account(role)
            secret = one_time.give(user, clock.now())
            # Nobody but who started it reads it, and each start makes another.
            one_time.changed(user)
            first = (
                Membership.objects.filter(person=role, active=True)
                .order_by("organisation")
                .select_related("organisation")
                .first()
            )
            made.append((role, secret, role.replace("_", " "), first.organisation.name if first else "none any more"))
    return made


def table(told: list[tuple[str, str, str, str]]) -> list[str]:
    """Return the lines of a table of the accounts, with what to try."""
    rows = [("Name", "Password", "Role", "Organisation", "To try"), *((*one, _TO_TRY[one[0]]) for one in told)]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = [
        "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[4]]) for row in rows
    ]
    return ["A demonstration: all in it is invented. Sign in under Cases.", "", *lines, ""]
