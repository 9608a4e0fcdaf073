"""Which limits run in a case, from its rows: intake, the answer of each agency, disagreement, decision."""

from __future__ import annotations

import datetime
from dataclasses import replace

from cases.procedures import shipped

from licet.cases.case import CaseState, Check, Decision, Intent, Pause, Referral, Stage, Step
from licet.cases.periods import dues, periods, stays
from licet.cases.spent import spent

US = shipped("us")


def on(day: int, hour: int = 15) -> datetime.datetime:
    """A day, counted from the first of November 2026."""
    return datetime.datetime(2026, 11, 1, hour, tzinfo=datetime.UTC) + datetime.timedelta(days=day - 1)


DEFENSE = Referral("defense", "us.referrals-dual-use/agencies", "sha256:00", on(5), on(36, 5))
ENERGY = Referral("energy", "us.referrals-dual-use/agencies", "sha256:00", on(5), on(36, 5), on(20))
REFERRED = CaseState(
    id="a",
    state="referred",
    since=on(5),
    submitted=on(2),
    referrals=(DEFENSE, ENERGY),
    stages=(Stage("submitted", on(2), on(5)), Stage("referred", on(5))),
)


def changed(**more: object) -> CaseState:
    return replace(REFERRED, **more)  # type: ignore[arg-type]


def told(case: CaseState, day: int) -> list[tuple[str, str, str]]:
    return [(due.period.step, due.period.agency, due.standing) for due in dues(case, US, "dual_use", on(day))]


def test_a_draft_has_no_limits() -> None:
    assert periods(CaseState(id="a", state="draft"), US, "dual_use") == ()


def test_a_case_before_agencies_has_the_limit_of_each_and_that_of_its_decision() -> None:
    assert told(REFERRED, 21) == [
        ("initial_processing", "", "met"),
        ("resolution", "", "open"),
        ("recommendation", "defense", "open"),
        ("recommendation", "energy", "met"),
    ]


def test_an_agency_is_late_after_thirty_days_and_its_silence_is_then_no_objection() -> None:
    on_the_day = [due for due in dues(REFERRED, US, "dual_use", on(35)) if due.period.agency == "defense"]
    after = [due for due in dues(REFERRED, US, "dual_use", on(36)) if due.period.agency == "defense"]
    assert [(due.standing, due.silent) for due in on_the_day] == [("due_today", "nothing")]
    assert [(due.standing, due.silent) for due in after] == [("late", "no_objection")]


def test_a_pause_of_the_case_moves_what_is_due() -> None:
    paused = changed(pauses=(Pause("applicant_delay", on(10), on(15)),))
    assert ("recommendation", "defense", "open") in told(paused, 36)
    waiting = changed(pauses=(Pause("applicant_delay", on(10)),))
    assert ("recommendation", "defense", "stands_still") in told(waiting, 90)


def test_intake_is_late_while_nobody_took_the_case_up() -> None:
    waiting = CaseState(id="a", state="submitted", submitted=on(2), stages=(Stage("submitted", on(2)),))
    assert told(waiting, 12) == [("initial_processing", "", "late"), ("resolution", "", "open")]


def test_the_committee_decides_within_fourteen_days_of_when_the_agencies_were_due() -> None:
    case = changed(
        state="escalated", steps=(Step("operating_committee", on(30), "7"), Step("advisory_committee", on(50), "7"))
    )
    found = {due.period.step: due for due in dues(case, US, "dual_use", on(51))}
    assert found["operating_committee"].on == datetime.date(2026, 12, 20)
    assert found["advisory_committee"].on == datetime.date(2026, 12, 31)
    assert found["advisory_committee"].period.cite == "15 CFR 750.4(f)(2)"


def test_what_was_decided_waits_for_nobody() -> None:
    decided = changed(state="decided", decision=Decision("approved", (), "", "", "7", on(30)))
    assert told(decided, 300) == [
        ("initial_processing", "", "met"),
        ("resolution", "", "met"),
        ("recommendation", "defense", "fell_away"),
        ("recommendation", "energy", "met"),
    ], "an agency that did not answer is not told to have done so"


def test_what_was_withdrawn_waits_for_nobody() -> None:
    found = dues(changed(state="withdrawn", since=on(12)), US, "dual_use", on(300))
    assert [(due.period.step, due.standing, due.silent) for due in found][1:3] == [
        ("resolution", "fell_away", "nothing"),
        ("recommendation", "fell_away", "nothing"),
    ]


def test_a_munitions_case_has_sixty_days_and_no_period_for_the_agencies() -> None:
    found = {(due.period.step, due.period.agency): due for due in dues(REFERRED, US, "munitions", on(21))}
    assert found["resolution", ""].on == datetime.date(2027, 1, 1)
    assert found["recommendation", "defense"].standing == "no_limit"


def test_where_time_goes_is_told_by_state_and_by_agency() -> None:
    found = {(one.stage, one.agency): one for one in spent(stays(REFERRED), {"a": REFERRED.pauses})}
    assert (found["submitted", ""].median, found["referred", ""].open) == (3, 1)
    assert (found["referral", "energy"].median, found["referral", "defense"].open) == (15, 1)


INTENDED = changed(state="recommended", recommendation=Decision("refused", ("g",), "so", "so", "7", on(10)))


def told_of(case: CaseState, day: int, *steps: str) -> list[tuple[str, str]]:
    return [(due.period.step, due.standing) for due in dues(case, US, "dual_use", on(day)) if due.period.step in steps]


def test_an_applicant_is_told_of_an_intended_refusal_within_five_days_and_answers_within_twenty() -> None:
    steps = ("intent_to_deny", "response_to_intent")
    assert told_of(INTENDED, 16, *steps) == [("intent_to_deny", "late")]
    told = Intent("A refusal is intended.", on(12))
    intent = replace(INTENDED, intent=told)
    assert told_of(intent, 20, *steps) == [("intent_to_deny", "met"), ("response_to_intent", "open")]
    assert told_of(intent, 33, *steps)[1] == ("response_to_intent", "late")
    answered = replace(intent, intent=replace(told, responded=on(30)))
    assert told_of(answered, 60, *steps) == [("intent_to_deny", "met"), ("response_to_intent", "met")]
    assert all(
        due.days_not_read and due.silent == "nothing"
        for due in dues(intent, US, "dual_use", on(33))
        if due.period.step in steps
    )


def test_an_approval_that_is_recommended_asks_for_no_answer_to_a_refusal() -> None:
    case = changed(recommendation=Decision("approved", (), "", "", "7", on(10)))
    assert told_of(case, 16, "intent_to_deny", "response_to_intent") == []


def test_a_check_that_was_planned_is_due_on_its_day_whatever_stands_still() -> None:
    planned = Check("M1", "post_shipment", datetime.date(2026, 11, 20), "7")
    case = changed(monitoring=(planned,), pauses=(Pause("applicant_delay", on(10)),))
    found = [told_of(case, day, "post_shipment") for day in (18, 20, 22)]
    assert found == [[("post_shipment", "open")], [("post_shipment", "due_today")], [("post_shipment", "late")]]
    for done, standing in ((20, "met"), (25, "met_late")):
        recorded = replace(planned, done=datetime.date(2026, 11, done))
        assert told_of(changed(monitoring=(recorded,), state="revoked"), 40, "post_shipment") == [
            ("post_shipment", standing)
        ]
