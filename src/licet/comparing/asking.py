"""One question on both sides: which changes there are, a transfer that shows each, for whom it is, and which provisions cause it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

import z3

from licet.comparing.found import Cause, Found
from licet.comparing.nations import RECIPIENT
from licet.comparing.statuses import OPEN, Statuses, statuses
from licet.proving.logic import Formula
from licet.proving.prover import Prover
from licet.proving.space import DATE
from licet.proving.witness import Witness, Witnesses
from licet.rulebook.vocabulary import Question

if TYPE_CHECKING:
    from licet.comparing.transitions import Comparing

# What is asked about, by which it is told apart: nothing for a question with one answer, else a code; and the change.
_Pair = tuple[str, str | None, str | None]


class Asking:
    """One question on both sides.

    Args:
        comparing: the two sides.
        question: the question.
    """

    def __init__(self, comparing: Comparing, question: Question) -> None:
        self.comparing = comparing
        self.question = question
        self.logic = comparing.logic
        never: Statuses = {None: self.logic.true}
        sides = [statuses(encoding, question.name) for encoding in (comparing.first, comparing.second, comparing.mixed)]
        named = dict.fromkeys(name for side in sides[:2] for name in side)
        self.first, self.second, self.mixed = ({name: side.get(name, never) for name in named} for side in sides)

    @property
    def same(self) -> bool:
        """Whether the formulas of both sides are the same, so that no transfer needs to be asked for."""
        return all(self._same(self.first[name], self.second[name]) for name in self.first)

    def _same(self, one: Statuses, two: Statuses) -> bool:
        false = self.logic.false
        return all(one.get(status, false).eq(two.get(status, false)) for status in {*one, *two})

    def found(self) -> list[Found]:
        """Return each change that some transfer undergoes; there is no other.

        Raises:
            Unsettled: when that was not found out in time.
        """
        if self.same:
            return []
        # What z3 has learnt of one question is ballast for the next.
        comparing = self.comparing
        self.prover = Prover(comparing.first, comparing.second, comparing.mixed, seconds=comparing.seconds)
        self.prover.hold(comparing.given)
        self.witnesses = Witnesses(self.prover)
        order = [*self.question.values, OPEN]
        rank = {status: n for n, status in enumerate(order)}
        pairs = [pair for name in self.first for pair in self._pairs(name)]
        if self.question.type != "codes":
            pairs.sort(key=lambda pair: (rank[pair[1] or ""], rank[pair[2] or ""]))
        return [self._found(pair) for pair in pairs]

    # Which changes there are.

    def _pairs(self, name: str) -> Iterator[_Pair]:
        """Yield each change that some transfer undergoes; when it ends, there is no other."""
        one, two = self.first[name], self.second[name]
        if self._same(one, two):
            return
        possible = {
            (name, before, after): self._pair((name, before, after))
            for before in one
            for after in two
            if before != after
        }
        left = {pair: formula for pair, formula in possible.items() if not self.logic.is_false(formula)}
        while left:
            model = self.prover.model(self.logic.any(left.values()))
            if model is None:
                return
            shown = [p for p, f in left.items() if z3.is_true(model.eval(f, model_completion=True))]
            assert shown
            for pair in shown:
                yield pair
                del left[pair]

    def _pair(self, pair: _Pair) -> Formula:
        """Return that a transfer undergoes a change."""
        name, before, after = pair
        false = self.logic.false
        one, two = self.first[name], self.second[name]
        # Where rules disagree on a side, several answers hold there, and what holds on both sides is no change.
        unlike = [self.logic.no(one.get(after, false)), self.logic.no(two.get(before, false))]
        return self.logic.all([one.get(before, false), two.get(after, false), *unlike])

    def _changed(self, pair: _Pair) -> Formula:
        """Return that a transfer undergoes a change where only some provisions are as on the other side."""
        name, before, after = pair
        mixed, false = self.mixed[name], self.logic.false
        return self.logic.all([mixed.get(after, false), self.logic.no(mixed.get(before, false))])

    # What is told of each.

    def _found(self, pair: _Pair) -> Found:
        formula = self._pair(pair)
        reached: list[tuple[str, ...]] = []
        tiers = self.comparing.tiers()
        for tier in tiers:
            reached.append(self._nations([formula, *tier], [nation for nations in reached for nation in nations]))
        shown = next((tier for tier, nations in zip(tiers, reached, strict=True) if nations), [])
        # A day that nobody knows is no cause of what happens without it.
        supposed = tiers[1] if reached[0] or reached[1] else []
        witness = self.witnesses.of(formula, wishes=shown)
        assert witness is not None
        transfer = {key: value for key, value in witness.transfer.items() if key != DATE}
        by = self._needed([formula, *supposed], pair)
        return Found(
            question=self.question.name,
            before=pair[1],
            after=pair[2],
            code=pair[0],
            witness=Witness(transfer, witness.assume, witness.unknown),
            nations=reached[0],
            listed=reached[1],
            unsure=reached[2],
            by=by,
            enough=() if by else self._enough([formula, *supposed], pair),
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

    def _needed(self, formulas: Sequence[Formula], pair: _Pair) -> tuple[Cause, ...]:
        """Return the provisions without each of which, all others as on the other side, some transfer would not undergo a change."""
        off = {name: self.logic.no(flag) for name, flag in self.comparing.mixed.switches.items()}
        return self._tried([*formulas, self.logic.no(self._changed(pair)), self.comparing.all_but_one], off)

    def _enough(self, formulas: Sequence[Formula], pair: _Pair) -> tuple[Cause, ...]:
        """Return the provisions each of which, all others as on the base, makes some transfer undergo a change."""
        return self._tried([*formulas, self._changed(pair), self.comparing.only_one], self.comparing.mixed.switches)

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
