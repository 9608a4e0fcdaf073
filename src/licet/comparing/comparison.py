"""Asking for a comparison: two sides, what is to be proven of them, for which items, on which data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from licet.comparing.again import again
from licet.comparing.answer import (
    Caused,
    Class,
    Comparison,
    Differing,
    Reproduced,
    SideAnswer,
    Transition,
)
from licet.comparing.items import Assumed, ItemClass, item_classes, own_classes
from licet.comparing.matrix import matrix as matrix_of
from licet.comparing.on_data import on_data
from licet.comparing.provisions import VOCABULARY, How, Provision, provisions
from licet.comparing.sides import Side, sides
from licet.errors import Fault, InputError, near
from licet.reviewing import in_force
from licet.version import __version__

# What is being done, how much of it is done, and of how much.
Progress = Callable[[str, int, int | None], None]


def compare(
    base: str,
    other: str,
    /,
    *,
    law: str | Path | None = None,
    questions: str | Iterable[str] = (),
    proof: bool = True,
    matrix: bool = False,
    items: str | Path | None = None,
    on: Any = None,
    own_dates: bool = False,
    listed: str | Path | None = None,
    assume: Mapping[str, Any] | Iterable[str] = (),
    mapping: Mapping[str, str] | str | Path | None = None,
    wide: bool = False,
    written: Mapping[str, str] = MappingProxyType({}),
    progress: Progress | None = None,
) -> Comparison:
    """Tell what changes from one side of the law to another: proven of all transfers, for every nation, and counted on data.

    >>> import licet
    >>> found = licet.compare("now", "now+hr-8892-118", questions="licence")
    >>> [(t.from_, t.to, t.nations) for t in found.transitions]
    [('required', 'exempt', ['AU', 'GB'])]

    Args:
        base: the one side: a date, ``now``, the name or file of a reform, or several joined by ``+``, as in ``2025-01-02+hr-3068-119``.
        other: the other side. A side without a date has that of the other, or today's.
        law: the folder of law; the law that came with Licet by default.
        questions: the questions to look at; all that reviews report by default.
        proof: whether to prove what changes; it needs the package z3-solver.
        matrix: whether to answer every nation and every class of items on both sides.
        items: a file with classes of one's own in place of those that came with the law; it asks for the matrix.
        on: a table of transfers to answer on both sides, as ``licet.run`` takes it.
        own_dates: whether each transfer of the table is asked on its own date, so that only the proposals tell the sides apart.
        listed: a file for the transfers of the table that change.
        assume: lists of nations that are not public, filled, such as ``nsm28_partner=IT,JP``; they count for the matrix and the table,
            where a fact may be assumed as well. The proof covers every way in which they may be filled.
        mapping: for the table, header → fact with its unit, or the file that says so.
        wide: whether what is left of an open transfer of the table may be told too wide, which is faster.
        written: reforms that lie in no file: the name by which a side calls them, such as ``my-reform.md`` → their text.
        progress: told what is being done, how much of it is done, and of how much.

    Raises:
        InputError: with a fault for everything that cannot be used, or where the package that proofs need is not installed.
        LawError: for law that cannot be used.
    """
    first, second = sides(base, other, law, written)
    given: Assumed = (
        {name: sorted(to) if isinstance(to, (set, frozenset)) else to for name, to in assume.items()}
        if isinstance(assume, Mapping)
        else tuple([assume] if isinstance(assume, str) else assume)
    )
    asked = _asked(second, (questions,) if isinstance(questions, str) else tuple(questions))
    work = _Work(first, second, asked, progress)
    if proof:
        work.prove()
    if matrix or items:
        work.matrix(own_classes(str(items)) if items else item_classes(second.rulebook.folder), given)
    if on is not None:
        work.data(on, own_dates=own_dates, listed=listed, assume=given, mapping=mapping, wide=wide)
    arguments = {
        "questions": asked if questions else (), "proof": proof, "matrix": matrix, "items": items, "on": on, "own_dates": own_dates,
        "listed": listed, "assume": given, "mapping": mapping, "wide": wide,
    }  # fmt: skip
    # By their days, since tomorrow 'now' is another one.
    return work.comparison(again(str(first), str(second), law, arguments))


def _asked(side: Side, questions: Sequence[str]) -> list[str]:
    known = {name: question for name, question in side.rulebook.questions.items() if question.shown}
    faults = [
        Fault("--question", f"'{name}'", f"one of {', '.join(known)}", near(name, known))
        for name in questions
        if name not in known
    ]
    if faults:
        raise InputError(faults=faults)
    return list(dict.fromkeys(questions)) or list(known)


class _Work:
    """A comparison as it is being made."""

    def __init__(self, base: Side, other: Side, questions: list[str], progress: Progress | None) -> None:
        self.base, self.other, self.questions, self.progress = base, other, questions, progress
        self.provisions = provisions(base, other)
        self.found: dict[str, Any] = {
            "transitions": [], "complete": False, "unchanged": [], "unsettled": {},
            "item_classes": [], "matrix": None, "data": None,
        }  # fmt: skip
        self.causes: set[str] = set()
        self.idle: set[str] = set()

    def tell(self, what: str, done: int, of: int | None) -> None:
        if self.progress is not None:
            self.progress(what, done, of)

    def prove(self) -> None:
        """Prove what changes.

        Raises:
            InputError: where the package that proofs need is not installed.
        """
        from licet.exactly import must_prove

        must_prove()
        from licet.comparing.transitions import Comparing

        comparing = Comparing(self.base, self.other)
        proven = comparing.run(self.questions, lambda done, of, name: self.tell(f"Proving {name}".strip(), done, of))
        order = sorted(proven.transitions, key=lambda found: not found.sure)
        self.found["transitions"] = [_transition(found) for found in order]
        self.found["complete"] = not proven.unsettled
        self.found["unchanged"], self.found["unsettled"] = proven.unchanged, proven.unsettled
        self.causes = {cause.provision for found in order for cause in (*found.by, *found.enough, *found.together)}
        self.idle = proven.idle

    def matrix(self, items: Sequence[ItemClass], assume: Assumed) -> None:
        """Answer every nation and every class of items on both sides."""
        cells = matrix_of(
            self.base,
            self.other,
            items,
            assume,
            lambda done, of, title: self.tell(f"Answering {title}" if title else "", done, of),
        )
        self.found["matrix"] = cells
        self.found["item_classes"] = [
            Class(
                item_class=item.name,
                title=item.title,
                transfer=dict(item.on(self.other, assume).shown),
                changed=[cell.nation for cell in cells if cell.item_class == item.name and cell.changed],
            )
            for item in items
        ]

    def data(self, table: Any, **options: Any) -> None:
        """Answer a table on both sides."""
        single = [name for name in self.questions if self.other.rulebook.questions[name].type != "codes"]
        self.found["data"] = on_data(
            self.base, self.other, table, single, **options, progress=lambda done, of: self.tell("Rows", done, of)
        )

    def comparison(self, again: Reproduced) -> Comparison:
        """Return what was found."""
        whole = {q.name for q in self.other.rulebook.questions.values() if q.shown} <= set(self.questions)
        return Comparison(
            licet=__version__,
            base=_side(self.base),
            other=_side(self.other),
            questions=self.questions,
            whole=whole,
            provisions=[self._differing(provision, whole) for provision in self.provisions],
            again=again,
            **self.found,
        )

    def _differing(self, provision: Provision, whole: bool) -> Differing:
        effect = True if provision.name in self.causes else False if whole and provision.name in self.idle else None
        if provision.name == VOCABULARY:
            says = "What the vocabulary asks names a day between both sides."
            return Differing(
                provision=VOCABULARY,
                how=provision.how,
                says=says,
                cite="",
                source="",
                standing="",
                in_force="",
                effect=effect,
            )
        if provision.how is How.MEMBERS or provision.rule is None:
            group = self.other.rulebook.groups[provision.name]
            moved = {m.source: m.standing for m in group.memberships if m.nation in provision.joining}
            # Where a reform brings nations, it is its word, and not that of the list.
            source, standing = next(iter(moved.items())) if len(moved) == 1 else (group.source, group.standing)
            said = {"says": group.title, "cite": group.definition, "source": source, "standing": standing}
            return Differing(
                provision=provision.name,
                how=provision.how,
                in_force="",
                joining=list(provision.joining),
                leaving=list(provision.leaving),
                unsure=list(provision.unsure),
                effect=effect,
                **said,
            )
        rule = provision.rule
        side = self.other if provision.after is not None else self.base
        proposal = side.rulebook.instruments[rule.instrument].proposal
        return Differing(
            provision=provision.name,
            how=provision.how,
            says=rule.says,
            cite=rule.cite,
            source=rule.source,
            standing=rule.standing,
            in_force="not law, put in force as a reform" if proposal else in_force(rule),
            effect=effect,
        )


def _side(side: Side) -> SideAnswer:
    first, last = (None if day is None else day.isoformat() for day in side.stretch)
    return SideAnswer(
        named=side.named,
        date=side.date.isoformat(),
        reforms=side.reforms,
        digest=side.rulebook.digest,
        first=first,
        last=last,
    )


def _transition(found: Any) -> Transition:
    by, enough, together = (
        [Caused(rule=c.provision, nations=list(c.nations)) for c in causes]
        for causes in (found.by, found.enough, found.together)
    )
    return Transition(
        question=found.question,
        code=found.code,
        from_=found.before,
        to=found.after,
        sure=found.sure,
        by=by,
        enough=enough,
        together=together,
        nations=list(found.nations),
        if_listed=list(found.listed),
        if_belonging=list(found.unsure),
        witness=dict(found.witness.transfer),
        assume={group: list(nations) for group, nations in found.witness.assume.items()},
        unknown=[f"{nation} in {group}" for group, nation in found.hidden],
    )
