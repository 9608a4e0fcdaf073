"""The table of attempts to sign in, which all processes of the site count together."""

from __future__ import annotations

from typing import ClassVar

from django.core.management import call_command
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def make(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the table as Django has it for such counts."""
    call_command("createcachetable", "licet_attempts", database=editor.connection.alias, verbosity=0)


def drop(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Take it away; what it counts is forgotten in minutes anyway."""
    editor.execute("DROP TABLE licet_attempts")


class Migration(migrations.Migration):
    """Makes it."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("web", "0003_one_time_password")]

    operations: ClassVar[list[object]] = [migrations.RunPython(make, drop)]
