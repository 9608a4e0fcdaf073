"""The first page of the site, and the page on what it covers, how well it was checked and how it is cited."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from licet.reports.coverage import coverage, size
from licet.version import __version__
from licet.web.page import Asking, Page
from licet.web.tables import Column, Table


class Home(Page):
    """What the site answers, and its doors."""

    name, route = "home", ""

    def content(self, asking: Asking) -> dict[str, Any]:
        """Return how much law there is."""
        return {
            "title": "Licet",
            "digest": asking.rulebook.digest,
            "date": asking.today.isoformat(),
            "size": size(asking.rulebook),
        }


class About(Page):
    """What is covered, the standing of the law, and how to cite it."""

    name, route, csv = "about", "about", True

    def content(self, asking: Asking) -> dict[str, Any]:
        """Return what is covered."""
        return {
            "title": "About Licet",
            "version": __version__,
            "date": asking.today.isoformat(),
            **coverage(asking.rulebook),
        }

    def tables(self, content: Mapping[str, Any]) -> tuple[Table, ...]:
        """Return whose law the rulebook holds."""
        columns = (
            Column("issuer", "Issued by"),
            Column("instruments", "Instruments", "number"),
            Column("rules", "Rules", "number"),
            Column("verified", "Verified", "number"),
            Column("partial", "Read in part", "number"),
            Column("unverified", "Not verified", "number"),
        )
        return (Table("Whose law the rulebook holds", columns, content["issuers"], "issuers"),)
