"""One question on both sides: which changes there are, a transfer that shows each, for whom it is, and which provisions cause it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

import z3

from licet.comparing.found import Cause, Found
from licet.comparing.statuses import OPEN, Statuses, statuses
from licet.proving.logic import Formula
from licet.proving.prover import Prover
from licet.proving.space import DATE
from licet.proving.witness import Witness, Witnesses
from licet.rulebook.names import RECIPIENT
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
        never = Statuses({None: self.logic.true}, {})
        sides = [statuses(encoding, question.name) for encoding in (comparing.first, comparing.second, comparing.mixed)]
        named = dict.fromkeys(name for side in sides[:2] for name in side)
        self.first, self.second, self.mixed = ({name: side.get(name, never) for name in named} for side in sides)

    @cached_property
    def prover(self) -> Prover:
        """What asks z3; what it has learnt of one question is ballast for the next."""
        comparing = self.comparing
        prover = Prover(comparing.first, comparing.second, comparing.mixed, seconds=comparing.seconds)
        prover.hold(comparing.given)
        return prover

    @cached_property
    def witnesses(self) -> Witnesses:
        """What makes transfers that show a change."""
        return Witnesses(self.prover)

    @property
    def same(self) -> bool:
        """Whether the formulas of both sides are the same, so that no transfer needs to be asked for."""
        return all(self._same(self.first[name], self.second[name]) for name in self.first)

    def _same(self, one: Statuses, two: Statuses) -> bool:
        false = self.logic.false
        pairs = ((one.of, two.of), (one.left, two.left))
        return all(a.get(key, false).eq(b.get(key, false)) for a, b in pairs for key in {*a, *b})

    def found(self) -> list[Found]:
        """Return each change that some transfer undergoes; there is no other.

        Raises:
            Unsettled: when that was not found out in time.
        """
        if self.same:
            return []
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
            for before in one.of
            for after in two.of
            if before != after or (before == OPEN and one.left)
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
        return self._change(self.first[pair[0]], self.second[pair[0]], pair)

    def _change(self, one: Statuses, two: Statuses, pair: _Pair) -> Formula:
        _, before, after = pair
        false = self.logic.false
        parts = [one.of.get(before, false), two.of.get(after, false)]
        if before == after:
            # Open on both sides, with something else left.
            parts.append(self._otherwise(one, two))
        return self.logic.all(parts)

    def _otherwise(self, one: Statuses, two: Statuses) -> Formula:
        false = self.logic.false
        return self.logic.any(
            self.logic.differ(one.left.get(answer, false), two.left.get(answer, false))
            for answer in dict.fromkeys([*one.left, *two.left])
        )

    def _changed(self, pair: _Pair) -> Formula:
        """Return that a transfer undergoes a change where only some provisions are as on the other side."""
        return self._change(self.first[pair[0]], self.mixed[pair[0]], pair)

    # What is told of each.

    def _found(self, pair: _Pair) -> Found:
        formula = self._pair(pair)
        nobody = self.comparing.nobody
        nations = self._nations([formula, *nobody])
        anybody = self._nations([formula], nations)
        sure, listed = self._sure([formula, *nobody], nations), self._sure([formula], anybody)
        unsure = tuple(nation for nation in (*nations, *anybody) if nation not in {*sure, *listed})
        shown = next((some for some in (sure, listed) if some), unsure)
        wishes = [self.comparing.space.among(RECIPIENT, shown), *(nobody if sure else [])]
        plain = formula if shown is unsure else self._of(formula, shown)
        witness = self.witnesses.of(plain, wishes=wishes) or self.witnesses.of(formula, wishes=wishes)
        assert witness is not None
        transfer = {key: value for key, value in witness.transfer.items() if key != DATE}
        supposed = self.comparing.space.among(RECIPIENT, shown)
        causes = self._causes([formula, supposed], pair)
        return Found(
            question=self.question.name,
            before=pair[1],
            after=pair[2],
            code=pair[0],
            witness=Witness(transfer, witness.assume, () if shown is not unsure else witness.unknown),
            nations=sure,
            listed=listed,
            unsure=unsure,
            hidden=self._hidden(formula, unsure),
            **causes,
        )

    def _of(self, formula: Formula, nations: Sequence[str]) -> Formula:
        """Return a formula as it holds of the plainest of some nations, of which nothing has to be supposed."""
        plain = [nation for nation in nations if not self.comparing.space.hidden_days(nation)]
        if plain:
            return self.logic.all([formula, self.comparing.space.among(RECIPIENT, plain)])
        nation = nations[0]
        known = self.comparing.known(formula, nation)
        return self.logic.all([known, self.comparing.space.equals(RECIPIENT, nation)])

    def _sure(self, formulas: Sequence[Formula], nations: Sequence[str]) -> tuple[str, ...]:
        """Return those of some nations for which formulas hold of a transfer however what is not known of them turns out to be."""
        space = self.comparing.space
        return tuple(
            nation
            for nation in nations
            if not space.hidden_days(nation)
            or self.prover.possible(
                self.comparing.known(self.logic.all(formulas), nation), space.equals(RECIPIENT, nation)
            )
        )

    def _hidden(self, formula: Formula, nations: Sequence[str]) -> tuple[tuple[str, str], ...]:
        """Return the memberships on which a change hangs and that nobody knows: group and nation."""
        return tuple(
            dict.fromkeys(
                (group, nation)
                for nation in nations
                for group, term, span in self.comparing.space.hidden_days(nation)
                if not z3.substitute(formula, (term, self.logic.whole(span[0]))).eq(formula)
            )
        )

    def _nations(self, formulas: Sequence[Formula], without: Sequence[str] = ()) -> tuple[str, ...]:
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

    def _causes(self, formulas: Sequence[Formula], pair: _Pair) -> dict[str, tuple[Cause, ...]]:
        """Return what causes a change: by what alone it would not be, and of the rest what alone is enough, or what together is."""
        comparing, changed = self.comparing, self._changed(pair)
        switches = comparing.mixed.switches
        off = {name: self.logic.no(flag) for name, flag in switches.items()}
        by = self._tried([*formulas, self.logic.no(changed), comparing.all_but_one], off)
        # What none of these is needed for.
        without = [self._with(changed, {name: name != cause.provision for name in switches}) for cause in by]
        rest = [*formulas, *without]
        if not self.prover.possible(*rest):
            return {"by": by}
        enough = self._tried([*rest, changed, comparing.only_one], switches)
        alone = [self._with(changed, {name: name == cause.provision for name in switches}) for cause in enough]
        rest += [self.logic.no(one) for one in alone]
        return {"by": by, "enough": enough, "together": self._together(rest, changed)}

    def _with(self, formula: Formula, counts: Mapping[str, bool]) -> Formula:
        """Return a formula as it is where some provisions are as on the other side, and the others as on the base."""
        switches = self.comparing.mixed.switches
        values = [(flag, self.logic.true if counts[name] else self.logic.false) for name, flag in switches.items()]
        return z3.simplify(z3.substitute(formula, *values)) if values else formula

    def _together(self, formulas: Sequence[Formula], changed: Formula) -> tuple[Cause, ...]:
        """Return provisions none of which can be spared, and which together make one transfer undergo a change that no one of them explains."""
        model = self.prover.model(*formulas)
        if model is None:
            return ()
        switches = self.comparing.mixed.switches
        kept = dict.fromkeys(switches, True)
        for name in switches:
            spared = {**kept, name: False}
            if z3.is_true(model.eval(self._with(changed, spared), model_completion=True)):
                kept = spared
        term = self.comparing.space.term(RECIPIENT)
        nation = model.eval(term, model_completion=True).decl().name()
        return tuple(Cause(p.name, (nation,)) for p in self.comparing.provisions if kept[p.name])

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
            Cause(p.name, self._nations([*formulas, turned[p.name]]))
            for p in self.comparing.provisions
            if p.name in found
        )

    def matters(self, name: str) -> bool:
        """Whether a provision can make a difference to this question, whichever of the others are as on the other side."""
        flag = self.comparing.mixed.switches[name]
        differs = []
        for found in self.mixed.values():
            for formula in (*found.of.values(), *found.left.values()):
                on = z3.substitute(formula, (flag, self.logic.true))
                if not on.eq(formula):
                    differs.append(self.logic.differ(on, z3.substitute(formula, (flag, self.logic.false))))
        return bool(differs) and self.prover.possible(self.logic.any(differs))
