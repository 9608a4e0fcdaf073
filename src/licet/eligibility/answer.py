"""What ``licet eligible`` gives back: the names of the fields are the contract of its JSON and of ``schema/eligibility.schema.json``."""

from __future__ import annotations

from typing import Any

import msgspec

from licet.answering import Answering, schema_of
from licet.determination import Answer, Missing, RulebookReference, TakenFigure
from licet.transfers.again import Again


class Settled(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to one question, without its rules.

    Attributes:
        value: the answer; null when open.
        possible: the answers that are left; for questions that collect codes, all that are or may be in.
        exact: whether ``possible`` is exact; if not, some of it may be out of reach.
    """

    value: str | list[str] | None
    possible: list[str]
    exact: bool = True


class Belonging(msgspec.Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    """A group that a nation belongs to, or may belong to, on the day.

    Attributes:
        group: the group.
        title: what it is called.
        held: ``yes``, or ``not known``.
        decides: whether the nation's answer rests on it: without it, the answer would be another or open.
        from_: since when: a day, or two between which it lies; one marked ``~`` must not be cited; nothing where it is assumed.
        until: until when, likewise; nothing where it has not ended.
        source: on whose word.
        standing: how well that was checked; ``assumed`` for a list that somebody filled on request.
        note: what a reader should know.
    """

    group: str
    title: str
    held: str
    decides: bool
    from_: str = ""
    until: str = ""
    source: str = ""
    standing: str = ""
    note: str = ""


class Ground(msgspec.Struct, frozen=True, kw_only=True):
    """What is enough for an answer, whatever else is so: found by taking one membership after the other as not known.

    Attributes:
        belongs: groups that a nation belongs to.
        lacks: groups that it does not belong to.
        named: rules that name the nation itself, where its answer rests on that.
        nations: the nations to whose answer it is enough.
    """

    belongs: list[str]
    lacks: list[str]
    named: list[str] = []
    nations: list[str] = []


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """Memberships that would change an answer: found by trying each alone, and each two that do together what neither does alone.

    Attributes:
        join: groups that the nation would have to belong to.
        leave: groups that it would have to leave.
        answers: the questions that would be answered otherwise, and how.
        nations: for a group of nations, those of it for which this is so.
    """

    join: list[str]
    leave: list[str]
    answers: dict[str, Settled]
    nations: list[str] = []


class Ends(msgspec.Struct, frozen=True, kw_only=True):
    """The answers at both ends of the lists that are not public.

    Attributes:
        nobody: with nobody on them.
        everyone: with this nation on each of them.
    """

    nobody: dict[str, Settled]
    everyone: dict[str, Settled]


class NationRow(msgspec.Struct, frozen=True, kw_only=True):
    """One nation as the recipient.

    Attributes:
        nation: its code.
        name: its name.
        group: the number of its group under ``groups``, from 0.
        posture: the answer on the posture with its rules, as a review gives it.
        answers: the answer to every question that reviews report.
        memberships: the groups that it belongs to, or may, on the day.
        ground: what is enough for its answers.
        would_change: memberships that would change them.
        ends: its answers at both ends of the lists that are not public.
        missing: what is not known of the transfer and could still decide, most decisive first.
    """

    nation: str
    name: str
    group: int
    posture: Answer
    answers: dict[str, Settled]
    memberships: list[Belonging]
    ground: Ground
    would_change: list[Change]
    ends: Ends
    missing: list[Missing]


class NationGroup(msgspec.Struct, frozen=True, kw_only=True):
    """Nations with the same answers.

    Attributes:
        answers: their answers to the questions that have one answer.
        nations: the nations.
        grounds: what tells them from the nations of other groups, each with the nations to which it is enough.
        would_change: memberships that would change their answers, each with the nations for which this is so.
        rules: the rules that decide the posture, of each of the nations or of some.
        missing: for an open group, the facts that could decide.
        not_known: groups of nations of which it is not known whether some of these nations belonged to them, and that could matter.
    """

    answers: dict[str, Settled]
    nations: list[str]
    grounds: list[Ground]
    would_change: list[Change]
    rules: list[str]
    missing: list[Missing]
    not_known: list[str] = []


class End(msgspec.Struct, frozen=True, kw_only=True):
    """The nations with the same answers at one end of the lists that are not public.

    Attributes:
        answers: their answers.
        nations: the nations.
    """

    answers: dict[str, Settled]
    nations: list[str]


class PartnerList(msgspec.Struct, frozen=True, kw_only=True):
    """A list of nations that is not public.

    Attributes:
        group: the group.
        title: what it is called.
        filled: the nations that were put on it on request, those by a reform among them; null where nobody did and it counts as empty.
        matters_to: the nations whose answers would be others if they were on it, and nobody on any other such list.
        note: what is known of it.
        source: where that stands.
        standing: how well that was checked.
    """

    group: str
    title: str
    filled: list[str] | None
    matters_to: list[str]
    note: str
    source: str
    standing: str


class Remark(msgspec.Struct, frozen=True, kw_only=True):
    """What a careful reader should know: a warning, or something that was assumed.

    Attributes:
        code: for programs: the code of a warning, or the fact that is assumed.
        message: for people.
        nations: the nations whose answers it concerns; nothing where it concerns all.
    """

    code: str
    message: str
    nations: list[str] = []


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """A rule that decides the posture of some nation, and where it stands.

    Attributes:
        rule: its full name.
        says: what it says.
        cite: where in the source.
        source: the source.
        standing: how much of the source has been read.
        in_force: its dates.
    """

    rule: str
    says: str
    cite: str
    source: str
    standing: str
    in_force: str


class Eligibility(Answering, frozen=True, kw_only=True):
    """Every nation as the recipient of one transfer.

    Attributes:
        licet: the version of Licet.
        rulebook: which law was asked.
        transfer: the transfer as understood, without a recipient.
        date: the day whose law was asked.
        questions: the questions by whose answers nations are grouped.
        nations: every nation, save the exporter.
        groups: the nations by their answers, the least strict posture first, what is open last.
        lists: the lists of nations that are not public, as they bear on this transfer.
        nobody: the nations by their answers with nobody on these lists.
        everyone: the nations by their answers with each of them on these lists.
        sources: the rules that decide the posture of some nation.
        assumed: what nobody stated and an answer rests on.
        taken: figures from the catalogue.
        warnings: what a careful reader should know.
        again: what gives the same answer again.
    """

    licet: str
    rulebook: RulebookReference
    transfer: dict[str, Any]
    date: str
    questions: list[str]
    nations: list[NationRow]
    groups: list[NationGroup]
    lists: list[PartnerList]
    nobody: list[End]
    everyone: list[End]
    sources: list[Source]
    assumed: list[Remark]
    taken: list[TakenFigure]
    warnings: list[Remark]
    again: Again

    def nation(self, code: str) -> NationRow:
        """Return the row of a nation.

        Args:
            code: its ISO code.

        Raises:
            KeyError: for a code that has no row.
        """
        for row in self.nations:
            if row.nation == code:
                return row
        raise KeyError(code)

    def __repr__(self) -> str:
        return f"<Eligibility: {len(self.nations)} nations in {len(self.groups)} groups on {self.date}>"

    def explain(self) -> str:
        """Return it as plain text for a person."""
        from licet.reports.eligible_text import plain_text

        return plain_text(self)

    def to_markdown(self) -> str:
        """Return it as Markdown."""
        from licet.reports.eligible_markdown import markdown

        return markdown(self)

    def to_html(self) -> str:
        """Return it as one HTML page that needs nothing else."""
        from licet.reports.eligible_html import page

        return page(self)

    def _repr_html_(self) -> str:
        from licet.reports.eligible_html import fragment

        return fragment(self)

    def __str__(self) -> str:
        return self.explain()


def schema() -> dict[str, Any]:
    """Return the JSON schema; its descriptions are those of the classes above."""
    return schema_of(Eligibility, "Eligibility of nations, by Licet")
