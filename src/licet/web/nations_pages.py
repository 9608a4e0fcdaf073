"""The pages of nations: all of them with the groups they belonged to on a day, and one with its memberships over time."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.safestring import mark_safe

from licet.errors import Fault
from licet.reports.memberships_picture import memberships_svg
from licet.reports.nation import plain_nation
from licet.reports.nation_postures import nation_postures
from licet.rulebook.groups import TRUE
from licet.rulebook.rulebook import Rulebook
from licet.transfers.nations import NationError
from licet.transfers.stating import nations_of
from licet.web.asked import Choice, Day, Field, Words
from licet.web.examples import examples, review_address
from licet.web.page import Asking, Page
from licet.web.refusals import NotThere
from licet.web.tables import Column, Table


class EveryNation(Page):
    """Every nation with its groups on a day."""

    name, route, csv = "nations", "nations", True

    def fields(self, book: Rulebook, day: datetime.date) -> tuple[Field, ...]:
        """Return how nations may be looked for."""
        return (
            Words(name="search", label="Search", hint="A name, in any language, or a code"),
            Choice(name="group", label="Group", values={name: group.title for name, group in book.groups.items()}),
            Day(name="on", label="As of", today=day),
        )

    def content(self, asking: Asking) -> dict[str, Any]:
        """Return the nations that fit."""
        book, day = asking.rulebook, asking["on"]
        held = {name: group.on(day.toordinal()) for name, group in book.groups.items()}
        nations = nations_of(book)
        search = (asking["search"] or "").casefold()
        rows = []
        for code, name in book.nations.items():
            nation = nations.by_code[code]
            known = (code, nation.alpha3, name, nation.official, *nation.aliases)
            sure = [group for group, members in held.items() if members.get(code) == TRUE]
            perhaps = [group for group, members in held.items() if 0 < members.get(code, 0) < TRUE]
            if search and not any(search in word.casefold() for word in known):
                continue
            if asking["group"] and asking["group"] not in (*sure, *perhaps):
                continue
            rows.append(
                {
                    "code": code,
                    "name": name,
                    "official": nation.official,
                    "groups": sure,
                    "not_known": perhaps,
                    "titles": [book.groups[group].title for group in sure],
                    "titles_not_known": [book.groups[group].title for group in perhaps],
                }
            )
        rows.sort(key=lambda row: str(row["name"]))
        return {"title": "Nations", "date": day.isoformat(), "nations": rows, "of": len(book.nations)}

    def tables(self, content: Mapping[str, Any]) -> tuple[Table, ...]:
        """Return the nations as a table."""
        columns = (
            Column("name", "Nation", to=lambda row: reverse("nation", args=[row["code"]])),
            Column("code", "Code", "code"),
            Column("official"),
            Column("groups", "Groups", "long", words=lambda row: ", ".join(row["titles"])),
            Column("not_known", "Not known", words=lambda row: ", ".join(row["titles_not_known"])),
        )
        return (Table("Nations and their groups", columns, content["nations"], "nations", "No nation fits."),)


class OneNation(Page):
    """A nation: its memberships over time, and the posture for every class of items."""

    name, route, csv = "nation", "nations/<str:code>", True
    above = (("nations", "Nations"),)

    def fields(self, book: Rulebook, day: datetime.date) -> tuple[Field, ...]:
        """Return the day that is asked for."""
        del book
        return (Day(name="on", label="As of", today=day),)

    def content(self, asking: Asking) -> dict[str, Any]:
        """Return the nation."""
        book, name = asking.rulebook, asking.of["code"]
        try:
            code = nations_of(book).code(name)
        except NationError as error:
            raise NotThere(faults=[Fault("the address", fault.found) for fault in error.faults]) from None
        told = plain_nation(book, code, asking["on"])
        rows = nation_postures(book, code, asking["on"])
        begun = examples(book, asking["on"])
        for row in rows:
            query = begun[row["class"]][1] if row["class"] in begun else ""
            row["review"] = review_address(query, recipient=code, date=asking["on"].isoformat())
        return {**told, "title": told["name"], "postures": rows}

    def drawn(self, asking: Asking, content: Mapping[str, Any]) -> dict[str, Any]:
        """Return the memberships over time as a picture."""
        picture = memberships_svg(asking.rulebook, content["code"], asking["on"])
        on = {} if asking["on"] == asking.today else {"date": asking["on"].isoformat()}
        return {
            "picture": mark_safe(picture),  # noqa: S308 - every text in it is escaped by its maker
            "review": review_address(recipient=content["code"], **on),
        }

    def tables(self, content: Mapping[str, Any]) -> tuple[Table, ...]:
        """Return the memberships over time, and the postures."""
        history = (
            Column("title", "Group"),
            Column("group"),
            Column("from", "From", "date"),
            Column("until", "Until", "date"),
            Column("standing", "Standing", "standing"),
            Column("note", "Note", "long"),
            Column("source"),
        )
        postures = (
            Column("title", "Class of items", to=lambda row: str(row["review"])),
            Column("words", "Posture", "answer", words=lambda row: " or ".join(row["words"])),
            Column("by", "By", "rules"),
        )
        return (
            Table("Memberships over time", history, content["history"], "history", "No membership is recorded."),
            Table("Posture by class of items", postures, content["postures"], "postures", "Nobody exports to himself."),
        )
