"""Events, what is made from them, and the triggers that refuse to change what happened.

On SQLite a later migration that alters a table makes it anew, and then its triggers are gone: such a migration ends with these triggers again.
"""

from __future__ import annotations

from typing import Any, ClassVar

import django.db.models.deletion
from django.db import migrations, models

# Each table, the column that names a row, and another one that is there once.
_KEPT = (("cases_event", "position", "digest"), ("cases_attachment", "digest", "digest"))
_POSTGRESQL = """
CREATE FUNCTION cases_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what stands in % is never changed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END
$$
"""


def refuse_changes(apps: Any, schema_editor: Any) -> None:
    """Have the database itself refuse every change of an event and an attachment."""
    del apps
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute(_POSTGRESQL, params=None)
        for table, _, _ in _KEPT:
            schema_editor.execute(
                f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION cases_refuse()",
                params=None,
            )
            schema_editor.execute(
                f"CREATE TRIGGER {table}_whole BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION cases_refuse()",
                params=None,
            )
    elif vendor == "sqlite":
        for table, key, once in _KEPT:
            told = f"SELECT RAISE(ABORT, 'what stands in {table} is never changed');"
            for act in ("UPDATE", "DELETE"):
                schema_editor.execute(
                    f"CREATE TRIGGER {table}_{act.lower()} BEFORE {act} ON {table} BEGIN {told} END", params=None
                )
            # REPLACE takes a row out without asking the trigger that refuses it.
            there = f"EXISTS (SELECT 1 FROM {table} WHERE {key} = NEW.{key} OR {once} = NEW.{once})"  # noqa: S608 - names of our own
            schema_editor.execute(
                f"CREATE TRIGGER {table}_replace BEFORE INSERT ON {table} WHEN {there} BEGIN {told} END", params=None
            )
    else:
        raise RuntimeError(f"no trigger is known for {vendor}, and without one nobody vouches for the events")


def make_head(apps: Any, schema_editor: Any) -> None:
    """Make the head of an empty chain."""
    apps.get_model("cases", "Head").objects.using(schema_editor.connection.alias).create(pk=1)


class Migration(migrations.Migration):
    """Makes all tables of cases."""

    initial = True

    dependencies: ClassVar[list[tuple[str, str]]] = []

    operations: ClassVar[list[object]] = [
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("digest", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("size", models.BigIntegerField()),
                ("content", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="Case",
            fields=[
                ("id", models.CharField(max_length=36, primary_key=True, serialize=False)),
                ("reference", models.CharField(max_length=40, unique=True)),
                ("position", models.BigIntegerField()),
                ("state", models.CharField(db_index=True, max_length=24)),
                ("since", models.DateTimeField()),
                ("made", models.DateTimeField()),
                ("submitted", models.DateTimeField(db_index=True, null=True)),
                ("applicant", models.CharField(db_index=True, max_length=64)),
                ("officer", models.CharField(blank=True, db_index=True, max_length=64)),
                ("title", models.CharField(blank=True, max_length=200)),
                ("destinations", models.CharField(blank=True, max_length=400)),
                ("outcome", models.CharField(blank=True, max_length=24)),
                ("licence", models.CharField(blank=True, max_length=64)),
                ("due", models.DateTimeField(db_index=True, null=True)),
                ("rulebook", models.CharField(blank=True, db_index=True, max_length=80)),
            ],
            options={
                "indexes": [models.Index(fields=["state", "since"], name="cases_of_a_state")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("licence", ""), _negated=True),
                        fields=("licence",),
                        name="one_licence_of_a_number",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                ("position", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.CharField(db_index=True, max_length=27)),
                ("case", models.CharField(blank=True, max_length=36)),
                ("kind", models.CharField(max_length=40)),
                ("actor", models.CharField(blank=True, max_length=64)),
                ("role", models.CharField(blank=True, max_length=32)),
                ("organisation", models.CharField(blank=True, max_length=64)),
                ("body", models.TextField()),
                ("previous", models.CharField(max_length=64)),
                ("digest", models.CharField(max_length=64, unique=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case", "position"], name="events_of_a_case"),
                    models.Index(fields=["kind", "position"], name="events_of_a_kind"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Head",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.BigIntegerField(default=0)),
                (
                    "digest",
                    models.CharField(
                        default="0000000000000000000000000000000000000000000000000000000000000000", max_length=64
                    ),
                ),
                ("at", models.CharField(blank=True, default="", max_length=27)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("pk", 1)), name="one_head")],
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                ("id", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=200)),
                ("kind", models.CharField(max_length=16)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ("exporter", "authority", "agency"))),
                        name="kind_of_organisation",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseReferral",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("agency", models.CharField(max_length=64)),
                ("asked", models.DateTimeField()),
                ("due", models.DateTimeField(null=True)),
                ("answered", models.DateTimeField(null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="referrals", to="cases.case"
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["agency", "answered", "due"], name="cases_of_an_agency")],
            },
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("person", models.CharField(db_index=True, max_length=64)),
                ("role", models.CharField(max_length=32)),
                ("active", models.BooleanField(default=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="members", to="cases.organisation"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person", "organisation", "role"), name="one_membership"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "role__in",
                                (
                                    "applicant",
                                    "licensing_officer",
                                    "agency_adviser",
                                    "countersigner",
                                    "denial_officer",
                                    "auditor",
                                    "administrator",
                                ),
                            )
                        ),
                        name="role_of_member",
                    ),
                ],
            },
        ),
        migrations.RunPython(make_head, migrations.RunPython.noop, elidable=False),
        migrations.RunPython(refuse_changes, elidable=False),
    ]
