"""Clocks of a case: what is due when, what is due today, what is late. All is worked out from rows of entry and exit; nothing is counted up.

The day on which a clock starts does not count. After it, every day counts that is of the kind of the limit, unless a pause holds when the
day ends, by the time of the authority; so what is paused and taken up again on one day loses nothing, and pauses that overlap count once.
Whatever the clock on the wall says, a limit falls due on the same day: the present decides only whether that day is over.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from licet.cases.calendar import Calendar
from licet.cases.provisions import CALENDAR_DAYS, DAYS_NOT_READ, NOTHING, WORKING_DAYS
from licet.cases.timed import Pause

Moment = datetime.datetime
Day = datetime.date
_DAY = datetime.timedelta(days=1)

# How a limit stands.
MET, MET_LATE, OPEN, DUE_TODAY, LATE, STANDS_STILL, NO_LIMIT, FELL_AWAY = STANDINGS = (
    "met", "met_late", "open", "due_today", "late", "stands_still", "no_limit", "fell_away",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Period:
    """A limit that runs, or ran, in a case.

    Attributes:
        step: the step of the procedure.
        title: what has to be done.
        agency: by whom; empty where the applicant or nobody named has to.
        started: when its clock started.
        limit: in days; None where the procedure has none.
        days: the kind of days; empty where that was not read, and calendar days count, which end soonest.
        ended: when it was done; None while it is open.
        silence: what it means when the limit ends and nothing was said.
        cite: where the limit stands.
        until: its last day, where that was set and is not counted, and no pause moves it; None for one that is counted.
        lapsed: when the case ended without it, so that it is asked of nobody any more; None where that is not so.
    """

    step: str
    title: str
    agency: str
    started: Moment
    limit: int | None
    days: str
    ended: Moment | None = None
    silence: str = NOTHING
    cite: str = ""
    lapsed: Moment | None = None
    until: Day | None = None


@dataclass(frozen=True, slots=True)
class Due:
    """How a limit stands at a moment.

    Attributes:
        period: the limit.
        on: the last day; None while the clock stands still, where there is no limit, or where it fell away.
        standing: one of :data:`STANDINGS`.
        left: the days of its kind that are left, of a limit that is open; 0 on the last day.
        over: the calendar days by which it is late, or was.
        grounds: on which the clock stands still.
        silent: what silence says by now: :data:`~licet.cases.provisions.NOTHING` as long as the limit runs, and for ever where no row of the
            procedure says more, or where the kind of days was not read.
        days_not_read: whether the kind of days was not read, so that the day is the earliest one possible.
    """

    period: Period
    on: Day | None
    standing: str
    left: int | None = None
    over: int = 0
    grounds: tuple[str, ...] = ()
    silent: str = NOTHING
    days_not_read: bool = False


def day_of(moment: Moment, calendar: Calendar) -> Day:
    """Return the day of a moment, by the time of the authority."""
    return moment.astimezone(ZoneInfo(calendar.zone)).date()


def end_of(day: Day, calendar: Calendar) -> Moment:
    """Return when a day ends, by the time of the authority, in UTC: the first moment of the next."""
    midnight = datetime.datetime.combine(day + _DAY, datetime.time(), ZoneInfo(calendar.zone))
    return midnight.astimezone(datetime.UTC)


def counts(day: Day, days: str, calendar: Calendar) -> bool:
    """Whether a day is of a kind."""
    return days != WORKING_DAYS or calendar.works(day)


def paused_at_end(day: Day, pauses: Iterable[Pause], calendar: Calendar) -> bool:
    """Whether some pause holds when a day ends."""
    end = end_of(day, calendar)
    return any(pause.begun < end and (pause.until is None or end <= pause.until) for pause in pauses)


def last_day(started: Moment, limit: int, days: str, pauses: Sequence[Pause], calendar: Calendar) -> Day | None:
    """Return the last day of a limit; None while a pause holds that has no end yet and began before it.

    Args:
        started: when the clock started; that day does not count.
        limit: in days, 1 or more.
        days: the kind of days.
        pauses: in which no clock of the case runs; of each only what is past and what is open.
        calendar: when the authority works.
    """
    return _counted(day_of(started, calendar), limit, days, pauses, calendar)[0]


def _counted(day: Day, limit: int, days: str, pauses: Sequence[Pause], calendar: Calendar) -> tuple[Day | None, int]:
    """Return the last day of a limit, and how many days of it count before a pause without an end."""
    ends = [pause.until for pause in pauses if pause.until is not None]
    settled = max((day_of(end, calendar) for end in ends), default=day)
    found = 0
    while found < limit:
        day += _DAY
        paused = paused_at_end(day, pauses, calendar)
        if paused and day > settled:
            # No pause that has an end reaches so far, so the one that holds has none.
            return None, found
        if not paused and counts(day, days, calendar):
            found += 1
    return day, found


def standing(period: Period, pauses: Sequence[Pause], calendar: Calendar, now: Moment) -> Due:
    """Return how a limit stands at a moment."""
    if period.ended is None and period.lapsed is not None:
        return Due(period, None, FELL_AWAY)
    if period.until is not None:
        return _set(period, period.until, calendar, now)
    if period.limit is None:
        return Due(period, None, NO_LIMIT if period.ended is None else MET)
    on, counted = _counted(day_of(period.started, calendar), period.limit, period.days, pauses, calendar)
    unread = period.days == DAYS_NOT_READ
    if period.ended is not None:
        done = day_of(period.ended, calendar)
        late = 0 if on is None else max((done - on).days, 0)
        return Due(period, on, MET_LATE if late else MET, over=late, days_not_read=unread)
    today = day_of(now, calendar)
    if on is None:
        grounds = tuple(dict.fromkeys(pause.ground for pause in pauses if pause.until is None))
        return Due(period, None, STANDS_STILL, period.limit - counted, grounds=grounds, days_not_read=unread)
    if today > on:
        # The day may not be over by another way of counting, so silence says nothing yet.
        silent = NOTHING if unread else period.silence
        return Due(period, on, LATE, over=(today - on).days, silent=silent, days_not_read=unread)
    left = _left(max(today, day_of(period.started, calendar)), on, period.days, pauses, calendar)
    return Due(period, on, DUE_TODAY if today == on else OPEN, left, days_not_read=unread)


def _set(period: Period, on: Day, calendar: Calendar, now: Moment) -> Due:
    """Return how a limit with a day that was set stands."""
    today = day_of(now if period.ended is None else period.ended, calendar)
    late = max((today - on).days, 0)
    if period.ended is not None:
        return Due(period, on, MET_LATE if late else MET, over=late)
    if late:
        return Due(period, on, LATE, over=late)
    return Due(period, on, DUE_TODAY if today == on else OPEN, (on - today).days)


def _left(today: Day, on: Day, days: str, pauses: Sequence[Pause], calendar: Calendar) -> int:
    found = 0
    while today < on:
        today += _DAY
        found += counts(today, days, calendar) and not paused_at_end(today, pauses, calendar)
    return found


def last_by_any_counting(
    started: Moment, limit: int, days: str, pauses: Sequence[Pause], calendar: Calendar
) -> Day | None:
    """Return the last day of a limit by whichever kind of days ends it latest where the kind was not read, so that nobody is shut out by a guess.

    Arguments are those of :func:`last_day`.
    """
    kinds = (CALENDAR_DAYS, WORKING_DAYS) if days == DAYS_NOT_READ else (days,)
    ends = [last_day(started, limit, kind, pauses, calendar) for kind in kinds]
    return None if None in ends else max(end for end in ends if end is not None)


def due_today(dues: Iterable[Due]) -> tuple[Due, ...]:
    """Return what is due today."""
    return tuple(due for due in dues if due.standing == DUE_TODAY)


def late(dues: Iterable[Due]) -> tuple[Due, ...]:
    """Return what is late and still open, the latest first."""
    found = (due for due in dues if due.standing == LATE)
    return tuple(sorted(found, key=lambda due: (-due.over, due.period.step, due.period.agency)))
