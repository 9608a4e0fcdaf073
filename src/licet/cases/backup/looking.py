"""What the database of this process holds: rows, migrations, the triggers that keep what happened, and whether anything happened in it at all."""

from __future__ import annotations

from django.apps import apps
from django.db import connection, models
from django.db.migrations.recorder import MigrationRecorder

from licet.cases.backup.manifest import Found
from licet.cases.chain import GENESIS
from licet.cases.ledger import head
from licet.cases.models import Attachment, Event, Head
from licet.errors import Fault, InputError

# Made by the migrations themselves, in a database in which nobody did anything.
_MADE = frozenset({"contenttypes.contenttype", "auth.permission", "sites.site", "cases.head"})
_KEPT = (Event._meta.db_table, Attachment._meta.db_table)


def tables() -> list[type[models.Model]]:
    """Return the models whose tables are there."""
    there = set(connection.introspection.table_names())
    every = [one for one in apps.get_models(include_auto_created=True) if one._meta.managed and not one._meta.proxy]
    return [one for one in every if one._meta.db_table in there]


def applied() -> tuple[str, ...]:
    """Return the migrations that were applied, each as ``app.name``."""
    return tuple(sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations()))


def look() -> Found:
    """Return what the database holds; one moment of it, where a transaction that sees one is open."""
    return Found(head(), {one._meta.db_table: one._base_manager.count() for one in tables()}, applied())


def check_empty() -> None:
    """Refuse a database in which anything happened.

    Raises:
        InputError: with what was found there.
    """
    found = [
        f"{many:,} in {one._meta.db_table}"
        for one in tables()
        if one._meta.label_lower not in _MADE and (many := one._base_manager.count())
    ]
    if Head._meta.db_table in connection.introspection.table_names() and _head() != (0, GENESIS):
        found.append("a chain that was begun")
    if found:
        expected = "an empty database, which DATABASE_URL or LICET_SITE_FOLDER names"
        raise InputError(faults=[Fault("the database", f"something happened in it: {', '.join(found[:5])}", expected)])


def _head() -> tuple[int, str]:
    return Head.objects.values_list("position", "digest").filter(pk=1).first() or (0, GENESIS)


def missing_triggers() -> list[str]:
    """Return the triggers that refuse to change what happened and are not there, or are switched off."""
    if connection.vendor == "postgresql":
        wanted = [f"{table}_{what}" for table in _KEPT for what in ("kept", "whole")]
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
    else:
        wanted = [f"{table}_{what}" for table in _KEPT for what in ("update", "delete", "replace")]
        query = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    with connection.cursor() as cursor:
        cursor.execute(query)
        there = {row[0] for row in cursor.fetchall()}
    return [name for name in wanted if name not in there]
