"""What a reader is told of a determination, in order: the answer, the reasons, what is missing, what to do, what it rests on.

Text, Markdown and HTML all lay out the same account, so they say the same. :mod:`licet.reports.telling` makes one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from licet.reports.sentences import listed

if TYPE_CHECKING:
    from licet.reports.parties import PartiesTold

HEADLINE = "posture"
MAIN = ("posture", "category", "entries", "regime_posture", "licence", "authority")
TASKS = ("obligations", "factors", "licence_exceptions", "sanctions")
NO_ADVICE = "This is a reading of public law and policy by a program. It is not legal advice."

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Term:
    """An answer: its code, its words, its meaning, and how strict it is, from 0 (strictest) to 1, where it is one of many so ordered."""

    code: str
    words: str
    meaning: str = ""
    strictness: float | None = None

    @property
    def grade(self) -> int | None:
        """How strict it is in five grades, from 0 (strictest) to 4."""
        return None if self.strictness is None else min(int(self.strictness * 5), 4)

    @property
    def label(self) -> str:
        """The words and the meaning, or the meaning alone where it holds the words."""
        if not self.meaning or re.search(rf"(?<!\w){re.escape(self.words)}(?!\w)", self.meaning, re.IGNORECASE):
            return self.meaning or self.words
        return f"{self.words}: {self.meaning}"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a rule's condition in English, its truth, and the values it read that the English does not show."""

    text: str
    condition: str
    truth: str
    values: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """The part with its values in parentheses."""
        return f"{self.text} ({'; '.join(self.values)})" if self.values else self.text


@dataclass(frozen=True, slots=True)
class Ground:
    """A rule as it bears on an answer."""

    rule: str
    instrument: str
    answer: tuple[Term, ...]
    says: str
    cite: str
    source: str
    link: str
    standing: str
    standing_words: str
    window: str
    parts: tuple[Part, ...]
    defeated_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ask:
    """A fact that is missing."""

    fact: str
    name: str
    ask: str
    decides: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer to one question.

    Attributes:
        terms: what is certain: one answer, or for questions that collect codes all that are in.
        left: what is left open.
        unruled: whether no rule decides it and the answer is the default.
        asks: the missing facts that could decide it.
    """

    question: str
    title: str
    definition: str
    codes: bool
    terms: tuple[Term, ...]
    left: tuple[Term, ...]
    exact: bool
    unruled: bool
    by: tuple[Ground, ...]
    defeated: tuple[Ground, ...]
    might: tuple[Ground, ...]
    outweighed: tuple[Ground, ...]
    asks: tuple[Ask, ...]

    @property
    def open(self) -> bool:
        """Whether something is left open."""
        return bool(self.left)

    @property
    def reasoned(self) -> bool:
        """Whether any rule bears on it."""
        return bool(self.by or self.defeated or self.might or self.outweighed)

    @property
    def answer(self) -> str:
        """The answer in one line."""
        if self.codes:
            sure = listed(term.words for term in self.terms)
            may = listed(first(term.words for term in self.left))
            return (f"{sure}; perhaps {may}" if sure else f"open: perhaps {may}") if may else sure or "none"
        if self.left:
            return f"open: {listed((term.words for term in self.left), 'or')}"
        return self.terms[0].label if self.terms else "none"

    @property
    def unsettled(self) -> str:
        """For an open answer, what would decide it, in words."""
        if not self.left:
            return ""
        if not self.asks:
            return "Nothing that can be stated would decide it here."
        limits = "" if self.exact else " Some of these answers may be out of reach."
        return f"What would decide it: {listed(first(ask.name for ask in self.asks), 'or')}.{limits}"


@dataclass(frozen=True, slots=True)
class Given:
    """Something that the answers rest on: a name, a value, and where it is from or why."""

    name: str
    value: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Turning:
    """Where one fact, changed alone, changes answers."""

    name: str
    at: str
    changes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Account:
    """A determination in the order in which a person reads it."""

    name: str
    item: str
    exporter: str
    recipient: str
    date: str
    headline: Verdict | None
    main: tuple[Verdict, ...]
    tasks: tuple[Verdict, ...]
    asks: tuple[Ask, ...]
    turnings: tuple[Turning, ...]
    stated: tuple[Given, ...]
    assumed: tuple[Given, ...]
    taken: tuple[Given, ...]
    warnings: tuple[tuple[str, str], ...]
    digest: str
    reforms: tuple[str, ...]
    version: str
    parties: PartiesTold | None = None

    @property
    def route(self) -> str:
        """From whom to whom."""
        return f"from {self.exporter} to {self.recipient}"

    @property
    def subject(self) -> str:
        """The transfer in one line: ``MQ-9B, from the United States to Saudi Arabia, 15 September 2025``."""
        return f"{self.name}, {self.route}, {self.date}"

    @property
    def counts(self) -> str:
        """How much is missing, assumed, taken and warned of, in one line."""
        found = (
            (len(self.asks), "fact missing", "facts missing"),
            (len(self.assumed), "assumption", "assumptions"),
            (len(self.taken), "figure taken from elsewhere", "figures taken from elsewhere"),
            (len(self.warnings), "warning", "warnings"),
        )
        return ", ".join(f"{count} {one if count == 1 else many}" for count, one, many in found if count)


def clean(text: str) -> str:
    """Return a text on one line, without control characters and without marks that turn the direction of writing."""
    if text.isprintable():
        # Most are, and then there is nothing of either in them.
        return text
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", re.sub(r"\s*[\r\n\t]+\s*", " ", text))


def first(parts: Iterable[str], most: int = 8) -> list[str]:
    """The first of many, and how many more there are."""
    found = list(parts)
    return found if len(found) <= most + 1 else [*found[:most], f"{len(found) - most} more"]
