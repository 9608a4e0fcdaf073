"""Who may act on cases is a matter of record: a role is given and ended by an event, and duties are kept apart."""

from __future__ import annotations

import pytest
from cases.scene import AT, AUDITOR, CHIEF, KEEPER, OFFICER, Road
from commands import refused, run
from django.db import transaction

from licet.cases import enrolling, people
from licet.cases.chain import canonical
from licet.cases.faults import NotAllowed, NotPossible
from licet.cases.models import Event, Membership, Organisation
from licet.cases.verifying import verify_table
from licet.cases.who import OPERATOR, Who
from licet.cases.words import ROLES

pytestmark = pytest.mark.usefixtures("cast")


def events() -> list[tuple[str, str, str, str]]:
    return list(Event.objects.order_by("position").values_list("kind", "actor", "role", "body"))


# What is refused, and leaves nothing.


@pytest.mark.parametrize("who", [OFFICER, AUDITOR, CHIEF, Who("kim", "auditor", "authority"), Who("", "clock", "")])
def test_only_an_administrator_gives_roles(who: Who) -> None:
    with pytest.raises(NotAllowed):
        enrolling.give(who, "nora", "authority", "licensing_officer", AT)
    with pytest.raises(NotAllowed):
        enrolling.end(who, "axel", "authority", "auditor", AT)
    with pytest.raises(NotAllowed):
        enrolling.make_organisation(who, "new", "New", "exporter", AT)
    assert not events() and people.has_role("axel", "authority", "auditor")


def test_a_role_that_ended_gives_no_right_to_give_roles() -> None:
    people.end("kim", "authority", "administrator")
    with pytest.raises(NotAllowed):
        enrolling.give(KEEPER, "nora", "authority", "auditor", AT)


@pytest.mark.parametrize("role", sorted(set(ROLES) - {"applicant", "agency_adviser"}))
def test_an_administrator_gives_themselves_no_role(role: str) -> None:
    with pytest.raises(NotPossible, match="their own account or roles"):
        enrolling.give(KEEPER, "kim", "authority", role, AT)
    assert not events()


def test_an_administrator_does_not_end_their_own_role_so_that_one_is_always_left() -> None:
    with pytest.raises(NotAllowed, match="another administrator"):
        enrolling.end(KEEPER, "kim", "authority", "administrator", AT)


@pytest.mark.parametrize(
    ("person", "organisation", "role"),
    [
        ("olaf", "authority", "administrator"),
        ("cora", "authority", "administrator"),
        ("dora", "authority", "administrator"),
        ("adam", "maker", "applicant"),
        ("olaf", "maker", "applicant"),
        ("anna", "authority", "auditor"),
        ("anna", "authority", "licensing_officer"),
    ],
)
def test_nobody_has_two_roles_of_which_one_watches_over_the_other(person: str, organisation: str, role: str) -> None:
    for by in (KEEPER, OPERATOR):
        with pytest.raises(NotPossible, match="duties of different people"):
            enrolling.give(by, person, organisation, role, AT)
    assert not events() and not people.has_role(person, organisation, role)


def test_an_administrator_gets_no_reviewing_role_by_a_second_administrator_either() -> None:
    enrolling.give(OPERATOR, "lena", "authority", "administrator", AT)
    with pytest.raises(NotPossible, match="of somebody who is administrator"):
        enrolling.give(Who("lena", "administrator", "authority"), "kim", "authority", "countersigner", AT)


def test_a_role_that_ended_keeps_nobody_from_another() -> None:
    enrolling.end(KEEPER, "cora", "authority", "countersigner", AT)
    enrolling.give(KEEPER, "cora", "authority", "administrator", AT)
    assert people.has_role("cora", "authority", "administrator")


@pytest.mark.parametrize(
    ("organisation", "role", "told"),
    [
        ("nowhere", "auditor", "not known"),
        ("authority", "king", "king"),
        ("arms", "licensing_officer", "authority"),
        ("authority", "auditor", "already"),
    ],
)
def test_a_role_that_cannot_be_given_leaves_no_event(organisation: str, role: str, told: str) -> None:
    with pytest.raises(NotPossible, match=told):
        enrolling.give(KEEPER, "axel", organisation, role, AT)
    assert not events()


def test_what_cannot_be_an_organisation_is_told_whole() -> None:
    with pytest.raises(NotPossible) as refusal:
        enrolling.make_organisation(KEEPER, "", " ", "club", AT)
    assert [fault.where for fault in refusal.value.faults] == ["organisation", "name", "kind"]
    with pytest.raises(NotPossible, match="one that is there"):
        enrolling.make_organisation(KEEPER, "maker", "Maker", "exporter", AT)


def test_a_role_is_given_in_the_transaction_of_its_event() -> None:
    def broken() -> None:
        with transaction.atomic():
            enrolling.give(KEEPER, "nora", "authority", "auditor", AT)
            raise RuntimeError("afterwards")

    with pytest.raises(RuntimeError, match="afterwards"):
        broken()
    assert not events() and not people.has_role("nora", "authority", "auditor")


def test_what_is_done_to_an_account_is_written_in_a_transaction_or_not_at_all() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        enrolling.of_account(KEEPER, "account_closed", "olaf", AT)


# What is written.


def test_each_change_is_one_event_with_who_did_it() -> None:
    enrolling.make_organisation(KEEPER, "club", "The Club", "exporter", AT)
    enrolling.give(KEEPER, "carl", "club", "applicant", AT)
    enrolling.end(KEEPER, "carl", "club", "applicant", AT)
    role = canonical({"person": "carl", "organisation": "club", "role": "applicant"})
    assert events() == [
        ("organisation_made", "kim", "administrator", canonical({"organisation": "club", "name": "The Club", "kind": "exporter"})),
        ("person_enrolled", "kim", "administrator", role),
        ("role_ended", "kim", "administrator", role),
    ]  # fmt: skip
    assert verify_table() is None and Membership.objects.get(person="carl").active is False


def test_enrolments_stand_in_one_chain_with_the_cases() -> None:
    road = Road().drafted()
    enrolling.give(KEEPER, "nora", "authority", "auditor", road.at)
    positions = list(Event.objects.order_by("position").values_list("position", flat=True))
    assert positions == list(range(1, len(positions) + 1)) and verify_table() is None


def test_the_command_writes_who_was_enrolled_at_the_machine() -> None:
    assert run("cases", "enrol", "nora", "authority", "auditor").exit_code == 0
    assert run("cases", "enrol", "nora", "authority", "auditor", "--end").exit_code == 0
    assert [(kind, actor, role) for kind, actor, role, _ in events()] == [
        ("person_enrolled", "", "operator"),
        ("role_ended", "", "operator"),
    ]
    assert run("cases", "verify").exit_code == 0


def test_the_command_keeps_duties_apart_as_well() -> None:
    (line,) = refused("cases", "enrol", "olaf", "authority", "administrator")
    assert line.startswith("role: administrator, of somebody who is licensing officer; expected duties of different")
    assert refused("cases", "enrol", "olaf", "club", "applicant", "--name", "The Club", "--kind", "exporter")
    assert not events() and not Organisation.objects.filter(pk="club").exists()


def test_an_organisation_that_is_made_by_the_command_is_an_event() -> None:
    run("cases", "enrol", "carl", "club", "applicant", "--name", "The Club", "--kind", "exporter")
    assert [kind for kind, *_ in events()] == ["organisation_made", "person_enrolled"]


def test_who_is_enrolled_acts_and_who_is_not_any_more_does_not() -> None:
    newcomer = Who("nora", "licensing_officer", "authority")
    road = Road().submitted()
    enrolling.give(KEEPER, "nora", "authority", "licensing_officer", road.at)
    from licet.cases import acts

    road.do(acts.take_on, newcomer)
    enrolling.end(KEEPER, "nora", "authority", "licensing_officer", road.at)
    with pytest.raises(NotAllowed):
        road.do(acts.weigh, newcomer, factor="stability", weight="neutral", evidence="report 1")
