"""The review page: what an address states, what is asked next, what is answered, and what is refused."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.template import Context
from django.test import Client
from sheet_files import lines_pdf
from web.bad_files import bomb
from web.test_compare_page import REFORM

from licet.cli.main import main
from licet.programs.drafting import NAME, pack
from licet.programs.limited import Bounds
from licet.reports.account import Ground
from licet.web import review_pages
from licet.web.questions import Question
from licet.web.templatetags import pieces

REAPER = "name=Grey+Kite&kind=uas&recipient=SA&range=11100+km&payload=2155+kg&date=2026-09-01"

BAD = [
    ("kind=drone", "kind", "drone", "did you mean uas?"),
    ("range=far", "range", "far", "km"),
    ("range=1+km&range=2+km&range=3+km", "range", "3 values", "at most 2"),
    ("recipient=Atlantis", "recipient", "Atlantis", ""),
    ("recipient=IT&recipient=FR", "recipient", "2 values", "one value"),
    ("date=2026-02-30", "date", "2026-02-30", ""),
    ("hypersonic=perhaps", "hypersonic", "perhaps", "yes"),
    ("rnage=1+km", "rnage", "no such fact", "did you mean range"),
    ("name=" + "a" * 601, "name", "601 letters", "at most 600"),
    ("name=a%0Ab", "name", "cannot be shown", "one line"),
    ("name=%00", "name", "cannot be shown", "one line"),
    ("law=xyz", "law", "xyz", "8 to 64 signs"),
    ("years=all", "years", "all", "shown"),
    ("party-role=end_user", "party-name", "without a name", "its name"),
    ("parties={", "parties", "", ""),
    ("parties=name%3DACME,+role%3Dking", "parties", "king", ""),
    ("&".join(f"parties=A{number}" for number in range(21)), "parties", "21", "at most 20"),
    ("range={%22value%22:[1]}", "range", "", ""),
    ("&".join(f"entries={'1.A.1' * 100}" for _ in range(25)), "the address", "letters", "at most 12,000"),
    ("screening=perhaps", "screening", "perhaps", ""),
]


def told(text: str) -> str:
    return text.replace("&#x27;", "'").replace("&quot;", '"').replace("&amp;", "&")


@pytest.mark.parametrize(("query", "where", "found", "expected"), BAD)
def test_what_cannot_be_read_is_told_where_it_stands(
    site: Client, query: str, where: str, found: str, expected: str
) -> None:
    page = site.get(f"/review/?{query}")
    text = told(page.content.decode())
    assert page.status_code == 400
    assert "The answer waits" in text
    lines = re.findall(r"<li><strong>([^<]+)</strong>: (.*?)</li>", text)
    assert any(
        name.startswith(where) and found in line and expected in re.sub("<[^>]+>", "", line) for name, line in lines
    ), lines
    answer = site.get(f"/review.json?{query}")
    assert answer.status_code == 400
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert any(fault["where"].startswith(where) for fault in answer.json()["faults"])


def test_the_fault_of_a_field_stands_at_the_field_with_what_was_written(site: Client) -> None:
    text = site.get("/review/?kind=uas&recipient=Atlantis").content.decode()
    field = text[text.index('id="field-recipient"') :]
    field = field[: field.index("</div>\n</div>")]
    assert 'id="fault-recipient"' in field
    assert 'value="Atlantis"' in field
    assert 'aria-invalid="true"' in field


def test_the_first_look_asks_little_and_answers_nothing(site: Client) -> None:
    text = site.get("/review/").content.decode()
    assert "The answer stands here as it forms." in text
    assert "What can still decide" not in text
    assert text.count('class="ask"') == 8


def test_what_can_still_decide_is_asked_and_what_is_known_is_not(site: Client) -> None:
    text = site.get(f"/review/?{REAPER}").content.decode()
    asked = re.findall(r'id="field-([\w-]+)"', text[text.index("What can still decide") :])
    assert asked
    assert not {"name", "kind", "recipient", "date"} & set(asked)
    missing = {one["fact"].rpartition(".")[2] for one in site.get(f"/review.json?{REAPER}").json()["missing"]}
    assert asked[0].replace("-", "_") in missing


def test_what_it_is_comes_before_all_other_questions(site: Client) -> None:
    text = site.get("/review/?name=Grey+Kite&recipient=SA").content.decode()
    marked = text[text.index('class="ask first" id="field-kind"') :]
    assert "Answer this first" in marked[: marked.index("</select>")]
    assert "What can still decide" not in text


def test_what_could_decide_the_posture_is_asked_before_what_could_not(site: Client) -> None:
    text = site.get("/review/?kind=component&recipient=IN").content.decode()
    asked = re.findall(r'id="field-([\w-]+)"', text[text.index("What can still decide") :])
    assert asked.index("part") < asked.index("value")


def test_a_question_tells_what_the_fact_means_and_what_hangs_on_it(site: Client) -> None:
    text = site.get("/review/?kind=uas&recipient=SA").content.decode()
    means = text[text.index('id="means-range"') :]
    means = means[: means.index("</details>")]
    assert "The farthest it can fly one way" in means
    assert "It could decide:" in means


def test_a_name_says_what_the_catalogue_has_of_it(site: Client) -> None:
    known = site.get("/review/?name=MQ-9A&recipient=SA").content.decode()
    assert 'From the catalogue: <a href="/systems/mq-9a/">MQ-9A Reaper: ' in known
    unknown = site.get("/review/?name=MQ-9A+Reapr&recipient=SA").content.decode()
    assert "is no system of the catalogue" in unknown
    assert 'href="/review/?name=MQ-9A+Reaper&amp;recipient=SA"' in unknown


def test_of_very_many_rules_that_may_apply_the_page_tells_the_first(site: Client) -> None:
    text = site.get("/review/?recipient=SA").content.decode()
    assert re.search(r"\d+ more rules may apply", text)
    assert text.count("May apply") <= 4 * 8


def test_the_first_look_offers_examples_that_can_be_reviewed(site: Client) -> None:
    text = site.get("/review/").content.decode()
    offered = re.findall(r'href="(/review/\?[^"]+)"', text[text.index("begin with an example") :])
    assert len(offered) > 5
    assert site.get(offered[0].replace("&amp;", "&")).status_code == 200


def test_i_do_not_know_is_an_answer_that_stands_in_the_address_and_is_not_asked_again(site: Client) -> None:
    before = site.get(f"/review/?{REAPER}").content.decode()
    first = re.findall(r'id="field-([\w-]+)"', before[before.index("What can still decide") :])[0]
    answer = site.get(f"/review/?{REAPER}&{first}=unknown")
    text = answer.content.decode()
    assert f"{first}=unknown" in answer.headers["HX-Push-Url"]
    assert f'id="field-{first}"' in text[text.index("What you answered") : text.index("What can still decide")]
    assert (
        site.get(f"/review.json?{REAPER}&{first}=unknown").json()["missing"]
        == site.get(f"/review.json?{REAPER}").json()["missing"]
    )


def test_of_a_value_and_that_it_is_not_known_the_last_counts(site: Client) -> None:
    assert "range: 300 km" in site.get("/review.yaml?kind=uas&range=unknown&range=300+km").content.decode()
    taken_back = site.get("/review/?kind=uas&range=300+km&range=unknown")
    assert taken_back.headers["HX-Push-Url"].endswith("kind=uas&range=unknown")
    text = taken_back.content.decode()
    field = text[text.index('id="field-range"') :].partition("</div>")[0]
    # The field is empty, and what is written into it then comes after the box, so that it counts.
    assert 'value=""' in field and "hx-preserve" not in field
    assert field.index("checked") < field.index('id="ask-range"')


def test_the_answer_comes_first_with_its_reasons_and_they_lead_to_the_rulebook(site: Client) -> None:
    text = site.get(f"/review/?{REAPER}").content.decode()
    assert text.index('id="answer"') < text.index('id="review"') < text.index('id="reasons"')
    link = re.search(r'href="(/law/[\w.-]+/)#([\w.-]+)"', text[text.index('id="reasons"') :])
    assert link
    assert f'id="{link[2]}"' in site.get(link[1]).content.decode()


def test_the_json_is_that_of_the_command(site: Client, tmp_path: Path) -> None:
    file = tmp_path / "transfer.yaml"
    file.write_bytes(site.get(f"/review.yaml?{REAPER}").content)
    command = CliRunner().invoke(main, ["review", str(file), "--format", "json"])
    assert command.exit_code == 0, command.output
    assert site.get(f"/review.json?{REAPER}").content.decode() == command.stdout


def test_what_can_be_downloaded_is_there(site: Client) -> None:
    page = site.get(f"/review/?{REAPER}").content.decode()
    for end, kind in (
        ("pdf", "application/pdf"),
        ("html", "text/html"),
        ("md", "text/markdown"),
        ("yaml", "application/yaml"),
    ):
        href = re.search(rf'href="(/review\.{end}\?[^"]+)"', page)
        assert href
        answer = site.get(told(href[1]))
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith(kind)
        assert "attachment" in answer.headers["Content-Disposition"]


def test_the_pdf_says_the_answer_and_the_address_to_cite(site: Client) -> None:
    pypdfium2 = pytest.importorskip("pypdfium2")
    page = site.get(f"/review/?{REAPER}").content.decode()
    cited = re.search(r'rel="canonical" href="([^"]+)"', page)
    href = re.search(r'href="(/review\.pdf\?[^"]+)"', page)
    assert cited
    assert href
    document = pypdfium2.PdfDocument(site.get(told(href[1])).content)
    shown = "".join("".join(one.get_textpage().get_text_range().split()) for one in document).replace("\ufffe", "-")
    assert "ReviewofGreyKite" in shown
    assert told(cited[1]) in shown
    assert site.get("/review.pdf?recipient=Atlantis").status_code == 400


def test_a_transfer_that_no_address_holds_is_sent_and_has_its_pdf(site: Client) -> None:
    transfer = f"recipient: IT\ndate: 2026-09-01\nitem: {{kind: uas, name: '{'a' * 900}'}}\n"
    file = io.BytesIO(transfer.encode())
    file.name = "transfer.yaml"
    page = site.post("/review/", {"file": file}).content.decode()
    kept = re.search(r'<textarea id="kept" name="transfer"[^>]*>(.*?)</textarea>', page, re.DOTALL)
    assert kept
    answer = site.post("/review.pdf", {"transfer": told(kept[1])})
    assert answer.status_code == 200
    assert answer.content.startswith(b"%PDF")
    assert answer.headers["Cache-Control"] == "no-store"
    assert site.post("/review.pdf", {"transfer": "recipient: Atlantis"}).status_code == 400
    assert site.post("/review.pdf", {"transfer": "]"}).status_code == 400
    assert site.post("/review.pdf", {"sheet": "Range: 300 km"}).status_code == 400
    assert site.post("/review.pdf", {}).status_code == 400


def test_the_years_are_drawn_where_they_are_asked_for(site: Client) -> None:
    query = f"{REAPER}&max-airspeed=389+km/h&hypersonic=no"
    assert "licet-picture" not in site.get(f"/review/?{query}").content.decode()
    text = site.get(f"/review/?{query}&years=shown").content.decode()
    assert "licet-picture" in text
    assert "<style" not in text


def test_the_law_of_a_reform_that_somebody_wrote_is_not_kept_alive(site: Client) -> None:
    before = [kept.cache_info().currsize for kept in (review_pages._remembered, review_pages._years)]
    written = f"reform={NAME}&written={pack(REFORM)}"
    for reform in (written, "reform=hr-3068-119@2026-03-01"):
        assert site.get(f"/review/?kind=uas&recipient=IT&years=shown&{reform}").status_code == 200
    assert [kept.cache_info().currsize for kept in (review_pages._remembered, review_pages._years)] == before


def test_a_piece_of_a_page_that_holds_what_somebody_wrote_is_made_anew_and_not_kept(site: Client) -> None:
    site.get("/review/?kind=uas&recipient=IT")
    asked = Question("name", "What is it called?", "", "", "text", ())
    rule = Ground("mtcr.guidelines/p2", "", (), "It says so.", "", "", "", "primary", "", "", (), ())
    for piece, kept, shared, own in (
        (lambda one: pieces.question(Context(), one), pieces._question, asked, replace(asked, text="only mine")),
        (pieces.ground, pieces._ground, rule, replace(rule, rule=f"proposals.{NAME}/mine", says="only mine")),
    ):
        assert piece(shared) == piece(shared)
        before = kept.cache_info().currsize
        assert "only mine" in piece(own)
        assert kept.cache_info().currsize == before
        assert "only mine" not in piece(shared)


def test_the_address_that_is_cited_says_the_day_and_the_law(site: Client) -> None:
    text = site.get("/review/?kind=uas&recipient=IT").content.decode()
    cited = re.search(r'rel="canonical" href="([^"]+)"', text)
    assert cited
    assert re.search(r"date=\d{4}-\d\d-\d\d&amp;law=[0-9a-f]{12}$", cited[1])
    assert "was cited under the law" in site.get("/review/?kind=uas&law=0123456789ab").content.decode()


def test_a_party_is_not_clear_where_there_is_no_list(
    site: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LICET_LISTS", str(tmp_path / "none.sqlite"))
    answer = site.get(f"/review/?{REAPER}&party-name=ACME&party-role=end_user&party-nation=SA")
    assert "parties=name%3DACME" in answer.headers["HX-Push-Url"]
    assert "ACME: not screened" in answer.content.decode()


def test_that_the_parties_are_clear_is_only_a_claim(site: Client) -> None:
    assert "was not done or looked for here" in site.get(f"/review/?{REAPER}&screening=clear").content.decode()


def test_an_uploaded_transfer_becomes_an_address(site: Client) -> None:
    file = io.BytesIO(
        b"recipient: Italy\nparties:\n- {name: 'A, b=c', role: end_user}\n- {name: ACME}\n"
        b"item:\n  kind: uas\n  range: {value: [280 km, 320 km], basis: published}\n  hypersonic: no\n  entries: [1.A.2]\n"
    )
    file.name = "transfer.yaml"
    answer = site.post("/review/", {"file": file})
    assert answer.status_code == 303
    address = answer.headers["Location"]
    kept = site.get(address.replace("/review/", "/review.yaml")).content.decode()
    assert "A, b=c" in kept and "hypersonic: false" in kept and "1.A.2" in kept
    assert site.get(address).status_code == 200


def test_a_transfer_too_long_for_an_address_is_shown_and_kept_by_its_owner(site: Client) -> None:
    parties = [{"name": f"Company {number} " + "x" * 400} for number in range(20)]
    file = io.BytesIO(json.dumps({"recipient": "IT", "item": {"kind": "uas"}, "parties": parties}).encode())
    file.name = "transfer.json"
    answer = site.post("/review/", {"file": file})
    assert answer.status_code == 200
    assert "too long for an address" in answer.content.decode()
    assert "Company 19" in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "data", "found"),
    [
        ("sheet.exe", b"MZ", "a file that ends in"),
        ("sheet.pdf", b"%PDF-", "sheet.pdf"),
        ("sheet.docx", b"PK\x03\x04", "a damaged office or ZIP file"),
        ("sheet.xlsx", bomb(), "once unpacked"),
        ("sheet.html", b"\xff\xfe\x00\xd8", "sheet.html"),
        ("t.yaml", b"", "nothing"),
        ("t.yaml", b"- recipient: IT\n- recipient: FR\n", "2 transfers"),
        ("t.yaml", b"recipient: Atlantis\n", "Atlantis"),
        ("t.json", b"{", "t.json"),
        ("t.toml", b"\xff\xfe\x00", "t.toml"),
        ("t.yaml", b"a: &a [*a]\n", "t.yaml"),
        ("t.yaml", b"x" * 256_001, "at most 256 kB"),
        ("t.pdf", b"x" * 5_000_001, "at most 5,000 kB"),
        ("t.pdf", b"x" * 5_300_000, "at most 5,200 kB"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused(site: Client, name: str, data: bytes, found: str) -> None:
    file = io.BytesIO(data)
    file.name = name
    answer = site.post("/review/", {"file": file})
    assert answer.status_code == 400
    assert found in told(answer.content.decode())


def test_what_is_sent_empty_or_twice_is_refused(site: Client) -> None:
    assert "neither a file nor" in site.post("/review/", {}).content.decode()
    file = io.BytesIO(b"recipient: IT\n")
    file.name = "t.yaml"
    assert "one of the two" in site.post("/review/", {"file": file, "sheet": "Range 300 km"}).content.decode()
    assert site.post("/review/", {"sheet": "x " * 15_000}).status_code == 400
    assert site.post("/review.json").status_code == 405


def test_what_a_data_sheet_says_counts_when_it_is_confirmed(site: Client) -> None:
    answer = site.post("/review/", {"sheet": "Range: 1850 km\nPayload: 450 kg\n"})
    text = answer.content.decode()
    assert answer.status_code == 200
    assert '<input type="checkbox" name="range" value="1850 km">' in text
    assert "checked" not in text[text.index('class="confirm"') : text.index("</form>")]


def test_a_data_sheet_is_laid_beside_what_was_said(site: Client) -> None:
    said = "name=New+drone&recipient=IT&range=300+km"
    text = site.post("/review/", {"sheet": "Range: 1850 km\nPayload: 450 kg\n", "stated": said}).content.decode()
    assert '<input type="hidden" name="name" value="New drone">' in text
    assert '<input type="hidden" name="recipient" value="IT">' in text
    assert '<input type="radio" name="range" value="300 km" checked>' in text
    assert '<input type="radio" name="range" value="1850 km">' in text
    assert '<input type="checkbox" name="payload" value="450 kg">' in text
    assert 'name="stated" value="recipient=IT"' in site.get("/review/?recipient=IT").content.decode()


def test_what_is_not_known_stands_in_the_transfer_that_is_downloaded(site: Client) -> None:
    text = site.get("/review.yaml?kind=uas&recipient=IT&payload=unknown&date=2026-01-01").content
    assert b"payload: unknown" in text
    file = io.BytesIO(text)
    file.name = "transfer.yaml"
    assert site.post("/review/", {"file": file}).status_code == 303


def test_the_title_says_what_is_reviewed(site: Client) -> None:
    assert "<title>Review of New drone" in site.get("/review/?name=New+drone&recipient=IT").content.decode()
    assert "<title>Review of a transfer" in site.get("/review/?recipient=IT").content.decode()


def test_many_rules_that_may_apply_are_folded(site: Client) -> None:
    text = site.get("/review/?recipient=SA").content.decode()
    assert re.search(r'<details class="might"><summary>\d+ rules may apply', text)


def test_a_data_sheet_may_be_a_file(site: Client) -> None:
    for name, data in (
        ("sheet.pdf", lines_pdf("Range: 1850 km", "Payload: 450 kg")),
        ("../sheet.html", b"<html><body><p>Range: 1850 km</p><p>Payload: 450 kg</p></body></html>"),
        ("sheet.txt", b"Range: 1850 km\nPayload: 450 kg\n"),
    ):
        file = io.BytesIO(data)
        file.name = name
        answer = site.post("/review/", {"file": file})
        assert answer.status_code == 200, name
        assert '<input type="checkbox" name="range" value="1850 km">' in answer.content.decode()


def test_what_takes_too_long_to_read_is_ended(site: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("licet.web.handed_in._BOUNDS", Bounds(0.1))
    answer = site.post("/review/", {"sheet": "Range: 1850 km"})
    assert answer.status_code == 400
    assert "had not ended after 0.1 s" in answer.content.decode()


def test_what_is_written_is_shown_as_text(site: Client) -> None:
    text = site.get("/review/?kind=uas&name=%3Cscript%3Ealert(1)%3C/script%3E&party-name=%3Cb%3Ex").content.decode()
    assert "<script>alert" not in text
    assert "<b>x" not in text


def test_nothing_is_kept_and_no_cookie_is_set(site: Client) -> None:
    assert not site.get("/review/").cookies
    assert not site.post("/review/", {"sheet": "Range: 1850 km"}).cookies


def test_of_a_party_no_copy_is_kept_on_the_way(site: Client) -> None:
    for address in ("/review/", "/review.yaml"):
        assert site.get(f"{address}?recipient=IT&parties=ACME").headers["Cache-Control"] == "no-store"
        assert site.get(f"{address}?recipient=IT").headers["Cache-Control"] == "no-cache"
