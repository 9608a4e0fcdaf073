"""An invented authority with its people, a procedure, an engine that says what it is told to, and the road of a case through all its states."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from licet.cases import acts
from licet.cases.approving import in_the_way
from licet.cases.by_law import (
    ConsultationOutcome,
    EscalationStep,
    Factor,
    Ground,
    Procedure,
    Referred,
    SigningStep,
    Silence,
)
from licet.cases.case import CaseState
from licet.cases.determining import Review
from licet.cases.faults import NotPossible
from licet.cases.models import Organisation
from licet.cases.people import enrol
from licet.cases.signing import to_sign
from licet.cases.who import THE_CLOCK, Who
from licet.determination import Answer, Determination, RulebookReference

AT = datetime.datetime(2026, 11, 3, 9, 30, tzinfo=datetime.UTC)
HOUR, DAY = datetime.timedelta(hours=1), datetime.timedelta(days=1)

MAKER = Who("anna", "applicant", "maker")
RIVAL = Who("rita", "applicant", "rival")
OFFICER = Who("olaf", "licensing_officer", "authority")
OTHER_OFFICER = Who("ofra", "licensing_officer", "authority")
ARMS = Who("adam", "agency_adviser", "arms")
ATOMS = Who("abby", "agency_adviser", "atoms")
STRANGERS = Who("ali", "agency_adviser", "strangers")
CHIEF = Who("cora", "countersigner", "authority")
GENERAL = Who("gus", "countersigner", "arms")
DENIALS = Who("dora", "denial_officer", "authority")
AUDITOR = Who("axel", "auditor", "authority")
KEEPER = Who("kim", "administrator", "authority")
CLOCK = THE_CLOCK
CAST = (MAKER, RIVAL, OFFICER, OTHER_OFFICER, ARMS, ATOMS, STRANGERS, CHIEF, GENERAL, DENIALS, AUDITOR, KEEPER)

PROCEDURE = Procedure(
    digest="procedure-1",
    day=AT.date(),
    authority="authority",
    grounds=(Ground("security", "It would harm security."), Ground("diversion", "It may be diverted.")),
    factors=(
        Factor("stability", "Whether the region is stable."),
        Factor("rights", "Human rights.", standards=("knowledge", "likely")),
    ),
    signing=(
        SigningStep("chief", "the chief"),
        SigningStep("general", "the general", "arms", ("approved", "approved_with_provisos")),
    ),
    escalation=(EscalationStep("committee", "the committee"), EscalationStep("board", "the board")),
    silences=(Silence("atoms", "procedure/silence", limit=30, days="calendar"),),
    consultation=(
        ConsultationOutcome("agrees", "The partner agrees.", True),
        ConsultationOutcome("objects", "The partner objects.", False),
    ),
    pauses=("applicant", "consultation", "assurance"),
    applicant_pause="applicant",
    consultation_pause="consultation",
    checks=("post_shipment",),
    referrals=(
        Referred("arms", "procedure/arms", "procedure-1", AT + 30 * DAY),
        Referred("atoms", "procedure/atoms", "procedure-1", AT + 30 * DAY),
    ),
)
TRANSFER = {"exporter": "XA", "parties": [{"name": "Sample Survey Authority", "role": "end_user"}]}
ITEMS = [
    {"id": "1", "name": "survey drone", "stated": {"kind": "uas"}, "quantity": "10", "value": "1000", "currency": "EUR"}
]
PLACES = ["XB"]


def engine(rulebook: str = "law-1", posture: str | None = "case_by_case") -> Review:
    """Return what answers every transfer alike."""

    def review(transfer: Mapping[str, Any]) -> Determination:
        answer = Answer(value=posture, possible=[posture] if posture else ["case_by_case", "prohibited"])
        return Determination(
            licet="0", rulebook=RulebookReference(digest=rulebook), transfer=dict(transfer), answers={"posture": answer}, missing=[], assumed=[],
            taken=[], warnings=[],
        )  # fmt: skip

    return review


def people() -> None:
    """Make the organisations and their people."""
    kinds = {
        "maker": "exporter",
        "rival": "exporter",
        "authority": "authority",
        "arms": "agency",
        "atoms": "agency",
        "strangers": "agency",
    }
    Organisation.objects.bulk_create(
        Organisation(id=name, name=name.title(), kind=kind) for name, kind in kinds.items()
    )
    for who in CAST:
        enrol(who.person, who.organisation, who.role)


@dataclass
class Road:
    """One case on its road; each call of :meth:`do` is an hour after the one before."""

    state: CaseState = field(default_factory=CaseState)
    at: datetime.datetime = AT
    procedure: Procedure = PROCEDURE
    case: str = field(default_factory=acts.new_case)

    def do(self, act: Callable[..., CaseState], who: Who, **told: Any) -> CaseState:
        """Do an act on the case as it was seen last."""
        self.at += HOUR
        if act is acts.decide:
            told.setdefault("review", engine())
        self.state = act(acts.Acting(self.case, self.state.position, who, self.at, self.procedure), **told)
        return self.state

    def drafted(self, **changed: Any) -> Road:
        self.do(acts.create_draft, MAKER, **{"transfer": TRANSFER, "items": ITEMS, "destinations": PLACES, **changed})
        return self

    def submitted(self) -> Road:
        self.drafted().do(acts.submit, MAKER, review=engine())
        self.do(acts.match, CLOCK, matches=[])
        return self

    def in_review(self) -> Road:
        self.submitted().do(acts.take_on, OFFICER)
        return self

    def referred(self) -> Road:
        self.in_review()
        for one in PROCEDURE.referrals:
            self.do(acts.refer, OFFICER, referral=one)
        return self

    def advised(self) -> Road:
        self.referred()
        for who in (ARMS, ATOMS):
            self.do(acts.advise, who, item="1", destination="XB", verdict="approve")
        return self

    def weighed(self) -> Road:
        self.do(acts.weigh, OFFICER, factor="stability", weight="neutral", evidence="report 1")
        self.do(acts.weigh, OFFICER, factor="rights", weight="for_approval", evidence="report 2", standard="likely")
        return self

    def recommended(self, outcome: str = "approved", **told: Any) -> Road:
        self.advised().weighed().do(acts.recommend, OFFICER, outcome=outcome, reasons="all agree", **told)
        return self

    def refusal_recommended(self) -> Road:
        self.advised().do(
            acts.recommend,
            OFFICER,
            outcome="refused",
            reasons="it will be diverted",
            grounds=["diversion"],
            shown="Diversion.",
        )
        return self

    def signed(self) -> Road:
        self.do(acts.sign, CHIEF, step="chief", signed=to_sign(self.state))
        if self.state.recommendation is not None and self.state.recommendation.outcome != "refused":
            self.do(acts.sign, GENERAL, step="general", signed=to_sign(self.state))
        return self

    def decided(self) -> Road:
        self.recommended().signed().do(acts.decide, OFFICER, outcome="approved")
        return self

    def refused(self) -> Road:
        self.refusal_recommended().signed().do(acts.decide, OFFICER, outcome="refused")
        return self

    def issued(self) -> Road:
        self.decided().do(acts.issue, OFFICER, **licence(since=self.at - DAY, number=f"L-{self.case}"))
        return self

    def denied_before(self) -> Road:
        self.in_review().do(
            acts.match,
            CLOCK,
            matches=[{"id": "d1", "denial": "XC 2024/7", "partner": "XC", "told": {"item": "same entry"}}],
        )
        return self

    def judged(self) -> Road:
        self.denied_before().do(
            acts.judge_match, DENIALS, match="d1", verdict="essentially_identical", reasons="the same buyer"
        )
        return self

    def held(self) -> Road:
        self.judged().do(acts.hold, DENIALS)
        return self

    def again(self) -> Road:
        """Return the same case for somebody else who has seen the same."""
        return replace(self)


def licence(
    quantity: str = "10", value: str = "1000", since: datetime.datetime = AT, number: str = "L-1"
) -> dict[str, Any]:
    """Return the terms of a licence for a year."""
    until = (since + 365 * DAY).date()
    items = [{"item": "1", "quantity": quantity, "value": value}]
    return {"number": number, "valid_from": since.date(), "valid_until": until, "items": items, "currency": "EUR"}


def refused(road: Road, told: str, act: Callable[..., CaseState], who: Who, **about: Any) -> None:
    """Have an act refused with these words, and see that the case is as it was."""
    before = road.state
    with pytest.raises(NotPossible, match=told):
        road.do(act, who, **about)
    assert acts.read(road.case) == before


def standing(road: Road) -> list[str]:
    """Return what stands in the way of an approval."""
    return list(map(str, in_the_way(road.state, PROCEDURE, "approved")))
