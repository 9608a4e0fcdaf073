"""A table of nations in words: the answers, what tells their nations apart, what would change them, the lists that are not public.

Text, Markdown and HTML lay out the same account. Every word of substance is the rulebook's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from licet.eligibility.answer import Change, Eligibility, Ground, NationGroup, NationRow, Remark, Settled, Source
from licet.errors import LicetError, number_of
from licet.reports.account import HEADLINE, Term, clean
from licet.reports.sentences import capital, dated, listed, title, words
from licet.reports.telling import term
from licet.rulebook.rulebook import Rulebook
from licet.transfers.again import Again

# So many nations are named where they are told of in passing.
_NAMED = 5
# Of more than so many a list is no help.
_LISTED = 60


@dataclass(frozen=True, slots=True)
class Said:
    """One line: what is so, and of whom, where that is not everybody."""

    what: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One nation: its name, what it belongs to, what would change its answers, and what is not known."""

    code: str
    name: str
    belongs: tuple[str, ...]
    decides: tuple[str, ...]
    changes: tuple[str, ...]
    ends: str
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """The nations with the same answers.

    Attributes:
        answer: the posture, or that it is open and between what.
        terms: the postures that are left.
        others: the other questions that are not answered alike for all nations, with the answer.
        grounds: what tells its nations apart.
        changes: what would change their answers.
        asks: for an open answer, what is missing.
        doubts: memberships that are not known.
    """

    answer: str
    terms: tuple[Term, ...]
    others: tuple[tuple[str, str], ...]
    nations: tuple[str, ...]
    grounds: tuple[Said, ...]
    changes: tuple[Said, ...]
    sources: tuple[Source, ...]
    asks: tuple[Said, ...]
    doubts: tuple[str, ...]
    rows: tuple[Row, ...]

    @property
    def count(self) -> str:
        """How many nations there are."""
        return number_of(len(self.nations), "nation")


@dataclass(frozen=True, slots=True)
class Unpublished:
    """A list of nations that is not public, and the answers at both its ends."""

    title: str
    group: str
    state: str
    note: str
    matters: str


@dataclass(frozen=True, slots=True)
class Told:
    """The whole account."""

    subject: str
    summary: str
    alike: tuple[tuple[str, str], ...]
    bands: tuple[Band, ...]
    lists: tuple[Unpublished, ...]
    nobody: tuple[Said, ...]
    everyone: tuple[Said, ...]
    stated: tuple[tuple[str, str], ...]
    remarks: tuple[Said, ...]
    assumed: tuple[Said, ...]
    taken: tuple[Said, ...]
    reforms: tuple[str, ...]
    again: Again
    version: str
    digest: str


def told(found: Eligibility, rulebook: Rulebook | None = None) -> Told:
    """Put a table of nations into words.

    Args:
        found: the table.
        rulebook: declares what the codes mean; the law that came with Licet by default.
    """
    return _Writer(found, rulebook or rulebook_of(found)).told()


def rulebook_of(found: Eligibility) -> Rulebook:
    """Return the law that a table was asked under, or what came with Licet where that is no longer to be had."""
    try:
        return Rulebook.load(reforms=found.rulebook.reforms)
    except LicetError:
        return Rulebook.load()


class _Writer:
    def __init__(self, found: Eligibility, book: Rulebook) -> None:
        self.found = found
        self.book = book
        self.sources = {source.rule: source for source in found.sources}
        self.rows = {row.nation: row for row in found.nations}
        first = found.groups[0].answers if found.groups else {}
        self.alike = [q for q in first if all(group.answers[q] == first[q] for group in found.groups)]

    def told(self) -> Told:
        found = self.found
        groups = number_of(len(found.groups), "answer")
        return Told(
            subject=self.subject(),
            summary=f"{number_of(len(found.nations), 'nation')}, {groups}, under the law of {dated(found.date)}.",
            alike=tuple((title(q, self.book), self.settled(q, found.groups[0].answers[q])) for q in self.alike),
            bands=tuple(self.band(group) for group in found.groups),
            lists=tuple(self.unpublished()),
            nobody=tuple(Said(self.answers(end.answers), self.who(end.nations, ())) for end in found.nobody),
            everyone=tuple(Said(self.answers(end.answers), self.who(end.nations, ())) for end in found.everyone),
            stated=tuple(self.stated(found.transfer)),
            remarks=tuple(self.remark(one) for one in found.warnings),
            assumed=tuple(self.remark(one, capital(words(one.code, self.book)) + ": ") for one in found.assumed),
            taken=tuple(Said(f"{capital(words(t.fact, self.book))}: {t.value}. {t.from_}") for t in found.taken),
            reforms=tuple(found.rulebook.reforms),
            again=found.again,
            version=found.licet,
            digest=found.rulebook.digest,
        )

    def subject(self) -> str:
        item = self.found.transfer.get("item", {})
        named = clean(str(item.get("name") or words(str(item.get("kind", "transfer")), self.book)))
        exporter = self.found.transfer.get("exporter")
        whence = f" from {self.book.nations.get(exporter, exporter)}" if exporter else ""
        return f"{capital(named)}{whence}: who is eligible on {dated(self.found.date)}"

    def stated(self, shown: Mapping[str, object]) -> Iterable[tuple[str, str]]:
        for key, value in shown.items():
            if isinstance(value, Mapping):
                yield from self.stated(value)
            else:
                said = {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
                yield (
                    capital(words(key, self.book)),
                    dated(clean(words(str(said), self.book) if isinstance(said, str) else str(said))),
                )

    # Answers.

    def settled(self, question: str, settled: Settled) -> str:
        shown = [term(question, code, self.book).words for code in settled.possible]
        if settled.value is not None:
            return shown[0] if shown else "none"
        return f"open: {listed(shown, 'or')}" + ("" if settled.exact else " (some of these may be out of reach)")

    def answers(self, answers: Mapping[str, Settled]) -> str:
        """Return answers in one line, the posture first; what all nations have alike is left out."""
        order = [q for q in answers if q == HEADLINE] + [q for q in answers if q != HEADLINE and q not in self.alike]
        shown = [f"{words(q, self.book)} {self.settled(q, answers[q])}" for q in order]
        return "; ".join(shown)

    # Groups.

    def band(self, group: NationGroup) -> Band:
        headline = group.answers[HEADLINE]
        others = [q for q in group.answers if q != HEADLINE and q not in self.alike]
        return Band(
            answer=self.settled(HEADLINE, headline),
            terms=tuple(term(HEADLINE, code, self.book) for code in headline.possible),
            others=tuple((title(q, self.book), self.settled(q, group.answers[q])) for q in others),
            nations=tuple(sorted(self.name(nation) for nation in group.nations)),
            grounds=tuple(Said(self.ground(one), self.who(one.nations, group.nations)) for one in group.grounds),
            changes=tuple(
                Said(self.change(one), self.who(one.nations, group.nations))
                for one in self.ordered(group.would_change, group.answers)
            ),
            sources=tuple(self.sources[rule] for rule in group.rules if rule in self.sources),
            asks=tuple(
                Said(one.ask, f"{one.fact} decides {listed(words(q, self.book) for q in one.decides)}")
                for one in group.missing
                if any(answer.value is None for answer in group.answers.values())
            ),
            doubts=tuple(words(name, self.book) for name in group.not_known),
            rows=tuple(self.row(self.rows[nation], group) for nation in sorted(group.nations, key=self.name)),
        )

    def name(self, nation: str) -> str:
        return self.book.nations.get(nation, nation)

    def who(self, nations: Sequence[str], whole: Sequence[str]) -> str:
        """Return which nations are meant; nothing where it is the whole group."""
        if len(nations) == len(whole):
            return ""
        if len(nations) <= _NAMED:
            return listed(sorted(self.name(nation) for nation in nations))
        return number_of(len(nations), "nation")

    def ground(self, one: Ground) -> str:
        parts = []
        if one.belongs:
            parts.append(f"belongs to {self.groups(one.belongs)}")
        if one.lacks:
            parts.append(f"does not belong to {self.groups(one.lacks, 'or')}")
        if one.named:
            parts.append(f"is named in {listed(one.named)}")
        return capital(listed(parts)) if parts else "Whatever it belongs to"

    def groups(self, names: Iterable[str], word: str = "and") -> str:
        return listed((f"“{words(name, self.book)}”" for name in names), word)

    def change(self, one: Change) -> str:
        parts = []
        if one.join:
            parts.append(f"joining {self.groups(one.join)}")
        if one.leave:
            parts.append(f"leaving {self.groups(one.leave)}")
        then = "; ".join(f"{words(q, self.book)} {self.settled(q, answer)}" for q, answer in one.answers.items())
        return f"{capital(listed(parts))}: {then}"

    def ordered(self, changes: Sequence[Change], now: Mapping[str, Settled]) -> list[Change]:
        """Order changes: what loosens the posture first, then what only changes another answer, then what tightens it."""
        ranks = list(self.book.questions[HEADLINE].values)

        def strict(settled: Settled) -> tuple[int, ...]:
            return tuple(ranks.index(code) for code in settled.possible)

        def key(change: Change) -> tuple[int, int, int, int]:
            then = change.answers.get(HEADLINE)
            loosens = 1 if then is None else 0 if strict(then) > strict(now[HEADLINE]) else 2
            least = -min(strict(then)) if then is not None else 0
            return loosens, len(change.join) + len(change.leave), least, -len(change.nations)

        return sorted(changes, key=key)

    def row(self, row: NationRow, group: NationGroup) -> Row:
        ends = ""
        if row.ends.nobody != row.ends.everyone:
            ends = f"off it {self.answers(row.ends.nobody)}; on it {self.answers(row.ends.everyone)}"
        return Row(
            code=row.nation,
            name=row.name,
            belongs=tuple(
                f"{one.title}{'' if one.held == 'yes' else ' (not known whether)'}{_since(one.from_, one.until)}"
                for one in row.memberships
                if not one.decides
            ),
            decides=tuple(f"{one.title}{_since(one.from_, one.until)}" for one in row.memberships if one.decides),
            changes=tuple(self.change(one) for one in self.ordered(row.would_change, group.answers)),
            ends=ends,
            missing=tuple(one.fact for one in row.missing),
        )

    # The lists that are not public.

    def unpublished(self) -> Iterable[Unpublished]:
        for one in self.found.lists:
            if one.filled is None:
                state = "Nobody is taken to be on it, since nobody said whom to assume."
            else:
                on = listed(self.name(nation) for nation in one.filled)
                state = f"Assumed on request: {on or 'nobody'}."
            matters = "It makes no difference to this transfer on this day."
            if one.matters_to:
                matters = f"It makes a difference to {self.who(one.matters_to, ())}"
                named = listed(sorted(self.name(nation) for nation in one.matters_to))
                matters += f": {named}." if _NAMED < len(one.matters_to) <= _LISTED else "."
            yield Unpublished(one.title, one.group, state, one.note, matters)

    def remark(self, one: Remark, before: str = "") -> Said:
        return Said(before + one.message, self.who(one.nations, ()) if one.nations else "")


def _since(first: str, last: str) -> str:
    """Return the dates of a membership; of a placeholder no day is told."""
    parts = [f"{word} {said}" for word, end in (("since", first), ("until", last)) if (said := _day(end))]
    if first.startswith("~") and not _day(first):
        parts.insert(0, "day not verified")
    return f" ({', '.join(parts)})" if parts else ""


def _day(span: str) -> str:
    first, slash, last = span.removeprefix("~").partition("/")
    if slash and first[:4] == last[:4] and first.endswith("-01-01"):
        return f"some day of {first[:4]}"
    if span.startswith("~"):
        return ""
    return dated(f"{first} or later, by {last}") if slash else dated(first)
