"""The pages of the rulebook: all instruments, one with its rules beside the paragraphs, and what changed between two days."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from licet.errors import Fault, InputError, near
from licet.reports.law import bearing, find, plain_entry, plain_instrument, speaks_of
from licet.reports.law_changes import law_changes
from licet.reports.sentences import standing, window
from licet.rulebook.instruments import INSTRUMENT_KINDS, STANDINGS, Instrument
from licet.rulebook.rulebook import Rulebook
from licet.web.asked import Choice, Day, Field, Words
from licet.web.page import Asking, Page
from licet.web.refusals import NotThere
from licet.web.tables import Column, Row, Table
from licet.web.templatetags.words import span

# Between two days far apart so many changes of a sort stand on the page; more would be read by nobody, and weigh too much.
_MOST = 120


def instrument_address(row: Row) -> str:
    """Return the address of the instrument of a row."""
    return str(reverse("instrument", args=[row["instrument"]]))


def rule_address(row: Row) -> str:
    """Return the address of the rule of a row."""
    instrument, rule = str(row["rule"]).split("/")[:2]
    return f"{reverse('instrument', args=[instrument])}#{rule}"


class Law(Page):
    """Every instrument of the rulebook."""

    name, route, csv = "law", "law", True

    def fields(self, book: Rulebook, day: datetime.date) -> tuple[Field, ...]:
        """Return how instruments may be looked for."""
        del day
        issuers = dict.fromkeys(sorted(instrument.issuer for instrument in book.instruments.values()))
        return (
            Words(name="search", label="Search", hint="A word of the title, the prose or a rule"),
            Choice(name="issuer", label="Issued by", values={issuer: issuer for issuer in issuers}),
            Choice(name="kind", label="Kind", values={kind: kind.capitalize() for kind in INSTRUMENT_KINDS}),
            Choice(name="standing", label="Standing", values={code: standing(code).capitalize() for code in STANDINGS}),
            Day(name="on", label="In force on", hint="Proposals are in force on no day"),
        )

    def content(self, asking: Asking) -> dict[str, Any]:
        """Return the instruments that fit."""
        found = [one for one in asking.rulebook.instruments.values() if _fits(one, asking)]
        return {
            "title": "Rulebook",
            "instruments": [plain_entry(one) for one in found],
            "of": len(asking.rulebook.instruments),
        }

    def tables(self, content: Mapping[str, Any]) -> tuple[Table, ...]:
        """Return the instruments as a table."""
        columns = (
            Column("title", "Instrument", to=instrument_address),
            Column("instrument", "Name", "code"),
            Column("issuer", "Issued by"),
            Column("kind", "Kind"),
            Column("in_force", "In force", words=lambda row: span(str(row["in_force"]))),
            Column("rules", "Rules", "number", words=lambda row: f"{len(row['rules']):,}"),
            Column("standing", "Standing", "standing"),
            Column("source"),
            Column("file"),
        )
        return (Table("Instruments", columns, content["instruments"], "instruments", "No instrument fits."),)


def _fits(instrument: Instrument, asking: Asking) -> bool:
    day, search = asking["on"], asking["search"]
    return (
        asking["issuer"] in (None, instrument.issuer)
        and asking["kind"] in (None, instrument.kind)
        and asking["standing"] in (None, instrument.standing)
        and (day is None or (not instrument.proposal and instrument.window.holds(day.toordinal())))
        and (not search or speaks_of(instrument, search))
    )


class OneInstrument(Page):
    """An instrument: its prose, and its rules beside the paragraphs that they encode."""

    name, route = "instrument", "law/<str:instrument>"
    above = (("law", "Rulebook"),)

    def content(self, asking: Asking) -> dict[str, Any]:
        """Return the instrument and its rules."""
        book, name = asking.rulebook, asking.of["instrument"]
        instrument = book.instruments.get(name)
        if instrument is None:
            raise NotThere(faults=[_unknown(book, name)])
        return {**plain_instrument(book, instrument, bearing(book)), "proposal": instrument.proposal}

    def drawn(self, asking: Asking, content: Mapping[str, Any]) -> dict[str, Any]:
        """Return the parts in the order of the text, each rule beside the prose before it."""
        instruments = asking.rulebook.instruments
        rules: dict[str, dict[str, Any]] = {}
        for rule in content["rules"]:
            # What is no law displaces nothing yet, and must not be read as if it did.
            would = [name for name in rule["defeated_by"] if instruments[name.partition("/")[0]].proposal]
            is_law = not content["proposal"]
            rules[rule["rule"]] = {
                **rule,
                "dates": window(rule["in_force"]),
                "defeated_by": [name for name in rule["defeated_by"] if not (is_law and name in would)],
                "would_be_defeated_by": would if is_law else [],
            }
        rows: list[dict[str, Any]] = []
        for part in content["parts"]:
            if "prose" in part:
                rows.append({"prose": part["prose"], "rules": []})
            elif part["rule"] in rules:
                if not rows:
                    rows.append({"prose": "", "rules": []})
                rows[-1]["rules"].append(rules[part["rule"]])
        return {"rows": rows, "listed": [rule for row in rows for rule in row["rules"]]}


def _unknown(book: Rulebook, name: str) -> Fault:
    """Return what to say of a name that no instrument bears; one that is only cut short is offered."""
    try:
        found = find(book, name, "the address")
    except InputError:
        mend = near(name, [*book.instruments, *(i.id.rpartition(".")[2] for i in book.instruments.values())])
    else:
        mend = f"did you mean {found.id if isinstance(found, Instrument) else found.instrument}?"
    return Fault("the address", f"no instrument '{name}'", "the name of an instrument", mend)


class Changes(Page):
    """What changed between two days."""

    name, route, csv = "changes", "law/changes", True
    above = (("law", "Rulebook"),)

    def fields(self, book: Rulebook, day: datetime.date) -> tuple[Field, ...]:
        """Return the two days."""
        del book
        earlier = day.replace(year=day.year - 1) if (day.month, day.day) != (2, 29) else day - datetime.timedelta(365)
        return (Day(name="from", label="From", today=earlier), Day(name="to", label="To", today=day))

    def content(self, asking: Asking) -> dict[str, Any]:
        """Return what differs.

        Raises:
            InputError: where the earlier day does not come first.
        """
        first, last = asking["from"], asking["to"]
        if first >= last:
            raise InputError(faults=[Fault("from", f"{first}, not before to={last}", "the earlier day first")])
        return {"title": "What changed in the law", **law_changes(asking.rulebook, first, last)}

    def tables(self, content: Mapping[str, Any]) -> tuple[Table, ...]:
        """Return the rules, the instruments and the memberships that differ."""
        day = Column("day", "Day", "date", words=lambda row: row["day"] or "not verified")
        change, checked = Column("change", "What happened"), Column("standing", "Standing", "standing")
        rules = (
            day,
            change,
            Column("rule", "Rule", "code", to=rule_address),
            Column("says", "It says", "long"),
            checked,
        )
        texts = (day, change, Column("title", "Instrument", to=instrument_address), Column("instrument"), checked)
        nations = (
            day,
            Column("name", "Nation", to=lambda row: reverse("nation", args=[row["nation"]])),
            Column("nation"),
            Column("title", "Group"),
            Column("group"),
            Column("before", "Before"),
            Column("after", "After"),
            checked,
        )
        return (
            Table("Rules", rules, content["rules"], "rules", "No rule came into force or went out of it.", most=_MOST),
            Table(
                "Instruments", texts, content["instruments"], "instruments", "No instrument came or went.", most=_MOST
            ),
            Table(
                "Memberships",
                nations,
                content["memberships"],
                "memberships",
                "No nation joined or left a group.",
                most=_MOST,
            ),
        )
