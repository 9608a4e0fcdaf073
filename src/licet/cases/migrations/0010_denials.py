"""The register of denials, how many of them a case has that nobody judged, and the events of one person in order."""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.apps.registry import Apps
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def count(apps: Apps, _editor: BaseDatabaseSchemaEditor) -> None:
    """Count the denials without a verdict of the cases that are there."""
    from licet.cases.case import fold
    from licet.cases.chain import Row
    from licet.cases.ledger import COLUMNS, happened

    event: Any = apps.get_model("cases", "Event")
    case: Any = apps.get_model("cases", "Case")
    for one in event.objects.filter(kind="matched").order_by("case").values_list("case", flat=True).distinct():
        rows = event.objects.filter(case=one).order_by("position").values_list(*COLUMNS)
        state = fold(happened(Row(*values)) for values in rows)
        case.objects.filter(pk=one).update(unjudged=sum(not match.verdict for match in state.matches))


class Migration(migrations.Migration):
    """What lists of denials need."""

    dependencies = (("cases", "0002_lists_that_scale"),)

    operations = (
        migrations.CreateModel(
            name="KeptDenial",
            fields=[
                ("id", models.BigIntegerField(primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=200, unique=True)),
                ("position", models.BigIntegerField(db_index=True)),
                ("told", models.TextField()),
                ("digest", models.CharField(max_length=64)),
                ("regime_reference", models.TextField(blank=True)),
                ("government", models.TextField(blank=True)),
                ("item", models.TextField(blank=True)),
                ("entries", models.TextField(blank=True)),
                ("revoked", models.DateField(null=True)),
                ("review", models.DateField(db_index=True, null=True)),
            ],
        ),
        migrations.CreateModel(
            name="KeptDenialParty",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.TextField()),
                ("country", models.TextField(blank=True)),
                (
                    "denial",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="parties", to="cases.keptdenial"
                    ),
                ),
            ],
        ),
        migrations.AddField("case", "unjudged", models.IntegerField(default=0)),
        migrations.AddIndex(
            "case",
            models.Index(fields=["since"], condition=models.Q(("unjudged__gt", 0)), name="cases_with_denials_to_judge"),
        ),
        migrations.AddIndex("event", models.Index(fields=["actor", "position"], name="events_of_a_person")),
        migrations.RunPython(count, migrations.RunPython.noop, elidable=True),
    )
