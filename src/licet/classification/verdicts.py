"""The answer of a classification: the verdict on every entry, with its reasons, what is left to ask, and what a document gave.

It is what a user is handed and what the JSON schema describes; nothing is worked out here.
"""

from __future__ import annotations

from typing import Any

import msgspec

from licet.answering import schema_of
from licet.determination import Answer, Assumption, Because, Caution, Missing, RulebookReference, TakenFigure
from licet.rulebook.checking import covers

# The verdicts as they are told: what is met comes first.
VERDICTS = ("met", "open", "not_met")


class EntryVerdict(msgspec.Struct, frozen=True, kw_only=True):
    """One entry of the Annex, as it bears on an item.

    Attributes:
        code: the entry.
        subject: what it lists.
        verdict: ``met``, ``not_met`` or ``open``.
        category: its category.
        says: the rule in a sentence.
        cite: the place in the Annex.
        standing: how much of the source has been read.
        because: the parts of its condition; of an entry that is not met, those that fail.
        missing: the facts that are not known and stand in the way.
        could_settle: the fewest facts that could settle it: for some of their values it is met or not met.
        any_could_settle: every fact of which one alone could settle it, where one is enough.
        must_settle: the fewest facts that settle it whatever they turn out to be.
        exact: whether both are exact; if not, some may not be needed, or more may be asked once what the item is has been said.
        if_confirmed: what it would be, were the figures that a data sheet gives confirmed; empty where none are open to doubt.
        xref: its places on other lists: list → codes.
        relations: for each such code, what it is to the entry: equal, wider, narrower, overlapping or a pointer.
    """

    code: str
    subject: str
    verdict: str
    category: str
    says: str
    cite: str
    standing: str
    because: list[Because]
    missing: list[str]
    could_settle: list[str]
    must_settle: list[str]
    exact: bool
    any_could_settle: list[str] = []
    if_confirmed: str = ""
    xref: dict[str, list[str]]
    relations: dict[str, dict[str, str]]


class Evidence(msgspec.Struct, frozen=True, kw_only=True):
    """What a document says of one fact.

    Attributes:
        fact: the fact.
        value: its value, as a transfer states it.
        places: where it stands in the document.
        text: the words around it.
    """

    fact: str
    value: str | list[str]
    places: list[str]
    text: str


class LeftAside(msgspec.Struct, frozen=True, kw_only=True):
    """A figure of a document that was bound to no fact.

    Attributes:
        text: the figure as it is written.
        place: where it stands.
        line: the line or row.
        why: why it was left aside.
        perhaps: the facts that it may be.
    """

    text: str
    place: str
    line: str
    why: str
    perhaps: list[str]


class Classification(msgspec.Struct, frozen=True, kw_only=True):
    """What an item is on the Annex.

    Attributes:
        licet: the version.
        rulebook: the digest of the law and the reforms in force.
        item: the item and its transfer as understood.
        category: the category, with its rules.
        treatments: what notes of the Annex allow for it.
        entries: every entry: those met first, then those open, Category I before Category II.
        missing: the facts that could still settle an entry, Category I first; ``decides`` names the entries.
        assumed, taken, warnings: as in a determination.
        unconfirmed: what was read from a data sheet and nobody has confirmed: it can bring an entry in and rules none out.
        document: the name of the data sheet, if one was read.
        left_aside: the figures of the sheet that were bound to no fact.
    """

    licet: str
    rulebook: RulebookReference
    item: dict[str, Any]
    category: Answer
    treatments: Answer
    entries: list[EntryVerdict]
    missing: list[Missing]
    assumed: list[Assumption]
    taken: list[TakenFigure]
    warnings: list[Caution]
    unconfirmed: list[Evidence] = []
    document: str = ""
    left_aside: list[LeftAside] = []

    def entry(self, code: str) -> EntryVerdict:
        """Return the verdict on one entry; of a heading, that of the entry below it which comes nearest to being met.

        Raises:
            KeyError: for a code under which there is no entry.
        """
        below = [entry for entry in self.entries if covers(code, entry.code)]
        if not below:
            raise KeyError(code)
        return min(below, key=lambda entry: (entry.code != code, VERDICTS.index(entry.verdict)))

    @property
    def met(self) -> list[str]:
        """The codes of the entries that are met."""
        return [entry.code for entry in self.entries if entry.verdict == "met"]

    @property
    def open(self) -> list[str]:
        """The codes of the entries that are open."""
        return [entry.code for entry in self.entries if entry.verdict == "open"]

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain dictionaries and lists."""
        found: dict[str, Any] = msgspec.to_builtins(self)
        return found

    def to_json(self) -> str:
        """Return it as JSON."""
        return msgspec.json.encode(self).decode()

    def explain(self) -> str:
        """Return it as text for people."""
        from licet.reports.classification import as_text

        return as_text(self)

    def __repr__(self) -> str:
        return f"<Classification: met {', '.join(self.met) or 'none'}; open {', '.join(self.open) or 'none'}>"


def schema() -> dict[str, Any]:
    """Return the JSON schema of a classification; its descriptions are those of the classes above."""
    return schema_of(Classification, "Classification of Licet")
