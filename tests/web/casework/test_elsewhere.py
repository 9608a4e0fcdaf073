"""Signing in at a provider of OpenID Connect: only with an account that was made for it, and never with one that has a password."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client, override_settings
from web.casework import provider
from web.casework.doors import is_in, visitor, with_password
from web.casework.provider import Provider

BEGIN, BACK = "/cases/account/elsewhere/oidc/", "/cases/account/elsewhere/oidc/callback/"


@pytest.fixture
def elsewhere(accounts: None) -> Iterator[Provider]:
    """Return a provider that the site knows; of the scene, everybody has an account without a password."""
    with provider.running() as running:
        app = {
            "provider_id": "oidc",
            "name": "the ministry",
            "client_id": provider.CLIENT,
            "secret": provider.SECRET,
            "settings": {"server_url": running.address},
        }
        known = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
        with override_settings(SOCIALACCOUNT_PROVIDERS=known):
            yield running


def come(client: Client, elsewhere: Provider) -> HttpResponse:
    """Go there and come back."""
    there = client.post(BEGIN)
    assert there.status_code == 302
    return client.get(f"{BACK}?{elsewhere.authorise(there['Location'])}", follow=True)


# Who is refused.


@pytest.mark.parametrize(
    "claims",
    [
        {"preferred_username": "nobody"},
        {"preferred_username": ""},
        {},
        {"email": "adam"},
        {"preferred_username": "ADAM"},
    ],
)
def test_who_has_no_account_gets_none_by_coming(elsewhere: Provider, claims: dict[str, str]) -> None:
    elsewhere.claims = {"sub": "u-9", **claims}
    many = User.objects.count()
    client = visitor()
    answer = come(client, elsewhere)
    assert "You have no account here" in answer.content.decode() and not is_in(client)
    assert User.objects.count() == many and not SocialAccount.objects.exists()


def test_an_account_with_a_password_is_never_taken_over(elsewhere: Provider) -> None:
    with_password("olaf")
    elsewhere.claims = {"sub": "u-1", "preferred_username": "olaf"}
    client = visitor()
    assert "You have no account here" in come(client, elsewhere).content.decode()
    assert not is_in(client) and not SocialAccount.objects.exists()


def test_an_account_that_is_closed_stays_closed(elsewhere: Provider) -> None:
    assert come(visitor(), elsewhere).status_code == 200
    User.objects.filter(username="adam").update(is_active=False)
    client = visitor()
    come(client, elsewhere)
    assert not is_in(client)
    SocialAccount.objects.all().delete()
    come(client, elsewhere)
    assert not is_in(client) and not SocialAccount.objects.exists()


def test_somebody_else_who_comes_by_the_same_name_is_not_let_in(elsewhere: Provider) -> None:
    client = visitor()
    come(client, elsewhere)
    assert is_in(client)
    elsewhere.claims = {"sub": "u-2", "preferred_username": "adam"}
    other = visitor()
    come(other, elsewhere)
    assert not is_in(other), "a name at the provider was given to somebody else, and with it the account"


def test_what_is_told_of_another_person_than_the_token_is_nothing(elsewhere: Provider) -> None:
    elsewhere.told = {"sub": "u-7", "preferred_username": "adam"}
    client = visitor()
    come(client, elsewhere)
    assert not is_in(client)


def test_a_token_of_another_issuer_or_for_another_site_or_of_yesterday_lets_nobody_in(elsewhere: Provider) -> None:
    for wrong in ({"iss": "https://example.org"}, {"aud": "another"}, {"exp": 1}):
        elsewhere.wrong = wrong
        client = visitor()
        come(client, elsewhere)
        assert not is_in(client), wrong


def test_an_answer_that_nobody_asked_for_lets_nobody_in(elsewhere: Provider) -> None:
    victim, attacker = visitor(), visitor()
    there = attacker.post(BEGIN)
    query = elsewhere.authorise(there["Location"])
    victim.get(f"{BACK}?{query}")
    assert not is_in(victim)
    victim.get(f"{BACK}?code=a+code&state=made-up")
    victim.get(f"{BACK}?error=access_denied")
    assert not is_in(victim)


def test_a_link_alone_sends_nobody_there(elsewhere: Provider) -> None:
    answer = visitor().get(BEGIN)
    assert answer.status_code == 200 and elsewhere.address not in answer.content.decode()
    assert visitor(enforce_csrf_checks=True).post(BEGIN).status_code == 403


def test_a_provider_that_is_not_there_is_told_and_breaks_nothing(elsewhere: Provider) -> None:
    elsewhere.down = True
    answer = visitor().post(BEGIN, follow=True)
    assert answer.status_code < 500 and "Traceback" not in answer.content.decode()


def test_a_provider_that_nobody_knows_has_no_address(elsewhere: Provider) -> None:
    assert elsewhere.address
    assert visitor().post("/cases/account/elsewhere/other/").status_code == 404


def test_without_a_provider_there_is_no_way_to_it(accounts: None) -> None:
    del accounts
    assert visitor().post(BEGIN).status_code == 404
    assert "Sign in with" not in visitor().get("/cases/account/login/").content.decode()


# Who comes in.


def test_who_has_an_account_for_it_is_connected_at_the_first_time_and_known_by_who_they_are_from_then_on(
    elsewhere: Provider,
) -> None:
    client = visitor()
    come(client, elsewhere)
    assert is_in(client) and "adam" in client.get("/cases/").content.decode()
    (one,) = SocialAccount.objects.all()
    assert (one.user.username, one.uid) == ("adam", "u-1")
    elsewhere.claims = {"sub": "u-1", "preferred_username": "adam.renamed"}
    again = visitor()
    come(again, elsewhere)
    assert is_in(again) and "adam" in again.get("/cases/").content.decode()


def test_who_comes_from_there_needs_no_second_factor_here(elsewhere: Provider) -> None:
    with override_settings(LICET_SECOND_FACTOR=True):
        client = visitor()
        come(client, elsewhere)
        assert is_in(client)


def test_a_code_is_asked_with_proof_and_no_token_is_kept(elsewhere: Provider) -> None:
    come(visitor(), elsewhere)
    assert elsewhere.asked["code_challenge_method"] == "S256" and elsewhere.asked["response_type"] == "code"
    assert set(elsewhere.asked["scope"].split()) >= {"openid"}
    assert elsewhere.asked["redirect_uri"] == f"http://localhost{BACK}"
    assert not SocialToken.objects.exists()


def test_a_session_gets_a_new_key_when_somebody_comes_from_there(elsewhere: Provider) -> None:
    client = visitor()
    there = client.post(BEGIN)
    before = client.cookies["licet-session"].value
    client.get(f"{BACK}?{elsewhere.authorise(there['Location'])}")
    assert is_in(client) and client.cookies["licet-session"].value != before


def test_a_form_of_the_account_may_lead_to_the_provider_and_no_other_page_may(elsewhere: Provider) -> None:
    policy = visitor().get("/cases/account/login/")["Content-Security-Policy"]
    assert f"form-action 'self' {elsewhere.address};" in policy
    client = visitor()
    come(client, elsewhere)
    assert elsewhere.address not in client.get("/cases/")["Content-Security-Policy"]
    assert elsewhere.address not in visitor().get("/")["Content-Security-Policy"]
