"""What of a case in the pages is not for everybody: acts of others, cases of others, and what is internal."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from cases import scene
from django.test import Client
from web.casework.doing import done, opened, said

from licet.cases import acts
from licet.cases.who import Who

pytestmark = pytest.mark.usefixtures("law_of_the_scene")
As = Callable[..., Client]


@pytest.mark.parametrize(
    ("who", "act"),
    [
        (scene.MAKER, "weigh"),
        (scene.MAKER, "advise"),
        (scene.OTHER_OFFICER, "refer"),
        (scene.OFFICER, "advise"),
        (scene.OFFICER, "sign"),
        (scene.ARMS, "recommend"),
        (scene.CHIEF, "decide"),
        (scene.DENIALS, "weigh"),
        (scene.AUDITOR, "take_on"),
        (scene.AUDITOR, "pause"),
    ],
)
def test_an_act_of_somebody_else_is_refused_and_not_offered(as_: As, who: Who, act: str) -> None:
    road = scene.Road().advised()
    client = as_(who)
    assert f"/{act}/" not in client.get(f"/cases/{road.case}/").content.decode()
    assert client.get(f"/cases/{road.case}/{act}/").status_code == 403
    assert client.post(f"/cases/{road.case}/{act}/", {"seen": road.state.position}).status_code == 403
    assert acts.read(road.case) == road.state


@pytest.mark.parametrize("who", [scene.RIVAL, scene.STRANGERS, scene.KEEPER])
@pytest.mark.parametrize("place", ["", "advise/", "papers/licence.pdf", "export.zip"])
def test_a_case_of_others_has_no_page_at_all(as_: As, who: Who, place: str) -> None:
    case = scene.Road().advised().case
    answer = as_(who).get(f"/cases/{case}/{place}")
    assert answer.status_code in (403, 404)
    assert "survey drone" not in said(answer)


def test_an_act_that_nobody_knows_is_not_there(as_: As) -> None:
    case = scene.Road().advised().case
    assert as_(scene.OFFICER).get(f"/cases/{case}/guess/").status_code == 404


def test_nobody_signs_their_own_recommendation(as_: As) -> None:
    from licet.cases.people import enrol

    enrol("olaf", "authority", "countersigner")
    case = scene.Road().recommended().case
    client = as_(scene.OFFICER)
    roles = client.get(f"/cases/{case}/").content.decode()
    # Olaf acts as the countersigner from here on.
    signer = re.search(r'<option value="(\d+)"[^>]*>Countersigner', roles)
    assert signer is not None
    client.post("/cases/role/", {"role": signer[1]})
    assert client.get(f"/cases/{case}/sign/").status_code == 403


def test_who_was_overtaken_is_told_so_and_loses_nothing(as_: As) -> None:
    road = scene.Road().advised()
    officer, second = as_(scene.OFFICER), as_(scene.OFFICER)
    hidden = opened(officer, road.case, "recommend")
    done(second, road.case, "add_proviso", text="No resale.")
    answer = officer.post(
        f"/cases/{road.case}/recommend/", {**hidden, "outcome": "approved", "reasons": "a long text of mine"}
    )
    # The outcome that fitted is none any more.
    assert answer.status_code == 422
    answer = officer.post(
        f"/cases/{road.case}/recommend/",
        {**hidden, "outcome": "approved_with_provisos", "reasons": "a long text of mine"},
    )
    assert answer.status_code == 409
    assert "Somebody acted since you opened this page" in said(answer)
    assert "a long text of mine" in said(answer)
    assert acts.read(road.case).recommendation is None


def test_what_was_not_read_is_not_signed(as_: As) -> None:
    road = scene.Road().recommended()
    chief = as_(scene.CHIEF)
    hidden = opened(chief, road.case, "sign")
    road.do(acts.weigh, scene.OFFICER, factor="stability", weight="for_refusal", evidence="report 3")
    assert chief.post(f"/cases/{road.case}/sign/", hidden).status_code == 409
    # Nor where the hidden position is brought up to date, and what was signed is not.
    answer = chief.post(f"/cases/{road.case}/sign/", {**hidden, "seen": acts.read(road.case).position})
    assert answer.status_code == 422
    assert acts.read(road.case).signatures == ()
    done(chief, road.case, "sign")


def test_an_applicant_is_neither_overtaken_nor_told_by_what_is_internal(
    as_: As, monkeypatch: pytest.MonkeyPatch
) -> None:
    from licet.web.casework.act_forms import FORMS, ActForm, words

    if "withdraw" not in FORMS:
        monkeypatch.setitem(FORMS, "withdraw", type("Withdraw", (ActForm,), {"title": "Withdraw", "why": words("Why")}))
        monkeypatch.setattr(FORMS["withdraw"], "act", "withdraw", raising=False)
    road = scene.Road().referred()
    maker = as_(scene.MAKER)
    hidden = opened(maker, road.case, "withdraw")
    road.do(acts.advise, scene.ARMS, item="1", destination="XB", verdict="refuse", grounds=["diversion"])
    road.do(acts.ask_applicant, scene.OFFICER, question="What is its range?")
    answer = maker.post(f"/cases/{road.case}/withdraw/", {**hidden, "why": "plans changed"})
    # The question is theirs to see, so that they were overtaken; the kind of neither event is told.
    assert answer.status_code == 409
    for kind in ("advised", "asked_applicant", "refus", "arms", "Arms"):
        assert kind not in said(answer)
    hidden = opened(maker, road.case, "withdraw")
    road.do(acts.advise, scene.ATOMS, item="1", destination="XB", verdict="approve")
    assert maker.post(f"/cases/{road.case}/withdraw/", {**hidden, "why": "plans changed"}).status_code == 302
    assert acts.read(road.case).state == "withdrawn"


def test_an_applicant_reads_nothing_internal_on_the_page_of_a_case(as_: As) -> None:
    road = scene.Road().refusal_recommended()
    text = as_(scene.MAKER).get(f"/cases/{road.case}/").content.decode()
    for secret in ("it will be diverted", "Arms", "Atoms", "diversion", "recommend", "Countersign", "chief"):
        assert secret not in text


def test_a_day_that_is_none_is_refused_at_its_field(as_: As) -> None:
    road = scene.Road().decided()
    client = as_(scene.OFFICER)
    hidden = opened(client, road.case, "issue")
    answer = client.post(
        f"/cases/{road.case}/issue/",
        {**hidden, "number": "L-1", "valid_from": "soon", "last": "2027-02-30", "q0": "1", "v0": "1"},
    )
    assert answer.status_code == 422
    text = answer.content.decode()
    assert text.count('aria-invalid="true"') == 2
    assert "soon" in text
    assert acts.read(road.case).licence is None
