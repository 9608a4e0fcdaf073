"""The first page of the site, and the page on what it covers, how well it was checked and how it is cited."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from licet.reports.coverage import coverage, size
from licet.transfers.catalogue import read_catalogue
from licet.version import __version__
from licet.web.page import Asking, Page
from licet.web.questions import question
from licet.web.stating_in_addresses import Said, options
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

    def drawn(self, asking: Asking, content: Mapping[str, Any]) -> dict[str, Any]:
        """Return what a review begins with, and what may be chosen for it."""
        del content
        book, known = asking.rulebook, options(asking.rulebook)
        return {
            "begin": [question(book, known[name], Said({})) for name in ("name", "recipient")],
            "nations": sorted(book.nations.values()),
            "systems": [system.name for system in read_catalogue(book.folder).systems],
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
