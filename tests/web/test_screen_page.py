"""The page *Screen*: what is refused, that nothing private is kept or told elsewhere, what is found, and what stands where no list is."""

from __future__ import annotations

import csv
import io
import json
import logging
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from django.test import Client

from licet.cli.main import main

INVENTED = Path(__file__).resolve().parents[2] / "examples" / "lists" / "invented.csv"

BAD = [
    ({}, "name", "nobody", "a name, or names one a line"),
    ({"name": "  "}, "name", "nobody", "a name"),
    ({"names": "\n \r\n"}, "name", "nobody", "a name"),
    ({"name": "ACME", "names": "ACME"}, "name and names", "one party and several names", "one of the two"),
    ({"names": "ACME\nOther", "nation": "IT"}, "nation", "said of several names", "one party"),
    ({"names": "\n".join(f"Name {number}" for number in range(51))}, "names", "51 names", "at most 50"),
    ({"name": "ACME", "nation": "Atlantis"}, "the party", "Atlantis", ""),
    ({"name": "ACME", "kind": "spaceship"}, "kind", "spaceship", "one of person"),
    ({"name": "ACME", "kind": "unknown"}, "kind", "unknown", "one of person"),
    ({"name": "ACME", "born": "tomorrow"}, "the party", "tomorrow", ""),
    ({"name": "ACME", "exporter": "Atlantis"}, "exporter", "Atlantis", ""),
    ({"name": "ACME", "least": "near"}, "least", "near", "a score above 0, to 1"),
    ({"name": "ACME", "least": "0"}, "least", "0", "a score above 0, to 1"),
    ({"name": "ACME", "least": "1.1"}, "least", "1.1", "a score above 0, to 1"),
    ({"name": "ACME", "least": "nan"}, "least", "nan", "a score above 0, to 1"),
    ({"name": "A" * 601}, "name", "601 letters", "at most 600"),
    ({"names": "A " * 15_001}, "names", "30,001 letters", "at most 30,000"),
    ({"names": "A" * 1200}, "line 1", "1,200", "at most 1,000"),
    ({"name": "AC\x00ME"}, "name", "cannot be shown", "letters"),
    ({"name": "ACME", "nmae": "x"}, "nmae", "no such field", "did you mean name"),
    ({"name": ["ACME", "Other"]}, "name", "2 values", "one value"),
]


def told(text: str) -> str:
    return text.replace("&#x27;", "'").replace("&quot;", '"').replace("&amp;", "&").replace("&lt;", "<")


def licet(*arguments: str) -> str:
    answer = CliRunner().invoke(main, list(arguments))
    assert answer.exit_code == 0, answer.output
    return answer.stdout


@pytest.fixture
def a_list() -> None:
    licet("lists", "add", "watch", str(INVENTED), "--map", "name=Who", "--map", "id=Ref", "--map", "alias=Also", "--vintage", "2025-01-02", "--entries", "12", "--title", "Invented watch list", "--max-age", "36500")  # fmt: skip


@pytest.mark.parametrize(("sent", "where", "found", "expected"), BAD)
def test_what_cannot_be_read_is_told_and_nobody_is_screened(
    site: Client, sent: dict[str, str], where: str, found: str, expected: str
) -> None:
    answer = site.post("/screen/", sent)
    text = told(answer.content.decode())
    assert answer.status_code == 400
    lines = re.findall(r"<li><strong>([^<]+)</strong>: (.*?)</li>", text)
    assert any(name == where and found in line and expected in re.sub("<[^>]+>", "", line) for name, line in lines), (
        lines
    )
    assert "What was found" not in text
    for program in ("/screen.json", "/screen.csv"):
        answer = site.post(program, sent)
        assert answer.status_code == 400
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert any(fault["where"] == where for fault in answer.json()["faults"])


def test_what_was_written_stays_in_the_form(site: Client) -> None:
    text = site.post("/screen/", {"name": 'A <b> "x"', "nation": "Atlantis", "alias": "B\nC"}).content.decode()
    assert 'value="A &lt;b&gt; &quot;x&quot;"' in text
    assert 'value="Atlantis"' in text
    assert ">B\nC</textarea>" in text


def test_more_than_a_form_holds_is_refused(site: Client) -> None:
    assert site.post("/screen/", {"names": "A\n" * 60_000}).status_code == 413
    assert site.post("/screen/", b"%", content_type="application/x-www-form-urlencoded").status_code == 400
    assert site.post("/screen/", b"--x", content_type="multipart/form-data; boundary=x").status_code == 400


def test_a_name_stands_in_no_address(site: Client) -> None:
    answer = site.get("/screen/?name=Ivan+Vydumkin")
    assert answer.status_code == 400
    assert "no such part of this address" in answer.content.decode()


def test_without_a_list_nobody_is_clear_and_the_page_says_what_to_do(site: Client) -> None:
    page = site.get("/screen/").content.decode()
    assert "No list has been added" in page
    assert "licet lists add" in page
    text = site.post("/screen/", {"name": "Ivan Vydumkin"}).content.decode()
    found = text[text.index('id="found"') : text.index("No list has been added</h2>")]
    assert "1 not screened" in found
    assert "clear:" not in found.casefold()
    assert json.loads(site.post("/screen.json", {"name": "Nobody"}).content)["status"] == "not_screened"


def test_a_file_that_is_damaged_is_told_without_where_it_lies(site: Client, no_lists_of_the_user: Path) -> None:
    no_lists_of_the_user.parent.mkdir(parents=True)
    no_lists_of_the_user.write_bytes(b"no such file" * 1000)
    for text in (
        site.get("/screen/").content.decode(),
        site.get("/screen.json").content.decode(),
        site.post("/screen/", {"name": "ACME"}).content.decode(),
        site.post("/screen.json", {"name": "ACME"}).content.decode(),
        site.get("/review/?recipient=IT&parties=ACME").content.decode(),
        site.get("/review.json?recipient=IT&parties=ACME").content.decode(),
        site.post("/api/v1/screen", '"ACME"', content_type="application/json").content.decode(),
        site.post(
            "/api/v1/review", '{"recipient": "IT", "parties": [{"name": "ACME"}]}', content_type="application/json"
        ).content.decode(),
    ):
        assert str(no_lists_of_the_user) not in text
        assert "the file of lists" in text.casefold()


@pytest.mark.usefixtures("a_list")
def test_the_lists_stand_at_an_address_with_their_dates(site: Client) -> None:
    page = site.get("/screen/")
    text = page.content.decode()
    assert "Invented watch list" in text
    assert "2025-01-02" in text
    assert "No list has been added" not in text
    told_ = site.get("/screen.json").json()
    (row,) = told_["lists"]
    assert (row["source"], row["vintage"], row["entries"], row["status"]) == ("WATCH", "2025-01-02", 12, "current")
    assert row["relied_on_until"].startswith("2124")
    assert {one["code"] for one in told_["asked_for"]} >= {"EL", "SDN"}
    (line,) = csv.DictReader(io.StringIO(site.get("/screen.csv").content.decode()))
    assert line["vintage"] == "2025-01-02"
    # It is the same until a list changes.
    assert site.get("/screen/", headers={"if-none-match": page.headers["ETag"]}).status_code == 304
    licet("lists", "remove", "watch", "--why", "a test")
    assert site.get("/screen/", headers={"if-none-match": page.headers["ETag"]}).status_code == 200


@pytest.mark.usefixtures("a_list")
def test_a_hit_is_told_with_what_matched_and_a_near_miss_where_it_is_asked_for(site: Client) -> None:
    text = told(site.post("/screen/", {"name": "Zephirine Rotor Works LLC", "nation": "AE"}).content.decode())
    assert "match: on a list, as far as can be told" in text.casefold()
    assert "«Zephirine» and «Zephyrine»: spelt as it sounds." in text
    assert "Raised: both in United Arab Emirates." in text
    assert "Invented watch list, of 2 January 2025, 12 entries" in text
    assert "Ownership is not screened" in text
    assert re.search(r'href="/law/[\w.-]+/#resolve-hits"', text)
    asked = {"name": "Ivan Vydumov", "nation": "Kazakhstan"}
    assert "Clear: no hit on the lists that were looked at" in told(site.post("/screen/", asked).content.decode())
    near = told(site.post("/screen/", asked | {"least": "0.7"}).content.decode())
    assert "Ivan Vydumkin on WATCH: possible" in near
    assert "Lowered: Kazakhstan, and the list has Russia." in near


@pytest.mark.usefixtures("a_list")
def test_a_name_of_common_words_is_told_in_its_card_and_is_not_green(site: Client) -> None:
    text = told(site.post("/screen/", {"names": "General Trading Company\nNobody Whatsoever"}).content.decode())
    first, second = text.split('<section class="verdict ')[1:]
    assert first.startswith("grade-2")
    assert "No entry of just this name" in first
    assert "«General Trading Company» is made of common words alone" in first[: first.index("</section>")]
    assert second.startswith("grade-3")


@pytest.mark.usefixtures("a_list")
def test_where_the_law_of_the_exporter_asks_for_a_list_that_is_not_here_nobody_is_clear(site: Client) -> None:
    text = told(site.post("/screen/", {"name": "Sample Optics Oy", "exporter": "US"}).content.decode())
    assert "Not screened" in text
    assert "an exporter of United States has to know it" in text
    # What stands against all of several is told once, below the hits.
    text = told(site.post("/screen/", {"names": "Ivan Vydumkin\n!!!", "exporter": "US"}).content.decode())
    assert text.index("Ivan Vydumkin on WATCH: match") < text.index("Why nobody is clear")
    assert text.count("General Prohibition Five") == 1
    assert "«!!!» has no letters or figures that can be compared." in text


@pytest.mark.usefixtures("a_list")
def test_where_no_exporter_is_stated_the_page_says_which_lists_a_review_would_miss(site: Client) -> None:
    text = told(site.post("/screen/", {"name": "Nobody Whatsoever"}).content.decode())
    said = text[text.index("No exporter was stated") :]
    said = said[: said.index("</p>")]
    assert "United States" in said
    assert {"EL", "DPL", "SDN"} <= set(re.findall(r"\b[A-Z]{2,3}\b", said))
    assert "No exporter was stated" not in site.post("/screen/", {"name": "Nobody", "exporter": "US"}).content.decode()
    # It is asked for beside the name, and hides in nothing that has to be opened.
    form = site.get("/screen/").content.decode()
    assert form.index('id="exporter-one"') < form.index("<details")


@pytest.mark.usefixtures("a_list")
def test_several_names_are_screened_and_what_is_downloaded_is_that_of_the_command(site: Client, tmp_path: Path) -> None:
    names = "Ivan Vydumkin\nФантасмагория\n=cmd()\nSample Optics Oy"
    text = told(site.post("/screen/", {"names": names}).content.decode())
    assert text.count('<section class="verdict') == 4
    file = tmp_path / "names.txt"
    file.write_text(names, encoding="utf-8")
    downloaded = site.post("/screen.json", {"names": names})
    assert downloaded.headers["Content-Disposition"] == 'attachment; filename="screened.json"'
    theirs = json.loads(licet("screen", str(file), "--format", "json"))
    assert [one["status"] for one in downloaded.json()] == [one["status"] for one in theirs]
    assert downloaded.json()[0]["hits"] == theirs[0]["hits"]
    rows = list(csv.DictReader(io.StringIO(site.post("/screen.csv", {"names": names}).content.decode())))
    assert {row["name"] for row in rows} == {"Ivan Vydumkin", "Фантасмагория", "'=cmd()", "Sample Optics Oy"}


@pytest.mark.usefixtures("a_list")
def test_nothing_private_is_kept(site: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        for address in ("/screen/", "/screen.json", "/screen.csv"):
            answer = site.post(address, {"name": "Ivan Vydumkin"})
            assert answer.headers["Cache-Control"] == "no-store"
            assert "ETag" not in answer.headers
            assert not answer.cookies
            assert "HX-Push-Url" not in answer.headers
    assert "Vydumkin" not in caplog.text
    text = site.get("/screen/").content.decode()
    assert "Vydumkin" not in text


@pytest.mark.usefixtures("a_list")
def test_a_party_leads_to_its_review_where_it_is_screened_again(site: Client) -> None:
    page = site.post("/screen/", {"name": "Xu Gou Aviation, Ltd = x", "nation": "China", "kind": "organisation"})
    link = re.search(r'href="(/review/\?parties=[^"]+)"', page.content.decode())
    assert link
    review = told(site.get(told(link[1])).content.decode())
    assert "The answer waits" not in review
    assert "Xu Gou Aviation, Ltd = x" in review


@pytest.mark.usefixtures("a_list")
def test_a_review_tells_of_its_parties_what_the_lists_say_of_which_day_and_their_red_flags(site: Client) -> None:
    query = (
        "kind=uas&range=650+km&payload=25+kg&exporter=FR&recipient=KE&date=2025-09-15"
        "&parties=name%3DXu+Gou+Aviation+Technology+Company+Limited,+role%3Dpurchaser,+nation%3DChina"
        "&parties=name%3DFast+Sample+Freight,+role%3Dend_user,+nation%3DKenya,+forwarder%3Dyes,+address%3DWarehouse+17"
    )
    text = told(site.get(f"/review/?{query}").content.decode())
    parties = text[text.index("<h2>Parties</h2>") :]
    parties = parties[: parties.index("<h2", 10)]
    assert "match: on a list, as far as can be told" in parties
    assert "on WATCH: match" in parties
    assert "Invented watch list, of 2 January 2025, 12 entries" in parties
    assert "Red flag: intermediary in a nation of concern" in parties
    assert "forwarder at the destination" in parties
    assert "2: 1 match, 1 clear" in text
    assert "resolve-hits" in text[text.index("What to do") :]
