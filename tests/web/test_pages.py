"""Every page: what it must have, what it must not hold, its twins for programs, and where its links lead."""

from __future__ import annotations

import csv
import gzip
import io
import re
from collections.abc import Callable
from functools import cache
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import resolve
from web.addresses import LONG, PAGES, REFUSED, REVIEWS

from licet.rulebook.rulebook import Rulebook

WEIGHT = 150_000
# Of one kind of page, so many are asked.
SAMPLE = 5


class Read(HTMLParser):
    """What a page holds, as far as these tests ask."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.ids: list[str] = []
        self.inside = ""
        self.inline = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        self.attributes += [(tag, name) for name in found]
        self.inside = tag
        self.ids += [found["id"]] if "id" in found else []
        if tag == "a":
            self.links.append(found["href"])
        elif tag == "link" and found.get("rel") in ("stylesheet", "icon"):
            self.fetched.append(found["href"])
        elif "src" in found:
            self.fetched.append(found["src"])

    def handle_data(self, data: str) -> None:
        if self.inside in ("script", "style"):
            self.inline += data.strip()

    def handle_endtag(self, tag: str) -> None:
        self.inside = ""


@cache
def answered(site: Client, address: str) -> Any:
    """Return the answer of a page; several tests look at the same one."""
    return site.get(address)


def read(site: Client, address: str) -> Read:
    return Read(answered(site, address).content.decode())


@pytest.mark.parametrize("address", [*PAGES, *REVIEWS, *REFUSED])
def test_a_page_is_whole(site: Client, address: str) -> None:
    answer = answered(site, address)
    text = answer.content.decode()
    found = Read(text)
    assert answer.status_code == (200 if address in (*PAGES, *REVIEWS) else 400 if "?" in address else 404)
    assert '<html lang="en-GB">' in text
    assert re.search(r"<title>[^<]+</title>", text)
    assert found.tags.count("h1") == found.tags.count("main") == 1
    assert len(found.ids) == len(set(found.ids))


@pytest.mark.parametrize("address", [*PAGES, *REVIEWS, *REFUSED])
def test_a_page_holds_nothing_that_runs_and_fetches_nothing_from_others(site: Client, address: str) -> None:
    answer = answered(site, address)
    found = Read(answer.content.decode())
    assert found.inline == ""
    assert "style" not in found.tags
    assert not [name for _, name in found.attributes if name == "style" or name.startswith("on")]
    assert all(urlsplit(fetched).netloc == "" for fetched in found.fetched)
    policy = answer.headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in answer.headers["Permissions-Policy"]
    assert not answer.cookies


@pytest.mark.parametrize("address", [*PAGES, *REVIEWS, *LONG])
def test_a_page_is_light(site: Client, address: str) -> None:
    """What a browser is sent for it, packed as it is sent, without charts."""
    page = answered(site, address).content
    weight = len(gzip.compress(page))
    for fetched in Read(page.decode()).fetched:
        if ".svg?" not in fetched:
            weight += len(gzip.compress(answered(site, fetched).getvalue()))
    assert weight <= WEIGHT


@pytest.mark.parametrize("address", [*PAGES, *REVIEWS])
def test_a_page_says_how_it_is_cited_and_what_is_cited_leads_there(
    site: Client, address: str, rulebook: Rulebook
) -> None:
    text = answered(site, address).content.decode()
    cited = re.search(r'rel="canonical" href="([^"]+)"', text)
    assert cited
    assert rulebook.digest in text
    told = urlsplit(cited[1].replace("&amp;", "&"))
    assert f"law={rulebook.digest[7:19]}" in told.query
    for part in urlsplit(address).query.split("&"):
        assert part in told.query
    again = site.get(f"{told.path}?{told.query}")
    assert again.status_code == 200
    assert "was cited under the law" not in again.content.decode()


def test_an_address_that_was_cited_under_another_law_says_so(site: Client) -> None:
    assert "was cited under the law <code>0123456789ab</code>" in site.get("/law/?law=0123456789ab").content.decode()


@pytest.mark.parametrize("address", PAGES)
def test_a_page_has_its_twins_for_programs(site: Client, address: str, rulebook: Rulebook) -> None:
    text = answered(site, address).content.decode()
    twins = re.findall(r'rel="alternate" type="([^"]+)" href="([^"]+)"', text)
    assert twins[0][0] == "application/json"
    for media, href in twins:
        answer = site.get(href.replace("&amp;", "&"))
        assert answer.status_code == 200
        assert answer.headers["Content-Type"].startswith(media)
        if media == "text/csv":
            rows = list(csv.reader(io.StringIO(answer.content.decode()), strict=True))
            assert len({len(row) for row in rows}) == 1
        else:
            told = answer.json()
            assert told["rulebook"] == {"digest": rulebook.digest, "reforms": []}
            assert told["address"].partition("?")[0] == urlsplit(address).path


def test_a_cell_that_a_spreadsheet_would_run_is_made_harmless() -> None:
    from licet.web.tables import Column, Table

    table = Table("Names", (Column("name", "Name"), Column("size", "Size")), [{"name": "=1+1", "size": [1, None]}])
    assert table.csv() == "name,size\r\n'=1+1,1; \r\n"


def test_what_has_not_changed_is_not_sent_again(site: Client) -> None:
    etag = site.get("/law/").headers["ETag"]
    assert site.get("/law/", headers={"if-none-match": etag}).status_code == 304
    assert site.get("/law/?search=drone", headers={"if-none-match": etag}).status_code == 200
    assert site.get("/law.json", headers={"if-none-match": etag}).status_code == 200


def test_every_door_leads_to_a_page_and_every_link_inside_the_site_to_an_answer(site: Client) -> None:
    asked: dict[str, None] = {}
    pending, kinds = ["/"], dict[str, int]()
    while pending:
        address = pending.pop(0)
        found = read(site, address)
        for href in found.links:
            url, fragment = urldefrag(urljoin(address, href))
            parts = urlsplit(url)
            if parts.netloc not in ("", "localhost"):
                assert parts.scheme in ("http", "https")
                continue
            inside = f"{parts.path}?{parts.query}" if parts.query else parts.path
            if parts.path == urlsplit(address).path and fragment:
                assert fragment in {*found.ids, "main"}, (address, fragment)
            if parts.path.startswith("/compare") and parts.query:
                continue  # It would be made, which takes its time; tests of its own ask for it.
            kind = resolve(parts.path).url_name or parts.path
            if inside in asked or kinds.get(kind, 0) >= SAMPLE or parts.path == "/systems.svg":
                continue
            kinds[kind] = kinds.get(kind, 0) + 1
            asked[inside] = None
            answer = answered(site, inside)
            if kind in ("cases", "cases.new"):
                # Who is not signed in is led to where they sign in.
                inside = answer.headers["Location"]
                answer = answered(site, inside)
            # What is made in the background is accepted, and answered later.
            assert answer.status_code in ((200, 202) if kind.startswith("compare") else (200,)), (address, href)
            if answer.headers["Content-Type"].startswith("text/html"):
                pending.append(inside)
    assert len(asked) > 25


# What single pages say.


def test_a_rule_stands_beside_its_paragraph_with_what_displaces_it(site: Client) -> None:
    text = site.get("/law/us.uas-2020/").content.decode()
    assert '<article class="rule" id="slow-uas"' in text
    assert 'href="/law/mtcr.guidelines/#category-i"' in text
    assert "Would be displaced by" in text
    assert "<h2>The decision of 24 July 2020</h2>" in text


def test_a_proposal_is_marked_as_no_law(site: Client) -> None:
    assert "This is a proposal and not law." in site.get("/law/proposals.hr-3068-119/").content.decode()
    assert site.get("/law.json?kind=proposal&on=2026-01-01").json()["instruments"] == []


def test_the_prose_of_the_law_cannot_run(site: Client) -> None:
    from licet.web.prose import prose

    made = prose("# T\n\n<script>alert(1)</script> [x](javascript:alert(1)) ![y](https://example.org/y.png)\n")
    assert "<h2>T</h2>" in made
    assert "<script" not in made
    assert "<img" not in made
    assert 'href="javascript' not in made


def test_what_changed_between_two_days_is_what_came_and_what_went(site: Client) -> None:
    told = site.get("/law/changes.json?from=2020-07-23&to=2020-07-24").json()
    assert ("us.uas-2020/slow-uas", "came into force", "2020-07-24") in [
        (row["rule"], row["change"], row["day"]) for row in told["rules"]
    ]
    back = site.get("/law/changes.json?from=2025-01-01&to=2025-06-01").json()
    assert {row["change"] for row in back["rules"]} <= {"came into force", "went out of force", "came and went between"}
    joined = site.get("/law/changes.json?from=2016-06-26&to=2016-06-28").json()["memberships"]
    assert [(row["nation"], row["group"], row["after"]) for row in joined] == [("IN", "mtcr_partner", "belonged")]


def test_an_entry_is_found_by_a_word_and_by_its_code_on_another_list(site: Client) -> None:
    def codes(query: str) -> set[str]:
        return set(re.findall(r'"code":"([^"]+)"', site.get(f"/annex.json?{query}").content.decode()))

    assert "9.A.6" in codes("search=inertial")
    assert "1.A.2" in codes("search=9A012")
    assert codes("search=no such thing") == set()


def test_a_nation_has_its_memberships_and_a_posture_for_every_class(site: Client) -> None:
    told = site.get("/nations/IT.json?on=2026-09-01").json()
    assert "mtcr_partner" in [row["group"] for row in told["memberships"]]
    assert all(row["possible"] for row in told["postures"])
    assert 'class="picture memberships"' in site.get("/nations/IT/").content.decode()


def test_nobody_exports_to_himself(site: Client) -> None:
    assert site.get("/nations/US.json").json()["postures"] == []
    assert "Nobody exports to himself." in site.get("/nations/US/").content.decode()


def test_the_chart_of_the_systems_is_a_picture_that_runs_nothing(site: Client) -> None:
    answer = site.get("/systems.svg?kind=interceptor")
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.content.startswith(b"<svg ")


def test_the_chart_has_the_systems_of_the_table(site: Client) -> None:
    query = "search=reaper"
    shown = [
        row for row in site.get(f"/systems.json?{query}").json()["systems"] if row["range_km"] and row["payload_kg"]
    ]
    assert f" {len(shown)} system" in site.get(f"/systems.svg?{query}").content.decode()
    assert site.get("/systems.svg?search=no+such+system").status_code == 400


def test_another_limit_of_the_site_is_another_page(site: Client, settings_of_the_site: Callable[..., None]) -> None:
    before = site.get("/portfolio/").headers["ETag"]
    assert site.get("/portfolio/", headers={"If-None-Match": before}).status_code == 304
    settings_of_the_site(LICET_TABLE_ROWS=7)
    assert site.get("/portfolio/", headers={"If-None-Match": before}).status_code == 200


def test_the_nations_to_choose_from_stand_in_the_order_of_their_names(site: Client) -> None:
    text = site.get("/review/").content.decode()
    names = re.findall(r'value="([^"]+)"', text[text.index('id="nations"') :].partition("</datalist>")[0])
    assert names == sorted(names)


def test_where_no_system_can_be_drawn_there_is_no_chart(site: Client) -> None:
    assert "<img" in site.get("/systems/?kind=interceptor").content.decode()
    assert "<img" not in site.get("/systems/?search=no such system").content.decode()


def test_the_chart_has_no_colour_of_paper_that_the_dark_page_does_not_know(site: Client) -> None:
    style = site.get("/static/licet/licet.css").getvalue().decode()
    chart = site.get("/systems.svg").content.decode()
    pale = set(re.findall(r'<(?:path|rect) [^>]*fill="(#[ef][0-9a-f]{5})"', chart)) - {"#ffffff"}
    assert pale
    assert not {fill for fill in pale if f'.scatter path[fill="{fill}"]' not in style}


def test_a_table_that_is_too_long_for_the_page_says_so_and_its_file_has_all(site: Client) -> None:
    (address,) = [one for one in LONG if "changes" in one]
    text = site.get(address).content.decode()
    rows = list(csv.reader(io.StringIO(site.get(address.replace("changes/", "changes.csv")).content.decode())))
    assert f"These are the first 120 of {len(rows) - 1};" in text


def test_an_entry_tells_when_it_is_met_and_where_it_stands_on_other_lists(site: Client) -> None:
    text = site.get("/annex/9.A.6/").content.decode()
    assert "At least one of this holds:" in text
    assert re.search(r"European Union</th><td><code>7A103.a</code>", text)


@pytest.mark.parametrize(
    ("page", "stated"), [("/systems/mq-9a/", "name=MQ-9A+Reaper"), ("/nations/IT/", "recipient=IT")]
)
def test_a_review_begins_on_the_page_of_what_it_is_about(site: Client, page: str, stated: str) -> None:
    begins = re.findall(r'<p class="act"><a href="([^"]+)"', site.get(page).content.decode())
    assert begins == [f"/review/?{stated}"]
    assert site.get(begins[0]).status_code == 200


def test_a_class_of_items_leads_to_its_review_that_answers_the_same(site: Client) -> None:
    rows = site.get("/nations/IT.json?on=2026-09-01").json()["postures"]
    for row in rows[:2]:
        answer = site.get(row["review"].replace("/review/", "/review.json")).json()["answers"]["posture"]
        assert answer["possible"] == row["possible"]


def test_the_whole_can_be_cited_in_words(site: Client, rulebook: Rulebook) -> None:
    text = site.get("/about/").content.decode()
    (cited,) = re.findall(r'<p class="note copied">(.*?)</p>', text, re.DOTALL)
    assert rulebook.digest in cited and "/about/?law=" in cited


def test_small_things_are_there(site: Client) -> None:
    assert site.get("/robots.txt").content.startswith(b"User-agent: *\n")
    assert site.get("/favicon.ico").headers["Location"] == "/static/licet/mark.svg"
    assert len(site.get("/static/licet/licet.css").getvalue()) <= 40_000
    assert site.get("/law").headers["Location"] == "/law/"
