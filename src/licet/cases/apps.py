"""The application, as Django knows it."""

from __future__ import annotations

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Cases, with the label ``cases``."""

    name = "licet.cases"
    label = "cases"
    verbose_name = "Cases"
