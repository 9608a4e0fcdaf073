"""Any order of acts by anybody: a case only ever moves as the table says, nothing is approved that something stands in the way of, and what is
kept for lists is what the events say."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from cases import scene
from cases.scene import AT, DAY, PROCEDURE, Road
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from licet.cases import acts, projection
from licet.cases.case import CaseState
from licet.cases.faults import NotPossible
from licet.cases.guards_end import drawn_of
from licet.cases.ledger import head
from licet.cases.models import Case
from licet.cases.moves import moves
from licet.cases.signing import to_sign
from licet.cases.verifying import verify_table
from licet.cases.who import THE_CLOCK, Who
from licet.cases.words import OVER

_STARTS = (
    Road.drafted,
    Road.referred,
    Road.advised,
    Road.recommended,
    Road.refusal_recommended,
    Road.held,
    Road.decided,
    Road.issued,
)
_STATED: dict[str, Any] = {"transfer": scene.TRANSFER, "items": scene.ITEMS, "destinations": scene.PLACES}
_EVERYBODY = (*scene.CAST, THE_CLOCK)
_SELDOM = ("withdraw", "revoke", "attach", "match", "hand_over", "redetermine")
_BY_ROLE: dict[str, tuple[Who, ...]] = {
    role: tuple(who for who in scene.CAST if who.role == role) for role in {who.role for who in scene.CAST}
}
_BY_ROLE["clock"] = (THE_CLOCK,)


def _pick(data: st.DataObject, values: Sequence[Any]) -> Any:
    """Return one of these, each as likely as the other; a short list would be drawn mostly at its ends."""
    return values[data.draw(st.integers(0, 2**20)) % len(values)]


def _told(act: str, state: CaseState, who: Who, at: datetime.datetime, data: st.DataObject) -> dict[str, Any]:
    """Return what is told with an act, mostly usable."""

    def one_of(*values: Any) -> Any:
        return _pick(data, values)

    def id_of(these: Any) -> str:
        return str(one_of(*(one.id for one in these), "none"))

    return _TOLD[act](state, who, at, one_of) if act in _TOLD else {"why": "because"}


def _id(these: Any, one_of: Any) -> str:
    return str(one_of(*(one.id for one in these), "none"))


def _advice(state: CaseState, who: Who, _at: datetime.datetime, one_of: Any) -> dict[str, Any]:
    verdict = one_of("approve", "approve", "approve_with_provisos", "refuse", "return_for_information")
    return {
        "item": "1",
        "destination": "XB",
        "verdict": verdict,
        "grounds": ["security"] if verdict == "refuse" else [],
        "provisos": ["No night flights."] if verdict == "approve_with_provisos" else [],
        "supersedes": next((one.id for one in state.advised if one.agency == who.organisation), ""),
    }


def _recommendation(state: CaseState, _who: Who, _at: datetime.datetime, one_of: Any) -> dict[str, Any]:
    outcome = one_of("approved_with_provisos" if state.conditions else "approved", "approved", "refused")
    refuses = outcome == "refused"
    return {
        "outcome": outcome,
        "reasons": "so",
        "grounds": ["security"] if refuses else [],
        "shown": "So." if refuses else "",
    }


def _weighing(_state: CaseState, _who: Who, _at: datetime.datetime, one_of: Any) -> dict[str, Any]:
    factor = one_of("stability", "rights", "weather")
    return {
        "factor": factor,
        "weight": "neutral",
        "evidence": "a report",
        "standard": "likely" if factor == "rights" else "",
    }


def _signing(state: CaseState, _who: Who, _at: datetime.datetime, _one_of: Any) -> dict[str, Any]:
    left = [step.code for step in PROCEDURE.signing if step.code not in {one.step for one in state.signed}]
    return {"step": (left or ["chief"])[0], "signed": to_sign(state)}


def _terms(state: CaseState, at: datetime.datetime, one_of: Any) -> dict[str, Any]:
    return scene.licence(
        one_of("1", "2", "6", "10", "11"), one_of("0", "100", "600", "1000", "1001"), at, f"L-{state.id}"
    )


def _shipment(state: CaseState, _who: Who, at: datetime.datetime, one_of: Any) -> dict[str, Any]:
    quantity, value = one_of("1", "2", "6", "10", "11"), one_of("0", "100", "600", "1000", "1001")
    return {"item": "1", "quantity": quantity, "value": value, "on": _day(at, one_of), "reference": "D"}


def _day(at: datetime.datetime, one_of: Any) -> datetime.date:
    day: datetime.date = (at + one_of(0, 0, 0, -1, 1, 400) * DAY).date()
    return day


# Each act → what is told with it, mostly usable; of all others it is told why.
_TOLD: dict[str, Callable[[CaseState, Who, datetime.datetime, Any], dict[str, Any]]] = {
    "create_draft": lambda *_: _STATED,
    "change_draft": lambda *_: _STATED,
    "attach": lambda _s, _w, _a, one_of: {"name": "a.pdf", "kind": "assurance", "content": one_of(b"a", b"b")},
    "show_document": lambda state, _w, _a, one_of: {"document": one_of(*(one.digest for one in state.attachments), "none"), "why": "asked for"},
    "submit": lambda *_: {"review": scene.engine()},
    "match": lambda _s, _w, _a, one_of: {"matches": one_of([], [{"id": one_of("d1", "d2"), "denial": "XC 1", "partner": "XC"}])},
    "redetermine": lambda _s, _w, _a, one_of: {"review": scene.engine(one_of("law-1", "law-2"))},
    "take_on": lambda *_: {},
    "hold": lambda *_: {},
    "expire": lambda *_: {},
    "hand_over": lambda _s, _w, _a, one_of: {"officer": one_of("olaf", "ofra", "adam")},
    "refer": lambda _s, _w, _a, one_of: {"referral": one_of(*PROCEDURE.referrals)},
    "advise": _advice,
    "fall_silent": lambda _s, _w, _a, one_of: {"agency": one_of("atoms", "arms")},
    "ask_applicant": lambda *_: {"question": "To whom?"},
    "answer": lambda state, _w, _a, one_of: {"question": _id(state.asked, one_of), "text": "To them."},
    "drop_question": lambda state, _w, _a, one_of: {"question": _id(state.asked, one_of), "why": "no answer came"},
    "restate": lambda *_: {**_STATED, "review": scene.engine()},
    "weigh": _weighing,
    "judge_match": lambda state, _w, _a, one_of: {
        "match": _id(state.matches, one_of), "verdict": one_of("essentially_identical", "not_identical"), "reasons": "seen"
    },
    "record_consultation": lambda state, _w, _a, one_of: {"match": _id(state.matches, one_of), "outcome": one_of("agrees", "objects")},
    "add_proviso": lambda *_: {"text": "No night flights."},
    "drop_proviso": lambda state, _w, _a, one_of: {"proviso": _id(state.conditions, one_of), "why": "not needed"},
    "pause": lambda *_: {"ground": "assurance", "why": "asked for"},
    "resume": lambda *_: {"ground": "assurance"},
    "recommend": _recommendation,
    "sign": _signing,
    "decide_step": lambda _s, _w, _a, one_of: {"outcome": one_of("approved", "approved_with_provisos", "refused"), "reasons": "by vote"},
    "decide": lambda state, *_: {"outcome": state.recommendation.outcome if state.recommendation else "approved"},
    "issue": lambda state, _w, at, one_of: _terms(state, at, one_of),
    "amend": lambda state, _w, at, one_of: {**_terms(state, at, one_of), "why": "asked for"},
    "propose_change": lambda state, _w, at, one_of: {**_terms(state, at, one_of), "change": one_of("amended", "revoked"), "why": "asked for"},
    "record_notice": lambda _s, _w, at, one_of: {"notice": "formal", "on": _day(at, one_of), "reference": "N"},
    "tell_intent": lambda *_: {"text": "A refusal is intended."},
    "respond": lambda *_: {"text": "It will not be diverted."},
    "draw_down": _shipment,
    "plan_check": lambda _s, _w, at, one_of: {"check": "post_shipment", "due": _day(at, one_of)},
    "record_check": lambda state, _w, at, one_of: {"check": _id(state.monitoring, one_of), "on": _day(at, one_of), "outcome": "as stated"},
}  # fmt: skip


class AnyRoad(RuleBasedStateMachine):
    """One case, and everybody."""

    road: Road

    start: Callable[[Road], Road]

    @initialize()
    def begin(self) -> None:
        self.road = Road(at=_LATEST[0])
        type(self).start(self.road)
        _LATEST[0] = self.road.at

    @rule(data=st.data(), leap=st.sampled_from([0] * 12 + [31, 366]), anybody=st.sampled_from([False] * 5 + [True]))
    def act(self, data: st.DataObject, leap: int, anybody: bool) -> None:
        """Somebody does something: mostly what the state permits, by one of the role, and at times anything by anybody."""
        possible = moves().possible(self.road.state.state)
        # What ends a case, and what changes nothing, is done less often than all else.
        possible = tuple(one for one in possible if one not in _SELDOM) or possible
        act = _pick(data, moves().acts if anybody or not possible else possible)
        roles = dict.fromkeys(role for row in moves().rows if row.act == act for role in row.roles)
        some = [who for role in roles for who in _BY_ROLE[role] if who not in (scene.RIVAL, scene.STRANGERS)]
        self.road.at += leap * DAY
        self._try(act, _pick(data, _EVERYBODY if anybody else some), data)

    def _try(self, act: str, who: Who, data: st.DataObject) -> None:
        before, was = self.road.state, head()
        told = _told(act, before, who, self.road.at, data)
        try:
            after = self.road.do(getattr(acts, act), who, **told)
        except NotPossible:
            assert head() == was and acts.read(self.road.case) == before, "an act that is refused writes nothing"
            return
        finally:
            _LATEST[0] = max(_LATEST[0], self.road.at)
        rows = [row for row in moves().rows if row.act == act and before.state in row.start and who.role in row.roles]
        assert (rows and before.state not in OVER) or act in ("attach", "plan_check", "record_check")
        ends = {before.state, *(end for row in rows for start, end in moves().targets(row) if start == before.state)}
        assert after.state in ends
        assert after == acts.read(self.road.case), "what an act returns is what the events say"
        if after.state == "decided" and before.state == "recommended":
            self._nothing_stood_in_the_way(after)

    def _nothing_stood_in_the_way(self, state: CaseState) -> None:
        assert state.decision is not None
        if state.decision.outcome == "refused":
            assert state.decision.grounds and state.decision.shown and [one.step for one in state.signed] == ["chief"]
            return
        assert {one.factor for one in state.worksheet} >= {"stability", "rights"}
        assert state.matched is not None
        assert all(
            one.verdict == "not_identical" or (one.verdict and one.consultation == "agrees") for one in state.matches
        )
        held = {one.agency: one.verdict for one in state.advised}
        assert set(held) == {"arms", "atoms"} and "return_for_information" not in held.values()
        assert "refuse" not in held.values() or state.steps[-1].outcome != "refused"
        assert [one.step for one in state.signed] == ["chief", "general"]
        assert {one.by for one in state.signed}.isdisjoint({state.officer, state.decision.by})
        assert bool(state.conditions) == (state.decision.outcome == "approved_with_provisos")

    @precondition(lambda self: hasattr(self, "road"))
    @invariant()
    def never_beyond_the_licence(self) -> None:
        state = self.road.state
        if state.licence is None:
            return
        for one in state.licence.items:
            quantity, value = drawn_of(state, one.item)
            assert quantity <= one.quantity and (one.value is None or value <= one.value)

    @precondition(lambda self: hasattr(self, "road"))
    @invariant()
    def times_are_rows_that_meet(self) -> None:
        stages = self.road.state.stages
        assert all(one.left == two.entered for one, two in itertools.pairwise(stages)) and stages[-1].left is None
        assert stages[-1].state == self.road.state.state and all(
            one.until is None or one.until >= one.begun for one in self.road.state.pauses
        )


# The chain of one file goes on from case to case, and so does its clock.
_LATEST = [AT]


def _nothing_waits_for_nothing(state: CaseState) -> None:
    """A case that waits has something to wait for, and its pause lasts no longer."""
    asked = any(one.answered is None for one in state.asked)
    consulted = any(one.verdict == "essentially_identical" and not one.consultation for one in state.matches)
    assert state.state != "awaiting_applicant" or asked
    assert state.state != "awaiting_consultation" or consulted
    lasting = {one.ground for one in state.pauses if one.until is None}
    assert state.state in ("awaiting_applicant", *OVER) or "applicant" not in lasting
    assert state.state in ("awaiting_consultation", *OVER) or "consultation" not in lasting


@pytest.mark.usefixtures("database")
@pytest.mark.parametrize("start", _STARTS)
def test_on_any_road_a_case_moves_as_the_tables_say(start: Callable[[Road], Road]) -> None:
    scene.people()
    _LATEST[0] = AT
    run_state_machine_as_test(
        type("FromHere", (AnyRoad,), {"start": staticmethod(start)}),
        settings=settings(
            max_examples=6,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
    assert verify_table() is None and list(projection.differing()) == []
    for case in Case.objects.values_list("pk", flat=True):
        _nothing_waits_for_nothing(acts.read(case))
    many = projection.rebuild()
    assert many >= 6 and list(projection.differing()) == []
