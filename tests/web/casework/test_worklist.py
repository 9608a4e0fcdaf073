"""The list of cases: what must not be told first, then what waits for whom, and that a page is one of many."""

from __future__ import annotations

import csv
import datetime
import io
from typing import Any

import pytest
from cases import scene
from cases.scene import Road
from django.core.cache import cache
from django.db import connection
from django.template import Template
from django.test.utils import CaptureQueriesContext, instrumented_test_render

from licet.cases import acts
from licet.cases.models import Case, Event

pytestmark = pytest.mark.usefixtures("accounts")


@pytest.fixture(autouse=True)
def told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have an answer tell by what its page was made."""
    monkeypatch.setattr(Template, "_render", instrumented_test_render)
    cache.clear()


def references(client: Any, query: str = "") -> list[str]:
    response = client.get(f"/cases/{query}")
    assert response.status_code == 200, response.content
    return [row["reference"] for row in response.context["rows"]]


def many(number: int, **columns: Any) -> None:
    """Put cases into the list alone; no page but the list reads them."""
    at = scene.AT
    Case.objects.bulk_create(
        Case(
            **{
                "id": f"00000000-0000-4000-8000-{one:012d}", "reference": f"X-{one:05d}", "position": 1, "state": "submitted",
                "since": at + datetime.timedelta(minutes=one // 2), "made": at, "submitted": at + datetime.timedelta(minutes=one // 2),
                "applicant": "maker", "title": "relay", "destinations": ",IT,", **columns,
            }
        )
        for one in range(number)
    )  # fmt: skip


@pytest.mark.parametrize("key", ["1", "0~yesterday~x", "9~2026-11-03T09:30:00+00:00~x", "0~2026-11-03~x", "-1~2026-11-03T09:30:00+00:00~x", "0~2026-11-03T09:30:00+00:00~" + "x" * 40])  # fmt: skip
def test_a_key_of_a_page_that_is_none_is_told_as_such(as_: Any, key: str) -> None:
    response = as_(scene.OFFICER).get("/cases/", {"after": key})
    assert response.status_code == 422 and "begin at the first page" in response.content.decode()


@pytest.mark.parametrize("query", ["?q=%00", "?q=%25%27%22--", "?state=nonsense", "?place=%2C", "?view=nonsense&officer=nobody-here", "?q=" + "x" * 5000])  # fmt: skip
def test_whatever_is_asked_of_the_list_is_answered(as_: Any, query: str) -> None:
    Road().submitted()
    assert as_(scene.OFFICER).get(f"/cases/{query}").status_code == 200


def test_an_applicant_is_told_nothing_from_which_the_review_could_be_read(as_: Any) -> None:
    road = Road().held()
    other = Road(at=road.at).in_review()
    client = as_(scene.MAKER)
    response = client.get("/cases/?view=all")
    page = response.content.decode()
    assert response.context["counts"] == {"in_review": 2}
    assert page.count("In review") > 2
    for word in ("awaiting_consultation", "Awaiting consultation", "referred", "denial", "olaf", "Due", "Since"):
        assert word not in page
    # Neither the choice of a state nor that of an officer divides what is told as one.
    assert len(references(client, "?view=all&state=in_review")) == 2
    assert references(client, "?view=all&state=awaiting_consultation") == []
    assert len(references(client, "?view=all&officer=olaf")) == len(references(client, "?view=all&officer=-")) == 2
    # The order is that in which they were made, whatever happened to them since.
    assert references(client, "?view=all") == [other.state.reference, road.state.reference]
    rows = list(csv.reader(io.StringIO(b"".join(client.get("/cases/cases.csv?view=all").streaming_content).decode())))
    assert rows[0] == ["reference", "state", "title", "places", "submitted"] and {row[1] for row in rows[1:]} == {
        "in_review"
    }


def test_nobody_finds_a_case_that_they_may_not_see(as_: Any) -> None:
    road, draft = Road().referred(), Road(at=scene.AT + scene.DAY * 5).drafted()
    assert references(as_(scene.RIVAL), "?view=all") == []
    assert references(as_(scene.STRANGERS), "?view=all") == []
    assert references(as_(scene.OFFICER), f"?view=all&q={draft.state.reference}") == []
    assert references(as_(scene.ARMS), "?view=all") == [road.state.reference]
    assert as_(scene.KEEPER).get("/cases/").status_code == 302


def test_each_role_sees_first_what_waits_for_it(as_: Any) -> None:
    fresh = Road().submitted()
    asked = Road(at=fresh.at).referred()
    held = Road(at=asked.at).denied_before()
    ready = Road(at=held.at).recommended()
    question = Road(at=ready.at).in_review()
    question.do(acts.ask_applicant, scene.OFFICER, question="Which engine?")
    draft = Road(at=question.at).drafted()
    named = {name: road.state.reference for name, road in locals().items() if isinstance(road, Road)}
    assert set(references(as_(scene.OFFICER))) == {
        named[one] for one in ("fresh", "asked", "held", "ready", "question")
    }
    assert references(as_(scene.OTHER_OFFICER)) == [named["fresh"]]
    assert references(as_(scene.ARMS)) == [named["asked"]]
    assert references(as_(scene.CHIEF)) == [named["ready"]]
    assert references(as_(scene.DENIALS)) == [named["held"]]
    assert references(as_(scene.MAKER))[:2] == [named["question"], named["draft"]]
    assert len(references(as_(scene.AUDITOR))) == 5, "an auditor has no work of their own and sees all"
    asked.at = draft.at
    asked.do(acts.advise, scene.ARMS, item="1", destination="XB", verdict="approve")
    assert references(as_(scene.ARMS)) == []


def test_every_case_stands_on_one_page_and_no_page_asks_more_than_the_one_before(
    as_: Any,
) -> None:
    many(120)
    client, found, query, asked = as_(scene.OFFICER), list[str](), "?view=all", []
    while query:
        with CaptureQueriesContext(connection) as queries:
            response = client.get(f"/cases/{query}")
        asked.append(len(queries))
        assert not any("OFFSET" in one["sql"] for one in queries)
        found += [row["reference"] for row in response.context["rows"]]
        query = response.context["further"]
    assert len(found) == 120 == len(set(found)) and len(asked) == 3
    assert found == sorted(found, reverse=True) and asked[-1] <= asked[0] <= 18


def test_a_list_is_narrowed_by_state_officer_destination_and_words(as_: Any) -> None:
    many(3)
    road = Road().in_review()
    client = as_(scene.OFFICER)
    assert references(client, "?state=in_review") == [road.state.reference]
    assert references(client, "?officer=olaf") == [road.state.reference]
    assert len(references(client, "?officer=-")) == len(references(client, "?place=IT")) == 3
    assert references(client, "?q=x-00001") == ["X-00001"] and len(references(client, "?q=RELAY")) == 3
    assert len(references(client, "?q=make")) == 4, "the name of the applicant"
    counts = client.get("/cases/").context["counts"]
    assert counts == {"submitted": 3, "in_review": 1}


def test_a_day_that_passed_is_marked_unless_the_clock_stands_still_and_a_formula_is_harmless_in_the_file(
    as_: Any,
) -> None:
    late = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    many(1, due=late, officer="olaf", state="in_review", title="=cmd|'/c calc'!A1")
    client = as_(scene.OFFICER)
    assert '<span class="tag late">passed</span>' in client.get("/cases/").content.decode()
    Case.objects.update(state="awaiting_consultation")
    assert "passed</span>" not in client.get("/cases/").content.decode()
    Case.objects.update(state="in_review")
    text = b"".join(client.get("/cases/cases.csv").streaming_content).decode()
    assert "'=cmd" in text and ",yes" in text
    assert not Event.objects.exists()
