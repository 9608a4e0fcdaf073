"""What changes from one side to the other, proven of all transfers: each change of an answer, a transfer that shows it, for whom, and by what.

A change that is not found does not exist: the search for each question ends with a proof that no transfer is left whose answer changes in another way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import z3

from licet.comparing.mixed import Mixed
from licet.comparing.nations import RECIPIENT, alike
from licet.comparing.provisions import Provision, provisions
from licet.comparing.sides import Side
from licet.proving.encoding import Decided, Encoding
from licet.proving.following import Following
from licet.proving.logic import Formula, variables
from licet.proving.prover import SECONDS, Prover, Unsettled
from licet.proving.space import DATE, Space
from licet.proving.witness import Witness, Witnesses
from licet.rulebook.vocabulary import Question

OPEN = "open"
EXPORTER = "exporter"

Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Cause:
    """A provision that causes a change.

    Attributes:
        provision: its name.
        nations: the recipients for which it does.
    """

    provision: str
    nations: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """One change of an answer that some transfer undergoes.

    Attributes:
        question: the question.
        before: the answer on the base: ``open`` where no rule speaks and silence is no answer; None for a code that is not given there.
        after: the answer on the other side, likewise.
        witness: a transfer that shows it.
        nations: the recipients for which some transfer undergoes it, with nobody on a list that is not public.
        listed: the recipients for which one does only where somebody is on such a list.
        unsure: the recipients for which one does only where a membership began or ended between both days, which is not known.
        by: the provisions without any one of which some transfer would not undergo it.
        enough: where no provision is needed by itself, those each of which is enough alone.
    """

    question: str
    before: str | None
    after: str | None
    witness: Witness
    nations: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    by: tuple[Cause, ...] = ()
    enough: tuple[Cause, ...] = ()

    @property
    def sure(self) -> bool:
        """Whether it takes no membership to have begun or ended on a day of which that is not known."""
        return bool(self.nations or self.listed or not self.unsure)


@dataclass
class Proven:
    """All that was proven of two sides.

    Attributes:
        transitions: what changes.
        unchanged: the questions of which it is proven that no transfer is answered otherwise.
        unsettled: the questions of which z3 did not settle everything in time, each with the reason.
    """

    transitions: list[Found] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    unsettled: dict[str, str] = field(default_factory=dict)


class Comparing:
    """Two sides held against each other.

    Args:
        base: the one side.
        other: the other side.
        seconds: how long one question to z3 may take.
    """

    def __init__(self, base: Side, other: Side, seconds: float = SECONDS) -> None:
        self.base, self.other, self.seconds = base, other, seconds
        self.provisions: list[Provision] = provisions(base, other)
        self.space = Space(base.rulebook, other.rulebook)
        self.logic = self.space.logic
        self.first = Encoding(base.rulebook, self.space, base.day)
        self.second = Encoding(other.rulebook, self.space, other.day)
        self.mixed = Mixed(self.first, self.second, self.provisions)
        for encoding in (self.first, self.second, self.mixed):
            for name in encoding.rulebook.question_order:
                encoding.question(name)
        # Nobody exports to themselves.
        to_others = [
            self.logic.no(self.logic.all([self.space.equals(RECIPIENT, nation), self.space.equals(EXPORTER, nation)]))
            for nation in other.rulebook.nations
        ]
        self.given = [self.logic.all(to_others)] if {RECIPIENT, EXPORTER} <= self.space.facts.keys() else []
        self.second.agree(self.first)
        self.mixed.agree(self.second)

    def run(self, questions: Sequence[str], progress: Progress | None = None) -> Proven:
        """Prove what changes.

        Args:
            questions: the questions to look at.
            progress: told how many are done, of how many, and which comes next.
        """
        proven = Proven()
        for number, name in enumerate(questions):
            if progress is not None:
                progress(number, len(questions), name)
            before = len(proven.transitions)
            try:
                proven.transitions += self.question(name)
            except Unsettled as error:
                proven.unsettled[name] = str(error)
            else:
                if len(proven.transitions) == before:
                    proven.unchanged.append(name)
        if progress is not None:
            progress(len(questions), len(questions), "")
        return proven

    def question(self, name: str) -> list[Found]:
        """Return what changes of one question.

        Raises:
            Unsettled: when z3 did not settle it in time.
        """
        first, second = self.first.question(name), self.second.question(name)
        if not self._differ(first, second):
            return []
        asking = _Asking(self, self.other.rulebook.questions[name])
        return [asking.found(before, after) for before, after in asking.changes()]

    def _differ(self, first: Decided, second: Decided) -> bool:
        """Whether the formulas differ at all; where they do not, no transfer needs to be asked for."""
        answers = first.holds.keys() | second.holds.keys()
        pairs = [(holds(first, answer), holds(second, answer)) for answer in answers]
        return any(not self._same(*pair) for pair in [*pairs, (first.open, second.open)])

    def _same(self, one: Formula | None, two: Formula | None) -> bool:
        false = self.logic.false
        return bool((false if one is None else one).eq(false if two is None else two))

    def tiers(self) -> list[list[Formula]]:
        """Return what may be supposed of what nobody knows, the least surprising first.

        Nobody is on a list that is not public, and no membership of which it is not known began or ended between both days; then somebody may be
        on a list; then anything.
        """
        steady = [
            self.logic.no(
                self.logic.differ(*(self.space.most(day, side.day, whole=True) for side in (self.base, self.other)))
            )
            for day in self.space.hidden_days()
        ]
        nobody = [self.logic.no(flag) for flag in self.space.undisclosed_members().values()]
        return [[*steady, *nobody], steady, []]

    @cached_property
    def all_but_one(self) -> Formula:
        """That all provisions but one, or all, are as on the other side."""
        switches = list(self.mixed.switches.values())
        return self.logic.at_least(len(switches) - 1, switches)

    @cached_property
    def only_one(self) -> Formula:
        """That one provision, or none, is as on the other side."""
        return self.logic.at_least(len(self.mixed.switches) - 1, map(self.logic.no, self.mixed.switches.values()))

    @cached_property
    def always(self) -> list[Formula]:
        """What holds of every transfer."""
        following = Following(self.first).all()
        return [*following, *self.given, *(c for e in (self.first, self.second, self.mixed) for c in e.constraints)]

    def others(self, model: z3.ModelRef, formula: Formula, nations: Iterable[str]) -> list[str]:
        """Return the nations for which the transfer of a model, sent there instead, still makes a formula true; its own is the first."""
        term = self.space.term(RECIPIENT)
        own = model.eval(term, model_completion=True).decl().name()
        flags = self.space.undisclosed_members()
        # Whoever is asked for is on the lists that the nation of the model is on.
        listed = {
            group: model.eval(flag, model_completion=True) for (group, nation), flag in flags.items() if nation == own
        }
        as_own = [(flag, listed[group]) for (group, _), flag in flags.items() if group in listed]
        fixed = {str(flag) for flag, _ in as_own}
        known = [
            (made(), model[made])
            for made in model.decls()
            if made.arity() == 0 and made.name() not in {RECIPIENT, *fixed}
        ]
        rest = z3.simplify(z3.substitute(formula, *known, *as_own))
        same = [
            nation
            for nation in nations
            if nation != own
            and z3.is_true(z3.simplify(z3.substitute(rest, (term, self.space.constant(RECIPIENT, nation)))))
        ]
        return [own, *same]

    @cached_property
    def classes(self) -> list[list[str]]:
        """The nations in classes of those that no rule tells apart."""
        return alike(self.base, self.other)


def holds(decided: Decided, answer: str) -> Formula | None:
    """Return that a question is answered so; None for an answer that nothing gives."""
    return decided.open if answer == OPEN else decided.holds.get(answer)


class _Asking:
    """One question on both sides."""

    def __init__(self, comparing: Comparing, question: Question) -> None:
        self.comparing = comparing
        self.question = question
        self.logic = comparing.logic
        self.first, self.second, self.mixed = (
            encoding.question(question.name) for encoding in (comparing.first, comparing.second, comparing.mixed)
        )
        # What z3 has learnt of one question is ballast for the next.
        self.prover = Prover(comparing.first, comparing.second, comparing.mixed, seconds=comparing.seconds)
        self.prover.hold(comparing.given)
        self.witnesses = Witnesses(self.prover)
        self.tiers = comparing.tiers()

    def _holds(self, decided: Decided, answer: str | None) -> Formula:
        found = None if answer is None else holds(decided, answer)
        return self.logic.false if found is None else found

    # Which changes there are.

    def changes(self) -> Iterator[tuple[str | None, str | None]]:
        """Yield each change that some transfer undergoes, in the order of the answers; when it ends, there is no other."""
        if self.question.type == "codes":
            yield from self._codes()
        else:
            found = set(self._pairs())
            order = [*self.question.values, OPEN]
            yield from sorted(found, key=lambda pair: (order.index(pair[0]), order.index(pair[1])))

    def _codes(self) -> Iterator[tuple[str | None, str | None]]:
        for code in dict.fromkeys([*self.first.holds, *self.second.holds]):
            one, two = self._holds(self.first, code), self._holds(self.second, code)
            if one.eq(two):
                continue
            for pair in ((code, None), (None, code), (code, OPEN), (OPEN, code)):
                if self.prover.possible(self._pair(*pair)):
                    yield pair

    def _pairs(self) -> Iterator[tuple[str, str]]:
        answers = [*self.question.values, OPEN]
        left = {
            (before, after): self._pair(before, after) for before in answers for after in answers if before != after
        }
        left = {pair: formula for pair, formula in left.items() if not self.logic.is_false(formula)}
        while left:
            model = self.prover.model(self.logic.any(left.values()))
            if model is None:
                return
            shown = [p for p, f in left.items() if z3.is_true(model.eval(f, model_completion=True))]
            assert shown
            for pair in shown:
                yield pair
                del left[pair]

    def _pair(self, before: str | None, after: str | None) -> Formula:
        """Return that a transfer undergoes a change."""
        if self.question.type == "codes" and OPEN in (before, after):
            return self._opening(before, after)
        one, two = self.first, self.second
        parts = []
        if before is not None:
            parts += [self._holds(one, before), self.logic.no(self._holds(two, before))]
        if after is not None:
            parts += [self._holds(two, after), self.logic.no(self._holds(one, after))]
        return self.logic.all(parts)

    def _opening(self, before: str | None, after: str | None) -> Formula:
        """Return that a code is given on one side, and on the other only if a question that is open there turns out in one way."""
        code = after if before == OPEN else before
        given, other, encoding = self.first, self.second, self.comparing.second
        if before == OPEN:
            given, other, encoding = self.second, self.first, self.comparing.first
        may = self._holds(other, code)
        turned = encoding.turned(may)
        if turned.eq(may):
            return self.logic.false
        return self.logic.all([self._holds(given, code), may, self.logic.no(turned)])

    # What is told of each.

    def found(self, before: str | None, after: str | None) -> Found:
        """Return a change with a transfer that shows it, for whom it is, and what causes it."""
        pair = self._pair(before, after)
        reached: list[tuple[str, ...]] = []
        for tier in self.tiers:
            reached.append(self._nations([pair, *tier], [nation for nations in reached for nation in nations]))
        shown = next((tier for tier, nations in zip(self.tiers, reached, strict=True) if nations), [])
        witness = self.witnesses.of(pair, wishes=shown)
        assert witness is not None
        transfer = {key: value for key, value in witness.transfer.items() if key != DATE}
        by = self._needed(pair, before, after)
        return Found(
            question=self.question.name,
            before=before,
            after=after,
            witness=Witness(transfer, witness.assume, witness.unknown),
            nations=reached[0],
            listed=reached[1],
            unsure=reached[2],
            by=by,
            enough=() if by else self._enough(pair, before, after),
        )

    def _nations(self, formulas: Sequence[Formula], without: Sequence[str]) -> tuple[str, ...]:
        """Return the recipients, besides some, for which some transfer makes formulas true."""
        comparing = self.comparing
        left = {nations[0]: nations for nations in comparing.classes if nations[0] not in without}
        found: set[str] = set()
        while left:
            model = self.prover.model(*formulas, comparing.space.among(RECIPIENT, left))
            if model is None:
                break
            for nation in comparing.others(model, self.logic.all([*formulas, *comparing.always]), left):
                found.update(left.pop(nation))
        return tuple(nation for nation in comparing.other.rulebook.nations if nation in found)

    # By what.

    def _switches(self, before: str | None, after: str | None) -> Mapping[str, Formula]:
        """Return the switches on which a change may hang."""
        of = [self._holds(self.mixed, answer) for answer in (before, after) if answer is not None]
        named = {name for formula in of for name in variables(formula)}
        return {name: flag for name, flag in self.comparing.mixed.switches.items() if str(flag) in named}

    def _needed(self, pair: Formula, before: str | None, after: str | None) -> tuple[Cause, ...]:
        """Return the provisions without each of which, all others as on the other side, some transfer would not undergo a change."""
        formulas = [pair, self.logic.no(self._changed(before, after)), self.comparing.all_but_one]
        off = {name: self.logic.no(flag) for name, flag in self._switches(before, after).items()}
        return self._tried(formulas, off)

    def _enough(self, pair: Formula, before: str | None, after: str | None) -> tuple[Cause, ...]:
        """Return the provisions each of which, all others as on the base, makes some transfer undergo a change."""
        formulas = [pair, self._changed(before, after), self.comparing.only_one]
        return self._tried(formulas, self._switches(before, after))

    def _changed(self, before: str | None, after: str | None) -> Formula:
        parts = [] if before is None else [self.logic.no(self._holds(self.mixed, before))]
        parts += [] if after is None else [self._holds(self.mixed, after)]
        return self.logic.all(parts)

    def _tried(self, formulas: Sequence[Formula], turned: Mapping[str, Formula]) -> tuple[Cause, ...]:
        """Return the provisions that make formulas true when each is turned by itself."""
        left, found = dict(turned), set[str]()
        while left:
            model = self.prover.model(*formulas, self.logic.any(left.values()))
            if model is None:
                break
            name = next(name for name, flag in left.items() if z3.is_true(model.eval(flag, model_completion=True)))
            found.add(name)
            del left[name]
        return tuple(
            Cause(p.name, self._nations([*formulas, turned[p.name]], ()) if len(found) > 1 else ())
            for p in self.comparing.provisions
            if p.name in found
        )
