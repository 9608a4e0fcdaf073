"""What is owed and what is stale is kept, so that a page over a hundred thousand cases reads an index and no case.

No table that triggers guard is altered.
"""

from __future__ import annotations

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds the two tables, and the indexes of lists that go on from the last case of a page."""

    dependencies: ClassVar[list[tuple[str, str]]] = [
        ("cases", "0001_initial"),
    ]

    operations: ClassVar[list[object]] = [
        migrations.CreateModel(
            name="CaseOwed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("on", models.DateField(null=True)),
                ("what", models.TextField()),
                ("agency", models.CharField(blank=True, max_length=64)),
                ("silence", models.CharField(blank=True, max_length=40)),
                ("cite", models.TextField(blank=True)),
                ("days_not_read", models.BooleanField(default=False)),
            ],
        ),
        migrations.CreateModel(
            name="CaseStale",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("item", models.CharField(max_length=64)),
                ("destination", models.CharField(max_length=16)),
                ("told", models.TextField()),
            ],
        ),
        migrations.RemoveIndex(
            model_name="case",
            name="cases_of_a_state",
        ),
        migrations.AddField(
            model_name="case",
            name="compared",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="case",
            name="compared_with",
            field=models.CharField(db_index=True, default="", max_length=80),
        ),
        migrations.AddField(
            model_name="case",
            name="reckoned",
            field=models.BigIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="case",
            name="reckoned_by",
            field=models.CharField(db_index=True, default="", max_length=80),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["state", "since", "id"], name="cases_of_a_state"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["officer", "state", "since", "id"], name="cases_of_an_officer"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["applicant", "made", "id"], name="cases_of_an_applicant"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(fields=["made", "id"], name="cases_as_made"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("reckoned", models.F("position")), _negated=True),
                fields=["made", "id"],
                name="cases_to_reckon",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("compared", models.F("position")), _negated=True),
                fields=["made", "id"],
                name="cases_to_compare",
            ),
        ),
        migrations.AddIndex(
            model_name="casereferral",
            index=models.Index(fields=["agency", "case"], name="agencies_of_a_case"),
        ),
        migrations.AddField(
            model_name="caseowed",
            name="case",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="owed", to="cases.case"),
        ),
        migrations.AddField(
            model_name="casestale",
            name="case",
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name="stale", to="cases.case"),
        ),
        migrations.AddIndex(
            model_name="caseowed",
            index=models.Index(fields=["on", "id"], name="owed_by_day"),
        ),
    ]
