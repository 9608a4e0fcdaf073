"""The words that the pages of cases have beside those of the law: codes by the names of a case, days, and how a clock stands."""

from __future__ import annotations

import datetime
from collections.abc import Mapping

from django.template import Library
from django.utils.dateformat import format as formatted
from django.utils.html import format_html
from django.utils.safestring import SafeString

from licet.cases.clocks import DUE_TODAY, FELL_AWAY, LATE, MET, MET_LATE, NO_LIMIT, OPEN, STANDS_STILL, Due
from licet.web.casework.case_words import called as _called

register = Library()

# How a limit stands → the tag that it wears.
_TAGS = {
    LATE: "late",
    DUE_TODAY: "due",
    STANDS_STILL: "due",
    OPEN: "",
    MET: "done",
    MET_LATE: "due",
    FELL_AWAY: "",
    NO_LIMIT: "",
}


@register.filter
def called(code: str, known: Mapping[str, str]) -> str:
    """Show what a code of a case is called."""
    return _called(str(code), known)


@register.filter
def on_day(moment: datetime.date | None) -> SafeString | str:
    """Show a day, or the day of a moment; nothing for none."""
    if moment is None:
        return ""
    return format_html('<time datetime="{}">{}</time>', moment.isoformat(), formatted(moment, "j F Y"))


@register.filter
def at_hour(moment: datetime.datetime | None) -> SafeString | str:
    """Show a moment to the minute, in UTC; nothing for none."""
    if moment is None:
        return ""
    utc = moment.astimezone(datetime.UTC)
    return format_html('<time datetime="{}">{}</time>', utc.isoformat(timespec="seconds"), formatted(utc, "j F Y, H:i"))


@register.filter
def clock(due: Due) -> SafeString:
    """Show how a limit stands, in words; the style puts a colour to them."""
    kind = {"working": "working day", "calendar": "calendar day"}.get(due.period.days, "day")
    left = due.left if due.left is not None else 0
    said = {
        LATE: f"{_days(due.over, 'day')} late",
        DUE_TODAY: "due today",
        STANDS_STILL: f"stands still, {_days(left, kind)} left",
        OPEN: f"{_days(left, kind)} left",
        MET: "done",
        MET_LATE: f"done {_days(due.over, 'day')} late",
        FELL_AWAY: "fell away",
        NO_LIMIT: "no limit was read",
    }[due.standing]
    return format_html('<span class="tag {}">{}</span>', _TAGS[due.standing], said)


def _days(count: int, kind: str) -> str:
    return f"{count:,} {kind}{'' if count == 1 else 's'}"
