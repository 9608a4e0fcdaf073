"""The papers of a case and its archive: who reads which, and that what is internal stays in."""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable

import pytest
from cases import scene
from django.test import Client

from licet.cases import acts
from licet.cases.denials_reading import read_denials
from licet.cases.exporting.verify import MANIFEST
from licet.cases.who import Who
from licet.rulebook.rulebook import Rulebook
from licet.transfers.stating import nations_of

pytestmark = pytest.mark.usefixtures("law_of_the_scene")
As = Callable[..., Client]
NATIONS = nations_of(Rulebook.load())


def offered(client: Client, case: str) -> list[str]:
    """Return the papers that the page of a case names."""
    return re.findall(r"/papers/([\w-]+)\.pdf", client.get(f"/cases/{case}/").content.decode())


def status(client: Client, case: str, paper: str) -> int:
    """Return how the address of a paper answers."""
    answer = client.get(f"/cases/{case}/papers/{paper}.pdf")
    if answer.status_code == 200:
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.content.startswith(b"%PDF")
    return int(answer.status_code)


def test_a_paper_that_the_case_does_not_have_is_not_there(as_: As) -> None:
    case = scene.Road().advised().case
    assert offered(as_(scene.OFFICER), case) == []
    assert {status(as_(scene.OFFICER), case, one) for one in ("licence", "refusal", "intent", "guess")} == {404}


def test_an_intended_refusal_is_read_by_the_applicant_once_it_was_told(as_: As) -> None:
    road = scene.Road().refusal_recommended()
    assert offered(as_(scene.OFFICER), road.case) == ["intent"]
    assert status(as_(scene.OFFICER), road.case, "intent") == 200
    assert offered(as_(scene.MAKER), road.case) == []
    assert status(as_(scene.MAKER), road.case, "intent") == 404
    road.do(acts.tell_intent, scene.OFFICER, text="We intend to refuse.")
    assert status(as_(scene.MAKER), road.case, "intent") == 200


def test_a_licence_is_read_by_who_applied_and_who_reviews(as_: As) -> None:
    case = scene.Road().issued().case
    for who in (scene.MAKER, scene.OFFICER, scene.ARMS, scene.AUDITOR):
        assert offered(as_(who), case) == ["licence"]
        assert status(as_(who), case, "licence") == 200
    assert status(as_(scene.RIVAL), case, "licence") == 404


def test_a_refusal_has_its_letter(as_: As) -> None:
    case = scene.Road().refused().case
    assert status(as_(scene.MAKER), case, "refusal") == 200
    # Nobody was told of an intent, and after the decision nobody will be.
    assert "intent" not in offered(as_(scene.OFFICER), case)


def test_a_refusal_has_its_notification_of_partners_on_paper_and_as_lines_that_their_register_reads(as_: As) -> None:
    case = scene.Road().refused().case
    assert set(offered(as_(scene.OFFICER), case)) == {"refusal", "partner_notice"}
    pypdfium2 = pytest.importorskip("pypdfium2")
    paper = pypdfium2.PdfDocument(as_(scene.OFFICER).get(f"/cases/{case}/papers/partner_notice.pdf").content)
    assert "Sample Survey Authority" in paper[0].get_textpage().get_text_range()
    table = as_(scene.OFFICER).get(f"/cases/{case}/papers/partner_notice.csv")
    (denial,) = read_denials(table.content, "of a partner", NATIONS).denials
    assert denial.parties[0].name == "Sample Survey Authority"
    assert denial.entries == () and "catch all" not in table.content.decode(), "which entry is open"


def test_a_notification_of_partners_is_for_who_reviews_alone(as_: As) -> None:
    case = scene.Road().refused().case
    for face in ("pdf", "csv"):
        for who in (scene.MAKER, scene.RIVAL):
            assert as_(who).get(f"/cases/{case}/papers/partner_notice.{face}").status_code in (403, 404)
    assert as_(scene.OFFICER).get(f"/cases/{case}/papers/refusal.csv").status_code == 404


def test_an_approval_has_no_notification_of_partners(as_: As) -> None:
    case = scene.Road().issued().case
    assert as_(scene.OFFICER).get(f"/cases/{case}/papers/partner_notice.csv").status_code == 404


def test_an_open_question_has_its_letter(as_: As) -> None:
    road = scene.Road().in_review()
    road.do(acts.ask_applicant, scene.OFFICER, question="What is its range?")
    assert status(as_(scene.MAKER), road.case, "request") == 200


def test_a_paper_tells_what_may_be_shown_and_the_head_of_the_chain(as_: As, monkeypatch: pytest.MonkeyPatch) -> None:
    from licet.cases.ledger import head
    from licet.cases.papers.printing import as_json
    from licet.web.casework import case_papers

    printed: list[str] = []

    def print_paper(paper: object) -> bytes:
        printed.append(as_json(paper))  # type: ignore[arg-type]
        return b"%PDF"

    monkeypatch.setattr(case_papers, "print_paper", print_paper)
    case = scene.Road().refused().case
    assert status(as_(scene.MAKER), case, "refusal") == 200
    assert "Diversion." in printed[0]
    for secret in ("it will be diverted", "arms", "Arms", "cora", "diversion"):
        assert secret not in printed[0]
    position, digest = head()
    rests = json.loads(printed[0])["head"]["rests"]
    assert (rests["position"], rests["digest"]) == (position, f"sha256:{digest}")
    assert json.loads(printed[0])["head"]["addressee"]["name"] == "Maker"


def test_an_archive_has_the_whole_case_and_its_seal_in_its_name(as_: As) -> None:
    case = scene.Road().issued().case
    answer = as_(scene.AUDITOR).get(f"/cases/{case}/export.zip")
    assert answer.status_code == 200
    seal = answer.headers["Licet-Seal"]
    assert seal in answer.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        names = set(archive.namelist())
        assert {"index.html", "verify.py", "papers/licence.pdf", MANIFEST} <= names
        manifest = archive.read(MANIFEST)
    assert hashlib.sha256(manifest).hexdigest() == seal


@pytest.mark.parametrize("who", [scene.MAKER, scene.ARMS, scene.CHIEF, scene.DENIALS])
def test_an_archive_is_for_officers_and_auditors_alone(as_: As, who: Who) -> None:
    case = scene.Road().issued().case
    assert as_(who).get(f"/cases/{case}/export.zip").status_code == 403
