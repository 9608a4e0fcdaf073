"""What is kept for lists is what the events say; where it is not, that is found and mended from the events."""

from __future__ import annotations

import datetime

import pytest
from cases import scene
from cases.scene import AT, DAY, OFFICER, Road
from django.core.management import call_command
from django.db import transaction

from licet.cases import acts, projection
from licet.cases.applied import Happened
from licet.cases.case import CaseState, fold
from licet.cases.folding import kinds
from licet.cases.ledger import Said, append
from licet.cases.models import Case, CaseReferral
from licet.cases.moves import moves
from licet.cases.who import THE_CLOCK

pytestmark = pytest.mark.usefixtures("database")


def test_an_event_of_a_kind_that_nobody_knows_is_not_left_out_of_a_case() -> None:
    with pytest.raises(ValueError, match="event 7 is of the kind 'prayed', which nobody knows"):
        fold([Happened(7, AT, "c", "prayed")])
    assert fold([]) == CaseState()


def test_every_kind_of_event_is_written_by_an_act_and_every_act_writes_known_kinds() -> None:
    written = {kind for row in moves().rows for kind in row.effect}
    assert set(kinds()) == written | {"signatures_undone"}


def test_the_models_need_no_further_migration() -> None:
    call_command("makemigrations", "cases", "--check", "--dry-run", verbosity=0)


def test_what_is_kept_for_lists_is_rebuilt_from_the_events_as_it_was() -> None:
    scene.people()
    road = Road()
    for prepare in (Road.drafted, Road.referred, Road.held, Road.refused, Road.issued):
        road = prepare(Road(at=road.at))
    kept = list(Case.objects.order_by("pk").values())
    referred = list(
        CaseReferral.objects.order_by("case", "agency").values("case", "agency", "asked", "due", "answered")
    )
    assert list(projection.differing()) == [] and projection.rebuild() == 5
    assert list(Case.objects.order_by("pk").values()) == kept
    assert (
        list(CaseReferral.objects.order_by("case", "agency").values("case", "agency", "asked", "due", "answered"))
        == referred
    )


def test_a_list_that_was_tampered_with_is_found_and_mended() -> None:
    scene.people()
    first = Road().referred()
    second = Road(at=first.at).submitted()
    Case.objects.filter(pk=first.case).update(state="decided")
    assert list(projection.differing()) == [(first.case, "state")]
    projection.rebuild()
    CaseReferral.objects.filter(case=first.case, agency="arms").delete()
    assert list(projection.differing()) == [(first.case, "referrals")]
    projection.rebuild()
    Case.objects.filter(pk=second.case).delete()
    Case.objects.create(id="x", reference="x", position=1, state="draft", since=AT, made=AT, applicant="maker")
    assert sorted(projection.differing()) == sorted([(second.case, "all of it"), ("x", "no event")])
    assert projection.rebuild() == 2 and list(projection.differing()) == []


def test_a_case_says_what_falls_due_next() -> None:
    scene.people()
    road = Road().referred()
    assert Case.objects.get(pk=road.case).due == AT + 30 * DAY
    issued = Road(at=road.at).issued()
    assert issued.state.licence is not None
    last = datetime.datetime.combine(issued.state.licence.valid_until, datetime.time(), datetime.UTC)
    assert Case.objects.get(pk=issued.case).due == last
    issued.do(acts.plan_check, OFFICER, check="post_shipment", due=(AT + 9 * DAY).date())
    assert Case.objects.get(pk=issued.case).due == datetime.datetime.combine(
        (AT + 9 * DAY).date(), datetime.time(), datetime.UTC
    )


def test_an_event_of_no_case_changes_no_case() -> None:
    scene.people()
    road = Road().drafted()
    with transaction.atomic():
        append([Said("head_exported", {"day": "2026-11-03"})], THE_CLOCK, "", road.at)
    assert acts.read(road.case) == road.state and list(projection.differing()) == []
