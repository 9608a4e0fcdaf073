"""The register of denials in the browser: nothing is lost of a file, nothing is kept before it was shown, and only by whom it may."""

from __future__ import annotations

import base64
import datetime
from pathlib import Path
from typing import Any

import pytest
from cases import scene
from cases.scene import Road
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Template
from django.test.utils import instrumented_test_render

from licet.cases.denials_reading import COLUMNS
from licet.cases.matching_stored import match_case
from licet.cases.models import Event, KeptDenial

pytestmark = pytest.mark.usefixtures("accounts")
NEW = "/cases/denials/new/"
ROW = "DN1,R1,Sample Survey Authority,1 Road,Italy,Norway,9A012,survey drone,mapping,diversion,end_user"


@pytest.fixture(autouse=True)
def told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have an answer tell by what its page was made."""
    monkeypatch.setattr(Template, "_render", instrumented_test_render)
    cache.clear()


def text(*rows: str) -> bytes:
    return "\n".join([",".join(COLUMNS), *rows, ""]).encode()


def handed_in(client: Any, data: bytes) -> Any:
    return client.post(NEW, {"file": SimpleUploadedFile("told.csv", data)})


def kept(client: Any, data: bytes) -> Any:
    return client.post(NEW, {"content": base64.b64encode(data).decode(), "source": "told.csv"})


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"reference\nDN1\n", b"x" * 1_000_001])
def test_a_file_that_is_none_is_told_as_such(as_: Any, data: bytes) -> None:
    response = handed_in(as_(scene.DENIALS), data)
    assert response.status_code == 422 and "The file cannot be read" in response.content.decode()
    assert not KeptDenial.objects.exists()


def test_a_row_that_cannot_be_used_is_told_with_its_line_and_nothing_is_kept(as_: Any) -> None:
    client, data = as_(scene.DENIALS), text(ROW, ",,Nobody,,,,,,,,", "DN2,R2,,,Italy,Norway,9A012,x,,,end_user")
    response = handed_in(client, data)
    page = response.content.decode()
    assert response.status_code == 422 and "told.csv:3" in page and "told.csv:4" in page and "Register all" not in page
    assert kept(client, data).status_code == 422 and not KeptDenial.objects.exists()
    assert client.post(NEW, {"content": "no base64!", "source": "x"}).status_code == 422


@pytest.mark.parametrize("who", [scene.MAKER, scene.ARMS, scene.CHIEF, scene.KEEPER])
def test_who_has_no_business_there_sees_no_denial(as_: Any, who: Any) -> None:
    assert kept(as_(scene.DENIALS), text(ROW)).status_code == 302
    denial = KeptDenial.objects.get()
    client = as_(who)
    for address in ("/cases/denials/", f"/cases/denials/{denial.pk}/", NEW):
        assert client.get(address).status_code == 403


def test_an_officer_reads_the_register_and_writes_nothing_into_it(as_: Any) -> None:
    kept(as_(scene.DENIALS), text(ROW))
    denial, client = KeptDenial.objects.get(), as_(scene.OFFICER)
    assert "Revoke it" not in client.get(f"/cases/denials/{denial.pk}/").content.decode()
    assert client.get(NEW).status_code == 403 and kept(client, text(ROW)).status_code == 403
    told = {"does": "revoke", "revoke-on": "2026-01-01", "revoke-why": "told so"}
    assert client.post(f"/cases/denials/{denial.pk}/", told).status_code == 403
    assert client.post("/cases/denials/", {"why": "none"}).status_code == 403
    assert Event.objects.count() == 1


@pytest.mark.parametrize("number", ["0", "999", str(2**63), str(10**30)])
def test_a_denial_that_is_not_there_is_told_as_such(as_: Any, number: str) -> None:
    assert as_(scene.OFFICER).get(f"/cases/denials/{number}/").status_code == 404


def test_a_file_is_shown_before_it_is_kept_and_a_second_time_it_changes_nothing(as_: Any) -> None:
    data = text(ROW, ROW.replace("Sample Survey Authority", "Its Consignee"), "DN2,R2,Other <b>Works</b>,,Italy,Atlantis,catch all,wing,,,")  # fmt: skip
    client = as_(scene.DENIALS)
    shown = handed_in(client, data)
    page = shown.content.decode()
    assert shown.status_code == 200 and "2 new, 0 changed, 0 as they were" in page and "Atlantis" in page
    assert "&lt;b&gt;Works" in page and not KeptDenial.objects.exists()
    assert client.post(NEW, {"content": shown.context["content"], "source": "told.csv"}).status_code == 302
    assert [one.parties.count() for one in KeptDenial.objects.order_by("pk")] == [2, 1]
    assert "0 new, 0 changed, 2 as they were" in handed_in(client, data).content.decode()
    listed = client.get("/cases/denials/", {"q": "consignee"}).context["rows"]
    assert [one.key for one in listed] == ["DN1"]


def test_the_british_example_is_read_as_it_is(as_: Any) -> None:
    path = Path(__file__).parents[3] / "tests" / "data" / "denial_valid.csv"
    data = path.read_bytes() if path.exists() else text(
        'DN2000/0000,AB-CD-EF-000,Organisation Name,"1000 Street Name, City Name",Country Name,Country Name,0A00100,Medium Size Widget,Used in industry,Risk of outcome,end_user',
        ',AB-XY-EF-900,The Widget Company,"2 Example Road, Example City",Example Country,Country Name X,"catch all",Extra Large Size Widget,Used in unknown industry,Risk of outcome 4,end_user',
    )  # fmt: skip
    response = handed_in(as_(scene.DENIALS), data)
    assert response.status_code == 200 and "AB-XY-EF-900" in response.content.decode()


def test_a_denial_is_looked_at_again_and_revoked_with_its_reasons(as_: Any) -> None:
    client = as_(scene.DENIALS)
    kept(client, text(ROW))
    address = f"/cases/denials/{KeptDenial.objects.get().pk}/"
    assert client.post(address, {"does": "review", "review-why": ""}).status_code == 422
    assert client.post(address, {"does": "review", "review-why": "x", "review-again": "2001-01-01"}).status_code == 422
    assert client.post(address, {"does": "revoke", "revoke-why": "x", "revoke-on": "2901-01-01"}).status_code == 422
    assert client.post(address, {"does": "review", "review-why": "Still so.", "review-again": "2901-01-01"}).status_code == 302  # fmt: skip
    assert KeptDenial.objects.get().review == datetime.date(2901, 1, 1)
    assert client.post(address, {"does": "revoke", "revoke-why": "They wrote.", "revoke-on": "2026-01-01"}).status_code == 302  # fmt: skip
    page = client.get(address).content.decode()
    assert "Revoked on" in page and "They wrote." in page and "What you can do" not in page
    assert client.get("/cases/denials/").context["rows"] == []
    assert len(client.get("/cases/denials/?which=revoked").context["rows"]) == 1


def test_an_empty_register_says_that_no_case_is_held_against_it_until_somebody_vouches(as_: Any) -> None:
    client = as_(scene.DENIALS)
    assert "no case is held against it" in client.get("/cases/denials/").content.decode()
    assert client.post("/cases/denials/", {"why": ""}).status_code == 422
    assert client.post("/cases/denials/", {"why": "Asked of all partners."}).status_code == 302
    assert "no case is held against it" not in client.get("/cases/denials/").content.decode()


def test_the_page_of_a_denial_names_the_cases_that_met_it(as_: Any) -> None:
    road = Road().in_review()
    kept(as_(scene.DENIALS), text(ROW))
    match_case(road.case, datetime.datetime.now(datetime.UTC))
    address = f"/cases/denials/{KeptDenial.objects.get().pk}/"
    assert road.state.reference in as_(scene.OFFICER).get(address).content.decode()
