"""What one row of each table of a procedure makes; what a cell may not hold is told by the row itself."""

from __future__ import annotations

from licet.cases.calendar import FIXED, LAST, LISTED, MOVES, RULES, WEEK, WEEKDAYS, Holiday
from licet.cases.procedure_tables import Row
from licet.cases.provisions import (
    ADVISES,
    DAYS,
    MEASURES,
    MOMENTS,
    PARTS,
    SILENCES,
    STEP_KINDS,
    Agency,
    Barring,
    ConsultationEnd,
    Escalation,
    Figure,
    LicenceType,
    MonitoringCheck,
    Notice,
    PauseGround,
    RefusalGround,
    Signing,
    Standard,
    Step,
    Track,
)
from licet.cases.words import CHANGES, OUTCOMES
from licet.rulebook.instruments import STANDINGS


def holiday(row: Row) -> Holiday:
    """Make a holiday."""
    rule, since, until = row.choice("rule", RULES), row.day("from"), row.day("until")
    month, day = row.number("month", needed=rule in (FIXED, WEEK)) or 1, row.number("day", needed=rule == FIXED) or 1
    if month > 12 or day > (29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31):
        row.fault(f"day {day} of month {month}", "a day that some year has")
        month, day = 1, 1
    week = row.choice("week", ("", "1", "2", "3", "4", "5", LAST))
    weekday = row.choice("weekday", ("", *WEEKDAYS))
    if rule == WEEK and not (week and weekday):
        row.fault("a rule by week without its week or weekday", "both")
    every = row.number("every") or 1
    if since is None and (rule == LISTED or every > 1):
        row.fault("no day under 'from'", "the day that is listed, or from which every so many years are counted")
    if since is not None and until is not None and until <= since:
        row.fault("dates that end before they begin", "from before until")
    moves = [(number, row.choice(name, ("", *MOVES))) for number, name in enumerate(WEEKDAYS) if name in row.cells]
    cited = row.cited()
    return Holiday(
        row.code("holiday"),
        row.text("title", needed=True),
        rule,
        month,
        day,
        WEEKDAYS.index(weekday) if weekday in WEEKDAYS else 0,
        0 if week in ("", LAST) else int(week) if week.isdecimal() else 0,
        since,
        until,
        every,
        tuple((number, move) for number, move in moves if move in MOVES),
        cited["cite"],
        cited["standing"],
    )


def track(row: Row, agencies: list[str] | None) -> Track:
    """Make a kind of application."""
    return Track(
        track=row.code("track"),
        title=row.text("title", needed=True),
        authority=row.several("authority"),
        agency=row.known("agency", agencies, "an agency of agencies.csv"),
        **row.cited(),
    )


def agency(row: Row) -> Agency:
    """Make an agency."""
    part, referral = row.choice("part", PARTS), row.text("referral")
    if bool(referral) != (part == ADVISES):
        row.fault(
            f"the referral '{referral}' of an agency that {part or 'does nothing'}",
            "one of each agency that advises, and of no other",
        )
    return Agency(
        agency=row.code("agency"), title=row.text("title", needed=True), referral=referral, part=part, **row.cited()
    )


def step(row: Row, tracks: list[str] | None) -> Step:
    """Make a step; silence says something only where a text was read that has it say so."""
    silence, limit = row.choice("silence", SILENCES), row.number("limit")
    if silence in SILENCES[1:] and limit is None:
        row.fault(f"the silence '{silence}' without a limit", "the days after which silence says that")
    if silence in SILENCES[1:] and not row.cells["source"]:
        row.fault(f"the silence '{silence}' without a source", "the text that makes silence say it")
    return Step(
        track=row.known("track", tracks, "a track of tracks.csv"),
        step=row.code("step"),
        title=row.text("title", needed=True),
        kind=row.choice("kind", STEP_KINDS),
        starts=row.code("starts"),
        limit=limit,
        days=row.choice("days", DAYS),
        silence=silence,
        **row.cited(),
    )


def escalation(row: Row, tracks: list[str] | None, agencies: list[str] | None) -> Escalation:
    """Make a step of an escalation."""
    return Escalation(
        track=row.known("track", tracks, "a track of tracks.csv"),
        order=row.number("order", needed=True) or 0,
        step=row.code("step"),
        title=row.text("title", needed=True),
        chair=row.known("chair", agencies, "an agency of agencies.csv", may_lack=True),
        decides_by=row.code("decides_by"),
        starts=row.code("starts"),
        limit=row.number("limit"),
        days=row.choice("days", DAYS),
        appeal_limit=row.number("appeal_limit"),
        **row.cited(),
    )


def signing(row: Row, tracks: list[str] | None, agencies: list[str] | None) -> Signing:
    """Make a signature."""
    return Signing(
        track=row.known("track", tracks, "a track of tracks.csv"),
        order=row.number("order", needed=True) or 0,
        step=row.code("step"),
        title=row.text("title", needed=True),
        agency=row.known("agency", agencies, "an agency of agencies.csv"),
        outcomes=row.several("outcomes", (*OUTCOMES, *CHANGES)),
        **row.cited(),
    )


def pause(row: Row, tracks: list[str] | None) -> PauseGround:
    """Make a ground on which the clock stands still."""
    since, until = row.day("from"), row.day("until")
    if since is not None and until is not None and until <= since:
        row.fault("dates that end before they begin", "from before until")
    return PauseGround(
        track=row.known("track", tracks, "a track of tracks.csv"),
        pause=row.code("pause"),
        title=row.text("title", needed=True),
        waits_for=row.code("waits_for"),
        since=since,
        until=until,
        **row.cited(),
    )


def ground(row: Row) -> RefusalGround:
    """Make a ground for refusal, which comes from a factor or from a rule of law."""
    factor, rule = row.text("factor"), row.text("rule")
    if bool(factor) == bool(rule):
        row.fault(
            "a ground of " + ("a factor and a rule" if rule else "nothing"),
            "the factor, or the rule, from which it comes",
        )
    says = row.text("says", needed=True)
    return RefusalGround(
        ground=row.code("ground"), says=says, factor=factor, rule=rule, note=row.text("note"), where=row.where
    )


def standard(row: Row) -> Standard:
    """Make a standard of proof."""
    title = row.text("title", needed=True)
    return Standard(
        factor=row.code("factor"), standard=row.code("standard"), title=title, note=row.text("note"), where=row.where
    )


def licence(row: Row, tracks: list[str] | None) -> LicenceType:
    """Make a kind of licence."""
    return LicenceType(
        track=row.known("track", tracks, "a track of tracks.csv"),
        type=row.code("type"),
        title=row.text("title", needed=True),
        months=row.number("months"),
        **row.cited(),
    )


def notice(row: Row, pauses: list[str] | None) -> Notice:
    """Make a notice to the legislature."""
    return Notice(
        notice=row.code("notice"),
        title=row.text("title", needed=True),
        obligation=row.text("obligation"),
        tier=row.text("tier"),
        limit=row.number("limit"),
        days=row.choice("days", DAYS),
        pause=row.known("pause", pauses, "a ground of pauses.csv", may_lack=True),
        **row.cited(),
    )


def check(row: Row, tracks: list[str] | None) -> MonitoringCheck:
    """Make a check of end use."""
    return MonitoringCheck(
        track=row.known("track", tracks, "a track of tracks.csv"),
        check=row.code("check"),
        title=row.text("title", needed=True),
        moment=row.choice("moment", MOMENTS),
        obligation=row.text("obligation"),
        every_months=row.number("every_months"),
        **row.cited(),
    )


def bar(row: Row) -> Barring:
    """Make an answer after which nobody may approve."""
    return Barring(question=row.code("question"), answer=row.code("answer"), **row.cited())


def consultation(row: Row) -> ConsultationEnd:
    """Make an end of a consultation."""
    return ConsultationEnd(
        outcome=row.code("outcome"), says=row.text("says", needed=True), frees=row.truth("frees"), **row.cited()
    )


def figure(row: Row, tracks: list[str] | None, agencies: list[str] | None) -> Figure:
    """Make a published figure."""
    measure, days = row.choice("measure", MEASURES), row.number("days")
    if (measure == MEASURES[-1]) != (days is None):
        row.fault(
            f"'{row.cells['days']}' days of a figure that is '{measure}'",
            "days of an average or a median, and of no note",
        )
    return Figure(
        figure=row.code("figure"),
        track=row.known("track", tracks, "a track of tracks.csv"),
        agency=row.known("agency", agencies, "an agency of agencies.csv"),
        measure=measure,
        days=days,
        since=row.day("from"),
        until=row.day("until"),
        says=row.text("says", needed=True),
        source=row.text("source"),
        standing=row.choice("standing", STANDINGS),
        note=row.text("note"),
        where=row.where,
    )
