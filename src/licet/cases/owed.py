"""What is due today or late over all cases: limits of the procedure, checks of end use, and cases of which nobody can tell.

A case whose clocks cannot be told - it is open who decides it, or the procedure has no track for it - is yielded as such and never left out.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import msgspec

from licet.cases.case import CaseState
from licet.cases.clocks import DUE_TODAY, LATE, OPEN, day_of
from licet.cases.doing import read
from licet.cases.models import Case
from licet.cases.periods import dues
from licet.cases.procedure import Configuration
from licet.cases.procedure_for import track_of
from licet.cases.provisions import NOTHING
from licet.cases.words import OVER
from licet.determination import Determination
from licet.errors import InputError

# How something stands of which nobody can tell when it is due.
NOT_TOLD = "not_told"
# A case without any event has no moment, and no limit either.
_NEVER = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
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


@dataclass(frozen=True, slots=True)
class Limit:
    """Something that is to be done in a case by a day, whatever day it is now; it stays so until something happens in the case.

    Attributes:
        what, agency, cite, days_not_read: as of :class:`Owed`.
        on: the last day; None where nobody can tell.
        silence: what silence says once that day is over; empty for a check.
    """

    what: str
    agency: str
    on: datetime.date | None
    silence: str = ""
    cite: str = ""
    days_not_read: bool = False

    def at(self, today: datetime.date, case: str, reference: str, state: str) -> Owed | None:
        """Return it as it is owed on a day in a case; None where that is not yet so."""
        about = (case, reference, state, self.what, self.agency, self.on)
        if self.on is None:
            return Owed(*about, NOT_TOLD)
        late = (today - self.on).days
        if late < 0:
            return None
        # The day may not be over by another way of counting, so silence says nothing yet.
        silent = self.silence if not self.silence or (late and not self.days_not_read) else NOTHING
        return Owed(*about, LATE if late else DUE_TODAY, late, silent, self.cite, self.days_not_read)


def owed(configuration: Configuration, now: datetime.datetime, tell: Telling | None = None) -> Iterator[Owed]:
    """Return what is due today or late in all cases that were submitted, in the order in which the cases were made.

    Every case is read; a page asks :mod:`licet.cases.reckoning`, which keeps what is found here.

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
    today = day_of(now, configuration.calendar)
    found = (one.at(today, state.id, state.reference, state.state) for one in limits(state, configuration))
    return (one for one in found if one is not None)


def limits(state: CaseState, configuration: Configuration) -> Iterator[Limit]:
    """Return what is to be done in a case and by which day, where a clock runs towards it.

    Args:
        state: the case.
        configuration: the procedure.
    """
    if state.state == "draft":
        return
    checks = {one.check: one.title for one in configuration.checks}
    for check in state.monitoring:
        if check.done is None:
            yield Limit(checks.get(check.kind, check.kind), "", check.due)
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
        yield Limit("; ".join(map(str, error.faults)), "", None)
        return
    except msgspec.ValidationError as error:
        yield Limit(f"its determination is none that this version reads: {error}", "", None)
        return
    # On which day a limit ends does not depend on the present, which only tells whether that day is over.
    for due in dues(state, configuration, track, state.since or state.made or _NEVER):
        if due.standing in (OPEN, DUE_TODAY, LATE):
            period = due.period
            yield Limit(period.title, period.agency, due.on, period.silence, period.cite, due.days_not_read)
