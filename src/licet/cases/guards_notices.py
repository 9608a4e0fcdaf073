"""What must hold of notices to the legislature, before a licence is issued."""

from __future__ import annotations

import datetime
from zoneinfo import ZoneInfo

from licet.cases.case import CaseState
from licet.cases.clocks import day_of, last_by_any_counting
from licet.cases.given import Given, Guard, among, empty
from licet.errors import Fault


def _notice_of_the_procedure(_state: CaseState, given: Given) -> list[Fault]:
    """The notice is one that a determination asks for or may ask for; it was given on a day that has come, and can be found."""
    day = given.about.get("on")
    faults = [
        *among("notice", str(given.about.get("notice")), tuple(one.code for one in given.law.notices)),
        *empty(given, "reference"),
    ]
    if not isinstance(day, datetime.date) or day > day_of(given.at, given.law.calendar):
        faults.append(Fault("on", f"{day}", "a day that is not to come"))
    return faults


def _legislature_notified_in_time(state: CaseState, given: Given) -> list[Fault]:
    """Every notice to the legislature that is asked for, or of which that is open, was given, and its days have run."""
    law, faults = given.law, list[Fault]()
    zone = ZoneInfo(law.calendar.zone)
    today = day_of(given.at, law.calendar)
    for notice in law.notices:
        # The last one counts: a case that was opened again is notified again.
        told = next((one for one in reversed(state.notified) if one.notice == notice.code), None)
        if told is None:
            found = "not given" if notice.certain else "not given, while it is open whether it is asked for"
            mend = "give it, and write that down" if notice.certain else "settle that, or give it"
            faults.append(Fault(f"notice {notice.code}", found, f"{notice.says} ({notice.cite})", mend))
            continue
        if notice.limit is None:
            continue
        begun = datetime.datetime.combine(told.on, datetime.time(12), zone)
        last = last_by_any_counting(begun, notice.limit, notice.days, (), law.calendar)
        if last is None or today <= last:
            faults.append(
                Fault(f"notice {notice.code}", f"given on {told.on}", f"a day after {last} ({notice.cite})", "wait")
            )
    return faults


GUARDS: dict[str, Guard] = {
    "notice_of_the_procedure": _notice_of_the_procedure,
    "legislature_notified_in_time": _legislature_notified_in_time,
}
