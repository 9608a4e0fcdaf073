"""What a reader is told of a comparison, in order: the finding, the changes, the matrix, the data, and what differs between both sides.

Text, Markdown and HTML all lay out the same account, so they say the same. :mod:`licet.reports.compare_telling` makes one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from licet.comparing.answer import Reproduced
from licet.reports.account import Term


@dataclass(frozen=True, slots=True)
class Source:
    """A provision that makes a difference: what becomes of it, what it says, where it stands, and for whom it does.

    Attributes:
        how: what becomes of it.
        says: what it says.
        cite: where it stands in the source; nothing for a group of nations.
        more: its dates, how well it was checked, and its name.
        source: the source, for a link.
        of: the nations, where it is not all that the change is for.
        name: its name.
    """

    how: str
    says: str
    cite: str
    more: str
    source: str
    of: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """One change of an answer, or several codes that change alike.

    Attributes:
        before: the answer on the base, in words; for codes, what becomes of them.
        after: the answer on the other side, in words; for codes, the codes.
        terms: both answers, where they are answers and no codes.
        who: for whom.
        others: for whom only where lists that are not public are filled so.
        unnamed: the names of nations, where there are so many that the words above give only their number.
        causes: by what.
        shown: a transfer that shows it, as the text of a file.
        assume: what has to be assumed with it.
        file: what that file is called in the commands.
        commands: the commands that review it on the one side and on the other.
        witness: that transfer.
        assumed: what has to be assumed with it: group → nations.
    """

    before: str
    after: str
    terms: tuple[Term | None, Term | None]
    who: str
    others: str
    unnamed: tuple[str, ...]
    causes: tuple[Source, ...]
    shown: str
    assume: str
    file: str
    commands: tuple[str, str]
    witness: Mapping[str, Any]
    assumed: Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Changes:
    """The changes of one question."""

    title: str
    codes: bool
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Changes that take a membership that nobody knows: what they are in a sentence, and each by itself."""

    said: str
    changes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Square:
    """One cell of the matrix: the answers on both sides, and how each is shown where it is settled."""

    before: str
    after: str
    terms: tuple[Term | None, Term | None]
    changed: bool


@dataclass(frozen=True, slots=True)
class Row:
    """The nations with the same row of the matrix.

    Attributes:
        count: how many there are.
        names: which.
        squares: their cells, in the order of the classes of items.
    """

    count: str
    names: tuple[str, ...]
    squares: tuple[Square, ...]

    @property
    def changed(self) -> bool:
        """Whether any cell changes."""
        return any(square.changed for square in self.squares)


@dataclass(frozen=True, slots=True)
class Column:
    """One class of items of the matrix: its changes, each with how many nations and which."""

    title: str
    stated: str
    count: str
    changes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Told:
    """The whole account.

    Attributes:
        subject: what is compared.
        finding: what was found, in a sentence or two.
        summary: what was found of all that was asked, each in a sentence.
        sides: for each side its law and how long it stays so.
        questions: the changes by question.
        doubtful: changes that take a membership that nobody knows.
        unchanged: what does not change, in a sentence; nothing where nothing was proven.
        unsettled: what was not settled, in lines.
        provisions: what differs between both sides: what becomes of it, what it says, and what it causes.
        columns: the matrix by class of items.
        rows: the matrix by nations, those with the same row together, those that change first.
        matrix: the matrix in a sentence.
        data: what it comes to on data, in lines.
        flips: the counts: question, answers, number.
    """

    subject: str
    finding: str
    summary: tuple[str, ...]
    sides: tuple[tuple[str, str], ...]
    questions: tuple[Changes, ...]
    doubtful: tuple[Doubt, ...]
    unchanged: str
    unsettled: tuple[str, ...]
    provisions: tuple[tuple[Source, str], ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    matrix: str
    data: tuple[str, ...]
    flips: tuple[tuple[str, str, str], ...]
    again: Reproduced
    version: str
    digests: tuple[str, ...] = field(default=())
