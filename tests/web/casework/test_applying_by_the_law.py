"""An application from its first word to its submission, by the law and the procedure of the site."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

from cases import scene
from django.test import Client
from web.casework.forms_of_pages import fields

from licet.cases import acts

As = Callable[..., Client]


def test_an_exporter_applies_by_the_law_of_the_site(as_: As) -> None:
    maker = as_(scene.MAKER)
    review = maker.get("/review/?name=MQ-9A&kind=uas&recipient=IN&exporter=DE&date=2026-09-01").content.decode()
    (apply,) = re.findall(r'href="([^"]+)">Apply for this<', review)
    form = fields(maker.get(unescape(apply)).content.decode())
    form["item.1.quantity"] = ["2"]
    form["party.1.name"], form["party.1.role"] = ["Survey Authority"], ["end_user"]
    made = maker.post("/cases/new/", form)
    assert made.status_code == 302
    page = made["Location"]
    assert "This is a draft." in maker.get(page).content.decode()
    html = maker.get(f"{page}submit/").content.decode()
    assert "MQ-9A" in html
    assert "Strong presumption of denial" in html
    assert "No end-use certificate or statement is attached." in html
    assert maker.post(f"{page}submit/", fields(html)).status_code == 302
    case = acts.read(form["case"][0])
    assert case.state == "submitted"
    assert [(one.item, one.destination) for one in case.determinations] == [("1", "IN")]
    html = maker.get(page).content.decode()
    assert "The authority has your application." in html
    # What the engine froze is for the review.
    assert "presumption" not in html.partition("<main")[2]


def test_of_many_items_some_are_asked_about_at_a_time_and_none_twice(as_: As) -> None:
    from licet.web.casework import application_shown

    form = {"item.1.name": "MQ-9A", "destination.1": "India", "case": acts.new_case(), "seen": "0", "ask": "yes"}
    form |= {f"item.{number}.name": f"thing {number}" for number in range(1, 9)}
    form |= {f"item.{number}.kind": "uas" for number in range(1, 9)}
    maker, asked = as_(scene.MAKER), application_shown._asks
    asked.cache_clear()
    assert "Ask once more for the other 2" in maker.post("/cases/new/", form).content.decode()
    assert asked.cache_info().misses == 6
    assert "Ask once more" not in maker.post("/cases/new/", form).content.decode()
    assert asked.cache_info().misses == 8
