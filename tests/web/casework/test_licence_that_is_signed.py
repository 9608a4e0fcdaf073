"""A procedure that asks for signatures under a change of a licence: it is made as it was proposed and signed, in the pages as elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import replace

import pytest
from cases import scene
from django.test import Client
from web.casework.doing import done, page, refused

from licet.cases import acts
from licet.cases.by_law import SigningStep
from licet.cases.case import CaseState
from licet.cases.moves import moves
from licet.web.casework.case_page import grouped
from licet.web.casework.law_here import configuration

As = Callable[..., Client]
SIGNED = replace(
    scene.PROCEDURE, signing=(*scene.PROCEDURE.signing, SigningStep("keeper", "the keeper", "", ("amended", "revoked")))
)


@pytest.fixture(autouse=True)
def law_with_a_signature(law_of_the_scene: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the pages ask a procedure that needs a signature under a change of a licence."""
    del law_of_the_scene
    for name, module in list(sys.modules.items()):
        if name.startswith("licet.web.casework") and "procedure" in vars(module):
            monkeypatch.setattr(
                module, "procedure", lambda state, at, outcome=None: SIGNED if state.determinations else None
            )


def offered(client: Client, case: str) -> str:
    text: str = client.get(f"/cases/{case}/").content.decode()
    return text[text.index('id="next"') : text.index('class="on-page"')]


def test_an_amendment_is_made_as_it_was_proposed_and_signed(as_: As) -> None:
    officer, chief = as_(scene.OFFICER), as_(scene.CHIEF)
    road = scene.Road().issued()
    assert road.state.licence is not None
    days = {"valid_from": "2026-11-03", "last": "2027-12-31"}
    terms = {"number": road.state.licence.number, **days, "q0": "9", "v0": "950"}
    assert "/amend/" not in offered(officer, road.case)
    refused(officer, road.case, "propose_change", "10 at most", change="amended", why="late", **{**terms, "q0": "11"})
    done(officer, road.case, "propose_change", change="amended", why="late", **terms)
    assert "/amend/" not in offered(officer, road.case)
    refused(officer, road.case, "amend", "none of the keeper")
    assert "9 of survey drone" in page(chief, road.case)
    done(chief, road.case, "sign")
    done(officer, road.case, "amend")
    licence = acts.read(road.case).licence
    assert licence is not None
    assert [one.quantity for one in licence.items] == [9]


def test_a_revocation_is_proposed_without_terms(as_: As) -> None:
    officer = as_(scene.OFFICER)
    case = scene.Road().issued().case
    refused(officer, case, "propose_change", "This field is required", change="revoked", why="")
    may_be_read = "The aircraft is not where it was to stay."
    done(officer, case, "propose_change", change="revoked", why="It was given to others.", shown=may_be_read)
    assert acts.read(case).proposed.terms == {}  # type: ignore[union-attr]
    done(as_(scene.CHIEF), case, "sign")
    done(officer, case, "revoke")
    assert acts.read(case).closed == "It was given to others."
    told = as_(scene.MAKER).get(f"/cases/{case}/").content.decode()
    assert may_be_read in told and "It was given to others." not in told
    letter = as_(scene.MAKER).get(f"/cases/{case}/papers/revocation.pdf")
    assert letter.status_code == 200
    pypdfium2 = pytest.importorskip("pypdfium2")
    text = pypdfium2.PdfDocument(letter.getvalue())[0].get_textpage().get_text_range()
    assert may_be_read in " ".join(text.split())


def test_every_step_of_signing_reaches_the_acts_whatever_was_recommended() -> None:
    from licet.web.casework.acting import EVERY_OUTCOME

    track = configuration().tracks[0].track
    assert configuration().signing_of(track, EVERY_OUTCOME) == configuration().signing_of(track)


@pytest.mark.parametrize("state", ["in_review", "recommended", "decided", "issued"])
def test_every_form_that_is_offered_stands_in_one_group(state: str) -> None:
    from licet.web.casework.act_forms import FORMS

    forms = [FORMS[act] for act in dict.fromkeys(row.act for row in moves().rows if state in row.start) if act in FORMS]
    found = grouped(forms, CaseState(state=state))
    assert sorted(one.act for group in found.values() for one in group) == sorted(one.act for one in forms)
