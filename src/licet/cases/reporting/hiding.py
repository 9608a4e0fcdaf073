"""Protecting what is published together: which numbers are hidden, and the proof that each of them may be another one.

The problem is that of secondary cell suppression (Hundepool et al., Statistical Disclosure Control, 2012, chapter 4; Fischetti and Salazar, Models
and Algorithms for Optimizing Cell Suppression, 2001; both known from summaries, neither read). Optimal patterns need a solver; the hypercube method
gives up optimality for speed. Here the proof comes first and the pattern follows from it:

1. Numbers that are small for themselves are hidden (``disclosure.csv`` of the procedure).
2. For each of them a *world* is looked for: other rows, as possible as the true ones, in which that number is another one. Of the worlds tried
   the one is taken that changes fewest and least numbers that are still shown. **Every number that it changes is hidden too.**

Why that is safe. Let H be all hidden numbers. Each number in H is small, or was hidden for a world; either way there is a world that changes it.
A world changes no number outside H, for all that it changes was put into H, and nothing is ever taken out. So whoever knows every number shown, in
all views and margins together, and knows that the rows are rows, cannot tell the truth from that world, and each hidden number has at least two
possible values: it cannot be worked out. This holds for any views, however they share margins. :func:`audit` checks it again from the rows.

It protects against whoever adds and subtracts within one publication, with all views side by side. It does **not** protect:

- against a second publication of other rows, last month's beside this month's: what differs between the two may be one case. Publish again
  what was published, with whole new periods added.
- against who knows some cases beforehand, such as an applicant who subtracts their own; the threshold is the only guard there.
- against who runs this very method on each possible world and asks which gives the same pattern.
- a number from being known roughly: a count keeps two values at least, a value the spread that the table asks for, and no more.
- stage times by this proof: medians do not add up, and are given for enough cases only.
- where rows tell no applicant: one case with five items is five rows then, and the threshold takes them for five.
- against what is zero being seen as zero. Cells without a case are shown unless a world needed them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from licet.cases.reporting.counting import CASES, VALUE, Counted, Number, changed, count, small
from licet.cases.reporting.limits import Limits
from licet.cases.reporting.outcome import Outcome, possible
from licet.cases.reporting.views import View, check_views
from licet.cases.reporting.worlds import World, Worlds
from licet.errors import Fault, InputError


@dataclass(frozen=True, slots=True)
class Protected:
    """Rows as they may be published. Whoever holds it holds the truth; only what :mod:`licet.cases.reporting.report` makes of it is for others.

    Attributes:
        counted: the truth.
        views: what is published together.
        limits: by which it was protected.
        hidden: every number that is not shown.
        small: those that are hidden for their own sake.
        worlds: the proof: for each hidden number one of them changes it, and none changes a number that is shown.
    """

    counted: Counted
    views: tuple[View, ...]
    limits: Limits
    hidden: frozenset[Number]
    small: frozenset[Number]
    worlds: tuple[World, ...]


def protect(rows: Sequence[Outcome], views: Sequence[View], limits: Limits) -> Protected:
    """Hide what is small, and whatever would tell it.

    The same rows in any order give the same pattern.

    Args:
        rows: all that is published together.
        views: all tables that are made of them.
        limits: the authority's numbers.

    Raises:
        InputError: for views that cannot be counted, a negative value, and a decision before the submission.
    """
    check_views(views)
    _check(rows)
    ordered = sorted(rows, key=_key)
    counted = count(ordered, views)
    own = small(counted, limits)
    hidden = set(own)
    proven: set[Number] = set()
    search = Worlds(counted)
    taken: list[World] = []
    for wanted in sorted(own, key=lambda one: (len(one[0]), one)):
        if wanted in proven:
            continue
        world, touched = _cheapest(counted, search, wanted, hidden, limits)
        taken.append(world)
        search.use(world)
        hidden |= touched.keys()
        proven |= {one for one, size in touched.items() if one not in own or size >= spread(counted, one, limits)}
    return Protected(counted, tuple(views), limits, frozenset(hidden), frozenset(own), tuple(taken))


def spread(counted: Counted, number: Number, limits: Limits) -> Decimal:
    """Return by how much a number that is hidden for its own sake must at least be able to be another one."""
    cell, measure = number
    if measure == CASES:
        return Decimal(1)
    whole = counted.tally(cell).value * limits.spread_percent / 100
    return max(Decimal(1), whole.to_integral_value(rounding="ROUND_CEILING"))


def _cheapest(
    counted: Counted, search: Worlds, wanted: Number, hidden: set[Number], limits: Limits
) -> tuple[World, dict[Number, Decimal]]:
    """Return the world that changes least of what is shown. There is always one: a case more, or a greater amount."""
    least = spread(counted, wanted, limits)
    best: tuple[int, World, dict[Number, Decimal]] | None = None
    for world in search.of(wanted, least):
        touched = changed(counted, world.removed, world.added)
        if touched.get(wanted, Decimal(0)) < least:
            continue
        cost = sum(_cost(counted, one) for one in touched if one not in hidden)
        if best is None or cost < best[0]:
            best = cost, world, touched
        if not cost:
            break
    assert best is not None
    return best[1], best[2]


def _cost(counted: Counted, number: Number) -> int:
    """How much is lost with a number: a count of many cases tells more than one of few, and a sum of all most."""
    cell, measure = number
    return (1 + counted.tally(cell).cases) * (2 if measure == CASES else 1)


def audit(protected: Protected) -> tuple[Fault, ...]:
    """Check the proof from the rows: a fault for every hidden number that no world changes, and every world that changes what is shown."""
    counted = protected.counted
    faults: list[Fault] = []
    true = Counter(counted.rows)
    sizes: dict[Number, Decimal] = {}
    for place, world in enumerate(protected.worlds, 1):
        touched = changed(counted, world.removed, world.added)
        if not all(possible(row) and (row.value is None or row.value >= 0) for row in world.added):
            faults.append(Fault(f"world {place}", "a row that cannot be", "rows that can be"))
        if Counter(world.removed) - true:
            faults.append(Fault(f"world {place}", "a row gone that never was", "rows of the truth"))
        faults += [
            Fault(f"world {place}", f"another number in {one}", "one that is hidden")
            for one in touched
            if one not in protected.hidden
        ]
        for one, size in touched.items():
            sizes[one] = max(size, sizes.get(one, Decimal(0)))
    for one in sorted(protected.hidden):
        least = spread(counted, one, protected.limits) if one in protected.small else Decimal(0)
        if one not in sizes or sizes[one] < least:
            faults.append(Fault(f"{one}", "no world in which it is another number", "one at least"))
    return tuple(faults)


def shown(protected: Protected) -> Mapping[Number, Decimal]:
    """Return every number that is shown and is not nothing."""
    numbers: dict[Number, Decimal] = {}
    for cell, tally in protected.counted.tallies.items():
        numbers[cell, CASES] = Decimal(tally.cases)
        numbers[cell, VALUE] = tally.value
    return {one: number for one, number in numbers.items() if one not in protected.hidden}


def _check(rows: Sequence[Outcome]) -> None:
    faults: list[Fault] = []
    for number, row in enumerate(rows, 1):
        if not possible(row):
            faults.append(Fault(f"row {number}", "a decision before the submission", "a day on or after it"))
        if row.value is not None and (not row.value.is_finite() or row.value < 0):
            faults.append(
                Fault(f"row {number}", f"the value {row.value}", "an amount of nothing or more, or none stated")
            )
    if faults:
        raise InputError(faults=faults)


def _key(row: Outcome) -> tuple[str, ...]:
    days = row.submitted.isoformat(), row.decided.isoformat() if row.decided else ""
    return (
        row.destination,
        row.entry,
        row.category,
        row.outcome,
        *days,
        str(row.value),
        row.applicant,
        str(row.stages),
    )
