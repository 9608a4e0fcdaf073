"""Who sees the page of a case, and who does not."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable

import pytest
from cases import scene
from django.test import Client

from licet.cases.who import Who

pytestmark = pytest.mark.usefixtures("law_of_the_scene")


@pytest.mark.parametrize("who", [scene.RIVAL, scene.STRANGERS])
def test_a_case_that_one_may_not_see_is_answered_as_one_that_is_not(as_: Callable[..., Client], who: Who) -> None:
    case = scene.Road().referred().case
    answers = [as_(who).get(f"/cases/{one}/") for one in (case, uuid.uuid4())]
    assert [one.status_code for one in answers] == [404, 404]
    # The token of a form is another one on each page.
    told = [re.sub(r'value="[A-Za-z0-9]{64}"', "", one.content.decode()) for one in answers]
    assert told[0] == told[1]


@pytest.mark.parametrize("who", [scene.MAKER, scene.OFFICER, scene.ARMS, scene.CHIEF, scene.DENIALS, scene.AUDITOR])
def test_whoever_may_see_a_case_sees_it(as_: Callable[..., Client], who: Who) -> None:
    road = scene.Road().referred()
    answer = as_(who).get(f"/cases/{road.case}/")
    assert answer.status_code == 200
    assert road.state.reference in answer.content.decode()
