"""The whole road of a case with the real engine and the procedures that came with Licet: from a draft to the licence, nothing invented but the people."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from cases.procedures import shipped
from law.transfers import fast_drone

import licet
from licet.cases import acts
from licet.cases.approving import in_the_way
from licet.cases.by_law import Procedure
from licet.cases.case import CaseState
from licet.cases.determining import determined
from licet.cases.faults import NotPossible
from licet.cases.models import Organisation
from licet.cases.people import enrol
from licet.cases.procedure import Configuration
from licet.cases.procedure_for import procedure_for
from licet.cases.signing import outstanding, to_sign
from licet.cases.who import THE_CLOCK, Who
from licet.determination import Determination
from licet.rulebook.rulebook import Rulebook

pytestmark = pytest.mark.usefixtures("database")

BEGUN = datetime.datetime(2026, 11, 2, 14, tzinfo=datetime.UTC)
MAKER, OFFICER, DENIALS = "maker", "olaf", "dora"
ITALY = {
    "exporter": "US",
    "jurisdiction": "usml",
    "channel": "direct_commercial",
    "sale_class": "major_defense_equipment",
    "retransfer": False,
    "new_sales_territory": False,
    "parties": [{"name": "Sample Survey Authority", "role": "end_user", "nation": "IT"}],
}
FRANCE = {"exporter": "FR", "parties": [{"name": "Sample Survey Authority", "role": "end_user", "nation": "IT"}]}


def engine(transfer: Mapping[str, Any]) -> Determination:
    """Ask the real engine, of what only an authority asks as well."""
    return licet.review(transfer, rulebook=Rulebook.load().for_cases)


@dataclass
class Way:
    """One drone on its way through an authority; each act is an hour after the one before."""

    tables: Configuration
    at: datetime.datetime = BEGUN
    state: CaseState = field(default_factory=CaseState)
    case: str = field(default_factory=acts.new_case)

    def __post_init__(self) -> None:
        Organisation.objects.create(id=MAKER, name="Maker", kind="exporter")
        enrol("anna", MAKER, "applicant")
        for agency in self.tables.agencies:
            decides = agency.part == "decides"
            Organisation.objects.create(id=agency.agency, name=agency.title, kind="authority" if decides else "agency")
            for number in range(3):
                enrol(f"signer {number}", agency.agency, "countersigner")
            if decides:
                enrol(OFFICER, agency.agency, "licensing_officer")
                enrol(DENIALS, agency.agency, "denial_officer")
            else:
                enrol(f"adviser of {agency.agency}", agency.agency, "agency_adviser")

    @property
    def procedure(self) -> Procedure | None:
        """The procedure as it holds at this hour; none before anything was determined."""
        if not self.state.determinations:
            return None
        return procedure_for(self.tables, Rulebook.load(), determined(self.state), self.at)

    @property
    def law(self) -> Procedure:
        found = self.procedure
        assert found is not None
        return found

    def do(self, act: Any, person: str, role: str, organisation: str, **told: Any) -> CaseState:
        self.at += datetime.timedelta(hours=1)
        who = Who(person, role, organisation) if person else THE_CLOCK
        self.state = act(acts.Acting(self.case, self.state.position, who, self.at, self.procedure), **told)
        return self.state

    def applicant(self, act: Any, **told: Any) -> CaseState:
        return self.do(act, "anna", "applicant", MAKER, **told)

    def officer(self, act: Any, **told: Any) -> CaseState:
        return self.do(act, OFFICER, "licensing_officer", self.law.authority, **told)

    def clock(self, act: Any, **told: Any) -> CaseState:
        return self.do(act, "", "", "", **told)

    def submitted(self, transfer: Mapping[str, Any], value: str = "", currency: str = "USD") -> Way:
        item: dict[str, Any] = {"id": "1", "name": "drone", "stated": fast_drone(), "quantity": "4"}
        if value:
            item |= {"value": value, "currency": currency}
        self.applicant(acts.create_draft, transfer=transfer, items=[item], destinations=["IT"])
        self.applicant(acts.submit, review=engine)
        self.clock(acts.match, matches=[])
        return self

    def advised(self) -> Way:
        self.officer(acts.take_on)
        for one in self.law.referrals:
            self.officer(acts.refer, referral=one)
        for one in self.law.referrals:
            about = {"item": "1", "destination": "IT", "verdict": "approve"}
            self.do(acts.advise, f"adviser of {one.agency}", "agency_adviser", one.agency, **about)
        return self

    def weighed(self) -> Way:
        for factor in self.law.factors:
            standard = factor.standards[0] if factor.standards else ""
            about = {"factor": factor.code, "weight": "neutral", "evidence": "a report", "standard": standard}
            self.officer(acts.weigh, **about)
        return self

    def recommended(self, outcome: str = "approved", **told: Any) -> Way:
        self.officer(acts.recommend, outcome=outcome, reasons="seen by all", **told)
        return self

    def signed(self, outcome: str = "approved") -> Way:
        for number, step in enumerate(outstanding(self.state, self.law, outcome)):
            about = {"step": step.code, "signed": to_sign(self.state)}
            self.do(acts.sign, f"signer {number}", "countersigner", step.organisation or self.law.authority, **about)
        return self

    def issued(self) -> CaseState:
        day = self.at.date()
        items = [{"item": one.id, "quantity": str(one.quantity), "value": one.value} for one in self.state.items]
        until = day + datetime.timedelta(days=365)
        return self.officer(acts.issue, number="L-1", valid_from=day, valid_until=until, items=items, currency="USD")


def test_nothing_is_approved_before_all_the_law_asks_for_is_there_and_each_thing_is_named() -> None:
    way = Way(shipped("us")).submitted(ITALY, "9000000")
    told = " / ".join(map(str, in_the_way(way.state, way.law, "approved")))
    for agency in ("defense", "missile_office", "human_rights_bureau", "regional_bureau", "arms_transfers_office"):
        assert f"'{agency}' has not seen the case" in told
    assert "the factor 'cat_human_rights_actual_knowledge' is empty" in told
    assert "none of Chief of the licensing division" in told


def test_a_drone_for_italy_goes_the_whole_road_through_the_agencies_of_the_united_states() -> None:
    way = Way(shipped("us")).submitted(ITALY, "9000000").advised()
    assert way.state.state == "in_review"
    assert {one.agency for one in way.state.advised} == {
        "defense",
        "missile_office",
        "human_rights_bureau",
        "regional_bureau",
        "arms_transfers_office",
    }
    assert all(one.rule.startswith("us.referrals-munitions/") and one.answered for one in way.state.referrals)
    way.weighed().recommended().signed()
    way.officer(acts.decide, outcome="approved", review=engine)
    state = way.issued()
    assert state.state == "issued" and state.licence is not None and state.licence.number == "L-1"
    assert [one.step for one in state.signatures] == ["division"]
    assert acts.read(way.case) == state


def test_a_refusal_needs_a_ground_of_law_and_the_signature_of_the_direction_too() -> None:
    way = Way(shipped("us")).submitted(ITALY, "9000000").advised()
    way.recommended("refused", grounds=["cat_diversion"], shown="There is a risk of diversion.")
    step = outstanding(way.state, way.law, "refused")[0]
    way.do(acts.sign, "signer 0", "countersigner", step.organisation, step=step.code, signed=to_sign(way.state))
    with pytest.raises(NotPossible, match="none of Director of licensing"):
        way.officer(acts.decide, outcome="refused", review=engine)
    way.state = acts.read(way.case)
    way.do(acts.sign, "signer 1", "countersigner", step.organisation, step="direction", signed=to_sign(way.state))
    assert way.officer(acts.decide, outcome="refused", review=engine).state == "decided"


def test_a_drone_goes_the_whole_road_through_the_example() -> None:
    way = Way(shipped("plain")).submitted(FRANCE).advised()
    assert [one.agency for one in way.state.advised] == ["foreign_ministry"]
    assert way.state.referrals[0].rule == "procedure/plain/agencies.csv:3"
    way.weighed().recommended().signed()
    way.officer(acts.decide, outcome="approved", review=engine)
    assert way.issued().state == "issued"
    assert [one.step for one in way.state.signatures] == ["second_officer"]
