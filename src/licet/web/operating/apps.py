"""Tells Django of the checks that a deployment is held against."""

from __future__ import annotations

from django.apps import AppConfig


class Operating(AppConfig):
    """Has no tables, only checks."""

    name = "licet.web.operating"
    label = "operating"

    def ready(self) -> None:
        """Have the checks known."""
        from licet.web.operating import checks

        checks.known()
