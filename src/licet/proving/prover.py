"""Whether some transfer makes something true, asked of z3 within a limit of time; what could not be settled is never taken for settled."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import z3

from licet.proving.encoding import Encoding
from licet.proving.following import Following
from licet.proving.logic import Formula
from licet.proving.space import Space
from licet.rulebook.rulebook import Rulebook

# Of one question to z3; a rulebook as large as that which ships with Licet takes a hundredth of a second for most.
SECONDS = 20.0


class Unsettled(Exception):
    """A question that z3 did not settle within its time."""


class Prover:
    """Asks about the transfers under one rulebook, or under several that share a space.

    Args:
        encodings: rulebooks as formulas, all over one space.
        following: whether what follows by the vocabulary of the first holds; without it, transfers may contradict themselves.
        seconds: how long one question may take.
    """

    def __init__(self, *encodings: Encoding, following: bool = True, seconds: float = SECONDS) -> None:
        self.encodings = encodings
        self.space: Space = encodings[0].space
        self.logic = self.space.logic
        self.following = Following(encodings[0])
        self.solver = z3.Solver(ctx=self.logic.context)
        self.solver.set("timeout", int(seconds * 1000))
        # The same question gets the same witness, whatever was asked before in this process.
        self.solver.set("random_seed", 0)
        self._held: set[int] = set()
        self._bounded = 0
        if following:
            self.hold(self.following.all())

    @classmethod
    def of(cls, rulebook: Rulebook, seconds: float = SECONDS) -> Prover:
        """Return what asks about all transfers under one rulebook."""
        return cls(Encoding(rulebook, Space(rulebook)), seconds=seconds)

    def hold(self, formulas: Iterable[Formula]) -> None:
        """Look only at transfers of which some formulas hold."""
        for formula in formulas:
            if formula.get_id() not in self._held:
                self._held.add(formula.get_id())
                self.solver.add(formula)

    def possible(self, *formulas: Formula) -> bool:
        """Whether some transfer makes all of some formulas true.

        Raises:
            Unsettled: when that was not found out in time.
        """
        goal = self.logic.all(formulas)
        if self.logic.is_false(goal):
            return False
        for encoding in self.encodings:
            self.hold(encoding.constraints)
        bounds = self.space.bounds
        self.solver.add(*bounds[self._bounded :])
        self._bounded = len(bounds)
        found = self.solver.check(goal)
        if found == z3.unknown:
            raise Unsettled(self.solver.reason_unknown())
        return bool(found == z3.sat)

    def model(self, *formulas: Formula, wishes: Sequence[Formula] = ()) -> z3.ModelRef | None:
        """Return a transfer that makes all of some formulas true, or None where there is none.

        Args:
            formulas: the formulas.
            wishes: what is true of the transfer as well where that can be, the first before the others.

        Raises:
            Unsettled: when that was not found out in time.
        """
        if not self.possible(*formulas):
            return None
        goal = self.logic.all(formulas)
        model = self.solver.model()
        kept = list(wishes)
        while kept:
            found = self.solver.check(goal, *kept)
            if found == z3.sat:
                return self.solver.model()
            if found == z3.unknown:
                break
            against = {formula.get_id() for formula in self.solver.unsat_core()}
            last = next((n for n in range(len(kept) - 1, -1, -1) if kept[n].get_id() in against), None)
            if last is None:
                break
            del kept[last]
        return model
