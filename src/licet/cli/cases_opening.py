"""Opening the register of cases for a command: the packages, the settings, the database and its tables, each told where it is not there."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

from licet.errors import Fault, InputError

_WHERE = "the database"
# Without these there is no register; the first migration makes them all.
_TABLES = ("cases_event", "cases_head", "cases_case", "cases_attachment")


@contextmanager
def register(*, made: bool = False, looked: bool = True) -> Iterator[None]:
    """Have the register of cases open as long as this lasts.

    Args:
        made: whether its tables are made where they are not there; by default that is a fault, since a register that is looked for in the wrong
            place would be found there empty, and whole.
        looked: whether it is looked for at all; not where the database may be without any table.

    Raises:
        InputError: for packages that are not installed, a database that cannot be reached, and one without a register.
    """
    from licet.cli.site import lacking

    faults = lacking("licet cases")
    if faults:
        raise InputError(faults=faults)
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.db import Error

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "licet.web.settings")
    # What a server says may hold the address with its password; the address is never repeated.
    try:
        django.setup()
    except ValueError as error:
        if isinstance(error, InputError):
            raise
        raise InputError(
            faults=[Fault("DATABASE_URL", "an address that cannot be used", "such as postgres://…")]
        ) from None
    try:
        if made:
            _make()
        elif looked:
            _look()
        yield
    except (Error, ImproperlyConfigured) as error:
        lines = str(error).strip().splitlines() or [type(error).__name__]
        raise InputError(faults=[Fault(_WHERE, lines[0], "one that can be read and written")]) from None


def _make() -> None:
    from django.core.management import call_command

    call_command("migrate", verbosity=0)


def _look() -> None:
    from django.db import connection

    there = connection.introspection.table_names()
    if any(table not in there for table in _TABLES):
        mend = "see DATABASE_URL and LICET_SITE_FOLDER; 'licet site' and 'licet cases enrol' make one"
        raise InputError(faults=[Fault(_WHERE, "no register of cases", "one that was made", mend)])
