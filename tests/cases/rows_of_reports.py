"""Rows for reports: drawn small, so that every cell matters, and attacked by a solver that knows all that is published."""

from __future__ import annotations

import datetime
from decimal import Decimal
from itertools import product
from typing import Any

from hypothesis import strategies as st

from licet.cases.reporting.counting import CASES, VALUE, Number
from licet.cases.reporting.hiding import Protected
from licet.cases.reporting.limits import Limits
from licet.cases.reporting.outcome import Outcome, place
from licet.cases.reporting.tables import Table, tables
from licet.cases.reporting.views import View

LIMITS = Limits(cases=3, applicants=1, spread_percent=10, share_percent=100)
LINKED = (
    View("destinations", ("destination", "outcome")),
    View("entries", ("entry", "outcome")),
    View("years", ("decided_year", "destination")),
)
CUBE = (View("cube", ("destination", "entry", "outcome")),)
VIEWS = st.sampled_from([LINKED, CUBE, LINKED[:1], (*LINKED, *CUBE)])

_DAYS = [datetime.date(2025, 5, 1), datetime.date(2026, 2, 1)]


def outcome(
    destination: str = "IT",
    result: str = "approved",
    value: int | None = 100,
    entry: str = "19.A.2",
    decided: datetime.date | None = _DAYS[1],
    **more: Any,
) -> Outcome:
    amount = None if value is None else Decimal(value)
    return Outcome(
        destination, entry, "II" if entry else "", result, datetime.date(2025, 4, 1), decided, amount, **more
    )


ROWS = st.lists(
    st.builds(
        outcome,
        destination=st.sampled_from(["AU", "IT", "PL"]),
        result=st.sampled_from(["approved", "refused"]),
        value=st.one_of(st.none(), st.integers(0, 40)),
        entry=st.sampled_from(["1.A.1", "19.A.2"]),
        decided=st.sampled_from(_DAYS),
    ),
    max_size=36,
)


def escaped(protected: Protected, hidden_alone: bool = False) -> list[Number]:
    """Return the hidden numbers that somebody can work out who knows all tables side by side, that rows are rows, and nothing else.

    The attacker is a solver: for each full crossing of all dimensions so many cases, so much value, so many without a value; every printed
    number is an equation, and a cell without a line has no case. A number escapes where no second solution has another number there; a value that is
    hidden for its own sake also where none differs by the spread.

    Args:
        protected: what was protected.
        hidden_alone: attack the tables as if only what is small for itself were hidden.
    """
    import z3

    hidden = protected.small if hidden_alone else protected.hidden
    counted = protected.counted
    dimensions = sorted({one for view in protected.views for one in view.dimensions})
    places = [sorted({place(row, one) for row in counted.rows}) for one in dimensions]
    solver = z3.Solver()
    whole: dict[tuple[str, ...], Any] = {}
    for number, at in enumerate(product(*places)):
        cases, value, unstated = z3.Ints(f"n{number} v{number} u{number}")
        whole[at] = cases, value, unstated
        solver.add(cases >= 0, value >= 0, unstated >= 0, unstated <= cases, z3.Implies(unstated == cases, value == 0))
    sums: dict[Number, Any] = {}
    for some in counted.crossed:
        for at in product(*(places[dimensions.index(one)] for one in some)):
            cell = tuple(zip(some, at, strict=True))
            held = [
                parts for full, parts in whole.items() if all(full[dimensions.index(one)] == told for one, told in cell)
            ]
            cases, value, unstated = (z3.Sum([parts[which] for parts in held]) for which in range(3))
            sums[cell, CASES], sums[cell, VALUE] = cases, value
            tally = counted.tally(cell)
            if (cell, CASES) not in hidden:
                solver.add(cases == tally.cases)
            if (cell, VALUE) not in hidden:
                solver.add(value == int(tally.value), (unstated > 0) if tally.unstated else (unstated == 0))
    assert solver.check() == z3.sat
    return [number for number in sorted(hidden) if not _may_differ(solver, sums, protected, number)]


def _may_differ(solver: Any, sums: dict[Number, Any], protected: Protected, number: Number) -> bool:
    import z3

    from licet.cases.reporting.hiding import spread

    cell, measure = number
    tally = protected.counted.tally(cell)
    true = tally.cases if measure == CASES else int(tally.value)
    least = int(spread(protected.counted, number, protected.limits)) if number in protected.small else 1
    differs = z3.Or(sums[number] >= true + least, sums[number] <= true - least)
    if solver.check(differs) == z3.sat:
        return True
    # Of a value that was hidden for a world, it may be open whether some case states none.
    return number not in protected.small and measure == VALUE and solver.check(sums[number] == true) == z3.sat


def published(protected: Protected) -> list[Table]:
    return list(tables(protected))
