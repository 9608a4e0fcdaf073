"""When somebody last asked for the state of background work."""

from __future__ import annotations

from typing import ClassVar

import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    """Adds the moment to the table of jobs."""

    dependencies: ClassVar[list[tuple[str, str]]] = [("web", "0001_jobs")]

    operations: ClassVar[list[object]] = [
        migrations.AddField(
            model_name="job", name="seen", field=models.DateTimeField(default=django.utils.timezone.now)
        )
    ]
