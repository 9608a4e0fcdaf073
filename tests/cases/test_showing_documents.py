"""A document of the review is internal until somebody shows it in so many words."""

from __future__ import annotations

from typing import Any

import pytest
from cases.scene import ARMS, DENIALS, MAKER, OFFICER, Road, refused

from licet.cases import acts
from licet.cases.faults import NotAllowed
from licet.cases.ledger import of_case
from licet.cases.seeing import document, shown
from licet.cases.who import Who

pytestmark = pytest.mark.usefixtures("cast")
_NOTE: dict[str, Any] = {"name": "b.pdf", "kind": "note", "content": b"ours"}


def attached(who: Who) -> Road:
    road = Road().referred()
    road.do(acts.attach, who, **_NOTE)
    return road


@pytest.mark.parametrize("who", [OFFICER, ARMS, DENIALS])
def test_nobody_of_the_review_hands_in_what_the_applicant_sees_at_once(who: Who) -> None:
    road = attached(who)
    assert shown(road.state).attachments == ()
    with pytest.raises(TypeError):
        road.do(acts.attach, who, **_NOTE, internal=False)


@pytest.mark.parametrize("who", [ARMS, DENIALS, MAKER])
def test_nobody_but_the_officer_of_the_case_shows_a_document(who: Who) -> None:
    road = attached(OFFICER)
    with pytest.raises(NotAllowed):
        road.do(acts.show_document, who, document=road.state.attachments[0].digest, why="they asked")


def test_a_document_is_shown_once_and_with_the_reason() -> None:
    road = attached(OFFICER)
    told = {"document": road.state.attachments[0].digest, "why": "they asked"}
    refused(road, "why: nothing", acts.show_document, OFFICER, **{**told, "why": ""})
    refused(road, "document: '0000", acts.show_document, OFFICER, **{**told, "document": "0" * 64})
    road.do(acts.show_document, OFFICER, **told)
    refused(road, "document: ", acts.show_document, OFFICER, **told)


def test_a_document_that_was_shown_is_read_by_the_applicant_and_the_chain_tells_who_showed_it() -> None:
    road = attached(ARMS)
    digest = road.state.attachments[0].digest
    with pytest.raises(NotAllowed):
        document(road.case, digest, MAKER)
    road.do(acts.show_document, OFFICER, document=digest, why="they asked")
    assert document(road.case, digest, MAKER) == b"ours"
    last = list(of_case(road.case))[-1]
    assert (last.kind, last.actor, last.body["why"]) == ("document_shown", "olaf", "they asked")
