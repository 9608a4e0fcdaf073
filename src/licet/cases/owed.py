"""What is due today or late over all cases: limits of the procedure, checks of end use, and cases of which nobody can tell.

A case whose clocks cannot be told - it is open who decides it, or the procedure has no track for it - is yielded as such and never left out.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import msgspec

from licet.cases.case import CaseState
from licet.cases.clocks import DUE_TODAY, LATE, day_of
from licet.cases.doing import read
from licet.cases.models import Case
from licet.cases.periods import dues
from licet.cases.procedure import Configuration
from licet.cases.procedure_for import track_of
from licet.cases.words import OVER
from licet.determination import Determination
from licet.errors import InputError

# How something stands of which nobody can tell when it is due.
NOT_TOLD = "not_told"
# Takes how many cases were read, and of how many.
Telling = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class Owed:
    """Something that is due today, or late.

    Attributes:
        case, reference, state: which case.
        what: has to be done, in words; why nobody can tell, where that is so.
        agency: by whom; empty where the authority has to.
        on: the last day; None where nobody can tell.
        standing: :data:`~licet.cases.clocks.DUE_TODAY`, :data:`~licet.cases.clocks.LATE` or :data:`NOT_TOLD`.
        over: the calendar days by which it is late.
        silent: what silence says by now; empty for a check.
        cite: where the limit stands.
        days_not_read: whether the kind of days was not read, so that the day is the earliest one possible.
    """

    case: str
    reference: str
    state: str
    what: str
    agency: str
    on: datetime.date | None
    standing: str
    over: int = 0
    silent: str = ""
    cite: str = ""
    days_not_read: bool = False


def owed(configuration: Configuration, now: datetime.datetime, tell: Telling | None = None) -> Iterator[Owed]:
    """Return what is due today or late in all cases that were submitted, in the order in which the cases were made.

    Args:
        configuration: the procedure.
        now: the moment.
        tell: is told how far it is.
    """
    cases = Case.objects.exclude(state="draft").order_by("made", "pk").values_list("pk", flat=True)
    total = cases.count()
    for number, case in enumerate(cases.iterator(chunk_size=200), 1):
        yield from of_state(read(case), configuration, now)
        if tell is not None:
            tell(number, total)


def of_state(state: CaseState, configuration: Configuration, now: datetime.datetime) -> Iterator[Owed]:
    """Return what is due today or late in one case; arguments as of :func:`owed`."""
    about = (state.id, state.reference, state.state)
    today = day_of(now, configuration.calendar)
    checks = {one.check: one.title for one in configuration.checks}
    for check in state.monitoring:
        if check.done is None and check.due <= today:
            late = (today - check.due).days
            yield Owed(*about, checks.get(check.kind, check.kind), "", check.due, LATE if late else DUE_TODAY, late)
    if state.decision is not None or state.state in OVER:
        return
    current = {(item.id, place) for item in state.items for place in state.destinations}
    try:
        found = [
            msgspec.convert(one.findings, Determination)
            for one in state.latest
            if (one.item, one.destination) in current
        ]
        track = track_of(configuration, found).track
    except InputError as error:
        yield Owed(*about, "; ".join(map(str, error.faults)), "", None, NOT_TOLD)
        return
    except msgspec.ValidationError as error:
        yield Owed(*about, f"its determination is none that this version reads: {error}", "", None, NOT_TOLD)
        return
    for due in dues(state, configuration, track, now):
        if due.standing in (DUE_TODAY, LATE):
            period = due.period
            yield Owed(
                *about, period.title, period.agency, due.on, due.standing, due.over, due.silent, period.cite, due.days_not_read
            )  # fmt: skip
