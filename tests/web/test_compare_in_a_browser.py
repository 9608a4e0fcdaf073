"""Comparing in a real browser: a bill and what shows a change, a reform that is written, mended and shared, by keyboard and on a telephone."""

from __future__ import annotations

import shutil

import pytest
from playwright.sync_api import Browser, expect
from web.test_compare_page import BILL, REFORM, shared
from web.test_in_a_browser import CHROMIUM, PHONE, browser, opened

__all__ = ["browser"]
pytestmark = [
    pytest.mark.skipif(shutil.which(CHROMIUM) is None, reason=f"no {CHROMIUM} on this machine"),
    pytest.mark.usefixtures("worker"),
]
# A proof on a machine with much to do.
LONG = 240_000


def test_a_bill_is_compared_with_today_and_what_shows_a_change_is_reviewed(browser: Browser, address: str) -> None:
    with opened(browser) as page:
        page.goto(f"{address}/compare/")
        page.get_by_role("group", name="On the one side").get_by_label("The law of").fill("2026-11-01")
        other = page.get_by_role("group", name="On the other side")
        other.get_by_label("The law of").fill("2026-11-01")
        other.get_by_label("H.R. 3068").check()
        page.get_by_role("button", name="Compare", exact=True).click()
        expect(page).to_have_url(f"{address}/compare/?{BILL}")
        # What is ready is shown before the proof is, and what somebody writes meanwhile stays.
        expect(page.get_by_role("heading", name="What differs in the text")).to_be_visible()
        page.get_by_text("Compare something else").click()
        page.get_by_role("group", name="On the one side").get_by_label("The law of").fill("2020-01-01")
        expect(page.get_by_text("Proven over all possible transfers", exact=True)).to_be_visible(timeout=LONG)
        expect(page.get_by_role("group", name="On the one side").get_by_label("The law of")).to_have_value("2020-01-01")
        expect(page.locator("figure svg").first).to_be_visible(timeout=LONG)
        page.get_by_label("Nation", exact=True).fill("Italy")
        page.get_by_label("Nation", exact=True).press("Tab")
        expect(page.locator("#cells tbody tr")).to_have_count(1)
        page.get_by_text("A transfer that shows it").first.focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_text("Reviewed as if this were so")).to_be_visible()
        expect(page.locator("#answer h2")).to_contain_text("Case by case")


def test_a_wrong_rule_is_told_at_its_line_mended_and_shared(browser: Browser, address: str) -> None:
    with opened(browser) as page:
        page.goto(f"{address}/compare/")
        page.get_by_text("Write a reform").click()
        text = page.get_by_label("The text")
        text.fill(REFORM.replace("kind is uas", "kind is drone"))
        expect(page.locator(".numbers")).to_contain_text("21")
        page.get_by_role("button", name="Check the text").click()
        fault = page.locator("#fault-text")
        expect(fault).to_contain_text("when: kind is drone and category is I")
        fault.get_by_role("link", name="Line 18").click()
        chosen = "e => e.value.slice(e.selectionStart, e.selectionEnd)"
        assert text.evaluate(chosen).startswith("when: kind is drone")
        page.keyboard.type("when: kind is uas and category is I and recipient in (AU, JP)")
        page.get_by_role("button", name="Compare", exact=True).click()
        expect(page.get_by_role("heading", name="What differs in the text")).to_be_visible()
        found = page.url
    with opened(browser) as page:
        page.goto(found)
        expect(page.get_by_role("heading", level=1)).to_contain_text("with the reform as written")
        expect(page.locator("#differs + ul")).to_contain_text("A drone for relief would be decided case by case")
        page.get_by_text("Compare something else").click()
        expect(page.get_by_label("The text")).to_have_value(REFORM)


def test_comparing_works_without_javascript(browser: Browser, address: str) -> None:
    with opened(browser, java_script_enabled=False) as page:
        page.goto(f"{address}/compare/")
        page.get_by_text("Write a reform").click()
        page.get_by_label("Start from").select_option("3-a-repeal")
        page.get_by_role("button", name="Put it into the box").click()
        page.get_by_role("button", name="Check the text").click()
        expect(page.get_by_text("every name in it is known to the law")).to_be_visible()


def test_a_comparison_has_no_serious_fault_and_does_not_scroll_sideways(browser: Browser, address: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    wrong = shared(REFORM.replace("kind is uas", "kind is drone"))
    for theme in ("light", "dark"):
        with opened(browser, color_scheme=theme) as page:
            for one in ("/compare/", f"/compare/?{BILL}", wrong):
                page.goto(f"{address}{one}")
                page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
                # What is drawn is told once by the picture as a whole.
                found = Axe().run(
                    page,
                    context={"exclude": [["figure svg"]]},
                    options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]},
                )
                serious = [one for one in found.response["violations"] if one["impact"] in ("serious", "critical")]
                assert not serious, (theme, one, [(f["id"], f["nodes"][0]["html"]) for f in serious])
    with opened(browser, viewport=PHONE) as page:
        for one in ("/compare/", f"/compare/?{BILL}", wrong):
            page.goto(f"{address}{one}")
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], one
