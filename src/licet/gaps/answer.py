"""What ``licet law gaps`` gives back; the names of the fields are the contract of its JSON."""

from __future__ import annotations

import msgspec

from licet.determination import RulebookReference


class Provision(msgspec.Struct, frozen=True, kw_only=True):
    """One rule of the law, and where it stands.

    Attributes:
        rule: its full name.
        says: what it says.
        answer: what it answers: question → answers.
        cite: where in the source.
        source: the source.
        standing: how much of the source has been read.
        since: its first day, or empty where that is not known.
    """

    rule: str
    says: str
    answer: dict[str, list[str]]
    cite: str
    source: str
    standing: str
    since: str


class Carrier(msgspec.Struct, frozen=True, kw_only=True):
    """What declares that it carries out a provision.

    Attributes:
        name: the instrument or rule.
        cite: where it says so, or where it stands.
        standing: how much of it has been read.
    """

    name: str
    cite: str
    standing: str


class Carried(msgspec.Struct, frozen=True, kw_only=True):
    """A provision that something carries out.

    Attributes:
        rule: the provision.
        by: the instruments and rules that declare so.
    """

    rule: str
    by: list[Carrier]


class NotCarriedOut(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="not_carried_out"):
    """A policy in force, or provisions of one, for which no text is in the rulebook that carries them out.

    Attributes:
        instrument: the policy.
        title: what it is called.
        issuer: who made it.
        since: its first day, or empty where that is not known.
        source: where it was read.
        standing: how much of it was read.
        sought: where such a text was looked for and until when; empty where nobody has recorded a search.
        provisions: the provisions that nothing carries out.
        carried_out: the others.
        message: the finding in a sentence.
    """

    instrument: str
    title: str
    issuer: str
    since: str
    source: str
    standing: str
    sought: str
    provisions: list[Provision]
    carried_out: list[Carried]
    message: str


class StillSays(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="still_says"):
    """A provision of a regulation that is older than a text that says otherwise.

    Attributes:
        provision: what the regulation says.
        instrument: the regulation.
        later: what the later text says: its rules where some displace what the regulation carries out, none where it only departs from it.
        by: the later text.
        by_title: what it is called.
        by_source: where it was read.
        by_since: its first day.
        how: why they are held to differ: what was displaced, or how the later text says that it departs.
        only_here: the parts of the condition that only the regulation has.
        only_there: those that only the later text has.
        read: the edition in which the regulation was last read; empty where that is not recorded.
        verified: whether that edition is as late as the later text, so that the regulation is known to say so still.
        days: for how many days, on the day asked, the later text has been in force.
        standing: the weakest standing of the two; ``unverified`` where the edition read is older than the later text.
        message: the finding in a sentence.
    """

    provision: Provision
    instrument: str
    later: list[Provision]
    by: str
    by_title: str
    by_source: str
    by_since: str
    how: str
    only_here: list[str]
    only_there: list[str]
    read: str
    verified: bool
    days: int
    standing: str
    message: str


class ListBehind(msgspec.Struct, frozen=True, kw_only=True, tag_field="kind", tag="list_behind"):
    """A nation on which a printed list and the list that it is to follow differ.

    Attributes:
        instrument: the regulation that prints the list.
        group: the printed list.
        follows: the list that it is to follow.
        nation: the nation.
        name: its name.
        state: ``not_printed``, ``still_printed``, or ``not_known`` where the day of one of them is not known.
        since: since when it is so; two days with a stroke where it is one between them; empty where not known.
        days: for how many days at least, on the day asked; null where not known.
        source: of the designation, or of its end.
        standing: how well that was checked.
        printed_source: of the printed list.
        read: the day as of which the whole printed list was read; empty where that is not recorded.
        note: what a reader should know.
        message: the finding in a sentence.
    """

    instrument: str
    group: str
    follows: str
    nation: str
    name: str
    state: str
    since: str
    days: int | None
    source: str
    standing: str
    printed_source: str
    read: str
    note: str
    message: str


class Gaps(msgspec.Struct, frozen=True, kw_only=True):
    """What ``licet law gaps`` finds.

    Attributes:
        licet: the version of Licet.
        rulebook: which law was asked.
        date: the day whose law was asked.
        gaps: the findings, by kind.
    """

    licet: str
    rulebook: RulebookReference
    date: str
    gaps: list[NotCarriedOut | StillSays | ListBehind]

    def to_json(self) -> str:
        """Return the JSON."""
        return msgspec.json.format(msgspec.json.encode(self), indent=2).decode()
