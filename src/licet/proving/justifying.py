"""Which facts make a formula true for one transfer: those of the parts on which its truth rests, as few as are easily found.

All parts of *and* have to hold, and one part that holds is enough for *or*; so with these facts stated, and nothing else, a walk over the
same rules in three-valued logic comes to the same answer.
"""

from __future__ import annotations

from collections.abc import Callable

import z3

from licet.proving.logic import Formula, variables

_NOTHING: frozenset[str] = frozenset()


class Justifier:
    """Finds the variables on which the truth of formulas rests in one model.

    Args:
        model: gives every variable a value.
        cost: what it costs to state a variable.
    """

    def __init__(self, model: z3.ModelRef, cost: Callable[[str], int]) -> None:
        self.model = model
        self.cost = cost
        self._truths: dict[int, bool] = {}
        self._found: dict[int, frozenset[str]] = {}
        # z3 gives the number of a formula that nobody holds to another.
        self._seen: list[Formula] = []

    def holds(self, formula: Formula) -> bool:
        """Whether a formula is true in the model."""
        key = formula.get_id()
        found = self._truths.get(key)
        if found is None:
            self._seen.append(formula)
            found = self._truths[key] = z3.is_true(self.model.eval(formula, model_completion=True))
        return found

    def needed(self, formula: Formula) -> frozenset[str]:
        """Return variables whose values make a formula as true, or as false, as it is in the model."""
        key = formula.get_id()
        found = self._found.get(key)
        if found is None:
            self._seen.append(formula)
            found = self._found[key] = self._needed(formula)
        return found

    def _needed(self, formula: Formula) -> frozenset[str]:
        kind = formula.decl().kind()
        if kind == z3.Z3_OP_NOT:
            return self.needed(formula.arg(0))
        if kind in (z3.Z3_OP_AND, z3.Z3_OP_OR):
            parts, truth = formula.children(), self.holds(formula)
            if truth == (kind == z3.Z3_OP_AND):
                return _NOTHING.union(*map(self.needed, parts))
            return min((self.needed(part) for part in parts if self.holds(part) == truth), key=self._costs)
        if kind in (z3.Z3_OP_EQ, z3.Z3_OP_XOR, z3.Z3_OP_IFF) and formula.arg(0).sort().kind() == z3.Z3_BOOL_SORT:
            return _NOTHING.union(*map(self.needed, formula.children()))
        return variables(formula)

    def _costs(self, names: frozenset[str]) -> int:
        return sum(map(self.cost, names))
