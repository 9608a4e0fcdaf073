"""What is due, where time goes, what is stale, reports and the chain in the browser: who may not first, then that what is shown holds."""

from __future__ import annotations

import datetime
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from cases import scene
from cases.scene import Road, engine
from django.core.cache import cache
from django.db import connection
from django.template import Template
from django.test.utils import instrumented_test_render

from licet.cases import acts
from licet.cases.ledger import head
from licet.web import jobs
from licet.web.casework import works
from licet.web.keeping import site_folder
from licet.web.models import Job

pytestmark = pytest.mark.usefixtures("accounts")


@pytest.fixture(autouse=True)
def told(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have an answer tell by what its page was made, and leave no work behind."""
    monkeypatch.setattr(Template, "_render", instrumented_test_render)
    cache.clear()
    before = {path.name for path in _places()}
    yield
    for path in _places():
        if path.name not in before:
            shutil.rmtree(path, ignore_errors=True)


def _places() -> list[Any]:
    place = site_folder() / "jobs"
    return list(place.iterdir()) if place.is_dir() else []


def worked(client: Any, address: str, **told: str) -> Any:
    """Start the work of a page, do it, and return the page with its result."""
    begun = client.post(address, told)
    assert begun.status_code == 302, begun.content
    waits = client.get(begun["Location"]).content.decode()
    assert "Waiting for its turn" in waits
    jobs.work.func(begun["Location"].rstrip("/").rpartition("/")[2])
    found = client.get(begun["Location"])
    assert found.status_code == 200, found.content
    return found


FOR = {
    "/cases/due/": {"licensing_officer", "agency_adviser", "countersigner", "denial_officer", "auditor"},
    "/cases/times/": {"licensing_officer", "auditor", "administrator"},
    "/cases/stale/": {"licensing_officer", "denial_officer", "auditor"},
    "/cases/reports/": {"licensing_officer", "auditor", "administrator"},
    "/cases/audit/": {"auditor", "administrator"},
    "/cases/audit/heads.txt": {"auditor", "administrator"},
    "/cases/audit/events/": {"auditor"},
}


@pytest.mark.parametrize("address", FOR)
def test_nobody_is_there_whom_the_table_of_rights_does_not_let_in(as_: Any, address: str) -> None:
    for who in scene.CAST:
        expected = 200 if who.role in FOR[address] else 403
        assert as_(who).get(address).status_code == expected, who.role


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("/cases/audit/", {"heads": "no head"}),
        ("/cases/audit/", {"heads": "1:" + "0" * 64 + "\n1:" + "1" * 64}),
        ("/cases/reports/", {"year": "1066", "currency": "EUR"}),
        ("/cases/reports/", {"year": "", "currency": "<b>"}),
    ],
)
def test_what_cannot_be_asked_starts_no_work(as_: Any, address: str, told: dict[str, str]) -> None:
    assert as_(scene.AUDITOR).post(address, told).status_code == 422
    assert not Job.objects.exists()


@pytest.mark.parametrize("query", ["heads.txt?since=yesterday", "heads.txt?since=2001-01-01", "heads.txt?since=2026-12-02&until=2026-11-02", "events/?since=2026-13-45"])  # fmt: skip
def test_days_that_are_none_are_told_as_such(as_: Any, query: str) -> None:
    assert as_(scene.AUDITOR).get(f"/cases/audit/{query}").status_code == 422


def test_work_of_another_page_is_not_shown(as_: Any) -> None:
    client = as_(scene.AUDITOR)
    begun = client.post("/cases/audit/", {})["Location"].rstrip("/").rpartition("/")[2]
    for address in (f"/cases/stale/{begun}/", f"/cases/reports/{begun}/", f"/cases/reports/{begun}/outcomes.csv", "/cases/stale/none/"):  # fmt: skip
        assert client.get(address).status_code == 404
    assert as_(scene.OFFICER).get(f"/cases/audit/{begun}/").status_code == 403


def test_what_is_late_or_cannot_be_told_is_listed_for_whoever_may_see_the_case(as_: Any) -> None:
    road = Road().referred()
    response = as_(scene.OFFICER).get("/cases/due/")
    # The engine of the scene says nothing of who decides, so that no clock can be told: that is said, and not left out.
    assert [row["owed"].reference for row in response.context["rows"]] == [road.state.reference]
    assert "nobody can tell" in response.content.decode()
    assert as_(scene.STRANGERS).get("/cases/due/").context["rows"] == []


def test_where_time_goes_is_told_by_stage_and_agency_beside_what_was_published(as_: Any) -> None:
    Road().decided()
    page = worked(as_(scene.AUDITOR), "/cases/times/", span="all")
    answer = page.context["answer"]
    assert answer["cases"] == 1 and {one["agency"] for one in answer["agencies"]} == {"arms", "atoms"}
    assert "draft" not in {one["stage"] for one in answer["stages"]}
    assert "Published figures" in page.content.decode()


def test_cases_that_would_be_answered_differently_are_listed_with_what_would_change(
    as_: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    road = Road().in_review()
    monkeypatch.setattr(works, "review", engine("law-2", "prohibited"))
    client = as_(scene.OFFICER)
    page = worked(client, "/cases/stale/")
    (row,) = page.context["rows"]
    assert row["reference"] == road.state.reference
    assert row["differences"] == [["posture", ["case_by_case"], ["prohibited"]]]
    assert page.content == client.get("/cases/stale/").content or "prohibited" in client.get("/cases/stale/").content.decode().casefold()  # fmt: skip
    assert acts.read(road.case).position == road.state.position, "nothing is changed by it"
    again = client.post("/cases/stale/")
    assert again["Location"] == page.request["PATH_INFO"], "nothing happened since, so nothing is asked anew"


def test_a_report_of_few_cases_shows_none_of_them(as_: Any) -> None:
    Road().decided()
    client = as_(scene.AUDITOR)
    page = worked(client, "/cases/reports/", year="", currency="EUR")
    for view in page.context["views"]:
        assert {row["cases"] for row in view["rows"]} == {"protected"}
    files = [one for view in page.context["views"] for one in view["files"]]
    assert "outcomes.csv" in files
    job = page.request["PATH_INFO"]
    handed = client.get(f"{job}outcomes.csv")
    assert b"protected" in b"".join(handed.streaming_content)
    assert client.get(f"{job}account.txt").status_code == 404


def test_a_report_without_a_case_says_so(as_: Any) -> None:
    page = worked(as_(scene.AUDITOR), "/cases/reports/", year="", currency="EUR")
    assert "no case that was submitted" in page.content.decode()


def test_the_chain_is_verified_and_a_head_from_elsewhere_that_differs_is_found(as_: Any) -> None:
    Road().submitted()
    client = as_(scene.KEEPER)
    whole = worked(client, "/cases/audit/", heads=f"{head()[0]}:{head()[1]} 2026-11-03\n# a remark")
    assert whole.context["answer"]["fault"] == "" and "1 head kept elsewhere agrees" in whole.content.decode()
    other = worked(client, "/cases/audit/", heads=f"1:{'0' * 64}")
    assert "It is not whole" in other.content.decode()


def test_an_altered_row_is_named(as_: Any) -> None:
    Road().submitted()
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'cases_event'")
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')
        cursor.execute("UPDATE cases_event SET actor = 'mallory' WHERE position = 2")
    page = worked(as_(scene.AUDITOR), "/cases/audit/")
    assert "Row 2 is altered" in page.content.decode()


def test_events_are_found_by_case_person_and_day_and_those_of_a_draft_are_not(as_: Any) -> None:
    road = Road().in_review()
    draft = Road(at=road.at + scene.DAY).drafted()
    client = as_(scene.AUDITOR)

    def positions(query: str = "") -> list[int]:
        found: list[int] = [row["position"] for row in client.get(f"/cases/audit/events/{query}").context["rows"]]
        return found

    last = road.state.position
    assert positions() == list(range(last, 0, -1))
    assert positions(f"?case={road.state.reference}") == list(range(last, 0, -1))
    assert positions(f"?case={draft.state.reference}") == [] == positions("?person=nobody")
    assert positions("?person=olaf") == [last]
    assert positions("?since=2026-11-03&until=2026-11-03") == list(range(last, 0, -1))
    assert positions("?until=2026-11-02") == [] and positions("?after=2") == [1]


def test_heads_are_handed_out_one_for_each_day_on_which_something_happened(as_: Any) -> None:
    # In the morning, so that what follows within hours is still of the same day.
    morning = datetime.datetime.now(datetime.UTC).replace(hour=8) - 3 * scene.DAY
    road = Road(at=morning).submitted()
    text = as_(scene.AUDITOR).get("/cases/audit/heads.txt").content.decode()
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    assert len(lines) == 1 and lines[0].startswith(f"{road.state.position}:{head()[1]} ")
