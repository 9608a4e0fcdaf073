"""The site in a real browser: by keyboard alone, on a telephone, in the dark, without JavaScript, and for those who do not see it."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from web.addresses import PAGES, REFUSED, REVIEWS, TEMPLATES

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 360, "height": 740}

# On a machine with much else to do an answer takes its time.
expect.set_options(timeout=30_000)

pytestmark = pytest.mark.skipif(shutil.which(CHROMIUM) is None, reason=f"no {CHROMIUM} on this machine")


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def opened(browser: Browser, **settings: Any) -> Iterator[Page]:
    """Give a page, whose errors fail the test at its end, since a refused script or style is told only there."""
    errors: list[str] = []
    context = browser.new_context(**settings)
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if "Content Security Policy" in said.text else None)
    yield page
    context.close()
    assert not errors


def test_no_page_has_a_serious_fault_for_those_who_do_not_see_it_or_see_little(browser: Browser, address: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    # In the dark nothing but the colours is another.
    everything = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]
    for theme, asked in (("light", everything), ("dark", ["color-contrast"])):
        with opened(browser, color_scheme=theme) as page:
            for one in TEMPLATES:
                page.goto(f"{address}{one}", wait_until="networkidle")
                found = Axe().run(page, options={"runOnly": asked})
                serious = [
                    fault for fault in found.response["violations"] if fault["impact"] in ("serious", "critical")
                ]
                assert not serious, (theme, one, [(fault["id"], fault["nodes"][0]["html"]) for fault in serious])


def test_by_keyboard_alone_a_table_with_three_bad_rows_is_handed_in_answered_and_looked_through(
    browser: Browser, address: str, worker: None
) -> None:
    from axe_playwright_python.sync_playwright import Axe
    from web.test_portfolio import ORDERS

    def serious(page: Page) -> list[Any]:
        found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]})
        bad = [fault for fault in found.response["violations"] if fault["impact"] in ("serious", "critical")]
        assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]  # type: ignore[index]
        return [(fault["id"], fault["nodes"][0]["html"]) for fault in bad]

    for settings in ({"color_scheme": "dark"}, {"color_scheme": "light", "viewport": PHONE}):
        with opened(browser, **settings) as page:
            page.goto(f"{address}/portfolio/")
            file = {"name": "orders.csv", "mimeType": "text/csv", "buffer": ORDERS.encode()}
            page.get_by_label("A table").set_input_files(file)  # type: ignore[arg-type]
            page.get_by_label("A table").focus()
            assert not serious(page)
            page.keyboard.press("Tab")
            page.keyboard.press("Enter")
            expect(page.get_by_role("heading", name="What the columns state")).to_be_visible()
            assert not serious(page)
            page.get_by_label("note").first.focus()
            page.get_by_role("button", name="Answer the rows").focus()
            page.keyboard.press("Enter")
            expect(page.get_by_role("heading", name="The answers", exact=True)).to_be_visible(timeout=60_000)
            expect(page.locator(".rejects li")).to_have_count(3)
            expect(page.locator(".rejects")).to_contain_text("Row 4, recipient: no nation is called 'Atlantis'")
            assert not serious(page)
            page.get_by_label("Nation").focus()
            page.keyboard.type("Italy")
            expect(page.get_by_role("status")).to_have_text("1 of 3 rows fit")
            page.get_by_role("link", name="Row 2").focus()
            page.keyboard.press("Enter")
            expect(page.get_by_role("heading", level=1)).to_contain_text("Review of")
            page.go_back()
            page.get_by_role("button", name="Delete it now").focus()
            page.keyboard.press("Enter")
            expect(page.get_by_role("heading", level=1)).to_have_text("Stopped and deleted")


def test_a_table_is_answered_without_a_script(browser: Browser, address: str, worker: None) -> None:
    with opened(browser, java_script_enabled=False) as page:
        page.goto(f"{address}/portfolio/")
        file = {"name": "orders.csv", "mimeType": "text/csv", "buffer": b"recipient,kind\nIT,uas\n"}
        page.get_by_label("A table").set_input_files(file)  # type: ignore[arg-type]
        page.get_by_role("button", name="Hand it in").click()
        page.get_by_role("button", name="Answer the rows").click(timeout=60_000)
        expect(page.get_by_text("1 row in = 1 answered + 0 rejected")).to_be_visible(timeout=60_000)


def test_no_page_scrolls_sideways_on_a_telephone(browser: Browser, address: str) -> None:
    with opened(browser, viewport=PHONE) as page:
        for one in (*PAGES, *REVIEWS, *REFUSED):
            page.goto(f"{address}{one}")
            assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], one


def test_the_first_step_of_the_keyboard_leads_past_the_doors(browser: Browser, address: str) -> None:
    with opened(browser) as page:
        page.goto(f"{address}/law/us.uas-2020/")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
        page.keyboard.press("Tab")
        assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_by_keyboard_alone_an_instrument_is_found_and_opened(browser: Browser, address: str) -> None:
    with opened(browser) as page:
        page.goto(f"{address}/")
        page.get_by_role("navigation", name="Doors").get_by_role("link", name="Rulebook").focus()
        page.keyboard.press("Enter")
        page.get_by_label("Search").focus()
        page.keyboard.type("read for slow unmanned aircraft")
        expect(page).to_have_url(f"{address}/law/?search=read+for+slow+unmanned+aircraft")
        expect(page.locator("#found tbody tr")).to_have_count(1)
        for _ in range(12):
            page.keyboard.press("Tab")
            # Whatever has the focus is seen to have it.
            assert page.evaluate(
                "(() => { const s = getComputedStyle(document.activeElement);"
                " return s.outlineStyle !== 'none' || s.boxShadow !== 'none'; })()"
            )
            if page.evaluate("document.activeElement.closest('tbody') !== null"):
                break
        page.keyboard.press("Enter")
        expect(page.locator("h1")).to_have_text("The missile regime read for slow unmanned aircraft")


def test_the_address_that_is_cited_follows_the_search(browser: Browser, address: str) -> None:
    with opened(browser) as page:
        page.goto(f"{address}/annex/")
        page.get_by_label("Category").select_option("I")
        expect(page.locator("#cite a").first).to_have_attribute("href", re.compile("category=I&"))
        expect(page).to_have_url(re.compile("category=I&"))


def test_pages_work_without_javascript(browser: Browser, address: str) -> None:
    with opened(browser, java_script_enabled=False) as page:
        page.goto(f"{address}/nations/")
        page.get_by_label("Search").fill("Italia")
        page.get_by_role("button", name="Show").click()
        assert page.locator("#found tbody tr").count() == 1
        page.get_by_role("link", name="Italy").click()
        assert page.locator("h1").inner_text() == "Italy"


def test_the_appearance_follows_the_device_and_then_the_reader_without_a_cookie(browser: Browser, address: str) -> None:
    def ground(page: Page) -> str:
        return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))

    with opened(browser, color_scheme="light") as page:
        page.goto(f"{address}/about/")
        light = ground(page)
        page.get_by_label("Dark").check()
        dark = ground(page)
        assert dark != light
        page.goto(f"{address}/law/")
        assert ground(page) == dark
        assert page.get_by_label("Dark").is_checked()
        assert page.context.cookies() == []
        page.get_by_label("As the device").check()
        assert ground(page) == light
        page.emulate_media(color_scheme="dark")
        assert ground(page) == dark


def test_the_appearance_can_be_chosen_without_javascript(browser: Browser, address: str) -> None:
    with opened(browser, java_script_enabled=False, color_scheme="light") as page:
        page.goto(f"{address}/about/")
        before = page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor")
        page.get_by_label("Dark").check()
        assert page.locator("body").evaluate("body => getComputedStyle(body).backgroundColor") != before


def test_a_rule_that_is_linked_is_shown(browser: Browser, address: str) -> None:
    with opened(browser) as page:
        page.goto(f"{address}/law/us.uas-2020/#proper-use")
        assert page.locator("#proper-use").evaluate("rule => rule.getBoundingClientRect().top < innerHeight")


def tab_to(page: Page, wanted: str) -> None:
    """Go on by the keyboard until an element has the focus."""
    for _ in range(120):
        if page.evaluate("document.activeElement.id") == wanted:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"the keyboard does not reach {wanted}")


def test_by_keyboard_alone_a_drone_for_saudi_arabia_is_reviewed_on_a_telephone(browser: Browser, address: str) -> None:
    with opened(browser, viewport=PHONE) as page:
        page.goto(f"{address}/review/")
        tab_to(page, "ask-name")
        page.keyboard.type("Grey Kite")
        tab_to(page, "ask-kind")
        page.keyboard.type("UAS")
        tab_to(page, "ask-recipient")
        page.keyboard.type("Saudi Arabia")
        tab_to(page, "ask-date")
        expect(page.locator(".verdict h2")).to_be_visible()
        expect(page.locator("#ask-range")).to_be_visible()
        tab_to(page, "ask-range")
        page.keyboard.type("11100 km")
        tab_to(page, "ask-payload")
        page.keyboard.type("2155")
        page.keyboard.press("Tab")
        expect(page).to_have_url(re.compile("payload=2155"))
        # What is not known is said, and another question takes its place.
        for _ in range(2):
            heading = page.get_by_role("heading", name="What can still decide")
            expect(heading).to_be_visible()
            first = heading.locator("xpath=following-sibling::*[1]")
            option = str(first.get_attribute("id")).removeprefix("field-")
            page.locator("#ask-name").focus()
            if first.evaluate("field => field.tagName") == "FIELDSET":
                tab_to(page, f"ask-{option}-{first.locator('input').first.get_attribute('value')}")
                page.keyboard.press("ArrowUp")
            else:
                tab_to(page, f"ask-{option}-unknown")
                page.keyboard.press("Space")
            expect(page).to_have_url(re.compile(f"{option}=unknown"))
            expect(page.locator(f"#ask-{option}-unknown")).to_be_focused()
        expect(page.locator(".verdict h2")).to_have_text(re.compile("Case by case"))
        expect(page.locator("#reasons .ground").first).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        before = page.locator("#answer .verdict").inner_text()
        page.reload()
        assert page.locator("#answer .verdict").inner_text() == before
        page.goto(str(page.locator("#cite a").first.get_attribute("href")))
        assert page.locator("#answer .verdict").inner_text() == before


def test_a_newcomer_reviews_a_drone_from_the_first_page_and_does_not_know_two_things(
    browser: Browser, address: str
) -> None:
    with opened(browser, viewport={"width": 1280, "height": 900}) as page:
        page.goto(f"{address}/")
        page.get_by_label("What is its name?").fill("Grey Kite")
        page.get_by_label("To which nation does it go").fill("Saudi Arabia")
        page.get_by_role("button", name="Review a transfer").click()
        heard = page.locator("#heard")
        expect(heard).to_have_text(re.compile("Posture is open"))
        page.get_by_label("What is it?", exact=True).select_option("uas")
        # The same element stays, so that whoever hears the page is told of the change.
        heard.evaluate("heard => { heard.dataset.stays = 'yes'; }")
        for option, figure in (("range", "11100 km"), ("payload", "2155")):
            page.locator(f"#ask-{option}").fill(figure)
            page.keyboard.press("Tab")
            expect(page).to_have_url(re.compile(f"{option}={figure.split()[0]}"))
        for _ in range(2):
            before = page.url
            question = page.locator("h2:text('What can still decide') ~ .ask").first
            question.get_by_label("I don’t know").first.check()
            expect(page).not_to_have_url(before)
            # The answer stays in view however far down the questions are.
            assert page.locator(".verdict h2").evaluate(
                "h => { const r = h.getBoundingClientRect(); return r.top >= 0 && r.bottom <= innerHeight; }"
            )
        assert page.url.count("=unknown") == 2
        expect(heard).to_have_text(re.compile("Posture: case by case"))
        assert heard.get_attribute("data-stays") == "yes"
        # An earlier answer is changed where it stands.
        page.locator("#ask-range").fill("100 km")
        page.keyboard.press("Tab")
        expect(page.locator(".verdict dd").first).not_to_contain_text("Category I,")


def test_on_a_telephone_the_doors_open_behind_one_button(browser: Browser, address: str) -> None:
    with opened(browser, viewport=PHONE, java_script_enabled=False) as page:
        page.goto(f"{address}/about/")
        door = page.get_by_role("navigation", name="Doors").get_by_role("link", name="Nations")
        expect(door).to_be_hidden()
        page.get_by_role("button", name="Menu").click()
        door.click()
        assert page.locator("h1").inner_text() == "Nations"


def test_the_chart_of_the_systems_stands_in_the_page_in_its_colours(browser: Browser, address: str) -> None:
    with opened(browser, color_scheme="dark") as page:
        page.goto(f"{address}/systems/?kind=uas")
        ground = page.locator(".scatter svg rect").first
        expect(ground).to_be_attached()
        assert ground.evaluate("rect => getComputedStyle(rect).fill") == page.locator("body").evaluate(
            "body => getComputedStyle(body).backgroundColor"
        )


def test_a_transfer_is_reviewed_without_javascript(browser: Browser, address: str) -> None:
    with opened(browser, java_script_enabled=False) as page:
        page.goto(f"{address}/review/")
        page.get_by_label("What is its name?").fill("MQ-9A")
        page.get_by_label("To which nation does it go").fill("Italy")
        page.get_by_role("button", name="Review", exact=True).click()
        assert "Italy" in page.locator("#answer").inner_text()
        page.get_by_text("Add a party").click()
        page.get_by_label("Name", exact=True).fill("ACME")
        page.get_by_role("button", name="Add the party").click()
        assert "ACME" in page.locator("#review .party").inner_text()
