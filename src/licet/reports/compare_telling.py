"""A comparison in words: what changes, for whom, by what; what does not; the matrix; and what it comes to on data.

Text, Markdown and HTML lay out the same account. Every word of substance is the rulebook's.
"""

from __future__ import annotations

import datetime
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count
from typing import Any

from licet.comparing.answer import Caused, Cell, Comparison, Differing, Flip, SideAnswer, Transition
from licet.errors import LicetError, number_of
from licet.reports.account import HEADLINE, Term, clean
from licet.reports.compare_account import Change, Changes, Column, Doubt, Row, Source, Square, Told
from licet.reports.naming import Naming
from licet.reports.sentences import capital, dated, listed, standing, title, window, words
from licet.reports.telling import term
from licet.rulebook.rulebook import Rulebook, law_folder
from licet.transfers.transfer import as_yaml

# Of so many nations of the matrix each is named.
_NAMED = 60
# Of a cause that counts for all but so few of the nations, those are named.
_LEFT = 5
# How a cause is one where no provision is needed by itself.
_ALONE, _TOGETHER = ", which is enough alone", ", which is enough with the others told so"
# So many changes are told of one provision.
_CAUSED = 6
# What becomes of a provision, as people say it.
_HOW = {"begins": "comes in", "ends": "goes out", "changes": "reads otherwise", "members": "has other members"}
OPEN = "open"
# What becomes of a code, by what it is on either side.
_CODES = {
    ("code", None): "No longer given",
    (None, "code"): "Given from now on",
    ("code", OPEN): "No longer certain",
    (OPEN, "code"): "Certain from now on",
    (None, OPEN): "Possible from now on",
    (OPEN, None): "No longer possible",
}


def told(found: Comparison, rulebook: Rulebook | None = None) -> Told:
    """Put a comparison into words.

    Args:
        found: the comparison.
        rulebook: declares what the codes mean; the law that came with Licet by default.
    """
    return _Writer(found, rulebook or rulebook_of(found)).told()


def rulebook_of(found: Comparison) -> Rulebook:
    """Return the law of the other side, or what came with Licet where that is no longer to be had."""
    words_ = shlex.split(found.again.command)
    law = words_[words_.index("--law") + 1] if "--law" in words_[:-1] else None
    try:
        return Rulebook.load(law, found.other.reforms)
    except LicetError:
        return Rulebook.load()


class _Writer:
    def __init__(self, found: Comparison, book: Rulebook) -> None:
        self.found = found
        self.book = book
        self.provisions = {provision.provision: provision for provision in found.provisions}
        self.number = count(1)
        self.naming = Naming(book, datetime.date.fromisoformat(found.other.date).toordinal())

    def told(self) -> Told:
        found = self.found
        return Told(
            subject=f"What changes from {self.side(found.base)} to {self.side(found.other)}",
            finding=self.finding(),
            summary=tuple(self.summary()),
            sides=tuple((self.side(side), self.stays(side)) for side in (found.base, found.other)),
            questions=tuple(self.questions()),
            doubtful=tuple(self.doubtful()),
            unchanged=self.unchanged(),
            unsettled=tuple(f"{title(q, self.book)}: {why}" for q, why in found.unsettled.items()),
            provisions=tuple((self.source(p), self.effect(p)) for p in found.provisions),
            columns=tuple(self.columns()),
            rows=tuple(self.rows()),
            matrix=self.matrix(),
            data=tuple(self.data()),
            flips=tuple(self.flips()),
            again=found.again,
            version=found.licet,
            digests=tuple(dict.fromkeys((found.base.digest, found.other.digest))),
        )

    # The two sides.

    def side(self, side: SideAnswer) -> str:
        day = dated(side.date)
        return f"{day} with {listed(map(clean, side.reforms))}" if side.reforms else day

    def stays(self, side: SideAnswer) -> str:
        """Return for how long the law of a side is the same."""
        ends = [f"from {dated(side.first)}" if side.first else "", f"until {dated(side.last)}" if side.last else ""]
        span = " ".join(end for end in ends if end)
        return (
            f"No provision and no membership begins or ends {span}, so the same holds for each of these days."
            if span
            else "It is the same on every day."
        )

    def finding(self) -> str:
        found = self.found
        sure = [t for t in found.transitions if t.sure]
        if not found.proven:
            return "Only the matrix or the data were asked for; nothing was proven."
        unsure = len(found.transitions) - len(sure)
        doubt = (
            f", but for {number_of(unsure, 'change')} depending on memberships of which the day is not known"
            if unsure
            else ""
        )
        left = "" if found.complete else " Not everything was settled in time, so there may be others."
        only = "" if found.whole else f" of the {listed(words(q, self.book) for q in found.questions)}"
        if not sure and found.complete:
            return f"No transfer is answered otherwise{only}{doubt}: proven over all possible transfers."
        if not sure:
            return f"No change was found{doubt}.{left}"
        counts = [
            f"{number_of(sum(t.question == q for t in sure), 'change')} of the {words(q, self.book)}"
            for q in dict.fromkeys(t.question for t in sure)
        ]
        rest = f"nothing else changes{only}{doubt}" if found.complete else "each shown by a transfer"
        proven = f"proven over all possible transfers; {rest}." if found.complete else f"{rest}."
        return f"{capital(listed(counts))}, {proven}{left}"

    def summary(self) -> Iterator[str]:
        if self.found.proven:
            yield self.finding()
        if self.found.matrix is not None:
            yield f"{self.reach()}."
        yield from list(self.data())[:1]
        if not (self.found.proven or self.found.matrix is not None or self.found.data):
            yield self.finding()

    # What changes.

    def questions(self) -> Iterator[Changes]:
        order = sorted(dict.fromkeys(t.question for t in self.found.transitions if t.sure), key=lambda q: q != HEADLINE)
        for question in order:
            mine = [t for t in self.found.transitions if t.sure and t.question == question]
            codes = self.book.questions[question].type == "codes"
            changes = self.together(mine) if codes else (self.change(t) for t in mine)
            yield Changes(title(question, self.book), codes, tuple(changes))

    def change(self, transition: Transition) -> Change:
        question = transition.question
        return self.made(
            transition,
            self.answer(transition.from_),
            self.answer(transition.to),
            (self.term(question, transition.from_), self.term(question, transition.to)),
        )

    def together(self, transitions: Iterable[Transition]) -> Iterator[Change]:
        """Yield codes that change alike, for the same nations and by the same provisions, as one."""
        alike: dict[Any, list[Transition]] = {}
        for one in transitions:
            what = next(said for pair, said in _CODES.items() if pair == (_kind(one.from_), _kind(one.to)))
            causes = tuple((cause.rule, tuple(cause.nations)) for cause in (*one.by, *one.enough, *one.together))
            alike.setdefault((what, tuple(one.nations), tuple(one.if_listed), causes), []).append(one)
        for (what, *_), ones in alike.items():
            codes = listed(words(one.code, self.book) for one in ones)
            yield self.made(ones[0], what, codes, (None, None))

    def made(self, transition: Transition, before: str, after: str, terms: tuple[Term | None, Term | None]) -> Change:
        file = f"change-{next(self.number)}.yaml"
        first, second = (self.review(side, file, transition) for side in (self.found.base, self.found.other))
        counted = [nations for nations in (transition.nations, transition.if_listed) if not self.all_named(nations)]
        return Change(
            before=before,
            after=after,
            terms=terms,
            who=self.who(transition.nations) if transition.nations else "",
            others=self.who(transition.if_listed) if transition.if_listed else "",
            unnamed=tuple(self.names({nation for nations in counted for nation in nations})),
            causes=tuple(self.causes(transition)),
            shown=as_yaml(transition.witness),
            assume=", ".join(_assumed(transition)),
            file=file,
            commands=(first, second),
            witness=transition.witness,
            assumed=transition.assume,
        )

    def review(self, side: SideAnswer, file: str, transition: Transition) -> str:
        """Return the command that reviews the transfer of a change on one side."""
        command = ["licet", "review", file, "--as-of", side.date]
        if self.book.folder != law_folder().resolve():
            command += ["--law", str(self.book.folder)]
        command += [word for reform in side.reforms for word in ("--reform", reform)]
        return shlex.join([*command, *(word for pair in _assumed(transition) for word in ("--assume", pair))])

    def term(self, question: str, code: str | None) -> Term | None:
        known = self.book.questions[question].values
        return term(question, code, self.book) if code in known and code is not None else None

    def answer(self, code: str | None) -> str:
        return OPEN if code == OPEN else words(str(code), self.book)

    def causes(self, transition: Transition) -> Iterator[Source]:
        reached = [*transition.nations, *transition.if_listed, *transition.if_belonging]
        for causes, more in ((transition.by, ""), (transition.enough, _ALONE), (transition.together, _TOGETHER)):
            for cause in causes:
                yield self.source(self.provisions[cause.rule], self.of(cause, reached), more)

    def of(self, cause: Caused, reached: Sequence[str]) -> str:
        """Return for which nations a cause is one, where that is not all; of nearly all, those that are left out."""
        left = [nation for nation in reached if nation not in set(cause.nations)]
        if not cause.nations or not left:
            return ""
        if len(left) <= _LEFT < len(cause.nations):
            return f"all of these but {listed(self.names(left))}"
        return self.who(cause.nations)

    def source(self, provision: Differing, of: str = "", more: str = "") -> Source:
        how = _HOW[provision.how] + more
        said = provision.says
        if provision.how == "members":
            moves = [
                (provision.joining, "joined by"),
                (provision.leaving, "left by"),
                (provision.unsure, "not known for"),
            ]
            parts = [f"{what} {self.who(nations)}" for nations, what in moves if nations]
            said = f"“{said}”" + (f": {listed(parts)}" if parts else "")
        group = provision.how == "members"
        parts = [*([] if group else [window(provision.in_force)]), standing(provision.standing), provision.provision]
        return Source(
            capital(how),
            said,
            "" if group else provision.cite,
            "; ".join(parts),
            provision.source,
            of,
            provision.provision,
        )

    def effect(self, provision: Differing) -> str:
        """Return what a provision causes, or that it causes nothing."""
        if provision.effect is False:
            return "It makes no difference to any transfer, whichever of the others count."
        caused = [
            f"{self.in_a_line(transition)} ({number_of(len(cause.nations or transition.nations or transition.if_listed), 'nation')})"
            for transition in self.found.transitions
            for cause in (*transition.by, *transition.enough, *transition.together)
            if transition.sure and cause.rule == provision.provision
        ]
        more = f"; and {len(caused) - _CAUSED} more" if len(caused) > _CAUSED else ""
        if caused:
            return f"Causes {'; '.join(caused[:_CAUSED])}{more}."
        return (
            "It changes nothing by itself: another provision does the same."
            if self.found.whole and self.found.complete
            else ""
        )

    def doubtful(self) -> Iterator[Doubt]:
        """Yield the changes that take a membership that nobody knows, together by these memberships."""
        together: dict[tuple[tuple[str, ...], tuple[str, ...]], list[Transition]] = {}
        for transition in self.found.transitions:
            if not transition.sure:
                together.setdefault((tuple(transition.if_belonging), tuple(transition.unknown)), []).append(transition)
        for (nations, unknown), transitions in together.items():
            groups = listed(dict.fromkeys(f"“{words(one.rpartition(' ')[2], self.book)}”" for one in unknown), "or")
            counts = [f"{words(q, self.book)} ({sum(t.question == q for t in transitions)})"
                      for q in dict.fromkeys(t.question for t in transitions)]  # fmt: skip
            said = (
                f"For {self.who(nations)}, depending on when it joined or left {groups or 'a group'}, which is not known to the day: "
                f"{number_of(len(transitions), 'change')}, of {listed(counts)}."
            )
            yield Doubt(said, tuple(map(self.in_a_line, transitions)))

    def in_a_line(self, transition: Transition) -> str:
        name = title(transition.question, self.book)
        if not transition.code:
            return f"{name}: {self.answer(transition.from_)} → {self.answer(transition.to)}"
        what = _CODES[_kind(transition.from_), _kind(transition.to)]
        return f"{name}: {words(transition.code, self.book)} {what[:1].lower()}{what[1:]}"

    def unchanged(self) -> str:
        if not self.found.unchanged:
            return ""
        named = listed(words(question, self.book) for question in self.found.unchanged)
        return f"Proven the same for every transfer on both sides: {named}."

    # For whom.

    def who(self, nations: Sequence[str]) -> str:
        """Return nations in few words."""
        return self.naming.of(nations).words

    def all_named(self, nations: Sequence[str]) -> bool:
        """Whether the words tell every nation by its name."""
        return not nations or self.naming.of(nations).each

    def names(self, nations: Iterable[str]) -> list[str]:
        return self.naming.named(nations)

    def by_name(self, nations: Sequence[str]) -> str:
        """Return nations by their names where they are not too many."""
        if len(nations) > _NAMED:
            return self.who(nations)
        return listed(self.names(nations)) + (f" ({len(nations)} nations)" if len(nations) > 3 else "")

    # The matrix.

    def matrix(self) -> str:
        if self.found.matrix is None:
            return ""
        reached = self.found.reached
        return f"{self.reach()}: {self.by_name(reached)}." if reached else f"{self.reach()}."

    def reach(self) -> str:
        """Say how many nations and classes of items of the matrix change."""
        reached = self.found.reached
        classes = number_of(sum(bool(one.changed) for one in self.found.item_classes), "class", "classes")
        if not reached:
            return f"No posture changes for any of {len(self.found.item_classes)} classes of items"
        return f"The posture changes for {number_of(len(reached), 'nation')}, in {classes} of items of {len(self.found.item_classes)}"

    def rows(self) -> Iterator[Row]:
        by_nation: dict[str, dict[str, Square]] = {}
        for cell in self.found.matrix or ():
            by_nation.setdefault(cell.nation, {})[cell.item_class] = self.square(cell)
        together: dict[tuple[Square, ...], list[str]] = {}
        for nation, squares in by_nation.items():
            together.setdefault(tuple(squares[one.item_class] for one in self.found.item_classes), []).append(nation)
        rows = [
            Row(number_of(len(nations), "nation"), tuple(self.names(nations)), row) for row, nations in together.items()
        ]
        yield from sorted(rows, key=lambda row: (-sum(one.changed for one in row.squares), -len(row.names), row.names))

    def square(self, cell: Cell) -> Square:
        before, after = self.both(cell)
        first, second = (
            self.term(HEADLINE, possible[0]) if len(possible) == 1 else None
            for possible in (cell.from_possible, cell.to_possible)
        )
        return Square(before, after, (first, second), cell.changed)

    def columns(self) -> Iterator[Column]:
        for item in self.found.item_classes:
            together: dict[tuple[str, str], list[str]] = {}
            for cell in self.found.matrix or ():
                if cell.item_class == item.item_class and cell.changed:
                    together.setdefault(self.both(cell), []).append(cell.nation)
            order = sorted(together.items(), key=lambda pair: -len(pair[1]))
            yield Column(
                title=clean(item.title),
                stated=clean(", ".join(_facts(item.transfer))),
                count=number_of(len(item.changed), "nation") if item.changed else "no change",
                changes=tuple((f"{before} → {after}", self.by_name(nations)) for (before, after), nations in order),
            )

    def both(self, cell: Cell) -> tuple[str, str]:
        return self.possible(cell.from_possible), self.possible(cell.to_possible)

    def possible(self, codes: Sequence[str]) -> str:
        shown = [words(code, self.book) for code in codes]
        return shown[0] if len(shown) == 1 else f"open ({listed(shown, 'or')})"

    # Data.

    def data(self) -> Iterator[str]:
        data = self.found.data
        if data is None:
            return
        share = f" ({100 * data.changed / data.rows:.1f} %)" if data.rows else ""
        asked = "each on its own date" if data.dates == "of_the_rows" else "as if on the day of each side"
        yield f"{data.changed:,} of {data.rows:,} transfers{share} in {clean(data.table)} are answered otherwise, asked {asked}."
        if data.rejected:
            yield f"{number_of(data.rejected, 'row')} could not be used."
        yield from (clean(note) + "." if not note.endswith(".") else clean(note) for note in data.notes)
        if data.listed:
            yield f"Those that change stand in {clean(data.listed)}."

    def flips(self) -> Iterator[tuple[str, str, str]]:
        for flip in self.found.data.flips if self.found.data else ():
            yield title(flip.question, self.book), " → ".join(self.flipped(flip)), f"{flip.count:,}"

    def flipped(self, flip: Flip) -> tuple[str, str]:
        before, after = (
            self.possible(text.removeprefix("open: ").split(", "))
            if text.startswith("open: ")
            else words(text, self.book)
            for text in (flip.from_, flip.to)
        )
        return before, after


def _assumed(transition: Transition) -> Iterator[str]:
    for group, nations in transition.assume.items():
        yield f"{group}={','.join(nations)}"


def _kind(code: str | None) -> str | None:
    return code if code in (None, OPEN) else "code"


def _facts(shown: Mapping[str, object]) -> Iterator[str]:
    for key, value in shown.items():
        if key == "date":
            continue
        if isinstance(value, Mapping):
            yield from _facts(value)
        else:
            yield f"{key} {({True: 'yes', False: 'no'}[value]) if isinstance(value, bool) else value}"
