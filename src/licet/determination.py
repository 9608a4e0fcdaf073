"""A determination: every answer of a review with its rules, what is missing, assumed and taken, and the digest of the law.

The names of the fields are the contract of the command's JSON and of ``schema/determination.schema.json``.
"""

from __future__ import annotations

from typing import Any

import msgspec

from licet.answering import Answering, schema_of
from licet.screening.answer import Screening

# Why a fact is assumed that the user asked to assume.
ON_REQUEST = "assumed on request"


class Because(msgspec.Struct, frozen=True, kw_only=True):
    """One part of a rule's condition.

    Attributes:
        condition: its text, as in the law.
        truth: ``true``, ``false`` or ``unknown``.
        facts: the facts and questions that it read, with their values; null where one is not known.
    """

    condition: str
    truth: str
    facts: dict[str, Any] = {}


class RuleReason(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=False):
    """A rule as it bears on an answer.

    Attributes:
        rule: its full name.
        answer: what it answers.
        says: what it says, in a sentence.
        cite: where in the source.
        source: the source.
        standing: how much of the source has been read.
        in_force: its dates; a placeholder date is left out.
        because: the parts of its condition.
        defeated_by: the rules that defeat it.
    """

    rule: str
    answer: list[str]
    says: str
    cite: str
    source: str
    standing: str
    in_force: str
    because: list[Because] = []
    defeated_by: list[str] = []


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """The answer to one question.

    Attributes:
        value: the answer; null when open.
        possible: the answers that are left; for questions that collect codes, all that are or may be in.
        by: the rules that decided.
        defeated: the rules that an exception defeated.
        might: the rules that may still apply and would matter.
        outweighed: the rules that apply, and give way to a stricter answer.
        certain: for questions that collect codes, those that are in whatever is still unknown.
        exact: whether ``possible`` is exact; if not, some of it may be out of reach.
    """

    value: str | list[str] | None
    possible: list[str]
    by: list[RuleReason] = []
    defeated: list[RuleReason] = []
    might: list[RuleReason] = []
    outweighed: list[RuleReason] = []
    certain: list[str] | None = None
    exact: bool = True

    def __repr__(self) -> str:
        said = "open: " + " or ".join(self.possible) if self.open else repr(self.value)
        return f"<Answer: {said}; by {', '.join(reason.rule for reason in self.by) or 'no rule'}>"

    @property
    def open(self) -> bool:
        """Whether the question is open."""
        return self.value is None


class Missing(msgspec.Struct, frozen=True, kw_only=True):
    """A fact that is not known and could decide something.

    Attributes:
        fact: the fact.
        ask: the question to put to a person.
        decides: the questions that it could decide.
    """

    fact: str
    ask: str
    decides: list[str]


class Assumption(msgspec.Struct, frozen=True, kw_only=True):
    """A fact that nobody stated and on which an answer rests.

    Attributes:
        fact: the fact, or the group of nations that is taken as empty.
        value: the value that is presumed or assumed.
        why: the reason.
    """

    fact: str
    value: Any
    why: str


class TakenFigure(msgspec.Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    """A figure taken from the catalogue, or a value that follows from another.

    Attributes:
        fact: the fact.
        value: its value, as text.
        from_: where it was taken from.
    """

    fact: str
    value: str
    from_: str


class Caution(msgspec.Struct, frozen=True, kw_only=True):
    """Something a careful reader should know.

    Attributes:
        code: for programs.
        message: for people.
    """

    code: str
    message: str


class TurningPoint(msgspec.Struct, frozen=True, kw_only=True, rename={"from_": "from"}):
    """The nearest value of one stated fact at which an answer changes.

    Attributes:
        fact: the fact.
        at: where: ``800 km/h or more``, ``below 300 km``, ``yes``, ``from 2025-09-15``.
        question: what changes.
        from_: the answer now.
        to: the answers then.
    """

    fact: str
    at: str
    question: str
    from_: list[str]
    to: list[str]


class RulebookReference(msgspec.Struct, frozen=True, kw_only=True):
    """Which law was asked.

    Attributes:
        digest: names the text of the law and the reforms in force; equal digests give equal answers.
        reforms: the proposals put in force, as they were named.
    """

    digest: str
    reforms: list[str] = []


class PartyFinding(msgspec.Struct, frozen=True, kw_only=True):
    """What was found of one party of the transfer.

    Attributes:
        party: the party as understood.
        screening: its screening.
        red_flags: the signs of diversion that it raises, with their rules.
        missing: what is not known of it and could decide a red flag.
    """

    party: dict[str, Any]
    screening: Screening
    red_flags: Answer
    missing: list[Missing] = []


class Determination(Answering, frozen=True, kw_only=True):
    """What a review gives back.

    The answers are attributes as well: ``determination.posture.value``.

    Attributes:
        licet: the version of Licet.
        rulebook: which law was asked.
        transfer: the transfer as understood.
        answers: question → answer.
        missing: what could still decide something, most decisive first.
        assumed: what nobody stated and an answer rests on.
        taken: figures from the catalogue.
        warnings: what a careful reader should know.
        turning_points: where a single stated fact would change an answer.
        parties: what was found of each party that is named.
        screening: the gravest status of their screenings; null where no party is named.
    """

    licet: str
    rulebook: RulebookReference
    transfer: dict[str, Any]
    answers: dict[str, Answer]
    missing: list[Missing]
    assumed: list[Assumption]
    taken: list[TakenFigure]
    warnings: list[Caution]
    turning_points: list[TurningPoint] = msgspec.field(default_factory=list)
    parties: list[PartyFinding] = msgspec.field(default_factory=list)
    screening: str | None = None

    def __getattr__(self, name: str) -> Answer:
        try:
            return self.answers[name]
        except KeyError:
            raise AttributeError(
                f"a determination has no '{name}'; its answers are {', '.join(self.answers)}"
            ) from None

    def __repr__(self) -> str:
        posture = self.answers.get("posture")
        said = (
            ("open: " + " or ".join(posture.possible) if posture.open else posture.value) if posture else "no posture"
        )
        return f"<Determination: {said}; {len(self.missing)} missing, {len(self.warnings)} warnings>"

    def explain(self) -> str:
        """Return the determination as plain text for a person."""
        from licet.reports.text import plain_text

        return plain_text(self)

    def to_markdown(self) -> str:
        """Return the determination as Markdown."""
        from licet.reports.markdown import markdown

        return markdown(self)

    def to_html(self) -> str:
        """Return the determination as one HTML page that needs nothing else."""
        from licet.reports.html import page

        return page([self])

    def _repr_html_(self) -> str:
        from licet.reports.html import fragment

        return fragment(self)

    def __str__(self) -> str:
        return self.explain()


def schema() -> dict[str, Any]:
    """Return the JSON schema of a determination; its descriptions are those of the classes above."""
    return schema_of(Determination, "Determination of Licet")
