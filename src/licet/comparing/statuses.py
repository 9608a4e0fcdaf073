"""How a question is answered, as formulas of which one holds: one of its answers, or that it is open; for a code, that it is given, may be, or is not."""

from __future__ import annotations

from collections.abc import Mapping

from licet.proving.encoding import Encoding
from licet.proving.logic import Formula

OPEN = "open"

# An answer, a code, ``open``, or None for a code that is not given → when that is so.
Statuses = Mapping[str | None, Formula]


def statuses(encoding: Encoding, name: str) -> dict[str, Statuses]:
    """Return how a question is answered: for one that collects codes by code, else under an empty name.

    What turns on a question that is open is open itself, unless it is the same however that turns out.
    """
    logic, decided = encoding.logic, encoding.question(name)
    if decided.question.type == "codes":
        found: dict[str, Statuses] = {}
        for code, holds in decided.holds.items():
            given, may = encoding.surely(holds), encoding.perhaps(holds)
            found[code] = {code: given, OPEN: logic.all([may, logic.no(given)]), None: logic.no(may)}
        return found
    sure: dict[str | None, Formula] = {answer: encoding.surely(holds) for answer, holds in decided.holds.items()}
    if all(sure[answer].eq(holds) for answer, holds in decided.holds.items()):
        return {"": {**sure, OPEN: decided.open}}
    return {"": {**sure, OPEN: logic.no(logic.any(sure.values()))}}
