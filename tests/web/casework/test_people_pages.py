"""An administrator keeps organisations, accounts and roles; each change is an event, a password is shown once, and nobody changes their own."""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec
import pytest
from cases import scene
from django.contrib.auth.models import User
from django.test import Client

from licet.cases.models import Event, Membership, Organisation
from licet.cases.people import has_role
from licet.cases.verifying import verify_table
from licet.web.casework.one_time import password
from licet.web.models import OneTimePassword

As = Callable[..., Client]
PEOPLE, NEW, ADD = "/cases/people/", "/cases/people/new/", "/cases/people/organisation/"


def of(person: str) -> str:
    return f"/cases/people/of/{person}/"


def events() -> list[tuple[str, str]]:
    return [
        (kind, msgspec.json.decode(body).get("person", ""))
        for kind, body in Event.objects.order_by("position").values_list("kind", "body")
    ]


def shown(page: str) -> str:
    """Return the password that a page shows."""
    found = re.search(r'<code class="copied">([a-z2-9-]{23})</code>', page)
    assert found, page
    return found[1]


@pytest.fixture
def kim(as_: As) -> Client:
    return as_(scene.KEEPER)


NORA = {"name": "nora", "role": "auditor", "organisation": "authority", "signs_in": "password"}


# What is refused.


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"name": ""}, "This field is required"),
        ({"name": "n"}, "2 to 64 letters"),
        ({"name": "nora ann"}, "2 to 64 letters"),
        ({"name": "nоra"}, "2 to 64 letters"),
        ({"name": "<b>nora</b>"}, "&#x27;&lt;b&gt;nora&lt;/b&gt;&#x27;"),
        ({"name": "n" * 65}, "at most 64"),
        ({"name": "OLAF"}, "which is taken"),
        ({"role": "king"}, "not one of the available choices"),
        ({"organisation": "nowhere"}, "not one of the available choices"),
        ({"organisation": "maker"}, "auditor in an organisation of the kind exporter"),
        ({"signs_in": "magic"}, "not one of the available choices"),
    ],
)
def test_an_account_that_cannot_be_made_leaves_neither_account_nor_role(
    kim: Client, changed: dict[str, str], told: str
) -> None:
    before = User.objects.count()
    answer = kim.post(NEW, {**NORA, **changed})
    assert answer.status_code == 422 and told in answer.content.decode()
    assert User.objects.count() == before and not events()


def test_an_account_whose_role_does_not_fit_is_not_made(kim: Client) -> None:
    assert kim.post(NEW, {**NORA, "organisation": "maker"}).status_code == 422
    assert not User.objects.filter(username="nora").exists()


@pytest.mark.parametrize("do", ["give", "end", "close", "open", "password", "second_factor"])
def test_an_administrator_changes_nothing_of_their_own(kim: Client, do: str) -> None:
    answer = kim.post(of("kim"), {"do": do, "role": "auditor", "organisation": "authority"})
    assert answer.status_code == 403 and not events()
    assert User.objects.get(username="kim").is_active and has_role("kim", "authority", "administrator")


def test_their_own_page_offers_no_change(kim: Client) -> None:
    page = kim.get(of("kim")).content.decode()
    assert "This is you" in page and 'name="do"' not in page


def test_nobody_who_reviews_becomes_administrator(kim: Client) -> None:
    answer = kim.post(of("olaf"), {"do": "give", "role": "administrator", "organisation": "authority"})
    assert answer.status_code == 422 and "duties of different people" in answer.content.decode()


@pytest.mark.parametrize("person", ["nobody", "Olaf", "olaf%20"])
def test_a_person_who_is_not_there_is_not_there(kim: Client, person: str) -> None:
    assert kim.get(of(person)).status_code == 404
    assert kim.post(of(person), {"do": "close"}).status_code == 404


def test_what_nobody_can_do_is_refused(kim: Client) -> None:
    answer = kim.post(of("olaf"), {"do": "delete"})
    assert answer.status_code == 422 and User.objects.filter(username="olaf").exists()


@pytest.mark.parametrize(
    ("do", "told"),
    [
        ({"do": "open"}, "open already"),
        ({"do": "second_factor"}, "none"),
        ({"do": "password"}, "one that signs in elsewhere"),
        ({"do": "end", "role": "auditor", "organisation": "authority"}, "olaf is not auditor of authority"),
        ({"do": "give", "role": "", "organisation": "authority"}, "This field is required"),
        ({"do": "give", "role": "licensing_officer", "organisation": "authority"}, "already"),
    ],
)
def test_what_is_not_so_cannot_be_changed(kim: Client, do: dict[str, str], told: str) -> None:
    answer = kim.post(of("olaf"), do)
    assert answer.status_code == 422 and told in answer.content.decode() and not events()


def test_an_organisation_that_is_there_is_not_made_again(kim: Client) -> None:
    answer = kim.post(ADD, {"organisation": "maker", "name": "Maker", "kind": "exporter"})
    assert answer.status_code == 422 and "one that is there" in answer.content.decode()
    assert kim.post(ADD, {"organisation": "Not so", "name": "x", "kind": "club"}).status_code == 422


# What is done.


def test_the_list_has_everybody_with_their_roles_and_who_has_none(kim: Client) -> None:
    User.objects.create_user("nora")
    page = kim.get(PEOPLE).content.decode()
    assert all(of(who.person) in page for who in scene.CAST)
    assert page.index("Accounts without a role") < page.index(of("nora"))


def test_an_administrator_who_signs_in_comes_to_the_people(kim: Client) -> None:
    answer = kim.get("/cases/")
    assert (answer.status_code, answer["Location"]) == (302, PEOPLE)


def test_an_account_is_made_with_a_password_that_is_shown_once(kim: Client) -> None:
    answer = kim.post(NEW, NORA)
    secret = shown(answer.content.decode())
    assert answer["Cache-Control"] == "no-store"
    nora = User.objects.get(username="nora")
    assert nora.check_password(secret) and OneTimePassword.objects.filter(user=nora).exists()
    assert has_role("nora", "authority", "auditor")
    assert events() == [("account_made", "nora"), ("person_enrolled", "nora")] and verify_table() is None
    assert secret not in kim.get(of("nora")).content.decode()
    assert not any(secret in body for body in Event.objects.values_list("body", flat=True))


def test_an_account_for_a_provider_has_no_password(kim: Client) -> None:
    answer = kim.post(NEW, {**NORA, "signs_in": "elsewhere"}, follow=True)
    assert "signs in at the provider" in answer.content.decode()
    nora = User.objects.get(username="nora")
    assert not nora.has_usable_password() and not OneTimePassword.objects.filter(user=nora).exists()


def test_roles_are_given_and_ended(kim: Client) -> None:
    kim.post(of("axel"), {"do": "give", "role": "licensing_officer", "organisation": "authority"})
    assert has_role("axel", "authority", "licensing_officer")
    kim.post(of("axel"), {"do": "end", "role": "auditor", "organisation": "authority"})
    assert not has_role("axel", "authority", "auditor") and Membership.objects.filter(person="axel").count() == 2
    assert [kind for kind, _ in events()] == ["person_enrolled", "role_ended"]
    assert "ended" in kim.get(of("axel")).content.decode()


def test_a_role_that_ended_opens_no_door_with_the_next_request(kim: Client, as_: As) -> None:
    auditor = as_(scene.AUDITOR)
    assert auditor.get("/cases/").status_code == 200
    kim.post(of("axel"), {"do": "end", "role": "auditor", "organisation": "authority"})
    assert auditor.get("/cases/").status_code == 403


def test_closing_an_account_ends_its_sessions_for_good(kim: Client, as_: As) -> None:
    officer = as_(scene.OFFICER)
    assert officer.get("/cases/").status_code == 200
    kim.post(of("olaf"), {"do": "close"})
    assert officer.get("/cases/").status_code == 302
    assert "closed" in kim.get(of("olaf")).content.decode()
    kim.post(of("olaf"), {"do": "open"})
    assert officer.get("/cases/").status_code == 302, "a session came back with its account"
    assert events() == [("account_closed", "olaf"), ("account_opened", "olaf")]
    assert as_(scene.OTHER_OFFICER).get("/cases/").status_code == 200


def test_a_password_that_is_made_anew_ends_sessions_and_is_to_be_changed(kim: Client) -> None:
    olaf = User.objects.get(username="olaf")
    olaf.set_password("a sentence of old times")
    olaf.save()
    officer = Client(SERVER_NAME="localhost")
    officer.force_login(olaf)
    secret = shown(kim.post(of("olaf"), {"do": "password"}).content.decode())
    olaf.refresh_from_db()
    assert olaf.check_password(secret) and not olaf.check_password("a sentence of old times")
    assert officer.get("/cases/").status_code == 302
    assert events() == [("password_reset", "olaf")]


def test_an_organisation_is_made(kim: Client) -> None:
    answer = kim.post(ADD, {"organisation": "club", "name": "The Club", "kind": "exporter"}, follow=True)
    assert "The Club" in answer.content.decode() and Organisation.objects.get(pk="club").kind == "exporter"
    assert events() == [("organisation_made", "")]


def test_a_password_is_made_by_chance() -> None:
    assert len({password() for _ in range(50)}) == 50
