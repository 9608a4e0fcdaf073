"""Every act by everybody, against the table of rights: what does not stand there is refused, and nothing is written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from cases import scene
from cases.scene import AT, DAY, Road
from django.db import transaction

from licet.cases import acts
from licet.cases.by_law import LegislativeNotice
from licet.cases.declared import text_of
from licet.cases.faults import NotAllowed, TablesWrong
from licet.cases.ledger import head
from licet.cases.moves import moves
from licet.cases.people import end
from licet.cases.rights import CONDITIONS, read, rights
from licet.cases.signing import to_sign
from licet.cases.who import THE_CLOCK, Who

pytestmark = pytest.mark.usefixtures("database")

# What holds of each person in the cases below, by the words of the table. It is told here once more, so that the code does not vouch for itself.
_HOLDS: dict[Who, set[str]] = {
    scene.MAKER: {"any", "own", "submitted"},
    scene.RIVAL: {"any", "submitted"},
    scene.OFFICER: {"any", "submitted", "assigned", "sees_it"},
    scene.OTHER_OFFICER: {"any", "submitted", "sees_it", "not_decider", "not_own_work"},
    scene.ARMS: {"any", "submitted", "referred", "sees_it", "not_decider"},
    scene.ATOMS: {"any", "submitted", "referred", "sees_it", "not_decider"},
    scene.STRANGERS: {"any", "submitted"},
    scene.CHIEF: {"any", "submitted", "sees_it", "not_own_work", "signs_for", "not_decider"},
    scene.GENERAL: {"any", "submitted", "referred", "sees_it", "not_own_work", "not_decider"},
    scene.DENIALS: {"any", "submitted", "sees_it"},
    scene.AUDITOR: {"any", "submitted", "sees_it"},
    scene.KEEPER: {"any", "submitted", "sees_it"},
    THE_CLOCK: {"any"},
}


def _asked(road: Road) -> Road:
    road.do(acts.ask_applicant, scene.OFFICER, question="To whom?")
    return road


def _with_proviso(road: Road) -> Road:
    road.do(acts.add_proviso, scene.ARMS, text="No night flights.")
    return road


def _with_document(road: Road) -> Road:
    road.do(acts.attach, scene.ARMS, name="b.pdf", kind="note", content=b"ours")
    return road


def _to_be_notified(road: Road) -> Road:
    notice = LegislativeNotice("formal", "Notice", 30, "calendar")
    road.procedure = replace(scene.PROCEDURE, notices=(notice,))
    return road.referred()


def _told_of_intent(road: Road) -> Road:
    road.do(acts.tell_intent, scene.OFFICER, text="A refusal is intended.")
    return road


def _paused(road: Road) -> Road:
    road.do(acts.pause, scene.OFFICER, ground="assurance", why="asked")
    return road


def _escalated(road: Road) -> Road:
    road.do(acts.escalate, scene.OFFICER, why="they disagree")
    return road


def _matched(road: Road) -> Road:
    found = {"id": "d1", "denial": "XC 2024/7", "partner": "XC", "told": {}}
    road.do(acts.match, THE_CLOCK, matches=[found])
    return road


def _identical(road: Road) -> Road:
    _matched(road).do(acts.judge_match, scene.DENIALS, match="d1", verdict="essentially_identical", reasons="the same")
    return road


def _planned(road: Road) -> Road:
    road.do(acts.plan_check, scene.OFFICER, check="post_shipment", due=(AT + 90 * DAY).date())
    return road


def _appealed(road: Road) -> Road:
    road.refused().do(acts.appeal, scene.MAKER, why="It will not be diverted.")
    return road


def _late(road: Road) -> Road:
    road.at = AT + 400 * DAY
    return road


def _silent(road: Road) -> Road:
    road.referred().at = AT + 31 * DAY
    return road


_STATED: dict[str, Any] = {"transfer": scene.TRANSFER, "items": scene.ITEMS, "destinations": scene.PLACES}
_WORDS: dict[str, Any] = {"why": "because"}

# Each act → a case in which it is possible, and what is told with it.
_POSSIBLE: dict[str, tuple[Callable[[Road], Road], Callable[[Road], dict[str, Any]]]] = {
    "create_draft": (lambda road: road, lambda _: _STATED),
    "change_draft": (Road.drafted, lambda _: _STATED),
    "attach": (Road.referred, lambda _: {"name": "a.pdf", "kind": "assurance", "content": b"x"}),
    "show_document": (
        lambda road: _with_document(road.referred()),
        lambda road: {"document": road.state.attachments[0].digest, **_WORDS},
    ),
    "submit": (Road.drafted, lambda _: {"review": scene.engine()}),
    "match": (Road.referred, lambda _: {"matches": []}),
    "redetermine": (Road.referred, lambda _: {"review": scene.engine("law-2")}),
    "take_on": (Road.submitted, lambda _: {}),
    "hand_over": (Road.referred, lambda _: {"officer": "ofra"}),
    "refer": (Road.in_review, lambda _: {"referral": scene.PROCEDURE.referrals[0]}),
    "advise": (Road.referred, lambda _: {"item": "1", "destination": "XB", "verdict": "approve"}),
    "fall_silent": (_silent, lambda _: {"agency": "atoms"}),
    "ask_applicant": (Road.referred, lambda _: {"question": "To whom?"}),
    "answer": (lambda road: _asked(road.referred()), lambda _: {"question": "Q1", "text": "To them."}),
    "drop_question": (lambda road: _asked(road.referred()), lambda _: {"question": "Q1", **_WORDS}),
    "restate": (lambda road: _asked(road.referred()), lambda _: {**_STATED, "review": scene.engine()}),
    "weigh": (Road.referred, lambda _: {"factor": "stability", "weight": "neutral", "evidence": "a report"}),
    "judge_match": (
        lambda road: _matched(road.referred()),
        lambda _: {"match": "d1", "verdict": "not_identical", "reasons": "another buyer"},
    ),
    "hold": (lambda road: _identical(road.referred()), lambda _: {}),
    "record_consultation": (
        lambda road: (_identical(road.referred()).do(acts.hold, scene.DENIALS), road)[1],
        lambda _: {"match": "d1", "outcome": "agrees"},
    ),
    "add_proviso": (Road.referred, lambda _: {"text": "No night flights."}),
    "drop_proviso": (lambda road: _with_proviso(road.referred()), lambda _: {"proviso": "P1", **_WORDS}),
    "pause": (Road.referred, lambda _: {"ground": "assurance", **_WORDS}),
    "resume": (lambda road: _paused(road.referred()), lambda _: {"ground": "assurance"}),
    "recommend": (Road.advised, lambda _: {"outcome": "approved", "reasons": "all agree"}),
    "send_back": (Road.recommended, lambda _: _WORDS),
    "sign": (Road.recommended, lambda road: {"step": "chief", "signed": to_sign(road.state)}),
    "tell_intent": (Road.refusal_recommended, lambda _: {"text": "A refusal is intended."}),
    "respond": (
        lambda road: _told_of_intent(road.refusal_recommended()),
        lambda _: {"text": "It will not be diverted."},
    ),
    "escalate": (Road.referred, lambda _: _WORDS),
    "decide_step": (lambda road: _escalated(road.referred()), lambda _: {"outcome": "approved", "reasons": "by vote"}),
    "decide": (lambda road: road.recommended().signed(), lambda _: {"outcome": "approved"}),
    "record_notice": (_to_be_notified, lambda _: {"notice": "formal", "on": AT.date(), "reference": "N-1"}),
    "issue": (Road.decided, lambda _: scene.licence()),
    "amend": (Road.issued, lambda _: {**scene.licence("5", "500"), **_WORDS}),
    "propose_change": (Road.issued, lambda _: {"change": "revoked", **_WORDS}),
    "draw_down": (
        Road.issued,
        lambda _: {"item": "1", "quantity": "2", "value": "200", "on": AT.date(), "reference": "D-1"},
    ),
    "plan_check": (Road.issued, lambda _: {"check": "post_shipment", "due": (AT + 90 * DAY).date()}),
    "record_check": (
        lambda road: _planned(road.issued()),
        lambda _: {"check": "M1", "on": AT.date(), "outcome": "as stated"},
    ),
    "withdraw": (Road.referred, lambda _: {}),
    "appeal": (Road.refused, lambda _: _WORDS),
    "uphold": (_appealed, lambda _: _WORDS),
    "reopen": (_appealed, lambda _: _WORDS),
    "expire": (lambda road: _late(road.issued()), lambda _: {}),
    "revoke": (Road.issued, lambda _: _WORDS),
}
# Where a case is no further than this, some of it holds of nobody yet.
_DRAFT = {"change_draft", "submit", "create_draft"}
_NO_REFERRAL = {"refer", "take_on", *_DRAFT}
_NO_OFFICER = {"take_on", *_DRAFT}


def _holds(act: str, who: Who) -> set[str]:
    held = set(_HOLDS[who])
    if act in _DRAFT:
        held -= {"submitted"}
        held -= {"sees_it"}
    if act in _NO_REFERRAL:
        held -= {"referred"}
        held -= {"sees_it"} if who.organisation != "authority" else set()
    if act in _NO_OFFICER:
        held -= {"assigned"}
    if who is scene.ARMS and act == "drop_proviso":
        held |= {"owns_it"}
    return held


def _expected(act: str, who: Who) -> bool:
    rows = [line.split(",") for line in text_of("rights.csv").splitlines()[1:]]
    return any(row[:2] == [act, who.role] and set(row[2].split()) <= _holds(act, who) for row in rows)


def test_a_table_with_a_condition_that_nobody_knows_is_refused_with_its_line() -> None:
    with pytest.raises(
        TablesWrong, match=r"rights.csv:2: the condition 'assignd'; expected a condition; did you mean assigned"
    ):
        read("act,role,condition\nsubmit,applicant,assignd\n")


@pytest.mark.parametrize(
    "text", ["", "act,role\n", "act,role,condition\nsubmit,applicant\n", "act,role,condition\nsubmit,applicant,\n"]
)
def test_a_table_that_is_not_whole_is_refused(text: str) -> None:
    with pytest.raises(TablesWrong):
        read(text)


def test_a_right_that_stands_twice_and_a_role_that_is_none_are_told_together() -> None:
    with pytest.raises(TablesWrong) as raised:
        read("act,role,condition\nsubmit,applicant,own\nsubmit,applicant,own\nsubmit,applikant,own\n")
    assert [fault.where for fault in raised.value.faults] == ["rights.csv:3", "rights.csv:4"]


def test_every_act_of_the_table_of_moves_is_tried_here_and_has_its_function() -> None:
    assert set(_POSSIBLE) == set(moves().acts) and all(callable(getattr(acts, act)) for act in moves().acts)


def test_every_condition_is_used_and_told_in_a_sentence() -> None:
    assert {one for row in rights().rows for one in row.conditions} == set(CONDITIONS) and all(
        one.__doc__ for one in CONDITIONS.values()
    )


def test_whoever_is_not_in_the_table_may_nothing() -> None:
    assert read("act,role,condition\n").allows("see", scene.MAKER, Road().state) is False


@pytest.mark.parametrize("act", list(_POSSIBLE))
def test_an_act_is_done_by_whom_the_table_gives_it_and_refused_to_all_others(act: str) -> None:
    scene.people()
    prepare, told = _POSSIBLE[act]
    road, done = prepare(Road()), []
    before = head()
    for who in _HOLDS:
        with transaction.atomic():
            try:
                road.again().do(getattr(acts, act), who, **told(road))
            except NotAllowed:
                assert head() == before, f"{who.person} was refused and yet something was written"
            else:
                done.append(who)
            transaction.set_rollback(True)
    assert done == [who for who in _HOLDS if _expected(act, who)]
    assert done, "somebody may"


def test_the_role_of_somebody_who_left_gives_nothing() -> None:
    scene.people()
    road = Road().referred()
    end("adam", "arms", "agency_adviser")
    with pytest.raises(NotAllowed, match="no role of agency_adviser"):
        road.do(acts.advise, scene.ARMS, item="1", destination="XB", verdict="approve")


@pytest.mark.parametrize(
    "who",
    [
        replace(scene.MAKER, role="licensing_officer"),
        replace(scene.STRANGERS, organisation="arms"),
        replace(scene.MAKER, person=""),
        Who("anna", "clock", ""),
        Who("", "clock", "authority"),
        replace(scene.STRANGERS, role="countersigner", kind="authority"),
    ],
)
def test_a_role_that_somebody_only_claims_gives_nothing(who: Who) -> None:
    scene.people()
    road = Road().referred()
    with pytest.raises(NotAllowed):
        road.do(acts.match, who, matches=[])


def test_the_rights_are_drawn_as_a_table_with_every_act_and_role() -> None:
    drawn = rights().markdown()
    assert "| advise |  |  | referred |  |  |  |  |  |" in drawn
    assert drawn.count("\n") == len(rights().acts) + len(CONDITIONS) + 5
