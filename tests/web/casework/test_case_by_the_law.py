"""The page of a case by the law of the site and the example of a procedure: answers with where they stand, clocks, and the law of today."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable

import pytest
from cases import scene
from django.test import Client
from web.casework.conftest import NOW
from web.casework.doing import done, page, refused, said

from licet.cases import acts
from licet.cases.who import Who

As = Callable[..., Client]
OFFICER, APPLICANT = Who("otto", "licensing_officer", "licensing_authority"), Who("anna", "applicant", "maker")


@pytest.fixture
def case(as_: As) -> str:
    """Return a case that the engine determined weeks before now."""
    from django.contrib.auth.models import User

    from licet.cases.models import Organisation
    from licet.cases.people import enrol
    from licet.web.casework.law_here import review

    del as_
    for name, kind in (("licensing_authority", "authority"), ("foreign_ministry", "agency")):
        Organisation.objects.create(id=name, name=f"The {name.replace('_', ' ')}", kind=kind)
    enrol(OFFICER.person, OFFICER.organisation, OFFICER.role)
    enrol("finn", "foreign_ministry", "agency_adviser")
    for person in (OFFICER.person, "finn"):
        User.objects.create_user(person)
    case, at = acts.new_case(), NOW - datetime.timedelta(days=60)
    stated = {"kind": "uas", "range": "500 km", "payload": "100 kg", "max_airspeed": "200 km/h"}
    items = [{"id": "1", "name": "Survey drone", "stated": stated, "quantity": "2", "value": "4000", "currency": "EUR"}]
    transfer = {"exporter": "DE", "parties": [{"name": "Sample Survey Authority", "role": "end_user"}]}
    state = acts.create_draft(acts.Acting(case, 0, APPLICANT, at), transfer=transfer, items=items, destinations=["NO"])
    acts.submit(acts.Acting(case, state.position, APPLICANT, at + scene.HOUR), review=review)
    return case


def signed_in(person: str) -> Client:
    from django.contrib.auth.models import User

    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(username=person))
    return client


def test_answers_stand_with_their_rules_and_clocks_with_their_days(case: str) -> None:
    officer = signed_in("otto")
    text = page(officer, case)
    assert "Survey drone, to Norway" in text
    assert "mtcr.guidelines/" in text
    assert "days late" in text
    links = officer.get(f"/cases/{case}/").content.decode()
    assert 'href="/law/mtcr.guidelines/#' in links


def test_what_the_procedure_asks_is_offered_and_done(case: str) -> None:
    officer = signed_in("otto")
    done(officer, case, "take_on")
    form = said(officer.get(f"/cases/{case}/refer/"))
    assert "The foreign ministry" in form
    done(officer, case, "refer", agencies=["foreign_ministry"])
    done(signed_in("finn"), case, "advise", p0_verdict="refuse", p0_grounds="end_use_assessment")
    text = page(officer, case)
    assert "The foreign ministry" in text
    assert "were not found sufficient" in text
    assert "end_use_assessment" not in text
    worksheet = said(officer.get(f"/cases/{case}/weigh/"))
    assert worksheet.count("Empty") == worksheet.count("What it speaks for") > 0


def test_an_act_with_nothing_to_choose_from_is_told_as_such_and_has_no_button(as_: As) -> None:
    case = scene.Road().issued().case
    text = as_(scene.OFFICER).get(f"/cases/{case}/record_check/").content.decode()
    assert "No check is planned that was not done." in text
    assert 'class="doing"' not in text


def test_the_law_of_today_is_asked_when_somebody_wants_to_know(case: str) -> None:
    officer = signed_in("otto")
    assert "answer as it was determined" not in page(officer, case)
    assert "answer as it was determined" in said(officer.get(f"/cases/{case}/?today"))


def test_a_factor_that_asks_for_a_standard_of_proof_is_weighed_by_one(as_: As) -> None:
    from django.contrib.auth.models import User
    from django.test import override_settings

    from licet.cases.models import Organisation
    from licet.cases.people import enrol
    from licet.web.casework.law_here import review

    del as_
    Organisation.objects.create(id="state", name="Department of State", kind="authority")
    officer = Who("otto", "licensing_officer", "state")
    enrol(officer.person, officer.organisation, officer.role)
    User.objects.create_user(officer.person)
    case, at = acts.new_case(), NOW - datetime.timedelta(days=60)
    stated = {"kind": "uas", "range": "1800 km", "payload": "1700 kg", "max_airspeed": "400 km/h"}
    items = [{"id": "1", "name": "Aircraft", "stated": stated, "quantity": "2", "value": "90000000", "currency": "USD"}]
    with override_settings(LICET_PROCEDURE="us"):
        state = acts.create_draft(
            acts.Acting(case, 0, APPLICANT, at),
            transfer={"exporter": "US", "jurisdiction": "usml"},
            items=items,
            destinations=["SA"],
        )
        acts.submit(acts.Acting(case, state.position, APPLICANT, at + scene.HOUR), review=review)
        client = signed_in(officer.person)
        done(client, case, "take_on")
        text = said(client.get(f"/cases/{case}/weigh/"))
        # One rule brings several factors, and each is told from the others.
        legends = re.findall(r"<legend>([^<]+)", client.get(f"/cases/{case}/weigh/").content.decode())
        factors = [one.strip() for one in legends if one.strip() != "Standard of proof"]
        assert len(factors) == len(set(factors)) > 7
        assert "Actual knowledge at the time of authorisation" in text
        number = next(
            one.partition("_")[0]
            for one in client.get(f"/cases/{case}/weigh/").content.decode().split('name="')
            if "_standard" in one.partition('"')[0]
        )
        weighed = {f"{number}_weight": "neutral", f"{number}_evidence": "report 1"}
        refused(client, case, "weigh", "Choose the standard that was applied", **weighed)
        done(client, case, "weigh", **weighed, **{f"{number}_standard": "actual_knowledge"})
        shown = page(client, case)
    assert [one.standard for one in acts.read(case).worksheet] == ["actual_knowledge"]
    assert "by the standard: Actual knowledge at the time of authorisation" in shown
    assert "factors of the worksheet are empty" in shown
    assert "Notification of the legislature (draft), PDF" in shown
