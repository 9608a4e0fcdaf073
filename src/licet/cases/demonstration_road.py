"""The road of one case of the demonstration: which acts are done on it, one after the other, until it lies in the state that it is to show."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from licet.cases import acts
from licet.cases.by_law import Procedure
from licet.cases.case import CaseState
from licet.cases.declared import Line
from licet.cases.demonstration_stage import Stage
from licet.cases.procedure_for import procedure_for
from licet.cases.signing import to_sign
from licet.cases.who import THE_CLOCK, Who
from licet.cases.words import (
    APPROVE,
    APPROVE_WITH_PROVISOS,
    APPROVED,
    APPROVED_WITH_PROVISOS,
    IDENTICAL,
    NOT_IDENTICAL,
    REFUSE,
    REFUSED,
)
from licet.determination import Determination

# A licence that is to be over has a validity of so many days, and every other one of so many.
_SHORT, _LONG = 120, 730
# After so many days a check of end use is due.
_CHECKED = 300
_VERDICTS = {APPROVED: APPROVE, APPROVED_WITH_PROVISOS: APPROVE_WITH_PROVISOS, REFUSED: REFUSE}
_WEIGHTS = {APPROVED: "for_approval", APPROVED_WITH_PROVISOS: "for_provisos", REFUSED: "for_refusal"}


@dataclass
class Road:
    """One case of the table.

    Attributes:
        line: of the table.
        stage: where it plays.
        at: the moment of the next act.
    """

    line: Line
    stage: Stage
    at: datetime.datetime
    state: CaseState = field(default_factory=CaseState)
    case: str = field(default_factory=acts.new_case)
    determined: list[Determination] = field(default_factory=list)

    def walk(self) -> Iterator[datetime.timedelta]:
        """Do one act after the other, and yield before each how long it is waited for."""
        goal, pace = self._said("goal"), datetime.timedelta(hours=int(self._said("pace")))
        for act in self._acts():
            yield pace
            if self.at < (until := self._not_before(act)):
                yield until - self.at
            act()
        assert self.state.state == goal, (
            f"{self._said('reference')} ends {self.state.state}, and {goal} was to be shown"
        )

    def _said(self, column: str) -> str:
        return self.line.cells[column]

    def _not_before(self, act: Callable[[], object]) -> datetime.datetime:
        """Return the first moment of an act: a licence is over on a day that is known."""
        if act == self._expire and self.state.licence is not None:
            return datetime.datetime.combine(self.state.licence.valid_until, datetime.time(6), datetime.UTC)
        return self.at

    def _acts(self) -> Iterator[Callable[[], object]]:
        """Yield the acts in their order; each is asked for when the one before is done."""
        goal, twist = self._said("goal"), self._said("twist")
        yield self._draft
        if goal == "draft":
            return
        yield self._attach
        yield self._submit
        yield self._match
        if goal == "submitted":
            return
        yield self._take_on
        if goal == "in_review":
            return
        if goal == "awaiting_applicant" or twist == "question":
            yield self._ask
            if goal == "awaiting_applicant":
                return
            yield self._answer
        if goal == "withdrawn":
            yield partial(self._do, acts.withdraw, "applicant", why="The buyer has changed its plans.")
            return
        for one in self._procedure().referrals:
            yield partial(self._do, acts.refer, "licensing_officer", referral=one)
        if goal == "referred":
            return
        yield from self._reviewed(goal, twist)
        if self.state.state == goal and twist != "signed":
            return
        yield from self._decided(goal, twist)

    def _reviewed(self, goal: str, twist: str) -> Iterator[Callable[[], object]]:
        """Yield what is done of denials, pauses, advice and weighing, up to the recommendation."""
        if self.state.matches:
            yield self._judge
            if goal == "awaiting_consultation" or twist == "denial_freed":
                yield partial(self._do, acts.hold, "denial_officer")
                if goal == "awaiting_consultation":
                    return
                yield self._consult
        if twist == "pause":
            ground = self._procedure().pauses[0]
            yield partial(
                self._do, acts.pause, "licensing_officer", ground=ground, why="An answer from abroad is awaited."
            )
            yield partial(self._do, acts.resume, "licensing_officer", ground=ground)
        for item in self.state.items:
            for place in self.state.destinations:
                yield partial(self._advise, item.id, place)
        if goal == "escalated" or twist == "escalated":
            yield partial(
                self._do,
                acts.escalate,
                "licensing_officer",
                why="The ministry refuses; the licensing officer would approve.",
            )
            if goal == "escalated":
                return
            told = {"outcome": APPROVED, "reasons": "The use is civil, and was shown to be."}
            yield partial(self._do, acts.decide_step, "licensing_officer", **told)
        for factor in self._procedure().factors:
            yield partial(self._weigh, factor.code, next(iter(factor.standards), ""))
        yield self._recommend

    def _decided(self, goal: str, twist: str) -> Iterator[Callable[[], object]]:
        """Yield what is done from the signatures to the end of a licence."""
        for step in self._procedure(self._said("outcome")).signing:
            yield partial(self._sign, step.code)
        if goal == "recommended":
            return
        yield partial(
            self._do, acts.decide, "licensing_officer", outcome=self._said("outcome"), review=self.stage.review
        )
        if goal == "appealed" or twist == "upheld":
            yield partial(self._do, acts.appeal, "applicant", why="The end use was shown in full.")
            if twist == "upheld":
                yield partial(self._do, acts.uphold, "countersigner", why="Nothing new was shown.")
        if goal in ("decided", "appealed"):
            return
        yield self._issue
        yield self._draw
        for check in self._procedure().checks[:1]:
            due = (self.at + datetime.timedelta(days=_CHECKED)).date()
            yield partial(self._do, acts.plan_check, "licensing_officer", check=check, due=due)
            # Under a licence that holds unchanged the check is still to come.
            if goal != "issued":
                yield self._record
        match goal:
            case "amended":
                terms = self._terms(_LONG + 90)
                yield partial(self._do, acts.amend, "licensing_officer", why="The delivery is late.", **terms)
            case "revoked":
                yield partial(
                    self._do,
                    acts.revoke,
                    "licensing_officer",
                    why="The end user gave the aircraft to others.",
                    shown="The aircraft left the hands of the end user named in the licence.",
                )
            case "expired":
                yield self._expire

    # The acts.

    def _do(self, act: Callable[..., CaseState], role: str, **told: Any) -> None:
        who = self.stage.people[role] if role else THE_CLOCK
        if role == "applicant":
            who = Who(who.person, who.role, self._said("applicant"))
        procedure = self._procedure() if self.determined else None
        self.state = act(acts.Acting(self.case, self.state.position, who, self.at, procedure), **told)

    def _procedure(self, outcome: str = "") -> Procedure:
        return procedure_for(self.stage.configuration, self.stage.book, self.determined, self.at, outcome=outcome)

    def _draft(self) -> None:
        transfer = {
            "exporter": self._said("exporter"),
            "parties": [{"name": self._said("end_user"), "role": "end_user"}],
        }
        item = {"id": "1", "name": self._said("item"), "stated": _stated(self._said("stated"))}
        item |= {name: self._said(name) for name in ("quantity", "unit", "value", "currency")}
        places = self._said("destinations").split("|")
        about = {"transfer": transfer, "items": [item], "destinations": places, "reference": self._said("reference")}
        self._do(acts.create_draft, "applicant", **about)

    def _attach(self) -> None:
        content = f"End-use certificate\n\n{self._said('end_user')} will use {self._said('item')} itself.\n".encode()
        self._do(acts.attach, "applicant", name="end-use.txt", kind="end_use_certificate", content=content)

    def _submit(self) -> None:
        def review(transfer: Mapping[str, Any]) -> Determination:
            self.determined.append(self.stage.review(transfer))
            return self.determined[-1]

        self._do(acts.submit, "applicant", review=review)

    def _match(self) -> None:
        met = self._said("goal") == "awaiting_consultation" or self._said("twist").startswith("denial")
        told = {"party": self._said("end_user")}
        denial = {
            "id": "d1",
            "denial": f"demonstration {self._said('reference')}",
            "partner": "a partner",
            "told": told,
        }
        self._do(acts.match, "", matches=[denial] if met else [])

    def _take_on(self) -> None:
        self._do(acts.take_on, "licensing_officer")

    def _ask(self) -> None:
        self._do(acts.ask_applicant, "licensing_officer", question="What range and payload does the data sheet state?")

    def _answer(self) -> None:
        self._do(acts.answer, "applicant", question=self.state.asked[-1].id, text="They are those of the application.")

    def _judge(self) -> None:
        other = self._said("twist") == "denial_other"
        verdict, why = (
            (NOT_IDENTICAL, "Another buyer of a like name.")
            if other
            else (IDENTICAL, "The same buyer, and a like aircraft.")
        )
        for one in self.state.matches:
            self._do(acts.judge_match, "denial_officer", match=one.id, verdict=verdict, reasons=why)

    def _consult(self) -> None:
        outcome = next(one.code for one in self._procedure().consultation if one.frees)
        for one in self.state.matches:
            self._do(acts.record_consultation, "denial_officer", match=one.id, outcome=outcome)

    def _advise(self, item: str, place: str) -> None:
        against = self._said("goal") == "escalated" or self._said("twist") == "escalated"
        verdict = REFUSE if against else _VERDICTS[self._said("outcome")]
        told: dict[str, Any] = {"grounds": [self._ground()]} if verdict == REFUSE else {}
        if verdict == APPROVE_WITH_PROVISOS:
            told = {"provisos": ["The aircraft is not given to anybody else.", "Its flights are open to inspection."]}
        self._do(acts.advise, "agency_adviser", item=item, destination=place, verdict=verdict, **told)

    def _ground(self) -> str:
        return self._procedure().grounds[-1].code

    def _weigh(self, factor: str, standard: str) -> None:
        told = {"evidence": "Report of the demonstration.", "weight": _WEIGHTS[self._said("outcome")]}
        self._do(acts.weigh, "licensing_officer", factor=factor, standard=standard, **told)

    def _recommend(self) -> None:
        told: dict[str, Any] = {
            "outcome": self._said("outcome"),
            "reasons": "What was advised and weighed speaks for it.",
        }
        if told["outcome"] == REFUSED:
            told |= {
                "grounds": [self._ground()],
                "shown": "It was not shown that the aircraft stays with the end user.",
            }
        self._do(acts.recommend, "licensing_officer", **told)

    def _sign(self, step: str) -> None:
        self._do(acts.sign, "countersigner", step=step, signed=to_sign(self.state))

    def _issue(self) -> None:
        self._do(acts.issue, "licensing_officer", **self._terms(_SHORT if self._said("goal") == "expired" else _LONG))

    def _terms(self, days: int) -> dict[str, Any]:
        begins = self.at.date() if self.state.licence is None else self.state.licence.valid_from
        items = [{"item": one.id, "quantity": str(one.quantity), "value": str(one.value)} for one in self.state.items]
        until = begins + datetime.timedelta(days=days)
        number = f"L-{self._said('reference')}"
        return {
            "number": number,
            "valid_from": begins,
            "valid_until": until,
            "items": items,
            "currency": self._said("currency"),
        }

    def _draw(self) -> None:
        told = {"item": "1", "quantity": "1", "value": "1000", "reference": f"S-{self._said('reference')}"}
        self._do(acts.draw_down, "applicant", on=self.at.date(), **told)

    def _record(self) -> None:
        told = {"check": self.state.monitoring[-1].id, "outcome": "as stated"}
        self._do(acts.record_check, "licensing_officer", on=self.at.date(), **told)

    def _expire(self) -> None:
        self._do(acts.expire, "")


def _stated(text: str) -> dict[str, Any]:
    """Return what a cell states of an item: ``kind=uas; range=2000 km``."""
    pairs = (one.split("=", 1) for one in text.split(";"))
    return {name.strip(): value.strip() for name, value in pairs}
