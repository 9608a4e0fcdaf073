"""The page *Compare*: what cannot be compared first, then what is shown, kept, reviewed and written."""

from __future__ import annotations

import base64
import json
import random
import re
import shutil
import zlib
from collections.abc import Callable
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from licet.comparing.keeping import Kept
from licet.programs import drafting
from licet.programs.asking import TooLong
from licet.programs.drafting import NAME, NotLaw, check, examples, pack, unpack
from licet.rulebook.rulebook import Rulebook
from licet.web.keeping import site_folder
from licet.web.models import Job

BILL = "base=2026-11-01&other=2026-11-01+hr-3068-119"
REFORM = """\
---
instrument: proposals.mine
title: Drones for relief
issuer: My office
kind: proposal
scope: exporter is US
source: Written for this test
standing: verified
---

# Relief

```rule
id: relief
cite: section 1
decides: posture
says: A drone for relief would be decided case by case.
when: kind is uas and category is I and recipient in (AU, JP)
then: case_by_case
except_to: [mtcr.guidelines/category-i, us.uas-2020/retained]
```
"""

BAD = [
    ("base=now&other=hr-306", "other", "'hr-306'", "did you mean hr-3068-119"),
    ("base=2025-02-30&other=now", "base", "which is no date", "YYYY-MM-DD"),
    ("base=now&other=now", "other", "the same as the one side", "another day, or a proposal"),
    ("base=2025-01-01+2025-02-01&other=now", "base", "2 dates", "one date"),
    ("base=now&other=/etc/passwd", "other", "'/etc/passwd'", "one of hr-3068-119"),
    ("base=now&other=law.md", "other", "'law.md'", "one of hr-3068-119"),
    ("base=now&other=hr-3068-119@2027-01-01", "other", "which begins after", "a day on which it counts"),
    (f"base=now&other={NAME}", "reform", "of which no text stands in the address", "copy the whole address"),
    ("base=now&other=now+hr-3068-119&written=eJw", "written", "cut short or changed", "copy it again"),
    ("base=now&other=hr-3068-119&written=" + "a" * 5001, "written", "5,001 signs", "at most 5,000"),
    ("base=now&other=hr-3068-119&assume=nsm28_partner=Atlantis", "assume", "Atlantis", ""),
    ("base=now&other=hr-3068-119&assume=nato=JP", "assume", "'nato=JP'", "one of nsm28_partner"),
    ("base=now&other=hr-3068-119&nation=Atlantis", "nation", "Atlantis", ""),
    ("base=now&other=hr-3068-119&items=tank", "items", "'tank'", "one of"),
    ("base=now&other=hr-3068-119&rows=some", "rows", "'some'", "one of all, changed"),
    ("bse=now&other=hr-3068-119", "bse", "no such part", "did you mean base?"),
]


def lines(text: str) -> list[str]:
    """Return the faults of a page, a line each."""
    at_lines = "".join(re.findall(r'<ol class="lines">.*?</ol>', text, re.DOTALL))
    found = re.findall(r"<li>(<strong>[^<]+</strong>: .*?)</li>", text) + re.findall(r"<li>(.*?)</li>", at_lines)
    return [unescape(re.sub("<[^>]+>", "", line)) for line in found]


def shared(text: str = REFORM, sides: str = f"base=2026-11-01&other=2026-11-01+{NAME}") -> str:
    return f"/compare/?{sides}&written={pack(text)}"


@pytest.mark.parametrize(("query", "where", "found", "expected"), BAD)
def test_what_cannot_be_compared_is_told_where_it_stands(
    site: Client, query: str, where: str, found: str, expected: str
) -> None:
    page = site.get(f"/compare/?{query}")
    assert page.status_code == 400
    told = lines(page.content.decode())
    assert any(line.startswith(where) and found in line and expected in line for line in told), told
    answer = site.get(f"/compare.json?{query}")
    assert (answer.status_code, answer.headers["Content-Type"]) == (400, "application/problem+json")
    assert any(fault["where"].startswith(where) for fault in answer.json()["faults"])


@pytest.mark.parametrize("address", ["/compare.json", "/compare.csv", "/compare.svg", "/compare/matrix.csv"])
def test_a_program_that_asks_for_nothing_is_told_how_to_ask(site: Client, address: str) -> None:
    answer = site.get(address)
    assert answer.status_code == 400
    assert "base" in answer.json()["faults"][0]["expected"]


def test_a_text_that_swells_when_it_is_unpacked_is_refused(site: Client) -> None:
    swelling = base64.urlsafe_b64encode(zlib.compress(b"a" * 3_000_000, 9)).decode().rstrip("=")
    assert len(swelling) < 5000
    answer = site.get(f"/compare/?base=now&other={NAME}&written={swelling}")
    assert answer.status_code == 400
    assert any("letters" in line and "at most 12,000" in line for line in lines(answer.content.decode()))


@pytest.mark.parametrize(
    ("text", "number", "line", "found"),
    [
        (REFORM.replace("kind is uas", "kind is drone"), 18, "when: kind is drone", "'kind is drone'"),
        (REFORM.replace("then: case_by_case", "then: case_by_cas"), 19, "then: case_by_cas", "Did you mean"),
        (REFORM.replace("us.uas-2020/retained", "us.uas-2020/retain"), 20, "except_to", "retain"),
        (REFORM.removesuffix("```\n"), 13, "```rule", "rule block that never ends"),
        (REFORM.replace("kind: proposal", "kind: policy"), 5, "kind: policy", "Law and no proposal"),
        (REFORM.replace("says: A", "says: [A"), 18, "when", "not YAML"),
        (REFORM.replace("proposals.mine", "proposals.hr-3068-119"), 2, "instrument:", "a second time"),
        ("no law", 1, "no law", "without front matter"),
    ],
)
def test_a_reform_that_is_no_law_is_told_at_its_line_and_stays_as_it_was_written(
    site: Client, text: str, number: int, line: str, found: str
) -> None:
    page = site.post("/compare/", {"text": text.replace("\n", "\r\n"), "base-day": "2026-11-01", "do": "compare"})
    body = page.content.decode()
    assert page.status_code == 400
    assert any(told.startswith(f"Line {number}") and line in told and found in told for told in lines(body)), lines(
        body
    )
    (kept,) = re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", body, re.DOTALL)
    assert unescape(kept).strip() == text.strip()
    assert 'value="2026-11-01"' in body


def test_the_same_faults_are_told_to_whoever_opens_the_address_of_such_a_text(site: Client) -> None:
    answer = site.get(shared(REFORM.replace("kind is uas", "kind is drone")))
    assert answer.status_code == 400
    assert any(line.startswith("Line 18") for line in lines(answer.content.decode()))


@pytest.mark.parametrize(
    ("text", "found", "expected"),
    [
        (REFORM + "x" * 12_000, "letters", "at most 12,000"),
        (REFORM.replace("Relief", "Re\x07lief"), "U+0007", "letters, digits and signs"),
        ("", "no text", "start from an example"),
    ],
)
def test_a_text_that_is_too_long_or_none_is_refused(site: Client, text: str, found: str, expected: str) -> None:
    page = site.post("/compare/", {"text": text, "do": "check"})
    assert page.status_code == 400
    assert any(found in line and expected in line for line in lines(page.content.decode()))


def test_a_text_that_no_address_can_hold_is_told_what_to_do_with_it(site: Client) -> None:
    noise = "".join(random.Random(1).choices("abcdefghijklmnopqrstuvwxyz0123456789 ", k=9000))
    page = site.post("/compare/", {"text": f"{REFORM}\n{noise}", "do": "compare"})
    assert page.status_code == 400
    assert any(
        "signs of an address" in line and f"licet compare now {NAME}" in line for line in lines(page.content.decode())
    )


def test_a_reform_that_takes_too_long_to_read_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(TooLong, match="had not ended"):
        check(REFORM + "\nslow\n", seconds=0.01)


def test_a_form_that_is_too_long_is_refused(site: Client) -> None:
    assert site.post("/compare/", {"text": "a" * 200_000}).status_code == 400


def test_a_comparison_that_does_not_end_says_so_and_shows_what_was_ready(
    site: Client, jobs: Callable[[], None], settings_of_the_site: Callable[..., None]
) -> None:
    settings_of_the_site(LICET_JOB_SECONDS=0.5)
    address = shared(REFORM.replace("AU, JP", "NZ, JP"))
    assert site.get(address).status_code == 200
    jobs()
    text = site.get(address).content.decode()
    assert "It could not be finished" in text
    assert "had not ended after 0.5 s" in text
    assert "hand in less" not in text
    assert "What differs in the text" in text
    answer = site.get(address.replace("/compare/?", "/compare.json?"))
    assert (answer.status_code, answer.json()["faults"][0]["where"]) == (422, "time")


# What is asked and shown.


def test_every_text_to_start_from_is_a_reform() -> None:
    book = Rulebook.load()
    for one in examples(book):
        Rulebook.load(None, [NAME], {NAME: one.text})
        assert unpack(pack(one.text)) == drafting.plain(one.text)


def test_an_example_is_put_into_the_box_and_what_was_chosen_stays(site: Client) -> None:
    page = site.post("/compare/", {"do": "example", "example": "2-a-designation", "base-day": "2026-01-01"})
    text = page.content.decode()
    assert page.status_code == 200
    assert "A nation joins a group" in text and "instrument: proposals.mine" in text
    assert 'value="2026-01-01"' in text
    assert site.post("/compare/", {"do": "example", "example": "2-a-design"}).status_code == 400


def test_a_text_is_checked_without_being_compared(site: Client) -> None:
    page = site.post("/compare/", {"text": REFORM, "do": "check"})
    assert page.status_code == 200
    assert "every name in it is known to the law" in page.content.decode()


def test_the_form_leads_to_an_address_that_holds_everything(site: Client) -> None:
    sent = {"base-day": "2026-11-01", "other-reform": ["hr-3068-119"], "text": REFORM, "assume-nsm28_partner": "IT, JP"}
    answer = site.post("/compare/", {**sent, "do": "compare"})
    assert answer.status_code == 303
    asked = parse_qs(urlsplit(answer["Location"]).query)
    assert asked["base"] == ["2026-11-01"]
    assert asked["other"] == [f"now hr-3068-119 {NAME}"]
    assert asked["assume"] == ["nsm28_partner=IT, JP"]
    assert unpack(asked["written"][0]) == REFORM


def test_the_first_look_offers_what_is_often_asked(site: Client) -> None:
    text = site.get("/compare/").content.decode()
    assert "/compare/?base=2025-09-14&amp;other=2025-09-15" in text
    assert "/compare/?base=now&amp;other=now+hr-3068-119" in text


@pytest.fixture(scope="module")
def bill(site: Client, jobs: Callable[[], None]) -> str:
    """Return the address of a comparison that is made."""
    address = f"/compare/?{BILL}"
    # Another test of this process may have had it made: what is public is kept.
    shutil.rmtree(site_folder() / "comparisons", ignore_errors=True)
    Job.objects.filter(kind="comparison").delete()
    waiting = site.get(address)
    text = waiting.content.decode()
    assert waiting.status_code == 200
    assert "Waiting for its turn" in text and "What differs in the text" in text
    later = site.get(f"/compare.json?{BILL}")
    assert (later.status_code, later.json()["state"], later["Retry-After"]) == (202, "waiting", "3")
    jobs()
    return address


def test_what_changes_is_told_with_its_provisions_and_its_proof(site: Client, bill: str) -> None:
    text = site.get(bill).content.decode()
    assert "2 changes of the posture, 1 change of the licence and 6 changes of the obligations" in text
    assert "proven over all possible transfers; nothing else changes" in text
    assert 'href="/law/proposals.hr-3068-119/#no-presumption"' in text
    assert "Proven the same for every transfer on both sides" in text
    assert text.count("<svg") >= 3


def test_what_shows_a_change_is_reviewed_by_either_law(site: Client, bill: str) -> None:
    text = site.get(bill).content.decode()
    shown = text[text.index('class="witness"') :]
    without, with_bill = (unescape(one) for one in re.findall(r'href="(/review/[^"]+)"', shown)[:2])
    answers = [site.get(one.replace("/review/", "/review.json")).json()["answers"] for one in (without, with_bill)]
    assert [found["posture"]["value"] for found in answers] == ["strong_presumption_of_denial", "case_by_case"]
    assert "Reviewed as if this were so" in site.get(with_bill).content.decode()
    assert site.get(with_bill.replace("/review/", "/review.json")).json()["rulebook"]["reforms"] == ["hr-3068-119"]


def test_the_matrix_is_chosen_from_by_nation_by_items_and_by_what_changes(site: Client, bill: str) -> None:
    def cells(more: str) -> str:
        text: str = site.get(f"{bill}&{more}").content.decode()
        return text[text.index('id="cells"') : text.index("The same as a table")]

    assert "196 nations for which nothing changes" in cells("")
    assert "for which nothing changes" not in cells("rows=changed")
    italy = cells("nation=Italy&items=cruise-missile")
    assert (italy.count("<td"), italy.count(">Italy<")) == (1, 1)
    assert re.search(r"strong presumption of denial.*no presumption of denial", italy)


def test_programs_have_the_same_as_json_csv_and_svg(site: Client, bill: str) -> None:
    told = site.get(f"/compare.json?{BILL}").json()
    assert told["complete"] is True
    assert told["base"]["date"] == "2026-11-01"
    assert len(told["transitions"]) == 9 and len(told["matrix"]) == 249 * 12
    changes = site.get(f"/compare.csv?{BILL}").content.decode().splitlines()
    assert changes[0].startswith("question,code,from,to") and len(changes) == 10
    assert site.get(f"/compare/matrix.csv?{BILL}").content.count(b"\n") == len(told["matrix"]) + 1
    assert site.get(f"/compare.svg?{BILL}")["Content-Type"] == "image/svg+xml"
    assert site.get(f"/compare/map-launcher.csv?{BILL}").content.startswith(b"nation,name,from,to")
    missing = site.get(f"/compare/map-lancher.svg?{BILL}")
    assert missing.status_code == 404 and "did you mean map-launcher" in missing.json()["faults"][0]["mend"]


def test_what_is_proven_of_a_day_is_there_for_every_day_of_the_same_law(site: Client, bill: str) -> None:
    site.get(bill)  # Whoever looks first has it kept.
    answer = site.get("/compare.json?base=2026-12-24&other=2026-12-24+hr-3068-119")
    assert answer.status_code == 200
    told, first = answer.json(), site.get(f"/compare.json?{BILL}").json()
    assert told["base"]["date"] == told["other"]["date"] == "2026-12-24"
    assert told["again"]["command"] == "licet compare 2026-12-24 2026-12-24+hr-3068-119 --matrix"
    assert (told["transitions"], told["matrix"]) == (first["transitions"], first["matrix"])
    assert site.get("/compare.json?base=2026-09-01&other=2026-09-01+hr-3068-119").status_code == 202


def test_the_api_answers_at_once_what_is_kept(
    site: Client, bill: str, settings_of_the_site: Callable[..., None]
) -> None:
    site.get(bill)
    settings_of_the_site(LICET_API_SECONDS=0.01)
    asked = {"base": "2026-11-01", "other": "2026-11-01+hr-3068-119"}
    told = site.post("/api/v1/compare", asked, content_type="application/json")
    assert told.status_code == 200
    assert told.json()["matrix"] is None and len(told.json()["transitions"]) == 9
    with_matrix = site.post("/api/v1/compare", {**asked, "matrix": True}, content_type="application/json").json()
    assert len(with_matrix["matrix"]) == 249 * 12


def test_what_is_kept_is_whole_and_the_oldest_goes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("licet.comparing.keeping._MOST", 2)
    kept = Kept(tmp_path)
    for number in range(3):
        kept.keep(f"n{number}", {"a.svg": b"<svg/>"})
    assert kept.file("n2", "a.svg") == b"<svg/>"
    assert len(list(tmp_path.iterdir())) == 2
    (tmp_path / "n2" / "comparison.json.gz").write_bytes(b"broken")
    assert kept.comparison("n2") is None


def test_nothing_of_a_written_reform_is_kept_with_the_others(
    site: Client, jobs: Callable[[], None], settings_of_the_site: Callable[..., None]
) -> None:
    address = shared()
    site.get(address)
    jobs()
    text = site.get(address).content.decode()
    assert "Proven over all possible transfers" in text
    assert "<code>proposals.mine/relief</code>" in text
    assert 'href="/law/proposals.mine' not in text
    folder = site_folder() / "comparisons"
    assert not any("relief" in Kept(folder).file(one.name, "comparison.json").decode() for one in folder.iterdir())  # type: ignore[union-attr]
    shown = text[text.index('class="witness"') :]
    with_reform = unescape(re.findall(r'href="(/review/[^"]+)"', shown)[1])
    review = site.get(with_reform).content.decode()
    assert "the reform that is written in this address" in review
    assert "<code>proposals.mine/relief</code>" in review
    assert f'name="written" value="{pack(REFORM)}"' in review


# A reform on the review page.


@pytest.mark.parametrize(
    ("query", "where", "found"),
    [
        ("reform=hr-306", "reform", "'hr-306'"),
        ("reform=/etc/passwd.md", "reform", "passwd.md"),
        (f"reform={NAME}", "reform", "of which no text stands"),
        (f"written={pack(REFORM)}", "written", "a text that nothing names"),
        (f"reform={NAME}&written={pack(REFORM.replace('uas', 'drone'))}", f"{NAME}:18", "drone"),
        ("assume=nato%3DIT&reform=hr-3068-119", "assume nato", "whose members are law"),
        ("&".join(["reform=hr-3068-119"] * 11), "reform", "11 values"),
    ],
)
def test_a_review_under_what_is_no_reform_is_refused(site: Client, query: str, where: str, found: str) -> None:
    answer = site.get(f"/review.json?kind=uas&{query}")
    assert answer.status_code == 400
    assert any(fault["where"] == where and found in fault["found"] for fault in answer.json()["faults"]), answer.json()


def test_a_review_under_a_reform_stays_under_it(site: Client) -> None:
    text = site.get("/review/?kind=uas&recipient=JP&reform=hr-3068-119").content.decode()
    assert text.count('name="reform" value="hr-3068-119"') == 2
    assert "reform=hr-3068-119" in re.findall(r'<link rel="canonical" href="([^"]+)"', text)[0]


# The API.


def test_the_api_compares_under_a_written_reform_and_tells_its_faults(site: Client) -> None:
    asked = {"base": "now", "other": NAME, "reform": REFORM.replace("kind is uas", "kind is drone")}
    answer = site.post("/api/v1/compare", json.dumps(asked), content_type="application/json")
    assert answer.status_code == 400
    assert answer.json()["faults"][0]["where"] == "reform:18"
    with pytest.raises(NotLaw):
        check("")
