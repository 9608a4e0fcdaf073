"""A case from its submission to a shipment check, done in the pages by everybody whose part it is; wrong input comes first."""

from __future__ import annotations

import datetime
from collections.abc import Callable

import pytest
from cases import scene
from django.test import Client
from web.casework.doing import done, page, refused, said, sent

from licet.cases import acts

pytestmark = pytest.mark.usefixtures("law_of_the_scene")
As = Callable[..., Client]


def test_every_part_of_the_road_is_done_in_the_pages(as_: As) -> None:
    officer, arms, atoms = as_(scene.OFFICER), as_(scene.ARMS), as_(scene.ATOMS)
    chief, general = as_(scene.CHIEF), as_(scene.GENERAL)
    case = scene.Road().submitted().case

    done(officer, case, "take_on")
    assert "Arms has not seen the case" in page(officer, case).replace("«", "").replace("»", "")
    refused(officer, case, "refer", "This field is required", agencies=[])
    done(officer, case, "refer", agencies=["arms", "atoms"])
    assert acts.read(case).state == "referred"

    refused(arms, case, "advise", "Nothing was said of any item and destination")
    refused(arms, case, "advise", "Choose a verdict", p0_text="it is sold widely")
    refused(arms, case, "advise", "A refusal names one ground", p0_verdict="refuse")
    refused(arms, case, "advise", "Provisos stand with the verdict", p0_verdict="approve", p0_provisos="No resale.")
    refused(arms, case, "advise", "provisos", "one or more", p0_verdict="approve_with_provisos")
    done(arms, case, "advise", p0_verdict="approve_with_provisos", p0_provisos="No resale.\n\nShown on request.\n")
    done(atoms, case, "advise", p0_verdict="approve", p0_text="nothing to add")
    assert [one.text for one in acts.read(case).conditions] == ["No resale.", "Shown on request."]
    assert acts.read(case).state == "in_review"

    refused(officer, case, "weigh", "Nothing was changed")
    refused(officer, case, "weigh", "Say on what that rests", f0_weight="neutral")
    refused(officer, case, "weigh", "Choose the standard", f1_weight="neutral", f1_evidence="report 2")
    assert acts.read(case).worksheet == ()
    weighed = {
        "f0_weight": "neutral",
        "f0_evidence": "report 1",
        "f1_weight": "for_approval",
        "f1_evidence": "report 2",
    }
    done(officer, case, "weigh", **weighed, f1_standard="likely")
    assert [one.standard for one in acts.read(case).worksheet] == ["", "likely"]

    refused(officer, case, "recommend", "A refusal names one ground", outcome="refused", reasons="no", shown="no")
    refused(
        officer,
        case,
        "recommend",
        "tells the applicant something",
        outcome="refused",
        reasons="no",
        grounds="diversion",
    )
    refused(officer, case, "recommend", "Select a valid choice", outcome="approved", reasons="provisos stand")
    done(officer, case, "recommend", outcome="approved_with_provisos", reasons="all agree")

    assert "Next" in page(chief, case)
    assert chief.get(f"/cases/{case}/").status_code == 200
    # The general signs after the chief.
    assert "Countersign" not in page(general, case).partition("Clocks")[0]
    done(chief, case, "sign")
    done(general, case, "sign")
    assert "signed by gus" in page(officer, case)
    done(officer, case, "decide")
    assert acts.read(case).state == "decided"

    terms = {"number": "L-1", "valid_from": "2026-12-01", "last": "2027-11-30"}
    refused(officer, case, "issue", "10 at most, as applied for", **terms, q0="11", v0="1000")
    refused(officer, case, "issue", "an amount of more than nothing", **terms, q0="many", v0="1000")
    done(officer, case, "issue", **terms, q0="10", v0="1,000")
    licence = acts.read(case).licence
    assert licence is not None
    assert (licence.valid_until, licence.currency) == (datetime.date(2027, 12, 1), "EUR")
    assert [(str(one.quantity), str(one.value)) for one in licence.items] == [("10", "1000")]

    done(officer, case, "plan_check", check="post_shipment", due="2027-06-01")
    refused(
        officer, case, "record_check", "a day that is not to come", check="M1", on="2999-01-01", outcome="as stated"
    )
    done(officer, case, "record_check", check="M1", on="2026-01-02", outcome="as stated")
    told = {"number": "L-1", "valid_from": "2026-12-01", "last": "2028-01-31", "q0": "8", "v0": "900"}
    refused(officer, case, "amend", "This field is required", **told)
    done(officer, case, "amend", why="The delivery is late.", **told)
    assert [one.quantity for one in acts.read(case).licence.items] == [8]  # type: ignore[union-attr]
    done(officer, case, "revoke", why="It was given to others.")
    assert acts.read(case).state == "revoked"
    shown = page(as_(scene.AUDITOR), case)
    for event in (
        "Began the application",
        "Referred to Arms",
        "Weighed «Human rights.»",
        "Signed as the general",
        "Issued the licence L-1",
        "Revoked the licence",
    ):
        assert event in shown


def test_a_refusal_is_told_before_it_is_decided(as_: As) -> None:
    officer = as_(scene.OFFICER)
    case = scene.Road().refusal_recommended().case
    assert "Diversion." in said(officer.get(f"/cases/{case}/tell_intent/"))
    refused(officer, case, "tell_intent", "This field is required", text="")
    done(officer, case, "tell_intent", text="We intend to refuse.")
    assert "tell_intent" not in officer.get(f"/cases/{case}/").content.decode()
    done(as_(scene.CHIEF), case, "sign")
    done(officer, case, "decide")
    assert "Nothing was sent: an officer reads it and sends it" in page(officer, case)


def test_a_denial_is_judged_the_case_held_and_the_partner_consulted(as_: As) -> None:
    denials, officer = as_(scene.DENIALS), as_(scene.OFFICER)
    case = scene.Road().denied_before().case
    assert "hold" not in offered(denials, case)
    refused(denials, case, "judge_match", "This field is required", match="d1", verdict="essentially_identical")
    done(denials, case, "judge_match", match="d1", verdict="essentially_identical", reasons="the same buyer")
    done(denials, case, "hold")
    assert "The partner is to be consulted" in page(officer, case)
    refused(denials, case, "record_consultation", "Select a valid choice", match="d1", outcome="shrugs")
    done(denials, case, "record_consultation", match="d1", outcome="agrees", told="They do not mind.")
    assert acts.read(case).state == "in_review"


def test_the_register_is_looked_up_once_there_is_one(as_: As) -> None:
    from licet.cases.denials_kept import none_known

    denials = as_(scene.DENIALS)
    road = scene.Road().drafted()
    road.do(acts.submit, scene.MAKER, review=scene.engine())
    assert "Look up" not in offered(denials, road.case)
    refused(denials, road.case, "match", "register the denials first")
    none_known("nothing was ever refused", scene.DENIALS, road.at)
    done(denials, road.case, "match")
    assert "no denial agrees. That is no clearance." in page(denials, road.case)


def test_a_disagreement_goes_up_step_by_step(as_: As) -> None:
    officer = as_(scene.OFFICER)
    case = scene.Road().advised().case
    assert "the committee" in said(officer.get(f"/cases/{case}/escalate/"))
    refused(officer, case, "escalate", "This field is required", why="")
    done(officer, case, "escalate", why="arms refuses")
    refused(officer, case, "decide_step", "This field is required", outcome="approved")
    done(officer, case, "decide_step", outcome="approved", reasons="the use is civil")
    assert "the board" in said(officer.get(f"/cases/{case}/escalate/"))


def test_questions_and_clocks_stop_and_go_on(as_: As) -> None:
    officer = as_(scene.OFFICER)
    case = scene.Road().in_review().case
    done(officer, case, "ask_applicant", question="What is its range?")
    assert "the clocks stand still" in page(officer, case)
    refused(officer, case, "drop_question", "This field is required", question="Q1")
    done(officer, case, "drop_question", question="Q1", why="It is in the catalogue.")
    refused(officer, case, "pause", "Select a valid choice", ground="holidays", why="summer")
    done(officer, case, "pause", ground="assurance", why="A letter is awaited.")
    done(officer, case, "resume", ground="assurance")
    assert [one.until is None for one in acts.read(case).pauses] == [False, False]


def test_a_proviso_is_dropped_by_nobody_but_its_owner(as_: As) -> None:
    road = scene.Road().in_review()
    road.do(acts.refer, scene.OFFICER, referral=scene.PROCEDURE.referrals[0])
    arms, officer = as_(scene.ARMS), as_(scene.OFFICER)
    done(arms, road.case, "add_proviso", text="No resale.", item="1")
    assert "drop_proviso" not in offered(officer, road.case)
    answer = officer.post(
        f"/cases/{road.case}/drop_proviso/",
        {"seen": acts.read(road.case).position, "proviso": "P1", "why": "in the way"},
    )
    assert answer.status_code == 422
    done(arms, road.case, "drop_proviso", proviso="P1", why="a mistake")
    assert acts.read(road.case).conditions == ()


def test_a_case_is_handed_to_another_officer(as_: As) -> None:
    case = scene.Road().in_review().case
    done(as_(scene.OFFICER), case, "hand_over", officer="ofra")
    assert acts.read(case).officer == "ofra"
    assert as_(scene.OFFICER).post(f"/cases/{case}/weigh/", {"seen": acts.read(case).position}).status_code == 403


def test_a_refusal_is_appealed_and_upheld_by_somebody_else(as_: As) -> None:
    road = scene.Road().refused()
    road.do(acts.appeal, scene.MAKER, why="the end use was shown")
    assert "uphold" not in offered(as_(scene.OFFICER), road.case)
    other = as_(scene.OTHER_OFFICER)
    refused(other, road.case, "uphold", "This field is required", why=" ")
    done(other, road.case, "uphold", why="nothing new")
    done(other, road.case, "reopen", why="something new after all")
    assert acts.read(road.case).state == "in_review"


def test_a_case_is_determined_anew(as_: As) -> None:
    case = scene.Road().in_review().case
    done(as_(scene.OFFICER), case, "redetermine")
    assert len(acts.read(case).determinations) == 2


def offered(client: Client, case: str) -> str:
    """Return what the page of a case offers to do, before its clocks and parts."""
    text: str = client.get(f"/cases/{case}/").content.decode()
    return text[text.index('id="next"') : text.index('class="on-page"')]


def test_advice_on_several_is_written_whole_or_not_at_all(as_: As) -> None:
    road = scene.Road()
    road.drafted(destinations=["XB", "XC"]).do(acts.submit, scene.MAKER, review=scene.engine())
    road.do(acts.match, scene.CLOCK, matches=[])
    road.do(acts.take_on, scene.OFFICER)
    road.do(acts.refer, scene.OFFICER, referral=scene.PROCEDURE.referrals[0])
    arms = as_(scene.ARMS)
    # The second cannot be written, since there is no proviso that it could stand with.
    answer = sent(arms, road.case, "advise", p0_verdict="approve", p1_verdict="approve_with_provisos")
    assert answer.status_code == 422
    assert acts.read(road.case) == road.state
    done(
        arms,
        road.case,
        "advise",
        all_verdict="approve_with_provisos",
        all_provisos="No resale.",
        p1_verdict="refuse",
        p1_grounds="diversion",
    )
    state = acts.read(road.case)
    assert [(one.destination, one.verdict) for one in state.advised] == [
        ("XB", "approve_with_provisos"),
        ("XC", "refuse"),
    ]
    done(arms, road.case, "advise", p1_verdict="approve_with_provisos")
    assert "superseded" in page(arms, road.case)
    assert [one.superseded for one in acts.read(road.case).advice] == [False, True, False]
