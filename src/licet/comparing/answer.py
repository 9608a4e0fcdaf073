"""What a comparison answers, as a program reads it: what changes, with proof; what does not; the matrix; and what it comes to on data."""

from __future__ import annotations

from typing import Any

import msgspec

from licet.answering import Answering, schema_of


class SideAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """One side of a comparison.

    Attributes:
        named: as somebody named it.
        date: the day whose law it is.
        reforms: the proposals put in force.
        digest: names the text of the law and the proposals.
        first: the first day from which no provision and no membership begins or ends until this one; null where there is none earlier.
        last: the last day until which none does; null where none does later.
    """

    named: str
    date: str
    reforms: list[str]
    digest: str
    first: str | None
    last: str | None


class Differing(msgspec.Struct, frozen=True, kw_only=True):
    """A provision, or a group of nations, that is not the same on both sides.

    Attributes:
        provision: the full name of the rule, or the name of the group.
        how: ``begins``, ``ends``, ``changes``, or ``members`` for a group.
        says: what it says; the title of a group.
        cite: where in the source.
        source: the source.
        standing: how well that was checked.
        in_force: its dates.
        joining: of a group, the nations that belong on the other side only.
        leaving: of a group, the nations that belong on the base only.
        unsure: of a group, the nations of which it is not known on one side or both.
        effect: true where it causes a change; false where it is proven to make no difference, whichever of the others count; null otherwise.
    """

    provision: str
    how: str
    says: str
    cite: str
    source: str
    standing: str
    in_force: str
    joining: list[str] = []
    leaving: list[str] = []
    unsure: list[str] = []
    effect: bool | None = None


class Caused(msgspec.Struct, frozen=True, kw_only=True):
    """A provision that causes a change.

    Attributes:
        rule: its full name, or the name of a group of nations.
        nations: the recipients for which it does.
    """

    rule: str
    nations: list[str]


class Transition(msgspec.Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    """One change of an answer that some transfer undergoes.

    Attributes:
        question: the question.
        code: for a question that collects codes, the code of which this is told; else nothing.
        from_: the answer on the base; ``open`` on both sides where something else is left; null for a code that is not given there.
        to: the answer on the other side, likewise.
        sure: false where it happens only if somebody belonged to a group, or did not, and that is not known.
        by: the provisions without any one of which, all else as on the other side, some transfer would not undergo it.
        enough: for transfers for which none of these is needed, those each of which, all else as on the base, is enough.
        together: for transfers that neither explains, provisions that together are enough for one, none of which can be spared.
        nations: the recipients of transfers that undergo it, with nobody on a list that is not public.
        if_listed: the recipients for which some transfer does only if they, or the exporter, are on such a list.
        if_belonging: the recipients for which one does only if they belonged to a group, or did not, and that is not known.
        witness: a transfer that undergoes it, without a date.
        assume: for the witness, the nations on lists that are not public: group → nations.
        unknown: the memberships on which it hangs and that nobody knows, such as ``AE in ear_d4``.
    """

    question: str
    code: str
    from_: str | None
    to: str | None
    sure: bool
    by: list[Caused]
    enough: list[Caused]
    together: list[Caused]
    nations: list[str]
    if_listed: list[str]
    if_belonging: list[str]
    witness: dict[str, Any]
    assume: dict[str, list[str]]
    unknown: list[str]


class Cell(msgspec.Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    """The answer on the posture for one nation and one class of items, on both sides.

    Attributes:
        nation: the nation.
        item_class: the class.
        from_: the answer on the base; null where it is open.
        to: the answer on the other side, likewise.
        changed: whether the answers differ, or what is left of open ones.
        from_possible: the answers that are left on the base.
        to_possible: the answers that are left on the other side.
        by: the rules that decide, or may, on the other side and not on the base.
    """

    nation: str
    item_class: str
    from_: str | None
    to: str | None
    changed: bool
    from_possible: list[str]
    to_possible: list[str]
    by: list[str]


class Class(msgspec.Struct, frozen=True, kw_only=True):
    """One class of items of a matrix.

    Attributes:
        item_class: the class.
        title: what it is called.
        transfer: what is stated of it.
        changed: the nations for which its answer changes.
    """

    item_class: str
    title: str
    transfer: dict[str, Any]
    changed: list[str]


class Flip(msgspec.Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    """How many transfers of a table are answered otherwise, of one question in one way.

    Attributes:
        question: the question.
        from_: the answer on the base; ``open: A, B`` where it is open, with what is left.
        to: the answer on the other side, likewise.
        count: the number of transfers.
        year: the year of their dates, where they are asked on their own dates; null otherwise.
    """

    question: str
    from_: str
    to: str
    count: int
    year: int | None = None


class OnData(msgspec.Struct, frozen=True, kw_only=True):
    """What a comparison comes to on a table of transfers.

    Attributes:
        table: the table.
        dates: ``of_the_sides``, or ``of_the_rows`` where every transfer is asked on its own date.
        rows: the transfers that were answered.
        rejected: those that could not be used.
        changed: those of which some answer changes.
        questions: the questions that were asked.
        flips: how many change, by question and answers, the most first.
        years: the same by year, where transfers are asked on their own dates.
        listed: the file in which those that change stand; null where none was asked for.
        notes: what a reader should know of the way the table was read.
    """

    table: str
    dates: str
    rows: int
    rejected: int
    changed: int
    questions: list[str]
    flips: list[Flip]
    years: list[Flip]
    listed: str | None
    notes: list[str]


class Reproduced(msgspec.Struct, frozen=True, kw_only=True):
    """What gives the same comparison again.

    Attributes:
        command: the command.
        python: the lines of Python.
    """

    command: str
    python: str


class Comparison(Answering, frozen=True, kw_only=True):
    """Two sides of the law held against each other.

    Attributes:
        licet: the version of Licet.
        base: the one side.
        other: the other side.
        questions: the questions that were looked at.
        whole: whether these are all that reviews report.
        provisions: what is not the same on both sides.
        transitions: every change of an answer that some transfer undergoes; those that take a membership that is not known stand last.
        complete: whether it is proven that nothing else changes of these questions.
        unchanged: the questions of which it is proven that no transfer is answered otherwise, whichever of both days is asked.
        unsettled: the questions of which not everything was settled in time, each with the reason.
        item_classes: the classes of a matrix.
        matrix: its cells; null where no matrix was asked for.
        data: what it comes to on a table; null where none was given.
        again: what gives the same again.
    """

    licet: str
    base: SideAnswer
    other: SideAnswer
    questions: list[str]
    whole: bool
    provisions: list[Differing]
    transitions: list[Transition]
    complete: bool
    unchanged: list[str]
    unsettled: dict[str, str]
    item_classes: list[Class]
    matrix: list[Cell] | None
    data: OnData | None
    again: Reproduced

    def cell(self, nation: str, item_class: str) -> Cell:
        """Return one cell of the matrix.

        Raises:
            KeyError: for a cell that the matrix has not.
        """
        for cell in self.matrix or ():
            if (cell.nation, cell.item_class) == (nation, item_class):
                return cell
        raise KeyError((nation, item_class))

    @property
    def proven(self) -> bool:
        """Whether something was asked to be proven."""
        return bool(self.complete or self.transitions or self.unsettled)

    @property
    def reached(self) -> list[str]:
        """The nations of which some cell of the matrix changes."""
        return list(dict.fromkeys(cell.nation for cell in self.matrix or () if cell.changed))

    def __repr__(self) -> str:
        return f"<Comparison: {self.base.named} and {self.other.named}, {len(self.transitions)} transitions>"

    def explain(self) -> str:
        """Return it as plain text for a person."""
        from licet.reports.compare_text import plain_text

        return plain_text(self)

    def to_markdown(self) -> str:
        """Return it as Markdown."""
        from licet.reports.compare_markdown import markdown

        return markdown(self)

    def to_html(self) -> str:
        """Return it as one HTML page that needs nothing else."""
        from licet.reports.compare_html import page

        return page(self)

    def _repr_html_(self) -> str:
        from licet.reports.compare_html import fragment

        return fragment(self)

    def __str__(self) -> str:
        return self.explain()


def schema() -> dict[str, Any]:
    """Return the JSON schema; its descriptions are those of the classes above."""
    return schema_of(Comparison, "Comparison of two sides of the law, by Licet")
