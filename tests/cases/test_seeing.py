"""What an applicant sees of a case: nothing that is internal, in whatever state the case is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

import pytest
from cases import scene
from cases.scene import ARMS, AT, ATOMS, AUDITOR, KEEPER, MAKER, OFFICER, RIVAL, STRANGERS, Road

from licet.cases import acts
from licet.cases.faults import NotAllowed
from licet.cases.seeing import document, listed, seen_by, shown, visible
from licet.cases.who import Who

pytestmark = pytest.mark.usefixtures("database")
_SECRET = "not for the applicant"


def _told(road: Road) -> Road:
    """Have something internal said wherever it can be."""
    road.referred()
    road.do(
        acts.advise, ARMS, item="1", destination="XB", verdict="approve_with_provisos", provisos=[_SECRET], text=_SECRET
    )
    road.do(acts.advise, ATOMS, item="1", destination="XB", verdict="refuse", grounds=["security"], text=_SECRET)
    road.do(acts.weigh, OFFICER, factor="stability", weight="for_refusal", evidence=_SECRET)
    road.do(acts.match, scene.CLOCK, matches=[{"id": "d1", "denial": _SECRET, "partner": "XC"}])
    road.do(acts.judge_match, scene.DENIALS, match="d1", verdict="essentially_identical", reasons=_SECRET)
    road.do(acts.attach, OFFICER, name=_SECRET, kind="note", content=b"note")
    return road


def _held(road: Road) -> Road:
    _told(road).do(acts.hold, scene.DENIALS)
    return road


def _escalated(road: Road) -> Road:
    _told(road).do(acts.escalate, OFFICER, why=_SECRET)
    return road


def _recommended(road: Road) -> Road:
    _told(road).do(
        acts.recommend,
        OFFICER,
        outcome="refused",
        reasons=_SECRET,
        grounds=["security"],
        shown="It would harm security.",
    )
    return road


def _refused(road: Road) -> Road:
    _recommended(road).signed().do(acts.decide, OFFICER, outcome="refused")
    return road


@pytest.mark.parametrize("prepare", [_told, _held, _escalated, _recommended, _refused])
def test_an_applicant_never_sees_what_is_internal(prepare: Callable[[Road], Road]) -> None:
    scene.people()
    road = prepare(Road())
    seen = seen_by(road.case, MAKER)
    told = repr(asdict(seen))
    assert _SECRET in repr(asdict(road.state)) and _SECRET not in told
    for name in (
        "adam",
        "abby",
        "arms",
        "atoms",
        "cora",
        "dora",
        "XC",
        "essentially",
        "consult",
        "escalat",
        "'recommended'",
    ):
        assert name not in told, name
    assert seen.state in ("in_review", "decided") and seen.since is not None
    assert all(before.state != after.state for before, after in zip(seen.stages, seen.stages[1:], strict=False))


def test_an_applicant_reads_the_reasons_that_may_be_shown_and_no_others() -> None:
    scene.people()
    road = _refused(Road())
    decision = seen_by(road.case, MAKER).decision
    assert decision is not None and (decision.outcome, decision.shown, decision.reasons, decision.by) == (
        "refused",
        "It would harm security.",
        "",
        "",
    )


def test_an_applicant_sees_provisos_once_they_are_in_force_without_who_set_them() -> None:
    scene.people()
    road = Road().referred()
    road.do(
        acts.advise, ARMS, item="1", destination="XB", verdict="approve_with_provisos", provisos=["No night flights."]
    )
    road.do(acts.advise, ATOMS, item="1", destination="XB", verdict="approve")
    assert seen_by(road.case, MAKER).provisos == ()
    road.weighed().do(acts.recommend, OFFICER, outcome="approved_with_provisos", reasons="so")
    road.signed().do(acts.decide, OFFICER, outcome="approved_with_provisos")
    assert [(one.text, one.owner) for one in seen_by(road.case, MAKER).provisos] == [("No night flights.", "")]


def test_an_applicant_reads_their_own_reasons_for_an_end_and_not_those_of_the_authority() -> None:
    scene.people()
    road = Road().submitted()
    road.do(acts.withdraw, MAKER, why="the buyer is gone")
    revoked = Road(at=road.at).issued()
    revoked.do(acts.revoke, OFFICER, why=_SECRET, shown="It left your hands.")
    assert seen_by(road.case, MAKER).closed == "the buyer is gone" and seen_by(revoked.case, OFFICER).closed == _SECRET
    seen = seen_by(revoked.case, MAKER)
    assert seen.state == "revoked" and _SECRET not in repr(asdict(seen))
    assert seen.closed_shown == "It left your hands.", "the reasons that may be shown"


def test_an_applicant_does_not_know_of_a_check_before_it_comes() -> None:
    scene.people()
    road = Road().issued()
    road.do(acts.plan_check, OFFICER, check="post_shipment", due=AT.date())
    assert road.state.monitoring and shown(road.state).monitoring == ()


@pytest.mark.parametrize(("who", "drafts", "referred"), [
    (MAKER, True, True), (RIVAL, False, False), (OFFICER, False, True), (ARMS, False, True), (STRANGERS, False, False), (AUDITOR, False, True),
    (KEEPER, False, False), (scene.GENERAL, False, True), (scene.CHIEF, False, True), (scene.CLOCK, False, False),
])  # fmt: skip
def test_a_draft_is_the_applicants_alone_and_an_agency_sees_what_was_referred_to_it(
    who: Who, drafts: bool, referred: bool
) -> None:
    scene.people()

    def sees(road: Road) -> bool:
        try:
            return bool(seen_by(road.case, who).id)
        except NotAllowed:
            return False

    draft = Road().drafted()
    case = Road(at=draft.at).referred()
    assert (sees(draft), sees(case)) == (drafts, referred)


def test_a_case_that_is_not_there_is_refused_as_one_that_may_not_be_seen() -> None:
    scene.people()
    with pytest.raises(NotAllowed):
        seen_by("no-such-case", OFFICER)


def test_who_only_says_to_be_of_an_agency_sees_nothing() -> None:
    scene.people()
    road = Road().referred()
    claimed: Any = Who("ali", "agency_adviser", "arms")
    with pytest.raises(NotAllowed):
        seen_by(road.case, claimed)
    assert visible(road.state, ARMS) == road.state


def test_the_list_of_each_person_holds_what_they_may_see_and_nothing_else() -> None:
    scene.people()
    road = Road().drafted()
    cases = [road.case]
    for prepare in (Road.submitted, Road.in_review, Road.advised, Road.issued):
        road = prepare(Road(at=road.at))
        cases.append(road.case)
    for who in (*scene.CAST, scene.CLOCK):
        may_see = []
        for case in cases:
            try:
                seen_by(case, who)
            except NotAllowed:
                continue
            may_see.append(case)
        assert sorted(listed(who).values_list("pk", flat=True)) == sorted(may_see), who
    assert len(listed(MAKER)) == 5 and len(listed(ARMS)) == 2 and len(listed(RIVAL)) == 0


def test_a_document_is_read_by_whoever_may_see_it() -> None:
    scene.people()
    road = Road().referred()
    road.do(acts.attach, MAKER, name="a.pdf", kind="end_use_certificate", content=b"theirs")
    road.do(acts.attach, ARMS, name="b.pdf", kind="note", content=b"ours")
    theirs, ours = (one.digest for one in road.state.attachments)
    assert document(road.case, theirs, MAKER) == document(road.case, theirs, ARMS) == b"theirs"
    assert document(road.case, ours, OFFICER) == b"ours"
    for who, digest in ((MAKER, ours), (STRANGERS, theirs), (RIVAL, theirs), (OFFICER, "0" * 64)):
        with pytest.raises(NotAllowed):
            document(road.case, digest, who)
