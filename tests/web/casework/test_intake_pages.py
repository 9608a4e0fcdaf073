"""What an applicant does with a case in the browser: submits it, hands in documents, answers, withdraws, appeals and reports shipments."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from cases import scene
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from licet.cases import acts
from licet.web.casework.document_kinds import type_of

As = Callable[..., Client]
pytestmark = pytest.mark.usefixtures("law_of_the_scene")
PDF = b"%PDF-1.7\n1 0 obj\n"


def post(client: Client, road: scene.Road, act: str, **told: Any) -> Any:
    """Send the form of an act."""
    seen = acts.read(road.case).position
    return client.post(f"/cases/{road.case}/{act}/", {"seen": seen, **told})


def file(name: str, content: bytes) -> SimpleUploadedFile:
    """Return a file as a browser sends it."""
    return SimpleUploadedFile(name, content)


def zipped(*names: str) -> bytes:
    """Return an archive with empty members."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        for name in names:
            archive.writestr(name, "")
    return whole.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"", b"   ", bytes(40), b"MZ\x90\x00", b"PK\x03\x04 cut short", zipped("a.exe"), zipped("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), b"\xff\xfe\x00"],
)  # fmt: skip
def test_a_content_that_is_none_of_those_taken_has_no_type(content: bytes) -> None:
    assert type_of(content) == ""


def test_office_files_without_macros_are_known() -> None:
    assert type_of(zipped("[Content_Types].xml", "word/document.xml")).endswith("wordprocessingml.document")
    assert type_of(zipped("[Content_Types].xml", "xl/workbook.xml")).endswith("spreadsheetml.sheet")


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.pdf", b"MZ\x90\x00", "none of PDF"),
        ("a.txt", PDF, "does not end in"),
        ("a.pdf.exe", PDF, "does not end in"),
        ("a.pdf", PDF + b"x" * 200, "at most"),
        ("a.pdf", b"", "empty"),
    ],
)
def test_a_document_that_is_not_taken_is_told_at_its_field(as_: As, name: str, content: bytes, told: str) -> None:
    road = scene.Road().drafted()
    with override_settings(LICET_ATTACHMENT_BYTES=100):
        answer = post(as_(scene.MAKER), road, "attach", kind="assurance", file=file(name, content))
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not acts.read(road.case).attachments


def test_a_document_that_is_far_too_large_is_refused_before_it_is_read(as_: As) -> None:
    road, maker = scene.Road().drafted(), as_(scene.MAKER)
    with override_settings(LICET_ATTACHMENT_BYTES=100):
        answer = post(maker, road, "attach", kind="assurance", file=file("a.pdf", PDF + b"x" * 1_100_000))
    assert answer.status_code == 413
    assert not acts.read(road.case).attachments


def test_a_document_of_no_kind_is_refused(as_: As) -> None:
    road = scene.Road().drafted()
    assert post(as_(scene.MAKER), road, "attach", kind="bomb", file=file("a.pdf", PDF)).status_code == 422


def test_a_document_is_kept_under_a_harmless_name_and_comes_back_as_a_file(as_: As) -> None:
    road, maker = scene.Road().drafted(), as_(scene.MAKER)
    answer = post(maker, road, "attach", kind="assurance", file=file('../../a<b>;"c.pdf', PDF))
    assert answer.status_code == 302
    (kept,) = acts.read(road.case).attachments
    assert not set(kept.name) & set("/\\<>\"';")
    got = maker.get(f"/cases/{road.case}/documents/{kept.digest}/")
    assert got.content == PDF
    assert got["Content-Disposition"].startswith("attachment")
    assert got["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in got["Content-Security-Policy"]
    assert got["Cache-Control"] == "no-store"


def test_a_document_is_given_to_nobody_who_does_not_see_it(as_: As) -> None:
    road = scene.Road().in_review()
    road.do(acts.attach, scene.OFFICER, name="note.pdf", kind="letter", content=PDF)
    page = f"/cases/{road.case}/documents/{road.state.attachments[-1].digest}/"
    assert as_(scene.OFFICER).get(page).status_code == 200
    answers = [as_(who).get(page) for who in (scene.MAKER, scene.RIVAL, scene.STRANGERS, scene.KEEPER)]
    assert {one.status_code for one in answers} <= {403, 404}
    none = as_(scene.MAKER).get(f"/cases/{road.case}/documents/{'0' * 64}/")
    assert none.status_code == answers[0].status_code == 404
    assert as_(scene.OFFICER).get(f"/cases/{road.case}/documents/..%2f..%2fx/").status_code == 404


def test_an_internal_document_is_shown_by_the_officer_and_then_comes_to_the_applicant(as_: As) -> None:
    road = scene.Road().in_review()
    road.do(acts.attach, scene.OFFICER, name="note.pdf", kind="letter", content=PDF)
    digest = road.state.attachments[-1].digest
    assert post(as_(scene.MAKER), road, "show_document", document=digest, why="x").status_code == 403
    assert post(as_(scene.OFFICER), road, "show_document", document="0" * 64, why="x").status_code == 422
    assert post(as_(scene.OFFICER), road, "show_document", document=digest, why="they asked").status_code == 302
    assert as_(scene.MAKER).get(f"/cases/{road.case}/documents/{digest}/").content == PDF


def test_before_it_is_submitted_an_application_is_held_against_the_law(as_: As) -> None:
    road, maker = scene.Road().drafted(), as_(scene.MAKER)
    # As the form would have it; a nation that is none cannot be asked about.
    html = maker.get(f"/cases/{road.case}/submit/").content.decode()
    assert "The law cannot be asked about it as it stands" in html
    stated = {"transfer": {"exporter": "DE"}, "items": [{**scene.ITEMS[0], "stated": {"kind": "uas", "range": "150 km"}}], "destinations": ["IN"]}  # fmt: skip
    road.do(acts.change_draft, scene.MAKER, **stated)
    html = maker.get(f"/cases/{road.case}/submit/").content.decode()
    assert "What the law says of it now" in html
    assert "No end user is named" in html
    assert post(maker, road, "submit").status_code == 302
    assert acts.read(road.case).state == "submitted"


def test_an_answer_goes_to_a_question_that_is_open(as_: As) -> None:
    road, maker = scene.Road().in_review(), as_(scene.MAKER)
    road.do(acts.ask_applicant, scene.OFFICER, question="How far does it fly?")
    assert "How far does it fly?" in maker.get(f"/cases/{road.case}/").content.decode()
    (asked,) = acts.read(road.case).asked
    assert post(maker, road, "answer", question="q9", text="150 km").status_code == 422
    assert post(maker, road, "answer", question=asked.id, text=" ").status_code == 422
    assert post(maker, road, "answer", question=asked.id, text="150 km").status_code == 302
    assert acts.read(road.case).asked[0].answer == "150 km"
    assert "150 km" in maker.get(f"/cases/{road.case}/").content.decode()


def test_a_refusal_that_is_intended_is_answered_to(as_: As) -> None:
    road, maker = scene.Road().refusal_recommended(), as_(scene.MAKER)
    assert "respond" not in maker.get(f"/cases/{road.case}/").content.decode()
    road.do(acts.tell_intent, scene.OFFICER, text="We mean to refuse it.")
    assert "We mean to refuse it." in maker.get(f"/cases/{road.case}/").content.decode()
    assert post(maker, road, "respond", text="Please look again.").status_code == 302
    assert "Please look again." in maker.get(f"/cases/{road.case}/").content.decode()


def test_a_refusal_is_told_with_its_ground_and_appealed_against(as_: As) -> None:
    road, maker = scene.Road().refused(), as_(scene.MAKER)
    html = maker.get(f"/cases/{road.case}/").content.decode()
    assert "Your application is refused." in html
    assert "Diversion." in html
    assert post(maker, road, "appeal", why="").status_code == 422
    assert post(maker, road, "appeal", why="It is for survey.").status_code == 302
    assert acts.read(road.case).state == "appealed"
    assert "You appealed." in maker.get(f"/cases/{road.case}/").content.decode()


def test_nobody_else_withdraws_an_application(as_: As) -> None:
    road = scene.Road().submitted()
    assert post(as_(scene.RIVAL), road, "withdraw", why="").status_code == 404
    assert post(as_(scene.OFFICER), road, "withdraw", why="").status_code == 403
    assert post(as_(scene.MAKER), road, "withdraw", why="No order came.").status_code == 302
    html = as_(scene.MAKER).get(f"/cases/{road.case}/").content.decode()
    assert "No order came." in html
    assert "You withdrew the application." in html


def test_a_shipment_draws_down_the_licence_and_never_more_than_is_left(as_: As) -> None:
    road, maker = scene.Road().issued(), as_(scene.MAKER)
    told = {"item": "1", "value": "400", "on": str(road.at.date()), "reference": "S-1"}
    assert post(maker, road, "draw_down", quantity="11", **told).status_code == 422
    assert post(maker, road, "draw_down", quantity="x", **told).status_code == 422
    assert post(maker, road, "draw_down", quantity="4", **{**told, "value": ""}).status_code == 422
    assert post(maker, road, "draw_down", quantity="4", **told).status_code == 302
    html = maker.get(f"/cases/{road.case}/").content.decode()
    assert "6 pieces" in html
    assert "600 of 1,000 EUR" in html
