"""The pages of the catalogue: all known systems with the chart of their range and payload, and one system."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from django.urls import reverse
from django.utils.safestring import mark_safe

from licet.errors import Fault
from licet.pictures.needed import can_draw
from licet.pictures.systems import place
from licet.reports.catalogue import QUESTION, plain_system, systems
from licet.reports.limits import grouped
from licet.reports.limits_picture import limits_svg
from licet.reports.sentences import words
from licet.rulebook.instruments import STANDINGS
from licet.rulebook.rulebook import Rulebook
from licet.transfers.catalogue import folded, read_catalogue
from licet.web.asked import Choice, Day, Field, Nation, Words
from licet.web.examples import review_address
from licet.web.page import CSV, SVG, Asking, Page, Pictured
from licet.web.refusals import NotThere
from licet.web.tables import Column, Row, Table

OPEN = "open"
_FIGURES = (("range_km", "Range, km"), ("payload_kg", "Payload, kg"), ("max_airspeed_kmh", "Speed, km/h"))


class EverySystem(Pictured):
    """Every known system, and the chart of their range and payload."""

    name, route, csv = "systems", "systems", True

    def fields(self, book: Rulebook, day: datetime.date) -> tuple[Field, ...]:
        """Return how systems may be looked for."""
        kinds = {one.figures.get("kind", "") for one in read_catalogue(book.folder).systems} - {""}
        categories = {code: words(code, book) for code in book.questions[QUESTION].values}
        return (
            Words(name="search", label="Search", hint="A name of a system"),
            Choice(name="kind", label="Kind", values={kind: words(kind, book) for kind in sorted(kinds)}),
            Nation(name="origin", label="Made in", rulebook=book),
            Choice(name=QUESTION, label="Category", values={**categories, OPEN: "Open"}),
            Choice(name="standing", label="Standing", values={code: code for code in STANDINGS}),
            Day(name="on", label="By the law of", today=day),
        )

    def content(self, asking: Asking) -> dict[str, Any]:
        """Return the systems that fit."""
        every = systems(asking.rulebook, asking["on"])
        found = [row for row in every if _fits(row, asking)]
        return {"title": "Systems", "date": asking["on"].isoformat(), "systems": found, "of": len(every)}

    def tables(self, content: Mapping[str, Any]) -> tuple[Table, ...]:
        """Return the systems as a table."""
        columns = (
            Column("name", "System", to=lambda row: reverse("system", args=[row["id"]])),
            Column("id"),
            Column("nations", "Made in", words=lambda row: ", ".join(row["nations"])),
            Column("kind", "Kind", words=lambda row: str(row["kind_words"])),
            *(Column(key, title, "number", words=_grouped(key)) for key, title in _FIGURES),
            Column("possible", "Category", "answer", words=_category),
            Column("standing", "Standing", "standing"),
            Column("stated_category"),
            Column("stated_by"),
            Column("source"),
            Column("notes"),
        )
        return (Table("Known systems", columns, content["systems"], "systems", "No system fits."),)

    def drawn(self, asking: Asking, content: Mapping[str, Any]) -> dict[str, Any]:
        """Return the address of the chart, where pictures can be drawn."""
        charted = any(row["range_km"] and row["payload_kg"] for row in content["systems"])
        chart = self.address(asking, SVG) if charted and can_draw() else ""
        return {"chart": chart, "data": self.address(asking, CSV)}

    def picture(self, asking: Asking) -> str:
        """Return the chart."""
        return _chart(asking.rulebook, asking["on"], tuple(row["id"] for row in self.content(asking)["systems"]))


@lru_cache(maxsize=16)
def _chart(rulebook: Rulebook, day: datetime.date, shown: tuple[str, ...]) -> str:
    from licet.pictures import catalogue

    return catalogue(rulebook, day, systems=shown).svg()


def _fits(row: Row, asking: Asking) -> bool:
    search, category = folded(asking["search"] or ""), asking[QUESTION]
    return (
        (not search or any(search in folded(name) for name in (row["id"], row["name"], *row["aliases"])))
        and asking["kind"] in (None, row["kind"])
        and (asking["origin"] is None or asking["origin"] in row["origin"])
        and asking["standing"] in (None, row["standing"])
        and (category is None or (row[QUESTION] is None if category == OPEN else row[QUESTION] == category))
    )


def _grouped(key: str) -> Callable[[Row], str]:
    return lambda row: grouped(str(row[key] or ""))


def _category(row: Row) -> str:
    return str(row["category_words"] if row[QUESTION] else f"open: {row['category_words']}")


class OneSystem(Page):
    """A system with its figures against the limits of the law."""

    name, route = "system", "systems/<str:system>"
    above = (("systems", "Systems"),)

    def fields(self, book: Rulebook, day: datetime.date) -> tuple[Field, ...]:
        """Return the day whose law is asked."""
        del book
        return (Day(name="on", label="By the law of", today=day),)

    def content(self, asking: Asking) -> dict[str, Any]:
        """Return the system."""
        book, name = asking.rulebook, asking.of["system"]
        known = read_catalogue(book.folder)
        system = next((one for one in known.systems if one.id == name), None)
        if system is None:
            near = known.near(name)
            mend = f"did you mean {' or '.join(near)}?" if near else ""
            raise NotThere(faults=[Fault("the address", f"no system '{name}'", "a system of the catalogue", mend)])
        found = place(book, asking["on"], system, QUESTION)
        return {"title": system.name, "date": asking["on"].isoformat(), **plain_system(book, found)}

    def drawn(self, asking: Asking, content: Mapping[str, Any]) -> dict[str, Any]:
        """Return its range and payload against the limits as a picture, and its category in words."""
        stated = {"date": content["date"], "item": {"name": content["name"]}}
        picture = limits_svg(stated, asking.rulebook, styled=False)
        return {
            "picture": mark_safe(picture),  # noqa: S308 - every text in it is escaped by its maker
            "answer": _category(content),
            "review": review_address(name=content["name"]),
        }
