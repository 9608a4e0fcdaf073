"""The page *Screen* in a real browser: by keyboard alone, on a telephone, without JavaScript, in the dark, and for those who do not see it."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner
from playwright.sync_api import Browser, Page, expect
from web.test_in_a_browser import CHROMIUM, PHONE, browser, opened, tab_to

from licet.cli.main import main

__all__ = ["browser"]

pytestmark = pytest.mark.skipif(shutil.which(CHROMIUM) is None, reason=f"no {CHROMIUM} on this machine")
INVENTED = Path(__file__).resolve().parents[2] / "examples" / "lists" / "invented.csv"


@pytest.fixture(autouse=True)
def a_list() -> None:
    words = ["lists", "add", "watch", str(INVENTED), "--map", "name=Who", "--map", "id=Ref", "--map", "alias=Also", "--vintage", "2025-01-02", "--entries", "12", "--title", "Invented watch list", "--max-age", "36500"]  # fmt: skip
    answer = CliRunner().invoke(main, words)
    assert answer.exit_code == 0, answer.output


def serious(page: Page) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]})
    return [
        f"{fault['id']}: {fault['nodes'][0]['html']}"
        for fault in found.response["violations"]
        if fault["impact"] in ("serious", "critical")
    ]


def test_by_keyboard_alone_a_name_is_screened_on_a_telephone_and_reviewed(browser: Browser, address: str) -> None:
    with opened(browser, viewport=PHONE) as page:
        page.goto(f"{address}/screen/")
        tab_to(page, "name")
        page.keyboard.type("Xu Gou Aviation Technology Company Limited")
        tab_to(page, "nation")
        page.keyboard.type("China")
        page.keyboard.press("Enter")
        expect(page.locator("#found .verdict .over")).to_have_text("Match: on a list, as far as can be told")
        expect(page.locator("#found")).to_contain_text("of 2 January 2025, 12 entries")
        # Nothing of the party stands in the address, and the form still holds it.
        assert page.url == f"{address}/screen/"
        assert page.locator("#name").input_value().startswith("Xu Gou")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        assert page.context.cookies() == []
        with page.expect_download() as download:
            page.get_by_role("button", name="Download as JSON").click()
        told = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
        assert (told["status"], told["hits"][0]["id"]) == ("match", "W-03")
        page.get_by_role("link", name="Review a transfer with this party").click()
        # The law of the exporter that is presumed asks for lists that are not here, so nobody is clear, and the hit is shown.
        party = page.locator("#reasons section.why", has_text="Xu Gou Aviation")
        expect(party.locator("h3")).to_contain_text("not screened")
        expect(party).to_contain_text("on WATCH: match, score 1.00")
        expect(party).to_contain_text("of 2 January 2025, 12 entries")
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_several_names_are_screened_without_javascript_and_the_page_has_no_serious_fault(
    browser: Browser, address: str
) -> None:
    for theme in ("light", "dark"):
        with opened(browser, color_scheme=theme, java_script_enabled=theme == "dark") as page:
            page.goto(f"{address}/screen/")
            page.locator("#names").fill("Ivan Vydumkin\nSample Optics Oy\nZephirine Rotor Works LLC")
            page.get_by_role("button", name="Screen them").click()
            expect(page.locator("#found [role=status]")).to_have_text(re.compile("2 match, 1 clear"))
            expect(page.locator("#found .verdict")).to_have_count(3)
            with page.expect_download() as download:
                page.get_by_role("button", name="Download as CSV").click()
            assert Path(download.value.path()).read_text(encoding="utf-8").count("\n") == 4
            if theme == "dark":
                assert not serious(page)


def test_a_fault_is_told_on_the_page_with_what_was_written(browser: Browser, address: str) -> None:
    with opened(browser) as page:
        page.goto(f"{address}/screen/")
        page.get_by_label("Name", exact=True).fill("ACME")
        page.locator("#nation").fill("Atlantis")
        page.get_by_role("button", name="Screen", exact=True).click()
        expect(page.get_by_role("alert")).to_contain_text("Atlantis")
        assert page.locator("#nation").input_value() == "Atlantis"
        assert not serious(page)


def test_a_party_is_added_to_a_review_and_its_hits_dates_and_red_flags_are_shown_and_downloaded(
    browser: Browser, address: str
) -> None:
    with opened(browser) as page:
        page.goto(f"{address}/review/?kind=uas&range=650+km&payload=25+kg&exporter=FR&recipient=KE&date=2025-09-15")
        page.get_by_text("Add a party").click()
        page.get_by_label("Name", exact=True).fill("Xu Gou Aviation Technology Company Limited")
        page.locator("#party-role").select_option("purchaser")
        page.locator("#party-nation").fill("China")
        page.get_by_role("button", name="Add the party").click()
        expect(page.locator("#answer dl")).to_contain_text("1: 1 match, 1 with a red flag")
        parties = page.locator("#reasons section.why", has_text="Xu Gou Aviation Technology Company Limited")
        expect(parties).to_contain_text("on WATCH: match, score 1.00")
        expect(parties).to_contain_text("Invented watch list, of 2 January 2025, 12 entries")
        expect(parties).to_contain_text("Red flag: intermediary in a nation of concern")
        assert not serious(page)
        with page.expect_download() as download:
            page.get_by_role("link", name="PDF", exact=True).click()
        assert Path(download.value.path()).read_bytes().startswith(b"%PDF")
