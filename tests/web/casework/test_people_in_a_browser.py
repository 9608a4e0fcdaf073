"""An application on its whole road, by three people in three browsers: who applies, Defense, and the Department of State."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, FilePayload, Page, expect
from web.test_in_a_browser import CHROMIUM, PHONE, browser, opened, tab_to
from web.test_screen_in_a_browser import serious

from licet.cases import acts
from licet.cases.models import Case, Organisation
from licet.cases.people import enrol
from licet.cases.verifying import verify_attachments, verify_table
from licet.cases.who import Who
from licet.web.casework import law_here

__all__ = ["browser"]

pytestmark = pytest.mark.skipif(shutil.which(CHROMIUM) is None, reason=f"no {CHROMIUM} on this machine")
PASSWORD = "the kite flies over the long field"
EXPORTER = Who("erin", "applicant", "kites")
DEFENSE = Who("dana", "agency_adviser", "defense")
OFFICER = Who("otis", "licensing_officer", "ddtc")
CHIEF = Who("cleo", "countersigner", "ddtc")
DENIALS = Who("dora", "denial_officer", "ddtc")
PROVISO = "Both aircraft stay with the cooperative."
REGISTER = Path(__file__).resolve().parent / "denied.csv"


@pytest.fixture(scope="session", autouse=True)
def asked_beside_a_browser() -> Iterator[None]:
    """Let the database be asked in this thread, in which the browser has a loop: nothing else waits here."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield


@pytest.fixture
def authority(database: Path) -> Iterator[None]:
    """Have the agencies of the United States, and an account for each of those who act here."""
    from django.contrib.auth.models import User
    from django.test import override_settings

    del database
    with override_settings(LICET_PROCEDURE="us", LICET_SECOND_FACTOR=False):
        agencies = law_here.configuration().agencies
        Organisation.objects.create(id="kites", name="Kite Works", kind="exporter")
        for one in agencies:
            kind = "authority" if one.part == "decides" else "agency"
            Organisation.objects.create(id=one.agency, name=one.title, kind=kind)
        for who in (EXPORTER, DEFENSE, OFFICER, CHIEF, DENIALS):
            enrol(who.person, who.organisation, who.role)
            User.objects.create_user(who.person, password=PASSWORD)
        yield


def sign_in(page: Page, address: str, who: Who) -> None:
    """Sign in as a person does."""
    page.set_default_timeout(12_000)
    page.goto(f"{address}/cases/")
    page.get_by_label("Username").fill(who.person)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cases")


def do(page: Page, case: str, act: str, **told: str) -> None:
    """Do an act on its page, as the case's page leads to it."""
    page.goto(case)
    page.locator(f'main a[href$="/{act}/"]').first.click()
    for name, value in told.items():
        box = page.locator(f'[name="{name}"]')
        kind = box.first.evaluate("one => one.type")
        if kind in ("radio", "checkbox"):
            page.locator(f'[name="{name}"][value="{value}"]').check()
        elif kind.startswith("select"):
            box.select_option(value)
        else:
            box.fill(value)
    page.locator("main form button[type=submit]").last.click()
    expect(page.locator("main .note.done")).to_be_visible()


def applied(page: Page, address: str) -> str:
    """Apply, and return the address of the case."""
    # As the page of the review leads here, with what was said there.
    page.goto(f"{address}/cases/new/?kind=uas&exporter=US&recipient=JP&jurisdiction=usml")
    for name, text in {
        "item.1.name": "Long-endurance aircraft", "item.1.quantity": "2", "item.1.unit": "pieces", "item.1.value": "4000000", "item.1.currency": "USD",
        "item.1.range": "400 km", "item.1.payload": "100 kg", "destination.1": "Japan", "party.1.name": "Nippon Survey Cooperative",
        "party.1.nation": "Japan",
    }.items():  # fmt: skip
        page.locator(f'[name="{name}"][type="text"]').fill(text)
    page.locator('[name="party.1.role"]').select_option("end_user")
    page.locator('[name="whole.jurisdiction"][value="usml"]').check()
    page.get_by_role("button", name="Save the draft").click()
    expect(page.locator("main")).to_contain_text("This is a draft")
    case = page.url
    page.goto(f"{case}attach/")
    content = FilePayload(name="end-use.txt", mimeType="text/plain", buffer=b"The cooperative will use both aircraft.")
    page.locator('[name="file"]').set_input_files(content)
    page.locator('[name="kind"]').select_option("end_use_certificate")
    page.get_by_role("button", name="Hand it in").click()
    page.locator('main a[href$="/submit/"]').first.click()
    expect(page.locator("main")).to_contain_text("Long-endurance aircraft")
    page.get_by_role("button", name="Submit it now").click()
    expect(page.locator("main")).to_contain_text("The authority has your application.")
    return case


def key_of(case: str) -> str:
    """Return the id of a case by its address."""
    return case.rstrip("/").rpartition("/")[2]


def others_advise(case: str) -> None:
    """Have the offices that nobody of this test sits in advise as well."""
    key = key_of(case)
    for one in acts.read(key).referrals:
        if one.agency != DEFENSE.organisation:
            who = Who("omar", "agency_adviser", one.agency)
            enrol(who.person, who.organisation, who.role)
            state = acts.read(key)
            now = datetime.datetime.now(datetime.UTC)
            acting = acts.Acting(key, state.position, who, now, law_here.procedure(state, now))
            acts.advise(acting, item="1", destination="JP", verdict="approve")


def weighed(page: Page, case: str) -> None:
    """Weigh every factor of the worksheet."""
    page.goto(f"{case}weigh/")
    for one in page.locator('[name$="_evidence"]').all():
        one.fill("Report of the embassy of 3 November 2026.")
    for one in page.locator('select[name$="_weight"]').all():
        one.select_option("neutral")
    for one in page.locator('[name$="_standard"]').all():
        # A list, or a row of buttons, by how many standards there are.
        if one.evaluate("one => one.tagName") == "SELECT":
            one.select_option("actual_knowledge")
        elif one.get_attribute("value") == "actual_knowledge":
            one.check()
    page.get_by_role("button", name="Save the worksheet").click()
    expect(page.locator("main .note.done")).to_be_visible()


def letter(page: Page, case: str, name: str) -> str:
    """Return the text of a paper of a case, as it is handed out to whoever has the page open."""
    page.goto(case)
    where = page.locator(f'main a[href$="/papers/{name}.pdf"]').first.get_attribute("href")
    answer = page.context.request.get(f"{case.partition('/cases/')[0]}{where}")
    assert answer.ok and answer.headers["content-type"] == "application/pdf"
    with closing(pypdfium2.PdfDocument(answer.body())) as document:
        return " ".join(" ".join(one.get_textpage().get_text_bounded() for one in document).split())


def test_an_aircraft_is_applied_for_defense_sets_a_proviso_a_denial_holds_it_and_state_signs_and_issues(
    browser: Browser, address: str, authority: None
) -> None:
    del authority
    with ExitStack() as open_:
        exporter, officer, defense, denials, chief = (open_.enter_context(opened(browser)) for _ in range(5))
        everybody = {EXPORTER: exporter, OFFICER: officer, DEFENSE: defense, DENIALS: denials, CHIEF: chief}
        for who, page in everybody.items():
            sign_in(page, address, who)
        denials.goto(f"{address}/cases/denials/new/")
        denials.locator('[name="file"]').set_input_files(REGISTER)
        denials.get_by_role("button", name="Read it").click()
        expect(denials.locator("main")).to_contain_text("1 new, 0 changed")
        denials.get_by_role("button", name="Register all of it").click()

        case = applied(exporter, address)
        do(officer, case, "take_on")
        officer.goto(f"{case}refer/")
        for box in officer.locator('[name="agencies"]').all():
            box.check()
        officer.locator("main form button[type=submit]").last.click()
        expect(officer.locator("main .note.done")).to_be_visible()
        # Defense finds the case in its own list, and nothing there that it was not asked about.
        defense.goto(f"{address}/cases/")
        defense.get_by_role("link", name=Case.objects.get().reference).click()
        do(defense, case, "advise", p0_verdict="approve_with_provisos", p0_provisos=PROVISO)
        others_advise(case)
        weighed(officer, case)

        # A partner refused the same buyer, so that an approval waits for it.
        officer.goto(case)
        expect(officer.locator("main")).to_contain_text("Denial XA2026/0007 has no verdict")
        do(
            denials,
            case,
            "judge_match",
            verdict="essentially_identical",
            reasons="The same buyer, and a like aircraft.",
        )
        do(denials, case, "hold")
        expect(denials.locator("main .state")).to_contain_text("Awaiting consultation")
        officer.goto(case)
        assert officer.locator('main a[href$="/recommend/"]').count() == 0
        # The exporter is told of none of it.
        exporter.goto(case)
        told = exporter.locator("main").inner_text()
        assert not any(word in told for word in ("Xanadu", "onsult", PROVISO, "Defense"))
        do(denials, case, "record_consultation", outcome="agrees", told="They have no objection.")

        do(
            officer,
            case,
            "recommend",
            outcome="approved_with_provisos",
            reasons="The use is civil, and was shown to be.",
        )
        chief.goto(f"{case}sign/")
        expect(chief.locator("main")).to_contain_text(PROVISO)
        do(chief, case, "sign")
        do(officer, case, "decide")
        today = datetime.datetime.now(datetime.UTC).date()
        last = today.replace(year=today.year + 1, day=1)
        do(
            officer,
            case,
            "issue",
            number="D-26-1",
            valid_from=today.isoformat(),
            last=last.isoformat(),
            q0="2",
            v0="4000000",
        )

        licence = letter(exporter, case, "licence")
        assert all(
            word in licence for word in ("D-26-1", "Long-endurance aircraft", PROVISO, "Nippon Survey Cooperative")
        )
        assert not any(word in licence for word in ("Xanadu", "was shown to be"))
        assert acts.read(key_of(case)).state == "issued"
        assert verify_table() is None and verify_attachments() is None


def test_on_a_telephone_and_by_keyboard_alone_a_draft_is_begun_and_sent_with_nothing_lost(
    browser: Browser, address: str, authority: None
) -> None:
    del authority
    with opened(browser, viewport=PHONE) as page:
        page.goto(f"{address}/cases/")
        for label, text in (("login", EXPORTER.person), ("password", PASSWORD)):
            tab_to(page, f"id_{label}")
            page.keyboard.type(text)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("Cases")
        page.goto(f"{address}/cases/new/")
        tab_to(page, "ask-item.1.name")
        page.keyboard.type("Kite of the lake")
        tab_to(page, "ask-destination.1")
        page.keyboard.type("Atlantis")
        page.keyboard.press("Enter")
        expect(page.locator("main .fault, main [role=alert]").first).to_be_visible()
        assert page.locator('[name="item.1.name"]').input_value() == "Kite of the lake"
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_the_pages_of_cases_have_no_serious_fault_in_either_theme(
    browser: Browser, address: str, authority: None
) -> None:
    del authority
    for theme in ("light", "dark"):
        with opened(browser, color_scheme=theme) as exporter, opened(browser, color_scheme=theme) as officer:
            exporter.goto(f"{address}/cases/")
            assert serious(exporter) == [], "sign in"
            sign_in(exporter, address, EXPORTER)
            sign_in(officer, address, OFFICER)
            case = applied(exporter, address)
            do(officer, case, "take_on")
            for page, path in (
                *(
                    (exporter, path)
                    for path in (case, f"{case}withdraw/", f"{address}/cases/new/", f"{address}/cases/")
                ),
                *((officer, f"{address}/cases/{path}") for path in ("", "due/", "denials/", "stale/", "reports/")),
                *((officer, f"{case}{path}") for path in ("", "refer/", "weigh/", "recommend/", "ask_applicant/")),
            ):
                page.goto(path)
                assert serious(page) == [], path
