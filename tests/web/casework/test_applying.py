"""What an exporter writes into the form of an application: wrong first, and never lost."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from cases import scene
from django.test import Client
from web.casework.forms_of_pages import fields as whole

from licet.cases import acts
from licet.cases.models import Case
from licet.cases.seeing import seen_by

As = Callable[..., Client]
pytestmark = pytest.mark.usefixtures("law_of_the_scene")
NEW = "/cases/new/"
WHOLE = {
    "seen": "0",
    "item.1.id": "",
    "item.1.name": "survey drone",
    "item.1.kind": "uas",
    "item.1.range": "150",
    "item.1.payload": "20 kg",
    "item.1.quantity": "1,200",
    "item.1.unit": "pieces",
    "item.1.value": "2500000.50",
    "item.1.currency": "eur",
    "destination.1": "India",
    "party.1.name": "Survey Authority",
    "party.1.role": "end_user",
    "party.1.nation": "India",
    "party.1.address": "1 Example Road, Delhi",
    "whole.exporter": "Germany",
}


def sent(**changed: Any) -> dict[str, Any]:
    """Return a form that can be saved, with some fields changed; None takes one away."""
    told = {**WHOLE, "case": acts.new_case()} | {name.replace("__", "."): text for name, text in changed.items()}
    return {name: text for name, text in told.items() if text is not None}


def fields(html: str) -> dict[str, str]:
    """Return what the form of a page sends, the last of each."""
    return {name: texts[-1] for name, texts in whole(html).items()}


def fault_at(html: str, name: str) -> str:
    """Return what a page tells as wrong at a field."""
    found = re.search(rf'id="fault-{re.escape(name)}">(.*?)</div>', html, re.DOTALL)
    return re.sub(r"<[^>]+>", "", found[1]).strip() if found else ""


@pytest.fixture
def maker(as_: As) -> Client:
    """Return the exporter."""
    return as_(scene.MAKER)


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("item.1.name", "", "expected what it is called"),
        ("item.1.quantity", "", "expected how many"),
        ("item.1.quantity", "many", "an amount of more than nothing"),
        ("item.1.quantity", "0", "an amount of more than nothing"),
        ("item.1.quantity", "NaN", "an amount of more than nothing"),
        ("item.1.value", "-3", "an amount of nothing or more"),
        ("item.1.currency", "", "three letters"),
        ("item.1.currency", "€", "three letters"),
        ("item.1.range", "far", "far"),
        ("item.1.kind", "balloon of war", "balloon of war"),
        ("destination.1", "", "a nation to which it goes"),
        ("destination.1", "Atlantis", "Atlantis"),
        ("party.1.name", "", "a party without a name"),
        ("party.1.role", "friend", "a role of the list"),
        ("party.1.nation", "Atlantis", "Atlantis"),
        ("whole.exporter", "Atlantis", "Atlantis"),
        ("item.1.unit", "p" * 301, "at most 300"),
    ],
)
def test_what_cannot_be_read_is_told_at_its_field_and_nothing_else_is_lost(
    maker: Client, field: str, text: str, told: str
) -> None:
    answer = maker.post(NEW, sent(**{field: text}))
    html = answer.content.decode()
    assert answer.status_code == 422
    assert told.casefold() in fault_at(html, field).casefold()
    kept = fields(html)
    assert kept["item.1.payload"] == "20 kg"
    assert kept["party.1.address"] == "1 Example Road, Delhi"
    assert not Case.objects.exists()


def test_a_nation_that_stands_twice_is_told_at_the_second(maker: Client) -> None:
    answer = maker.post(NEW, sent(**{"destination.2": "IN"}))
    assert answer.status_code == 422
    assert "each nation once" in fault_at(answer.content.decode(), "destination.2")


@pytest.mark.parametrize("name", ["item.x.name", "item.99999.name", "nobody", "item.1.parties", "whole.recipient"])
def test_names_that_are_none_of_the_form_are_passed_over(maker: Client, name: str) -> None:
    assert maker.post(NEW, sent(**{name: "x"})).status_code == 302


def test_signs_that_cannot_be_shown_are_refused(maker: Client) -> None:
    assert maker.post(NEW, sent(**{"party.1.address": "a\x00b"})).status_code == 422
    assert maker.post(NEW, sent(**{"item.1.name": "a\u202eb"})).status_code == 422


def test_a_case_that_is_no_case_is_refused(maker: Client) -> None:
    assert maker.post(NEW, sent(case="x")).status_code == 422
    assert maker.post(NEW, sent(case=None)).status_code == 422


def test_what_is_hidden_of_a_party_may_be_anything_and_breaks_nothing(maker: Client) -> None:
    assert maker.post(NEW, sent(**{"party.1.more": "{"})).status_code == 302
    assert maker.post(NEW, sent(**{"party.1.more": '{"nonsense": {"a": 1}}'})).status_code == 422


def test_an_application_is_kept_as_it_was_written(maker: Client) -> None:
    told = sent(**{"destination.2": "Brazil", "item.1.autonomous-navigation": "unknown"})
    assert maker.post(NEW, told).status_code == 302
    state = seen_by(told["case"], scene.MAKER)
    (item,) = state.items
    assert (item.id, item.name, str(item.quantity), item.unit, str(item.value), item.currency) == ("1", "survey drone", "1200", "pieces", "2500000.50", "EUR")  # fmt: skip
    assert item.stated["range"] == "150 km"
    assert item.stated["autonomous_navigation"] == "unknown"
    assert state.destinations == ("IN", "BR")
    assert state.transfer["exporter"] == "DE"
    assert "recipient" not in state.transfer
    assert state.parties[0]["nation"] == "IN"


def test_a_form_that_is_sent_twice_makes_one_case(maker: Client) -> None:
    told = sent()
    first, second = maker.post(NEW, told), maker.post(NEW, told)
    assert first["Location"] == second["Location"]
    assert Case.objects.count() == 1


def test_a_case_of_others_is_not_written_over_by_its_id(maker: Client, as_: As) -> None:
    told = sent()
    maker.post(NEW, told)
    assert as_(scene.RIVAL).post(NEW, {**told, "item.1.name": "else"}).status_code == 403
    assert seen_by(told["case"], scene.MAKER).items[0].name == "survey drone"


@pytest.mark.parametrize("kind", ["item", "destination", "party"])
def test_one_more_row_loses_nothing(maker: Client, kind: str) -> None:
    answer = maker.post(NEW, sent(add=kind, item__1__quantity="many"))
    html = answer.content.decode()
    assert answer.status_code == 200
    kept = fields(html)
    assert (f"{kind}.2" if kind == "destination" else f"{kind}.2.name") in kept
    assert kept["item.1.range"] == "150 km"
    assert kept["item.1.quantity"] == "many"
    assert kept["party.1.address"] == "1 Example Road, Delhi"
    assert not Case.objects.exists()


def test_there_are_no_more_rows_than_there_may_be(maker: Client) -> None:
    told = sent(add="destination", **{f"destination.{number}": "" for number in range(2, 21)})
    assert "destination.21" not in maker.post(NEW, told).content.decode()


def test_a_row_that_is_removed_is_gone_alone(maker: Client) -> None:
    told = sent(**{"item.2.name": "spare engine", "item.2.quantity": "3", "item.11.name": "other", "remove": "item.1"})
    kept = fields(maker.post(NEW, told).content.decode())
    assert "item.1.name" not in kept
    assert (kept["item.2.name"], kept["item.11.name"]) == ("spare engine", "other")


def test_rows_that_stay_empty_are_left_out(maker: Client) -> None:
    told = sent(**{"item.2.name": "", "item.2.unit": "pieces", "destination.2": "", "party.2.name": ""})
    assert maker.post(NEW, told).status_code == 302
    state = seen_by(told["case"], scene.MAKER)
    assert (len(state.items), len(state.destinations), len(state.parties)) == (1, 1, 1)


def test_a_system_of_the_catalogue_brings_its_figures(maker: Client) -> None:
    html = maker.post(NEW, sent(ask="yes", **{"item.1.name": "MQ-9A", "item.1.kind": ""})).content.decode()
    assert "From the catalogue" in html


def test_questions_that_could_still_decide_are_asked_at_the_item(maker: Client) -> None:
    html = maker.post(NEW, sent(ask="yes", **{"item.1.name": "gyro", "item.1.kind": "component"})).content.decode()
    assert "Answer what could still decide on this item" in html
    assert "item.1.for-kind" in fields(html)


def test_a_review_is_where_an_application_may_begin(maker: Client) -> None:
    html = maker.get(f"{NEW}?name=MQ-9A&kind=uas&recipient=IN&exporter=US&parties=name=ACME,+role=end_user").content
    kept = fields(html.decode())
    assert (kept["item.1.name"], kept["destination.1"], kept["party.1.name"]) == ("MQ-9A", "India", "ACME")
    assert kept["whole.exporter"] == "United States"


def test_a_draft_is_opened_as_it_was_saved_and_saved_the_same(maker: Client) -> None:
    told = sent(**{"destination.2": "Brazil", "item.2.name": "engine", "item.2.quantity": "3"})
    maker.post(NEW, told)
    before = seen_by(told["case"], scene.MAKER)
    page = f"/cases/{told['case']}/change_draft/"
    html = maker.get(page).content.decode()
    again = whole(html)
    assert maker.post(page, again).status_code == 302
    after = seen_by(told["case"], scene.MAKER)
    assert (after.items, after.transfer, after.destinations) == (before.items, before.transfer, before.destinations)


def test_only_who_applies_has_the_form(as_: As) -> None:
    road = scene.Road().drafted()
    assert as_(scene.OFFICER).get(NEW).status_code == 403
    assert as_(scene.RIVAL).get(f"/cases/{road.case}/change_draft/").status_code == 404
    assert as_(scene.OFFICER).get(f"/cases/{road.case}/change_draft/").status_code == 404


def test_an_application_is_stated_anew_while_the_applicant_is_asked(maker: Client) -> None:
    road = scene.Road().in_review()
    page = f"/cases/{road.case}/restate/"
    told = {**sent(case=None), "seen": str(road.state.position)}
    assert maker.post(page, told).status_code == 422
    road.do(acts.ask_applicant, scene.OFFICER, question="How far?")
    assert maker.post(page, {**told, "seen": str(road.state.position)}).status_code == 302
    state = acts.read(road.case)
    assert state.items[0].stated["range"] == "150 km"
    assert state.state == "awaiting_applicant"


def test_a_form_grows_by_its_buttons_without_a_script_until_it_is_saved(maker: Client) -> None:
    form = whole(maker.get(NEW).content.decode())
    form |= {name: [text] for name, text in WHOLE.items() if name not in ("seen", "item.1.id")}
    for kind, name, text in (("item", "item.2.name", "engine"), ("destination", "destination.2", "Brazil"), ("party", "party.2.name", "Freight")):  # fmt: skip
        form = whole(maker.post(NEW, {**form, "add": kind}).content.decode())
        assert name in form
        form[name] = [text]
    form["item.2.quantity"] = ["3"]
    answer = maker.post(NEW, form)
    assert answer.status_code == 302
    state = seen_by(form["case"][0], scene.MAKER)
    assert [one.name for one in state.items] == ["survey drone", "engine"]
    assert [one.id for one in state.items] == ["1", "2"]
    assert state.destinations == ("IN", "BR")
    assert [one["name"] for one in state.parties] == ["Survey Authority", "Freight"]
