"""How a question is answered, as formulas of which one holds: one of its answers, or that it is open; for a code, that it is given, may be, or is not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from licet.proving.encoding import Encoding
from licet.proving.logic import Formula

OPEN = "open"


@dataclass(frozen=True, slots=True)
class Statuses:
    """How a question, or one code of it, is answered.

    Attributes:
        of: an answer, a code, ``open``, or None for a code that is not given → when that is so.
        left: for a question with one answer, each answer → that it is left where the question is open.
    """

    of: Mapping[str | None, Formula]
    left: Mapping[str | None, Formula]


def statuses(encoding: Encoding, name: str) -> dict[str, Statuses]:
    """Return how a question is answered: for one that collects codes by code, else under an empty name.

    What turns on a question that is open is open itself, unless it is the same however that turns out. Where rules disagree of which only one
    may answer, it is open between them.
    """
    logic, decided = encoding.logic, encoding.question(name)
    if decided.question.type == "codes":
        found: dict[str, Statuses] = {}
        for code, holds in decided.holds.items():
            given, may = encoding.surely(holds), encoding.perhaps(holds)
            found[code] = Statuses({code: given, OPEN: logic.all([may, logic.no(given)]), None: logic.no(may)}, {})
        return found
    single = decided.question.combine == "single"
    sure: dict[str | None, Formula] = {}
    left: dict[str | None, Formula] = {}
    for answer, holds in decided.holds.items():
        rivals = [logic.no(other) for rival, other in decided.holds.items() if rival != answer] if single else []
        sure[answer] = encoding.surely(logic.all([holds, *rivals]))
        left[answer] = encoding.perhaps(logic.any([holds, decided.open]))
    if not single and all(sure[answer].eq(holds) for answer, holds in decided.holds.items()):
        return {"": Statuses({**sure, OPEN: decided.open}, left)}
    return {"": Statuses({**sure, OPEN: logic.no(logic.any(sure.values()))}, left)}
