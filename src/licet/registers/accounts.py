"""What can be told of an entry of the Annex, as it stands in JSON: the entry, its editions, its places on other lists, a heading.

Only the shapes stand here; ``licet.registers.entries`` fills them from the law, ``licet.registers.places`` from published files.
"""

from __future__ import annotations

import msgspec


class AskedFact(msgspec.Struct, frozen=True):
    """A fact that a condition reads.

    Attributes:
        fact: its name.
        unit: the unit in which it is compared.
        values: its values, for a fact that is one of some.
        definition: what it means.
        ask: the question put to a person.
    """

    fact: str
    unit: str | None
    values: list[str] | None
    definition: str
    ask: str


class AskedQuestion(msgspec.Struct, frozen=True):
    """A question or a named test that a condition reads, as it stands there, with its definition."""

    name: str
    definition: str


class Edition(msgspec.Struct, frozen=True):
    """One rule of the entry.

    Attributes:
        rule: its full name.
        in_force: its dates; ``~`` marks a day that has not been verified.
        dates_verified: whether none of its dates is such a day.
        on_the_day: whether its dates hold the day asked for.
        condition: as the law writes it.
        where: its place in the law.
    """

    rule: str
    in_force: str
    dates_verified: bool
    on_the_day: bool
    says: str
    condition: str | None
    cite: str
    source: str
    standing: str
    note: str
    where: str


class NamedBy(msgspec.Struct, frozen=True):
    """A rule that speaks of the entry: an allowance for it, a policy on it, or an exception to it."""

    rule: str
    decides: dict[str, list[str]]
    says: str
    standing: str
    where: str


class ChartControl(msgspec.Struct, frozen=True):
    """One reason for control.

    Attributes:
        reason: its letters.
        applies_to: as printed.
        chart: what is printed of the Country Chart.
        marks: for a destination, column → whether it bears an X; null where none was asked for or the chart sends the reader elsewhere.
    """

    reason: str
    applies_to: str
    chart: str
    marks: dict[str, bool] | None


class Printed(msgspec.Struct, frozen=True, kw_only=True):
    """What a published list prints at a place.

    Attributes:
        register: the title of the list; ``list`` in JSON.
        edition: its date; empty where the file gives none.
        there: whether the place is in the file.
        heading: the heading of the entry, or the text of the paragraph.
        paragraph: the text of the paragraph under an entry, where the file prints it.
        missile_technology: whether all or part of it is controlled, marked or numbered for missile technology there.
        mark: how, in words; the absence of a mark of its own clears nothing.
        only_see_itar: whether the heading controls nothing itself and only says that the item is under the ITAR.
        reasons: the reasons for control in one line.
        controls: the reasons for control with their columns.
        exceptions: licence exception → what the entry says of it.
        related: the related controls.
    """

    register: str = msgspec.field(name="list")
    edition: str
    there: bool
    heading: str = ""
    paragraph: str = ""
    missile_technology: bool | None = None
    mark: str = ""
    only_see_itar: bool = False
    reasons: str = ""
    controls: list[ChartControl] = []
    exceptions: dict[str, str] = {}
    related: str = ""


class Place(msgspec.Struct, frozen=True):
    """A place on another list, what it is to the entry, and what a published file prints there; null where none was given."""

    code: str
    relation: str
    note: str
    where: str
    printed: Printed | None


class DestinationRow(msgspec.Struct, frozen=True):
    """What the Country Chart says of the nation asked for.

    Attributes:
        nation: its code.
        name: its name.
        edition: the date of the chart.
        row: the row that speaks of it; null where the chart does not name it.
        basis: why another's row does.
        elsewhere: where the chart sends the reader instead of giving marks.
        footnotes: those of the row.
        caveat: what the absence of a mark does not mean.
    """

    nation: str
    name: str
    edition: str
    row: str | None
    basis: str
    elsewhere: str
    footnotes: list[str]
    caveat: str


class EntryAccount(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of the Annex.

    Attributes:
        code: its code.
        asked: the code that was asked for, where it is another one that the law holds as part of this entry.
        folded: why, in that case.
        date: the day asked for.
        in_force: whether an edition is in force on that day.
        says: the edition that is shown, in a sentence; so ``condition``, ``facts``, ``standing`` and the rest.
        facts: what it asks for.
        questions: the questions and tests that it reads beside.
        other_words: language → words; ``en`` for the synonyms in English.
        named_by: rules that speak of it.
        below: entries below it, as code, subject and category.
        entries: other entries whose conditions ask for this one.
        places: list → places.
        editions: all rules of the entry, the earliest first.
    """

    code: str
    asked: str
    folded: str
    subject: str
    category: str
    date: str
    in_force: bool
    rule: str
    says: str
    condition: str | None
    facts: list[AskedFact]
    questions: list[AskedQuestion]
    other_words: dict[str, list[str]]
    named_by: list[NamedBy]
    below: list[dict[str, str]]
    entries: list[str]
    places: dict[str, list[Place]]
    cite: str
    source: str
    standing: str
    note: str
    where: str
    editions: list[Edition]
    destination: DestinationRow | None = None


class Heading(msgspec.Struct, frozen=True, kw_only=True):
    """A heading of the Annex and the entries below it, as code, subject and category.

    Attributes:
        asked: the code that was asked for, where it is another one that the law holds as part of the entries below.
        folded: why, in that case.
    """

    code: str
    asked: str
    folded: str
    title: str
    below: list[dict[str, str]]
