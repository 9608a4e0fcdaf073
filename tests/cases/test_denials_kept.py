"""The register of denials as it is kept: what is refused first, then that nothing is lost and every change is an event."""

from __future__ import annotations

import datetime

import pytest
from cases.scene import AT, DAY, DENIALS, MAKER, OFFICER, Road, engine

from licet.cases import acts
from licet.cases import denials_kept as register
from licet.cases.denials import Denial, DeniedParty, Register, SetAside
from licet.cases.faults import NotAllowed, NotPossible
from licet.cases.matching_stored import match_case, to_match
from licet.cases.models import Case, Event, KeptDenial
from licet.cases.verifying import verify_table
from licet.errors import Fault

pytestmark = pytest.mark.usefixtures("cast")
NATIONS = {"XB": "Beeland", "XC": "Ceeland"}
BUYER = DeniedParty("Sample Survey Authority", "end_user", country="Beeland", nation="XB")
REFUSED = Denial("DN1", "R1", "Ceeland", (BUYER,), ("9A012",), "survey drone", reasons="diversion")


def kept(*denials: Denial, at: datetime.datetime = AT) -> register.Changes:
    return register.register_all(Register(denials, source="told.csv", digest="0" * 64), DENIALS, at)


def test_nothing_of_a_file_is_kept_where_a_row_of_it_would_be_lost() -> None:
    aside = SetAside(3, {"reference": "DN2"}, Fault("told.csv:3", "no name of a party of DN2", "a name"))
    with pytest.raises(NotPossible, match="no name of a party"):
        register.register_all(Register((REFUSED,), (aside,), source="told.csv"), DENIALS, AT)
    with pytest.raises(NotPossible, match="no refusal"):
        register.register_all(Register(source="told.csv"), DENIALS, AT)
    with pytest.raises(NotPossible, match="200 at most"):
        kept(REFUSED, Denial("N" * 201, "", "Ceeland", (BUYER,)))
    assert not KeptDenial.objects.exists() and not Event.objects.filter(kind="denial_registered").exists()


def test_nobody_but_the_denial_officer_writes_into_the_register() -> None:
    with pytest.raises(NotAllowed):
        register.register_all(Register((REFUSED,)), OFFICER, AT)
    kept(REFUSED)
    with pytest.raises(NotAllowed):
        register.revoke("DN1", AT.date(), "told so", OFFICER, AT)
    with pytest.raises(NotAllowed):
        register.none_known("none", OFFICER, AT)


def test_a_refusal_is_revoked_once_with_its_reasons_and_not_before_its_day() -> None:
    kept(REFUSED)
    with pytest.raises(NotPossible, match="why: nothing"):
        register.revoke("DN1", AT.date(), " ", DENIALS, AT)
    with pytest.raises(NotPossible, match="a day up to"):
        register.revoke("DN1", AT.date() + DAY, "told so", DENIALS, AT)
    with pytest.raises(NotPossible, match="no refusal 'DN9'"):
        register.revoke("DN9", AT.date(), "told so", DENIALS, AT)
    register.revoke("DN1", AT.date(), "told so", DENIALS, AT)
    assert KeptDenial.objects.get(key="DN1").revoked == AT.date()
    with pytest.raises(NotPossible, match="revoked on"):
        register.review("DN1", AT.date() + DAY, "still so", DENIALS, AT)


def test_a_file_that_says_the_same_changes_nothing_and_one_that_says_otherwise_does_not_undo_a_revocation() -> None:
    assert len(kept(REFUSED).new) == 1
    again = kept(REFUSED)
    assert (again.new, again.other, again.same) == ((), (), 1)
    register.revoke("DN1", AT.date(), "told so", DENIALS, AT)
    other = kept(Denial("DN1", "R1", "Ceeland", (BUYER,), ("9A012",), "another drone")).other
    assert [one.revoked for one in other] == [AT.date()]
    assert KeptDenial.objects.get(key="DN1").item == "another drone"
    assert [one.kind for one in register.history("DN1")] == ["denial_registered", "denial_revoked", "denial_registered"]
    assert verify_table() is None


def test_the_tables_of_the_register_follow_from_its_events() -> None:
    kept(REFUSED, Denial("", "R2", "", (DeniedParty("Nul\0 Works"),)))
    register.review("DN1", AT.date() + 30 * DAY, "still so", DENIALS, AT)
    columns = [name.name for name in KeptDenial._meta.concrete_fields]
    before = list(KeptDenial.objects.order_by("pk").values(*columns))
    KeptDenial.objects.all().delete()
    assert register.rebuild() == 2
    assert list(KeptDenial.objects.order_by("pk").values(*columns)) == before
    found = register.kept_register()
    assert found is not None and found.by_key["DN1"].review == AT.date() + 30 * DAY


def test_a_case_is_looked_up_nowhere_as_long_as_nobody_said_what_is_known() -> None:
    road = Road().drafted()
    road.do(acts.submit, MAKER, review=engine())
    assert match_case(road.case, road.at, NATIONS) is None and list(to_match()) == []
    register.none_known("Asked of all partners.", DENIALS, road.at)
    assert list(to_match()) == [road.case]
    state = match_case(road.case, road.at, NATIONS)
    assert state is not None and state.matched is not None and state.matches == ()
    kept_later = register.register_all(Register((REFUSED,)), DENIALS, road.at)
    assert kept_later.new
    with pytest.raises(NotPossible, match="refusals"):
        register.none_known("None.", DENIALS, road.at)


def test_a_denial_of_the_same_buyer_waits_for_its_judge_and_is_another_match_once_it_says_something_else() -> None:
    road = Road().in_review()
    kept(REFUSED, at=road.at)
    assert list(to_match()) == [road.case]
    state = match_case(road.case, road.at, NATIONS)
    assert state is not None and list(to_match()) == []
    assert [(one.denial, one.partner, one.verdict) for one in state.matches] == [("DN1", "Ceeland", "")]
    assert {one["kind"] for one in state.matches[0].told["grounds"]} >= {"party", "item", "destination"}
    assert Case.objects.get(pk=road.case).unjudged == 1
    match_case(road.case, road.at, NATIONS)
    assert Case.objects.get(pk=road.case).unjudged == 1, "the same match is one"
    register.review("DN1", road.at.date() + datetime.timedelta(days=400), "It is still so.", DENIALS, road.at)
    assert list(to_match()) == [road.case]
    again = match_case(road.case, road.at, NATIONS)
    assert again is not None and len(again.matches) == 2
