"""Addresses that cannot be answered: each is refused with a clear line for every fault, for people and for programs."""

from __future__ import annotations

import re

import pytest
from django.test import Client

UNREADABLE = [
    ("/law/", "on=2020-02-30", "which is no date", "YYYY-MM-DD"),
    ("/law/", "on=20200101", "which is no date", "YYYY-MM-DD"),
    ("/law/", "on=tomorrow", "which is no date", "YYYY-MM-DD"),
    ("/law/", "standing=verifyed", "'verifyed'", "did you mean verified"),
    ("/law/", "kind=treaty", "'treaty'", "one of regime"),
    ("/law/", "issuer=Nobody", "'Nobody'", "one of"),
    ("/law/", "serch=drone", "no such part of this address", "did you mean search?"),
    ("/law/", "search=a&search=b", "2 values", "one value"),
    ("/law/", "search=" + "a" * 201, "201 letters", "at most 200"),
    ("/law/", "search=%00", "cannot be shown", "letters, digits and signs"),
    ("/law/", "search=a%0Ab", "cannot be shown", "letters, digits and signs"),
    ("/law/", "law=xyz", "'xyz'", "8 to 64 signs of a digest"),
    ("/law/changes/", "from=2025-01-01&to=2024-01-01", "not before to=2024-01-01", "the earlier day first"),
    ("/law/changes/", "from=2025-01-01&to=2025-01-01", "not before", "the earlier day first"),
    ("/law/changes/", "from=0000-00-00", "which is no date", "YYYY-MM-DD"),
    ("/annex/", "category=III", "'III'", "one of"),
    ("/annex/9.A.6/", "on=2020-13-01", "which is no date", "YYYY-MM-DD"),
    ("/nations/", "group=mtrc_partner", "'mtrc_partner'", "did you mean mtcr_partner"),
    ("/nations/IT/", "date=2020-01-01", "no such part of this address", "one of on"),
    ("/systems/", "origin=Atlantis", "no nation is called 'Atlantis'", ""),
    ("/systems/", "kind=spaceship", "'spaceship'", "one of"),
    ("/about/", "on=2020-01-01", "no such part of this address", ""),
]
MISSING = [
    ("/law/us.uas-202/", "did you mean us.uas-20"),
    ("/law/uas-2020/", "did you mean us.uas-2020?"),
    ("/law/us.uas-2020%2Fslow-uas/", "an address below"),
    ("/annex/9.A.66/", "below 9.A stand 9.A.1"),
    ("/annex/9A012/", "entries that refer to 9A012"),
    ("/annex/drone/", "such as 2.A.1.c or 3.A"),
    ("/nations/XX/", "no nation is called &#x27;XX&#x27;"),
    ("/nations/korea/", "korea"),
    ("/systems/mq-9-a/", "did you mean"),
    ("/lwa/", "did you mean /law/ or /api/?"),
    ("/nowhere/" + "x" * 3000 + "/", "…"),
]


@pytest.mark.parametrize(("page", "query", "found", "expected"), UNREADABLE)
def test_what_cannot_be_read_is_told_on_the_page_with_its_form(
    site: Client, page: str, query: str, found: str, expected: str
) -> None:
    answer = site.get(f"{page}?{query}")
    text = answer.content.decode().replace("&#x27;", "'")
    assert answer.status_code == 400
    assert len(re.findall("<h1", text)) == 1
    (line,) = re.findall(r"<li><strong>.*?</li>", text, re.DOTALL)
    assert found in line and expected in line


@pytest.mark.parametrize(("page", "query", "found", "expected"), UNREADABLE)
def test_a_program_has_the_same_as_problem_details(
    site: Client, page: str, query: str, found: str, expected: str
) -> None:
    answer = site.get(f"{page.rstrip('/')}.json?{query}")
    told = answer.json()
    assert answer.status_code == told["status"] == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    (fault,) = told["faults"]
    assert found in fault["found"]
    assert expected in fault["expected"] + fault["mend"]


def test_every_fault_of_an_address_has_its_line(site: Client) -> None:
    answer = site.get("/law.json?on=never&kind=none&colour=red")
    assert [fault["where"] for fault in answer.json()["faults"]] == ["on", "kind", "colour"]


def test_what_was_written_stays_in_the_form(site: Client) -> None:
    assert 'value="drone &lt;b&gt;"' in site.get("/law/?search=drone <b>&on=never").content.decode()


@pytest.mark.parametrize(("address", "hint"), MISSING)
def test_what_is_not_there_is_told_with_what_is_near(site: Client, address: str, hint: str) -> None:
    answer = site.get(address)
    assert answer.status_code == 404
    assert hint in answer.content.decode()
    assert len(answer.content) < 10_000


@pytest.mark.parametrize("address", ["/law/no-such.json", "/annex/99.json", "/nations/XX.csv", "/no/such.json"])
def test_a_program_is_told_what_is_not_there(site: Client, address: str) -> None:
    answer = site.get(address)
    assert answer.status_code == answer.json()["status"] == 404
    assert answer.json()["faults"]


def test_other_methods_and_other_hosts_are_refused(site: Client) -> None:
    assert site.post("/law/").status_code in (403, 405)
    assert site.get("/", SERVER_NAME="elsewhere.example").status_code == 400


def test_a_fault_of_the_site_is_told_and_is_no_answer(site: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("a secret")

    monkeypatch.setattr("licet.web.home_pages.size", fails)
    monkeypatch.setattr(site, "raise_request_exception", False)
    for address in ("/", "/index.json"):
        answer = site.get(address)
        assert answer.status_code == 500
        assert "secret" not in answer.content.decode()
    assert "please do not take this for one" in site.get("/").content.decode()


@pytest.mark.parametrize("address", ["/nations/Italy%0A/", "/nations/T%C3%BCrkiye/", "/systems/%0D%0AX:1/"])
def test_a_path_with_signs_that_no_header_may_hold_is_answered(site: Client, address: str) -> None:
    answer = site.get(address)
    assert answer.status_code in (200, 404)
    assert answer.headers.get("HX-Push-Url", "").isascii()


@pytest.mark.parametrize("length", ["abc", "-1", "²", "9" * 5000])
@pytest.mark.parametrize("address", ["/review/", "/compare/", "/portfolio/", "/screen/"])
def test_a_length_that_is_no_number_is_no_fault_of_ours(site: Client, address: str, length: str) -> None:
    assert site.post(address, {"file": ""}, CONTENT_LENGTH=length).status_code < 500


def test_a_form_is_not_told_of_its_address(site: Client) -> None:
    assert "What was sent cannot be read" in site.post("/review/", {"file": ""}).content.decode()
    told = site.post("/api/v1/review", "{", content_type="application/json").json()
    assert told["detail"] == "What was sent cannot be read"
    assert "This address asks" in site.get("/law/?on=never").content.decode()


@pytest.mark.parametrize("page", ["/annex/", "/law/"])
def test_a_search_may_be_called_q(site: Client, page: str) -> None:
    assert "search=drone" in site.get(f"{page}?q=drone").headers["HX-Push-Url"]
    assert site.get(f"{page}?q=drone&search=uas").status_code == 400
