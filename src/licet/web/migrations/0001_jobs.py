"""Background work."""

from __future__ import annotations

from typing import ClassVar

import django.utils.timezone
from django.db import migrations, models

import licet.web.models


class Migration(migrations.Migration):
    """Makes the table of jobs."""

    initial = True

    dependencies: ClassVar[list[tuple[str, str]]] = []

    operations: ClassVar[list[object]] = [
        migrations.CreateModel(
            name="Job",
            fields=[
                (
                    "id",
                    models.CharField(
                        default=licet.web.models.unguessable,
                        editable=False,
                        max_length=64,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("kind", models.CharField(max_length=40)),
                ("asked", models.JSONField()),
                ("key", models.CharField(blank=True, default="", max_length=64)),
                ("state", models.CharField(db_index=True, default="waiting", max_length=10)),
                ("done", models.BigIntegerField(default=0)),
                ("whole", models.BigIntegerField(default=0)),
                ("told", models.CharField(blank=True, default="", max_length=200)),
                ("faults", models.JSONField(default=list)),
                ("answer", models.JSONField(null=True)),
                ("tries", models.IntegerField(default=0)),
                ("made", models.DateTimeField(default=django.utils.timezone.now)),
                ("beat", models.DateTimeField(default=django.utils.timezone.now)),
                ("ends", models.DateTimeField(db_index=True)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("key", ""), _negated=True), fields=("key",), name="one_of_a_key"
                    )
                ],
            },
        ),
    ]
